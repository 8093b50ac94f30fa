"""Nothing on the register, and nothing of the machine, leaves in any file of any kind."""

import importlib.util
import io
import os
import random
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from fieldstudy.anonymise import keys
from fieldstudy.release import patterns
from fieldstudy.release.loose import loose
from fieldstudy.release.pdf import without_drawing
from fieldstudy.release.scan import UNREADABLE, Hit, Scanner

_spec = importlib.util.spec_from_file_location("planted", Path(__file__).parent / "planted.py")
assert _spec and _spec.loader
planted = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(planted)
PLANTED = planted.scanner()

REGISTER = [
    {"entity": "p77", "kind": "participant", "name": "Zoë Quillfeather", "aliases": "Quill"},
    {"entity": "e1", "kind": "place", "name": "Mossgrove Rise", "aliases": ""},
    {"entity": "e2", "kind": "person", "name": "May Rook", "aliases": ""},
]
SECRET = "Zoë Quillfeather"


@pytest.fixture
def scanner() -> Scanner:
    return Scanner(REGISTER, machine={b"/srv/somebody/study": "path of this machine"})


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
    hits = scanner.scan(tmp_path)
    assert {(hit.file, hit.which) for hit in hits} == {(hits[0].file, "register.csv row 2")}


def test_a_name_in_a_file_name_is_found_and_not_shown(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "zoe_quillfeather").mkdir()
    (tmp_path / "zoe_quillfeather/2.csv").write_text("a\n1\n")
    hits = scanner.scan(tmp_path)
    assert {hit.which for hit in hits} == {"register.csv row 2"}
    assert {hit.file for hit in hits} == {"[…]", "[…]/2.csv"}


