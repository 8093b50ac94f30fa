"""Show every change side by side in one HTML page; it loads nothing, and runs its own script alone."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import count
from pathlib import Path

from fieldstudy.anonymise.spans import WITHDRAWN, Span

Row = dict[str, str]
DATA = Path(__file__).parent / "data"
STATES = {
    "unsure": "not sure, waits for a decision",
    "decided": "decided by a person",
    "sure": "sure",
    "withdrawn": "withdrawn",
}


def page(
    turns: Sequence[Row], speakers: Sequence[str], spans: Sequence[Sequence[Span]], title: str
) -> str:
    """Write the page: raw text on the left, anonymised on the right, changes marked.

    Parameters
    ----------
    turns
        Raw turns.
    speakers
        What stands for each turn's speaker.
    spans
        Finds with their replacements, one list a turn.
    title
        The study's title.
    """
    style, script = ((DATA / name).read_text(encoding="utf-8") for name in ("diff.css", "diff.js"))
    body = "\n".join(_body(turns, speakers, spans))
    counts = Counter(_state(span) for found in spans for span in found)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(style, script))}">\n'
        "<title>Confidential: what was anonymised</title>\n"
        f"<style>{style}</style></head>\n"
        f'<body data-page="changes {_digest(body)[:16]}">\n{_top(title, counts)}\n'
        f"<main>\n{body}\n</main>\n<script>{script}</script></body></html>\n"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else."""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _top(title: str, counts: Counter[str]) -> str:
    """Write the heading, and what steers the page."""
    boxes = " ".join(
        f'<label><input type="checkbox" name="state" value="{state}" checked> '
        f'<span class="{state}">{words}</span> ({counts[state]})</label>'
        for state, words in STATES.items()
    )
    return (
        f"<header><h1>Confidential: what was anonymised</h1>\n<p>{escape(title)}. This page holds raw "
        "text and must stay in the controlled tier. Keys: <kbd>n</kbd> next change, "
        "<kbd>p</kbd> previous.</p></header>\n"
        '<nav aria-label="Changes"><button id="previous" type="button">Previous</button>'
        '<button id="next" type="button">Next</button>'
        '<progress id="bar" aria-label="Changes seen" value="0"></progress>'
        '<span id="told" role="status"></span>'
        f"<fieldset><legend>Show</legend>{boxes} "
        '<label><input type="checkbox" id="only"> only turns with these</label></fieldset></nav>'
    )


def _body(
    turns: Sequence[Row], speakers: Sequence[str], spans: Sequence[Sequence[Span]]
) -> list[str]:
    """Write one table an interview."""
    rows: list[str] = []
    numbers = count(1)
    interview = None
    for turn, speaker, found in zip(turns, speakers, spans, strict=True):
        if turn["interview"] != interview:
            rows += ["</tbody></table>"] * (interview is not None)
            interview = turn["interview"]
            rows.append(_table(interview))
        rows.append(_row(turn, speaker, found, numbers))
    return [*rows, *["</tbody></table>"] * (interview is not None)]


def _table(interview: str) -> str:
    return (
        f"<h2>Interview {escape(interview)}</h2>\n<table><thead><tr>"
        '<th class="n" scope="col">Turn</th><th scope="col">Raw</th>'
        '<th scope="col">Anonymised</th></tr></thead><tbody>'
    )


def _state(span: Span) -> str:
    return "withdrawn" if span.type == WITHDRAWN else span.state


def _row(turn: Row, speaker: str, spans: Sequence[Span], numbers: count[int]) -> str:
    """Write one turn; the two sides of a change carry the same number."""
    text, at = turn["text"], 0
    raw = [f"<del>{escape(turn['speaker'])}</del>: "]
    new = [f"<ins>{escape(speaker)}</ins>: "]
    for span in spans:
        same = escape(text[at : span.start])
        gone = "…" if span.type == WITHDRAWN else escape(text[span.start : span.end])
        state = _state(span)
        mark = (
            f'class="{state}" data-n="{next(numbers)}" data-state="{state}" '
            f'title="{span.type}, {span.source}, {span.confidence:.2f}, {state}"'
        )
        raw.append(f"{same}<del {mark}>{gone}</del>")
        new.append(f'{same}<ins tabindex="-1" {mark}>{escape(span.replacement)}</ins>')
        at = span.end
    rest = escape(text[at:])
    cells = f"<td>{''.join(raw)}{rest}</td><td>{''.join(new)}{rest}</td>"
    return f'<tr><td class="n">{escape(turn["turn"])}</td>{cells}</tr>'
