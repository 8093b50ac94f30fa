"""``python -m fieldstudy new PATH``: ask about the study, and write a repository that builds at once."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from fieldstudy.errors import StudyError
from fieldstudy.io import read_yaml, write_text
from fieldstudy.new.placeholder import corpus

ROOT = Path(__file__).parents[3]
ANSWERS = ".copier-answers.yml"
WORKFLOW = ".fieldstudy"
# What a study needs of the workflow where there is no version control to fetch it by.
NEEDED = (
    *("Snakefile", "workflow", "requirements.lock", "requirements-model.lock"),
    *("pyproject.toml", "README.md", "LICENSE"),
)


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy new", description=__doc__)
    top.add_argument("path", type=Path, help="the folder to write; it must not hold anything yet")
    top.add_argument("--defaults", action="store_true", help="ask nothing")
    top.add_argument("--answers", type=Path, metavar="FILE", help="YAML with answers known already")
    top.add_argument(
        "--source", default=str(ROOT), help="where the workflow lies: folder or git URL"
    )
    top.add_argument(
        "--version", help="tag or commit of the workflow; the newest of a folder if not given"
    )
    return top


def main(words: list[str]) -> int | None:
    """Write the study."""
    options = parser().parse_args(words)
    if options.path.exists() and (not options.path.is_dir() or any(options.path.iterdir())):
        raise StudyError.of(
            str(options.path), "is there already; name a folder that is not there yet"
        )
    known = read_yaml(options.answers) if options.answers else {}
    version = options.version or _commit(options.source)
    _render(options.source, options.path, version, known, options.defaults)
    answers = read_yaml(options.path / ANSWERS)
    codebook = read_yaml(options.path / "config/codebook.yml")
    files = corpus(answers["areas"], codebook["codes"], answers["instruments"])
    for name, text in files.items():
        write_text(options.path / "data/placeholder" / name, text)
    _fetch(options.source, version, options.path / WORKFLOW)
    _git("init", "--quiet", str(options.path))
    if not version:
        print(
            f"{options.source} is under no version control: `make update` will find nothing newer."
        )
    print(f"Wrote {options.path}. Now: cd {options.path} && make paper")
    return None


def _render(source: str, path: Path, version: str, known: dict[str, Any], defaults: bool) -> None:
    """Let copier ask and write."""
    import copier
    from copier.errors import CopierError

    try:
        copier.run_copy(
            source, path, data=known, defaults=defaults, vcs_ref=version or None, quiet=True
        )
    except (CopierError, ValueError) as error:
        shutil.rmtree(path, ignore_errors=True)
        what = str(error).strip().replace("\n", " ") or "cannot be read as a template"
        raise StudyError.of(str(path), f"was not written: {what}") from None
    except KeyboardInterrupt:
        shutil.rmtree(path, ignore_errors=True)
        raise StudyError.of(
            str(path), "was not written, since the questions were broken off"
        ) from None


def _git(*words: str) -> str:
    """Run git; what it says, or nothing where it fails or is not there."""
    try:
        done = subprocess.run(["git", *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _commit(source: str) -> str:
    """Give the version that a folder is at: its tag, or its commit; nothing if git does not know it."""
    if not (Path(source) / ".git").exists():
        return ""
    exact = _git("-C", source, "describe", "--tags", "--exact-match")
    return exact or _git("-C", source, "rev-parse", "HEAD")


def _fetch(source: str, version: str, to: Path) -> None:
    """Put the workflow into the study at its version, with this environment if it was set up for it."""
    if version:
        _git("clone", "--quiet", source, str(to))
        _git("-C", str(to), "-c", "advice.detachedHead=false", "checkout", "--quiet", version)
    elif Path(source).is_dir():
        for name in NEEDED:
            part = Path(source) / name
            copy = shutil.copytree if part.is_dir() else shutil.copy2
            if part.exists():
                to.mkdir(exist_ok=True)
                copy(part, to / name)
    if to.is_dir() and Path(sys.prefix, "ready").is_file():
        (to / ".venv").symlink_to(sys.prefix)
