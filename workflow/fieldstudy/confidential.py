"""Refuse to work on confidential data where others could read them, or where they leave the machine."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from fieldstudy.errors import Problem, StudyError
from fieldstudy.study import Study

# Folders that are copied to somebody else's computers, by the names that their programs give them.
SYNCED = re.compile(
    r"OneDrive.*|Dropbox.*|Google ?Drive.*|My Drive|iCloud.*|Mobile Documents|CloudStorage"
    r"|Nextcloud.*|ownCloud.*|pCloud.*|Box( Sync)?|MEGA(sync)?|Syncthing|Sync|SharePoint.*",
    re.I,
)
ANYWHERE = "anywhere"
RAW = "raw"  # the name of a folder of confidential data; those of any other are a stand-in
CONTROLLED = Path("results/controlled")


def refuse_unsafe(study: Study, here: Path | None = None) -> None:
    """Stop before raw data are read where they are not safe; the stand-in may lie anywhere.

    Parameters
    ----------
    study
        What config says.
    here
        The project's folder; the current one if none is given.

    Raises
    ------
    StudyError
        If the raw data or the controlled tier can be read by everybody on the machine, or lie in a
        synced folder, and config does not say ``keep: "anywhere"``.
    """
    if study.data.name != RAW or study.keep == ANYWHERE:
        return
    here = here or Path.cwd()
    found = [*_open(here / study.data, study.data), *_synced(here / study.data, study.data)]
    found += _synced(here / CONTROLLED, CONTROLLED)
    if found:
        raise StudyError(found)


def _open(path: Path, name: Path) -> Iterator[Problem]:
    """Say what everybody on the machine can read: through every folder above, down to a file."""
    above = [path.resolve(), *path.resolve().parents]
    if path.is_dir() and all(one.stat().st_mode & stat.S_IXOTH for one in above):
        readable = [p for p in path.rglob("*") if p.is_file() and p.stat().st_mode & stat.S_IROTH]
        readable = [p for p in readable if p.name not in ("README.md", ".gitkeep")]
        if readable:
            yield Problem(
                str(name),
                f"{len(readable)} files can be read by everybody on this machine; run"
                f" `chmod -R go-rwx {name}`, or say keep: '{ANYWHERE}' in config/study.yml",
            )


def _synced(path: Path, name: Path) -> Iterator[Problem]:
    """Say if a folder is copied elsewhere as it changes."""
    places = {*path.absolute().parts, *path.resolve().parts}
    if any(SYNCED.fullmatch(part) for part in places):
        yield Problem(
            str(name),
            "lies in a folder that is copied to another company's computers; move the study out of"
            f" it, or say keep: '{ANYWHERE}' in config/study.yml",
        )
