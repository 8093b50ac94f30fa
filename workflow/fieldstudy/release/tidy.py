"""Put a folder in order before a build: after a kill, a hand-edited output, a clock that was set back.

Snakemake goes by the times of files. What it cannot see by them is found by the record that every
build leaves of what it read and made: an output that is not what was made is marked as unfinished, as
Snakemake marks what it was writing when it was killed, so that it is made again; so is what rests on
an output that is gone, which Snakemake alone does not miss. An input that changed without looking
newer is given the present time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

from fieldstudy.__main__ import STAGES
from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, write_rows

RECORD = Path("results/controlled/release/built.csv")
COLUMNS = ("file", "sha256", "mtime_ns")
SOURCES = ("Snakefile", "config", "data", "notebooks", "paper", "workflow", "requirements.lock")
MADE = Path("results")
CLOSED = MADE / "controlled"
UNKEPT = (Path("results/logs"), RECORD)
LOCKS = Path(".snakemake/locks")
NOTES = Path(".snakemake/metadata")  # what Snakemake notes of each output once it is made
MARKS = Path(".snakemake/incomplete")  # and while it is being made
BUILDING = {"build", *STAGES} - {"release"}  # what has verbs that are run beside no build
LONGEST = 254  # letters in one part of the name of a note or mark
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
    # What a failed step leaves out is not recorded any more, so what rests on it is marked now.
    _demand(path for path in _recorded() if path.is_relative_to(MADE) and not path.exists())
    listed = [path for path in files((*map(Path, SOURCES), MADE)) if not _unkept(path)]
    rows = ((path.as_posix(), digest(path), path.stat().st_mtime_ns) for path in listed)
    write_rows(RECORD, COLUMNS, rows)


def _recorded() -> dict[Path, dict[str, str]]:
    """Give what the last build recorded; nothing if there was none."""
    return {Path(row["file"]): row for row in read_rows(RECORD)} if RECORD.exists() else {}


def _unkept(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in UNKEPT)


def building(folder: Path, processes: Path = Path("/proc")) -> int:
    """Give the number of a process that builds in a folder; 0 if none does or it cannot be known."""
    for entry in processes.glob("[0-9]*"):
        try:
            words = os.fsdecode((entry / "cmdline").read_bytes()).split("\0")
            if _builds(words) and (
                (entry / "cwd").resolve() == folder.resolve() and int(entry.name) != os.getpid()
            ):
                return int(entry.name)
        except OSError:
            continue
    return 0


def _builds(words: list[str]) -> bool:
    """Whether a command is Snakemake, or a step that outlived it.

    Examples
    --------
    >>> _builds(["python", "-m", "snakemake", "--cores", "all"])
    True
    >>> _builds(["python", "-m", "fieldstudy", "claim", "ledger"])
    True
    >>> _builds(["python", "-m", "fieldstudy", "release", "tidy"])
    False
    """
    step = words[1:3] == ["-m", "fieldstudy"] and {*words[3:4]} <= BUILDING and len(words) > 3
    return step or any(Path(word).name == "snakemake" for word in words[:3])


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
    # Snakemake makes folders open to others; below a closed one they are not.
    CLOSED.mkdir(parents=True, exist_ok=True)
    CLOSED.chmod(0o700)
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
    recorded = _recorded()
    sealed = RECORD.stat().st_mtime if recorded else 0.0
    newest = time.time_ns()
    gone = [path for path in recorded if path.is_relative_to(MADE) and not path.exists()]
    for path, row in recorded.items():
        if not path.exists() or digest(path) == row["sha256"]:
            continue
        if path.is_relative_to(MADE):
            if not _made_since(path, sealed):
                _mark(path)
                yield f"{path}: is not what was built; it is built again."
        elif path.stat().st_mtime <= sealed:
            os.utime(path)
            yield f"{path}: changed, but looks older than before; what rests on it is built again."
    _demand((*gone, *(path for path in _noted(MARKS).values() if not path.exists())))
    if gone:
        yield f"{gone[0]}: is gone, one of {len(gone)}; what the study needs of them is built again."
    # Files from a clock that ran ahead would look newer than all that is edited from now on.
    ahead = [path for path in files((MADE,)) if path.stat().st_mtime_ns > newest]
    for path in ahead:
        os.utime(path, ns=(newest, newest))
    if ahead:
        yield f"{len(ahead)} results are dated in the future; they are given the present time."


def _made_since(path: Path, sealed: float) -> bool:
    """Whether a build that left no record made a file: Snakemake noted it after the file was written."""
    note = _note(NOTES, _output(path))
    if not note.is_file():
        return False
    noted = note.stat().st_mtime
    return noted > sealed and path.stat().st_mtime <= noted + 1


def _output(path: Path) -> Path:
    """Give what a rule makes as a whole: the folder that a file lies in, or the file itself."""
    return next((folder for folder in path.parents if (folder / WHOLE).exists()), path)


def _note(folder: Path, output: Path) -> Path:
    """Give where Snakemake keeps what it notes of an output: its path in base 64, in parts."""
    name = urlsafe_b64encode(os.fsencode(output.as_posix())).decode()
    parts = [name[start : start + LONGEST] for start in range(0, len(name), LONGEST)]
    return folder.joinpath(*(f"@{part}" for part in parts[:-1]), parts[-1])


def _noted(folder: Path) -> dict[Path, Path]:
    """Give each note of a folder, and which output it is of."""
    notes = {}
    for note in folder.rglob("*") if folder.is_dir() else ():
        name = "".join(part.removeprefix("@") for part in note.relative_to(folder).parts)
        if note.is_file() and not len(name) % 4:
            notes[note] = Path(os.fsdecode(urlsafe_b64decode(name)))
    return notes


def _mark(path: Path) -> None:
    """Mark an output as unfinished, so that the next build makes it again."""
    mark = _note(MARKS, _output(path))
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"external_jobid": None}), encoding="utf-8")


def _demand(gone: Iterable[Path]) -> None:
    """Mark what rests on outputs that are gone; of a folder that is gone, what rests on the folder."""
    lost = {part.as_posix() for path in gone for part in (path, *path.parents) if not part.exists()}
    for note, output in _noted(NOTES).items() if lost else ():
        try:
            read = json.loads(note.read_text(encoding="utf-8")).get("input") or []
        except ValueError:  # a note that was being written when the build was killed
            continue
        if output.exists() and not lost.isdisjoint(read):
            _mark(output)
