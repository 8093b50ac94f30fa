"""Read ``config/disclosure.yml``: what may become open, and what stops the build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.disclose.sentences import Link
from fieldstudy.disclose.space import Categories
from fieldstudy.errors import Problem, Problems
from fieldstudy.io import read_yaml

LISTS = ("people", "people_measures", "open_base")
STEPS = {"collapse": ("from", "column", "of", "into"), "nested": ("from", "column", "in")}


@dataclass(frozen=True)
class Step:
    """Categories of a base table's column that are counted as one where crowds are too small."""

    base: str
    column: str
    into: str
    of: Categories


@dataclass(frozen=True)
class Rules:
    """The rules of disclosure.

    Parameters
    ----------
    threshold
        The smallest crowd that may be shown.
    people
        Base tables with a row a person.
    people_findings, people_measures
        Findings whose numbers count people, each with whom it counts if tables could tell too;
        values of a column ``measure`` that count people.
    open_base
        Base tables that pass whole.
    forbidden, apart
        Columns that no open table may hold; sets of columns that none may hold together.
    protection
        How far apart the bounds must be that a reader can put on a hidden number.
    collapse
        Steps of collapsing categories, in the order in which they are tried.
    nested
        Base tables' columns of which one tells the other: (table, column, the other).
    """

    threshold: int
    people: tuple[str, ...]
    people_findings: Mapping[str, Link | None]
    people_measures: tuple[str, ...]
    open_base: tuple[str, ...]
    forbidden: frozenset[str]
    apart: tuple[frozenset[str], ...]
    protection: int
    collapse: tuple[Step, ...] = ()
    nested: tuple[tuple[str, str, str], ...] = ()


def read_rules(path: Path) -> Rules:
    """Read and check the rules.

    Raises
    ------
    StudyError
        If a setting is missing or has a value that is not allowed.
    """
    config = read_yaml(path)
    found = Problems()
    _check(path, config if isinstance(config, dict) else {}, found)
    found.stop_if_any()
    return Rules(
        threshold=int(config["threshold"]),
        people=tuple(config["people"]),
        people_findings=_links(config["people_findings"]),
        people_measures=tuple(config["people_measures"]),
        open_base=tuple(config["open_base"]),
        forbidden=frozenset(config["forbidden"]["columns"]),
        apart=tuple(frozenset(columns) for columns in config["forbidden"]["together"]),
        protection=int(config.get("protection", config["threshold"])),
        collapse=tuple(
            Step(step["from"], step["column"], step["into"], frozenset(step["of"]))
            for step in config.get("collapse", [])
        ),
        nested=tuple((one["from"], one["column"], one["in"]) for one in config.get("nested", [])),
    )


def _links(findings: list[str] | dict[str, Any]) -> dict[str, Link | None]:
    """Read whom each finding counts; one that is only named is linked to no table."""
    if isinstance(findings, list):
        return dict.fromkeys(findings)
    return {
        name: Link(
            link["from"],
            {
                column: frozenset([kept] if isinstance(kept, str) else kept)
                for column, kept in link.get("where", {}).items()
            },
        )
        if link
        else None
        for name, link in findings.items()
    }


def _check(path: Path, config: dict[str, Any], found: Problems) -> None:
    """Note each setting that is missing or not of its kind."""
    threshold = config.get("threshold", "")
    if not (isinstance(threshold, str) and threshold.isdecimal() and int(threshold) >= 2):
        found.add(f"{path}: threshold", f"'{threshold}' is not a whole number of two or more")
    for name in LISTS:
        if not _is_list(config.get(name)):
            found.add(f"{path}: {name}", "must be a list of names; an empty list is []")
    findings = config.get("people_findings")
    if not (_is_list(findings) or isinstance(findings, dict)):
        what = "must be a list of findings, or a mapping of each to {from: table, where: {column: value}}"
        found.add(f"{path}: people_findings", what)
    elif isinstance(findings, dict):
        found.all += [
            Problem(f"{path}: people_findings: {name}", "must be {from: table, where: {…}} or {}")
            for name, link in findings.items()
            if link and not (isinstance(link, dict) and link.get("from"))
        ]
    protection = config.get("protection", "1")
    if not (isinstance(protection, str) and protection.isdecimal() and int(protection) >= 1):
        found.add(f"{path}: protection", f"'{protection}' is not a whole number of one or more")
    elif "protection" in config and str(threshold).isdecimal() and int(protection) < int(threshold):
        what = (
            f"'{protection}' is less than the threshold of {threshold}, so that a hidden number could be "
            f"shown to be under it; allowed: {threshold} or more"
        )
        found.add(f"{path}: protection", what)
    for setting, keys in STEPS.items():
        for number, step in enumerate(config.get(setting, []), start=1):
            if not isinstance(step, dict) or set(step) != set(keys):
                what = f"must have exactly the keys {', '.join(keys)}"
                found.add(f"{path}: {setting}, entry {number}", what)
    forbidden = config.get("forbidden")
    if not isinstance(forbidden, dict) or not _is_list(forbidden.get("columns")):
        found.add(f"{path}: forbidden: columns", "must be a list of columns")
    elif not all(map(_is_list, forbidden.get("together") or [None])):
        found.add(f"{path}: forbidden: together", "must be a list of lists of columns")


def _is_list(value: object) -> bool:
    """Tell whether a value is a list of names."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
