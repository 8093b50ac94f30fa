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
    number = {code: at for at, code in enumerate(codes, start=1)}
    cuts = {0, length, *(at for rows in marked.values() for row in rows for at in row[:2])}
    points = np.array(sorted(cuts))
    lengths = np.diff(points).astype(np.float64)
    laid = [_laid_out(rows, number, points) for rows in marked.values()]
    seen = _seen(laid, lengths, len(codes) + 1)
    both = _seen(laid, lengths, len(codes) + 1, coded=True)
    of_code, expected, alike = both.each[1:], both.expected[1:], both.expected_alike[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        ku = 1 - expected / of_code * (of_code - both.alike[1:]) / (expected - alike)
        ku_coverage = of_code / seen.each[1:]
    return Unitizing(
        u=seen.alpha(),
        u_binary=_alpha(seen.each[GAP] - seen.alike[GAP], seen.expected_of_two(GAP)),
        cu=both.alpha(),
        ku={code: _defined(ku[n]) for n, code in enumerate(codes)},
        coverage=float(both.total / seen.total) if seen.total else float("nan"),
        ku_coverage={code: _defined(ku_coverage[n]) for n, code in enumerate(codes)},
    )


@dataclass(frozen=True)
class _Seen:
    """Coincidences, of which the family needs row sums and diagonal alone: memory follows the codes.

    Parameters
    ----------
    each, alike
        By value (0 a gap): observed coincidences with any value, and with itself.
    alone
        By value: what a unit would pair with itself.
    """

    each: Floats
    alike: Floats
    alone: Floats

    @property
    def total(self) -> float:
        """All observed coincidences."""
        return float(self.each.sum())

    @property
    def _scale(self) -> float:
        """Observed coincidences for each pair of stretches that chance could make (equation 4)."""
        pairs = self.total**2 - float(self.alone.sum())
        return self.total / pairs if pairs > 0 else 0.0

    @property
    def expected(self) -> Floats:
        """By value, what chance would give with any value."""
        return (self.each * self.total - self.alone) * self._scale

    @property
    def expected_alike(self) -> Floats:
        """By value, what chance would give with itself."""
        return (self.each**2 - self.alone) * self._scale

    def expected_of_two(self, value: int) -> float:
        """Give what chance would give of a value with any other."""
        return float(self.each[value] * (self.total - self.each[value]) * self._scale)

    def alpha(self) -> float:
        """Give alpha of all values."""
        observed = self.total - float(self.alike.sum())
        return _alpha(observed, (self.total**2 - float((self.each**2).sum())) * self._scale)


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


Laid = tuple[NDArray[np.int64], NDArray[np.int64]]


def _laid_out(
    rows: Sequence[Unit], number: Mapping[Hashable, int], points: NDArray[np.int64]
) -> Laid:
    """Say for each stretch which unit of a coder it belongs to (−1 none) and its value (0 a gap)."""
    starts, ends = (np.array([row[end] for row in rows], dtype=np.int64) for end in (0, 1))
    value = np.array([number[code] for *_, code in rows], dtype=np.int64)
    owner = np.searchsorted(starts, points[:-1], side="right") - 1
    if len(rows):
        owner[points[:-1] >= ends[owner]] = -1
    return owner, np.append(value, GAP)[owner]


def _seen(laid: Sequence[Laid], lengths: Floats, values: int, coded: bool = False) -> _Seen:
    """Give the observed coincidences of all pairs of coders.

    With ``coded`` only those of stretches that both marked, and of a unit with itself the parts
    that another coder marked as well (equation 10); else all, a gap of some length being so many
    units of one character.
    """
    each, alike, alone = (np.zeros(values) for _ in range(3))
    for (owner, mine), (_, other) in permutations(laid, 2):
        weights = lengths * ((mine != GAP) & (other != GAP)) if coded else lengths
        each += np.bincount(mine, weights, values)
        alike += np.bincount(mine, weights * (mine == other), values)
        if coded:
            _add_squares(alone, owner, mine, weights)
    many = max(len(laid) - 1, 1)
    if not coded:
        for owner, mine in laid:
            alone[GAP] += lengths[owner < 0].sum() * many
            _add_squares(alone, owner, mine, lengths, many)
    return _Seen(each / many, alike / many, alone / many)


def _add_squares(
    alone: Floats,
    units: NDArray[np.int64],
    labels: NDArray[np.int64],
    lengths: Floats,
    times: int = 1,
) -> None:
    """Add each unit's squared length to its value."""
    inside = units >= 0
    if inside.any():
        size = int(units.max()) + 1
        of_unit = np.zeros(size, dtype=np.int64)
        of_unit[units[inside]] = labels[inside]
        squared = np.bincount(units[inside], weights=lengths[inside], minlength=size) ** 2
        alone += times * np.bincount(of_unit, squared, len(alone))


def _alpha(observed: float, chance: float) -> float:
    """Give 1 − observed / chance; undefined where chance leaves nothing to differ."""
    return float(1 - observed / chance) if chance > 1e-12 else float("nan")


def _defined(value: float) -> float:
    """Give a plain number, ``nan`` for one that is not finite."""
    return float(value) if np.isfinite(value) else float("nan")
