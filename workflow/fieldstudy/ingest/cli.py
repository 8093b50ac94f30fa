"""The command line of ``ingest``: read files, call the readers, write what is whole."""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.codings import CODING_COLUMNS, Coding, CodingsFile, in_order
from fieldstudy.ingest.transcripts import read_all
from fieldstudy.ingest.turns import TURN_COLUMNS, Turn
from fieldstudy.io import read_rows, write_text
from fieldstudy.study import Study

BESIDE = Path("results/controlled/ingest")
FORMAT_OF_ENDING = {".qdpx": "refi-qda", ".csv": "", ".xlsx": ""}


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
        if name == "codings":
            verb.add_argument("files", nargs="*", type=Path, metavar="FILE")
            verb.add_argument("--turns", type=Path, help="turns.csv; else transcripts are read")
            verb.add_argument("--denies", default=" (denies)", help="ending of a denial, for FILE…")
    return parser


def transcripts(args: argparse.Namespace) -> None:
    """Write turns.csv."""
    from fieldstudy.ingest.config import read_study

    study = read_study(args.config)
    turns = read_all(study.interviews)
    rows = (turn for interview in turns.values() for turn in interview)
    write_text(args.out, csv_text(TURN_COLUMNS, map(astuple, rows)))
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


def codings(args: argparse.Namespace) -> None:
    """Write codings.csv: of the study, or of the files named."""
    if args.files:
        rows, lines = _outside(args.files, args.denies)
    else:
        from fieldstudy.ingest.config import read_config

        config = read_config(args.config)
        turns = read_turns(args.turns) if args.turns else read_all(config.study.interviews)
        rows, lines = _verified(config, turns)
    write_text(args.out, csv_text(CODING_COLUMNS, map(astuple, in_order(rows))))
    print("\n".join(lines))


def hashes(args: argparse.Namespace) -> None:
    """Write hashes.csv."""
    from fieldstudy.ingest.config import read_study
    from fieldstudy.ingest.hashes import HASH_COLUMNS, ROLE_COLUMNS, by_role, hash_files

    study = read_study(args.config)
    rows = hash_files(study)
    write_text(args.out, csv_text(HASH_COLUMNS, rows))
    if args.by_role:
        write_text(args.by_role, csv_text(ROLE_COLUMNS, by_role(study, rows)))
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
            lines += _verified(config, turns)[1]
    elif study.codings:
        lines.append("codings: not checked, since a transcript is wrong")
    found.stop_if_any()
    print("\n".join([*lines, "all is well"]))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write rows as CSV without pandas; None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def read_turns(path: Path) -> dict[str, list[Turn]]:
    """Read turns.csv back, by interview."""
    turns: dict[str, list[Turn]] = {}
    for row in read_rows(path):
        turn = Turn(row["interview"], int(row["turn"]), row["speaker"], row["start"], row["text"])
        turns.setdefault(turn.interview, []).append(turn)
    return turns


def read_codings(path: Path, kind: str) -> CodingsFile:
    """Read one file of codings by the reader of its format."""
    from fieldstudy.ingest import plain, refi_qda, taguette

    readers = {"refi-qda": refi_qda.read, "taguette": taguette.read, "csv": plain.read}
    return readers[kind](path)


def _verified(config: Any, turns: dict[str, list[Turn]]) -> tuple[list[Coding], list[str]]:
    """Verify every coder's file of a study."""
    from fieldstudy.ingest.verifying import Rules, Transcripts, verify

    study: Study = config.study
    found = Problems()
    known = Transcripts.of(turns, study.interviews)
    rows: list[Coding] = []
    lines: list[str] = []
    coded: dict[tuple[str, str], str] = {}
    for entry in study.codings:
        with found.gathering():
            file = read_codings(entry.file, entry.format)
            rules = Rules(config.codebook, study.denies, entry.coder, entry.of)
            theirs, strays = verify(file, known, rules)
            for interview in sorted({row.interview for row in theirs}):
                if other := coded.get((entry.coder, interview)):
                    what = f"coder '{entry.coder}' codes interview {interview} in {other} as well"
                    found.add(file.where, f"{what}; give each coder an id of their own")
                coded[entry.coder, interview] = file.where
            rows += theirs
            lines.append(_coding_line(file, theirs, strays))
    found.stop_if_any()
    return rows, lines


def _outside(files: Sequence[Path], denies: str) -> tuple[list[Coding], list[str]]:
    """Read codings outside a study; the format follows from the ending and the header."""
    from fieldstudy.ingest import outside

    found = Problems()
    rows: list[Coding] = []
    lines: list[str] = []
    for path in files:
        with found.gathering():
            file = read_codings(path, _format_of(path))
            theirs = outside.rows(file, denies)
            rows += theirs
            lines.append(_coding_line(file, theirs, 0))
    found.stop_if_any()
    return rows, lines


def _format_of(path: Path) -> str:
    """Tell the format of a file of codings by its ending, and a table's by its header."""
    from fieldstudy.ingest import taguette
    from fieldstudy.ingest.grid import read_grid

    ending = path.suffix.lower()
    if ending not in FORMAT_OF_ENDING:
        allowed = ", ".join(FORMAT_OF_ENDING)
        what = f"'{ending}' is not an ending of a file of codings; allowed: {allowed}"
        raise StudyError.of(path.name, what)
    if kind := FORMAT_OF_ENDING[ending]:
        return kind
    header = read_grid(path, "highlights").header
    return "taguette" if set(taguette.COLUMNS) <= set(header) else "csv"


def _transcript_lines(study: Study, turns: dict[str, list[Turn]]) -> list[str]:
    """Count turns, words and speakers of each transcript."""
    return [
        f"{study.interviews[interview].name}: interview {interview}, {len(spoken)} turns, "
        f"{len({turn.speaker for turn in spoken})} speakers, "
        f"{sum(len(turn.text.split()) for turn in spoken)} words"
        for interview, spoken in turns.items()
    ]


def _coding_line(file: CodingsFile, rows: Sequence[Coding], strays: int) -> str:
    """Count what a file of codings holds, and say how its offsets count."""
    counts = Counter(row.status for row in rows)
    parts = [
        f"{len(file.sources)} documents, {len(file.codes)} codes, {len(file.marked)} codings",
        ", ".join(f"{counts[status]} rows {status}" for status in sorted(counts)) or "no rows",
    ]
    if file.convention:
        how = "as the quoted passages show" if file.proved else "no quoted passage to show it"
        parts.append(f"offsets in {file.convention} ({how})")
    if strays:
        parts.append(f"{strays} paragraphs are no turns and carry no coding")
    return f"{file.where}: " + "; ".join([*parts, *file.notes])
