"""Read tables as they are printed: what each number counts, and which numbers are hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.space import Categories
from fieldstudy.errors import StudyError

# The mark that official statistics in the United Kingdom put for a number withheld as confidential
# (Government Analysis Function, "Using symbols in tables").
HIDDEN = "[c]"
MARKS = frozenset({HIDDEN, "c", "*", "x", "s", "..", "…", "-", "–", "—", ""})
TOTALS = frozenset({"total", "totals", "all", "sum"})
COUNTED = frozenset({"count", "counts", "n", "people", "number", "frequency"})
SHARES = ("row_share", "column_share", "total_share")
PERCENTAGE = "percentage"  # of what, has to be found out
UNNAMED = frozenset({"row", "column", ""})
WHOLE = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)")
PERCENT = re.compile(r"(?P<number>\d+(?:\.(?P<decimals>\d+))?)\s*%")
# A count with its share behind it, as in "29 (62%)".
WITH_SHARE = re.compile(r"(?P<count>[^(%]*?)\s*\((?P<share>[^()]*%)\)")
UNDER = re.compile(r"(?:<|fewer than|under)\s*(?P<number>\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One printed number: its place, its text, and for each axis its label; None for all of it."""

    row: str
    column: str
    text: str
    labels: tuple[str | None, ...]
    share: str = ""


@dataclass(frozen=True)
class Table:
    """A printed table: the names of its axes, empty where it has none, and its numbers.

    Parameters
    ----------
    where
        Dimension → categories that all of the table's people fall into.
    """

    name: str
    axes: tuple[str, ...]
    entries: list[Entry]
    where: Mapping[str, Categories]


def read(
    grid: Grid,
    across: str = "",
    where: Mapping[str, Categories] | None = None,
    names: Sequence[str] | None = None,
) -> Table:
    """Read a table, wide as print or long with a column ``count`` and, if it likes, shares.

    Parameters
    ----------
    grid
        Its first columns are labels; a label or head ``total`` is a margin.
    across
        The name of what its heads are categories of.
    where
        What all who are counted have in common.
    names
        The names of its columns of labels, where their heads do not name them.

    Raises
    ------
    StudyError
        If a cell is neither a number nor a mark for a hidden one.
    """
    labels = _labels(grid) if names is None else len(names)
    heads = grid.columns[labels:]
    counted = [head for head in heads if head.strip().lower() in COUNTED]
    single = len(counted) == 1 or len(heads) == 1
    shares = [head for head in heads if single and head in SHARES]
    used = [*(counted or heads), *shares] if single else heads
    own_names = [_name(column) for column in grid.columns[:labels]] if names is None else names
    entries = []
    for number, line in enumerate(grid.rows, start=2):
        own = [None if _is_total(label) else label for label in line[:labels]]
        if own and own[0] is None:
            own = [None] * labels
        for head in used:
            last = [] if single else [None if _is_total(head) else head]
            row = " · ".join(label for label in line[:labels] if label)
            for text in _taken_apart(line[grid.columns.index(head)].strip()):
                _check(grid, number, head, text)
                share = head if head in shares else PERCENTAGE if "%" in text else ""
                entries.append(Entry(row, head, text, (*own, *last), share))
    axes = (*own_names, *([] if single else [across]))
    return Table(grid.name, axes, _with_wholes(grid.name, entries), where or {})


def _taken_apart(text: str) -> list[str]:
    """Take a count and the share behind it apart."""
    found = WITH_SHARE.fullmatch(text)
    return [found["count"], found["share"]] if found else [text]


def _with_wholes(name: str, entries: list[Entry]) -> list[Entry]:
    """Say what percentages are of: of that in which they make a hundred, rows first.

    Raises
    ------
    StudyError
        If they make a hundred in nothing.
    """
    if not any(one.share == PERCENTAGE for one in entries):
        return entries
    inner = [one for one in entries if None not in one.labels]
    kinds = SHARES if any(len(one.labels) > 1 for one in entries) else SHARES[-1:]
    for share in kinds:
        groups = _grouped(inner, share)
        if len(kinds) == 1 or (groups and all(map(_fit, groups)) and any(map(_whole, groups))):
            return [replace(e, share=share) if e.share == PERCENTAGE else e for e in entries]
    what = (
        "has percentages that make a hundred neither along rows, nor down columns, nor all together, so "
        "what they are of is not known; give shares as columns row_share, column_share or total_share"
    )
    raise StudyError.of(name, what)


