"""``python -m fieldstudy release``: scan, undecided, manifest, summary, compare; verbs of ``checks``."""

from __future__ import annotations

import argparse
import getpass
import hashlib
import socket
import sys
from pathlib import Path

from fieldstudy.errors import Problem, StudyError
from fieldstudy.io import read_rows, read_yaml, write_bytes, write_text, write_yaml
from fieldstudy.release.checks import declare
from fieldstudy.release.manifest import differences, entries
from fieldstudy.release.scan import Scanner
from fieldstudy.release.summary import summary
from fieldstudy.release.undecided import undecided
from fieldstudy.study import Study

COMMON_USERS = frozenset(("root", "user", "runner", "ubuntu", "admin"))
SHORTEST_HOST = 6


def machine() -> list[str]:
    """Give the texts by which an output would betray this machine."""
    host = socket.gethostname()
    user = getpass.getuser()
    found = [str(Path.cwd()), str(Path.home()) + "/"]
    found += [host] if len(host) >= SHORTEST_HOST and host != "localhost" else []
    found += [user] if len(user) >= SHORTEST_HOST and user not in COMMON_USERS else []
    return found


def run_scan(options: argparse.Namespace) -> int:
    """Scan a folder for what must not leave; anything found stops the release."""
    register = read_rows(options.register)
    allowed = read_yaml(options.allowed)["allowed_words"] if options.allowed else []
    hits = Scanner(register, machine(), allowed).scan(options.folder)
    if hits:
        raise StudyError(
            [
                Problem(
                    f"{options.folder / hit.file}",
                    f"is unreadable to the scan: {hit.which}; remove the file"
                    if hit.kind == "unreadable"
                    else f"holds a {hit.kind} ({hit.which or 'by its shape'}); mask it and build again",
                )
                for hit in hits
            ]
        )
    if options.out:
        write_text(options.out, f"Nothing found in {options.folder.as_posix()}.\n")
    return 0


def run_undecided(options: argparse.Namespace) -> int:
    """Stop while names wait for a decision, unless config says to release them masked."""
    way = Study.read(options.config).anonymise.get("release_undecided", "stop")
    waiting = undecided(read_rows(options.summary), way)
    write_text(options.out, f"Names that wait for a decision, released masked: {waiting}.\n")
    return 0


def run_manifest(options: argparse.Namespace) -> int:
    """List every file of the open tier with its checksum, and what the release is of."""
    study = Study.read(options.config)
    lines = ["file,bytes,sha256"]
    lines += [
        f"{name},{size},{digest}" for name, size, digest in entries(options.folder, "release/")
    ]
    lock = hashlib.sha256(options.lock.read_bytes()).hexdigest()
    facts = {
        "study": study.id,
        "version": study.version,
        "data": "synthetic stand-in" if study.synthetic else "raw",
        "started_from": study.start_from,
        "rendered_by": options.road.read_text(encoding="utf-8").strip(),
        "requirements_lock_sha256": lock,
    }
    write_text(options.manifest, "\n".join(lines) + "\n")
    write_yaml(options.facts, facts, "What this release is of; made by the stage release.")
    return 0


def run_given(options: argparse.Namespace) -> int:
    """Put what a bundle gives where the stages that a bundle leaves out would have put it."""
    for path in options.files:
        within = Path(*path.parts[path.parts.index("results") + 1 :])
        write_bytes(path, (options.given / within).read_bytes())
    return 0


def run_summary(options: argparse.Namespace) -> int:
    """Print the closing summary of a build."""
    study = Study.read(options.config)
    print(summary(options.results, study.title, study.synthetic))
    return 0


def run_compare(options: argparse.Namespace) -> int:
    """Say which open files differ between two manifests; exit 1 if any does."""
    before, after = (
        {row["file"]: row["sha256"] for row in read_rows(path)}
        for path in (options.before, options.after)
    )
    changed = differences(before, after)
    for name, what in changed:
        print(f"{what:<8} {name}", file=sys.stderr)
    if not changed:
        print(f"All {len(after)} open files are the same, byte for byte.")
    return 1 if changed else 0


def parser() -> argparse.ArgumentParser:
    """Describe the stage's verbs."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy release", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    scan = verbs.add_parser("scan", help=run_scan.__doc__)
    scan.add_argument("folder", type=Path)
    scan.add_argument("--register", type=Path, required=True)
    scan.add_argument("--allowed", type=Path, help="YAML with allowed_words")
    scan.add_argument("--out", type=Path)
    scan.set_defaults(run=run_scan)
    waiting = verbs.add_parser("undecided", help=run_undecided.__doc__)
    waiting.add_argument("--config", type=Path, default=Path("config/study.yml"))
    waiting.add_argument("--summary", type=Path, required=True, help="the anonymiser's summary.csv")
    waiting.add_argument("--out", type=Path, required=True)
    waiting.set_defaults(run=run_undecided)
    manifest = verbs.add_parser("manifest", help=run_manifest.__doc__)
    manifest.add_argument("folder", type=Path)
    manifest.add_argument("--config", type=Path, default=Path("config/study.yml"))
    manifest.add_argument("--lock", type=Path, default=Path("requirements.lock"))
    manifest.add_argument("--road", type=Path, required=True)
    manifest.add_argument("--manifest", type=Path, required=True)
    manifest.add_argument("--facts", type=Path, required=True)
    manifest.set_defaults(run=run_manifest)
    given = verbs.add_parser("given", help=run_given.__doc__)
    given.add_argument("given", type=Path, help="the bundle's folder `released`")
    given.add_argument("files", type=Path, nargs="+", help="files of results/ to put in place")
    given.set_defaults(run=run_given)
    told = verbs.add_parser("summary", help=run_summary.__doc__)
    told.add_argument("--config", type=Path, default=Path("config/study.yml"))
    told.add_argument("--results", type=Path, default=Path("results"))
    told.set_defaults(run=run_summary)
    declare(verbs)
    compare = verbs.add_parser("compare", help=run_compare.__doc__)
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.set_defaults(run=run_compare)
    return top


def main(words: list[str]) -> int:
    """Run one verb of the stage."""
    options = parser().parse_args(words)
    return int(options.run(options))
