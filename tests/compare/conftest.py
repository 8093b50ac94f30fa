"""Open tiers of studies that were never built: as many as a test wants, each with its own answers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from fieldstudy.compare.reading import FACTS
from fieldstudy.io import csv_text, write_text

Make = Callable[..., Path]
CODES = {"money": "Money is short.", "meetings": "Partners meet.", "data": "Data are shared."}


def open_tier(
    folder: Path,
    name: str,
    areas: dict[str, dict[str, str]],
    codes: dict[str, str] = CODES,
    audit: list[str] | None = None,
    title: str = "",
) -> Path:
    """Write what a release writes of a study: area → code → stance, an audit's column of kinds."""
    cells = [(area, code, said[code]) for area, said in areas.items() for code in codes]
    tables = {
        "findings": (
            ("row", "area", "code", "stance"),
            [(f"f{n}", *c) for n, c in enumerate(cells)],
        ),
        "codes": (("row", "code", "statement"), [(f"c:{c}", c, says) for c, says in codes.items()]),
        "audit": (("row", "kind"), [(f"a{n}", kind) for n, kind in enumerate(audit or ["x"])]),
    }
    for table, (columns, rows) in tables.items():
        write_text(folder / f"tables/base/{table}.csv", csv_text(columns, rows))
    verdicts = [("people", "record", "12,000", "holds"), ("areas", "study", "three", "judgement")]
    write_text(
        folder / "verify/verdicts.csv",
        csv_text(("id", "basis", "regenerated", "verdict"), verdicts),
    )
    said = {"synthetic": "invented", "study": {"title": title or f"Study {name}"}}
    write_text(folder / "findings/findings.yml", yaml.safe_dump(said))
    facts = yaml.safe_dump({"study": name, "version": "0.1.0"})
    write_text(folder / "release/release.yml", facts)
    return folder


def packed(folder: Path, out: Path, inside: str = "") -> Path:
    """Pack an open tier as a bundle does: the facts of the release lie beside it."""
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                place = name.removeprefix("release/") if name == FACTS else f"open/{name}"
                archive.write(path, f"{inside}released/{place}")
    return out


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Give a function that writes the open tier of a study of given areas."""

    def write(name: str, *areas: str, **more: object) -> Path:
        codes = more.get("codes", CODES)
        assert isinstance(codes, dict)
        letters = {"a": "affirms", "d": "denies", "s": "silent"}
        said = {
            f"Area {chr(65 + at)}": dict(zip(codes, (letters[one] for one in told), strict=True))
            for at, told in enumerate(areas)
        }
        return open_tier(tmp_path / name, name, said, **more)  # type: ignore[arg-type]

    return write


@pytest.fixture
def pack() -> Callable[..., Path]:
    """Give a function that packs an open tier."""
    return packed
