"""Count a cross-table from its base table: in print form, and in long form with its shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pandas as pd

from fieldstudy.errors import Problems
from fieldstudy.tabulate.declare import CrossTable

JOINED = " · "  # between the categories of a row with several, in long form
COUNT = "count"
TOTAL = "total"
COUNTED = ("count", "share_row", "share_column")
LONG = ("row", "column", COUNT, "row_share", "column_share", "total_share")
LONG_VALUES = ("row", "column", "value")
PLACES = 4

Category = tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A cross-table in both forms, all text.

    Parameters
    ----------
    wide
        As print: the categories of the row, a column for each category, ``total``; last row totals.
    long
        A line a cell: row, column, count and shares; or row, column and value. No totals.
    """

    wide: pd.DataFrame
    long: pd.DataFrame


def cross(table: CrossTable, base: pd.DataFrame) -> Made:
    """Count one table.

    Parameters
    ----------
    table
        As declared.
    base
        Its base table, every column text.

    Raises
    ------
    StudyError
        If a column is not in the base table, or a category is not in the order declared for it.
    """
    _check_columns(table, base)
    kept = base
    for column, values in table.where.items():
        kept = kept[kept[column].isin(values)]
    if table.measure == "listing":
        return _listing(table, _ordered(table, kept))
    if table.measure == "first":
        return _firsts(table, _ordered(table, kept))
    _check_categories(table, kept)
    return _counts(table, kept)


def _check_columns(table: CrossTable, base: pd.DataFrame) -> None:
    """Note each column that the base table lacks."""
    found = Problems()
    for column in table.used:
        if column not in base:
            allowed = ", ".join(str(name) for name in base.columns)
            what = f"'{column}' is not a column of '{table.base}'; allowed: {allowed}"
            found.add(f"config/tables.yml: outputs: {table.id}", what)
    found.stop_if_any()


def _check_categories(table: CrossTable, kept: pd.DataFrame) -> None:
    """Note each category that would be lost because the declared order does not have it."""
    found = Problems()
    for column in (*table.rows, *table.columns):
        order = table.order.get(column)
        for value in sorted(set(kept[column]) - set(order)) if order else ():
            what = f"'{value}' is in '{table.base}' and not in the order; add it, or leave it out by where"
            found.add(f"config/tables.yml: outputs: {table.id}: order: {column}", what)
    found.stop_if_any()


def _ordered(table: CrossTable, kept: pd.DataFrame) -> pd.DataFrame:
    """Keep the categories that are declared, in their order; rows not declared stay as they stand."""
    for column in reversed((*table.rows, *(table.columns if table.measure == "first" else ()))):
        if order := table.order.get(column):
            kept = kept[kept[column].isin(order)]
            places = {name: place for place, name in enumerate(order)}
            kept = kept.sort_values(column, key=lambda held: held.map(places), kind="stable")
    return kept


def _categories(table: CrossTable, kept: pd.DataFrame, column: str) -> list[str]:
    """Give a column's categories in order: as declared, else sorted."""
    return list(table.order.get(column) or sorted(set(kept[column])))


def _printed(table: CrossTable, column: str, value: str) -> str:
    """Give the words that a category is printed with."""
    return table.order.get(column, {}).get(value, value)


def _names(table: CrossTable, row: Category) -> list[str]:
    """Give the words of a row's categories."""
    return [_printed(table, column, value) for column, value in zip(table.rows, row, strict=True)]


def _share(part: int, whole: int) -> str:
    """Give an exact share with four places, half to even; of nothing, empty.

    Examples
    --------
    >>> _share(29, 47), _share(0, 3), _share(0, 0)
    ('0.6170', '0.0000', '')
    """
    if not whole:
        return ""
    return f"{round(Fraction(part, whole) * 10**PLACES) / 10**PLACES:.{PLACES}f}"


