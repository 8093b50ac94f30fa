"""Read a figure as it was printed, and say by which rounding a value makes it true."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from fieldstudy.claim.words import number

SCALES = {"million": 10**6, "thousand": 10**3, "": 1}
HALF_UP, HALF_EVEN, TRUNCATION = "rounding half up", "rounding half to even", "truncation"
CONVENTIONS = (HALF_UP, HALF_EVEN, TRUNCATION)
RECORD = re.compile(r"@(?P<table>\w+)\.(?P<column>\w+)(?:\[(?P<where>[^\]]*)\])?")
Record = Callable[[str], list[dict[str, str]]]
WORDS = {number(value): value for value in range(1, 100)}
FIGURE = re.compile(
    r"^(?P<digits>[\d,]+(?:\.\d+)?)\s*(?P<scale>million|thousand)?\s*(?P<percent>%)?"
)


@dataclass(frozen=True)
class Range:
    """The exact values that a figure can stand for: its ends, and whether each is one of them."""

    low: Fraction
    high: Fraction
    from_low: bool = True
    to_high: bool = True

    def holds(self, value: Fraction) -> bool:
        """Tell whether a value is one of them."""
        return self.meets(Range(value, value))

    def meets(self, other: Range) -> bool:
        """Tell whether some value is in both ranges."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low != high:
            return low < high
        ends = (self, other)
        return all(r.from_low for r in ends if r.low == low) and all(
            r.to_high for r in ends if r.high == high
        )

    def plus(self, other: Range) -> Range:
        """Give the sums of a value of each."""
        return Range(
            *(self.low + other.low, self.high + other.high),
            *(self.from_low and other.from_low, self.to_high and other.to_high),
        )

    def over(self, other: Range) -> Range:
        """Give the quotients of a value of this and one of another, which is above nothing."""
        return Range(
            *(self.low / other.high, self.high / other.low),
            *(self.from_low and other.to_high, self.to_high and other.from_low),
        )

    def times(self, factor: Fraction) -> Range:
        """Give the values times a factor above nothing."""
        return replace(self, low=self.low * factor, high=self.high * factor)

    def whole(self) -> range:
        """Give the whole numbers in it, none below zero."""
        least, most = ceil(self.low), floor(self.high)
        least += least == self.low and not self.from_low
        most -= most == self.high and not self.to_high
        return range(max(0, least), most + 1)


@dataclass(frozen=True)
class Printed:
    """A figure: its value, and the size of one step of its last printed digit; none if it is exact."""

    value: Fraction
    step: Fraction

    def range_of(self, convention: str) -> Range:
        """Give the values that print as this figure by a convention.

        Examples
        --------
        >>> read_figure("12%").range_of("rounding half to even").holds(Fraction(25, 2))
        True
        >>> read_figure("13%").range_of("rounding half to even").holds(Fraction(25, 2))
        False
        """
        if not self.step:
            return Range(self.value, self.value)
        if convention == TRUNCATION:
            return Range(self.value, self.value + self.step, True, False)
        half = self.step / 2
        even = convention == HALF_EVEN and not int(self.value / self.step) % 2
        return Range(self.value - half, self.value + half, even or convention == HALF_UP, even)

    def true_of(self, value: Fraction) -> list[str]:
        """Name the conventions by which a value prints as this figure.

        Examples
        --------
        >>> read_figure("4.8 million").true_of(Fraction(4865583))
        ['truncation']
        """
        return [name for name in CONVENTIONS if self.range_of(name).holds(value)]


def read_figure(text: str) -> Printed:
    """Read a printed figure, in digits or words.

    Raises
    ------
    ValueError
        If the text does not begin with a figure.

    Examples
    --------
    >>> read_figure("62% (n=29)")
    Printed(value=Fraction(62, 1), step=Fraction(1, 1))
    >>> read_figure("thirteen").value
    Fraction(13, 1)
    """
    if text.lower() in WORDS:
        return Printed(Fraction(WORDS[text.lower()]), Fraction(1))
    found = FIGURE.match(text)
    if not found:
        raise ValueError(text)
    digits = found["digits"].replace(",", "")
    scale = SCALES[found["scale"] or ""]
    decimals = len(digits.partition(".")[2])
    return Printed(Fraction(digits) * scale, Fraction(scale, 10**decimals))


def figure(text: str, record: Record) -> Printed:
    """Read a figure, or sum a column of the public record: ``@population.people[vintage=mid-2019]``.

    A whole number without a scale is a count, and exact; any other is rounded to its last digit.

    Raises
    ------
    ValueError
        If the text is neither; it says what is wrong in words.
    """
    if not text.startswith("@"):
        try:
            printed = read_figure(text)
        except ValueError:
            raise ValueError(
                f"'{text}' is no figure; allowed: digits, or a number in words"
            ) from None
        exact = printed.step == 1 and "%" not in text
        return Printed(printed.value, Fraction(0)) if exact else printed
    found = RECORD.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' is no record; write @table.column[column=value; column=value]")
    kept = record(found["table"])
    for condition in filter(None, (found["where"] or "").split(";")):
        column, _, value = condition.strip().partition("=")
        if kept and column not in kept[0]:
            raise ValueError(f"'{column}' is no column of {found['table']}")
        kept = [row for row in kept if row[column] == value]
    if not kept or not all(row.get(found["column"], "").isdecimal() for row in kept):
        raise ValueError(f"'{text}' finds no numbers in the record")
    return Printed(Fraction(sum(int(row[found["column"]]) for row in kept)), Fraction(0))
