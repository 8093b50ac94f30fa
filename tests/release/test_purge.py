"""When retention ends, raw data and the controlled tier go, and only counts stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldstudy.__main__ import main
from fieldstudy.io import read_rows
from fieldstudy.release.purge import RECORD

ROOT = Path(__file__).parents[2]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with raw data that was built."""
    monkeypatch.chdir(tmp_path)
    config = (ROOT / "config/study.yml").read_text().replace('"data/standin"', '"data/raw"')
    made = {
        "config/study.yml": config,
        "data/raw/README.md": "read me",
        "data/raw/transcripts/one.txt": "Ann: we met",
        "data/standin/a.txt": "synthetic",
        "results/controlled/anonymise/key.csv": "name\nAnn\n",
        "results/logs/a.log": "done",
        "results/safeguarded/ingest/hashes.csv": "role,sha256\n",
    }
    for name, text in made.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def left(study: Path) -> list[str]:
    return sorted(p.relative_to(study).as_posix() for p in study.rglob("*") if p.is_file())


def test_without_yes_nothing_goes(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = left(study)
    assert main(["release", "purge"]) == 1
    assert left(study) == before
    told = capsys.readouterr().out
    assert "data/raw: 1 files, 11 bytes" in told
    assert "make purge YES=1" in told


def test_with_yes_raw_data_controlled_tier_and_logs_go_and_hashes_stay(study: Path) -> None:
    assert main(["release", "purge", "--yes"]) == 0
    assert left(study) == [
        *("config/study.yml", "data/raw/README.md", "data/standin/a.txt"),
        *("results/safeguarded/ingest/hashes.csv", str(RECORD)),
    ]
    assert [(r["what"], r["files"], r["bytes"]) for r in read_rows(RECORD)] == [
        ("raw data", "1", "11"),
        ("controlled tier", "1", "9"),
        ("logs", "1", "4"),
    ]
    assert "Ann" not in RECORD.read_text()
    assert main(["release", "purge", "--yes"]) == 0
    assert len(read_rows(RECORD)) == 6


def test_the_stand_in_is_never_removed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = study / "config/study.yml"
    config.write_text(config.read_text().replace('"data/raw"', '"data/standin"'))
    before = left(study)
    assert main(["release", "purge", "--yes"]) == 2
    assert "never removed" in capsys.readouterr().err
    assert left(study) == before


def test_no_link_is_followed(study: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "kept.txt").write_text("kept")
    (study / "data/raw/link").symlink_to(other)
    assert main(["release", "purge", "--yes"]) == 0
    assert (other / "kept.txt").exists()
    assert not (study / "data/raw/link").is_symlink()
    (study / "data/raw/README.md").unlink()
    (study / "data/raw").rmdir()
    (study / "data/raw").symlink_to(other)
    assert main(["release", "purge", "--yes"]) == 2
    assert (other / "kept.txt").exists()
