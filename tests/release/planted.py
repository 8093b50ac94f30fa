"""Plant a thousand secrets in files of every kind, scan them, and scan ten megabytes of clean text.

``python tests/release/planted.py`` prints the table that docs/reviewer.md shows.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import quopri
import random
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import docx
import duckdb
import openpyxl
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from fieldstudy.release.scan import Scanner

ROOT = Path(__file__).parents[2]
EACH = 25
# Names that nobody has; domains and numbers that are kept for examples (RFC 2606, Ofcom).
FIRST = ("Zoë", "Arlo", "Máire", "Quorra", "Tamsin", "Björn", "Oona", "Idris", "Wilfrid", "Søren")
LAST = ("Quillfeather", "O'Drumlin", "Marchwold-Pike", "Thistlecombe", "Müllenbach", "Varrowby")
TOWNS = ("Mossgrove Rise", "Eldermarsh", "Castle Thornby", "Wexcombe-on-Lyre", "Nether Skellow")
PEOPLE = [f"{first} {last}" for first in FIRST for last in LAST]
MAILS = ("z.quill@force.example", "duty.desk@council.example.org", "a_b+c@mail.example.com")
PHONES = ("07700 900123", "+44 7700 900456", "0115 496 0123", "(01632) 960 001", "+447700900789")
PATH = "/srv/somebody/study"
REGISTER = [
    *({"kind": "person", "name": name, "aliases": ""} for name in PEOPLE),
    *({"kind": "town", "name": name, "aliases": ""} for name in TOWNS),
]
MACHINE = {PATH.encode(): "path of this machine"}
Maker = Callable[[str], bytes]


def scanner() -> Scanner:
    """Make a scanner that knows what is planted."""
    return Scanner(REGISTER, machine=MACHINE)


def zipped(**files: bytes | str) -> bytes:
    """Make an archive; two underscores in a name are a slash, one is a point."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return saved.getvalue()


def word(text: str) -> bytes:
    """Make a Word file whose runs cut a text in two."""
    document = docx.Document()
    paragraph = document.add_paragraph("As ")
    half = len(text) // 2
    paragraph.add_run(text[:half])
    paragraph.add_run(text[half:]).bold = True
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def word_author(text: str) -> bytes:
    """Make a Word file written by somebody."""
    document = docx.Document()
    document.core_properties.author = text
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def book(text: str) -> bytes:
    """Make a workbook that holds a text."""
    made = openpyxl.Workbook()
    made.active["B7"] = f"said {text}"
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def picture(kind: str, text: str, **more: object) -> bytes:
    """Make a picture with what ``more`` says."""
    saved = io.BytesIO()
    Image.new("RGB", (2, 2)).save(saved, kind, **more)
    return saved.getvalue()


def png(text: str, packed: bool = False) -> bytes:
    """Make a PNG with a text field."""
    info = PngInfo()
    info.add_itxt("Title", text, zip=packed)
    return picture("PNG", text, pnginfo=info)


def exif(text: str) -> bytes:
    """Make EXIF data whose artist and Windows author are somebody."""
    made = Image.Exif()
    made[0x013B] = text.encode().decode("latin-1")
    made[0x9C9D] = text.encode("utf-16-le")
    return made.tobytes()


def pdf(text: str, way: int) -> bytes:
    """Make a PDF that holds a text in its metadata, outline, an attachment, a note, or XMP."""
    from pypdf.annotations import FreeText

    made = PdfWriter()
    made.add_blank_page(200, 200)
    if way == 0:
        made.add_metadata({"/Author": text})
    elif way == 1:
        made.add_outline_item(title=text, page_number=0)
    elif way == 2:
        made.add_attachment("notes.txt", text.encode())
    elif way == 3:
        made.add_annotation(0, FreeText(text=text, rect=(5, 5, 90, 90)))
    else:
        made.xmp_metadata = (
            f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{html.escape(text)}</x:xmpmeta>".encode()
        )
    saved = io.BytesIO()
    made.write(saved)
    return saved.getvalue()


def printed(text: str) -> bytes:
    """Make a PDF whose page shows a text."""
    import typst

    return bytes(
        typst.compile(
            f"#set page(width: 12cm)\nWe met #({json.dumps(text, ensure_ascii=False)}) there.".encode()
        )
    )


def base(text: str) -> bytes:
    """Make an SQLite base from which a row was deleted."""
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE said (who TEXT, what BLOB)")
    made.execute("INSERT INTO said VALUES (?, ?)", ("nobody", text.encode()))
    made.commit()
    return made.serialize()


