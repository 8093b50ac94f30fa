"""The Quarto road: what is done with what ``quarto render`` makes, says and leaves out.

Quarto itself is not among the project's packages; a small program of its name stands in for it here.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from fieldstudy.errors import StudyError
from fieldstudy.write import cli

Assemble = Callable[..., Path]
RAN = """#!/bin/sh
[ "$*" = render ] && [ -f _quarto.yml ] || exit 3
mkdir _output
cp "{made}"/index.html "{made}"/paper.* _output/
echo "{said}" >&2
"""
MISSING = "WARNING: PDF standard validation requested but verapdf is not installed."


@pytest.fixture
def quarto(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: dict[str, bytes]
) -> Callable[[str], None]:
    """Put a program called quarto on the PATH."""
    folder, shelf = tmp_path / "bin", tmp_path / "made"
    folder.mkdir()
    shelf.mkdir()
    for name, content in made.items():
        (shelf / name).write_bytes(content)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def put(script: str) -> None:
        (folder / "quarto").write_text(script.replace("{made}", str(shelf)))
        (folder / "quarto").chmod(0o755)

    return put


def render(source: Path, out: Path, road: str) -> str:
    """Render, and give the road that was taken."""
    cli.main(["render", str(source), "--road", road, "--out", str(out)])
    return (out / "road.txt").read_text().strip()


def test_quarto_is_taken_where_it_is_on_the_path(
    quarto: Callable[[str], None], study: Path, tmp_path: Path, assemble: Assemble
) -> None:
    quarto(RAN.replace("{said}", MISSING))
    source = assemble(study, tmp_path)
    assert render(source, tmp_path / "out", "auto") == "quarto"
    assert (tmp_path / "out/paper.pdf").read_bytes().startswith(b"%PDF")
    assert not (source / "_output").exists()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho 'no such writer' >&2\nexit 1\n", "no such writer"),
        (RAN.replace("{said}", "WARNING: Unable to resolve @fig-x"), "Unable to resolve @fig-x"),
        ("#!/bin/sh\nmkdir _output\n", "made no index.html, paper.pdf, paper.docx, paper.xml"),
    ],
)
def test_pandoc_steps_in_where_quarto_fails_and_says_so_in_a_line(
    quarto: Callable[[str], None],
    study: Path,
    tmp_path: Path,
    assemble: Assemble,
    capsys: pytest.CaptureFixture[str],
    script: str,
    said: str,
) -> None:
    quarto(script)
    source = assemble(study, tmp_path)
    assert render(source, tmp_path / "out", "auto") == "pandoc"
    warned = [line for line in capsys.readouterr().out.splitlines() if "Quarto" in line]
    assert len(warned) == 1
    assert said in warned[0]
    with pytest.raises(StudyError, match=r'quarto check.*render: "pandoc"') as caught:
        render(source, tmp_path / "out", "quarto")
    assert said in str(caught.value)


def test_a_study_that_asks_for_quarto_is_told_where_it_is_missing(
    study: Path, tmp_path: Path, assemble: Assemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = assemble(study, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StudyError, match="quarto: is not on the PATH"):
        render(source, tmp_path / "out", "quarto")


def test_the_project_makes_every_form_without_an_argument(
    study: Path, tmp_path: Path, assemble: Assemble
) -> None:
    source = assemble(study, tmp_path)
    project = yaml.safe_load((source / "_quarto.yml").read_text())
    made = {name: form["output-file"] for name, form in project["format"].items()}
    assert made == {
        "html": "index.html",
        "typst": "paper.pdf",
        "docx": "paper.docx",
        "jats": "paper.xml",
    }
    named = [*project["metadata-files"], project["bibliography"]]
    named += [one["path"] for one in project["filters"]]
    named += [project["format"]["html"]["css"], project["format"]["docx"]["reference-doc"]]
    named += project["format"]["typst"]["template-partials"]
    assert [name for name in named if not (source / name).is_file()] == []


def test_the_shared_filter_runs_after_quarto_has_put_the_findings_in_place() -> None:
    project = yaml.safe_load(
        (Path(__file__).parents[2] / "workflow/fieldstudy/write/_quarto.yml").read_text()
    )
    assert project["filters"] == [{"path": "filters/study.lua", "at": "post-quarto"}]
