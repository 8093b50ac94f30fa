"""The verb ``measure``: what was masked, whose crowd is how small, and what waits for a decision."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import files, kanonymity, measure, people
from fieldstudy.anonymise.register import Entry, read_entries
from fieldstudy.anonymise.replace import participant_number
from fieldstudy.anonymise.review import around
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.anonymise.tables import by_interview
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.anonymise.verbs import crowd, masker
from fieldstudy.io import read_rows, write_rows
from fieldstudy.study import Study

Row = dict[str, str]
RECALL = ("type", "mentions", "masked", "recall", "low", "high", "spans", "precision")
MISSES = ("interview", "turn", "start", "end", "type", "entity", "context")


def measured(asked: argparse.Namespace) -> None:
    """Measure recall where there is gold annotation, the crowds, and the counts of the summary."""
    study = Study.read(asked.config)
    turns = read_rows(asked.turns)
    texts = {(turn["interview"], int(turn["turn"])): turn["text"] for turn in turns}
    spans = files.spans(asked.spans)
    gold = files.gold(study.gold, texts)
    rows, missed = measure.recall(texts, gold, spans)
    named = files.by_stem(asked.tables, ("areas", "register", "participants", "decisions"))
    whole, known = measure.whole_people(texts, gold, spans)
    decided = answers.read(read_rows(named["decisions"]), "decisions.csv")
    cells = files.cells(named, files.declared(asked.declared))
    counts = {
        **_counts([span for found in spans.values() for span in found]),
        "names undecided": len(read_rows(asked.review)),
        "decisions": len(decided),
        "decisions that match nothing": _unmatched(decided, turns, cells),
        **_people(read_rows(asked.people)),
        **{f"gold {name}": rows[-1][name] for name in RECALL[1:]},
        "gold people": known,
        "gold people masked whole": whole,
    }
    summary = [{"measure": name, "value": value} for name, value in counts.items()]
    write_rows(asked.recall, RECALL, rows)
    write_rows(asked.misses, MISSES, [_miss(m, texts, spans) for m in missed])
    write_rows(asked.kanonymity, kanonymity.COLUMNS, _crowds(study, asked, named, turns, spans))
    write_rows(asked.summary, ("measure", "value"), summary)


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


def _counts(spans: Sequence[Span]) -> dict[str, object]:
    """Count the finds by state."""
    masked = [span for span in spans if span.type != WITHDRAWN]
    states = {
        state: sum(s.state == state for s in masked) for state in ("sure", "unsure", "decided")
    }
    return {
        "mentions masked": len(masked),
        **{f"mentions {state}": count for state, count in states.items()},
        "passages withdrawn": len(spans) - len(masked),
    }


def _people(everyone: Sequence[Row]) -> dict[str, object]:
    """Count the participants, and those who did not consent."""
    return {
        "people": len(everyone),
        "not to be quoted": sum(row["consent_quote"] == "no" for row in everyone),
        "not to be archived": sum(row["consent_archive"] == "no" for row in everyone),
    }


def _unmatched(
    decided: Sequence[answers.Decision], turns: Sequence[Row], cells: Sequence[str]
) -> int:
    """Count the decisions whose words are nowhere any more."""
    texts = [(turn["interview"], Folded(turn["text"])) for turn in turns]
    texts += [("", Folded(cell)) for cell in cells]
    return sum(
        not any(
            decision.interview in {"", interview} and answers.occurrences(text, decision.text)
            for interview, text in texts
        )
        for decision in decided
    )


def _crowds(
    study: Study,
    asked: argparse.Namespace,
    named: Mapping[str, Path],
    turns: Sequence[Row],
    spans: Mapping[measure.Place, Sequence[Span]],
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
    speakers = people.speakers(turns, entries, "turns.csv")
    talk = [
        kanonymity.Talk(
            *(codes.get(turn["interview"], ""), speaker, turn["text"]),
            spans.get((turn["interview"], int(turn["turn"])), ()),
        )
        for turn, speaker in zip(turns, speakers, strict=True)
    ]
    # A role that names somebody itself is not said here.
    roles = {e.entity: e.role for e in entries if e.role and masked(e.role) == e.role}
    k = crowd(study)
    return [*kanonymity.crowds(staying, k), *kanonymity.said(talk, roles, k)]


def _bodies(
    entries: Sequence[Entry], everyone: Sequence[Row], masked: Callable[[str], str]
) -> dict[str, str]:
    """Give each participant's organisation as it is printed; one not registered gets a number."""
    known = {key(name) for e in entries if e.type == "ORG" for name in (e.name, *e.aliases)}
    theirs = {row["participant"]: row.get("organisation", "") for row in everyone}
    others = sorted({name for name in theirs.values() if key(name) not in known})
    unknown = {name: f"unregistered organisation {n}" for n, name in enumerate(others, start=1)}
    return {
        f"Participant {participant_number(one, theirs)}": unknown.get(name) or masked(name)
        for one, name in theirs.items()
    }
