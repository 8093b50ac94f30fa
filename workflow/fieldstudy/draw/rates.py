"""Rates of counted events in real areas, from public record alone, with exact intervals."""

from __future__ import annotations

import math

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
from fieldstudy.draw.scene import Block, Row, Scene, capital, decimal, marks_of
from fieldstudy.errors import StudyError

HEAD, ROW, FOOT, STEP = 22.0, 19.0, 26.0, 20
HEADING = "Rate (95% interval)"
EVERY = "all"  # the row of all areas together
KEPT = ("area", "events", "people", "rate", "low", "high")


def rates(scene: Scene, block: Block) -> Drawn:
    """Draw the rate of each area of the table of rates ``from``, most first, and the rate of all.

    ``rate`` is the id of its rates, ``marked`` a table and column by which areas are told apart in
    the words of ``words``.
    """
    found, every = area_rates(scene, block)
    marks = marks_of(scene, block)
    said = {row["area"]: _said(row) for row in found}
    counted = ROOM - max(width(capital(block["counted"]), SMALL), 24) - 10
    left = max(width(name, BODY, "bold") for name in said) + 14
    right = counted - max(width(words, SMALL) for words in (HEADING, *said.values())) - 14
    top = math.ceil(max(float(row["high"]) for row in found) / STEP) * STEP
    sheet = Sheet(HEAD + len(found) * ROW + FOOT, synthetic=False)

    def place(value: float | str) -> float:
        return left + float(value) / top * (right - left)

    bottom = HEAD + len(found) * ROW
    for value in range(0, top + 1, STEP):
        sheet.line(place(value), HEAD, place(value), bottom, PALE, 0.6)
        sheet.text(place(value), bottom + 10, str(value), size=SMALL, colour=MUTED, align="center")
    sheet.text((left + right) / 2, bottom + 21, block["scale"], size=SMALL, align="center")
    sheet.line(place(every["rate"]), HEAD - 4, place(every["rate"]), bottom, MUTED, 0.8)
    whole = f"{block['whole']}: {decimal(every['rate'], 1)}"
    sheet.text(place(every["rate"]), HEAD - 8, whole, size=SMALL, colour=MUTED, align="center")
    for edge, head in ((counted, HEADING), (ROOM, capital(block["counted"]))):
        sheet.text(edge, HEAD - 8, head, size=SMALL, colour=MUTED, align="right")
    for at, row in enumerate(found):
        y, mark = HEAD + (at + 0.5) * ROW, marks[row["code"]]
        sheet.text(0, y - 0.6, row["area"], weight="bold")
        sheet.text(0, y + 7.6, block["words"][mark], size=SMALL, colour=MUTED)
        sheet.text(counted, y + 2.7, said[row["area"]], size=SMALL, align="right")
        sheet.text(ROOM, y + 2.7, f"{int(row['events']):,}", size=SMALL, align="right")
        sheet.line(place(row["low"]), y, place(row["high"]), y, TEAL, 1.6)
        put = sheet.dot if mark == "yes" else sheet.ring
        put(place(row["rate"]), y, 6, TEAL)
        if at:
            sheet.line(0, y - ROW / 2, ROOM, y - ROW / 2, HAIRLINE, 0.4)
    rows = [{name: row[name] for name in KEPT} for row in found]
    return sheet.drawn(block["id"], _caption(block, every), _alt(block, said, whole), rows)


def area_rates(scene: Scene, block: Block) -> tuple[list[Row], Row]:
    """Give the tabulated rate of each area, highest first, and of all together.

    Raises
    ------
    StudyError
        If the table holds no rates of that id.
    """
    rows = [row for row in scene.base[block["from"]] if row["id"] == block["rate"]]
    every = [row for row in rows if row["area"] == EVERY]
    areas = [row for row in rows if row["area"] != EVERY]
    if not areas or not every:
        known = ", ".join(sorted({row["id"] for row in scene.base[block["from"]]}))
        what = f"'{block['rate']}' is not the id of rates in {block['from']}; allowed: {known or 'none'}"
        raise StudyError.of(f"config/figures.yml: {block['id']}: rate", what)
    return sorted(areas, key=lambda row: (-float(row["rate"]), row["area"])), every[0]


def _said(row: Row) -> str:
    """Say a rate with its interval."""
    value, low, high = (decimal(row[end], 1) for end in ("rate", "low", "high"))
    return f"{value} ({low} to {high})"


def _caption(block: Block, every: Row) -> str:
    """Say what is drawn, and what it rests on."""
    return (
        f"{block['title']}, with exact Poisson 95% intervals; {every['dated']}. "
        f"{int(every['events']):,} {block['counted']} among {int(every['people']):,} people. "
        "Public record of real areas. "
        "Intervals say how far chance alone could move a count; areas also differ in how they record."
    )


def _alt(block: Block, said: dict[str, str], whole: str) -> str:
    """Say every rate."""
    each = "; ".join(f"{area} {words}" for area, words in said.items())
    return f"Points with intervals, {block['scale']}: {each}. {whole}."
