"""The verbs ``codings`` and ``export``: read coded passages of any tool, and write them for one."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems, StudyError, count_of
from fieldstudy.ingest.codings import MATCHED, UNVERIFIABLE, Coding, CodingsFile
from fieldstudy.ingest.documents import Documents
from fieldstudy.ingest.exporting import FORMATS
from fieldstudy.ingest.formats import kind_of, read_codings
from fieldstudy.ingest.sorting import Sorting, write_codings
from fieldstudy.ingest.transcripts import read_all
from fieldstudy.ingest.turns import Turn
from fieldstudy.io import each_row, read_rows, read_yaml, write_rows, write_text
from fieldstudy.study import FORMATS as KINDS
from fieldstudy.study import Study

CONTROLLED = Path("results/controlled/ingest")
ENDING = {"refi-qda": ".qdpx", "qdc": ".qdc", "csv": ".csv", "codebook": ".yml"}
Take = Callable[[Iterable[Coding]], None]


def add_words(verb: argparse.ArgumentParser, name: str) -> None:
    """Describe what the two verbs understand."""
    verb.add_argument("files", nargs="*", type=Path, metavar="FILE")
    helped = "turns as ingest wrote them, to find codings in; else a study's transcripts are read"
    verb.add_argument("--turns", type=Path, nargs="+", metavar="FILE", help=helped)
    verb.add_argument("--denies", default=" (denies)", help="ending of a denial, for FILE…")
    verb.add_argument("--tool", choices=KINDS, help="whose FILE… are; else each file tells")
    verb.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="ROLE=HEADER",
        help="a header of a spreadsheet export, where it is not the tool's usual one",
    )
    if name == "export":
        verb.add_argument("--format", choices=FORMATS, required=True)
        verb.add_argument("--codings", type=Path, default=CONTROLLED / "codings.csv")


def codings(args: argparse.Namespace) -> None:
    """Write codings.csv: of the study, or of the files named."""
    sorting = Sorting(args.out.parent)
    mismatches: list[Any] = []
    if args.files:
        lines = _outside(args, sorting.add, mismatches.append)
    else:
        from fieldstudy.ingest.config import read_config

        config = read_config(args.config)
        turns = read_turns(args.turns) if args.turns else read_all(config.study.interviews)
        lines = verified(config, turns, sorting.add)
    write_codings(args.out, sorting)
    if mismatches:
        from fieldstudy.ingest.outside import MISMATCH_COLUMNS

        beside = args.out.with_name(f"{args.out.stem}-mismatches.csv")
        write_rows(beside, MISMATCH_COLUMNS, mismatches)
        many = count_of(len(mismatches), "coding")
        lines.append(f"{many} not found where the file says; see {beside.name}")
    print("\n".join(lines))


def export(args: argparse.Namespace) -> None:
    """Write the study's codings, or those of FILE, for another tool."""
    from fieldstudy.ingest.refi_write import write_codebook, write_project

    file = _of_file(args) if args.files else _of_study(args)
    out = args.out if args.out.suffix else args.out.with_suffix(ENDING[args.format])
    if args.format == "qdc":
        write_codebook(out, file.codes)
        print(f"{out.name}: {count_of(len(file.codes), 'code')}")
    elif args.format == "codebook":
        from fieldstudy.ingest.drafting import draft

        write_text(out, draft(file.codes, args.denies, file.where))
        print(f"{out.name}: a draft; finish each code's statement and valence")
    elif args.format == "refi-qda":
        left = write_project(out, file, out.stem)
        rest = f"; {count_of(left, 'coding')} without offsets left out" if left else ""
        held = ((len(file.marked) - left, "coding"), (len(file.codes), "code"))
        print(f"{out.name}: {', '.join(count_of(*one) for one in held)}{rest}")
    else:
        from fieldstudy.ingest import outside

        sorting = Sorting(out.parent)
        sorting.add(outside.rows(file, args.denies))
        write_codings(out, sorting)
        print(f"{out.name}: {count_of(sorting.count, 'row')}")


def verified(config: Any, turns: dict[str, list[Turn]], take: Take) -> list[str]:
    """Verify every coder's file of a study, and give a line on each.

    Parameters
    ----------
    config
        The study's configuration.
    turns
        Its turns.
    take
        Takes each file's rows.

    Raises
    ------
    StudyError
        With all that is wrong with any file.
    """
    from fieldstudy.ingest.placing import Transcripts
    from fieldstudy.ingest.verifying import Rules, Verifying

    study: Study = config.study
    found = Problems()
    known = Transcripts.of(turns, study.interviews)
    lines: list[str] = []
    coded: dict[tuple[str, str], str] = {}
    for entry in study.codings:
        with found.gathering():
            file = read_codings(entry.file, entry.format, entry.columns)
            rules = Rules(config.codebook, study.denies, entry.coder, entry.of, entry.user)
            theirs = Verifying(file, known, rules)
            counts: Counter[str] = Counter()
            take(_counted(theirs, counts))
            for interview in sorted(theirs.interviews):
                if other := coded.get((entry.coder, interview)):
                    what = f"coder '{entry.coder}' codes interview {interview} in {other} as well"
                    found.add(file.where, f"{what}; give each coder an id of their own")
                coded[entry.coder, interview] = file.where
            lines.append(_line(file, counts, theirs.strays))
    found.stop_if_any()
    return lines


