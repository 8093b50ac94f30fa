"""Plain transcripts."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest import text
from fieldstudy.ingest.turns import merge

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda words: bool(words.strip())
)
NAMES = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12)


def turns(content: str) -> list[tuple[str, str]]:
    """Read a transcript: speaker and text of each turn."""
    return [(turn.speaker, turn.text) for turn in merge(text.parse(content, "1.txt"), "1", "1.txt")]


def test_a_paragraph_is_a_turn() -> None:
    assert turns("Ann Lee: We wrote it.\n\nBob: No.\n") == [
        ("Ann Lee", "We wrote it."),
        ("Bob", "No."),
    ]


def test_a_line_without_speaker_goes_on() -> None:
    assert turns("Ann: We wrote it\nin the spring.") == [("Ann", "We wrote it in the spring.")]


def test_a_sentence_with_a_colon_names_no_speaker() -> None:
    line = "It was clear to all of us by then: no plan."
    assert turns(f"Ann: Yes.\n{line}") == [("Ann", f"Yes. {line}")]


def test_a_file_that_names_no_speaker_is_refused() -> None:
    with pytest.raises(StudyError) as error:
        turns("\nWe wrote it")
    assert str(error.value) == "1.txt:2: names no speaker; write each turn as 'Speaker: text'"


@given(st.lists(st.tuples(NAMES, WORDS), min_size=1, max_size=8))
def test_what_is_written_as_paragraphs_reads_back(spoken: list[tuple[str, str]]) -> None:
    content = "\n".join(f"{name}: {words}" for name, words in spoken)
    expected: list[list[str]] = []
    for name, words in spoken:
        if expected and expected[-1][0] == name:
            expected[-1][1] += f" {words.strip()}"
        else:
            expected.append([name, words.strip()])
    assert [list(turn) for turn in turns(content)] == expected


@given(st.text())
def test_any_text_is_read_or_refused(content: str) -> None:
    with suppress(StudyError):
        turns(content)
