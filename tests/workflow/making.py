"""The workflow as others get it: a repository under version control, its version tagged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from building import ROOT

PARTS = ("workflow", "template")
FILES = (
    *("Snakefile", "copier.yml", "requirements.lock", "requirements-model.lock", "pyproject.toml"),
    *("README.md", "LICENSE"),
)


def run(folder: Path, *words: str, package: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, as somebody whose git knows their name."""
    who = {f"GIT_{role}_{part}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER")
           for part in ("NAME", "EMAIL")}  # fmt: skip
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, **who, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    if package:
        env["PYTHONPATH"] = str(package)
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Template:
    """The repository that new studies are made from."""

    folder: Path

    def release(self, version: str) -> None:
        """Commit what has changed and tag it."""
        for words in (("add", "-A"), ("commit", "-qm", version), ("tag", version)):
            done = run(self.folder, "git", *words)
            assert done.returncode == 0, done.stderr

    def new(self, path: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``python -m fieldstudy new`` of this repository."""
        command = (sys.executable, "-m", "fieldstudy", "new", str(path), "--defaults", *words)
        return run(path.parent, *command, package=self.folder / "workflow")


def repository(folder: Path) -> Template:
    """Put what this checkout holds under version control, at its first version."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    assert run(folder, "git", "init", "-q").returncode == 0
    made = Template(folder)
    made.release("v0.1.0")
    return made
