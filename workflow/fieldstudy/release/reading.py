"""Open a file as what it is, by its content, and give all the text that hides in it.

What cannot be read cannot be scanned: a file of a kind that is not known here is refused, as is one
that is damaged, locked, or unpacks to more than anything honest would.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import zipfile
from collections.abc import Iterator

from fieldstudy.release.loose import DEEPEST, MOST, Piece, UnreadableError, inner, loose
from fieldstudy.release.packed import ZIP, tarred, unpacked, zipped
from fieldstudy.release.pdf import MAGIC, pdf
from fieldstudy.release.pictures import JPEG, PNG, jpeg, png
from fieldstudy.release.tables import PARQUET, SQLITE, parquet, sqlite

PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
# Kinds whose texts stand in them as they are: GIF, fonts that are not packed.
PLAIN = (b"GIF8", b"\0\x01\0\0", b"OTTO")
# How the kinds begin that are worth opening where they stand in base 64.
KNOWN = (*ZIP, MAGIC, PNG, JPEG, *PACKED, SQLITE, PARQUET, b"GIF8")
DIRECTORY = b"PK\x05\x06"  # at the end of every ZIP, whatever stands before it
ENCODINGS = (
    *((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")),
    *((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),
)


def pieces(
    content: bytes, place: str = "", depth: int = 0, unknown: bool = False
) -> Iterator[Piece]:
    """Give every text of a file with its place: what it shows and what it hides.

    Parameters
    ----------
    content
        The file's bytes.
    place
        Where they lie in a larger file.
    depth
        In how many archives they lie.
    unknown
        Whether a kind that is not known is read loosely rather than refused.

    Raises
    ------
    UnreadableError
        If the kind is unknown, or the content is not what it begins as.
    """
    try:
        yield from _opened(content, place, depth, unknown)
    except UnreadableError:
        if not unknown:
            raise
        yield from loose(content, place)
    except Exception as error:  # whatever a reader of a stranger's file stumbles over
        if not unknown:
            raise UnreadableError(f"is damaged ({type(error).__name__})") from None
        yield from loose(content, place)


def _opened(content: bytes, place: str, depth: int, unknown: bool) -> Iterator[Piece]:
    """Choose the reader by the first bytes."""
    if len(content) > MOST or depth > DEEPEST:
        raise UnreadableError("is too large, or lies in too many archives")
    head = content[:8]
    if head.startswith(ZIP):
        yield from zipped(content, place, depth, pieces)
        return
    if head.startswith(MAGIC):
        yield from pdf(content, place, depth, pieces)
    elif head == PNG:
        yield from png(content, place)
    elif head.startswith(JPEG):
        yield from jpeg(content, place)
    elif head.startswith(PACKED):
        yield from loose(content[:1024], inner(place, "header"))
        yield from pieces(unpacked(content), inner(place, "unpacked"), depth + 1, unknown)
    elif content[257:262] == b"ustar":
        yield from tarred(content, place, depth, pieces)
    elif content.startswith(SQLITE):
        yield from sqlite(content, place, depth, pieces)
    elif head.startswith(PARQUET):
        yield from parquet(content, place, depth, pieces)
    elif head.startswith(PLAIN):
        yield from loose(content, place)
    else:
        yield Piece(place, decoded(content))
    if MAGIC in content[1:1024]:  # a PDF may begin late, and a text may speak of PDF
        with contextlib.suppress(Exception):
            yield from pdf(content, place, depth, pieces)
    if DIRECTORY in content[-66_000:] and zipfile.is_zipfile(io.BytesIO(content)):
        yield from zipped(content, place, depth, pieces)


def decoded(content: bytes) -> str:
    """Read text in UTF-8, UTF-16, UTF-32 or Latin-1.

    Raises
    ------
    UnreadableError
        If it is no text.
    """
    for mark, encoding in ENCODINGS:
        if content.startswith(mark):
            return content.decode(encoding)
    if b"\0" in content:
        return _without_mark(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # One byte a letter; a file that is no text at all has most control characters.
        controls = sum(content.count(code) for code in (1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 127))
        if controls > len(content) // 1000:
            raise UnreadableError("is of a kind that the scan does not know") from None
        return content.decode("latin-1")


def _without_mark(content: bytes) -> str:
    """Read UTF-16 that does not say so: every other byte of English is zero."""
    for encoding, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if len(content) % 2 == 0 and zeros.count(0) > len(zeros) * 0.6:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if all(char.isprintable() or char.isspace() for char in text):
                return text
    raise UnreadableError("is of a kind that the scan does not know")
