"""Remove raw data and the controlled tier when retention ends; record how much went, never what it held."""

from __future__ import annotations

import argparse
import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.confidential import RAW
from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, write_rows
from fieldstudy.release.tidy import building
from fieldstudy.study import Study

RECORD = Path("results/safeguarded/release/purged.csv")
COLUMNS = ("what", "files", "bytes", "removed_on")
TIER = {"controlled tier": Path("results/controlled"), "logs": Path("results/logs")}
LEFT = ("README.md", ".gitkeep")  # what a clone holds, not data


@dataclass(frozen=True)
class Part:
    """Something to remove: what it is, where, and how much."""

    what: str
    folder: Path
    files: int
    size: int


def parts(study: Study) -> list[Part]:
    """Count what a purge removes.

    Raises
    ------
    StudyError
        If the study's data are the stand-in, or a folder is a link.
    """
    if study.data.name != RAW:
        what = "is a stand-in, which is never removed; `make clean` removes what was built"
        raise StudyError.of(str(study.data), what)
    found = []
    for what, folder in {"raw data": study.data, **TIER}.items():
        if folder.is_symlink():
            raise StudyError.of(str(folder), "is a link; remove what it leads to by hand")
        files = _below(folder)
        found.append(Part(what, folder, len(files), sum(p.lstat().st_size for p in files)))
    return found


def _below(folder: Path) -> list[Path]:
    """Give every file and link below a folder, following no link; what a clone holds stays."""
    return [
        Path(place) / name
        for place, _, names in os.walk(folder)
        for name in names
        if not (Path(place) == folder and name in LEFT)
    ] + [
        Path(place) / name
        for place, names, _ in os.walk(folder)
        for name in names
        if (Path(place) / name).is_symlink()
    ]


def remove(part: Part) -> None:
    """Remove every file of a part, and the folders that are then empty."""
    for path in _below(part.folder):
        path.unlink()
    for place, _, _ in os.walk(part.folder, topdown=False):
        if Path(place) != part.folder and not any(Path(place).iterdir()):
            Path(place).rmdir()


def run_purge(options: argparse.Namespace) -> int:
    """Remove raw data, controlled tier and logs for good; without --yes, only say what would go."""
    study = Study.read(options.config)
    found = parts(study)
    for part in found:
        print(f"{part.what:<16} {part.folder}: {part.files} files, {part.size} bytes")
    if not options.yes:
        print("Nothing was removed. This cannot be undone; to remove all of it: make purge YES=1")
        return 1
    running = building(Path.cwd())
    if running:
        raise StudyError.of("results", f"a build is running (process {running}); wait for its end")
    before = read_rows(RECORD) if RECORD.exists() else []
    # The day is told by the clock: this is the record of an act, and no output of the study.
    today = datetime.date.today().isoformat()
    now = [dict(zip(COLUMNS, (p.what, p.files, p.size, today), strict=True)) for p in found]
    for part in found:
        remove(part)
    write_rows(RECORD, COLUMNS, [*before, *now])
    print(f"Removed, and recorded in {RECORD}. The hashes of the raw files stay in")
    print(
        "results/safeguarded/ingest/. Copies elsewhere (backups, mail, disks) are yours to remove."
    )
    return 0


def declare(verbs: Any) -> None:
    """Describe the verb to the stage's command line."""
    purge = verbs.add_parser("purge", help=run_purge.__doc__)
    purge.add_argument("--config", type=Path, default=Path("config/study.yml"))
    purge.add_argument("--yes", action="store_true", help="remove; without it, only count")
    purge.set_defaults(run=run_purge)
