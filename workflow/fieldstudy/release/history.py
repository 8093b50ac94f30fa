"""Give the text in a git repository's history: every object that it still holds, and its own notes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from fieldstudy.release.loose import Piece, UnreadableError, loose
from fieldstudy.release.reading import pieces

MOST = 2_000_000_000  # bytes of all objects together
SECONDS = 600
# Who wrote a commit is public: the address may stand in these lines, and nowhere else.
WROTE = re.compile(rb"(?m)^((?:author|committer|tagger) [^\n<]*<[^@\n>]*)@")
QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
NOTES = ("HEAD", "config", "packed-refs", "description", "index", "COMMIT_EDITMSG", "ORIG_HEAD")


def history(folder: Path) -> Iterator[Piece]:
    """Give the texts of all objects and notes of a repository; nothing in it is run.

    Parameters
    ----------
    folder
        The folder ``.git``, or a bare repository.

    Raises
    ------
    UnreadableError
        If there is no git to read it with, it is damaged, or too large.
    """
    for name in NOTES:
        if (folder / name).is_file():
            yield from _said((folder / name).read_bytes(), name)
    for part in ("logs", "refs", "info", "hooks"):
        for path in sorted(p for p in (folder / part).rglob("*") if p.is_file()):
            yield Piece("name of a reference", path.relative_to(folder).as_posix())
            if not path.name.endswith(".sample"):
                yield from _said(path.read_bytes(), part)
    yield from _objects(folder)


def _said(content: bytes, place: str) -> Iterator[Piece]:
    """Give a note, the addresses of those who wrote left readable but no addresses."""
    yield from loose(re.sub(rb"(<[^@\n>]*)@([^\n>]*>)", rb"\1 at \2", content), place)


def _objects(folder: Path) -> Iterator[Piece]:
    """Give every object: contents of files, messages, and names in folders."""
    git = shutil.which("git")
    if git is None:
        raise UnreadableError("is a git history, and there is no git to read it with")
    command = [git, "-c", "safe.directory=*", f"--git-dir={folder}", "cat-file"]
    command += ["--batch-all-objects", "--batch", "--unordered", "--buffer"]
    run = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), **QUIET},
    )
    total = 0
    try:
        assert run.stdout
        while head := run.stdout.readline():
            name, kind, size = head.decode("ascii").split()
            total += int(size)
            if total > MOST:
                raise UnreadableError("is a git history too large to scan; scan an export of it")
            content = run.stdout.read(int(size))
            run.stdout.read(1)
            place = f"git {kind} {name[:10]}"
            if kind == "blob":
                yield from pieces(content, place, 1)
            elif kind == "tree":
                yield from loose(content, place)
            else:
                yield from loose(WROTE.sub(rb"\1 at ", content), place)
        if run.wait(SECONDS):
            raise UnreadableError("is a damaged git history")
    except ValueError as error:
        raise (
            error if isinstance(error, UnreadableError) else UnreadableError("is damaged")
        ) from None
    finally:
        run.kill()
        run.wait()
        if run.stdout:
            run.stdout.close()
