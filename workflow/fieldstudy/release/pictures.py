"""Give the text in pictures' metadata: chunks of PNG, segments of JPEG, and what stands behind their end."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from fieldstudy.release.loose import MOST, Piece, UnreadableError, inner, loose

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# Segments without a length: restarts, start and end of the picture, and a marker for arithmetic coding.
BARE = frozenset((0x01, *range(0xD0, 0xDA)))
SCAN, END = 0xDA, b"\xff\xd9"


def png(content: bytes, place: str) -> Iterator[Piece]:
    """Give the text of every chunk but the picture itself, unpacked where it is packed.

    Raises
    ------
    UnreadableError
        If the chunks do not follow one another to the end.
    """
    at = len(PNG)
    while True:
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        data = content[at + 8 : at + 8 + size]
        if len(kind) < 4 or len(data) < size:
            raise UnreadableError("is a damaged picture")
        at += size + 12
        named = inner(place, kind.decode("latin-1"))
        if kind not in (b"IDAT", b"fdAT", b"PLTE"):
            yield from loose(data, named)
            if kind in (b"zTXt", b"iTXt", b"iCCP"):
                yield from _unpacked(data, named)
        if kind == b"IEND":
            yield from loose(content[at:], inner(place, "behind its end"))
            return


def _unpacked(data: bytes, place: str) -> Iterator[Piece]:
    """Give what is packed in a chunk: it begins behind one of the first zero bytes."""
    for at, code in enumerate(data[:512]):
        if code == 0x78:
            try:
                unpacked = zlib.decompressobj().decompress(data[at:], MOST)
            except zlib.error:
                continue
            yield from loose(unpacked, place)


def jpeg(content: bytes, place: str) -> Iterator[Piece]:
    """Give the text of every segment before the picture, and of what stands behind its end.

    Raises
    ------
    UnreadableError
        If the segments do not follow one another.
    """
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at : at + 1] != b"\xff" or at + 4 > len(content):
            raise UnreadableError("is a damaged picture")
        kind = content[at + 1]
        if kind in BARE:
            at += 2
            continue
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        yield from loose(content[at + 4 : at + 2 + size], inner(place, f"segment {kind:02X}"))
        at += 2 + size
        if kind == SCAN:
            end = content.find(END, at)
            if end >= 0:
                yield from loose(content[end + 2 :], inner(place, "behind its end"))
            return
