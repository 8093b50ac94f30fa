"""Look for people shown one by one, and for crowds too small to be told; it never names anybody."""

from __future__ import annotations

from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.rules import Rules
from fieldstudy.errors import Problem

CELL = ("row", "column", "count")


def not_counted(long: Grid) -> list[Problem]:
    """Refuse a table of people that is not counted (a listing): it shows persons one by one."""
    if set(CELL) <= set(long.columns):
        return []
    what = "lists people one by one; count them instead, or keep the table safeguarded"
    return [Problem(long.name, f"{what} (config/tables.yml: tier)")]


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
