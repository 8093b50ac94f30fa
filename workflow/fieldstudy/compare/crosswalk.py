"""Say by which code each study asks the same thing; what is named must be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.compare.reading import Opened
from fieldstudy.errors import Problems
from fieldstudy.io import read_yaml

PARTS = {
    "topics": ("code", "reversed"),
    "shares": ("table", "column", "values"),
    "context": ("claim",),
}


@dataclass(frozen=True)
class Same:
    """One thing that several studies ask or count: what it says, and each study's own name for it."""

    id: str
    says: str
    studies: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Crosswalk:
    """What studies ask alike: statements, shares of their audits, public context."""

    topics: list[Same]
    shares: list[Same]
    context: list[Same]


def by_name(studies: Sequence[Opened]) -> Crosswalk:
    """Take codes for the same that have one name and one statement in at least two studies."""
    asked: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for study in studies:
        for code, statement in study.statements.items():
            asked.setdefault((code, statement), {})[study.id] = {"code": code}
    topics = [Same(code, says, by) for (code, says), by in sorted(asked.items()) if len(by) > 1]
    return Crosswalk(topics, [], [])


def read_crosswalk(path: Path, studies: Sequence[Opened]) -> Crosswalk:
    """Read and check a crosswalk.

    Raises
    ------
    StudyError
        With every entry that names a study, code, table, column, value or claim that is not there.
    """
    content, found = read_yaml(path), Problems()
    known = {study.id: study for study in studies}
    if not isinstance(content, dict) or set(content) - set(PARTS):
        found.add(str(path), f"may have these parts alone: {', '.join(PARTS)}")
        found.stop_if_any()
    made: dict[str, list[Same]] = {}
    for part, keys in PARTS.items():
        made[part] = []
        listed = content.get(part) or []
        if not isinstance(listed, list):
            found.add(f"{path}: {part}", "must be a list")
            continue
        for number, row in enumerate(listed, start=1):
            where = f"{path}: {part}: entry {number}"
            if not _is_entry(row):
                found.add(where, "needs 'id', 'says' and 'studies', and nothing else")
                continue
            said = {
                name: {keys[0]: value} if isinstance(value, str) else value
                for name, value in row["studies"].items()
            }
            for name, value in said.items():
                _check(f"{where}: {name}", name, value, known, keys, found)
            here = {name: value for name, value in said.items() if name in known}
            made[part].append(Same(row["id"], row["says"], here))
    found.stop_if_any()
    return Crosswalk(**made)


def _is_entry(row: Any) -> bool:
    """Whether an entry has an id, what it says, and each study's own name for it."""
    return (
        isinstance(row, dict)
        and set(row) == {"id", "says", "studies"}
        and isinstance(row["id"], str)
        and isinstance(row["says"], str)
        and isinstance(row["studies"], dict)
    )


def _check(
    where: str,
    name: str,
    value: Any,
    known: dict[str, Opened],
    keys: tuple[str, ...],
    found: Problems,
) -> None:
    """Note what one study's entry names that is not there."""

    def among(what: str, one: str, allowed: Sequence[str]) -> bool:
        if one not in allowed:
            found.add(where, f"'{one}' is not {what}; allowed: {', '.join(allowed)}")
        return one in allowed

    if not among("a study that is compared", name, list(known)):
        return
    if not isinstance(value, dict) or keys[0] not in value or set(value) - set(keys):
        found.add(where, f"needs '{keys[0]}'; allowed: {', '.join(keys)}")
        return
    study = known[name]
    if "code" in keys:
        among("a code of this study", value["code"], list(study.statements))
        among("yes or no", value.get("reversed", "no"), ("yes", "no"))
    elif "claim" in keys:
        record = [claim for claim, row in study.verdicts.items() if row["basis"] == "record"]
        among("a claim of this study that rests on public record", value["claim"], record)
    elif among("an open base table of this study", value["table"], list(study.tables)):
        rows = study.tables[value["table"]]
        columns = list(rows[0]) if rows else []
        if among("a column of it", value.get("column", ""), columns):
            held = sorted({row[value["column"]] for row in rows})
            for one in value.get("values") or [""]:
                among("a value of this column", one, held)
