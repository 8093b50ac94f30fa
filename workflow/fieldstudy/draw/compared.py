"""What was printed beside what public record gives, claim by claim."""

from __future__ import annotations

from fieldstudy.draw.look import (
    HAIRLINE,
    INK,
    LEADING,
    MUTED,
    ORANGE,
    PAPER,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    wrapped,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, capital

HEAD, PAD = 20.0, 8.0
LINE = SMALL * LEADING
# The columns' left edges, of the whole width: what, printed, the mark between, record, verdict.
EDGES = (0.0, 0.33, 0.545, 0.575, 0.83)
ENDS = (0.31, 0.52, 0.56, 0.81, 1.0)
HOLDS = "holds"
NEAR = "rounds differently"


def compared(scene: Scene, block: Block) -> Drawn:
    """Draw every published claim of a basis (``basis``) with a mark for its verdict."""
    rows = [r for r in scene.verdicts if r["basis"] == block["basis"] and r["published"]]
    cells = [_cells(row) for row in rows]
    high = [max(map(len, held)) * LINE + PAD for held in cells]
    sheet = Sheet(HEAD + sum(high) + 2, synthetic=scene.synthetic and block["basis"] != "record")
    heads = ("Claim", "Printed", "", "Record gives", "Verdict")
    for edge, said in zip(EDGES, heads, strict=True):
        sheet.text(edge * ROOM, 10, said, weight="bold")
    sheet.line(0, HEAD - 4, ROOM, HEAD - 4, INK, 0.8)
    y = HEAD
    for row, held, tall in zip(rows, cells, high, strict=True):
        for at, lines in enumerate(held):
            _write(sheet, row, at, lines, y)
        _mark(sheet, row["verdict"], (EDGES[2] + 0.008) * ROOM, y + PAD / 2 + LINE * 0.45)
        y += tall
        sheet.line(0, y - 2, ROOM, y - 2, HAIRLINE, 0.4)
    return sheet.drawn(block["id"], _caption(block, rows), _alt(rows), _rows(rows))


def _cells(row: Row) -> list[list[str]]:
    """Break a claim's texts into the lines of their columns."""
    said = (capital(row["meaning"]), row["published"], "", row["regenerated"], row["verdict"])
    return [
        wrapped(text, (end - edge) * ROOM, SMALL)
        for text, edge, end in zip(said, EDGES, ENDS, strict=True)
    ]


def _write(sheet: Sheet, row: Row, at: int, lines: list[str], y: float) -> None:
    """Write one cell; what holds stands back, what does not is set bold."""
    wrong = row["verdict"] != HOLDS
    weight = "bold" if wrong and at == 4 else "normal"
    colour = MUTED if not wrong and at == 4 else INK
    for place, words in enumerate(lines):
        base = y + PAD / 2 + (place + 0.78) * LINE
        sheet.text(EDGES[at] * ROOM, base, words, size=SMALL, colour=colour, weight=weight)


def _mark(sheet: Sheet, verdict: str, x: float, y: float) -> None:
    """Mark a verdict by shape and colour: equal, nearly equal, unequal."""
    colour = TEAL if verdict == HOLDS else ORANGE
    if verdict == NEAR:
        sheet.ring(x, y, 6, colour)
        return
    sheet.dot(x, y, 7, colour)
    if verdict != HOLDS:
        sheet.line(x - 2.6, y, x + 2.6, y, PAPER, 1.4)


def _rows(rows: list[Row]) -> list[Row]:
    """Give the claims as a table."""
    kept = ("id", "meaning", "published", "regenerated", "verdict")
    return [{name: row[name] for name in kept} for row in rows]


def _caption(block: Block, rows: list[Row]) -> str:
    """Say how many hold."""
    holding = sum(row["verdict"] == HOLDS for row in rows)
    return (
        f"{block['title']}. Of {len(rows)} claims {holding} hold (full dot); the others round "
        f"differently (ring), or differ or have no source that we found (dot struck through)."
    )


def _alt(rows: list[Row]) -> str:
    """Say every claim."""
    each = " ".join(
        f"{capital(row['meaning'])}: printed {row['published']}, record gives {row['regenerated']}, "
        f"{row['verdict']}."
        for row in rows
    )
    return f"List of {len(rows)} claims. {each}"
