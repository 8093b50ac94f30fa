"""Tables against what config/tables.yml declares of them."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest.grid import read_grid

HEAD = "id,area,name,level,start\n"
COLUMNS = "id, area, name, level, start"


def test_valid_tables_are_written_sorted_in_declared_order(small: Any) -> None:
    small.write(
        "interventions.csv",
        "name,id,start,level,area\nB,I-10,,primary,Oxholm\nA,I-9,,primary,Oxholm\n",
    )
    code, out, _ = small.run("tables")
    assert code == 0
    assert small.rows("interventions.csv") == [
        "id,area,name,level,start",
        "I-9,Oxholm,A,primary,",
        "I-10,Oxholm,B,primary,",
    ]
    assert "participants.csv: 2 rows" in out.splitlines()


def test_every_bad_cell_of_every_table_is_named_at_once(small: Any) -> None:
    small.write(
        "interventions.csv",
        HEAD
        + "I-1,Fenmarch,Gym,primry,2020-02-30\n\nI-1,Oxholm,Gym,primary,\n,Oxholm,,,1/4/2020\n",
    )
    small.swap("areas.csv", "2,non-vru", "9,non-vru")
    allowed = "allowed: primary, secondary, tertiary"
    assert small.problems("tables") == [
        "areas.csv:3: interview: '9' is not an interview; allowed: 1, 2",
        "interventions.csv:2: area: 'Fenmarch' is not an area; allowed: Fenmarsh, Oxholm "
        "(did you mean 'Fenmarsh'?)",
        f"interventions.csv:2: level: 'primry' is not one of the allowed values; {allowed} "
        "(did you mean 'primary'?)",
        "interventions.csv:2: start: '2020-02-30' is not a date; "
        "allowed: year-month-day as in 2022-03-31",
        "interventions.csv:4: id: 'I-1' stands in row 2 already; allowed: each value once",
        "interventions.csv:5: id: is empty, but a value is needed",
        f"interventions.csv:5: level: is empty, but a value is needed; {allowed}",
        "interventions.csv:5: start: '1/4/2020' is not a date; "
        "allowed: year-month-day as in 2022-03-31",
    ]


def test_missing_and_undeclared_columns_are_named(small: Any) -> None:
    small.write("interventions.csv", "id,area,name,levle,start\nI-1,Oxholm,,primary,\n")
    assert small.problems("tables") == [
        f"interventions.csv:1: level: this column is missing; the columns of interventions.csv "
        f"are: {COLUMNS}",
        f"interventions.csv:1: the column 'levle' is not declared in config/tables.yml; "
        f"allowed: {COLUMNS} (did you mean 'level'?)",
    ]


def test_a_missing_header_prints_no_name(small: Any) -> None:
    small.write("participants.csv", "P01,Ann Lee,1,yes\n")
    assert small.problems("tables") == [
        "participants.csv:1: is not the header; "
        "allowed: participant, name, interview, consent_quote"
    ]


def test_a_slipped_row_of_people_prints_no_name(small: Any) -> None:
    small.write(
        "participants.csv",
        "participant,name,interview,consent_quote\nAnn Lee,P01,Ann Lee,Ann Lee\nAnn Lee,,8,yess\n",
    )
    assert small.problems("tables") == [
        "participants.csv:2: consent_quote: the value is not one of the allowed values; "
        "allowed: yes, no",
        "participants.csv:2: interview: the value is not an interview; allowed: 1, 2",
        "participants.csv:3: consent_quote: 'yess' is not one of the allowed values; "
        "allowed: yes, no (did you mean 'yes'?)",
        "participants.csv:3: interview: '8' is not an interview; allowed: 1, 2",
        "participants.csv:3: name: is empty, but a value is needed",
        "participants.csv:3: participant: the value stands in row 2 already; "
        "allowed: each value once",
    ]


def test_codes_coders_participants_and_numbers_are_checked(small: Any) -> None:
    small.swap("config/study.yml", "codings:\n", '  rulings: "rulings.csv"\ncodings:\n')
    small.swap(
        "config/tables.yml",
        "  interventions:\n",
        "  rulings:\n    key: [code, coder]\n    columns:\n"
        "      code: {type: code, action: keep}\n      coder: {type: coder, action: keep}\n"
        "      who: {type: participant, empty: 'yes', action: drop}\n"
        "      turn: {type: integer, action: keep}\n  interventions:\n",
    )
    small.write(
        "rulings.csv",
        "code,coder,who,turn\nlate_guidanc,C,P09,4.5\nlate_guidance,A,,4\nlate_guidance,A,P01,5\n",
    )
    assert small.problems("tables") == [
        "rulings.csv:2: code: 'late_guidanc' is not a code of the codebook; "
        "allowed: needs_assessment, late_guidance (did you mean 'late_guidance'?)",
        "rulings.csv:2: coder: 'C' is not a coder; allowed: A, B",
        "rulings.csv:2: turn: '4.5' is not a whole number; allowed: digits only",
        "rulings.csv:2: who: 'P09' is not a participant; allowed: P01, P02 (did you mean 'P02'?)",
        "rulings.csv:4: code, coder: the same values stand in row 3; "
        "allowed: each combination once",
    ]


def test_broken_files_are_told_at_once(small: Any) -> None:
    (small.data / "areas.csv").write_bytes(
        "area,interview,group\nFenmärsh,1,vru\n".encode("cp1252")
    )
    small.write("participants.csv", "")
    small.write("interventions.csv", HEAD + "I-1,Oxholm,Gym, the,primary,\n")
    assert small.problems("tables") == [
        "data/standin/areas.csv:2: is not UTF-8 text; save the file again with the encoding UTF-8",
        "data/standin/participants.csv: is empty; export it again from the tool that made it",
        "interventions.csv:2: has 6 cells, but the header has 5; "
        "put a value that holds a comma in double quotes",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("id;area\n1;2\n", "t.csv:1: is separated by semicolons; save it again with commas"),
        ('id\n"x\n', "t.csv:2: is not valid CSV; look for a double quote that is never closed"),
        (
            "id,id\n1,2\n",
            "t.csv:1: 'id' stands twice in the header; give each column a name of its own",
        ),
        ("id,\n1,2\n", "t.csv:1: a column has no name; give each column a name of its own"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "t.csv").write_text(content)
    with pytest.raises(StudyError) as error:
        read_grid(tmp_path / "t.csv")
    assert str(error.value).splitlines()[0] == problem


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        read_grid(tmp_path / "t.ods")
    assert str(error.value) == "t.ods: '.ods' is not a table's ending; allowed: .csv, .xlsx"


def test_a_value_over_two_lines_keeps_the_row_of_its_first(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,name\n1,"a\nb"\n2,c\n')
    assert read_grid(tmp_path / "t.csv").rows == [(2, ["1", "a\nb"]), (4, ["2", "c"])]


def workbook(path: Path, rows: list[list[Any]], *more: str) -> Path:
    """Write a workbook; further sheets are named."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for name in more:
        book.create_sheet(name)
    book.save(path)
    return path