def _counts(table: CrossTable, kept: pd.DataFrame) -> Made:
    """Count base rows by row and column category, with margins and shares."""
    rows: list[Category] = list(product(*(_categories(table, kept, name) for name in table.rows)))
    columns = _categories(table, kept, table.columns[0]) if table.columns else [COUNT]
    counts: Counter[tuple[Category, str]] = Counter()
    across = kept[table.columns[0]] if table.columns else [COUNT] * len(kept)
    named = kept[list(table.rows)].itertuples(index=False, name=None)
    for row, column in zip(named, across, strict=True):
        counts[tuple(map(str, row)), str(column)] += 1
    of_row = {row: sum(counts[row, column] for column in columns) for row in rows}
    of_column = {column: sum(counts[row, column] for row in rows) for column in columns}
    if table.sort == TOTAL:
        rows.sort(key=lambda row: (-of_row[row], row))
    heads = [_printed(table, table.columns[0], c) if table.columns else c for c in columns]
    long = [
        {
            "row": JOINED.join(_names(table, row)),
            "column": head,
            COUNT: str(counts[row, column]),
            "row_share": _share(counts[row, column], of_row[row]),
            "column_share": _share(counts[row, column], of_column[column]),
            "total_share": _share(counts[row, column], len(kept)),
        }
        for row in rows
        for column, head in zip(columns, heads, strict=True)
    ]
    cells = [[counts[row, column] for column in columns] for row in rows]
    wide = _wide(table, [_names(table, row) for row in rows], heads, cells)
    return Made(wide, pd.DataFrame(long, columns=list(LONG)))


def _wide(
    table: CrossTable, names: list[list[str]], heads: list[str], cells: list[list[int]]
) -> pd.DataFrame:
    """Lay counts or shares out as print, with totals, which are always counts."""
    margins = bool(table.columns)  # a table of one column is its own total
    of_column = [sum(column) for column in zip(*cells, strict=True)] or [0] * len(heads)
    lines = []
    for name, row in zip(names, cells, strict=True):
        shown = _shown(table.measure, row, of_column)
        lines.append([*name, *shown, *([str(sum(row))] if margins else [])])
    head = [TOTAL, *[""] * (len(table.rows) - 1)]
    totals = _shown("share_row" if table.measure == "share_row" else COUNT, of_column, of_column)
    lines.append([*head, *totals, *([str(sum(of_column))] if margins else [])])
    return pd.DataFrame(lines, columns=[*table.rows, *heads, *([TOTAL] if margins else [])])


def _shown(measure: str, row: Sequence[int], of_column: Sequence[int]) -> list[str]:
    """Give a row's cells in the table's measure."""
    if measure == "share_row":
        return [_share(cell, sum(row)) for cell in row]
    if measure == "share_column":
        return [_share(cell, whole) for cell, whole in zip(row, of_column, strict=True)]
    return [str(cell) for cell in row]


def _firsts(table: CrossTable, kept: pd.DataFrame) -> Made:
    """Show the value of the first base row of each cell; a cell without one is empty."""
    values: dict[tuple[Category, str], str] = {}
    columns: dict[str, None] = dict.fromkeys(table.order.get(table.columns[0], ()))
    for line in kept[[*table.rows, table.columns[0], table.value]].itertuples(
        index=False, name=None
    ):
        *row, column, value = map(str, line)
        values.setdefault((tuple(row), column), _printed(table, table.value, value))
        columns.setdefault(column)
    rows = list(dict.fromkeys(row for row, _ in values))
    heads = [_printed(table, table.columns[0], column) for column in columns]
    cells = [[values.get((row, column), "") for column in columns] for row in rows]
    return _of_values(table, [_names(table, row) for row in rows], heads, cells)


def _listing(table: CrossTable, kept: pd.DataFrame) -> Made:
    """Print columns of the base table as they are."""
    names = [_names(table, tuple(row)) for row in _lines(kept, table.rows)]
    return _of_values(table, names, list(table.columns), _lines(kept, table.columns))


def _lines(kept: pd.DataFrame, columns: Sequence[str]) -> list[list[str]]:
    """Give some columns of each base row."""
    lines = kept[list(columns)].itertuples(index=False, name=None)
    return [[str(cell) for cell in line] for line in lines]


def _of_values(
    table: CrossTable, names: list[list[str]], heads: list[str], cells: list[list[str]]
) -> Made:
    """Lay out cells that are no counts, without totals."""
    lines = [[*name, *row] for name, row in zip(names, cells, strict=True)]
    long = [
        {"row": JOINED.join(name), "column": head, "value": cell}
        for name, row in zip(names, cells, strict=True)
        for head, cell in zip(heads, row, strict=True)
    ]
    wide = pd.DataFrame(lines, columns=[*table.rows, *heads])
    return Made(wide, pd.DataFrame(long, columns=list(LONG_VALUES)))
