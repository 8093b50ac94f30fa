"""List every open file with its checksum, and say what changed between two lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

Entry = tuple[str, int, str]


def entries(folder: Path, without: str) -> Iterator[Entry]:
    """Give path, bytes and SHA-256 of each file below a folder, in order of path."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(without):
            content = path.read_bytes()
            yield name, len(content), hashlib.sha256(content).hexdigest()


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give each file that is new, gone or changed.

    Examples
    --------
    >>> differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"})
    [('a', 'gone'), ('b', 'changed'), ('c', 'new')]
    """
    said = []
    for name in sorted({*before, *after}):
        if name not in after:
            said.append((name, "gone"))
        elif name not in before:
            said.append((name, "new"))
        elif before[name] != after[name]:
            said.append((name, "changed"))
    return said
