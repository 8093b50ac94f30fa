"""What is written for other tools is valid by the standard, and comes back unchanged."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from fieldstudy.errors import StudyError
from fieldstudy.ingest import qdc, refi_qda
from fieldstudy.ingest.codings import Code, CodingsFile, Marked, Source, coders_of
from fieldstudy.ingest.offsets import CONVENTIONS, Convention
from fieldstudy.ingest.refi_write import Stored, write_codebook, write_project
from fieldstudy.ingest.refi_xml import SCHEMAS

TALK = "Ann: Café 🙂 owners met.\nBob: We “agreed” <at> once & left 🙂.\n"
CODES = [
    Code("", "Strategy", codable=False),
    Code("Strategy", "Planning", "A plan,\nwritten down.", codable=False),
    Code("Strategy::Planning", "needs_assessment", "Any written assessment."),
    Code("Strategy::Planning", "needs_assessment (denies)"),
    Code("Strategy", "trust", "Said & done <here>"),
]
NEEDS, TRUST = CODES[2], CODES[4]


def marked(start: int, end: int, code: Code, coder: str = "Ann Lee", memo: str = "") -> Marked:
    """Code a passage of the talk."""
    return Marked("", "", 0, code.name, code.theme, coder, start, end, TALK[start:end], memo=memo)


# Overlapping, several codes on one passage, over a line end, by two coders, with a memo.
CODINGS = [
    marked(5, 11, NEEDS),
    marked(5, 11, TRUST, memo="why <this> & not that?"),
    marked(5, 11, TRUST, "Bob Oak"),
    marked(8, 40, TRUST),
    marked(37, 45, CODES[3], "Bob Oak"),
]


def project(codings: list[Marked], text: str = TALK) -> CodingsFile:
    """Make a project of one document."""
    sources = [Source("interview-1", text), Source("interview-2", "Nobody coded this.\n")]
    return CodingsFile("p.qdpx", sources, CODES, codings, coders_of(codings))


def facts(file: CodingsFile) -> list[tuple[Any, ...]]:
    """Say of each coding all that another tool must know."""
    return [
        (one.source, one.start, one.end, one.theme, one.name, one.coder, one.text, one.memo)
        for one in file.marked
    ]


def is_valid(content: bytes, schema: str) -> bool:
    """Ask the standard's schema."""
    return bool(etree.XMLSchema(etree.parse(SCHEMAS / schema)).validate(etree.fromstring(content)))


