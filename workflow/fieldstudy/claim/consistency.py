"""Ask of printed figures whether they can be true together, and by which rounding.

Nothing is needed but the figures themselves: a percentage against its count, a mean against the number
of people it is of, parts against their whole, a share against populations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from fieldstudy.claim.printed import CONVENTIONS, Printed, read_figure
from fieldstudy.errors import Problems

COLUMNS = ("id", "kind", "printed", "part", "whole", "members", "items", "claims")
RESULT = ("id", "kind", "printed", "computed", "verdict", "conventions", "reason")
CONSISTENT, INCONSISTENT = "consistent", "inconsistent"
RECORD = re.compile(r"@(?P<table>\w+)\.(?P<column>\w+)(?:\[(?P<where>[^\]]*)\])?")
PART_OF = re.compile(r"(?P<part>[\w,.-]+) of (?:the )?(?P<whole>[\w,.-]+)")
Row = Mapping[str, str]
Record = Callable[[str], list[dict[str, str]]]


@dataclass(frozen=True)
class Figure:
    """A figure that something is checked against: exact, or rounded as it is printed."""

    value: Fraction
    step: Fraction = Fraction(0)

    def within(self, convention: str) -> tuple[Fraction, Fraction]:
        """Give the least and the greatest value that prints so."""
        if convention == "truncation":
            return self.value, self.value + self.step
        return self.value - self.step / 2, self.value + self.step / 2


@dataclass(frozen=True)
class Checked:
    """What came of a figure: what was computed, by which conventions it is true, and why not."""

    computed: str
    conventions: tuple[str, ...]
    rounded: bool = True
    reason: str = ""

    @property
    def verdict(self) -> str:
        """Say whether the figure can be true."""
        return CONSISTENT if self.conventions else INCONSISTENT


def shown(value: Fraction, unit: str = "") -> str:
    """Write an exact value for a reader.

    Examples
    --------
    >>> shown(Fraction(2900, 47), "%"), shown(Fraction(13))
    ('61.7021%', '13')
    """
    text = f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return f"{text}{unit}"


def figure(text: str, record: Record) -> Figure:
    """Read a figure, or sum a column of the public record: ``@population.people[vintage=mid-2019]``.

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
        # A whole number without a scale is a count; any other is rounded to its last digit.
        return Figure(printed.value, printed.step if printed.step != 1 else Fraction(0))
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
    return Figure(Fraction(sum(int(row[found["column"]]) for row in kept)))


def ratio(printed: Printed, part: Figure, whole: Figure) -> Checked:
    """Check a percentage against its part and whole, either of which may be rounded itself."""
    if not whole.value:
        return Checked("", (), reason="The whole is nothing.")
    value = 100 * part.value / whole.value
    if not part.step and not whole.step:
        return Checked(shown(value, "%"), tuple(printed.true_of(value)))
    met = []
    for convention in CONVENTIONS:
        (least, most), (low, high) = part.within(convention), whole.within(convention)
        wanted, unwanted = Figure(printed.value, printed.step).within(convention)
        if low > 0 and 100 * least / high < unwanted and 100 * most / low >= wanted:
            met.append(convention)
    return Checked(f"about {shown(value, '%')}", tuple(met))


def any_part(printed: Printed, whole: int) -> Checked:
    """Check whether any whole number of a group makes a percentage."""
    made: dict[str, list[int]] = {}
    for part in _near(printed, Fraction(whole, 100)):
        for convention in printed.true_of(Fraction(100 * part, whole)) if part <= whole else ():
            made.setdefault(convention, []).append(part)
    parts = sorted({part for found in made.values() for part in found})
    said = " or ".join(map(str, parts[:3])) + (" or more" if len(parts) > 3 else "")
    return Checked(said, tuple(name for name in CONVENTIONS if name in made))


def mean(printed: Printed, people: int, items: int = 1) -> Checked:
    """Check whether whole numbers can have a mean (GRIM: Brown and Heathers 2017).

    Parameters
    ----------
    printed
        The mean.
    people
        How many it is of.
    items
        How many whole numbers each of them gave, as to the questions of a scale.

    Examples
    --------
    >>> mean(read_figure("5.19"), 28).verdict, mean(read_figure("5.18"), 28).verdict
    ('inconsistent', 'consistent')
    """
    given = people * items
    sums = [
        total
        for total in _near(printed, Fraction(given))
        if printed.true_of(Fraction(total, given))
    ]
    met = {name for total in sums for name in printed.true_of(Fraction(total, given))}
    said = shown(Fraction(sums[0], given)) if sums else ""
    return Checked(said, tuple(name for name in CONVENTIONS if name in met))


def _near(printed: Printed, scale: Fraction) -> range:
    """Give the whole numbers that could lie behind a figure once divided by a scale."""
    low = max(0, floor((printed.value - printed.step) * scale))
    return range(low, ceil((printed.value + printed.step) * scale) + 1)


def parts(printed: Printed, members: Sequence[Figure]) -> Checked:
    """Check parts against their whole; whole numbers exactly."""
    total = sum((member.value for member in members), Fraction(0))
    return _exact(shown(total), total == printed.value, "The parts do not make the whole.")


