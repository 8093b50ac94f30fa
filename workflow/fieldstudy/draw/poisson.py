"""Rates of counted events, with exact intervals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """Events, the people among whom they were counted, and their rate with its interval."""

    events: int
    people: int
    rate: float
    low: float
    high: float


def exact_interval(events: int, level: float = 0.95) -> tuple[float, float]:
    """Give the exact interval of a Poisson mean.

    Garwood (1936), by quantiles of chi-square: half the quantile of α/2 with 2k degrees of freedom,
    and half the quantile of 1 − α/2 with 2k + 2. For ten events Garwood's table has 4.80 and 18.39.

    Examples
    --------
    >>> [round(end, 2) for end in exact_interval(10)]
    [4.8, 18.39]
    >>> [round(end, 2) for end in exact_interval(0)]
    [0.0, 3.69]
    """
    from scipy.stats import chi2

    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * events)) / 2 if events else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * events + 2)) / 2


def rate(events: int, people: int, per: int) -> Rate:
    """Give a rate with its exact 95% interval; the people are taken as counted without error.

    Examples
    --------
    >>> found = rate(10, 50_000, 100_000)
    >>> found.rate, round(found.low, 1), round(found.high, 1)
    (20.0, 9.6, 36.8)
    """
    low, high = (end * per / people for end in exact_interval(events))
    return Rate(events, people, events * per / people, low, high)
