"""Nothing on the register, and nothing of the machine, leaves in any file of any kind."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from fieldstudy.release.scan import Hit, Scanner

REGISTER = [
    {"entity": "p77", "kind": "participant", "name": "Zoë Quillfeather", "aliases": "Quill"},
    {"entity": "e1", "kind": "place", "name": "Mossgrove Rise", "aliases": ""},
    {"entity": "e2", "kind": "person", "name": "May Rook", "aliases": ""},
]
SECRET = "Zoë Quillfeather"


@pytest.fixture
def scanner() -> Scanner:
    return Scanner(REGISTER, machine=["/srv/somebody/study"])


def word(text: str) -> bytes:
    """Make a Word file that holds a text."""
    document = docx.Document()
    document.add_paragraph(text)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def picture(text: str) -> bytes:
    """Make a PNG with a text field."""
    info = PngInfo()
    info.add_text("Title", text)
    saved = io.BytesIO()
    Image.new("RGB", (1, 1)).save(saved, "PNG", pnginfo=info)
    return saved.getvalue()


def packed(name: str, content: bytes) -> bytes:
    """Make an archive of one file."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr(name, content)
    return saved.getvalue()


PLACES = {
    "table.csv": f"who\n{SECRET}\n".encode(),
    "page.html": b"<p>Zo&euml; <b>Quillfeather</b></p>",
    "comment.html": f"<!-- {SECRET} -->".encode(),
    "attribute.html": f'<img alt="{SECRET}">'.encode(),
    "decomposed.md": b"Zoe\xcc\x88 Quillfeather",
    "shouted.md": b"ZOE QUILLFEATHER",
    "surname.md": b"as Quillfeather's team said",
    "paper.docx": word(SECRET),
    "figure.png": picture(SECRET),
    "bundle.zip": packed("inner.docx", word(SECRET)),
    "named.zip": packed("Quillfeather.txt", b"nothing"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_name_is_found_wherever_it_hides(name: str, scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(PLACES[name])
    assert {(hit.file, hit.which) for hit in scanner.scan(tmp_path)} == {(name, "p77")}


def test_a_name_in_a_file_name_is_found(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "quillfeather.csv").write_text("a\n1\n")
    assert scanner.scan(tmp_path) == [Hit("quillfeather.csv", "participant", "p77")]


def test_a_hit_never_shows_the_secret(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(SECRET)
    assert "Quill" not in str(scanner.scan(tmp_path))


def test_the_machines_own_path_is_found(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("read /srv/somebody/study/data\n")
    assert scanner.scan(tmp_path) == [Hit("log.txt", "machine", "its own")]


def test_an_address_or_a_number_nobody_registered_is_found(
    scanner: Scanner, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("write to z.q@force.example or ring 07700 900123")
    assert {hit.kind for hit in scanner.scan(tmp_path)} == {"e-mail address", "phone number"}


def test_a_file_of_unknown_kind_is_refused(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "dump.bin").write_bytes(b"\x00\x01")
    (tmp_path / "not.png").write_bytes(b"plain text")
    assert [hit.kind for hit in scanner.scan(tmp_path)] == ["unreadable", "unreadable"]


def test_ordinary_words_are_no_alarm(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("In May a rook sat on the moss; partners quilled a response.")
    assert scanner.scan(tmp_path) == []
