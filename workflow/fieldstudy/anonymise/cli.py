"""The commands of the anonymise stage: read files, call the stage's functions, write files."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import diff, files, kanonymity, measure, people, tables
from fieldstudy.anonymise import model as models
from fieldstudy.anonymise.carry import carry
from fieldstudy.anonymise.corpus import Source, anonymise, cuts, span_rows
from fieldstudy.anonymise.detect import Passage, Settings, detect_study
from fieldstudy.anonymise.mask import mask
from fieldstudy.anonymise.register import Register, read_entries
from fieldstudy.anonymise.replace import replacement
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.errors import Problems
from fieldstudy.io import read_rows, read_text, write_text
from fieldstudy.study import Study

Row = dict[str, str]
CODING = (
    *("id", "interview", "turn", "start", "end", "text", "theme", "code", "stance"),
    *("coder", "of", "status", "memo"),
)
SPANS = (
    *("interview", "turn", "start", "end", "replacement", "type", "entity", "source"),
    *("confidence", "state", "text"),
)
KEY = ("replacement", "kind", "entity", "name", "registered")
REVIEW = (
    *("text", "replacement", "type", "source", "confidence", "mentions", "interview", "turn"),
    *("before", "after"),
)
TURNS = ("interview", "turn", "speaker", "start", "text")
RECALL = ("type", "mentions", "masked", "recall", "low", "high", "spans", "precision")
CROWD = ("crowd", "who", "people")
MISSES = ("interview", "turn", "start", "end", "type", "entity", "context")


def parser() -> argparse.ArgumentParser:
    """Describe the verbs and their files."""
    whole = argparse.ArgumentParser(
        prog="python -m fieldstudy anonymise",
        description="Mask every identifier, carry codings across, and measure what was masked.",
    )
    verbs = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    turned = _verb(
        verbs, "transcripts", transcripts, "mask the turns; write offset map, key, queue"
    )
    _files(turned, "turns", "out", "spans", "key", "review", "diff")
    _tables(turned)
    coded = _verb(verbs, "codings", codings, "carry codings to the anonymised turns")
    _files(coded, "codings", "turns", "spans", "out")
    listed = _verb(verbs, "people", pass_people, "pass on participants, areas, interviews")
    _files(listed, "key")
    _tables(listed)
    listed.add_argument("--out", type=Path, required=True, metavar="DIR", help=WHAT["dir"])
    tabled = _verb(verbs, "table", pass_table, "pass a table on by the actions of its columns")
    _files(tabled, "table", "key", "out")
    _tables(tabled)
    told = _verb(verbs, "measure", measured, "measure recall, precision, misses and crowds")
    _files(told, "turns", "spans", "review", "people", "interviews")
    _files(told, "recall", "misses", "kanonymity", "summary")
    _tables(told)
    return whole


WHAT = {
    "turns": "in: turns.csv as ingest read it (for codings: the anonymised one)",
    "codings": "in: codings.csv as ingest read it",
    "spans": "the offset map, spans.csv: out of transcripts, into the other verbs (controlled)",
    "key": "the key, key.csv: out of transcripts, into tables (controlled)",
    "review": "the review queue, review.csv: out of transcripts, into measure (controlled)",
    "diff": "out: every change side by side, diff.html (controlled)",
    "out": "out: the anonymised file (safeguarded)",
    "table": "in: the table as ingest read it",
    "dir": "out: the folder for areas.csv, interviews.csv, participants.csv",
    "people": "in: the anonymised participants.csv",
    "interviews": "in: the anonymised interviews.csv",
    "recall": "out: recall.csv (safeguarded)",
    "misses": "out: misses.csv (controlled)",
    "kanonymity": "out: kanonymity.csv (safeguarded)",
    "summary": "out: summary.csv (safeguarded)",
}


def _verb(
    verbs: Any, name: str, does: Callable[[argparse.Namespace], None], what: str
) -> argparse.ArgumentParser:
    """Add a verb with the options that all have."""
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=what, description=what)
    verb.add_argument("--config", type=Path, default=Path("config/study.yml"), help="study.yml")
    verb.set_defaults(does=does)
    return verb


def _files(verb: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        verb.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=WHAT[name])


def _tables(verb: argparse.ArgumentParser) -> None:
    """Add the tables that ingest read, named by their stems, and the file that declares them."""
    helped = "in: tables as ingest read them (areas, participants, register, feedback, …)"
    verb.add_argument("--tables", type=Path, required=True, nargs="+", metavar="FILE", help=helped)
    verb.add_argument("--declared", type=Path, default=Path("config/tables.yml"), help="tables.yml")


def main(words: list[str]) -> int | None:
    """Run one verb."""
    asked = parser().parse_args(words)
    asked.does(asked)
    return 0


def transcripts(asked: argparse.Namespace) -> None:
    """Mask the turns of the whole study."""
    study = Study.read(asked.config)
    named = files.by_stem(asked.tables, ("register", "participants", "feedback", "decisions"))
    turns = read_rows(asked.turns)
    source = Source(
        turns,
        read_entries(named["register"]),
        read_rows(named["participants"]),
        read_rows(named["feedback"]),
        answers.read(read_rows(named["decisions"]), "decisions.csv"),
        files.cells(named, files.declared(asked.declared)),
    )
    made = anonymise(source, settings(study), read_text(study.salt).strip().encode())
    for row in made.unmatched:
        print(f"decisions.csv:{row}: text: matches nothing any more", file=sys.stderr)
    speakers = [turn["speaker"] for turn in made.turns]
    page = diff.page(turns, speakers, made.spans, study.title)
    files.write(asked.out, TURNS, made.turns)
    files.write(asked.spans, SPANS, span_rows(turns, made.spans))
    files.write(asked.key, KEY, made.key)
    files.write(asked.review, REVIEW, made.review)
    write_text(asked.diff, page)


def settings(study: Study, model: str = "") -> Settings:
    """Read how to look from the study's configuration."""
    found = Problems()
    fuzzy = study.anonymise.get("fuzzy", "88")
    if not fuzzy.isdigit() or not 50 <= int(fuzzy) <= 100:
        found.add("config/study.yml: anonymise: fuzzy", f"'{fuzzy}' is not a number from 50 to 100")
    found.stop_if_any()
    more: Any = study.anonymise.get("allow", [])
    allow = frozenset(key(words) for words in (more.split(";") if isinstance(more, str) else more))
    return Settings(models.by_name(model or study.anonymise["model"]), float(fuzzy), allow)


