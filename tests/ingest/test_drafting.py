"""A draft of the study's codebook from a tool's codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import Code
from fieldstudy.ingest.config import read_codebook
from fieldstudy.ingest.drafting import draft
from fieldstudy.io import read_yaml

CODES = [
    Code("", "Trust", "In anybody."),
    Code("Trust", "Police: “us & them”", "Who is meant.\nTwo lines."),
    Code("Money", "Not enough"),
    Code("Time", "Not enough"),
    Code("Time", "Not enough (denies)"),
    Code("", "Money", "A heading.", codable=False),
    Code("信任", "警察"),
    Code("", "Time::Late"),
]


def test_a_tools_codes_become_a_codebook_that_takes_its_codings(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yml"
    path.write_text(draft(CODES, " (denies)", "p.qdpx"), encoding="utf-8")
    book = read_codebook(path)
    assert book.themes == {
        "trust": "Trust", "money": "Money", "time": "Time", "theme": "信任",
    }  # fmt: skip
    assert book.codes == {
        "trust": "trust",
        "police_us_them": "trust",
        "not_enough": "money",
        "time_not_enough": "time",
        "code": "theme",
        "late": "time",
    }
    for code in CODES[:5] + CODES[6:7]:
        name = code.name.removesuffix(" (denies)")
        found = book.code_of(code.theme, name)
        assert found is not None, code
        above = code.theme.lower() or "trust"
        assert book.themes[book.codes[found[0]]].lower() == above, code
    first = read_yaml(path)["codes"][1]
    assert first["definition"] == "Who is meant. Two lines."
    assert first["statement"] == "Police: “us & them”"


def test_the_studys_codebook_comes_back_from_the_standards_format(small: Any) -> None:
    small.run("export", "--format", "qdc", "--out", "book.qdc")
    code, out, _ = small.run("export", "book.qdc", "--format", "codebook", "--out", "book.yml")
    assert (code, out) == (0, "book.yml: a draft; finish each code's statement and valence\n")
    ours, back = (read_yaml(small.root / name) for name in ("config/codebook.yml", "book.yml"))
    key = {label: theme for theme, label in back["themes"].items()}
    wanted = [row | {"theme": key[ours["themes"][row["theme"]]]} for row in ours["codes"]]
    assert sorted(map(sorted, map(dict.items, back["codes"]))) == sorted(
        map(sorted, map(dict.items, wanted))
    )


def test_no_codes_make_no_codebook() -> None:
    with pytest.raises(StudyError, match="holds no codes"):
        draft([Code("", "Money", codable=False)], " (denies)", "p.qdpx")
