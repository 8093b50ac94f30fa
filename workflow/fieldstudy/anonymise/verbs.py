"""What each verb of a study does: read its files, call the stage's functions, write its files."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import files, keys, people, tables
from fieldstudy.anonymise import model as models
from fieldstudy.anonymise.carry import carry
from fieldstudy.anonymise.corpus import cuts
from fieldstudy.anonymise.detect import Detector, Passage, Settings
from fieldstudy.anonymise.mask import mask
from fieldstudy.anonymise.register import Register, read_entries
from fieldstudy.anonymise.replace import replacement
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import key
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import each_row, read_rows, write_bytes, write_rows, write_text
from fieldstudy.study import Study

Row = dict[str, str]
CODING = (
    *("id", "interview", "turn", "start", "end", "text", "theme", "code", "stance"),
    *("coder", "of", "status", "memo"),
)
SPANS = (
    *("interview", "turn", "start", "end", "replacement", "type", "entity", "source"),
    *("confidence", "state"),
)
TURNS = ("interview", "turn", "speaker", "start", "text")
FOUND_AGAIN = ("id", "interview", "was_turn", "turn", "how", "score", "coded", "found")


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


def crowd(study: Study) -> int:
    """Read how many people must share a role."""
    k = study.anonymise.get("k", "3")
    if not k.isdigit() or int(k) < 1:
        what = f"'{k}' is not a number of people; allowed: 1 or more"
        raise StudyError.of("config/study.yml: anonymise: k", what)
    return int(k)


def key_lock(study: Study) -> keys.Lock:
    """Take how the key is locked from config, and with what from the environment."""
    return keys.Lock.of(study.anonymise.get("key", "plain"), os.environ)


def reverse(asked: argparse.Namespace) -> None:
    """Put every raw word back into anonymised turns, or into a transcript of a folder."""
    rows = files.read_key(asked.key, keys.Lock.of(asked.locked or _way(asked.config), os.environ))
    if asked.turns.suffix == ".csv":
        write_rows(asked.out, TURNS, keys.reverse(read_rows(asked.turns), rows))
    else:
        text = keys.restored(asked.turns.read_bytes().decode(), rows)
        if text is None:
            what = "is not what the key was made with; give its own file of controlled/changes/"
            raise StudyError.of(str(asked.turns), what)
        write_bytes(asked.out, text.encode())
    asked.out.chmod(0o600)


def _way(config: Path) -> str:
    """Give how the study's key is locked; outside a study there is no config to ask."""
    return Study.read(config).anonymise.get("key", "plain") if config.is_file() else "plain"


def new_key(asked: argparse.Namespace) -> None:
    """Make a key file to lock the key with; one that is there already is never overwritten."""
    if asked.file.exists():
        raise StudyError.of(str(asked.file), "is there already; give the path of a new file")
    write_text(asked.file, keys.new_identity())
    asked.file.chmod(0o600)
    print(
        f"Set {keys.KEY_FILE} to the path of this file, and keep a copy where only you can read it."
    )


def codings(asked: argparse.Namespace) -> None:
    """Carry the codings across; say of each that was looked for where it was found, if it was."""
    again: list[Row] = []
    write_rows(asked.out, CODING, _carried(asked, again))
    write_rows(asked.again, FOUND_AGAIN, again)


def _carried(asked: argparse.Namespace, again: list[Row]) -> Iterator[Row]:
    """Carry the codings of one interview after another; all files are in the same order."""
    turns, spans = files.Interviews(asked.turns), files.Interviews(asked.spans)
    for interview, coded in groupby(each_row(asked.codings), key=itemgetter("interview")):
        masked = {(interview, turn["turn"]): turn["text"] for turn in turns.of(interview)}
        carried = carry(coded, masked, files.cuts(spans.of(interview)))
        again += carried.again
        yield from carried.rows


def pass_people(asked: argparse.Namespace) -> None:
    """Pass on who and where: participants, areas and interviews, names gone."""
    named = files.by_stem(asked.tables, files.OWN)
    areas = read_rows(named["areas"])
    masked = masker(Study.read(asked.config), named, asked.key)
    declared = files.declared(asked.declared)
    columns, kept = (tables.columns_of(declared, name) for name in ("participants", "areas"))
    persons = read_rows(named["participants"])
    made = {
        "areas": tables.area_rows(areas, kept),
        "interviews": tables.interview_rows(areas, kept),
        "participants": tables.participant_rows(persons, areas, columns, masked),
    }
    for name, rows in made.items():
        if rows:
            write_rows(asked.out / f"{name}.csv", list(rows[0]), rows)


def pass_table(asked: argparse.Namespace) -> None:
    """Pass one table on by the actions of its columns."""
    named = files.by_stem(asked.tables, files.OWN)
    codes = {row["area"]: row["code"] for row in read_rows(named["areas"])}
    masked = masker(Study.read(asked.config), named, asked.key)
    columns = tables.columns_of(files.declared(asked.declared), asked.table.stem)
    rows = tables.act(read_rows(asked.table), columns, codes, masked, asked.table.name)
    heads = [name for name, column in columns.items() if column["action"] != "drop"]
    write_rows(asked.out, heads, rows)


def masker(study: Study, named: Mapping[str, Path], key_file: Path) -> Callable[[str], str]:
    """Give the function that masks a cell with the replacements of the key, without the model."""
    unregistered, numbers = files.key_entries(files.read_key(key_file, key_lock(study)))
    decided = answers.read(read_rows(named["decisions"]), "decisions.csv")
    answered = answers.Answers(decided)
    entries = people.with_participants(
        read_entries(named["register"]), read_rows(named["participants"]), "register.csv"
    )
    register = Register.of([*unregistered, *answers.extended(entries, decided)])
    detector = Detector(register, settings(study, model="none"))

    @cache
    def masked(text: str) -> str:
        """Mask one cell."""
        passage = [Passage("", text)]
        spans = answers.apply(passage, detector.study(passage).spans, answered)[0][0]
        return mask(text, cuts([_printed(span, numbers) for span in spans]))

    return masked


def _printed(span: Span, numbers: Mapping[str, str]) -> Span:
    return dataclasses.replace(span, replacement=replacement(span, numbers))
