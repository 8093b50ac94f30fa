"""The second study shares nothing with the first but its rules, and passes what the first passes."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from building import ROOT, Build, copy_of_the_second_study

from fieldstudy.release.reproduce import another_locale, build, circumstances, compared, digests

HOME = ROOT / "examples/water-safety"
DATA = HOME / "data/invented"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the study."""
    study = copy_of_the_second_study(tmp_path_factory.mktemp("examples"))
    done = study.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return study


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_its_paper_comes_in_all_forms_and_counts_by_its_own_framework(built: Build) -> None:
    paper = built.folder / "results/open/paper"
    for form in ("paper.pdf", "paper.docx", "paper.xml"):
        assert (paper / form).stat().st_size > 1000
    page = re.sub(r"<[^>]+>", "", (paper / "index.html").read_text(encoding="utf-8"))
    page = re.sub(r"\s+", " ", page)
    assert (
        "The study has eight invented areas: three by the sea, three on rivers and two on lakes"
        in page
    )
    assert "coded independently by three coders" in page
    assert not re.search(r"\{\{<|\?@|\?meta", page)


def test_its_verdicts_are_those_of_its_first_freeze(built: Build) -> None:
    found = {
        row["id"]: row["verdict"] for row in rows(built.folder / "results/open/verify/verdicts.csv")
    }
    accepted = {row["id"]: row["verdict"] for row in rows(HOME / "config/baseline.csv")}
    assert found == accepted
    assert set(found.values()) == {"not published"}
    page = (built.folder / "results/open/verify/report.html").read_text(encoding="utf-8")
    assert "Every claim has the verdict that was accepted." in page


def test_its_findings_are_the_counts_of_its_masters(built: Build) -> None:
    marked = re.compile(r"\{([ABC]+) (\w+)([+-])\|")
    area_of = {
        number: row["code"]
        for row in rows(DATA / "areas.csv")
        for number in row["interview"].split(";")
    }
    said: dict[tuple[str, str], set[str]] = {}
    for number, area in area_of.items():
        master = (DATA / f"master/interview-{number}.txt").read_text(encoding="utf-8")
        for coders, code, sign in marked.findall(master):
            if len(coders) > 1:  # what one coder alone marked was adjudicated
                said.setdefault((area, code), set()).add("affirms" if sign == "+" else "denies")
    found = {
        (row["area"], row["code"]): row["stance"]
        for row in rows(built.folder / "results/open/tables/base/findings.csv")
    }
    assert len(found) == 80
    for cell, stances in said.items():
        assert found[cell] == ("affirms" if "affirms" in stances else "denies"), cell


def test_no_raw_name_is_in_its_open_or_safeguarded_tier(built: Build) -> None:
    assert (built.folder / "results/controlled/release/scan.txt").is_file()
    names = [row["name"] for row in rows(DATA / "register.csv")]
    for path in (built.folder / "results").rglob("*"):
        tier = path.relative_to(built.folder / "results").parts[0]
        if tier in ("open", "safeguarded") and path.suffix in (
            ".csv",
            ".html",
            ".yml",
            ".qmd",
            ".svg",
        ):
            text = path.read_text(encoding="utf-8")
            assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == [], (
                path
            )


def test_every_page_of_it_says_that_it_is_synthetic(built: Build) -> None:
    pages = list((built.folder / "results/open").rglob("*.html"))
    assert len(pages) > 5
    for path in pages:
        if path.name not in ("report.html",):
            assert "ynthetic" in path.read_text(encoding="utf-8"), path
    for path in DATA.rglob("*.csv"):
        if "synthetic" not in path.read_text(encoding="utf-8"):
            assert path.parent.name in ("master", "codings") or path.name == "decisions.csv", path


def test_its_data_are_what_its_masters_make(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(DATA / "make.py"), str(tmp_path)], check=False)
    assert done.returncode == 0
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) > 24
    for path in made:
        assert path.read_bytes() == (DATA / path.relative_to(tmp_path)).read_bytes(), path


def test_no_eight_words_of_its_interviews_stand_twice() -> None:
    runs: Counter[tuple[str, ...]] = Counter()
    for path in sorted((DATA / "master").glob("interview-*.txt")):
        text = re.sub(r"\{[ABC]+ \w+[+-]\||@\w+\(|[{})|]", " ", path.read_text(encoding="utf-8"))
        words = re.findall(r"[\w'’-]+", text.lower())
        runs.update(zip(*(words[at:] for at in range(8)), strict=False))
    assert [run for run, times in runs.items() if times > 1] == []


def test_it_is_of_another_kind_than_the_first() -> None:
    study = yaml.safe_load((HOME / "config/study.yml").read_text(encoding="utf-8"))
    assert len(rows(DATA / "areas.csv")) == 8
    assert len(study["groups"]) == 4  # all, and three
    assert {entry["format"] for entry in study["codings"]} == {"taguette", "maxqda", "csv"}
    assert {Path(name).suffix for name in study["interviews"].values()} == {".txt", ".docx"}
    assert not list((HOME / "data/record").glob("*.csv"))


@pytest.mark.slow
def test_two_builds_under_unlike_circumstances_give_the_same_bytes(
    built: Build, tmp_path: Path
) -> None:
    # As `release reproduce` builds its second clone; as another user it cannot, here below /tmp.
    _, how = circumstances(False, another_locale())
    again = copy_of_the_second_study(tmp_path / how.folder)
    assert built.run("release").returncode == 0
    build(again.folder, how, tmp_path / "home")
    open_tiers = [digests(one.folder / "results/open") for one in (built, again)]
    lines, same = compared(*open_tiers, {})
    assert same, "\n".join(lines)
    assert len(open_tiers[0]) > 100
