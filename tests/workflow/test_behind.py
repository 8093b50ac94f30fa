"""What a claim is said to rest on is what the DAG makes it of."""

from __future__ import annotations

import re

import pytest
from building import Build

from fieldstudy.behind import OWN, origin

ROLE = {"interview": "transcripts/", "codings": "codings/", "gold": "gold/"}


@pytest.fixture(scope="module")
def jobs(built: Build) -> dict[str, tuple[str, list[str]]]:
    """Give the rule and the inputs of every output."""
    rows = [row.split("\t") for row in built.run("--detailed-summary").stdout.splitlines()[1:]]
    return {row[0]: (row[2], row[4].split(",")) for row in rows}


def upstream(jobs: dict[str, tuple[str, list[str]]], target: str) -> tuple[set[str], set[str]]:
    """Give the rules and files that an output is made by and of."""
    rules, files, waiting = set(), set(), [target]
    while waiting:
        path = waiting.pop()
        rule, given = jobs.get(path, ("", []))
        rules.add(rule)
        waiting += [name for name in given if name not in files]
        files.update(given)
    return rules - {""}, files


@pytest.mark.parametrize("table", [*OWN, "interventions", "feedback", "population", "units"])
def test_the_origin_of_a_table_is_in_the_dag(
    built: Build, jobs: dict[str, tuple[str, list[str]]], table: str
) -> None:
    rules, files = upstream(jobs, f"results/safeguarded/tabulate/base/{table}.csv")
    found = origin(table, built.folder / "data/record")
    assert set(found.rules) - {"claim_evaluate"} <= rules
    for raw in found.raw:
        place = ROLE.get(raw, raw.removeprefix("table ") + ".csv")
        assert any(re.search(rf"data/standin/{place}", file) for file in files), raw
    for public in found.public:
        assert any(public.endswith(file) for file in files), public
