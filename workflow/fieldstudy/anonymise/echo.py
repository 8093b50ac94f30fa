"""Find the names of other transcripts in a text, where its own finds have left something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fieldstudy.anonymise.match import Matcher
from fieldstudy.anonymise.replace import SHAPE
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.anonymise.words import ordinary

GUESSES = frozenset(("gazetteer", "model"))
LIKELY = 0.5


def echoes(text: Folded, names: Matcher, found: Sequence[Span]) -> list[Span]:
    """Put names met elsewhere beside the finds; an everyday word counts only with a capital.

    Parameters
    ----------
    text
        The text.
    names
        Finds the names of all transcripts.
    found
        What is found in the text already. It stays, but for guesses at a part of a name.
    """
    done = [match.span() for match in SHAPE.finditer(text.text)]
    kept = list(found)
    for span in sorted(names.find(text)):
        surface = text.text[span.start : span.end]
        plain = surface == surface.lower() and all(ordinary(word) for word in key(surface).split())
        if plain or any(span.start < end and start < span.end for start, end in done):
            continue
        others = [one for one in kept if not (one.source in GUESSES and _part(one, span))]
        if any(one.overlaps(span) for one in others):
            continue
        kept = [*others, replace(span, source="model", confidence=LIKELY, state="unsure")]
    return sorted(kept)


def _part(one: Span, whole: Span) -> bool:
    """Whether a find is a part of another, and shorter."""
    return one.within(whole) and one.end - one.start < whole.end - whole.start
