"""Say which people may be printed with their role: only where enough others share it.

A role beside an area names its holder, and every turn belongs to an interview, and every interview to
an area. So a crowd is counted within the area in which a person speaks or is spoken of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from fieldstudy.anonymise.register import Entry
from fieldstudy.anonymise.text import key

PEOPLE = frozenset(("participant", "person"))
LONGEST = 40  # characters; a longer role is a description, and describes one person
Areas = Mapping[str, Set[str]]


def shared(entries: Iterable[Entry], k: int, areas: Areas | None = None) -> dict[str, str]:
    """Give the role that is printed with each person, for those who have one that is safe.

    Parameters
    ----------
    entries
        The register; its participants and other people count.
    k
        How many people must share a role, at least.
    areas
        Entity → the areas in which the person speaks or is spoken of. None or an empty mapping if
        nothing tells areas apart: all people are then one crowd.

    Returns
    -------
    dict
        Entity → role in lower case; a role that holds the name of a place or a body is left out.

    Examples
    --------
    >>> sergeants = [Entry(f"e{n}", "person", n, role="Sergeant") for n in ("Ann", "Bo", "Cy")]
    >>> shared(sergeants, 3)["eBo"], shared(sergeants, 4)
    ('sergeant', {})
    >>> shared(sergeants, 3, {"eAnn": {"A"}, "eBo": {"B"}, "eCy": {"A"}})
    {}
    """
    known = list(entries)
    # A capital within a role may begin a name that nothing else knows.
    named = {e.entity for e in known if any(char.isupper() for char in e.role.strip()[1:])}
    role_of = {e.entity: _plain(e.role) for e in known if e.kind in PEOPLE} | dict.fromkeys(
        named, ""
    )
    places = [
        f" {key(name)} " for e in known if e.type != "PERSON" for name in (e.name, *e.aliases)
    ]
    allowed = {role for role in set(role_of.values()) if _speakable(role, places)}
    crowd: Counter[tuple[str, str]] = Counter()
    for entity, role in role_of.items():
        crowd.update((role, area) for area in _met(entity, areas))
    return {
        entity: role
        for entity, role in role_of.items()
        if role in allowed
        and min((crowd[role, area] for area in _met(entity, areas)), default=0) >= k
    }


def _plain(role: str) -> str:
    """Give a role in lower case, without what would end or break a replacement."""
    return " ".join("".join(c for c in role if c not in "[],;").lower().split())


def _speakable(role: str, places: Iterable[str]) -> bool:
    """Whether a role is one, and names no place or body."""
    words = f" {key(role)} "
    named = any(place.strip() and place in words for place in places)
    return 0 < len(role) <= LONGEST and not named and not any(char.isdigit() for char in role)


def _met(entity: str, areas: Areas | None) -> Set[str]:
    """Give the areas in which somebody is met; one and the same if nothing tells areas apart."""
    return areas.get(entity, frozenset[str]()) if areas else frozenset(("",))
