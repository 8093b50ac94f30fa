"""The kinds of figure: each a function from the scene and a block of ``config/figures.yml``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fieldstudy.draw.bars import bars
from fieldstudy.draw.compared import compared
from fieldstudy.draw.framework import framework
from fieldstudy.draw.helps import helps
from fieldstudy.draw.intervals import intervals
from fieldstudy.draw.look import Drawn
from fieldstudy.draw.pipeline import pipeline
from fieldstudy.draw.rates import rates
from fieldstudy.draw.scene import Block, Scene
from fieldstudy.draw.squares import squares
from fieldstudy.draw.states import states
from fieldstudy.draw.tiles import tiles
from fieldstudy.draw.together import together
from fieldstudy.errors import Problems

# What each kind needs in its block besides `id` and `kind`.
KINDS: dict[str, tuple[Callable[[Scene, Block], Drawn], tuple[str, ...]]] = {
    "bars": (bars, ("title", "from", "outer", "inner", "counted")),
    "compared": (compared, ("title", "basis")),
    "framework": (framework, ()),
    "helps": (helps, ()),
    "intervals": (
        intervals,
        ("title", "table", "label", "estimate", "low", "high", "said", "scale", "marks"),
    ),
    "pipeline": (pipeline, ("title",)),
    "rates": (
        rates,
        ("title", "from", "rate", "counted", "marked", "words", "scale", "whole"),
    ),
    "squares": (squares, ("title", "from", "rows", "columns", "counted")),
    "states": (states, ("title", "table", "rows", "words")),
    "tiles": (tiles, ("title", "from", "where", "whole", "people", "marked", "words", "tiles")),
    "together": (together, ()),
}


def check(blocks: Any, where: str) -> Sequence[Block]:
    """Give the declared figures.

    Raises
    ------
    StudyError
        With each block whose kind is not known, that lacks a key, or whose id is taken.
    """
    found, seen = Problems(), set()
    for number, block in enumerate(blocks, start=1):
        place = f"{where}: figures, entry {number}"
        name, kind = block.get("id", ""), block.get("kind", "")
        if not name.replace("_", "").isalnum() or name in seen:
            found.add(f"{place}: id", f"'{name}' must be letters, digits and _, and used once")
        seen.add(name)
        if kind not in KINDS:
            found.add(f"{place}: kind", f"'{kind}' is not a kind; allowed: {', '.join(KINDS)}")
            continue
        for key in KINDS[kind][1]:
            if key not in block:
                found.add(f"{place}: {key}", f"is missing; a figure of kind '{kind}' needs it")
    found.stop_if_any()
    return list(blocks)


def draw(scene: Scene, block: Block) -> Drawn:
    """Draw one declared figure."""
    return KINDS[block["kind"]][0](scene, block)
