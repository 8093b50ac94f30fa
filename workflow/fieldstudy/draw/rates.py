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
from fieldstudy.draw.poisson import Rate, rate
from fieldstudy.draw.scene import Block, Row, Scene, decimal, listed, matching
from fieldstudy.errors import StudyError

HEAD, ROW, FOOT = 32.0, 19.0, 26.0
HEADING = "Rate (95% interval)"


def rates(scene: Scene, block: Block) -> Drawn:
    """Draw the rate of each area of the table ``from``, most first, and the rate of all.

    ``events`` is its column of counts, ``period`` of their time, ``marked`` tells areas apart in
    the words of ``words``; ``population`` names the table of people, its column and its rows.
    """
    per, found = int(block["per"]), area_rates(scene, block)
    marks = {row["area"]: row[block["marked"]] for row in scene.base[block["from"]]}
    every = rate(sum(r.events for r in found.values()), sum(r.people for r in found.values()), per)
    said = {area: _said(one) for area, one in found.items()}
    left = max(width(name, BODY, "bold") for name in found) + 14
    counted = ROOM - max(width(block["counted"], SMALL), 24) - 10
    right = counted - max(width(words, SMALL) for words in (HEADING, *said.values())) - 14
    top = math.ceil(max(one.high for one in found.values()) / 20) * 20
    sheet = Sheet(HEAD + len(found) * ROW + FOOT, synthetic=False)

    def place(value: float) -> float:
        return left + value / top * (right - left)

    bottom = HEAD + len(found) * ROW
    for value in range(0, top + 1, 20):
        sheet.line(place(value), HEAD, place(value), bottom, PALE, 0.6)
        sheet.text(place(value), bottom + 10, str(value), size=SMALL, colour=MUTED, align="center")
    sheet.text((left + right) / 2, bottom + 21, block["scale"], size=SMALL, align="center")
    sheet.line(place(every.rate), HEAD - 4, place(every.rate), bottom, MUTED, 0.8)
    whole = f"{block['whole']}: {decimal(str(every.rate), 1)}"
    sheet.text(place(every.rate), HEAD - 8, whole, size=SMALL, colour=MUTED, align="center")
    for edge, head in ((counted, HEADING), (ROOM, block["counted"])):
        sheet.text(edge, HEAD - 8, head, size=SMALL, colour=MUTED, align="right")
    for at, (area, one) in enumerate(found.items()):
        y = HEAD + (at + 0.5) * ROW
        sheet.text(0, y - 0.6, area, weight="bold")
        sheet.text(0, y + 7.6, block["words"][marks[area]], size=SMALL, colour=MUTED)
        sheet.text(counted, y + 2.7, said[area], size=SMALL, align="right")
        sheet.text(ROOM, y + 2.7, f"{one.events:,}", size=SMALL, align="right")
        sheet.line(place(one.low), y, place(one.high), y, TEAL, 1.6)
        put = sheet.dot if marks[area] == "yes" else sheet.ring
        put(place(one.rate), y, 6, TEAL)
        if at:
            sheet.line(0, y - ROW / 2, ROOM, y - ROW / 2, HAIRLINE, 0.4)
    return sheet.drawn(
        block["id"], _caption(scene, block, found, every), _alt(block, said, whole), _rows(found)
    )


def area_rates(scene: Scene, block: Block) -> dict[str, Rate]:
    """Give each area's rate, highest first.

    Raises
    ------
    StudyError
        If the population of an area is not in the record, once.
    """
    people: dict[str, int] = {}
    population = block["population"]
    for row in matching(scene.base[population["from"]], population["where"]):
        people[row["code"]] = int(row[population["people"]])
    made = {}
    for row in scene.base[block["from"]]:
        if row["code"] not in people:
            what = f"has no row of {population['from']} with code '{row['code']}'; add it to the record"
            raise StudyError.of(f"config/figures.yml: {block['id']}: population", what)
        made[row["area"]] = rate(int(row[block["events"]]), people[row["code"]], int(block["per"]))
    return dict(sorted(made.items(), key=lambda item: (-item[1].rate, item[0])))


def _said(one: Rate) -> str:
    """Say a rate with its interval."""
    value, low, high = (decimal(str(end), 1) for end in (one.rate, one.low, one.high))
    return f"{value} ({low} to {high})"


def _rows(found: dict[str, Rate]) -> list[Row]:
    """Give the rates as a table."""
    return [
        {"area": area, "events": str(one.events), "people": str(one.people),
         **{name: decimal(str(value), 4) for name, value in
            (("rate", one.rate), ("low", one.low), ("high", one.high))}}
        for area, one in found.items()
    ]  # fmt: skip


def _caption(scene: Scene, block: Block, found: dict[str, Rate], every: Rate) -> str:
    """Say what is drawn, and what it rests on."""
    periods = sorted({row[block["period"]] for row in scene.base[block["from"]]})
    people = listed(sorted(block["population"]["where"].values()))
    return (
        f"{block['title']}, {listed(periods)}, with exact Poisson 95% intervals; population {people}. "
        f"{every.events:,} {block['counted']} among {every.people:,} people. Public record of real areas. "
        f"Intervals say how far chance alone could move a count; areas also differ in how they record."
    )


def _alt(block: Block, said: dict[str, str], whole: str) -> str:
    """Say every rate."""
    each = "; ".join(f"{area} {words}" for area, words in said.items())
    return f"Points with intervals, {block['scale']}: {each}. {whole}."
