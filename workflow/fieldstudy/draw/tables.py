"""Tables as print: the declared cross-tables, agreement, the record claims, and every claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldstudy.draw.blocks import Names, escaped, measured, table
from fieldstudy.draw.pages import labels_of
from fieldstudy.draw.scene import STANDIN, Block, Row, capital, percent

COUNT, TOTAL = "count", "total"
HIDDEN = "[c]"  # what disclosure control puts for a number that is withheld
# A column of areas' groups is read downwards: a share is of the group's own cases.
OF_COLUMN = "group"
AGREEMENT = ("units", "percent", "kappa", "alpha")


def cross_table(block: Block, wide: list[Row], synthetic: bool, names: Names) -> str:
    """Print a counted cross-table: counts, and shares of the cases or statements they are of.

    Parameters
    ----------
    block
        Its declaration in ``config/tables.yml``.
    wide
        Its rows as tabulated, the last one totals.
    synthetic
        Whether to say that the data are a stand-in.
    names
        What columns are called.
    """
    labels = labels_of(block)
    heads = [column for column in wide[0] if column not in labels]
    totals = wide[-1]
    shared = block["people"] == "no" and len(heads) > 1
    rows = []
    for row in wide:
        last = row is totals
        said = [capital(row[label]) for label in labels]
        cells = [_cell(row, head, totals, block, shared) for head in heads]
        marked = [escaped(cell) for cell in (*said, *cells)]
        rows.append([f"**{cell}**" if last and cell else cell for cell in marked])
    _blank_repeats(rows, len(labels) - 1)
    title = block["title"]
    if shared and block.get("denominator"):
        title += f"; percentages {block['denominator']}"
    numbers = frozenset(range(len(labels), len(labels) + len(heads)))
    printed = [escaped(names.heading(name)) for name in (*labels, *heads)]
    if block["people"] == "yes" and heads == [COUNT]:
        printed[-1] = "People"
    if any(row[head] == HIDDEN for row in wide for head in heads):
        title += f"; {HIDDEN} is withheld, since it would let too small a crowd be counted"
    return table(block["id"], _caption(title, synthetic), printed, rows, numbers=numbers)


def _cell(row: Row, head: str, totals: Row, block: Block, shared: bool) -> str:
    """Print a count, with its share of the column's or the row's total."""
    down = block.get("columns") == OF_COLUMN
    part, of = row[head], totals[head] if down else row.get(TOTAL, "")
    # A cell that is hidden, or whose total is, says so itself and has no share.
    if not (part.isdecimal() and of.isdecimal()):
        return part
    count, whole = int(part), int(of)
    if not shared or not count:
        return str(count)
    return str(count) if count == whole else f"{count} ({percent(count, whole)})"


def _blank_repeats(rows: list[list[str]], columns: int) -> None:
    """Leave out a row's category where the row above has it too."""
    for at in range(columns):
        for below, above in zip(reversed(rows), reversed(rows[:-1]), strict=False):
            if below[at] == above[at]:
                below[at] = ""


def values_table(block: Block, wide: list[Row], synthetic: bool, names: Names) -> str:
    """Print a table of words, such as what each area has in place."""
    labels = labels_of(block)
    heads = list(wide[0])
    rows = [[escaped(capital(row[h]) if h in labels else row[h]) for h in heads] for row in wide]
    return table(
        block["id"],
        _caption(block["title"], synthetic),
        [escaped(names.heading(h)) for h in heads],
        rows,
    )


def agreement(wide: list[Row], synthetic: bool) -> str:
    """Print agreement by theme: coincidence, kappa, and alpha with its interval."""
    rows = [
        [
            escaped(row["theme"]),
            *(escaped(measured(name, row[name])) for name in AGREEMENT),
            f"{measured('low', row['low'])} to {measured('high', row['high'])}"
            if row["low"]
            else "",
        ]
        for row in wide
    ]
    heads = ["Theme", "Units", "Agreed", "Cohen’s kappa", "Krippendorff’s alpha", "95% interval"]
    said = "Agreement between coders, by theme, before adjudication; the interval is of alpha"
    numbers = frozenset(range(1, len(heads)))
    return table("agreement", _caption(said, synthetic), heads, rows, numbers=numbers)


def record(verdicts: list[Row], meanings: Mapping[str, str]) -> str:
    """Print what was published of matters that public record settles, and what the record gives."""
    rows = [
        [
            _meaning(row, meanings),
            *(escaped(row[name]) for name in ("published", "regenerated")),
            f"**{escaped(row['verdict'])}**",
            escaped(row["reason"]),
        ]
        for row in verdicts
        if row["basis"] == "record" and row["published"]
    ]
    heads = ["What", "Published", "Record gives", "Verdict", "Reason"]
    said = "Published figures that public record can settle"
    return table("record", escaped(said), heads, rows, widths=(24, 14, 16, 20, 26))


def _meaning(verdict: Row, meanings: Mapping[str, str]) -> str:
    """Say what a claim is about; its id if the ledger does not say."""
    return escaped(capital(meanings.get(verdict["id"]) or verdict["id"]))


def claims(verdicts: list[Row], meanings: Mapping[str, str], synthetic: bool) -> str:
    """Print every claim; the paper's findings link to its rows."""
    rows = [
        [
            f"[{_meaning(row, meanings)}]{{#claim-{row['id']}}}",
            *(escaped(row[name]) for name in ("published", "regenerated", "verdict")),
        ]
        for row in verdicts
    ]
    heads = ["Claim", "Published", "Regenerated", "Verdict"]
    said = "Every claim: what was published, what was regenerated, and how they compare"
    return table("claims", _caption(said, synthetic), heads, rows, widths=(40, 19, 24, 17))


def _caption(said: str, synthetic: bool) -> str:
    """End a caption, saying where the data are a stand-in."""
    return escaped(f"{said}. {STANDIN}." if synthetic else said)


def printed(
    outputs: Sequence[Block], tables: Mapping[str, list[Row]], synthetic: bool, names: Names
) -> dict[str, str]:
    """Print every open cross-table, agreement in its own form."""
    made = {}
    for block in outputs:
        rows = tables.get(block["id"], [])
        if not rows:
            continue
        if block["measure"] == "count":
            made[block["id"]] = cross_table(block, rows, synthetic, names)
        elif block["from"] == "agreement":
            made["agreement"] = agreement(rows, synthetic)
        else:
            made[block["id"]] = values_table(block, rows, synthetic, names)
    return made
