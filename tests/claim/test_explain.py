"""A claim says in the terminal where it comes from: words for and against, rules, raw files."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from fieldstudy.behind import cells, origin, passages, together
from fieldstudy.claim.cli import main
from fieldstudy.claim.explain import WIDTH, laid_out
from fieldstudy.claim.worker import asks
from fieldstudy.errors import StudyError
from fieldstudy.io import write_text

ROOT = Path(__file__).parents[2]
CONFIG = ["--config", str(ROOT / "config/study.yml"), "--claims", str(ROOT / "config/claims.yml")]
FILES = {
    "verdicts.csv": "id,basis,published,regenerated,verdict,reason\n"
    "violence_sidelined,study,one (1 of 3),one of the three,differs,2 of 3 affirm.\n",
    "evidence.csv": "claim,table,row\n"
    "violence_sidelined,findings,findings:Area B:violence_sidelined\n"
    "areas,areas,areas:Area A\n",
    "code/segments.csv": "interview,turn,text,code,stance\n"
    "4,29,there's no chapter for it,violence_sidelined,affirms\n"
    "4,31,we wrote one last spring,violence_sidelined,denies\n"
    "4,40,six services know the boy,end_silos,affirms\n"
    "2,14,it has a chapter,violence_sidelined,affirms\n",
    "anonymise/interviews.csv": "interview,area\n2,Area A\n4,Area B\n",
    "ingest/hashes.csv": "what,sha256\ninterview 4,abc\ntable interventions,def\n",
}


@pytest.fixture
def explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    monkeypatch.chdir(ROOT)
    for name, text in FILES.items():
        write_text(tmp_path / name, text)
    tables = [word for n in ("verdicts", "evidence") for word in (f"--{n}", f"{tmp_path}/{n}.csv")]
    main(["explain", "violence_sidelined", *CONFIG, *tables, "--safeguarded", str(tmp_path)])
    return " ".join(capsys.readouterr().out.split())


def test_words_for_and_against_are_those_of_the_claims_cells(explained: str) -> None:
    assert "for Interview 4, turn 29: “there's no chapter for it”" in explained
    assert "against Interview 4, turn 31: “we wrote one last spring”" in explained
    assert "six services" not in explained
    assert "it has a chapter" not in explained


def test_rules_package_files_and_raw_files_are_named(explained: str) -> None:
    assert "code_matrix" in explained
    assert "workflow/rules/code.smk; workflow/fieldstudy/code/" in explained
    assert "interview 4: abc" in explained
    assert "table interventions" not in explained


def test_an_unknown_claim_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(StudyError, match="no_such_claim: is no claim; see the ids in"):
        main(["explain", "no_such_claim", *CONFIG])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("goverment", "governance"), ("knife", "knife_region"), ("Areas-VRU", "areas_vru")],
)
def test_a_misspelt_claim_is_answered_with_those_that_are_near(
    monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(StudyError, match=f"is no claim; did you mean .*'{meant}'"):
        main(["explain", typed, *CONFIG])


def test_a_statement_keeps_its_lines_and_what_is_long_is_folded() -> None:
    sql = "SELECT row\nFROM areas\n  WHERE large_town = 'yes'"
    assert laid_out("rows by", sql).splitlines() == [
        "rows by      SELECT row",
        "             FROM areas",
        "               WHERE large_town = 'yes'",
    ]
    assert all(len(line) <= WIDTH for line in laid_out("for", "six services " * 40).splitlines())


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT row FROM findings WHERE code = $code", ["findings"]),
        ("SELECT row, (SELECT count(*) FROM voices) AS n FROM areas", ["areas", "voices"]),
        ("WITH areas_too AS (SELECT * FROM areas) SELECT * FROM areas_too", ["areas"]),
        ("SELECT 1", []),
    ],
)
def test_every_table_that_a_statement_asks_is_named(sql: str, tables: list[str]) -> None:
    assert asks(sql, duckdb.connect()) == tables


def test_a_judgement_asks_what_the_claims_it_weighs_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    main(["ledger", *CONFIG, "--out", str(tmp_path / "ledger.json")])
    ledger = {claim["id"]: claim for claim in json.loads((tmp_path / "ledger.json").read_text())}
    rested = [ledger[name]["asks"] for name in ledger["old_problems_remain"]["rests_on"]]
    assert {"findings", "voices"} <= set(ledger["old_problems_remain"]["asks"])
    assert {table for asked in rested for table in asked} <= set(
        ledger["old_problems_remain"]["asks"]
    )


def test_a_claim_on_the_whole_matrix_has_no_words_for_it() -> None:
    rows = [f"findings:Area A:code_{number}" for number in range(20)]
    assert cells(rows) == set()
    assert passages(rows, [], {}) == ([], [])


def test_public_record_rests_on_its_file_and_on_nothing_raw() -> None:
    found = origin("population", ROOT / "data/record")
    assert found.raw == ()
    assert found.public[0].endswith("data/record/population.csv")


def test_several_tables_name_nothing_twice() -> None:
    found = together(["findings", "voices", "areas"], ROOT / "data/record")
    assert len(set(found.rules)) == len(found.rules)
    assert found.rules[-1] == "claim_evaluate"
