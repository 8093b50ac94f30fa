"""Place a coding in the turns of its transcript, by its offsets or its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import CodingsFile, Marked
from fieldstudy.ingest.matching import Layout, Piece, Searched, cut, overlapped
from fieldstudy.ingest.offsets import flat, same
from fieldstudy.ingest.turns import Turn, bare_name


@dataclass
class Transcripts:
    """The transcripts of a study, and what was worked out of them for searching."""

    turns: Mapping[str, Sequence[Turn]]
    names: Mapping[str, str]
    searched: dict[str, Searched] = field(default_factory=dict)

    @classmethod
    def of(cls, turns: Mapping[str, Sequence[Turn]], files: Mapping[str, Path]) -> Transcripts:
        """Name each interview by its id and by its transcript's file."""
        names = {path.stem.lower(): interview for interview, path in files.items()}
        return cls(turns, {interview.lower(): interview for interview in files} | names)

    def interview(self, source: str) -> str | None:
        """Find the interview that a tool's document is, by the document's name."""
        return self.names.get(bare_name(source))

    def search(self, interview: str) -> Searched:
        """Make a transcript ready for searching, once."""
        if interview not in self.searched:
            self.searched[interview] = Searched.of(self.turns[interview])
        return self.searched[interview]


@dataclass(frozen=True)
class Where:
    """Where a coding is to be found: its file, its interview, and its source's layout if any."""

    file: CodingsFile
    interview: str
    layout: Layout | None
    transcripts: Transcripts


def placed(one: Marked, where: Where) -> list[Piece]:
    """Find a coding of the raw text in its turns by whatever its file gives: offsets or words."""
    place = f"{where.file.where}: {one.place}"
    if one.turn is not None:
        return [_in_turn(one, one.turn, where, place)]
    if where.layout is not None and (one.start is not None or one.fits is False):
        return _at_offsets(one, where, where.layout, place)
    found = where.transcripts.search(where.interview).find(one.text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise StudyError.of(
            place, f"the text of the coding is in no turn of interview {where.interview}"
        )
    turns = ", ".join(str(pieces[0].turn) for pieces in found)
    raise StudyError.of(
        place,
        f"the text of the coding stands {len(found)} times in interview {where.interview} "
        f"(turns {turns}); widen the passage in the tool until it stands once",
    )


def _in_turn(one: Marked, number: int, where: Where, place: str) -> Piece:
    """Check a coding whose file names the turn."""
    turns = where.transcripts.turns[where.interview]
    at = f"turn {number} of interview {where.interview}"
    if not 1 <= number <= len(turns):
        what = f"interview {where.interview} has no turn {number}; allowed: 1 to {len(turns)}"
        raise StudyError.of(place, what)
    text = turns[number - 1].text
    start, end = one.start, one.end
    if start is None or end is None:
        if text.count(one.text) > 1:
            raise StudyError.of(place, f"the text of the coding stands twice in {at}; give offsets")
        start = text.find(one.text)
        end = start + len(one.text)
    if 0 <= start < end <= len(text) and same(text[start:end], one.text):
        return Piece(number, start, end, text[start:end])
    raise StudyError.of(place, _not_there(one.text, text, at))


def _not_there(quoted: str, text: str, at: str) -> str:
    """Say that a coding's text is not where its file says."""
    if flat(quoted) in flat(text):
        return f"the text of the coding is in {at}, but not at its offsets; export it again"
    return f"the text of the coding is not in {at}"


def _at_offsets(one: Marked, where: Where, layout: Layout, place: str) -> list[Piece]:
    """Cut a coding with offsets in its source into turns."""
    text = where.file.sources[one.source].text or ""
    interview = where.interview
    if one.start is None or one.end is None or one.end > len(text):
        raise StudyError.of(place, f"its offsets are not in the text of interview {interview}")
    if strays := overlapped(layout.strays, one.start, one.end):
        raise StudyError.of(
            place,
            f"paragraph {strays[0]} of its source is no turn of interview {interview}; "
            "code the transcript as it stands",
        )
    pieces = cut(text, layout.regions, one.start, one.end)
    if not pieces:
        raise StudyError.of(place, f"its offsets hold no words of interview {interview}")
    if one.fits is False:
        number = pieces[0].turn
        turn = where.transcripts.turns[interview][number - 1]
        at = f"turn {number} of interview {interview}"
        raise StudyError.of(place, _not_there(one.text, turn.text, at))
    return pieces


def unverified(one: Marked, where: Where) -> list[Piece]:
    """Keep a coding of anonymised text as its file has it: that text is not known yet."""
    nowhere = Piece(0, 0, 0, one.text)
    text = where.file.sources[one.source].text
    if one.turn is not None and one.start is not None and one.end is not None:
        return [Piece(one.turn, one.start, one.end, one.text)]
    if where.layout is None or text is None or one.start is None or one.end is None:
        return [nowhere]
    return cut(text, where.layout.regions, one.start, one.end) or [nowhere]
