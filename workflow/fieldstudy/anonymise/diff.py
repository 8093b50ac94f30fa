"""Show every change side by side in one HTML page that loads and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape

from fieldstudy.anonymise.spans import WITHDRAWN, Span

Row = dict[str, str]
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{border-top:1px solid #767676;padding:.5rem;"
    "text-align:left;vertical-align:top;width:48%}th.n,td.n{width:4%}"
    "del{background:#ffd7d5;text-decoration:none}ins{background:#d2f4d3;text-decoration:none}"
    ".unsure{outline:2px dashed #8a4b00}.decided{outline:2px solid #1a5fb4}"
)


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
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    rows = [_head(title, policy)]
    interview = None
    for turn, speaker, found in zip(turns, speakers, spans, strict=True):
        if turn["interview"] != interview:
            rows.append("</tbody></table>" if interview is not None else "")
            interview = turn["interview"]
            rows.append(_table(interview))
        rows.append(_row(turn, speaker, found))
    rows.append("</tbody></table>" if interview is not None else "")
    return "\n".join([*filter(None, rows), "</main></body></html>", ""])


def _head(title: str, policy: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f"<title>Confidential: what was anonymised</title>\n<style>{STYLE}</style></head>\n<body><main>"
        f"<h1>Confidential: what was anonymised</h1>\n<p>{escape(title)}. This page holds raw text and "
        'must stay in the controlled tier. <span class="unsure">Dashed</span>: not sure, waits for a '
        'decision. <span class="decided">Framed</span>: decided by a person.</p>'
    )


def _table(interview: str) -> str:
    return (
        f"<h2>Interview {escape(interview)}</h2>\n<table><thead><tr>"
        '<th class="n" scope="col">Turn</th><th scope="col">Raw</th>'
        '<th scope="col">Anonymised</th></tr></thead><tbody>'
    )


def _row(turn: Row, speaker: str, spans: Sequence[Span]) -> str:
    text, at = turn["text"], 0
    raw = [f"<del>{escape(turn['speaker'])}</del>: "]
    new = [f"<ins>{escape(speaker)}</ins>: "]
    for span in spans:
        same = escape(text[at : span.start])
        gone = "…" if span.type == WITHDRAWN else escape(text[span.start : span.end])
        tip = f'class="{span.state}" title="{span.type}, {span.source}, {span.confidence:.2f}"'
        raw.append(f"{same}<del {tip}>{gone}</del>")
        new.append(f"{same}<ins {tip}>{escape(span.replacement)}</ins>")
        at = span.end
    rest = escape(text[at:])
    cells = f"<td>{''.join(raw)}{rest}</td><td>{''.join(new)}{rest}</td>"
    return f'<tr><td class="n">{escape(turn["turn"])}</td>{cells}</tr>'
