"""QualCoder's and Taguette's own project files."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest import formats, qualcoder, taguette_base

TALK = "Ann: Café 🙂 owners met.\nBob: It came late.\n"
# As QualCoder 3 makes its tables.
QUALCODER = """
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text, date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
  supercatid integer, unique(name));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  date text, color text, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
  pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer,
  unique(cid,fid,pos0,pos1, owner));
CREATE TABLE code_image (imid integer primary key, id integer, cid integer, owner text);
INSERT INTO code_cat (catid, name, supercatid) VALUES (1, 'Duty', NULL), (2, 'Guidance', 1);
INSERT INTO code_name (cid, name, memo, catid) VALUES (1, 'late', 'Came late.', 2), (2, 'met', '', NULL);
INSERT INTO code_image (id, cid, owner) VALUES (1, 1, 'Ann');
"""
# As Taguette 1.5 makes its tables, without those that hold no coding.
TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR, description TEXT, created DATETIME);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR, description TEXT, filename VARCHAR,
  created DATETIME, project_id INTEGER, text_direction VARCHAR, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
  end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects (id, name) VALUES (1, 'p');
INSERT INTO tags VALUES (1, 1, 'Duty.late', 'Came late.'), (2, 1, 'met', '');
"""
HTML = "<h1>Café 🙂</h1>\n<p>Bob: It <b>came</b> late.</p><ul><li>Ann: Yes.</li></ul>"


