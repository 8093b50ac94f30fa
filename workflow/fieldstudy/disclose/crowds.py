"""Look for crowds of people too small to be shown; it hides nothing, and never names anybody."""

from __future__ import annotations

from dataclasses import dataclass

from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.rules import Rules
from fieldstudy.errors import Problem

CELL = ("row", "column", "count")
WHAT_TO_DO = "collapse categories, or keep the table safeguarded (config/tables.yml: tier)"


@dataclass(frozen=True)
class Crowd:
    """How many people a cell of a table counts."""

    row: str
    column: str
    people: int


def crowds(long: Grid) -> list[Crowd]:
    """Give every crowd of a cross-table of people in long form; a zero is nobody."""
    cells = zip(*(long.column(name) for name in CELL), strict=True)
    return [Crowd(row, column, int(count)) for row, column, count in cells if int(count) > 0]


def too_small(long: Grid, threshold: int) -> list[Problem]:
    """Say of each crowd under the threshold where it stands and what to do.

    A table of people that is not counted (a listing) shows persons one by one, and is refused.
    """
    if not set(CELL) <= set(long.columns):
        what = f"lists people one by one; count them instead, or {WHAT_TO_DO.split(', or ')[1]}"
        return [Problem(long.name, what)]
    return [
        Problem(
            f"{long.name}: row '{crowd.row}': column '{crowd.column}'",
            f"shows a crowd of {crowd.people}, under the threshold of {threshold}; {WHAT_TO_DO}",
        )
        for crowd in crowds(long)
        if crowd.people < threshold
    ]


def measured(table: Grid, rules: Rules) -> list[Problem]:
    """Refuse a table of measures with one that counts people and is under the threshold."""
    if not {"measure", "value"} <= set(table.columns):
        return []
    return [
        Problem(
            f"{table.name}: row '{measure}': column 'value'",
            f"shows a crowd of {value}, under the threshold of {rules.threshold}; "
            "take the table out of open_base (config/disclosure.yml)",
        )
        for measure, value in zip(table.column("measure"), table.column("value"), strict=True)
        if measure in rules.people_measures
        and value.isdecimal()
        and 0 < int(value) < rules.threshold
    ]


def sized(people: int | None, threshold: int) -> str:
    """Say how small a crowd is without telling a size under the threshold.

    Examples
    --------
    >>> sized(4, 3), sized(2, 3), sized(None, 3)
    ('4', 'fewer than 3', '')
    """
    if people is None:
        return ""
    return str(people) if people >= threshold else f"fewer than {threshold}"
