"""The command line of ``ingest``: read files, call the readers, write what is whole."""

from __future__ import annotations

import argparse
from dataclasses import astuple
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.ingest import coded
from fieldstudy.ingest.checking import transcript_lines
from fieldstudy.ingest.coded import codings, export
from fieldstudy.ingest.transcripts import read_all
from fieldstudy.ingest.turns import TURN_COLUMNS
from fieldstudy.io import write_rows

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
    print("\n".join(transcript_lines(study, turns)))


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
