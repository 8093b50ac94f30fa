"""Refuse open tables that hold what no open table may: columns, and columns side by side."""

from __future__ import annotations

from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.rules import Rules
from fieldstudy.errors import Problem


def refused_columns(table: Grid, rules: Rules) -> list[Problem]:
    """Name each forbidden column, and each set of columns that must stay apart.

    A column counts as ``area`` if it is called so or begins so (``area_code``).
    """
    held = {_kind(column, rules) for column in table.columns}
    found = [
        Problem(
            f"{table.name}: column '{column}'",
            "must not become open (config/disclosure.yml: forbidden); take the table out of open_base",
        )
        for column in table.columns
        if _kind(column, rules) in rules.forbidden
    ]
    for apart in rules.apart:
        if apart <= held:
            together = " and ".join(f"'{column}'" for column in sorted(apart))
            found.append(
                Problem(
                    f"{table.name}: columns {together}",
                    "must not stand in one open table (config/disclosure.yml: forbidden)",
                )
            )
    return found


def _kind(column: str, rules: Rules) -> str:
    """Give the ruled column that a column's name stands for: itself, or what it begins with."""
    ruled = {name for apart in rules.apart for name in apart} | rules.forbidden
    name = column.strip().lower().replace(" ", "_")
    return next(
        (kind for kind in sorted(ruled) if name in (kind, f"{kind}s", f"{kind}_code")), name
    )


def is_of_people(table: Grid, rules: Rules) -> list[Problem]:
    """Refuse a base table that has a row a person."""
    if table.name not in rules.people:
        return []
    what = "has a row for each person and never becomes open; take it out of open_base"
    return [Problem(f"config/disclosure.yml: open_base: {table.name}", what)]
