"""Apply what was decided on disagreements; what nobody decided counts as uncoded and is listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.disagreements import Disagreement
from fieldstudy.code.records import STANCES, Row, Segment, Turn, natural
from fieldstudy.errors import Problems

DECISIONS = ("accept", "reject")
UNDECIDED = "undecided"
SEGMENT_COLUMNS = ("id", "interview", "turn", "start", "end", "text", "theme", "code", "stance")


@dataclass(frozen=True)
class Decided:
    """A disagreement with its decision: accept, reject or undecided."""

    disagreement: Disagreement
    decision: str
    stance: str
    reason: str
    decided_by: str


def adjudicated(
    disagreements: Sequence[Disagreement],
    rows: Iterable[Row],
    where: str = "adjudications.csv",
) -> list[Decided]:
    """Put each disagreement together with its decision.

    A decision names interview, turn, code and coder; it holds for every coding of that key that
    nobody shares.

    Raises
    ------
    StudyError
        For each adjudication that matches no disagreement, repeats another, or decides nothing.
    """
    found = Problems()
    open_keys = {disagreement.key for disagreement in disagreements}
    decisions: dict[tuple[str, int, str, str], Row] = {}
    for number, row in enumerate(rows, start=2):
        key = (row["interview"], int(row["turn"]), row["code"], row["coder"])
        named = f"interview {key[0]}, turn {key[1]}, code '{key[2]}', coder {key[3]}"
        if key in decisions:
            found.add(f"{where}:{number}", f"decides {named} a second time; keep one row")
        elif key not in open_keys:
            found.add(
                f"{where}:{number}",
                f"matches no disagreement: {named} is not coded, or another coder shares it;"
                " correct the row or take it out",
            )
        for column, allowed in (("decision", DECISIONS), ("stance", ("", *STANCES))):
            if row[column] not in allowed:
                listed = ", ".join(filter(None, allowed))
                found.add(
                    f"{where}:{number}: {column}",
                    f"'{row[column]}' is not a {column}; allowed: {listed}",
                )
        decisions[key] = row
    found.stop_if_any()
    return [
        _decided(disagreement, decisions.get(disagreement.key)) for disagreement in disagreements
    ]


def _decided(disagreement: Disagreement, row: Row | None) -> Decided:
    """Put one disagreement together with its row, if it has one."""
    if row is None:
        return Decided(disagreement, UNDECIDED, "", "", "")
    stance = row["stance"] or disagreement.coding.stance
    return Decided(disagreement, row["decision"], stance, row["reason"], row["decided_by"])


def adjudicated_segments(agreed: Iterable[Segment], decided: Iterable[Decided]) -> list[Segment]:
    """Give the coding that counts: what was agreed, and what was accepted, as its coder had it."""
    accepted = {
        Segment(c.interview, c.turn, c.start, c.end, c.code, one.stance)
        for one in decided
        for c in [one.disagreement.coding]
        if one.decision == "accept"
    }
    return sorted({*agreed, *accepted}, key=lambda segment: segment.order)


def segment_rows(
    segments: Iterable[Segment], turns: Mapping[tuple[str, int], Turn], codebook: Codebook
) -> list[dict[str, object]]:
    """Give the rows of ``segments.csv``, each with the turn's own words."""
    return [
        {
            "id": segment.id,
            "interview": segment.interview,
            "turn": segment.turn,
            "start": segment.start,
            "end": segment.end,
            "text": turns[segment.interview, segment.turn].words(segment.start, segment.end),
            "theme": codebook.codes[segment.code].theme,
            "code": segment.code,
            "stance": segment.stance,
        }
        for segment in segments
    ]


def disagreement_columns(coders: Sequence[str]) -> tuple[str, ...]:
    """Name the columns of ``disagreements.csv``: a stance for each coder."""
    stances = (f"stance_{coder.lower()}" for coder in coders)
    head = ("id", "interview", "turn", "code", "coders")
    return (*head, *stances, "text", "decision", "reason", "decided_by")


def disagreement_rows(
    decided: Iterable[Decided], turns: Mapping[tuple[str, int], Turn], coders: Sequence[str]
) -> list[dict[str, object]]:
    """Give the rows of ``disagreements.csv``, as they were spoken."""
    rows: list[dict[str, object]] = []
    for one in decided:
        coding = one.disagreement.coding
        stances = {f"stance_{c.lower()}": one.disagreement.stance_of(c) for c in coders}
        rows.append(
            {
                "id": coding.id,
                "interview": coding.interview,
                "turn": coding.turn,
                "code": coding.code,
                "coders": coding.coder,
                **stances,
                "text": turns[coding.interview, coding.turn].words(coding.start, coding.end),
                "decision": one.decision,
                "reason": one.reason,
                "decided_by": one.decided_by,
            }
        )
    order = ("turn", "code", "coders", "id")
    return sorted(rows, key=lambda r: (natural(str(r["interview"])), *(r[c] for c in order)))
