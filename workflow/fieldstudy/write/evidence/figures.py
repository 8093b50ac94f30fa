"""Show the figures of the open tier, each with the claims whose numbers it draws."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fieldstudy.io import read_text
from fieldstudy.write.evidence.prose import beside_figures, plain
from fieldstudy.write.evidence.sources import Sources

BLOCK = re.compile(r'!\[(?P<caption>.*)\]\((?P<file>[^)]+)\)\{[^"]*fig-alt="(?P<alt>[^"]*)"', re.S)
# Figures that draw the framework matrix and are no cross-table of the same name.
OF_FINDINGS = ("framework", "helps")
Claim = dict[str, Any]


def figures(sources: Sources) -> list[dict[str, Any]]:
    """Give every figure: picture, caption, alternative text, and the claims that it shows."""
    beside = beside_figures(read_text(sources.paper))
    shown = []
    for path in sorted(sources.figures.glob("_*.qmd")):
        name = path.stem.removeprefix("_")
        block = BLOCK.search(read_text(path))
        picture = sources.figures / f"{name}.svg"
        if block and picture.is_file():
            codes = _codes(name, sources)
            claims = beside.get(name, set()) | {
                claim["id"] for claim in sources.claims if _draws(name, claim, codes, sources)
            }
            shown.append(
                {
                    "id": name,
                    "caption": plain(block["caption"]),
                    "alt": plain(block["alt"]),
                    "svg": _trimmed(picture),
                    "claims": [c["id"] for c in sources.claims if c["id"] in claims],
                }
            )
    return shown


def _codes(name: str, sources: Sources) -> set[str]:
    """Name the statements that a figure of the matrix draws."""
    declared = next((block for block in sources.outputs if block["id"] == name), {})
    listed = declared.get("order", {}).get("code", {})
    codes = [code["code"] for code in sources.codebook["codes"]]
    if name == "helps":
        return {c["code"] for c in sources.codebook["codes"] if c["valence"] != "neither"}
    return set(listed or codes)


def _draws(name: str, claim: Claim, codes: set[str], sources: Sources) -> bool:
    """Tell whether a figure draws what a claim counts."""
    declared = next((block for block in sources.outputs if block["id"] == name), {})
    table = "findings" if name in OF_FINDINGS else declared.get("from", name)
    code = claim["parameters"].get("code", "")
    return table in claim["asks"] and (code in codes if code else table != "findings")


def _trimmed(path: Path) -> str:
    """Give a picture's text without its head, which a page does not need."""
    text = read_text(path)
    return text[max(text.find("<svg"), 0) :].strip()
