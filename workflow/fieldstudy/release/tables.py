"""Give the text in databases: every cell of SQLite and Parquet, and bytes that no row holds any more."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fieldstudy.release.loose import Piece, Reader, inner, loose

SQLITE, PARQUET = b"SQLite format 3\0", b"PAR1"
ROWS = 5000  # rows a piece


def sqlite(content: bytes, place: str, depth: int, read: Reader) -> Iterator[Piece]:
    """Give every cell of every table, the schema, and the file's bytes, deleted rows among them."""
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(content)
        base.execute("PRAGMA trusted_schema = OFF")
        base.text_factory = lambda text: text.decode("utf-8", "replace")
        made = list(base.execute("SELECT type, name, sql FROM sqlite_master"))
        yield Piece(inner(place, "schema"), "\n".join(f"{row[1]} {row[2]}" for row in made))
        named = [row[1] for row in made if row[0] == "table" and "VIRTUAL" not in str(row[2])[:30]]
        for number, table in enumerate(named, start=1):
            quoted = '"' + table.replace('"', '""') + '"'
            rows = base.execute(f"SELECT * FROM {quoted}")
            yield from _cells(rows, inner(place, f"table {number}"), depth, read)
    finally:
        base.close()
    yield from loose(content, inner(place, "its bytes"))


def parquet(content: bytes, place: str, depth: int, read: Reader) -> Iterator[Piece]:
    """Give every cell, and the file's bytes, its metadata among them."""
    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as base:
        file.write(content)
        file.flush()
        base.execute("SET autoinstall_known_extensions = false")
        found = base.execute("SELECT * FROM read_parquet(?)", [str(Path(file.name))])
        yield Piece(inner(place, "columns"), "\n".join(str(c[0]) for c in found.description or ()))
        yield from _cells(iter(found.fetchall()), place, depth, read)
    yield from loose(content, inner(place, "its bytes"))


def _cells(
    rows: Iterable[tuple[Any, ...]], place: str, depth: int, read: Reader
) -> Iterator[Piece]:
    """Give rows as lines, and what is stored as bytes as what it is."""
    lines: list[str] = []
    first = 1
    for number, row in enumerate(rows, start=1):
        lines.append(" ".join(" ".join(str(cell).split()) for cell in row if not _blob(cell)))
        for cell in row:
            if _blob(cell):
                yield from read(bytes(cell), inner(place, f"row {number}"), depth + 1, True)
        if len(lines) == ROWS:
            yield Piece(inner(place, f"rows from {first}"), "\n".join(lines), rows=True)
            lines, first = [], number + 1
    if lines:
        yield Piece(
            place if first == 1 else inner(place, f"rows from {first}"), "\n".join(lines), True
        )


def _blob(cell: Any) -> bool:
    return isinstance(cell, bytes | bytearray)
