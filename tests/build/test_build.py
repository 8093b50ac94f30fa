"""A build tells how far it is, what went wrong, and nothing that a person must read past."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from fieldstudy.build.bars import bars
from fieldstudy.build.watch import Stage, Watch

SMALL = """
rule all:
    input: "draw.txt", "claim.txt"
rule ingest_table:
    output: "table.txt"
    log: "results/logs/ingest-table.log"
    message: "Validating the table"
    shell: "{first}"
rule draw_figures:
    input: "table.txt"
    output: "draw.txt"
    message: "Drawing figures"
    shell: "touch {{output}}"
rule claim_ledger:
    output: "claim.txt"
    message: "Writing out statements"
    shell: "touch {{output}}"
onsuccess:
    shell("echo Closing words")
"""
TOLD = (
    *("job             count", "------------  -------", "draw_figures        1"),
    *("ingest_table        2", "all                 1", "total               4", ""),
    "Job 3: Validating the table areas",
)


def build(folder: Path, first: str) -> subprocess.CompletedProcess[str]:
    """Build a small study as a person would, its output in a file."""
    (folder / "Snakefile").write_text(SMALL.format(first=first), encoding="utf-8")
    words = ["-m", "fieldstudy", "build", "--cores", "1", "--keep-going"]
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def test_away_from_a_terminal_each_stage_is_a_line(tmp_path: Path) -> None:
    done = build(tmp_path, "touch {output}")
    assert done.returncode == 0, done.stderr
    assert sorted(line.partition(":")[0] for line in done.stderr.splitlines()) == [
        *("claim", "draw", "ingest")
    ]
    assert done.stderr.splitlines()[-1].endswith("(3 of 3 stages)")
    assert done.stdout == "Closing words\n"


def test_a_step_that_fails_shows_its_message_and_no_traceback(tmp_path: Path) -> None:
    done = build(tmp_path, "echo areas.csv:3: group: is not a group > {log}; exit 2")
    assert done.returncode == 1
    assert "ingest table could not be done:\n  areas.csv:3: group: is not a group" in done.stderr
    assert "Traceback" not in done.stderr
    assert "RuleException" not in done.stderr
    assert "Closing words" not in done.stdout
    assert "draw" not in done.stderr.replace("could not be done", "")
    assert "claim: done" in done.stderr  # what does not need it goes on


def test_a_build_that_cannot_be_planned_says_what_snakemake_says(tmp_path: Path) -> None:
    (tmp_path / "Snakefile").write_text('rule a:\n    input: "missing.csv"\n', encoding="utf-8")
    words = ["-m", "fieldstudy", "build", "--cores", "1"]
    done = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "missing.csv" in done.stderr


def test_steps_are_counted_by_stage() -> None:
    watch = Watch()
    for line in TOLD:
        watch.read(line)
    assert watch.stages == {"draw": Stage(1), "ingest": Stage(2)}
    assert watch.doing == "Validating the table areas"


@pytest.mark.parametrize("width", [80, 60])
def test_no_line_of_the_bars_is_wider_than_the_terminal(width: int) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, color_system=None)
    watch = Watch()
    with bars(watch, console) as show:
        for line in (*TOLD, "Job 4: " + "Reading " * 30):
            show(watch.read(line))
    drawn = [line.split("\r")[-1] for line in out.getvalue().splitlines()]
    assert any("ingest" in line and "0/2" in line for line in drawn)
    plain = [line for line in drawn if "\x1b" not in line]
    assert max(map(len, plain)) <= width
