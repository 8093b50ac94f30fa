"""Two builds are compared file by file; only a reason excuses a difference."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import pytest
from building import copy_of_the_study
from making import run

from fieldstudy.errors import StudyError
from fieldstudy.release.reproduce import EXCUSED, circumstances, clone, compared, digests

ONE = {"paper/paper.pdf": "1", "tables/areas.csv": "2"}


def test_the_same_files_are_the_same() -> None:
    assert compared(ONE, dict(ONE), {})[1]


@pytest.mark.parametrize("other", [{**ONE, "tables/areas.csv": "3"}, {"paper/paper.pdf": "1"}])
def test_a_file_that_differs_or_is_missing_is_named(other: dict[str, str]) -> None:
    lines, same = compared(ONE, other, {})
    assert not same
    assert lines[-1] == "DIFFERS  tables/areas.csv"


def test_a_reason_excuses_a_difference_and_is_printed() -> None:
    lines, same = compared(ONE, {**ONE, "paper/paper.pdf": "3"}, {"paper/paper.pdf": "a reason"})
    assert same
    assert lines[-1] == "excused  paper/paper.pdf: a reason"


def test_nothing_built_is_not_the_same() -> None:
    assert not compared({}, {}, {})[1]


def test_no_open_file_is_excused_now() -> None:
    assert EXCUSED == {}


def test_the_two_circumstances_share_nothing() -> None:
    one, other = circumstances(True, "tr_TR.UTF-8")
    assert [f.name for f in fields(one) if getattr(one, f.name) == getattr(other, f.name)] == []


def test_hidden_files_are_compared_too(tmp_path: Path) -> None:
    (tmp_path / ".a").write_text("a")
    assert list(digests(tmp_path)) == [".a"]


def test_outside_a_clone_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot be cloned; run this in a clone"):
        clone(tmp_path, tmp_path / "base", circumstances(False, "C")[0])


@pytest.mark.slow
def test_the_shipped_study_is_the_same_under_unlike_circumstances(tmp_path: Path) -> None:
    clone_of = copy_of_the_study(tmp_path / "study").folder
    (clone_of / ".gitignore").write_text("/results/\n/.snakemake/\n", encoding="utf-8")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "-m", "as it is")):
        assert run(clone_of, "git", *words).returncode == 0
    command = (sys.executable, "-m", "fieldstudy", "release", "reproduce")
    done = run(clone_of, *command, package=clone_of / "workflow")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Pacific/Kiritimati" in done.stdout and "DIFFERS" not in done.stdout
