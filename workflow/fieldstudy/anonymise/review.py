"""Queue whatever is masked but not sure, each with its context and the answer that seems likely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldstudy.anonymise.replace import REMOVED
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.anonymise.text import key
from fieldstudy.anonymise.words import ordinary

Row = dict[str, str]
AROUND = 60  # characters of context on each side
# The first six are the columns of decisions.csv, so that a row can be copied there.
COLUMNS = (
    *("interview", "text", "decision", "replacement", "kind", "reason"),
    *("printed", "type", "source", "confidence", "mentions", "turn", "before", "after"),
)
KIND = {"PERSON": "person", "LOC": "place", "ORG": "organisation"}


def queue(turns: Sequence[Row], spans: Sequence[Sequence[Span]]) -> list[Row]:
    """Queue what is not sure: one row a name and spelling, with the first place it was met.

    Parameters
    ----------
    turns
        Raw turns.
    spans
        Finds with their replacements, one list a turn.

    Returns
    -------
    list of dict
        Rows with ``COLUMNS``; ``decision`` and ``kind`` are proposals, and nothing is decided by them.
    """
    met: dict[tuple[str, str], Row] = {}
    for turn, found in zip(turns, spans, strict=True):
        for span in found:
            if span.state != "unsure":
                continue
            text = turn["text"][span.start : span.end]
            place = (span.replacement, key(text))
            if place in met:
                met[place]["mentions"] = str(int(met[place]["mentions"]) + 1)
                continue
            before, after = around(turn["text"], span.start, span.end, found)
            met[place] = {
                **{"interview": turn["interview"], "text": text, "replacement": ""},
                **{"printed": span.replacement, "type": span.type, "source": span.source},
                **{"confidence": f"{span.confidence:.2f}", "mentions": "1", "turn": turn["turn"]},
                **{"before": before, "after": after},
            }
            met[place] |= _proposal(span, text)
    return list(met.values())


def merge(met: dict[tuple[str, str], Row], queued: Iterable[Row]) -> None:
    """Put the queue of some transcripts to that of others: one row a name and spelling."""
    for row in queued:
        place = (row["printed"], key(row["text"]))
        if place in met:
            met[place]["mentions"] = str(int(met[place]["mentions"]) + int(row["mentions"]))
        else:
            met[place] = row


def _proposal(span: Span, text: str) -> Row:
    """Propose an answer: what was nearly registered is accepted, a new name added, a word kept."""
    if span.source in {"register", "fuzzy"}:
        return {"decision": "accept", "kind": "", "reason": "is like a registered name"}
    if text == text.lower() and all(ordinary(word) for word in key(text).split()):
        return {"decision": "keep", "kind": "", "reason": "is made of everyday words"}
    if span.type in KIND:
        kind = span.kind if span.kind and span.kind != "name" else KIND[span.type]
        return {"decision": "add", "kind": kind, "reason": "looks like a name not registered"}
    return {"decision": "accept", "kind": "", "reason": "may identify somebody"}


def around(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[str, str]:
    """Give the words before and after a place, those withdrawn left out.

    Examples
    --------
    >>> gone = Span(0, 9, WITHDRAWN, "feedback", 1.0, "withdrawn")
    >>> around("He lied. I said so to Gwen.", 22, 26, [gone])
    ('[withdrawn]I said so to ', '.')
    """
    before, after = (max(0, start - AROUND), start), (end, min(len(text), end + AROUND))
    gone = [span for span in spans if span.type == WITHDRAWN]
    return _without(text, *before, gone), _without(text, *after, gone)


def _without(text: str, start: int, end: int, gone: Iterable[Span]) -> str:
    """Cut a piece of a text, with what was withdrawn in it replaced."""
    pieces, at = [], start
    for span in sorted(gone):
        if span.end <= at or end <= span.start:
            continue
        pieces += [text[at : max(at, span.start)], REMOVED]
        at = min(end, span.end)
    return "".join([*pieces, text[at:end]])
