"""Time what people wait for: a cold build, a small edit, a build with nothing to do.

``python tests/bench.py [RUNS]`` builds copies of the shipped study, prints the median of each in
seconds, and writes ``results/bench.csv``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "workflow"))
from building import ROOT, Build, copy_of_the_study

PROFILE = ("--workflow-profile", "workflow/profiles/default")


def timed(build: Build) -> float:
    """Build, and give the seconds that it took."""
    start = time.perf_counter()
    done = build.run(*PROFILE)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - start


def moved(text: str) -> str:
    """Move one intervention to another area."""
    return text.replace(",Ormesvale,", ",Dunmarsh,", 1)


def reworded(text: str) -> str:
    """Change a word of the prose."""
    return text.replace("# Conclusion", "# Closing", 1)


EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "one intervention moved": ("data/standin/interventions.csv", moved),
    "one heading of the paper changed": ("paper/index.qmd", reworded),
}


def run_once() -> dict[str, float]:
    """Time one copy: cold, with nothing to do, and after each edit."""
    with tempfile.TemporaryDirectory() as folder:
        build = copy_of_the_study(Path(folder))
        seconds = {"from nothing built": timed(build), "with nothing changed": timed(build)}
        for name, (file, change) in EDITS.items():
            build.edit(file, change)
            seconds[name] = timed(build)
    return seconds


def main(runs: int) -> None:
    """Print the medians, and write them."""
    found = [run_once() for _ in range(runs)]
    lines = ["what,median,least,most"]
    print(
        f"{'build':<36} {'median s':>9} {'least':>7} {'most':>7}   ({runs} runs, {os.cpu_count()} cores)"
    )
    for what in found[0]:
        times = [run[what] for run in found]
        row = (statistics.median(times), min(times), max(times))
        print(f"{what:<36} {row[0]:>9.1f} {row[1]:>7.1f} {row[2]:>7.1f}")
        lines.append(f"{what},{row[0]:.1f},{row[1]:.1f},{row[2]:.1f}")
    path = ROOT / "results" / "bench.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
