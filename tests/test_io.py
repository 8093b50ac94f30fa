"""Every table is safe to open in a spreadsheet, and reads back as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.claim.query import Base
from fieldstudy.errors import StudyError
from fieldstudy.io import (
    NUMBER,
    csv_text,
    harmless,
    original,
    read_rows,
    read_table,
    read_yaml,
    write_rows,
    write_table,
)

FORMULAS = [
    '=HYPERLINK("http://host.example","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1+1",
    "＝1+1",
    "'=1",
    "''=1",
    "- a list",
]
KEPT = ["-3.5", "+4", "-1,000", "-2.5%", "-1e-9", "'tis so", "a=b", "", "Area A"]
CELL = st.text(
    alphabet=st.one_of(st.sampled_from("='-+@ \t\r\n\",;＝1a"), st.characters(codec="utf-8"))
)


def starts_no_formula(cell: str) -> bool:
    """Whether a spreadsheet takes a cell for text or a number."""
    return bool(NUMBER.fullmatch(cell)) or not cell.lstrip(" ").startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", KEPT)
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text == original(text)


@given(CELL)
def test_no_cell_starts_a_formula_and_each_comes_back(text: str) -> None:
    assert starts_no_formula(harmless(text))
    assert original(harmless(text)) == text


@settings(max_examples=60)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_rows_read_back_as_they_were_by_both_readers(rows: list[tuple[str, str]]) -> None:
    columns = ("who", "=what")
    with TemporaryDirectory() as folder:
        path, other = Path(folder) / "rows.csv", Path(folder) / "table.csv"
        write_rows(path, columns, rows)
        write_table(other, pd.DataFrame(rows, columns=list(columns)))
        expected = [dict(zip(columns, row, strict=True)) for row in rows]
        assert read_rows(path) == read_rows(other) == expected
        assert read_table(path).to_dict("records") == expected
        for shown in csv.reader(io.StringIO(other.read_bytes().decode())):
            assert all(map(starts_no_formula, shown))


def test_the_claims_worker_reads_the_words_as_they_were(tmp_path: Path) -> None:
    cells = [*FORMULAS, *KEPT]
    write_rows(tmp_path / "said.csv", ("row", "text"), enumerate(cells))
    asked = Base([tmp_path], []).ask("x", "SELECT text FROM said ORDER BY row::INT", {})
    assert [row["text"] for row in asked] == cells


def test_numbers_in_a_table_stay_numbers() -> None:
    assert csv_text(("n", "x"), [(-3, -0.5), (None, 1)]) == "n,x\n-3,-0.5\n,1\n"


def test_a_cell_may_be_longer_than_the_csv_modules_own_limit(tmp_path: Path) -> None:
    write_rows(tmp_path / "long.csv", ("text",), [("a" * 200_000,)])
    assert len(read_rows(tmp_path / "long.csv")[0]["text"]) == 200_000


@pytest.mark.parametrize("reader", [read_rows, read_table])
def test_a_damaged_table_is_named_with_its_row(tmp_path: Path, reader: object) -> None:
    (tmp_path / "areas.csv").write_text("row,area\n1,A\n2,B,C\n")
    with pytest.raises(StudyError, match=r"areas\.csv:3: has 3 cells .* build again"):
        reader(tmp_path / "areas.csv")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: 2\na: 3\n", 3), ("- {x: 1}\n- {x: 1, y: 2, x: 3}\n", 2)]
)
def test_what_is_named_twice_in_yaml_is_told_and_nothing_is_lost(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=rf"x\.yml:{line}: .*is named twice in one place"):
        read_yaml(tmp_path / "x.yml")


def test_merged_mappings_may_name_again_what_they_take_over(tmp_path: Path) -> None:
    text = "a: &a {x: '1', y: '1'}\nb: {<<: *a, x: '2'}\n"
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    assert read_yaml(tmp_path / "x.yml")["b"]["x"] == "2"
