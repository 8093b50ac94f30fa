"""The command line of the stage: one verb a step, and one to move to a new codebook."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from fieldstudy.io import csv_text, each_row, read_rows, read_yaml, write_rows, write_text

VERBS = {
    "segments": "check codings, measure agreement, apply adjudications",
    "agreement": "agreement in detail: every pair, turns and characters, uncoded text in and out",
    "dossier": "show every passage coded differently, with its decision",
    "matrix": "say for every area and code whether it is affirmed, denied or silent",
    "chart": "show the matrix with its words, codes that meet, what each interview adds",
    "quotes": "find every quotation word for word",
    "reporting": "fill in the reporting guidelines",
    "codebook": "say what changed between two codebooks, and carry codings over",
}
FLAGS: dict[str, dict[str, tuple[str, ...]]] = {
    "segments": {
        "in": ("turns", "codings", "adjudications", "codebook"),
        "out": ("segments", "agreement", "disagreements"),
    },
    "agreement": {"in": ("turns", "codings", "codebook"), "out": ("detail", "stretches")},
    "dossier": {
        "in": ("turns", "codings", "adjudications", "agreement", "codebook", "study"),
        "out": ("page", "rows", "report"),
    },
    "matrix": {"in": ("segments", "interviews", "codebook"), "out": ("matrix", "voices")},
    "chart": {
        "in": ("segments", "matrix", "turns", "interviews", "codebook", "study"),
        "out": ("page", "meetings", "by-interview", "saturation"),
    },
    "quotes": {
        "in": ("turns", "participants", "segments", "codebook", "quotes"),
        "out": ("quotations",),
    },
    "reporting": {
        "in": (
            *("turns", "participants", "interviews", "codings", "segments", "disagreements"),
            *("quotations", "agreement", "codebook", "reporting"),
        ),
        "out": ("coreq", "srqr"),
    },
    "codebook": {"in": (), "out": ()},
}


def parser() -> argparse.ArgumentParser:
    """Make the parser: every input and output is a flag of its own."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy code", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    for verb, what in VERBS.items():
        sub = verbs.add_parser(verb, help=what, description=what)
        for way, names in FLAGS[verb].items():
            for name in names:
                told = "table or config to read" if way == "in" else "file to write"
                sub.add_argument(f"--{name}", type=Path, required=True, help=told)
        if verb in ("segments", "dossier"):
            sub.add_argument(
                *("--quorum",),
                type=int,
                default=2,
                help="how many coders must have marked a stretch for it to count (default 2)",
            )
        if verb == "codebook":
            _add_codebook(sub)
    return top


def _add_codebook(sub: argparse.ArgumentParser) -> None:
    """Add what only the verb ``codebook`` takes."""
    sub.add_argument("old", type=Path, help="the codebook that codings were made with")
    sub.add_argument("new", type=Path, help="the codebook to move to; `was:` names earlier codes")
    sub.add_argument("--changes", type=Path, help="table of changes to write; else it is printed")
    for name, told in (
        ("codings", "table of codings to carry over"),
        ("migrated", "codings in the new codebook, to write"),
        ("recode", "codings that a person must code again, to write"),
    ):
        sub.add_argument(f"--{name}", type=Path, help=told)


