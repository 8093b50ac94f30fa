"""Who did not agree to archiving keeps the words; turn, times and codes stay."""

from __future__ import annotations

import pytest

from fieldstudy.release.withheld import NOT_ARCHIVED, held_turns, quoted, still_there, without_words

PEOPLE = [
    {"participant": "Participant 1", "consent_archive": "yes"},
    {"participant": "Participant 2", "consent_archive": "no"},
]
WORDS = "We met each month in the old library and nobody wrote it down"


def turn(speaker: str, number: str = "7", text: str = WORDS) -> dict[str, str]:
    """Give a turn of interview 1."""
    return {"interview": "1", "turn": number, "speaker": speaker, "start": "1.0", "text": text}


@pytest.mark.parametrize("speaker", ["[Participant 2]", "[Participant 2, police]", "[Voice]", ""])
def test_words_are_held_back_unless_their_speaker_agreed(speaker: str) -> None:
    assert held_turns([turn(speaker)], PEOPLE) == {("1", "7"): WORDS}


@pytest.mark.parametrize("speaker", ["[Participant 1]", "[Participant 1, police]", "[Interviewer]"])
def test_words_of_who_agreed_and_of_the_interviewer_stay(speaker: str) -> None:
    assert held_turns([turn(speaker)], PEOPLE) == {}


def test_a_held_turn_keeps_all_but_its_words_and_says_how_many_they_were() -> None:
    row = turn("[Participant 2]")
    made = without_words([row, turn("[Participant 1]", "8")], {("1", "7"): WORDS}, count=True)
    assert made[0] == {**row, "text": NOT_ARCHIVED, "words": "13"}
    assert made[1]["text"] == WORDS
    assert made[1]["words"] == ""


def test_a_coding_of_held_words_keeps_its_place_and_loses_text_and_memo() -> None:
    coding = {**turn(""), "end": "9", "code": "boards", "memo": "says 'old library'"}
    made = without_words([coding], {("1", "7"): WORDS})
    assert made == [{**coding, "text": NOT_ARCHIVED, "memo": ""}]


def test_a_file_that_still_holds_held_words_is_named() -> None:
    texts = {"a.csv": f"x,{WORDS},y", "b.csv": "nothing of it"}
    assert [problem.where for problem in still_there({("1", "7"): WORDS}, texts)] == ["a.csv"]


def test_a_quotation_from_a_held_turn_is_told_since_nobody_could_find_it_again() -> None:
    rows = [
        {"id": "library", "interview": "1", "turn": "7"},
        {"id": "other", "interview": "2", "turn": "7"},
    ]
    assert [problem.where for problem in quoted({("1", "7"): WORDS}, rows)] == [
        "quotation 'library'"
    ]