def test_excel_cells_are_read_as_typed(tmp_path: Path) -> None:
    day = datetime.datetime(2020, 4, 1)
    path = workbook(tmp_path / "t.xlsx", [["id", "start", "n", "x"], ["I-1", day, 3, None], []])
    grid = read_grid(path)
    assert (grid.header, grid.rows) == (
        ["id", "start", "n", "x"],
        [(2, ["I-1", "2020-04-01", "3", ""])],
    )


@pytest.mark.parametrize(
    ("rows", "more", "problem"),
    [
        ([["id"], ["#REF!"]], (), "t.xlsx:2: holds a formula's error; write the value itself"),
        (
            [["id"], ["1", "2"]],
            (),
            "t.xlsx:2: has a value beside the columns that the header names",
        ),
        ([["id"]], ("Notes",), "t.xlsx: has 2 sheets; name the one to read 'data'"),
        ([], (), "t.xlsx: is empty; it needs a header and rows"),
    ],
)
def test_doubtful_workbooks_are_refused(
    tmp_path: Path, rows: list[list[Any]], more: tuple[str, ...], problem: str
) -> None:
    path = workbook(tmp_path / "t.xlsx", rows, *more)
    with pytest.raises(StudyError) as error:
        read_grid(path)
    assert str(error.value) == problem


def test_a_study_may_keep_a_table_in_excel(small: Any) -> None:
    workbook(
        small.data / "interventions.xlsx",
        [["id", "area", "name", "level", "start"], ["I-1", "Oxholm", "Bus", "primry", None]],
    )
    small.swap("config/study.yml", "interventions.csv", "interventions.xlsx")
    assert small.problems("tables") == [
        "interventions.xlsx:2: level: 'primry' is not one of the allowed values; "
        "allowed: primary, secondary, tertiary (did you mean 'primary'?)"
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    for ending in (".csv", ".xlsx"):
        path = tmp_path / f"t{ending}"
        path.write_bytes(content)
        with suppress(StudyError):
            read_grid(path)


def test_an_area_may_have_several_interviews_and_no_two_areas_the_same(small: Any) -> None:
    small.swap(
        "config/tables.yml",
        "interview: {type: interview, action",
        'interview: {type: interviews, unique: "yes", empty: "yes", action',
        1,
    )
    small.write("areas.csv", "area,interview,group\nFenmarsh,1; 2,vru\nOxholm,,non-vru\n")
    code, _, problems = small.run("tables", "areas")
    assert (code, problems) == (0, [])
    small.write("areas.csv", "area,interview,group\nFenmarsh,1; 9,vru\nOxholm,2;1,non-vru\n")
    _, _, problems = small.run("tables", "areas")
    assert problems == [
        "areas.csv:2: interview: '1; 9' is not one of the interviews, or several parted by "
        "semicolons; allowed: 1, 2",
        "areas.csv:3: interview: '2;1' stands in row 2 already; allowed: each value once",
    ]
