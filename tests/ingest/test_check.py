"""What an author runs first."""

from __future__ import annotations

from typing import Any


def test_a_line_a_file(small: Any) -> None:
    code, out, _ = small.run("check")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()] == [
        *("codebook.yml", "interview-1.vtt", "interview-2.txt"),
        *("areas.csv", "interventions.csv", "participants.csv", "a.qdpx", "b.csv", "all is well"),
    ]
    assert not (small.root / "results").exists()


def test_problems_of_every_kind_are_told_at_once(small: Any) -> None:
    small.swap("areas.csv", "non-vru", "novru")
    small.write("codings/b.csv", "id,document,tag,content\n1,interview-1,late_guidance,Secret\n")
    assert small.problems("check") == [
        "areas.csv:3: group: 'novru' is not one of the allowed values; allowed: vru, non-vru "
        "(did you mean 'non-vru'?)",
        "b.csv: row 2: the text of the coding is in no turn of interview 1",
    ]


def test_a_broken_transcript_does_not_hide_broken_tables(small: Any) -> None:
    small.swap("areas.csv", "non-vru", "novru")
    small.write("transcripts/interview-1.vtt", "x")
    assert small.problems("check") == [
        "areas.csv:3: group: 'novru' is not one of the allowed values; allowed: vru, non-vru "
        "(did you mean 'non-vru'?)",
        "interview-1.vtt:1: is no WebVTT file; its first line must be 'WEBVTT'",
    ]
