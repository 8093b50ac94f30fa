"""What every reader of a stranger's files shares: which characters hide names, and how archives fail."""

from __future__ import annotations

import lzma
import re
import struct
import unicodedata
import zipfile
import zlib

# Line ends and tabs are no matter of these: each reader has its own for them.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
# What would show a name that its letters do not spell: turns of the direction of letters, invisible
# copies of letters (Unicode tags), and a space of no width, of which nothing tells whether it parts
# words or letters. Every other disguise is seen through in anonymise/text.py.
HIDING = re.compile(r"[\u202d\u202e\U000e0000-\U000e007f]|(?<=\S)\u200b(?=\S)")
# What zipfile and the decoders under it raise where an archive is damaged or locked.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError),
    *(NotImplementedError, OverflowError, ValueError, OSError),
)


def hiding(text: str) -> str:
    r"""Say which character of a text could hide a name or is no part of a text; nothing where none is.

    Examples
    --------
    >>> hiding("kcolevits\u202e")[:43], hiding("Zoë\n")
    ('holds U+202E (RIGHT-TO-LEFT OVERRIDE), behi', '')
    >>> hiding("Stive\0lock")
    'holds a control character; export the file again'
    """
    if text.isprintable():
        return ""
    if CONTROL.search(text):
        return "holds a control character; export the file again"
    found = HIDING.search(text)
    if not found:
        return ""
    char = found[0]
    called = f"U+{ord(char):04X} ({unicodedata.name(char, 'a tag')})"
    return f"holds {called}, behind which a name could hide; take the character out"


def printable(text: str) -> str:
    r"""Give a stranger's text without what would steer a terminal or turn its reading round.

    Examples
    --------
    >>> printable("x\x1b[31m\u202ey")
    'x [31m y'
    """
    return "".join(char if char.isprintable() else " " for char in text)
