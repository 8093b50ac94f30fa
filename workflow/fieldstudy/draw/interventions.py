"""Whom the programmes work with, areas with and without a unit side by side."""

from __future__ import annotations

from collections import Counter

from fieldstudy.draw.look import (
    BODY,
    HAIRLINE,
    INK,
    MUTED,
    ROOM,
    SMALL,
    TEAL,
    TEAL_LIGHT,
    Drawn,
    Sheet,
    width,
)  # fmt: skip
from fieldstudy.draw.scene import Scene, capital, listed, number, percent

WHOM = {"partners": "Partners, people at risk, everyone", "justice": "People in the justice system"}
HEAD, ROW, APART = 28.0, 14.5, 9.0
BAR, BAR_OF_ALL = 8.0, 10.0


def interventions(scene: Scene) -> Drawn:
    """Draw the number of programmes by target, a panel for each group of areas."""
    targets = _targets(scene)
    labels = [_whom(whom) for whom in targets] + [capital(t) for ts in targets.values() for t in ts]
    left = max(width(label, BODY, "bold") for label in labels) + 10
    lines = sum(1 + len(held) for held in targets.values())
    sheet = Sheet(HEAD + lines * ROW + (len(targets) - 1) * APART + 4, scene.synthetic)
    wide = (ROOM - left) / len(scene.groups)
    unit = (wide - 52) / max(_counts(scene, "target_group").values())
    for place, group in enumerate(scene.groups):
        _panel(sheet, scene, group, left + place * wide, unit)
    _labels(sheet, targets)
    return Drawn("interventions", sheet.files(), _caption(scene), _alt(scene, targets))


def _targets(scene: Scene) -> dict[str, list[str]]:
    """Give each group of targets with its targets, in the declared order."""
    held = {(row["target_group"], row["target"]) for row in scene.programmes}
    return {
        whom: [target for target in scene.categories["target"] if (whom, target) in held]
        for whom in scene.categories["target_group"]
    }


def _whom(whom: str) -> str:
    """Say a group of targets as a heading."""
    return WHOM.get(whom, capital(whom))


def _counts(scene: Scene, column: str) -> Counter[tuple[str, str]]:
    """Count programmes by group of areas and a column."""
    return Counter((row["group"], row[column]) for row in scene.programmes)


def _of(scene: Scene, group: str) -> int:
    """Count the programmes of a group of areas."""
    return sum(row["group"] == group for row in scene.programmes)


def _places(targets: dict[str, list[str]]) -> dict[tuple[str, str], float]:
    """Place every row, ``y`` its middle; a group's own row has no target."""
    places, y = {}, HEAD + ROW / 2
    for whom, held in targets.items():
        for target in ("", *held):
            places[whom, target] = y
            y += ROW
        y += APART
    return places


def _labels(sheet: Sheet, targets: dict[str, list[str]]) -> None:
    """Write the rows' names."""
    for (whom, target), y in _places(targets).items():
        said = capital(target) if target else _whom(whom)
        sheet.text(8 if target else 0, y + 2.8, said, weight="normal" if target else "bold")


def _panel(sheet: Sheet, scene: Scene, group: str, x: float, unit: float) -> None:
    """Draw one group's bars, each with its number."""
    total, areas = _of(scene, group), number(len(scene.areas[group]))
    sheet.text(x, 9, capital(scene.groups[group]), weight="bold")
    sheet.text(x, 20, f"{total} programmes in {areas} areas", size=SMALL, colour=MUTED)
    whole, part = _counts(scene, "target_group"), _counts(scene, "target")
    targets = _targets(scene)
    for (whom, target), y in _places(targets).items():
        count = part[group, target] if target else whole[group, whom]
        high = BAR if target else BAR_OF_ALL
        sheet.bar(x, y - high / 2, count * unit, high, TEAL_LIGHT if target else TEAL)
        said = str(count) if target or not total else f"{count} ({percent(count, total)})"
        weight = "normal" if target else "bold"
        sheet.text(x + count * unit + 4, y + 2.8, said, weight=weight, colour=INK)
    ends = _places(targets).values()
    sheet.line(x, min(ends) - ROW / 2, x, max(ends) + ROW / 2, HAIRLINE, 0.8)


def _caption(scene: Scene) -> str:
    """Say what the bars count."""
    of = [f"{_of(scene, group)} in {label}" for group, label in scene.groups.items()]
    return (
        f"Whom the {len(scene.programmes)} audited programmes work with: {listed(of)}. "
        "Bars count programmes; percentages are of each side's programmes."
    )


def _alt(scene: Scene, targets: dict[str, list[str]]) -> str:
    """Say every bar's value."""
    whole, part = _counts(scene, "target_group"), _counts(scene, "target")
    said = []
    for group, label in scene.groups.items():
        each = [
            f"{whole[group, whom]} for {_whom(whom).lower()} "
            f"({', '.join(f'{target} {part[group, target]}' for target in held)})"
            for whom, held in targets.items()
        ]
        said.append(f"{capital(label)}, {_of(scene, group)} programmes: {listed(each)}.")
    return f"Bar chart of {len(scene.programmes)} programmes by target. {' '.join(said)}"
