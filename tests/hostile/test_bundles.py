"""Zips that strangers made are compared, inspected and attested without harm, or refused in a sentence."""

from __future__ import annotations

import hashlib
import re
import stat
import warnings
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fieldstudy.__main__ import main
from fieldstudy.io import csv_text

ROOT = Path(__file__).parents[2]
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
STEERS = "\x1b[2Jgone\u202e\u0007"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
OPEN = {
    "findings/findings.yml": 'synthetic: "invented"\nstudy: {title: "A study"}\n',
    "release/release.yml": 'study: "one"\nversion: "0.1.0"\n',
    "tables/base/findings.csv": "row,area,code,stance\nf1,Area A,money,affirms\n",
    "tables/base/codes.csv": "row,code,statement\nc1,money,Money is short.\n",
    "verify/verdicts.csv": "id,basis,regenerated,verdict\npeople,record,12,holds\n",
}
FACTS = 'study: "one"\nversion: "0.1.0"\ntier: "open"\n'
Files = dict[str, str | bytes]


def packed(path: Path, files: Files, linked: str = "") -> Path:
    """Pack files, one of them as a link to what the file holds; a name may stand twice."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in files.items():
            info = zipfile.ZipInfo(name.removesuffix("#again"))
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == linked:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, content)
    return path


def opened(path: Path, changes: Files, linked: str = "") -> Path:
    """Pack the open tier of a study with some files changed."""
    files: Files = {f"s/results/open/{name}": content for name, content in OPEN.items()}
    return packed(path, files | changes, linked)


def bundle(path: Path, changes: Files, linked: str = "") -> Path:
    """Pack a bundle with some files changed; its manifest is true of it."""
    files: Files = {
        "released/release.yml": FACTS,
        "released/open/verify/verdicts.csv": "id,verdict\na,holds\n",
    }
    files |= {name: content for name, content in changes.items() if name != "manifest.csv"}
    bare = {n: c if isinstance(c, bytes) else c.encode() for n, c in files.items()}
    rows = [(n, len(c), hashlib.sha256(c).hexdigest(), "source", "MIT") for n, c in bare.items()]
    manifest = csv_text(("file", "bytes", "sha256", "check", "licence"), rows)
    return packed(path, files | {"manifest.csv": changes.get("manifest.csv", manifest)}, linked)


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """Run a command; nothing that it says may steer a terminal or be a traceback."""
    capsys.readouterr()
    code = main(list(map(str, words)))
    said = capsys.readouterr()
    text = said.out + said.err
    assert "Traceback" not in text
    assert "unforeseen" not in text
    assert not [char for char in text if not (char.isprintable() or char == "\n")]
    return code, text


AT = "s/results/open/"
COMPARED: dict[str, tuple[Files, str]] = {
    "no zip": ({}, "bad.zip: is damaged or of another format"),
    "empty": ({}, "bad.zip is empty"),
    "bomb": ({"bomb.csv": bytes(60_000_000)}, "bad.zip: would unpack to far more than such a file"),
    "path outside": ({"../../etc/passwd": "x"}, "bad.zip: holds a file whose path leads outside"),
    "absolute path": ({"/etc/passwd": "x"}, "bad.zip: holds a file whose path leads outside"),
    "drive": ({"C:\\x": "x"}, "bad.zip: holds a file whose path leads outside the archive"),
    "link": (
        {f"{AT}findings/findings.yml": "/etc/passwd"},
        "bad.zip: findings/findings.yml: is not what a release writes",
    ),
    "aliases": (
        {f"{AT}findings/findings.yml": BOMB},
        "bad.zip: findings/findings.yml:1: is not valid YAML: its aliases ('*name') stand for more",
    ),
    "lists without end": (
        {f"{AT}release/release.yml": "[" * 5000},
        "bad.zip: release/release.yml:2: is not valid YAML: ",
    ),
    "no YAML": (
        {f"{AT}release/release.yml": "a: ["},
        "bad.zip: release/release.yml:2: is not valid YAML: ",
    ),
    "a list": ({f"{AT}release/release.yml": "- a"}, "release.yml: is not what a release writes"),
    "id": (
        {f"{AT}release/release.yml": 'study: "../../x"\n'},
        "bad.zip: does not say which study it is of; release the study again",
    ),
    "id that is a list": (
        {f"{AT}release/release.yml": "study: [a]\n"},
        "bad.zip: does not say which study it is of; release the study again",
    ),
    "no UTF-8": ({f"{AT}tables/base/codes.csv": b"\xff\xfe"}, "codes.csv: is not UTF-8 text"),
    "open quote": ({f"{AT}tables/base/codes.csv": '"code'}, "codes.csv: is no CSV table"),
    "columns": (
        {f"{AT}tables/base/codes.csv": f"{STEERS},code\na,b\n"},
        "bad.zip: tables/base/codes.csv: lacks statement; release the study again",
    ),
    "stance": (
        {f"{AT}tables/base/findings.csv": f"area,code,stance\nArea A,money,{STEERS}\n"},
        "bad.zip: tables/base/findings.csv:2: is not a known code with the stance affirms, denies",
    ),
    "rows": (
        {f"{AT}tables/base/findings.csv": "area,code,stance\nArea A,money\n"},
        "bad.zip: tables/base/findings.csv: has rows of unequal length; release the study again",
    ),
}


@pytest.mark.parametrize("what", COMPARED)
def test_compare_refuses_a_hostile_bundle_in_a_sentence_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    changes, said = COMPARED[what]
    linked = f"{AT}findings/findings.yml" if what == "link" else ""
    bad = opened(tmp_path / "bad.zip", changes, linked)
    if what in ("no zip", "empty"):
        bad.write_bytes(b"PK\x03\x04no" if what == "no zip" else b"")
    good = opened(tmp_path / "good.zip", {f"{AT}release/release.yml": 'study: "two"\n'})
    code, text = told(capsys, "compare", good, bad, "--out", tmp_path / "out")
    assert code == 2
    assert said.replace("bad.zip is", "bad.zip: is") in text
    assert len(text.splitlines()) == 1
    assert not (tmp_path / "out").exists()


class Tags(HTMLParser):
    """Gathers what a page would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.run: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loud = [name for name, _ in attrs if name.startswith("on")]
        if loud or tag in ("script", "img", "iframe"):
            self.run.append(tag)


