"""Find every identifier: the union of register, patterns, gazetteer and model, in a text or a study."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fieldstudy.anonymise import gazetteer, nets, patterns, places
from fieldstudy.anonymise import model as models
from fieldstudy.anonymise.match import FUZZY, Matcher
from fieldstudy.anonymise.model import Model
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.replace import SHAPE
from fieldstudy.anonymise.spans import Span, resolve
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.anonymise.words import bodies, lower_word, nationwide, ordinary, titles

GUESSED = frozenset({"gazetteer", "model"})


@dataclass(frozen=True)
class Passage:
    """A text of the study, and the interview it belongs to (empty for a table)."""

    interview: str
    text: str


@dataclass(frozen=True)
class Settings:
    """How to look: the model, the likeness asked of a mis-heard name (0 to 100), what stays.

    What is national stays too, unless ``national`` is false.
    """

    model: Model = field(default_factory=models.NoModel)
    fuzzy: float = FUZZY
    allow: frozenset[str] = frozenset()
    national: bool = True

    @property
    def stays(self) -> frozenset[str]:
        """Phrases that identify nobody in this study, folded."""
        return self.allow | nationwide() if self.national else self.allow


@dataclass(frozen=True)
class Finds:
    """What was found in a study.

    Parameters
    ----------
    spans
        One list a passage, disjoint, in order.
    unregistered
        Those that no register explains, by entity, each with the spelling met most often.
    """

    spans: list[list[Span]]
    unregistered: dict[str, Entry]


def detect(text: str, register: Register | None = None, model: Model | None = None) -> list[Span]:
    """Find the identifiers of one text.

    Parameters
    ----------
    text
        The text.
    register
        Known people, places and organisations.
    model
        The second net; the default language model if none is given, ``NoModel()`` for none.

    Returns
    -------
    list of Span
        Disjoint, in order.

    Examples
    --------
    >>> known = Register.from_names(["Gwen Sallis-Howe"])
    >>> [span.entity for span in detect("I rang gwen’s office.", known, models.NoModel())]
    ['gwen sallis-howe']
    """
    settings = Settings(model or models.default(), national=False)
    found = detect_study([Passage("", text)], register or Register.of([]), settings)
    return found.spans[0]


def detect_study(
    passages: Sequence[Passage],
    register: Register,
    settings: Settings,
    of_interview: dict[str, frozenset[str]] | None = None,
) -> Finds:
    """Find the identifiers of a whole study; a name met once is looked for everywhere.

    Parameters
    ----------
    passages
        Every text, in any order.
    register
        Known people, places and organisations.
    settings
        How to look.
    of_interview
        The participants of each interview, who count first where several share a name.
    """
    texts = [Folded(passage.text) for passage in passages]
    prefer = [(of_interview or {}).get(passage.interview, frozenset()) for passage in passages]
    certain = known(texts, register, settings, prefer)
    guessed = guesses(texts, settings)
    first = [
        disjoint(text, [*sure, *guess])
        for text, sure, guess in zip(texts, certain, guessed, strict=True)
    ]
    entries, owner = gather(texts, first, register)
    ours = _registered(register)
    again = Matcher(Register.of(entries.values()), fuzzy=101)
    found = []
    for text, sure, guess in zip(texts, certain, guessed, strict=True):
        echoes = [_guess(span) for span in again.find(text) if _echoes(text, span)]
        spans = disjoint(text, [*sure, *guess, *echoes])
        found.append([_owned(text, span, owner, entries, ours) for span in spans])
    return Finds(found, entries)


def known(
    texts: Sequence[Folded],
    register: Register,
    settings: Settings,
    prefer: Sequence[frozenset[str]],
) -> list[list[Span]]:
    """Find what register and patterns tell, without any guess."""
    matcher = Matcher(register, settings.fuzzy)
    return [
        [*matcher.find(text, mine), *patterns.find(text)]
        for text, mine in zip(texts, prefer, strict=True)
    ]


def guesses(texts: Sequence[Folded], settings: Settings) -> list[list[Span]]:
    """Find what shape, common names, the model and capitals suggest."""
    stays = settings.stays
    asked = models.find_all(texts, settings.model, stays)
    found = []
    for text, named in zip(texts, asked, strict=True):
        spans = [*gazetteer.find(text, stays), *places.find(text, stays), *named]
        spans += [*nets.firms(text), *_typed(spans, nets.unknown(text, stays))]
        found.append([*spans, *nets.bridged(text, spans)])
    return found


def disjoint(text: Folded, spans: list[Span]) -> list[Span]:
    """Make the finds of a text disjoint, leaving replacements made before as they are."""
    done = [match.span() for match in SHAPE.finditer(text.text)]
    free = [s for s in spans if not any(s.start < end and start < s.end for start, end in done)]
    return [
        _tight(text.text, span) for span in resolve(free, lambda a, b: may_name(text.text[a:b]))
    ]


def may_name(surface: str) -> bool:
    """Whether a piece of text may hold a name: more than titles and kinds of bodies, or a number."""
    if re.search(r"\d{3}", surface):
        return True
    found = re.findall(r"[^\W\d_]{2,}", surface)
    if any(len(word) > 2 and word.islower() and not lower_word(word) for word in found):
        return True
    words = [
        word
        for word in found
        if word[0].isupper() and word.lower() not in titles() and not gazetteer.is_allowed(word)
    ]
    return len(words) > 1 or any(word.lower() not in bodies() for word in words)


def _tight(text: str, span: Span) -> Span:
    """Take spaces and marks off the edges of a find."""
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip(" ,;:.-'’"))
    right = len(piece) - len(piece.rstrip(" ,;:-'’"))
    return replace(span, start=span.start + left, end=span.end - right) if left or right else span


def gather(
    texts: Sequence[Folded], found: Sequence[Sequence[Span]], register: Register
) -> tuple[dict[str, Entry], dict[str, str]]:
    """Bring the guesses together: one entry a name, "Moss" under "Angela Moss" if that is clear.

    Returns
    -------
    tuple
        Entries by entity; and for each name met, its entity.
    """
    met: dict[str, Counter[tuple[str, str]]] = {}
    spelt: dict[str, Counter[str]] = {}
    for text, spans in zip(texts, found, strict=True):
        for span in spans:
            if span.source in GUESSED:
                surface = text.text[span.start : span.end]
                name = key(surface)
                met.setdefault(name, Counter())[span.type, span.kind] += 1
                spelt.setdefault(name, Counter())[surface] += 1
    entries: dict[str, Entry] = {}
    owner: dict[str, str] = {}
    people = {n for n, c in met.items() if _most(c)[0] == "PERSON" and " " in n}
    for name in sorted(met):
        if not name or (len(name) < 3 and name.isalpha()):
            continue
        type_, kind = _most(met[name])
        whole = {p for p in people if name in p.split()} if type_ in {"PERSON", "OTHER"} else set()
        owner[name] = min(whole) if len(whole) == 1 and " " not in name else name
        if owner[name] == name:
            kind = "place" if type_ == "LOC" else kind
            entries[name] = Entry(name, kind, _most(spelt[name]))
    return {n: e for n, e in entries.items() if _worth_keeping(e, register)}, owner


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


def _typed(guessed: list[Span], nets: list[Span]) -> list[Span]:
    """Give a capital that nothing explains the type of the typed guess inside it."""
    typed = []
    for net in nets:
        inside = [span for span in guessed if span.within(net)]
        best = max(inside, key=lambda span: (span.confidence, span), default=None)
        typed.append(replace(net, type=best.type, kind=best.kind) if best else net)
    return typed


def _guess(span: Span) -> Span:
    """Mark a name found again as the guess that it is."""
    return replace(span, source="gazetteer", confidence=0.5, state="unsure")


def _registered(register: Register) -> dict[str, Entry]:
    """Give the entry that each form of a name belongs to, where it is only one."""
    owners: dict[str, set[str]] = {}
    for forms in register.forms.values():
        for form in forms:
            if form.part != "letters":
                owners.setdefault(" ".join(form.tokens), set()).add(form.entity)
    return {
        words: register.entries[min(entities)]
        for words, entities in owners.items()
        if len(entities) == 1
    }


def _owned(
    text: Folded,
    span: Span,
    owner: dict[str, str],
    entries: dict[str, Entry],
    ours: dict[str, Entry],
) -> Span:
    """Give a guess the entity under which its name was brought together, or the register's."""
    if span.source not in GUESSED:
        return span
    name = key(text.text[span.start : span.end])
    if name in ours:
        known = ours[name]
        return replace(span, entity=known.entity, kind=known.kind, type=known.type)
    entity = owner.get(name, name if name in entries else span.entity)
    entry = entries.get(entity)
    if entry is None:
        entries[entity] = Entry(entity, span.kind, text.text[span.start : span.end])
        return replace(span, entity=entity)
    return replace(span, entity=entity, kind=entry.kind, type=entry.type)
