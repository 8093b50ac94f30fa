"""Read and write this stage's files; the only module beside ``cli`` that touches the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from fieldstudy.anonymise import keys, measure, tables
from fieldstudy.anonymise.decisions import ADDED
from fieldstudy.anonymise.mask import Cut
from fieldstudy.anonymise.register import TYPE_OF, Entry
from fieldstudy.anonymise.spans import Span
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import each_row, read_rows, read_yaml, write_bytes, write_rows
from fieldstudy.study import natural

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


def spans(rows: Iterable[Row]) -> dict[measure.Place, list[Span]]:
    """Read rows of the offset map, by interview and turn."""
    made: dict[measure.Place, list[Span]] = {}
    for row in rows:
        span = Span(
            *(int(row["start"]), int(row["end"]), row["type"], row["source"]),
            *(float(row["confidence"]), row["entity"]),
            state=row["state"],
            replacement=row["replacement"],
        )
        made.setdefault((row["interview"], int(row["turn"])), []).append(span)
    return made


def span_rows(turns: Iterable[Row], spans: Iterable[Sequence[Span]]) -> list[Row]:
    """Write the offset map; it holds no words, which the key alone keeps."""
    return [
        {
            "interview": turn["interview"],
            "turn": turn["turn"],
            "start": str(span.start),
            "end": str(span.end),
            "replacement": span.replacement,
            "type": span.type,
            "entity": _id(span),
            "source": span.source,
            "confidence": f"{span.confidence:.2f}",
            "state": span.state,
        }
        for turn, found in zip(turns, spans, strict=True)
        for span in found
    ]


def _id(span: Span) -> str:
    """Give the register's id of a find; what has none would be named by its own words."""
    registered = span.source in {"register", "fuzzy"} and not span.entity.startswith(ADDED)
    return span.entity if registered else ""


def cuts(rows: Iterable[Row]) -> dict[tuple[str, str], list[Cut]]:
    """Read rows of the offset map as what was replaced, by interview and turn."""
    made: dict[tuple[str, str], list[Cut]] = {}
    for row in rows:
        cut = Cut(int(row["start"]), int(row["end"]), row["replacement"], row["type"])
        made.setdefault((row["interview"], row["turn"]), []).append(cut)
    return made


class Interviews:
    """The rows of some tables, interview after interview in the study's order, each read once."""

    def __init__(self, *paths: Path) -> None:
        rows = chain.from_iterable(map(each_row, paths))
        self._groups = groupby(rows, key=itemgetter("interview"))
        self._next = self._read()

    def _read(self) -> tuple[str, list[Row]] | None:
        interview, rows = next(self._groups, (None, ()))
        return None if interview is None else (interview, list(rows))

    def of(self, interview: str) -> list[Row]:
        """Give the rows of an interview; those before it are passed over."""
        while self._next and natural(self._next[0]) < natural(interview):
            self._next = self._read()
        return self._next[1] if self._next and self._next[0] == interview else []

    def __iter__(self) -> Iterator[tuple[str, list[Row]]]:
        """Give every interview with its rows."""
        while self._next:
            yield self._next
            self._next = self._read()


def write_key(path: Path, rows: Iterable[Row], lock: keys.Lock) -> None:
    """Write the key, locked if config says so; for its owner alone, wherever it lies."""
    if lock.way == "plain":
        write_rows(path, keys.COLUMNS, rows)
    else:
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


def annotated(folder: Path | None) -> set[str]:
    """Give the interviews that are annotated by hand."""
    paths = sorted(folder.glob("*.csv")) if folder else []
    return {row["interview"] for path in paths for row in each_row(path)}


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
