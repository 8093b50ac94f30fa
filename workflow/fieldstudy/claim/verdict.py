"""Compare a recomputed claim with what was published, and say why the verdict is what it is.

Tolerance is the printed precision, nothing else. A finding on stand-in data is never said to hold:
it is at most consistent with the stand-in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from fieldstudy.claim.ledger import Claim
from fieldstudy.claim.printed import read_figure
from fieldstudy.claim.quantify import bounds, part_of, published_as
from fieldstudy.claim.query import Row
from fieldstudy.claim.wording import fraction, whole
from fieldstudy.claim.words import listed

HOLDS = "holds"
ROUNDS = "rounds differently"
DIFFERS = "differs"
UNSUPPORTED = "unsupported"
STANDIN = "consistent with the stand-in"
JUDGEMENT = "judgement"
CONFIDENTIAL = "confidential"
UNPUBLISHED = "not published"
NUMERIC = ("number", "digits", "millions", "percent", "share", "decimal")


@dataclass(frozen=True)
class Result:
    """A recomputed claim: its evidence, its value, and the values by other vintages."""

    claim: Claim
    rows: list[Row]
    row: Row
    value: str
    words: str
    alternatives: dict[str, Row] = field(default_factory=dict)
    against: list[Row] = field(default_factory=list)

    def areas(self, stance: str, own: bool = True) -> list[str]:
        """Name the areas of a stance, in order: the group's own, or those it is compared with."""
        rows = [row for row in self.rows if bool(row.get("own", True)) == own]
        return sorted(str(row["area"]) for row in rows if row.get("stance") == stance)

    def affirming(self) -> list[str]:
        """Name the areas that affirm, in order."""
        return self.areas("affirms")

    def denying(self) -> list[Row]:
        """Give the rows of the group's own areas that deny."""
        return [row for row in self.rows if row.get("stance") == "denies" and row.get("own", True)]


@dataclass(frozen=True)
class Verdict:
    """A verdict and the sentence that gives its reason."""

    verdict: str
    reason: str


def judge(result: Result, results: Mapping[str, Result], synthetic: bool) -> Verdict:
    """Compare one recomputed claim, no judgement, with what was published."""
    claim = result.claim
    if not claim.published.said:
        return Verdict(
            UNPUBLISHED, "Computed by this project; nothing was published to compare with."
        )
    found = _compare(result, results)
    if found.verdict == HOLDS and claim.basis == "study" and synthetic:
        return Verdict(STANDIN, found.reason)
    return found


def _compare(result: Result, results: Mapping[str, Result]) -> Verdict:
    """Compare by the kind of thing that was published."""
    claim = result.claim
    if claim.any_of:
        return _any_of(result)
    if claim.format == "comparison":
        return _comparison(result)
    if claim.format == "areas":
        return _areas(result, results)
    if claim.format == "of":
        return _of(result)
    if claim.published.implied and not claim.published.printed:
        holds = bool(result.row.get("implied"))
        return Verdict(HOLDS if holds else DIFFERS, f"Regenerated: {result.words}.")
    if claim.format in NUMERIC:
        return _figure(result)
    same = _plain(claim.published.printed) == _plain(result.words)
    reason = f"Regenerated as {result.words}; printed as {claim.published.printed}."
    return Verdict(HOLDS if same else DIFFERS, reason)


def _plain(text: str) -> str:
    """Reduce a text to what a comparison of wording minds: letters and digits."""
    return " ".join(re.findall(r"\w+", text.lower().replace(" and ", " ")))


def _exact(claim: Claim, row: Row) -> Fraction:
    """Give the exact number behind a value, in the unit in which it was printed."""
    if claim.format in ("percent", "share"):
        return 100 * fraction(row, "part") / fraction(row, "whole")
    return fraction(row)


def _figure(result: Result) -> Verdict:
    """Compare a printed figure, saying which rounding or vintage would make it true."""
    claim = result.claim
    printed = claim.published.printed
    figure = read_figure(printed)
    exact = _exact(claim, result.row)
    said = f"{float(exact):,.2f}".rstrip("0").rstrip(".") + ("%" if "%" in printed else "")
    count = re.search(r"n\s*=\s*(\d+)", printed)
    if count and int(count[1]) != whole(result.row, "part"):
        return Verdict(DIFFERS, f"Printed as {printed}; regenerated as {result.words}.")
    true_by = figure.true_of(exact)
    if "rounding half up" in true_by:
        return Verdict(HOLDS, f"{said} prints as {printed}.")
    others = [
        f"true of {label} ({int(fraction(row)):,})"
        for label, row in result.alternatives.items()
        if "rounding half up" in figure.true_of(_exact(claim, row))
    ]
    ways = [f"true by {name}" for name in true_by] + others
    if ways:
        rounded = f"{said} would print as {result.words}, not {printed}"
        return Verdict(ROUNDS, f"{rounded}; {printed} is {' and '.join(ways)}.")
    return Verdict(DIFFERS, f"Printed as {printed}; regenerated as {result.words}.")


