"""Open the SQLite files of coding tools: read only, bounded, and nothing in them is run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fieldstudy.errors import StudyError

# The longest text of a document, and so of a row, that is read.
LONGEST = 200_000_000
Row = tuple[Any, ...]


@contextmanager
def opened(
    path: Path, needed: Mapping[str, Sequence[str]], tool: str
) -> Iterator[sqlite3.Connection]:
    """Open a tool's database for reading.

    Parameters
    ----------
    path
        The file.
    needed
        Tables and the columns of each that are read.
    tool
        Name of the tool.

    Raises
    ------
    StudyError
        If the file is missing or open in its tool, is no database, or lacks a table or column.
    """
    if not path.is_file():
        raise StudyError.of(str(path), "is missing; put the file there or correct its path")
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            raise StudyError.of(path.name, f"is still open in {tool}; close the project there")
    wrong = StudyError.of(path.name, f"is no project of {tool}; give the file that {tool} keeps")
    try:
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as base:
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
            base.execute("PRAGMA trusted_schema=OFF")
            for table, columns in needed.items():
                kind = base.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,))
                if kind.fetchone() != ("table",):
                    raise wrong
                there = {row[1] for row in base.execute(f"PRAGMA table_info({table})")}
                if not set(columns) <= there:
                    raise wrong
            yield base
    # SQLite lets any column hold any type: an id that is no number fails in its reader.
    except (sqlite3.Error, OverflowError, ValueError, TypeError, KeyError):
        raise StudyError.of(
            path.name, f"is damaged or no project of {tool}; give the file that {tool} keeps"
        ) from None


def tables(path: Path) -> set[str]:
    """Name the tables of a file, to tell whose project it is; none if it is no database."""
    try:
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as base:
            return {str(row[0]) for row in base.execute("SELECT name FROM sqlite_master")}
    except (sqlite3.Error, UnicodeError):  # a damaged name is no text either
        return set()


def text(value: Any) -> str:
    """Give a cell as text; what is no text counts as none."""
    return value if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    """Give a cell as a whole number that is not negative."""
    return value if isinstance(value, int) and value >= 0 else None
