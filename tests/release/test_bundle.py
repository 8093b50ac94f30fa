"""What a bundle takes, how each file is checked, and that its bytes depend on its files alone."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

import pytest

from fieldstudy.errors import StudyError
from fieldstudy.release import bundle


def put(folder: Path, name: str, content: str = "x") -> Path:
    """Write a file of a study."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def refused(folder: Path) -> str:
    """Give what is said where a bundle takes the folder config."""
    with pytest.raises(StudyError) as told:
        bundle.files_of(folder, ("config",))
    return str(told.value)


def test_only_what_is_named_is_taken_and_nothing_hidden_or_compiled(tmp_path: Path) -> None:
    for name in ("config/a.yml", "config/.a.yml.swp", "data/raw/one.txt", "notes.docx"):
        put(tmp_path, name)
    put(tmp_path, "workflow/__pycache__/a.py")
    put(tmp_path, "workflow/fieldstudy.egg-info/top.txt")
    assert list(bundle.files_of(tmp_path, ("config", "workflow", "LICENSE"))) == ["config/a.yml"]


def test_a_file_of_a_kind_that_no_bundle_takes_is_named(tmp_path: Path) -> None:
    put(tmp_path, "config/interview.vtt")
    put(tmp_path, "config/codings.qdpx")
    said = refused(tmp_path)
    assert "config/interview.vtt: is of the kind '.vtt', which no bundle takes" in said
    assert "config/codings.qdpx" in said


def test_a_link_is_refused_since_it_may_lead_anywhere(tmp_path: Path) -> None:
    secret = put(tmp_path, "data/raw/one.txt")
    (tmp_path / "config").mkdir()
    (tmp_path / "config/one.txt").symlink_to(secret)
    assert "config/one.txt: is a link" in refused(tmp_path)


@pytest.mark.parametrize(
    "content", [json.dumps({"cells": [{"outputs": [{"text": "a name"}]}]}), "{", "[]"]
)
def test_a_notebook_that_holds_outputs_or_cannot_be_read_is_refused(
    tmp_path: Path, content: str
) -> None:
    put(tmp_path, "config/look.ipynb", content)
    assert "look.ipynb: holds outputs" in refused(tmp_path)


def test_the_safeguarded_tier_gives_tables_and_no_pages(tmp_path: Path) -> None:
    for name in (
        "anonymise/turns.csv",
        "code/segments.csv",
        "evidence/index.html",
        "code/dossier.csv",
    ):
        put(tmp_path, f"safeguarded/{name}")
    put(tmp_path, "controlled/ingest/turns.csv")
    taken = bundle.released_of(tmp_path, "safeguarded")
    start = "released/safeguarded"
    assert sorted(taken) == [f"{start}/anonymise/turns.csv", f"{start}/code/segments.csv"]
    assert bundle.released_of(tmp_path, "open") == {}


def test_an_earlier_bundle_is_not_taken_into_the_next_one(tmp_path: Path) -> None:
    put(tmp_path, "open/release/study-0.1.0-open.zip")
    put(tmp_path, "open/codecheck.yml")
    assert list(bundle.released_of(tmp_path, "open")) == ["released/open/codecheck.yml"]


def test_two_zips_of_the_same_files_have_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for at, names in enumerate((("b.txt", "a.txt"), ("a.txt", "b.txt"))):
        for name in names:
            path = put(tmp_path / str(at), f"study/{name}", name)
            os.utime(path, (at, at))
            path.chmod(0o600 + at)
        bundle.write_zip(tmp_path / str(at), tmp_path / f"{at}.zip")
        made.append((tmp_path / f"{at}.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "0.zip") as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_public_record_is_under_its_publishers_licence_wherever_it_lies() -> None:
    record = {"population"}
    names = ("data/record/population.csv", "released/open/tables/base/population.csv")
    assert {bundle.licence_of(name, False, record) for name in names} == {"OGL-UK-3.0"}


def test_real_interviews_are_under_no_open_licence() -> None:
    turns = "released/safeguarded/anonymise/turns.csv"
    assert bundle.licence_of(turns, real=True) == "LicenseRef-under-agreement"
    assert bundle.licence_of(turns, real=False) == "CC-BY-4.0"


def test_study_package_and_citation_are_of_one_version() -> None:
    root = Path(__file__).parents[2]
    said = [
        re.findall(pattern, (root / name).read_text(encoding="utf-8"), re.M)
        for name, pattern in (
            ("config/study.yml", r'^version: "(.+)"'),
            ("pyproject.toml", r'^version = "(.+)"'),
            ("CITATION.cff", r"^version: (.+)"),
        )
    ]
    assert said[0] == said[1] == said[2] != []
