"""Word transcripts of Teams."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest import read_transcript


def word(path: Path, *paragraphs: str) -> Path:
    """Write a Word file; a line end within a paragraph is a break."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def turns(path: Path) -> list[tuple[str, str, str]]:
    """Read a file: speaker, start, text of each turn."""
    return [(turn.speaker, turn.start, turn.text) for turn in read_transcript(path, "1")]


def refusal(path: Path) -> str:
    """Read a file that must be refused."""
    with pytest.raises(StudyError) as error:
        read_transcript(path, "1")
    return str(error.value)


def test_name_and_time_and_text_in_one_paragraph(tmp_path: Path) -> None:
    path = word(tmp_path / "1.docx", "Title", "Ann Lee   0:03\nWe wrote\nit.", "Bob   1:02:03\nNo.")
    assert turns(path) == [("Ann Lee", "3.000", "We wrote it."), ("Bob", "3723.000", "No.")]


def test_name_and_time_above_the_text(tmp_path: Path) -> None:
    path = word(
        tmp_path / "1.docx",
        *("Title", "12 January 2022", "Ann Lee started transcription"),
        *(
            "Ann Lee   0:03",
            "We met at 10:30",
            "Bob   0:09",
            "No.",
            "Ann Lee stopped transcription",
        ),
    )
    assert turns(path) == [("Ann Lee", "3.000", "We met at 10:30"), ("Bob", "9.000", "No.")]


def test_one_space_before_the_time_will_do(tmp_path: Path) -> None:
    path = word(tmp_path / "1.docx", "Ann Lee 0:03\nWe wrote it.", "Ann Lee 0:05\nTwice.")
    assert turns(path) == [("Ann Lee", "3.000", "We wrote it. Twice.")]


def test_a_document_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert refusal(word(tmp_path / "1.docx", "Minutes", "We met.")) == (
        "1.docx: has no paragraph 'Speaker   0:03'; export the transcript from Teams as .docx"
    )


def test_tracked_changes_are_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Ann   0:03\nWe wrote it.")._p.append(OxmlElement("w:ins"))
    document.save(str(tmp_path / "1.docx"))
    assert refusal(tmp_path / "1.docx") == (
        "1.docx: holds tracked changes; accept or reject them in Word and save"
    )


def test_a_table_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "Ann   0:03\nSecret"
    document.save(str(tmp_path / "1.docx"))
    assert refusal(tmp_path / "1.docx") == (
        "1.docx: holds a table; a transcript is paragraphs of speaker, time and text"
    )


def test_a_text_file_called_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "1.docx").write_text("Ann: hello")
    assert refusal(tmp_path / "1.docx") == (
        "1.docx: is damaged or of another format; export it again from its tool"
    )


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "1.docx", "Ann   0:03\nYes.")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/bomb.xml", b" " * 21_000_000)
    assert refusal(path) == (
        "1.docx: would unpack to far more than such a file can need; it is refused"
    )


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret")
    whole = word(tmp_path / "1.docx", "Ann   0:03\nYes WORDS.")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
    spoilt = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                head, root = content.split("?>", 1)
                content = f"{head}?>{entity}" + root.replace("WORDS", "&e;")
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    whole.write_bytes(spoilt.getvalue())
    assert all("Secret" not in text for _, _, text in turns(whole))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    for ending in (".docx", ".vtt", ".txt"):
        path = tmp_path / f"1{ending}"
        path.write_bytes(content)
        with suppress(StudyError):
            read_transcript(path, "1")
