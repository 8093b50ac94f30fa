"""A tile map: each real area a tile of one size, where it lies beside its neighbours. Public record alone."""

from __future__ import annotations

from fieldstudy.draw.look import (
    HAIRLINE,
    INK,
    MUTED,
    PALE,
    PAPER,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    wrapped,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, listed, marks_of, matching
from fieldstudy.errors import StudyError

WIDE, HIGH, GAP, HEAD = 112.0, 58.0, 4.0, 4.0
THOUSAND = 1000


def tiles(scene: Scene, block: Block) -> Drawn:
    """Draw a tile for each area of ``tiles`` (code to column and row), from the table ``from``.

    ``marked`` is the table and column that colours a tile, in the words of ``words``.
    """
    rows = matching(scene.base[block["from"]], block["where"])
    marks = marks_of(scene, block)
    places = {code: tuple(map(float, at)) for code, at in block["tiles"].items()}
    missing = sorted(set(places) ^ {row["code"] for row in rows})
    if missing:
        what = f"'{missing[0]}' must be both a tile and an area of {block['from']}"
        raise StudyError.of(f"config/figures.yml: {block['id']}: tiles", what)
    depth = max(y for _, y in places.values()) + 1
    across = max(x for x, _ in places.values()) + 1
    sheet = Sheet(HEAD + depth * (HIGH + GAP), synthetic=False)
    left = (ROOM - across * (WIDE + GAP)) / 2
    for row in rows:
        x, y = places[row["code"]]
        _tile(
            sheet, block, row, marks[row["code"]], left + x * (WIDE + GAP), HEAD + y * (HIGH + GAP)
        )
    return sheet.drawn(
        block["id"], _caption(block, rows, marks), _alt(block, rows, marks, places),
        [{"area": row["area"], "code": row["code"], "people": row[block["people"]],
          block["marked"]["column"]: marks[row["code"]],
          "column": block["tiles"][row["code"]][0], "line": block["tiles"][row["code"]][1]}
         for row in rows],
    )  # fmt: skip


def _tile(sheet: Sheet, block: Block, row: Row, mark: str, x: float, y: float) -> None:
    """Draw one area."""
    full = mark == "yes"
    sheet.bar(x, y, WIDE, HIGH, TEAL if full else PALE)
    ink, soft = (PAPER, PAPER) if full else (INK, MUTED)
    if not full:
        for ends in ((x, y, x + WIDE, y), (x, y + HIGH, x + WIDE, y + HIGH),
                     (x, y, x, y + HIGH), (x + WIDE, y, x + WIDE, y + HIGH)):  # fmt: skip
            sheet.line(*ends, HAIRLINE, 0.8)
    sheet.text(x + 7, y + 14, row["area"], colour=ink, weight="bold")
    sheet.text(x + 7, y + 26, f"{_rounded(row, block)} people", size=SMALL, colour=ink)
    for line, words in enumerate(wrapped(block["words"][mark], WIDE - 14, SMALL)):
        sheet.text(x + 7, y + 40 + line * 9, words, size=SMALL, colour=soft)


def _rounded(row: Row, block: Block) -> str:
    """Say a population to the nearest thousand."""
    people = int(row[block["people"]])
    return f"{(people + THOUSAND // 2) // THOUSAND * THOUSAND:,}"


def _caption(block: Block, rows: list[Row], marks: dict[str, str]) -> str:
    """Say what a tile is."""
    total = sum(int(row[block["people"]]) for row in rows)
    funded = [row["area"] for row in rows if marks[row["code"]] == "yes"]
    words = block["words"]["yes"]
    return (
        f"{block['title']}. Tiles lie as the areas do, and all have one size. {words}: {listed(funded)}. "
        f"Population {listed(sorted(set(block['where'].values()) - {block['whole']}))}, rounded to "
        f"thousands; {total:,} people in all. Public record of real areas."
    )


def _alt(
    block: Block, rows: list[Row], marks: dict[str, str], places: dict[str, tuple[float, ...]]
) -> str:
    """Say every tile, from north to south and west to east."""
    order = sorted(rows, key=lambda row: places[row["code"]][::-1])
    each = "; ".join(
        f"{row['area']}, {_rounded(row, block)} people, {block['words'][marks[row['code']]].lower()}"
        for row in order
    )
    return f"Tile map, from north to south and west to east: {each}."
