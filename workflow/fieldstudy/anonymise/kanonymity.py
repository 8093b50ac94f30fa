"""Say how small the crowd is in which each participant stands, and in whom words said could be meant.

The size of a crowd is k (Sweeney 2002). Where all in a crowd spoke in one area, whoever knows the crowd
knows what was said of it, however many they are; the number of areas is l (Machanavajjhala et al. 2007).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldstudy.anonymise.spans import Span

CROWDS = (
    *(("role_class",), ("role",), ("organisation",), ("group",), ("area",)),
    *(("role_class", "group"), ("role", "group"), ("role_class", "area"), ("role", "area")),
    ("organisation", "role"),
)
COLUMNS = ("crowd", "who", "people", "areas", "note")
FEW_AREAS = 2
SENTENCE = re.compile(r"[^.?!]+[.?!]*")
JOIN = " × "
Row = dict[str, str]
Person = Mapping[str, str]


def crowds(people: Sequence[Person], k: int = 3) -> list[Row]:
    """Count the participants who share each combination.

    Parameters
    ----------
    people
        A row a participant with role, role_class, organisation, group and area, as they are printed; a
        combination with a column that is not there is left out.
    k
        The least crowd that is called one.

    Returns
    -------
    list of dict
        ``crowd`` (the columns combined), ``who`` (their values), ``people`` (k), ``areas`` (l) and
        what that means in words; the smallest first.
    """
    areas = {person["group"]: set[str]() for person in people}
    for person in people:
        areas[person["group"]].add(person["area"])
    rows = []
    for columns in (c for c in CROWDS if people and set(c) <= set(people[0])):
        met: dict[str, list[str]] = {}
        for person in people:
            who = JOIN.join(person[column] for column in columns)
            met.setdefault(who, []).append(person["area"])
        for who, theirs in sorted(met.items(), key=lambda pair: (len(pair[1]), pair[0])):
            few = FEW_AREAS if columns == ("group",) and len(areas[who]) <= FEW_AREAS else 0
            rows.append(_row(columns, who, theirs, k, few))
    return rows


def _row(columns: Sequence[str], who: str, areas: Sequence[str], k: int, few: int) -> Row:
    """Write one row, and in words what its numbers mean."""
    count, spread = len(areas), len(set(areas))
    notes = []
    if count == 1:
        notes.append("one person alone: whoever knows this knows the person")
    elif count < k:
        notes.append(f"fewer than {k}: each can tell who the other is")
    if spread == 1 and "area" not in columns and count > 1:
        notes.append("all of one area: whoever knows this knows the area")
    if few:
        told = "two areas: either can tell the other by subtraction"
        notes.append(f"the group has {told if spread > 1 else 'one area, and names it'}")
    return {
        "crowd": JOIN.join(columns),
        "who": who,
        "people": str(count),
        "areas": str(spread),
        "note": "; ".join(notes),
    }


@dataclass(frozen=True)
class Talk:
    """One turn: its area, who speaks, its raw text and what was found in it."""

    area: str
    speaker: str
    text: str
    spans: Sequence[Span]


def said(talk: Iterable[Talk], roles: Mapping[str, str], k: int = 3) -> list[Row]:
    """Count whom a role could mean where the text says it: in its area, and beside a place or body.

    Parameters
    ----------
    talk
        The turns, one by one.
    roles
        Entity → role, of everybody on the register.
    k
        The least crowd that is called one.

    Returns
    -------
    list of dict
        As :func:`crowds`; ``people`` are those with the role who speak in, or are named in, the
        interviews of the area. Roles of people not on the register are not counted.
    """
    known = {entity: role.strip().lower() for entity, role in roles.items() if role.strip()}
    sought = {role: re.compile(rf"\b{re.escape(role)}s?\b") for role in sorted(set(known.values()))}
    met: set[tuple[str, str]] = set()
    counts: Counter[tuple[str, str, str]] = Counter()
    for turn in talk:
        spoken_of = (turn.speaker, *(span.entity for span in turn.spans))
        met.update((entity, turn.area) for entity in spoken_of if entity in known)
        for role, beside in _combined(turn, sought):
            counts[role, beside, turn.area] += 1
    here = Counter((known[entity], area) for entity, area in met)
    rows = []
    for (role, beside, area), times in counts.items():
        count = here.get((role, area), 0)
        crowd = "said: role × place or body" if beside else "said: role × area"
        if count:
            row = _row(["area"], JOIN.join((role, beside or area)), [area] * count, k, 0)
            told = [f"said {times} times" if times > 1 else "said once", row["note"]]
            rows.append(row | {"crowd": crowd, "note": "; ".join(filter(None, told))})
    return sorted(rows, key=lambda row: (row["crowd"], int(row["people"]), row["who"]))


def _combined(turn: Talk, roles: Mapping[str, re.Pattern[str]]) -> list[tuple[str, str]]:
    """Give each role said in a turn, alone and with each place or body of the same sentence."""
    found = []
    for sentence in SENTENCE.finditer(turn.text):
        words = sentence[0].lower()
        told = [role for role, form in roles.items() if role in words and form.search(words)]
        beside = [
            span.replacement
            for span in turn.spans
            if span.type in {"LOC", "ORG"} and sentence.start() <= span.start < sentence.end()
        ]
        found += [(role, other) for role in told for other in ("", *sorted(set(beside)))]
    return found
