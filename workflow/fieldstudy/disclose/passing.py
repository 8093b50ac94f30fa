"""Check all that would become open, tables, findings and quotations at once, before any of it is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.disclose.control import Controlled, control
from fieldstudy.disclose.counted import Counted
from fieldstudy.disclose.findings import consenting, passed_findings, unasked
from fieldstudy.disclose.joins import areas_left, groups_of
from fieldstudy.disclose.report import Passed
from fieldstudy.disclose.rules import Rules
from fieldstudy.disclose.sentences import told
from fieldstudy.disclose.space import Said
from fieldstudy.disclose.tables import Declared, Open, controlled, declared, open_base, told_by
from fieldstudy.errors import Problem, Problems
from fieldstudy.io import read_rows, read_yaml
from fieldstudy.study import worded

Findings = dict[str, dict[str, str]]
# The base tables of what areas, and interviews, said of each statement.
FINDINGS, VOICES, AREA = "findings", "voices", "area"


@dataclass(frozen=True)
class Sources:
    """Where everything stands that asks to become open."""

    base: Path
    tables: Path
    findings: Path
    quotations: Path
    participants: Path
    crowds: Path
    declared: Path


def checked(
    sources: Sources, rules: Rules, found: Problems
) -> tuple[Passed, dict[str, Any], list[Controlled]]:
    """Give what passes, the findings as they may be printed, and every table of people under control."""
    base = open_base(sources.base, rules, found)
    config = read_yaml(sources.declared)
    outputs = worded(config.get("outputs", []), sources.declared.parent)
    found.all += _of_people(config.get("comparisons") or [], rules)
    tables = declared(sources.tables, outputs, rules, found)
    claimed = read_yaml(sources.findings)
    # A mapping without entries is written as {}, and a missing one is as good.
    findings, quotes = (claimed.get(name) or {} for name in ("findings", "quotes"))
    shown = passed_findings(findings, rules)
    counted = [table.counted for table in tables if table.counted]
    nested = told_by(sources.base, rules, found)
    under, audits = control(counted, sentences(shown, counted, rules), rules, found, nested)
    resolved, people = read_rows(sources.quotations), read_rows(sources.participants)
    found.all += unasked(quotes, resolved, people)
    crowds = read_rows(sources.crowds)
    found.all += [
        Problem(str(sources.crowds), "must have the columns crowd, who and people")
        for row in crowds[:1]
        if not {"crowd", "people"} <= set(row)
    ]
    quoted = [row for row in resolved if row["id"] in quotes]
    willing = consenting(quoted, people)
    joined = _joined(sources.base, rules, outputs, quoted)
    passed = Passed(base, _opened(tables, under), findings, willing, crowds, audits, *joined)
    return passed, {**claimed, "findings": shown, "quotes": quotes}, under


def _of_people(comparisons: list[dict[str, Any]], rules: Rules) -> list[Problem]:
    """Refuse shares of people, which stand beside each other without being controlled together."""
    what = "counts people; take it out, or make it a cross-table with people: 'yes'"
    return [
        Problem(f"config/tables.yml: comparisons: {block['id']}", what)
        for block in comparisons
        if block["from"] in rules.people
    ]


def _joined(
    base: Path, rules: Rules, outputs: list[dict[str, Any]], quoted: list[dict[str, str]]
) -> tuple[dict[str, int], dict[str, int]]:
    """Count the areas of each group, and those that each interview can be taken for.

    Nothing is told where no open table says of a single area what it said.
    """
    by_area = any(
        block["tier"] == "open" and block["from"] == FINDINGS and AREA in _axes(block)
        for block in outputs
    )
    if FINDINGS not in rules.open_base and not by_area:
        return {}, {}
    findings, voices = (read_rows(base / f"{name}.csv") for name in (FINDINGS, VOICES))
    left = areas_left(quoted, voices, findings)
    return groups_of(findings), {name: len(areas) for name, areas in sorted(left.items())}


def _axes(block: dict[str, Any]) -> list[str]:
    """Name the columns whose categories a table tells apart."""
    sides = (block["rows"], block.get("columns", []))
    return [name for side in sides for name in ([side] if isinstance(side, str) else side)]


def _opened(tables: list[Declared], under: list[Controlled]) -> list[Open]:
    """Give every table as it may be printed, in the order of config."""
    by_name = {one.table.name: one for one in under}
    return [
        controlled(table, by_name[table.counted.name])
        if table.counted
        else Open(table.table, table.long)
        for table in tables
    ]


def sentences(findings: Findings, tables: list[Counted], rules: Rules) -> dict[str, list[Said]]:
    """Give what the sentences of findings tell of the people of each base table."""
    out: dict[str, list[Said]] = {}
    for name, link in rules.people_findings.items():
        if link is None or name not in findings:
            continue
        whole = (t.value(None, None) for t in tables if t.base == link.base and not t.where)
        said = told(name, findings[name], link, next(whole, None))
        out.setdefault(link.base, []).extend(said)
    return out
