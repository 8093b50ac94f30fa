"""Intervals and exact tests for small numbers, all two-sided; scipy computes whatever it knows.

A census needs none of these: its shares are exact. They say what could be said if what was counted
were a sample of something larger.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import comb, inf, nan, sqrt

from scipy import stats

LEVEL = 0.95
# Boschloo's test goes through every table that groups of these sizes could give, so that its time grows
# faster than the product of the sizes: 0.4 s of processor time at 250 against 250, 3 s at 500 against
# 500, hours at 10,000 against 10,000. Fisher's takes milliseconds at any of these.
BOSCHLOO_MOST = 500  # in both groups together
Interval = tuple[float, float]


@dataclass(frozen=True)
class Share:
    """A number of some of those counted, `part` of `whole`."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        """Refuse a part greater than its whole.

        Raises
        ------
        ValueError
            If it is.
        """
        if not 0 <= self.part <= self.whole or not self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    @property
    def value(self) -> float:
        """The share itself."""
        return self.part / self.whole


def clopper_pearson(share: Share, level: float = LEVEL) -> Interval:
    """Give the exact binomial interval (Clopper and Pearson 1934).

    Examples
    --------
    >>> [round(limit, 4) for limit in clopper_pearson(Share(81, 263))]
    [0.2527, 0.3676]
    """
    found = stats.binomtest(share.part, share.whole).proportion_ci(level, "exact")
    return float(found.low), float(found.high)


def wilson(share: Share, level: float = LEVEL) -> Interval:
    """Give the score interval, without continuity correction (Wilson 1927).

    Examples
    --------
    >>> [round(limit, 4) for limit in wilson(Share(81, 263))]
    [0.2553, 0.3662]
    """
    found = stats.binomtest(share.part, share.whole).proportion_ci(level, "wilson")
    return float(found.low), float(found.high)


def newcombe(one: Share, other: Share, level: float = LEVEL) -> Interval:
    """Give the interval of the difference of two shares (Newcombe 1998, method 10).

    Examples
    --------
    >>> [round(limit, 4) for limit in newcombe(Share(56, 70), Share(48, 80))]
    [0.0524, 0.3339]
    """
    (low, high), (less, more) = wilson(one, level), wilson(other, level)
    difference = one.value - other.value
    return (
        difference - sqrt((one.value - low) ** 2 + (more - other.value) ** 2),
        difference + sqrt((high - one.value) ** 2 + (other.value - less) ** 2),
    )


def _table(one: Share, other: Share) -> list[list[int]]:
    """Lay two shares out as a two-by-two table, a column each, as scipy's tests expect samples."""
    return [[one.part, other.part], [one.whole - one.part, other.whole - other.part]]


def fisher(one: Share, other: Share) -> float:
    """Give the p-value of Fisher's exact test (Fisher 1935): both margins given.

    Examples
    --------
    >>> round(fisher(Share(3, 4), Share(1, 4)), 4)
    0.4857
    """
    return float(stats.fisher_exact(_table(one, other)).pvalue)


@cache
def boschloo(one: Share, other: Share) -> float:
    """Give the p-value of Boschloo's exact test (Boschloo 1970): the sizes of the groups given.

    Both ways it is twice the lesser of the one-sided p-values, as scipy has it. One-sided it is never
    greater than Fisher's; both ways it can be, since Fisher's then adds up the less likely tables.

    Returns
    -------
    float
        Not a number above `BOSCHLOO_MOST`, where the test is left out.
    """
    if one.whole + other.whole > BOSCHLOO_MOST:
        return nan
    # Where all or none have it, there is nothing to test, and scipy gives no number.
    if one.part + other.part in (0, one.whole + other.whole):
        return 1.0
    return float(stats.boschloo_exact(_table(one, other)).pvalue)


def odds_ratio(one: Share, other: Share, level: float = LEVEL) -> tuple[float, float, float]:
    """Give the conditional maximum likelihood odds ratio and its exact interval.

    Breslow and Day 1980, *Statistical Methods in Cancer Research* I, section 4.2, as scipy has it.

    Returns
    -------
    tuple of float
        Ratio, low, high; infinite or not a number where the table has empty cells.
    """
    found = stats.contingency.odds_ratio(_table(one, other))
    limits = found.confidence_interval(level)
    return float(found.statistic), float(limits.low), float(limits.high)


def poisson(events: int, level: float = LEVEL) -> Interval:
    """Give the exact interval of a count of events (Garwood 1936, by the chi-squared distribution).

    Examples
    --------
    >>> [round(limit, 4) for limit in poisson(10)]
    [4.7954, 18.3904]
    """
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * events)) / 2 if events else 0.0
    return low, float(stats.chi2.ppf(1 - tail, 2 * events + 2)) / 2


def least_p(one: int, other: int) -> float:
    """Give the least p-value that areas can give if whole areas, not their rows, fall to the groups.

    There are so many ways in which as many areas could have been the first group's, and the one
    observed can at best be the most extreme of them.

    Examples
    --------
    >>> least_p(2, 3)
    0.1
    """
    return 1 / comb(one + other, one)


def widest(whole: int, level: float = LEVEL) -> float:
    """Give the width of the Wilson interval of a share of one half, of which none is wider."""
    z = float(stats.norm.ppf((1 + level) / 2))
    return z / sqrt(whole + z * z)


def finite(value: float) -> bool:
    """Tell whether a number can be printed."""
    return -inf < value < inf
