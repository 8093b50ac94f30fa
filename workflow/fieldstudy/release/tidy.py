"""Put a folder in order before a build: after a kill, a hand-edited output, a clock that was set back.

Snakemake goes by the times of files. What it cannot see by them is found by the record that every
build leaves of what it read and made: an output that is not what was made is removed, so that it is
made again; an input that changed without looking newer is given the present time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, write_rows

RECORD = Path("results/controlled/release/built.csv")
COLUMNS = ("file", "sha256", "mtime_ns")
SOURCES = ("Snakefile", "config", "data", "notebooks", "paper", "workflow", "requirements.lock")
MADE = Path("results")
UNKEPT = (Path("results/logs"), RECORD.parent)
LOCKS = Path(".snakemake/locks")
WHOLE = ".snakemake_timestamp"  # Snakemake's mark of a folder that one rule makes as a whole
HALF = (".*.part", ".part-*")


def files(parts: tuple[Path, ...]) -> Iterator[Path]:
    """Give every file below some folders, in order."""
    for part in parts:
        below = sorted(part.rglob("*")) if part.is_dir() else [part]
        yield from (
            path
            for path in below
            if path.is_file() and "__pycache__" not in path.parts and path.name != WHOLE
        )


def digest(path: Path) -> str:
    """Give a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal() -> None:
    """Record every input and output as the build leaves them."""
    listed = [path for path in files((*map(Path, SOURCES), MADE)) if not _unkept(path)]
    rows = ((path.as_posix(), digest(path), path.stat().st_mtime_ns) for path in listed)
    write_rows(RECORD, COLUMNS, rows)


def _unkept(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in UNKEPT)


def building(folder: Path, processes: Path = Path("/proc")) -> int:
    """Give the number of a process that builds in a folder; 0 if none does or it cannot be known."""
    for entry in processes.glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if any(Path(os.fsdecode(word)).name == "snakemake" for word in words[:3]) and (
                (entry / "cwd").resolve() == folder.resolve() and int(entry.name) != os.getpid()
            ):
                return int(entry.name)
        except OSError:
            continue
    return 0


def tidy() -> list[str]:
    """Put the folder in order, and say what was done.

    Raises
    ------
    StudyError
        If a build is running here.
    """
    running = building(Path.cwd())
    if running:
        what = (
            f"a build is running in this folder (process {running}); wait until it ends or stop it"
        )
        raise StudyError.of("results", what)
    said = []
    if any(LOCKS.glob("*")):
        for lock in LOCKS.glob("*"):
            lock.unlink()
        said.append(
            "The last build here was ended before its end: what it had not finished is made again."
        )
    for pattern in HALF:
        for half in MADE.rglob(pattern):
            shutil.rmtree(half) if half.is_dir() else half.unlink(missing_ok=True)
    said += _out_of_step()
    return said


def _out_of_step() -> Iterator[str]:
    """Find what the times of files do not tell, and make them tell it."""
    if not RECORD.exists():
        return
    sealed = RECORD.stat().st_mtime
    recorded = {Path(row["file"]): row for row in read_rows(RECORD)}
    newest = time.time_ns()
    for path, row in recorded.items():
        if not path.exists() or digest(path) == row["sha256"]:
            continue
        if path.is_relative_to(MADE):
            if not _made_since(path, sealed):
                _remove(path)
                yield f"{path}: is not what was built; it is built again."
        elif path.stat().st_mtime_ns <= int(row["mtime_ns"]):
            os.utime(path)
            yield f"{path}: changed, but looks older than before; what rests on it is built again."
    # Files from a clock that ran ahead would look newer than all that is edited from now on.
    ahead = [path for path in files((MADE,)) if path.stat().st_mtime_ns > newest]
    for path in ahead:
        os.utime(path, ns=(newest, newest))
    if ahead:
        yield f"{len(ahead)} results are dated in the future; they are given the present time."


def _made_since(path: Path, sealed: float) -> bool:
    """Whether a build that left no record made a file: Snakemake noted it after the file was written."""
    from base64 import b64encode

    for part in (path, *path.parents[:-2]):
        name = b64encode(part.as_posix().encode()).decode()
        note = Path(".snakemake/metadata") / name
        if note.is_file():
            noted = note.stat().st_mtime
            return noted > sealed and path.stat().st_mtime <= noted + 1
    return False


def _remove(path: Path) -> None:
    """Remove an output; of a folder that is made as a whole, all of it."""
    for folder in path.parents:
        if (folder / WHOLE).exists():
            shutil.rmtree(folder)
            return
    path.unlink()
