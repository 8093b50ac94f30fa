"""The register: whom and what the study knows, and every form in which their names are spoken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fieldstudy.anonymise.text import Folded
from fieldstudy.anonymise.words import kinds, ordinary
from fieldstudy.errors import Problems
from fieldstudy.io import read_rows

TYPE_OF = {
    **dict.fromkeys(("participant", "interviewer", "person"), "PERSON"),
    **dict.fromkeys(("town", "place", "area"), "LOC"),
    **dict.fromkeys(("police_force", "council", "charity", "school", "hospital"), "ORG"),
    **dict.fromkeys(("project", "team", "organisation"), "ORG"),
    "detail": "OTHER",
    "name": "OTHER",
}
COLUMNS = ("entity", "kind", "name", "aliases", "role", "generalisation")


@dataclass(frozen=True)
class Entry:
    """Someone or something that the study knows."""

    entity: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    generalisation: str = ""

    @property
    def type(self) -> str:
        """The type of its mentions."""
        return TYPE_OF[self.kind]


@dataclass(frozen=True)
class Form:
    """One way of saying a name: lower-case tokens, and what part of the name they are."""

    tokens: tuple[str, ...]
    part: str  # full | alias | first | last | short | letters
    entity: str
    upper: bool = False  # only as capitals: "OP", "IT"


@dataclass
class Register:
    """Entries, and their forms by first token, longest first."""

    entries: dict[str, Entry]
    forms: dict[str, list[Form]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    # What the matcher made ready of this register, by the likeness asked.
    ready: dict[float, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the forms."""
        made = [form for entry in self.entries.values() for form in forms_of(entry)]
        owned = {form.tokens for form in made if form.part not in {"short", "letters"}}
        for form in made:
            if form.part not in {"short", "letters"} or form.tokens not in owned:
                self.forms.setdefault(form.tokens[0], []).append(form)
        for forms in self.forms.values():
            forms.sort(key=lambda form: (-len(form.tokens), form.part != "full", form.entity))
        self.vocabulary = frozenset(token for form in made for token in form.tokens)

    @cached_property
    def alone(self) -> dict[str, Entry]:
        """The entry that each form of a name belongs to, where it is only one."""
        owners: dict[str, set[str]] = {}
        for forms in self.forms.values():
            for form in forms:
                if form.part != "letters":
                    owners.setdefault(" ".join(form.tokens), set()).add(form.entity)
        return {
            words: self.entries[min(entities)]
            for words, entities in owners.items()
            if len(entities) == 1
        }

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Register:
        """Make a register of entries; of two with one id, the later counts."""
        return cls({entry.entity: entry for entry in entries})

    @classmethod
    def from_names(cls, names: Iterable[str], kind: str = "person") -> Register:
        """Make a register of a bare list of names.

        Examples
        --------
        >>> sorted(Register.from_names(["Gwen Sallis-Howe"]).forms)
        ['g', 'gwen', 'gwensallishowe', 'howe', 'sallis', 'sallishowe']
        """
        unique = sorted({name.strip() for name in names if name.strip()})
        return cls.of(Entry(name.lower(), kind, name) for name in unique)

    @classmethod
    def from_csv(cls, path: Path | str) -> Register:
        """Read a study's register.

        Raises
        ------
        StudyError
            If a column is missing, a kind is unknown, an id is used twice or a name is empty.
        """
        return cls.of(read_entries(Path(path)))

    def extended(self, entries: Iterable[Entry]) -> Register:
        """Give a register with more entries."""
        return Register.of([*self.entries.values(), *entries])


