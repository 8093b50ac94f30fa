"""A table of what each area said of each thing, as a matrix of words: affirmed, denied, silent. No score."""

from __future__ import annotations

from fieldstudy.draw.look import (
    BODY,
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
    width,
    wrapped,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, capital, listed

HEAD, ROW, TALL, GAP, APART = 30.0, 15.0, 12.4, 2.6, 10.0
NARROW = 22.0  # what a key, and names of groups in several lines, need above narrow columns
Words = tuple[str, str, str]


def states(scene: Scene, block: Block) -> Drawn:
    """Draw the open table that the block names (``table``), in the words of its stances (``words``)."""
    rows = scene.tables[block["table"]]
    said = (block["words"]["affirms"], block["words"]["denies"], block["words"]["silent"])
    left, wide = _columns(scene)
    # Columns too narrow for words have the colours alone, and a key above them.
    spelt = wide >= max(width(word, SMALL, "bold") for word in said) + 4
    head = HEAD if spelt else HEAD + NARROW
    sheet = Sheet(head + len(rows) * ROW + 3, scene.synthetic)
    _head(sheet, scene, left, wide, head)
    if not spelt:
        _key(sheet, said)
    for place, row in enumerate(rows):
        y = head + place * ROW
        sheet.text(0, y + ROW / 2 + 2.8, row[block["rows"]])
        if place:
            sheet.line(0, y, sheet.width, y, PALE, 0.5)
        for area in scene.columns:
            _cell(sheet, said, row[area], left[area], y + (ROW - TALL) / 2, wide, spelt)
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


def _head(sheet: Sheet, scene: Scene, left: dict[str, float], wide: float, head: float) -> None:
    """Name groups and areas; where there is room for it, a group's name may take several lines."""
    fits = wide >= width("Area A", SMALL)
    for group, label in scene.groups.items():
        first, last = left[scene.areas[group][0]], left[scene.areas[group][-1]] + wide
        lines = (
            wrapped(capital(label), 0.9 * (last - first), BODY) if head > HEAD else [capital(label)]
        )
        for up, line in enumerate(lines[::-1]):
            at = head - 21 - up * 9.5
            sheet.text((first + last) / 2, at, line, weight="bold", align="center")
        sheet.line(first, head - 17, last, head - 17, INK)
        for area in scene.areas[group]:
            name = area if fits else area.removeprefix("Area ")
            at = left[area] + wide / 2
            sheet.text(at, head - 6, name, size=SMALL, colour=MUTED, align="center")


def _key(sheet: Sheet, words: Words) -> None:
    """Say what the colours mean."""
    x = 0.0
    for word in words:
        _cell(sheet, words, word, x, 3, 12, False)
        sheet.text(x + 16, 12, word, size=SMALL)
        x += 30 + width(word, SMALL)


def _cell(
    sheet: Sheet, words: Words, state: str, x: float, y: float, wide: float, spelt: bool
) -> None:
    """Write a state in words on its colour; what was not raised stays blank but for its words."""
    ground = {words[0]: TEAL, words[1]: ORANGE}.get(state)
    ink = {words[0]: PAPER, words[1]: ON_ORANGE}.get(state, MUTED)
    if ground:
        sheet.bar(x, y, wide, TALL, ground)
    if not spelt:
        if state == words[1]:  # struck through, so that colour is not all that tells it
            sheet.line(x, y + TALL / 2, x + wide, y + TALL / 2, ON_ORANGE)
        elif not ground:
            sheet.text(x + wide / 2, y + TALL / 2 + 2.6, "·", colour=MUTED, align="center")
        return
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
