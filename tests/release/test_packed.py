"""An archive that no honest hand would make is refused, and it is said why."""

import importlib.util
import io
import zipfile
from pathlib import Path

from fieldstudy.release.scan import UNREADABLE

_spec = importlib.util.spec_from_file_location("planted", Path(__file__).parent / "planted.py")
assert _spec and _spec.loader
planted = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(planted)
SCANNER, SECRET = planted.scanner(), "Zoë Quillfeather"


def packed(name: str, content: bytes) -> bytes:
    """Make an archive of one file, not packed."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr(name, content)
    return saved.getvalue()


def refusal(content: bytes) -> str:
    """Give why a file is refused that holds nothing else."""
    (hit,) = SCANNER.scan_file("a.zip", content)
    assert hit.kind == UNREADABLE
    return hit.which


def test_a_bomb_and_a_path_that_leads_outside_are_refused() -> None:
    nested = b"x"
    for _ in range(9):
        nested = packed("a.zip", nested)
    assert "far more than" in refusal(planted.zipped(a_txt=b"word\n" * 10_000_000))
    assert "too many" in refusal(nested)
    for path in ("../a.txt", "/etc/a", "a\\..\\..\\b"):
        assert "leads outside" in refusal(packed(path, b"x"))


def test_a_member_that_the_directory_does_not_list_is_refused() -> None:
    hidden = planted.zipped(a_txt=f"{SECRET} " * 9)
    body = hidden[: hidden.index(b"PK\x01\x02")]
    listed = packed("b.txt", b"x")
    at = listed.index(b"PK\x01\x02")
    assert "does not list" in refusal(body + listed)
    moved = listed[:-6] + (at + len(body)).to_bytes(4, "little") + listed[-2:]
    assert "does not list" in refusal(moved[:at] + body + moved[at:])
