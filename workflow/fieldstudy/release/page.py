"""Write the page that a reviewer opens: every verdict with its reason, what changed, what to compare.

The page holds no script, loads nothing, and allows nothing but its own style.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from fieldstudy.release.summary import ORDER
from fieldstudy.release.verify import Change

Row = dict[str, str]
STYLE = """
:root { color-scheme: light dark; --ink: #1d2b33; --paper: #ffffff; --muted: #55636b; --line: #b9c4c9;
  --bad: #8f1d2c; --accent: #17596b; --note: #fdf3dc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4eaed; --paper: #12191d; --muted: #a5b2b9;
  --line: #3a474e; --bad: #ff9aa8; --accent: #7cc4d8; --note: #33290f; } }
body { margin: 0 auto; padding: 2rem 1.2rem 4rem; max-width: 76rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1, h2 { color: var(--accent); line-height: 1.2; } a { color: var(--accent); }
.note { background: var(--note); border-left: 3px solid #b7791f; padding: .6rem .9rem; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; }
.wide { overflow-x: auto; } .wide:focus { outline: 2px solid var(--accent); }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--muted); }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th[scope="row"] { font-weight: 400; min-width: 14rem; }
tr:target { background: var(--note); } .bad { color: var(--bad); font-weight: 600; }
code { font-size: .9em; overflow-wrap: anywhere; }
@media print { body { max-width: none; font-size: 9pt; } .skip { display: none; } }
""".strip()
BAD_MARK = ' class="bad"'
BAD = ("rounds differently", "differs", "unsupported")


def page(
    title: str,
    notice: str,
    verdicts: Sequence[Row],
    meanings: Mapping[str, str],
    changes: Sequence[Change] | None,
    files: Sequence[Row] = (),
) -> str:
    """Write the page.

    Parameters
    ----------
    title
        Of the study.
    notice
        That the data are a stand-in; empty for real data.
    verdicts
        Rows with id, basis, published, regenerated, verdict and reason.
    meanings
        What each claim means.
    changes
        What differs from the verdicts accepted; ``None`` if none were ever accepted.
    files
        What the CODECHECK manifest lists, each a ``file`` of the open tier and a ``comment``.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = [
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>Verdicts: {escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        '<a class="skip" href="#verdicts">Skip to the verdicts</a>',
        f"<main>\n<h1>Verdicts</h1>\n<p>{escape(title)}</p>",
        f'<p class="note" role="note">{escape(notice)}</p>' if notice else "",
        _counted(verdicts),
        _changed(changes),
        _table(verdicts, meanings),
        _files(files),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _counted(verdicts: Sequence[Row]) -> str:
    """Count the verdicts."""
    counts = Counter(row["verdict"] for row in verdicts)
    items = [f"<li>{counts[name]} {escape(name)}</li>" for name in ORDER if counts[name]]
    wrong = [
        f'<li><a href="#claim-{escape(row["id"])}">{escape(row["id"])}</a>, '
        f"<strong{BAD_MARK}>{escape(row['verdict'])}</strong>: {escape(row['reason'])}</li>"
        for row in verdicts
        if row["verdict"] in BAD
    ]
    told = ["<p>Not as printed:</p>", "<ul>", *wrong, "</ul>"] if wrong else []
    head = [f"<h2>In short</h2>\n<p>{len(verdicts)} claims:</p>", "<ul>", *items, "</ul>"]
    return "\n".join([*head, *told])


def _changed(changes: Sequence[Change] | None) -> str:
    """Say what differs from the verdicts accepted."""
    head = "<h2>Against the verdicts last accepted</h2>\n"
    if changes is None:
        return f"{head}<p>None have been accepted yet: <code>claim freeze</code> does.</p>"
    if not changes:
        return f"{head}<p>Every claim has the verdict that was accepted.</p>"
    items = [
        f"<li{BAD_MARK if change.worse else ''}>{escape(change.claim)}: {escape(change.before)}, "
        f"now {escape(change.after)}{' (worse)' if change.worse else ''}</li>"
        for change in changes
    ]
    return head + "<ul>\n" + "\n".join(items) + "\n</ul>"


def _table(verdicts: Sequence[Row], meanings: Mapping[str, str]) -> str:
    """Set the table of verdicts."""
    heads = ("Claim", "Rests on", "Published", "Regenerated", "Verdict", "Reason")
    lines = []
    for row in verdicts:
        name = escape(row["id"])
        mark = BAD_MARK if row["verdict"] in BAD else ""
        meaning = escape(meanings.get(row["id"], ""))
        cells = [f'<th scope="row"><code>{name}</code><br>{meaning}</th>']
        cells += [
            f"<td>{escape(row[column])}</td>" for column in ("basis", "published", "regenerated")
        ]
        cells += [f"<td{mark}>{escape(row['verdict'])}</td>", f"<td>{escape(row['reason'])}</td>"]
        lines.append(f'<tr id="claim-{name}">{"".join(cells)}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        '<h2 id="verdicts">Every claim</h2>\n'
        '<div class="wide" tabindex="0" role="region" aria-label="Table of verdicts">\n<table>\n'
        "<caption>What was published, what was regenerated, and how they compare</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(lines)
        + "\n</tbody>\n</table>\n</div>"
    )


def _files(files: Sequence[Row]) -> str:
    """List what a person who checks the study compares, as the CODECHECK manifest does."""
    if not files:
        return ""
    rows = [
        f'<tr><th scope="row"><a href="../{escape(one["file"])}">{escape(one["file"])}</a></th>'
        f"<td>{escape(one['comment'])}</td></tr>"
        for one in files
    ]
    return (
        '<h2 id="codecheck">What to compare</h2>\n'
        "<p>Build the study again from its bundle, and compare these files with those that it came"
        ' with. <a href="../codecheck.yml">codecheck.yml</a> lists them as a CODECHECK manifest, to'
        " which the person who checks adds name, date and certificate.</p>\n"
        '<div class="wide" tabindex="0" role="region" aria-label="Files to compare">\n<table>\n'
        "<caption>Files of the CODECHECK manifest</caption>\n"
        '<thead><tr><th scope="col">File</th><th scope="col">What it is</th></tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody>\n</table>\n</div>"
    )
