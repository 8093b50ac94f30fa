"""What every figure must be: the same each time, legible, nothing cut off, texts true of the data."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from fieldstudy.draw.figures import FIGURES
from fieldstudy.draw.framework import framework
from fieldstudy.draw.helps import helps
from fieldstudy.draw.interventions import interventions
from fieldstudy.draw.look import ORANGE, PAPER, TEAL, TEAL_LIGHT, Drawn, Sheet, width, wrapped
from fieldstudy.draw.readiness import readiness
from fieldstudy.draw.scene import STANDIN, Scene

Draw = Callable[[Scene], Drawn]
every_figure = pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: str(draw.__name__))


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """Keep every sheet that is made, so that what stands on it can be measured."""
    made: list[Sheet] = []
    files = Sheet.files
    monkeypatch.setattr(Sheet, "files", lambda sheet: made.append(sheet) or files(sheet))
    return made


def texts(sheet: Sheet) -> list[Text]:
    return [text for text in sheet.figure.findobj(Text) if text.get_text()]


@every_figure
def test_a_figure_is_the_same_each_time(draw: Draw, scene: Scene) -> None:
    assert draw(scene) == draw(scene)


@every_figure
def test_no_hour_and_no_maker_is_in_the_files(draw: Draw, scene: Scene) -> None:
    files = draw(scene).files
    assert b"CreationDate" not in files["pdf"] and b"dc:date" not in files["svg"]
    assert Image.open(io.BytesIO(files["png"])).info.keys() == {"dpi"}


@every_figure
def test_no_text_is_cut_off_or_lies_on_another(
    draw: Draw, scene: Scene, sheets: list[Sheet]
) -> None:
    draw(scene)
    canvas = FigureCanvasAgg(sheets[-1].figure)
    boxes = [text.get_window_extent(canvas.get_renderer()) for text in texts(sheets[-1])]
    page = sheets[-1].figure.bbox
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= page.x1 and b.y1 <= page.y1 for b in boxes)
    clashes = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.padded(-1).overlaps(b)]
    assert not clashes


@every_figure
def test_no_letter_is_under_seven_points(draw: Draw, scene: Scene, sheets: list[Sheet]) -> None:
    draw(scene)
    assert min(text.get_fontsize() for text in texts(sheets[-1])) >= 7


@every_figure
def test_stand_in_data_say_so_in_the_picture_and_real_data_do_not(
    draw: Draw, scene: Scene, sheets: list[Sheet]
) -> None:
    draw(scene)
    assert STANDIN in [text.get_text() for text in texts(sheets[-1])]
    draw(dataclasses.replace(scene, synthetic=False))
    assert STANDIN not in [text.get_text() for text in texts(sheets[-1])]


@every_figure
def test_svg_letters_are_outlines(draw: Draw, scene: Scene) -> None:
    assert b"<text" not in draw(scene).files["svg"]


def test_the_framework_map_counts_its_cells(scene: Scene) -> None:
    drawn = framework(scene)
    assert "Of 6 cells, 3 are affirmed (full tile), 1 denied (struck through)" in drawn.caption
    assert "2 not raised (dot), which is not the same as absent" in drawn.caption
    assert "Strategy, 3 of 6" in drawn.alt and "Area B, 1" in drawn.alt


def test_the_programmes_are_counted_by_group(scene: Scene) -> None:
    drawn = interventions(scene)
    assert "the 4 audited programmes work with: 3 in areas with a unit and 1" in drawn.caption
    assert "schools 2" in drawn.alt


def test_what_helps_is_told_apart_from_what_hinders(scene: Scene) -> None:
    alt = helps(scene).alt
    assert "areas with a unit hinders 0 of 1 and helps 1 of 1" in alt
    assert "areas without a unit hinders 2 of 2 and helps 0 of 2" in alt


def test_readiness_says_where_a_thing_is_present_and_absent(scene: Scene) -> None:
    assert "Plan: present in A, absent in B." in readiness(scene).alt


def test_colours_differ_in_grey_print() -> None:
    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = sorted(light(colour) for colour in (TEAL, ORANGE, PAPER))
    assert all(b - a > 60 for a, b in pairwise(shades))
    assert light(TEAL_LIGHT) - light(TEAL) > 60


def test_wrapping_keeps_every_word_within_the_room() -> None:
    text = "Knowing communities costs much work, and whom to engage and how is a puzzle"
    lines = wrapped(text, 120, 7)
    assert " ".join(lines) == text
    assert all(width(line, 7) <= 120 for line in lines)


def test_captions_hold_no_markup(scene: Scene) -> None:
    assert not any(re.search(r"[*_`{}\[\]]", draw(scene).caption) for draw in FIGURES)
