"""Which tier a file belongs to is its path, and the DAG keeps the tiers apart."""

import re
from collections.abc import Iterator

import pytest
from building import Build

ONLY_RAW = ("ingest", "anonymise")
PROSE = ("paper/", "config/", "workflow/", "requirements.lock", "notebooks/")


@pytest.fixture(scope="module")
def jobs(built: Build) -> list[tuple[str, list[str], list[str]]]:
    """Give every job: its rule, inputs and outputs."""
    return list(parsed(built.run("--dry-run", "--forceall").stdout))


def parsed(plan: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Read the jobs of a dry run."""
    for block in re.split(r"\n\n", plan):
        rule = re.search(r"^(?:local)?rule (\w+):", block, re.M)
        if rule:
            sides = [re.search(rf"^    {side}: (.*)$", block, re.M) for side in ("input", "output")]
            given, made = (side[1].split(", ") if side else [] for side in sides)
            yield rule[1], given, made


def test_the_dag_is_seen(jobs: list[tuple[str, list[str], list[str]]]) -> None:
    assert len({rule for rule, _, _ in jobs}) > 15


def test_only_ingest_and_anonymise_read_raw_or_controlled_data(
    jobs: list[tuple[str, list[str], list[str]]],
) -> None:
    for rule, given, _ in jobs:
        confidential = [p for p in given if p.startswith(("data/standin/", "results/controlled/"))]
        if rule.startswith(ONLY_RAW):
            continue
        allowed = {"results/controlled/ingest/register.csv", "results/controlled/release/scan.txt"}
        assert set(confidential) <= (allowed if rule.startswith("release") else set()), rule


def test_only_disclose_passes_anything_into_the_open_tier(
    jobs: list[tuple[str, list[str], list[str]]],
) -> None:
    for rule, given, made in jobs:
        opens = any(path.startswith("results/open/") for path in made)
        if opens and rule != "disclose_pass" and not rule.startswith("release"):
            assert all(path.startswith(("results/open/", *PROSE)) for path in given), rule


def test_controlled_files_are_for_their_owner_alone(built: Build) -> None:
    files = [path for path in (built.folder / "results/controlled").rglob("*") if path.is_file()]
    assert files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
