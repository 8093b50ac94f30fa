"""The leak scan written plainly: every reading of the whole text, every form looked for by itself.

It says what the scan is to find; ``test_plain.py`` compares the two. Nothing here is quick.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from fieldstudy.release import encoded, folding, patterns, views
from fieldstudy.release.forms import Secret

TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
BLOCK = re.compile(r"</?(?:p|div|t[dhr]|li|h[1-6]|br|d[td]|title|c|si|text)(?=[\s/>])[^<>]*>")
PHONE = re.compile(
    rb"(?<![\w.+/-])(?:"
    rb"(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:7\d{3}|[123]\d{1,4}|8\d{2,3}|5[56]\d{0,2})"
    rb"\)?(?:[ -]?\d){5,8}"
    rb"|\+[1-9]\d{0,2}(?:[ -]?\(?\d{1,4}\)?){2,5}"
    rb")(?![\w=])"
)
LOCAL = re.compile(rb"[\w.+%-]")
MAIL = re.compile(rb"@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w-])", re.I)
WRAP = re.compile(rb"(?<=[A-Za-z0-9+/]{60})(?:\r?\n| )[ \t]*(?=[A-Za-z0-9+/])")
WORD = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
Found = set[tuple[str, str]]  # kind, and which row of which list


def find(forms: Iterable[Secret], machine: Mapping[bytes, str], text: str) -> Found:
    """Give kind and list of all that a text holds."""
    found: Found = set()
    for name, reading in _readings(text):
        content = _folded(reading)
        words = b" %b " % b" ".join(folding.spaced(content).split())
        found |= {(s.kind, s.which) for s in forms if s.within and s.form in words}
        found |= {(s.kind, s.which) for s in forms if b" %b " % s.form in words}
        found |= {(kind, "") for kind in _shapes(content)}
        found |= {(kind, "") for _, kind in patterns.own(content, dict(machine))}
        for made in _decoded(content) if name in ("", "escaped") else ():
            for piece in encoded._pieces(made):
                found |= find(forms, machine, piece.text)
    return found


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Give each reading of the whole text."""
    yield "", text
    yield "as shown", html.unescape(TAG.sub("", BLOCK.sub(" ", text)))
    yield "entities", views.ENTITY.sub(lambda found: html.unescape(found[0]), text)
    yield "percent-encoded", views.PERCENT.sub(lambda found: views._octets(found[0]), text)
    yield "escaped", views.ESCAPE.sub(lambda found: views._character(found[0]), text)
    yield "quoted-printable", views.PRINTABLE.sub(lambda found: views._octets(found[0]), text)
    for hyphen in "-\u2010\u00ad":
        yield "hyphenated", re.sub(rf"{hyphen}\s*\n\s*", "", text)


def _folded(text: str) -> bytes:
    """Fold character by character."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(map(folding._letter, letters)).encode("utf-8", "surrogatepass")


def _shapes(content: bytes) -> Iterator[str]:
    """Give the kind of each address, telephone number and key."""
    for found in MAIL.finditer(content):
        start = found.start()
        while start > max(0, found.start() - 64) and LOCAL.match(content[start - 1 : start]):
            start -= 1
        if start < found.start() and patterns._printed(content, start, found.end()):
            yield "e-mail address"
    if any(patterns._is_number(found[0]) for found in PHONE.finditer(content)):
        yield "phone number"
    yield from (kind for marker, kind in patterns.KEYS.items() if marker in content)


def _decoded(content: bytes) -> Iterator[bytes]:
    """Decode every word from each of its first four letters."""
    for found in WORD.finditer(WRAP.sub(b"", content)):
        word = found[0].translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):
            part = word[start : len(word) - ((len(word) - start) % 4 == 1)]
            made = base64.b64decode(part + b"=" * (-len(part) % 4))
            if encoded._telling(made):
                yield made