@pytest.mark.parametrize("name", PLACES)
def test_a_hit_never_shows_the_secret(name: str, scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(PLACES[name])
    assert "quill" not in str(scanner.scan(tmp_path)).lower()


def test_a_hit_tells_line_member_page_and_cell(scanner: Scanner) -> None:
    book = openpyxl.Workbook()
    book.active["B7"] = SECRET
    saved = io.BytesIO()
    book.save(saved)
    told = {
        "a.md": f"one\ntwo\n{SECRET}\n".encode(),
        "a.zip": packed("notes.txt", SECRET.encode()),
        "a.xlsx": saved.getvalue(),
        "a.png": picture(SECRET),
    }
    places = {name: {hit.place for hit in scanner.scan_file(name, told[name])} for name in told}
    assert places["a.md"] == {"line 3"}
    assert places["a.zip"] == {"member notes.txt"}
    assert "sheet 1, cell B7" in places["a.xlsx"]
    assert places["a.png"] == {"tEXt"}
    shared = planted.zipped(
        xl__sharedStrings_xml=f"<sst><si><t>a</t></si><si><t>{SECRET}</t></si></sst>",
        xl__worksheets__sheet2_xml='<row><c r="C4" t="s"><v>1</v></c></row>',
    )
    assert [hit.place for hit in scanner.scan_file("b.xlsx", shared)] == ["sheet 2, cell C4"]


def test_the_machines_own_path_is_found(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("read /SRV/somebody/study/data\n")
    assert scanner.scan(tmp_path) == [Hit("log.txt", "", "path of this machine")]


def test_an_address_or_a_number_nobody_registered_is_found(scanner: Scanner) -> None:
    hits = scanner.scan_file("a.txt", b"write to z.q@force.example or ring 07700 900123")
    assert {hit.kind for hit in hits} == {"e-mail address", "phone number"}


@pytest.mark.parametrize(
    "text",
    [
        *("doi 10.1057/s41300-022-00157-x", "0123456789", "2021-01-02 01:02:03", "0.012345678901"),
        *("M 01.23 45.67 89.01", "+1.5 -0.25 +2.75 +3.125", "978-0-306-40615-7", "x@y", "@media"),
    ],
)
def test_what_only_looks_like_a_number_or_an_address_is_no_alarm(
    scanner: Scanner, text: str
) -> None:
    assert scanner.scan_file("a.txt", text.encode()) == []


def test_a_key_is_found_whatever_its_file_is_called(scanner: Scanner) -> None:
    lock = keys.Lock()
    assert lock.lock(keys.written([])) == keys.written([])
    assert keys.MAGIC == patterns.MAGIC
    for content in (keys.written([]), ",".join(keys.COLUMNS).encode(), keys.MAGIC + b"\n->"):
        assert "key" in scanner.scan_file("a.txt", content)[0].kind


def test_what_cannot_be_read_is_refused_unless_it_is_listed(tmp_path: Path) -> None:
    locked = io.BytesIO()
    with zipfile.ZipFile(locked, "w") as archive:
        archive.writestr("a.txt", "a")
    damaged = {
        "dump.bin": b"\x00\x01",
        "short.png": b"\x89PNG\r\n\x1a\n\0\0\0\xff",
        "short.pdf": b"%PDF-1.7 and no more",
        "short.zip": locked.getvalue()[:-9],
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    }
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    hits = Scanner(REGISTER).scan(tmp_path)
    assert {hit.file for hit in hits if hit.kind == UNREADABLE} == {*damaged, "link.txt", "pipe"}
    listed = Scanner(REGISTER, listed=["*.bin", "short.*", "old.doc"])
    assert {hit.file for hit in listed.scan(tmp_path)} == {"link.txt", "pipe"}
    (tmp_path / "dump.bin").write_bytes(b"\x00\x01" + SECRET.encode())
    assert "dump.bin" in {hit.file for hit in listed.scan(tmp_path)}


def test_a_pages_texts_stay_when_its_drawing_is_left_out() -> None:
    text = b"BT\n/F1 9 Tf 1 0 0 1 5 9 Tm (see 5 9 m and 4 l f) Tj\nET"
    drawn = (
        b"q 1 0 0 1 5 5 cm\n0.1 0.2 0.3 rg 10 20 m 30 -4.5 l h f*\n%b\n0 0 9 9 re S\n/Fm1 Do Q\n"
    )
    assert without_drawing(drawn % text) == b"q 1 0 0 1 5 5 cm\n%b\n/Fm1 Do Q\n" % text
    for other in (b"BI /W 9 ID 1 2 m 3 4 l EI Q", b"1 begincmap 1 2 m endcmap"):
        assert without_drawing(other) == other


@pytest.mark.parametrize(("user", "looked_for"), [("nobody", False), ("kvelder7", True)])
def test_a_user_called_by_an_everyday_word_stops_no_prose(
    monkeypatch: pytest.MonkeyPatch, user: str, looked_for: bool
) -> None:
    monkeypatch.setenv("LOGNAME", user)
    assert (user.encode() in patterns.machine()) == looked_for


def test_names_that_are_public_pass_and_a_path_of_the_machine_does_not() -> None:
    scanner = Scanner(REGISTER, machine={b"/srv/x/study": "path"}, public=["code/*"])
    assert scanner.scan_file("code/names.txt", SECRET.encode()) == []
    assert scanner.scan_file("code/names.txt", b"/srv/x/study/a")
    assert scanner.scan_file("data/names.txt", SECRET.encode())


def test_what_may_be_said_is_no_alarm() -> None:
    scanner = Scanner(REGISTER, allowed=["Zoë Quillfeather", "Quillfeather", "desk@site.example"])
    assert scanner.scan_file("a.txt", b"by the Quillfeather trust; desk@site.example") == []


def test_bytes_of_a_picture_or_a_font_are_no_alarm() -> None:
    pairs = [(a, b) for a in "aeiou" for b in "lmnrst"]
    named = [{"kind": "person", "name": f"Q{a}{b} Z{b}{a}x", "aliases": ""} for a, b in pairs]
    scanner = Scanner([*REGISTER, *named])
    noise = random.Random(7).randbytes(3_000_000)
    for piece in loose(noise, ""):
        assert scanner.find(piece.text, piece.sure, piece.shortest) == set()
    assert scanner.find("as Zlax said")
    assert scanner.scan_file("a.gif", b"GIF89a" + noise[:9999] + b" zlax " + noise[:9999]) == []
    held = b"GIF89a" + noise[:9999] + b"\0" + SECRET.encode() + b"\0" + noise[:9999]
    assert scanner.scan_file("a.gif", held)


def test_ordinary_words_are_no_alarm(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("In May a rook sat on the moss; partners quilled a response.")
    assert scanner.scan(tmp_path) == []


def test_what_was_committed_and_deleted_is_found(scanner: Scanner, tmp_path: Path) -> None:
    planted.commit(tmp_path, f"We met {SECRET}.\n")
    hits = scanner.scan(tmp_path)
    assert {(hit.file, hit.which) for hit in hits} == {(".git", "register.csv row 2")}
    assert all(hit.place.startswith("git blob ") for hit in hits)


def test_the_forms_are_those_of_register_participants_decisions_and_key() -> None:
    scanner = Scanner(
        register=[{"kind": "town", "name": "Eldermarsh", "aliases": "The Marsh End; Elder"}],
        participants=[{"name": "Søren Varrowby"}],
        decisions=[
            {"decision": "add", "kind": "person", "text": "Oona Thistlecombe"},
            {"decision": "keep", "kind": "", "text": "Corsa"},
        ],
        key=[{"name": "Quenbury"}],
    )
    for text, which in [
        ("at the marsh end", "register.csv row 2"),
        ("Soeren or SOREN VARROWBY", "participants.csv row 2"),
        ("Thistlecombe", "decisions.csv row 2"),
        ("near Quenbury", "key.csv row 2"),
    ]:
        assert {hit[2] for hit in scanner.find(text)} == {which}
    assert scanner.find("a Corsa, an elder") == set()


@given(st.text(max_size=30), st.sampled_from(planted.PEOPLE), st.text(max_size=30))
def test_a_name_between_any_words_is_found(before: str, name: str, after: str) -> None:
    assert PLANTED.find(f"{before} {name} {after}")


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_hits(content: bytes) -> None:
    for head in (
        b"",
        b"PK\x03\x04",
        b"%PDF-1.4\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\x1f\x8b",
    ):
        PLANTED.scan_file("a", head + content)


def test_every_planted_secret_is_found() -> None:
    counts = planted.found(PLANTED)
    assert sum(all_ for all_, _ in counts.values()) >= 1000
    assert {kind: seen for kind, seen in counts.items() if seen[0] != seen[1]} == {}


@pytest.mark.slow
def test_ten_megabytes_of_clean_text_raise_no_alarm() -> None:
    texts = list(planted.clean())
    assert sum(len(content) for _, content in texts) > 9_000_000
    assert [hit for name, content in texts for hit in PLANTED.scan_file(name, content)] == []
