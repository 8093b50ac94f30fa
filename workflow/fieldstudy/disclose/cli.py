"""``python -m fieldstudy disclose pass``: check everything, then make the open tier, or change nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldstudy.disclose.findings import (
    VERDICT,
    consenting,
    passed_evidence,
    passed_findings,
    passed_verdict,
    unasked,
)  # fmt: skip
from fieldstudy.disclose.grid import Grid, to_csv
from fieldstudy.disclose.report import Passed, report
from fieldstudy.disclose.rules import Rules, read_rules
from fieldstudy.disclose.tables import Open, open_base, open_tables
from fieldstudy.errors import Problem, Problems
from fieldstudy.io import read_rows, read_text, read_yaml, write_text, write_yaml

COMMENT = "Passed by the stage disclose; every value is computed. Do not edit."
Writer = Callable[[Path], None]


def parser() -> argparse.ArgumentParser:
    """Describe the stage's verb."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy disclose", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("pass", help="check and pass tables, findings and quotations")
    for flag, what in {
        "--base": "folder of base tables",
        "--tables": "folder of cross-tables",
        "--findings": "findings.yml of the stage claim",
        "--verdicts": "verdicts.csv of the stage claim",
        "--evidence": "evidence.csv of the stage claim",
        "--ledger": "ledger.json of the stage claim: the tables that each claim asks",
        "--quotations": "quotations.csv of the stage code",
        "--participants": "participants.csv, anonymised, with consent",
        "--crowds": "kanonymity.csv of the stage anonymise",
        "--declared": "config/tables.yml",
        "--config": "config/disclosure.yml",
        "--open-base": "folder to write base tables into",
        "--open-tables": "folder to write cross-tables into",
        "--open-findings": "findings.yml to write",
        "--open-verdicts": "verdicts.csv to write",
        "--open-evidence": "evidence.csv to write",
        "--report": "disclosure.csv to write: each decision and its crowd",
    }.items():
        verb.add_argument(flag, type=Path, required=True, help=what)
    return top


def main(words: list[str]) -> int | None:
    """Run the verb: nothing is written before everything has been checked."""
    options = parser().parse_args(words)
    rules, found = read_rules(options.config), Problems()
    passed, content = _checked(options, rules, found)
    found.stop_if_any()
    verdicts = [passed_verdict(row, rules) for row in read_rows(options.verdicts)]
    table = Grid("verdicts", list(VERDICT), [[row[name] for name in VERDICT] for row in verdicts])
    evidence = passed_evidence(read_rows(options.evidence), _asked(options.ledger), rules)
    files = {
        **_files(options.open_base, passed.base),
        **_files(options.open_tables, passed.tables),
        options.open_verdicts: _csv(table),
        options.open_evidence: _csv(evidence),
        options.report: _csv(report(passed, rules)),
        options.open_findings: lambda path: write_yaml(path, content, COMMENT),
    }
    put_in_place(files)
    for folder in (options.open_base, options.open_tables):
        _forget(folder, set(files))
    print(f"{len(files)} files passed into the open tier")
    return None


def _checked(
    options: argparse.Namespace, rules: Rules, found: Problems
) -> tuple[Passed, dict[str, Any]]:
    """Read and check everything that would become open."""
    base = open_base(options.base, rules, found)
    outputs = read_yaml(options.declared).get("outputs", [])
    tables = open_tables(options.tables, outputs, rules, found)
    claimed = read_yaml(options.findings)
    # A mapping without entries is written as {}, and a missing one is as good.
    findings, quotes = (claimed.get(name) or {} for name in ("findings", "quotes"))
    resolved, people = read_rows(options.quotations), read_rows(options.participants)
    found.all += unasked(quotes, resolved, people)
    crowds = read_rows(options.crowds)
    willing = consenting([row for row in resolved if row["id"] in quotes], people)
    found.all += [
        Problem(str(options.crowds), "must have the columns crowd, who and people")
        for row in crowds[:1]
        if not {"crowd", "people"} <= set(row)
    ]
    passed = Passed(base, tables, findings, willing, crowds)
    return passed, {**claimed, "findings": passed_findings(findings, rules), "quotes": quotes}


def _asked(path: Path) -> dict[str, list[str]]:
    """Read which base tables each claim asks."""
    return {claim["id"]: claim["asks"] for claim in json.loads(read_text(path))}


def _files(folder: Path, tables: list[Open]) -> dict[Path, Writer]:
    """Name the files that tables are written as."""
    return {folder / f"{grid.name}.csv": _csv(grid) for table in tables for grid in table.grids}


def _csv(grid: Grid) -> Writer:
    """Give what writes a table."""
    return lambda path: write_text(path, to_csv(grid))


def put_in_place(files: dict[Path, Writer]) -> None:
    """Write every file beside its place; only when all are written, put them there."""
    beside = {path: path.with_name(f".{path.name}.passing") for path in files}
    try:
        for path, write in files.items():
            write(beside[path])
        for path, written in beside.items():
            written.replace(path)
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def _forget(folder: Path, kept: set[Path]) -> None:
    """Take tables out of the open tier that are no longer passed."""
    for path in sorted(folder.glob("*.csv")):
        if path not in kept:
            path.unlink()
