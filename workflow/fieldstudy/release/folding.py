"""Reduce a text to what a comparison minds: letters and digits, in one case, without disguise.

Accents, zero-width characters, soft hyphens and marks of direction come off; letters of other
scripts that look like Latin ones become those; whatever is no letter or digit becomes a space. Line
ends stay until the very last step, so that a place in the result tells the line.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

from fieldstudy.anonymise.text import ALIKE, FILLERS, UNSEEN

FOLD = "fieldstudy.fold"  # what the encoder calls where a text is not ASCII
TAGS = range(0xE0020, 0xE007F)  # invisible copies of the printable ASCII characters
# Bytes that stay: digits, small letters, and what belongs to a letter outside ASCII.
WORDS = bytes(
    code + 32 if 65 <= code <= 90 else code if chr(code).isalnum() or code >= 128 else 32
    for code in range(256)
)


def folded(text: str) -> bytes:
    """Fold a text; line ends and punctuation of ASCII stay, as do its capitals (see ``spaced``)."""
    return text.encode("ascii", FOLD)


def spaced(content: bytes) -> bytes:
    """Turn folded bytes into small letters and digits with a space for everything else.

    The result is as long as what is given, and begins and ends with a further space.
    """
    return b" " + content.translate(WORDS) + b" "


def form(text: str) -> bytes:
    """Give the words of a name as ``spaced`` shows them, with single spaces between.

    Examples
    --------
    >>> form("Zoë  O’Quill-Feather"), form("Q\u200bui\u00adll"), form("\u0421\u0430rp")
    (b'zoe o quill feather', b'quill', b'carp')
    """
    return b" ".join(spaced(folded(text)).split())


def _instead(error: UnicodeError) -> tuple[bytes, int]:
    """Give what stands for a run of characters outside ASCII, and where it ends."""
    assert isinstance(error, UnicodeEncodeError)
    return _run(error.object[error.start : error.end]), error.end


@lru_cache(maxsize=1 << 14)
def _run(text: str) -> bytes:
    """Fold a run of characters outside ASCII."""
    letters = map(_letter, unicodedata.normalize("NFKD", text))
    return "".join(letters).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1 << 14)
def _letter(char: str) -> str:
    """Fold one character."""
    if ord(char) in TAGS:
        return chr(ord(char) - 0xE0000)
    if unicodedata.category(char) in UNSEEN or char in FILLERS:
        return ""
    if char == "\ufffd":  # no text: patterns take no such neighbour for print
        return "\x01"
    if char.isascii():  # of a wide or mathematical form
        return char
    small = ALIKE.get(char, char).casefold()
    letters = "".join(ALIKE.get(one, one) for one in small)
    return letters if letters.isalnum() else " "


# The encoder looks for such runs far quicker than any loop here could.
codecs.register_error(FOLD, _instead)
