"""Tables as print: what Pandoc makes of the blocks, and the numbers in them."""

from __future__ import annotations

import json
from typing import Any

import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.draw.blocks import Names, attribute, escaped, figure, table
from fieldstudy.draw.tables import agreement, claims, cross_table, record, values_table

BLOCK = {
    "id": "programmes_by_level",
    "title": "Programmes by level",
    "rows": "level",
    "columns": "group",
    "people": "no",
    "denominator": "of the programmes of these areas",
}
WIDE = [
    {"level": "primary", "areas with a unit": "9", "areas without a unit": "0", "total": "9"},
    {"level": "tertiary", "areas with a unit": "20", "areas without a unit": "18", "total": "38"},
    {"level": "total", "areas with a unit": "29", "areas without a unit": "18", "total": "47"},
]
NAMES = Names({"level": "Level of prevention"})
VERDICTS = [
    {
        **{"id": "population", "basis": "record", "published": "4.8 million"},
        **{"regenerated": "4.9 million", "verdict": "rounds differently", "reason": "Mid-2020 | x"},
    },
    {
        **{"id": "areas", "basis": "study", "published": "five", "regenerated": "five"},
        **{"verdict": "consistent with the stand-in", "reason": ""},
    },
]


def read(text: str) -> list[dict[str, Any]]:
    return list(json.loads(pypandoc.convert_text(text, "json", "markdown"))["blocks"])


def plain(text: str) -> str:
    return str(pypandoc.convert_text(text, "plain", "markdown", extra_args=["--wrap=none"]))


def test_shares_are_of_the_column_of_a_group() -> None:
    text = cross_table(BLOCK, WIDE, False, NAMES)
    assert "| Primary | 9 (31%) | 0 | 9 (19%) |" in text
    assert "**Total** | **29** | **18** | **47**" in text


def test_a_column_is_headed_by_the_title_that_config_gives_it() -> None:
    assert cross_table(BLOCK, WIDE, False, NAMES).startswith("| Level of prevention | Areas with")


def test_a_hidden_cell_stays_hidden_and_gives_no_share_away() -> None:
    hidden = [{**WIDE[0], "areas with a unit": "hidden"}, *WIDE[1:]]
    text = cross_table(BLOCK, hidden, False, NAMES)
    assert "| Primary | hidden | 0 | 9 (19%) |" in text


def test_other_shares_are_of_the_row() -> None:
    text = cross_table({**BLOCK, "columns": "target"}, WIDE, False, NAMES)
    assert "| Tertiary | 20 (53%) | 18 (47%) | 38 |" in text


def test_a_hidden_number_is_shown_as_such_and_the_caption_says_why() -> None:
    wide = [{**row, "areas with a unit": "[c]"} for row in WIDE]
    text = plain(cross_table({**BLOCK, "people": "yes"}, wide, False, NAMES))
    assert text.count("[c]") == len(wide) + 1
    assert "[c] is withheld, since it would let too small a crowd be counted" in text


def test_people_are_counted_without_shares() -> None:
    text = cross_table({**BLOCK, "people": "yes"}, WIDE, False, NAMES)
    assert "%" not in text


def test_stand_in_tables_say_so() -> None:
    assert "Synthetic stand-in data" in cross_table(BLOCK, WIDE, True, NAMES)
    assert "Synthetic" not in cross_table(BLOCK, WIDE, False, NAMES)


def test_pandoc_reads_one_table_with_its_identifier_and_numbers_to_the_right() -> None:
    (block,) = read(cross_table(BLOCK, WIDE, False, NAMES))
    assert block["t"] == "Table"
    assert block["c"][0][0] == "tbl-programmes-by-level"
    sides = [column[0]["t"] for column in block["c"][2]]
    assert sides == ["AlignDefault", "AlignRight", "AlignRight", "AlignRight"]


def test_texts_wrap_in_a_table_that_fills_the_page() -> None:
    (block,) = read(record(VERDICTS, {"population": "people in the five areas"}))
    widths = [column[1]["c"] for column in block["c"][2]]
    assert 0.97 < sum(widths) < 1.03


def test_only_record_claims_are_in_the_record_table() -> None:
    text = plain(record(VERDICTS, {}))
    assert "4.9 million" in text and "five" not in text


def test_every_claim_has_an_anchor_that_findings_link_to() -> None:
    text = claims(VERDICTS, {"areas": "areas studied"}, True)
    assert "[Areas studied]{#claim-areas}" in text
    assert "{#claim-population}" in text


def test_agreement_prints_the_interval_of_alpha() -> None:
    row = {"theme": "All", "units": "23797", "percent": "0.9987", "kappa": "0.925"}
    text = agreement([{**row, "alpha": "0.925", "low": "0.9", "high": "0.95"}], False)
    assert "| All | 23,797 | 99.9% | 0.93 | 0.93 | 0.90 to 0.95 |" in text


def test_a_repeated_category_is_printed_once() -> None:
    rows = [
        {"theme": "Strategy", "group": "with", "count": "1"},
        {"theme": "Strategy", "group": "without", "count": "2"},
        {"theme": "total", "group": "", "count": "3"},
    ]
    text = cross_table({**BLOCK, "rows": ["theme", "group"], "columns": ""}, rows, False, NAMES)
    assert text.count("Strategy") == 1


def test_words_are_printed_as_they_are() -> None:
    text = values_table(
        {**BLOCK, "rows": "code"}, [{"code": "plan", "Area A": "not raised"}], False, NAMES
    )
    assert "| Plan | not raised |" in text


def test_a_figure_has_its_caption_and_alternative_text() -> None:
    (block,) = read(figure("helps", "What helps", 'Bars, "helps" to the right'))
    assert block["t"] == "Figure"
    image = block["c"][2][0]["c"][0]
    assert image["c"][2][0] == "figures/helps.svg"
    assert ["fig-alt", "Bars, ”helps” to the right"] in image["c"][0][2] + block["c"][0][2]


@settings(max_examples=25, deadline=None)
@given(st.text("ab12 |*_`[]<>$@#^~{}\\%", min_size=1, max_size=30))
def test_any_text_survives_as_a_cell(text: str) -> None:
    said = plain(table("x", "Caption", ["Head"], [[escaped(f"a{text}z")]]))
    assert " ".join(f"a{text}z".split()) in " ".join(said.split())


def test_an_attribute_cannot_be_left() -> None:
    assert '"' not in attribute('a "b" \\ c')
