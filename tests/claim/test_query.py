"""SQL of the ledger reaches the base tables and nothing else."""

from pathlib import Path

import pytest

from fieldstudy.claim.query import Base
from fieldstudy.errors import StudyError


@pytest.fixture
def base(tmp_path: Path) -> Base:
    (tmp_path / "areas.csv").write_text("row,area\nareas:1,A\nareas:2,B\n")
    return Base([tmp_path], [("concern_one", "concern", "study")])


def test_every_column_is_text(base: Base) -> None:
    assert base.ask("x", "SELECT row FROM areas WHERE area = 'B'", {}) == [{"row": "areas:2"}]


def test_the_ledger_itself_can_be_asked(base: Base) -> None:
    assert base.ask("x", "SELECT id FROM claims WHERE kind = 'concern'", {}) == [
        {"id": "concern_one"}
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('config/study.yml')",
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY areas TO 'stolen.csv'",
        "DROP TABLE areas",
        "SELECT 1; SELECT 2",
        "SET enable_external_access = true",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SELECT * FROM nowhere",
    ],
)
def test_what_is_not_one_select_of_the_base_tables_is_refused(base: Base, sql: str) -> None:
    with pytest.raises(StudyError, match="claims: x"):
        base.ask("claims: x", sql, {})


ENDLESS = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
# One call that DuckDB does not interrupt.
DEAF = "SELECT length(regexp_replace(repeat('a', 100000000), '(a|a)+(b)', 'c', 'g'))"


@pytest.mark.parametrize("sql", [ENDLESS, DEAF])
def test_a_query_that_never_ends_is_killed_and_the_next_is_answered(
    base: Base, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    assert base.ask("x", "SELECT 1 AS one", {}) == [{"one": 1}]
    monkeypatch.setattr("fieldstudy.claim.query.SECONDS", 0.5)
    with pytest.raises(StudyError, match="simplify it"):
        base.ask("claims: x", sql, {})
    monkeypatch.undo()
    assert base.ask("x", "SELECT count(*) AS n FROM areas", {}) == [{"n": 2}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list(i ORDER BY -i) FROM range(200000000) AS n(i)",
        "SELECT i FROM range(100000000) AS n(i)",
        "SELECT repeat('a', 4000000000) AS a",
    ],
)
def test_a_query_that_takes_much_memory_is_refused(base: Base, sql: str) -> None:
    with pytest.raises(StudyError, match=r"simplify it|ask for fewer"):
        base.ask("claims: x", sql, {})


def test_verdicts_are_known_to_the_next_worker_too(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.add_verdicts([("a", "record", "holds")])
    monkeypatch.setattr("fieldstudy.claim.query.SECONDS", 0.5)
    with pytest.raises(StudyError):
        base.ask("claims: x", ENDLESS, {})
    monkeypatch.undo()
    assert base.ask("x", "SELECT row FROM verdicts", {}) == [{"row": "verdicts:a"}]


def test_asking_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "areas.csv").write_text("row,area\nareas:1,A\n")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    assert Base([tmp_path], []).ask("x", "SELECT area FROM areas", {}) == [{"area": "A"}]
    assert list(scratch.iterdir()) == []


def test_decimals_and_large_sums_arrive_exact(base: Base) -> None:
    sql = "SELECT 0.1::DECIMAL(18,8) AS d, sum(i::HUGEINT * 10000000000) AS s FROM range(3) AS n(i)"
    assert base.ask("x", sql, {}) == [{"d": "0.10000000", "s": 30000000000}]
