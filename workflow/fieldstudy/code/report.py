"""Report the adjudication: agreement before it, what it changed, and who decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fieldstudy.code.adjudicate import UNDECIDED, Decided
from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import Coding, Row, Segment, natural
from fieldstudy.code.reliability import crowds

REPORT_COLUMNS = (
    *("theme", "code", "percent_before", "alpha_before", "agreed", "disagreements"),
    *("accepted", "rejected", "stance_changed", "undecided", "decided_by"),
)


@dataclass
class Passage:
    """A stretch of a turn that coders coded differently with one code, and what was decided."""

    interview: str
    turn: int
    code: str
    decided: list[Decided] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the first of the codings begins."""
        return min(one.disagreement.coding.start for one in self.decided)

    @property
    def end(self) -> int:
        """Where the last of the codings ends."""
        return max(one.disagreement.coding.end for one in self.decided)

    @property
    def undecided(self) -> bool:
        """Whether any coding of it waits for a decision."""
        return any(one.decision == UNDECIDED for one in self.decided)

    def marked_by(self, coder: str) -> list[Coding]:
        """Give what a coder marked here that no other coder shares."""
        codings = (one.disagreement.coding for one in self.decided)
        return [coding for coding in codings if coding.coder == coder]


def passages_of(decided: Iterable[Decided]) -> list[Passage]:
    """Put codings of one code that overlap together, so that opposite stances are one passage."""
    passages: list[Passage] = []
    codings = sorted(decided, key=lambda one: _place(one.disagreement.coding))
    for one in codings:
        coding = one.disagreement.coding
        last = passages[-1] if passages else None
        place = (coding.interview, coding.turn, coding.code)
        same = last and (last.interview, last.turn, last.code) == place
        if last is None or not same or coding.start >= last.end:
            last = Passage(coding.interview, coding.turn, coding.code)
            passages.append(last)
        last.decided.append(one)
    return passages


def _place(coding: Coding) -> tuple[object, ...]:
    """Sort codings by code within a turn, as they were spoken."""
    return (natural(coding.interview), coding.turn, coding.code, coding.start, coding.coder)


def worst_first(
    passages: Iterable[Passage], agreement: Iterable[Row]
) -> list[tuple[str, list[Passage]]]:
    """Group passages by code: the lowest alpha first, then the most disagreements.

    Parameters
    ----------
    passages
        In the order in which they were spoken.
    agreement
        Rows of ``agreement.csv``; a code without alpha comes last.
    """
    alpha = {row["code"]: float(row["alpha"]) for row in agreement if row["code"] and row["alpha"]}
    of_code: dict[str, list[Passage]] = {}
    for passage in passages:
        of_code.setdefault(passage.code, []).append(passage)
    return sorted(
        of_code.items(),
        key=lambda item: (alpha.get(item[0], 2.0), -len(item[1]), item[0]),
    )


def report_rows(
    agreed: Sequence[Segment],
    decided: Sequence[Decided],
    agreement: Iterable[Row],
    codebook: Codebook,
) -> list[dict[str, object]]:
    """Give the rows of ``adjudication.csv``: all, each theme, each code.

    Parameters
    ----------
    agreed
        Passages that enough coders marked alike, which adjudication does not touch.
    decided
        Every disagreement with its decision.
    agreement
        Rows of ``agreement.csv``, which is from before adjudication.
    codebook
        Its order is the order of the rows.
    """
    before: Mapping[tuple[str, str], Row] = {(row["theme"], row["code"]): row for row in agreement}
    rows: list[dict[str, object]] = []
    for theme, code, picked in crowds(codebook):
        some = [one for one in decided if one.disagreement.coding.code in picked]
        measured = before.get((theme, code), {})
        who = {one.decided_by for one in some if one.decided_by}
        rows.append(
            {
                "theme": theme,
                "code": code,
                "percent_before": measured.get("percent", ""),
                "alpha_before": measured.get("alpha", ""),
                "agreed": sum(segment.code in picked for segment in agreed),
                "disagreements": len(some),
                "accepted": sum(one.decision == "accept" for one in some),
                "rejected": sum(one.decision == "reject" for one in some),
                "stance_changed": sum(_turned(one) for one in some),
                "undecided": sum(one.decision == UNDECIDED for one in some),
                "decided_by": "; ".join(sorted(who)),
            }
        )
    return rows


def _turned(one: Decided) -> bool:
    """Whether a coding was accepted with another stance than its coder gave it."""
    return one.decision == "accept" and one.stance != one.disagreement.coding.stance
