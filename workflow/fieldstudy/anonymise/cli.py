"""The commands of the anonymise stage: which verbs there are, and what files they take and give."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldstudy.anonymise import batches, folder, keys, reports, sampling, verbs

Does = Callable[[argparse.Namespace], int | None]
WHAT = {
    "turns": "in: turns as ingest read them (for codings and reverse: the anonymised ones)",
    "codings": "in: codings.csv as ingest read it",
    "finds": "what a batch shows by itself: out of find, into number and mask (controlled)",
    "numbers": "everybody's replacement: out of number, into mask and join (controlled)",
    "spans": "the offset map, spans.csv: out of join, into the other verbs (controlled)",
    "key": "the key: out of join, into the other verbs (controlled)",
    "review": "the review queue, review.csv: out of join, into measure (controlled)",
    "unmatched": "rows of decisions.csv that match nothing: out of join, into measure (controlled)",
    "diff": "out: every change side by side, a page (controlled)",
    "batches": "folders that mask wrote, in the order of the study",
    "out": "out: the file made",
    "again": "out: codings of anonymised text that were looked for, found_again.csv (controlled)",
    "table": "in: the table as ingest read it",
    "dir": "out: the folder for areas.csv, interviews.csv, participants.csv",
    "people": "in: the anonymised participants.csv",
    "recall": "out: recall.csv (safeguarded)",
    "misses": "out: misses.csv (controlled)",
    "kanonymity": "out: kanonymity.csv (safeguarded)",
    "summary": "out: summary.csv (safeguarded)",
}


def parser() -> argparse.ArgumentParser:
    """Describe the verbs and their files."""
    whole = argparse.ArgumentParser(
        prog="python -m fieldstudy anonymise",
        description="Mask every identifier, carry codings across, and measure what was masked.",
    )
    every = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    found = _verb(every, "find", batches.find_batch, batches.find_batch.__doc__ or "")
    _files(found, "turns", "finds")
    numbered = _verb(every, "number", batches.number_names, batches.number_names.__doc__ or "")
    _files(numbered, "numbers")
    _list(numbered, "finds")
    masked = _verb(every, "mask", batches.mask_batch, batches.mask_batch.__doc__ or "")
    _files(masked, "turns", "finds", "numbers", "diff")
    masked.add_argument("--into", type=Path, required=True, metavar="DIR", help="out: a folder")
    for verb in (found, numbered, masked):
        _tables(verb)
    for verb in (found, masked):
        verb.add_argument("--cells", action="store_true", help="with the text cells of the tables")
    joined = _verb(every, "join", batches.join, batches.join.__doc__ or "")
    _list(joined, "batches")
    _files(joined, "numbers", "out", "spans", "key", "review", "unmatched")
    coded = _verb(every, "codings", verbs.codings, "carry codings to the anonymised turns")
    _files(coded, "codings", "turns", "spans", "out", "again")
    listed = _verb(every, "people", verbs.pass_people, "pass on participants, areas, interviews")
    _files(listed, "key")
    _tables(listed)
    listed.add_argument("--out", type=Path, required=True, metavar="DIR", help=WHAT["dir"])
    tabled = _verb(every, "table", verbs.pass_table, "pass a table on by its columns' actions")
    _files(tabled, "table", "key", "out")
    _tables(tabled)
    told = _verb(every, "measure", reports.measured, "measure recall, precision, misses, crowds")
    _list(told, "turns")
    _files(told, "spans", "key", "review", "unmatched", "people")
    _files(told, "recall", "misses", "kanonymity", "summary")
    _tables(told)
    back = _verb(every, "reverse", verbs.reverse, "put the raw words back, with the key")
    _files(back, "turns", "key", "out")
    back.add_argument(
        "--locked", choices=keys.WAYS, help="how the key is locked, if not as in config"
    )
    made = _verb(every, "new-key", verbs.new_key, "make a key file to lock the key with")
    made.add_argument("file", type=Path, help="out: the key file; keep it away from the data")
    sampling.options(_verb(every, "sample", sampling.sample, sampling.sample.__doc__ or ""))
    folder.options(_verb(every, "folder", folder.run, folder.run.__doc__ or ""))
    return whole


def _verb(verbs_: Any, name: str, does: Does, what: str) -> argparse.ArgumentParser:
    """Add a verb with the options that all have."""
    what = what.splitlines()[0]
    verb: argparse.ArgumentParser = verbs_.add_parser(name, help=what, description=what)
    verb.add_argument("--config", type=Path, default=Path("config/study.yml"), help="study.yml")
    verb.set_defaults(does=does)
    return verb


def _files(verb: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        verb.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=WHAT[name])


def _list(verb: argparse.ArgumentParser, name: str) -> None:
    """Add an option that takes several files."""
    helped = WHAT[name]
    verb.add_argument(f"--{name}", type=Path, required=True, nargs="+", metavar="FILE", help=helped)


def _tables(verb: argparse.ArgumentParser) -> None:
    """Add the tables that ingest read, named by their stems, and the file that declares them."""
    helped = "in: tables as ingest read them (areas, participants, register, feedback, …)"
    verb.add_argument("--tables", type=Path, required=True, nargs="+", metavar="FILE", help=helped)
    verb.add_argument("--declared", type=Path, default=Path("config/tables.yml"), help="tables.yml")


def main(words: list[str]) -> int | None:
    """Run one verb."""
    asked = parser().parse_args(words)
    return asked.does(asked) or 0
