"""Find the names of other transcripts in a text, where its own finds have left something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fieldstudy.anonymise.match import Matcher
from fieldstudy.anonymise.replace import SHAPE
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.anonymise.words import ordinary

SPEAKER = "speaker "  # how the ids of speakers begin that no register knows
LIKELY = 0.5


def echoes(text: Folded, names: Matcher, found: Sequence[Span]) -> list[Span]:
    """Find names met elsewhere; an everyday word counts only with a capital.

    Parameters
    ----------
    text
        The text.
    names
        Finds the names of all transcripts.
    found
        What is found in the text already: it stays as it is.
    """
    taken = [(span.start, span.end) for span in found]
    taken += [match.span() for match in SHAPE.finditer(text.text)]
    made: list[Span] = []
    for span in sorted(names.find(text)):
        surface = text.text[span.start : span.end]
        plain = surface == surface.lower() and all(ordinary(word) for word in key(surface).split())
        if plain or any(span.start < end and start < span.end for start, end in taken):
            continue
        taken.append((span.start, span.end))
        sure = span.entity.startswith(SPEAKER)
        state = "sure" if sure else "unsure"
        made.append(replace(span, source="model", confidence=LIKELY, state=state))
    return made
