"""Carry codings from raw to anonymised turns by the exact offset map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldstudy.anonymise.mask import Cut, Offsets

Row = dict[str, str]
Place = tuple[str, str]


@dataclass(frozen=True)
class Carried:
    """Codings on anonymised text, and how many went with what was withdrawn."""

    rows: list[Row]
    withdrawn: int


def carry(
    codings: Iterable[Row], masked: Mapping[Place, str], cuts: Mapping[Place, Sequence[Cut]]
) -> Carried:
    """Carry every coding to the anonymised turns, its text cut anew from them.

    Parameters
    ----------
    codings
        Rows of ``codings.csv``; those ``of`` raw text move, those of anonymised text stay.
    masked
        Anonymised text by interview and turn.
    cuts
        What was replaced, by interview and turn.

    Returns
    -------
    Carried
        Rows in the order given; a coding wholly withdrawn is left out.
    """
    offsets = {place: Offsets(found) for place, found in cuts.items()}
    rows, withdrawn = [], 0
    for raw in codings:
        # A coder's memo may name anybody, so it stays in the controlled tier.
        coding = raw | {"memo": ""}
        place = (coding["interview"], coding["turn"])
        if place not in masked or not coding["start"]:
            rows.append(coding | {"text": ""})
            continue
        if coding["of"] == "anonymised":
            rows.append(_checked(coding, masked[place]))
            continue
        across = offsets.get(place, Offsets([])).carry(int(coding["start"]), int(coding["end"]))
        across = _tight(masked[place], *across) if across else None
        if across is None:
            withdrawn += 1
            continue
        start, end = across
        moved = {"start": str(start), "end": str(end), "text": masked[place][start:end]}
        rows.append(coding | moved)
    return Carried(rows, withdrawn)


def _tight(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take spaces off the edges that a withdrawal left; None when no letter is left."""
    piece = text[start:end]
    if not any(char.isalnum() for char in piece):
        return None
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _checked(coding: Row, text: str) -> Row:
    """Pass a coding made on anonymised text; one whose text differs is told as a mismatch."""
    here = text[int(coding["start"]) : int(coding["end"])]
    if here == coding["text"]:
        return coding
    return coding | {"text": here, "status": "mismatch"}
