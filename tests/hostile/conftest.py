"""A copy of the study for what is tried on it; nothing of it is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Build, copy_of_the_study


@pytest.fixture
def fresh(tmp_path: Path) -> Build:
    """Give a copy of the study of which nothing is built."""
    return copy_of_the_study(tmp_path / "fresh")
