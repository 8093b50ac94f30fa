"""The choice of hidden numbers against trying every choice, on tables small enough to try them all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.disclose.space import EVERYONE, Space, cell
from fieldstudy.disclose.suppress import Number, _loss, hidden
from fieldstudy.errors import StudyError

THRESHOLD = PROTECTION = 3
ROWS, COLUMNS = ("p", "q"), ("x", "y", "z")
PLACES = [*itertools.product((*ROWS, None), (*COLUMNS, None))]
SUMS = np.array(
    [
        [row in (r, None) and column in (c, None) for r in ROWS for c in COLUMNS]
        for row, column in PLACES
    ],
    dtype=int,
)


def numbers_of(counts: list[int]) -> list[Number]:
    """Give every cell and margin of a table of two rows and three columns."""
    made = []
    for (row, column), value in zip(PLACES, SUMS @ counts, strict=True):
        met = {name: frozenset({c}) for name, c in (("row", row), ("column", column)) if c}
        small = 0 < value < THRESHOLD
        made.append(
            Number(cell(met), int(value), small, not (row and column), cell(met) == EVERYONE)
        )
    return made


def every_table(total: int) -> np.ndarray:
    """Give every table of whole numbers with so many in all: its cells and margins, a line each."""
    cuts = itertools.combinations(range(total + 5), 5)
    cells = [np.diff((-1, *cut, total + 5)) - 1 for cut in cuts]
    return np.array(cells) @ SUMS.T


def safe(tables: np.ndarray, truth: np.ndarray, chosen: np.ndarray) -> bool:
    """Tell whether every hidden number can be so far apart in tables that agree with what is printed."""
    agree = tables[(tables[:, ~chosen] == truth[~chosen]).all(axis=1)]
    return bool((np.ptp(agree[:, chosen], axis=0) >= PROTECTION).all())


def least_loss(numbers: list[Number]) -> float | None:
    """Give the least loss of all choices that protect, by trying them all."""
    loss, truth = _loss(numbers), np.array([number.value for number in numbers])
    tables = every_table(int(truth[-1]))
    small = np.array([number.small for number in numbers])
    free = [at for at, number in enumerate(numbers) if not (number.small or number.fixed)]
    best = None
    for count in range(len(free) + 1):
        for more in itertools.combinations(free, count):
            chosen = small.copy()
            chosen[list(more)] = True
            own = float(loss[chosen].sum())
            if (best is None or own < best) and safe(tables, truth, chosen):
                best = own
    return best


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6).filter(lambda c: 3 <= sum(c) <= 9))
def test_no_choice_that_protects_costs_less(counts: list[int]) -> None:
    numbers = numbers_of(counts)
    space = Space({"row": ROWS, "column": COLUMNS})
    best = least_loss(numbers)
    if best is None:
        with pytest.raises(StudyError, match="no choice of hidden cells"):
            hidden(space, numbers, (), PROTECTION)
        return
    chosen = sorted(hidden(space, numbers, (), PROTECTION))
    assert _loss(numbers)[chosen].sum() == pytest.approx(best, abs=1e-5)  # ties: a millionth
