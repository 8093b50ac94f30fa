"""Compare words by how they sound, so that mis-hearings fall together."""

from __future__ import annotations

import re
from functools import cache

SOUNDS = (
    *(("ph", "f"), ("th", "t"), ("gh", "g"), ("qu", "k"), ("ck", "k"), ("x", "ks"), ("sh", "s")),
    *(("ch", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("m", "n"), ("v", "f"), ("d", "t")),
)


@cache
def sound(word: str) -> str:
    """Give the consonants of a word as they sound, so that mis-hearings fall together.

    Examples
    --------
    >>> sound("quenby") == sound("quimby")
    True
    """
    for letters, one in SOUNDS:
        word = word.replace(letters, one)
    word = word[:1] + re.sub(r"[aeiouyhw]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word)