def parquet(text: str) -> bytes:
    """Make a Parquet file."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as made:
        file = f"{folder}/t.parquet"
        made.execute("CREATE TABLE t AS SELECT ? AS who", [text])
        made.execute(f"COPY t TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
        return Path(file).read_bytes()


def tarred(text: str) -> bytes:
    """Make a packed tar archive."""
    saved = io.BytesIO()
    with tarfile.open(fileobj=saved, mode="w:gz") as archive:
        info = tarfile.TarInfo("notes.txt")
        info.size = len(text.encode())
        archive.addfile(info, io.BytesIO(text.encode()))
    return saved.getvalue()


def notebook(text: str) -> bytes:
    """Make a notebook whose output is a picture with a title."""
    data = base64.encodebytes(png(text)).decode()
    cell = {"cell_type": "code", "source": [], "outputs": [{"data": {"image/png": data}}]}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


def stripped(text: str) -> str:
    """Write a text in letters of another script that look the same, with invisible ones between."""
    alike = str.maketrans("aeopcxy", "аеорсху")
    return "\u200b".join(text.translate(alike))


ODF = "office:document-content"
KINDS: dict[str, tuple[str, Maker]] = {
    "text": ("a.txt", lambda t: f"We met {t}, and left.\n".encode()),
    "text, capitals over two lines": (
        "a.md",
        lambda t: re.sub(r"(?<=[^\W\d]) ", "\n", f"met {t.upper()}").encode(),
    ),
    "text in UTF-16": ("a.txt", lambda t: f"We met {t} there".encode("utf-16")),
    "text in UTF-16 without a mark": ("a.txt", lambda t: f"We met {t} there".encode("utf-16-le")),
    "text, decomposed": ("a.txt", lambda t: unicodedata.normalize("NFD", f"met {t}").encode()),
    "text, wide letters": (
        "a.txt",
        lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t).encode(),
    ),
    "text, look-alike and invisible letters": ("a.txt", lambda t: stripped(t).encode()),
    "text, hyphen at a line's end": ("a.txt", lambda t: f"met {t[:-3]}-\n{t[-3:]} there".encode()),
    "CSV": ("a.csv", lambda t: f'row,who\n1,"{t}"\n'.encode()),
    "JSON, escaped": ("a.json", lambda t: json.dumps({"a": f"x\n{t}\ny"}).encode()),
    "YAML": ("a.yml", lambda t: f"who: >\n  we met\n  {t}\n".encode()),
    "HTML, entities": ("a.html", lambda t: f"<p>{''.join(f'&#{ord(c)};' for c in t)}</p>".encode()),
    "HTML, attribute": ("a.html", lambda t: f'<img alt="{html.escape(t)}">'.encode()),
    "HTML, comment": ("a.html", lambda t: f"<p>a</p><!-- {t} -->".encode()),
    "HTML, cut by tags": ("a.html", lambda t: f"<p>{t[:4]}<b>{t[4:]}</b></p>".encode()),
    "data: URI": (
        "a.css",
        lambda t: (
            f"a{{b:url(data:text/plain;base64,{base64.b64encode(t.encode()).decode()})}}".encode()
        ),
    ),
    "percent-encoded": ("a.html", lambda t: f'<a href="?q={quote(t, safe="")}">x</a>'.encode()),
    "quoted-printable": (
        "a.eml",
        lambda t: quopri.encodestring(f"We met {t} there, {'and there ' * 9}.".encode()),
    ),
    "SVG": ("a.svg", lambda t: f"<svg><title>{html.escape(t)}</title></svg>".encode()),
    "DOCX, cut by runs": ("a.docx", word),
    "DOCX, author": ("a.docx", word_author),
    "XLSX": ("a.xlsx", book),
    "PPTX": (
        "a.pptx",
        lambda t: zipped(ppt__slides__slide1_xml=f"<a:p><a:t>{html.escape(t)}</a:t></a:p>"),
    ),
    "ODT": (
        "a.odt",
        lambda t: zipped(content_xml=f"<{ODF}><text:p>{html.escape(t)}</text:p></{ODF}>"),
    ),
    "EPUB": ("a.epub", lambda t: zipped(OEBPS__a_xhtml=f"<p>{html.escape(t)}</p>")),
    "ZIP in ZIP": ("a.zip", lambda t: zipped(b_zip=zipped(c_docx=word(t)))),
    "name in a ZIP": (
        "a.zip",
        lambda t: (
            zipped(**{t.replace(".", "_").replace("/", "__"): "x"})
            if not t.startswith("/")
            else zipped(a_txt=t)
        ),
    ),
    "gzip": ("a.csv.gz", lambda t: gzip.compress(t.encode(), mtime=0)),
    "tar": ("a.tgz", tarred),
    "PDF, page": ("a.pdf", printed),
    "PDF, metadata": ("a.pdf", lambda t: pdf(t, 0)),
    "PDF, outline": ("a.pdf", lambda t: pdf(t, 1)),
    "PDF, attachment": ("a.pdf", lambda t: pdf(t, 2)),
    "PDF, note": ("a.pdf", lambda t: pdf(t, 3)),
    "PDF, XMP": ("a.pdf", lambda t: pdf(t, 4)),
    "PNG": ("a.png", png),
    "PNG, packed": ("a.png", lambda t: png(t, True)),
    "PNG, EXIF": ("a.png", lambda t: picture("PNG", t, exif=exif(t))),
    "JPEG, EXIF": ("a.jpg", lambda t: picture("JPEG", t, exif=exif(t))),
    "JPEG, comment": ("a.jpg", lambda t: picture("JPEG", t, comment=t.encode())),
    "notebook, picture": ("a.ipynb", notebook),
    "SQLite": ("a.db", base),
    "Parquet": ("a.parquet", parquet),
}


def secrets(number: int) -> list[str]:
    """Give as many secrets as asked, of every sort, the same each time."""
    chance = random.Random(number)
    sorts = (PEOPLE, PEOPLE, PEOPLE, TOWNS, MAILS, PHONES, (PATH,))
    return [chance.choice(sorts[n % len(sorts)]) for n in range(EACH)]


def planted() -> Iterator[tuple[str, str, bytes]]:
    """Give kind, file name and content of each planted file."""
    for number, (kind, (name, make)) in enumerate(KINDS.items()):
        for secret in secrets(number):
            yield kind, name, make(secret)


def found(scan: Scanner) -> dict[str, tuple[int, int]]:
    """Count by kind how many secrets were planted and found; a file that is unreadable is none."""
    counts: dict[str, tuple[int, int]] = {}
    for kind, name, content in planted():
        hits = [hit for hit in scan.scan_file(name, content) if hit.kind != "unreadable"]
        all_, seen = counts.get(kind, (0, 0))
        counts[kind] = (all_ + 1, seen + bool(hits))
    return counts


def commit(folder: Path, text: str) -> None:
    """Commit a text and delete it again."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@site.example"]
    (folder / "a.txt").write_text(text, encoding="utf-8")
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "a"],
        ["rm", "-q", "a.txt"],
        ["commit", "-qm", "b"],
    ):
        subprocess.run([*git, *words], check=True, env=env, capture_output=True)


