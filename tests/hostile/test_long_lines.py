"""A line of 100 MB is read, in memory that is a few times the file, or refused in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LONG = 100_000_000  # characters of the one line
MOST = 1_500_000  # kB that reading it may take, fifteen times the file
HEADS = {
    "txt": ("Ann: ", "said"),
    "vtt": ("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>", "said"),
    "xlsx": ("", "a.xlsx: "),
    "register": ("name,note\nAnn,", "read"),
    "csv codings": ("interview,turn,start,end,text,code\n1,1,0,7,", "read"),
    "yaml": ("a: ", "read"),
    "qdc": ("<CodeBook>", "a.qdc: "),
}
# The limit on addresses ends what would eat the machine's memory.
CHILD = """
import resource, sys
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from readers import READERS
from fieldstudy.errors import StudyError
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    READERS[sys.argv[1]][1](Path(sys.argv[2]))
    print("read")
except StudyError as error:
    print(str(error)[:300])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.parametrize("reader", HEADS)
def test_a_line_of_100_mb_is_read_or_refused_in_bounded_memory(reader: str, tmp_path: Path) -> None:
    from readers import READERS

    path = tmp_path / READERS[reader][0]
    head, expected = HEADS[reader]
    with path.open("w", encoding="utf-8") as out:
        out.write(head)
        for _ in range(LONG // 1_000_000):
            out.write("so on " * 166_667)
        out.write(",met\n" if reader == "csv codings" else "\n")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, reader, str(path), str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said, most = done.stdout.splitlines()
    assert said.startswith("read" if expected in ("read", "said") else expected)
    assert len(said) < 300  # a sentence does not repeat the line
    assert int(most) < MOST
