"""Copies of the shipped study, built by Snakemake as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("config", "data", "notebooks", "paper", "workflow")
SECOND = "examples/water-safety"
FILES = (
    *("Snakefile", "Makefile", "LICENSE", "CITATION.cff", "pyproject.toml", "requirements.lock"),
    *("docs/reviewer.md", "docs/run-time.csv"),
)


@dataclass(frozen=True)
class Build:
    """A copy of the study, and what its last build printed."""

    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Snakemake in the copy."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["snakemake", "--cores", "2", *words],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    def logged(self) -> dict[str, float]:
        """Give each job's log and when it was last written."""
        logs = (self.folder / "results/logs").glob("*.log")
        return {path.stem: path.stat().st_mtime for path in logs}

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file of the copy."""
        path = self.folder / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, encoding="utf-8")


def copy_of_the_study(folder: Path) -> Build:
    """Copy what a clone holds."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "raw")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return Build(folder)


def copy_of_the_second_study(folder: Path) -> Build:
    """Copy the second study as it lies in a clone, with the workflow two folders above it."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "results", ".snakemake")
    for part in ("workflow", SECOND):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return Build(folder / SECOND)
