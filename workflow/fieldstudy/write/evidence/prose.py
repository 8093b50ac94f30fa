"""Find the sentences of the paper in which a claim stands, as a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

SPAN = re.compile(r'^\[(?P<words>.*)\]\{\.(?P<kind>\w+) claim="(?P<claim>\w+)"\}$', re.S)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#@$^~|])")
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
META = re.compile(r"\{\{<\s*meta\s+([\w.-]+)\s*>\}\}")
FINDING = re.compile(r"findings\.(\w+)\.\w+")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z{“@*])")
NOT_PROSE = ("#", ":::", "|", "{{< include", "![", "- ", "```")
EMPHASIS = re.compile(r"(\*+)(?=\S)([^*]+)(?<=\S)\1")
FIGURE = re.compile(r"@fig-([\w-]*\w)")
NAMES = {"fig": "the figure", "tbl": "the table", "sec": "the section"}
PLAIN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\s*\[-?@[^\]]*\]"), ""),
    (re.compile(r"@(fig|tbl|sec)-[\w-]*\w"), lambda found: NAMES[found[1]]),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
)
MOST = 3  # sentences shown of one claim
Piece = tuple[str, bool]


def plain(text: str) -> str:
    r"""Take the span and the escapes of Markdown off a finding.

    Examples
    --------
    >>> plain('[near \\[Town 1\\]]{.finding claim="areas"}')
    'near [Town 1]'
    """
    span = SPAN.match(text)
    return ESCAPED.sub(r"\1", span["words"] if span else text)


def paragraphs(prose: str) -> list[str]:
    """Give the paragraphs of running text."""
    blocks = re.split(r"\n\s*\n", FRONT.sub("", prose))
    return [" ".join(b.split()) for b in blocks if b.strip() and not b.startswith(NOT_PROSE)]


def sentences(prose: str, meta: Mapping[str, Any]) -> dict[str, list[list[Piece]]]:
    """Give each claim's sentences, in pieces of text; a piece of the claim's own is marked.

    Parameters
    ----------
    prose
        The paper as written, with shortcodes.
    meta
        The open findings and quotations.
    """
    found: dict[str, list[list[Piece]]] = {}
    for paragraph in paragraphs(prose):
        for sentence in SENTENCE.split(paragraph):
            for claim in dict.fromkeys(FINDING.findall(sentence)):
                of_claim = found.setdefault(claim, [])
                if len(of_claim) < MOST:
                    of_claim.append(_pieces(sentence, claim, meta))
    return found


def _pieces(sentence: str, claim: str, meta: Mapping[str, Any]) -> list[Piece]:
    """Resolve a sentence's shortcodes, the claim's own words as pieces of their own."""
    pieces: list[Piece] = []
    for number, part in enumerate(META.split(EMPHASIS.sub(r"\2", sentence))):
        if number % 2:
            own = part.startswith(f"findings.{claim}.")
            pieces.append((plain(str(_value(meta, part))), own))
        else:
            for pattern, new in PLAIN:
                part = pattern.sub(new, part)
            pieces.append((part, False))
    return [piece for piece in pieces if piece[0]]


def _value(meta: Mapping[str, Any], path: str) -> Any:
    """Look a value up by its dotted path; what is not known here stays a gap."""
    value: Any = meta
    for step in path.split("."):
        value = value.get(step, "…") if isinstance(value, Mapping) else "…"
    return value


def beside_figures(prose: str) -> dict[str, set[str]]:
    """Give, for each figure, the claims that stand in a paragraph with it."""
    found: dict[str, set[str]] = {}
    for paragraph in paragraphs(prose):
        for figure in FIGURE.findall(paragraph):
            found.setdefault(figure.replace("-", "_"), set()).update(FINDING.findall(paragraph))
    return found
