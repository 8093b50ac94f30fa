"""What a find is, and how overlapping finds become one row of disjoint ones; nothing is read here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

TYPES = ("PERSON", "LOC", "ORG", "DATE", "CONTACT", "OTHER")
WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, order=True)
class Span:
    """An identifier found in a text.

    Parameters
    ----------
    start, end
        Code points, half-open.
    type
        One of ``TYPES``, or ``WITHDRAWN``.
    source
        What found it: register, fuzzy, pattern, gazetteer, model, decision or feedback.
    confidence
        From 0 to 1.
    entity
        Whom or what it names: an id of the register, or the name itself in lower case.
    kind
        A kind of the register, or the kind of a pattern (``phone``).
    state
        ``sure``, ``unsure`` (masked, and queued for review) or ``decided``.
    replacement
        What is printed instead, brackets included; empty until numbers are given.
    """

    start: int
    end: int
    type: str
    source: str
    confidence: float
    entity: str
    kind: str = ""
    state: str = "sure"
    replacement: str = ""

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """Whether this lies in the other, edges allowed."""
        return other.start <= self.start and self.end <= other.end


# Who wins where finds overlap: the researcher, then what is certain, then what is guessed.
RANK = {"feedback": 0, "decision": 1, "pattern": 2, "register": 3, "fuzzy": 3}
GUESS = 4  # gazetteer and model: of two guesses, the longer


def resolve(spans: Iterable[Span], names: Callable[[int, int], bool]) -> list[Span]:
    """Make finds disjoint; what is left of a loser stays a find if it still holds a name.

    Parameters
    ----------
    spans
        Finds of one text, in any order.
    names
        Tells whether the text from a start to an end holds something that may be a name.

    Returns
    -------
    list of Span
        Disjoint, in order of the text.
    """
    found = sorted(set(spans))
    kept: list[Span] = []
    for span in sorted(_without_parts(found, names), key=_order):
        for piece in _remainder(span, kept):
            if piece == span or names(piece.start, piece.end):
                kept.append(piece)
    return sorted(kept)


def _order(span: Span) -> tuple[int, int, float, Span]:
    """Rank by source, then length, then confidence."""
    return (RANK.get(span.source, GUESS), span.start - span.end, -span.confidence, span)


def _without_parts(spans: list[Span], names: Callable[[int, int], bool]) -> list[Span]:
    """Leave out a registered name that is only part of a longer name of something else.

    "Mellbury" in "Mellbury Harbour Trust" gives way, since masking it alone leaves the rest.
    """
    longer = [s for s in spans if s.source not in RANK]
    return [
        span
        for span in spans
        if span.source not in {"register", "fuzzy"}
        or not any(_swallows(whole, span, names) for whole in longer)
    ]


def _swallows(whole: Span, part: Span, names: Callable[[int, int], bool]) -> bool:
    """Whether the whole names something else than its registered part."""
    if not part.within(whole) or part.end - part.start == whole.end - whole.start:
        return False
    if part.type == "PERSON" and (whole.type != "PERSON" or part.confidence >= 1):
        return False
    if part.type == "ORG" and whole.type != "ORG":
        return False
    return names(whole.start, part.start) or names(part.end, whole.end)


def _remainder(span: Span, kept: list[Span]) -> list[Span]:
    """Give the pieces of a span that no kept span covers."""
    pieces = [span]
    for other in kept:
        cut: list[Span] = []
        for piece in pieces:
            if not piece.overlaps(other):
                cut.append(piece)
                continue
            if piece.start < other.start:
                cut.append(replace(piece, end=other.start, state="unsure"))
            if other.end < piece.end:
                cut.append(replace(piece, start=other.end, state="unsure"))
        pieces = cut
    return pieces
