"""What the times of files do not tell is found before a build, and a killed build leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import pytest

from fieldstudy.errors import StudyError
from fieldstudy.release import tidy


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which something was built, and the record of it."""
    monkeypatch.chdir(tmp_path)
    for name in ("config/study.yml", "results/open/a.csv", "results/open/whole/b.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made\n")
    (tmp_path / "results/open/whole/.snakemake_timestamp").touch()
    tidy.seal()
    return tmp_path


def test_where_nothing_happened_nothing_is_said(built: Path) -> None:
    assert tidy.tidy() == []


def marked(built: Path) -> list[str]:
    """Give the outputs that Snakemake will take for unfinished."""
    marks = built / ".snakemake/incomplete"
    return sorted(urlsafe_b64decode(mark.name).decode() for mark in marks.glob("*"))


def noted(built: Path, output: str, *read: str) -> Path:
    """Note what an output was made of, as Snakemake does."""
    note = built / ".snakemake/metadata" / urlsafe_b64encode(output.encode()).decode()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"input": list(read)}))
    return note


def test_an_output_that_was_edited_is_marked_so_that_it_is_made_again(built: Path) -> None:
    (built / "results/open/a.csv").write_text("edited\n")
    (said,) = tidy.tidy()
    assert said == "results/open/a.csv: is not what was built; it is built again."
    assert marked(built) == ["results/open/a.csv"]


def test_an_output_that_was_damaged_without_a_trace_is_marked(built: Path) -> None:
    path = built / "results/open/a.csv"
    before = path.stat().st_mtime_ns
    path.write_text("nade\n")
    os.utime(path, ns=(before, before))
    assert len(tidy.tidy()) == 1
    assert marked(built) == ["results/open/a.csv"]


def test_of_a_folder_that_is_made_as_a_whole_all_is_made_again(built: Path) -> None:
    (built / "results/open/whole/b.csv").write_text("edited\n")
    assert len(tidy.tidy()) == 1
    assert marked(built) == ["results/open/whole"]


@pytest.mark.parametrize("lost", ["results/open/a.csv", "results/open/whole"])
def test_what_rests_on_an_output_that_is_gone_is_made_again(built: Path, lost: str) -> None:
    (built / "results/open/c.csv").write_text("made\n")
    noted(built, "results/open/c.csv", lost)
    path = built / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    (said,) = tidy.tidy()
    assert said.startswith(lost)
    assert "is gone, one of 1" in said
    assert marked(built) == ["results/open/c.csv"]


def test_what_a_failed_step_left_out_is_not_forgotten(built: Path) -> None:
    (built / "results/open/c.csv").write_text("made\n")
    noted(built, "results/open/c.csv", "results/open/a.csv")
    (built / "results/open/a.csv").unlink()
    tidy.seal()
    assert marked(built) == ["results/open/c.csv"]


def test_a_very_long_name_is_marked_where_snakemake_looks_for_it(built: Path) -> None:
    path = Path("results/open") / ("b" * 200) / ("c" * 200)
    path.parent.mkdir()
    path.write_text("made\n")
    tidy.seal()
    path.write_text("edited\n")
    tidy.tidy()
    (mark,) = (p for p in (built / ".snakemake/incomplete").rglob("*") if p.is_file())
    parts = mark.relative_to(built / ".snakemake/incomplete").parts
    assert [len(part) for part in parts[:-1]] == [255] * (len(parts) - 1)
    assert urlsafe_b64decode("".join(p.removeprefix("@") for p in parts)).decode() == str(path)


def test_an_input_that_looks_older_than_it_is_gets_the_present_time(built: Path) -> None:
    path = built / "config/study.yml"
    path.write_text("edited\n")
    os.utime(path, (1, 1))
    (said,) = tidy.tidy()
    assert said.startswith("config/study.yml: changed, but looks older")
    assert time.time() - path.stat().st_mtime < 60


def test_results_from_a_clock_that_ran_ahead_get_the_present_time(built: Path) -> None:
    path = built / "results/open/a.csv"
    os.utime(path, (time.time() + 9999,) * 2)
    assert tidy.tidy() == ["1 results are dated in the future; they are given the present time."]
    assert path.stat().st_mtime <= time.time()


def test_what_a_killed_build_made_whole_is_kept(built: Path) -> None:
    path = built / "results/open/a.csv"
    path.write_text("made anew\n")
    note = noted(built, "results/open/a.csv")
    os.utime(note, (time.time() + 1,) * 2)
    assert tidy.tidy() == []
    assert marked(built) == []


def test_a_lock_and_half_written_files_of_a_killed_build_are_taken_off(built: Path) -> None:
    lock = built / ".snakemake/locks/0.output.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text("results/open/a.csv")
    (built / "results/open/.a.csv.part").write_text("ha")
    (built / "results/open/.part-x").mkdir()
    (said,) = tidy.tidy()
    assert said.startswith("The last build here was ended before its end")
    assert sorted(p.name for p in (built / "results/open").iterdir()) == ["a.csv", "whole"]
    assert not lock.exists()


def test_the_controlled_tier_is_closed_before_anything_is_made_in_it(built: Path) -> None:
    shutil.rmtree(built / "results/controlled")
    tidy.tidy()
    assert (built / "results/controlled").stat().st_mode & 0o077 == 0


def test_a_build_that_runs_here_is_left_alone(built: Path) -> None:
    (built / "snakemake").write_text("import time; time.sleep(60)")
    other = subprocess.Popen([sys.executable, str(built / "snakemake")], cwd=built)
    try:
        with pytest.raises(StudyError, match=rf"\(process {other.pid}\); wait until it ends"):
            while True:
                tidy.tidy()
    finally:
        other.kill()
        other.wait()
