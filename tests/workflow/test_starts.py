"""Where a build begins is one word of config; from a bundle, no rule reads what the bundle lacks."""

from __future__ import annotations

import shutil

import pytest
from building import Build

Job = tuple[str, list[str], str]


def jobs_from(start: str, built: Build, fresh: Build) -> list[Job]:
    """Give the rule, the inputs and the output of every file that a build from there makes."""
    for tier in ("open", "safeguarded"):
        shutil.copytree(built.folder / "results" / tier, fresh.folder / "released" / tier)
    shutil.rmtree(fresh.folder / "data/standin")
    done = fresh.run("--detailed-summary", "--config", f"start_from={start}")
    assert done.returncode == 0, done.stderr
    rows = [row.split("\t") for row in done.stdout.splitlines()[1:]]
    return [(row[2], row[4].split(","), row[0]) for row in rows]


@pytest.mark.parametrize(
    ("start", "never"),
    [
        ("safeguarded", ("data/standin/", "data/raw/", "results/controlled/")),
        ("open", ("data/standin/", "data/raw/", "results/controlled/", "results/safeguarded/")),
    ],
)
def test_from_a_bundle_no_rule_reads_what_it_does_not_hold(
    built: Build, fresh: Build, start: str, never: tuple[str, ...]
) -> None:
    jobs = jobs_from(start, built, fresh)
    assert len({rule for rule, _, _ in jobs}) > 10
    for rule, given, made in jobs:
        assert [path for path in (*given, made) if path.startswith(never)] == [], rule


def test_from_raw_data_nothing_is_taken_from_a_bundle(built: Build) -> None:
    assert "released/" not in built.run("--detailed-summary").stdout


def test_a_start_that_is_none_is_told_with_those_that_are(fresh: Build) -> None:
    done = fresh.run("--config", "start_from=opne")
    assert done.returncode != 0
    assert "'opne' is not allowed; allowed: raw, safeguarded, open" in done.stdout + done.stderr
