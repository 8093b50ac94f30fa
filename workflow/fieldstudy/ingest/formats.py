"""Tell which reader a file of codings needs, and read it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import CodingsFile

ENDINGS = (".qdpx", ".qdc", ".qda", ".sqlite3", ".sqlite", ".db", ".csv", ".xlsx")
BASES = (".qda", ".sqlite3", ".sqlite", ".db")


def read_codings(path: Path, kind: str, columns: Mapping[str, str] | None = None) -> CodingsFile:
    """Read one file of codings by the reader of its format.

    Parameters
    ----------
    path
        The file; QualCoder's may be its folder.
    kind
        The format, as in config/study.yml.
    columns
        Headers of a spreadsheet export, where they are not the tool's usual ones.

    Raises
    ------
    StudyError
        If the file is not what its format demands.
    """
    from fieldstudy.ingest import code_list, plain, qdc, qualcoder, refi_qda, spreadsheet, taguette
    from fieldstudy.ingest import taguette_base as base

    if kind in spreadsheet.EXPORTS:
        return spreadsheet.read(path, kind, columns)
    if kind == "taguette" and path.suffix.lower() in BASES:
        return base.read(path)
    readers = {
        "refi-qda": refi_qda.read,
        "qdc": qdc.read,
        "qualcoder": qualcoder.read,
        "taguette": taguette.read,
        "csv": plain.read,
        "code list": code_list.read,
    }
    return readers[kind](path)


def kind_of(path: Path) -> str:
    """Tell the format of a file by its ending, a table's by its header, a database's by its tables.

    Raises
    ------
    StudyError
        If it is no file of codings.
    """
    from fieldstudy.ingest import sqlite

    ending = path.suffix.lower()
    if ending not in ENDINGS:
        what = f"'{ending}' is not an ending of a file of codings; allowed: {', '.join(ENDINGS)}"
        raise StudyError.of(path.name, what)
    if ending in BASES:
        there = set() if path.is_dir() else sqlite.tables(path)
        if "highlights" in there:
            return "taguette"
        if ending == ".qda" or "code_text" in there or not path.exists():
            return "qualcoder"
        what = "is no project of Taguette or QualCoder; give the file that the tool keeps"
        raise StudyError.of(path.name, what)
    return {".qdpx": "refi-qda", ".qdc": "qdc"}.get(ending) or _table(path)


def _table(path: Path) -> str:
    """Tell the format of a table."""
    from fieldstudy.ingest import code_list, plain, spreadsheet, taguette
    from fieldstudy.ingest.grid import header_of

    header = header_of(path)
    if set(taguette.COLUMNS) <= set(header):
        return "taguette"
    if kind := spreadsheet.kind_of(header):
        return kind
    codings = "text" in header or len(set(plain.COLUMNS) & set(header)) > 1
    return "code list" if code_list.is_one(header) and not codings else "csv"
