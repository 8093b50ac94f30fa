"""The synthetic studies are the same for everybody, say that they are synthetic, and build."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from building import ROOT, Build

SMALL = ("--letters", "2000", "--segments", "6", "--batch", "4")


def corpus(folder: Path, interviews: int, *words: str) -> Path:
    """Write a study as a person would."""
    command = [sys.executable, str(ROOT / "tests/scale/corpus.py"), str(folder)]
    subprocess.run([*command, "--interviews", str(interviews), *SMALL, *words], check=True)
    return folder / "data/standin"


def files(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("ten") / "study", 10)


def test_one_seed_gives_one_study_and_another_another(ten: Path, tmp_path: Path) -> None:
    assert files(corpus(tmp_path / "again", 10)) == files(ten)
    assert files(corpus(tmp_path / "other", 10, "--seed", "2")) != files(ten)


def test_a_larger_study_begins_with_the_smaller(ten: Path, tmp_path: Path) -> None:
    # Areas are as many as the study is large; these ten interviews have five in both.
    more = corpus(tmp_path / "more", 20)
    for path in (ten / "transcripts").iterdir():
        assert (more / "transcripts" / path.name).read_bytes() == path.read_bytes()


def test_every_file_says_synthetic(ten: Path) -> None:
    for name, content in files(ten).items():
        told = "synthetic" in name or content.count(b"\n") == 1  # by its name, or it holds no row
        assert told or b"synthetic" in content.lower(), name
    for name in ("study.yml", "quotes.yml", "tables.yml"):
        assert "SYNTHETIC" in (ten.parents[1] / "config" / name).read_text(encoding="utf-8")


def test_every_coding_stands_where_it_says(ten: Path) -> None:
    with (ten / "coder-a.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 60
    for row in rows[:20]:
        path = ten / f"transcripts/synthetic-interview-{row['interview']}.vtt"
        assert row["text"] in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_workflow_builds_it_whole(ten: Path) -> None:
    study = Build(ten.parents[1])
    done = study.run("--snakefile", str(ROOT / "Snakefile"), "--directory", str(study.folder))
    assert done.returncode == 0, done.stderr[-3000:]
    assert (study.folder / "results/open/release/manifest.csv").is_file()


def test_the_plot_and_tables_of_the_document_are_those_of_the_measures(tmp_path: Path) -> None:
    for name in ("scale.csv", "scale.md"):
        (tmp_path / name).write_bytes((ROOT / "docs" / name).read_bytes())
    bench = [sys.executable, str(ROOT / "tests/scale/bench.py"), "--draw"]
    subprocess.run([*bench, "--out", str(tmp_path / "scale.csv")], check=True)
    for name in ("scale.md", "scale.svg"):
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes(), name
