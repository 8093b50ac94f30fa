"""Estimates with their intervals on one scale, a line for each row of an open table."""

from __future__ import annotations

import math
from collections.abc import Callable

from fieldstudy.draw.look import (
    BODY,
    HAIRLINE,
    MUTED,
    PALE,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    width,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, decimal

HEAD, ROW, FOOT, STEP = 30.0, 16.0, 26.0, 0.1
PLACES = 2


def intervals(scene: Scene, block: Block) -> Drawn:
    """Draw the rows of a table: ``label``, ``estimate``, ``low`` and ``high``; the first is the whole.

    ``marks`` are lines on the scale, each a value and what it stands for. ``alike`` is said in place
    of an interval without width: what nothing varied in has shown nothing of its uncertainty.
    """
    rows = [row for row in scene.tables[block["table"]] if _number(row[block["estimate"]])]
    said = {row[block["label"]]: _said(block, row) for row in rows}
    left = max(width(name, BODY, "bold") for name in said) + 14
    right = (
        ROOM - max(width(words, SMALL, "bold") for words in (block["said"], *said.values())) - 14
    )
    values = [float(row[block["low"]]) for row in rows] + [float(m) for m in block["marks"]]
    least = math.floor(min(values) / STEP) * STEP
    sheet = Sheet(HEAD + len(rows) * ROW + FOOT, scene.synthetic)

    def place(value: float) -> float:
        return left + (value - least) / (1 - least) * (right - left)

    _scale(sheet, block, place, least, len(rows))
    for at, row in enumerate(rows):
        name, y = row[block["label"]], HEAD + (at + 0.5) * ROW
        weight, thick = ("bold", 2.4) if not at else ("normal", 1.4)
        sheet.text(0, y + 2.8, name, weight=weight)
        sheet.text(ROOM, y + 2.7, said[name], size=SMALL, weight=weight, align="right")
        low, high = (place(float(row[block[end]])) for end in ("low", "high"))
        sheet.line(low, y, high, y, TEAL, thick)
        sheet.dot(place(float(row[block["estimate"]])), y, 6.4 if not at else 5, TEAL)
        if not at:
            sheet.text(ROOM, HEAD - 6.6, block["said"], size=SMALL, colour=MUTED, align="right")
            sheet.line(0, y + ROW / 2, ROOM, y + ROW / 2, HAIRLINE, 0.6)
    return sheet.drawn(block["id"], _caption(block), _alt(block, said), _rows(block, rows))


def _number(text: str) -> bool:
    """Tell whether a cell holds a number; a theme that nobody coded has none."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _said(block: Block, row: Row) -> str:
    """Say an estimate with its interval."""
    value, low, high = (decimal(row[block[name]], PLACES) for name in ("estimate", "low", "high"))
    if low == high and "alike" in block:
        return f"{value} ({block['alike']})"
    return f"{value} ({low} to {high})"


def _scale(
    sheet: Sheet, block: Block, place: Callable[[float], float], least: float, rows: int
) -> None:
    """Draw the scale below, and the named marks across the rows."""
    top, bottom = HEAD, HEAD + rows * ROW
    steps = round((1 - least) / STEP)
    for at in range(steps + 1):
        value = least + at * STEP
        sheet.line(place(value), top, place(value), bottom, PALE, 0.6)
        sheet.text(
            place(value), bottom + 10, f"{value:.1f}", size=SMALL, colour=MUTED, align="center"
        )
    sheet.text(
        (place(least) + place(1)) / 2, bottom + 21, block["scale"], size=SMALL, align="center"
    )
    for value, words in block["marks"].items():
        x = place(float(value))
        sheet.line(x, top - 4, x, bottom, MUTED, 0.8)
        for line, part in enumerate(words.split("\n")):
            sheet.text(x, top - 15 + line * 8.4, part, size=SMALL, colour=MUTED, align="center")


def _rows(block: Block, rows: list[Row]) -> list[Row]:
    """Give what was drawn as a table."""
    return [
        {name: row[name] for name in
         (block["label"], block["estimate"], block["low"], block["high"])} for row in rows
    ]  # fmt: skip


def _caption(block: Block) -> str:
    """Say what is drawn."""
    marks = "; ".join(f"{m}: {' '.join(w.split())}" for m, w in block["marks"].items())
    return f"{block['title']}. Points are estimates, lines their intervals. Marks: {marks}."


def _alt(block: Block, said: dict[str, str]) -> str:
    """Say every estimate."""
    each = "; ".join(f"{name} {words}" for name, words in said.items())
    return f"Points with intervals, {block['scale']}: {each}."
