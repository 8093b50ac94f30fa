"""The page that says how to add a table or a figure is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fieldstudy.draw.figures import KINDS
from fieldstudy.draw.scene import Scene

PAGE = (Path(__file__).parents[2] / "docs/figures-and-tables.md").read_text(encoding="utf-8")


def test_the_figure_of_the_page_can_be_drawn_as_it_stands(scene: Scene) -> None:
    code = re.search(r"```python\n(\"\"\".*?)```", PAGE, re.DOTALL)
    assert code
    made: dict[str, Any] = {}
    exec(code[1], made)
    block = {"id": "spread", "kind": "spread", "title": "Squares", "from": "interventions"}
    drawn = made["spread"](scene, block)
    assert drawn.alt == "4 squares." and set(drawn.files) == {"svg", "pdf", "png"}


def test_the_page_names_every_kind_with_what_it_needs() -> None:
    told: dict[str, set[str]] = {}
    for kinds, needs in re.findall(r"^\| (`.*?`) \| .* \| (.*) \|$", PAGE, re.MULTILINE):
        for kind in re.findall(r"`(\w+)`", kinds):
            told[kind] = set(re.findall(r"`(\w+)`", needs.partition(";")[0]))
    assert {kind: set(needs) for kind, (_, needs) in KINDS.items()} == {
        kind: told.get(kind) for kind in KINDS
    }
