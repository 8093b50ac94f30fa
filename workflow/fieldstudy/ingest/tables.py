"""Validate the study's tables against their schemas and say every bad cell; correct nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldstudy.errors import Problem, Problems
from fieldstudy.ingest.declared import LISTED, REFERENCES, WORDS, Column, Declared, parted, schema
from fieldstudy.ingest.grid import Grid, read_grid
from fieldstudy.study import natural
from fieldstudy.untrusted import hiding

if TYPE_CHECKING:
    import pandas as pd

# Tables of people: where a row has slipped by one cell, a name may stand in any column, so a value
# is printed only if it is nearly an allowed one or looks like an id or a date.
OF_PEOPLE = ("participants", "register", "decisions")
HARMLESS = re.compile(r"[A-Za-z]{0,3}-?\d{1,4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", re.ASCII)
MOST_SHOWN = 15  # allowed values that one message lists


def validate(
    grid: Grid, declared: Declared, lists: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Check a table's cells against what is declared.

    Parameters
    ----------
    grid
        The cells of the file.
    declared
        Its declaration in config/tables.yml.
    lists
        Allowed values of the types that refer to another file.

    Returns
    -------
    table : pandas.DataFrame
        Declared columns that the file has, as text, the index their rows in the file.
    problems : list of Problem
        Everything that is wrong, in the order of the file.
    """
    import pandas as pd

    problems = _header_problems(grid, declared)
    kept = [column.name for column in declared.columns if column.name in grid.header]
    places = [grid.header.index(name) for name in kept]
    table = pd.DataFrame(
        [[cells[place] for place in places] for _, cells in grid.rows],
        columns=kept,
        index=[number for number, _ in grid.rows],
        dtype=object,
    )
    cells = _failures(table, declared, lists)
    order = {name: place for place, name in enumerate(kept)}
    columns = {column.name: column for column in declared.columns}
    for row, name, check in sorted(cells, key=lambda cell: (cell[0], order[cell[1]], cell[2])):
        what = _sentence(table, row, columns[name], check, declared.name, lists)
        problems.append(Problem(f"{grid.where}:{row}: {name}", what))
    return table, problems + _hidden(grid) + _key_problems(table, declared, grid.where)


def _hidden(grid: Grid) -> list[Problem]:
    """Name the cells with a character behind which a name could hide."""
    return [
        Problem(f"{grid.where}:{row}: {name}", what)
        for row, cells in grid.rows
        for name, cell in zip(grid.header, cells, strict=True)
        if (what := hiding(cell))
    ]


def _failures(
    table: pd.DataFrame, declared: Declared, lists: Mapping[str, Sequence[str]]
) -> set[tuple[int, str, str]]:
    """Run the pandera schema and give row, column and check of each failure."""
    import pandera.pandas as pa

    if table.empty:
        return set()
    try:
        schema(declared, lists).validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["index", "column", "check"]]
        return {(int(row), str(name), str(check)) for row, name, check in cases.itertuples(False)}
    return set()


def _header_problems(grid: Grid, declared: Declared) -> list[Problem]:
    """Name the declared columns that the file lacks, and the file's that are not declared."""
    names = [column.name for column in declared.columns]
    if not set(names) & set(grid.header):
        # Perhaps there is no header and these cells are somebody's name: none of them is printed.
        what = f"is not the header; allowed: {', '.join(names)}"
        return [Problem(f"{grid.where}:1", what)]
    missing = [name for name in names if name not in grid.header]
    problems = [
        Problem(
            f"{grid.where}:1: {name}",
            f"this column is missing; the columns of {grid.where} are: {', '.join(names)}",
        )
        for name in missing
    ]
    for name in grid.header:
        if name not in names:
            what = "is not declared in config/tables.yml; allowed: " + ", ".join(names)
            guess = _guess(name, missing)
            problems.append(Problem(f"{grid.where}:1", f"the column '{name}' {what}{guess}"))
    return problems


def _key_problems(table: pd.DataFrame, declared: Declared, where: str) -> list[Problem]:
    """Name the rows whose key stands in a row above."""
    key = list(declared.key)
    if not key or not set(key) <= set(table.columns):
        return []
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for row, values in zip(table.index, table[key].itertuples(index=False), strict=True):
        if (above := first.setdefault(tuple(values), int(row))) != row:
            what = f"the same values stand in row {above}; allowed: each combination once"
            problems.append(Problem(f"{where}:{row}: {', '.join(key)}", what))
    return problems


