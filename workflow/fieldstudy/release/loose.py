"""What the readers of all kinds of file share: a piece of text with its place, and bytes read loosely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

MOST = 400_000_000  # bytes of one file or unpacked member, so that a bomb is refused
PRINTABLE = bytes((0, 9, 10, 13, *range(32, 127)))
TELLING = 8  # letters of a name that chance does not make among bytes
DEEPEST = 6  # archives in archives


class Piece(NamedTuple):
    """Some text of a file, and where it stands in it.

    ``rows`` if its lines are rows of a table. Pictures and fonts are full of what chance makes look like
    an address or a short name: where a text may be no text at all, shapes are not looked for (``sure``),
    and names only of so many letters (``shortest``).
    """

    place: str
    text: str
    rows: bool = False
    sure: bool = True
    shortest: int = 0


# Reads content that lies in a file: content, its place, how deep it lies, whether unknown kinds pass.
Reader = Callable[[bytes, str, int, bool], Iterator[Piece]]


class UnreadableError(ValueError):
    """A file of an unknown kind, or one that is damaged, locked or too large."""


def inner(place: str, part: str) -> str:
    """Name a part of a place."""
    return f"{place}, {part}" if place else part


def loose(content: bytes, place: str) -> Iterator[Piece]:
    """Give bytes as every text that they may be: UTF-8, Latin-1, UTF-16 at both offsets."""
    if not content:
        return
    noise = len(content.translate(None, PRINTABLE)) > len(content) // 8
    shortest = TELLING if noise else 0
    yield Piece(place, content.decode("utf-8", "replace"), shortest=shortest)
    if not content.isascii():
        yield Piece(place, content.decode("latin-1"), sure=False, shortest=shortest)
    if b"\0" in content:
        text = content.replace(b"\0", b"").decode("utf-8", "replace")
        yield Piece(place, text, shortest=shortest)
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                text = content[start:].decode(encoding, "replace")
                yield Piece(place, text, sure=False, shortest=TELLING)
