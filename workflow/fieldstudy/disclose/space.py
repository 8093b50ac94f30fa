"""What a printed number counts: a sum over the crossing of every category that the tables tell apart.

Tables of the same people share one space. Each of its points is a combination of categories, one of
every dimension; a cell, a margin or a sentence is the sum over the points that meet its conditions.
So whatever can be had by subtracting one table from another is plain linear algebra here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import inf, prod

import numpy as np
from numpy.typing import NDArray

from fieldstudy.errors import StudyError

# Combinations of categories that tables may tell apart together: at this size each bound of the
# audit is still a matter of milliseconds, and a table of 10 by 8 takes 80.
LARGEST = 4096
Categories = frozenset[str]
Cell = frozenset[tuple[str, Categories]]
Vector = NDArray[np.float64]
# Dimension → (other dimension, category → the other's category).
Nested = Mapping[str, tuple[str, Mapping[str, str]]]
EVERYONE: Cell = frozenset()


@dataclass(frozen=True)
class Said:
    """A number that is told, as bounds: the same twice where it is printed whole.

    Parameters
    ----------
    cell
        What it counts.
    low, high
        What a reader knows of it.
    whole
        If given, the number is a share, and the bounds are of the cell divided by this one.
    where
        Where it is printed.
    """

    cell: Cell
    low: float
    high: float
    whole: Cell | None = None
    where: str = ""


def cell(conditions: Mapping[str, Categories]) -> Cell:
    """Give the cell of all who fall into some categories of each dimension named.

    Examples
    --------
    >>> cell({}) == EVERYONE
    True
    """
    return frozenset(conditions.items())


def both(one: Cell, other: Cell) -> Cell:
    """Give the cell of those who are in both."""
    met: dict[str, Categories] = dict(one)
    for dimension, categories in other:
        met[dimension] = met.get(dimension, categories) & categories
    return cell(met)


class Space:
    """The points that tables tell apart.

    Parameters
    ----------
    dimensions
        Every category of each dimension.
    tells
        Dimension → (other dimension, category → the other's category): where one tells the other,
        as a role tells its kind of office, other combinations do not exist, and readers know.
    """

    def __init__(
        self,
        dimensions: Mapping[str, tuple[str, ...]],
        tells: Nested | None = None,
    ) -> None:
        self.dimensions = dict(dimensions)
        size = prod(map(len, self.dimensions.values()))
        if size > LARGEST:
            sizes = " × ".join(f"{len(c)} of {name}" for name, c in self.dimensions.items())
            raise StudyError.of(
                "disclosure control",
                f"the tables tell {size:,} combinations of categories apart ({sizes}), more than the "
                f"{LARGEST:,} that can be checked; publish fewer of these tables, or collapse categories",
            )
        self.points = [
            point
            for point in product(*self.dimensions.values())
            if self._exists(point, tells or {})
        ]

    def _exists(self, point: tuple[str, ...], tells: Nested) -> bool:
        """Tell whether a combination can occur."""
        named = dict(zip(self.dimensions, point, strict=True))
        return all(
            told.get(named[one], named[other]) == named[other]
            for one, (other, told) in tells.items()
            if one in named and other in named
        )

    def sums(self, counted: Cell) -> Vector:
        """Give 1 for each point that a cell counts, else 0."""
        at = {name: place for place, name in enumerate(self.dimensions)}
        wanted = [(at[name], categories) for name, categories in counted]
        met = [all(point[place] in allowed for place, allowed in wanted) for point in self.points]
        return np.array(met, dtype=float)

    def forms(self, said: Said) -> list[tuple[Vector, float, float]]:
        """Give what is said as linear forms with bounds; a share is two of them, bounded by zero."""
        if said.whole is None:
            return [(self.sums(said.cell), said.low, said.high)]
        part, whole = self.sums(said.cell), self.sums(said.whole)
        return [(part - said.low * whole, 0.0, inf), (part - said.high * whole, -inf, 0.0)]

    def atom(self, point: tuple[str, ...]) -> Cell:
        """Give the cell of a single point."""
        return cell({n: frozenset({c}) for n, c in zip(self.dimensions, point, strict=True)})
