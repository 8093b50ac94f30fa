"""Counts by a category within a wider one, a panel for each group of areas."""

from __future__ import annotations

from collections import Counter

from fieldstudy.draw.look import (
    BODY,
    HAIRLINE,
    INK,
    MUTED,
    ROOM,
    SMALL,
    TEAL,
    TEAL_LIGHT,
    Drawn,
    Sheet,
    width,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, capital, listed, number, percent

HEAD, ROW, APART = 28.0, 14.5, 9.0
BAR, BAR_OF_ALL = 8.0, 10.0
Held = dict[str, list[str]]


def bars(scene: Scene, block: Block) -> Drawn:
    """Draw how many rows each category has.

    The block names the table (``from``), the wider category (``outer``), the category (``inner``),
    what a row is (``counted``), and the words of the wider categories (``words``).
    """
    held = _held(scene, block)
    labels = [_outer(block, name) for name in held] + [
        capital(t) for ts in held.values() for t in ts
    ]
    left = max(width(label, BODY, "bold") for label in labels) + 10
    lines = sum(1 + len(inner) for inner in held.values())
    sheet = Sheet(HEAD + lines * ROW + (len(held) - 1) * APART + 4, scene.synthetic)
    wide = (ROOM - left) / len(scene.groups)
    unit = (wide - 52) / max(_counts(scene, block, block["outer"]).values())
    for place, group in enumerate(scene.groups):
        _panel(sheet, scene, block, group, left + place * wide, unit)
    for (outer, inner), y in _places(held).items():
        said = capital(inner) if inner else _outer(block, outer)
        sheet.text(8 if inner else 0, y + 2.8, said, weight="normal" if inner else "bold")
    caption, alt = _caption(scene, block), _alt(scene, block, held)
    return sheet.drawn(block["id"], caption, alt, _rows(scene, block, held))


def _held(scene: Scene, block: Block) -> Held:
    """Give each wider category with its categories, in the declared order."""
    outer, inner = block["outer"], block["inner"]
    found = {(row[outer], row[inner]) for row in scene.base[block["from"]]}
    return {
        wide: [name for name in scene.categories[block["from"], inner] if (wide, name) in found]
        for wide in scene.categories[block["from"], outer]
    }


def _outer(block: Block, name: str) -> str:
    """Say a wider category as a heading."""
    return str(block.get("words", {}).get(name) or capital(name))


def _counts(scene: Scene, block: Block, column: str) -> Counter[tuple[str, str]]:
    """Count rows by group of areas and a column."""
    return Counter((row["group"], row[column]) for row in scene.base[block["from"]])


def _of(scene: Scene, block: Block, group: str) -> int:
    """Count the rows of a group of areas."""
    return sum(row["group"] == group for row in scene.base[block["from"]])


def _places(held: Held) -> dict[tuple[str, str], float]:
    """Place every row, ``y`` its middle; a wider category's own row has no inner one."""
    places, y = {}, HEAD + ROW / 2
    for outer, names in held.items():
        for name in ("", *names):
            places[outer, name] = y
            y += ROW
        y += APART
    return places


def _panel(sheet: Sheet, scene: Scene, block: Block, group: str, x: float, unit: float) -> None:
    """Draw one group's bars, each with its number."""
    total, areas = _of(scene, block, group), number(len(scene.areas[group]))
    sheet.text(x, 9, capital(scene.groups[group]), weight="bold")
    sheet.text(x, 20, f"{total} {block['counted']} in {areas} areas", size=SMALL, colour=MUTED)
    whole = _counts(scene, block, block["outer"])
    part = _counts(scene, block, block["inner"])
    places = _places(_held(scene, block))
    for (outer, inner), y in places.items():
        count = part[group, inner] if inner else whole[group, outer]
        high = BAR if inner else BAR_OF_ALL
        sheet.bar(x, y - high / 2, count * unit, high, TEAL_LIGHT if inner else TEAL)
        said = str(count) if inner or not total else f"{count} ({percent(count, total)})"
        weight = "normal" if inner else "bold"
        sheet.text(x + count * unit + 4, y + 2.8, said, weight=weight, colour=INK)
    ends = places.values()
    sheet.line(x, min(ends) - ROW / 2, x, max(ends) + ROW / 2, HAIRLINE, 0.8)


def _rows(scene: Scene, block: Block, held: Held) -> list[Row]:
    """Give the bars as a table."""
    part = _counts(scene, block, block["inner"])
    return [
        {"group": label, block["outer"]: outer, block["inner"]: inner, "count": str(part[group, inner])}
        for group, label in scene.groups.items() for outer, names in held.items() for inner in names
    ]  # fmt: skip


def _caption(scene: Scene, block: Block) -> str:
    """Say what the bars count."""
    of = [f"{_of(scene, block, group)} in {label}" for group, label in scene.groups.items()]
    return (
        f"{block['title']}: {listed(of)}. Bars count {block['counted']}; percentages are of each "
        f"side’s {block['counted']}."
    )


def _alt(scene: Scene, block: Block, held: Held) -> str:
    """Say every bar's value."""
    whole = _counts(scene, block, block["outer"])
    part = _counts(scene, block, block["inner"])
    said = []
    for group, label in scene.groups.items():
        each = [
            f"{whole[group, outer]} for {_outer(block, outer).lower()} "
            f"({', '.join(f'{name} {part[group, name]}' for name in names)})"
            for outer, names in held.items()
        ]
        said.append(
            f"{capital(label)}, {_of(scene, block, group)} {block['counted']}: {listed(each)}."
        )
    return f"Bar chart: {block['title']}. {' '.join(said)}"
