"""What the notebooks share: how a table is read and shown, and charts in the look of the figures."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path
from typing import Any

import pandas as pd

from fieldstudy.draw.look import (
    INK,
    MUTED,
    ORANGE,
    TEAL,
    TEAL_LIGHT,
    UNDATED,
    for_dark_screens,
    settle,
)
from fieldstudy.io import read_table, read_yaml

__all__ = ["MUTED", "ORANGE", "TEAL", "TEAL_LIGHT", "Study"]


class Study:
    """The built study that a notebook looks at: its safeguarded and its open tier.

    Parameters
    ----------
    root
        The folder that holds ``results/``.
    """

    def __init__(self, root: Path) -> None:
        import seaborn as sns

        self.safeguarded, self.open = root / "results/safeguarded", root / "results/open"
        small = {"figure.figsize": (7.2, 3.2), "axes.edgecolor": MUTED, "axes.labelcolor": INK}
        ticks = {"xtick.color": MUTED, "ytick.color": INK, "ytick.left": False, "axes.grid": False}
        sns.set_theme(style="white", font="DejaVu Sans", font_scale=0.85, rc=small | ticks)
        settle()

    def notice(self) -> Any:
        """Say that the data are a stand-in, where they are."""
        from IPython.display import Markdown

        said = read_yaml(self.open / "findings/findings.yml").get("synthetic", "")
        return Markdown(f"> **{said}**" if said else "")  # type: ignore[no-untyped-call]

    def read(self, path: str) -> pd.DataFrame:
        """Read a table, ``open/tables/agreement.csv``, columns of numbers as numbers."""
        tier, _, name = path.partition("/")
        table = read_table({"safeguarded": self.safeguarded, "open": self.open}[tier] / name)
        for column in table.columns:
            numbers = pd.to_numeric(table[column], errors="coerce")
            if len(table) and numbers.notna().all():
                table[column] = numbers
        return table

    def show(self, table: pd.DataFrame, rows: int | None = None) -> Any:
        """Show a table without its index; texts left, numbers right."""
        from IPython.display import HTML

        return HTML(as_html(table.head(rows if rows else len(table))))  # type: ignore[no-untyped-call]

    def picture(self, axes: Any, words: str) -> Any:
        """Show a chart with the words that say what it shows; it follows the page's light or dark."""
        import matplotlib.pyplot as plt
        import seaborn as sns
        from IPython.display import HTML

        sns.despine(left=True)
        out, figure = io.BytesIO(), axes.figure
        figure.savefig(out, format="svg", metadata=UNDATED["svg"], bbox_inches="tight")
        plt.close(figure)
        data = base64.b64encode(for_dark_screens(out.getvalue())).decode()
        image = f'<img alt="{html.escape(words)}" src="data:image/svg+xml;base64,{data}">'
        return HTML(image)  # type: ignore[no-untyped-call]


def as_html(table: pd.DataFrame) -> str:
    """Write a table as HTML that needs no style sheet: texts to the left, numbers to the right.

    Examples
    --------
    >>> as_html(pd.DataFrame({"total_share": [0.5]}))
    '<table><thead><tr><th style="text-align:right">Total share</th></tr></thead><tbody><tr>\
<td style="text-align:right">0.500</td></tr></tbody></table>'
    """
    sides = ["right" if pd.api.types.is_numeric_dtype(table[c]) else "left" for c in table]

    def line(tag: str, texts: list[str]) -> str:
        cells = zip(sides, texts, strict=True)
        each = (f'<{tag} style="text-align:{s}">{html.escape(t)}</{tag}>' for s, t in cells)
        return f"<tr>{''.join(each)}</tr>"

    heads = line("th", [str(name).replace("_", " ").capitalize() for name in table])
    rows = (line("td", list(map(_said, row))) for row in table.itertuples(index=False, name=None))
    return f"<table><thead>{heads}</thead><tbody>{''.join(rows)}</tbody></table>"


def _said(value: Any) -> str:
    """Write a cell: three decimals, thousands parted, nothing for what is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) and value > 9999 else str(value)
