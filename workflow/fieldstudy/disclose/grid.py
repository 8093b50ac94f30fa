"""A table as cells, and the same table made harmless to the spreadsheets that will open it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.io import csv_text, read_text

NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+(?:[eE][+-]?\d+)?%?")
# What Excel, LibreOffice and Google Sheets read as the beginning of a formula (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Grid:
    """A table's name, its columns and its rows of cells."""

    name: str
    columns: list[str]
    rows: list[list[str]]

    def column(self, name: str) -> list[str]:
        """Give one column's cells."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def read_grid(path: Path) -> Grid:
    """Read a CSV table; its name is the file's.

    Raises
    ------
    StudyError
        If the file is missing or a row has more or fewer cells than the header.
    """
    header, *rows = csv.reader(io.StringIO(read_text(path)))
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            what = f"has {len(row)} cells where the header has {len(header)}; build the table again"
            raise StudyError.of(f"{path}:{number}", what)
    return Grid(path.stem, header, rows)


def harmless(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> harmless("=HYPERLINK(A1)"), harmless("-3.5"), harmless("- none")
    ("'=HYPERLINK(A1)", '-3.5', "'- none")
    """
    return f"'{cell}" if cell.startswith(RISKY) and not NUMBER.fullmatch(cell) else cell


def to_csv(grid: Grid) -> str:
    """Write a table as CSV with LF line ends, its texts made harmless."""
    cells = ([harmless(cell) for cell in row] for row in grid.rows)
    return csv_text(map(harmless, grid.columns), cells)
