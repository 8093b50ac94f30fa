"""``python -m fieldstudy release``: manifest, summary, compare.

The verbs of ``guard``, ``checks`` and ``bundles`` are declared there.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from fieldstudy.io import read_rows, write_rows, write_text, write_yaml
from fieldstudy.release import bundles, checks, guard
from fieldstudy.release.manifest import differences, entries
from fieldstudy.release.summary import summary, taken
from fieldstudy.release.undecided import undecided
from fieldstudy.study import Study


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


def run_summary(options: argparse.Namespace) -> int:
    """Print the closing summary of a build."""
    study = Study.read(options.config)
    print(summary(options.results, study.title, study.synthetic))
    return 0


def run_times(options: argparse.Namespace) -> int:
    """Write what each stage of the last build took: processor seconds, and megabytes at most."""
    write_rows(options.out, ("stage", "cpu_seconds", "megabytes"), taken(options.logs))
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
    guard.declare(verbs)
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
    told = verbs.add_parser("summary", help=run_summary.__doc__)
    told.add_argument("--config", type=Path, default=Path("config/study.yml"))
    told.add_argument("--results", type=Path, default=Path("results"))
    told.set_defaults(run=run_summary)
    checks.declare(verbs)
    bundles.declare(verbs)
    times = verbs.add_parser("times", help=run_times.__doc__)
    times.add_argument("--logs", type=Path, default=Path("results/logs"))
    times.add_argument("--out", type=Path, default=Path("docs/run-time.csv"))
    times.set_defaults(run=run_times)
    compare = verbs.add_parser("compare", help=run_compare.__doc__)
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.set_defaults(run=run_compare)
    return top


def main(words: list[str]) -> int:
    """Run one verb of the stage."""
    options = parser().parse_args(words)
    return int(options.run(options))
