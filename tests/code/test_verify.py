import pytest

from fieldstudy.code.records import NOT_ARCHIVED, Turn
from fieldstudy.code.verify import verified
from fieldstudy.errors import StudyError


def test_coding_with_the_turns_own_words_passes(coded, turns, codebook):
    [coding] = verified([coded("A", "1", 2, "Money is short", "budgets")], turns, codebook)
    assert (coding.start, coding.end, coding.coder) == (30, 44, "A")


def test_coding_whose_passage_was_edited_is_named_without_its_words(coded, turns, codebook):
    row = coded("A", "1", 2, "Money is short", "budgets") | {"text": "Money is tight"}
    with pytest.raises(StudyError) as told:
        verified([row], turns, codebook)
    assert "codings.csv:2: text: coding 'A-1-2-budgets-30' of interview 1, turn 2" in str(
        told.value
    )
    assert "Money" not in str(told.value)


def test_every_wrong_coding_is_told_at_once(coded, turns, codebook):
    rows = [
        coded("A", "1", 2, "Money", "money"),
        coded("A", "1", 2, "Money", "budgets") | {"turn": "9"},
        coded("A", "1", 2, "Money", "budgets") | {"stance": "doubts"},
        coded("A", "1", 2, "Money", "budgets") | {"end": "900"},
        coded("A", "1", 2, "Money", "budgets") | {"turn": "", "status": "unverifiable"},
    ]
    with pytest.raises(StudyError) as told:
        verified(rows, turns, codebook)
    wheres = [problem.where for problem in told.value.problems]
    columns = ["code", "turn", "stance", "start", "turn"]
    assert wheres == [f"codings.csv:{row}: {name}" for row, name in enumerate(columns, start=2)]


def test_coding_that_ingest_or_the_anonymiser_could_not_match_is_refused(coded, turns, codebook):
    row = coded("A", "1", 2, "Money is short", "budgets") | {"status": "mismatch"}
    with pytest.raises(StudyError, match="interview 1, turn 2 is 'mismatch'"):
        verified([row], turns, codebook)


def test_turn_that_is_not_archived_cannot_be_checked_and_passes(coded, turns, codebook):
    row = coded("A", "1", 2, "Money is short", "budgets") | {"text": NOT_ARCHIVED}
    turns["1", 2] = Turn("1", 2, "[Participant 1]", NOT_ARCHIVED)
    assert len(verified([row], turns, codebook)) == 1
