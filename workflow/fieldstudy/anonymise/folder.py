"""Anonymise a folder of transcripts outside any study: resumable, in several processes.

Every file is looked at once (the slow part, kept in ``controlled/finds``), then all names found are
numbered together, then every file is written. Of a file that is done, memory keeps its names alone.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from fieldstudy.anonymise import files, keys, layout, review, workers
from fieldstudy.errors import StudyError
from fieldstudy.io import write_rows, write_text

Row = dict[str, str]
R = TypeVar("R")
FILES = ("file", "transcript", "state", "problem")
# A file's name is kept if it is made of these words and numbers; any other may name somebody.
PLAIN = frozenset(
    (
        *("audio", "copy", "final", "focus", "group", "interview", "interviews", "meeting", "part"),
        *(
            "participant",
            "recording",
            "round",
            "session",
            "synthetic",
            "teams",
            "transcript",
            "wave",
        ),
    )
)


@dataclass(frozen=True)
class Task:
    """One transcript: where it is, and what its output is called."""

    path: Path
    name: str
    ending: str


def options(verb: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    verb.add_argument("source", type=Path, metavar="IN", help="folder of .vtt, .txt and .docx")
    verb.add_argument("out", type=Path, metavar="OUT", help="folder to write into")
    helped = "register.csv of a study, or a .txt file with one name a line"
    verb.add_argument("--register", type=Path, required=True, help=helped)
    verb.add_argument("--decisions", type=Path, help="decisions.csv: answers to the review queue")
    verb.add_argument("--model", choices=("spacy", "none"), default="spacy", help="second net")
    verb.add_argument("--fuzzy", type=float, default=88.0, help="likeness of a mis-heard name")
    verb.add_argument("--k", type=int, default=3, help="people who must share a role")
    verb.add_argument("--key", choices=keys.WAYS, default="plain", help="how the key is locked")
    verb.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="processes")


def run(asked: argparse.Namespace) -> int:
    """Anonymise a folder of transcripts outside any study; exits 1 if a file could not be read."""
    kept = asked.out / "controlled"
    lock = keys.Lock.of(asked.key, os.environ)
    salt = _salt(kept / "salt.txt")
    tasks = list_tasks(asked.source, asked.out, salt)
    how = workers.How(
        asked.register, asked.decisions, asked.model, asked.fuzzy, asked.k, kept, asked.out, lock
    )
    known = workers.prepare(how)
    problems: dict[str, str] = {}
    with _bar(len(tasks) * 2) as step:
        for name, problem in _each(workers.look, tasks, how, asked.cores, step):
            if problem:
                problems[name] = problem
        good = [task for task in tasks if task.name not in problems]
        unregistered = workers.gather(how, [task.name for task in good])
        rows = workers.number_all(how, known, unregistered, salt)
        files.write_key(kept / "key.csv", rows, lock)
        met: dict[tuple[str, str], Row] = {}
        for name, problem, queued in _each(workers.replace_all, good, how, asked.cores, step):
            if problem:
                problems[name] = problem
            review.merge(met, queued)
    _clear(asked.out, tasks, problems)
    if lock.way != "plain":
        shutil.rmtree(kept / "finds")  # names stand there as they are
    write_rows(kept / "review.csv", review.COLUMNS, met.values())
    write_rows(kept / "files.csv", FILES, _listed(tasks, asked.source, problems))
    return _told(tasks, problems, len(met), kept)


def list_tasks(source: Path, out: Path, salt: bytes) -> list[Task]:
    """List the transcripts of a folder, each with a name that tells nothing.

    Raises
    ------
    StudyError
        If the folder is missing or has no transcript.
    """
    found = sorted(
        path
        for path in source.rglob("*")
        if path.is_file()
        and path.suffix.lower() in layout.ENDINGS
        and not path.name.startswith(("~$", "."))
        and out.resolve() not in path.resolve().parents
    )
    if not found:
        what = f"holds no transcript; allowed: {', '.join(layout.ENDINGS)}"
        raise StudyError.of(
            "IN", what if source.is_dir() else "is no folder; give one that is there"
        )
    stems = [path.stem.lower() for path in found]
    return [
        Task(path, _name(path, source, salt, stems), ".vtt" if _timed(path) else ".txt")
        for path in found
    ]


def _timed(path: Path) -> bool:
    return path.suffix.lower() == ".vtt"


def _name(path: Path, source: Path, salt: bytes, stems: list[str]) -> str:
    """Keep a file's name if it is plain and the only one; else name it by a keyed hash."""
    words = re.findall(r"[^\W\d_]+", path.stem.lower())
    plain = all(word in PLAIN or len(word) == 1 for word in words)
    if plain and path.stem.isascii() and stems.count(path.stem.lower()) == 1:
        return re.sub(r"[^\w.-]+", "-", path.stem)
    place = path.relative_to(source).as_posix().encode()
    return f"transcript-{hmac.new(salt, place, hashlib.sha256).hexdigest()[:10]}"


def _salt(path: Path) -> bytes:
    """Read the salt, made once."""
    if not path.is_file():
        write_text(path, f"{secrets.token_hex(16)}\n")
    return path.read_bytes().strip()


def _each(
    does: Callable[[Task], R],
    tasks: list[Task],
    how: workers.How,
    cores: int,
    step: Callable[[], None],
) -> Iterator[R]:
    """Do something with every task, in as many processes as asked for; results in order."""
    if cores <= 1:
        workers.begin(how)
        results: Iterable[R] = map(does, tasks)
        for result in results:
            step()
            yield result
        return
    # Not forked: the bar has a thread, and a fork of a process with threads may never end.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(cores, fresh, workers.begin, (how,)) as pool:
        for result in pool.map(does, tasks, chunksize=2):
            step()
            yield result


@contextmanager
def _bar(steps: int) -> Iterator[Callable[[], None]]:
    """Show progress on a terminal; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("Anonymising", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=steps)
        yield lambda: progress.advance(bar)


def _clear(out: Path, tasks: list[Task], problems: dict[str, str]) -> None:
    """Take away what an earlier run wrote of a file that cannot be read any more, or is gone."""
    good = {task.name for task in tasks if task.name not in problems}
    for folder, endings in ((out, {".txt", ".vtt"}), (out / "controlled" / "changes", {".csv"})):
        for path in sorted(folder.glob("*")):
            if path.suffix in endings and path.stem not in good:
                path.unlink()


def _listed(tasks: list[Task], source: Path, problems: dict[str, str]) -> Iterator[Row]:
    """Say which output is which file's; the files' names may name people, so this is controlled."""
    for task in tasks:
        problem = problems.get(task.name, "")
        yield {
            "file": task.path.relative_to(source).as_posix(),
            "transcript": f"{task.name}{task.ending}",
            "state": "failed" if problem else "anonymised",
            "problem": problem,
        }


def _told(tasks: list[Task], problems: dict[str, str], queued: int, kept: Path) -> int:
    """Print the summary; no file is named by its own name, which may be a person's."""
    for name, what in sorted(problems.items()):
        print(f"{name}: {what}", file=sys.stderr)
    done = len(tasks) - len(problems)
    print(f"{done} of {len(tasks)} transcripts anonymised.")
    if queued:
        print(f"{queued} names are masked but not sure: read {kept / 'review.csv'}.")
    if problems:
        print(f"{len(problems)} could not be: {kept / 'files.csv'} says which file each is.")
    return 1 if problems else 0
