"""REFI-QDA projects, as strangers made them."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.ingest import refi_qda

TEXT = "Ann: well 🙂 yes.\r\nBob: never 🙂 again.\r\n"


def refusal(path: Path) -> str:
    """Read a project that must be refused."""
    with pytest.raises(StudyError) as error:
        refi_qda.read(path)
    return str(error.value)


def test_codes_coder_memo_and_offsets_are_read(tmp_path: Path, qdpx: Any) -> None:
    file = refi_qda.read(qdpx(tmp_path / "p.qdpx", "Ann: yes.", [(5, 8, "yes", "agreed")]))
    (one,) = file.marked
    assert (one.theme, one.name, one.coder, one.memo) == ("strategy", "agreed", "Coder One", "memo")
    assert (one.start, one.end, one.fits, file.proved) == (5, 8, True, True)


def test_two_coders_of_one_name_are_refused(tmp_path: Path, qdpx: Any) -> None:
    path = qdpx(tmp_path / "p.qdpx", "Ann: yes.", [(5, 8, "yes", "ok"), (0, 3, "Ann", "ok")])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("project.qde").decode()
    xml = xml.replace("<Users>", '<Users><User guid="u2" name="Coder One"/>')
    xml = xml.replace('guid="k1" creatingUser="u1"', 'guid="k1" creatingUser="u2"')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    assert refusal(path) == (
        "p.qdpx: two of its coders have the same name; rename one of them in the tool"
    )


def test_the_selections_coder_stands_in_for_the_codings(tmp_path: Path, qdpx: Any) -> None:
    path = qdpx(tmp_path / "p.qdpx", "Ann: yes.", [(5, 8, "yes", "agreed")])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("project.qde").decode()
    xml = xml.replace(' creatingUser="u1"', "").replace(' name="yes"', ' creatingUser="U1"')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    assert [one.coder for one in refi_qda.read(path).marked] == ["Coder One"]


@pytest.mark.parametrize(
    ("yes", "never", "convention"),
    [
        (12, 23, "code points, line ends as stored"),
        (12, 22, "code points, line ends counted as one"),
        (13, 24, "UTF-16 units, line ends as stored"),
        (13, 23, "UTF-16 units, line ends counted as one"),
    ],
)
def test_emoji_and_windows_line_ends_are_counted_as_the_tool_counted(
    tmp_path: Path, qdpx: Any, yes: int, never: int, convention: str
) -> None:
    selections = [(yes, yes + 3, "yes", "agreed"), (never, never + 5, "never", "agreed")]
    file = refi_qda.read(qdpx(tmp_path / "p.qdpx", TEXT, selections))
    text = file.sources[0].text or ""
    assert [text[one.start : one.end] for one in file.marked] == ["yes", "never"]
    assert file.convention == convention


def test_name_of_project_file_and_folder_do_not_matter(tmp_path: Path, qdpx: Any) -> None:
    path = qdpx(tmp_path / "p.qdpx", project="My study.QDE", folder="sources")
    assert refi_qda.read(path).sources[0].text is not None


def test_a_missing_source_leaves_offsets_as_they_are(tmp_path: Path, qdpx: Any) -> None:
    file = refi_qda.read(qdpx(tmp_path / "p.qdpx", None, [(5, 8, "yes", "agreed")]))
    assert file.sources[0].text is None
    (one,) = file.marked
    assert (one.start, one.text, one.fits) == (5, "yes", None)


def test_a_label_is_kept_as_memo_and_not_as_passage(tmp_path: Path, qdpx: Any) -> None:
    file = refi_qda.read(qdpx(tmp_path / "p.qdpx", "Ann: yes.", [(5, 8, "nice example", "ok")]))
    (one,) = file.marked
    assert (one.memo, one.text) == ("nice example\nmemo", "")


def test_an_entity_is_refused(tmp_path: Path, qdpx: Any) -> None:
    head = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    assert refusal(qdpx(tmp_path / "p.qdpx", head=head)) == (
        "p.qdpx: project file: defines entities or a document type; it is refused"
    )


def test_a_path_out_of_the_archive_is_refused(tmp_path: Path, qdpx: Any) -> None:
    for name in ("../../x.txt", "/etc/x", "Sources\\..\\..\\x", "C:/x"):
        assert refusal(qdpx(tmp_path / "p.qdpx", more={name: b"x"})) == (
            "p.qdpx: holds a file whose path leads outside the archive; it is refused"
        )


def test_a_bomb_is_refused(tmp_path: Path, qdpx: Any) -> None:
    path = qdpx(tmp_path / "p.qdpx", more={"Sources/bomb.txt": b" " * 21_000_000})
    assert refusal(path) == (
        "p.qdpx: would unpack to far more than such a file can need; it is refused"
    )


def test_an_archive_that_lies_of_its_size_is_refused(tmp_path: Path, qdpx: Any) -> None:
    path = qdpx(tmp_path / "p.qdpx")
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("project.qde").file_size
    content = path.read_bytes().replace(
        size.to_bytes(4, "little"), (size - 9).to_bytes(4, "little")
    )
    path.write_bytes(content)
    assert refusal(path) == (
        "p.qdpx: is damaged or locked with a password; export it again from its tool"
    )


def test_no_project_file_and_two_are_refused(tmp_path: Path, qdpx: Any) -> None:
    rest = "project files (.qde); a REFI-QDA project has one"
    none = qdpx(tmp_path / "p.qdpx", project="readme.txt")
    assert refusal(none) == f"p.qdpx: holds 0 {rest}"
    two = qdpx(tmp_path / "p.qdpx", more={"b.qde": b"<x/>"})
    assert refusal(two) == f"p.qdpx: holds 2 {rest}"


def test_broken_xml_is_refused_without_its_text(tmp_path: Path, qdpx: Any) -> None:
    path = qdpx(tmp_path / "p.qdpx", head="<secret")
    assert refusal(path) == "p.qdpx: project file:1: is not valid XML; export it again"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    whole = tmp_path / "p.qdpx"
    whole.write_bytes(content)
    inside = tmp_path / "q.qdpx"
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("project.qde", content)
    for path in (whole, inside):
        with suppress(StudyError):
            refi_qda.read(path)
