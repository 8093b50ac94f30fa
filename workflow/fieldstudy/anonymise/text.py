"""Fold text for comparison (quotes, dashes, accents, case) and keep every offset."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

SAME_LENGTH = str.maketrans(
    dict.fromkeys("‘’‛ʼʹ′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\t\n\r", " ")
)
# Letters that have no accent to take off.
PLAIN = dict(zip("øØłŁđĐðÐħĦıŧŦ", "oOlLdDdDhHitT", strict=True))
WORD = re.compile(r"[^\W\d_]+|\d+")


class Token(NamedTuple):
    """A run of letters or of digits, with offsets in the folded text."""

    start: int
    end: int
    lower: str
    cased: str


class Folded:
    """A text with quotes straightened, accents and invisible characters taken off.

    Examples
    --------
    >>> text = Folded("Zoë’s")
    >>> text.plain, text.raw(0, 3)
    ("Zoe's", (0, 3))
    """

    def __init__(self, text: str) -> None:
        self.text = text
        straight = text.translate(SAME_LENGTH)
        self.offsets: list[int] | None = None
        self.plain = straight
        if not straight.isascii():
            self.plain, self.offsets = _strip(straight)

    @cached_property
    def lined(self) -> str:
        """The folded text with its line breaks; offsets are those of ``plain``."""
        breaks = [at for at, char in enumerate(self.text) if char in "\n\r"]
        if not breaks:
            return self.plain
        letters = list(self.plain)
        for at in breaks:
            letters[at if self.offsets is None else bisect_left(self.offsets, at)] = "\n"
        return "".join(letters)

    @cached_property
    def tokens(self) -> list[Token]:
        """The runs of letters and of digits, in order."""
        return [Token(*m.span(), m[0].lower(), m[0]) for m in WORD.finditer(self.plain)]

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Carry a half-open range of the folded text back to the text as given."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def _strip(text: str) -> tuple[str, list[int]]:
    """Take off accents and invisible characters; each kept character remembers its offset."""
    kept: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        if char.isascii():
            kept.append(char)
            offsets.append(at)
            continue
        if char in PLAIN:
            kept.append(PLAIN[char])
            offsets.append(at)
            continue
        for part in unicodedata.normalize("NFKD", char):
            if unicodedata.category(part) not in {"Mn", "Me", "Cf"}:
                kept.append(part)
                offsets.append(at)
    ends = [*offsets, len(text)]
    # A character that folds into several ends where the next one begins.
    return "".join(kept), ends


def key(text: str) -> str:
    """Give the form in which two spellings of a name are compared.

    Examples
    --------
    >>> key("  The O’Néill  Centre ") == key("the o'neill centre")
    True
    """
    return " ".join(token.lower for token in Folded(text).tokens)
