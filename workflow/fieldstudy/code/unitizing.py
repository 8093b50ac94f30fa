"""The unitizing alpha family: whether coders mark the same stretches of a text, and code them alike.

Krippendorff, Mathet, Bouvry and Widlöcher (2016), "On the reliability of unitizing textual continua:
further developments", Quality & Quantity 50(6), 2347–2364; with the same equations (32 to 38) in
Krippendorff (2019), "Content analysis", 4th edition, section 12.6.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Unit = tuple[int, int, Hashable]  # start, end (half-open), code
GAP = 0


@dataclass(frozen=True)
class Unitizing:
    """The four coefficients; ``nan`` where one is not defined.

    Parameters
    ----------
    u
        uα: of all, the units and the gaps between them.
    u_binary
        |uα: of telling what is coded, with any code, from what is not.
    cu
        cuα: of the codes on stretches that two or more coders marked.
    ku
        (k)uα: of each code on those stretches.
    coverage
        The share of the text that ``cu`` rests on.
    ku_coverage
        The share of each code's marked text that its ``ku`` rests on.
    """

    u: float
    u_binary: float
    cu: float
    ku: dict[Hashable, float]
    coverage: float
    ku_coverage: dict[Hashable, float]


def unitizing_alpha(units: Mapping[Hashable, Iterable[Unit]], length: int) -> Unitizing:
    """Give the unitizing alphas of what coders marked on one text.

    Krippendorff et al. (2016): observed coincidences are the lengths of intersections of two
    coders' units, gaps being units without a code (equations 1 and 9); expected coincidences come
    from all pairs of stretches but those of a unit with itself (equations 4 and 10); uα and |uα
    are equations 5 and 6, cuα equation 11, (k)uα equation 13.

    Parameters
    ----------
    units
        Coder → units (start, end, code), half-open, which one coder may not overlap. A coder who
        marked nothing has an empty list.
    length
        Of the text, in characters.

    Raises
    ------
    ValueError
        If a coder's units overlap or lie outside the text.

    Examples
    --------
    Two coders, ten characters; they share half of what each marked:

    >>> found = unitizing_alpha({"A": [(0, 4, "x")], "B": [(2, 6, "x")]}, 10)
    >>> round(found.u, 3), round(found.u_binary, 3), found.coverage
    (0.258, 0.258, 0.2)
    """
    marked = {
        coder: _in_order(coder, list(stretches), length) for coder, stretches in units.items()
    }
    codes = list(dict.fromkeys(code for rows in marked.values() for _, _, code in rows))
    cuts = {0, length, *(at for rows in marked.values() for row in rows for at in row[:2])}
    points = np.array(sorted(cuts))
    lengths = np.diff(points).astype(np.float64)
    owner, values = _laid_out(list(marked.values()), codes, points)
    counts = np.stack([(values == value).sum(axis=0) for value in range(len(codes) + 1)], axis=-1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(codes) + 1)
    seen = np.tensordot(lengths, pairs, axes=1) / max(len(marked) - 1, 1)
    whole = _expected(seen, _with_itself(owner, values, lengths))
    both, alone = seen[1:, 1:], _shared_with_itself(owner, values, lengths)
    chance = _expected(both, alone)
    total, coded = seen.sum(), both.sum()
    of_code, expected = both.sum(axis=1), chance.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ku = 1 - expected / of_code * (of_code - np.diag(both)) / (expected - np.diag(chance))
        ku_coverage = of_code / seen[1:].sum(axis=1)
    return Unitizing(
        u=_alpha(total - np.trace(seen), whole.sum() - np.trace(whole)),
        u_binary=_alpha(seen[GAP, 1:].sum(), whole[GAP, 1:].sum()),
        cu=_alpha(coded - np.trace(both), chance.sum() - np.trace(chance)),
        ku={code: _defined(ku[n]) for n, code in enumerate(codes)},
        coverage=float(coded / total) if total else float("nan"),
        ku_coverage={code: _defined(ku_coverage[n]) for n, code in enumerate(codes)},
    )


def _in_order(coder: Hashable, units: Sequence[Unit], length: int) -> list[Unit]:
    """Sort one coder's units and check that they lie in the text, one after the other."""
    rows = sorted(units, key=lambda unit: unit[:2])
    for start, end, _ in rows:
        if not 0 <= start < end <= length:
            raise ValueError(f"coder {coder}: {start} to {end} is no stretch of a text of {length}")
    for (_, end, _), (start, _, _) in pairwise(rows):
        if start < end:
            raise ValueError(
                f"coder {coder}: two units overlap at {start}; run each code by itself"
            )
    return rows


def _laid_out(
    marked: Sequence[Sequence[Unit]], codes: Sequence[Hashable], points: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Say for each coder × stretch which unit it belongs to (−1 none) and its value (0 a gap)."""
    shape = (len(marked), len(points) - 1)
    owner = np.full(shape, -1, dtype=np.int64)
    values = np.full(shape, GAP, dtype=np.int64)
    number = {code: at for at, code in enumerate(codes, start=1)}
    for coder, rows in enumerate(marked):
        for unit, (start, end, code) in enumerate(rows):
            first, last = np.searchsorted(points, (start, end))
            owner[coder, first:last], values[coder, first:last] = unit, number[code]
    return owner, values


def _with_itself(owner: NDArray[np.int64], values: NDArray[np.int64], lengths: Floats) -> Floats:
    """Give by value what a unit would pair with itself: length², and for gaps their length."""
    alone = np.zeros(int(values.max(initial=0)) + 1)
    for units, labels in zip(owner, values, strict=True):
        alone[GAP] += lengths[units < 0].sum()
        _add_squares(alone, units, labels, lengths)
    return alone


def _shared_with_itself(
    owner: NDArray[np.int64], values: NDArray[np.int64], lengths: Floats
) -> Floats:
    """Give the same for the parts of units that another coder marked as well (equation 10)."""
    alone = np.zeros(int(values.max(initial=0)) + 1)
    for one, other in permutations(range(len(owner)), 2):
        shared = lengths * (values[other] != GAP)
        _add_squares(alone, owner[one], values[one], shared)
    return alone[1:] / max(len(owner) - 1, 1)


def _add_squares(
    alone: Floats, units: NDArray[np.int64], labels: NDArray[np.int64], lengths: Floats
) -> None:
    """Add each unit's squared length to its value."""
    inside = units >= 0
    if inside.any():
        size = int(units.max()) + 1
        of_unit = np.zeros(size, dtype=np.int64)
        of_unit[units[inside]] = labels[inside]
        squared = np.bincount(units[inside], weights=lengths[inside], minlength=size) ** 2
        np.add.at(alone, of_unit, squared)


def _expected(seen: Floats, alone: Floats) -> Floats:
    """Give the coincidences that chance would give, with the sum of those that were seen."""
    each, total = seen.sum(axis=1), seen.sum()
    pairs = total**2 - alone.sum()
    if pairs <= 0:
        return np.zeros_like(seen)
    return np.asarray(total * (np.outer(each, each) - np.diag(alone)) / pairs)


def _alpha(observed: float, chance: float) -> float:
    """Give 1 − observed / chance; undefined where chance leaves nothing to differ."""
    return float(1 - observed / chance) if chance > 1e-12 else float("nan")


def _defined(value: float) -> float:
    """Give a plain number, ``nan`` for one that is not finite."""
    return float(value) if np.isfinite(value) else float("nan")