def test_compare_shows_what_strangers_wrote_as_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = '"' + SCRIPT.replace('"', '""') + '"'
    changes: Files = {
        f"{AT}findings/findings.yml": "study:\n  title: '" + SCRIPT.replace("'", "''") + "'\n",
        f"{AT}tables/base/codes.csv": f"code,statement\nmoney,{quoted}\n=cmd(),{quoted}\n",
        f"{AT}tables/base/findings.csv": f"area,code,stance\n{quoted},money,affirms\n",
        f"{AT}tables/base/{STEERS}.csv": f"{quoted}\n{quoted}\n",
    }
    one = opened(tmp_path / "one.zip", changes)
    two = opened(
        tmp_path / "two.zip",
        changes | {f"{AT}release/release.yml": f'study: "two"\nversion: {quoted[1:9]}\n'},
    )
    code, _ = told(capsys, "compare", one, two, "--out", tmp_path / "out")
    assert code == 0
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert Tags(page).run == []
    assert "&lt;script&gt;alert(1)" in page
    table = (tmp_path / "out/compare.csv").read_text(encoding="utf-8")
    assert "'=cmd()" in table
    assert not re.search(r"(?:^|,)\"?=", table, re.M)


CROSSWALKS = {
    "- a\n": "walk.yml: may have these parts alone: topics, shares, context",
    "topics: x\n": "walk.yml: topics: must be a list",
    "topics: [x]\n": "walk.yml: topics: entry 1: needs 'id', 'says' and 'studies', and nothing",
    "topics: [{id: a, says: b, studies: c}]\n": "walk.yml: topics: entry 1: needs 'id', 'says' and",
    "topics: [{id: [a], says: {b: c}, studies: {one: money}}]\n": "entry 1: needs 'id', 'says' and",
    "topics: [{id: a, says: b, studies: {one: [c]}}]\n": "walk.yml: topics: entry 1: one: needs",
    "topics: [{id: a, says: b, studies: {one: {code: [c]}}}]\n": "topics: entry 1: one: ",
    "shares: [{id: a, says: b, studies: {one: {table: [x], column: {}, values: y}}}]\n": "entry 1: one",
    "context: [{id: a, says: b, studies: {one: {claim: {}}}}]\n": "context: entry 1: one: ",
    BOMB: "walk.yml:1: is not valid YAML: its aliases",
}


@pytest.mark.parametrize("text", CROSSWALKS)
def test_a_hostile_crosswalk_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    one = opened(tmp_path / "one.zip", {})
    two = opened(tmp_path / "two.zip", {f"{AT}release/release.yml": 'study: "two"\n'})
    (tmp_path / "walk.yml").write_text(text)
    words = ("--crosswalk", tmp_path / "walk.yml", "--out", tmp_path / "out")
    code, said = told(capsys, "compare", one, two, *words)
    assert code == 2
    assert CROSSWALKS[text] in said
    assert not (tmp_path / "out").exists()


