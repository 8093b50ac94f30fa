"""Hold back the words of whoever did not agree to archiving; their turns keep number, times and codes.

An unknown speaker agreed to nothing. How many words a turn had is kept, so that every count stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fieldstudy.errors import Problem

NOT_ARCHIVED = "[not archived]"
INTERVIEWER = "[Interviewer"
SHORTEST = (
    25  # characters of a passage that is looked for elsewhere; shorter ones are said by anyone
)
Row = dict[str, str]
Place = tuple[str, str]


def archived(speaker: str, consent: Mapping[str, str]) -> bool:
    """Tell whether a speaker's words may be archived.

    Examples
    --------
    >>> consent = {"Participant 3": "no", "Participant 4": "yes"}
    >>> [archived(who, consent) for who in ("[Participant 4, police]", "[Participant 3]", "[Voice]")]
    [True, False, False]
    """
    who = speaker.strip("[]").split(",")[0].strip()
    return speaker.startswith(INTERVIEWER) or consent.get(who) == "yes"


def held_turns(turns: Iterable[Row], participants: Iterable[Row]) -> dict[Place, str]:
    """Give the turns that are held back, by interview and number, with their words."""
    consent = {row["participant"]: row["consent_archive"] for row in participants}
    return {
        (row["interview"], row["turn"]): row["text"]
        for row in turns
        if not archived(row["speaker"], consent)
    }


def without_words(rows: Iterable[Row], held: Mapping[Place, str], count: bool = False) -> list[Row]:
    """Take the words of held turns out of turns, codings or segments.

    Parameters
    ----------
    rows
        Rows with interview, turn and text; a memo on held words is emptied.
    held
        The turns that are held back.
    count
        Add the column ``words``: how many a held turn had, empty for others.

    Examples
    --------
    >>> rows = [{"interview": "1", "turn": "2", "text": "so we said"}]
    >>> without_words(rows, {("1", "2"): "so we said"}, count=True)
    [{'interview': '1', 'turn': '2', 'text': '[not archived]', 'words': '3'}]
    """
    made = []
    for row in rows:
        hidden = (row["interview"], row["turn"]) in held
        extra = {"words": str(len(row["text"].split())) if hidden else ""} if count else {}
        if hidden:
            extra |= {"text": NOT_ARCHIVED} | ({"memo": ""} if "memo" in row else {})
        made.append({**row, **extra})
    return made


def passages(held: Mapping[Place, str]) -> list[str]:
    """Cut held words into passages long enough to be nobody else's."""
    found = []
    for text in held.values():
        for part in text.replace("?", ".").replace("!", ".").split("."):
            if len(part.strip()) >= SHORTEST:
                found.append(part.strip())
    return found


def still_there(held: Mapping[Place, str], texts: Mapping[str, str]) -> list[Problem]:
    """Name each file that holds words which are held back."""
    looked_for = passages(held)
    what = "holds words of somebody who did not agree to archiving; no bundle takes it"
    return [
        Problem(name, what)
        for name, text in texts.items()
        if any(passage in text for passage in looked_for)
    ]


def quoted(held: Mapping[Place, str], quotations: Sequence[Row]) -> list[Problem]:
    """Name each quotation that could not be found again, since its turn is held back."""
    what = (
        "is of a speaker who agreed to be quoted, and not to be archived, so that no bundle can find it"
        " again; ask the speaker, or take it out of config/quotes.yml"
    )
    return [
        Problem(f"quotation '{row['id']}'", what)
        for row in quotations
        if (row["interview"], row["turn"]) in held
    ]
