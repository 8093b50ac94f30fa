"""What each area has in place for the duty: present, absent, or not raised. No score."""

from __future__ import annotations

from fieldstudy.draw.look import (
    INK,
    MUTED,
    ORANGE,
    PALE,
    PAPER,
    ROOM,
    SMALL,
    TEAL,
    Drawn,
    Sheet,
)  # fmt: skip
from fieldstudy.draw.scene import Scene, capital, listed

HEAD, ROW, TALL, GAP, APART = 30.0, 15.0, 12.4, 2.6, 10.0


def readiness(scene: Scene) -> Drawn:
    """Draw the matrix of the open table ``readiness``."""
    sheet = Sheet(HEAD + len(scene.readiness) * ROW + 3, scene.synthetic)
    left, wide = _columns(scene)
    _head(sheet, scene, left, wide)
    for place, (label, cells) in enumerate(scene.readiness.items()):
        y = HEAD + place * ROW
        sheet.text(0, y + ROW / 2 + 2.8, label)
        if place:
            sheet.line(0, y, sheet.width, y, PALE, 0.5)
        for area in scene.columns:
            _cell(sheet, cells[area], left[area], y + (ROW - TALL) / 2, wide)
    return Drawn("readiness", sheet.files(), _caption(scene), _alt(scene))


def _columns(scene: Scene) -> tuple[dict[str, float], float]:
    """Place the areas' columns over the right three fifths, groups a little apart."""
    start = ROOM * 0.40
    count, breaks = len(scene.columns), len(scene.groups) - 1
    wide = (ROOM - start - breaks * APART - (count - 1 - breaks) * GAP) / count
    left, x = {}, start
    for group in scene.groups:
        for area in scene.areas[group]:
            left[area] = x
            x += wide + GAP
        x += APART - GAP
    return left, wide


def _head(sheet: Sheet, scene: Scene, left: dict[str, float], wide: float) -> None:
    """Name groups and areas."""
    for group, label in scene.groups.items():
        first, last = left[scene.areas[group][0]], left[scene.areas[group][-1]] + wide
        sheet.text((first + last) / 2, 9, capital(label), weight="bold", align="center")
        sheet.line(first, 13, last, 13, INK)
        for area in scene.areas[group]:
            sheet.text(left[area] + wide / 2, 24, area, size=SMALL, colour=MUTED, align="center")


def _cell(sheet: Sheet, state: str, x: float, y: float, wide: float) -> None:
    """Write a state in words on its colour; what was not raised stays blank but for its words."""
    base = y + TALL / 2 + 2.6
    if state == "present":
        sheet.bar(x, y, wide, TALL, TEAL)
        sheet.text(
            x + wide / 2, base, state, size=SMALL, colour=PAPER, weight="bold", align="center"
        )
    elif state == "absent":
        sheet.bar(x, y, wide, TALL, ORANGE)
        sheet.text(x + wide / 2, base, state, size=SMALL, weight="bold", align="center")
    else:
        sheet.text(x + wide / 2, base, state, size=SMALL, colour=MUTED, align="center")


def _caption(scene: Scene) -> str:
    """Say what a cell means."""
    return (
        "What each area has in place for the duty, as its people said: present, absent (said not to be "
        "there), or not raised, which is not the same as absent. No score is made of it."
    )


def _alt(scene: Scene) -> str:
    """Say every row's values."""
    rows = []
    for label, cells in scene.readiness.items():
        said = []
        for state in ("present", "absent"):
            areas = [area.removeprefix("Area ") for area in scene.columns if cells[area] == state]
            said += [f"{state} in {listed(areas)}"] if areas else []
        rows.append(f"{label}: {', '.join(said) if said else 'not raised anywhere'}.")
    groups = "; ".join(
        f"{label}: {listed([area.removeprefix('Area ') for area in scene.areas[group]])}"
        for group, label in scene.groups.items()
    )
    return (
        f"Matrix of {len(scene.readiness)} things in place by {len(scene.columns)} areas ({groups}). "
        f"{' '.join(rows)} All other cells were not raised."
    )
