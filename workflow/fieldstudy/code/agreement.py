"""Agreement between coders, by counting with numpy; works on arrays and knows nothing of studies.

Every function takes ``ratings``: an array of coders × units, a number for each label, ``nan`` where
a coder did not rate a unit; ``masi_alpha`` takes sets of labels, ``unitizing_alpha`` stretches of a
text. Where a coefficient is not defined (one label only, so that no agreement could be told from
chance; one coder; nothing rated) it is ``nan``, never 0 or 1, and ``why_undefined`` says why.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from fieldstudy.code.counts import (
    Floats,
    ac1_of,
    alpha_of,
    as_ratings,
    coincidences_of,
    fleiss_of,
    kappa_of,
    numbered,
    percent_of,
    value_counts,
    why_undefined_of,
)
from fieldstudy.code.masi import masi_alpha, masi_distance
from fieldstudy.code.unitizing import Unitizing, unitizing_alpha

__all__ = [
    "Unitizing",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "masi_alpha",
    "masi_distance",
    "percent_agreement",
    "unitizing_alpha",
    "why_undefined",
]

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

    NVivo's help: of 1000 characters 50 are coded by both users, 150 by one, 800 by neither (85%).

    >>> percent_agreement(np.repeat([[1, 1, 0], [1, 0, 0]], [50, 150, 800], axis=1))
    85.0
    """
    _, counts = value_counts(as_ratings(ratings))
    return 100 * percent_of(counts)


def why_undefined(ratings: ArrayLike) -> str:
    """Say why agreement beyond chance is not defined, where a coefficient is ``nan``.

    Returns
    -------
    str
        Empty where it is defined.

    Examples
    --------
    >>> why_undefined([[1, 1, 1], [1, 1, 1]]), why_undefined([[1, 2]]), why_undefined([[1, 2], [2, 2]])
    ('only one label was given', 'no unit was rated by two coders', '')
    """
    _, counts = value_counts(as_ratings(ratings))
    return why_undefined_of(counts)


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
    array = as_ratings(ratings)
    if len(array) != 2:
        raise ValueError(f"Cohen's kappa is for two coders, not {len(array)}")
    both = array[:, ~np.isnan(array).any(axis=0)]
    values, codes = numbered(both)
    size = len(values)
    table = np.bincount(codes[0] * size + codes[1], minlength=size * size).reshape(size, size)
    return kappa_of(table.astype(np.float64))


def fleiss_kappa(ratings: ArrayLike) -> float:
    """Give Fleiss' kappa of any number of coders.

    Fleiss (1971), "Measuring nominal scale agreement among many raters", Psychological Bulletin
    76(5), 378–382, equation 7: κ = (P̄ − P̄_e) / (1 − P̄_e), where P̄ is the mean over units of the
    share of pairs of coders that agree (equations 2 and 3) and P̄_e = Σ p_j² (equation 5).

    Parameters
    ----------
    ratings
        Coders × units. Where ratings are missing, P̄ is over units with two or more ratings, and
        p_j is the mean over units of the share of their ratings (Gwet 2014, "Handbook of
        inter-rater reliability", 4th edition, chapter 2); with none missing it is Fleiss' own.

    Returns
    -------
    float
        At most 1; ``nan`` where only one label occurs or no unit has two ratings.

    Examples
    --------
    Three coders and four units, P̄ = 2/3 and P̄_e = 1/2:

    >>> round(fleiss_kappa([[1, 1, 2, 2], [1, 1, 2, 1], [1, 2, 2, 2]]), 3)
    0.333
    """
    _, counts = value_counts(as_ratings(ratings))
    return fleiss_of(counts)


def gwet_ac1(ratings: ArrayLike) -> float:
    """Give Gwet's AC1 of any number of coders.

    Gwet (2008), "Computing inter-rater reliability and its variance in the presence of high
    agreement", British Journal of Mathematical and Statistical Psychology 61, 29–48: γ₁ =
    (p_a − p_e) / (1 − p_e) with p_e = Σ π_q (1 − π_q) / (Q − 1), where π_q is the mean over units
    of the share of coders who chose label q of Q labels.

    Parameters
    ----------
    ratings
        Coders × units; missing ratings as in ``fleiss_kappa``.

    Returns
    -------
    float
        ``nan`` where only one label occurs or no unit has two ratings.

    Examples
    --------
    His example of two raters and 125 subjects, on which kappa is −.023:

    >>> pairs = [(1, 1)] * 118 + [(1, 2)] * 5 + [(2, 1)] * 2
    >>> round(gwet_ac1(np.array(pairs).T), 3), round(cohen_kappa(np.array(pairs).T), 3)
    (0.941, -0.023)
    """
    _, counts = value_counts(as_ratings(ratings))
    return ac1_of(counts)


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
    values, counts = value_counts(as_ratings(ratings))
    matrix = coincidences_of(counts)
    return float(alpha_of(matrix, differences(values, matrix.sum(axis=0), level)))


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
