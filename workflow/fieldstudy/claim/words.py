"""Say numbers as a sentence needs them: in words, as shares, as quantifiers of areas."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

UNITS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number(value: int) -> str:
    """Write a whole number in words up to ninety-nine, in digits from there.

    Examples
    --------
    >>> number(13), number(47), number(1200)
    ('thirteen', 'forty-seven', '1,200')
    """
    if not 0 <= value < 100:
        return f"{value:,}"
    if value < 20:
        return UNITS[value]
    ten, one = divmod(value, 10)
    return TENS[ten] + (f"-{UNITS[one]}" if one else "")


def rounded(value: Fraction, decimals: int) -> str:
    """Write a number with so many decimals, halves rounded up.

    Examples
    --------
    >>> rounded(Fraction(2900, 47), 0), rounded(Fraction(1, 8), 2)
    ('62', '0.13')
    """
    quantum = Decimal(1).scaleb(-decimals)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(quantum, ROUND_HALF_UP):,f}"


def share(part: int, whole: int) -> str:
    """Write a share of a census with its count.

    Examples
    --------
    >>> share(29, 47)
    '62% (n = 29)'
    """
    return f"{rounded(Fraction(100 * part, whole), 0)}% (n = {part})"


def listed(items: list[str]) -> str:
    """Join items as a sentence does.

    Examples
    --------
    >>> listed(["police", "probation", "health"])
    'police, probation and health'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def count_of(affirm: int, deny: int, total: int) -> str:
    """Say how many of a group already named affirm something.

    Examples
    --------
    >>> count_of(2, 0, 2), count_of(2, 0, 3), count_of(0, 3, 3)
    ('both', 'two of the three', 'none of the three')
    """
    return quantifier(affirm, deny, total, "").replace("  ", " ").rstrip()


def quantifier(affirm: int, deny: int, total: int, label: str) -> str:
    """Say how many areas of a group affirm something; silence is never said as absence.

    Parameters
    ----------
    affirm, deny, total
        Areas that affirm, that deny, and all areas of the group.
    label
        How the group is called, in the plural: ``areas in the south``.

    Examples
    --------
    >>> quantifier(2, 0, 2, "areas in the north")
    'both areas in the north'
    >>> quantifier(1, 0, 3, "areas in the south")
    'one of the three areas in the south'
    >>> quantifier(0, 3, 3, "areas in the south")
    'none of the three areas in the south'
    >>> quantifier(0, 1, 3, "areas in the south")
    'none of the three areas in the south (two did not raise it)'
    >>> quantifier(0, 0, 2, "areas in the north")
    'none of the two areas in the north (none raised it)'
    """
    if affirm == total:
        return f"both {label}" if total == 2 else f"all {number(total)} {label}"
    if affirm:
        return f"{number(affirm)} of the {number(total)} {label}"
    silent = total - deny
    said = f"none of the {number(total)} {label}".rstrip()
    if silent == total:
        return f"{said} (none raised it)"
    return f"{said} ({number(silent)} did not raise it)" if silent else said


def capital(text: str) -> str:
    """Begin a sentence with these words.

    Examples
    --------
    >>> capital("both areas")
    'Both areas'
    """
    return text[:1].upper() + text[1:]
