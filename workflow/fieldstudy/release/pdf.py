"""Give the text in a PDF: pages, metadata, outline, notes, form fields, attachments, and old versions."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from fieldstudy.release.loose import MOST, Piece, Reader, UnreadableError, inner, loose

MAGIC = b"%PDF-"
# Not the end of one, behind which the next stream would be read as packed as it is.
STREAM = re.compile(rb"(?<!end)stream\r?\n")
DEEP = 40  # objects in objects
WRITTEN = re.compile(rb"\b(BT|ET)\b")  # begin and end of text in a page's content
# Lines, curves, colours and fillings, with the numbers before them.
DRAWN = re.compile(
    rb"\s(?:[-+.\d]+\s+){0,6}(?:[mlcvyhSsfFBbnWwMjJGg]\*?|re|cs|CS|scn|SCN|rg|RG)(?=\s)"
)
PACKED = (None, "/FlateDecode", ["/FlateDecode"])  # how a stream is packed that can be written anew


def pdf(content: bytes, place: str, depth: int, read: Reader) -> Iterator[Piece]:
    """Give every text of a PDF.

    Raises
    ------
    UnreadableError
        If it is locked or damaged.
    """
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableError("is a locked PDF")
    for number in sorted({*range(1, int(reader.trailer.get("/Size", 1)))}):
        found: Any = reader.get_object(number)
        named = inner(place, f"object {number}")
        yield Piece(named, "\n".join(_strings(found)))
        if hasattr(found, "get_data") and _may_hold_text(found):
            stream = found.get_data()
            yield from read(stream, named, depth + 1, True)
            if found.get("/Filter") in PACKED:
                found.set_data(without_drawing(stream))
    for number, page in enumerate(reader.pages, start=1):
        yield Piece(inner(place, f"page {number}"), page.extract_text())
    yield Piece(inner(place, "metadata"), "\n".join(_strings(reader.trailer)))
    yield from _raw(content, place)


def without_drawing(content: bytes) -> bytes:
    """Give a page's content without what is drawn between its texts: it says nothing, and takes long."""
    parts = WRITTEN.split(content)
    between = [n for n in range(0, len(parts), 2) if n == 0 or parts[n - 1] == b"ET"]
    if b"begincmap" in content or any(b"EI" in parts[n] for n in between):
        return content  # a table of letters; a picture, whose bytes may look like drawing
    for n in between:
        parts[n] = DRAWN.sub(b"", parts[n])
    return b"".join(parts)


def _may_hold_text(found: Any) -> bool:
    """Whether a stream is more than pixels, a font, or a table of objects."""
    kept = ("/Image", "/XRef", "/ObjStm")
    fonts = ("/Type1C", "/CIDFontType0C", "/OpenType")
    return (
        found.get("/Subtype") not in (*kept, *fonts)
        and found.get("/Type") not in kept
        and "/Length1" not in found
    )


def _strings(found: Any, deep: int = 0) -> Iterator[str]:
    """Give every string in an object, none of those that it points to."""
    if deep > DEEP:
        return
    if isinstance(found, dict):
        for key, value in dict.items(found):
            yield from _strings(key, deep + 1)
            yield from _strings(value, deep + 1)
    elif isinstance(found, list):
        for value in list.__iter__(found):
            yield from _strings(value, deep + 1)
    elif isinstance(found, bytes):
        yield found.decode("latin-1")
    elif isinstance(found, str):
        yield str(found)


def _raw(content: bytes, place: str) -> Iterator[Piece]:
    """Give the file's own bytes and every packed stream, also those that nothing points to any more."""
    named = inner(place, "its bytes")
    end = 0
    between: list[bytes] = []
    for found in STREAM.finditer(content):
        if found.start() < end:
            continue
        between.append(content[end : found.start()])
        end = max(content.find(b"endstream", found.end()), found.end())
        packed = content[found.end() : end]
        try:
            yield from loose(zlib.decompressobj().decompress(packed, MOST), named)
        except zlib.error:
            yield from loose(packed, named)
    between.append(content[end:])
    yield from loose(b"\n".join(between), named)
