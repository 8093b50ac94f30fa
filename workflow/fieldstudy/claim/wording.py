"""Put a claim's recomputed value into words, in the way its format asks for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from fieldstudy.claim.ledger import Claim
from fieldstudy.claim.query import Row
from fieldstudy.claim.words import listed, number, quantifier, rounded, share


def whole(row: Row, name: str) -> int:
    """Read a whole number of a value's row; missing counts as nothing."""
    return int(str(row.get(name) or 0))


def fraction(row: Row, name: str = "value") -> Fraction:
    """Read a number of a value's row exactly."""
    return Fraction(str(row.get(name) or 0))


def _areas(claim: Claim, row: Row) -> tuple[str, str]:
    affirm, deny, total = (whole(row, name) for name in ("affirm", "deny", "total"))
    return f"{affirm} of {total}", quantifier(affirm, deny, total, claim.label)


def _comparison(claim: Claim, row: Row) -> tuple[str, str]:
    one, other = (
        [whole(row, f"{name}{side}") for name in ("affirm", "deny", "total")]
        for side in ("", "_compared")
    )
    value = f"{one[0]} of {one[2]}, {other[0]} of {other[2]}"
    said = quantifier(one[0], one[1], one[2], claim.label)
    against = quantifier(other[0], other[1], other[2], claim.compared)
    return value, f"{said}, against {against}"


def _number(_: Claim, row: Row) -> tuple[str, str]:
    return f"{whole(row, 'value'):,}", number(whole(row, "value"))


def _digits(_: Claim, row: Row) -> tuple[str, str]:
    return (f"{whole(row, 'value'):,}",) * 2


def _share(_: Claim, row: Row) -> tuple[str, str]:
    return (share(whole(row, "part"), whole(row, "whole")),) * 2


def _percent(_: Claim, row: Row) -> tuple[str, str]:
    value = 100 * fraction(row, "part") / fraction(row, "whole")
    return (f"{rounded(value, whole(row, 'decimals'))}%",) * 2


def _millions(_: Claim, row: Row) -> tuple[str, str]:
    return f"{whole(row, 'value'):,}", f"{rounded(fraction(row) / 10**6, 1)} million"


def _of(claim: Claim, row: Row) -> tuple[str, str]:
    part, total = whole(row, "part"), whole(row, "whole")
    of = f"{number(part) if part else 'none'} of the {number(total)} {claim.label}".rstrip()
    return f"{part} of {total}", of


def _part(_: Claim, row: Row) -> tuple[str, str]:
    part, total = whole(row, "part"), whole(row, "whole")
    percent = rounded(Fraction(100 * part, total), 0)
    return (f"{part:,} of {total:,} ({percent}%)",) * 2


def _text(_: Claim, row: Row) -> tuple[str, str]:
    return (str(row["value"]),) * 2


def _list(_: Claim, row: Row) -> tuple[str, str]:
    return (listed(str(row["value"]).split("|")),) * 2


def _decimal(_: Claim, row: Row) -> tuple[str, str]:
    return (rounded(fraction(row), whole(row, "decimals")),) * 2


def _interval(row: Row, decimals: int, scale: int, sign: str) -> str:
    value, low, high = (
        f"{rounded(scale * fraction(row, name), decimals)}{sign}"
        for name in ("value", "low", "high")
    )
    return f"{value} (95% interval {low} to {high})"


def _decimal_interval(_: Claim, row: Row) -> tuple[str, str]:
    return rounded(fraction(row), 2), _interval(row, 2, 1, "")


def _percent_interval(_: Claim, row: Row) -> tuple[str, str]:
    return f"{rounded(100 * fraction(row), 1)}%", _interval(row, 1, 100, "%")


WORDINGS: dict[str, Callable[[Claim, Row], tuple[str, str]]] = {
    "areas": _areas,
    "comparison": _comparison,
    "number": _number,
    "digits": _digits,
    "share": _share,
    "percent": _percent,
    "millions": _millions,
    "of": _of,
    "part": _part,
    "text": _text,
    "list": _list,
    "decimal": _decimal,
    "decimal interval": _decimal_interval,
    "percent interval": _percent_interval,
}


def worded(claim: Claim, row: Row) -> tuple[str, str]:
    """Give a claim's value in short form, and in the words of a sentence."""
    return WORDINGS[claim.format](claim, row)
