"""Choose which further cells to hide so that none hidden can be worked out, at the least loss.

Hiding small cells alone is not enough, since margins and other tables give them away by subtraction.
The cells hidden besides them are found by a mixed-integer programme that is solved to its optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from fieldstudy.disclose.bounds import Reader
from fieldstudy.disclose.space import Cell, Said, Space, Vector
from fieldstudy.errors import StudyError

CLOSE = 1e-6
# Each round adds what the last one missed; tables of 10 by 8 take some tens of them.
ROUNDS = 500


@dataclass(frozen=True)
class Number:
    """A number of a table that is printed or hidden.

    Parameters
    ----------
    cell
        What it counts.
    value
        How many or how much.
    small
        Whether it must be hidden in its own right.
    margin
        Whether it is a total, which is hidden only if nothing else will do.
    fixed
        Whether it is printed come what may, as the grand total is.
    """

    cell: Cell
    value: float
    small: bool = False
    margin: bool = False
    fixed: bool = False


@dataclass
class _Programme:
    """The master programme: a variable for each number, and the cuts found so far."""

    loss: Vector
    lower: Vector
    upper: Vector
    cuts: list[Vector] = field(default_factory=list)
    sides: list[float] = field(default_factory=list)

    def add(self, cut: Vector, side: float) -> None:
        """Ask that the hidden numbers weigh at least so much."""
        self.cuts.append(cut)
        self.sides.append(side)

    def solve(self) -> set[int] | None:
        """Give the numbers hidden at the least loss, or None if no choice meets the cuts."""
        limits = [LinearConstraint(np.array(self.cuts), self.sides, np.inf)] if self.cuts else []
        found = milp(
            self.loss,
            constraints=limits,
            integrality=np.ones_like(self.loss),
            bounds=Bounds(self.lower, self.upper),
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else {int(at) for at in np.flatnonzero(found.x > 0.5)}


def hidden(
    space: Space,
    numbers: Sequence[Number],
    said: Sequence[Said],
    protection: float,
    counts: bool = True,
) -> set[int]:
    """Choose the numbers to hide.

    Parameters
    ----------
    space
        The points that the tables tell apart.
    numbers
        Of all tables, each cell once.
    said
        What sentences tell besides.
    protection
        How far apart a reader's bounds on a hidden number must be at the least.
    counts
        Whether the numbers are counts.

    Returns
    -------
    set of int
        Places in `numbers`; the fewest, and of equally few those that count least.

    Raises
    ------
    StudyError
        If not even hiding all of them protects them.

    Notes
    -----
    The cell suppression problem, by Benders' cuts from the duals of the reader's linear programmes
    (Fischetti and Salazar-González 2001, *Management Science* 47(7), 1008-1027, section 4). A choice
    that stands up to the linear programmes and not to the whole-number ones is cut off as such.
    """
    programme = _Programme(_loss(numbers), *_must_and_may(numbers))
    attack = _Attack(space, numbers, said)
    for _ in range(ROUNDS):
        chosen = programme.solve()
        if chosen is None:
            break
        missed = [attack.cut(at, chosen, protection) for at in sorted(chosen)]
        cuts = [cut for cut in missed if cut is not None]
        for cut in cuts:
            programme.add(cut, 0.0)
        if cuts:
            continue
        if not _exposed(space, numbers, said, chosen, protection, counts):
            return chosen
        another = np.array([float(at not in chosen) for at in range(len(numbers))])
        programme.add(another, 1.0)
    raise StudyError.of(
        "disclosure control",
        "no choice of hidden cells keeps the small ones from being worked out; "
        "collapse categories, or keep a table safeguarded",
    )


def _loss(numbers: Sequence[Number]) -> Vector:
    """Weigh the loss of each number: one each, a little more for those that count more."""
    most = sum(number.value for number in numbers) or 1.0
    cells = np.array([1 + number.value / most for number in numbers])
    ties = np.arange(len(numbers)) * 1e-6 / max(len(numbers), 1)
    totals = np.array([2.0 * len(numbers) * number.margin for number in numbers])
    return np.asarray(cells + totals + ties)


def _must_and_may(numbers: Sequence[Number]) -> tuple[Vector, Vector]:
    """Give the least and the greatest that each variable may be."""
    must = np.array([float(number.small) for number in numbers])
    may = np.array([float(not number.fixed) for number in numbers])
    return np.minimum(must, may), may


class _Attack:
    """The reader's linear programmes, of which each choice of hidden numbers changes only the limits."""

    def __init__(self, space: Space, numbers: Sequence[Number], said: Sequence[Said]) -> None:
        self.sums = np.array([space.sums(number.cell) for number in numbers])
        self.values = np.array([number.value for number in numbers])
        self.most = max(self.values)
        forms = [form for one in said for form in space.forms(one)]
        told = [(form, high) for form, _, high in forms if high < np.inf]
        told += [(-form, -low) for form, low, _ in forms if low > -np.inf]
        more = np.array([form for form, _ in told]).reshape(len(told), self.sums.shape[1])
        self.matrix = np.vstack([self.sums, -self.sums, more])
        self.fixed = np.concatenate([self.values, -self.values, [side for _, side in told]])
        # Hidden, a number may be anything from nothing to the greatest that is printed.
        self.slack = np.concatenate([self.most - self.values, self.values, np.zeros(len(told))])

    def _dual(self, form: Vector, open_: Vector) -> tuple[float, Vector]:
        """Give the least of a form, and the price of each limit."""
        sides = self.fixed + self.slack * np.concatenate(
            [open_, open_, np.zeros(len(self.fixed) - 2 * len(open_))]
        )
        found = linprog(form, A_ub=self.matrix, b_ub=sides, bounds=(0, None), method="highs")
        if not found.success:
            raise StudyError.of(
                "disclosure control",
                "tables and findings contradict each other; build them again",
            )
        return float(found.fun), -np.asarray(found.ineqlin.marginals)

    def cut(self, at: int, chosen: set[int], protection: float) -> Vector | None:
        """Give weights of which the hidden must sum to nothing or more if a number is not protected.

        The width of a reader's bounds is at most what the prices say of any choice; a weight
        greater than what is missing says no more than what is missing.
        """
        count = len(self.values)
        open_ = np.array([float(place in chosen) for place in range(count)])
        low, below = self._dual(self.sums[at], open_)
        less, above = self._dual(-self.sums[at], open_)
        if -less - low >= protection - CLOSE:
            return None
        prices = below + above
        told = float(prices @ self.fixed)
        weights = (
            prices[:count] * self.slack[:count]
            + prices[count : 2 * count] * (self.slack[count : 2 * count])
        )
        missing = protection - max(told, 0.0)
        cut = np.minimum(weights, missing)
        cut[at] -= missing
        return np.asarray(cut)


def _exposed(
    space: Space,
    numbers: Sequence[Number],
    said: Sequence[Said],
    chosen: set[int],
    protection: float,
    counts: bool,
) -> bool:
    """Tell whether a reader who knows that counts are whole narrows a hidden number too far."""
    printed = [
        Said(number.cell, number.value, number.value)
        for at, number in enumerate(numbers)
        if at not in chosen
    ]
    reader = Reader(space, [*printed, *said], counts)
    for at in sorted(chosen):
        low, high = reader.bounds(numbers[at].cell)
        if high - low < protection - CLOSE:
            return True
    return False
