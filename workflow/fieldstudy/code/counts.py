"""Coefficients from counts: how often each label was given to each unit; shared by all measures.

``counts`` is units × labels. ``weights`` says how many units of measure (characters, say) a row
stands for, so that a stretch of text that is coded alike is one row; left out, each row is one unit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
FEW = 16  # so many labels are quicker found one by one than by sorting


def as_ratings(ratings: ArrayLike) -> Floats:
    """Check that there are coders and units.

    Raises
    ------
    ValueError
        If there are not two dimensions, or a rating is infinite.
    """
    array = np.asarray(ratings, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"ratings are coders × units, two dimensions, not {array.ndim}")
    if np.isinf(array).any():
        raise ValueError("ratings are finite numbers, or nan where a coder did not rate a unit")
    return array


def value_counts(ratings: Floats) -> tuple[Floats, Floats]:
    """Give the labels, rising, and how many coders gave each to each unit (units × labels)."""
    values = labels_of(ratings)
    counts = np.empty((len(values), ratings.shape[1]))
    for label, value in enumerate(values):
        np.sum(ratings == value, axis=0, out=counts[label])
    return values, counts.T


def numbered(ratings: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Give each label its number, rising; a missing one gets the number after the last."""
    values = labels_of(ratings)
    codes = np.full(ratings.shape, len(values), dtype=np.int64)
    known = ~np.isnan(ratings)
    codes[known] = np.searchsorted(values, ratings[known])
    return values, codes


def labels_of(ratings: Floats) -> Floats:
    """Give the labels that occur, rising; a few are found one by one, which needs no sorting."""
    left = ratings[~np.isnan(ratings)]
    found: list[float] = []
    while left.size and len(found) < FEW:
        found.append(float(left[0]))
        left = left[left != left[0]]
    return np.unique(np.concatenate([found, left]))


def coincidences_of(counts: Floats, weights: Floats | None = None) -> Floats:
    """Give the coincidence matrix (labels × labels) of units with two or more ratings.

    Krippendorff (2011), section D, step 2: each unit adds its pairs of ratings, divided by its
    number of ratings less one.
    """
    rated = counts.sum(axis=1)
    weight = np.where(rated > 1, 1.0 if weights is None else weights, 0.0)
    each = counts * (weight / np.maximum(rated - 1, 1))[:, None]
    return np.asarray(each.T @ counts - np.diag(each.sum(axis=0)))


def alpha_of(coincidences: Floats, delta: Floats) -> Floats:
    """Give alpha of coincidence matrices.

    Parameters
    ----------
    coincidences
        … × labels × labels; any leading dimensions are kept.
    delta
        Labels × labels, squared differences.

    Returns
    -------
    numpy.ndarray
        Shape of the leading dimensions; ``nan`` where nothing can differ.
    """
    each = coincidences.sum(axis=-1)
    total = each.sum(axis=-1)
    observed = (coincidences * delta).sum(axis=(-2, -1))
    chance = (each[..., :, None] * each[..., None, :] * delta).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha: Floats = np.where(chance > 0, 1 - (total - 1) * observed / chance, np.nan)
    return alpha


def percent_of(counts: Floats, weights: Floats | None = None) -> float:
    """Give the share, 0 to 1, of pairs of ratings of the same unit that are equal."""
    rated = counts.sum(axis=1)
    weight = np.ones(len(counts)) if weights is None else weights
    pairs = float((weight * rated * (rated - 1)).sum())
    equal = float((weight[:, None] * counts * (counts - 1)).sum())
    return equal / pairs if pairs else float("nan")


def why_undefined_of(counts: Floats) -> str:
    """Say why agreement beyond chance is not defined; empty if it is."""
    pairable = counts[counts.sum(axis=1) > 1]
    if not len(pairable):
        return "no unit was rated by two coders"
    return "" if (pairable.sum(axis=0) > 0).sum() > 1 else "only one label was given"


def fleiss_of(counts: Floats, weights: Floats | None = None) -> float:
    """Give Fleiss' kappa; see ``agreement.fleiss_kappa``."""
    observed, shares = _observed_and_shares(counts, weights)
    return _beyond_chance(observed, float((shares**2).sum()))


def ac1_of(counts: Floats, weights: Floats | None = None) -> float:
    """Give Gwet's AC1 with as many labels as occur; see ``agreement.gwet_ac1``."""
    observed, shares = _observed_and_shares(counts, weights)
    labels = int((shares > 0).sum())
    if labels < 2:
        return float("nan")
    return _beyond_chance(observed, float((shares * (1 - shares)).sum()) / (labels - 1))


def kappa_of(table: Floats) -> float:
    """Give Cohen's kappa of a table, first coder's labels × second coder's labels."""
    total = float(table.sum())
    if not total:
        return float("nan")
    shares = table / total
    chance = float(shares.sum(axis=0) @ shares.sum(axis=1))
    return _beyond_chance(float(np.trace(shares)), chance)


def _observed_and_shares(counts: Floats, weights: Floats | None) -> tuple[float, Floats]:
    """Give the mean agreement of units with two ratings, and each label's mean share of a unit."""
    rated = counts.sum(axis=1)
    weight = np.ones(len(counts)) if weights is None else weights
    known, paired = weight * (rated > 0), weight * (rated > 1)
    if not paired.sum():
        return float("nan"), np.zeros(counts.shape[1])
    shares = (counts * (known / np.maximum(rated, 1))[:, None]).sum(axis=0) / known.sum()
    equal = (counts * (counts - 1)).sum(axis=1) / np.maximum(rated * (rated - 1), 1)
    return float((equal * paired).sum() / paired.sum()), shares


def _beyond_chance(observed: float, chance: float) -> float:
    """Give the share of what chance leaves that was reached; undefined if chance leaves nothing."""
    return (observed - chance) / (1 - chance) if chance < 1 - 1e-12 else float("nan")
