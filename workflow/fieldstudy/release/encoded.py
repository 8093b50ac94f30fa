"""Undo base 64, that of URLs too, wherever it stands among other bytes."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from functools import lru_cache

from fieldstudy.release.loose import Piece
from fieldstudy.release.reading import KNOWN, pieces

# Letters and digits of base 64 become an x, everything else a space.
LETTERS = bytes(120 if (chr(c).isalnum() and c < 128) or c in b"+/-_" else 32 for c in range(256))
URL_SAFE = bytes.maketrans(b"-_", b"+/")
SHORTEST = 12  # letters of a word that is looked at
RUN = b"x" * SHORTEST
# Lines of sixty letters and more go on behind their end.
LINE = 60
WRAPPED = re.compile(
    rb"[\w+/-]+(?:(?<=[A-Za-z0-9+/]{60})(?:\r?\n| )[ \t]*(?=[A-Za-z0-9+/])[\w+/-]+)*"
)
LONG = 400  # letters that are kept in mind, and that tell what a longer word is
PRINTABLE = bytes((*range(32, 127), 9, 10, 13))


def coded(content: bytes) -> Iterator[tuple[int, Piece]]:
    """Give place and text of what stands in base 64 in folded bytes."""
    mask = content.translate(LETTERS)
    at = mask.find(RUN)
    while at >= 0:
        end = mask.find(b" ", at)
        end = len(mask) if end < 0 else end
        wrapped = end - at >= LINE and content[end : end + 1].isspace()
        if wrapped and (found := WRAPPED.match(content, at)):
            end = found.end()
        word = content[at:end]
        # Text in base 64 has capitals and small letters; words, paths, rules and numbers have not.
        if not (word.islower() or word.isupper() or word.isdigit()):
            for made in _known(word) if len(word) < LONG else _decoded(word):
                yield from ((at, piece) for piece in _pieces(made))
        at = mask.find(RUN, end)


def _decoded(word: bytes) -> tuple[bytes, ...]:
    """Decode a word from each of its first four letters, since others may stand before; most give nothing."""
    word = word.translate(URL_SAFE, b" \t\r\n").strip(b"+/")
    starts = range(4) if len(word) >= SHORTEST else ()
    told = [start for start in starts if _telling(_bytes(word[start : start + LONG]))]
    if len(word) > LONG:
        return tuple(content for start in {0, *told} if _telling(content := _bytes(word[start:])))
    return tuple(_bytes(word[start:]) for start in told)


_known = lru_cache(maxsize=1 << 14)(_decoded)


def _bytes(word: bytes) -> bytes:
    """Decode letters of base 64, a last one left out that is no whole byte."""
    return binascii.a2b_base64((word[:-1] if len(word) % 4 == 1 else word) + b"==")


def _telling(content: bytes) -> bool:
    """Whether bytes are worth reading: a text, or a file of a known kind."""
    return len(content) >= 8 and (
        content.startswith(KNOWN)
        or len(content.translate(None, PRINTABLE)) <= len(content) // 4
        or content.count(0) >= len(content) // 3
    )


def _pieces(content: bytes) -> Iterator[Piece]:
    """Give the texts of what was in base 64."""
    if content.startswith(KNOWN):
        yield from pieces(content, depth=1, unknown=True)
    elif len(content.translate(None, PRINTABLE)) <= len(content) // 4:
        yield Piece("", content.decode("utf-8", "replace"))
    else:
        yield Piece("", content.replace(b"\0", b"").decode("utf-8", "replace"))
