"""``python -m fieldstudy claim evaluate | again | explain | ledger | freeze | consistency``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from fieldstudy.claim.again import merged_findings, merged_rows, quoted_codes, untold
from fieldstudy.claim.consistency import COLUMNS, INCONSISTENT, RESULT, check, kinds
from fieldstudy.claim.evaluate import Evaluated, evaluate, findings, published_words, quotes
from fieldstudy.claim.explain import add_verbs
from fieldstudy.claim.freeze import changes, frozen
from fieldstudy.claim.ledger import Claim, read_ledger
from fieldstudy.claim.query import Base
from fieldstudy.io import (
    csv_text,
    read_rows,
    read_text,
    read_yaml,
    write_rows,
    write_text,
    write_yaml,
)
from fieldstudy.study import Study

NOTICE = (
    "Interviews, codings and audit are a synthetic stand-in: invented areas and people, "
    "written to test this pipeline. Findings on them say nothing about any real place."
)
VERDICTS = ("id", "basis", "published", "regenerated", "verdict", "reason")
EVIDENCE = ("claim", "table", "row", "side")
OPEN_EVIDENCE = EVIDENCE[:3]
RECOMPUTED = ("id", "verdict", "reason")
EXAMPLE = """a file, with the columns that its kinds need:
  kind,printed,part,whole,members
  percent,62%,29,47,
  mean,3.48,,25,
  percents,,,,62%; 38%"""
COMMENT = "Made by the stage claim; every value is computed. Do not edit."


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


def evidence_rows(evaluated: Evaluated) -> list[tuple[str, ...]]:
    """Name each claim's rows, and say of each whether it speaks ``for`` the claim or ``against``.

    A row that does neither, such as one of an area that is silent, has an empty side.
    """
    found: list[tuple[str, ...]] = []
    for name, result in evaluated.results.items():
        contrary = {str(row["row"]) for row in (*result.denying(), *result.against)}
        for row in (*result.rows, *result.against):
            silent = row.get("stance") == "silent" or not row.get("own", True)
            side = "against" if row["row"] in contrary else "" if silent else "for"
            table = str(row["row"]).partition(":")[0]
            found.append((name, table, str(row["row"]), side))
    return found


def unjoined(claims: list[Claim], quotations: list[dict[str, str]]) -> list[Claim]:
    """Let no reason name areas where a quotation beside it names an interview."""
    quoted = {row["code"] for row in quotations}
    return [
        replace(claim, names_areas=claim.names_areas and claim.parameters.get("code") not in quoted)
        for claim in claims
    ]


def run_evaluate(options: argparse.Namespace) -> int:
    """Recompute the ledger and write findings, verdicts and evidence."""
    study = Study.read(options.config)
    quotations = read_rows(options.quotations)
    claims = unjoined(read_ledger(options.claims, study.published, study.groups), quotations)
    base = Base(options.base, [(claim.id, claim.kind, claim.basis) for claim in claims])
    evaluated = evaluate(claims, base, study.synthetic)
    content = {
        "synthetic": NOTICE if study.synthetic else "",
        "study": {"title": study.title, "version": study.version},
        "findings": findings(evaluated),
        "quotes": quotes(quotations),
    }
    basis = {claim.id: claim.basis for claim in claims}
    evidence = evidence_rows(evaluated)
    verdicts = csv_text(VERDICTS, verdict_rows(evaluated, basis))
    write_yaml(options.findings, content, COMMENT)
    write_text(options.verdicts, verdicts)
    write_text(options.evidence, csv_text(EVIDENCE, evidence))
    return 0


def run_again(options: argparse.Namespace) -> int:
    """Recompute, from open tables alone, what they bear; keep the rest as it was released."""
    study = Study.read(options.config)
    kept, verdicts, evidence = options.kept
    before, said = read_yaml(kept), read_rows(verdicts)
    ledger = read_ledger(options.claims, study.published, study.groups)
    claims = unjoined(ledger, quoted_codes(before.get("quotes") or {}))
    base = Base(options.base, [(claim.id, claim.kind, claim.basis) for claim in claims])
    evaluated = evaluate(claims, base, study.synthetic, {row["id"]: row["verdict"] for row in said})
    order = [claim.id for claim in claims]
    mine = set(order) - untold(evaluated.verdicts)
    basis = {claim.id: claim.basis for claim in claims}
    now = [dict(zip(VERDICTS, row, strict=True)) for row in verdict_rows(evaluated, basis)]
    rows = [dict(zip(EVIDENCE, row, strict=True)) for row in evidence_rows(evaluated)]
    findings_now = merged_findings(findings(evaluated), before["findings"], order)
    notice = NOTICE if study.synthetic else ""
    comment = [line[2:] for line in read_text(kept).splitlines() if line.startswith("# ")]
    content = {**before, "synthetic": notice, "findings": findings_now}
    write_yaml(options.findings, content, "\n".join(comment))
    write_rows(options.verdicts, VERDICTS, merged_rows(now, said, "id", order, mine))
    listed = merged_rows(rows, read_rows(evidence), "claim", order, mine)
    write_rows(options.evidence, OPEN_EVIDENCE, listed)
    write_rows(options.recomputed, RECOMPUTED, now)
    return 0


def run_freeze(options: argparse.Namespace) -> int:
    """Accept the verdicts of the last build, and show what differs from those accepted before."""
    now = {row["id"]: row["verdict"] for row in read_rows(options.verdicts)}
    before: dict[str, str] = {}
    if options.baseline.exists():
        before = {row["id"]: row["verdict"] for row in read_rows(options.baseline)}
    kept = frozen(before, now)
    for line in changes(before, kept):
        print(line)
    if kept == before:
        print(f"Nothing differs from {options.baseline}.")
    write_text(options.baseline, csv_text(("id", "verdict"), sorted(kept.items())))
    return 0


def run_consistency(options: argparse.Namespace) -> int:
    """Say of each printed figure of a list whether it can be true, and by which rounding."""

    def record(name: str) -> list[dict[str, str]]:
        return read_rows(options.record / f"{name}.csv")

    rows = check(read_rows(options.file), record, str(options.file))
    text = csv_text(RESULT, rows)
    if options.out:
        write_text(options.out, text)
    else:
        print(text, end="")
    failed = sum(row[RESULT.index("verdict")] == INCONSISTENT for row in rows)
    figures = "figure" if len(rows) == 1 else "figures"
    print(f"{len(rows)} {figures} checked; {failed} cannot be true as printed")
    return int(options.strict and failed > 0)


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
    two = verbs.add_parser("again", parents=[shared], help=run_again.__doc__)
    two.add_argument("--base", type=Path, nargs="+", required=True, help="folder of open tables")
    released = "findings.yml, verdicts.csv and evidence.csv as released"
    two.add_argument("--kept", type=Path, nargs=3, required=True, help=released)
    for flag in ("findings", "verdicts", "evidence", "recomputed"):
        two.add_argument(f"--{flag}", type=Path, required=True)
    two.set_defaults(run=run_again)
    add_verbs(verbs, shared)
    three = verbs.add_parser("freeze", help=run_freeze.__doc__)
    opened = Path("results/open/verify/verdicts.csv")
    three.add_argument("--verdicts", type=Path, default=opened, help="verdicts of a build")
    three.add_argument("--baseline", type=Path, default=Path("config/baseline.csv"))
    three.set_defaults(run=run_freeze)
    four = verbs.add_parser(
        "consistency",
        help=run_consistency.__doc__,
        description=run_consistency.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"{kinds()}\n\n{EXAMPLE}",
    )
    four.add_argument("file", type=Path, help=f"CSV of printed figures: {', '.join(COLUMNS)}")
    what = "folder of tables that cells may sum, as @table.column[column=value]"
    four.add_argument("--record", type=Path, default=Path("data/record"), help=what)
    four.add_argument("--out", type=Path, help="table to write; left out, it is printed")
    four.add_argument("--strict", action="store_true", help="end with 1 if any cannot be true")
    four.set_defaults(run=run_consistency)
    return top


def main(words: list[str]) -> int:
    """Run one verb of the stage."""
    options = parser().parse_args(words)
    return int(options.run(options))
