"""A study of two statements, three areas and four programmes."""

from __future__ import annotations

import pytest

from fieldstudy.draw import look
from fieldstudy.draw.scene import Code, Scene


@pytest.fixture(autouse=True)
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw bitmaps coarsely, which is quicker."""
    monkeypatch.setattr(look, "PRINT_DPI", 72)


@pytest.fixture
def scene() -> Scene:
    """Give a scene whose numbers can be counted by hand."""
    said = {
        ("Area A", "plan"): "affirms",
        ("Area B", "plan"): "denies",
        ("Area C", "plan"): "silent",
        ("Area A", "money"): "silent",
        ("Area B", "money"): "affirms",
        ("Area C", "money"): "affirms",
    }
    targets = [
        ("vru", "partners", "schools"),
        ("vru", "justice", "in custody"),
        ("vru", "partners", "schools"),
        ("non-vru", "justice", "in custody"),
    ]
    return Scene(
        themes={"strategy": "Strategy"},
        codes=[
            Code("plan", "strategy", "A plan covers the whole area.", "helps"),
            Code("money", "strategy", "Money is short, and it runs out in spring.", "hinders"),
        ],
        groups={"vru": "areas with a unit", "non-vru": "areas without a unit"},
        areas={"vru": ["Area A"], "non-vru": ["Area B", "Area C"]},
        stances=said,
        programmes=[
            {"group": group, "target_group": whom, "target": target}
            for group, whom, target in targets
        ],
        categories={"target": ["schools", "in custody"], "target_group": ["partners", "justice"]},
        readiness={
            "Plan": {"Area A": "present", "Area B": "absent", "Area C": "not raised"},
        },
        synthetic=True,
    )
