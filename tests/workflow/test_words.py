"""The workflow knows no word of the study that ships with it: those are in config/, data/ and paper/."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import yaml
from building import ROOT

# Words that the workflow uses in senses of its own, or that mean the same in every study.
ITS_OWN = {
    *("agreement", "areas", "corpus", "disagreements", "findings", "participants", "recall"),
    *("shares", "comparisons", "rates", "population", "sources", "feedback", "all", "group"),
    *(
        "area",
        "id",
        "name",
        "note",
        "date",
        "interview",
        "turn",
        "quote",
        "comment",
        "kind",
        "done",
    ),
    *("level", "target", "setting", "start", "evaluation", "none", "police", "yes", "no", "events"),
    *("code", "everyone", "confirmed", "corrected", "withdrawn", "strategy", "elsewhere"),
    # Units of measurement, partners of a firm, a school's kind.
    *("units", "partners", "primary"),
}
# What its title, its public record and its prose are about.
ABOUT = (
    *("East Midlands", "violence", "violent", "knife", "knives", "the duty", "duty holders"),
    *(
        "five Cs",
        "five areas",
        "with a unit",
        "without a unit",
        "put down to units",
        "commissioner",
    ),
    *("Home Office", "Crime and Disorder", "large town", "interventions"),
)
# A gazetteer and lists of words for finding names; the schema of an exchange standard.
DATA_FILES = ("workflow/fieldstudy/anonymise/data/", "workflow/schemas/refi-qda")


def config(name: str) -> Any:
    """Read a file of config/, every value as text."""
    return yaml.load((ROOT / "config" / name).read_text(encoding="utf-8"), yaml.BaseLoader)


def words_of_the_study() -> Iterator[str]:
    """Give the names that its config and data give to things."""
    study, tables, codebook = config("study.yml"), config("tables.yml"), config("codebook.yml")
    for name, group in study["groups"].items():
        yield from (name, group["label"], group.get("column", ""))
    for theme, title in codebook["themes"].items():
        yield from (theme, title)
    yield from (code["code"] for code in codebook["codes"])
    yield from (table["id"] for table in tables["outputs"])
    for name in ("interventions", "feedback"):
        columns = tables["inputs"][name]["columns"]
        yield name
        for column, declared in columns.items():
            yield from (column, *declared.get("allowed", []))
    yield from (path.stem for path in (ROOT / study["record"]).glob("*.csv"))
    for path in (ROOT / study["data"] / "areas.csv", ROOT / study["record"] / "population.csv"):
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                yield from (row["area"], row.get("region", ""))


def texts() -> Iterator[tuple[str, int, str]]:
    """Give every line of the workflow."""
    for path in [ROOT / "Snakefile", *sorted((ROOT / "workflow").rglob("*"))]:
        name = path.relative_to(ROOT).as_posix()
        skipped = path.is_dir() or "__pycache__" in path.parts or ".egg-info" in name
        if not skipped and not name.startswith(DATA_FILES):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield name, number, line


def test_the_workflow_has_no_word_of_the_default_study() -> None:
    words = {word for word in words_of_the_study() if word and word.lower() not in ITS_OWN}
    assert {"vru", "large_town", "needs_assessment", "Home Office unit grant"} <= words
    wanted = re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(w) for w in sorted({*words, *ABOUT}, key=len)[::-1])})(?![\w-])",
        re.IGNORECASE,
    )
    found = [
        f"{name}:{number}: {match[0]}"
        for name, number, line in texts()
        for match in wanted.finditer(line)
    ]
    assert found == []
