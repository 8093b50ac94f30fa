"""What config/tables.yml declares of each table, and the pandera schema that follows from it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

YESNO = ("yes", "no")
# Types whose values must stand in a list that another file of the study gives.
REFERENCES = {
    "area": "an area",
    "interview": "an interview",
    "interviews": "one of the interviews, or several parted by semicolons",
    "participant": "a participant",
    "code": "a code of the codebook",
    "coder": "a coder",
}
# Which column of which table lists the values of a type.
LISTED = {"area": ("areas", "area"), "participant": ("participants", "participant")}
# Types that hold words, which may be confidential and are never printed.
WORDS = ("text", "words")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(r"-?\d+", re.ASCII)


@dataclass(frozen=True)
class Column:
    """One declared column; ``allowed`` is empty where any value of the type may stand."""

    name: str
    type: str
    allowed: tuple[str, ...] = ()
    may_be_empty: bool = False
    unique: bool = False


@dataclass(frozen=True)
class Declared:
    """One declared table: its columns in order, and the columns that together name a row once."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = field(default=())


def declare(name: str, entry: Mapping[str, Any]) -> Declared:
    """Read one entry of ``inputs`` in config/tables.yml.

    Parameters
    ----------
    name
        Name of the table.
    entry
        ``columns`` (name → type, allowed, empty, unique) and, if need be, ``key``.
    """
    columns = tuple(
        Column(
            name=column,
            type=says["type"],
            allowed=YESNO if says["type"] == "yesno" else tuple(says.get("allowed", ())),
            may_be_empty=says["type"] == "text" or says.get("empty", "no") == "yes",
            unique=says["type"] == "id" or says.get("unique", "no") == "yes",
        )
        for column, says in entry["columns"].items()
    )
    return Declared(name, columns, tuple(entry.get("key", ())))


def is_date(text: str) -> bool:
    """Tell whether a text is a day as ISO 8601 writes it.

    Examples
    --------
    >>> [is_date(day) for day in ("2022-03-31", "2022-02-30", "31/03/2022")]
    [True, False, False]
    """
    try:
        return bool(DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def parted(cell: str) -> list[str]:
    """Give the values that a cell lists, parted by semicolons.

    Examples
    --------
    >>> parted("3; 11"), parted("")
    (['3', '11'], [])
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def repeated(cells: Iterable[str]) -> list[bool]:
    """Tell of each cell whether one of its values stands in a cell above, or in it twice.

    Examples
    --------
    >>> repeated(["1; 2", "3", "2"]), repeated(["", ""])
    ([False, False, True], [False, False])
    """
    seen: set[str] = set()
    found = []
    for values in map(parted, cells):
        found.append(len(values) > len(set(values)) or not seen.isdisjoint(values))
        seen.update(values)
    return found


def schema(declared: Declared, lists: Mapping[str, Sequence[str]]) -> Any:
    """Build the pandera schema of a table whose columns are all text.

    Parameters
    ----------
    declared
        The table.
    lists
        Allowed values of the types that refer to another file; a type without a list is not
        checked, since its own file is reported already.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        Each failing check is named ``empty``, ``value`` or ``twice``.
    """
    import pandera.pandas as pa

    columns = {
        column.name: pa.Column(
            checks=_checks(column, lists), required=False, coerce=False, nullable=False
        )
        for column in declared.columns
    }
    return pa.DataFrameSchema(columns)


def _checks(column: Column, lists: Mapping[str, Sequence[str]]) -> list[Any]:
    """Give a column's checks; an empty cell fails ``empty`` alone."""
    import pandas as pd
    import pandera.pandas as pa

    allowed = set(column.allowed or lists.get(column.type, ()))

    def fits(cells: pd.Series[str]) -> pd.Series[bool]:
        if column.type == "date":
            good = cells.map(is_date)
        elif column.type == "integer":
            good = cells.map(lambda cell: bool(WHOLE.fullmatch(cell)))
        elif column.type == "interviews":
            good = cells.map(lambda cell: set(parted(cell)) <= allowed)
        else:
            good = cells.isin(allowed)
        return good | (cells == "")

    def once(cells: pd.Series[str]) -> pd.Series[bool]:
        if column.type == "interviews":
            return pd.Series([not again for again in repeated(cells)], index=cells.index)
        return ~cells.duplicated() | (cells == "")

    checks = []
    if not column.may_be_empty:
        checks.append(pa.Check(lambda cells: cells != "", error="empty"))
    if column.type in ("date", "integer", "category", "yesno") or column.type in lists:
        checks.append(pa.Check(fits, error="value"))
    if column.unique:
        checks.append(pa.Check(once, error="twice"))
    return checks
