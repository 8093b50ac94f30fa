"""The command line of the stage: ``code segments``, ``code matrix`` and ``code quotes``."""

from __future__ import annotations

import argparse
from pathlib import Path

from fieldstudy.io import read_rows, read_yaml, write_text

VERBS = {
    "segments": "check codings, measure agreement, apply adjudications",
    "matrix": "say for every area and code whether it is affirmed, denied or silent",
    "quotes": "find every quotation word for word",
}
FLAGS = {
    "segments": {
        "in": ("turns", "codings", "adjudications", "codebook"),
        "out": ("segments", "agreement", "disagreements"),
    },
    "matrix": {"in": ("segments", "interviews", "codebook"), "out": ("matrix", "voices")},
    "quotes": {
        "in": ("turns", "participants", "segments", "codebook", "quotes"),
        "out": ("quotations",),
    },
}


def parser() -> argparse.ArgumentParser:
    """Make the parser: every input and output is a flag of its own."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy code", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    for verb, what in VERBS.items():
        sub = verbs.add_parser(verb, help=what, description=what)
        for way, names in FLAGS[verb].items():
            for name in names:
                told = "table or config to read" if way == "in" else "table to write"
                sub.add_argument(f"--{name}", type=Path, required=True, help=told)
        if verb == "segments":
            sub.add_argument(
                *("--quorum",),
                type=int,
                default=2,
                help="how many coders must have marked a stretch for it to count (default 2)",
            )
    return top


def segments(args: argparse.Namespace) -> None:
    """Write the adjudicated coding, the agreement before it, and the disagreements."""
    from fieldstudy.code import adjudicate, disagreements, reliability, verify
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.records import as_csv

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    turns = verify.turns_of(read_rows(args.turns))
    codings = verify.verified(read_rows(args.codings), turns, codebook, str(args.codings))
    agreed, alone = disagreements.compare(codings, args.quorum)
    decided = adjudicate.adjudicated(alone, read_rows(args.adjudications), str(args.adjudications))
    counted = adjudicate.adjudicated_segments(agreed, decided)
    coders = sorted({coding.coder for coding in codings})
    rows = reliability.agreement_rows(codings, turns.values(), codebook)
    found = adjudicate.disagreement_rows(decided, turns, coders)
    kept = adjudicate.segment_rows(counted, turns, codebook)
    write_text(args.agreement, as_csv(reliability.COLUMNS, rows))
    write_text(args.disagreements, as_csv(adjudicate.disagreement_columns(coders), found))
    write_text(args.segments, as_csv(adjudicate.SEGMENT_COLUMNS, kept))
    undecided = sum(one.decision == adjudicate.UNDECIDED for one in decided)
    print(
        f"{len(codings)} codings by {len(coders)} coders; {len(agreed)} passages agreed,"
        f" {len(decided)} disagreements, {undecided} of them undecided and left uncoded;"
        f" {len(counted)} segments"
    )


def matrix(args: argparse.Namespace) -> None:
    """Write the framework matrix by area, and by interview."""
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.matrix import matrix_columns, matrix_rows
    from fieldstudy.code.records import Segment, as_csv

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    counted = [Segment.of(row) for row in read_rows(args.segments)]
    interviews = read_rows(args.interviews)
    areas = matrix_rows(counted, interviews, codebook, "area")
    voices = matrix_rows(counted, interviews, codebook, "interview")
    write_text(args.matrix, as_csv(matrix_columns("area"), areas))
    write_text(args.voices, as_csv(matrix_columns("interview"), voices))


def quotes(args: argparse.Namespace) -> None:
    """Write where each quotation stands."""
    from fieldstudy.code.codebook import codebook_of
    from fieldstudy.code.quotes import COLUMNS, quotation_rows, quotes_of
    from fieldstudy.code.records import Segment, Turn, as_csv

    codebook = codebook_of(read_yaml(args.codebook), str(args.codebook))
    rows = quotation_rows(
        quotes_of(read_yaml(args.quotes), codebook, str(args.quotes)),
        [Turn.of(row) for row in read_rows(args.turns)],
        read_rows(args.participants),
        [Segment.of(row) for row in read_rows(args.segments)],
        str(args.quotes),
    )
    write_text(args.quotations, as_csv(COLUMNS, rows))
    print(f"{len(rows)} quotations, each word for word in the transcripts")


def main(words: list[str]) -> int | None:
    """Run one verb."""
    args = parser().parse_args(words)
    {"segments": segments, "matrix": matrix, "quotes": quotes}[args.verb](args)
    return None
