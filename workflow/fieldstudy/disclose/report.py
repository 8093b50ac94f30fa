"""Say of everything that became open why it could, and how small the crowd behind it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fieldstudy.disclose.audit import Outcome
from fieldstudy.disclose.control import Audited, Controlled
from fieldstudy.disclose.crowds import sized
from fieldstudy.disclose.findings import Row, passed_findings, smallest
from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.rules import Rules
from fieldstudy.disclose.tables import Open

COLUMNS = ["what", "decision", "smallest_crowd", "reason"]
NO_PEOPLE = "Counts no people."
Decision = list[str]


@dataclass(frozen=True)
class Passed:
    """Everything that became open, and what was known of the people behind it.

    Parameters
    ----------
    willing
        Quotation → people of its interview who agreed to be quoted.
    groups
        Group of areas → how many areas of it are told apart by code.
    interviews
        Interview that is quoted → how many areas a reader can take it for.
    """

    base: list[Open]
    tables: list[Open]
    findings: dict[str, dict[str, str]]
    willing: dict[str, int]
    crowds: list[Row]
    audits: list[Audited] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    interviews: dict[str, int] = field(default_factory=dict)


def report(passed: Passed, rules: Rules) -> Grid:
    """List the decisions: crowds of people, tables, findings, quotations."""
    rows = [
        *_of_people(passed.crowds, rules.threshold),
        *_of_areas(passed.groups),
        *_of_interviews(passed.interviews),
        *_of_tables("base table", passed.base, rules.threshold),
        *_of_tables("table", passed.tables, rules.threshold),
        *_of_audits(passed.audits, rules),
        *_of_findings(passed.findings, rules),
        *_of_quotations(passed.willing, rules.threshold),
    ]
    return Grid("disclosure", COLUMNS, rows)


def _of_people(crowds: list[Row], threshold: int) -> Iterable[Decision]:
    """Say how small the crowds are that the study's people could be taken for."""
    for kind in dict.fromkeys(row["crowd"] for row in crowds):
        sizes = [int(row["people"]) for row in crowds if row["crowd"] == kind]
        small = sum(size < threshold for size in sizes)
        reason = f"{len(sizes)} crowds by {kind}; {small} of fewer than {threshold} people."
        yield [f"people: {kind}", "not printed", sized(min(sizes), threshold), reason]


def _of_areas(groups: dict[str, int]) -> Iterable[Decision]:
    """Say what the areas of a group can tell of one another by leaving themselves out."""
    for group, areas in groups.items():
        who = {
            1: "it is the only one, so what is said of the group is said of it",
            2: "what is said of one of them, either can tell of the other by leaving itself out",
        }.get(areas, f"{areas - 1} of them together can tell what is said of the last")
        yield [f"areas: {group}", "shown by code", "", f"{areas} areas: {who}."]


def _of_interviews(interviews: dict[str, int]) -> Iterable[Decision]:
    """Say which interviews' numbers a reader can join to an area's code."""
    for interview, areas in interviews.items():
        joined = areas == 1
        reason = (
            "Its quotations and the open findings fit one area alone, so whoever knows which area a "
            "code stands for knows whose interview this is. The codes' key is in the controlled tier."
            if joined
            else f"Its quotations and the open findings fit {areas} areas."
        )
        decision = "can be joined to its area's code" if joined else "cannot be joined to an area"
        yield [f"interview: {interview}", decision, "", reason]


def _of_tables(kind: str, tables: list[Open], threshold: int) -> Iterable[Decision]:
    """Say how each table passed, and of each hidden number that it is.

    Which of them are small and which are hidden for their sake is not told: it would narrow them.
    """
    for one in tables:
        crowd = sized(one.people, threshold)
        name = f"{kind}: {one.table.name}"
        done = [f"collapsed into “{into}”" for into in one.into]
        done += [f"{len(one.hidden)} numbers hidden"] if one.hidden else []
        reason = f"No crowd under {threshold} is shown." if one.of_people else NO_PEOPLE
        yield [name, "; ".join(done) or "passed whole", crowd, reason]
        why = f"Counts fewer than {threshold} people, or would let such a number be worked out."
        yield from ([f"{kind}: {where}", "hidden", "", why] for where in one.hidden)


def _of_audits(audits: list[Audited], rules: Rules) -> Iterable[Decision]:
    """Say what a reader could work out of everything that is printed together."""
    for audit in audits:
        safe = sum(one.outcome is Outcome.SAFE for one in audit.bounded)
        reason = (
            f"{safe} of {len(audit.bounded)} hidden numbers have bounds {rules.protection} or more "
            f"apart; of {audit.space} combinations of categories {len(audit.proven)} are shown to be "
            f"a crowd under {rules.threshold}."
        )
        yield [f"audit: {audit.base}", "checked as a reader would", "", reason]


def decisions(tables: list[Controlled], threshold: int) -> Grid:
    """List each number of the tables of people with its size and its fate, for the team alone."""
    rows = []
    for one in tables:
        table = one.table
        for at in dict.fromkeys(table.places()):
            value, hidden = table.value(*at), table.cell(*at) in one.hidden
            little = 0 < value < threshold
            why = (f"under {threshold}" if little else "protects others") if hidden else ""
            rows.append([table.named(*at), str(value), "hidden" if hidden else "shown", why])
    return Grid("decisions", ["what", "people", "decision", "reason"], rows)


def _of_findings(findings: dict[str, dict[str, str]], rules: Rules) -> Iterable[Decision]:
    """Say which findings were printed as they are, and which with small numbers of people hidden."""
    shown = passed_findings(findings, rules)
    for name, finding in findings.items():
        if name not in rules.people_findings:
            yield [f"finding: {name}", "passed", "", NO_PEOPLE]
        elif shown[name] == finding:
            crowd = sized(smallest(finding), rules.threshold)
            reason = f"No crowd is under {rules.threshold}."
            yield [f"finding: {name}", "passed", crowd, reason]
        else:
            crowd = f"fewer than {rules.threshold}"
            reason = f"A crowd under {rules.threshold} is printed as “fewer than”."
            yield [f"finding: {name}", "generalised", crowd, reason]


def _of_quotations(willing: dict[str, int], threshold: int) -> Iterable[Decision]:
    """Say of each quotation how many of its interview's people could be its speaker."""
    for name, people in willing.items():
        reason = (
            "The speaker agreed to be quoted; the crowd is the people of the interview who did. "
            "Colleagues who know who was interviewed together can tell more."
        )
        yield [f"quotation: {name}", "passed", sized(people, threshold), reason]
