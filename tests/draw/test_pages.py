"""Pages of tables: what great_tables sets, with caption and scope, and nothing loaded."""

from __future__ import annotations

import re
from typing import Any

from fieldstudy.draw.blocks import Names
from fieldstudy.draw.pages import counted, listing, page
from fieldstudy.write.finished import LOADED

NAMES = Names({})
BLOCK: dict[str, Any] = {
    **{"id": "by_level", "title": "By <level>", "rows": "level", "columns": "group"},
    **{"people": "no", "measure": "count"},
}
WIDE = [
    {"level": "primary", "with": "9", "without": "0", "total": "9"},
    {"level": "tertiary", "with": "20", "without": "hidden", "total": "38"},
    {"level": "total", "with": "29", "without": "18", "total": "47"},
]
NESTED = [{"theme": "Strategy", **row} for row in WIDE[:2]] + [
    {"theme": "total", **WIDE[2], "level": ""}
]


def cells(text: str) -> list[str]:
    return re.findall(r"<t[hd][^>]*>\s*([^<]*)\s*</t[hd]>", text)


def test_a_cell_has_its_count_and_its_shares_and_a_rows_total_its_share_of_all() -> None:
    text = cells(page(counted(BLOCK, WIDE, NAMES), {}, False))
    at = text.index("Tertiary")
    assert text[at : at + 9] == ["Tertiary", "20", "53%", "69%", "hidden", "", "", "38", "81%"]
    assert text[at + 9] == "Total"


def test_one_column_of_people_has_one_head() -> None:
    wide = [{"level": "police", "count": "6"}, {"level": "total", "count": "13"}]
    text = cells(page(counted({**BLOCK, "people": "yes"}, wide, NAMES), {}, False))
    assert text == ["Level", "People", "Police", "6", "Total", "13"]


def test_measures_are_printed_with_as_many_decimals_as_say_something() -> None:
    wide = [{"level": "all", "units": "23797", "percent": "0.9989", "alpha": "0.9289"}]
    assert cells(page(listing(BLOCK, wide, NAMES), {}, False))[-4:] == [
        *("All", "23,797"),
        *("99.9%", "0.93"),
    ]


def test_people_are_counted_without_shares() -> None:
    assert "%" not in "".join(
        cells(page(counted({**BLOCK, "people": "yes"}, WIDE, NAMES), {}, False))
    )


def test_a_page_is_the_same_each_time_and_loads_nothing() -> None:
    made = counted(BLOCK, WIDE, NAMES)
    text = page(made, {"As CSV": "by_level.csv"}, True)
    assert text == page(made, {"As CSV": "by_level.csv"}, True)
    assert not LOADED.search(text)


def test_a_table_has_a_caption_and_every_head_its_scope() -> None:
    text = page(counted(BLOCK, WIDE, NAMES), {}, True)
    assert (
        "<caption><h1>By &lt;level&gt;</h1><span>Synthetic stand-in data</span></caption>" in text
    )
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", text))
    assert len(re.findall(r'<th scope="row"', text)) == 3


def test_the_last_of_several_categories_names_the_row() -> None:
    text = page(counted({**BLOCK, "rows": ["theme", "level"]}, NESTED, NAMES), {}, False)
    assert re.findall(r'<th scope="row"[^>]*>([^<]*)', text) == ["Primary", "Tertiary"]


def test_words_stand_as_they_are() -> None:
    made = listing(BLOCK, [{"level": "plan", "Area A": "not raised"}], NAMES)
    assert cells(page(made, {}, False)) == ["Level", "Area A", "Plan", "not raised"]
