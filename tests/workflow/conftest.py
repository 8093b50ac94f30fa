"""Build the shipped study once, in a folder of its own, for every test that looks at a build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from building import Build, copy_of_the_study


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the shipped study, from nothing."""
    build = copy_of_the_study(tmp_path_factory.mktemp("study"))
    done = build.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return build


@pytest.fixture
def again(built: Build, tmp_path: Path) -> Build:
    """Give a copy of the built study that a test may change."""
    shutil.copytree(built.folder, tmp_path / "again", symlinks=True)
    return Build(tmp_path / "again")


@pytest.fixture
def fresh(tmp_path: Path) -> Build:
    """Give a copy of the study of which nothing is built."""
    return copy_of_the_study(tmp_path / "fresh")
