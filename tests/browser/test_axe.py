"""Every page passes the rules of axe, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.slow
PLACES = [
    *(("open", f"#{view}") for view in ("claims", "claim-interventions_vru", "matrix")),
    *(("open", f"#{view}") for view in ("cell-governance/Area%20C", "figures", "about")),
    *(("safeguarded", f"#{view}") for view in ("claim-violence_sidelined", "claim-two_tiers")),
    *(("safeguarded", f"#{view}") for view in ("interview-1", "passages", "interview-4/29")),
    ("paper", ""),
    ("framework", ""),
    ("disagreements", ""),
    ("notebook", ""),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "address"), PLACES)
def test_axe_finds_nothing(site: Callable[..., Any], name: str, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = site(name, address)
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    found = axe.run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
