"""Print shares, comparisons and rates with their uncertainty, and say what such numbers can bear."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from fieldstudy.draw.blocks import escaped, table
from fieldstudy.draw.scene import STANDIN, capital

Row = dict[str, str]
UNBOUNDED = "no bound"
LEFT_OUT = "left out"
SAMPLE = "If the audit is seen as a sample"


def decimal(text: str, places: int, scale: int = 1) -> str:
    """Print a number, halves rounded up.

    Examples
    --------
    >>> decimal("0.6170", 0, 100), decimal("", 2), decimal("-0.0381", 1, 100), decimal("-0.004", 1)
    ('62', 'no bound', '−3.8', '0.0')
    """
    if not text:
        return UNBOUNDED
    value = (Decimal(text) * scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value:z,}".replace("-", "−")  # z: what rounds to nothing has no sign


def interval(low: str, high: str, places: int, scale: int = 1) -> str:
    """Print an interval."""
    return f"{decimal(low, places, scale)} to {decimal(high, places, scale)}"


def probability(text: str) -> str:
    """Print a p-value, the least as less than what is printed, and one that was not computed in words.

    Examples
    --------
    >>> probability("0.0004"), probability("0.0355"), probability("1.0000"), probability("")
    ('< 0.001', '0.036', '1.000', 'left out')
    """
    if not text:
        return LEFT_OUT
    return "< 0.001" if float(text) < 0.0005 else decimal(text, 3)


def shares(rows: Sequence[Row], synthetic: bool) -> str:
    """Print each share with both of its intervals."""
    cells = []
    for row, before in zip(rows, [None, *rows], strict=False):
        again = before is not None and before["id"] == row["id"]
        cells.append(
            [
                "" if again else escaped(capital(row["label"])),
                escaped(capital(row["group_label"])),
                f"{row['part']} of {row['whole']}",
                f"{decimal(row['share'], 0, 100)}%",
                interval(row["exact_low"], row["exact_high"], 0, 100),
                interval(row["wilson_low"], row["wilson_high"], 0, 100),
            ]
        )
    said = f"{SAMPLE}: shares with 95% intervals, in per cent"
    heads = ["What", "Where", "Number", "Share", "Clopper and Pearson", "Wilson"]
    return table(
        *("shares", _caption(said, synthetic), heads, cells),
        numbers=frozenset(range(2, len(heads))),
        widths=(28, 22, 13, 9, 15, 13),
    )


def comparisons(rows: Sequence[Row], synthetic: bool) -> str:
    """Print what sets groups apart, and under it what so few areas can bear."""
    cells = [
        [
            escaped(capital(row["label"])),
            f"{decimal(row['difference'], 0, 100)} ({interval(row['low'], row['high'], 0, 100)})",
            _ratio(row),
            probability(row["fisher"]),
            probability(row["boschloo"]),
        ]
        for row in rows
    ]
    groups = f"{rows[0]['one']} against {rows[0]['other']}" if rows else "no groups"
    said = f"{SAMPLE}: {groups}, differences in percentage points, with 95% intervals"
    heads = ["What", "Difference (Newcombe)", "Odds ratio (exact)", "Fisher, *p*", "Boschloo, *p*"]
    printed = table(
        *("comparisons", _caption(said, synthetic), heads, cells),
        numbers=frozenset(range(1, len(heads))),
        widths=(28, 22, 21, 13, 16),
    )
    return f"{printed}\n{left_out(rows)}{bearing(rows[0])}\n" if rows else printed


def _ratio(row: Row) -> str:
    """Print an odds ratio with its interval; where one group has none or all, it has an end alone."""
    low, high = row["odds_low"], row["odds_high"]
    if not row["odds_ratio"] and low:
        return f"{UNBOUNDED} (at least {decimal(low, 1)})"
    return f"{decimal(row['odds_ratio'], 1)} ({interval(low, high, 1)})"


def left_out(rows: Sequence[Row]) -> str:
    """Say why Boschloo's test was left out, where it was; nothing where it was not."""
    largest = max((row for row in rows if not row["boschloo"]), key=_cases, default=None)
    if largest is None:
        return ""
    of = largest["of"].replace("_", " ")
    return escaped(
        f"Boschloo's test is left out where so many are compared ({_cases(largest):,} {of}): it goes "
        "through every table that groups of their sizes could give, and its time grows faster than the "
        "square of their number. Fisher's, which is exact as well, stands beside it. "
    )


def _cases(row: Row) -> int:
    return int(row["cases"])


def bearing(row: Row) -> str:
    """Say in a sentence what the numbers of a comparison can bear."""
    one, other, of = row["areas_one"], row["areas_other"], row["of"].replace("_", " ")
    least = decimal(row["least_p"], 2)
    few = (
        f"With {one} areas against {other}, no test that compares whole areas can give a p-value under "
        f"{least}. What sets the groups apart in this table therefore describes these areas, and "
        "cannot be put down to what the groups are named after."
    )
    many = (
        f"What sets the groups apart in this table therefore describes these areas, {one} against {other}, "
        "until a test that compares whole areas says more."
    )
    return escaped(
        f"With {int(row['cases']):,} {of} an interval of a share is up to "
        f"{decimal(row['widest'], 0, 100)} percentage points wide. The intervals and tests take the "
        f"{of} for independent of one another, and those of an area are not: they share "
        f"people, money and those who listed them. {few if float(least) else many}"
    )


def rates(rows: Sequence[Row]) -> str:
    """Print rates of public record."""
    cells = [
        [
            f"**{name}**" if row["area"] == "all" else name,
            *(f"{int(row[column]):,}" for column in ("events", "people")),
            decimal(row["rate"], 1),
            interval(row["low"], row["high"], 1),
        ]
        for row in rows
        for name in [escaped("Together" if row["area"] == "all" else row["area"])]
    ]
    first = rows[0] if rows else {"label": "events", "dated": "no record", "per": "1"}
    per = f"{int(first['per']):,}"
    said = f"{capital(first['label'])}, {first['dated']}: rates per {per} with exact 95% intervals"
    heads = ["Area", "Number", "People", f"Per {per}", "Interval (Poisson)"]
    return table(
        *("rates", escaped(f"{said}. Public record."), heads, cells),
        numbers=frozenset(range(1, 5)),
        widths=(28, 14, 18, 16, 24),
    )


def _caption(said: str, synthetic: bool) -> str:
    """End a caption, saying where the data are a stand-in."""
    return escaped(f"{said}. {STANDIN}." if synthetic else said)
