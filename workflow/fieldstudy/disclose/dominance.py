"""Find totals of amounts that give one contributor away, as a count of people cannot tell."""

from __future__ import annotations

from collections.abc import Sequence


def dominated(amounts: Sequence[float], largest: int, percent: float) -> bool:
    """Tell whether the `largest` contributors make more than `percent` of a total.

    The (n, k) dominance rule (Hundepool and others 2012, *Statistical Disclosure Control*, section
    4.2.1). Nothing is dominated where nobody contributes.

    Examples
    --------
    >>> dominated([80, 10, 10], 1, 75), dominated([70, 20, 10], 1, 75), dominated([], 1, 75)
    (True, False, False)
    """
    total = sum(amounts)
    return total > 0 and sum(sorted(amounts)[-largest:]) > total * percent / 100


def told_too_well(amounts: Sequence[float], percent: float) -> bool:
    """Tell whether the second contributor could put the first's amount within `percent` of it.

    The p% rule (same, section 4.2.1): what neither of the two gave is less than that.

    Examples
    --------
    >>> told_too_well([100, 50, 9], 10), told_too_well([100, 50, 10], 10), told_too_well([5], 10)
    (True, False, True)
    """
    if not any(amounts):
        return False
    first, second, *_ = [*sorted(amounts, reverse=True), 0.0]
    return sum(amounts) - first - second < first * percent / 100


def width(amounts: Sequence[float], percent: float) -> float:
    """Give how far apart bounds on a dominated total must be: `percent` of its largest amount, each way.

    Examples
    --------
    >>> width([100, 50, 9], 10)
    20.0
    """
    return 2 * max(amounts, default=0.0) * percent / 100
