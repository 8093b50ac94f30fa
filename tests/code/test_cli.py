import csv
import io

import pytest

from fieldstudy.__main__ import main
from fieldstudy.io import csv_text

CODEBOOK = """\
themes: {collaboration: "Collaboration"}
codes:
  - {code: "budgets", theme: "collaboration", valence: "hinders", statement: "Money is short."}
"""
QUOTES = """\
quotes:
  - {id: "money", interview: "1", code: "budgets", words: "Money […] short"}
"""


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def study(tmp_path, coded, turns):
    rows = [coded(coder, "1", 2, "Money is short", "budgets") for coder in "AB"]
    (tmp_path / "codebook.yml").write_text(CODEBOOK)
    (tmp_path / "quotes.yml").write_text(QUOTES)
    spoken = [vars(turn) for turn in turns.values()]
    (tmp_path / "turns.csv").write_text(csv_text(list(spoken[0]), spoken))
    (tmp_path / "codings.csv").write_text(csv_text(list(rows[0]), rows))
    decided = "interview,turn,code,coder,decision,stance,reason,decided_by\n"
    (tmp_path / "adjudications.csv").write_text(decided)
    (tmp_path / "interviews.csv").write_text(
        "interview,area,group,large_town\n1,Area A,vru,yes\n2,Area B,non-vru,no\n"
    )
    (tmp_path / "participants.csv").write_text(
        "participant,interview,consent_quote\nParticipant 1,1,yes\n"
    )
    return tmp_path


def run(study, verb, *names):
    flags = []
    for name in names:
        file = f"{name}.yml" if name in ("codebook", "quotes") else f"{name}.csv"
        flags += [f"--{name}", str(study / file)]
    return main(["code", verb, *flags])


SEGMENTS = (
    "turns",
    "codings",
    "adjudications",
    "codebook",
    "segments",
    "agreement",
    "disagreements",
)
MATRIX = ("segments", "interviews", "codebook", "matrix", "voices")
QUOTED = ("turns", "participants", "segments", "codebook", "quotes", "quotations")


def test_verbs_follow_one_another_from_codings_to_quotations(study, capsys):
    assert run(study, "segments", *SEGMENTS) == 0
    assert run(study, "matrix", *MATRIX) == 0
    assert run(study, "quotes", *QUOTED) == 0
    [cell, _] = table((study / "matrix.csv").read_text())
    assert (cell["area"], cell["stance"], cell["mixed"]) == ("Area A", "affirms", "no")
    [quoted] = table((study / "quotations.csv").read_text())
    assert (quoted["turn"], quoted["words"]) == ("2", "Money […] short")
    assert "1 segments" in capsys.readouterr().out


def test_nothing_is_written_when_a_coding_does_not_match(study, capsys):
    codings = study / "codings.csv"
    codings.write_text(codings.read_text().replace("Money is short", "Money is tight"))
    assert run(study, "segments", *SEGMENTS) == 2
    assert capsys.readouterr().err.count("codings.csv:") == 2
    assert not (study / "segments.csv").exists()
    assert not (study / "agreement.csv").exists()


def test_same_inputs_give_the_same_bytes(study):
    run(study, "segments", *SEGMENTS)
    before = [(study / f"{name}.csv").read_bytes() for name in SEGMENTS[4:]]
    run(study, "segments", *SEGMENTS)
    assert before == [(study / f"{name}.csv").read_bytes() for name in SEGMENTS[4:]]
