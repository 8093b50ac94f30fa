"""All that is wrong in a study is listed at once, whatever file it is in."""

import shutil
from pathlib import Path

import pytest
from building import ROOT, Build

from fieldstudy.__main__ import main


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Give a copy of the shipped study, and go there."""
    for part in ("config", "data", "paper"):
        shutil.copytree(ROOT / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    return Build(tmp_path)


def test_the_shipped_study_is_well(study: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "all is well"


def test_faults_of_every_file_are_told_together_with_their_lines(
    study: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path("data/standin/participants.csv")
    data.write_text(
        data.read_text().replace(",police officer,police,", ",police officer,polise,", 1)
    )
    study.edit("config/claims.yml", lambda text: text.replace('code: "budgets"', 'code: "budget"'))
    study.edit(
        "config/quotes.yml", lambda text: text.replace('interview: "3"', 'interview: "8"', 1)
    )
    study.edit("config/disclosure.yml", lambda text: text.replace('- "units"', '- "unit"'))
    study.edit("config/figures.yml", lambda text: text.replace("kind: squares", "kind: square"))
    study.edit(
        "paper/index.qmd", lambda text: text + "\nIn 12 of them, {{< meta findings.x.words >}}.\n"
    )
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    for line in (
        r"participants.csv:4: role_class: 'polise' is not one of the allowed values",
        "code: 'budget' is not a code of the codebook",
        "quotes: multidisciplinary: interview: '8' is not an interview; allowed: 1, 2, 3, 4, 5",
        "open_base: unit: 'unit' is not a base table",
        "'square' is not a kind",
        "'x' is not a claim of config/claims.yml",
        "'12' is typed: a number",
    ):
        assert line in said
    for line in said.splitlines():
        where = line.split(": ")[0]
        assert where.split(":")[1].isdigit(), line


def test_missing_files_are_all_named_before_anything_else(
    study: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("config/quotes.yml", "config/prose.yml", "paper/references.bib"):
        Path(name).unlink()
    assert main(["check"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == [
        "config/quotes.yml",
        "config/prose.yml",
        "paper/references.bib",
    ]
