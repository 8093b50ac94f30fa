"""Measure what was masked against annotation made by hand: recall, precision, misses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldstudy.anonymise.spans import TYPES, WITHDRAWN, Span
from fieldstudy.anonymise.words import titles

Place = tuple[str, int]
Z = 1.959963984540054  # two-sided 95%


@dataclass(frozen=True, order=True)
class Mention:
    """An identifier that a person marked in a turn; code points, half-open."""

    interview: str
    turn: int
    start: int
    end: int
    type: str
    entity: str


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the 95% interval of a share (Wilson 1927).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(45, 50)]
    [0.7864, 0.9565]
    """
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = (share + Z**2 / (2 * of)) / (1 + Z**2 / of)
    half = Z * math.sqrt(share * (1 - share) / of + Z**2 / (4 * of**2)) / (1 + Z**2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """Take title, leading "the" and possessive off a mention.

    Examples
    --------
    >>> core("Dr Hurt's ward", 0, 9)
    (3, 7)
    """
    surface = text[start:end]
    while match := re.match(r"([^\W\d_]+)\.?\s+(?=\S)", surface):
        if match[1].lower() != "the" and match[1].lower() not in titles():
            break
        surface = surface[match.end() :]
    start = end - len(surface)
    end -= len(re.search(r"(?:['’]s?)?$", surface)[0])  # type: ignore[index]
    return start, end


def covered(text: str, start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether every letter and digit of a mention lies in some span."""
    start, end = core(text, start, end)
    hidden = {at for span in spans for at in range(max(start, span.start), min(end, span.end))}
    return all(at in hidden for at in range(start, end) if text[at].isalnum())


def recall(
    texts: Mapping[Place, str], gold: Sequence[Mention], spans: Mapping[Place, Sequence[Span]]
) -> tuple[list[dict[str, str]], list[Mention]]:
    """Measure recall and precision by type and over all.

    A mention counts as masked when every letter and digit of it is covered, whatever the type; a
    span counts as right when it overlaps a mention of its type (in the row ``all``: any mention).

    Parameters
    ----------
    texts
        Raw text of each annotated turn.
    gold
        The annotation.
    spans
        What was masked; turns without annotation are left out of precision, and so is what was
        withdrawn.

    Returns
    -------
    tuple
        Rows of ``recall.csv``, and the mentions missed.
    """
    missed = [m for m in sorted(gold) if not _masked(texts, m, spans)]
    hits = _hits(gold, spans)
    rows = []
    for type_ in (*TYPES, "all"):
        every = type_ == "all"
        total = sum(every or m.type == type_ for m in gold)
        lost = sum(every or m.type == type_ for m in missed)
        of_type = [types for kind, types in hits if every or kind == type_]
        right = sum(bool(types) if every else type_ in types for types in of_type)
        rows.append(_row(type_, total, total - lost, len(of_type), right))
    return rows, missed


def whole_people(
    texts: Mapping[Place, str], gold: Sequence[Mention], spans: Mapping[Place, Sequence[Span]]
) -> tuple[int, int]:
    """Count the people whose every mention is masked, and all people of the annotation."""
    met: dict[str, bool] = {}
    for mention in gold:
        if mention.type == "PERSON" and mention.entity:
            met[mention.entity] = met.get(mention.entity, True) and _masked(texts, mention, spans)
    return sum(met.values()), len(met)


def _masked(
    texts: Mapping[Place, str], mention: Mention, spans: Mapping[Place, Sequence[Span]]
) -> bool:
    place = _place(mention)
    return covered(texts[place], mention.start, mention.end, spans.get(place, ()))


def _hits(
    gold: Sequence[Mention], spans: Mapping[Place, Sequence[Span]]
) -> list[tuple[str, list[str]]]:
    """Give each span's type beside the types of the mentions that it overlaps."""
    marked: dict[Place, list[Mention]] = {}
    for mention in gold:
        marked.setdefault(_place(mention), []).append(mention)
    annotated = {place[0] for place in marked}
    return [
        (span.type, [m.type for m in marked.get(place, []) if _overlap(m, span)])
        for place, found in sorted(spans.items())
        for span in found
        if place[0] in annotated and span.type != WITHDRAWN
    ]


def _place(mention: Mention) -> Place:
    return mention.interview, mention.turn


def _overlap(mention: Mention, span: Span) -> bool:
    return mention.start < span.end and span.start < mention.end


def _row(type_: str, mentions: int, masked: int, spans: int, right: int) -> dict[str, str]:
    """Write one row of ``recall.csv``; a share of nothing is empty."""
    low, high = wilson(masked, mentions)
    return {
        "type": type_,
        "mentions": str(mentions),
        "masked": str(masked),
        "recall": f"{masked / mentions:.4f}" if mentions else "",
        "low": f"{low:.4f}" if mentions else "",
        "high": f"{high:.4f}" if mentions else "",
        "spans": str(spans),
        "precision": f"{right / spans:.4f}" if spans else "",
    }
