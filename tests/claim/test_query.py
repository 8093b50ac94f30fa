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


def test_a_query_that_never_ends_is_stopped(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldstudy.claim.query.SECONDS", 0.3)
    endless = (
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    with pytest.raises(StudyError, match="simplify it"):
        base.ask("claims: x", endless, {})