def test_a_project_comes_back_with_the_same_codings_and_codebook(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    written = project(CODINGS)
    assert write_project(path, written, "p") == 0
    back = refi_qda.read(path)
    assert facts(back) == facts(written)
    assert back.codes == sorted(CODES)
    assert back.sources == written.sources
    assert dict(back.coders) == {"Ann Lee": 3, "Bob Oak": 2}
    assert (back.proved, back.notes) == (True, [])


@pytest.mark.parametrize("convention", CONVENTIONS, ids=str)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_project_comes_back_through_every_way_of_counting(
    tmp_path: Path, convention: Convention, line_end: str
) -> None:
    path = tmp_path / "p.qdpx"
    stored = Stored(convention, line_end, convention.bom)
    write_project(path, project(CODINGS), "p", stored)
    back = refi_qda.read(path)
    assert facts(back) == facts(project(CODINGS))
    assert all(one.fits for one in back.marked)


def test_nvivos_way_of_counting_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nvivo.qdpx"
    write_project(path, project(CODINGS), "p", Stored(Convention("UTF-16 units"), "\r\n"))
    assert refi_qda.read(path).convention == "UTF-16 units, line ends as stored"


def test_a_project_is_valid_by_the_standard(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    write_project(path, project(CODINGS), "p")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("project.qde")
        assert sorted(archive.namelist())[0].startswith("Sources/")
    assert is_valid(content, "refi-qda-project.xsd")


def test_the_same_project_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_project(tmp_path / name, project(CODINGS), "p")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_codebook_comes_back_with_hierarchy_and_descriptions(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    write_codebook(path, CODES)
    back = qdc.read(path)
    assert (back.codes, back.notes) == (CODES, [])
    assert is_valid(path.read_bytes(), "refi-qda-codebook.xsd")


def test_codings_without_offsets_are_left_out_and_counted(tmp_path: Path) -> None:
    loose = Marked("", "", 0, "trust", "Strategy", text="owners")
    assert write_project(tmp_path / "p.qdpx", project([*CODINGS, loose]), "p") == 1
    with pytest.raises(StudyError) as error:
        write_project(tmp_path / "q.qdpx", project([loose]), "p")
    assert str(error.value) == "p.qdpx: holds no coding with offsets; none can be exported"
    assert [path.name for path in tmp_path.iterdir()] == ["p.qdpx"]


def test_a_coding_of_no_code_is_not_exported(tmp_path: Path) -> None:
    stray = Marked("", "coding 7", 0, "other", start=0, end=3)
    with pytest.raises(StudyError) as error:
        write_project(tmp_path / "q.qdpx", project([stray]), "p")
    assert str(error.value) == (
        "p.qdpx: coding 7: has a code that is not in the codebook; nothing is exported"
    )
    assert not list(tmp_path.iterdir())


def test_a_coding_of_a_space_alone_comes_back_where_it_was(tmp_path: Path) -> None:
    one = Marked("", "", 0, "trust", "Strategy", "Ann Lee", 7, 8, " ")
    write_project(tmp_path / "p.qdpx", project([one], "No plan "), "p")
    (back,) = refi_qda.read(tmp_path / "p.qdpx").marked
    assert (back.start, back.end) == (7, 8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_text_comes_back(tmp_path: Path, data: Any) -> None:
    letters = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.just("\n")
    text = data.draw(st.text(letters, min_size=1))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    memo = data.draw(st.text(letters)).strip()
    one = Marked("", "", 0, "trust", "Strategy", "Ann Lee", start, end, text[start:end], memo=memo)
    path = tmp_path / "p.qdpx"
    write_project(path, project([one], text), "p")
    (back,) = refi_qda.read(path).marked
    assert (back.start, back.end, back.coder) == (start, end, "Ann Lee")
    assert back.memo == memo
    if text[start:end].strip():
        assert back.fits


def test_the_studys_codings_go_out_and_come_back_in(small: Any) -> None:
    small.run("codings")
    before = small.rows("codings.csv")
    code, out, _ = small.run("export", "--format", "refi-qda", "--out", "ours.qdpx")
    assert (code, out) == (0, "ours.qdpx: 3 codings, 6 codes\n")
    small.write("codings/ours.qdpx", "")
    (small.data / "codings" / "ours.qdpx").write_bytes((small.root / "ours.qdpx").read_bytes())
    for coder, file in (("A", "a.qdpx"), ("B", "b.csv")):
        kind = "refi-qda" if coder == "A" else "taguette"
        entry = f'{{coder: "{coder}", format: "{kind}", file: "codings/{file}", of: "raw"}}'
        ours = f'{{coder: "{coder}", format: "refi-qda", file: "codings/ours.qdpx", of: "raw", '
        small.swap("config/study.yml", entry, f'{ours}user: "{coder}"}}')
    assert small.run("codings")[0] == 0
    assert [row.split(",")[1:] for row in small.rows("codings.csv")] == [
        row.split(",")[1:] for row in before
    ]


def test_the_studys_codebook_goes_out_with_its_words(small: Any) -> None:
    code, out, _ = small.run("export", "--format", "qdc", "--out", "book.qdc")
    assert (code, out) == (0, "book.qdc: 6 codes\n")
    codes = {code.name: code for code in qdc.read(small.root / "book.qdc").codes}
    assert codes["late_guidance"].theme == "The duty"
    assert codes["late_guidance"].description == (
        "Statement: Guidance came late.\nDefinition: Complaints of the date.\nValence: hinders"
    )
    assert codes["late_guidance (denies)"].description == "Denies: Guidance came late."


def test_the_studys_codings_go_out_as_a_table(small: Any) -> None:
    small.run("codings")
    code, out, _ = small.run("export", "--format", "csv", "--out", "ours.csv")
    assert (code, out) == (0, "ours.csv: 3 rows\n")
