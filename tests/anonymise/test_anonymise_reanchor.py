import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.anonymise.carry import carry
from fieldstudy.anonymise.reanchor import Quote, find

OLD = "So I rang Gwen twice that day, about the buses and the night shift."
NEW = "So I rang [Participant 4] twice that day, about the buses and the night shift."


def words(found, turns) -> str:
    return turns[found.turn][found.start : found.end]


def test_words_that_are_where_they_were_stay() -> None:
    assert find(Quote("twice that day", "2", 15), {"2": OLD}).how == "same"


def test_words_moved_by_a_longer_replacement_are_found_exactly() -> None:
    found = find(Quote("twice that day", "2", 15), {"2": NEW})
    assert (found.how, words(found, {"2": NEW})) == ("exact", "twice that day")


def test_name_masked_since_is_found_by_the_words_around_it() -> None:
    found = find(Quote("rang Gwen twice that day", "2", 5), {"2": NEW})
    assert (found.how, words(found, {"2": NEW})) == ("fuzzy", "rang [Participant 4] twice that day")
    assert 75 <= found.score < 100


def test_replacement_at_the_edge_is_kept_whole() -> None:
    found = find(Quote("Gwen twice that day, about", "2", 10), {"2": NEW})
    assert words(found, {"2": NEW}) == "[Participant 4] twice that day, about"


def test_of_several_places_the_nearest_in_its_turn_counts() -> None:
    text = "Nothing came of it. I said so. Nothing came of it."
    assert find(Quote("Nothing came of it", "2", 29), {"2": text}).start == 31


def test_context_decides_between_equal_words() -> None:
    text = "Nothing came of it, she said. Then he rang. Nothing came of it either."
    quote = Quote("Nothing came of it", "9", 0, "Then he rang. ", " either.")
    assert find(quote, {"2": text}).start == 44


def test_turn_that_was_renumbered_is_found_if_there_is_one_alone() -> None:
    assert find(Quote("twice that day", "9", 0), {"1": "No.", "2": NEW}).turn == "2"
    assert find(Quote("twice that day", "9", 0), {"1": NEW, "2": NEW}) is None


@pytest.mark.parametrize("text", ["", "It rained on the square.", "the and of it was a the"])
def test_what_is_not_there_is_not_guessed(text: str) -> None:
    assert find(Quote("rang Gwen twice that day", "2", 5), {"2": text}) is None


def coding(text: str, start: int, turn: str = "2") -> dict[str, str]:
    where = {"id": "A-1", "interview": "1", "turn": turn, "start": str(start)}
    return where | {"end": str(start + len(text)), "text": text, "of": "anonymised", "memo": ""}


def test_what_is_not_found_is_listed_and_never_dropped() -> None:
    codings = [coding("rang Gwen twice that day", 5), coding("the moon over Sallowby Sands", 0)]
    carried = carry(codings, {("1", "2"): NEW}, {})
    assert [row["status"] for row in carried.rows] == ["matched", "mismatch"]
    assert carried.rows[0]["text"] == "rang [Participant 4] twice that day"
    assert (carried.rows[1]["start"], carried.rows[1]["text"]) == ("", "")
    assert [(row["how"], bool(row["score"])) for row in carried.again] == [
        ("fuzzy", True),
        ("not found", False),
    ]


def test_coding_without_a_place_is_found_by_its_words() -> None:
    lost = coding("twice that day", 0, turn="") | {"start": "", "end": "", "status": "unverifiable"}
    row = carry([lost], {("1", "2"): NEW}, {}).rows[0]
    assert (row["turn"], row["text"], row["status"]) == ("2", "twice that day", "matched")


TEXT = (
    "We counted every call for a year and half of them were about the same two streets, "
    "so the patrols moved there, and the shops said that nothing like it had been done before."
)
TOKENS = TEXT.split()


@given(st.integers(0, len(TOKENS) - 6), st.integers(6, 14), st.data())
def test_quotation_is_found_whatever_word_of_it_is_masked(first: int, size: int, data) -> None:
    quoted = TOKENS[first : first + size]
    hidden = data.draw(st.integers(1, len(quoted) - 2))
    new = [*TOKENS]
    new[first + hidden] = "[Participant 12]"
    text = " ".join(new)
    start = len(" ".join(TOKENS[:first])) + (first > 0)
    found = find(Quote(" ".join(quoted), "1", start), {"1": text})
    if len(" ".join(quoted)) > 40:
        assert found is not None
        assert "[Participant 12]" in text[found.start : found.end]
        assert abs(found.start - start) <= 12
