"""How tools count characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.ingest.offsets import (
    CONVENTIONS,
    Convention,
    boundaries,
    detect,
    fits,
    place,
    plain,
)

STORED = "Ann: well 🙂 yes.\r\nBob: né 🙂 never again.\r\n"


@pytest.mark.parametrize("convention", CONVENTIONS, ids=str)
def test_every_convention_is_found_by_its_offsets(convention: Convention) -> None:
    text = plain(STORED)
    bounds = boundaries(STORED, convention)
    quoted = [
        (0, bounds[text.index(words)], bounds[text.index(words) + len(words)], words)
        for words in ("Ann", "yes", "never", "again")
    ]
    found = detect([STORED], quoted)
    assert boundaries(STORED, found) == bounds


def test_without_quoted_passages_the_standard_counts() -> None:
    assert str(detect([STORED], [])) == "code points, line ends as stored"


def test_an_offset_within_an_emoji_is_no_place() -> None:
    assert place(boundaries("a🙂b", Convention("UTF-16 units")), 2) is None


def test_line_ends_counted_as_two_where_one_is_stored() -> None:
    assert boundaries("a\nb", Convention("UTF-16 units", "two")) == [0, 1, 3, 4]


@pytest.mark.parametrize(
    ("quoted", "judged"),
    [
        ("in the spring", True),
        ("in the  spr…", True),
        ("the plan", False),  # stands elsewhere
        ("in this spring", False),  # the passage before an edit
        ("a nice example", None),  # somebody's label
        ("", None),
        ("…", None),
    ],
)
def test_a_selection_is_judged_by_what_its_tool_quotes(quoted: str, judged: bool | None) -> None:
    assert fits("We wrote the plan in the spring", 18, 31, quoted) is judged


@given(st.text(), st.sampled_from(CONVENTIONS))
def test_boundaries_count_every_character_once(stored: str, convention: Convention) -> None:
    bounds = boundaries(stored, convention)
    assert len(bounds) == len(plain(stored)) + 1
    assert all(place(bounds, offset) == at for at, offset in enumerate(bounds))