def read_entries(path: Path) -> list[Entry]:
    """Read the rows of a register, every bad one named."""
    found = Problems()
    entries: dict[str, Entry] = {}
    rows = read_rows(path)
    missing = [column for column in COLUMNS if rows and column not in rows[0]]
    for column in missing:
        found.add(f"{path}:1: {column}", "is missing; the register needs this column")
    found.stop_if_any()
    for number, row in enumerate(rows, start=2):
        if row["kind"] not in TYPE_OF:
            allowed = ", ".join(TYPE_OF)
            found.add(f"{path}:{number}: kind", f"'{row['kind']}' is no kind; allowed: {allowed}")
        elif not row["name"].strip():
            found.add(f"{path}:{number}: name", "is empty; give the name as it is spoken")
        elif row["entity"] in entries:
            found.add(f"{path}:{number}: entity", f"'{row['entity']}' is used twice")
        else:
            aliases = tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip())
            entries[row["entity"]] = Entry(
                *(row["entity"], row["kind"], row["name"].strip(), aliases),
                *(row["role"], row["generalisation"]),
            )
    found.stop_if_any()
    return list(entries.values())


def forms_of(entry: Entry) -> list[Form]:
    """Give every form of an entry's name and aliases, without doubles."""
    forms: list[Form] = []
    for surface in (entry.name, *entry.aliases):
        folded = Folded(surface)
        tokens = tuple(token.lower for token in folded.tokens)
        if not tokens:
            continue
        part = "full" if surface == entry.name else "alias"
        upper = len(tokens) == 1 and surface.isupper() and len(surface) <= 4
        forms.append(Form(tokens, part, entry.entity, upper))
        if entry.type == "PERSON":
            forms += _parts_of_person(entry.entity, surface, tokens)
        elif entry.type in {"LOC", "ORG"}:
            forms += _parts_of_place(entry, [token.cased for token in folded.tokens])
    seen: dict[tuple[str, ...], Form] = {}
    for form in forms:
        seen.setdefault(form.tokens, form)
    return list(seen.values())


def _parts_of_person(entity: str, surface: str, tokens: tuple[str, ...]) -> list[Form]:
    """Give first name, surname, both turned round, initials, and hyphened parts of a person."""
    if len(tokens) < 2:
        return []
    words = [tuple(token.lower for token in Folded(word).tokens) for word in surface.split()]
    words = [word for word in words if word]
    joined = "".join(tokens)
    forms = [Form((joined,), "full", entity)]
    if len(words) < 2:
        return forms + [Form((token,), "last", entity) for token in tokens if len(token) > 2]
    first, last = words[0], words[-1]
    forms += [Form(first, "first", entity), Form(last, "last", entity)]
    forms += [Form((*last, *first), "full", entity)]
    if len(last) > 1:
        forms += [Form(("".join(last),), "last", entity)]
        forms += [Form((token,), "last", entity) for token in last if len(token) > 2]
        forms += [Form((*first, token), "full", entity) for token in last if len(token) > 2]
    for middle in words[1:-1]:
        forms.append(Form((*first, *middle), "full", entity))
    letter = first[0][0]
    forms.append(Form((letter, *last), "full", entity))
    if len(words) > 2:
        forms.append(Form((*first, *last), "full", entity))
        forms.append(Form((letter, *tokens[len(first) :]), "full", entity))
    initials = tuple(word[0][0] for word in words)
    forms.append(Form(initials, "letters", entity, upper=True))
    return forms


def _parts_of_place(entry: Entry, cased: list[str]) -> list[Form]:
    """Give the name without "the", its letters (OVPP) and its telling first word."""
    tokens = tuple(word.lower() for word in cased)
    if tokens[0] == "the" and len(tokens) > 1:
        cased, tokens = cased[1:], tokens[1:]
    forms = [Form(tokens, "full", entry.entity)]
    if len(tokens) > 1:
        forms.append(Form(("".join(tokens),), "full", entry.entity))
    letters = "".join(word[0] for word in cased if word[0].isupper()).lower()
    if entry.type == "ORG" and len(letters) >= 3:
        forms.append(Form((letters,), "letters", entry.entity, upper=len(letters) < 4))
    generic = {end.lower() for ends in kinds().values() for end in ends}
    rest = " ".join(tokens[1:])
    if len(tokens) > 1 and not ordinary(tokens[0]) and len(tokens[0]) > 3 and rest in generic:
        forms.append(Form((tokens[0],), "short", entry.entity))
    return forms
