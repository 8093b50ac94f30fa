"""Anonymise a whole study in memory: turns in, masked turns, offset map, key and queue out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import people, withdraw
from fieldstudy.anonymise.decisions import Decision
from fieldstudy.anonymise.detect import Passage, Settings, detect_study
from fieldstudy.anonymise.mask import Cut, mask
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.replace import number, replacement
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.anonymise.text import key
from fieldstudy.errors import StudyError

Row = dict[str, str]
AROUND = 60  # characters of context on each side in the review queue


@dataclass(frozen=True)
class Source:
    """What ingest read, and where it lies, for messages."""

    turns: Sequence[Row]
    register: Sequence[Entry]
    participants: Sequence[Row]
    feedback: Sequence[Row]
    decisions: Sequence[Decision]
    cells: Sequence[str] = ()


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
    added = [d.entry for d in source.decisions if d.decision == "add"]
    known = people.with_participants(source.register, source.participants, "register.csv")
    register = Register.of([*known, *added])
    speakers = people.speakers(source.turns, known, "turns.csv")
    passages = [Passage(turn["interview"], turn["text"]) for turn in source.turns]
    passages += [Passage("", cell) for cell in source.cells]
    mine = people.of_interview(source.participants)
    finds = detect_study(passages, register, settings, mine)
    decided, matched = answers.apply(passages, finds.spans, source.decisions)
    numbers = number(register.entries.values(), finds.unregistered.values(), salt)
    _refuse_doubles(register, numbers)
    spans = [
        [replace(span, replacement=replacement(span, numbers)) for span in found]
        for found in decided[: len(source.turns)]
    ]
    spans = _without_withdrawn(source, speakers, spans)
    turns = [
        turn | {"speaker": numbers[speaker], "text": mask(turn["text"], cuts(found))}
        for turn, speaker, found in zip(source.turns, speakers, spans, strict=True)
    ]
    unmatched = [d.row for d in source.decisions if d.row not in matched]
    keys = key_rows(register, finds.unregistered, numbers)
    return Anonymised(turns, spans, keys, review_rows(source.turns, spans), unmatched)


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
    """Write the offset map; the raw text is kept beside it, but not what was withdrawn."""
    return [
        {
            "interview": turn["interview"],
            "turn": turn["turn"],
            "start": str(span.start),
            "end": str(span.end),
            "replacement": span.replacement,
            "type": span.type,
            "entity": span.entity,
            "source": span.source,
            "confidence": f"{span.confidence:.2f}",
            "state": span.state,
            "text": "" if span.type == WITHDRAWN else turn["text"][span.start : span.end],
        }
        for turn, found in zip(turns, spans, strict=True)
        for span in found
    ]


def key_rows(
    register: Register, unregistered: Mapping[str, Entry], numbers: Mapping[str, str]
) -> list[Row]:
    """Write the key: which replacement stands for whom."""
    entries = {**dict(unregistered.items()), **register.entries}
    rows = [
        {
            "replacement": numbers[entity],
            "kind": entry.kind,
            "entity": entity,
            "name": entry.name,
            "registered": "yes" if entity in register.entries else "no",
        }
        for entity, entry in entries.items()
    ]
    return sorted(rows, key=lambda row: (row["replacement"], row["entity"]))


def review_rows(turns: Sequence[Row], spans: Sequence[Sequence[Span]]) -> list[Row]:
    """Queue what is not sure: one row a name and spelling, with the first place it was met."""
    met: dict[tuple[str, str], Row] = {}
    for turn, found in zip(turns, spans, strict=True):
        for span in found:
            if span.state != "unsure":
                continue
            text = turn["text"][span.start : span.end]
            place = (span.entity, key(text))
            if place in met:
                met[place]["mentions"] = str(int(met[place]["mentions"]) + 1)
                continue
            met[place] = {
                "text": text,
                "replacement": span.replacement,
                "type": span.type,
                "source": span.source,
                "confidence": f"{span.confidence:.2f}",
                "mentions": "1",
                "interview": turn["interview"],
                "turn": turn["turn"],
                "before": turn["text"][max(0, span.start - AROUND) : span.start],
                "after": turn["text"][span.end : span.end + AROUND],
            }
    return list(met.values())
