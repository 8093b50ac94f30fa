"""Time the agreement coefficients beside the krippendorff package: ``python tests/bench_agreement.py``."""

import sys
import time
from pathlib import Path

import krippendorff
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))

from fieldstudy.code import agreement

CODERS, UNITS, LABELS, TIMES = 5, 100_000, 4, 5
LIMIT = 0.2  # seconds that any coefficient may take


def best(measure):
    """Give the shortest of a few runs, in seconds of computing."""
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        measure()
        taken.append(time.process_time() - begun)
    return min(taken)


def main():
    """Print a line a coefficient; exit 1 if one is over the limit."""
    random = np.random.default_rng(1)
    ratings = random.integers(0, LABELS, (CODERS, UNITS)).astype(float)
    ratings[random.random(ratings.shape) < 0.05] = np.nan
    ours = {
        "percent_agreement": lambda: agreement.percent_agreement(ratings),
        "cohen_kappa, 2 coders": lambda: agreement.cohen_kappa(ratings[:2]),
        "fleiss_kappa": lambda: agreement.fleiss_kappa(ratings),
        "gwet_ac1": lambda: agreement.gwet_ac1(ratings),
        **{
            f"krippendorff_alpha, {level}": lambda level=level: agreement.krippendorff_alpha(
                ratings, level
            )
            for level in agreement.LEVELS
        },
    }
    print(f"{CODERS} coders, {UNITS} units, {LABELS} labels, 5% missing; the best of {TIMES} runs")
    taken = {name: best(measure) for name, measure in ours.items()}
    for name, seconds in taken.items():
        level = name.partition(", ")[2]
        line = f"  {name:<30} {seconds:.3f} s"
        if level in agreement.LEVELS:
            theirs = best(
                lambda level=level: krippendorff.alpha(ratings, level_of_measurement=level)
            )
            line += f"   krippendorff {theirs:.3f} s, {theirs / seconds:.1f} times as long"
        print(line)
    return int(max(taken.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
