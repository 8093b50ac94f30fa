"""A name met once is looked for in every text: bring the guesses of all together, and find them again.

What each text shows by itself can be found batch by batch; the counts of the guesses add up, so that
neither the order of the texts nor their batches change a letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fieldstudy.anonymise.disjoint import disjoint
from fieldstudy.anonymise.match import Matcher
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.anonymise.words import ordinary

GUESSED = frozenset({"gazetteer", "model"})
# A guess as it was met: its name, its entity, type, kind and spelling.
Guess = tuple[str, str, str, str, str]
Met = Counter[Guess]


@dataclass(frozen=True)
class Looked:
    """What one text shows before the names of other texts are known: what is told, and guessed."""

    sure: list[Span]
    guess: list[Span]


@dataclass(frozen=True)
class Names:
    """The names of a whole study that no register explains.

    Parameters
    ----------
    entries
        Those to look for in every text, by entity, each with the spelling met most often.
    owner
        Entity by each name met: "moss" may be "angela moss".
    others
        Those that stay where they were met, by entity.
    """

    entries: dict[str, Entry]
    owner: dict[str, str]
    others: dict[str, Entry]

    @property
    def all(self) -> dict[str, Entry]:
        """Every entity."""
        return self.others | self.entries


def first(text: str, looked: Looked) -> list[Span]:
    """Give the finds of a text by itself, disjoint."""
    return disjoint(Folded(text), [*looked.sure, *looked.guess])


def met(texts: Iterable[str], found: Iterable[Sequence[Span]]) -> Met:
    """Count the guesses of texts; the counts of several add up."""
    counts: Met = Counter()
    for text, spans in zip(texts, found, strict=True):
        for span in spans:
            if span.source in GUESSED:
                surface = text[span.start : span.end]
                counts[key(surface), span.entity, span.type, span.kind, surface] += 1
    return counts


class Again:
    """Looks for the names of a whole study in one text after another."""

    def __init__(self, names: Names, register: Register) -> None:
        self._names = names
        self._all = names.all
        self._ours = register.alone
        self._matcher = Matcher(Register.of(names.entries.values()), fuzzy=101)

    def spans(self, text: Folded, looked: Looked) -> list[Span]:
        """Give all finds of a text, disjoint, in order, each with its entity."""
        echoes = [_guess(span) for span in self._matcher.find(text) if _echoes(text, span)]
        found = disjoint(text, [*looked.sure, *looked.guess, *echoes])
        return [self.owned(span, text.text) for span in found]

    def owned(self, span: Span, text: str) -> Span:
        """Give a guess the entity under which its name was brought together, or the register's."""
        if span.source not in GUESSED:
            return span
        name = key(text[span.start : span.end])
        entry = self._ours.get(name)
        if entry is None:
            entity = _entity(name, span.entity, self._names.owner, self._names.entries)
            entry = self._all.get(entity, Entry(entity, span.kind, ""))
            if entity not in self._all:
                return replace(span, entity=entity)
        return replace(span, entity=entry.entity, kind=entry.kind, type=entry.type)


def _entity(name: str, own: str, owner: Mapping[str, str], entries: Mapping[str, Entry]) -> str:
    """Give the entity of a name: that of its owner, its own if it is looked for, else as met."""
    return owner.get(name, name if name in entries else own)


def gather(counts: Met, register: Register) -> Names:
    """Bring the guesses together: one entry a name, "Moss" under "Angela Moss" if that is clear."""
    types: dict[str, Counter[tuple[str, str]]] = {}
    spelt: dict[str, Counter[str]] = {}
    for (name, _, type_, kind, surface), times in counts.items():
        types.setdefault(name, Counter())[type_, kind] += times
        spelt.setdefault(name, Counter())[surface] += times
    whole: dict[str, set[str]] = {}
    for name, one in types.items():
        if _most(one)[0] == "PERSON" and " " in name:
            for word in name.split():
                whole.setdefault(word, set()).add(name)
    entries: dict[str, Entry] = {}
    owner: dict[str, str] = {}
    for name in sorted(types):
        if not name or (len(name) < 3 and name.isalpha()):
            continue
        type_, kind = _most(types[name])
        people = whole.get(name, set()) if type_ in {"PERSON", "OTHER"} else set()
        owner[name] = min(people) if len(people) == 1 and " " not in name else name
        if owner[name] == name:
            kind = "place" if type_ == "LOC" else kind
            entries[name] = Entry(name, kind, _most(spelt[name]))
    entries = {n: e for n, e in entries.items() if _worth_keeping(e, register)}
    return Names(entries, owner, _others(counts, owner, entries, register.alone))


def _others(
    counts: Met,
    owner: Mapping[str, str],
    entries: Mapping[str, Entry],
    ours: Mapping[str, Entry],
) -> dict[str, Entry]:
    """Give the entities that are looked for nowhere else, by what was met most often."""
    left: dict[str, Counter[tuple[str, str]]] = {}
    for (name, own, _, kind, surface), times in counts.items():
        entity = _entity(name, own, owner, entries)
        if name not in ours and entity not in entries:
            left.setdefault(entity, Counter())[kind, surface] += times
    return {entity: Entry(entity, *_most(one)) for entity, one in sorted(left.items())}


def _most(counts: Counter[Any]) -> Any:
    """Give what was met most often; of equals, the first in order."""
    return min(counts, key=lambda one: (-counts[one], one))


def _worth_keeping(entry: Entry, register: Register) -> bool:
    """Whether a guess may be looked for elsewhere: not if the register has the word already."""
    words = entry.entity.split()
    if len(words) == 1:
        return words[0] not in register.vocabulary
    return not all(ordinary(word) for word in words) or entry.name != entry.name.lower()


def _echoes(text: Folded, span: Span) -> bool:
    """Whether a name found again is meant as one: everyday words need a capital."""
    surface = text.text[span.start : span.end]
    return surface != surface.lower() or not all(ordinary(word) for word in key(surface).split())


def _guess(span: Span) -> Span:
    """Mark a name found again as the guess that it is."""
    return replace(span, source="gazetteer", confidence=0.5, state="unsure")