def clean() -> Iterator[tuple[str, bytes]]:
    """Give ten public megabytes: the project's prose, pictures and code, Debian's licences, Python's code.

    Lines of text with an e-mail address are left out, since those are what the scan is to find, and so are
    the anonymiser's lists of common names and the module that holds the signs of a key.
    """
    own = [ROOT / "docs", ROOT / "paper", ROOT / "workflow", ROOT / "data/record"]
    paths = [
        p
        for folder in own
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "__pycache__" not in p.parts
    ]
    paths = [p for p in paths if "anonymise" not in p.parts and p.name != "patterns.py"]
    paths += sorted(Path("/usr/share/common-licenses").glob("*"))
    paths += sorted(Path(os.__file__).parent.rglob("*.py"))[:900]
    size = 0
    for path in paths:
        if "site-packages" in path.parts or "test" in path.parts or size > 10_000_000:
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            lines = content.split(b"\n")
            content = b"\n".join(ln for ln in lines if b"@" not in ln and b"PRIVATE KEY" not in ln)
        size += len(content)
        yield path.name, content


def main() -> None:
    """Print what was planted and found, and what the clean text gave."""
    scan = scanner()
    counts = found(scan)
    print("| kind | planted | found |\n|---|---:|---:|")
    for kind, (all_, seen) in counts.items():
        print(f"| {kind} | {all_} | {seen} |")
    print(f"| all | {sum(a for a, _ in counts.values())} | {sum(s for _, s in counts.values())} |")
    texts = list(clean())
    alarms = [hit for name, content in texts for hit in scan.scan_file(name, content)]
    size = sum(len(content) for _, content in texts) / 1e6
    print(f"\n{len(texts)} clean files of {size:.1f} MB: {len(alarms)} false alarms")
    for hit in alarms[:20]:
        print(hit)


if __name__ == "__main__":
    sys.exit(main())
