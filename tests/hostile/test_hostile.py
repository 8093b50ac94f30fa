"""Files that were made to do harm end in a sentence, or are read as the words that they hold."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.config import read_codebook
from fieldstudy.ingest.grid import read_grid
from fieldstudy.ingest.transcripts import read_transcript
from fieldstudy.io import each_row, read_cells, read_rows, read_table, read_yaml
from fieldstudy.release.inspect import inspected
from fieldstudy.release.opened import Opened

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/hostname"').replace("&i;", "&a;")


def packed(**files: bytes | str) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return saved.getvalue()


TRANSCRIPTS: dict[str, tuple[str, bytes, str]] = {
    "no UTF-8": (
        "a.txt",
        "Ann: café\n".encode("latin-1"),
        "a.txt:1: is not UTF-8 text; save the file",
    ),
    "UTF-16": ("a.txt", "Ann: we met\n".encode("utf-16"), "is not UTF-8 text"),
    "NUL": ("a.txt", b"Ann: we\0met\n", "holds a control character"),
    "control character": (
        "a.vtt",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>a\x1bb</v>\n",
        "control character",
    ),
    "empty": ("a.txt", b" \n", "is empty"),
    "no archive": ("a.docx", b"no archive", "is damaged or of another format"),
    "no Word file": ("a.docx", packed(a_txt="x"), "a.docx"),
    "entity bomb": ("a.docx", packed(word__document_xml=BOMB), "a.docx"),
    "file by entity": ("a.docx", packed(word__document_xml=OUTSIDE), "a.docx"),
    "zip bomb": (
        "a.docx",
        packed(word__document_xml=bytes(60_000_000)),
        "would unpack to far more",
    ),
    "path outside": ("a.docx", packed(**{"..__..__etc__passwd": "x"}), "leads outside"),
}


@pytest.mark.parametrize("what", TRANSCRIPTS)
def test_a_hostile_transcript_is_refused_in_a_sentence(tmp_path: Path, what: str) -> None:
    name, content, said = TRANSCRIPTS[what]
    if what == "path outside":
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w") as archive:
            archive.writestr("../../etc/passwd", "x")
        content = saved.getvalue()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudyError) as error:
        read_transcript(tmp_path / name, "1")
    assert said in str(error.value)
    assert "aaaa" not in str(error.value)


def test_formulas_and_scripts_are_kept_as_words_on_input(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('who,what\n=cmd()|x,"<script>alert(1)</script>"\n')
    assert read_grid(path).rows == [(2, ["=cmd()|x", "<script>alert(1)</script>"])]


def book(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["id", "when"])
    change(made)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def test_dates_of_1904_are_read_as_the_days_they_show(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook) -> None:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        made.active.append(["a", datetime.date(2021, 3, 4)])

    (tmp_path / "a.xlsx").write_bytes(book(change))
    assert read_grid(tmp_path / "a.xlsx").rows == [(2, ["a", "2021-03-04"])]


def test_numbers_as_text_and_leading_zeros_stay_as_typed(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book(lambda made: made.active.append(["007", "1,5"])))
    assert read_grid(tmp_path / "a.xlsx").rows == [(2, ["007", "1,5"])]


def test_merged_cells_are_read_as_their_first_cell_and_empty_ones(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook) -> None:
        made.active.append(["a", "2021"])
        made.active.append(["b", "2022"])
        made.active.merge_cells("A2:A3")

    (tmp_path / "a.xlsx").write_bytes(book(change))
    assert read_grid(tmp_path / "a.xlsx").rows == [(2, ["a", "2021"]), (3, ["", "2022"])]


def test_a_merged_header_is_refused_since_a_column_has_no_name(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook) -> None:
        made.active["C1"] = "who"
        made.active.append(["a", "2021", "Ann"])
        made.active.merge_cells("A1:B1")

    (tmp_path / "a.xlsx").write_bytes(book(change))
    with pytest.raises(StudyError, match=r"^a\.xlsx:1: a column has no name; give each column"):
        read_grid(tmp_path / "a.xlsx")


def test_a_long_line_is_read_or_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("who,what\na," + "x" * 1_000_000 + "\n")
    assert len(read_grid(path).rows[0][1][1]) == 1_000_000


YAMLS = {
    "tag": "a: !!python/object/apply:os.system ['true']\n",
    "bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "deep": "[" * 5000,
    "surrogate": 'a: "\\ud800"\n',
    "itself": "a: &a [*a]\n",
}


def test_a_key_that_stands_twice_with_unlike_values_is_told_with_its_lines(tmp_path: Path) -> None:
    codes = "codes: [{code: a, code: {b: {c: d}}}]\n"
    (tmp_path / "codebook.yml").write_text(f"themes: {{a: A}}\ncodes:\n  - []\n{codes}")
    with pytest.raises(StudyError, match=r"codebook\.yml:4: .*'codes' is named twice in"):
        read_codebook(tmp_path / "codebook.yml")


def test_a_quote_that_is_never_closed_is_told_by_every_reader_of_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('who,what\n"Ann,met\n')
    for read in (read_grid, read_cells, read_rows, read_table, lambda one: list(each_row(one))):
        with pytest.raises(StudyError, match=r"a\.csv.* is not valid CSV; "):
            read(path)
    path.write_text('"who,what\n')
    with pytest.raises(StudyError, match=r"a\.csv.* is not valid CSV; "):
        read_table(path)


def test_a_member_without_a_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    content = bytearray(packed(a_txt="x"))
    content[content.rindex(b"a.txt")] = 0  # in the directory, where a NUL ends a name
    (tmp_path / "a.xlsx").write_bytes(content)
    assert Archive(tmp_path / "a.xlsx").names == []
    with pytest.raises(StudyError, match=r"^a\.xlsx: is no Excel workbook that can be read"):
        read_grid(tmp_path / "a.xlsx")


def test_a_member_whose_own_header_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    content = bytearray(packed(**{"manifest_csv": "x", "released__release_yml": "é: é", "é": "x"}))
    for name in (b"released", "é".encode()):
        content[content.index(name) - 24 + 1] |= 8  # says that it is UTF-8
        content[content.index(name)] = 0xFF
    (tmp_path / "a.zip").write_bytes(content)
    archive = Archive(tmp_path / "a.zip")
    for name in archive.names[1:]:
        with pytest.raises(StudyError, match=r"^a\.zip: is damaged or locked"):
            archive.read(name)
    with pytest.raises(StudyError, match=r"^a\.zip: released/release\.yml: is damaged or locked"):
        inspected(Opened(tmp_path / "a.zip"))


@pytest.mark.parametrize("what", YAMLS)
def test_hostile_yaml_runs_nothing_and_ends_in_a_sentence(tmp_path: Path, what: str) -> None:
    (tmp_path / "a.yml").write_text(YAMLS[what])
    if what == "tag":
        assert read_yaml(tmp_path / "a.yml") == {"a": ["true"]}
        return
    with pytest.raises(StudyError, match=r"a\.yml"):
        read_yaml(tmp_path / "a.yml")


@pytest.mark.parametrize(
    "said", ["Stіvеlоck", "Stive\u200block", "Stive\u202elock\u202c", "Stive\u00adlock"]
)
def test_a_name_in_disguise_is_looked_for_as_itself(said: str) -> None:
    from fieldstudy.release.folding import form

    assert form(said) == b"stivelock"


READERS: dict[str, Callable[[Path], object]] = {
    "a.csv": read_grid,
    "a.xlsx": read_grid,
    "a.txt": lambda path: read_transcript(path, "1"),
    "a.vtt": lambda path: read_transcript(path, "1"),
    "a.docx": lambda path: read_transcript(path, "1"),
    "a.yml": read_yaml,
}
HEADS = {"a.xlsx": b"PK\x03\x04", "a.docx": b"PK\x03\x04", "a.vtt": b"WEBVTT\n\n"}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=80, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_end_a_reader_in_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(HEADS.get(name, b"") + content)
    try:
        READERS[name](path)
    except StudyError as error:
        assert str(error)
