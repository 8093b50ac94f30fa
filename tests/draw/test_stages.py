"""The workflow's stages, read from its rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldstudy.draw.stages import read_stages, stages
from fieldstudy.errors import StudyError

INGEST = """# ingest: read transcripts.
KEPT = f"{CONTROLLED}/ingest"


rule read:
    input:
        DATA / "a.vtt",  # not OPEN
    output:
        f"{KEPT}/turns.csv",
    message:
        "OPEN"
"""
PASS = """# pass: let tables out.
LISTED = [
    *rules.read.output,
]


rule let_out:
    input:
        LISTED,
    output:
        f"{OPEN}/turns.csv",


rule all_of_it:
    input:
        f"{SAFEGUARDED}/x.csv",
"""


def test_a_stage_reads_and_writes_the_tiers_that_its_rules_name() -> None:
    read, let_out = stages({"ingest.smk": INGEST, "pass.smk": PASS})
    assert (read.name, read.does) == ("ingest", "read transcripts.")
    assert (read.reads, read.writes) == ({"raw"}, {"controlled"})
    assert (let_out.reads, let_out.writes) == ({"controlled"}, {"open"})


def test_a_file_without_rules_is_no_stage() -> None:
    assert stages({"common.smk": 'OPEN = "results/open"\n'}) == []


def test_a_stage_that_does_not_say_what_it_does_is_refused() -> None:
    with pytest.raises(StudyError, match=r"ingest.smk:1: must begin with a comment"):
        stages({"ingest.smk": INGEST.partition("\n")[2]})


def test_the_shipped_workflow_draws_from_open_files_alone_and_reads_raw_data_in_few_stages() -> (
    None
):
    made = {stage.name: stage for stage in read_stages(Path(__file__).parents[2] / "Snakefile")}
    assert made["draw"].reads == made["draw"].writes == {"open"}
    assert {name for name, stage in made.items() if "raw" in stage.reads} <= {"ingest", "anonymise"}
