"""Anonymise a study in three steps: look at each batch, number all names, mask each batch.

What a batch shows (``find``) adds up to what the study shows, whatever the batches; ``number_all`` then
gives everybody one replacement, and with these ``mask_all`` writes each batch. ``anonymise`` does all
three in memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import keys, people, roles, withdraw
from fieldstudy.anonymise.decisions import Decision
from fieldstudy.anonymise.detect import Detector, Passage, Settings
from fieldstudy.anonymise.mask import Cut, mask
from fieldstudy.anonymise.propagate import Again, Looked, Met, Names, first, gather, met
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.replace import number, replacement
from fieldstudy.anonymise.review import queue
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded
from fieldstudy.errors import StudyError

Row = dict[str, str]


@dataclass(frozen=True)
class Source:
    """What ingest read.

    Parameters
    ----------
    turns, register, participants, feedback, decisions
        The study's tables.
    cells
        Every cell of a table that is masked as the transcripts are.
    areas
        Interview → area, so that no role is printed beside an area that names its holder.
    k
        How many people must share a role for it to be printed.
    """

    turns: Sequence[Row]
    register: Sequence[Entry]
    participants: Sequence[Row]
    feedback: Sequence[Row]
    decisions: Sequence[Decision]
    cells: Sequence[str] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    k: int = 3


@dataclass
class Found:
    """What the turns and cells of one batch show by themselves.

    Parameters
    ----------
    looked
        One a turn, then one a cell.
    met
        The guesses, counted.
    areas
        Entity of the register → the areas in which it speaks or is spoken of.
    """

    looked: list[Looked]
    met: Met
    areas: dict[str, set[str]]


@dataclass(frozen=True)
class Numbered:
    """Who is registered, the names that no register explains, and everybody's replacement."""

    registered: dict[str, Entry]
    names: Names
    numbers: dict[str, str]

    def key_rows(self, said: Set[str]) -> list[Row]:
        """Say which replacement stands for whom: all of the register, and the names that are said."""
        met = {name: entry for name, entry in self.names.all.items() if name in said}
        return keys.entity_rows(self.registered, met, self.numbers)


@dataclass(frozen=True)
class Masked:
    """A batch with every identifier replaced.

    Parameters
    ----------
    turns
        Rows of the safeguarded ``turns.csv``.
    spans
        Finds with their replacements, one list a turn.
    said
        The entities in turns and cells.
    spellings
        The key's rows that keep the letters of each mention.
    review
        Rows of ``review.csv``: what is masked but not sure.
    unmatched
        Rows of ``decisions.csv`` that match nothing here.
    """

    turns: list[Row]
    spans: list[list[Span]]
    said: set[str]
    spellings: list[Row]
    review: list[Row]
    unmatched: list[int]


@dataclass(frozen=True)
class Anonymised(Masked):
    """A whole study with every identifier replaced, and its key."""

    key: list[Row]


def anonymise(source: Source, settings: Settings, salt: bytes) -> Anonymised:
    """Anonymise every turn of a study that fits into memory.

    Raises
    ------
    StudyError
        If a speaker is unknown, or a withdrawn passage is not in its turn.
    """
    found = find(source, settings)
    numbered = number_all(source, found.met, found.areas, salt)
    made = mask_all(source, found.looked, numbered)
    return Anonymised(**vars(made), key=[*numbered.key_rows(made.said), *made.spellings])


def _known(source: Source) -> list[Entry]:
    """Give the register with the participants."""
    return people.with_participants(source.register, source.participants, "register.csv")


def _register(source: Source) -> Register:
    """Give the register with the participants and what decisions add."""
    return Register.of(answers.extended(_known(source), source.decisions))


def _passages(source: Source) -> list[Passage]:
    """Give the texts of the turns, then those of the cells."""
    turns = [Passage(turn["interview"], turn["text"]) for turn in source.turns]
    return [*turns, *(Passage("", cell) for cell in source.cells)]


def find(source: Source, settings: Settings) -> Found:
    """Find what a batch shows by itself.

    Raises
    ------
    StudyError
        If a speaker is unknown.
    """
    speakers = people.speakers(source.turns, _known(source), "turns.csv")
    register = _register(source)
    passages = _passages(source)
    mine = people.of_interview(source.participants)
    looked = Detector(register, settings).look(passages, mine)
    texts = [passage.text for passage in passages]
    firsts = [first(*pair) for pair in zip(texts, looked, strict=True)]
    ours = Again(Names({}, {}, {}), register)
    decided, _ = answers.apply(
        passages,
        [[ours.owned(s, t) for s in spans] for t, spans in zip(texts, firsts, strict=True)],
        answers.Answers(source.decisions),
    )
    areas = _areas(source, speakers, decided, register)
    return Found(looked, met(texts, firsts), areas)


