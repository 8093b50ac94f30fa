"""Decide which tables become open: base tables named in config, cross-tables declared open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.disclose.columns import is_of_people, refused_columns
from fieldstudy.disclose.crowds import crowds, measured, too_small
from fieldstudy.disclose.grid import Grid, read_grid
from fieldstudy.disclose.rules import Rules
from fieldstudy.errors import Problem, Problems

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Open:
    """A table that may become open: as print and, if it is a cross-table, in long form."""

    table: Grid
    long: Grid | None = None
    people: int | None = None
    of_people: bool = False

    @property
    def grids(self) -> list[Grid]:
        """The files that the table is written as."""
        return [self.table, self.long] if self.long else [self.table]


def open_base(folder: Path, rules: Rules, found: Problems) -> list[Open]:
    """Read the base tables that pass whole, noting what must not."""
    passed = []
    for name in rules.open_base:
        path = folder / f"{name}.csv"
        if not path.is_file():
            what = f"'{name}' is not a base table; take it out, or add its data"
            found.add("config/disclosure.yml: open_base", what)
            continue
        with found.gathering():
            table = read_grid(path)
            found.all += is_of_people(table, rules)
            found.all += refused_columns(table, rules) + measured(table, rules)
            passed.append(Open(table))
    return passed


def open_tables(folder: Path, outputs: list[Block], rules: Rules, found: Problems) -> list[Open]:
    """Read the cross-tables declared open, noting each crowd that is too small."""
    passed = []
    for block in outputs:
        if block["tier"] != "open":
            continue
        with found.gathering():
            table = read_grid(folder / f"{block['id']}.csv")
            long = read_grid(folder / f"{block['id']}.long.csv")
            people = block["people"] == "yes" or block["from"] in rules.people
            found.all += refused_columns(_named(block, table), rules)
            if people:
                found.all += _small(block["id"], long, rules)
            sizes = [crowd.people for crowd in crowds(long)] if people and _counted(long) else []
            passed.append(Open(table, long, min(sizes, default=None), people))
    return passed


def _counted(long: Grid) -> bool:
    """Tell whether a long table holds counts."""
    return "count" in long.columns


def _small(name: str, long: Grid, rules: Rules) -> list[Problem]:
    """Note small crowds under the table's own name."""
    return too_small(Grid(name, long.columns, long.rows), rules.threshold)


def _named(block: Block, table: Grid) -> Grid:
    """Give a table with the base columns that it was made from, which its heads may not show."""
    across = block.get("columns", [])
    held = [*table.columns, *([across] if isinstance(across, str) else across)]
    return Grid(table.name, list(dict.fromkeys(held)), [])
