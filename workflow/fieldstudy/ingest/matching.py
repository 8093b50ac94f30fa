"""Find coded passages in turns, exactly; what stands twice or nowhere is not guessed at."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from fieldstudy.ingest.turns import Turn

BRACKETED = re.compile(r"\[[^\[\]]{1,60}\]")


@dataclass(frozen=True)
class Region:
    """Where a turn's words stand in a source's text: half-open code points."""

    turn: int
    start: int
    end: int


class Regions(Sequence[Region]):
    """Regions in order, none over another, found by where they end.

    Parameters
    ----------
    regions
        The regions.
    """

    def __init__(self, regions: Sequence[Region]) -> None:
        self._regions = list(regions)
        self._ends = [region.end for region in self._regions]

    def __len__(self) -> int:
        """Count the regions."""
        return len(self._regions)

    @overload
    def __getitem__(self, at: int) -> Region: ...
    @overload
    def __getitem__(self, at: slice) -> list[Region]: ...
    def __getitem__(self, at: int | slice) -> Region | list[Region]:
        """Give one region or some."""
        return self._regions[at]

    def within(self, start: int, end: int) -> Iterator[Region]:
        """Give the regions that a passage touches."""
        for at in range(bisect_right(self._ends, start), len(self._regions)):
            if self._regions[at].start >= end:
                return
            yield self._regions[at]


@dataclass(frozen=True)
class Layout:
    """A source's text laid out in turns.

    Parameters
    ----------
    regions
        The turns' words, in order.
    strays
        Paragraphs that are no turn; ``turn`` is then the number of the paragraph.
    """

    regions: Regions
    strays: Regions


@dataclass(frozen=True)
class Piece:
    """The part of a passage that stands in one turn: offsets within the turn, and its words."""

    turn: int
    start: int
    end: int
    text: str


def paragraphs(text: str) -> list[Region]:
    r"""Give the paragraphs of a text that are not blank, numbered from 1 without the blank ones.

    Examples
    --------
    >>> paragraphs("Ann: Yes.\n\nBob: No.")
    [Region(turn=1, start=0, end=9), Region(turn=2, start=11, end=19)]
    """
    found = (line for line in re.finditer(r"[^\n]+", text) if line[0].strip())
    return [Region(number, line.start(), line.end()) for number, line in enumerate(found, start=1)]


def lay_out(text: str, turns: Sequence[Turn] | None) -> Layout:
    r"""Map paragraphs ``Speaker: words`` of a source to turns with identical words, in order.

    Parameters
    ----------
    text
        The source's text, line ends ``\n``.
    turns
        The transcript; None where the source is of anonymised text, which is not known yet: each
        paragraph ``[Participant 3]: words`` is then the turn of its number.
    """
    if turns is None:
        blocks = [_words(text, block, None) for block in paragraphs(text)]
        return Layout(Regions(blocks), Regions([]))
    speakers = {turn.speaker for turn in turns}
    blocks = [_words(text, block, speakers) for block in paragraphs(text)]
    theirs = [text[block.start : block.end] for block in blocks]
    ours = [turn.text for turn in turns]
    pairs: dict[int, int] = {}
    if theirs == ours:
        pairs = {number: number for number in range(len(ours))}
    else:
        matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
        for first, second, size in matcher.get_matching_blocks():
            pairs |= {first + step: second + step for step in range(size)}
    regions = [
        Region(turns[pairs[n]].turn, b.start, b.end) for n, b in enumerate(blocks) if n in pairs
    ]
    strays = [block for n, block in enumerate(blocks) if n not in pairs]
    return Layout(Regions(regions), Regions(strays))


def _words(text: str, block: Region, speakers: set[str] | None) -> Region:
    """Leave the name of a speaker, known or in brackets, and outer white space out."""
    words = text[block.start : block.end]
    name, colon, rest = words.partition(":")
    known = BRACKETED.fullmatch(name.strip()) if speakers is None else name.strip() in speakers
    kept = rest if colon and known else words
    start = block.end - len(kept.lstrip())
    return Region(block.turn, start, start + len(kept.strip()))


def cut(text: str, regions: Regions, start: int, end: int) -> list[Piece]:
    """Cut a passage of a source into the parts that stand in turns, speakers' names left out.

    Parameters
    ----------
    text
        The source's text.
    regions
        Its turns, in order.
    start, end
        The passage, half-open.
    """
    pieces = []
    for region in regions.within(start, end):
        a, b = max(start, region.start), min(end, region.end)
        if text[a:b].strip():
            pieces.append(Piece(region.turn, a - region.start, b - region.start, text[a:b]))
    return pieces


def overlapped(regions: Regions, start: int, end: int) -> list[int]:
    """Give the numbers of the regions that a passage touches."""
    return [region.turn for region in regions.within(start, end)]


@dataclass(frozen=True)
class Searched:
    """A transcript ready for searching: its text as a document, flat, and where turns stand."""

    text: str
    flat: str
    origin: list[int]
    regions: Regions

    @classmethod
    def of(cls, turns: Sequence[Turn]) -> Searched:
        """Lay a transcript out as the document that a coding tool shows."""
        regions = []
        parts = []
        at = 0
        for turn in turns:
            head = f"{turn.speaker}: "
            regions.append(Region(turn.turn, at + len(head), at + len(head) + len(turn.text)))
            parts.append(f"{head}{turn.text}\n")
            at += len(parts[-1])
        return cls.in_text("".join(parts), Regions(regions))

    @classmethod
    def in_text(cls, text: str, regions: Regions) -> Searched:
        """Make a text ready whose regions are known."""
        kept = [
            n
            for n, letter in enumerate(text)
            if not (letter.isspace() and text[n - 1 : n].isspace())
        ]
        flat = "".join(" " if text[n].isspace() else text[n] for n in kept)
        return cls(text, flat, [*kept, len(text)], regions)

    def find(self, passage: str) -> list[list[Piece]]:
        """Find every place of a passage: within turns, else across them, white space as one space.

        Returns
        -------
        list of list of Piece
            One entry a place; empty if the passage stands nowhere.
        """
        wanted = " ".join(passage.split())
        if not wanted:
            return []
        spans = [
            (self.origin[at], self.origin[at + len(wanted) - 1] + 1)
            for at in _places(self.flat, wanted)
        ]
        found = [(cut(self.text, self.regions, *span), span) for span in spans]
        inside = [p for p, (a, b) in found if len(p) == 1 and len(p[0].text) == b - a]
        return inside or [pieces for pieces, _ in found if pieces]


def _places(text: str, wanted: str) -> Iterator[int]:
    """Find every place of a text, overlapping ones too."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
