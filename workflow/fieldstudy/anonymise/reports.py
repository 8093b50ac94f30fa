"""The verb ``measure``: what was masked, whose crowd is how small, and what waits for a decision."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from fieldstudy.anonymise import files, kanonymity, measure, people
from fieldstudy.anonymise.register import Entry, read_entries
from fieldstudy.anonymise.replace import participant_numbers
from fieldstudy.anonymise.review import around
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.anonymise.tables import by_interview
from fieldstudy.anonymise.text import key
from fieldstudy.anonymise.verbs import crowd, masker
from fieldstudy.io import read_rows, write_rows
from fieldstudy.study import Study

Row = dict[str, str]
RECALL = ("type", "mentions", "masked", "recall", "low", "high", "spans", "precision")
MISSES = ("interview", "turn", "start", "end", "type", "entity", "context")


def measured(asked: argparse.Namespace) -> None:
    """Measure recall where there is gold annotation, the crowds, and the counts of the summary."""
    study = Study.read(asked.config)
    named = files.by_stem(asked.tables, ("areas", "register", "participants", "decisions"))
    corpus = Corpus(asked, study, named)
    write_rows(asked.kanonymity, kanonymity.COLUMNS, _crowds(study, asked, named, corpus))
    gold = files.gold(study.gold, corpus.texts)
    rows, missed = measure.recall(corpus.texts, gold, corpus.spans)
    whole, known = measure.whole_people(corpus.texts, gold, corpus.spans)
    counts = {
        **_counts(corpus.states),
        "names undecided": len(read_rows(asked.review)),
        "decisions": len(read_rows(named["decisions"])),
        "decisions that match nothing": len(read_rows(asked.unmatched)),
        **_people(read_rows(asked.people)),
        **{f"gold {name}": rows[-1][name] for name in RECALL[1:]},
        "gold people": known,
        "gold people masked whole": whole,
    }
    summary = [{"measure": name, "value": value} for name, value in counts.items()]
    write_rows(asked.recall, RECALL, rows)
    write_rows(asked.misses, MISSES, [_miss(m, corpus.texts, corpus.spans) for m in missed])
    write_rows(asked.summary, ("measure", "value"), summary)


class Corpus:
    """The turns with their finds, read once; only the interviews with annotation are kept."""

    def __init__(self, asked: argparse.Namespace, study: Study, named: Mapping[str, Path]) -> None:
        self._turns, self._spans = asked.turns, asked.spans
        self._annotated = files.annotated(study.gold)
        areas = by_interview(read_rows(named["areas"]))
        self._codes = {row["interview"]: row["code"] for row in areas}
        self.states: Counter[str] = Counter()
        self.texts: dict[measure.Place, str] = {}
        self.spans: dict[measure.Place, list[Span]] = {}

    def talk(self, entries: Sequence[Entry]) -> Iterator[kanonymity.Talk]:
        """Give one turn after the other, and count the states of the finds."""
        known = people.labels(entries)
        found = files.Interviews(self._spans)
        for interview, turns in files.Interviews(*self._turns):
            spans = files.spans(found.of(interview))
            self.states.update(_state(span) for one in spans.values() for span in one)
            texts = {(interview, int(turn["turn"])): turn["text"] for turn in turns}
            if interview in self._annotated:
                self.texts |= texts
                self.spans |= spans
            for turn, (place, text) in zip(turns, texts.items(), strict=True):
                speaker = people.speaker(turn["speaker"], known)
                area = self._codes.get(interview, "")
                yield kanonymity.Talk(area, speaker, text, spans.get(place, ()))


def _state(span: Span) -> str:
    return "withdrawn" if span.type == WITHDRAWN else span.state


def _miss(
    miss: measure.Mention,
    texts: Mapping[measure.Place, str],
    spans: Mapping[measure.Place, Sequence[Span]],
) -> Row:
    """Give a miss with the words around it, those withdrawn left out."""
    place = (miss.interview, miss.turn)
    before, after = around(texts[place], miss.start, miss.end, spans.get(place, ()))
    words = texts[place][miss.start : miss.end]
    return vars(miss) | {"context": f"{before}»{words}«{after}"}


def _counts(states: Counter[str]) -> dict[str, object]:
    """Count the finds by state."""
    masked = {state: states[state] for state in ("sure", "unsure", "decided")}
    return {
        "mentions masked": sum(masked.values()),
        **{f"mentions {state}": count for state, count in masked.items()},
        "passages withdrawn": states["withdrawn"],
    }


def _people(everyone: Sequence[Row]) -> dict[str, object]:
    """Count the participants, and those who did not consent."""
    return {
        "people": len(everyone),
        "not to be quoted": sum(row["consent_quote"] == "no" for row in everyone),
        "not to be archived": sum(row["consent_archive"] == "no" for row in everyone),
    }


def _crowds(
    study: Study,
    asked: argparse.Namespace,
    named: Mapping[str, Path],
    corpus: Corpus,
) -> list[Row]:
    """Give the crowds of the participants, and those of what was said; all of it as printed."""
    codes = {row["interview"]: row["code"] for row in by_interview(read_rows(named["areas"]))}
    everyone = read_rows(named["participants"])
    entries = people.with_participants(read_entries(named["register"]), everyone, "register.csv")
    masked = masker(study, named, asked.key)
    bodies = _bodies(entries, everyone, masked)
    staying = [
        row | {"area": codes[row["interview"]], "organisation": bodies[row["participant"]]}
        for row in read_rows(asked.people)
    ]
    # A role that names somebody itself is not said here.
    roles = {e.entity: e.role for e in entries if e.role and masked(e.role) == e.role}
    k = crowd(study)
    return [*kanonymity.crowds(staying, k), *kanonymity.said(corpus.talk(entries), roles, k)]


def _bodies(
    entries: Sequence[Entry], everyone: Sequence[Row], masked: Callable[[str], str]
) -> dict[str, str]:
    """Give each participant's organisation as it is printed; one not registered gets a number."""
    known = {key(name) for e in entries if e.type == "ORG" for name in (e.name, *e.aliases)}
    theirs = {row["participant"]: row.get("organisation", "") for row in everyone}
    others = sorted({name for name in theirs.values() if key(name) not in known})
    unknown = {name: f"unregistered organisation {n}" for n, name in enumerate(others, start=1)}
    return {
        f"Participant {place}": unknown.get(theirs[one]) or masked(theirs[one])
        for one, place in participant_numbers(theirs).items()
    }