FACT, GIVEN = "released/release.yml", "released/open/verify/verdicts.csv"
BUNDLES: dict[str, tuple[Files, str]] = {
    "no zip": ({}, "bad.zip: is damaged or no zip; get the bundle again"),
    "bomb": ({"bomb.csv": bytes(60_000_000)}, "bad.zip: would unpack to far more than a bundle ne"),
    "path outside": ({"../../etc/passwd": "x"}, "bad.zip: holds a file whose path leads outside"),
    "absolute path": ({"/etc/passwd": "x"}, "bad.zip: holds a file whose path leads outside it"),
    "a path twice": ({f"{FACT}#again": FACTS}, "bad.zip: holds a path twice; it is refused"),
    "link": ({FACT: "/etc/passwd"}, "bad.zip: released/release.yml: is no YAML mapping"),
    "aliases": ({FACT: BOMB}, "bad.zip: released/release.yml:1: is not valid YAML: its aliases"),
    "lists without end": ({FACT: "[" * 5000}, "bad.zip: released/release.yml:2: is not valid"),
    "a list": ({FACT: "- a"}, "bad.zip: released/release.yml: is no YAML mapping; get the bundle"),
    "no UTF-8": ({FACT: b"\xff\xfe"}, "bad.zip: released/release.yml: is not UTF-8 text"),
    "manifest": (
        {"manifest.csv": f"{STEERS}\nx\n"},
        "bad.zip: manifest.csv: lacks bytes, check, f",
    ),
    "no UTF-8 manifest": ({"manifest.csv": b"\xff"}, "bad.zip: manifest.csv: is not UTF-8 text"),
}


def spoilt(tmp_path: Path, what: str) -> Path:
    """Pack one of the hostile bundles."""
    bad = bundle(tmp_path / "bad.zip", BUNDLES[what][0], FACT if what == "link" else "")
    if what == "no zip":
        bad.write_bytes(b"PK\x03\x04no")
    return bad


@pytest.mark.parametrize("what", BUNDLES)
def test_inspect_refuses_a_hostile_bundle_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    code, text = told(capsys, "release", "inspect", spoilt(tmp_path, what))
    assert (code, len(text.splitlines())) == (2, 1)
    assert BUNDLES[what][1] in text


def attested(tmp_path: Path, capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str]:
    """Attest a bundle with the stand-in at hand."""
    (tmp_path / "manifest.csv").write_text("file,bytes,sha256\nfindings/findings.yml,1,aa\n")
    words = ("--manifest", tmp_path / "manifest.csv", "--scratch", tmp_path / "scratch")
    return told(capsys, "release", "attest", path, *words)


@pytest.mark.parametrize("what", BUNDLES)
def test_attest_refuses_a_hostile_bundle_in_a_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    monkeypatch.chdir(ROOT)
    code, text = attested(tmp_path, capsys, spoilt(tmp_path, what))
    assert (code, len(text.splitlines())) == (2, 1)
    assert BUNDLES[what][1] in text


def test_what_would_steer_a_terminal_is_neither_inspected_nor_attested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    facts = FACTS + 'raw_files: {"\\e[2Jinterview 1\\u202e": "aa", "b": ["c"]}\ndata: "\\e[31m"\n'
    odd = bundle(tmp_path / "odd.zip", {FACT: facts, f"released/open/{STEERS}.csv": "x"})
    assert told(capsys, "release", "inspect", odd)[0] == 0
    code, text = attested(tmp_path, capsys, odd)
    assert code == 1
    assert "This bundle cannot be confirmed to have come from these raw data." in text


def test_a_link_in_a_bundle_is_read_as_words_and_never_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linked = bundle(tmp_path / "a.zip", {"config/study.yml": "/etc/passwd"}, "config/study.yml")
    code, text = told(capsys, "release", "inspect", linked)
    assert code == 0
    assert "root:" not in text


@pytest.mark.parametrize("command", [("compare",), ("release", "inspect")])
def test_no_message_steers_a_terminal_by_the_name_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    named = tmp_path / "a\x1b[2J\u202epiz.zip"
    named.write_bytes(b"PK\x03\x04no")
    words = (named, named) if command == ("compare",) else (named,)
    code, text = told(capsys, *command, *words)
    assert code == 2
    assert text.startswith("a [2J piz.zip: is damaged")
