"""What every figure must be: the same each time, legible, nothing cut off, texts true of the data."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from fieldstudy.draw.figures import KINDS, check
from fieldstudy.draw.figures import draw as drawn_by
from fieldstudy.draw.look import DARK, Drawn, Sheet, width, wrapped
from fieldstudy.draw.scene import STANDIN, Block, Scene
from fieldstudy.draw.together import shared
from fieldstudy.errors import StudyError

Draw = Callable[[str], Drawn]
KIND_NAMES = sorted(KINDS)
# What public record alone is drawn from, and the workflow itself.
REAL = {"compared", "pipeline", "rates", "tiles"}
every_kind = pytest.mark.parametrize("kind", KIND_NAMES)


@pytest.fixture
def draw(scene: Scene, blocks: dict[str, Block]) -> Draw:
    """Draw the figure of a kind."""
    return lambda kind: drawn_by(scene, blocks[kind])


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """Keep every sheet that is made, so that what stands on it can be measured."""
    made: list[Sheet] = []
    files = Sheet.files
    monkeypatch.setattr(Sheet, "files", lambda sheet: made.append(sheet) or files(sheet))
    return made


def texts(sheet: Sheet) -> list[Text]:
    return [text for text in sheet.figure.findobj(Text) if text.get_text()]


@every_kind
def test_a_figure_is_the_same_each_time(kind: str, draw: Draw) -> None:
    assert draw(kind) == draw(kind)


@every_kind
def test_no_hour_and_no_maker_is_in_the_files(kind: str, draw: Draw) -> None:
    files = draw(kind).files
    assert b"CreationDate" not in files["pdf"] and b"dc:date" not in files["svg"]
    assert Image.open(io.BytesIO(files["png"])).info.keys() == {"dpi"}


@every_kind
def test_no_text_is_cut_off_or_lies_on_another(kind: str, draw: Draw, sheets: list[Sheet]) -> None:
    draw(kind)
    canvas = FigureCanvasAgg(sheets[-1].figure)
    boxes = [text.get_window_extent(canvas.get_renderer()) for text in texts(sheets[-1])]
    page = sheets[-1].figure.bbox
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= page.x1 and b.y1 <= page.y1 for b in boxes)
    clashes = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.padded(-1).overlaps(b)]
    assert not clashes


@every_kind
def test_no_letter_is_under_seven_points(kind: str, draw: Draw, sheets: list[Sheet]) -> None:
    draw(kind)
    assert min(text.get_fontsize() for text in texts(sheets[-1])) >= 7


@every_kind
def test_stand_in_data_say_so_in_the_picture_and_real_data_do_not(
    kind: str, scene: Scene, blocks: dict[str, Block], sheets: list[Sheet]
) -> None:
    drawn = drawn_by(scene, blocks[kind])
    said = [text.get_text() for text in texts(sheets[-1])]
    assert (STANDIN in said) == drawn.synthetic == (kind not in REAL)
    drawn_by(dataclasses.replace(scene, synthetic=False), blocks[kind])
    assert STANDIN not in [text.get_text() for text in texts(sheets[-1])]


@every_kind
def test_an_svg_has_a_dark_colour_for_each_of_its_light_ones(kind: str, draw: Draw) -> None:
    svg = draw(kind).files["svg"].decode()
    light, dark = svg.split("@media (prefers-color-scheme: dark)")
    assert svg.count("@media") == 1 and light.count("<style") == 1
    used = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", dark.split("</style>")[1]))
    assert used <= {*DARK, "#1d2b32"}
    assert all(
        f'[style*="fill: {colour}"]{{fill:{DARK[colour]}' in dark for colour in used & {*DARK}
    )


@every_kind
def test_the_table_beside_a_figure_has_rows_of_one_shape(kind: str, draw: Draw) -> None:
    rows = draw(kind).rows
    assert rows and {tuple(row) for row in rows} == {tuple(rows[0])}


@every_kind
def test_svg_letters_are_outlines(kind: str, draw: Draw) -> None:
    assert b"<text" not in draw(kind).files["svg"]


def test_the_framework_map_counts_its_cells(draw: Draw) -> None:
    drawn = draw("framework")
    assert "Of 6 cells, 3 are affirmed (full tile), 1 denied (struck through)" in drawn.caption
    assert "2 not raised (dot), which is not the same as absent" in drawn.caption
    assert "Strategy, 3 of 6" in drawn.alt and "Area B, 1" in drawn.alt


def test_rows_are_counted_by_group_in_the_words_of_config(draw: Draw) -> None:
    drawn = draw("bars")
    assert "Whom the programmes work with: 3 in areas with a unit and 1" in drawn.caption
    assert "schools 2" in drawn.alt and "1 for people in the justice system" in drawn.alt


def test_every_row_of_an_instrument_is_one_square(draw: Draw) -> None:
    drawn = draw("squares")
    assert "School: primary 2 and 0. Prison: tertiary 1 and 1." in drawn.alt
    assert sum(int(row["count"]) for row in drawn.rows) == 4


def test_what_helps_is_told_apart_from_what_hinders(draw: Draw) -> None:
    alt = draw("helps").alt
    assert "areas with a unit hinders 0 of 1 and helps 1 of 1" in alt
    assert "areas without a unit hinders 2 of 2 and helps 0 of 2" in alt


def test_readiness_says_where_a_thing_is_present_and_absent(draw: Draw) -> None:
    assert "Plan: present in A, absent in B." in draw("states").alt


def test_statements_are_together_in_the_areas_that_affirm_both(scene: Scene) -> None:
    assert shared(scene) == {("plan", "money"): 0}
    both = {**scene.stances, ("Area A", "money"): "affirms"}
    assert shared(dataclasses.replace(scene, stances=both)) == {("plan", "money"): 1}


def test_intervals_are_printed_as_tabulated_and_a_theme_without_one_is_left_out(draw: Draw) -> None:
    alt = draw("intervals").alt
    assert "Strategy 0.88 (0.85 to 0.95)" in alt
    assert "Never coded" not in alt


def test_rates_are_of_the_people_of_the_year_and_the_highest_comes_first(draw: Draw) -> None:
    drawn = draw("rates")
    assert [row["area"] for row in drawn.rows] == ["Southshire", "Northshire"]
    assert "Northshire 20.0 (9.6 to 36.8)" in drawn.alt
    assert "Both areas: 33.3" in drawn.alt and "50 offences among 150,000 people" in drawn.caption
    assert "; in 2019. " in drawn.caption


def test_rates_that_were_not_tabulated_are_refused(scene: Scene, blocks: dict[str, Block]) -> None:
    with pytest.raises(StudyError, match="'guns' is not the id of rates in rates; allowed: knife"):
        drawn_by(scene, {**blocks["rates"], "rate": "guns"})


def test_a_tile_that_is_no_area_is_refused(scene: Scene, blocks: dict[str, Block]) -> None:
    tiles = {**blocks["tiles"]["tiles"], "X": ["2", "2"]}
    with pytest.raises(StudyError, match="'X' must be both a tile and an area"):
        drawn_by(scene, {**blocks["tiles"], "tiles": tiles})


def test_tiles_are_told_from_north_to_south(draw: Draw) -> None:
    alt = draw("tiles").alt
    assert alt.index("Northshire, 50,000 people, none") < alt.index("Southshire, 100,000 people")


def test_only_claims_of_the_basis_are_compared(draw: Draw) -> None:
    drawn = draw("compared")
    assert "Of 3 claims 1 hold" in drawn.caption
    assert "printed 4.8 million, record gives 4.9 million, rounds differently" in drawn.alt
    assert "five" not in drawn.alt


def test_the_workflow_is_drawn_with_what_its_stages_read_and_write(draw: Draw) -> None:
    drawn = draw("pipeline")
    assert "Raw data are read by read alone; what is open comes from pass" in drawn.caption
    assert "Pass reads controlled, writes open." in drawn.alt


def test_a_figure_of_no_kind_and_one_that_lacks_a_key_are_refused_together() -> None:
    blocks = [
        {"id": "a", "kind": "pie"},
        {"id": "b", "kind": "states"},
        {"id": "b", "kind": "helps"},
    ]
    with pytest.raises(StudyError) as caught:
        check(blocks, "config/figures.yml")
    said = str(caught.value)
    assert "entry 1: kind: 'pie' is not a kind; allowed: bars, " in said
    assert "entry 2: table: is missing" in said and "entry 3: id: 'b'" in said


def test_wrapping_keeps_every_word_within_the_room() -> None:
    text = "Knowing communities costs much work, and whom to engage and how is a puzzle"
    lines = wrapped(text, 120, 7)
    assert " ".join(lines) == text
    assert all(width(line, 7) <= 120 for line in lines)


@every_kind
def test_captions_hold_no_markup(kind: str, draw: Draw) -> None:
    assert not re.search(r"[*_`{}\[\]]", draw(kind).caption)