def percents(members: Sequence[Printed]) -> Checked:
    """Check whether percentages that are the parts of one whole can make a hundred."""
    total = sum((member.value for member in members), Fraction(0))
    met = []
    for convention in CONVENTIONS:
        ranges = [Figure(member.value, member.step).within(convention) for member in members]
        least, most = (sum(limits) for limits in zip(*ranges, strict=True))
        # Of the conventions here, only half to even can round down what lies at the upper end.
        if least <= 100 < most or (most == 100 and convention == "rounding half to even"):
            met.append(convention)
    return Checked(shown(total, "%"), tuple(met))


def _exact(computed: str, true: bool, reason: str) -> Checked:
    """Give the result of a check in which nothing is rounded."""
    return Checked(computed, tuple(CONVENTIONS) if true else (), False, "" if true else reason)


def _percent(row: Row, record: Record) -> Checked:
    whole = figure(row["whole"], record)
    if not row.get("part"):
        return any_part(read_figure(row["printed"]), int(whole.value))
    return ratio(read_figure(row["printed"]), figure(row["part"], record), whole)


def _mean(row: Row, record: Record) -> Checked:
    people, items = figure(row["whole"], record), figure(row.get("items") or "1", record)
    return mean(read_figure(row["printed"]), int(people.value), int(items.value))


def _members(row: Row) -> list[str]:
    """Take the members of a row apart."""
    return [member.strip() for member in row["members"].split(";") if member.strip()]


def _parts(row: Row, record: Record) -> Checked:
    return parts(read_figure(row["printed"]), [figure(one, record) for one in _members(row)])


def _percents(row: Row, _: Record) -> Checked:
    return percents([read_figure(one) for one in _members(row)])


def _total(row: Row, _: Record) -> Checked:
    named = len(set(_members(row)))
    reason = "So many members are not named."
    return _exact(str(named), read_figure(row["printed"]).value == named, reason)


def _part(row: Row, record: Record) -> Checked:
    whole, said = figure(row["whole"], record).value, PART_OF.match(row["printed"])
    part = figure(said["part"] if said else row["printed"], record).value
    own = figure(said["whole"], record).value if said else whole
    true = part <= own == whole
    return _exact(f"{shown(part)} of {shown(whole)}", true, "A part is no greater than its whole.")


def _value(row: Row, record: Record) -> Checked:
    value = figure(row["whole"], record).value
    return Checked(shown(value), tuple(read_figure(row["printed"]).true_of(value)))


# Kind → the columns that it needs, and its check.
KINDS: dict[str, tuple[tuple[str, ...], Callable[[Row, Record], Checked]]] = {
    "percent": (("printed", "whole"), _percent),
    "mean": (("printed", "whole"), _mean),
    "parts": (("printed", "members"), _parts),
    "percents": (("members",), _percents),
    "total": (("printed", "members"), _total),
    "part": (("printed", "whole"), _part),
    "value": (("printed", "whole"), _value),
}


def check(rows: Sequence[Row], record: Record, where: str) -> list[tuple[str, ...]]:
    """Check every row of a list of printed figures, and give rows of ``RESULT``.

    Parameters
    ----------
    rows
        With the columns ``COLUMNS``; those that a kind does not need may be empty or left out.
    record
        Reads a table of the public record by its name.
    where
        The list's file.

    Raises
    ------
    StudyError
        For each row that cannot be read.
    """
    found = Problems()
    out: list[tuple[str, ...]] = []
    for number, row in enumerate(rows, start=2):
        kind, place = row.get("kind") or "", f"{where}:{number}"
        if kind not in KINDS:
            found.add(f"{place}: kind", f"'{kind}' is not a kind; allowed: {', '.join(KINDS)}")
            continue
        needed, run = KINDS[kind]
        missing = [name for name in needed if not row.get(name)]
        if missing:
            found.add(
                f"{place}: {missing[0]}", f"is empty; kind '{kind}' needs {', '.join(needed)}"
            )
            continue
        try:
            done = run(row, record)
        except ValueError as error:
            found.add(place, _sentence(error))
            continue
        names = (row.get("id") or str(number), kind, row.get("printed") or "")
        out.append((*names, done.computed, done.verdict, *_said(done)))
    found.stop_if_any()
    return out


def _sentence(error: ValueError) -> str:
    """Say what could not be read; the reader of figures raises the bare text."""
    text = str(error)
    return text if "'" in text else f"'{text}' is no figure; allowed: digits, or a number in words"


def _said(done: Checked) -> tuple[str, str]:
    """Say by which conventions a figure is true, and the reason in a sentence."""
    if not done.rounded:
        return "", done.reason or "True as printed."
    names = "; ".join(done.conventions)
    if not done.conventions:
        return (
            "",
            done.reason or "Not true by rounding half up, rounding half to even or truncation.",
        )
    if len(done.conventions) == len(CONVENTIONS):
        return names, "True by every convention of rounding."
    return names, f"True only by {' and '.join(done.conventions)}."
