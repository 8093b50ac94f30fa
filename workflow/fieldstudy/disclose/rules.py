"""Read ``config/disclosure.yml``: what may become open, and what stops the build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems
from fieldstudy.io import read_yaml

LISTS = ("people", "people_findings", "people_measures", "open_base")


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
        Findings whose numbers count people; values of a column ``measure`` that do.
    open_base
        Base tables that pass whole.
    forbidden, apart
        Columns that no open table may hold; sets of columns that none may hold together.
    """

    threshold: int
    people: tuple[str, ...]
    people_findings: tuple[str, ...]
    people_measures: tuple[str, ...]
    open_base: tuple[str, ...]
    forbidden: frozenset[str]
    apart: tuple[frozenset[str], ...]


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
        people_findings=tuple(config["people_findings"]),
        people_measures=tuple(config["people_measures"]),
        open_base=tuple(config["open_base"]),
        forbidden=frozenset(config["forbidden"]["columns"]),
        apart=tuple(frozenset(columns) for columns in config["forbidden"]["together"]),
    )


def _check(path: Path, config: dict[str, Any], found: Problems) -> None:
    """Note each setting that is missing or not of its kind."""
    threshold = config.get("threshold", "")
    if not (isinstance(threshold, str) and threshold.isdecimal() and int(threshold) >= 2):
        found.add(f"{path}: threshold", f"'{threshold}' is not a whole number of two or more")
    for name in LISTS:
        if not _is_list(config.get(name)):
            found.add(f"{path}: {name}", "must be a list of names; an empty list is []")
    forbidden = config.get("forbidden")
    if not isinstance(forbidden, dict) or not _is_list(forbidden.get("columns")):
        found.add(f"{path}: forbidden: columns", "must be a list of columns")
    elif not all(map(_is_list, forbidden.get("together") or [None])):
        found.add(f"{path}: forbidden: together", "must be a list of lists of columns")


def _is_list(value: object) -> bool:
    """Tell whether a value is a list of names."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
