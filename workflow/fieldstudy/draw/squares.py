"""A square for each row of an instrument, by two categories, so that small numbers can be counted."""

from __future__ import annotations

from collections import Counter

from fieldstudy.draw.look import (
    BODY,
    HAIRLINE,
    MUTED,
    ORANGE,
    PALE,
    PAPER,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    width,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, capital

HEAD, ROW, SIDE, GAP = 44.0, 12.2, 7.6, 1.7
# A group is told by its square's colour and its form: the part of its middle that is open.
FORMS = ((TEAL, 0.0), (ORANGE, 4.0), (MUTED, 6.0))
CALLED = ("full", "open", "outlined")
LINE = 11.0


def squares(scene: Scene, block: Block) -> Drawn:
    """Draw each row as a square, by ``rows`` and ``columns``, groups of areas side by side."""
    counts, rows, columns = _counts(scene, block), _names(scene, block), _columns(scene, block)
    left = max(width(capital(name), BODY) for name in rows) + 12
    totals = {name: sum(counts[g, name, c] for g in scene.groups for c in columns) for name in rows}
    key = _key(scene, block)
    head = HEAD + key[-1][1]
    sheet = Sheet(head + len(rows) * ROW + 3, scene.synthetic)
    wide = (ROOM - left - 18) / len(columns)
    for line, (x, y, said) in enumerate(key):
        _square(sheet, x, y + 2, line)
        sheet.text(x + SIDE + 4, y + 8.6, said, size=SMALL)
    _head(sheet, scene, block, counts, left, wide, head)
    for place, name in enumerate(rows):
        y = head + place * ROW
        sheet.line(0, y, ROOM, y, PALE if place else HAIRLINE, 0.5)
        sheet.text(0, y + 8.8, capital(name))
        sheet.text(ROOM, y + 8.8, str(totals[name]), colour=MUTED, align="right")
        for at, column in enumerate(columns):
            x = left + at * wide
            for line, group in enumerate(scene.groups):
                for _ in range(counts[group, name, column]):
                    _square(sheet, x, y + (ROW - SIDE) / 2, line)
                    x += SIDE + GAP
    return sheet.drawn(block["id"], _caption(scene, block), _alt(scene, block), _rows(scene, block))


def _counts(scene: Scene, block: Block) -> Counter[tuple[str, str, str]]:
    """Count rows by group, row and column."""
    table = scene.base[block["from"]]
    return Counter((row["group"], row[block["rows"]], row[block["columns"]]) for row in table)


def _columns(scene: Scene, block: Block) -> list[str]:
    """Give the columns in their declared order."""
    return scene.categories[block["from"], block["columns"]]


def _names(scene: Scene, block: Block) -> list[str]:
    """Give the rows by where most of them stand: first column first, then most first."""
    counts, columns, groups = _counts(scene, block), _columns(scene, block), scene.groups
    held = {row[block["rows"]] for row in scene.base[block["from"]]}
    of = {name: [sum(counts[g, name, c] for g in groups) for c in columns] for name in held}
    return sorted(held, key=lambda name: (of[name].index(max(of[name])), -sum(of[name]), name))


def _square(sheet: Sheet, x: float, y: float, line: int) -> None:
    """Draw one row's square."""
    colour, hole = FORMS[line % len(FORMS)]
    sheet.bar(x, y, SIDE, SIDE, colour)
    if hole:
        at = (SIDE - hole) / 2
        sheet.bar(x + at, y + at, hole, hole, PAPER)


def _key(scene: Scene, block: Block) -> list[tuple[float, float, str]]:
    """Say what each group's square is: its place, over as many lines as are needed, and the words."""
    totals = Counter(row["group"] for row in scene.base[block["from"]])
    x, y, made = 0.0, 0.0, []
    for group, label in scene.groups.items():
        said = f"one of {totals[group]} {block['counted']} in {label}"
        long = SIDE + 4 + width(said, SMALL)
        if x and x + long > ROOM:
            x, y = 0.0, y + LINE
        made.append((x, y, said))
        x += long + 18
    return made


def _head(
    sheet: Sheet, scene: Scene, block: Block, counts: Counter[tuple[str, str, str]],
    left: float, wide: float, head: float,
) -> None:  # fmt: skip
    """Name the columns with their totals."""
    for at, column in enumerate(_columns(scene, block)):
        total = sum(count for (_, _, name), count in counts.items() if name == column)
        x = left + at * wide
        sheet.text(x, head - 12, capital(column), weight="bold")
        after = x + width(f"{capital(column)} ", BODY, "bold")
        sheet.text(after, head - 12, str(total), colour=MUTED)
    sheet.text(ROOM, head - 12, "All", colour=MUTED, align="right")


def _rows(scene: Scene, block: Block) -> list[Row]:
    """Give the squares as a table."""
    counts = _counts(scene, block)
    return [
        {block["rows"]: name, block["columns"]: column, "group": label,
         "count": str(counts[group, name, column])}
        for name in _names(scene, block) for column in _columns(scene, block)
        for group, label in scene.groups.items()
    ]  # fmt: skip


def _caption(scene: Scene, block: Block) -> str:
    """Say what a square is."""
    return (
        f"{block['title']}. A square is one of {len(scene.base[block['from']])} {block['counted']}; "
        + ", ".join(
            f"{CALLED[at % len(CALLED)]} in {label}"
            for at, label in enumerate(scene.groups.values())
        )
        + "."
    )


def _alt(scene: Scene, block: Block) -> str:
    """Say every row's values."""
    counts, said = _counts(scene, block), []
    for name in _names(scene, block):
        each = [
            f"{column} {of[0]} and {of[1]}" if len(of) == 2 else f"{column} {sum(of)}"
            for column in _columns(scene, block)
            for of in [[counts[group, name, column] for group in scene.groups]]
            if sum(of)
        ]
        said.append(f"{capital(name)}: {'; '.join(each)}.")
    order = " and ".join(scene.groups.values())
    return f"Squares, one for each, in {order}. {' '.join(said)}"
