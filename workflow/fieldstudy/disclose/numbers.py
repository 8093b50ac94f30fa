"""Find the numbers that a finding says, and say those under the threshold as "fewer than"."""

from __future__ import annotations

import re

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VALUES = {word: value for value, word in enumerate(UNITS)} | {
    f"{ten}{one}": (place + 2) * 10 + value
    for place, ten in enumerate(TENS)
    for value, one in enumerate(("", *(f"-{unit}" for unit in UNITS[1:10])))
}
SAID = re.compile(
    r"\d[\d,]*|\b(?:" + "|".join(sorted(VALUES, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
PART_OF = re.compile(r"(?P<part>\S+) of (?:the )?(?P<whole>\S+)")
SPAN = re.compile(r"\[(?P<inner>.*)\](?P<mark>\{[^}]*\})", re.DOTALL)


def value_of(word: str) -> int | None:
    """Read a number in digits or words; None if it is none."""
    digits = word.replace(",", "")
    return int(digits) if digits.isdecimal() else VALUES.get(word.lower())


def numbers(text: str) -> list[int]:
    """Give the numbers that a text says, and what each "k of n" leaves over.

    Examples
    --------
    >>> numbers("nine of the thirteen")
    [9, 13, 4]
    """
    parts = [
        (value_of(found["part"]), value_of(found["whole"])) for found in PART_OF.finditer(text)
    ]
    left = [whole - part for part, whole in parts if part is not None and whole is not None]
    return said(text) + left


def said(text: str) -> list[int]:
    """Give the numbers that a text says, without what they leave over."""
    found = (value_of(match.group()) for match in SAID.finditer(text))
    return [value for value in found if value is not None]


def generalised(text: str, threshold: int) -> str:
    """Say the small numbers of a text as "fewer than", inside the span that may surround it.

    Examples
    --------
    >>> generalised('[Two]{.finding claim="people_withheld"}', 3)
    '[Fewer than three]{.finding claim="people_withheld"}'
    >>> generalised("15% (n = 2)", 3), generalised("2", 3), generalised("six", 3)
    ('fewer than three', '< 3', 'six')
    >>> generalised("twelve of the thirteen", 3)
    'all but fewer than three'
    """
    span = SPAN.fullmatch(text)
    if span:
        return f"[{generalised(span['inner'], threshold)}]{span['mark']}"
    if not any(0 < value < threshold for value in numbers(text)):
        return text
    words = f"fewer than {UNITS[threshold] if threshold < len(UNITS) else threshold}"
    if not any(0 < value < threshold for value in said(text)):
        words = f"all but {words}"
    if text.strip().isdecimal():
        return f"< {threshold}"
    return words.capitalize() if text[:1].isupper() else words
