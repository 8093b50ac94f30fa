"""Build two clean clones under unlike circumstances, and compare every open file byte for byte.

Folder, user, time zone, locale, hash seed, umask and number of cores differ; the installed environment
is shared, since the lock fixes it and installing it twice would show nothing more.
"""

from __future__ import annotations

import hashlib
import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.errors import StudyError

LAST = 30  # lines of a failed build's log
NOBODY = 65534  # the user of that name on every Linux
# Open files that cannot be the same, each with the reason; there is none now.
EXCUSED: dict[str, str] = {}


@dataclass(frozen=True)
class Circumstances:
    """Where, by whom and how a clone is built."""

    folder: str
    zone: str
    speech: str
    seed: str
    cores: str
    umask: int
    other_user: bool = False


def circumstances(other_user: bool, spoken: str) -> tuple[Circumstances, Circumstances]:
    """Give two that share nothing.

    Parameters
    ----------
    other_user
        Whether the second may be built by another user.
    spoken
        A locale of this machine beside the plain one.
    """
    first = Circumstances("a", "UTC", "C.UTF-8", "0", "1", 0o022)
    second = Circumstances(
        "another-folder/of-a-longer-name",
        "Pacific/Kiritimati",
        spoken,
        "4242",
        "2",
        0o077,
        other_user,
    )
    return first, second


def another_locale() -> str:
    """Give a locale that sorts and formats otherwise, if this machine has one; else the plain ``C``."""
    kept = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("tr_TR.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "sv_SE.UTF-8", "en_GB.UTF-8"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            return name
        return "C"
    finally:
        locale.setlocale(locale.LC_ALL, kept)


def as_nobody(words: list[str]) -> list[str]:
    """Put before a command what has the user ``nobody`` run it."""
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *words]


def can_be_nobody() -> str:
    """Say why no other user can build here; empty where one can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root can build as another user"
    if not shutil.which("setpriv"):
        return "setpriv is missing"
    # By a shell, as jobs run: the first command after root may read more than its children.
    words = as_nobody(["sh", "-c", f"'{sys.executable}' -c 'import yaml'"])
    probe = subprocess.run(words, capture_output=True, check=False, cwd="/")
    return "" if probe.returncode == 0 else "the user nobody may not read this Python environment"


def clone(root: Path, base: Path, how: Circumstances) -> Path:
    """Clone the commit that is checked out, into a folder of the given name.

    Raises
    ------
    StudyError
        If this is no clone.
    """
    folder = base / how.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", str(root), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StudyError.of(str(root), "cannot be cloned; run this in a clone of the repository")
    return folder


def build(folder: Path, how: Circumstances, home: Path) -> None:
    """Build paper and open bundle of a clone.

    Raises
    ------
    StudyError
        If the build fails; with what it said last.
    """
    home.mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    env = {
        **kept,
        **{"HOME": str(home), "TZ": how.zone, "LC_ALL": how.speech, "PYTHONHASHSEED": how.seed},
        **{"PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(home)},
        "PYTHONPATH": str(folder / "workflow"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}",
    }
    words = [sys.executable, "-m", "fieldstudy", "build", "--cores", how.cores, "all", "release"]
    if how.other_user:
        for path in (folder, home):
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(path)], check=True)
        words = as_nobody(words)
    log = home / "build.log"
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            words, cwd=folder, env=env, stdout=out, stderr=out, umask=how.umask, check=False
        )
    if done.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST:]
        raise StudyError.of(how.folder, "\n".join(["did not build:", *last]))


def digests(folder: Path) -> dict[str, str]:
    """Hash every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def compared(
    one: Mapping[str, str], other: Mapping[str, str], excused: Mapping[str, str]
) -> tuple[list[str], bool]:
    """Give the table that a person reads, and whether all is the same but what is excused.

    Examples
    --------
    >>> lines, same = compared({"a/x": "1", "a/y": "2"}, {"a/x": "1", "a/y": "3"}, {})
    >>> lines[1:], same
    (['        1        1  a', 'DIFFERS  a/y'], False)
    """
    tops = sorted({name.split("/")[0] for name in (*one, *other)})
    wrong = [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
    lines = ["identical   differ  folder"]
    for top in tops:
        names = [name for name in {*one, *other} if name.split("/")[0] == top]
        bad = sum(name in wrong for name in names)
        lines.append(f"{len(names) - bad:>9} {bad:>8}  {top}")
    lines += [
        f"excused  {name}: {excused[name]}" if name in excused else f"DIFFERS  {name}"
        for name in wrong
    ]
    return lines, bool(one) and all(name in excused for name in wrong)


def told(one: Circumstances, other: Circumstances, reason: str) -> list[str]:
    """Say how the two builds were unlike."""
    users = f"no: {reason}" if reason else "this one; nobody"
    rows = [
        ("folder", one.folder, other.folder),
        ("time zone", one.zone, other.zone),
        ("locale", one.speech, other.speech),
        ("PYTHONHASHSEED", one.seed, other.seed),
        ("cores", one.cores, other.cores),
        ("umask", f"{one.umask:03o}", f"{other.umask:03o}"),
    ]
    lines = [f"{name:<15} {left:<10} {right}" for name, left, right in rows]
    return [*lines, f"{'another user':<15} {users}", "environment     one, shared, as locked"]
