"""Make the finds of one text disjoint, tight, and about names; what an earlier run wrote stays."""

from __future__ import annotations

import re
from dataclasses import replace

from fieldstudy.anonymise import gazetteer
from fieldstudy.anonymise.replace import SHAPE
from fieldstudy.anonymise.spans import Span, resolve
from fieldstudy.anonymise.text import Folded
from fieldstudy.anonymise.words import bodies, lower_word, titles


def disjoint(text: Folded, spans: list[Span]) -> list[Span]:
    """Make the finds of a text disjoint, leaving replacements made before as they are."""
    done = [match.span() for match in SHAPE.finditer(text.text)]
    free = [s for s in spans if not any(s.start < end and start < s.end for start, end in done)]
    return [
        _tight(text.text, span) for span in resolve(free, lambda a, b: may_name(text.text[a:b]))
    ]


def may_name(surface: str) -> bool:
    """Whether a piece of text may hold a name: more than titles and kinds of bodies, or a number."""
    if re.search(r"\d{3}", surface):
        return True
    found = re.findall(r"[^\W\d_]{2,}", surface)
    if any(len(word) > 2 and word.islower() and not lower_word(word) for word in found):
        return True
    words = [
        word
        for word in found
        if word[0].isupper() and word.lower() not in titles() and not gazetteer.is_allowed(word)
    ]
    return len(words) > 1 or any(word.lower() not in bodies() for word in words)


def _tight(text: str, span: Span) -> Span:
    """Take spaces and marks off the edges of a find."""
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip(" ,;:.-'’"))
    right = len(piece) - len(piece.rstrip(" ,;:-'’"))
    return replace(span, start=span.start + left, end=span.end - right) if left or right else span
