"""Read a table's cells from CSV or Excel, with the row each stands in; nothing is interpreted."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problem, Problems, StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.io import read_text

ENDINGS = (".csv", ".xlsx")
# What Excel shows where a formula fails (ECMA-376, part 1, section 18.17.3).
EXCEL_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


@dataclass(frozen=True)
class Grid:
    """A table as its file holds it: header, and the row number and cells of each filled row."""

    where: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_grid(path: Path, sheet: str | None = "", unnamed: bool = False) -> Grid:
    """Read a ``.csv`` or ``.xlsx`` file; blank rows are left out and outer white space taken off.

    Parameters
    ----------
    path
        The file.
    sheet
        Name of the sheet to take from a workbook of several; None for the first.
    unnamed
        Whether columns may have no name, as those of colours and symbols in tools' exports.

    Raises
    ------
    StudyError
        If the file is missing, empty, of another ending or encoding, or a row has more or fewer
        cells than the header.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        rows = list(_csv_rows(io.StringIO(read_text(path), newline=""), path.name))
    elif ending == ".xlsx":
        rows = _excel_rows(path, sheet)
    else:
        raise StudyError.of(
            path.name, f"'{ending}' is not a table's ending; allowed: {', '.join(ENDINGS)}"
        )
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise StudyError.of(path.name, "is empty; it needs a header and rows")
    return _checked(Grid(path.name, filled[0][1], filled[1:]), unnamed)


def header_of(path: Path) -> list[str]:
    """Give the header of a table; of CSV no more is read."""
    if path.suffix.lower() != ".csv":
        return read_grid(path, None, unnamed=True).header
    if not path.is_file() or not path.stat().st_size:
        read_text(path)  # says what is wrong
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            return next((cells for _, cells in _csv_rows(text, path.name) if any(cells)), [])
    except UnicodeDecodeError:
        return []  # its reader says so


def each_of_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the filled rows of a CSV file one by one, the header first, so that memory stays flat.

    Raises
    ------
    StudyError
        If the file is missing, empty, no UTF-8 or no CSV; at the header if its columns are not
        named once each. Rows of another length are the reader's to note: see ``wrong_length``.
    """
    if not path.is_file() or not path.stat().st_size:
        read_text(path)  # says what is wrong
    with path.open(encoding="utf-8-sig", newline="") as text:
        filled = (row for row in _csv_rows(text, path.name) if any(row[1]))
        try:
            number, header = next(filled, (1, []))
            _check_header(path.name, header, False)
            yield number, header
            yield from filled
        except UnicodeDecodeError:
            what = "is not UTF-8 text; save the file again with the encoding UTF-8"
            raise StudyError.of(path.name, what) from None


def _checked(grid: Grid, unnamed: bool) -> Grid:
    """Refuse a header that names a column twice, and rows of another length."""
    found = Problems()
    with found.gathering():
        _check_header(grid.where, grid.header, unnamed)
    lengths = (wrong_length(grid.where, n, cells, len(grid.header)) for n, cells in grid.rows)
    found.all += filter(None, lengths)
    found.stop_if_any()
    return grid


def _check_header(where: str, header: list[str], unnamed: bool) -> None:
    """Refuse a header that is empty or names a column twice."""
    found = Problems()
    if not header:
        found.add(where, "is empty; it needs a header and rows")
    wrong = {name for name in header if not name or header.count(name) > 1}
    for column in sorted(wrong - {""} if unnamed else wrong):
        what = f"'{column}' stands twice in the header" if column else "a column has no name"
        found.add(f"{where}:1", f"{what}; give each column a name of its own")
    found.stop_if_any()


def wrong_length(where: str, number: int, cells: list[str], width: int) -> Problem | None:
    """Note a row that has more or fewer cells than the header."""
    if len(cells) == width:
        return None
    what = f"has {len(cells)} cells, but the header has {width}; "
    return Problem(f"{where}:{number}", what + "put a value that holds a comma in double quotes")


def _csv_rows(text: Iterable[str], where: str) -> Iterator[tuple[int, list[str]]]:
    """Read CSV; each row comes with the line it begins in."""
    reader = csv.reader(text, strict=True)
    begins = 1
    try:
        for cells in reader:
            if begins == 1 and len(cells) == 1 and ";" in cells[0]:
                what = "is separated by semicolons; save it again with commas"
                raise StudyError.of(f"{where}:1", what)
            yield begins, [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error:
        raise StudyError.of(
            f"{where}:{begins}", "is not valid CSV; look for a double quote that is never closed"
        ) from None


def _excel_rows(path: Path, sheet: str | None) -> list[tuple[int, list[str]]]:
    """Read the values of one sheet of a workbook."""
    import openpyxl

    archive = Archive(path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(archive.content), read_only=True, data_only=True)
        names = {name.lower(): name for name in reversed(book.sheetnames)}
        wanted = names.get((sheet or "").lower())
        chosen = book[wanted or book.sheetnames[0]]
        raw = [(n, list(row)) for n, row in enumerate(chosen.iter_rows(values_only=True), start=1)]
    except Exception:  # an untrusted file fails in openpyxl and expat in a dozen ways
        raise StudyError.of(
            path.name, "is no Excel workbook that can be read; save it again as .xlsx or .csv"
        ) from None
    if len(names) > 1 and sheet is not None and wanted is None:
        raise StudyError.of(
            path.name, f"has {len(names)} sheets; name the one to read '{sheet or 'data'}'"
        )
    return _excel_cells(raw, path.name)


def _excel_cells(raw: list[tuple[int, list[Any]]], where: str) -> list[tuple[int, list[str]]]:
    """Write cells as text, cut to the width of the header; errors of formulas are refused."""
    found = Problems()
    rows = [(number, [cell_text(value) for value in values]) for number, values in raw]
    header = next((cells for _, cells in rows if any(cells)), [])
    width = max((n for n, cell in enumerate(header, start=1) if cell), default=0)
    cut: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if any(cell in EXCEL_ERRORS for cell in cells):
            found.add(f"{where}:{number}", "holds a formula's error; write the value itself")
        if any(cells[width:]):
            found.add(f"{where}:{number}", "has a value beside the columns that the header names")
        cut.append((number, (cells + [""] * width)[:width]))
    found.stop_if_any()
    return cut


def cell_text(value: Any) -> str:
    """Write a cell of Excel as one would type it.

    Examples
    --------
    >>> [cell_text(v) for v in (None, 3.0, True, datetime.datetime(2021, 4, 1))]
    ['', '3', 'yes', '2021-04-01']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value).strip()
