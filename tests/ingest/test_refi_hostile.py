"""REFI-QDA projects that are unusual, broken or hostile."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from fieldstudy.errors import StudyError
from fieldstudy.ingest import qdc, refi_qda

HEAD = '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
BOOK = (
    '<Users><User guid="u1" name="Ann Lee"/><User guid="u2" name="Bob Oak"/></Users><CodeBook>'
    '<Codes><Code guid="c1" name="late" isCodable="true"/></Codes></CodeBook><Sources>'
)
TAIL = "</Sources></Project>"


def coding(guid: str = "k1", code: str = "c1", user: str = "u1") -> str:
    """Write a coding."""
    return f'<Coding guid="{guid}" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'


def selection(start: int, end: int, words: str, inside: str, guid: str = "s1") -> str:
    """Write a selection of text."""
    return (
        f'<PlainTextSelection guid="{guid}" name="{words}" startPosition="{start}"'
        f' endPosition="{end}">{inside}</PlainTextSelection>'
    )


def packed(path: Path, sources: str, head: str = HEAD, **files: bytes) -> Path:
    """Pack a project."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("My project.qde", head + BOOK + sources + TAIL)
        for name, content in files.items():
            archive.writestr(f"sources/{name.replace('_', '.')}", content)
    return path


def refusal(path: Path) -> str:
    """Read a project that must be refused."""
    with pytest.raises(StudyError) as error:
        list(refi_qda.read(path).marked)
    return str(error.value)


def test_a_text_within_the_project_file_is_read(tmp_path: Path) -> None:
    inside = (
        f"<PlainTextContent>It came late.</PlainTextContent>{selection(8, 12, 'late', coding())}"
    )
    path = packed(tmp_path / "p.qdpx", f'<TextSource guid="t1" name="i-1">{inside}</TextSource>')
    (one,) = refi_qda.read(path).marked
    assert (one.start, one.end, one.fits) == (8, 12, True)


def test_a_word_document_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    document = docx.Document()
    for paragraph in ("Ann: We met.", "Bob: It came late."):
        document.add_paragraph(paragraph)
    stored = io.BytesIO()
    document.save(stored)
    inside = selection(26, 30, "late", coding())
    source = (
        f'<TextSource guid="t1" name="i-1" richTextPath="internal://t1.docx">{inside}</TextSource>'
    )
    file = refi_qda.read(packed(tmp_path / "p.qdpx", source, t1_docx=stored.getvalue()))
    assert [one.fits for one in file.marked] == [True]
    assert "1 source read from Word" in file.notes


def test_a_text_beside_the_project_is_read_and_one_further_off_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    (folder / "talk.txt").write_text("It came late.")
    (tmp_path / "secret.txt").write_text("It came late.")
    inside = selection(8, 12, "late", coding())
    for where, read in (("talk.txt", True), ("../secret.txt", None), ("/../secret.txt", None)):
        source = f'<TextSource guid="t1" name="i" plainTextPath="relative://{where}">{inside}</TextSource>'
        file = refi_qda.read(packed(folder / "p.qdpx", source))
        assert [one.fits for one in file.marked] == [read]
    absolute = source.replace("relative:///../", f"absolute://{tmp_path}/")
    file = refi_qda.read(packed(folder / "p.qdpx", absolute))
    assert [one.fits for one in file.marked] == [None]
    assert "1 source outside the project not read" in file.notes


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("It came late.")
    (folder / "talk.txt").symlink_to(tmp_path / "secret.txt")
    inside = selection(8, 12, "late", coding())
    source = (
        f'<TextSource guid="t1" name="i" plainTextPath="relative:///talk.txt">{inside}</TextSource>'
    )
    assert [one.fits for one in refi_qda.read(packed(folder / "p.qdpx", source)).marked] == [None]


def test_a_pdf_is_read_where_it_has_text_and_else_counted(tmp_path: Path) -> None:
    box = 'page="0" firstX="1" firstY="1" secondX="2" secondY="2"'
    words = (
        '<Representation guid="r1"><PlainTextContent>came late</PlainTextContent></Representation>'
    )
    pdf = (
        f'<PDFSource guid="d1" name="report.pdf" path="internal://d1.pdf">'
        f'<PDFSelection guid="s1" name="late" {box}>{coding("k1")}</PDFSelection>'
        f'<PDFSelection guid="s2" name="x" {box}>{words}{coding("k2")}</PDFSelection>'
        f'<PDFSelection guid="s3" name="y" {box}>{coding("k3")}</PDFSelection>'
        f'<PDFSelection guid="s4" name="z" {box}>{words}{coding("k5")}</PDFSelection>'
        f'<Representation guid="r2" plainTextPath="internal://r2.txt">'
        f"{selection(8, 12, 'late', coding('k4'))}{selection(3, 12, 'came late', coding('k6'), 's4')}"
        "</Representation></PDFSource>"
    )
    file = refi_qda.read(packed(tmp_path / "p.qdpx", pdf, r2_txt=b"It came late."))
    assert [(one.id, one.text, one.fits) for one in file.marked] == [
        ("k2", "came late", None),
        ("k4", "late", True),
        ("k6", "came late", True),
    ]
    assert (len(file.marked), dict(file.coders)) == (3, {"Ann Lee": 3})
    assert [source.name for source in file.sources] == ["report.pdf"]
    assert "1 coding of pictures, PDF, sound or film not read" in file.notes
    assert "2 codings of a PDF read in its text, where the project has it as well" in file.notes


