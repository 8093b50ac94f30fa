"""Give each entity one replacement in every transcript and table, numbered so as to tell nothing."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping

from fieldstudy.anonymise.register import Entry
from fieldstudy.anonymise.spans import Span

LABELS = {
    "participant": "Participant",
    "interviewer": "Interviewer",
    "person": "Colleague",
    "town": "Town",
    "place": "Place",
    "area": "County",
    "police_force": "Police force",
    "council": "Council",
    "charity": "Charity",
    "school": "School",
    "hospital": "Hospital",
    "project": "Project",
    "team": "Team",
    "organisation": "Organisation",
}
# What no register explains.
UNREGISTERED = {"PERSON": "Person", "LOC": "Place", "ORG": "Organisation", "OTHER": "Name"}
BY_RULE = {
    "email": "E-mail address",
    "url": "Web address",
    "handle": "Account name",
    "nhs": "NHS number",
    "ni": "National Insurance number",
    "phone": "Phone number",
    "postcode": "Postcode",
    "vehicle": "Vehicle",
    "reference": "Reference",
    "address": "Address",
}
REMOVED = "[withdrawn]"
_NUMBERED = "|".join(sorted({*LABELS.values(), *UNREGISTERED.values()}))
_PLAIN = "|".join(sorted({*BY_RULE.values(), "Interviewer", "withdrawn", "not archived", "detail"}))
# A replacement as it stands in a text that was anonymised before.
SHAPE = re.compile(
    rf"\[(?:(?:{_NUMBERED})(?: \d+)?|(?:Participant|Colleague) \d+, [^\[\],A-Z\d]{{1,40}}|{_PLAIN}"
    r"|(?:spring|summer|autumn|winter)(?: \d{4}(?:-\d\d)?)?)\]"
)


def shuffled(entities: Iterable[str], salt: bytes) -> list[str]:
    """Put ids in the order of their keyed hash: fixed for a study, and telling nothing."""
    return sorted(
        set(entities), key=lambda e: hmac.new(salt, e.encode(), hashlib.sha256).hexdigest()
    )


def participant_numbers(entities: Iterable[str]) -> dict[str, int]:
    """Give each participant's number: the digits of the id (P03 → 3), else its place among them."""
    ids = sorted(entities)
    digits = {one: re.sub(r"\D", "", one) for one in ids}
    if all(digits.values()) and len({int(one) for one in digits.values()}) == len(ids):
        return {one: int(number) for one, number in digits.items()}
    return {one: place for place, one in enumerate(ids, start=1)}


def number(
    registered: Iterable[Entry],
    unregistered: Iterable[Entry],
    salt: bytes,
    roles: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Give every entity its replacement.

    Parameters
    ----------
    registered
        The register's entries.
    unregistered
        Names that no register explains; they are numbered after the registered ones.
    salt
        The study's salt, which fixes the order.
    roles
        Entity → role that may stand beside the number.

    Returns
    -------
    dict
        Entity → replacement with its brackets.

    Examples
    --------
    >>> number([Entry("P03", "participant", "Gwen Sallis")], [], b"salt")
    {'P03': '[Participant 3]'}
    >>> number([Entry("P03", "participant", "Gwen Sallis")], [], b"salt", {"P03": "analyst"})
    {'P03': '[Participant 3, analyst]'}
    """
    told = roles or {}
    known = {entry.entity: entry for entry in registered}
    people = [e for e, entry in known.items() if entry.kind == "participant"]
    made = {
        e: _bracketed(f"Participant {place}", told.get(e))
        for e, place in participant_numbers(people).items()
    }
    interviewers = [e for e, entry in known.items() if entry.kind == "interviewer"]
    if len(interviewers) == 1:
        made[interviewers[0]] = "[Interviewer]"
    counts: dict[str, int] = {}
    for entity in shuffled((e for e in known if e not in made), salt):
        entry = known[entity]
        if entry.kind == "detail":
            made[entity] = f"[{entry.generalisation.strip('[] ') or 'detail'}]"
        else:
            label = LABELS.get(entry.kind, "Name")
            made[entity] = _bracketed(_next(label, counts), told.get(entity))
    others = {entry.entity: entry for entry in unregistered if entry.entity not in made}
    for entity in shuffled(others, salt):
        made[entity] = _bracketed(_next(UNREGISTERED[others[entity].type], counts))
    return made


def _next(label: str, counts: dict[str, int]) -> str:
    """Give the label its next number."""
    counts[label] = counts.get(label, 0) + 1
    return f"{label} {counts[label]}"


def _bracketed(words: str, role: str | None = None) -> str:
    return f"[{words}, {role}]" if role else f"[{words}]"


def replacement(span: Span, numbers: Mapping[str, str]) -> str:
    """Give what is printed instead of a find."""
    if span.replacement:
        return span.replacement
    if span.source == "pattern":
        return f"[{BY_RULE.get(span.entity, span.kind)}]"
    return numbers.get(span.entity, f"[{UNREGISTERED.get(span.type, 'Name')}]")
