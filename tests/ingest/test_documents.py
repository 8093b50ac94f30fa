"""Exports that only quote passages, read beside the documents that hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from fieldstudy.errors import StudyError
from fieldstudy.ingest import code_list, formats
from fieldstudy.ingest.documents import Documents

TALK = "Ann: We met, and then we met again.\n\nBob: The guidance 🙂 came  late.\n"
QUOTED = """\
id,document,tag,content
1,Talk.txt,Duty.late,guidance 🙂 came late
2,Talk.txt,met,we met
3,Talk.txt,met,We met
4,Talk.txt,met,nobody said this
"""


def run(small: Any, *files: str) -> tuple[list[str], list[str]]:
    """Read files outside a study: what is printed, and place and status of each row."""
    code, out, _ = small.run("codings", *files, "--out", "o.csv")
    assert code == 0
    rows = [line.split(",") for line in (small.root / "o.csv").read_text().splitlines()[1:]]
    return out.splitlines(), [",".join([*row[:1], *row[2:6], row[11]]) for row in rows]


@pytest.mark.parametrize("kind", ["txt", "docx", "qdpx"])
def test_an_export_is_verified_by_the_documents_beside_it(small: Any, qdpx: Any, kind: str) -> None:
    small.write("q.csv", QUOTED)
    path = small.root / f"talk.{kind}"
    if kind == "txt":
        path.write_text("\ufeff" + TALK.replace("\n", "\r\n"), encoding="utf-8", newline="")
    elif kind == "docx":
        document = docx.Document()
        for line in TALK.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
    else:
        qdpx(path, TALK, [(5, 11, "We met", "x")], name="Talk")
    said, rows = run(small, "data/standin/q.csv", path.name)
    assert sorted(row for row in rows if row[0] != "k") == [
        "1:late,2,9,30,guidance 🙂 came  late,matched",
        "2:met,1,22,28,we met,matched",
        "3:met,1,5,11,We met,matched",
        "4:met,,,,nobody said this,mismatch",
    ]
    assert said[0] == (
        "q.csv: 1 document, 2 codes, 4 codings; 3 rows matched, 1 row mismatch; "
        "passages found by their words"
    )
    assert (small.root / "o-mismatches.csv").read_text().splitlines()[1:] == [
        "q.csv,4:met,Talk.txt,,,nobody said this,,"
    ]


def test_a_passage_that_stands_twice_is_not_guessed_at(small: Any) -> None:
    small.write("q.csv", "id,document,tag,content\n1,Talk,met,met\n")
    small.write("talk.txt", TALK)
    said, rows = run(small, "data/standin/q.csv", "data/standin/talk.txt")
    assert rows == ["1:met,,,,met,unverifiable"]
    assert said[0].endswith("passages found by their words, 1 passage of them in several places")


def test_an_export_by_itself_says_what_would_verify_it(small: Any) -> None:
    small.write("q.csv", QUOTED)
    said, rows = run(small, "data/standin/q.csv")
    assert {row.rsplit(",", 1)[1] for row in rows} == {"unverifiable"}
    assert said[0].endswith("1 document not at hand: name them, or a project that holds them, too")


def test_documents_alone_are_no_codings(small: Any) -> None:
    small.write("talk.txt", TALK)
    assert small.problems("codings", "data/standin/talk.txt", "--out", "o.csv") == [
        "FILE: none of the files is one of codings; name one beside its texts"
    ]


def test_two_texts_of_one_name_are_refused_where_one_is_needed(tmp_path: Path) -> None:
    documents = Documents()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Talk.txt").write_text(f"Ann: We met in {folder}.")
        documents.read(tmp_path / folder / "Talk.txt")
    assert "talk.docx" in documents
    with pytest.raises(StudyError, match="different texts; give the one that was coded"):
        documents.find("Talk", "We met")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("tag,description,number of highlights\nDuty.late,too late,3\nmet,,1\n", 2),
        ("Code,Memo\nDuty > Guidance > late,too late\nDuty,\n", 2),
        ("Name,Description,Files\nDuty\\late,too late,2\n", 1),
        ("Code,Comment,Code Group 1\nDuty::late,too late,x\n", 1),
    ],
)
def test_a_tools_list_of_codes_is_read_as_its_codebook(
    tmp_path: Path, table: str, codes: int
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(table)
    assert formats.kind_of(path) == "code list"
    file = code_list.read(path)
    assert len(file.codes) == codes and not file.marked
    (late,) = (code for code in file.codes if code.name == "late")
    assert late.theme.startswith("Duty") and late.description == "too late"


def test_a_list_without_codes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("tag,description\n,nothing\n")
    with pytest.raises(StudyError, match="holds no codes"):
        code_list.read(path)


TURNS = "interview,turn,speaker,start,text\n1,1,Ann,,We met and met.\n1,2,Bob,,It came 🙂 late.\n"


def test_a_plain_table_is_compared_with_the_turns_that_are_given(small: Any) -> None:
    small.write("turns.csv", TURNS)
    small.write(
        "c.csv",
        "interview,turn,start,end,text,code\n1,2,8,14,🙂 late,late\n1,2,,,came,late\n"
        "1,1,3,6,came,met\n1,1,,,met,met\n2,1,0,2,We,met\n",
    )
    said, rows = run(small, "data/standin/c.csv", "--turns", "data/standin/turns.csv")
    assert sorted(rows) == [
        "2,2,8,14,🙂 late,matched",
        "3,2,3,7,came,matched",
        "4,1,3,6,came,mismatch",
        "5,1,,,met,mismatch",
        "6,1,0,2,We,unverifiable",
    ]
    assert said[0] == (
        "c.csv: 2 documents, 2 codes, 5 codings; 2 rows matched, 2 rows mismatch, 1 row unverifiable; "
        "offsets in code points within a turn; 1 document not at hand: give --turns"
    )


def test_an_export_is_searched_for_in_the_turns_that_are_given(small: Any) -> None:
    small.write("turns.csv", TURNS)
    small.write("q.csv", "id,document,tag,content\n1,1,late,came 🙂 late\n")
    _, rows = run(small, "data/standin/q.csv", "--turns", "data/standin/turns.csv")
    assert rows == ["1:late,2,3,14,came 🙂 late,matched"]
