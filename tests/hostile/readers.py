"""Every reader of what comes from outside, and a small sound file for each to be spoilt.

``python tests/hostile/readers.py READER SECONDS FOLDER`` lets atheris look for bytes at which a reader ends
in anything but a sentence.
"""

from __future__ import annotations

import io
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

FUZZED = __name__ == "__main__"
if FUZZED:
    import atheris

# The package's own code alone is watched: atheris needs minutes for all that it imports.
with atheris.instrument_imports(include=["fieldstudy"]) if FUZZED else nullcontext():
    from fieldstudy.anonymise import keys, layout
    from fieldstudy.compare import reading
    from fieldstudy.compare.crosswalk import read_crosswalk
    from fieldstudy.errors import StudyError
    from fieldstudy.ingest.config import read_codebook, read_config, read_study
    from fieldstudy.ingest.formats import kind_of, read_codings
    from fieldstudy.ingest.grid import each_of_csv, read_grid
    from fieldstudy.ingest.transcripts import read_transcript
    from fieldstudy.io import read_cells, read_table, read_yaml
    from fieldstudy.release.inspect import inspected
    from fieldstudy.release.opened import Opened

ROOT = Path(__file__).parents[2]
STANDIN = ROOT / "data/standin"
QUALCODER = """
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text);
CREATE TABLE code_cat (catid integer primary key, name text, memo text, supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
  pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer);
INSERT INTO source VALUES (7, 'i-1', 'Ann: We met.', NULL, '');
INSERT INTO code_cat VALUES (1, 'Duty', '', NULL), (2, 'Late', '', 1);
INSERT INTO code_name VALUES (1, 'met', '', 2, 'Ann');
INSERT INTO code_text VALUES (1, 1, 7, 'We met.', 5, 12, 'Ann', '', '', NULL, 0);
"""
TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR, description TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR, contents TEXT, project_id INTEGER);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
  end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects VALUES (1, 'p', '');
INSERT INTO documents VALUES (1, 'i-1', '<p>Ann: We <b>met</b>.</p>', 1);
INSERT INTO tags VALUES (1, 1, 'Duty.met', '');
INSERT INTO highlights VALUES (1, 1, 5, 11, 'We met');
INSERT INTO highlight_tags VALUES (1, 1);
"""
QDC = b"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="a"><Codes>
<Code guid="11111111-1111-4111-8111-111111111111" name="Duty" isCodable="true">
<Description>So.</Description></Code>
</Codes><Sets/></CodeBook>"""


def base(script: str) -> bytes:
    """Make a database."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(sqlite3.connect(Path(folder) / "made")) as made:
            made.executescript(script)
        return (Path(folder) / "made").read_bytes()


def packed(**files: bytes) -> bytes:
    """Make an archive; a double underscore stands for a slash, a single one for a full stop."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return saved.getvalue()


def workbook() -> bytes:
    """Make a small workbook."""
    import openpyxl

    made, saved = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["interview", "turn", "start", "end", "text", "code"])
    made.active.append(["1", "1", "0", "7", "We met.", "met"])
    made.save(saved)
    return saved.getvalue()


def codings(path: Path) -> None:
    """Read codings of any format, to the last one."""
    list(read_codings(path, kind_of(path)).marked)


def transcript(path: Path) -> None:
    """Read a transcript."""
    read_transcript(path, "1")


def table(path: Path) -> None:
    """Read a table in every way that the pipeline reads its own."""
    for read in (read_cells, read_table, lambda one: list(each_of_csv(one)), read_grid):
        try:
            read(path)
        except StudyError as error:
            assert str(error)


def study(path: Path) -> None:
    """Read study.yml with the other files of config."""
    for name in ("codebook.yml", "tables.yml"):
        if not (path.parent / name).exists():
            (path.parent / name).write_bytes((ROOT / "config" / name).read_bytes())
    read_study(path)
    read_config(path)


def tables(path: Path) -> None:
    """Read tables.yml with the other files of config."""
    for name in ("codebook.yml", "study.yml"):
        if not (path.parent / name).exists():
            (path.parent / name).write_bytes((ROOT / "config" / name).read_bytes())
    read_config(path.parent / "study.yml")


def bundle(path: Path) -> None:
    """Inspect a bundle."""
    inspected(Opened(path))


def crosswalk(path: Path) -> None:
    """Read a crosswalk of one study, which asks one thing."""
    row = {"kind": "advice"}
    study = reading.Opened(
        "one",
        "One",
        "",
        True,
        {"money": {}},
        {"money": "So."},
        {"people": {"basis": "record"}},
        {"audit": [row]},
    )
    read_crosswalk(path, [study])


