"""A table as cells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldstudy.io import csv_text, read_cells


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
    header, *rows = read_cells(path)
    return Grid(path.stem, header, rows)


def to_csv(grid: Grid) -> str:
    """Write a table as CSV with LF line ends, its texts made harmless."""
    return csv_text(grid.columns, grid.rows)
