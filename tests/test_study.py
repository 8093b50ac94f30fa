"""What config/study.yml says is said there once."""

from pathlib import Path

import pytest

from fieldstudy.study import worded


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Give a folder with the words of two groups and a theme."""
    (tmp_path / "study.yml").write_text(
        "groups:\n"
        '  all: {label: "areas"}\n'
        '  sea: {label: "areas by the sea", column: "group", value: "s"}\n'
        '  hill: {label: "areas on hills", column: "group", value: "h"}\n'
    )
    (tmp_path / "codebook.yml").write_text('themes: {reach: "Reaching people"}\n')
    return tmp_path


def test_a_listed_group_or_theme_is_printed_as_it_is_called_elsewhere(config: Path) -> None:
    blocks = [{"order": {"group": ["h", "s"], "theme": {"all": "All", "reach": ""}}}]
    order = worded(blocks, config)[0]["order"]
    assert list(order["group"].items()) == [("h", "areas on hills"), ("s", "areas by the sea")]
    assert order["theme"] == {"all": "All", "reach": "Reaching people"}


def test_words_of_a_tables_own_are_kept_and_other_columns_are_left_alone(config: Path) -> None:
    order = {"group": {"s": "sea", "h": "hill"}, "level": ["s", "h"]}
    kept = {name: type(said)(said) for name, said in order.items()}
    assert worded([{"order": order}], config)[0]["order"] == kept


@pytest.mark.parametrize(
    "outputs", ["", [], ["x"], [{"order": "x"}], [{}], [{"order": {"group": "s"}}]]
)
def test_what_is_no_table_is_left_to_the_check(config: Path, outputs: object) -> None:
    assert worded(outputs, config) == outputs
