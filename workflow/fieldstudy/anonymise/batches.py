"""The verbs that anonymise the transcripts: find in each batch, number all, mask each, join them.

A batch is some interviews, in the order of the study. Only ``number`` and ``join`` see all batches, and
they hold no more of them than their names; so memory stays as it is, however many batches there are.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from itertools import chain
from pathlib import Path

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import diff, files, keys, review
from fieldstudy.anonymise.corpus import (
    Found,
    Numbered,
    Row,
    Source,
    find,
    mask_all,
    number_all,
)
from fieldstudy.anonymise.propagate import Looked, Met, Names
from fieldstudy.anonymise.register import Entry, read_entries
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.tables import by_interview
from fieldstudy.anonymise.verbs import SPANS, TURNS, crowd, key_lock, settings
from fieldstudy.io import each_row, read_rows, read_text, write_rows, write_text
from fieldstudy.study import Study

NEEDED = ("areas", "register", "participants", "decisions")
SAID = ("entity",)
UNMATCHED = ("row",)


def find_batch(asked: argparse.Namespace) -> None:
    """Find what the turns of one batch show by themselves."""
    study = Study.read(asked.config)
    found = find(_source(asked, study), settings(study))
    write_text(asked.finds, "\n".join([_head(found), *map(_line, found.looked), ""]))


def number_names(asked: argparse.Namespace) -> None:
    """Give everybody one replacement, from what all batches show."""
    study = Study.read(asked.config)
    counts: Met = Counter()
    areas: dict[str, set[str]] = {}
    for path in asked.finds:
        with path.open(encoding="utf-8") as lines:
            head = json.loads(next(lines))
        counts.update({tuple(guess): times for *guess, times in head["met"]})
        for entity, theirs in head["areas"].items():
            areas.setdefault(entity, set()).update(theirs)
    salt = read_text(study.salt).strip().encode()
    write_text(asked.numbers, _numbered(number_all(_source(asked, study), counts, areas, salt)))


def mask_batch(asked: argparse.Namespace) -> None:
    """Mask the turns of one batch with the replacements of the whole study."""
    study = Study.read(asked.config)
    source = _source(asked, study)
    _, *looked = read_text(asked.finds).splitlines()
    made = mask_all(source, [_looked(line) for line in looked], _read_numbered(asked.numbers))
    page = diff.page(source.turns, [t["speaker"] for t in made.turns], made.spans, study.title)
    write_text(asked.diff, page)
    write_rows(asked.into / "turns.csv", TURNS, made.turns)
    write_rows(asked.into / "spans.csv", SPANS, files.span_rows(source.turns, made.spans))
    write_rows(asked.into / "key.csv", keys.COLUMNS, made.spellings)
    write_rows(asked.into / "said.csv", SAID, ((entity,) for entity in sorted(made.said)))
    write_rows(asked.into / "review.csv", review.COLUMNS, made.review)
    write_rows(asked.into / "unmatched.csv", UNMATCHED, ((row,) for row in made.unmatched))


def join(asked: argparse.Namespace) -> None:
    """Put the batches together, in their order."""
    lock = key_lock(Study.read(asked.config))
    queue: dict[tuple[str, str], Row] = {}
    said: set[str] = set()
    unmatched: list[set[str]] = []
    for batch in asked.batches:
        review.merge(queue, each_row(batch / "review.csv"))
        said.update(row["entity"] for row in each_row(batch / "said.csv"))
        unmatched.append({row["row"] for row in each_row(batch / "unmatched.csv")})
    stale = sorted(set.intersection(*unmatched), key=int)
    for row in stale:
        what = "matches nothing any more; correct the words, or take the row out"
        print(f"warning: decisions.csv:{row}: text: {what}", file=sys.stderr)
    write_rows(asked.out, TURNS, _rows(asked.batches, "turns.csv"))
    write_rows(asked.spans, SPANS, _rows(asked.batches, "spans.csv"))
    named = _read_numbered(asked.numbers).key_rows(said)
    files.write_key(asked.key, chain(named, _rows(asked.batches, "key.csv")), lock)
    write_rows(asked.review, review.COLUMNS, queue.values())
    write_rows(asked.unmatched, UNMATCHED, ((row,) for row in stale))


def _rows(batches: Sequence[Path], name: str) -> Iterator[Row]:
    """Give the rows of one file of every batch."""
    for batch in batches:
        yield from each_row(batch / name)


def _source(asked: argparse.Namespace, study: Study) -> Source:
    """Read the tables, and the turns of the batch; the cells go with one of the batches."""
    named = files.by_stem(asked.tables, NEEDED)
    return Source(
        read_rows(asked.turns) if "turns" in asked else [],
        read_entries(named["register"]),
        read_rows(named["participants"]),
        read_rows(named["feedback"]) if "feedback" in named else [],
        answers.read(read_rows(named["decisions"]), "decisions.csv"),
        files.cells(named, files.declared(asked.declared)) if vars(asked).get("cells") else (),
        {row["interview"]: row["code"] for row in by_interview(read_rows(named["areas"]))},
        crowd(study),
    )


def _head(found: Found) -> str:
    """Write what adds up over batches."""
    met = [[*guess, times] for guess, times in sorted(found.met.items())]
    areas = {entity: sorted(theirs) for entity, theirs in sorted(found.areas.items())}
    return json.dumps({"met": met, "areas": areas})


def _line(looked: Looked) -> str:
    """Write the finds of one text."""
    return json.dumps([[astuple(span) for span in one] for one in (looked.sure, looked.guess)])


def _looked(line: str) -> Looked:
    """Read the finds of one text."""
    return Looked(*([Span(*span) for span in one] for one in json.loads(line)))


def _numbered(made: Numbered) -> str:
    """Write the names and numbers of the study."""
    names = (made.registered, made.names.entries, made.names.others)
    entries = [[(e.entity, e.kind, e.name) for e in one.values()] for one in names]
    return json.dumps({"names": entries, "owner": made.names.owner, "numbers": made.numbers})


def _read_numbered(path: Path) -> Numbered:
    """Read the names and numbers of the study."""
    read = json.loads(read_text(path))
    registered, entries, others = (
        {entity: Entry(entity, kind, name) for entity, kind, name in one} for one in read["names"]
    )
    return Numbered(registered, Names(entries, read["owner"], others), read["numbers"])
