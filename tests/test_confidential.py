"""Confidential data are refused where others could read them or where they leave the machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fieldstudy.confidential import SYNCED, refuse_unsafe
from fieldstudy.errors import StudyError
from fieldstudy.io import write_text
from fieldstudy.study import Study

ROOT = Path(__file__).parents[1]
RAW = replace(Study.read(ROOT / "config/study.yml"), data=Path("data/raw"), keep="private")


def project(folder: Path, mode: int = 0o644) -> Path:
    """Lay out raw data that others may reach."""
    (folder / "data/raw").mkdir(parents=True)
    (folder / "data/raw/one.txt").write_text("Ann: we met")
    (folder / "data/raw/one.txt").chmod(mode)
    (folder / "data/raw/README.md").write_text("read me")
    for one in (folder / "data/raw", *(folder / "data/raw").resolve().parents):
        if "pytest-of-" in one.as_posix():
            one.chmod(0o755)
    return folder


def test_raw_data_that_everybody_can_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"data/raw: 1 files can be read by everybody .*chmod -R"):
        refuse_unsafe(RAW, project(tmp_path))


def test_raw_data_of_their_owner_and_of_a_closed_folder_pass(tmp_path: Path) -> None:
    refuse_unsafe(RAW, project(tmp_path / "own", 0o600))
    other = project(tmp_path / "closed")
    other.chmod(0o700)
    refuse_unsafe(RAW, other)


@pytest.mark.parametrize(
    "name",
    [
        *("OneDrive - University of Somewhere", "Dropbox", "Google Drive", "GoogleDrive-a"),
        *("Mobile Documents", "CloudStorage", "Nextcloud", "iCloud Drive", "Box"),
    ],
)
def test_a_synced_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudyError) as error:
        refuse_unsafe(RAW, project(tmp_path / name, 0o600))
    assert [problem.where for problem in error.value.problems] == ["data/raw", "results/controlled"]
    assert not SYNCED.fullmatch("boxes")


def test_config_may_say_otherwise_and_the_stand_in_may_lie_anywhere(tmp_path: Path) -> None:
    folder = project(tmp_path / "Dropbox")
    refuse_unsafe(replace(RAW, keep="anywhere"), folder)
    refuse_unsafe(replace(RAW, data=Path("data/standin")), folder)


def test_controlled_folders_are_closed_as_a_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "results/controlled/ingest").mkdir(parents=True, mode=0o755)
    write_text(tmp_path / "results/controlled/ingest/turns.csv", "a\n")
    write_text(tmp_path / "results/open/a.csv", "a\n")
    modes = {
        path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777
        for path in tmp_path.rglob("*")
    }
    assert modes["results/controlled"] == modes["results/controlled/ingest"] == 0o700
    assert modes["results/controlled/ingest/turns.csv"] == 0o600
    assert modes["results/open/a.csv"] == 0o644
