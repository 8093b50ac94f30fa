"""The framework map: every statement against every area, by what the area said of it."""

from __future__ import annotations

from fieldstudy.draw.look import (
    BODY,
    HAIRLINE,
    INK,
    LEADING,
    ORANGE,
    PALE,
    PAPER,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    width,
    wrapped,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Code, Scene, capital, number

TILE, TALL, GAP, APART = 16.0, 7.4, 1.6, 9.0
THEME, PAD = 12.6, 0.8
# A group of one area still has room for its name; below the names, a rule and the areas' letters.
GROUP, LETTERS = 42.0, 14.0
LINE = SMALL * LEADING


def framework(scene: Scene, block: Block) -> Drawn:
    """Draw the framework map."""
    left = _left(scene)
    room = min(left.values()) - 7
    rows = {code.code: wrapped(code.statement.rstrip("."), room, SMALL) for code in scene.codes}
    body = sum(len(lines) * LINE + PAD for lines in rows.values())
    head = _head_height(scene)
    sheet = Sheet(head + body + THEME * len(scene.themes) + 4, scene.synthetic)
    _head(sheet, scene, left, head)
    y = head
    for theme, title in scene.themes.items():
        y += THEME
        sheet.text(0, y - 3.2, title, size=BODY, weight="bold", colour=TEAL)
        sheet.line(0, y - 0.6, sheet.width, y - 0.6)
        for code in scene.of_theme(theme):
            y = _row(sheet, scene, code, rows[code.code], left, y)
    said = [
        {"theme": code.theme, "code": code.code, "statement": code.statement, "area": area,
         "stance": scene.stances[area, code.code]}
        for code in scene.codes for area in scene.columns
    ]  # fmt: skip
    return sheet.drawn(block["id"], _caption(scene), _alt(scene), said)


def _span(scene: Scene, group: str) -> float:
    """Give the width of a group's tiles."""
    return len(scene.areas[group]) * (TILE + GAP) - GAP


def _left(scene: Scene) -> dict[str, float]:
    """Place the areas' columns from the right edge, groups a little apart."""
    places: dict[str, float] = {}
    x = ROOM + APART
    for group in reversed(scene.groups):
        span = _span(scene, group)
        x -= APART + max(span, GROUP)
        start = x + (max(span, GROUP) - span) / 2
        for number_of, area in enumerate(scene.areas[group]):
            places[area] = start + number_of * (TILE + GAP)
    return places


def _named(scene: Scene, group: str) -> list[str]:
    """Break a group's name into lines over its tiles."""
    return wrapped(capital(scene.groups[group]), max(_span(scene, group), GROUP), SMALL)


def _head_height(scene: Scene) -> float:
    """Give the room for the groups' names and the areas' letters."""
    return max(len(_named(scene, group)) for group in scene.groups) * LINE + LETTERS + 4


def _head(sheet: Sheet, scene: Scene, left: dict[str, float], head: float) -> None:
    """Write what the columns and marks are."""
    for group in scene.groups:
        first, last = left[scene.areas[group][0]], left[scene.areas[group][-1]] + TILE
        lines = _named(scene, group)
        for place, line in enumerate(lines):
            y = head - LETTERS + 1 - (len(lines) - 1 - place) * LINE
            sheet.text((first + last) / 2, y, line, size=SMALL, align="center")
        sheet.line(first, head - 10, last, head - 10, INK)
        for area in scene.areas[group]:
            letter = area.removeprefix("Area ")
            sheet.text(left[area] + TILE / 2, head - 1.5, letter, weight="bold", align="center")
    x = 0.0
    for stance, words in (("affirms", "affirmed"), ("denies", "denied"), ("silent", "not raised")):
        _mark(sheet, stance, x, head - 5)
        sheet.text(x + TILE + 4, head - 2.4, words, size=SMALL)
        x += TILE + 16 + width(words, SMALL)


def _row(
    sheet: Sheet, scene: Scene, code: Code, lines: list[str], left: dict[str, float], y: float
) -> float:
    """Draw one statement; give where the next one begins."""
    high = len(lines) * LINE + PAD
    for place, line in enumerate(lines):
        sheet.text(0, y + PAD / 2 + (place + 0.78) * LINE, line, size=SMALL)
    for area in scene.columns:
        _mark(sheet, scene.stances[area, code.code], left[area], y + high / 2)
    if code is not scene.of_theme(code.theme)[-1]:
        sheet.line(0, y + high, sheet.width, y + high, PALE, 0.4)
    return y + high


def _mark(sheet: Sheet, stance: str, x: float, y: float) -> None:
    """Mark a stance by shape and colour, ``y`` the middle: a full tile, one struck through, a dot."""
    if stance == "silent":
        sheet.dot(x + TILE / 2, y, 2.2, HAIRLINE)
        return
    sheet.bar(x, y - TALL / 2, TILE, TALL, TEAL if stance == "affirms" else ORANGE)
    if stance == "denies":
        sheet.bar(x + 3, y - 0.8, TILE - 6, 1.6, PAPER)


def _caption(scene: Scene) -> str:
    """Say what the map shows."""
    groups = " and ".join(
        f"{number(len(scene.areas[group]))} {label}" for group, label in scene.groups.items()
    )
    said = [scene.stances[area, code.code] for code in scene.codes for area in scene.columns]
    return (
        f"What {groups} said of each of {len(scene.codes)} statements. Of {len(said)} cells, "
        f"{said.count('affirms')} are affirmed (full tile), {said.count('denies')} denied (struck "
        f"through) and {said.count('silent')} not raised (dot), which is not the same as absent."
    )


def _alt(scene: Scene) -> str:
    """Say the map's main values."""
    affirmed = {code.code: len(scene.areas_that("affirms", code.code)) for code in scene.codes}
    everywhere = list(affirmed.values()).count(len(scene.columns))
    themes = [
        f"{title}, {sum(affirmed[code.code] for code in scene.of_theme(theme))} of "
        f"{len(scene.of_theme(theme)) * len(scene.columns)}"
        for theme, title in scene.themes.items()
    ]
    denied = [
        f"{area}, {[scene.stances[area, code.code] for code in scene.codes].count('denies')}"
        for area in scene.columns
    ]
    return (
        f"Tile map with a row for each of {len(scene.codes)} statements in {len(scene.themes)} themes "
        f"and a column for each of {len(scene.columns)} areas. Cells affirmed, by theme: "
        f"{'; '.join(themes)}. {capital(number(everywhere))} statements are affirmed by every area. "
        f"Statements denied, by area: {'; '.join(denied)}."
    )
