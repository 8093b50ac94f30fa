import re

import pytest

from fieldstudy.code import counting
from fieldstudy.code.chart import Chart
from fieldstudy.code.chart_page import chart_page
from fieldstudy.code.matrix import matrix_rows
from fieldstudy.code.records import Segment

INTERVIEWS = [
    {"interview": "1", "area": "Area B", "group": "vru"},
    {"interview": "2", "area": "Area A", "group": "non-vru"},
]
SEGMENTS = [
    Segment("1", 2, 0, 29, "governance", "affirms"),
    Segment("1", 2, 9, 44, "budgets", "affirms"),
    Segment("1", 3, 0, 26, "governance", "denies"),
    Segment("2", 1, 0, 17, "governance", "denies"),
]


@pytest.fixture
def html(turns, codebook):
    return html_of(turns, codebook, INTERVIEWS)


def html_of(turns, codebook, interviews):
    names = ["1", "2"]
    cells = matrix_rows(SEGMENTS, interviews, codebook, "area")
    chart = Chart(
        [{key: str(value) for key, value in cell.items()} for cell in cells],
        SEGMENTS,
        turns,
        interviews,
        {"vru": "areas with a unit", "non-vru": "areas without a unit"},
        codebook,
        counting.meeting_rows(SEGMENTS, codebook),
        counting.by_interview_rows(SEGMENTS, names, codebook),
        counting.saturation_rows(SEGMENTS, names),
    )
    return chart_page(chart, "A study", synthetic=True)


def row(html, code):
    return re.search(rf'<tr id="{code}">.*?</tr>', html, re.DOTALL)[0]


def test_cell_says_affirms_denies_or_silent(html):
    assert re.findall(r"<summary>([\w*]+)<", row(html, "governance")) == ["affirms*", "denies"]
    assert row(html, "local_plans").count("<span>silent<") == 2


def test_cell_opens_to_its_passages_with_their_place(html):
    cell = row(html, "budgets")
    assert "comes to the board. Money is short" in cell
    assert "Interview 1, turn 2, [Participant 1]" in cell


def test_mixed_cell_tells_the_stance_of_each_passage(html):
    assert "turn 3, [Participant 2], denies" in row(html, "governance")
    assert "affirms</small>" not in row(html, "budgets")


def test_number_of_passages_is_small_print(html):
    assert "<summary>affirms*<small>2</small>" in row(html, "governance")


def test_groups_head_their_areas_and_are_summed(html):
    assert re.findall(r'class="span" colspan="2">([^<]+)', html) == [
        "Areas with a unit",
        "Areas without a unit",
    ]
    assert "<b>1</b> of 1</span>" in row(html, "governance")
    assert "<b>0</b> of 1<br>1 denies" in row(html, "governance")


def test_a_theme_says_how_many_of_its_statements_each_area_and_group_speak_of(html):
    heads = re.findall(r'<tr class="theme">.*?</tr>', html, re.DOTALL)
    told = [re.findall(r'data-of="([^"]+)"><span>([^<]+)', head) for head in heads]
    assert told[0] == [
        *(("Area B", "silent"), ("Areas with a unit", "silent")),
        *(("Area A", "silent"), ("Areas without a unit", "silent")),
    ]
    assert told[1] == [
        *(("Area B", "2 of 2"), ("Areas with a unit", "2 of 2")),
        *(("Area A", "1 of 2"), ("Areas without a unit", "1 of 2")),
    ]


def test_what_helps_stands_against_what_hinders(html):
    side = html.split("<h2>What helps, what hinders</h2>")[1].split("<h2>")[0]
    helps, hinders = re.findall(r'<div class="(?:helps|hinders)">.*?</div>', side, re.DOTALL)
    assert "About governance." in helps
    assert "About budgets." in hinders
    assert "About local_plans." not in side


def test_page_loads_and_runs_nothing_and_says_synthetic(html):
    assert "default-src &#x27;none&#x27;" in html
    assert not re.search(r"<script|<link|<img|https?://| style=| on\w+=", html)
    assert "Synthetic." in html


def test_five_interviews_are_said_to_be_too_few_for_saturation(html):
    assert "With 2 interviews no saturation can be told" in html
    assert "need at least 6" in counting.saturation_sentence(5)
    assert "too few" not in counting.saturation_sentence(6)


def test_a_matrix_of_many_areas_scrolls_within_the_page(turns, codebook, html):
    more = [{"interview": str(n), "area": f"Area {n}", "group": "vru"} for n in range(3, 15)]
    wide = html_of(turns, codebook, INTERVIEWS + more)
    assert '<div class="matrix narrow">' in html
    assert "min-width:42.0rem" in html
    assert '<div class="matrix">' in wide
    assert "min-width:108.0rem" in wide
