"""Read Word transcripts as Microsoft Teams exports them, in both layouts; other text is refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from fieldstudy.errors import StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.turns import Said

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)"
# Teams puts three spaces between name and time. Where no paragraph has at least two, one is taken.
CLEAR_HEAD = re.compile(rf"^\s*(\S.*?)(?:[ \u00a0]{{2,}}|\t+){TIME}\s*$", re.ASCII)
LOOSE_HEAD = re.compile(rf"^\s*(\S.{{0,80}}?)[ \u00a0]+{TIME}\s*$", re.ASCII)
STARTED = re.compile(r"^.{1,120} (?:started|stopped) transcription\.?$")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REFUSED = {
    "ins": "holds tracked changes; accept or reject them in Word and save",
    "del": "holds tracked changes; accept or reject them in Word and save",
    "tbl": "holds a table; a transcript is paragraphs of speaker, time and text",
}


def paragraphs(archive: Archive) -> list[str]:
    """Read the paragraphs of a Word file, breaks within a paragraph as line ends.

    Raises
    ------
    StudyError
        If the file is no Word file, or holds tracked changes or a table, whose words would be lost.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(archive.content))
        body: Any = document.element.body
        texts = [paragraph.text for paragraph in document.paragraphs]
    except Exception:  # an untrusted file fails in python-docx and lxml in a dozen ways
        raise StudyError.of(
            archive.where, "is no Word file that can be read; save it again as .docx"
        ) from None
    for name, what in REFUSED.items():
        if body.find(f".//{WORD}{name}") is not None:
            raise StudyError.of(archive.where, what)
    return texts


def parse(texts: Iterable[str], where: str) -> list[Said]:
    r"""Read paragraphs into what is said.

    A turn is a paragraph ``Name   0:03``, a break, and its text; or a paragraph ``Name   0:03`` and
    its text in those below. What stands above the first turn (title, date) is left out.

    Parameters
    ----------
    texts
        Paragraphs, with ``\n`` for a break.
    where
        The file, as problems name it.

    Raises
    ------
    StudyError
        If no paragraph names a speaker and a time.

    Examples
    --------
    >>> parse(["Interview 1", "Ann Lee   0:03\nYes."], "1.docx")
    [Said(row=2, speaker='Ann Lee', start=3.0, text='Yes.')]
    """
    texts = list(texts)
    heads = [text.split("\n", 1)[0] for text in texts]
    head = CLEAR_HEAD if any(map(CLEAR_HEAD.match, heads)) else LOOSE_HEAD
    said: list[Said] = []
    for row, text in enumerate(texts, start=1):
        first, _, rest = text.partition("\n")
        named = head.match(first)
        if named:
            hours, minutes, seconds = (int(part or 0) for part in named.groups()[1:])
            said.append(Said(row, named[1], float(hours * 3600 + minutes * 60 + seconds), rest))
        elif said and text.strip() and not STARTED.match(text.strip()):
            said[-1] = replace(said[-1], text=f"{said[-1].text} {text}")
    if not said:
        raise StudyError.of(
            where, "has no paragraph 'Speaker   0:03'; export the transcript from Teams as .docx"
        )
    return said
