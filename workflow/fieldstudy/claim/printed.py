"""Read a figure as it was printed, and say by which rounding a value makes it true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from fieldstudy.claim.words import number

SCALES = {"million": 10**6, "thousand": 10**3, "": 1}
CONVENTIONS = {
    "rounding half up": ROUND_HALF_UP,
    "rounding half to even": ROUND_HALF_EVEN,
    "truncation": ROUND_DOWN,
}
WORDS = {number(value): value for value in range(1, 100)}
FIGURE = re.compile(
    r"^(?P<digits>[\d,]+(?:\.\d+)?)\s*(?P<scale>million|thousand)?\s*(?P<percent>%)?"
)


@dataclass(frozen=True)
class Printed:
    """A printed figure: its value, and the size of one step of its last printed digit."""

    value: Fraction
    step: Fraction

    def true_of(self, value: Fraction) -> list[str]:
        """Name the conventions by which a value prints as this figure.

        Examples
        --------
        >>> read_figure("4.8 million").true_of(Fraction(4865583))
        ['truncation']
        """
        steps = value / self.step
        exact = Decimal(steps.numerator) / Decimal(steps.denominator)
        wanted = Decimal(int(self.value / self.step))
        return [
            name
            for name, rounding in CONVENTIONS.items()
            if exact.quantize(Decimal(1), rounding) == wanted
        ]


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
