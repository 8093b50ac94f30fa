"""Which statements are affirmed together: a triangle of all pairs, counted in areas."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from fieldstudy.draw.look import (
    HAIRLINE,
    NONE,
    ROOM,
    SHADES,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
    width,
    wrapped,
)
from fieldstudy.draw.scene import Block, Code, Row, Scene, capital, number

HIGH, HEAD = 8.5, 30.0
THEME_GAP = 3.0


def together(scene: Scene, block: Block) -> Drawn:
    """Draw, for each pair of codes, how many areas affirm both; names stand on the diagonal."""
    codes, pairs = scene.codes, shared(scene)
    names = [capital(code.code.replace("_", " ")) for code in codes]
    gaps = _gaps(codes)
    wide = min(
        (ROOM - width(name, SMALL) - 4 - gap) / (at + 1)
        for at, (name, gap) in enumerate(zip(names, gaps, strict=True))
    )
    sheet = Sheet(HEAD + len(codes) * HIGH + gaps[-1] + 4, scene.synthetic)
    most = len(scene.columns)
    _key(sheet, most)
    for at, code in enumerate(codes):
        y = HEAD + at * HIGH + gaps[at]
        for before in range(at):
            count = pairs[codes[before].code, code.code]
            x = before * wide + gaps[before]
            sheet.bar(x, y, wide - 0.7, HIGH - 0.7, shade(count, most))
        x = at * wide + gaps[at]
        sheet.text(x + 2, y + HIGH - 2.1, names[at], size=SMALL)
        if not at or code.theme != codes[at - 1].theme:
            _theme(sheet, scene.themes[code.theme], y + HIGH - 2.1, x + 8 + width(names[at], SMALL))
    return sheet.drawn(block["id"], _caption(scene, pairs), _alt(scene, pairs), _rows(scene, pairs))


def _theme(sheet: Sheet, name: str, y: float, after: float) -> None:
    """Name a theme at the right of its first statement, with a line that leads there."""
    # Bold letters are about an eighth wider than those that `wrapped` measures.
    lines = wrapped(name, (ROOM - after - 4) / 1.13, SMALL)
    for at, line in enumerate(lines):
        low = y + at * HIGH
        sheet.text(ROOM, low, line, size=SMALL, weight="bold", colour=TEAL, align="right")
    begin = ROOM - width(lines[0], SMALL, "bold") - 6
    if begin > after:
        sheet.line(after, y - 2.4, begin, y - 2.4, HAIRLINE, 0.5)


def shared(scene: Scene) -> Counter[tuple[str, str]]:
    """Count the areas that affirm both statements of each pair, in the codebook's order."""
    affirm = {code.code: set(scene.areas_that("affirms", code.code)) for code in scene.codes}
    return Counter(
        {(a.code, b.code): len(affirm[a.code] & affirm[b.code])
         for a, b in combinations(scene.codes, 2)}
    )  # fmt: skip


def shade(count: int, most: int) -> str:
    """Give the colour of a count: the paler, the fewer; none is nearly the paper's own.

    Examples
    --------
    >>> shade(0, 5), shade(5, 5)
    ('#f3f5f6', '#17596b')
    """
    if not count:
        return NONE
    return SHADES[max(0, round((count - 1) / max(most - 1, 1) * (len(SHADES) - 1)))]


def _gaps(codes: list[Code]) -> list[float]:
    """Give the room before each code: a little more wherever a theme begins."""
    gaps, now = [], 0.0
    for before, code in zip([codes[0], *codes], codes, strict=False):
        now += THEME_GAP if before.theme != code.theme else 0.0
        gaps.append(now)
    return gaps


def _key(sheet: Sheet, most: int) -> None:
    """Say what the shades are."""
    words = "Areas that affirm both statements:"
    sheet.text(0, 10, words, size=SMALL)
    x = width(words, SMALL) + 10
    for count in range(most + 1):
        sheet.bar(x, 3, 14, 9, shade(count, most))
        sheet.text(x + 17, 10, str(count), size=SMALL)
        x += 30


def _rows(scene: Scene, pairs: Counter[tuple[str, str]]) -> list[Row]:
    """Give every pair as a row."""
    return [{"code": a, "other": b, "areas": str(count)} for (a, b), count in pairs.items()]


def _caption(scene: Scene, pairs: Counter[tuple[str, str]]) -> str:
    """Say how often statements go together."""
    every = sum(count == len(scene.columns) for count in pairs.values())
    none = sum(not count for count in pairs.values())
    return (
        f"Statements affirmed together. Each cell is a pair of statements, the one named at the end of "
        f"its row and the one named at the head of its column; its shade counts the areas that affirm "
        f"both; gaps part the themes. Of {len(pairs):,} pairs, {every} are affirmed together in all "
        f"{number(len(scene.columns))} areas and {none} in none."
    )


def _alt(scene: Scene, pairs: Counter[tuple[str, str]]) -> str:
    """Say how many pairs there are of each count, and name those of all areas."""
    tally = Counter(pairs.values())
    each = "; ".join(
        f"{count} areas, {tally[count]} pairs" for count in sorted(tally, reverse=True)
    )
    return f"Triangle of {len(pairs):,} pairs of statements by areas that affirm both: {each}."