def _sentence(
    table: pd.DataFrame,
    row: int,
    column: Column,
    check: str,
    name: str,
    lists: Mapping[str, Sequence[str]],
) -> str:
    """Say what is wrong with a cell and what is allowed there."""
    value = str(table.at[row, column.name])
    allowed = list(column.allowed or lists.get(column.type, ()))
    listed = f"; allowed: {_list(allowed)}" if allowed else ""
    if check == "empty":
        return f"is empty, but a value is needed{listed}"
    shown = _shown(value, column, name, allowed)
    if check == "twice":
        values = set(parted(value))
        above = next(at for at, cell in table[column.name].items() if values & set(parted(cell)))
        return f"{shown} stands in row {above} already; allowed: each value once"
    if column.type == "date":
        return f"{shown} is not a date; allowed: year-month-day as in 2022-03-31"
    if column.type == "integer":
        return f"{shown} is not a whole number; allowed: digits only"
    what = REFERENCES.get(column.type, "one of the allowed values")
    return f"{shown} is not {what}{listed}{_guess(value, allowed)}"


def _shown(value: str, column: Column, name: str, allowed: Sequence[str]) -> str:
    """Quote a value, unless it might be somebody's words or name."""
    near = bool(difflib.get_close_matches(value, allowed, 1))
    harmless = name not in OF_PEOPLE or near or HARMLESS.fullmatch(value)
    return f"'{value}'" if harmless and column.type not in WORDS else "the value"


def _list(allowed: Sequence[str]) -> str:
    """List allowed values, the first of many."""
    more = len(allowed) - MOST_SHOWN
    return ", ".join(allowed[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _guess(value: str, allowed: Sequence[str]) -> str:
    """Offer the allowed value that is spelt most like this one."""
    near = difflib.get_close_matches(value, allowed, 1)
    return f" (did you mean '{near[0]}'?)" if near else ""


def read_tables(
    files: Mapping[str, Path],
    declared: Mapping[str, Declared],
    lists: Mapping[str, Sequence[str]],
    wanted: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """Read and validate the tables of a study.

    Parameters
    ----------
    files
        Table → file.
    declared
        Table → its declaration.
    lists
        Allowed interviews, codes and coders; areas and participants come from their own tables.
    wanted
        The tables to validate and give; all if none is named.

    Returns
    -------
    dict of str to pandas.DataFrame
        Columns as declared, rows sorted by id or key.

    Raises
    ------
    StudyError
        With the problems of all tables.
    """
    found = Problems()
    grids: dict[str, Grid] = {}
    chosen = set(wanted) or set(files)
    for name in sorted(chosen | {name for name, _ in LISTED.values()} & set(files)):
        with found.gathering():
            grids[name] = read_grid(files[name], name)
    full = dict(lists) | _listed(grids)
    tables: dict[str, pd.DataFrame] = {}
    for name in sorted(chosen & set(grids)):
        grid = grids[name]
        table, problems = validate(grid, declared[name], full)
        found.all.extend(problems)
        tables[name] = _sorted(table, declared[name])
    found.stop_if_any()
    return tables


def _listed(grids: Mapping[str, Grid]) -> dict[str, list[str]]:
    """Give the areas and participants that the study's own tables list."""
    lists = {}
    for kind, (name, column) in LISTED.items():
        if name in grids and column in grids[name].header:
            place = grids[name].header.index(column)
            lists[kind] = [cells[place] for _, cells in grids[name].rows if cells[place]]
    return lists


def _sorted(table: pd.DataFrame, declared: Declared) -> pd.DataFrame:
    """Sort rows by id or key, numbers within text as numbers; without either, leave their order.

    A message about a row of such a table names the row that the researcher sees.
    """
    ids = [column.name for column in declared.columns if column.type == "id"][:1]
    by = [name for name in (declared.key or ids) if name in table.columns]
    if not by:
        return table.reset_index(drop=True)
    rows = [tuple(natural(cell) for cell in row) for row in table[by].itertuples(index=False)]
    order = sorted(range(len(rows)), key=rows.__getitem__)
    return table.iloc[order].reset_index(drop=True)
