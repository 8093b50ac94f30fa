"""WebVTT transcripts of Teams."""

from __future__ import annotations

from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest import vtt
from fieldstudy.ingest.turns import merge

CUE = "00:00:03.120 --> 00:00:05.900"
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda text: text.strip() and "-->" not in text
)
NAMES = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12)


def turns(body: str) -> list[tuple[str, str, str]]:
    """Read a body below the header: speaker, start, text of each turn."""
    said = vtt.parse(f"WEBVTT\n\n{body}", "1.vtt")
    return [(turn.speaker, turn.start, turn.text) for turn in merge(said, "1", "1.vtt")]


def refusal(text: str) -> str:
    """Read a text that must be refused."""
    with pytest.raises(StudyError) as error:
        merge(vtt.parse(text, "1.vtt"), "1", "1.vtt")
    return str(error.value)


def test_consecutive_cues_of_one_speaker_are_one_turn() -> None:
    body = f"{CUE}\n<v Ann>We wrote</v>\n\n00:06.000 --> 00:08.000\n<v Ann>the plan.</v>"
    assert turns(body) == [("Ann", "3.120", "We wrote the plan.")]


def test_a_cue_without_voice_goes_on_with_the_speaker_before() -> None:
    assert turns(f"{CUE}\n<v Ann>We wrote\n\n{CUE}\nthe plan.") == [
        ("Ann", "3.120", "We wrote the plan.")
    ]


def test_hours_are_counted() -> None:
    assert turns("01:02:03.500 --> 01:02:09.000\n<v Ann>Late.") == [("Ann", "3723.500", "Late.")]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    assert turns(f"{CUE}\n<v Ann>Yes?</v> <v Bob>No.</v>") == [
        ("Ann", "3.120", "Yes?"),
        ("Bob", "3.120", "No."),
    ]


def test_notes_styles_ids_settings_and_tags_are_no_talk() -> None:
    body = (
        "NOTE Bob is late\n\nSTYLE\n::cue{}\n\n"
        f"id-1\n{CUE} align:start\n<v.loud Ann><i>We</i> <00:00:04.000>wrote <laughs></v>"
    )
    assert turns(body) == [("Ann", "3.120", "We wrote <laughs>")]


def test_entities_are_characters() -> None:
    assert turns(f"{CUE}\n<v O&apos;Neil>Q&amp;A &lt;now&gt;&#10;here</v>") == [
        ("O'Neil", "3.120", "Q&A <now> here")
    ]


def test_windows_line_ends_read_the_same() -> None:
    assert turns(f"{CUE}\n<v Ann>Yes.</v>".replace("\n", "\r\n")) == [("Ann", "3.120", "Yes.")]


def test_first_words_without_speaker_are_refused() -> None:
    assert refusal(f"WEBVTT\n\n{CUE}\nWe wrote") == (
        "1.vtt:3: has no speaker; the first words need one"
    )


def test_a_missing_header_is_refused() -> None:
    assert refusal(f"{CUE}\n<v Ann>Yes.</v>") == (
        "1.vtt:1: is no WebVTT file; its first line must be 'WEBVTT'"
    )


def test_all_broken_cues_are_named_and_not_quoted() -> None:
    what = "is no cue; a cue is a line '00:00:03.120 --> 00:00:05.900' and the words below it"
    assert refusal("WEBVTT\n\nAnn said so\n\n3.1 --> 5.9\n<v Ann>Secret</v>").splitlines() == [
        f"1.vtt:3: {what}",
        f"1.vtt:5: {what}",
    ]


def test_a_voice_without_name_is_refused() -> None:
    assert refusal(f"WEBVTT\n\n{CUE}\n<v >Secret") == (
        "1.vtt:3: has a voice without a name; write <v Name>"
    )


def test_no_words_at_all_are_refused() -> None:
    assert refusal("WEBVTT\n\nNOTE nothing") == (
        "1.vtt: holds no words of any speaker; export the transcript again"
    )


def test_control_characters_are_refused() -> None:
    assert refusal(f"WEBVTT\n\n{CUE}\n<v Ann>We\x00 wrote") == (
        "1.vtt:4: holds a control character; export the file again"
    ).replace(":4:", ":3:")


@given(st.lists(st.tuples(NAMES, WORDS), min_size=1, max_size=8))
def test_what_is_written_as_cues_reads_back(spoken: list[tuple[str, str]]) -> None:
    body = "\n\n".join(f"{CUE}\n<v {name}>{escape(words)}</v>" for name, words in spoken)
    expected: list[list[str]] = []
    for name, words in spoken:
        if expected and expected[-1][0] == name:
            expected[-1][1] += f" {words.strip()}"
        else:
            expected.append([name, words.strip()])
    assert [[speaker, text] for speaker, _, text in turns(body)] == expected


@given(st.text() | st.text().map(lambda text: f"WEBVTT\n\n{CUE}\n{text}"))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(StudyError):
        merge(vtt.parse(text, "1.vtt"), "1", "1.vtt")
