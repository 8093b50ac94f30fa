"""Tables of coded passages as ATLAS.ti, MAXQDA, NVivo and Dedoose export them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldstudy.errors import StudyError
from fieldstudy.ingest import formats, spreadsheet

ATLAS = (
    "ID,Quotation Name,Document,Quotation Content,Comment,Codes,Created by\n"
    '1:1,,interview-1,came late,why?,"Duty::late_guidance\nneeds_assessment",Ann\n'
    "1:2,,interview-1,no code,,,Ann\n"
)
MAXQDA = (
    "Color,Document group,Document name,Code,Beginning,End,Weight score,Segment,Author,Comment\n"
    "●,Talks,interview-1,Duty > Guidance > late_guidance,3,3,0,came late,Ann,why?\n"
)
NVIVO = (
    "File Name,Hierarchical Name,Coded Text,Initials\n"
    "interview-1,Nodes\\\\Duty\\late_guidance,came late,AL\n"
)
DEDOOSE = (
    "Excerpt ID,Media Title,Excerpt Range,Excerpt Copy,Excerpt Creator,Codes Applied Combined,"
    '"Code: late, guidance Applied",Code: met Applied\n'
    '7,interview-1,10-19,came late,Ann,"late, guidance, met",True,True\n'
)


def facts(path: Path, text: str, kind: str) -> list[tuple[str, ...]]:
    """Read a table that must be known by its header."""
    path.write_text(text, encoding="utf-8")
    assert formats.kind_of(path) == kind
    return [
        (one.id, one.theme, one.name, one.coder, one.text, one.memo)
        for one in spreadsheet.read(path, kind).marked
    ]


def test_a_quotation_of_atlas_ti_with_two_codes_is_two_codings(tmp_path: Path) -> None:
    assert facts(tmp_path / "a.csv", ATLAS, "atlas.ti") == [
        ("1:1:late_guidance", "Duty", "late_guidance", "Ann", "came late", "why?"),
        ("1:1:needs_assessment", "", "needs_assessment", "Ann", "came late", "why?"),
    ]
    file = spreadsheet.read(tmp_path / "a.csv", "atlas.ti")
    assert file.notes == ["1 passage without a code not read"]


def test_maxqdas_codes_keep_all_above_them(tmp_path: Path) -> None:
    row = ("2", "Duty::Guidance", "late_guidance", "Ann", "came late", "why?")
    assert facts(tmp_path / "m.csv", MAXQDA, "maxqda") == [row]
    backslashes = MAXQDA.replace(" > ", "\\")
    assert facts(tmp_path / "m.csv", backslashes, "maxqda") == [row]


def test_maxqdas_workbook_may_have_a_column_without_a_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in MAXQDA.splitlines():
        sheet.append(["" if cell == "Color" else cell for cell in line.split(",")])
    book.save(tmp_path / "m.xlsx")
    assert formats.kind_of(tmp_path / "m.xlsx") == "maxqda"
    (one,) = spreadsheet.read(tmp_path / "m.xlsx", "maxqda").marked
    assert one.name == "late_guidance"


def test_a_sheet_is_found_by_its_name_in_any_case(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "CODED SEGMENTS"
    for line in MAXQDA.splitlines():
        sheet.append(line.split(","))
    book.create_sheet("Notes").append(["Nothing"])
    book.save(tmp_path / "m.xlsx")
    assert len(spreadsheet.read(tmp_path / "m.xlsx", "maxqda").marked) == 1


def test_nvivos_folder_of_nodes_is_no_code(tmp_path: Path) -> None:
    assert facts(tmp_path / "n.csv", NVIVO, "nvivo") == [
        ("2", "Duty", "late_guidance", "AL", "came late", "")
    ]


def test_a_comma_in_a_code_of_dedoose_splits_nothing(tmp_path: Path) -> None:
    assert facts(tmp_path / "d.csv", DEDOOSE, "dedoose") == [
        ("7:late, guidance", "", "late, guidance", "Ann", "came late", ""),
        ("7:met", "", "met", "Ann", "came late", ""),
    ]


def test_a_code_of_dedoose_below_another_keeps_what_is_above_it(tmp_path: Path) -> None:
    below = DEDOOSE.replace("Code: met Applied", r"Code: Duty\Guidance\met Applied")
    rows = facts(tmp_path / "d.csv", below, "dedoose")
    assert rows[1] == ("7:met", "Duty::Guidance", "met", "Ann", "came late", "")


def test_headers_may_be_named_in_the_studys_config(small: Any) -> None:
    small.write("codings/m.csv", MAXQDA.replace("Segment,", "Segmento,").replace("> Guidance ", ""))
    old = '{coder: "A", format: "refi-qda", file: "codings/a.qdpx", of: "raw"}'
    new = '{coder: "A", format: "maxqda", file: "codings/m.csv", of: "raw"}'
    small.swap("config/study.yml", old, new)
    small.swap("config/codebook.yml", "The duty", "Duty")
    assert small.problems("codings") == [
        "m.csv:1: lacks columns of MAXQDA's export (text: Segment or Coded segments or Preview); "
        "export them, or name them with 'columns' in config/study.yml"
    ]
    small.swap("config/study.yml", new, new[:-1] + ', columns: {text: "Segmento"}}')
    assert small.run("codings")[0] == 0
    assert [row for row in small.rows("codings.csv") if row.startswith("A:")] == [
        "A:2,1,2,15,24,came late,duty,late_guidance,affirms,A,raw,matched,why?"
    ]
    small.swap("config/study.yml", "Segmento", "Segmente")
    code, _, problems = small.run("codings")
    assert (code, problems) == (
        2,
        ["m.csv:1: lacks 'Segmente', which 'columns' in config/study.yml names as its text"],
    )


def test_a_header_may_be_named_on_the_command_line(small: Any) -> None:
    small.write("m.csv", MAXQDA.replace("Segment,", "Segmento,"))
    words = ("codings", "data/standin/m.csv", "--out", "o.csv", "--tool", "maxqda", "--column")
    code, out, _ = small.run(*words, "text=Segmento")
    assert code == 0
    assert out == (
        "m.csv: 1 document, 1 code, 1 coding; 1 row unverifiable; "
        "1 document not at hand: name them, or a project that holds them, too\n"
    )
    assert small.problems(*words, "Segmento") == [
        "--column: 'Segmento' is not ROLE=HEADER, as in text=Passage"
    ]


def test_a_table_of_no_tool_says_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Document,Codes\na,b\n")
    with pytest.raises(StudyError) as error:
        spreadsheet.read(path, "atlas.ti")
    assert str(error.value) == (
        "x.csv:1: lacks columns of ATLAS.ti's export "
        "(text: Quotation Content or Text Content or Content); "
        "export them, or name them with 'columns' in config/study.yml"
    )
