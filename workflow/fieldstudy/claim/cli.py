"""``python -m fieldstudy claim evaluate | explain | ledger``."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from fieldstudy.claim.evaluate import Evaluated, evaluate, findings, published_words, quotes
from fieldstudy.claim.explain import add_verbs
from fieldstudy.claim.ledger import read_ledger
from fieldstudy.claim.query import Base
from fieldstudy.io import read_rows, write_text, write_yaml
from fieldstudy.study import Study

NOTICE = (
    "Interviews, codings and audit are a synthetic stand-in: invented areas and people, "
    "written to test this pipeline. Findings on them say nothing about any real place."
)
VERDICTS = ("id", "basis", "published", "regenerated", "verdict", "reason")
COMMENT = "Made by the stage claim; every value is computed. Do not edit."


def table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Write rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def verdict_rows(evaluated: Evaluated, ledger: dict[str, str]) -> list[tuple[str, ...]]:
    """Give each claim's verdict with what was published and what was regenerated."""
    results = evaluated.results
    return [
        (
            name,
            results[name].claim.basis if name in results else ledger[name],
            published_words(results[name].claim) if name in results else "",
            results[name].words if name in results else "",
            verdict.verdict,
            verdict.reason,
        )
        for name, verdict in evaluated.verdicts.items()
    ]


def run_evaluate(options: argparse.Namespace) -> int:
    """Recompute the ledger and write findings, verdicts and evidence."""
    study = Study.read(options.config)
    claims = read_ledger(options.claims, study.published, study.groups)
    base = Base(options.base, [(claim.id, claim.kind, claim.basis) for claim in claims])
    evaluated = evaluate(claims, base, study.synthetic)
    content = {
        "synthetic": NOTICE if study.synthetic else "",
        "study": {"title": study.title, "version": study.version},
        "findings": findings(evaluated),
        "quotes": quotes(read_rows(options.quotations)),
    }
    basis = {claim.id: claim.basis for claim in claims}
    evidence = [
        (name, str(row["row"]).partition(":")[0], str(row["row"]))
        for name, result in evaluated.results.items()
        for row in result.rows
    ]
    verdicts = table(VERDICTS, verdict_rows(evaluated, basis))
    write_yaml(options.findings, content, COMMENT)
    write_text(options.verdicts, verdicts)
    write_text(options.evidence, table(("claim", "table", "row"), evidence))
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the stage's verbs."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy claim", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", type=Path, default=Path("config/study.yml"))
    shared.add_argument("--claims", type=Path, default=Path("config/claims.yml"))
    one = verbs.add_parser("evaluate", parents=[shared], help=run_evaluate.__doc__)
    one.add_argument("--base", type=Path, nargs="+", required=True, help="folders of base tables")
    one.add_argument("--quotations", type=Path, required=True)
    one.add_argument("--findings", type=Path, required=True)
    one.add_argument("--verdicts", type=Path, required=True)
    one.add_argument("--evidence", type=Path, required=True)
    one.set_defaults(run=run_evaluate)
    add_verbs(verbs, shared)
    return top


def main(words: list[str]) -> int:
    """Run one verb of the stage."""
    options = parser().parse_args(words)
    return int(options.run(options))
