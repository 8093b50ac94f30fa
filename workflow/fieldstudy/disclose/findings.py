"""Check findings and quotations before they are printed: no small crowd, nobody quoted unasked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.numbers import SPAN, generalised, numbers
from fieldstudy.disclose.rules import Rules
from fieldstudy.errors import Problem
from fieldstudy.study import participant

HEDGE = "hedge"
VERDICT = ("id", "basis", "published", "regenerated", "verdict", "reason")
EVIDENCE = ("claim", "table", "row")
LEDGER = ("claims", "verdicts")  # the ledger's own rows, which are open with it
ATTRIBUTION = re.compile(r"\((?P<whose>[^()]*)\)\s*$")
Row = dict[str, str]


def passed_findings(findings: dict[str, dict[str, str]], rules: Rules) -> dict[str, dict[str, str]]:
    """Give the findings as they may be printed: small numbers of people said as "fewer than"."""
    return {name: _passed(name, finding, rules) for name, finding in findings.items()}


def _passed(name: str, finding: dict[str, str], rules: Rules) -> dict[str, str]:
    """Generalise one finding if it counts people."""
    if name not in rules.people_findings:
        return finding
    return {
        field: said if field == HEDGE else generalised(said, rules.threshold)
        for field, said in finding.items()
    }


def passed_verdict(verdict: Row, rules: Rules) -> Row:
    """Give a verdict's open columns, what was regenerated said as its finding says it."""
    row = {column: verdict.get(column, "") for column in VERDICT}
    if row["id"] in rules.people_findings:
        row["regenerated"] = generalised(row["regenerated"], rules.threshold)
        row["reason"] = generalised(row["reason"], rules.threshold)
    return row


def passed_evidence(evidence: list[Row], asked: Mapping[str, list[str]], rules: Rules) -> Grid:
    """Give the evidence of the claims that ask nothing but tables that passed whole.

    A row of an open table is not enough: which areas a claim picked can tell what a table that did
    not pass says of them.
    """
    known = {*rules.open_base, *LEDGER}
    rows = [
        [row[column] for column in EVIDENCE]
        for row in evidence
        if row["claim"] in asked and set(asked[row["claim"]]) <= known
    ]
    return Grid("evidence", list(EVIDENCE), rows)


def smallest(finding: dict[str, str]) -> int | None:
    """Give the smallest number above zero that a finding says."""
    said = [n for field, text in finding.items() if field != HEDGE for n in numbers(_inner(text))]
    return min((value for value in said if value > 0), default=None)


def _inner(text: str) -> str:
    """Take the span off a text."""
    span = SPAN.fullmatch(text)
    return span["inner"] if span else text


def unasked(quotes: dict[str, Any], resolved: list[Row], participants: list[Row]) -> list[Problem]:
    """Refuse each quotation that is not resolved, not consented to, or says more than its interview."""
    where = {row["id"]: row for row in resolved}
    consent = {row["participant"]: row for row in participants}
    found = []
    for name, printed in quotes.items():
        row = where.get(name)
        if row is None:
            what = "is not among the resolved quotations; add it to config/quotes.yml"
            found.append(Problem(f"quotation '{name}'", what))
            continue
        speaker = consent.get(participant(row["speaker"]), {})
        if speaker.get("consent_quote") != "yes" or speaker.get("withdrawn", "no") == "yes":
            what = "its speaker did not agree to be quoted; take it out of config/quotes.yml"
            found.append(Problem(f"quotation '{name}'", what))
        if not _by_interview_alone(str(printed), row["interview"]):
            what = f"must be attributed by its interview alone, as (Interview {row['interview']})"
            found.append(Problem(f"quotation '{name}'", what))
    return found


def _by_interview_alone(printed: str, interview: str) -> bool:
    """Tell whether a printed quotation is attributed to its interview's number and nothing else."""
    said = ATTRIBUTION.search(_inner(printed).strip())
    return (
        said is not None
        and said["whose"].strip().replace("\u00a0", " ") == f"Interview {interview}"
    )


def consenting(resolved: list[Row], participants: list[Row]) -> dict[str, int]:
    """Count, for each quotation, the people of its interview who agreed to be quoted."""
    willing = Counter(row["interview"] for row in participants if row["consent_quote"] == "yes")
    return {row["id"]: willing[row["interview"]] for row in resolved}
