"""Taguette's export of highlights."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldstudy.errors import StudyError
from fieldstudy.ingest import taguette


def test_a_highlight_with_two_tags_is_two_codings(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("id,document,tag,content\r\n2,i-1,Duty.late,so late\r\n2,i-1,slow,so late\r\n")
    file = taguette.read(path)
    assert [(one.id, one.theme, one.name, one.text) for one in file.marked] == [
        ("2:late", "Duty", "late", "so late"),
        ("2:slow", "", "slow", "so late"),
    ]


def test_highlights_without_a_tag_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("id,document,tag,content\n2,i-1,,so late\n")
    assert taguette.read(path).notes == ["1 highlight without a tag not read"]


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("document,content\na,b\n")
    with pytest.raises(StudyError) as error:
        taguette.read(path)
    assert str(error.value) == (
        "h.csv:1: lacks id, tag; the columns of Taguette's export of highlights are: "
        "id, document, tag, content"
    )
