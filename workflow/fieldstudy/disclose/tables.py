"""Decide which tables become open: base tables named in config, cross-tables declared open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.disclose.columns import is_of_people, refused_columns
from fieldstudy.disclose.control import Controlled
from fieldstudy.disclose.counted import Block, Counted, counted, grids
from fieldstudy.disclose.crowds import measured, not_counted
from fieldstudy.disclose.grid import Grid, read_grid
from fieldstudy.disclose.rules import Rules
from fieldstudy.disclose.space import Nested
from fieldstudy.errors import Problems


@dataclass(frozen=True)
class Open:
    """A table that may become open: as print and, if it is a cross-table, in long form.

    Parameters
    ----------
    people
        The smallest crowd that it shows.
    hidden
        Where the numbers stood that are hidden.
    into
        The categories that others were collapsed into.
    """

    table: Grid
    long: Grid | None = None
    people: int | None = None
    of_people: bool = False
    hidden: tuple[str, ...] = ()
    into: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class Declared:
    """A cross-table that is declared open: its two forms, and its counts if it counts people."""

    table: Grid
    long: Grid
    counted: Counted | None


def declared(folder: Path, outputs: list[Block], rules: Rules, found: Problems) -> list[Declared]:
    """Read the cross-tables declared open, noting what no open table may hold."""
    passed = []
    for block in outputs:
        if block["tier"] != "open":
            continue
        with found.gathering():
            table = read_grid(folder / f"{block['id']}.csv")
            long = read_grid(folder / f"{block['id']}.long.csv")
            people = block["people"] == "yes" or block["from"] in rules.people
            found.all += refused_columns(_named(block, table), rules)
            listing = not_counted(Grid(block["id"], long.columns, long.rows)) if people else []
            found.all += listing
            control = people and not listing
            passed.append(Declared(table, long, counted(block, table, long) if control else None))
    return passed


def controlled(one: Declared, under: Controlled) -> Open:
    """Give a table of people as it may be printed; one that nothing was done to stays as it is."""
    touched = bool(under.hidden or under.into)
    table, long = grids(under.table, under.hidden) if touched else (one.table, one.long)
    places = [at for at in under.table.places() if under.table.cell(*at) in under.hidden]
    return Open(
        table,
        long,
        under.smallest,
        True,
        tuple(dict.fromkeys(under.table.named(*at) for at in places)),
        under.into,
    )


def told_by(folder: Path, rules: Rules, found: Problems) -> Mapping[str, Nested]:
    """Read which of a base table's columns tell others, as a role tells its kind of office."""
    nested: dict[str, Nested] = {}
    for base, column, other in rules.nested:
        with found.gathering():
            table = read_grid(folder / f"{base}.csv")
            pairs = dict(zip(table.column(column), table.column(other), strict=True))
            nested[base] = {**nested.get(base, {}), column: (other, pairs)}
    return nested


def _named(block: Block, table: Grid) -> Grid:
    """Give a table with the base columns that it was made from, which its heads may not show."""
    across = block.get("columns", [])
    held = [*table.columns, *([across] if isinstance(across, str) else across)]
    return Grid(table.name, list(dict.fromkeys(held)), [])
