"""Read a tool's list of codes from a table: Taguette's, ATLAS.ti's, MAXQDA's, NVivo's, Dedoose's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import ABOVE, Code, CodingsFile, split_theme
from fieldstudy.ingest.grid import read_grid

NAMES = ("tag", "Code", "Name", "Title")
WORDS = ("description", "Description", "Comment", "Memo")
# MAXQDA writes `Means > Staff`, NVivo and Dedoose `Means\Staff`.
BETWEEN = re.compile(r"\s+>\s+|\s*\\+\s*")


def is_one(header: Iterable[str]) -> bool:
    """Tell by its header whether a table lists codes."""
    header = set(header)
    return bool(header & set(NAMES)) and bool(header & set(WORDS))


def read(path: Path) -> CodingsFile:
    """Read a list of codes; a code below another is written with the names above it.

    Raises
    ------
    StudyError
        If the file is missing or empty, lacks a column, or lists no code.
    """
    grid = read_grid(path, None, unnamed=True)
    if not is_one(grid.header):
        what = f"lists no codes; needed: one of {', '.join(NAMES)}, and one of {', '.join(WORDS)}"
        raise StudyError.of(f"{grid.where}:1", what)
    name, words = (
        grid.header.index(next(one for one in usual if one in grid.header))
        for usual in (NAMES, WORDS)
    )
    codes = {_code(cells[name], cells[words]) for _, cells in grid.rows if cells[name]}
    if not codes:
        raise StudyError.of(grid.where, "holds no codes; export it again from its tool")
    return CodingsFile(grid.where, [], sorted(codes), [])


def _code(name: str, words: str) -> Code:
    """Give one code with the names above it."""
    *above, leaf = [part for part in BETWEEN.split(name) if part] or [name]
    return Code(ABOVE.join(above), leaf, words) if above else Code(*split_theme(leaf), words)
