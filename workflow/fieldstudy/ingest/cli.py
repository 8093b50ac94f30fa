"""The command line of ``ingest``: read files, call the readers, write what is whole."""

from __future__ import annotations

import argparse
from collections import deque
from dataclasses import astuple
from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest import coded
from fieldstudy.ingest.coded import codings, export, verified
from fieldstudy.ingest.transcripts import read_all
from fieldstudy.ingest.turns import TURN_COLUMNS, Turn
from fieldstudy.io import write_rows
from fieldstudy.study import Study

BESIDE = Path("results/controlled/ingest")


def main(words: list[str]) -> int | None:
    """Run one verb."""
    args = _parser().parse_args(words)
    args.run(args)
    return None


def _parser() -> argparse.ArgumentParser:
    """Describe the verbs."""
    parser = argparse.ArgumentParser(prog="fieldstudy ingest", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, run, what, out in (
        ("transcripts", transcripts, "read all transcripts into turns", "turns.csv"),
        ("tables", tables, "validate all tables", ""),
        ("codings", codings, "verify all codings, or list those of FILE…", "codings.csv"),
        ("export", export, "write codings for another tool", "export"),
        ("hashes", hashes, "hash every raw file with the study's salt", "hashes.csv"),
        ("check", check, "validate everything and write nothing", None),
    ):
        verb = verbs.add_parser(name, help=what, description=what)
        verb.add_argument("--config", type=Path, default=Path("config/study.yml"))
        verb.set_defaults(run=run)
        if out:
            verb.add_argument("--out", type=Path, default=BESIDE / out)
        elif out == "":
            verb.add_argument("--out-dir", type=Path, default=BESIDE)
        if name == "hashes":
            verb.add_argument("--by-role", type=Path, help="hashes without names of files, too")
        if name == "tables":
            verb.add_argument("names", nargs="*", metavar="NAME", help="which tables; else all")
        if name == "transcripts":
            helped = "read these interviews alone"
            verb.add_argument("--interviews", nargs="+", metavar="ID", help=helped)
        if name in ("codings", "export"):
            coded.add_words(verb, name)
    return parser


def transcripts(args: argparse.Namespace) -> None:
    """Write turns.csv."""
    from fieldstudy.ingest.config import read_study

    study = read_study(args.config)
    turns = read_all({name: study.interviews[name] for name in args.interviews or study.interviews})
    rows = (turn for interview in turns.values() for turn in interview)
    write_rows(args.out, TURN_COLUMNS, map(astuple, rows))
    print("\n".join(_transcript_lines(study, turns)))


def tables(args: argparse.Namespace) -> None:
    """Write the tables named, or all, once all of them are valid."""
    from fieldstudy.ingest.config import read_config
    from fieldstudy.ingest.tables import read_tables
    from fieldstudy.io import write_table

    config = read_config(args.config)
    for name in sorted(set(args.names) - set(config.study.tables)):
        allowed = ", ".join(config.study.tables)
        raise StudyError.of(str(args.config), f"lists no table '{name}'; allowed: {allowed}")
    valid = read_tables(config.study.tables, config.inputs, config.lists, args.names)
    for name, table in valid.items():
        write_table(args.out_dir / f"{name}.csv", table)
    print("\n".join(f"{config.study.tables[n].name}: {len(t)} rows" for n, t in valid.items()))


def hashes(args: argparse.Namespace) -> None:
    """Write hashes.csv."""
    from fieldstudy.ingest.config import read_study
    from fieldstudy.ingest.hashes import HASH_COLUMNS, ROLE_COLUMNS, by_role, hash_files

    study = read_study(args.config)
    rows = hash_files(study)
    write_rows(args.out, HASH_COLUMNS, rows)
    if args.by_role:
        write_rows(args.by_role, ROLE_COLUMNS, by_role(study, rows))
    print(f"{len(rows)} files hashed")


def check(args: argparse.Namespace) -> None:
    """Validate config, transcripts, tables and codings; print a line a file, or all problems."""
    from fieldstudy.ingest.config import read_config
    from fieldstudy.ingest.tables import read_tables

    found = Problems()
    config = read_config(args.config)
    study = config.study
    lines = [
        f"codebook.yml: {len(config.codebook.codes)} codes, {len(config.codebook.themes)} themes"
    ]
    turns: dict[str, list[Turn]] = {}
    with found.gathering():
        turns = read_all(study.interviews)
        lines += _transcript_lines(study, turns)
    with found.gathering():
        valid = read_tables(study.tables, config.inputs, config.lists)
        lines += [f"{study.tables[name].name}: {len(table)} rows" for name, table in valid.items()]
    if turns:
        with found.gathering():
            lines += verified(config, turns, lambda rows: deque(rows, maxlen=0).clear())
    elif study.codings:
        lines.append("codings: not checked, since a transcript is wrong")
    found.stop_if_any()
    print("\n".join([*lines, "all is well"]))


def _transcript_lines(study: Study, turns: dict[str, list[Turn]]) -> list[str]:
    """Count turns, words and speakers of each transcript."""
    return [
        f"{study.interviews[interview].name}: interview {interview}, {len(spoken)} turns, "
        f"{len({turn.speaker for turn in spoken})} speakers, "
        f"{sum(len(turn.text.split()) for turn in spoken)} words"
        for interview, spoken in turns.items()
    ]
