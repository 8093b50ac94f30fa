"""Bound a hidden number from everything that is printed, by linear programming."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import linprog

from fieldstudy.disclose.space import Cell, Said, Space, Vector
from fieldstudy.errors import StudyError

CLOSE = 1e-6  # of the solver
UNBOUNDED, INFEASIBLE = 3, 2


class Reader:
    """What somebody can work out who reads every table, share and sentence at once.

    Parameters
    ----------
    space
        The points that the tables tell apart.
    said
        Every number that is printed.
    counts
        Whether the hidden numbers count something, and so are whole.

    Notes
    -----
    The bounds of a hidden cell are the least and the greatest value it has in any table of
    non-negative numbers that agrees with what is printed (Willenborg and de Waal 2001, *Elements of
    Statistical Disclosure Control*, section 6.3). Of counts the whole-number programme is solved,
    since a reader knows that people are whole.
    """

    def __init__(self, space: Space, said: Sequence[Said], counts: bool = True) -> None:
        self.space, self.counts = space, counts
        forms = {
            (form.tobytes(), low, high): (form, low, high)
            for one in said
            for form, low, high in space.forms(one)
        }
        equal = [(form, low) for form, low, high in forms.values() if low == high]
        above = [(form, high) for form, low, high in forms.values() if low < high < inf]
        below = [(-form, -low) for form, low, high in forms.values() if -inf < low < high]
        self._equal, self._equals = _stacked(equal, len(space.points))
        self._under, self._unders = _stacked(above + below, len(space.points))

    def bounds(self, counted: Cell) -> tuple[float, float]:
        """Give the least and the greatest that a cell can be; infinite if nothing bounds it.

        Raises
        ------
        StudyError
            If what is printed contradicts itself.
        """
        form = self.space.sums(counted)
        low, high = self._least(form), -self._least(-form)
        if not self.counts:
            return low, high
        return ceil(low - CLOSE), high if high == inf else floor(high + CLOSE)

    def _least(self, form: Vector) -> float:
        """Give the least value of a linear form."""
        found = linprog(
            form,
            A_ub=self._under if len(self._unders) else None,
            b_ub=self._unders if len(self._unders) else None,
            A_eq=self._equal if len(self._equals) else None,
            b_eq=self._equals if len(self._equals) else None,
            bounds=(0, None),
            method="highs",
            integrality=np.full(len(form), int(self.counts)),
        )
        if found.success:
            return float(found.fun)
        # The presolve of a whole-number programme may not tell unbounded from infeasible.
        if found.status == UNBOUNDED or (found.status != INFEASIBLE and self.counts):
            return -inf
        raise StudyError.of(
            "disclosure control",
            "the tables and sentences contradict each other, so they cannot count the same; "
            "audit together only what is counted of the same people",
        )


def _stacked(rows: list[tuple[Vector, float]], width: int) -> tuple[Vector, Vector]:
    """Lay forms and their right-hand sides out as matrix and vector."""
    matrix = np.array([form for form, _ in rows]).reshape(len(rows), width)
    return matrix, np.array([side for _, side in rows], dtype=float)
