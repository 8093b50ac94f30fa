"""What helps and what hinders, theme by theme, group of areas by group."""

from __future__ import annotations

from fieldstudy.draw.look import (
    BODY,
    INK,
    MUTED,
    ORANGE,
    ORANGE_LIGHT,
    PALE,
    ROOM,
    SMALL,
    TEAL,
    TEAL_LIGHT,
    Drawn,
    Sheet,
    width,
)  # fmt: skip
from fieldstudy.draw.scene import Block, Row, Scene, listed

SIDES = {"hinders": "hinders", "helps": "helps"}
SHADES = {"hinders": (ORANGE, ORANGE_LIGHT), "helps": (TEAL, TEAL_LIGHT)}
ORDER = ("upper", "lower")
LINE, HEAD, BAR, THIN, APART, LABEL = 10.5, 37.0, 8.6, 1.4, 9.0, 36.0
Share = tuple[int, int]


def helps(scene: Scene, block: Block) -> Drawn:
    """Draw, for each theme, the share of area and statement pairs that are affirmed."""
    themes = [theme for theme in scene.themes if _pairs(scene, theme)]
    middle = max(width(scene.themes[theme], BODY, "bold") for theme in themes) + 16
    high = len(scene.groups) * (BAR + THIN) + APART
    head = _key(scene)[-1][1] + HEAD
    sheet = Sheet(head + len(themes) * high, scene.synthetic)
    half = (ROOM - middle) / 2
    _head(sheet, scene, half, middle)
    for place, theme in enumerate(themes):
        y = head + place * high
        centre = half + middle / 2
        sheet.text(
            centre, y + (high - APART) / 2 + 2, scene.themes[theme], weight="bold", align="center"
        )
        for line, group in enumerate(scene.groups):
            top = y + line * (BAR + THIN)
            for valence in SIDES:
                share = _share(scene, theme, group, valence)
                _bar(sheet, valence, _shade(scene, valence, line), share, top, half, middle)
    return sheet.drawn(block["id"], _caption(scene), _alt(scene, themes), _rows(scene, themes))


def _pairs(scene: Scene, theme: str) -> int:
    """Count a theme's statements that help or hinder."""
    return sum(code.valence in SIDES for code in scene.of_theme(theme))


def _share(scene: Scene, theme: str, group: str, valence: str) -> Share:
    """Give the affirmed pairs of area and statement, and all such pairs."""
    codes = [code.code for code in scene.of_theme(theme) if code.valence == valence]
    said = [scene.stances[area, code] for area in scene.areas[group] for code in codes]
    return said.count("affirms"), len(said)


def _rows(scene: Scene, themes: list[str]) -> list[Row]:
    """Give the bars as a table."""
    return [
        {"theme": scene.themes[theme], "group": label, "valence": side,
         "affirmed": str(part), "pairs": str(whole)}
        for theme in themes for group, label in scene.groups.items() for side in SIDES
        for part, whole in [_share(scene, theme, group, side)]
    ]  # fmt: skip


def _key(scene: Scene) -> list[tuple[float, float, str]]:
    """Say which bar of a theme is which group's, each with its place; as many a line as there is room for."""
    x, y, made = 0.0, 8.6, []
    for line, (group, label) in enumerate(scene.groups.items()):
        named = f"{ORDER[line]} bar: " if len(scene.groups) == len(ORDER) else ""
        said = f"{named}{len(scene.areas[group])} {label}"
        if x and x + 22 + width(said, SMALL) > ROOM:
            x, y = 0.0, y + LINE
        made.append((x, y, said))
        x += 40 + width(said, SMALL)
    return made


def _head(sheet: Sheet, scene: Scene, half: float, middle: float) -> None:
    """Write what the bars of a theme are, what the sides are, and what is counted."""
    key = _key(scene)
    for line, (x, y, said) in enumerate(key):
        for place, valence in enumerate(SIDES):
            sheet.bar(x + 9 * place, y - 6.1, 9, 7, _shade(scene, valence, line))
        sheet.text(x + 22, y, said, size=SMALL)
    below, counted = key[-1][1], "affirmed, of areas × statements"
    for edge, align, side in ((half, "right", "Hinders"), (half + middle, "left", "Helps")):
        sheet.text(edge, below + 19, side, weight="bold", align=align)
        sheet.text(edge, below + 29, counted, size=SMALL, colour=MUTED, align=align)


def _shade(scene: Scene, valence: str, line: int) -> str:
    """Give a group's colour on one side: the first is full, the last light, others between."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in SHADES[valence]]
    last = max(len(scene.groups) - 1, 1)
    mixed = [round(full + (light - full) * line / last) for full, light in zip(*ends, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _bar(
    sheet: Sheet, valence: str, shade: str, share: Share, y: float, half: float, middle: float
) -> None:
    """Draw one bar from the middle outwards, with the pairs it stands for at its end."""
    part, whole = share
    full = half - LABEL
    long = full * part / whole if whole else 0.0
    said = f"{part} of {whole}" if whole else "–"
    colour, base = INK if part else MUTED, y + BAR - 1.8
    if valence == "hinders":
        sheet.bar(LABEL, y, full, BAR, PALE)
        sheet.bar(half - long, y, long, BAR, shade)
        sheet.text(LABEL - 4, base, said, size=SMALL, colour=colour, align="right")
    else:
        sheet.bar(half + middle, y, full, BAR, PALE)
        sheet.bar(half + middle, y, long, BAR, shade)
        sheet.text(half + middle + full + 4, base, said, size=SMALL, colour=colour)


def _caption(scene: Scene) -> str:
    """Say what the bars count."""
    counts = {side: sum(code.valence == side for code in scene.codes) for side in SIDES}
    return (
        f"What hinders and what helps, by theme. A bar is the share of pairs, an area with a statement, "
        f"in which the area affirms the statement; the pale bar is all of them. "
        f"{counts['hinders']} statements name something that hinders, {counts['helps']} something that "
        "helps; those that do neither, and denials, are not counted."
    )


def _alt(scene: Scene, themes: list[str]) -> str:
    """Say every bar's value."""
    said = []
    for theme in themes:
        each = []
        for group, label in scene.groups.items():
            shares = [
                f"{side} {part} of {whole}"
                for side in SIDES
                for part, whole in [_share(scene, theme, group, side)]
            ]
            each.append(f"{label} {listed(shares)}")
        said.append(f"{scene.themes[theme]}: {'; '.join(each)}.")
    return (
        f"Diverging bars, what hinders to the left and what helps to the right, for {len(themes)} themes. "
        f"{' '.join(said)}"
    )
