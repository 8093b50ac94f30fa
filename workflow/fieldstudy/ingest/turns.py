"""What every transcript becomes: turns, numbered from 1, one speaker each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldstudy.errors import Problems, StudyError
from fieldstudy.untrusted import hiding

TURN_COLUMNS = ("interview", "turn", "speaker", "start", "text")
# Whatever some reader or editor would take for a line end; a turn is one line.
LINE_ENDS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
DOCUMENT = re.compile(r"\.(?:txt|vtt|docx?|rtf|md)$")


@dataclass(frozen=True)
class Said:
    """Some words as the transcript's file holds them: one cue or one paragraph.

    Parameters
    ----------
    row
        Line, or number of the paragraph, in the file.
    speaker
        Name of the speaker; empty where the file names none, so that the speaker before goes on.
    start
        Seconds from the beginning, or None where the file has no times.
    text
        The words.
    """

    row: int
    speaker: str
    start: float | None
    text: str


@dataclass(frozen=True)
class Turn:
    """One speaker's words until another speaks; ``start`` is seconds as text, or empty."""

    interview: str
    turn: int
    speaker: str
    start: str
    text: str


def one_line(text: str) -> str:
    """Take off outer white space and turn line ends into spaces; inner spaces stay as they are."""
    return LINE_ENDS.sub(" ", text).strip()


def bare_name(name: str) -> str:
    """Give a document's name without its ending, in small letters.

    Examples
    --------
    >>> bare_name("Interview 1.docx.txt")
    'interview 1'
    """
    bare = name.strip().lower()
    while (cut := DOCUMENT.sub("", bare)) != bare:
        bare = cut
    return bare


def merge(said: Iterable[Said], interview: str, where: str) -> list[Turn]:
    """Join what one speaker says in succession into turns.

    Parameters
    ----------
    said
        Cues or paragraphs in the file's order.
    interview
        Id of the interview.
    where
        The file, as problems name it.

    Raises
    ------
    StudyError
        If nothing is said, the first words have no speaker, or a control character stands in them.
    """
    turns: list[Turn] = []
    parts: list[str] = []
    for words in _checked(said, where):
        if turns and words.speaker in ("", turns[-1].speaker):
            parts.append(words.text)
        else:
            _close(turns, parts)
            start = "" if words.start is None else f"{words.start:.3f}"
            turns.append(Turn(interview, len(turns) + 1, words.speaker, start, ""))
            parts = [words.text]
    if not turns:
        raise StudyError.of(where, "holds no words of any speaker; export the transcript again")
    _close(turns, parts)
    return turns


def _close(turns: list[Turn], parts: list[str]) -> None:
    """Give the last turn its words."""
    if turns:
        last = turns[-1]
        text = " ".join(parts)
        turns[-1] = Turn(last.interview, last.turn, last.speaker, last.start, text)


def _checked(said: Iterable[Said], where: str) -> Iterator[Said]:
    """Give what is said on one line each, without what is empty; raise for all that is wrong."""
    found = Problems()
    kept: list[Said] = []
    for words in said:
        row = Said(words.row, one_line(words.speaker), words.start, one_line(words.text))
        if not row.text:
            continue
        if what := hiding(f"{row.speaker} {row.text}"):
            found.add(f"{where}:{row.row}", what)
        if not kept and not row.speaker:
            found.add(f"{where}:{row.row}", "has no speaker; the first words need one")
        kept.append(row)
    found.stop_if_any()
    yield from kept