def segments(args: argparse.Namespace) -> None:
    """Write the adjudicated coding, the agreement before it, and the disagreements."""
    from fieldstudy.code import adjudicate, disagreements, reliability, verify
    from fieldstudy.code.codebook import codebook_of

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    turns = verify.turns_of(read_rows(args.turns))
    codings = verify.verified(each_row(args.codings), turns, codebook, str(args.codings))
    agreed, alone = disagreements.compare(codings, args.quorum)
    decided = adjudicate.adjudicated(alone, read_rows(args.adjudications), str(args.adjudications))
    counted = adjudicate.adjudicated_segments(agreed, decided)
    coders = sorted({coding.coder for coding in codings})
    rows = reliability.agreement_rows(codings, turns.values(), codebook)
    found = adjudicate.disagreement_rows(decided, turns, coders)
    kept = adjudicate.segment_rows(counted, turns, codebook)
    write_rows(args.agreement, reliability.COLUMNS, rows)
    write_rows(args.disagreements, adjudicate.disagreement_columns(coders), found)
    write_rows(args.segments, adjudicate.SEGMENT_COLUMNS, kept)
    undecided = sum(one.decision == adjudicate.UNDECIDED for one in decided)
    print(
        f"{len(codings)} codings by {len(coders)} coders; {len(agreed)} passages agreed,"
        f" {len(decided)} disagreements, {undecided} of them undecided and left uncoded;"
        f" {len(counted)} segments"
    )
    if undecided:
        where = args.disagreements.with_suffix(".html")
        what = f"disagreements are undecided and left uncoded; {where} shows them"
        print(f"warning: {undecided} {what}, adjudications.csv takes the decisions")


def agreement(args: argparse.Namespace) -> None:
    """Write agreement in detail, and on stretches."""
    from fieldstudy.code import detail, stretches, verify
    from fieldstudy.code.codebook import codebook_of

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    turns = verify.turns_of(read_rows(args.turns))
    codings = verify.verified(each_row(args.codings), turns, codebook, str(args.codings))
    rows = detail.detail_rows(codings, turns.values(), codebook)
    found = stretches.stretch_rows(codings, turns.values(), codebook)
    write_rows(args.detail, detail.COLUMNS, rows)
    write_rows(args.stretches, stretches.COLUMNS, found)
    print(f"{len(rows)} rows on units, {len(found)} on stretches")


def dossier(args: argparse.Namespace) -> None:
    """Write the dossier of disagreements and the report of their adjudication."""
    from fieldstudy.code import adjudicate, disagreements, report, verify
    from fieldstudy.code import dossier as shown
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.dossier_page import dossier_page
    from fieldstudy.study import Study

    study = Study.read(args.study)
    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    turns = verify.turns_of(read_rows(args.turns))
    codings = verify.verified(each_row(args.codings), turns, codebook, str(args.codings))
    before = read_rows(args.agreement)
    agreed, alone = disagreements.compare(codings, args.quorum)
    decided = adjudicate.adjudicated(alone, read_rows(args.adjudications), str(args.adjudications))
    rows = report.report_rows(agreed, decided, before, codebook)
    groups = report.worst_first(report.passages_of(decided), before)
    held = shown.Dossier(groups, turns, codings, codebook, shown.alphas_of(before), rows)
    html = dossier_page(held, study.title, study.synthetic)
    write_rows(args.report, report.REPORT_COLUMNS, rows)
    write_rows(args.rows, shown.CSV_COLUMNS, shown.dossier_rows(held))
    write_text(args.page, html)


def matrix(args: argparse.Namespace) -> None:
    """Write the framework matrix by area, and by interview."""
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.matrix import matrix_columns, matrix_rows
    from fieldstudy.code.records import Segment

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    counted = [Segment.of(row) for row in read_rows(args.segments)]
    interviews = read_rows(args.interviews)
    areas = matrix_rows(counted, interviews, codebook, "area")
    voices = matrix_rows(counted, interviews, codebook, "interview")
    write_rows(args.matrix, matrix_columns("area"), areas)
    write_rows(args.voices, matrix_columns("interview"), voices)


