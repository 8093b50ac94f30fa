"""Make a placeholder corpus, so that a new study builds before it has data; every file says what it is.

Everything follows from the areas, the codes and the instruments: nothing is random, and no name is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldstudy.io import csv_text

NOTE = "synthetic placeholder"
NOTICE = "SYNTHETIC PLACEHOLDER: a machine made every name and word of this interview."
GIVEN = ("Ostra", "Ulvane", "Imreth", "Yorel", "Abrisca", "Edwold", "Quenby", "Tamsor", "Ferrick")
FIRST = ("Zor", "Quel", "Brin", "Vask", "Thorv", "Plen", "Gwyst", "Krand", "Oxl", "Yarr", "Drub")
LAST = ("vane", "hurst", "mott", "dyce", "wick", "lode", "sten", "pell", "croft")
ROLES = (
    ("caseworker", "service"),
    ("strategic lead", "leadership"),
    ("outreach worker", "service"),
)
KINDS, REACH = ("advice", "activities", "training"), ("everybody", "some", "few")
DENIES = " (denies)"
INTERVIEWER = "Aldous Marrvane"
SAYS = "In this placeholder somebody says so: "
REFUSES = "In this placeholder somebody denies it: "
MISSED = (
    7  # the second coder misses every seventh passage, so that there is something to adjudicate
)


@dataclass(frozen=True)
class Area:
    """One area: its number, its group, what it is called, and who is interviewed there."""

    number: int
    group: str

    @property
    def letters(self) -> str:
        """Give its letters: A to Z, then AA.

        Examples
        --------
        >>> Area(2, "").letters, Area(28, "").letters
        ('B', 'AB')
        """
        left, letters = self.number, ""
        while left:
            left, rest = divmod(left - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters

    @property
    def code(self) -> str:
        """Give the code that the paper calls it by."""
        return f"Area {self.letters}"

    @property
    def name(self) -> str:
        """Give the name that the placeholder's people call it by."""
        return f"Placemere {self.letters}"

    @property
    def person(self) -> str:
        """Give the name of the person interviewed; the first 891 differ."""
        at = self.number - 1
        surname = FIRST[at % len(FIRST)] + LAST[at // len(FIRST) % len(LAST)]
        return f"{GIVEN[at // (len(FIRST) * len(LAST)) % len(GIVEN)]} {surname}"


@dataclass(frozen=True)
class Turn:
    """One turn of an interview, and what it says of which code, if anything."""

    speaker: str
    text: str
    code: str = ""
    stance: str = ""
    passage: str = ""


def talk(area: Area, codes: Sequence[Mapping[str, str]]) -> list[Turn]:
    """Give an interview: each statement affirmed, denied or passed over, by turns from area to area."""
    first = f"I am {area.person}, and I work in {area.name}."
    turns = [Turn(INTERVIEWER, NOTICE), Turn(area.person, first)]
    for at, code in enumerate(codes):
        stance = ("affirms", "denies", "")[(area.number + at - 1) % 3]
        turns.append(Turn(INTERVIEWER, f"What would you say of this: {code['statement']}"))
        if not stance:
            turns.append(Turn(area.person, "I would leave that for another day."))
            continue
        said = (SAYS if stance == "affirms" else REFUSES) + code["statement"]
        text = f"You ask about {area.name}. {said}"
        turns.append(Turn(area.person, text, code["code"], stance, said))
    return turns


def corpus(
    groups: Sequence[str], codes: Sequence[Mapping[str, str]], instruments: Sequence[str]
) -> dict[str, str]:
    """Give every file of the placeholder corpus.

    Parameters
    ----------
    groups
        The group of each area.
    codes
        The codebook's codes, each with ``code`` and ``statement``.
    instruments
        What there is besides interviews: ``audit``, ``feedback``.

    Returns
    -------
    dict of str to str
        File in the folder of the data → its text.
    """
    places = [Area(at, group) for at, group in enumerate(groups, start=1)]
    talks = {place.number: talk(place, codes) for place in places}
    made = {
        "README.md": f"# Placeholder\n\nEvery file here is a {NOTE}, made from the study's answers.\n",
        "salt.txt": "Synthetic placeholder: this salt is public, since the files that it salts are.\n",
        "areas.csv": _table(
            [
                {"area": p.name, "code": p.code, "interview": p.number, "group": p.group}
                for p in places
            ]
        ),
        "participants.csv": _table(list(map(_participant, places))),
        "register.csv": _table(list(_register(places))),
        "decisions.csv": "interview,text,decision,replacement,kind,reason,note\n",
    }
    for number, turns in talks.items():
        lines = [f"{turn.speaker}: {turn.text}" for turn in turns]
        made[f"transcripts/placeholder-interview-{number}.txt"] = "\n".join(lines) + "\n"
        made[f"gold/interview-{number}.csv"] = _table(list(_gold(places[number - 1], turns)))
    made |= _codings(talks)
    if "audit" in instruments:
        made["audit.csv"] = _table(list(_audit(places)))
    if "feedback" in instruments:
        made["feedback.csv"] = _table(list(map(_feedback, places)))
    return made


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write a table, each row with its note."""
    return csv_text([*rows[0], "note"], [{**row, "note": NOTE} for row in rows])


def _participant(area: Area) -> dict[str, Any]:
    """Give the person interviewed in an area; all agreed to everything."""
    role, role_class = ROLES[area.number % len(ROLES)]
    return {
        "participant": f"P{area.number:02}",
        "name": area.person,
        "interview": area.number,
        "role": role,
        "role_class": role_class,
        "organisation": "",
        "consent_quote": "yes",
        "consent_archive": "yes",
        "withdrawn": "no",
    }


def _register(areas: Sequence[Area]) -> Iterator[dict[str, str]]:
    """Give everybody and every place that is named."""
    empty = dict.fromkeys(("aliases", "role", "generalisation"), "")
    yield {"entity": "i1", "kind": "interviewer", "name": INTERVIEWER, **empty}
    for area in areas:
        role = {"role": ROLES[area.number % len(ROLES)][0]}
        person = {"entity": f"p{area.number:02}", "kind": "participant", "name": area.person}
        yield {**person, **empty, **role}
        yield {"entity": f"a{area.number:02}", "kind": "area", "name": area.name, **empty}


def _gold(area: Area, turns: Sequence[Turn]) -> Iterator[dict[str, Any]]:
    """Give every mention of a name in an interview, by its place in the turn."""
    kinds = {area.person: ("PERSON", "p"), area.name: ("LOC", "a")}
    for number, turn in enumerate(turns, start=1):
        for name, (kind, letter) in kinds.items():
            start = turn.text.find(name)
            if start >= 0:
                place = {"interview": area.number, "turn": number, "start": start}
                ends = {"end": start + len(name), "type": kind}
                yield {**place, **ends, "entity": f"{letter}{area.number:02}"}


def _codings(talks: Mapping[int, Sequence[Turn]]) -> dict[str, str]:
    """Give both coders' work and what was decided where they differ."""
    marked = [
        (interview, number, turn)
        for interview, turns in talks.items()
        for number, turn in enumerate(turns, start=1)
        if turn.code
    ]
    missed = marked[MISSED - 1 :: MISSED]
    columns = ("interview", "turn", "start", "end", "text", "code", "memo")
    rows = {
        place: (*place[:2], "", "", place[2].passage, _label(place[2]), NOTE) for place in marked
    }
    decided = [
        (interview, turn, said.code, "A", "accept", "", "The other coder passed it over.", "", NOTE)
        for interview, turn, said in missed
    ]
    heads = ("interview", "turn", "code", "coder", "decision", "stance", "reason", "decided_by")
    return {
        "codings/coder-a.csv": csv_text(columns, rows.values()),
        "codings/coder-b.csv": csv_text(columns, (rows[p] for p in marked if p not in missed)),
        "adjudications.csv": csv_text((*heads, "note"), decided),
    }


def _label(turn: Turn) -> str:
    """Name a code as the coders did: a denial has its own code."""
    return turn.code + (DENIES if turn.stance == "denies" else "")


def _audit(areas: Sequence[Area]) -> Iterator[dict[str, str]]:
    """Give two or three programmes for each area."""
    number = 0
    for area in areas:
        for at in range(2 + area.number % 2):
            number += 1
            yield {
                "id": f"T-{number:03}",
                "area": area.name,
                "name": f"Placeholder activity {number}",
                "run_by": f"Placeholder organisation {number}",
                "kind": KINDS[(area.number + at) % len(KINDS)],
                "reach": REACH[(area.number * 2 + at) % len(REACH)],
                "start": f"{2018 + number % 4}-0{1 + number % 9}-01",
            }


def _feedback(area: Area) -> dict[str, str]:
    """Give what an area said of its summary."""
    return {
        "id": f"F-{area.number:02}",
        "area": area.name,
        "date": "2022-01-10",
        "kind": "confirmed",
        **dict.fromkeys(("interview", "turn", "quote"), ""),
        "comment": "The summary was found fair.",
        "done": "nothing to change",
    }
