"""Where a new study gets the workflow from, and the copy of it that lies in the study."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from fieldstudy.io import read_text, write_text

# What a study needs of the workflow where there is no version control to fetch it by.
NEEDED = (
    *("Snakefile", "workflow", "requirements.lock", "requirements-model.lock"),
    *("pyproject.toml", "README.md", "LICENSE"),
)


def git(*words: str) -> str:
    """Run git; what it says, or nothing where it fails or is not there."""
    try:
        done = subprocess.run(["git", *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def commit(source: str) -> str:
    """Give the version that a folder is at: its tag, or its commit; nothing if git does not know it."""
    if not (Path(source) / ".git").exists():
        return ""
    exact = git("-C", source, "describe", "--tags", "--exact-match")
    return exact or git("-C", source, "rev-parse", "HEAD")


def shared(answers: Path, source: str, pinned: str) -> bool:
    """Pin the address that a clone came from, where that has the version; tell whether it does.

    A user's name or token in the address stays out of the answers, which are committed.
    """
    origin = re.sub(r"(?<=://)[^/@]*@", "", git("-C", source, "remote", "get-url", "origin"))
    there = git("-C", source, "branch", "--remotes", "--contains", pinned)
    if not there or not origin or Path(origin).exists():
        return False
    text = read_text(answers)
    write_text(
        answers, re.sub(r"^_src_path: .*$", lambda _: f"_src_path: {origin}", text, flags=re.M)
    )
    return True


def fetch(source: str, pinned: str, to: Path) -> None:
    """Put the workflow into the study at its version, with this environment if it was set up for it."""
    if pinned:
        git("clone", "--quiet", source, str(to))
        git("-C", str(to), "-c", "advice.detachedHead=false", "checkout", "--quiet", pinned)
    elif Path(source).is_dir():
        for name in NEEDED:
            part = Path(source) / name
            copy = shutil.copytree if part.is_dir() else shutil.copy2
            if part.exists():
                to.mkdir(exist_ok=True)
                copy(part, to / name)
    if not to.is_dir():
        return
    # `make` fetches and sets up again where these do not say that it is done for the pinned version.
    name = pinned.replace("/", "-")
    write_text(to / f".pinned-{name}", "")
    if Path(sys.prefix, "ready").is_file():
        (to / ".venv").symlink_to(sys.prefix)
        write_text(to / f".ready-{name}", "")
