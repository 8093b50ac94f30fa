"""Alpha of units that carry sets of labels, by MASI; works on arrays and knows nothing of studies."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from fieldstudy.code.counts import Floats

MISSING = -1
BLOCK = 1_000_000  # pairs of sets that are compared at once
Bits = NDArray[np.bool_]


def masi_distance(first: AbstractSet[Hashable], second: AbstractSet[Hashable]) -> float:
    """Give how far two sets differ, 0 to 1 (Passonneau 2006).

    Examples
    --------
    >>> round(masi_distance({"a", "b"}, {"a"}), 3), masi_distance({"a"}, {"b"})
    (0.667, 1.0)
    """
    if first == second:
        return 0.0
    shared = len(first & second)
    overlap = 2 / 3 if first < second or second < first else 1 / 3
    return 1 - shared / len(first | second) * overlap if shared else 1.0


def masi_alpha(labels: Sequence[Sequence[AbstractSet[Hashable] | None]]) -> float:
    """Give Krippendorff's alpha of units that carry sets of labels, with MASI as the difference.

    Passonneau (2006), "Measuring agreement on set-valued items (MASI) for semantic and pragmatic
    annotation", LREC 2006, 831–836: the difference of two sets is 1 − J × M, where J is Jaccard's
    coefficient and M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap,
    and 0 where they do not.

    Parameters
    ----------
    labels
        Coders × units, each a set of labels; ``None`` where a coder did not rate a unit. Two empty
        sets are equal, and an empty set differs wholly from any other.

    Returns
    -------
    float
        At most 1; ``nan`` where all sets are equal or no unit has two.

    Examples
    --------
    >>> first = [{"a"}, {"b"}, {"a", "b"}, {"c"}]
    >>> second = [{"a"}, {"b"}, {"a"}, {"c"}]
    >>> round(masi_alpha([first, second]), 3)
    0.781
    """
    seen: dict[frozenset[Hashable], int] = {}
    rows = [
        [MISSING if one is None else seen.setdefault(frozenset(one), len(seen)) for one in coder]
        for coder in labels
    ]
    items = {item: at for at, item in enumerate(dict.fromkeys(i for held in seen for i in held))}
    sets = np.zeros((len(seen), len(items)), dtype=bool)
    for held, number in seen.items():
        sets[number, [items[item] for item in held]] = True
    units = max(map(len, rows), default=0)
    numbers = np.array(rows, dtype=np.int64).reshape(len(rows), units)
    return alpha_of_sets(numbers, sets, np.ones(units))


def alpha_of_sets(numbers: NDArray[np.int64], sets: Bits, weights: Floats) -> float:
    """Give alpha of sets that are numbered; memory follows the units, not the pairs of sets.

    Parameters
    ----------
    numbers
        Coders × units: which of the sets, −1 for none given.
    sets
        Sets × labels: whether the set holds the label.
    weights
        How many units of measure each unit stands for.
    """
    rated = (numbers != MISSING).sum(axis=0)
    share = np.where(rated > 1, weights / np.maximum(rated - 1, 1), 0.0)
    each = np.zeros(len(sets))
    observed = 0.0
    for one, other in permutations(numbers, 2):
        both = np.flatnonzero((one != MISSING) & (other != MISSING))
        pairs, at = np.unique(one[both] * len(sets) + other[both], return_inverse=True)
        weight = np.bincount(at, share[both], len(pairs))
        first, second = np.divmod(pairs, max(len(sets), 1))
        each += np.bincount(first, weight, len(sets))
        for block in _blocks(len(pairs), sets.shape[1]):
            differ = _distances(sets[first[block]], sets[second[block]])
            observed += float(weight[block] @ differ)
    chance = 0.0
    for block in _blocks(len(sets), len(sets)):
        chance += float(each[block] @ _all_distances(sets[block], sets) @ each)
    return 1 - (float(each.sum()) - 1) * observed / chance if chance > 0 else float("nan")


def _blocks(rows: int, width: int) -> Iterator[slice]:
    """Part rows of some width so that none of the parts is large."""
    step = max(BLOCK // max(width, 1), 1)
    return (slice(at, at + step) for at in range(0, rows, step))


def _distances(first: Bits, second: Bits) -> Floats:
    """Give the distances of sets, pair by pair."""
    shared = (first & second).sum(axis=1)
    return _masi(shared, first.sum(axis=1), second.sum(axis=1))


def _all_distances(first: Bits, second: Bits) -> Floats:
    """Give the distances of some sets, each with all the others."""
    shared = np.rint(first.astype(np.float32) @ second.T.astype(np.float32)).astype(np.int64)
    return _masi(shared, first.sum(axis=1)[:, None], second.sum(axis=1)[None, :])


def _masi(shared: NDArray[np.int64], first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    """Give distances from how many labels sets share and hold."""
    union = first + second - shared
    within = shared == np.minimum(first, second)
    overlap = np.where(union == shared, 1.0, np.where(within, 2 / 3, 1 / 3))
    alike = np.where(shared > 0, shared / np.maximum(union, 1) * overlap, (union == 0) * 1.0)
    return np.asarray(1 - alike, dtype=np.float64)
