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

        said = table.rename_axis(columns=None).head(rows if rows else len(table))
        said = said.rename(columns=lambda name: str(name).replace("_", " ").capitalize())
        text = said.to_html(index=False, border=0, float_format="{:.3f}".format, na_rep="")
        return HTML(text.replace('<tr style="text-align: right;">', "<tr>"))  # type: ignore[no-untyped-call]

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
