"""No bytes end any reader in anything but a sentence: at random by hypothesis, by coverage with atheris."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readers import READERS, spoilt, tried

SEEDS: dict[str, bytes] = {}
ODD = st.sampled_from(
    [b"\0", b"<", b"&", b'"', b"\n", b"{", b"- ", b": ", b"\xff", b"\xed\xa0\x80", b"9" * 40, b"*a"]
)
# Where (as a share of the file), how many bytes go, and what comes instead.
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(ODD, st.binary(max_size=12))),
    min_size=1,
    max_size=6,
)
Edits = list[tuple[float, int, bytes]]


def edited(content: bytes, edits: Edits) -> bytes:
    for share, gone, new in edits:
        at = int(share * len(content))
        content = content[:at] + new + content[at + gone :]
    return content


def attempt(reader: str, edits: Edits, folder: Path) -> None:
    if reader not in SEEDS:
        SEEDS[reader] = READERS[reader][2]()
    seed = SEEDS[reader]
    tried(reader, spoilt(seed, lambda held: edited(held, edits)), folder)
    tried(reader, edited(seed, edits), folder)


@pytest.mark.parametrize("reader", READERS)
def test_a_sound_file_is_read(reader: str, tmp_path: Path) -> None:
    name, read, sound = READERS[reader]
    (tmp_path / name).write_bytes(sound())
    read(tmp_path / name)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_a_spoilt_file_is_refused_in_a_sentence_or_read(
    reader: str, edits: Edits, tmp_path_factory: pytest.TempPathFactory
) -> None:
    attempt(reader, edits, tmp_path_factory.getbasetemp())


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_many_spoilt_files_are_refused_in_a_sentence_or_read(
    reader: str, edits: Edits, tmp_path_factory: pytest.TempPathFactory
) -> None:
    attempt(reader, edits, tmp_path_factory.getbasetemp())


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed: it is there for Linux on x86-64 only",
)
@pytest.mark.parametrize("reader", READERS)
def test_no_path_through_a_reader_ends_in_anything_but_a_sentence(
    reader: str, tmp_path: Path
) -> None:
    script = Path(__file__).with_name("readers.py")
    done = subprocess.run(
        [sys.executable, str(script), reader, "10", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    (told,) = re.findall(r"^Done (\d+) runs", done.stderr, re.M)
    print(f"{reader}: {told} inputs")  # `pytest -rP` shows it
    assert int(told) > 100
