"""The verbs of bundles: stage, zip, given; and what keep and verify say inside an unzipped one."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, read_text, read_yaml, write_bytes
from fieldstudy.release import rebuilt
from fieldstudy.release.bundle import MANIFEST, TIERS, write_zip
from fieldstudy.study import Study
from fieldstudy.untrusted import printable

RELEASED = Path("released")
LOCK = Path("requirements.lock")
RECOMPUTED = Path("results/open/verify/recomputed.csv")
Rows = list[dict[str, str]]


def run_given(options: argparse.Namespace) -> int:
    """Put what a bundle gives where the stages that a bundle leaves out would have put it."""
    for path in options.files:
        within = Path(*path.parts[path.parts.index("results") + 1 :])
        write_bytes(path, (options.given / within).read_bytes())
    return 0


def run_stage(options: argparse.Namespace) -> int:
    """Lay out a bundle as a folder, to be scanned before it is zipped."""
    from fieldstudy.release.staging import stage

    made = dict(entry.partition("=")[::2] for entry in options.made)
    stage(options.workflow, options.results, options.tier, options.out, made)
    return 0


def run_zip(options: argparse.Namespace) -> int:
    """Write a laid-out bundle as a zip with stable bytes."""
    write_zip(options.folder, options.out)
    return 0


def in_bundle() -> bool:
    """Tell whether this is an unzipped bundle, also one whose manifest is gone."""
    return RELEASED.is_dir() and (Path(MANIFEST).is_file() or Study.read().start_from != "raw")


def read_manifest() -> Rows:
    """Read a bundle's own manifest.

    Raises
    ------
    StudyError
        If it is gone, or no manifest of a bundle.
    """
    if not Path(MANIFEST).is_file():
        raise StudyError.of(MANIFEST, "is missing; unzip the bundle again")
    rows = read_rows(Path(MANIFEST))
    if not rows or not {"file", "sha256", "check"} <= set(rows[0]):
        raise StudyError.of(MANIFEST, "is no manifest of a bundle; unzip the bundle again")
    return rows


def as_told(verdicts: Rows) -> Rows:
    """Give the verdicts as this tier can tell them: ``confidential``, and nothing regenerated, where not."""
    if not (in_bundle() and RECOMPUTED.is_file()):
        return verdicts
    told = {row["id"]: row["verdict"] for row in read_rows(RECOMPUTED)}
    hidden = {"verdict": rebuilt.CONFIDENTIAL, "regenerated": ""}
    return [
        {**row, **(hidden if told.get(row["id"]) == rebuilt.CONFIDENTIAL else {})}
        for row in verdicts
    ]


def told_drift() -> list[str]:
    """Say how this environment differs from the lock."""
    return rebuilt.drift(rebuilt.pins(read_text(LOCK)), rebuilt.installed_packages())


def before() -> int:
    """Say, before an unzipped bundle is built, what is not as released: environment, then files."""
    drifted = told_drift()
    if drifted:
        print(f"This environment is not the locked one ({len(drifted)} packages):")
        print("\n".join(f"  {line}" for line in drifted))
        print("What software renders (paper, figures, evidence) will not be compared.")
    changed = rebuilt.changed(Path(), read_manifest())
    if changed:
        print("Not as it was released:")
        print("\n".join(f"  {line}" for line in changed))
    return 0


def after() -> int:
    """Say what a build of a bundle made otherwise, and which claims it cannot check; 1 if any differs."""
    drifted, rows = told_drift(), read_manifest()
    here = read_text(Path("results/open/paper/road.txt")).strip()
    road = str(read_yaml(RELEASED / "release.yml").get("rendered_by"))
    found = rebuilt.compared(Path(), rows, rendered=not drifted and here == road)
    if drifted:
        print(f"This environment is not the locked one: {len(drifted)} packages differ.")
    if here != road:
        print(f"The paper was rendered by {road}, and here by {here}.")
    for title, lines in (
        ("Not as it was released:", found.changed),
        ("Built otherwise than released:", found.otherwise),
        ("Not compared, since other software rendered it:", found.uncompared),
    ):
        if lines:
            print("\n".join([title, *(f"  {line}" for line in lines)]))
    print(f"{found.same} files were built again as released, byte for byte.")
    if RECOMPUTED.is_file():
        unchecked = rebuilt.unchecked(read_rows(RECOMPUTED))
        print(f"{len(unchecked)} claims cannot be checked from this bundle (confidential):")
        print("\n".join(f"  {line}" for line in unchecked))
    if found.good:
        print("Nothing was changed, and nothing came out otherwise.")
    else:
        print(
            f"{len(found.changed)} files were changed; {len(found.otherwise)} came out otherwise."
        )
    return int(not found.good)


def run_inspect(options: argparse.Namespace) -> int:
    """Show what a bundle is and holds; 1 if its files are not what its manifest says."""
    from fieldstudy.release.inspect import inspected
    from fieldstudy.release.opened import Opened

    opened = Opened(options.bundle)
    print("\n".join(inspected(opened)))
    return int(bool(opened.differing()))


def run_attest(options: argparse.Namespace) -> int:
    """Confirm, with the raw data at hand and built, that a bundle came from them; 1 if it did not."""
    from fieldstudy.release import attest
    from fieldstudy.release.opened import Opened

    opened, study = Opened(options.bundle), Study.read(options.config)
    if not study.salt.is_file():
        raise StudyError.of(
            str(study.salt), "is missing; without the salt of that time no hash can be made again"
        )
    hashes = _hashed(options.config, options.scratch)
    said = opened.mapping("released/release.yml").get("raw_files")
    lines, same = attest.told_hashes(said if isinstance(said, dict) else {}, hashes)
    changed = opened.differing()
    lines += [f"{line} (in the bundle, against its own manifest)" for line in changed]
    built = {row["file"]: row["sha256"] for row in read_rows(options.manifest)}
    shown = {name: digest for name, digest in built.items() if "/." not in name}
    start = "released/open/"
    released = {
        row["file"].removeprefix(start): row["sha256"]
        for row in opened.manifest
        if row["file"].startswith(start)
    }
    told, alike = attest.told_files(released, shown)
    print("\n".join(map(printable, [*lines, *told])))
    good = same and alike and not changed
    print(
        f"This bundle {'came' if good else 'cannot be confirmed to have come'} from these raw data."
    )
    return int(not good)


def _hashed(config: Path, scratch: Path) -> dict[str, str]:
    """Have the stage ingest hash the raw files again, and read the hashes by what each file is."""
    files = {flag: scratch / f"{flag}.csv" for flag in ("out", "by-role")}
    words = [part for flag, path in files.items() for part in (f"--{flag}", str(path))]
    done = subprocess.run(
        [sys.executable, "-m", "fieldstudy", "ingest", "hashes", "--config", str(config), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StudyError.of(str(config), f"cannot be hashed: {done.stderr.strip()}")
    return {row["what"]: row["sha256"] for row in read_rows(files["by-role"])}


def run_reproduce(options: argparse.Namespace) -> int:
    """Build two clean clones under unlike circumstances; 1 if an open file differs without a reason."""
    from fieldstudy.release import reproduce

    reason = reproduce.can_be_nobody()
    one, other = reproduce.circumstances(not reason, reproduce.another_locale())
    with tempfile.TemporaryDirectory(prefix="reproduce-", dir=options.scratch) as scratch:
        base = Path(scratch)
        base.chmod(0o755)  # the other user passes through
        found = []
        # Both are cloned first: a commit in between would be built by one of them alone.
        cloned = [(how, reproduce.clone(Path(), base, how)) for how in (one, other)]
        for number, (how, folder) in enumerate(cloned):
            print(f"Building in {how.folder}, on {how.cores} cores", flush=True)
            reproduce.build(folder, how, base / f"home-{number}")
            found.append(reproduce.digests(folder / "results/open"))
    lines, same = reproduce.compared(found[0], found[1], reproduce.EXCUSED)
    print("\n".join([*reproduce.told(one, other, reason), "", *lines, ""]))
    print(
        f"Every one of {len(found[0])} open files is identical, but for those excused."
        if same
        else "Open files differ."
    )
    return int(not same)


def declare(verbs: Any) -> None:
    """Describe the verbs to the stage's command line."""
    given = verbs.add_parser("given", help=run_given.__doc__)
    given.add_argument("given", type=Path, help="the bundle's folder `released`")
    given.add_argument("files", type=Path, nargs="+", help="files of results/ to put in place")
    given.set_defaults(run=run_given)
    stage = verbs.add_parser("stage", help=run_stage.__doc__)
    stage.add_argument("tier", choices=TIERS)
    stage.add_argument("--workflow", type=Path, default=Path(), help="the workflow's folder")
    stage.add_argument("--results", type=Path, default=Path("results"))
    stage.add_argument("--made", nargs="*", default=[], help="open/FILE=RULE, for each open file")
    stage.add_argument("--out", type=Path, required=True, help="folder to make anew")
    stage.set_defaults(run=run_stage)
    zipped = verbs.add_parser("zip", help=run_zip.__doc__)
    zipped.add_argument("folder", type=Path, help="a bundle laid out by `release stage`")
    zipped.add_argument("--out", type=Path, required=True)
    zipped.set_defaults(run=run_zip)
    shown = verbs.add_parser("inspect", help=run_inspect.__doc__)
    shown.set_defaults(run=run_inspect)
    confirmed = verbs.add_parser("attest", help=run_attest.__doc__)
    confirmed.add_argument("--config", type=Path, default=Path("config/study.yml"))
    built = Path("results/open/release/manifest.csv")
    confirmed.add_argument("--manifest", type=Path, default=built, help="of a build from raw data")
    scratch = Path("results/controlled/release/attest")
    confirmed.add_argument("--scratch", type=Path, default=scratch, help="folder for the hashes")
    confirmed.set_defaults(run=run_attest)
    for verb in (shown, confirmed):
        verb.add_argument("bundle", type=Path, help="a bundle's zip")
    twice = verbs.add_parser("reproduce", help=run_reproduce.__doc__)
    twice.add_argument(
        "--scratch", type=Path, help="folder to build in; left out, the system's own"
    )
    twice.set_defaults(run=run_reproduce)
