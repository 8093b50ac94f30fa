"""Lay out a bundle as two folders, which a zip joins: ``study``, scanned for leaks, and ``workflow``.

The workflow's own files are the same for every study and public already; they hold lists of common
names, and words for locked keys, which a scan would take for the study's.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import (
    csv_text,
    read_rows,
    read_text,
    read_yaml,
    write_bytes,
    write_rows,
    write_text,
    write_yaml,
)
from fieldstudy.release import bundle, withheld
from fieldstudy.release.documents import documents
from fieldstudy.release.manifest import entries
from fieldstudy.release.papers import Papers
from fieldstudy.release.rebuilt import pins

SETTINGS = (
    "Made by the stage release for this bundle: where the build begins, and no raw file's name."
)
FACTS = "What this bundle is of; made by the stage release."
WITH_WORDS = ("anonymise/turns.csv", "anonymise/codings.csv", "code/segments.csv")


def stage(
    root: Path, results: Path, tier: str, out: Path, made: Mapping[str, str] | None = None
) -> None:
    """Lay out the bundle of a tier in an empty folder.

    Parameters
    ----------
    root
        The folder of the workflow; the study's own files are in the working directory.
    results
        What was built, from raw data.
    tier
        ``open`` or ``safeguarded``.
    out
        The folder to make; what it held is removed.
    made
        The rule that makes each open file, by its path below ``results/``, for the README's list.

    Raises
    ------
    StudyError
        For each file that no bundle takes, and where held-back words would leave.
    """
    facts = read_yaml(results / "open/release/release.yml")
    if facts["started_from"] != "raw":
        raise StudyError.of(
            "results/open/release/release.yml",
            "was made from a bundle; only a build from raw data can be scanned, and so be bundled",
        )
    study = bundle.files_of(Path(), bundle.STUDY) | bundle.released_of(results, tier)
    own = bundle.files_of(root, bundle.WORKFLOW)
    shutil.rmtree(out, ignore_errors=True)
    for part, files in zip(bundle.PARTS, (study, own), strict=True):
        for name, path in files.items():
            write_bytes(out / part / name, path.read_bytes())
    facts = _facts(results, tier, out / "study", facts)
    listed = _listed(out, tier, real=facts["data"] == "raw")
    papers = Papers(out / "study", facts, made or {}, *_measured(root))
    pinned = pins(read_text(root / "requirements.lock"))
    for name, text in documents(papers, listed, pinned.get("snakemake", "")).items():
        write_text(out / "study" / name, text)
    listed = _listed(out, tier, real=facts["data"] == "raw")
    write_text(out / "study" / bundle.MANIFEST, csv_text(bundle.COLUMNS, listed))


def _measured(root: Path) -> tuple[list[dict[str, str]], int]:
    """Read the committed benchmark, and count what the lock pins."""
    spent = root / "docs/run-time.csv"
    locked = len(pins(read_text(root / "requirements.lock")))
    return (read_rows(spent) if spent.is_file() else []), locked


def _facts(results: Path, tier: str, out: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Hold back what must be; write the bundle's settings and facts."""
    held = _hold_back(results / "safeguarded", out) if tier == "safeguarded" else 0
    settings = bundle.settings(read_yaml(Path("config/study.yml")), tier)
    write_yaml(out / "config/study.yml", settings, SETTINGS)
    hashed = read_rows(results / "safeguarded/ingest/hashes.csv")
    hashes = {row["what"]: row["sha256"] for row in hashed}
    told = {**facts, "tier": tier, "turns_not_archived": str(held), "raw_files": hashes}
    write_yaml(out / "released/release.yml", told, FACTS)
    return told


def _hold_back(safeguarded: Path, out: Path) -> int:
    """Take out of the laid-out tier what its speakers hold back; give the number of turns."""
    turns = read_rows(safeguarded / "anonymise/turns.csv")
    held = withheld.held_turns(turns, read_rows(safeguarded / "anonymise/participants.csv"))
    tier = out / "released/safeguarded"
    for name in WITH_WORDS:
        rows = read_rows(tier / name)
        kept = withheld.without_words(rows, held, count=name == WITH_WORDS[0])
        if kept:
            write_rows(tier / name, list(kept[0]), kept)
    found = Problems()
    found.all += withheld.quoted(held, read_rows(safeguarded / "code/quotations.csv"))
    texts = {
        path.relative_to(out).as_posix(): read_text(path) for path in sorted(tier.rglob("*.csv"))
    }
    found.all += withheld.still_there(held, texts)
    found.stop_if_any()
    return len(held)


def _listed(out: Path, tier: str, real: bool) -> list[dict[str, str]]:
    """List every file but the manifest itself: how it is checked, and its licence."""
    record = {Path(name).stem for name in bundle.files_of(out / "study", ("data/record",))}
    found = [entry for part in bundle.PARTS for entry in entries(out / part, bundle.MANIFEST)]
    rows = [
        (
            name,
            str(size),
            digest,
            bundle.check_of(name, tier),
            bundle.licence_of(name, real, record),
        )
        for name, size, digest in sorted(found)
    ]
    return [dict(zip(bundle.COLUMNS, row, strict=True)) for row in rows]
