"""All transcripts of a study."""

from __future__ import annotations

import subprocess
import sys
from typing import Any


def test_turns_are_written_in_order(small: Any) -> None:
    code, out, _ = small.run("transcripts")
    assert code == 0
    assert small.rows("turns.csv") == [
        "interview,turn,speaker,start,text",
        "1,1,Ann Lee,3.120,We wrote the needs assessment in the spring.",
        "1,2,Bob Oak,9.000,The guidance 🙂 came late.",
        "2,1,Cy Reed,,Nothing is written down here.",
        "2,2,Ann Lee,,And the guidance?",
    ]
    assert out.splitlines()[0] == "interview-1.vtt: interview 1, 2 turns, 2 speakers, 13 words"


def test_another_ending_is_refused(small: Any) -> None:
    small.swap("config/study.yml", "interview-2.txt", "interview-2.pdf")
    small.write("transcripts/interview-2.pdf", "x")
    assert small.problems("transcripts") == [
        "interview-2.pdf: '.pdf' is not a transcript's ending; allowed: .vtt, .docx, .txt"
    ]


def test_wrong_encoding_empty_and_missing_are_told_at_once(small: Any) -> None:
    small.swap("config/study.yml", '  "2":', '  "3": "none.vtt"\n  "4": "empty.vtt"\n  "2":')
    (small.data / "transcripts" / "interview-2.txt").write_bytes(b"Ann: yes\nBob: caf\xe9\n")
    small.write("empty.vtt", "")
    folder = "data/standin"
    assert small.problems("transcripts") == [
        f"{folder}/empty.vtt: is empty; export it again from the tool that made it",
        f"{folder}/none.vtt: is missing; put the file there or correct the path in config/",
        f"{folder}/transcripts/interview-2.txt:2: is not UTF-8 text; "
        "save the file again with the encoding UTF-8",
    ]


def test_reading_transcripts_loads_no_pandas() -> None:
    heavy = (
        "import sys, fieldstudy.ingest.cli; print({'pandas', 'pandera', 'docx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
