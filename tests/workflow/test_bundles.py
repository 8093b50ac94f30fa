"""A bundle in an empty folder: two commands rebuild it, and a changed byte is found and named.

The package and tools of this environment are used, so that no test downloads any.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from building import Build

STARTS = ("open", "safeguarded")
ZIP = "results/{0}/release/east-midlands-0.1.0-{0}.zip"


@pytest.fixture(scope="module")
def bundles(built: Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make both bundles of the built study."""
    copy = Build(tmp_path_factory.mktemp("released") / "study")
    shutil.copytree(built.folder, copy.folder, symlinks=True)
    for tier in STARTS:
        done = copy.run("release", "--config", f"bundle={tier}")
        assert done.returncode == 0, done.stderr[-500:]
    return {tier: copy.folder / ZIP.format(tier) for tier in STARTS}


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make in an unzipped bundle, in this environment rather than one that it sets up."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MAKEFLAGS")}
    env = {**clean, "PATH": path, "PYTHONPATH": str(folder / "workflow")}
    words = ("-o", ".venv/ready", "CORES=2", *words)
    return subprocess.run(
        ["make", *words], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def unzipped(bundle: Path, folder: Path) -> Path:
    """Unzip a bundle into an empty folder."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def rebuilt(bundles: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Unzip the open bundle alone, and run its two commands."""
    folder = unzipped(bundles["open"], tmp_path_factory.mktemp("elsewhere") / "bundle")
    first = make(folder, "paper")
    assert first.returncode == 0, first.stdout + first.stderr
    assert (folder / "results/open/paper/paper.pdf").is_file()
    second = make(folder, "verify")
    assert second.returncode == 0, second.stdout + second.stderr
    return folder, second.stdout


def verdicts_of(folder: Path, name: str = "verdicts") -> dict[str, str]:
    """Read the verdicts of a build."""
    with (folder / f"results/open/verify/{name}.csv").open(encoding="utf-8", newline="") as table:
        return {row["id"]: row["verdict"] for row in csv.DictReader(table)}


def test_the_open_bundle_alone_is_rebuilt_as_it_was_released(rebuilt: tuple[Path, str]) -> None:
    _, said = rebuilt
    assert "Nothing was changed, and nothing came out otherwise." in said
    assert "not the locked one" not in said


def test_every_verdict_that_open_tables_bear_is_recomputed_as_it_was(
    rebuilt: tuple[Path, str], built: Build
) -> None:
    told = verdicts_of(rebuilt[0], "recomputed")
    known = {name: verdict for name, verdict in told.items() if verdict != "confidential"}
    released = verdicts_of(built.folder)
    assert set(told) == set(released)
    assert known == {name: released[name] for name in known}
    assert len(known) > len(told) / 2


def test_each_claim_that_cannot_be_checked_is_named_with_the_reason(
    rebuilt: tuple[Path, str],
) -> None:
    folder, said = rebuilt
    hidden = [n for n, v in verdicts_of(folder, "recomputed").items() if v == "confidential"]
    assert "participants" in hidden
    for name in hidden:
        assert f"  {name}: Rests on " in said


def test_no_bundle_holds_a_raw_or_controlled_file(bundles: dict[str, Path], built: Build) -> None:
    raw = {
        path.read_bytes() for path in (built.folder / "data/standin").rglob("*") if path.is_file()
    }
    # What is laid out for a bundle lies in the controlled tier until it has been scanned.
    folders = (built.folder / "results/controlled" / name for name in ("ingest", "anonymise"))
    kept = {p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}
    for tier, bundle in bundles.items():
        with zipfile.ZipFile(bundle) as archive:
            names = archive.namelist()
            contents = {archive.read(name) for name in names}
        assert not [n for n in names if "controlled" in n or "/raw/" in n or "standin" in n], tier
        assert not contents & raw
        assert not contents & kept


def test_the_settings_of_a_bundle_start_from_it_and_name_no_raw_file(
    bundles: dict[str, Path], built: Build
) -> None:
    for tier, bundle in bundles.items():
        with zipfile.ZipFile(bundle) as archive:
            text = archive.read("config/study.yml").decode()
        assert f'"start_from": "{tier}"' in text
        for path in (built.folder / "data/standin/transcripts").iterdir():
            assert path.name not in text


def test_the_open_bundle_holds_no_transcript_and_the_other_no_word_held_back(
    bundles: dict[str, Path], built: Build
) -> None:
    turns = built.folder / "results/safeguarded/anonymise/turns.csv"
    with turns.open(encoding="utf-8", newline="") as table:
        spoken = [row for row in csv.DictReader(table) if len(row["text"]) > 60]
    held = [row["text"] for row in spoken if row["speaker"].startswith("[Participant 13")]
    assert len(held) > 5
    with zipfile.ZipFile(bundles["open"]) as archive:
        assert not [name for name in archive.namelist() if "safeguarded" in name]
    with zipfile.ZipFile(bundles["safeguarded"]) as archive:
        texts = [
            archive.read(n).decode() for n in archive.namelist() if n.endswith((".csv", ".yml"))
        ]
    whole = "\n".join(texts)
    assert [text for text in held if text in whole or text.replace('"', '""') in whole] == []
    shown = [row["text"] for row in spoken if row["text"] in whole]
    assert len(shown) > 100


CHANGED = {
    "table": "released/open/tables/base/interventions.csv",
    "figure": "released/open/figures/areas.svg",
    "finding": "released/open/findings/findings.yml",
    "rule": "workflow/rules/claim.smk",
    "config": "config/claims.yml",
}


@pytest.mark.parametrize("name", CHANGED.values(), ids=list(CHANGED))
def test_one_byte_of_one_file_is_found_and_named(
    rebuilt: tuple[Path, str], tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(rebuilt[0], folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    env = {**os.environ, "PYTHONPATH": str(folder / "workflow")}
    words = [sys.executable, "-m", "fieldstudy", "release", "verify"]
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"Not as it was released:\n  changed  {name}\n" in done.stdout
    assert "1 files were changed" in done.stdout


def test_a_changed_table_changes_what_rests_on_it_and_verify_says_so(
    bundles: dict[str, Path], tmp_path: Path
) -> None:
    folder = unzipped(bundles["open"], tmp_path / "bundle")
    table = folder / CHANGED["table"]
    text = table.read_text(encoding="utf-8")
    assert ",vru\n" in text
    table.write_text(text.replace(",vru\n", ",non-vru\n", 1), encoding="utf-8")
    done = make(folder, "verify")
    assert done.returncode != 0
    assert f"changed  {CHANGED['table']}" in done.stdout
    assert "differs  results/open/findings/findings.yml" in done.stdout
    assert "WORSE interventions_vru: consistent with the stand-in -> differs" in done.stdout


def test_a_bundle_of_a_stand_in_never_holds_whatever_its_settings_say(
    bundles: dict[str, Path], tmp_path: Path
) -> None:
    folder = unzipped(bundles["open"], tmp_path / "bundle")
    study = folder / "config/study.yml"
    study.write_text(
        study.read_text(encoding="utf-8").replace("data/standin", "data/raw"), encoding="utf-8"
    )
    done = Build(folder).run("results/open/verify/verdicts.csv")
    assert done.returncode == 0, done.stderr
    with (folder / "results/open/verify/verdicts.csv").open(encoding="utf-8", newline="") as table:
        found = {(row["basis"], row["verdict"]) for row in csv.DictReader(table)}
    assert ("study", "holds") not in found


@pytest.mark.slow
def test_the_safeguarded_bundle_is_rebuilt_as_it_was_released(
    bundles: dict[str, Path], tmp_path: Path
) -> None:
    folder = unzipped(bundles["safeguarded"], tmp_path / "bundle")
    done = make(folder, "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing was changed, and nothing came out otherwise." in done.stdout


def test_a_bundle_is_not_bundled_again(rebuilt: tuple[Path, str], tmp_path: Path) -> None:
    shutil.copytree(rebuilt[0], tmp_path / "bundle")
    done = Build(tmp_path / "bundle").run("release")
    assert done.returncode != 0
    assert not list((tmp_path / "bundle/results/open/release").glob("*.zip"))


def test_a_name_in_what_a_bundle_takes_stops_it(again: Build) -> None:
    again.edit(
        "config/deposit.yml", lambda text: text.replace('depositor: ""', 'depositor: "Pemberthy"')
    )
    done = again.run("release", "--workflow-profile", "workflow/profiles/default")
    assert done.returncode != 0
    said = (again.folder / "results/logs/release-scan-open.log").read_text(encoding="utf-8")
    assert "study/config/deposit.yml" in said
    assert "Pemberthy" not in said
    assert not list((again.folder / "results/open/release").glob("*.zip"))


def test_whoever_has_the_raw_data_can_confirm_a_bundle_and_nobody_else(
    bundles: dict[str, Path],
) -> None:
    folder = bundles["open"].parents[3]
    env = {**os.environ, "PYTHONPATH": str(folder / "workflow")}

    def attested() -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "fieldstudy", "release", "attest", str(bundles["open"])]
        return subprocess.run(
            words, cwd=folder, env=env, capture_output=True, text=True, check=False
        )

    done = attested()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "19 of 19 raw files are those that the bundle was made of." in done.stdout
    assert "This bundle came from these raw data." in done.stdout
    salt = folder / "data/standin/salt.txt"
    before = salt.read_bytes()
    salt.write_text("another\n", encoding="utf-8")
    other = attested()
    salt.write_bytes(before)
    assert other.returncode == 1
    assert "0 of 19 raw files" in other.stdout


def look(bundle: Path, name: str) -> str:
    """Read a paper of a bundle."""
    with zipfile.ZipFile(bundle) as archive:
        return archive.read(name).decode()


HEADINGS = (
    *(
        "## Overview",
        "## Data Availability and Provenance Statements",
        "### Statement about Rights",
    ),
    *("### Summary of Availability", "### Details on each Data Source", "## Dataset list"),
    *("## Computational requirements", "### Software Requirements", "### Controlled Randomness"),
    *("### Memory, Runtime, Storage Requirements", "## Description of programs/code"),
    *("### License for Code", "## Instructions to Replicators"),
    *("## List of tables, figures, and programs", "## References"),
)


def test_the_readme_keeps_the_template_and_names_the_rule_of_every_output(
    bundles: dict[str, Path],
) -> None:
    text = look(bundles["open"], "README.md")
    at = [text.index(heading) for heading in HEADINGS]
    assert at == sorted(at)
    listed = text[text.index(HEADINGS[-2]) : text.index(HEADINGS[-1])]
    rows = [line for line in listed.splitlines() if line.startswith("| `results/open/")]
    assert len(rows) > 20
    assert [row for row in rows if "workflow/rules/" not in row] == []
    assert "`draw_figures`" in listed


def test_the_crate_describes_files_by_the_checksums_of_the_manifest(
    bundles: dict[str, Path],
) -> None:
    graph = json.loads(look(bundles["open"], "ro-crate-metadata.json"))["@graph"]
    entities = {entity["@id"]: entity for entity in graph}
    rows = csv.DictReader(look(bundles["open"], "manifest.csv").splitlines())
    digests = {row["file"]: row["sha256"] for row in rows}
    described = {
        name: entities[name]["sha256"] for name in digests if "sha256" in entities.get(name, {})
    }
    assert described.items() <= digests.items()
    assert len(described) > 200
    run = entities["#build"]
    assert run["instrument"] == {"@id": "Snakefile"}
    assert {"@id": "released/open/paper/paper.pdf"} in run["result"]
    assert {"@id": "config/claims.yml"} in run["object"]


@pytest.mark.parametrize("tier", STARTS)
def test_the_papers_of_a_bundle_agree_with_the_study(bundles: dict[str, Path], tier: str) -> None:
    zenodo = json.loads(look(bundles[tier], ".zenodo.json"))
    assert zenodo["version"] == "0.1.0"
    assert zenodo["access_right"] == {"open": "open", "safeguarded": "restricted"}[tier]
    assert "'not stated'" in look(bundles[tier], "deposit.yml")
    check: Callable[[str], bool] = zipfile.ZipFile(bundles[tier]).namelist().__contains__
    listed = look(bundles[tier], "codecheck.yml")
    files = [
        line.split('"')[3] for line in listed.splitlines() if line.strip().startswith('- "file"')
    ]
    assert len(files) > 10
    assert all(map(check, files))
