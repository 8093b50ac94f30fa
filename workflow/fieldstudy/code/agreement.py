"""Agreement between coders, by counting with numpy; works on arrays and knows nothing of studies.

Every function takes ``ratings``: an array of coders × units, a number for each label, ``nan`` where
a coder did not rate a unit. Where a coefficient is not defined (one label only, so that no agreement
could be told from chance) it is ``nan``, never 0 or 1.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")


def percent_agreement(ratings: ArrayLike) -> float:
    """Give the percentage of pairs of ratings of the same unit that are equal.

    Parameters
    ----------
    ratings
        Coders × units; with two coders this is the plain percentage of units on which they agree.

    Returns
    -------
    float
        0 to 100; ``nan`` if no unit has two ratings.

    Examples
    --------
    >>> percent_agreement([[1, 1, 2, 2], [1, 1, 2, 1]])
    75.0
    """
    _, counts = _value_counts(_as_ratings(ratings))
    rated = counts.sum(axis=1)
    pairs = float((rated * (rated - 1)).sum())
    equal = float((counts * (counts - 1)).sum())
    return 100 * equal / pairs if pairs else float("nan")


def cohen_kappa(ratings: ArrayLike) -> float:
    """Give Cohen's kappa of two coders.

    Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20(1), 37–46, equation 1: κ = (p_o − p_e) / (1 − p_e), where p_o is the share of
    units on which both agree and p_e the sum over labels of the product of both coders' shares.

    Parameters
    ----------
    ratings
        2 × units; units that either coder did not rate are left out.

    Raises
    ------
    ValueError
        If there are not exactly two coders.

    Examples
    --------
    Cohen's table 2, 200 cases by two judges:

    >>> table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
    >>> pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    >>> round(cohen_kappa(np.array(pairs).T), 3)
    0.492
    """
    array = _as_ratings(ratings)
    if len(array) != 2:
        raise ValueError(f"Cohen's kappa is for two coders, not {len(array)}")
    both = array[:, ~np.isnan(array).any(axis=0)]
    if not both.size:
        return float("nan")
    values, codes = np.unique(both, return_inverse=True)
    codes = codes.reshape(both.shape)
    shares = np.stack([np.bincount(row, minlength=len(values)) / both.shape[1] for row in codes])
    observed = float((codes[0] == codes[1]).mean())
    expected = float((shares[0] * shares[1]).sum())
    return (observed - expected) / (1 - expected) if expected < 1 else float("nan")


def krippendorff_alpha(ratings: ArrayLike, level: Level = "nominal") -> float:
    """Give Krippendorff's alpha for any number of coders, with missing ratings.

    Krippendorff (2011), "Computing Krippendorff's alpha-reliability", University of Pennsylvania,
    section D: α = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over the coincidence matrix o; the
    differences δ² are those of his section E. Units with a single rating are left out.

    Parameters
    ----------
    ratings
        Coders × units.
    level
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``.

    Returns
    -------
    float
        At most 1; ``nan`` where all ratings are equal or no unit has two.

    Raises
    ------
    ValueError
        If the level is none of the four.

    Examples
    --------
    His example of 4 observers and 12 units (.743, .815, .849 and .797):

    >>> _ = np.nan
    >>> data = [
    ...     [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    ...     [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    ...     [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    ...     [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ... ]
    >>> [round(krippendorff_alpha(data, level), 3) for level in LEVELS]
    [0.743, 0.815, 0.849, 0.797]
    """
    values, counts = _value_counts(_as_ratings(ratings))
    rated = counts.sum(axis=1)
    counts, rated = counts[rated > 1], rated[rated > 1]
    weighted = counts / (rated - 1)[:, None]
    matrix = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    return float(alpha_of(matrix, differences(values, matrix.sum(axis=0), level)))


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


def differences(values: Floats, each: Floats, level: Level) -> Floats:
    """Give the squared differences between labels (Krippendorff 2011, section E).

    Parameters
    ----------
    values
        The labels, rising.
    each
        How many pairable ratings each label has; the ordinal difference needs them.
    level
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``.
    """
    first, second = values[:, None], values[None, :]
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "ordinal":
        middle = np.cumsum(each) - each / 2  # the sum between two labels, each end counted by half
        return np.asarray((middle[:, None] - middle[None, :]) ** 2)
    if level == "interval":
        return np.asarray((first - second) ** 2)
    if level == "ratio":
        sums = first + second
        parts = np.divide(first - second, sums, where=sums != 0, out=np.zeros_like(sums))
        return np.asarray(parts**2)
    raise ValueError(f"'{level}' is not a level; allowed: {', '.join(LEVELS)}")


def _as_ratings(ratings: ArrayLike) -> Floats:
    """Check that there are coders and units."""
    array = np.asarray(ratings, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"ratings are coders × units, two dimensions, not {array.ndim}")
    return array


def _value_counts(ratings: Floats) -> tuple[Floats, Floats]:
    """Give the labels, rising, and how many coders gave each to each unit (units × labels)."""
    known = ~np.isnan(ratings)
    values, codes = np.unique(ratings[known], return_inverse=True)
    unit = np.broadcast_to(np.arange(ratings.shape[1]), ratings.shape)[known]
    size = ratings.shape[1] * len(values)
    flat = np.bincount(unit * len(values) + codes.reshape(-1), minlength=size)
    return values, flat.reshape(ratings.shape[1], len(values)).astype(np.float64)
