"""Replace spans in a text, and carry offsets across."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from fieldstudy.anonymise.spans import WITHDRAWN


@dataclass(frozen=True, order=True)
class Cut:
    """A piece of raw text and what stands instead; half-open code points."""

    start: int
    end: int
    replacement: str
    type: str = ""


def mask(text: str, cuts: Iterable[Cut]) -> str:
    """Replace each piece.

    Examples
    --------
    >>> mask("I rang Gwen.", [Cut(7, 11, "[Participant 4]")])
    'I rang [Participant 4].'
    """
    made, at = [], 0
    for cut in sorted(cuts):
        made += [text[at : cut.start], cut.replacement]
        at = cut.end
    return "".join([*made, text[at:]])


class Offsets:
    """The exact map of one turn's raw offsets to those of its anonymised text.

    Examples
    --------
    >>> Offsets([Cut(7, 11, "[Participant 4]")]).carry(9, 12)
    (7, 23)
    """

    def __init__(self, cuts: Iterable[Cut]) -> None:
        self.cuts = sorted(cuts)
        self.starts = [cut.start for cut in self.cuts]
        self.shifts = [0]
        for cut in self.cuts:
            self.shifts.append(self.shifts[-1] + len(cut.replacement) - (cut.end - cut.start))

    def _at(self, offset: int, end: bool) -> int:
        """Carry one edge; inside a replacement it goes to the replacement's own edge."""
        before = bisect_right(self.starts, offset - 1 if end else offset)
        if before and offset < self.cuts[before - 1].end:
            cut = self.cuts[before - 1]
            start = cut.start + self.shifts[before - 1]
            return start + len(cut.replacement) if end else start
        return offset + self.shifts[before]

    def carry(self, start: int, end: int) -> tuple[int, int] | None:
        """Carry a range; a replacement that it straddles is kept whole.

        Returns
        -------
        tuple or None
            None when nothing is left, since all of it was withdrawn.
        """
        start, end = self._outside_withdrawn(start, end)
        if start >= end:
            return None
        return self._at(start, end=False), self._at(end, end=True)

    def _outside_withdrawn(self, start: int, end: int) -> tuple[int, int]:
        """Draw edges that lie in a withdrawn piece out of it."""
        for cut in self.cuts:
            if cut.type != WITHDRAWN:
                continue
            if cut.start <= start < cut.end:
                start = cut.end
            if cut.start < end <= cut.end:
                end = cut.start
        return start, end
