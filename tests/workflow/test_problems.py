"""What is wrong in a study is told in sentences, all at once; nothing half-written is left."""

import re

import pytest
from building import Build


def problems(build: Build) -> list[str]:
    """Build with the profile of `make paper`, and give the sentences of every log."""
    done = build.run("--workflow-profile", "workflow/profiles/default")
    assert done.returncode != 0
    logs = sorted((build.folder / "results/logs").glob("*.log"))
    return [line for path in logs for line in path.read_text(encoding="utf-8").splitlines()]


def test_faults_of_several_tables_are_all_told_in_one_build(fresh: Build) -> None:
    fresh.edit("data/standin/areas.csv", lambda text: text.replace("large_town,", "big_town,", 1))
    fresh.edit(
        "data/standin/interventions.csv", lambda text: text.replace(",primary,", ",primry,", 1)
    )
    fresh.edit("data/standin/feedback.csv", lambda text: text.replace("F-02", "F-01"))
    told = "\n".join(problems(fresh))
    assert "areas.csv" in told
    assert "large_town" in told
    assert "'primry'" in told
    assert "allowed: primary, secondary, tertiary" in told
    assert "feedback.csv:3: id: 'F-01'" in told
    assert "Traceback" not in told
    assert not list((fresh.folder / "results").glob("controlled/ingest/interventions.csv"))


def test_a_coding_of_text_that_is_not_there_stops_the_build(fresh: Build) -> None:
    fresh.edit(
        "data/standin/codings/coder-b.csv",
        lambda text: text.replace("Its terms obliged", "Its terms forced", 1),
    )
    told = "\n".join(problems(fresh))
    assert "coder-b.csv: row 2: the text of the coding is in no turn of interview 1" in told
    assert "Traceback" not in told
    assert "forced" not in told


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), ("WEBVTT caf\u00e9".encode("latin-1"), "UTF-8")]
)
def test_a_transcript_that_cannot_be_read_stops_the_build(
    fresh: Build, content: bytes, said: str
) -> None:
    (fresh.folder / "data/standin/transcripts/synthetic-interview-1.vtt").write_bytes(content)
    told = "\n".join(problems(fresh))
    assert "synthetic-interview-1.vtt" in told
    assert said in told


def test_a_misquotation_stops_the_build_and_leaves_the_open_tier_as_it_was(again: Build) -> None:
    before = (again.folder / "results/open/findings/findings.yml").read_bytes()
    again.edit(
        "config/quotes.yml", lambda text: text.replace("forty sandwiches", "fifty sandwiches")
    )
    told = "\n".join(problems(again))
    assert "weak_commitment" in told
    assert "forty sandwiches" in told
    assert (again.folder / "results/open/findings/findings.yml").read_bytes() == before


def test_too_small_a_crowd_stops_the_build_and_leaves_the_open_tier_as_it_was(again: Build) -> None:
    opened = again.folder / "results/open/tables/participants_by_role.csv"
    before = opened.read_bytes()
    again.edit(
        "config/disclosure.yml",
        lambda text: re.sub(r'(threshold|protection): "3"', r'\1: "5"', text),
    )
    told = "\n".join(problems(again))
    assert "finding 'participants_opcc': tells of fewer than 5 people whom tables count too" in told
    assert opened.read_bytes() == before


def test_a_name_in_the_prose_stops_the_release(again: Build) -> None:
    again.edit(
        "paper/index.qmd",
        lambda text: text.replace("# Conclusion", "# Conclusion\n\nPemberthy agreed.\n", 1),
    )
    told = "\n".join(problems(again))
    assert "results/open/paper/index.html" in told
    assert "Pemberthy" not in told
