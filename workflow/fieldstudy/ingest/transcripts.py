"""Choose the reader of a transcript by its ending, and read all transcripts of a study."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest import docx, text, vtt
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.turns import Said, Turn, merge
from fieldstudy.io import read_text
from fieldstudy.study import natural

ENDINGS = (".vtt", ".docx", ".txt")


def _said(path: Path) -> list[Said]:
    """Read a file by the reader of its ending."""
    ending = path.suffix.lower()
    if ending == ".vtt":
        return vtt.parse(read_text(path), path.name)
    if ending == ".docx":
        archive = Archive(path)
        return docx.parse(docx.paragraphs(archive), archive.where)
    if ending == ".txt":
        return text.parse(read_text(path), path.name)
    raise StudyError.of(
        path.name, f"'{ending}' is not a transcript's ending; allowed: {', '.join(ENDINGS)}"
    )


def read_transcript(path: Path, interview: str) -> list[Turn]:
    """Read one transcript into turns, what one speaker says in succession joined.

    Parameters
    ----------
    path
        A ``.vtt``, ``.docx`` or ``.txt`` file.
    interview
        Id of the interview.

    Raises
    ------
    StudyError
        If the file is missing, empty, of another ending or encoding, or no transcript.
    """
    return merge(_said(path), interview, path.name)


def read_all(interviews: Mapping[str, Path]) -> dict[str, list[Turn]]:
    """Read every transcript, in the natural order of the interviews' ids.

    Raises
    ------
    StudyError
        With the problems of all transcripts.
    """
    found = Problems()
    turns: dict[str, list[Turn]] = {}
    for interview in sorted(interviews, key=natural):
        with found.gathering():
            turns[interview] = read_transcript(interviews[interview], interview)
    found.stop_if_any()
    return turns
