"""One command builds the shipped study; an edit rebuilds what rests on it, and no more."""

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from building import Build

RESTS_ON_THE_AUDIT = {
    *("ingest-table-interventions", "ingest-hashes", "anonymise-table-interventions"),
    *("tabulate-base", "tabulate-tables", "claim-evaluate", "disclose-pass", "draw-figures"),
    *("draw-tables", "draw-dictionary", "write-assemble", "write-paper", "write-notebooks"),
    *("release-scan", "release-report", "release-manifest", "write-evidence"),
    "write-evidence-safeguarded",
}


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def header(path: Path) -> list[str]:
    """Read a table's columns."""
    with path.open(encoding="utf-8", newline="") as table:
        return next(csv.reader(table))


def verdicts(build: Build) -> dict[str, dict[str, str]]:
    """Give every claim's verdict."""
    return {row["id"]: row for row in rows(build.folder / "results/open/verify/verdicts.csv")}


def test_the_paper_comes_in_all_its_forms(built: Build) -> None:
    paper = built.folder / "results/open/paper"
    assert (paper / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(paper / "paper.docx")
    assert "<article" in (paper / "paper.xml").read_text(encoding="utf-8")
    page = (paper / "index.html").read_text(encoding="utf-8")
    assert "62% (n = 29)" in page
    assert not re.search(r"\{\{<|\?@|\?meta", page)


def test_record_claims_get_their_real_verdicts(built: Build) -> None:
    found = {
        name: row["verdict"] for name, row in verdicts(built).items() if row["basis"] == "record"
    }
    assert found["population_share"] == found["vru_areas_national"] == "holds"
    assert found["population"] == "rounds differently"
    assert found["community_safety_partnerships"] == "unsupported"
    assert found["statute_place"] == "differs"


def test_no_claim_of_the_study_is_said_to_hold_on_the_stand_in(built: Build) -> None:
    study = [row["verdict"] for row in verdicts(built).values() if row["basis"] == "study"]
    assert set(study) == {"consistent with the stand-in", "judgement", "not published"}


def test_every_id_that_was_published_has_a_verdict(built: Build) -> None:
    published = (built.folder / "data/published/claims.yml").read_text(encoding="utf-8")
    assert set(re.findall(r'\{id: "(\w+)"', published)) <= set(verdicts(built))


def test_every_file_that_the_codecheck_manifest_lists_is_there(built: Build) -> None:
    opened = built.folder / "results/open"
    listed = yaml.safe_load((opened / "codecheck.yml").read_text(encoding="utf-8"))["manifest"]
    assert len(listed) > 10
    assert [entry["file"] for entry in listed if not (opened / entry["file"]).is_file()] == []


def test_no_claim_is_worse_than_accepted(built: Build) -> None:
    page = (built.folder / "results/open/verify/report.html").read_text(encoding="utf-8")
    assert "Every claim has the verdict that was accepted." in page


def test_every_page_figure_and_table_of_the_stand_in_says_synthetic(built: Build) -> None:
    opened = built.folder / "results/open"
    notebooks = (built.folder / "results/safeguarded/notebooks").glob("*.html")
    # Public record is real, and so is the pipeline.
    names = ("record", "record_claims", "rates", "knife_rates", "areas", "pipeline")
    real = {f"_{name}.qmd" for name in names}
    blocks = [path for path in opened.glob("*/_*.qmd") if path.name not in real]
    pages = [*opened.glob("tables/*.html"), opened / "datapackage.json"]
    assert len(blocks) > 10
    sites = list(built.folder.glob("results/*/evidence/index.html"))
    assert len(sites) == 2
    for path in [opened / "paper/index.html", *sites, *notebooks, *blocks, *pages]:
        assert "ynthetic" in path.read_text(encoding="utf-8"), path.name


def test_nothing_is_done_where_nothing_has_changed(built: Build) -> None:
    assert "Nothing to be done" in built.run().stderr


def test_a_moved_intervention_changes_what_rests_on_it_and_nothing_else(again: Build) -> None:
    before, logged = verdicts(again), again.logged()
    again.edit(
        "data/standin/interventions.csv", lambda text: text.replace(",Ormesvale,", ",Dunmarsh,", 1)
    )
    done = again.run()
    assert done.returncode == 0, done.stderr
    rerun = {name for name, written in again.logged().items() if written > logged[name]}
    assert rerun == RESTS_ON_THE_AUDIT
    after = verdicts(again)
    changed = {name for name in after if after[name]["regenerated"] != before[name]["regenerated"]}
    assert changed == {
        "interventions_vru",
        "interventions_evaluated_vru",
        "interventions_evaluated_non_vru",
        "claims_standin",  # one fewer is consistent with the stand-in
    }
    assert after["interventions_vru"]["verdict"] == "differs"
    assert "62% (n=29)" in after["interventions_vru"]["reason"]
    assert "60% (n = 28)" in after["interventions_vru"]["reason"]
    page = (again.folder / "results/open/paper/index.html").read_text(encoding="utf-8")
    assert "60% (n = 28)" in page
    assert "19 (66%)" not in page
    figure = (again.folder / "results/open/figures/_interventions.qmd").read_text(encoding="utf-8")
    assert "28" in figure


def test_the_package_files_of_a_stage_are_inputs_of_its_rules(built: Build) -> None:
    plan = built.run("--detailed-summary").stdout.splitlines()
    given = {row.split("\t")[2]: row.split("\t")[4].split(",") for row in plan[1:]}
    for rule, inputs in given.items():
        stage = rule.partition("_")[0]
        assert f"workflow/fieldstudy/{stage}/cli.py" in inputs, rule
        others = [
            name for name in inputs if re.match(rf"workflow/fieldstudy/(?!{stage}/)\w+/", name)
        ]
        # Notebooks are written by hand, and draw their charts in the look of the figures.
        if rule == "write_notebooks":
            others = [name for name in others if not name.startswith("workflow/fieldstudy/draw/")]
        # The leak scan looks for the forms of a name that the anonymiser masks: one list, not two.
        if stage == "release":
            forms = r"workflow/fieldstudy/anonymise/(data/\w+\.txt|(register|text|words)\.py)"
            others = [name for name in others if not re.fullmatch(forms, name)]
        assert others == [], rule


def test_every_column_of_every_open_table_is_described(built: Build) -> None:
    opened = built.folder / "results/open"
    package = json.loads((opened / "datapackage.json").read_text(encoding="utf-8"))
    said = {
        part["path"]: [field["name"] for field in part["schema"]["fields"] if field["description"]]
        for part in package["resources"]
    }
    # The release's own list of files is made of all of these, this one included; what the paper
    # leaves unprinted is a list for its authors, made after the tables.
    tables = [
        path
        for path in opened.rglob("*.csv")
        if path.parent.name != "release" and path.name != "unprinted.csv"
    ]
    held = {str(path.relative_to(opened)): header(path) for path in tables}
    assert said == held


# What the Table Schema of Frictionless takes for each type that the dictionary uses.
FORMS = {
    "string": re.compile(r".*", re.DOTALL),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "year": re.compile(r"\d{4}"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def test_every_cell_of_every_open_table_is_of_the_type_that_is_described(built: Build) -> None:
    opened = built.folder / "results/open"
    package = json.loads((opened / "datapackage.json").read_text(encoding="utf-8"))
    for part in package["resources"]:
        for row in rows(opened / part["path"]):
            for field in part["schema"]["fields"]:
                cell = row[field["name"]]
                missing = cell in part["schema"]["missingValues"]
                assert missing or FORMS[field["type"]].fullmatch(cell), (part["path"], field, cell)


@pytest.mark.parametrize("name", ["corpus", "coding", "audit"])
def test_a_notebook_is_executed_without_an_error(built: Build, name: str) -> None:
    path = built.folder / f"results/safeguarded/notebooks/{name}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output for output in outputs if output["output_type"] == "error"]
