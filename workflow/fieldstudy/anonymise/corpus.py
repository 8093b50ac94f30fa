"""Anonymise a whole study in memory: turns in, masked turns, offset map, key and queue out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import keys, people, roles, withdraw
from fieldstudy.anonymise.decisions import Decision
from fieldstudy.anonymise.detect import Passage, Settings, detect_study
from fieldstudy.anonymise.mask import Cut, mask
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.replace import number, replacement
from fieldstudy.anonymise.review import queue
from fieldstudy.anonymise.spans import Span
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


@dataclass(frozen=True)
class Anonymised:
    """A study with every identifier replaced.

    Parameters
    ----------
    turns
        Rows of the safeguarded ``turns.csv``.
    spans
        Finds with their replacements, one list a turn.
    key
        Rows of ``key.csv``.
    review
        Rows of ``review.csv``: what is masked but not sure.
    unmatched
        Rows of ``decisions.csv`` that match nothing.
    """

    turns: list[Row]
    spans: list[list[Span]]
    key: list[Row]
    review: list[Row]
    unmatched: list[int]


def anonymise(source: Source, settings: Settings, salt: bytes) -> Anonymised:
    """Anonymise every turn of a study.

    Raises
    ------
    StudyError
        If a speaker is unknown, or a withdrawn passage is not in its turn.
    """
    known = people.with_participants(source.register, source.participants, "register.csv")
    register = Register.of(answers.extended(known, source.decisions))
    speakers = people.speakers(source.turns, known, "turns.csv")
    passages = [Passage(turn["interview"], turn["text"]) for turn in source.turns]
    passages += [Passage("", cell) for cell in source.cells]
    mine = people.of_interview(source.participants)
    finds = detect_study(passages, register, settings, mine)
    decided, matched = answers.apply(passages, finds.spans, source.decisions)
    told = roles.shared(register.entries.values(), source.k, _areas(source, speakers, decided))
    numbers = number(register.entries.values(), finds.unregistered.values(), salt, told)
    _refuse_doubles(register, numbers)
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
    met = {name: entry for name, entry in finds.unregistered.items() if name in said}
    key = keys.entity_rows(register, met, numbers)
    key += keys.spelling_rows(source.turns, turns, spans)
    return Anonymised(turns, spans, key, queue(source.turns, spans), unmatched)


def _areas(
    source: Source, speakers: Sequence[str], spans: Sequence[Sequence[Span]]
) -> dict[str, set[str]]:
    """Give the areas in which each entity speaks or is spoken of."""
    if not source.areas:
        return {}
    met: dict[str, set[str]] = {}
    for turn, speaker, found in zip(source.turns, speakers, spans, strict=False):
        area = source.areas.get(turn["interview"], turn["interview"])
        for entity in (speaker, *(span.entity for span in found)):
            met.setdefault(entity, set()).add(area)
    return met


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


def span_rows(turns: Sequence[Row], spans: Sequence[Sequence[Span]]) -> list[Row]:
    """Write the offset map; it holds no words, which the key alone keeps."""
    return [
        {
            "interview": turn["interview"],
            "turn": turn["turn"],
            "start": str(span.start),
            "end": str(span.end),
            "replacement": span.replacement,
            "type": span.type,
            "entity": _id(span),
            "source": span.source,
            "confidence": f"{span.confidence:.2f}",
            "state": span.state,
        }
        for turn, found in zip(turns, spans, strict=True)
        for span in found
    ]


def _id(span: Span) -> str:
    """Give the register's id of a find; what has none would be named by its own words."""
    registered = span.source in {"register", "fuzzy"} and not span.entity.startswith(answers.ADDED)
    return span.entity if registered else ""
