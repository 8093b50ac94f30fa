"""Read and write this stage's files; the only module beside ``cli`` that touches the disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldstudy.anonymise import keys, measure, tables
from fieldstudy.anonymise.mask import Cut
from fieldstudy.anonymise.register import TYPE_OF, Entry
from fieldstudy.anonymise.spans import Span
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_rows, read_yaml, write_bytes

Row = dict[str, str]
# Tables that have a place of their own in the safeguarded tier, or none.
OWN = ("areas", "participants", "register", "decisions")


def by_stem(paths: Sequence[Path], needed: Sequence[str]) -> dict[str, Path]:
    """Name tables by their stems.

    Raises
    ------
    StudyError
        If one that is needed is not among them.
    """
    files = {path.stem: path for path in paths}
    found = Problems()
    for name in needed:
        if name not in files:
            found.add("--tables", f"lacks {name}.csv; list it among the study's tables")
    found.stop_if_any()
    return dict(sorted(files.items()))


def declared(path: Path) -> dict[str, Any]:
    """Read the declaration of the input tables.

    Raises
    ------
    StudyError
        If there is none.
    """
    config = read_yaml(path)
    if not isinstance(config, dict) or not isinstance(config.get("inputs"), dict):
        raise StudyError.of(str(path), "has no 'inputs'; declare each table's columns there")
    inputs: dict[str, Any] = config["inputs"]
    return inputs


def cells(files: Mapping[str, Path], inputs: Mapping[str, Any]) -> list[str]:
    """Give every cell that is masked as text, over all tables."""
    found: list[str] = []
    for name, path in files.items():
        if name not in {"register", "decisions"}:
            found += tables.texts(read_rows(path), tables.columns_of(inputs, name))
    return found


def spans(path: Path) -> dict[measure.Place, list[Span]]:
    """Read the offset map, by interview and turn."""
    made: dict[measure.Place, list[Span]] = {}
    for row in read_rows(path):
        span = Span(
            *(int(row["start"]), int(row["end"]), row["type"], row["source"]),
            *(float(row["confidence"]), row["entity"]),
            state=row["state"],
            replacement=row["replacement"],
        )
        made.setdefault((row["interview"], int(row["turn"])), []).append(span)
    return made


def cuts(path: Path) -> dict[tuple[str, str], list[Cut]]:
    """Read the offset map as what was replaced, by interview and turn."""
    made: dict[tuple[str, str], list[Cut]] = {}
    for row in read_rows(path):
        cut = Cut(int(row["start"]), int(row["end"]), row["replacement"], row["type"])
        made.setdefault((row["interview"], row["turn"]), []).append(cut)
    return made


def write_key(path: Path, rows: Sequence[Row], lock: keys.Lock) -> None:
    """Write the key, locked if config says so; for its owner alone, wherever it lies."""
    write_bytes(path, lock.lock(keys.written(rows)))
    path.chmod(0o600)


def read_key(path: Path, lock: keys.Lock) -> list[Row]:
    """Read the key.

    Raises
    ------
    StudyError
        If it is missing, or locked with something else.
    """
    if not path.is_file():
        raise StudyError.of(str(path), "is missing; build it, or give the path of the key")
    return keys.read(lock.unlock(path.read_bytes()))


def key_entries(key: Iterable[Row]) -> tuple[list[Entry], dict[str, str]]:
    """Take from the key everybody who has a replacement, and the replacements by entity."""
    rows = [row for row in key if row["kind"] != keys.SPELLING]
    entries = [
        Entry(row["entity"], row["kind"] if row["kind"] in TYPE_OF else "name", row["name"])
        for row in rows
        if row["registered"] == "no"
    ]
    return entries, {row["entity"]: row["replacement"] for row in rows}


def gold(folder: Path | None, texts: Mapping[measure.Place, str]) -> list[measure.Mention]:
    """Read the annotation made by hand, if there is any.

    Raises
    ------
    StudyError
        If a mention lies outside its turn; every such row is named.
    """
    found = Problems()
    mentions = []
    for path in sorted(folder.glob("*.csv")) if folder and folder.is_dir() else []:
        for number, row in enumerate(read_rows(path), start=2):
            place = (row["interview"], int(row["turn"]))
            start, end = int(row["start"]), int(row["end"])
            if not 0 <= start < end <= len(texts.get(place, "")):
                found.add(f"{path}:{number}: start", f"'{start}' to '{end}' is not in the turn")
                continue
            mentions.append(measure.Mention(*place, start, end, row["type"], row["entity"]))
    found.stop_if_any()
    return mentions