def read_turns(paths: Iterable[Path]) -> dict[str, list[Turn]]:
    """Read turns back, by interview."""
    turns: dict[str, list[Turn]] = {}
    for row in chain.from_iterable(map(each_row, paths)):
        turn = Turn(row["interview"], int(row["turn"]), row["speaker"], row["start"], row["text"])
        turns.setdefault(turn.interview, []).append(turn)
    return turns


def _outside(args: argparse.Namespace, take: Take, noted: Callable[[Any], None]) -> list[str]:
    """Read codings outside a study; the format follows from the ending and the header."""
    from fieldstudy.ingest import outside

    found = Problems()
    documents = Documents()
    if args.turns:
        documents.take_turns(read_turns(args.turns))
    files: list[CodingsFile] = []
    for path in args.files:
        with found.gathering():
            if documents.is_one(path):
                documents.read(path)
            else:
                files.append(_file(path, args))
                documents.take(files[-1])
    found.stop_if_any()
    if not files:
        raise StudyError.of(
            "FILE", "none of the files is one of codings; name one beside its texts"
        )
    lines: list[str] = []
    for file in files:
        with found.gathering():
            counts: Counter[str] = Counter()
            take(_counted(outside.rows(file, args.denies, noted, documents), counts))
            lines.append(_line(file, counts, 0, _found_how(file, counts, documents)))
    found.stop_if_any()
    return lines


def _found_how(file: CodingsFile, counts: Counter[str], documents: Documents) -> str:
    """Say how passages without offsets were found, or what is needed to find them."""
    if (file.convention and not file.pseudonyms) or not len(file.marked):
        return ""
    lacking = sum(source.name not in documents for source in file.sources)
    if lacking:
        many = count_of(lacking, "document")
        beside = (
            "give --turns" if file.pseudonyms else "name them, or a project that holds them, too"
        )
        return f"{many} not at hand: {beside}"
    if file.pseudonyms:
        return "compared with the turns" if counts[MATCHED] else ""
    n = counts[UNVERIFIABLE]
    twice = f", {count_of(n, 'passage')} of them in several places" if n else ""
    return f"passages found by their words{twice}"


def _file(path: Path, args: argparse.Namespace) -> CodingsFile:
    """Read one of the files named."""
    columns: dict[str, str] = {}
    for word in args.column:
        role, is_, header = word.partition("=")
        if not is_:
            raise StudyError.of("--column", f"'{word}' is not ROLE=HEADER, as in text=Passage")
        columns[role] = header
    return read_codings(path, args.tool or kind_of(path), columns)


def _of_file(args: argparse.Namespace) -> CodingsFile:
    """Read the one file to export."""
    if len(args.files) != 1:
        what = f"{len(args.files)} files are named; export takes one, or none for the study's own"
        raise StudyError.of("FILE", what)
    return _file(args.files[0], args)


def _of_study(args: argparse.Namespace) -> CodingsFile:
    """Lay the study's tables out as a project."""
    from fieldstudy.ingest.config import read_codebook, read_study
    from fieldstudy.ingest.exporting import project

    study = read_study(args.config)
    read_codebook(args.config.parent / "codebook.yml")
    book = read_yaml(args.config.parent / "codebook.yml")
    turns = read_turns(args.turns) if args.turns else read_all(study.interviews)
    names = {interview: path.stem for interview, path in study.interviews.items()}
    rows = [] if args.format in ("qdc", "codebook") else read_rows(args.codings)
    return project(turns, rows, book, study.denies, names)


def _counted(rows: Iterable[Coding], counts: Counter[str]) -> Iterator[Coding]:
    """Count rows by status as they pass."""
    for row in rows:
        counts[row.status] += 1
        yield row


def _line(file: CodingsFile, counts: Counter[str], strays: int, how_found: str = "") -> str:
    """Count what a file of codings holds, and say how its offsets count."""
    documents = sum(source.counts for source in file.sources)
    coders = sum(bool(name) for name, count in file.coders.items() if count)
    held = ((documents, "document"), (len(file.codes), "code"), (len(file.marked), "coding"))
    said = [
        ", ".join(count_of(*one) for one in held) + (f" by {coders} coders" if coders > 1 else ""),
        ", ".join(f"{count_of(counts[s], 'row')} {s}" for s in sorted(counts)) or "no rows",
    ]
    if file.convention:
        how = "as the quoted passages show" if file.proved else "no quoted passage to show it"
        how += ", but ends of words suggest it" if file.hinted else ""
        said.append(f"offsets in {file.convention}" + (f" ({how})" if not file.pseudonyms else ""))
    if how_found:
        said.append(how_found)
    if strays:
        said.append(f"{count_of(strays, 'paragraph')} of no turn, without a coding")
    return f"{file.where}: " + "; ".join([*said, *file.notes])
