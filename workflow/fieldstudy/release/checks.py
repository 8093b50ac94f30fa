"""The verbs by which a build is checked: verdicts, report, keep, verify."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import yaml

from fieldstudy.io import read_rows, read_text, read_yaml, write_text, write_yaml
from fieldstudy.release import bundles
from fieldstudy.release.codecheck import COMMENT, caption, codecheck
from fieldstudy.release.manifest import differences
from fieldstudy.release.page import page
from fieldstudy.release.verify import Change, compared
from fieldstudy.study import Study

VERDICTS = Path("results/open/verify/verdicts.csv")


def run_verdicts(options: argparse.Namespace) -> int:
    """Print every claim's verdict."""
    rows = bundles.as_told(read_rows(options.verdicts))
    columns = ("id", "published", "regenerated", "verdict")
    widths = [max(len(column), *(len(row[column]) for row in rows)) for column in columns]
    widths = [min(width, 40) for width in widths]
    for row in [dict(zip(columns, columns, strict=True)), *rows]:
        cells = [
            row[column][:width].ljust(width) for column, width in zip(columns, widths, strict=True)
        ]
        print("  ".join(cells).rstrip())
    return 0


def accepted(verdicts: Path, baseline: Path | None) -> list[Change] | None:
    """Compare verdicts with those accepted; ``None`` if none were."""
    if baseline is None or not baseline.exists():
        return None
    now, before = (
        {row["id"]: row["verdict"] for row in read_rows(path)} for path in (verdicts, baseline)
    )
    return compared(before, now)


def run_report(options: argparse.Namespace) -> int:
    """Write the page of verdicts and the CODECHECK manifest."""
    study = Study.read(options.config)
    front = re.match(r"---\n(.*?)\n(?:---|\.\.\.)\n", read_text(options.paper), re.S)
    head: dict[str, Any] = yaml.load(front[1], yaml.BaseLoader) if front else {}
    captions = [
        {path.stem[1:]: caption(read_text(path)) for path in sorted(folder.glob("_*.qmd"))}
        for folder in (options.figures, options.tables)
    ]
    tables = {n: said for n, said in captions[1].items() if (options.tables / f"{n}.csv").exists()}
    notice = read_yaml(options.findings)["synthetic"]
    meanings = {row["id"]: row["meaning"] for row in read_yaml(options.claims)["claims"]}
    changes = accepted(options.verdicts, options.baseline)
    authors = head.get("author", [])
    manifest = codecheck(head.get("title", study.title), authors, captions[0], tables)
    files = manifest["manifest"]
    made = page(study.title, notice, read_rows(options.verdicts), meanings, changes, files)
    write_text(options.page, made)
    write_yaml(options.codecheck, manifest, COMMENT)
    return 0


def run_keep(options: argparse.Namespace) -> int:
    """Keep the manifest of the last build, to compare the next one with; in a bundle, check its files."""
    if bundles.in_bundle():
        return bundles.before()
    for path in (options.manifest, options.manifest.with_name("release.yml")):
        kept = options.before / path.name
        if path.exists():
            write_text(kept, read_text(path))
        else:
            kept.unlink(missing_ok=True)
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Print every verdict and what differs; 1 if a claim got worse, or a bundle came out otherwise."""
    run_verdicts(options)
    print()
    other = 0
    if bundles.in_bundle():
        other = bundles.after()
    else:
        print("\n".join(told_checksums(options.before, options.manifest)))
    changes = accepted(options.verdicts, options.baseline)
    if changes is None:
        print(f"No {options.baseline}: accept these verdicts with `fieldstudy claim freeze`.")
        return other
    for change in changes:
        mark = "WORSE " if change.worse else "      "
        print(f"{mark}{change.claim}: {change.before} -> {change.after}")
    bad = sum(change.worse for change in changes)
    if bad:
        accept = "`python -m fieldstudy claim freeze` accepts them"
        many = "claims are" if bad > 1 else "claim is"
        print(f"{bad} {many} worse than in {options.baseline}; {accept}.")
        return 1
    print(f"No claim is worse than in {options.baseline}.")
    return other


def told_checksums(before: Path, manifest: Path) -> list[str]:
    """Say which open files differ from the build before; bytes are compared within one road only."""
    kept = before / manifest.name
    if not kept.exists():
        return ["No earlier build to compare checksums with."]
    old, new = ({row["file"]: row["sha256"] for row in read_rows(p)} for p in (kept, manifest))
    roads = [read_yaml(p.with_name("release.yml"))["rendered_by"] for p in (kept, manifest)]
    said = []
    if roads[0] != roads[1]:
        said.append(f"Rendered by {roads[1]}, before by {roads[0]}: the paper is not compared.")
        old, new = (
            {name: digest for name, digest in files.items() if not name.startswith("paper/")}
            for files in (old, new)
        )
    changed = differences(old, new)
    said += [f"{what:<8} {name}" for name, what in changed]
    if not changed:
        said.append(f"All {len(new)} open files are the same as before, byte for byte.")
    return said


def declare(verbs: Any) -> None:
    """Describe the verbs to the stage's command line."""
    verdicts = verbs.add_parser("verdicts", help=run_verdicts.__doc__)
    verdicts.add_argument("--verdicts", type=Path, default=VERDICTS)
    verdicts.set_defaults(run=run_verdicts)
    report = verbs.add_parser("report", help=run_report.__doc__)
    report.add_argument("--config", type=Path, default=Path("config/study.yml"))
    for flag in ("claims", "paper", "findings", "figures", "tables", "page", "codecheck"):
        report.add_argument(f"--{flag}", type=Path, required=True)
    report.set_defaults(run=run_report)
    keep = verbs.add_parser("keep", help=run_keep.__doc__)
    keep.set_defaults(run=run_keep)
    verify = verbs.add_parser("verify", help=run_verify.__doc__)
    verify.set_defaults(run=run_verify)
    for verb in (report, verify):
        verb.add_argument("--verdicts", type=Path, default=VERDICTS)
        # A study that has accepted no verdicts yet gives no file.
        verb.add_argument("--baseline", type=Path, nargs="?", default=Path("config/baseline.csv"))
    for verb in (keep, verify):
        verb.add_argument(
            "--manifest", type=Path, default=Path("results/open/release/manifest.csv")
        )
        verb.add_argument("--before", type=Path, default=Path("results/logs/verify"))
