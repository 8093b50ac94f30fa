"""Read the ledger: what each claim means, how it is recomputed, and what was published of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldstudy.claim.quantify import faults
from fieldstudy.errors import Problems
from fieldstudy.io import read_yaml
from fieldstudy.study import Group

BASES = ("record", "study")
FORMATS = (
    *("areas", "comparison", "number", "digits", "share", "percent", "millions", "of", "part"),
    *("text", "list", "decimal", "decimal interval", "percent interval", "judgement"),
)
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Published:
    """What the published study reports of a claim; empty where it says nothing."""

    printed: str = ""
    implied: bool = False
    quantifier: str = ""
    k: int | None = None
    at_least: int | None = None
    n: int | None = None
    hedge: str = ""
    interview: str = ""
    differs_from: str = ""
    where: str = ""

    @property
    def said(self) -> bool:
        """Whether anything was published to compare with."""
        return bool(self.printed or self.implied or self.quantifier)


@dataclass(frozen=True)
class Claim:
    """One claim: its two statements of SQL, how its value is worded, and what it rests on.

    ``against`` names claims that speak against it; ``names_areas`` says whether a reason may name
    the areas' codes, which a claim with interview numbers may not.
    """

    id: str
    meaning: str
    section: str
    basis: str
    format: str
    kind: str
    rows: str
    value: str
    parameters: dict[str, str]
    label: str
    compared: str
    any_of: bool
    alternatives: dict[str, str]
    rests_on: list[str]
    against: list[str] = field(default_factory=list)
    names_areas: bool = False
    published: Published = field(default_factory=Published)


def condition(group: Group) -> str:
    """Write the condition that picks a group's areas."""
    if not group.column:
        return "TRUE"
    value = group.value.replace("'", "''")
    column = group.column.replace('"', '""')
    return f"\"{column}\" = '{value}'"


def read_published(path: Path) -> dict[str, Published]:
    """Read what was published, by claim."""
    known: dict[str, Published] = {}
    found = Problems()
    for number, row in enumerate(read_yaml(path)["claims"], start=1):
        where = f"{path}: entry {number}"
        counts: dict[str, Any] = {}
        for name in ("k", "at_least", "n"):
            if name in row:
                if row[name].isdigit():
                    counts[name] = int(row[name])
                else:
                    found.add(f"{where}: {name}", f"'{row[name]}' is not a whole number")
        names = ("printed", "quantifier", "hedge", "interview", "differs_from", "where")
        words: dict[str, Any] = {name: row[name] for name in names if name in row}
        if row.get("id") in known:
            found.add(where, f"'{row['id']}' stands twice; remove one")
        one = Published(**words, **counts, implied=row.get("implied", "no") == "yes")
        for fault in faults(one):
            found.add(f"{path}: {row['id']}: quantifier", fault)
        known[row["id"]] = one
    found.stop_if_any()
    return known


def read_ledger(path: Path, published: Path, groups: dict[str, Group]) -> list[Claim]:
    """Read the ledger and what was published.

    Returns
    -------
    list of Claim
        In the order of the ledger.

    Raises
    ------
    StudyError
        If a claim lacks something, is unknown, stands twice or rests on itself.
    """
    config = read_yaml(path)
    forms = config.get("forms", {})
    printed = read_published(published)
    found = Problems()
    claims: dict[str, Claim] = {}
    for number, row in enumerate(config["claims"], start=1):
        name = str(row.get("id", ""))
        where = f"{path}: claims: {name or f'entry {number}'}"
        if not IDENTIFIER.fullmatch(name) or name in claims:
            found.add(where, "needs an id of its own, in lower case with underscores")
            continue
        with found.gathering():
            claims[name] = _claim(where, row, forms, groups, printed.get(name, Published()))
    for name in sorted(set(printed) - set(claims)):
        found.add(f"{published}: {name}", f"is not in {path}; add a claim that recomputes it")
    _check_circles(path, claims, found)
    found.stop_if_any()
    return list(claims.values())


def _claim(
    where: str,
    row: dict[str, Any],
    forms: dict[str, Any],
    groups: dict[str, Group],
    published: Published,
) -> Claim:
    """Make one claim of its entry, its form filled in."""
    found = Problems()
    if row.get("form", "") not in {"", *forms}:
        found.add(f"{where}: form", f"'{row['form']}' is not a form; allowed: {', '.join(forms)}")
    full = {**forms.get(row.get("form", ""), {}), **row}
    for name in ("meaning", "section", "basis", "format"):
        if not full.get(name):
            found.add(f"{where}: {name}", "is missing")
    for name, allowed in (("basis", BASES), ("format", FORMATS)):
        if full.get(name) and full[name] not in allowed:
            found.add(
                f"{where}: {name}", f"'{full[name]}' is not allowed; allowed: {', '.join(allowed)}"
            )
    for name in ("group", "compare"):
        if full.get(name, "all") not in groups:
            found.add(
                f"{where}: {name}", f"'{full[name]}' is not a group; allowed: {', '.join(groups)}"
            )
    if full.get("format") == "judgement":
        if not full.get("rests_on"):
            found.add(where, "is a judgement without evidence; name in 'rests_on' what it rests on")
    elif not (full.get("rows") and full.get("value")):
        found.add(where, "needs 'rows' and 'value', or a form that has them")
    found.stop_if_any()
    group = groups[full.get("group", "all")]
    compare = groups[full.get("compare", "all")]
    filled = {"{group}": condition(group), "{compare}": condition(compare)}
    return Claim(
        id=full["id"],
        meaning=full["meaning"],
        section=full["section"],
        basis=full["basis"],
        format=full["format"],
        kind=full.get("kind", ""),
        rows=_fill(full.get("rows", ""), filled),
        value=_fill(full.get("value", ""), filled),
        parameters={name: full[name] for name in ("code",) if name in full},
        label=full.get("label", group.label),
        compared=compare.label,
        any_of=full.get("any_of", "no") == "yes",
        alternatives=full.get("alternatives", {}),
        rests_on=full.get("rests_on", []),
        against=full.get("against", []),
        names_areas=full.get("names_areas", "no") == "yes",
        published=published,
    )


def _fill(sql: str, filled: dict[str, str]) -> str:
    """Put the conditions of the groups into a form's SQL."""
    for mark, text in filled.items():
        sql = sql.replace(mark, text)
    return sql.strip()


def _check_circles(path: Path, claims: dict[str, Claim], found: Problems) -> None:
    """Note claims that rest on unknown claims, or in a circle."""
    for claim in claims.values():
        where = f"{path}: claims: {claim.id}"
        named = (*claim.rests_on, *claim.against, *filter(None, [claim.published.differs_from]))
        for other in named:
            if other not in claims:
                found.add(where, f"rests on '{other}', which is no claim")
        for other in sorted(set(claim.rests_on) & set(claim.against)):
            found.add(where, f"rests on '{other}' and has it against; choose one")
        reached, waiting = set(), [*claim.rests_on, *claim.against]
        while waiting:
            other = waiting.pop()
            if other in claims and other not in reached:
                reached.add(other)
                waiting.extend((*claims[other].rests_on, *claims[other].against))
        if claim.id in reached:
            found.add(where, "rests on itself by way of other claims")