MANIFEST = b"file,bytes,sha256,check,licence\na.txt,1,00,source,CC-BY-4.0\n"
VERDICTS = b"id,verdict\nmet,reproduced\n"
BUNDLE = {"a_txt": b"x", "manifest_csv": MANIFEST, "released__release_yml": b'study: "s"\n'}
BUNDLE["released__open__verify__verdicts_csv"] = VERDICTS
WALK = b"""topics:
  - {id: "money", says: "Money is short.", studies: {one: {code: "money", reversed: "yes"}}}
shares:
  - {id: "a", says: "Advice", studies: {one: {table: "audit", column: "kind", values: ["advice"]}}}
context:
  - {id: "b", says: "People", studies: {one: "people"}}
"""
TIER = {
    "findings__findings_yml": b'study: {title: "A"}\n',
    "release__release_yml": b'study: "one"\nversion: "0.1.0"\n',
    "tables__base__findings_csv": b"area,code,stance\nArea A,money,affirms\n",
    "tables__base__codes_csv": b"code,statement\nmoney,Money is short.\n",
    "verify__verdicts_csv": b"id,basis,regenerated,verdict\npeople,record,12,holds\n",
}
TABLE = b"Document name,Code,Segment,Author,Comment\ni-1,Duty > met,We met.,Ann,\n"
Reader = Callable[[Path], object]
# Name of a reader -> the name its file has, how it is read, a sound file.
READERS: dict[str, tuple[str, Reader, Callable[[], bytes]]] = {
    "vtt": (
        "a.vtt",
        transcript,
        lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>We met.</v>\n",
    ),
    "txt": ("a.txt", transcript, lambda: b"Ann: We met.\nBen: So it was.\n"),
    "docx": (
        "a.docx",
        transcript,
        lambda: (STANDIN / "transcripts/synthetic-interview-2.docx").read_bytes(),
    ),
    "xlsx": ("a.xlsx", read_grid, workbook),
    "xlsx codings": ("a.xlsx", codings, workbook),
    "register": ("register.csv", table, lambda: (STANDIN / "register.csv").read_bytes()[:900]),
    "csv codings": (
        "a.csv",
        codings,
        lambda: b"interview,turn,start,end,text,code\n1,1,0,7,We met.,met\n",
    ),
    "taguette csv": (
        "a.csv",
        codings,
        lambda: (STANDIN / "codings/coder-b.csv").read_bytes()[:800].rpartition(b"\n")[0],
    ),
    "qdpx": ("a.qdpx", codings, lambda: (STANDIN / "codings/coder-a.qdpx").read_bytes()),
    "qdc": ("a.qdc", codings, lambda: QDC),
    "qualcoder": ("a.qda", codings, lambda: base(QUALCODER)),
    "taguette": ("a.sqlite3", codings, lambda: base(TAGUETTE)),
    "yaml": ("a.yml", read_yaml, lambda: b'a: ["b", {c: "d"}]\n'),
    "study.yml": ("study.yml", study, lambda: (ROOT / "config/study.yml").read_bytes()),
    "codebook.yml": (
        "codebook.yml",
        read_codebook,
        lambda: (ROOT / "config/codebook.yml").read_bytes(),
    ),
    "tables.yml": ("tables.yml", tables, lambda: (ROOT / "config/tables.yml").read_bytes()),
    "bundle": ("a.zip", bundle, lambda: packed(**BUNDLE)),
    "tool's table": ("a.csv", codings, lambda: TABLE),
    "crosswalk": ("a.yml", crosswalk, lambda: WALK),
    "compared": ("a.zip", reading.read, lambda: packed(**TIER)),
    "key": (
        "key.csv",
        lambda path: keys.read(path.read_bytes()),
        lambda: keys.written([dict.fromkeys(keys.COLUMNS, "x")]),
    ),
    "folder vtt": (
        "a.vtt",
        layout.read,
        lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>We <b>met</b>.</v>\n",
    ),
    "folder docx": (
        "a.docx",
        layout.read,
        lambda: (STANDIN / "transcripts/synthetic-interview-2.docx").read_bytes(),
    ),
}


def tried(reader: str, content: bytes, folder: Path) -> None:
    """Let a reader read some bytes; it may refuse them in a sentence, and do nothing else."""
    name, read, _ = READERS[reader]
    (folder / name).write_bytes(content)
    try:
        read(folder / name)
    except StudyError as error:
        assert str(error).strip()


def spoilt(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change a file; of an archive, what its largest member holds, so that the change is read."""
    if not content.startswith(b"PK"):
        return change(content)
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w") as new:
        largest = max(old.infolist(), key=lambda one: one.file_size).filename
        for info in old.infolist():
            held = old.read(info)
            new.writestr(info.filename, change(held) if info.filename == largest else held)
    return saved.getvalue()


def main(reader: str, seconds: str, folder: str) -> None:
    """Fuzz one reader by what it covers, for some seconds."""
    place, seed = Path(folder), READERS[reader][2]()
    (place / "seeds").mkdir(parents=True, exist_ok=True)
    (place / "seeds/sound").write_bytes(seed)
    (place / "read").mkdir(exist_ok=True)

    def once(content: bytes) -> None:
        tried(reader, content, place / "read")

    words = [sys.argv[0], f"-max_total_time={seconds}", "-max_len=100000", "-rss_limit_mb=4000"]
    atheris.Setup([*words, f"-artifact_prefix={place}/", "-timeout=60", str(place / "seeds")], once)
    atheris.Fuzz()


if FUZZED:
    main(*sys.argv[1:])
