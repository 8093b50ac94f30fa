"""The command line says what it does, and what was wrong, in sentences."""

import subprocess
import sys
from pathlib import Path

import pytest

from fieldstudy.__main__ import STAGES, main

PACKAGE = Path(__file__).parents[1] / "workflow"


def test_without_words_it_lists_the_stages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(stage in shown for stage in STAGES)


def test_an_unknown_stage_is_told_with_those_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["anonymize"]) == 2
    assert (
        "'anonymize' is not a stage or command; allowed: ingest, anonymise"
        in capsys.readouterr().err
    )


def test_a_problem_of_the_study_exits_2_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fieldstudy", "ingest", "tables", "--config", "nowhere.yml"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("nowhere.yml: is missing; put the file there")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_describes_its_verbs(stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([stage, "--help"])
    assert "usage:" in capsys.readouterr().out
