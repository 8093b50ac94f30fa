"""Write open tables and verdicts as blocks that the prose includes, each with label and caption.

It lays out and counts nothing: a cell is printed as the open table has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Row = dict[str, str]

STANDIN = "Synthetic stand-in data."
# Characters that Markdown would take for its own.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>$@#|~^])")
FIGURE = re.compile(r"[<≥≤~]?\s*-?[\d.,]*\s*%?|–|—|·")
HEADS = {"count": "Number", "total": "Total"}
CLAIM_HEADS = ("Claim", "Published", "Regenerated", "Verdict")
CLAIM_WIDTHS = (31, 23, 25, 21)
RECORD_HEADS = ("Claim", "Published", "By the record", "Verdict", "Why")
RECORD_WIDTHS = (19, 16, 16, 14, 35)


def escaped(text: str) -> str:
    r"""Give a text that Markdown prints as it stands.

    Examples
    --------
    >>> escaped("a_b | <3")
    'a\\_b \\| \\<3'
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def block(
    label: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int] = (),
) -> str:
    """Lay out a table; its cells are Markdown already.

    Parameters
    ----------
    label
        Without ``tbl-``; underscores become hyphens.
    caption
        One or more sentences.
    heads, rows
        A column that holds figures alone is set to the right.
    widths
        Width of each column in hundredths of the text's; left out, as wide as their cells.
    """
    sides = [_side([row[column] for row in rows]) for column in range(len(heads))]
    lines = [_line(heads), _line(sides), *(_line(row) for row in rows)]
    name = f"#tbl-{label.replace('_', '-')}"
    sizes = f' tbl-colwidths="[{",".join(map(str, widths))}]"' if widths else ""
    return "\n".join([*lines, "", f": {caption} {{{name}{sizes}}}", ""])


def _line(cells: Sequence[str]) -> str:
    """Give one line of a pipe table."""
    return f"| {' | '.join(cells)} |"


def _side(cells: list[str]) -> str:
    """Choose the side a column is set to."""
    bare = [cell.replace("\\", "").strip("*") for cell in cells]
    return "---:" if any(bare) and all(FIGURE.fullmatch(cell) for cell in bare) else ":---"


def table_block(
    name: str, title: str, denominator: str, table: Sequence[Row], synthetic: bool
) -> str:
    """Write an open cross-table."""
    heads = list(table[0])
    notes = [f"{title}."] + ([f"Shares are {denominator}."] if _shares(table) else [])
    caption = " ".join(escaped(note) for note in notes + [STANDIN] * synthetic)
    rows = [[_cell(row[head], row[heads[0]]) for head in heads] for row in table]
    return block(name, caption, [_head(head) for head in heads], rows, _widths(heads, table))


def _shares(table: Sequence[Row]) -> bool:
    """Tell whether a table prints shares."""
    return any(
        "%" in cell or re.fullmatch(r"[01]\.\d{4}", cell) for r in table for cell in r.values()
    )


def _head(name: str) -> str:
    """Give a column's heading."""
    words = HEADS.get(name, name.replace("_", " "))
    return escaped(words[:1].upper() + words[1:])


def _cell(text: str, first: str) -> str:
    """Give a cell, in bold in the line of totals."""
    return f"**{escaped(text)}**" if first == "total" and text else escaped(text)


def _widths(heads: list[str], table: Sequence[Row]) -> list[int]:
    """Share out the text's width where cells are too long for one line."""
    # The shortest column must still hold its longest word.
    needs = [max(len(head), *(len(row[head]) for row in table)) for head in heads]
    if sum(needs) <= 78:
        return []
    least = [max(len(word) for row in [head, *(r[head] for r in table)] for word in [*row.split(), ""])
             for head in heads]  # fmt: skip
    capped = [max(low, min(need, 40)) for low, need in zip(least, needs, strict=True)]
    return [max(1, round(100 * need / sum(capped))) for need in capped]


def claims_block(verdicts: Sequence[Row], synthetic: bool) -> str:
    """Write the appendix: every claim, with the anchor that findings link to."""
    caption = "Every claim: what was published, what was regenerated, and the verdict."
    caption += f" {STANDIN[:-1]}, but for public record." if synthetic else ""
    rows = [
        [f"[{_breakable(row['id'])}]{{#claim-{row['id']}}}", *_said(row), escaped(row["verdict"])]
        for row in verdicts
    ]
    return block("claims", caption, CLAIM_HEADS, rows, CLAIM_WIDTHS)


def record_block(verdicts: Sequence[Row]) -> str:
    """Write the claims that public record settles, with the reason for each verdict."""
    caption = "Claims that public record settles: as published, by the record, and the verdict."
    rows = [
        [_breakable(row["id"]), *_said(row), escaped(row["verdict"]), escaped(row["reason"])]
        for row in verdicts
        if row["basis"] == "record"
    ]
    return block("record", caption, RECORD_HEADS, rows, RECORD_WIDTHS)


def _said(row: Row) -> list[str]:
    """Give what was published and what was regenerated."""
    return [escaped(row["published"]) or "–", escaped(row["regenerated"]) or "–"]


def _breakable(name: str) -> str:
    """Let a long name break after its underscores."""
    return escaped(name.replace("_", "_\u200b"))