def _areas(
    source: Source,
    speakers: Sequence[str],
    spans: Sequence[Sequence[Span]],
    register: Register,
) -> dict[str, set[str]]:
    """Give the areas in which each entity of the register speaks or is spoken of."""
    met: dict[str, set[str]] = {}
    for turn, speaker, found in zip(source.turns, speakers, spans, strict=False):
        area = source.areas.get(turn["interview"], turn["interview"])
        for entity in (speaker, *(span.entity for span in found)):
            if source.areas and entity in register.entries:
                met.setdefault(entity, set()).add(area)
    return met


def number_all(source: Source, counts: Met, areas: Mapping[str, set[str]], salt: bytes) -> Numbered:
    """Give everybody and everything in the study one replacement.

    Parameters
    ----------
    source
        The study's tables; its turns are not looked at.
    counts, areas
        What all batches show, together.
    salt
        The study's salt.
    """
    register = _register(source)
    names = gather(counts, register)
    told = roles.shared(register.entries.values(), source.k, areas)
    numbers = number(register.entries.values(), names.all.values(), salt, told)
    _refuse_doubles(register, numbers)
    return Numbered(register.entries, names, numbers)


def mask_all(source: Source, looked: Sequence[Looked], numbered: Numbered) -> Masked:
    """Mask one batch.

    Parameters
    ----------
    source
        The study's tables, with the turns and cells of the batch.
    looked
        What ``find`` gave for them.
    numbered
        The replacements of the whole study.

    Raises
    ------
    StudyError
        If a withdrawn passage is not in its turn.
    """
    register, names, numbers = _register(source), numbered.names, numbered.numbers
    speakers = people.speakers(source.turns, _known(source), "turns.csv")
    passages = _passages(source)
    again = Again(names, register)
    finds = [again.spans(Folded(p.text), one) for p, one in zip(passages, looked, strict=True)]
    decided, matched = answers.apply(passages, finds, answers.Answers(source.decisions))
    done = answers.printed(source.decisions) | _generalised(register, numbers)
    spans = [
        [
            replace(span, replacement=replacement(span, numbers))
            for span in _undone(passage.text, found, done)
        ]
        for passage, found in zip(passages, decided, strict=True)
    ]
    spans, cells = spans[: len(source.turns)], spans[len(source.turns) :]
    spans = _without_withdrawn(source, speakers, spans)
    turns = [
        turn | {"speaker": numbers[speaker], "text": mask(turn["text"], cuts(found))}
        for turn, speaker, found in zip(source.turns, speakers, spans, strict=True)
    ]
    unmatched = [d.row for d in source.decisions if d.row not in matched]
    said = {span.entity for found in (*spans, *cells) for span in found}
    spellings = keys.spelling_rows(source.turns, turns, spans)
    return Masked(turns, spans, said, spellings, queue(source.turns, spans), unmatched)


def _generalised(register: Register, numbers: Mapping[str, str]) -> frozenset[str]:
    """Give what is printed instead of identifying details."""
    return frozenset(numbers[e] for e, entry in register.entries.items() if entry.kind == "detail")


def _undone(text: str, spans: Sequence[Span], done: frozenset[str]) -> list[Span]:
    """Leave out finds within words in brackets that an earlier run printed."""
    ends = [(m.start(), m.end()) for words in done for m in re.finditer(re.escape(words), text)]
    return [s for s in spans if not any(low <= s.start and s.end <= high for low, high in ends)]


def cuts(spans: Sequence[Span]) -> list[Cut]:
    """Give the finds as pieces to replace."""
    return [Cut(span.start, span.end, span.replacement, span.type) for span in spans]


def _refuse_doubles(register: Register, numbers: Mapping[str, str]) -> None:
    """Stop if a person would be printed as somebody else."""
    owner: dict[str, str] = {}
    for entity, entry in sorted(register.entries.items()):
        text = numbers[entity]
        if text in owner and entry.kind != "detail":
            what = f"'{entity}' would be printed as '{owner[text]}' is; change the generalisation"
            raise StudyError.of("register.csv: generalisation", what)
        owner.setdefault(text, entity)


def _without_withdrawn(
    source: Source, speakers: Sequence[str], spans: Sequence[list[Span]]
) -> list[list[Span]]:
    """Remove withdrawn passages, and every turn of people who withdrew."""
    texts = {(turn["interview"], turn["turn"]): turn["text"] for turn in source.turns}
    removed = withdraw.passages(source.feedback, texts, "feedback.csv")
    gone = people.withdrawn(source.participants)
    made = []
    for turn, speaker, found in zip(source.turns, speakers, spans, strict=True):
        here = removed.get((turn["interview"], turn["turn"]), [])
        if speaker in gone:
            here = withdraw.whole_turn(turn["text"])
        made.append(withdraw.remove(found, here))
    return made
