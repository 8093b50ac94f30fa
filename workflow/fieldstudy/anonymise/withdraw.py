"""Remove what was withdrawn: passages named in the feedback, and whole people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldstudy.anonymise.replace import REMOVED
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.anonymise.text import Folded
from fieldstudy.errors import Problems

Place = tuple[str, str]


def passages(
    feedback: Sequence[Mapping[str, str]], turns: Mapping[Place, str], where: str
) -> dict[Place, list[Span]]:
    """Find each passage that the feedback withdraws from these turns, or from no interview.

    Raises
    ------
    StudyError
        If a turn is unknown or does not hold the words; every such row is named.
    """
    found = Problems()
    removed: dict[Place, list[Span]] = {}
    here = {"", *(interview for interview, _ in turns)}
    for number, row in enumerate(feedback, start=2):
        if row["kind"] != "withdrawn" or row["interview"] not in here:
            continue
        place = (row["interview"], row["turn"])
        ranges = occurrences(turns.get(place, ""), row["quote"])
        if place not in turns:
            what = f"interview '{place[0]}' has no turn '{place[1]}'; give interview and turn"
            found.add(f"{where}:{number}: turn", what)
        elif not ranges:
            what = "is not in that turn word for word; copy the passage from the transcript"
            found.add(f"{where}:{number}: quote", what)
        removed.setdefault(place, []).extend(_span(*ends, "feedback") for ends in ranges)
    found.stop_if_any()
    return removed


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Find every place where a text holds the words, whatever its quotes and accents."""
    plain, words = Folded(text), Folded(quote.strip()).plain
    ranges: list[tuple[int, int]] = []
    at = plain.plain.find(words) if words else -1
    while at >= 0:
        ranges.append(plain.raw(at, at + len(words)))
        at = plain.plain.find(words, at + len(words))
    return ranges


def whole_turn(text: str) -> list[Span]:
    """Remove all that a person said in a turn."""
    return [_span(0, len(text), "feedback")] if text else []


def remove(spans: Sequence[Span], removed: Sequence[Span]) -> list[Span]:
    """Put withdrawn ranges over the finds; of a find that straddles one, the rest stays masked."""
    merged: list[Span] = []
    for span in sorted(removed):
        if merged and span.start <= merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(span.end, merged[-1].end))
        else:
            merged.append(span)
    kept = []
    for span in spans:
        pieces = [span]
        for gone in merged:
            pieces = [part for piece in pieces for part in _outside(piece, gone)]
        kept += pieces
    return sorted([*kept, *merged])


def _outside(span: Span, gone: Span) -> list[Span]:
    """Give what of a find lies outside a withdrawn range."""
    if not span.overlaps(gone):
        return [span]
    left = replace(span, end=gone.start)
    right = replace(span, start=gone.end)
    return [piece for piece in (left, right) if piece.start < piece.end]


def _span(start: int, end: int, source: str) -> Span:
    return Span(
        *(start, end, WITHDRAWN, source, 1.0, "withdrawn"),
        state="decided",
        replacement=REMOVED,
    )
