"""The ways in which a text can be read: as it stands, as a page shows it, and with its encoding undone."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

MARKUP = re.compile(r"<[a-zA-Z/!?]")
TAG = re.compile(r"<[^<>]*>")
# Tags at which a reader sees a space; all others may stand inside a word.
BLOCK = re.compile(
    r"</?(?:w:p|w:tab|w:br|a:p|text:[hps]|table:table-cell|p|div|t[dhr]|li|h[1-6]|br|dt|dd|title|c|si|text)"
    r"(?=[\s/>])[^<>]*>"
)
ENTITY = re.compile(r"&#?\w{2,24};")
PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|[x'’]([0-9a-fA-F]{2})|([0-7]{3})|[nrtbfv])"
)
PRINTABLE = re.compile(r"=[C-F][0-9A-F]=[89AB]|=20\r?\n|=3D")
SOFT = re.compile(r"=\r?\n")
SPARSE = 300  # a text with fewer tags than one in so many letters is no page
HYPHEN = re.compile(r"-\r?\n\s*")
SEEN = re.compile(r"[\u00ad\u2010]\s*\n\s*")
AROUND = 80  # letters on either side of a hyphen at a line's end
# Base 64, of URLs too: letters and digits become an x, everything else a space.
CODED = bytes(120 if (chr(c).isalnum() and c < 128) or c in b"+/-_" else 32 for c in range(256))
URL_SAFE = bytes.maketrans(b"-_", b"+/")
SHORTEST, LINE, LONG = 12, 60, 400
WRAPPED = re.compile(rb"[\n ](?<=[A-Za-z0-9+/]{60}.)[ \t]*(?=[A-Za-z0-9+/])", re.S)
ENDED = re.compile(rb"\r\n")
View = tuple[str, str]


def views(text: str) -> Iterator[View]:
    """Give each reading of a text, with the word that tells which; lines stay where they are.

    Parameters
    ----------
    text
        The text of a file or a part of one.
    """
    yield "", text
    if "<" in text and MARKUP.search(text):
        # A page is read whole, since its words may go on behind a tag on the next line.
        page = text.count("<") > len(text) // SPARSE
        yield "as shown", _shown(text) if page else _lines(text, "<", _shown)
    if "&" in text and ENTITY.search(text):
        yield "entities", _lines(text, "&", html.unescape)
    if "%" in text and PERCENT.search(text):
        yield "percent-encoded", _lines(text, "%", unquote)
    if "\\" in text and ESCAPE.search(text):
        yield "escaped", _lines(text, "\\", lambda line: ESCAPE.sub(_character, line))
    if "=" in text and PRINTABLE.search(text):
        yield "quoted-printable", _lines(text, "=", _printable)
    for name, mark, broken in (("broken", "=", SOFT), ("hyphenated", "-", HYPHEN)):
        if f"{mark}\n" in text or f"{mark}\r\n" in text:
            yield name, "\n".join(_joined(text, broken))
    if "\u2010" in text or "\u00ad" in text:
        yield "hyphenated", "\n".join(_joined(text, SEEN))


def _printable(text: str) -> str:
    """Undo quoted-printable."""
    return quopri.decodestring(_bytes(text)).decode("utf-8", "replace")


def _shown(text: str) -> str:
    """Give a text as a page shows it: tags taken off, entities resolved."""
    return html.unescape(TAG.sub("", BLOCK.sub(" ", text)))


def _joined(text: str, broken: re.Pattern[str]) -> Iterator[str]:
    """Give what stands on either side of each broken line's end, joined."""
    for found in broken.finditer(text):
        start, end = found.span()
        around = text[max(0, start - AROUND) : start] + text[end : end + AROUND]
        yield _printable(around).replace("\n", " ") if broken is SOFT else around


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _lines(text: str, mark: str, change: Callable[[str], str]) -> str:
    """Change the lines that have a mark, and leave out the others."""
    return "\n".join(change(line) if mark in line else "" for line in text.split("\n"))


def _character(found: re.Match[str]) -> str:
    """Give the character that an escape of JSON, JavaScript, Python, RTF or PDF stands for."""
    digits = found[1] or found[2] or found[3]
    code = int(digits, 16) if digits else int(found[4], 8) if found[4] else 32
    return chr(code) if code < 0x110000 else " "


def coded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give place and content of what stands in base 64 in folded bytes.

    Whoever calls decides whether what comes is worth reading; most words of sixteen letters are not.
    """
    mask = content.translate(CODED)
    if b"x" * LINE in mask:
        content = WRAPPED.sub(b"", ENDED.sub(b"\n", content))
        mask = content.translate(CODED)
    at = mask.find(b"x" * SHORTEST)
    while at >= 0:
        end = mask.find(b" ", at)
        end = len(mask) if end < 0 else end
        word = content[at:end]
        # Text in base 64 has capitals and small letters; words, paths and rules have not.
        if not (word.islower() or word.isupper()):
            yield from ((at, made) for made in _decoded(word))
        at = mask.find(b"x" * SHORTEST, end)


def _decoded(word: bytes) -> Iterator[bytes]:
    """Decode a word, if it is short from each of its first four letters."""
    word = word.translate(URL_SAFE).strip(b"+/")
    if len(word) < SHORTEST:
        return
    for start in range(4 if len(word) < LONG else 1):
        part = word[start:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        try:
            yield base64.b64decode(part + b"=" * (-len(part) % 4))
        except binascii.Error:
            continue
