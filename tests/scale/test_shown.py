"""The table of costs says what did not end, and does not take a part of a stage for the stage."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import shown


def row(interviews: int, step: str, cpu: float, jobs: int = 1) -> shown.Row:
    stage, verb = step.split()
    told = {"interviews": str(interviews), "model": "none", "letters": "5000", "failed": "0"}
    told |= {"stage": stage, "verb": verb, "jobs": str(jobs) if jobs else ""}
    return told | {"cpu_seconds": str(cpu), "peak_mb": "", "disk_mb": ""}


WHOLE = [
    *(
        row(100, "ingest tables", 1.0, 2),
        row(100, "code segments", 2.0),
        row(100, "code chart", 3.0),
    ),
    *(row(1_000, "ingest tables", 10.0, 2), row(1_000, "code segments", 20.0)),
]
ENDS = [row(size, "all -", 0.0, 0) for size in (100, 1_000)]


def test_a_stage_of_which_a_step_did_not_end_has_no_cost() -> None:
    assert shown.by_stage(WHOLE, "cpu_seconds") == {
        **{("ingest", 100): 1.0, ("code", 100): 5.0, ("ingest", 1_000): 10.0}
    }


def test_a_step_of_which_some_jobs_ended_did_not_end() -> None:
    part = [*WHOLE[:3], row(1_000, "ingest tables", 5.0, 1), *WHOLE[4:]]
    assert shown.unreached(part)[1_000] == ["ingest tables", "code chart"]


def test_one_size_alone_is_told_without_an_exponent() -> None:
    text = shown.tables([*WHOLE[:3], ENDS[0]])
    assert "| code | 5.0 |  |  |" in text
    assert "Every step ended." in text
    assert "a day for one job" not in text


def test_the_table_has_a_dash_for_it_and_names_it_under_itself() -> None:
    text = shown.tables([*WHOLE, *ENDS])
    assert "| ingest | 1.0 | 10.0 | 1.00 |" in text
    assert "| code | 5.0 | – |  |  |" in text
    assert "| all | 6.0 | – |  |  |" in text
    assert "code chart at 1,000 interviews (not reached before the build was broken off)" in text
