"""The bundles that both shipped studies release, laid side by side: every number is one of theirs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from building import ROOT, Build, copy_of_the_second_study, copy_of_the_study

from fieldstudy.__main__ import main

EAST, WATER = "east-midlands", "water-safety"
Rows = list[dict[str, str]]


def released(build: Build) -> Path:
    """Release a study; give its open bundle."""
    done = build.run("all", "release")
    assert done.returncode == 0, done.stdout + done.stderr
    (bundle,) = (build.folder / "results/open/release").glob("*-open.zip")
    return bundle


def table(path: Path) -> Rows:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Release both studies; give each one's folder."""
    folder = tmp_path_factory.mktemp("released")
    return {
        EAST: copy_of_the_study(folder / EAST).folder,
        WATER: copy_of_the_second_study(folder / WATER).folder,
    }


@pytest.fixture(scope="module")
def compared(studies: dict[str, Path]) -> Path:
    """Compare their bundles by the shipped crosswalk; give the folder of page and table."""
    bundles = [str(released(Build(folder))) for folder in studies.values()]
    out = studies[EAST].parent / "compared"
    crosswalk = str(ROOT / "examples/crosswalk.yml")
    assert main(["compare", *bundles, "--crosswalk", crosswalk, "--out", str(out)]) == 0
    return out


@pytest.mark.slow
def test_each_topic_has_the_counts_of_its_own_studys_findings(
    studies: dict[str, Path], compared: Path
) -> None:
    rows = {(row["id"], row["study"]): row for row in table(compared / "compare.csv")}
    crosswalk = yaml.safe_load((ROOT / "examples/crosswalk.yml").read_text(encoding="utf-8"))
    turned = {"affirms": "denies", "denies": "affirms", "silent": "silent"}
    checked = 0
    for topic in crosswalk["topics"]:
        for study, entry in topic["studies"].items():
            code = entry if isinstance(entry, str) else entry["code"]
            said = Counter(
                row["stance"] if isinstance(entry, str) else turned[row["stance"]]
                for row in table(studies[study] / "results/open/tables/base/findings.csv")
                if row["code"] == code
            )
            row = rows[topic["id"], study]
            assert {name: int(row[name]) for name in turned} == {n: said[n] for n in turned}
            checked += 1
    assert checked == 11


@pytest.mark.slow
def test_each_share_is_that_of_its_own_studys_audit(
    studies: dict[str, Path], compared: Path
) -> None:
    rows = {(row["id"], row["study"]): row for row in table(compared / "compare.csv")}
    for study, name, column, asked in (
        (EAST, "interventions", "target", "everyone"),
        (WATER, "measures", "audience", "everyone"),
    ):
        audit = table(studies[study] / f"results/open/tables/base/{name}.csv")
        part = sum(row[column] == asked for row in audit)
        row = rows["everybody", study]
        assert (row["count"], row["of"]) == (str(part), str(len(audit)))


@pytest.mark.slow
def test_the_page_shows_what_the_table_holds_and_adds_nothing_up(compared: Path) -> None:
    page = (compared / "index.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Nothing is added up across studies" in text
    for row in table(compared / "compare.csv"):
        if row["part"] == "topic" and row["stance"] != "not asked":
            cell = f"{row['affirms']}–{row['denies']}–{row['silent']}"
            assert f'<td class="{row["stance"]}" title="{row["stance"]}">{cell}</td>' in page
        if row["part"] == "share":
            assert f"{row['count']} of {row['of']}" in text
    assert {row["study"] for row in table(compared / "compare.csv")} == {EAST, WATER}
    assert "all of these studies" in text
