"""How tools count characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.ingest.offsets import (
    CONVENTIONS,
    STANDARD,
    Convention,
    detect,
    fits,
    plain,
    scale,
    suggested,
)

STORED = "Ann: well 🙂 yes.\r\nBob: né 🙂 never again.\r\n"


@pytest.mark.parametrize("convention", CONVENTIONS, ids=str)
def test_every_convention_is_found_by_its_offsets(convention: Convention) -> None:
    text = plain(STORED)
    bounds = scale(STORED, convention)
    quoted = [
        (0, bounds[text.index(words)], bounds[text.index(words) + len(words)], words)
        for words in ("Ann", "yes", "never", "again")
    ]
    found, proved = detect([STORED], quoted)
    assert list(scale(STORED, found)) == list(bounds)
    assert proved


def test_without_quoted_passages_the_standard_counts() -> None:
    assert detect([STORED], []) == (CONVENTIONS[0], False)


def test_an_offset_within_an_emoji_is_no_place() -> None:
    assert scale("a🙂b", Convention("UTF-16 units")).place(2) is None


def test_line_ends_counted_as_two_where_one_is_stored() -> None:
    assert list(scale("a\nb", Convention("UTF-16 units", "two"))) == [0, 1, 3, 4]


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
def test_every_boundary_is_placed_where_it_was_measured(
    stored: str, convention: Convention
) -> None:
    bounds = list(scale(stored, convention))
    assert len(bounds) == len(plain(stored)) + 1
    places = {offset: at for at, offset in enumerate(bounds)}
    measure = scale(stored, convention)
    assert all(measure.place(n) == places.get(n) for n in range(-2, bounds[-1] + 3))


@pytest.mark.parametrize(
    "convention",
    [
        Convention("UTF-16 units"),
        Convention("UTF-16 units", "two"),
        Convention("code points", "one"),
        Convention("code points", "as stored", bom=True),
    ],
    ids=str,
)
def test_words_suggest_a_convention_where_nothing_is_quoted(convention: Convention) -> None:
    stored = "\ufeff" * convention.bom + STORED * 4
    text = plain(stored)
    bounds = scale(stored, convention)
    ends = [found.span() for found in re.finditer(r"\w+", text)]
    found, told = suggested([stored], [(0, bounds[a], bounds[b]) for a, b in ends])
    assert list(scale(stored, found)) == list(bounds)
    assert told


def test_plain_text_tells_no_convention_from_another() -> None:
    assert suggested(["Ann well yes"], [(0, 0, 3)]) == (STANDARD, True)  # a mark counted is told
    assert suggested(["Ann"], []) == (STANDARD, False)