def codings(asked: argparse.Namespace) -> None:
    """Carry the codings across."""
    masked = {(t["interview"], t["turn"]): t["text"] for t in read_rows(asked.turns)}
    carried = carry(read_rows(asked.codings), masked, files.cuts(asked.spans))
    files.write(asked.out, CODING, carried.rows)


def pass_people(asked: argparse.Namespace) -> None:
    """Pass on who and where: participants, areas and interviews, names gone."""
    named = files.by_stem(asked.tables, files.OWN)
    areas = read_rows(named["areas"])
    masked = masker(Study.read(asked.config), named, asked.key)
    columns = tables.columns_of(files.declared(asked.declared), "participants")
    persons = read_rows(named["participants"])
    made = {
        "areas": tables.area_rows(areas),
        "interviews": tables.interview_rows(areas),
        "participants": tables.participant_rows(persons, areas, columns, masked),
    }
    for name, rows in made.items():
        if rows:
            files.write(asked.out / f"{name}.csv", list(rows[0]), rows)


def pass_table(asked: argparse.Namespace) -> None:
    """Pass one table on by the actions of its columns."""
    named = files.by_stem(asked.tables, files.OWN)
    codes = {row["area"]: row["code"] for row in read_rows(named["areas"])}
    masked = masker(Study.read(asked.config), named, asked.key)
    columns = tables.columns_of(files.declared(asked.declared), asked.table.stem)
    rows = tables.act(read_rows(asked.table), columns, codes, masked, asked.table.name)
    heads = [name for name, column in columns.items() if column["action"] != "drop"]
    files.write(asked.out, heads, rows)


def masker(study: Study, named: Mapping[str, Path], key_file: Path) -> Callable[[str], str]:
    """Give the function that masks a cell with the replacements of the key, without the model."""
    unregistered, numbers = files.key_entries(key_file)
    decided = answers.read(read_rows(named["decisions"]), "decisions.csv")
    entries = people.with_participants(
        read_entries(named["register"]), read_rows(named["participants"]), "register.csv"
    )
    added = [d.entry for d in decided if d.decision == "add"]
    register = Register.of([*unregistered, *entries, *added])
    how = settings(study, model="none")

    def masked(text: str) -> str:
        """Mask one cell."""
        passage = [Passage("", text)]
        found = detect_study(passage, register, how).spans
        spans = answers.apply(passage, found, decided)[0][0]
        return mask(text, cuts([_printed(span, numbers) for span in spans]))

    return masked


def _printed(span: Span, numbers: Mapping[str, str]) -> Span:
    return dataclasses.replace(span, replacement=replacement(span, numbers))


def measured(asked: argparse.Namespace) -> None:
    """Measure recall where there is gold annotation, the crowds, and the counts of the summary."""
    study = Study.read(asked.config)
    turns = read_rows(asked.turns)
    texts = {(turn["interview"], int(turn["turn"])): turn["text"] for turn in turns}
    spans = files.spans(asked.spans)
    rows, missed = measure.recall(texts, files.gold(study.gold, texts), spans)
    misses = [
        vars(m) | {"context": measure.context(texts[m.interview, m.turn], m.start, m.end)}
        for m in missed
    ]
    everyone = read_rows(asked.people)
    area_of = {row["interview"]: row["area"] for row in read_rows(asked.interviews)}
    named = files.by_stem(asked.tables, ("decisions",))
    cells = files.cells(named, files.declared(asked.declared))
    decided = answers.read(read_rows(named["decisions"]), "decisions.csv")
    counts = {
        **_counts([span for found in spans.values() for span in found]),
        "names undecided": len(read_rows(asked.review)),
        "decisions": len(decided),
        "decisions that match nothing": _unmatched(decided, turns, cells),
        "people": len(everyone),
        "not to be quoted": sum(row["consent_quote"] == "no" for row in everyone),
        "not to be archived": sum(row["consent_archive"] == "no" for row in everyone),
        **{f"gold {name}": rows[-1][name] for name in RECALL[1:]},
    }
    summary = [{"measure": name, "value": value} for name, value in counts.items()]
    files.write(asked.recall, RECALL, rows)
    files.write(asked.misses, MISSES, misses)
    files.write(asked.kanonymity, CROWD, kanonymity.crowds(everyone, area_of))
    files.write(asked.summary, ("measure", "value"), summary)


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
