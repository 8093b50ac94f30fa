import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldstudy.code.quotes import nearest, pattern_of, quotation_rows, quotes_of
from fieldstudy.code.records import Segment, Turn
from fieldstudy.errors import StudyError

PEOPLE = [
    {"interview": "1", "participant": "Participant 1", "consent_quote": "yes"},
    {"interview": "1", "participant": "Participant 2", "consent_quote": "no"},
    {"interview": "2", "participant": "Participant 3", "consent_quote": "yes"},
]
SEGMENTS = [
    Segment("1", 2, 30, 63, "budgets", "affirms"),
    Segment("1", 3, 0, 40, "governance", "affirms"),
    Segment("2", 1, 0, 17, "governance", "denies"),
]


@pytest.fixture
def resolved(turns, codebook):
    def resolve(words, interview="1", code="budgets"):
        quote = {"id": "money", "interview": interview, "code": code, "words": words}
        quotes = quotes_of({"quotes": [quote]}, codebook)
        return quotation_rows(quotes, turns.values(), PEOPLE, SEGMENTS)

    return resolve


def test_quotation_is_found_with_its_turn_speaker_and_offsets(resolved):
    [row] = resolved("Money is short, mind, in [Town 1]")
    assert (row["turn"], row["speaker"]) == (2, "[Participant 1]")
    assert (row["start"], row["end"]) == (30, 63)


@pytest.mark.parametrize(
    "words",
    [
        "Money is short […] in [Town 1].",
        "Money is short, mind […]",
        "[…] Money is short",
        "Money [here] is short",
        "[The] [old] money is short".replace("money", "[M]oney"),
        "[m]oney is short",
        "Money is short [of course], mind",
    ],
)
def test_omissions_and_added_words_in_brackets_are_verbatim(resolved, words):
    assert len(resolved(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Money is shorter",
        "Money is shor",
        "oney is short",
        "Money is Short",
        "Money, is short",
        "Money is short, mind, in [Town 2]",
        "Money is sh[…]rt",
        "Money mind […] is short",
        "Money is short, mind, in [Town one]",
        "Money is short, mind, in [town 1]",
    ],
)
def test_misquotation_shows_both_texts(resolved, words):
    with pytest.raises(StudyError) as told:
        resolved(words)
    assert f"quoted: {words}" in str(told.value)
    assert re.search(r"stands: .*Money is short", str(told.value))


WORDS = "Money is short, mind, in [Town 1]"


@pytest.mark.parametrize("change", ["replaced", "inserted", "dropped"])
def test_one_character_off_anywhere_is_a_misquotation(turns, change):
    for at in range(1, len(WORDS) - 1):
        middle = {"replaced": "x", "inserted": "x" + WORDS[at], "dropped": ""}[change]
        words = WORDS[:at] + middle + WORDS[at + 1 :]
        assert not pattern_of(words).search(turns["1", 2].text), words


def test_misspelt_replacement_at_the_start_is_no_addition():
    text = "We went to [Town 1] last week."
    assert pattern_of("[Town 1] last week").search(text)
    assert not pattern_of("[Twon] last week").search(text)
    assert pattern_of("[The] [whole] week").search(text)
    assert pattern_of("went to [the north of] [Town 1] last").search(text)


def test_words_that_stand_twice_are_refused(resolved):
    with pytest.raises(StudyError, match=r"stand 2 times in interview 1 \(turns 3, 3\)"):
        resolved("The board meets", code="governance")


def test_speaker_who_does_not_consent_is_not_quoted(resolved):
    with pytest.raises(StudyError, match=r"\[Participant 2\], who does not consent"):
        resolved("The board meets, all of it", code="governance")


def test_interviewer_is_not_quoted(resolved):
    with pytest.raises(StudyError, match="not listed as a participant"):
        resolved("Who works together here?")


def test_quotation_must_stand_in_a_passage_that_affirms_its_code(resolved):
    with pytest.raises(StudyError, match="a passage that denies 'governance'"):
        resolved("We have no board", interview="2", code="governance")
    with pytest.raises(StudyError, match=r"no adjudicated passage.*affirmed in turns 2"):
        resolved("Everybody comes to the board")


def test_all_wrong_quotations_are_told_at_once(turns, codebook):
    config = {
        "quotes": [
            {"id": "one", "interview": "9", "code": "budgets", "words": "Money is short"},
            {"id": "two", "interview": "1", "code": "budgets", "words": "Money is long"},
        ]
    }
    with pytest.raises(StudyError) as told:
        quotation_rows(quotes_of(config, codebook), turns.values(), PEOPLE, SEGMENTS)
    assert [p.where for p in told.value.problems] == [
        "quotes.yml: one: interview",
        "quotes.yml: two: words",
    ]


def test_entry_that_quotes_nothing_or_repeats_an_id_is_refused(codebook):
    entry = {"id": "one", "interview": "1", "code": "budgets", "words": "[…] [all]"}
    with pytest.raises(StudyError) as told:
        quotes_of({"quotes": [entry, entry | {"words": "Money", "code": "gold"}, {}]}, codebook)
    wheres = [
        problem.where.removeprefix("quotes.yml: quotes, entry ") for problem in told.value.problems
    ]
    assert wheres == ["1: words", "2: id", "2: code", "3"]


def test_nearest_text_is_cut_at_words():
    turn = Turn("1", 1, "[Participant 1]", "Well, the long and winding road leads nowhere at all.")
    assert nearest("the lung and winding rode", [turn])[1].startswith("the long and winding road")


plain = st.text("abc ,.[]…'’", min_size=1, max_size=40)


@given(plain)
def test_any_words_make_a_pattern(words):
    pattern_of(words)


@given(st.lists(st.sampled_from(["the", "plan", "isn't", "[Town 1]", "read,", "café"]), min_size=2))
def test_words_of_a_text_are_found_in_it_and_not_once_one_is_changed(words):
    text = " ".join(words)
    assert pattern_of(text).fullmatch(text)
    assume(text != text.replace("a", "e", 1))
    assert not pattern_of(text.replace("a", "e", 1)).search(text)
