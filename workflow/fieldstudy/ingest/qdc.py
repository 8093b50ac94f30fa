"""Read REFI-QDA codebooks (.qdc), and say where one is not as the standard demands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import Code, CodingsFile
from fieldstudy.ingest.refi_survey import codes_under
from fieldstudy.ingest.refi_xml import astray, walk

SCHEMA = "refi-qda-codebook.xsd"
LIMIT = 100_000_000


def read(path: Path) -> CodingsFile:
    """Read a codebook; Taguette's, whose ``Sets`` is empty against the schema, is read as well.

    Raises
    ------
    StudyError
        If the file is missing, empty, too large, no XML, or no codebook.
    """
    if not path.is_file():
        raise StudyError.of(str(path), "is missing; put the file there or correct its path")
    if not 0 < path.stat().st_size <= LIMIT:
        raise StudyError.of(path.name, "is empty or larger than any codebook; export it again")

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with path.open("rb") as stream:
            yield stream

    codes: list[Code] = []
    sets = [0, 0]
    for event, tag, element, above in walk(opened, path.name, "CodeBook"):
        if event == "end" and tag == "Code" and above[-1] == "Codes":
            codes += [code for _, code in codes_under(element)]
        if event == "end" and tag == "Sets":
            sets = [1, len(element)]
    if not codes:
        raise StudyError.of(path.name, "holds no codes; export it again from its tool")
    notes = []
    if sets == [1, 0]:
        notes.append("its Sets element is empty, as Taguette writes it, which the standard forbids")
    elif tag := astray(opened, SCHEMA):
        notes.append(f"it is not as the standard's schema demands, first at '{tag}'")
    return CodingsFile(path.name, [], codes, [], notes=notes)
