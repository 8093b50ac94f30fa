"""Ask of printed figures whether they can be true together, and by which rounding.

Nothing is needed but the figures themselves: a percentage against its count, a mean against the number
of people it is of, parts against their whole, a share against populations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from fieldstudy.claim.printed import CONVENTIONS, Printed, Range, Record, figure, read_figure
from fieldstudy.errors import Problem, Problems, StudyError

COLUMNS = ("id", "kind", "printed", "part", "whole", "members", "items", "claims")
RESULT = ("id", "kind", "printed", "computed", "verdict", "conventions", "reason")
CONSISTENT, INCONSISTENT = "consistent", "inconsistent"
PART_OF = re.compile(r"(?P<part>[\w,.-]+) of (?:the )?(?P<whole>[\w,.-]+)")
Row = Mapping[str, str]


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


def _met(printed: Printed, given: Callable[[str], Range]) -> tuple[str, ...]:
    """Name the conventions by which what is given can print as a figure."""
    return tuple(name for name in CONVENTIONS if printed.range_of(name).meets(given(name)))


def ratio(printed: Printed, part: Printed, whole: Printed) -> Checked:
    """Check a percentage against its part and whole, either of which may be rounded itself."""
    if any(whole.range_of(name).low <= 0 for name in CONVENTIONS):
        return Checked("", (), reason="The whole is nothing.")
    met = _met(
        printed, lambda name: part.range_of(name).over(whole.range_of(name)).times(Fraction(100))
    )
    about = "about " if part.step or whole.step else ""
    return Checked(about + shown(100 * part.value / whole.value, "%"), met)


def any_part(printed: Printed, whole: int) -> Checked:
    """Check whether any whole number of a group makes a percentage."""
    parts, met = _whole(printed, Fraction(whole, 100), whole)
    said = " or ".join(map(str, parts[:3]))
    if len(parts) > 3:
        said = f"any from {parts[0]:,} to {parts[-1]:,}"
    return Checked(said, met, reason="" if met else _nearest(printed, Fraction(whole, 100), "%"))


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
    given = Fraction(people * items)
    sums, met = _whole(printed, given)
    said = shown(sums[0] / given) if sums else ""
    return Checked(said, met, reason="" if met else _nearest(printed, given, ""))


def _whole(
    printed: Printed, scale: Fraction, most: int | None = None
) -> tuple[range, tuple[str, ...]]:
    """Give the whole numbers that print as a figure once divided by a scale, and by which conventions."""
    found = {name: printed.range_of(name).times(scale).whole() for name in CONVENTIONS}
    if most is not None:
        found = {name: range(r.start, min(r.stop, most + 1)) for name, r in found.items()}
    met = tuple(name for name in CONVENTIONS if found[name])
    # The ranges of the conventions overlap or touch, so that all together are one.
    return range(
        min((found[name].start for name in met), default=0),
        max((found[name].stop for name in met), default=0),
    ), met


def _nearest(printed: Printed, scale: Fraction, unit: str) -> str:
    """Say which whole numbers come nearest to a figure that none makes."""
    below = int(printed.value * scale)
    near = " and ".join(f"{at:,} ({shown(at / scale, unit)})" for at in (below, below + 1))
    return f"No whole number makes it by any rounding; the nearest are {near}."


def parts(printed: Printed, members: Sequence[Printed]) -> Checked:
    """Check parts against their whole: counts exactly, rounded figures within their rounding."""
    total = sum((member.value for member in members), Fraction(0))
    if printed.step or any(member.step for member in members):
        return Checked(f"about {shown(total)}", _met(printed, lambda name: _sum(members, name)))
    return _exact(shown(total), total == printed.value, "The parts do not make the whole.")


def percents(members: Sequence[Printed]) -> Checked:
    """Check whether percentages that are the parts of one whole can make a hundred."""
    total = sum((member.value for member in members), Fraction(0))
    hundred = Printed(Fraction(100), Fraction(0))
    return Checked(shown(total, "%"), _met(hundred, lambda name: _sum(members, name)))


def _sum(members: Sequence[Printed], convention: str) -> Range:
    """Give what members can come to that are all rounded by one convention."""
    nothing = Range(Fraction(0), Fraction(0))
    return reduce(Range.plus, (one.range_of(convention) for one in members), nothing)


def _exact(computed: str, true: bool, reason: str) -> Checked:
    """Give the result of a check in which nothing is rounded."""
    return Checked(computed, CONVENTIONS if true else (), False, "" if true else reason)


def _cell(row: Row, column: str, record: Record, text: str = "") -> Printed:
    """Read a figure of a row; what cannot be read is told with its column."""
    try:
        return figure(text or row[column], record)
    except ValueError as error:
        raise StudyError.of(column, str(error)) from None


def _printed(row: Row) -> Printed:
    """Read the printed figure itself, which is rounded to its last digit."""
    _cell(row, "printed", lambda _: [])
    return read_figure(row["printed"])


def _count(row: Row, column: str, record: Record) -> int:
    """Read how many there are, of which there is one at least."""
    found = _cell(row, column, record)
    if found.value < 1 or found.value.denominator != 1:
        what = f"'{row[column]}' is not a whole number of one or more"
        raise StudyError.of(column, what)
    return int(found.value)


def _percent(row: Row, record: Record) -> Checked:
    """Ask whether part of whole prints so; without a part, whether any whole number of whole does."""
    if row.get("part"):
        return ratio(_printed(row), _cell(row, "part", record), _cell(row, "whole", record))
    return any_part(_printed(row), _count(row, "whole", record))


def _mean(row: Row, record: Record) -> Checked:
    """Ask whether whole numbers can have this mean (GRIM); whole: people; items: numbers from each."""
    items = _count(row, "items", record) if row.get("items") else 1
    return mean(_printed(row), _count(row, "whole", record), items)


def _members(row: Row) -> list[str]:
    """Take the members of a row apart."""
    return [member.strip() for member in row["members"].split(";") if member.strip()]


def _figures(row: Row, record: Record) -> list[Printed]:
    """Read the members of a row as figures."""
    return [_cell(row, "members", record, member) for member in _members(row)]


def _parts(row: Row, record: Record) -> Checked:
    """Ask whether the members make the printed whole."""
    return parts(_cell(row, "printed", record), _figures(row, record))


def _percents(row: Row, record: Record) -> Checked:
    """Ask whether the members, percentages of one whole, can make a hundred."""
    _figures(row, record)
    return percents([read_figure(one) for one in _members(row)])


def _total(row: Row, _: Record) -> Checked:
    """Ask whether so many members are named."""
    named = len(set(_members(row)))
    reason = "So many members are not named."
    return _exact(str(named), _printed(row).value == named, reason)


def _part(row: Row, record: Record) -> Checked:
    """Ask whether the part is no greater than its whole."""
    whole, said = _cell(row, "whole", record).value, PART_OF.match(row["printed"])
    part = _cell(row, "printed", record, said["part"] if said else "").value
    own = _cell(row, "printed", record, said["whole"]).value if said else whole
    true = part <= own == whole
    return _exact(f"{shown(part)} of {shown(whole)}", true, "A part is no greater than its whole.")


def _value(row: Row, record: Record) -> Checked:
    """Ask whether the value, given as whole, prints so."""
    value = _cell(row, "whole", record)
    return Checked(shown(value.value), _met(_printed(row), value.range_of))


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


def kinds() -> str:
    """Say what each kind asks, and which columns it needs."""
    lines = [
        f"  {name:<9}{run.__doc__} Needs {', '.join(needed)}."
        for name, (needed, run) in KINDS.items()
    ]
    return "\n".join(["kinds:", *lines])


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
    if rows and "kind" not in rows[0]:
        raise StudyError.of(where, f"has no column 'kind'; its columns are {', '.join(COLUMNS)}")
    for number, row in enumerate(rows, start=2):
        problems = _problems(row)
        if not problems:
            try:
                done = KINDS[row["kind"]][1](row, record)
            except StudyError as error:
                problems = error.problems
            else:
                names = (row.get("id") or str(number), row["kind"], row.get("printed") or "")
                out.append((*names, done.computed, done.verdict, *_said(done)))
        found.all += [Problem(f"{where}:{number}: {one.where}", one.what) for one in problems]
    found.stop_if_any()
    return out


def _problems(row: Row) -> list[Problem]:
    """Say what keeps a row from being checked."""
    kind = row["kind"]
    if kind not in KINDS:
        return [Problem("kind", f"'{kind}' is not a kind; allowed: {', '.join(KINDS)}")]
    needed, _ = KINDS[kind]
    missing = [name for name in needed if not row.get(name)]
    return [Problem(name, f"is empty; kind '{kind}' needs {', '.join(needed)}") for name in missing]


def _said(done: Checked) -> tuple[str, str]:
    """Say by which conventions a figure is true, and the reason in a sentence."""
    if not done.rounded:
        return "", done.reason or "True as printed."
    names = "; ".join(done.conventions)
    if not done.conventions:
        return "", done.reason or f"Not true by {CONVENTIONS[0]}, {' or '.join(CONVENTIONS[1:])}."
    if len(done.conventions) == len(CONVENTIONS):
        return names, "True by every convention of rounding."
    return names, f"True only by {' and '.join(done.conventions)}."
