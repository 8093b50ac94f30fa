"""A study of two statements, three areas and four programmes."""

from __future__ import annotations

import pytest

from fieldstudy.draw import look
from fieldstudy.draw.scene import Block, Code, Scene
from fieldstudy.draw.stages import Stage

FIGURES: list[Block] = [
    {"id": "framework", "kind": "framework"},
    {"id": "helps", "kind": "helps"},
    {"id": "together", "kind": "together"},
    {"id": "pipeline", "kind": "pipeline", "title": "From raw data to the paper"},
    {
        **{"id": "programmes", "kind": "bars", "title": "Whom the programmes work with"},
        **{"from": "interventions", "outer": "target_group", "inner": "target"},
        **{"counted": "programmes", "words": {"justice": "People in the justice system"}},
    },
    {
        **{"id": "levels", "kind": "squares", "title": "By setting and level"},
        **{"from": "interventions", "rows": "setting", "columns": "level", "counted": "programmes"},
    },
    {
        **{"id": "readiness", "kind": "states", "title": "In place", "table": "readiness"},
        **{"rows": "code"},
        "words": {"affirms": "present", "denies": "absent", "silent": "not raised"},
    },
    {
        **{"id": "agreement", "kind": "intervals", "title": "Agreement", "table": "agreement"},
        **{"label": "theme", "estimate": "estimate", "low": "low", "high": "high"},
        **{"said": "alpha (95%)", "scale": "alpha", "marks": {"0.800": "usual least"}},
    },
    {
        **{"id": "rates", "kind": "rates", "title": "Offences", "from": "rates"},
        **{"rate": "knife", "counted": "offences", "scale": "per 100,000"},
        "marked": {"from": "offences", "column": "unit"},
        "words": {"yes": "unit", "no": "no unit"},
        "whole": "Both areas",
    },
    {
        **{"id": "map", "kind": "tiles", "title": "The areas", "from": "people", "whole": ""},
        **{"where": {"vintage": "2019"}, "people": "people"},
        **{
            "marked": {"from": "offences", "column": "unit"},
            "words": {"yes": "Unit", "no": "None"},
        },
        "tiles": {"N": ["0", "0"], "S": ["0.5", "1"]},
    },
    {"id": "record", "kind": "compared", "title": "Printed figures", "basis": "record"},
]


def claim(meaning: str, published: str, regenerated: str, verdict: str) -> dict[str, str]:
    return {
        **{"id": meaning.replace(" ", "_"), "basis": "record", "meaning": meaning},
        **{"published": published, "regenerated": regenerated, "verdict": verdict},
    }


def rate(area: str, code: str, events: int, people: int, *numbers: str) -> dict[str, str]:
    return {
        **{"id": "knife", "area": area, "code": code, "dated": "in 2019"},
        **{"events": str(events), "people": str(people)},
        **dict(zip(("rate", "low", "high"), numbers, strict=True)),
    }


@pytest.fixture
def blocks() -> dict[str, Block]:
    """Give a declared figure of each kind."""
    return {held["kind"]: held for held in FIGURES}


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
    programmes = [
        ("vru", "partners", "schools", "primary", "school"),
        ("vru", "justice", "in custody", "tertiary", "prison"),
        ("vru", "partners", "schools", "primary", "school"),
        ("non-vru", "justice", "in custody", "tertiary", "prison"),
    ]
    columns = ("group", "target_group", "target", "level", "setting")
    interval = {"estimate": "0.9", "low": "0.85", "high": "0.95"}
    return Scene(
        themes={"strategy": "Strategy"},
        codes=[
            Code("plan", "strategy", "A plan covers the whole area.", "helps"),
            Code("money", "strategy", "Money is short, and it runs out in spring.", "hinders"),
        ],
        groups={"vru": "areas with a unit", "non-vru": "areas without a unit"},
        areas={"vru": ["Area A"], "non-vru": ["Area B", "Area C"]},
        stances=said,
        base={
            "interventions": [dict(zip(columns, row, strict=True)) for row in programmes],
            "offences": [
                {"area": "Northshire", "code": "N", "year": "2019", "events": "10", "unit": "no"},
                {"area": "Southshire", "code": "S", "year": "2019", "events": "40", "unit": "yes"},
            ],
            "rates": [
                rate("Northshire", "N", 10, 50_000, "20.0000", "9.5908", "36.7807"),
                rate("Southshire", "S", 40, 100_000, "40.0000", "28.5768", "54.4686"),
                rate("all", "", 50, 150_000, "33.3333", "24.7402", "43.9456"),
            ],
            "people": [
                {"area": "Northshire", "code": "N", "vintage": "2019", "people": "50000"},
                {"area": "Southshire", "code": "S", "vintage": "2019", "people": "100000"},
                {"area": "Southshire", "code": "S", "vintage": "2020", "people": "1"},
            ],
        },
        tables={
            "readiness": [
                {"code": "Plan", "Area A": "present", "Area B": "absent", "Area C": "not raised"}
            ],
            "agreement": [
                {"theme": "All", **interval},
                {"theme": "Strategy", **interval, "estimate": "0.8849"},
                {"theme": "Never coded", "estimate": "", "low": "", "high": ""},
            ],
        },
        categories={
            ("interventions", "target"): ["schools", "in custody"],
            ("interventions", "target_group"): ["partners", "justice"],
            ("interventions", "level"): ["primary", "tertiary"],
        },
        verdicts=[
            claim("people in the region", "4.8 million", "4.9 million", "rounds differently"),
            claim("areas with a unit", "two", "two", "holds"),
            claim("where the Act says so", "Part 1", "Part 2", "differs"),
            {**claim("areas studied", "five", "five", "holds"), "basis": "study"},
        ],
        stages=[
            Stage("read", "read what was said.", frozenset({"raw"}), frozenset({"controlled"})),
            Stage("pass", "let it out.", frozenset({"controlled"}), frozenset({"open"})),
            Stage("draw", "draw it.", frozenset({"open"}), frozenset({"open"})),
        ],
        synthetic=True,
    )
