"""Which tier a file belongs to is its path, and the DAG keeps the tiers apart."""

import pytest
from building import Build

ONLY_RAW = ("ingest", "anonymise")
PROSE = (
    *(
        "paper/",
        "config/",
        "data/published/",
        "data/record/",
        "workflow/",
        "requirements.lock",
        "notebooks/",
    ),
    "Snakefile",
)


Job = tuple[str, list[str], list[str]]


@pytest.fixture(scope="module")
def jobs(built: Build) -> list[Job]:
    """Give every output of the DAG: its rule, that rule's inputs, and the output itself."""
    rows = [row.split("\t") for row in built.run("--detailed-summary").stdout.splitlines()[1:]]
    return [(row[2], row[4].split(","), [row[0]]) for row in rows]


def test_the_dag_is_seen(jobs: list[Job]) -> None:
    assert len({rule for rule, _, _ in jobs}) > 15


def test_only_ingest_and_anonymise_read_raw_or_controlled_data(
    jobs: list[Job],
) -> None:
    for rule, given, _ in jobs:
        confidential = [p for p in given if p.startswith(("data/standin/", "results/controlled/"))]
        if rule.startswith(ONLY_RAW):
            continue
        read = ("ingest/register", "ingest/participants", "ingest/decisions", "anonymise/key")
        allowed = {f"results/controlled/{name}.csv" for name in read}
        allowed.add("results/controlled/release/scan.txt")
        assert set(confidential) <= (allowed if rule.startswith("release") else set()), rule


def test_only_disclose_passes_anything_into_the_open_tier(
    jobs: list[Job],
) -> None:
    for rule, given, made in jobs:
        opens = any(path.startswith("results/open/") for path in made)
        if opens and rule != "disclose_pass" and not rule.startswith("release"):
            assert all(path.startswith(("results/open/", *PROSE)) for path in given), rule


def test_controlled_files_are_for_their_owner_alone(built: Build) -> None:
    files = [path for path in (built.folder / "results/controlled").rglob("*") if path.is_file()]
    assert files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
