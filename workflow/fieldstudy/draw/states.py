"""A table of what each area said of each thing, as a matrix of words: affirmed, denied, silent. No score."""

from __future__ import annotations

from fieldstudy.draw.look import (
    INK,
    MUTED,
    ON_ORANGE,
    ORANGE,
    PALE,
    PAPER,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, capital, listed

HEAD, ROW, TALL, GAP, APART = 30.0, 15.0, 12.4, 2.6, 10.0
Words = tuple[str, str, str]


def states(scene: Scene, block: Block) -> Drawn:
    """Draw the open table that the block names (``table``), in the words of its stances (``words``)."""
    rows = scene.tables[block["table"]]
    said = (block["words"]["affirms"], block["words"]["denies"], block["words"]["silent"])
    sheet = Sheet(HEAD + len(rows) * ROW + 3, scene.synthetic)
    left, wide = _columns(scene)
    _head(sheet, scene, left, wide)
    for place, row in enumerate(rows):
        y = HEAD + place * ROW
        sheet.text(0, y + ROW / 2 + 2.8, row[block["rows"]])
        if place:
            sheet.line(0, y, sheet.width, y, PALE, 0.5)
        for area in scene.columns:
            _cell(sheet, said, row[area], left[area], y + (ROW - TALL) / 2, wide)
    caption = (
        f"{block['title']}: {said[0]}, {said[1]} (said not to be there), or {said[2]}, which is not "
        f"the same as {said[1]}. No score is made of it."
    )
    return sheet.drawn(block["id"], caption, _alt(scene, block, rows, said), [
        {block["rows"]: row[block["rows"]], "area": area, "state": row[area]}
        for row in rows for area in scene.columns
    ])  # fmt: skip


def _columns(scene: Scene) -> tuple[dict[str, float], float]:
    """Place the areas' columns over the right three fifths, groups a little apart."""
    start = ROOM * 0.40
    count, breaks = len(scene.columns), len(scene.groups) - 1
    wide = (ROOM - start - breaks * APART - (count - 1 - breaks) * GAP) / count
    left, x = {}, start
    for group in scene.groups:
        for area in scene.areas[group]:
            left[area] = x
            x += wide + GAP
        x += APART - GAP
    return left, wide


def _head(sheet: Sheet, scene: Scene, left: dict[str, float], wide: float) -> None:
    """Name groups and areas."""
    for group, label in scene.groups.items():
        first, last = left[scene.areas[group][0]], left[scene.areas[group][-1]] + wide
        sheet.text((first + last) / 2, 9, capital(label), weight="bold", align="center")
        sheet.line(first, 13, last, 13, INK)
        for area in scene.areas[group]:
            sheet.text(left[area] + wide / 2, 24, area, size=SMALL, colour=MUTED, align="center")


def _cell(sheet: Sheet, words: Words, state: str, x: float, y: float, wide: float) -> None:
    """Write a state in words on its colour; what was not raised stays blank but for its words."""
    ground = {words[0]: TEAL, words[1]: ORANGE}.get(state)
    ink = {words[0]: PAPER, words[1]: ON_ORANGE}.get(state, MUTED)
    if ground:
        sheet.bar(x, y, wide, TALL, ground)
    weight = "bold" if ground else "normal"
    base = y + TALL / 2 + 2.6
    sheet.text(x + wide / 2, base, state, size=SMALL, colour=ink, weight=weight, align="center")


def _alt(scene: Scene, block: Block, rows: list[Row], words: Words) -> str:
    """Say every row's values."""
    lines = []
    for row in rows:
        said = []
        for state in words[:2]:
            areas = [area.removeprefix("Area ") for area in scene.columns if row[area] == state]
            said += [f"{state} in {listed(areas)}"] if areas else []
        lines.append(
            f"{row[block['rows']]}: {', '.join(said) if said else f'{words[2]} everywhere'}."
        )
    groups = "; ".join(
        f"{label}: {listed([area.removeprefix('Area ') for area in scene.areas[group]])}"
        for group, label in scene.groups.items()
    )
    return (
        f"Matrix of {len(rows)} things in place by {len(scene.columns)} areas ({groups}). "
        f"{' '.join(lines)} All other cells were {words[2]}."
    )
