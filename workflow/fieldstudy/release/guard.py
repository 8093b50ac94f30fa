"""The verbs that guard a study: scan, tidy, seal, and purge of ``purge``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problem, StudyError
from fieldstudy.io import read_rows, read_yaml, write_text
from fieldstudy.release import purge, tidy
from fieldstudy.release.patterns import MAGIC, machine
from fieldstudy.release.scan import UNREADABLE, Hit, Scanner
from fieldstudy.study import Study

CONTROLLED = Path("results/controlled")
LISTS = {
    "register": CONTROLLED / "ingest/register.csv",
    "participants": CONTROLLED / "ingest/participants.csv",
    "decisions": CONTROLLED / "ingest/decisions.csv",
    "key": CONTROLLED / "anonymise/key.csv",
}
WAYS = Path("config/scan.yml")
MOST_TOLD = 200
# What to do where a hit should be none, by the list that it comes from.
MAY_BE_SAID = f"if it may be said, list it as allowed in {WAYS}"
OTHERWISE = {
    "register.csv": MAY_BE_SAID,
    "participants.csv": MAY_BE_SAID,
    "decisions.csv": "if it is no name, let that row say keep",
    "key.csv": f"if that row of {LISTS['key']} is no name, keep it by a row in decisions.csv",
    "e-mail": MAY_BE_SAID,
    "phone": MAY_BE_SAID,
}


def run_scan(options: argparse.Namespace) -> int:
    """Look for what must not leave in every file of a folder; anything found, or not readable, exits 2."""
    if not options.folder.is_dir():
        raise StudyError.of(str(options.folder), "is no folder; name the folder to scan")
    hits = scanner(options).scan(options.folder, options.without)
    if hits:
        told = [problem(options.folder, hit) for hit in hits[:MOST_TOLD]]
        if len(hits) > MOST_TOLD:
            told.append(Problem(str(options.folder), f"holds {len(hits) - MOST_TOLD} more"))
        raise StudyError(told)
    said = f"Nothing found in {options.folder.as_posix()}.\n"
    if options.without_register:
        said = said.replace(".\n", ", looked at without a register: names were not looked for.\n")
    if options.out:
        write_text(options.out, said)
    print(said, end="")
    return 0


def scanner(options: argparse.Namespace) -> Scanner:
    """Make a scanner of the study's lists and of what config lets pass."""
    study = Study.read(options.config)
    ways = read_yaml(options.ways) if options.ways.exists() else {}
    salt = "" if study.synthetic or not study.salt.exists() else study.salt.read_text().strip()
    lists: dict[str, list[dict[str, str]]] = {}
    if not options.without_register:
        for name, usual in LISTS.items():
            path: Path = getattr(options, name) or usual
            # The register must be there; the other lists may not be, and a locked key cannot be read.
            if name == "register" or path.exists():
                lists[name] = _rows(path)
    return Scanner(
        **lists,
        machine=machine(salt),
        allowed=ways.get("allowed") or [],
        listed=ways.get("listed") or [],
        public=ways.get("public") or [],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """Read a list; a locked key has no rows to read."""
    if path.is_file() and MAGIC in path.read_bytes()[:100]:
        return []
    return read_rows(path)


def problem(folder: Path, hit: Hit) -> Problem:
    """Say where a hit is and what to do, never what it is."""
    where = f"{folder / hit.file}" + (f": {hit.place}" if hit.place else "")
    if hit.kind == UNREADABLE:
        return Problem(where, f"{hit.which}; remove it, or list it in {WAYS} if it may pass unread")
    which = hit.which or "by its shape"
    otherwise = OTHERWISE.get((hit.which or hit.kind).split()[0])
    told = f"must not leave: {hit.kind} ({which}); mask it and build again"
    return Problem(where, f"{told}; {otherwise}" if otherwise else told)


def run_tidy(options: argparse.Namespace) -> int:
    """Put the folder in order before a build: after a kill, a hand-edited output, a clock set back."""
    for line in tidy.tidy():
        print(line, file=sys.stderr)
    return 0


def run_seal(options: argparse.Namespace) -> int:
    """Record what a build read and made, for the next one to compare with."""
    tidy.seal()
    return 0


def declare(verbs: Any) -> None:
    """Describe the verbs to the stage's command line."""
    purge.declare(verbs)
    verbs.add_parser("tidy", help=run_tidy.__doc__).set_defaults(run=run_tidy)
    verbs.add_parser("seal", help=run_seal.__doc__).set_defaults(run=run_seal)
    scan = verbs.add_parser("scan", help=run_scan.__doc__)
    scan.add_argument("folder", type=Path)
    scan.add_argument("--config", type=Path, default=Path("config/study.yml"))
    scan.add_argument("--ways", type=Path, default=WAYS, help="what may pass")
    for name, usual in LISTS.items():
        scan.add_argument(f"--{name}", type=Path, help=f"default: {usual}")
    scan.add_argument("--without-register", action="store_true", help="look for no names")
    scan.add_argument("--without", help="a part that is scanned by itself, such as release/")
    scan.add_argument("--out", type=Path)
    scan.set_defaults(run=run_scan)
