"""Carry codings to the anonymised turns: by the exact offset map, or found again by their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldstudy.anonymise.mask import Cut, Offsets
from fieldstudy.anonymise.reanchor import Found, Quote, find

Row = dict[str, str]
Place = tuple[str, str]


@dataclass(frozen=True)
class Carried:
    """Codings on anonymised text, how many went with what was withdrawn, and what was looked for.

    Parameters
    ----------
    rows
        The codings.
    withdrawn
        How many are left out, since all that they coded was withdrawn.
    again
        Each coding of anonymised text that does not stand where it was made: where it was found,
        how and how alike, or that it was not found. It holds the words coded, which may name people.
    """

    rows: list[Row]
    withdrawn: int
    again: list[Row]


def carry(
    codings: Iterable[Row], masked: Mapping[Place, str], cuts: Mapping[Place, Sequence[Cut]]
) -> Carried:
    """Carry every coding to the anonymised turns, its text cut anew from them.

    Parameters
    ----------
    codings
        Rows of ``codings.csv``: those ``of`` raw text move by the offset map, those of anonymised
        text stay, or are found again by their words (and ``before`` and ``after``, if they have them).
    masked
        Anonymised text by interview and turn.
    cuts
        What was replaced, by interview and turn.

    Returns
    -------
    Carried
        Rows in the order given; a coding wholly withdrawn is left out, one that is not found again
        has no place, no text and the status ``mismatch``.
    """
    offsets = {place: Offsets(found) for place, found in cuts.items()}
    texts: dict[str, dict[str, str]] = {}
    for (interview, turn), text in masked.items():
        texts.setdefault(interview, {})[turn] = text
    rows, again, withdrawn = [], [], 0
    for raw in codings:
        # A coder's memo may name anybody, so it stays in the controlled tier.
        coding = raw | {"memo": ""}
        place = (coding["interview"], coding["turn"])
        if coding["of"] == "anonymised":
            found = find(_quote(coding), texts.get(coding["interview"], {}))
            rows.append(_anchored(coding, found, texts))
            if found is None or found.how != "same":
                again.append(_told(coding, found, rows[-1]))
            continue
        if place not in masked or not coding["start"]:
            rows.append(coding | {"text": ""})
            continue
        across = offsets.get(place, Offsets([])).carry(int(coding["start"]), int(coding["end"]))
        across = _tight(masked[place], *across) if across else None
        if across is None:
            withdrawn += 1
            continue
        start, end = across
        moved = {"start": str(start), "end": str(end), "text": masked[place][start:end]}
        rows.append(coding | moved)
    return Carried(rows, withdrawn, again)


def _tight(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take spaces off the edges that a withdrawal left; None when no letter is left."""
    piece = text[start:end]
    if not any(char.isalnum() for char in piece):
        return None
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _quote(coding: Row) -> Quote:
    """Take a coding's words, place and context."""
    start = int(coding["start"]) if coding["start"].isdecimal() else 0
    context = (coding.get("before", ""), coding.get("after", ""))
    return Quote(coding["text"], coding["turn"], start, *context)


def _anchored(coding: Row, found: Found | None, texts: Mapping[str, Mapping[str, str]]) -> Row:
    """Give a coding its place in the text as it is now."""
    if found is None:
        return coding | {"start": "", "end": "", "text": "", "status": "mismatch"}
    words = texts[coding["interview"]][found.turn][found.start : found.end]
    place = {"turn": found.turn, "start": str(found.start), "end": str(found.end)}
    return coding | place | {"text": words, "status": "matched"}


def _told(coding: Row, found: Found | None, row: Row) -> Row:
    """Say where a coding was found again, or that it was not."""
    return {
        **{"id": coding["id"], "interview": coding["interview"], "was_turn": coding["turn"]},
        "turn": found.turn if found else "",
        "how": found.how if found else "not found",
        "score": f"{found.score:.1f}" if found else "",
        **{"coded": coding["text"], "found": row["text"]},
    }