def test_a_transcript_is_read_between_its_points(tmp_path: Path) -> None:
    film = (
        '<VideoSource guid="v1" name="film.mp4"><Transcript guid="t1" name="talk" '
        'plainTextPath="internal://t1.txt"><SyncPoint guid="a" position="3" timeStamp="0"/>'
        '<SyncPoint guid="b" position="12" timeStamp="9"/><TranscriptSelection guid="s1" '
        f'fromSyncPoint="a" toSyncPoint="b">{coding()}</TranscriptSelection></Transcript>'
        f'<VideoSelection guid="s2" begin="0" end="9">{coding("k2")}</VideoSelection></VideoSource>'
    )
    file = refi_qda.read(packed(tmp_path / "p.qdpx", film, t1_txt=b"It came late."))
    (one,) = file.marked
    assert file.sources[one.source].text is not None
    assert (file.sources[one.source].text or "")[one.start : one.end] == "came late"
    assert "1 coding of pictures, PDF, sound or film not read" in file.notes


def test_codes_three_deep_keep_all_above_them(tmp_path: Path) -> None:
    code = '<Code guid="c1" name="late" isCodable="true"/>'
    deep = (
        f'<Code guid="a" name="A" isCodable="true"><Code guid="b" name="B" isCodable="true">{code}'
    )
    path = packed(tmp_path / "p.qdpx", "")
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("My project.qde").decode().replace(code, f"{deep}</Code></Code>")
    inside = f"<PlainTextContent>late</PlainTextContent>{selection(0, 4, 'late', coding())}"
    xml = xml.replace(
        "</Sources>", f'<TextSource guid="t" name="i">{inside}</TextSource></Sources>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    assert [(one.theme, one.name) for one in refi_qda.read(path).marked] == [("A::B", "late")]


def test_a_coding_of_a_code_that_the_codebook_lacks_is_refused(tmp_path: Path) -> None:
    inside = selection(0, 4, "late", coding("k9", "c7"))
    path = packed(tmp_path / "p.qdpx", f'<TextSource guid="t" name="i">{inside}</TextSource>')
    assert refusal(path) == (
        "p.qdpx: coding k9: points to a code that its project's codebook lacks; "
        "export the project again"
    )


def test_an_empty_project_is_refused_outside_a_study_too(small: Any, qdpx: Any) -> None:
    qdpx(small.root / "p.qdpx", selections=[])
    assert small.problems("codings", "p.qdpx", "--out", "o.csv") == [
        "p.qdpx: holds no codings; export it again from its tool"
    ]
    assert not (small.root / "o.csv").exists()


def test_a_project_of_codes_alone_is_refused_but_for_its_codebook(small: Any) -> None:
    packed(small.root / "p.qdpx", "")
    assert small.problems("codings", "p.qdpx", "--out", "o.csv") == [
        "p.qdpx: holds no codings; export it again from its tool"
    ]
    exported, *_ = small.run("export", "p.qdpx", "--format", "codebook", "--out", "book.yml")
    assert exported == 0


def test_a_word_document_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(60_000_000))
    inside = selection(5, 9, "late", coding())
    source = f'<TextSource guid="t1" richTextPath="internal://t1.docx">{inside}</TextSource>'
    said = refusal(packed(tmp_path / "p.qdpx", source, t1_docx=stored.getvalue()))
    assert said == "p.qdpx: would unpack to far more than such a file can need; it is refused"


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    deep = '<Code guid="x" name="x" isCodable="true">' * 300
    path = packed(tmp_path / "p.qdpx", deep + "</Code>" * 300)
    assert refusal(path) == "p.qdpx: project file: nests its elements too deeply; it is refused"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!-- a --><!DOCTYPE x SYSTEM "http://localhost/x.dtd">',
    ],
)
def test_no_document_type_is_let_in(tmp_path: Path, head: str) -> None:
    begin = HEAD.replace("?><", f"?>{head}<", 1)
    assert refusal(packed(tmp_path / "p.qdpx", "", begin)) == (
        "p.qdpx: project file: defines entities or a document type; it is refused"
    )
    path = tmp_path / "c.qdc"
    path.write_text(f'{head}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>')
    with pytest.raises(StudyError) as error:
        qdc.read(path)
    assert str(error.value) == "c.qdc: defines entities or a document type; it is refused"


