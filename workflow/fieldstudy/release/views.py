"""The ways in which a text can be read: as it stands, as a page shows it, and with its encoding undone.

All readings but the first hold only what stands near something encoded, since all else is in the first
as well. Line ends stay, so that a place in a reading tells the line, where they are not what is undone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

AROUND = 100  # letters on either side of what is encoded; a name is no longer
# Tags at which a reader sees a space; all others may stand inside a word.
SPACED = (
    r"/?(?:w:p|w:tab|w:br|a:p|text:[hps]|table:table-cell|p|div|t[dhr]|li|h[1-6]|br|dt|dd|title|c|si|text)"
    r"(?=[\s/>])"
)
# A tag, of which the end is kept where it makes a space. The first way is four times as quick, and right
# where every tag ends before another sign of its beginning.
QUICK, TAG = (
    re.compile(rf"<(?:{SPACED}{inside}*(>)|[a-zA-Z/!?]{inside}*>)") for inside in ("[^>]", "[^<>]")
)
ENTITY = re.compile(r"(&#?\w{2,24};)")
PERCENT = re.compile(r"(%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*)")
ESCAPE = re.compile(
    r"(\\(?:u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|[x'’][0-9a-fA-F]{2}|[0-7]{3}|[nrtbfv]))"
)
# Quoted-printable: bytes, and ends of lines that go on.
PRINTABLE = re.compile(r"(=(?:[0-9A-F]{2}|\r?\n)(?:=(?:[0-9A-F]{2}|\r?\n))*)")
HYPHENS = {sign: re.compile(rf"({sign}\s*\n\s*)") for sign in "-\u2010\u00ad"}
View = tuple[str, str]


def views(text: str) -> Iterator[View]:
    """Give each reading of a text, with the word that tells which.

    Parameters
    ----------
    text
        The text of a file or a part of one.
    """
    yield "", text
    for name, sign, mark, change in READINGS:
        if sign not in text:
            continue
        # What stands between, and what is encoded, by turns.
        parts = _at_tags(text) if mark is TAG else mark.split(text)
        if len(parts) > 1:
            parts[0::2] = [p if len(p) <= 2 * AROUND else _ends(p) for p in parts[0::2]]
            if change:
                parts[1::2] = map(change, parts[1::2])
            shown = "".join(filter(None, parts))
            yield name, html.unescape(shown) if mark is TAG else shown


def _at_tags(text: str) -> list[str]:
    """Split at tags."""
    before, end, after = text.rpartition(
        ">"
    )  # so that no beginning is without an end, however many
    parts = QUICK.split(before + end)
    between = "".join(parts[0::2])
    if between.count("<") + len(parts) // 2 < before.count("<"):
        return TAG.split(text)
    return [*parts[:-1], parts[-1] + after]


def _ends(text: str) -> str:
    """Give both ends of a text, with the line ends between them."""
    # What is put at a cut keeps the rest of a word or a number from being one of its own.
    lines = "\n" * text.count("\n", AROUND, len(text) - AROUND)
    return f"{text[:AROUND]}0x{lines}x{text[-AROUND:]}"


@lru_cache(maxsize=1 << 12)
def _octets(digits: str) -> str:
    """Give the text of bytes that are written in two digits each."""
    content = bytes.fromhex(re.sub(r"[%=\s]", "", digits))
    try:
        return content.decode("utf-8").replace("\n", " ")
    except UnicodeDecodeError:
        return content.decode("latin-1").replace("\n", " ")


@lru_cache(maxsize=1 << 12)
def _character(escape: str) -> str:
    """Give the character that an escape of JSON, JavaScript, Python, RTF or PDF stands for."""
    kind, digits = escape[1], escape[2:].strip("{}")
    if kind in "nrtbfv":
        return " "
    code = int(digits, 16) if kind in "ux'’" else int(escape[1:], 8)
    return chr(code) if code < 0x110000 and code != 10 else " "


# Each with the sign that an encoded text cannot do without, and what stands for what was encoded.
READINGS: tuple[tuple[str, str, re.Pattern[str], Callable[[str], str] | None], ...] = (
    ("as shown", "<", TAG, None),
    ("entities", "&", ENTITY, lru_cache(maxsize=1 << 12)(html.unescape)),
    ("percent-encoded", "%", PERCENT, _octets),
    ("escaped", "\\", ESCAPE, _character),
    ("quoted-printable", "=", PRINTABLE, _octets),
    *(("hyphenated", sign, hyphen, lambda _: "") for sign, hyphen in HYPHENS.items()),
)
