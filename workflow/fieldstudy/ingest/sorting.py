"""Sort codings and write them as CSV, however many: what memory should not hold goes to disk."""

from __future__ import annotations

import heapq
import pickle
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from fieldstudy.ingest.codings import CODING_COLUMNS, Coding, in_columns
from fieldstudy.io import write_rows
from fieldstudy.study import natural

# Some 40 MB of codings; more are sorted in parts, which are then merged.
PART = 50_000
Row = tuple[Any, Coding]


class Sorting:
    """Gathers codings and gives them back by place, code and coder, ids that stand twice numbered.

    Parameters
    ----------
    folder
        Where parts are kept while sorting; they have no name there and vanish with the process.
    """

    def __init__(self, folder: Path, part: int = PART) -> None:
        self.count = 0
        self._folder = folder
        self._part = part
        self._rows: list[Row] = []
        self._spilt: list[IO[bytes]] = []
        self._ids = array("Q")

    def add(self, rows: Iterable[Coding]) -> None:
        """Take codings in."""
        for row in rows:
            self._rows.append((_key(row), row))
            self._ids.append(_hashed(row.id))
            self.count += 1
            if len(self._rows) >= self._part:
                self._spill()

    def _spill(self) -> None:
        """Move the codings gathered so far to disk, sorted."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115, it lives as long as the sorting
        pickler = pickle.Pickler(handle, pickle.HIGHEST_PROTOCOL)
        for row in sorted(self._rows, key=_first):
            pickler.dump(row)
            pickler.clear_memo()
        self._spilt.append(handle)
        self._rows = []

    def __iter__(self) -> Iterator[Coding]:
        """Give all codings in order."""
        twice = {one for one, other in pairwise(sorted(self._ids)) if one == other}
        parts = [*map(_loaded, self._spilt), iter(sorted(self._rows, key=_first))]
        seen: dict[str, int] = {}
        for _, row in heapq.merge(*parts, key=_first):
            if _hashed(row.id) in twice:
                seen[row.id] = number = seen.get(row.id, 0) + 1
                yield row if number == 1 else replace(row, id=f"{row.id}~{number}")
            else:
                yield row


def write_codings(path: Path, rows: Iterable[Coding]) -> None:
    """Write codings.csv row by row."""
    write_rows(path, CODING_COLUMNS, map(in_columns, rows))


def _first(row: Row) -> Any:
    """Give the key of a row."""
    return row[0]


def _key(c: Coding) -> tuple[Any, ...]:
    """Say where a coding stands among the others."""
    return (
        *(_natural(c.interview), c.turn or 0, c.start or 0, c.end or 0),
        *(c.code, c.stance, c.coder, c.of, c.id, c.text),
    )


_natural = lru_cache(maxsize=10_000)(natural)


def _hashed(name: str) -> int:
    """Make eight bytes of an id, the same in every run."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def _loaded(handle: IO[bytes]) -> Iterator[Row]:
    """Read a part back, one coding at a time."""
    handle.seek(0)
    while True:
        try:
            yield pickle.load(handle)
        except EOFError:
            return
