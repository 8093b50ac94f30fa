"""A bundle that a stranger made is shown without harm, or refused in one sentence."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldstudy.__main__ import main
from fieldstudy.errors import StudyError
from fieldstudy.release.attest import told_files, told_hashes
from fieldstudy.release.inspect import inspected
from fieldstudy.release.opened import Opened

VERDICTS = "released/open/verify/verdicts.csv"
FACTS = 'study: "x"\nversion: "0.1.0"\ntier: "open"\ndata: "synthetic stand-in"\n'


def bundle(path: Path, files: dict[str, bytes], listed: bool = True) -> Path:
    """Write a bundle of these files, and what every bundle has."""
    whole = {"released/release.yml": FACTS.encode(), VERDICTS: b"id,verdict\na,holds\n", **files}
    lines = ["file,bytes,sha256,check,licence"]
    lines += [
        f'"{name}",{len(content)},{hashlib.sha256(content).hexdigest()},source,MIT'
        for name, content in whole.items()
        if listed
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**whole, "manifest.csv": "\n".join(lines).encode()}.items():
            archive.writestr(name, content)
    return path


def test_an_honest_bundle_is_shown(tmp_path: Path) -> None:
    told = "\n".join(inspected(Opened(bundle(tmp_path / "a.zip", {"config/a.yml": b"a: b"}))))
    assert "x, version 0.1.0: the open bundle" in told
    assert "Every one of its 3 files is what its manifest says." in told


def test_a_file_that_its_manifest_does_not_know_is_named(tmp_path: Path) -> None:
    opened = Opened(bundle(tmp_path / "a.zip", {"b.txt": b"b"}, listed=False))
    assert "new      b.txt" in opened.differing()


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out"]
)
def test_a_path_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudyError, match="leads outside"):
        Opened(bundle(tmp_path / "a.zip", {name: b"x"}))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="far more than a bundle needs"):
        Opened(bundle(tmp_path / "a.zip", {"bomb.csv": bytes(30_000_000)}))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"no zip at all"])
def test_what_is_no_zip_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(StudyError, match="is damaged or no zip"):
        Opened(tmp_path / "a.zip")


def test_a_zip_that_is_no_bundle_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(StudyError, match="is no bundle"):
        Opened(tmp_path / "a.zip")


def test_what_would_steer_a_terminal_is_not_printed(tmp_path: Path) -> None:
    facts = FACTS.replace('"x"', '"x\\e[31mred\\u202Eder"').encode()
    told = "\n".join(inspected(Opened(bundle(tmp_path / "a.zip", {"released/release.yml": facts}))))
    assert "\x1b" not in told
    assert "\u202e" not in told


@given(st.integers(0, 2000), st.integers(0, 255))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_damaged_byte_ends_in_a_traceback(tmp_path: Path, at: int, value: int) -> None:
    content = bytearray(bundle(tmp_path / "a.zip", {"config/a.yml": b"a: b"}).read_bytes())
    content[at % len(content)] = value
    (tmp_path / "b.zip").write_bytes(bytes(content))
    assert main(["release", "inspect", str(tmp_path / "b.zip")]) in (0, 1, 2)


def test_the_same_raw_files_are_confirmed_and_others_named() -> None:
    hashes = {"interview 1": "aa", "table areas": "bb"}
    assert told_hashes(hashes, hashes)[1]
    said, same = told_hashes(hashes, {**hashes, "interview 1": "cc"})
    assert not same
    assert said[0] == "changed  interview 1"


def test_a_bundle_without_hashes_is_never_confirmed() -> None:
    assert not told_hashes({}, {})[1]


def test_copied_hashes_do_not_confirm_other_files() -> None:
    said, same = told_files({"findings.yml": "aa"}, {"findings.yml": "bb"})
    assert not same
    assert said[0] == "changed  findings.yml"
