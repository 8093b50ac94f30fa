"""What the readers of all kinds of file share: a piece of text with its place, and bytes read loosely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

MOST = 400_000_000  # bytes of one file or unpacked member, so that a bomb is refused
LATIN = bytes((9, 10, 12, 13, *range(32, 127), *range(160, 256)))
DEEPEST = 6  # archives in archives


class Piece(NamedTuple):
    """Some text of a file, and where it stands in it.

    ``rows`` if its lines are rows of a table; not ``sure`` if it may be no text at all, so that only
    names are looked for: pictures and fonts are full of what chance makes look like an address.
    """

    place: str
    text: str
    rows: bool = False
    sure: bool = True


# Reads content that lies in a file: content, its place, how deep it lies, whether unknown kinds pass.
Reader = Callable[[bytes, str, int, bool], Iterator[Piece]]


class UnreadableError(ValueError):
    """A file of an unknown kind, or one that is damaged, locked or too large."""


def inner(place: str, part: str) -> str:
    """Name a part of a place."""
    return f"{place}, {part}" if place else part


def _may_be_text(content: bytes) -> bool:
    """Tell whether bytes may be Latin-1: chance makes a short name of packed bytes, accents taken off."""
    return 50 * len(content.translate(None, LATIN)) < len(content)


def loose(content: bytes, place: str) -> Iterator[Piece]:
    """Give bytes as every text that they may be: UTF-8, Latin-1, UTF-16 at both offsets."""
    if not content:
        return
    yield Piece(place, content.decode("utf-8", "replace"))
    if not content.isascii():
        encoding = "latin-1" if _may_be_text(content) else "ascii"
        yield Piece(place, content.decode(encoding, "replace"), sure=False)
    if b"\0" in content:
        yield Piece(place, content.replace(b"\0", b"").decode("utf-8", "replace"))
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield Piece(place, content[start:].decode(encoding, "replace"), sure=False)
