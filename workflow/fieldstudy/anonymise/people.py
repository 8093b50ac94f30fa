"""Tell who speaks: participants, interviewers, and the labels that the transcripts give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from fieldstudy.anonymise.register import Entry
from fieldstudy.anonymise.text import key
from fieldstudy.errors import Problems

Row = Mapping[str, str]


def with_participants(
    entries: Sequence[Entry], participants: Sequence[Row], where: str
) -> list[Entry]:
    """Put the participants into the register, under the ids of ``participants.csv``.

    Raises
    ------
    StudyError
        If the register has a participant that ``participants.csv`` has not.
    """
    found = Problems()
    registered = {e.entity.lower(): e for e in entries if e.kind == "participant"}
    listed = {row["participant"].lower() for row in participants}
    for entity in sorted(set(registered) - listed):
        what = f"'{entity}' is a participant in the register but has no row in participants.csv"
        found.add(f"{where}: entity", what)
    found.stop_if_any()
    made = [entry for entry in entries if entry.kind != "participant"]
    for row in participants:
        known = registered.get(row["participant"].lower())
        names = [known.name, *known.aliases] if known else []
        others = tuple(name for name in names if name != row["name"])
        made.append(Entry(row["participant"], "participant", row["name"], others, row["role"]))
    return made


def of_interview(participants: Sequence[Row]) -> dict[str, frozenset[str]]:
    """Give the participants of each interview."""
    made: dict[str, frozenset[str]] = {}
    for row in participants:
        mine = made.get(row["interview"], frozenset())
        made[row["interview"]] = mine | {row["participant"]}
    return made


def withdrawn(participants: Sequence[Row]) -> frozenset[str]:
    """Give the participants who withdrew."""
    return frozenset(r["participant"] for r in participants if r["withdrawn"] == "yes")


def speakers(turns: Iterable[Row], entries: Iterable[Entry], where: str) -> list[str]:
    """Give the entity that speaks each turn.

    Raises
    ------
    StudyError
        If a label is neither a participant's nor an interviewer's; the turn is named, not the name.
    """
    found = Problems()
    known = labels(entries)
    entities = []
    for turn in turns:
        entity = speaker(turn["speaker"], known)
        if not entity:
            place = f"{where}: interview {turn['interview']}, turn {turn['turn']}: speaker"
            what = "is neither a participant nor the interviewer; add the label to the register"
            found.add(place, f"{what} as an alias")
        entities.append(entity)
    found.stop_if_any()
    return entities


def labels(entries: Iterable[Entry]) -> dict[str, str]:
    """Give everybody who may speak, by each folded name."""
    known: dict[str, str] = {}
    for entry in entries:
        if entry.kind in {"participant", "interviewer"}:
            for name in (entry.name, *entry.aliases):
                known.setdefault(key(name), entry.entity)
    return known


def speaker(label: str, known: Mapping[str, str]) -> str:
    """Give the entity that a transcript's label means; empty if it means nobody known."""
    return next((known[way] for way in _ways(label) if way in known), "")


def _ways(label: str) -> list[str]:
    """Give the ways to read a label: "Savage, Carenza (Guest)" is Carenza Savage."""
    bare = re.sub(r"\s*[(\[].*?[)\]]", "", label)
    last, comma, first = bare.partition(",")
    return [key(label), key(bare), *([key(f"{first} {last}")] if comma else []), key(last)]
