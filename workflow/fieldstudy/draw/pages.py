"""Each open table as a page of its own, set by great_tables: counts, and shares of row and column."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldstudy.draw.blocks import Names, measured
from fieldstudy.draw.look import DARK, HAIRLINE, INK, MUTED, PALE, PAPER, TEAL
from fieldstudy.draw.scene import STANDIN, Block, Row, capital, percent

COUNT, TOTAL = "count", "total"
NUMBER = re.compile(r"[-−]?[\d,.]*%?")
# What each count is followed by, and how the three are called.
PARTS = {"n": "n", "row": "row %", "column": "column %"}
VARIABLES = {
    "ink": INK,
    "muted": MUTED,
    "hairline": HAIRLINE,
    "pale": PALE,
    "accent": TEAL,
    "paper": PAPER,
}
STYLE = """body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:72rem;background:var(--paper);
color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main>div{overflow-x:auto;padding:0!important}
table{border-collapse:collapse;border-top:.12rem solid var(--ink);border-bottom:.12rem solid var(--ink)}
caption{padding:0 0 .8rem;text-align:left;font-size:1.15rem;font-weight:600}
caption h1{margin:0;font-size:inherit;font-weight:inherit}
caption span{display:block;font-size:.9rem;font-weight:400;color:var(--muted)}
th,td{padding:.35rem .6rem;font-variant-numeric:tabular-nums;vertical-align:top}
thead th{font-weight:600;vertical-align:bottom}thead tr:last-child th{border-bottom:1px solid var(--muted)}
.gt_column_spanner{display:block;border-bottom:1px solid var(--hairline)}
tbody th{font-weight:400;text-align:left}tbody tr+tr>*{border-top:1px solid var(--hairline)}
tbody tr.whole>*{font-weight:600;border-top:1px solid var(--muted)}
thead th{white-space:nowrap}.gt_column_spanner{white-space:normal}tbody th,tbody td.gt_left{min-width:7.5rem}
.gt_right{text-align:right}.gt_left{text-align:left}.gt_center{text-align:center}
tfoot td{padding-top:.7rem;color:var(--muted);font-size:.86rem}a{color:var(--accent)}
a:focus-visible{outline:.16em solid var(--accent);outline-offset:.18em}"""
PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
{table}
<p>{links}</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Page:
    """A table ready to be set.

    Parameters
    ----------
    id, title, note
        Its name, its heading, and what stands below it.
    heads
        Its columns: key to what is printed; the first ``labels`` of them name a row.
    spans
        What is printed over several columns → their keys.
    rows
        Key to cell. ``whole`` tells that the last one is of totals.
    """

    id: str
    title: str
    note: str
    heads: dict[str, str]
    labels: int
    spans: dict[str, list[str]]
    rows: list[Row]
    whole: bool


def labels_of(block: Block) -> list[str]:
    """Give the columns that name a row."""
    return [block["rows"]] if isinstance(block["rows"], str) else list(block["rows"])


def counted(block: Block, wide: Sequence[Row], names: Names) -> Page:
    """Lay out a cross-table of counts: for each category its count, and its shares of row and column."""
    labels = labels_of(block)
    columns = [name for name in wide[0] if name not in labels]
    heads = {label: names.heading(label) for label in labels}
    spans: dict[str, list[str]] = {}
    parts = {column: _parts(block, column, columns) for column in columns}
    for at, column in enumerate(columns):
        if parts[column] == ["n"]:
            people = block["people"] == "yes" and column == COUNT
            heads[f"{at}:n"] = "People" if people else capital(column)
            continue
        spans[capital(column)] = [f"{at}:{part}" for part in parts[column]]
        heads |= {f"{at}:{part}": PARTS[part] for part in parts[column]}
    rows = []
    for row in wide:
        whole_row = row.get(TOTAL, row[columns[-1]])
        made = {label: capital(row[label]) for label in labels}
        for at, column in enumerate(columns):
            shares = {"n": row[column], "row": share(row[column], whole_row),
                      "column": share(row[column], wide[-1][column])}  # fmt: skip
            made |= {f"{at}:{part}": shares[part] for part in parts[column]}
        rows.append(made)
    note = "Shares are exact: of the total of the row, and of the column." if spans else ""
    return Page(block["id"], block["title"], note, heads, len(labels), spans, rows, True)


def _parts(block: Block, column: str, columns: Sequence[str]) -> list[str]:
    """Say what stands for a category: people have no shares, and a row's total is all of its row."""
    if block["people"] == "yes":
        return ["n"]
    return ["n", "column"] if len(columns) == 1 or column == TOTAL else list(PARTS)


