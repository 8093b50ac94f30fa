"""The rows that this stage works on: turns, codings and coded segments, read from tables.

Offsets are Unicode code points, half-open, within a turn. Nothing here looks at files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern

from fieldstudy.study import participant

NOT_ARCHIVED = "[not archived]"  # stands for a turn whose speaker did not consent to archiving
INTERVIEWER = "[Interviewer"
STANCES = ("affirms", "denies")

Row = Mapping[str, str]


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Give a key that sorts ``2`` before ``10``, and numbers before words.

    Examples
    --------
    >>> sorted(["10", "2", "Area B", "Area A"], key=natural)
    ['2', '10', 'Area A', 'Area B']
    """
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return tuple((int(part), "") if part.isdecimal() else (2**31, part) for part in parts)


@dataclass(frozen=True)
class Turn:
    """One turn of anonymised talk."""

    interview: str
    turn: int
    speaker: str
    text: str

    @classmethod
    def of(cls, row: Row) -> Turn:
        """Read a row of ``anonymise/turns.csv``."""
        return cls(row["interview"], int(row["turn"]), row["speaker"], row["text"])

    @property
    def archived(self) -> bool:
        """Whether the turn's text may be kept."""
        return self.text != NOT_ARCHIVED

    @property
    def by_interviewer(self) -> bool:
        """Whether the interviewer speaks."""
        return self.speaker.startswith(INTERVIEWER)

    @property
    def participant(self) -> str:
        """The speaker without brackets and role: ``Participant 3``."""
        return participant(self.speaker)

    def words(self, start: int, end: int) -> str:
        """Give the text between two offsets, or say that it is not archived."""
        return self.text[start:end] if self.archived else NOT_ARCHIVED


@dataclass(frozen=True, slots=True)
class Coding:
    """One code that one coder put on one stretch of a turn; the words are the turn's."""

    id: str
    interview: str
    turn: int
    start: int
    end: int
    code: str
    stance: str
    coder: str

    @classmethod
    def of(cls, row: Row) -> Coding:
        """Read a row of ``anonymise/codings.csv``."""
        # Words that stand in every other row are held once: there may be a million rows.
        names = (intern(row[key]) for key in ("code", "stance", "coder"))
        place = (int(row["turn"]), int(row["start"]), int(row["end"]))
        return cls(row["id"], intern(row["interview"]), *place, *names)

    def overlaps(self, other: Coding | Segment) -> bool:
        """Tell whether two stretches of the same turn share a character."""
        same = (self.interview, self.turn) == (other.interview, other.turn)
        return same and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Segment:
    """One adjudicated stretch of a turn: it affirms or denies a code's statement."""

    interview: str
    turn: int
    start: int
    end: int
    code: str
    stance: str

    @classmethod
    def of(cls, row: Row) -> Segment:
        """Read a row of ``code/segments.csv``."""
        place = (int(row["turn"]), int(row["start"]), int(row["end"]))
        return cls(row["interview"], *place, row["code"], row["stance"])

    @property
    def id(self) -> str:
        """The segment's key: interview, turn, offsets, code and stance."""
        return f"{self.interview}:{self.turn}:{self.start}-{self.end}:{self.code}:{self.stance}"

    @property
    def order(self) -> tuple[object, ...]:
        """A key that sorts segments as they were spoken."""
        return (natural(self.interview), self.turn, self.start, self.end, self.code, self.stance)