def _grouped(inner: Sequence[Entry], share: str) -> list[list[Entry]]:
    """Put together the cells of which percentages would be of one whole."""
    groups: dict[tuple[str | None, ...], list[Entry]] = {}
    for one in inner:
        own = {"row_share": one.labels[:-1], "column_share": one.labels[-1:]}
        groups.setdefault(own.get(share, ()), []).append(one)
    return list(groups.values())


def _fit(cells: Sequence[Entry]) -> bool:
    """Tell whether percentages make no more than a hundred, and a hundred if every cell has one."""
    bounds = [share_bounds(one.text) for one in cells if one.share == PERCENTAGE]
    high = sum(most for _, most in bounds)
    return sum(least for least, _ in bounds) <= 1 and (high >= 1 or not _whole(cells))


def _whole(cells: Sequence[Entry]) -> bool:
    """Tell whether every cell has its percentage."""
    return len({c.labels for c in cells}) == sum(c.share == PERCENTAGE for c in cells)


def share_bounds(text: str) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest share that prints so, as a share of one.

    Examples
    --------
    >>> [float(end) for end in share_bounds("0.62")], [float(end) for end in share_bounds("62%")]
    ([0.615, 0.625], [0.615, 0.625])
    """
    number = text.rstrip("%").strip()
    scale = 100 if "%" in text else 1
    half = Fraction(1, 2 * 10 ** len(number.partition(".")[2]))
    return (Fraction(number) - half) / scale, (Fraction(number) + half) / scale


def _labels(grid: Grid) -> int:
    """Count the columns that name a row: the first, and those after it without a number or a mark."""
    for at in range(1, len(grid.columns)):
        texts = [row[at].strip() for row in grid.rows]
        if any(text and bounds_of(text) is not None for text in texts) or not any(texts):
            return at
    what = "has no column of numbers; give a table with labels first and counts after them"
    raise StudyError.of(grid.name, what)


def _name(column: str) -> str:
    """Give an axis' name, or nothing where the head names none."""
    return "" if column.strip().lower() in UNNAMED else column.strip()


def _is_total(label: str) -> bool:
    """Tell whether a label stands for a margin."""
    return label.strip().lower() in TOTALS


def _check(grid: Grid, number: int, head: str, text: str) -> None:
    """Refuse what is neither a number nor a mark."""
    if bounds_of(text) is None:
        allowed = f"a number, 62%, 29 (62%), '< 3', or {HIDDEN} for a hidden one"
        what = f"'{text}' is not a number; allowed: {allowed}"
        raise StudyError.of(f"{grid.name}:{number}: {head}", what)


def bounds_of(text: str) -> tuple[float, float] | None:
    """Read what a cell tells: bounds, or None if it is no number.

    Examples
    --------
    >>> bounds_of("1,234"), bounds_of("[c]"), bounds_of("< 3"), bounds_of("police")
    ((1234.0, 1234.0), (0.0, inf), (1.0, 2.0), None)
    >>> bounds_of("62%")
    (62.0, 62.0)
    """
    if text.lower() in MARKS:
        return 0.0, inf
    if under := UNDER.fullmatch(text):
        # Who prints "< 3" prints a zero as 0: so somebody is there.
        return 1.0, float(under["number"]) - 1
    if whole := WHOLE.fullmatch(text) or PERCENT.fullmatch(text):
        value = float(whole["number"].replace(",", ""))
        return value, value
    return None


def is_hidden(entry: Entry) -> bool:
    """Tell whether a number is not printed as it is."""
    low, high = bounds_of(entry.text) or (0.0, inf)
    return low < high and not entry.share