def share(part: str, whole: str) -> str:
    """Give a share as a percentage; of what is hidden or nothing, none.

    Examples
    --------
    >>> share("29", "47"), share("hidden", "47"), share("0", "0")
    ('62%', '', '')
    """
    if not (part.isdecimal() and whole.isdecimal()) or not int(whole):
        return ""
    return percent(int(part), int(whole))


def listing(block: Block, wide: Sequence[Row], names: Names) -> Page:
    """Lay out a table of words or of measured values as it stands."""
    labels = labels_of(block)
    heads = {name: names.heading(name) for name in wide[0]}
    rows = [
        {name: capital(v) if name in labels else measured(name, v) for name, v in row.items()}
        for row in wide
    ]
    return Page(block["id"], block["title"], "", heads, len(labels), {}, rows, False)


def page(made: Page, links: Mapping[str, str], synthetic: bool) -> str:
    """Set a table as an HTML page that loads nothing and runs nothing.

    Parameters
    ----------
    made
        The table.
    links
        What is said → where it leads, relative to the page.
    synthetic
        Whether to say that the data are a stand-in.
    """
    said = "".join(f"<span>{STANDIN}</span>" for _ in range(synthetic))
    caption = f"<caption><h1>{html.escape(made.title)}</h1>{said}</caption>"
    table = re.sub(r"<style>.*?</style>\n?", "", _set(made), flags=re.S)
    table = re.sub(r"(<table\b[^>]*>)", lambda head: f"{head[1]}\n{caption}", table)
    if made.whole:
        at = table.rindex("<tr>", 0, table.index("</tbody>"))
        table = f'{table[:at]}<tr class="whole">{table[at + 4 :]}'
    leading = " · ".join(f'<a href="{place}">{said}</a>' for said, place in links.items())
    light = ";".join(f"--{name}:{colour}" for name, colour in VARIABLES.items())
    dark = ";".join(f"--{name}:{DARK[colour]}" for name, colour in VARIABLES.items())
    style = f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{STYLE}"
    return PAGE.format(
        title=html.escape(made.title), style=style, table=table.strip(), links=leading
    )


def _set(made: Page) -> str:
    """Let great_tables set the table, its identifiers made of its name."""
    import pandas as pd
    from great_tables import GT

    keys = list(made.heads)
    stub = keys[0] if made.labels == 1 else None
    frame = pd.DataFrame(made.rows, columns=keys, dtype=str)
    table = GT(frame, id=f"tbl-{made.id.replace('_', '-')}", rowname_col=stub)
    if stub:
        table = table.tab_stubhead(made.heads[stub])
    for at, (label, columns) in enumerate(made.spans.items()):
        table = table.tab_spanner(label, columns, id=f"over-{at}")
    table = table.cols_label(cases={key: made.heads[key] for key in keys if key != stub})
    for key in keys[made.labels :]:
        number = all(NUMBER.fullmatch(row[key]) for row in made.rows)
        table = table.cols_align("right" if number or made.whole else "left", columns=[key])
    if made.note:
        table = table.tab_source_note(made.note)
    # A table too wide for the window is scrolled by keyboard as well.
    reach = f'<div tabindex="0" role="region" aria-label="{html.escape(made.title)}" '
    text = str(table.as_raw_html()).replace("<div ", reach, 1)
    return text if stub else _named(text, made.labels)


def _named(text: str, labels: int) -> str:
    """Mark the last of several categories as what names its row; great_tables marks one alone."""
    cell = r"\s*<td [^>]*>[^<]*</td>"
    row = re.compile(rf"(<tr>(?:{cell}){{{labels - 1}}}\s*)<td ([^>]*)>([^<]+)</td>")
    return row.sub(r'\1<th scope="row" \2>\3</th>', text)
