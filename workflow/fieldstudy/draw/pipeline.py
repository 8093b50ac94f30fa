"""The workflow itself: its stages in order, and the tiers that each reads and writes."""

from __future__ import annotations

from fieldstudy.draw.look import (
    BODY,
    HAIRLINE,
    INK,
    LEADING,
    MUTED,
    PALE,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    wrapped,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Scene, capital, listed, number
from fieldstudy.draw.stages import RAW, TIERS, Stage

HEAD, PAD, COLUMN = 30.0, 7.0, 57.0
LANES = (RAW, *TIERS)
NAME = 56.0
# Where a stage reads and writes in one tier, its marks stand this far from the middle.
BESIDE = 8.0
LINE = SMALL * LEADING


def pipeline(scene: Scene, block: Block) -> Drawn:
    """Draw each stage as a row: a ring in each tier it reads, a full dot in each it writes."""
    left = ROOM - len(LANES) * COLUMN
    texts = [wrapped(capital(s.does), left - NAME - 10, SMALL) for s in scene.stages]
    high = [max(2, len(lines)) * LINE + PAD for lines in texts]
    sheet = Sheet(HEAD + sum(high) + 4, synthetic=False)
    middle = {lane: left + (at + 0.5) * COLUMN for at, lane in enumerate(LANES)}
    for at, lane in enumerate(LANES):
        if at % 2 == 0:
            sheet.bar(left + at * COLUMN, 0, COLUMN, HEAD + sum(high), PALE)
        sheet.text(middle[lane], 18, capital(lane), weight="bold", size=SMALL, align="center")
    sheet.text(0, 18, "Stage", weight="bold")
    x = NAME
    for put, words in ((sheet.ring, "reads"), (sheet.dot, "writes")):
        put(x + 3, 15.4, 6, TEAL)
        sheet.text(x + 10, 18, words, size=SMALL, colour=MUTED)
        x += 46
    sheet.line(0, HEAD - 4, ROOM, HEAD - 4, INK, 0.8)
    y = HEAD
    for stage, lines, tall in zip(scene.stages, texts, high, strict=True):
        _stage(sheet, stage, lines, middle, y, tall)
        y += tall
        sheet.line(0, y, ROOM, y, HAIRLINE, 0.4)
    return sheet.drawn(block["id"], _caption(scene, block), _alt(scene), [
        {"stage": stage.name, "does": stage.does,
         "reads": "; ".join(_in_order(stage.reads)), "writes": "; ".join(_in_order(stage.writes))}
        for stage in scene.stages
    ])  # fmt: skip


def _stage(
    sheet: Sheet, stage: Stage, lines: list[str], middle: dict[str, float], y: float, tall: float
) -> None:
    """Draw one row: from what is read a line leads to what is written."""
    first = y + (tall - len(lines) * LINE) / 2
    sheet.text(0, y + tall / 2 + 2.8, stage.name, weight="bold", size=BODY)
    for place, words in enumerate(lines):
        sheet.text(NAME, first + (place + 0.78) * LINE, words, size=SMALL)
    centre = y + tall / 2
    ends = [middle[lane] for lane in (*stage.reads, *stage.writes)]
    sheet.line(min(ends), centre, max(ends), centre, MUTED, 1.0)
    for lane in LANES:
        apart = BESIDE if lane in stage.reads and lane in stage.writes else 0
        if apart:
            sheet.line(middle[lane] - apart, centre, middle[lane] + apart, centre, MUTED, 1.0)
        if lane in stage.reads:
            sheet.ring(middle[lane] - apart, centre, 6.4, TEAL)
        if lane in stage.writes:
            sheet.dot(middle[lane] + apart, centre, 7.2, TEAL)


def _in_order(lanes: frozenset[str]) -> list[str]:
    """Give tiers from the most confidential to the open one."""
    return [lane for lane in LANES if lane in lanes]


def _caption(scene: Scene, block: Block) -> str:
    """Say how the tiers are crossed."""
    raw = [s.name for s in scene.stages if RAW in s.reads]
    crossing = [
        s.name for s in scene.stages if "open" in s.writes and "open" not in s.reads
    ]  # fmt: skip
    return (
        f"{block['title']}: {number(len(scene.stages))} stages, from top to bottom, and the tiers that "
        f"their rules read (ring) and write (dot). Raw data are read by {listed(raw)} alone; what is "
        f"open comes from {listed(crossing)}. Drawn from the rules themselves."
    )


def _alt(scene: Scene) -> str:
    """Say every stage."""
    each = " ".join(
        f"{capital(s.name)} reads {listed(_in_order(s.reads))}, writes {listed(_in_order(s.writes))}."
        for s in scene.stages
    )
    return f"Stages by tiers. {each}"
