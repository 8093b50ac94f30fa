"""``python -m fieldstudy disclose pass | audit | protect``.

``pass`` checks everything, then makes the open tier, or changes nothing. ``audit`` and ``protect`` work
on any tables, outside a study.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fieldstudy.disclose.grid import Grid, read_grid, to_csv
from fieldstudy.errors import Problems
from fieldstudy.io import read_rows, read_text, write_text, write_yaml

if TYPE_CHECKING:
    from fieldstudy.disclose.tables import Open

COMMENT = "Passed by the stage disclose; every value is computed. Do not edit."
AUDIT = """Read tables as anybody can, and put bounds on each number that they hide.

Tables are wide as print, or long with a column 'count'. Labels come first; a label or head 'total' is
a margin. A cell holds a number, a share (62%), both (29 (62%)), '< 3', or a mark for a hidden number:
[c], c, x, *, .., - or nothing. Give every table of the same people that is to be published. Columns of
the same name, or with the same categories, are taken as one; 'A + B' stands for either.
Ends with 1 if anything can be worked out."""
PROTECT = """Count people, one a row, and hide what must be hidden: crowds under the threshold, and the
fewest further numbers that keep them from being worked out. Totals stay true; hidden cells show as [c].
With --amount, sums are hidden that one contributor dominates, or that come too near to one."""
Writer = Callable[[Path], None]
PASS = {
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
    "--decisions": "decisions.csv to write, for the team alone: each crowd's size, and its fate",
}


def parser() -> argparse.ArgumentParser:
    """Describe the stage's verbs."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy disclose", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("pass", help="check and pass tables, findings and quotations")
    for flag, what in PASS.items():
        verb.add_argument(flag, type=Path, required=True, help=what)
    verb.set_defaults(run=run_pass)
    raw = argparse.RawDescriptionHelpFormatter
    what = "work out what tables hide, from all of them together"
    verb = verbs.add_parser("audit", help=what, description=AUDIT, formatter_class=raw)
    verb.add_argument("tables", type=Path, nargs="+", help="CSV tables of the same people")
    what = "bounds that are closer than this count as found (1)"
    verb.add_argument("--protection", type=float, default=1.0, help=what)
    what = "also name the crowds under it that are printed nowhere and can be worked out"
    verb.add_argument("--threshold", type=int, help=what)
    what = (
        "CSV with the columns group and category: labels that stand for several of another table's"
    )
    verb.add_argument("--groups", type=Path, help=what)
    verb.set_defaults(run=run_audit)
    what = "count people in a table that stands an audit"
    verb = verbs.add_parser("protect", help=what, description=PROTECT, formatter_class=raw)
    verb.add_argument("people", type=Path, help="CSV with a row for each")
    verb.add_argument("--rows", required=True, help="column whose categories name the rows")
    verb.add_argument("--columns", required=True, help="column whose categories are the columns")
    verb.add_argument("--amount", default="", help="column to sum; left out, people are counted")
    verb.add_argument("--threshold", type=int, default=10, help="smallest crowd shown (10)")
    what = (
        "least distance of a reader's bounds: people (the threshold), or percent of an amount (10)"
    )
    verb.add_argument("--protection", type=float, help=what)
    what = "hide sums of which so many (1) make more than --percent"
    verb.add_argument("--largest", type=int, default=1, help=what)
    verb.add_argument("--percent", type=float, default=75.0, help="see --largest (75)")
    verb.add_argument("--out", type=Path, required=True, help="table to write")
    verb.set_defaults(run=run_protect)
    return top


def main(words: list[str]) -> int | None:
    """Run one verb."""
    options = parser().parse_args(words)
    result: int | None = options.run(options)
    return result


def run_pass(options: argparse.Namespace) -> None:
    """Pass what may become open: nothing is written before everything has been checked."""
    from fieldstudy.disclose.findings import VERDICT, passed_evidence, passed_verdict
    from fieldstudy.disclose.passing import Sources, checked
    from fieldstudy.disclose.report import decisions, report
    from fieldstudy.disclose.rules import read_rules

    rules, found = read_rules(options.config), Problems()
    sources = Sources(
        *(options.base, options.tables, options.findings, options.quotations),
        *(options.participants, options.crowds, options.declared),
    )
    passed, content, under = checked(sources, rules, found)
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
        options.decisions: _csv(decisions(under, rules.threshold)),
        options.open_findings: lambda path: write_yaml(path, content, COMMENT),
    }
    put_in_place(files)
    for folder in (options.open_base, options.open_tables):
        _forget(folder, set(files))
    print(f"{len(files) - 1} files passed into the open tier")


def run_audit(options: argparse.Namespace) -> int:
    """Print the bounds of each hidden number; 1 if any can be worked out."""
    from fieldstudy.disclose.outside import audited, linked

    tables = linked(options.tables, options.groups)
    bounded, said, out = audited(tables, options.protection, options.threshold)
    print(to_csv(bounded), end="")
    print(said)
    return int(out > 0)


def run_protect(options: argparse.Namespace) -> None:
    """Write a table whose hidden cells cannot be worked out."""
    from fieldstudy.disclose.outside import protected
    from fieldstudy.disclose.printed import HIDDEN

    made = protected(
        read_grid(options.people),
        options.rows,
        options.columns,
        options.threshold,
        _protection(options),
        options.amount,
        (options.largest, options.percent),
    )
    write_text(options.out, to_csv(made))
    hidden = sum(cell == HIDDEN for row in made.rows for cell in row)
    print(f"{options.out}: {hidden} numbers are hidden, as {HIDDEN}; totals are true")


def _protection(options: argparse.Namespace) -> float:
    """Give how far apart bounds must be: as asked, or so that no hidden crowd is shown to be small."""
    if options.protection is not None:
        return float(options.protection)
    return 10.0 if options.amount else float(options.threshold)


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
