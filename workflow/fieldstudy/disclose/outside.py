"""Audit tables, or make one that stands an audit, outside any study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldstudy.disclose.audit import Outcome, hidden_numbers, proven
from fieldstudy.disclose.dominance import dominated, told_too_well, width
from fieldstudy.disclose.grid import Grid, read_grid
from fieldstudy.disclose.linked import OR, Linked
from fieldstudy.disclose.printed import HIDDEN, TOTALS, read
from fieldstudy.disclose.space import EVERYONE, Categories, Space, cell
from fieldstudy.disclose.suppress import Number, hidden
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_rows

TOTAL = "total"
COLUMNS = ["where", "least", "greatest", "outcome"]


def linked(paths: Sequence[Path], groups: Path | None = None) -> Linked:
    """Read tables of the same people.

    Parameters
    ----------
    paths
        CSV files, wide as print or long with a column ``count``.
    groups
        A CSV file with the columns ``group`` and ``category``, where a label of one table stands
        for several of another's.
    """
    found, tables = Problems(), []
    for path in paths:
        with found.gathering():
            tables.append(read(read_grid(path)))
    found.stop_if_any()
    return Linked(tables, {"": grouped(groups)} if groups else {})


def grouped(path: Path) -> Mapping[str, Categories]:
    """Read which categories each group holds."""
    out: dict[str, Categories] = {}
    for number, row in enumerate(read_rows(path), start=2):
        if not row.get("group") or not row.get("category"):
            what = "needs the columns group and category, both filled in"
            raise StudyError.of(f"{path}:{number}", what)
        out[row["group"]] = out.get(row["group"], frozenset()) | {row["category"]}
    return out


def audited(tables: Linked, protection: float, threshold: int | None) -> tuple[Grid, str, int]:
    """Give the bounds of every hidden number, a sentence on them, and how many numbers are found out."""
    bounded = hidden_numbers(tables, (), protection)
    lines = [[one.where, _said(one.low), _said(one.high), str(one.outcome)] for one in bounded]
    found = sum(one.outcome is not Outcome.SAFE for one in bounded)
    said = f"Hidden: {len(bounded)}; of these {found} can be worked out."
    if threshold is None:
        return Grid("audit", COLUMNS, lines), said, found
    shown = f"shown to be a crowd under {threshold}"
    crowds = proven(tables, (), threshold)
    lines += [[crowd.who, _said(crowd.low), _said(crowd.high), shown] for crowd in crowds]
    said += (
        f" Crowds under {threshold} that are printed nowhere and can be worked out: {len(crowds)}."
    )
    return Grid("audit", COLUMNS, lines), said, found + len(crowds)


def _said(bound: float) -> str:
    """Write a bound."""
    return f"{bound:.10g}"


def protected(
    people: Grid,
    rows: str,
    columns: str,
    threshold: int,
    protection: float,
    amount: str = "",
    dominance: tuple[int, float] = (1, 75.0),
) -> Grid:
    """Count people, or sum an amount of theirs, with hidden cells that cannot be worked out.

    Parameters
    ----------
    people
        A row for each.
    rows, columns
        The columns whose categories are crossed.
    threshold
        The smallest crowd that may be shown.
    protection
        How far apart bounds must be: people, or for amounts the percentage of the largest.
    amount
        The column to sum; none to count.
    dominance
        So many of the largest contributors may not make more than so many percent of a sum.

    Returns
    -------
    Grid
        Wide, with totals, hidden cells marked.
    """
    _check(people, rows, columns, amount)
    down, across = (tuple(sorted(set(people.column(name)))) for name in (rows, columns))
    given: dict[tuple[str, str], list[float]] = {(r, c): [] for r in down for c in across}
    amounts = map(float, people.column(amount)) if amount else [1.0] * len(people.rows)
    for row, column, one in zip(people.column(rows), people.column(columns), amounts, strict=True):
        given[row, column].append(one)
    places = [(r, c) for r in (*down, TOTAL) for c in (*across, TOTAL)]
    numbers, needed = [], 0.0 if amount else protection
    for row, column in places:
        met = {name: frozenset({c}) for name, c in ((rows, row), (columns, column)) if c != TOTAL}
        each = [one for (r, c), many in given.items() if row in (r, TOTAL) and column in (c, TOTAL)
                for one in many]  # fmt: skip
        low = 0 < len(each) < threshold
        if amount:
            low |= dominated(each, *dominance) or told_too_well(each, protection)
            needed = max(needed, width(each, protection) if low else 0.0)
        counted = cell(met)
        margin, fixed = TOTAL in (row, column), counted == EVERYONE
        numbers.append(Number(counted, sum(each), low and not fixed, margin, fixed))
    space = Space({rows: down, columns: across})
    any_small = any(number.small for number in numbers)
    marked = hidden(space, numbers, (), needed, not amount) if any_small else set()
    texts = [HIDDEN if at in marked else _said(n.value) for at, n in enumerate(numbers)]
    width_ = len(across) + 1
    lines = [
        [row, *texts[at * width_ : (at + 1) * width_]] for at, row in enumerate((*down, TOTAL))
    ]
    return Grid(people.name, [rows, *across, TOTAL], lines)


def _check(people: Grid, rows: str, columns: str, amount: str) -> None:
    """Refuse columns that are not there, categories that a table would not hold, and what is no amount."""
    found = Problems()
    for name in filter(None, (rows, columns, amount)):
        if name not in people.columns:
            what = f"'{name}' is not a column; allowed: {', '.join(people.columns)}"
            found.add(people.name, what)
    found.stop_if_any()
    for name in (rows, columns):
        for number, label in enumerate(people.column(name), start=2):
            if not label or label.strip().lower() in TOTALS or OR in label:
                what = f"'{label}' cannot name a category; it must say something other than a total"
                found.add(f"{people.name}:{number}: {name}", what)
    for number, text in enumerate(people.column(amount) if amount else [], start=2):
        if not text.replace(".", "", 1).isdecimal():
            what = f"'{text}' is not an amount; allowed: a number of nothing or more"
            found.add(f"{people.name}:{number}: {amount}", what)
    found.stop_if_any()