def base(path: Path, script: str, *rows: tuple[str, tuple[Any, ...]]) -> Path:
    """Make a database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as made:
        made.executescript(script)
        for statement, values in rows:
            made.execute(statement, values)
        made.commit()
    return path


def coded(path: Path, *codings: tuple[int, int, int, str, str, str]) -> Path:
    """Make a project of QualCoder: code, start, end, text, owner and memo of each coding."""
    source = ("INSERT INTO source (id, name, fulltext) VALUES (7, 'i-1', ?)", (TALK,))
    insert = "INSERT INTO code_text (cid, fid, pos0, pos1, seltext, owner, memo) "
    rows = [(insert + "VALUES (?, 7, ?, ?, ?, ?, ?)", coding) for coding in codings]
    return base(path, QUALCODER, source, *rows)


def tagged(path: Path, *highlights: tuple[int, int, int, str], html: str = HTML) -> Path:
    """Make a project of Taguette: tag, start, end and snippet of each highlight."""
    rows: list[tuple[str, tuple[Any, ...]]] = [
        ("INSERT INTO documents (id, name, contents) VALUES (1, 'i-1', ?)", (html,))
    ]
    for number, (tag, *highlight) in enumerate(highlights, start=1):
        rows.append(("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (number, *highlight)))
        rows.append(("INSERT INTO highlight_tags VALUES (?, ?)", (number, tag)))
    return base(path, TAGUETTE, *rows)


def refusal(read: Any, path: Path) -> str:
    """Read a project that must be refused."""
    with pytest.raises(StudyError) as error:
        list(read(path).marked)
    return str(error.value)


def test_qualcoders_codings_keep_category_coder_memo_and_offsets(tmp_path: Path) -> None:
    late = TALK.index("late")
    path = coded(
        tmp_path / "p.qda" / "data.qda",
        (1, late, late + 4, "late", "Ann", "said twice"),
        (2, 12, 22, "owners met", "Bob", ""),
    )
    for given_ in (path, path.parent):
        file = qualcoder.read(given_)
        assert [(one.theme, one.name, one.coder, one.memo) for one in file.marked] == [
            ("Duty::Guidance", "late", "Ann", "said twice"),
            ("", "met", "Bob", ""),
        ]
        assert [one.fits for one in file.marked] == [True, True]
    assert [code.description for code in file.codes] == ["", "Came late."]
    assert (dict(file.coders), file.proved) == ({"Ann": 1, "Bob": 1}, True)
    assert file.notes == ["1 coding of pictures not read"]


def test_an_edited_document_of_qualcoder_shows(tmp_path: Path) -> None:
    file = qualcoder.read(coded(tmp_path / "data.qda", (2, 5, 9, "Cafe", "Ann", "")))
    assert [one.fits for one in file.marked] == [False]


def test_a_coding_of_no_code_or_document_is_refused(tmp_path: Path) -> None:
    path = coded(tmp_path / "data.qda", (9, 0, 3, "Ann", "Ann", ""))
    assert refusal(qualcoder.read, path) == (
        "data.qda: coding 1: points to a code that the project lacks; open and save it in QualCoder"
    )


def test_categories_within_each_other_are_refused(tmp_path: Path) -> None:
    path = coded(tmp_path / "data.qda", (1, 0, 3, "Ann", "Ann", ""))
    with closing(sqlite3.connect(path)) as made:
        made.execute("UPDATE code_cat SET supercatid = 2 WHERE catid = 1")
        made.commit()
    assert refusal(qualcoder.read, path) == (
        "data.qda: has categories that lie within each other; mend them"
    )


def test_a_project_that_is_open_is_not_read(tmp_path: Path) -> None:
    path = coded(tmp_path / "data.qda")
    (tmp_path / "data.qda-wal").write_bytes(b"x")
    assert refusal(qualcoder.read, path) == (
        "data.qda: is still open in QualCoder; close the project there"
    )


def test_a_view_in_a_tables_place_and_another_file_are_refused(tmp_path: Path) -> None:
    path = coded(tmp_path / "data.qda")
    with closing(sqlite3.connect(path)) as made:
        made.executescript("ALTER TABLE source RENAME TO s; CREATE VIEW source AS SELECT * FROM s;")
    assert refusal(qualcoder.read, path) == (
        "data.qda: is no project of QualCoder; give the file that QualCoder keeps"
    )
    path.write_bytes(b"no database at all")
    assert refusal(qualcoder.read, path) == (
        "data.qda: is damaged or no project of QualCoder; give the file that QualCoder keeps"
    )


def test_a_base_of_neither_tool_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"SQLite format 3\0" + bytes(200)):
        (tmp_path / "x.sqlite3").write_bytes(content)
        with pytest.raises(StudyError, match="is no project of Taguette or QualCoder"):
            formats.kind_of(tmp_path / "x.sqlite3")


@pytest.mark.parametrize("cell", ["NULL", "'abc'", "x'00ff'", "-1", "1e300"])
@pytest.mark.parametrize("tool", ["qualcoder", "taguette"])
def test_cells_of_another_type_are_no_traceback(tmp_path: Path, tool: str, cell: str) -> None:
    script, read = {
        "qualcoder": (QUALCODER, qualcoder.read),
        "taguette": (TAGUETTE, taguette_base.read),
    }[tool]
    loose = re.sub(
        r" (integer|text|varchar|datetime)( primary key)?|, unique\([^;]*?\)(?=\);)",
        "",
        script,
        flags=re.I,
    )
    tables = re.findall(r"CREATE TABLE (\w+)", loose)
    for number, table in enumerate(tables):
        path = tmp_path / str(number) / "data.qda"
        base(path, loose)
        with closing(sqlite3.connect(path)) as made:
            width = len(made.execute(f"PRAGMA table_info({table})").fetchall())
            made.execute(f"INSERT INTO {table} VALUES ({', '.join([cell] * width)})")
            made.commit()
        try:
            list(read(path).marked)
        except StudyError as error:
            assert "data.qda" in str(error)


@settings(deadline=None, max_examples=60)
@given(st.data(), st.sampled_from(["qualcoder", "taguette"]))
def test_a_damaged_base_is_read_or_refused_and_never_a_traceback(data: Any, tool: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.sqlite3"
        made = {"qualcoder": coded, "taguette": tagged}[tool]
        one = (1, 0, 3, "Ann", "Ann", "") if tool == "qualcoder" else (2, 0, 10, "<h1>Café</h1>")
        content = bytearray(made(path, one).read_bytes())  # type: ignore[operator]
        spots = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
        for at, byte in data.draw(st.lists(spots, min_size=1, max_size=40)):
            content[at] = byte
        path.write_bytes(content)
        with suppress(StudyError):
            list(formats.read_codings(path, formats.kind_of(path)).marked)


def test_taguettes_offsets_are_bytes_of_the_text_alone(tmp_path: Path) -> None:
    bare = "Café 🙂\nBob: It came late.Ann: Yes."
    start = len(bare[: bare.index("It")].encode())
    path = tagged(
        tmp_path / "p.sqlite3",
        (1, start, start + 12, "<p>It <b>came</b> late</p>"),
        (2, 0, 10, "<h1>Café 🙂</h1>"),
        (2, start + 8, start + 17, "<p>late.</p><ul><li>Ann:</li></ul>"),
    )
    file = taguette_base.read(path)
    assert file.sources[0].text == "Café 🙂\nBob: It came late.\nAnn: Yes."
    assert [(one.theme, one.name, one.text, one.fits) for one in file.marked] == [
        ("Duty", "late", "It came late", True),
        ("", "met", "Café 🙂", True),
        ("", "met", "late.\nAnn:", True),
    ]
    assert [code.description for code in file.codes] == ["", "Came late."]


def test_an_edited_snippet_and_half_a_character_show(tmp_path: Path) -> None:
    path = tagged(tmp_path / "p.sqlite3", (1, 0, 5, "Cafe"), (1, 0, 8, "Café"), (1, 0, 999, "x"))
    assert [one.fits for one in taguette_base.read(path).marked] == [False, False, False]


def test_several_projects_of_taguette_in_one_file_are_refused(tmp_path: Path) -> None:
    path = base(tmp_path / "p.db", TAGUETTE, ("INSERT INTO projects (id) VALUES (2)", ()))
    assert refusal(taguette_base.read, path) == (
        "p.db: holds 2 projects; export the one that is meant from Taguette"
    )


@given(
    st.lists(st.text(st.characters(exclude_characters="<>&\r", exclude_categories=["Cs", "Cc"])))
)
def test_any_node_of_taguette_is_found_by_its_bytes(words: list[str]) -> None:
    page = taguette_base.page("".join(f"<p>{one}</p>" for one in words))
    at = 0
    for one in words:
        end = at + len(one.encode())
        if one.strip():
            span = page.span(at, end)
            assert span is not None
            assert page.text[slice(*span)] == one
            assert page.bare(at, end) == one
        at = end


def test_the_command_tells_each_tools_file_by_itself(small: Any) -> None:
    late = TALK.index("late")
    coded(
        small.root / "data.qda", (1, late, late + 4, "late", "Ann", ""), (2, 0, 3, "Bob", "B", "")
    )
    tagged(small.root / "p.sqlite3", (2, 0, 10, "<h1>Café 🙂</h1>"))
    code, out, _ = small.run("codings", "data.qda", "p.sqlite3", "--out", "o.csv")
    assert code == 0
    assert out.splitlines() == [
        "data.qda: 1 document, 2 codes, 2 codings by 2 coders; 1 row matched, 1 row mismatch; offsets in "
        "code points, line ends as stored (as the quoted passages show); "
        "1 coding of pictures not read",
        "p.sqlite3: 1 document, 2 codes, 1 coding; 1 row matched; offsets in "
        "UTF-8 bytes of the HTML's text (as the quoted passages show)",
        "1 coding not found where the file says; see o-mismatches.csv",
    ]
    assert (small.root / "o-mismatches.csv").read_text().splitlines() == [
        "file,id,interview,start,end,quoted,found,stands_at",
        "data.qda,2,i-1,0,3,Bob,Ann,24",
    ]