def test_taguettes_codebook_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    code = '<Code guid="3411DB14-AC7A-59E1-8E72-68865DB7825D" name="Trust" isCodable="true"/>'
    start = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{code}</Codes>'
    path.write_text(f"{start}<Sets/></CodeBook>")
    file = qdc.read(path)
    assert [one.name for one in file.codes] == ["Trust"]
    assert file.notes == [
        "its Sets element is empty, as Taguette writes it, which the standard forbids"
    ]
    path.write_text(f"{start}<Codes/></CodeBook>")
    assert qdc.read(path).notes == ["it is not as the standard's schema demands, first at 'Codes'"]


def test_a_codebook_without_codes_and_another_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    for text, what in (
        ("<CodeBook><Codes/></CodeBook>", "c.qdc: holds no codes; export it again from its tool"),
        ("<Project/>", "c.qdc: is no REFI-QDA codebook"),
        ("<CodeBook>", "c.qdc:1: is not valid XML; export it again"),
    ):
        path.write_text(text)
        with pytest.raises(StudyError) as error:
            qdc.read(path)
        assert str(error.value) == what


def test_nvivos_cases_are_no_codes(tmp_path: Path) -> None:
    case = '<Code guid="c9" name="Ann" isCodable="true"/></Codes></CodeBook>'
    cases = '<Cases><Case guid="c9" name="Ann"/></Cases><Sources>'
    text = "Ann: It came 🙂 late.\r\nBob: It came in May.\r\n"
    inside = selection(0, 42, "", coding("k1", "c9")) + selection(16, 20, "", coding("k2"), "s2")
    inside += selection(39, 42, "", coding("k3", user="u2"), "s3")
    source = (
        f'<TextSource guid="t1" name="i-1" plainTextPath="internal://t1.txt">{inside}</TextSource>'
    )
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        book = BOOK.replace("</Codes></CodeBook>", case).replace("<Sources>", cases)
        archive.writestr("p.qde", HEAD + book + source + TAIL)
        archive.writestr("Sources/t1.txt", text)
    file = refi_qda.read(path)
    assert [code.name for code in file.codes] == ["late"]
    assert file.coders == {"Ann Lee": 1, "Bob Oak": 1} and len(file.marked) == 2
    assert "1 coding to cases not read" in file.notes
    # NVivo quotes nothing: that selections begin and end with words speaks for UTF-16 units.
    assert (file.convention, file.hinted) == ("UTF-16 units, line ends as stored", True)
    whole = file.sources[0].text or ""
    assert [whole[one.start : one.end] for one in file.marked] == ["late", "May"]


def test_a_coder_may_be_named_as_who_changed_a_coding(tmp_path: Path) -> None:
    changed = selection(8, 12, "late", coding()).replace("creatingUser", "modifyingUser")
    inside = f"<PlainTextContent>It came late.</PlainTextContent>{changed}"
    path = packed(tmp_path / "p.qdpx", f'<TextSource guid="t1" name="i-1">{inside}</TextSource>')
    assert refi_qda.read(path).coders == {"Ann Lee": 1}


def test_one_of_several_coders_is_taken_by_name(small: Any) -> None:
    both = "".join(
        selection(3, 8, "wrote", coding(f"k{n}", "c1", f"u{n}"), f"s{n}") for n in (1, 2)
    )
    text = "We wrote the needs assessment in the spring."
    inside = f"<PlainTextContent>{text}</PlainTextContent>{both}"
    source = f'<TextSource guid="t" name="interview-1">{inside}</TextSource>'
    path = packed(small.data / "codings" / "a.qdpx", source)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("My project.qde").decode().replace('name="late"', 'name="late_guidance"')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("p.qde", xml)
    assert small.problems("codings") == [
        "a.qdpx: holds the work of 2 coders; say with 'user' in config/study.yml whose to take, "
        "or export one file a coder"
    ]
    entry = 'coder: "A", '
    small.swap("config/study.yml", entry, f'{entry}user: "Bob Oak", ')
    assert small.run("codings")[0] == 0
    assert [row[:4] for row in small.rows("codings.csv") if row.startswith("A:")] == ["A:k2"]
    small.swap("config/study.yml", "Bob Oak", "Cy Reed")
    code, _, problems = small.run("codings")
    assert (code, problems) == (
        2,
        [
            "a.qdpx: holds no codings of the coder that 'user' names; "
            "allowed: a name as the tool shows it"
        ],
    )
