"""Give the interval of a share that was measured on passages: mentions of one passage go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959963984540054  # two-sided 95%
LEVEL = 0.95


@dataclass(frozen=True)
class Share:
    """A share and its 95% interval; ``passages`` are those that hold anything."""

    hits: int
    of: int
    passages: int
    low: float
    high: float


def of_passages(counts: Sequence[tuple[int, int]], share_drawn: float = 0.0) -> Share:
    """Give a share over passages drawn at random, with the interval of Korn and Graubard (1998).

    The exact interval of Clopper and Pearson (1934) at the effective sample size: as many mentions as
    would tell as much if they were independent, with fewer degrees of freedom for few passages. Where
    all or none are hits the variance cannot be estimated, and each passage counts as one mention.

    Parameters
    ----------
    counts
        Hits and mentions of each passage.
    share_drawn
        Share of all passages that was drawn; the nearer to 1, the surer.

    Examples
    --------
    >>> alone = of_passages([(1, 1)] * 50)
    >>> alone.of, round(alone.low, 4), alone.high
    (50, 0.9289, 1.0)
    >>> together = of_passages([(10, 10)] * 5)
    >>> together.of, round(together.low, 4), together.high
    (50, 0.4782, 1.0)
    """
    from scipy.stats import beta, t

    held = [(hits, of) for hits, of in counts if of]
    hits, total, passages = sum(h for h, _ in held), sum(n for _, n in held), len(held)
    left = max(0.0, 1.0 - share_drawn)
    if total == 0 or left == 0:
        ends = (0.0, 1.0) if total == 0 else (hits / total, hits / total)
        return Share(hits, total, passages, *ends)
    share = hits / total
    size = min(float(total), _effective(held, share, left))
    if passages > 1 and 0 < share < 1:
        size *= (Z / float(t.ppf((1 + LEVEL) / 2, passages - 1))) ** 2
    x, tail = share * size, (1 - LEVEL) / 2
    low = 0.0 if hits == 0 else float(beta.ppf(tail, x, size - x + 1))
    high = 1.0 if hits == total else float(beta.ppf(1 - tail, x + 1, size - x))
    return Share(hits, total, passages, low, high)


def _effective(held: Sequence[tuple[int, int]], share: float, left: float) -> float:
    """Give the effective number of mentions: variance of independent ones by that of the passages."""
    passages, total = len(held), sum(n for _, n in held)
    spread = sum((hits - share * of) ** 2 for hits, of in held)
    if passages < 2 or spread == 0 or share in (0.0, 1.0):
        return passages / left
    variance = left * passages / (passages - 1) * spread / total**2
    return share * (1 - share) / variance
