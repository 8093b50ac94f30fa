"""Check every coding against the turn it stands in; one that does not match stops the stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import STANCES, Coding, Row, Turn
from fieldstudy.errors import Problems

MATCHED = "matched"

Turns = Mapping[tuple[str, int], Turn]


def turns_of(rows: Iterable[Row]) -> dict[tuple[str, int], Turn]:
    """Index turns by interview and number."""
    return {(turn.interview, turn.turn): turn for turn in map(Turn.of, rows)}


def verified(
    rows: Iterable[Row], turns: Turns, codebook: Codebook, where: str = "codings.csv"
) -> list[Coding]:
    """Read the codings and check each one.

    Returns
    -------
    list of Coding
        Every coding, its text the turn's own text at its offsets.

    Raises
    ------
    StudyError
        For each coding that did not match before, whose code or stance is unknown, whose turn is
        missing, or whose text is not what stands at its offsets. Turns that are not archived cannot
        be checked and pass.
    """
    found = Problems()
    codings: list[Coding] = []
    for number, row in enumerate(rows, start=2):
        place = f"{where}:{number}"
        if not all(row[column].isdecimal() for column in ("turn", "start", "end")):
            found.add(
                f"{place}: turn",
                f"coding '{row['id']}' of interview {row['interview']} has no place in a turn"
                f" (status '{row['status']}'); give ingest its source, or leave it out",
            )
            continue
        if row["status"] != MATCHED:
            found.add(
                f"{place}: status",
                f"coding '{row['id']}' of interview {row['interview']}, turn {row['turn']} is"
                f" '{row['status']}': its text is not what was coded; correct its file or transcript",
            )
        coding = Coding.of(row)
        codings.append(coding)
        _check_words(place, coding, row["text"], turns.get((coding.interview, coding.turn)), found)
        for column, value, allowed in (
            ("code", coding.code, codebook.codes),
            ("stance", coding.stance, STANCES),
        ):
            if value not in allowed:
                listed = ", ".join(allowed) if column == "stance" else "the codes of codebook.yml"
                found.add(f"{place}: {column}", f"'{value}' is not a {column}; allowed: {listed}")
    found.stop_if_any()
    return codings


def _check_words(place: str, coding: Coding, text: str, turn: Turn | None, found: Problems) -> None:
    """Note a coding that is not where it says it is."""
    named = f"coding '{coding.id}' of interview {coding.interview}, turn {coding.turn}"
    if turn is None:
        found.add(
            f"{place}: turn", f"{named}: there is no such turn; check the transcript's export"
        )
    elif not turn.archived:
        return
    elif not coding.start < coding.end <= len(turn.text):
        found.add(
            f"{place}: start",
            f"{named}: {coding.start} to {coding.end} is no stretch of a turn of"
            f" {len(turn.text)} characters",
        )
    elif turn.text[coding.start : coding.end] != text:
        found.add(
            f"{place}: text",
            f"{named}: the text at {coding.start} to {coding.end} is another than the one coded;"
            " was the transcript edited after coding?",
        )
