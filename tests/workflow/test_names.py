"""No raw name of the study stands where it may be read outside the controlled tier."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from building import Build

PEOPLE = ("participant", "interviewer", "person")
SHORTEST = 4  # a shorter word alone says too little: "Bim", "May"
# Words of registered names that everyday talk and public record are full of.
EVERYDAY = re.compile(
    r"the|and|of|for|in|old|bank|bus|buses|central|city|club|coast|council|county|cross|cut|"
    r"district|dance|end|fold|forum|general|home|homes|hospital|hub|last|late|lane|line|park|police|"
    r"network|partnership|project|royal|safer|school|square|station|street|studio|trade|trust|"
    r"towpath|trusts?|university|violence|prevention|reduction|youth|rock|hurt|savage|mark"
)


def plain(text: str) -> str:
    """Give a text without accents, in lower case."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c)).lower()


@pytest.fixture(scope="module")
def names(built: Build) -> re.Pattern[str]:
    """Give every raw name of the register, surnames and first names by themselves too."""
    with (built.folder / "data/standin/register.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["kind"] != "detail"]
    found = set()
    for row in rows:
        spoken = [row["name"], *row["aliases"].split(";")]
        spoken += row["name"].split() if row["kind"] in PEOPLE else []
        found |= {plain(name.strip()) for name in spoken}
    kept = {n for n in found if len(n) >= SHORTEST and not EVERYDAY.fullmatch(n)}
    assert len(kept) > 200
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(kept)))})(?!\w)")


def hits(pattern: re.Pattern[str], text: str) -> list[str]:
    """Give the names in a text, each once."""
    return sorted(set(pattern.findall(plain(text))))


def test_no_log_or_benchmark_holds_a_name(built: Build, names: re.Pattern[str]) -> None:
    logs = sorted((built.folder / "results/logs").iterdir())
    logs += sorted((built.folder / ".snakemake/log").iterdir())
    assert len(logs) > 20
    for path in logs:
        assert hits(names, path.read_text(encoding="utf-8")) == [], path.name


def test_no_file_name_holds_a_name(built: Build, names: re.Pattern[str]) -> None:
    for path in (built.folder / "results").rglob("*"):
        shown = path.relative_to(built.folder).as_posix().replace("-", " ").replace("_", " ")
        assert hits(names, shown) == []


@pytest.mark.parametrize("tier", ["safeguarded", "open"])
def test_no_table_or_page_of_an_outer_tier_holds_a_name(
    built: Build, names: re.Pattern[str], tier: str
) -> None:
    texts = {".csv", ".html", ".json", ".md", ".qmd", ".svg", ".txt", ".xml", ".yml", ".ipynb"}
    paths = [p for p in (built.folder / "results" / tier).rglob("*") if p.suffix in texts]
    assert len(paths) > 10
    for path in paths:
        assert hits(names, path.read_text(encoding="utf-8")) == [], path.name


def test_no_controlled_file_but_the_key_and_the_working_papers_holds_a_withdrawn_word(
    built: Build,
) -> None:
    with (built.folder / "data/standin/feedback.csv").open(encoding="utf-8", newline="") as table:
        gone = [row["quote"] for row in csv.DictReader(table) if row["kind"] == "withdrawn"]
    assert gone
    for path in (built.folder / "results").rglob("*"):
        if path.is_file() and "ingest" not in path.parts and path.suffix in {".csv", ".html"}:
            text = path.read_text(encoding="utf-8")
            for quote in gone:
                assert not any(quote[at : at + 30] in text for at in range(0, len(quote) - 30, 10))


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("data/standin/feedback.csv", ("Between us, the ambulance", "Between you, the ambulance")),
        ("data/standin/areas.csv", ("large_town", "town_large")),
        ("data/standin/register.csv", (",person,Bim Oyelade", ",elf,Bim Oyelade")),
        ("data/standin/decisions.csv", (",add,,person,", ",hide,,person,")),
        ("data/standin/participants.csv", ("Delroy Pemberthy,1,", "Delroy Pemberthy,99,")),
    ],
)
def test_no_error_of_a_broken_study_holds_a_name(
    fresh: Build, names: re.Pattern[str], file: str, change: tuple[str, str]
) -> None:
    fresh.edit(file, lambda text: text.replace(*change))
    done = fresh.run("--keep-going", "results/safeguarded/anonymise/turns.csv")
    assert done.returncode != 0
    logs = Path(fresh.folder / "results/logs").glob("*.log")
    told = done.stdout + done.stderr + "".join(p.read_text(encoding="utf-8") for p in logs)
    assert "Traceback" not in told
    # Snakemake's own words hold the paths and rules of this repository, and no name.
    assert hits(names, told) == []
