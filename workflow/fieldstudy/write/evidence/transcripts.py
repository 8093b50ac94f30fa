"""Lay out transcripts, codings and passages for the reader of the safeguarded edition.

Words of a speaker who did not agree to archiving are not shown: their turns keep number and codes.
"""

from __future__ import annotations

from typing import Any

from fieldstudy.study import participant
from fieldstudy.write.evidence.sources import Row, Sources

NOT_ARCHIVED = "[not archived]"
INTERVIEWER = "[Interviewer"
Place = tuple[str, str]


def archived(speaker: str, consent: dict[str, str]) -> bool:
    """Tell whether a speaker's words may be kept; an unknown speaker's may not.

    Examples
    --------
    >>> archived("[Participant 3]", {"Participant 3": "no"}), archived("[Interviewer]", {})
    (False, True)
    >>> archived("[Participant 3, analyst]", {"Participant 3": "yes"})
    True
    """
    return speaker.startswith(INTERVIEWER) or consent.get(participant(speaker)) == "yes"


def transcripts(sources: Sources) -> dict[str, list[list[str]]]:
    """Give each interview's turns: number, speaker, start in seconds, words."""
    people = sources.of("anonymise/participants.csv")
    consent = {row["participant"]: row["consent_archive"] for row in people}
    spoken: dict[str, list[list[str]]] = {}
    for row in sources.of("anonymise/turns.csv"):
        words = row["text"] if archived(row["speaker"], consent) else NOT_ARCHIVED
        turn = [row["turn"], row["speaker"].strip("[]"), row["start"], words]
        spoken.setdefault(row["interview"], []).append(turn)
    return spoken


def units(text: str, point: int) -> int:
    """Turn an offset in code points into one in UTF-16 units, as browsers count.

    Examples
    --------
    >>> units("a😀b", 2)
    3
    """
    return len(text[:point].encode("utf-16-le")) // 2


def placed(rows: list[Row], spoken: dict[str, list[list[str]]]) -> list[dict[str, Any]]:
    """Give codings with offsets as browsers count; none where the words are not shown."""
    words: dict[Place, str] = {
        (interview, turn[0]): turn[3] for interview, turns in spoken.items() for turn in turns
    }
    made = []
    for row in rows:
        text = words.get((row["interview"], row["turn"]), "")
        ends = [0, len(text)]
        if text != NOT_ARCHIVED:
            ends = [units(text, int(row[end])) for end in ("start", "end")]
        kept = {name: row[name] for name in ("interview", "turn", "code", "stance")}
        made.append({**kept, "start": ends[0], "end": ends[1]})
    return made


def passages(sources: Sources, spoken: dict[str, list[list[str]]]) -> list[dict[str, Any]]:
    """Give every passage of the adjudicated coding, and whether the paper quotes from it."""
    segments = sources.of("code/segments.csv")
    quoted = sources.of("code/quotations.csv")
    made = placed(segments, spoken)
    for passage, row in zip(made, segments, strict=True):
        passage["quoted"] = any(_overlap(row, quote) for quote in quoted)
    return made


def _overlap(segment: Row, quote: Row) -> bool:
    """Tell whether a quotation is taken from a passage."""
    keys = ("interview", "turn", "code")
    return all(segment[key] == quote[key] for key in keys) and (
        int(segment["start"]) < int(quote["end"]) and int(quote["start"]) < int(segment["end"])
    )


def codings(sources: Sources, spoken: dict[str, list[list[str]]]) -> list[dict[str, Any]]:
    """Give every coder's codings, before adjudication."""
    rows = [row for row in sources.of("anonymise/codings.csv") if row["start"]]
    return [
        coding | {"coder": row["coder"]}
        for coding, row in zip(placed(rows, spoken), rows, strict=True)
    ]