def chart(args: argparse.Namespace) -> None:
    """Write the page of the matrix, and the tables counted from the adjudicated coding."""
    from fieldstudy.code import counting
    from fieldstudy.code.chart import Chart
    from fieldstudy.code.chart_page import chart_page
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.records import Segment, natural
    from fieldstudy.code.verify import turns_of
    from fieldstudy.study import Study

    study = Study.read(args.study)
    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    counted = [Segment.of(row) for row in read_rows(args.segments)]
    interviews = read_rows(args.interviews)
    names = sorted({row["interview"] for row in interviews}, key=natural)
    meetings = counting.meeting_rows(counted, codebook)
    spoken = counting.by_interview_rows(counted, names, codebook)
    new = counting.saturation_rows(counted, names)
    labels = {one.value: one.label for one in study.groups.values() if one.column == "group"}
    turns = turns_of(read_rows(args.turns))
    cells = read_rows(args.matrix)
    held = Chart(cells, counted, turns, interviews, labels, codebook, meetings, spoken, new)
    write_text(args.page, chart_page(held, study.title, study.synthetic))
    write_rows(args.meetings, counting.MEETING_COLUMNS, meetings)
    write_rows(args.by_interview, counting.by_interview_columns(names), spoken)
    write_rows(args.saturation, counting.SATURATION_COLUMNS, new)
    print(counting.saturation_sentence(len(names)))


def quotes(args: argparse.Namespace) -> None:
    """Write where each quotation stands."""
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.quotes import COLUMNS, quotation_rows, quotes_of
    from fieldstudy.code.records import Segment, Turn

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    rows = quotation_rows(
        quotes_of(read_yaml(args.quotes), codebook, str(args.quotes)),
        [Turn.of(row) for row in read_rows(args.turns)],
        read_rows(args.participants),
        [Segment.of(row) for row in read_rows(args.segments)],
        str(args.quotes),
    )
    write_rows(args.quotations, COLUMNS, rows)
    print(f"{len(rows)} quotations, each word for word in the transcripts")


def reporting(args: argparse.Namespace) -> None:
    """Write the tables of both reporting guidelines."""
    from fieldstudy.code import reporting as told
    from fieldstudy.code.codebook import codebook_of

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    names = told.Tables.__dataclass_fields__
    tables = told.Tables(**{name: read_rows(getattr(args, name)) for name in names})
    facts = told.facts_of(tables, codebook)
    config = read_yaml(args.reporting)
    made = {name: told.filled(config, name, facts, str(args.reporting)) for name in told.GUIDELINES}
    for name, rows in made.items():
        write_rows(getattr(args, name), told.COLUMNS, rows)
        blank = sum(row["state"] == told.BLANK for row in rows)
        print(f"{name}: {len(rows) - blank} of {len(rows)} items answered, {blank} left blank")


def codebook(args: argparse.Namespace) -> None:
    """Say what changed between two codebooks; carry codings over if there are any."""
    from fieldstudy.code import migrate
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.errors import StudyError

    if args.codings and not (args.migrated and args.recode):
        raise StudyError.of("--codings", "needs --migrated and --recode, the files to write")
    old = codebook_of(read_yaml(args.old), str(args.old))
    new = codebook_of(read_yaml(args.new), str(args.new))
    log = csv_text(migrate.LOG_COLUMNS, map(vars, migrate.changes(old, new, str(args.new))))
    if args.codings:
        rows = read_rows(args.codings)
        carried, again = migrate.migrated(rows, old, new, str(args.codings))
        write_rows(args.migrated, list(rows[0]) if rows else ("code",), carried)
        write_rows(args.recode, migrate.RECODE_COLUMNS, again)
    if args.changes:
        write_text(args.changes, log)
    else:
        print(log, end="")
    if args.codings:
        print(f"{len(rows)} codings: {len(carried)} carried over, {len(again)} to code again")


STEPS: dict[str, Callable[[argparse.Namespace], None]] = {
    "segments": segments,
    "agreement": agreement,
    "dossier": dossier,
    "matrix": matrix,
    "chart": chart,
    "quotes": quotes,
    "reporting": reporting,
    "codebook": codebook,
}


def main(words: list[str]) -> int | None:
    """Run one verb."""
    args = parser().parse_args(words)
    STEPS[args.verb](args)
    return None
