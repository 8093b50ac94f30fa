"""Lay out the disagreements: codes, worst first, each with the passages that coders coded differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import Coding, Row, Turn
from fieldstudy.code.report import Passage

CSV_COLUMNS = (
    *("code", "theme", "alpha", "definition", "interview", "turn", "speaker", "context"),
    *("coder", "stance_given", "marked", "others", "decision", "stance", "reason", "decided_by"),
)


@dataclass(frozen=True)
class Dossier:
    """All that the dossier shows.

    Parameters
    ----------
    groups
        Codes, worst first, each with its passages.
    turns
        By interview and number.
    codings
        Every coding, to show what else a coder put on a passage.
    codebook
        For each code's words.
    alphas
        Code to alpha as text, empty where it is not defined.
    report
        Rows of ``adjudication.csv``.
    """

    groups: Sequence[tuple[str, Sequence[Passage]]]
    turns: Mapping[tuple[str, int], Turn]
    codings: Sequence[Coding]
    codebook: Codebook
    alphas: Mapping[str, str]
    report: Sequence[Mapping[str, object]]

    @cached_property
    def coders(self) -> list[str]:
        """Every coder, sorted."""
        return sorted({coding.coder for coding in self.codings})

    @cached_property
    def of_turn(self) -> Mapping[tuple[str, int, str], Sequence[Coding]]:
        """What each coder put on each turn, in the order of the codings."""
        held: dict[tuple[str, int, str], list[Coding]] = defaultdict(list)
        for coding in self.codings:
            held[coding.interview, coding.turn, coding.coder].append(coding)
        return held


def dossier_rows(dossier: Dossier) -> list[dict[str, object]]:
    """Give the rows of ``dossier.csv``, in the page's order: one for each coding nobody shares."""
    rows: list[dict[str, object]] = []
    for name, passages in dossier.groups:
        code = dossier.codebook.codes[name]
        for passage in passages:
            turn = dossier.turns[passage.interview, passage.turn]
            for one in passage.decided:
                coding = one.disagreement.coding
                others = [
                    f"{coder}: {one.disagreement.stance_of(coder)}"
                    for coder in dossier.coders
                    if coder != coding.coder
                ]
                rows.append(
                    {
                        **{"code": name, "theme": code.theme, "definition": code.definition},
                        "alpha": dossier.alphas.get(name, ""),
                        **{"interview": passage.interview, "turn": passage.turn},
                        **{"speaker": turn.speaker, "context": turn.text},
                        **{"coder": coding.coder, "stance_given": coding.stance},
                        "marked": turn.words(coding.start, coding.end),
                        "others": "; ".join(others),
                        **{"decision": one.decision, "stance": one.stance},
                        **{"reason": one.reason, "decided_by": one.decided_by},
                    }
                )
    return rows


def alphas_of(agreement: Iterable[Row]) -> dict[str, str]:
    """Give each code's alpha as the table of agreement prints it."""
    return {row["code"]: row["alpha"] for row in agreement if row["code"]}