def _any_of(result: Result) -> Verdict:
    """Look for a printed figure among several vintages; none found leaves it unsupported."""
    printed = result.claim.published.printed
    figure = read_figure(printed)
    by_vintage = {str(row["vintage"]): fraction(row, "figure") for row in result.rows}
    agreeing = [vintage for vintage, value in by_vintage.items() if figure.true_of(value)]
    if agreeing:
        return Verdict(HOLDS, f"{printed} is found in {listed(agreeing)}.")
    seen = listed([f"{int(value):,} ({vintage})" for vintage, value in by_vintage.items()])
    return Verdict(UNSUPPORTED, f"No source was found for {printed}; the record gives {seen}.")


def _of(result: Result) -> Verdict:
    """Compare a part of a whole: ``most``, ``all``, or ``four of five``."""
    printed = result.claim.published.printed
    part, total = whole(result.row, "part"), whole(result.row, "whole")
    reason = f"{part} of {total} regenerated; printed as {printed}."
    low, high = bounds(printed, None, None, total)
    of = part_of(printed)
    same = low <= part <= high and (of is None or of[1] == total)
    return Verdict(HOLDS if same else DIFFERS, reason)


def _comparison(result: Result) -> Verdict:
    """Ask whether a larger share of one group affirms than of the other."""
    row = result.row
    one = Fraction(whole(row, "affirm"), whole(row, "total"))
    other = Fraction(whole(row, "affirm_compared"), whole(row, "total_compared"))
    said = f"{result.words[:1].upper()}{result.words[1:]}."
    if result.claim.names_areas:
        said += f" Affirmed by {_named(result.areas('affirms'))}"
        said += f", against {_named(result.areas('affirms', own=False))}."
    if one > other:
        return Verdict(HOLDS, said)
    return Verdict(DIFFERS, f"{said} Published as more of the {result.claim.label}.")


def _named(areas: list[str]) -> str:
    """Name areas by their codes."""
    return listed(areas) if areas else "no area"


def _counts(result: Result) -> str:
    """Say how many areas affirm, deny and are silent, and which, where that may be told."""
    claim, row = result.claim, result.row
    affirm, deny, total = (whole(row, name) for name in ("affirm", "deny", "total"))
    told = {"affirms": "", "denies": "", "silent": ""}
    if claim.names_areas:
        for stance in told:
            areas = result.areas(stance)
            told[stance] = f" ({', '.join(areas)})" if areas else ""
    return (
        f"{affirm} of {total} {claim.label} affirm{told['affirms']}, {deny} deny{told['denies']}, "
        f"{total - affirm - deny} silent{told['silent']}"
    )


def _areas(result: Result, results: Mapping[str, Result]) -> Verdict:
    """Compare how many areas of a group affirm, and whose words they are."""
    published = result.claim.published
    affirm, deny, total = (whole(result.row, name) for name in ("affirm", "deny", "total"))
    wrong = []
    if published.n is not None and published.n != total:
        wrong.append(f"published of {published.n}")
    low, high = bounds(published.quantifier, published.k, published.at_least, total)
    if not low <= affirm <= high:
        wrong.append(f"published as {published_as(published)}")
    elif published.quantifier == "none" and deny < total:
        wrong.append("published as none, which only denials make true: silence is no denial")
    voices = str(result.row.get("interviews") or "").split(";")
    if published.interview and published.interview not in voices:
        wrong.append(f"published as said in interview {published.interview}")
    if published.differs_from in results:
        other = results[published.differs_from]
        shared = set(result.affirming()) & set(other.affirming())
        if shared:
            named = result.claim.names_areas and other.claim.names_areas
            which = f" ({', '.join(sorted(shared))})" if named else ""
            wrong.append(f"published of another area than '{published.differs_from}'{which}")
    if wrong:
        return Verdict(DIFFERS, f"{_counts(result)}; {' and '.join(wrong)}.")
    return Verdict(HOLDS, f"{_counts(result)}.")
