"""Numbers in sentences: every small one is found, and none survives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.disclose.numbers import generalised, numbers


def test_what_a_part_leaves_over_counts_too() -> None:
    assert numbers("twelve of the thirteen") == [12, 13, 1]


def test_a_remainder_under_the_threshold_is_generalised_and_the_sentence_stays_true() -> None:
    assert generalised("twelve of the thirteen", 3) == "all but fewer than three"
    assert generalised("two of the thirteen", 3) == "fewer than three"


def test_compound_numbers_are_read_whole() -> None:
    assert numbers("forty-two areas, 1,752 of 3,433") == [42, 1752, 3433, 1681]


@given(st.integers(0, 99), st.integers(2, 12))
def test_no_small_number_survives(value: int, threshold: int) -> None:
    said = generalised(f"{value} people", threshold)
    assert (said == f"{value} people") == (value == 0 or value >= threshold)
