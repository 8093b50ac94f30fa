"""The data dictionary: every column of every open table is described, or the build stops."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from fieldstudy.draw.dictionary import Words, package
from fieldstudy.errors import StudyError
from fieldstudy.io import read_yaml

BLOCK = {
    **{"id": "by_level", "title": "By level", "from": "interventions", "rows": "level"},
    **{"columns": "group", "measure": "count", "people": "no"},
}
WORDS = Words(
    {"by_level": BLOCK},
    {"row": {"means": "The row's name."}, "level": {"means": "The level.", "title": "Level"}},
    {
        "long": {"columns": {"row": {"means": "The row's categories."}}},
        "tables/base/units": {"title": "Units", "columns": {"level": {"means": "Of funding."}}},
    },
)


def fields(path: str, *columns: str, words: Words = WORDS) -> list[dict[str, str]]:
    made = json.loads(package({PurePosixPath(path): columns}, words, {"name": "study"}))
    return list(made["resources"][0]["schema"]["fields"])


def test_a_category_of_a_cross_table_is_described_by_its_declaration() -> None:
    label, category, total = fields("tables/by_level.csv", "level", "with a unit", "total")
    assert label["description"] == "The level."
    assert category["type"] == total["type"] == "integer"
    assert "group 'with a unit'" in category["description"]


def test_a_hidden_number_is_a_missing_one_and_no_fault_of_type() -> None:
    of_people = Words({"by_level": {**BLOCK, "people": "yes"}}, WORDS.columns, WORDS.tables)
    path = PurePosixPath("tables/by_level.csv")
    (table,) = json.loads(package({path: ["level", "total"]}, of_people, {}))["resources"]
    assert table["schema"]["missingValues"] == ["", "[c]"]


def test_a_table_has_its_own_words_for_a_column() -> None:
    assert fields("tables/base/units.csv", "level")[0]["description"] == "Of funding."
    assert fields("tables/by_level.long.csv", "row")[0]["description"] == "The row's categories."


def test_every_column_that_nothing_describes_is_told() -> None:
    with pytest.raises(StudyError) as caught:
        fields("tables/base/units.csv", "row", "colour", "size")
    assert "colour: is described nowhere" in str(caught.value)
    assert "size: is described nowhere" in str(caught.value)


def test_a_type_that_is_none_is_refused() -> None:
    words = Words({}, {"row": {"means": "The row's name.", "type": "colour"}}, {})
    with pytest.raises(StudyError, match="'colour' is not a type; allowed: string"):
        fields("tables/base/units.csv", "row", words=words)


def test_a_base_table_names_its_key_and_paths_stay_below_the_package() -> None:
    made = json.loads(package({PurePosixPath("tables/base/units.csv"): ["row"]}, WORDS, {}))
    (resource,) = made["resources"]
    assert resource["schema"]["primaryKey"] == "row"
    assert resource["path"] == "tables/base/units.csv" and resource["name"] == "base-units"


def test_every_title_of_the_shipped_study_says_something() -> None:
    columns = read_yaml(Path(__file__).parents[2] / "config/columns.yml")["columns"]
    assert all(said["means"].endswith(".") for said in columns.values())
