"""A cross-table of people as its counts, before anything of it is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.printed import HIDDEN
from fieldstudy.disclose.space import Categories, Cell, cell
from fieldstudy.errors import StudyError

Block = Mapping[str, Any]
JOINED = " · "
TOTAL, COUNT = "total", "count"
LONG = ("row", "column", COUNT, "row_share", "column_share", "total_share")
PLACES = 4


@dataclass(frozen=True)
class Label:
    """A category as printed, and the categories of the base table that it stands for."""

    printed: str
    meant: Categories


@dataclass(frozen=True)
class Counted:
    """A cross-table's labels and counts.

    Parameters
    ----------
    name, base, measure
        Its id, the base table that it counts, and what its cells show.
    where
        What all whom it counts have in common.
    down, across
        The dimensions of its rows, and of its columns, which is empty if it has but one.
    """

    name: str
    base: str
    measure: str
    where: Mapping[str, Categories]
    down: tuple[str, ...]
    across: str
    rows: list[tuple[Label, ...]]
    columns: list[Label]
    counts: list[list[int]]

    def cell(self, row: int | None, column: int | None) -> Cell:
        """Give what a number counts; None is a total."""
        met = dict(self.where)
        if row is not None:
            met |= {name: one.meant for name, one in zip(self.down, self.rows[row], strict=True)}
        if column is not None and self.across:
            met[self.across] = self.columns[column].meant
        return cell(met)

    def places(self) -> list[tuple[int | None, int | None]]:
        """Give the place of every number: cells, then row totals, column totals, and the total."""
        rows, columns = range(len(self.rows)), range(len(self.columns))
        margins = [(row, None) for row in rows if self.across]
        inner: list[tuple[int | None, int | None]] = [(r, c) for r in rows for c in columns]
        below = [(None, column) for column in columns if self.across]
        return [*inner, *margins, *below, (None, None)]

    def value(self, row: int | None, column: int | None) -> int:
        """Give a count or a total."""
        rows = self.counts if row is None else [self.counts[row]]
        return sum(sum(line) if column is None else line[column] for line in rows)

    def named(self, row: int | None, column: int | None) -> str:
        """Say where a number stands."""
        down = TOTAL if row is None else JOINED.join(one.printed for one in self.rows[row])
        over = TOTAL if column is None else self.columns[column].printed
        return f"{self.name}: row '{down}': column '{over}'"


def counted(block: Block, wide: Grid, long: Grid) -> Counted:
    """Take a table as tabulated.

    Raises
    ------
    StudyError
        If its two forms do not go together, or it has no counts.
    """
    down = _listed(block["rows"])
    across = "".join(_listed(block.get("columns", ())))
    heads = list(dict.fromkeys(long.column("column")))
    lines = [line[: len(down)] for line in wide.rows[:-1]]
    if COUNT not in long.columns or len(long.rows) != len(lines) * len(heads):
        what = "does not go with its long form; build the table again"
        raise StudyError.of(wide.name, what)
    counts = [int(count) for count in long.column(COUNT)]
    width = len(heads)
    return Counted(
        name=block["id"],
        base=block["from"],
        measure=block["measure"],
        where={name: frozenset(_listed(kept)) for name, kept in block.get("where", {}).items()},
        down=down,
        across=across,
        rows=[tuple(map(_label, [block] * len(down), down, line)) for line in lines],
        columns=[_label(block, across, head) for head in heads],
        counts=[counts[at * width : (at + 1) * width] for at in range(len(lines))],
    )


def _listed(value: str | Sequence[str]) -> tuple[str, ...]:
    """Take one name or a list of names."""
    return (value,) if isinstance(value, str) else tuple(value)


def _label(block: Block, dimension: str, printed: str) -> Label:
    """Find the category that a printed label stands for."""
    order = block.get("order", {}).get(dimension, {})
    words = order if isinstance(order, dict) else {}
    return Label(
        printed, frozenset({next((c for c, said in words.items() if said == printed), printed)})
    )


def collapsed(table: Counted, dimension: str, into: str, of: Categories) -> Counted:
    """Count some categories of a dimension as one; the table itself if it tells no two of them apart."""

    def renamed(label: Label) -> Label:
        return Label(into, of) if label.meant <= of else label

    if dimension == table.across:
        columns = list(dict.fromkeys(map(renamed, table.columns)))
        counts = [[0] * len(columns) for _ in table.rows]
        for row, line in enumerate(table.counts):
            for label, count in zip(table.columns, line, strict=True):
                counts[row][columns.index(renamed(label))] += count
        return replace(table, columns=columns, counts=counts)
    if dimension not in table.down:
        return table
    at = table.down.index(dimension)
    named = [(*row[:at], renamed(row[at]), *row[at + 1 :]) for row in table.rows]
    rows = list(dict.fromkeys(named))
    counts = [[0] * len(table.columns) for _ in rows]
    for name, line in zip(named, table.counts, strict=True):
        kept = counts[rows.index(name)]
        kept[:] = [sum(pair) for pair in zip(kept, line, strict=True)]
    return replace(table, rows=rows, counts=counts)


def share(part: int, whole: int) -> str:
    """Give a share with four places, half to even; of nothing, empty.

    Examples
    --------
    >>> share(2, 3), share(0, 0)
    ('0.6667', '')
    """
    if not whole:
        return ""
    return f"{round(Fraction(part, whole) * 10**PLACES) / 10**PLACES:.{PLACES}f}"


def grids(table: Counted, hidden: Iterable[Cell]) -> tuple[Grid, Grid]:
    """Lay a table out, wide and long, with a mark in the place of each hidden number.

    A share is hidden with its count, and with what it is a share of.
    """
    kept = frozenset(hidden)

    def shown(row: int | None, column: int | None) -> str:
        return HIDDEN if table.cell(row, column) in kept else str(table.value(row, column))

    def part(row: int | None, column: int | None, whole: tuple[int | None, int | None]) -> str:
        if {table.cell(row, column), table.cell(*whole)} & kept:
            return HIDDEN
        return share(table.value(row, column), table.value(*whole))

    def wide(row: int | None, column: int) -> str:
        if table.measure == "share_row":
            return part(row, column, (row, None))
        if table.measure == "share_column" and row is not None:
            return part(row, column, (None, column))
        return shown(row, column)

    rows: list[int | None] = [*range(len(table.rows)), None]
    heads = [label.printed for label in table.columns]
    lines = []
    for row in rows:
        first = [TOTAL, *[""] * (len(table.down) - 1)]
        names = first if row is None else [label.printed for label in table.rows[row]]
        margin = [shown(row, None)] if table.across else []
        lines.append([*names, *(wide(row, at) for at in range(len(heads))), *margin])
    long = [
        [
            *(JOINED.join(label.printed for label in names), heads[column]),
            *(shown(row, column), part(row, column, (row, None))),
            *(part(row, column, (None, column)), part(row, column, (None, None))),
        ]
        for row, names in enumerate(table.rows)
        for column in range(len(heads))
    ]
    margins = [TOTAL] if table.across else []
    return (
        Grid(table.name, [*table.down, *heads, *margins], lines),
        Grid(f"{table.name}.long", list(LONG), long),
    )
