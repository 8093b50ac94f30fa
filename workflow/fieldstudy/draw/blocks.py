"""Write the blocks that the paper includes: a figure with its texts, a table for print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import InvalidOperation

from fieldstudy.draw.scene import capital, decimal

SPECIAL = re.compile(r"([\\`*_\[\]<>|$@#^~{}])")
# Columns of measures: decimals, scale and unit; agreement comes as a share and is printed as a percentage.
MEASURED = {"units": (0, 1, ""), "percent": (1, 100, "%")} | dict.fromkeys(
    ("kappa", "alpha", "low", "high"), (2, 1, "")
)
# Pandoc gives a pipe table the widths of its dashes, and lets texts wrap, once a line is longer than this.
LONGEST = 72
DASHES = 100
# No column asks for more of the page than this many characters; longer texts wrap.
WIDEST = 36
# Space beside the text of a cell, in characters, lest a short number be broken.
MARGIN = 3


def escaped(text: str) -> str:
    r"""Make a text safe to stand in Markdown.

    Examples
    --------
    >>> print(escaped("a_code | 62%"))
    a\_code \| 62%
    """
    return SPECIAL.sub(r"\\\1", text)


def attribute(text: str) -> str:
    """Make a text safe to stand between the quotation marks of an attribute."""
    return text.replace("\\", "\\\\").replace('"', "”").replace("\n", " ")


def identifier(kind: str, name: str) -> str:
    """Give the identifier that the prose refers to.

    Examples
    --------
    >>> identifier("tbl", "people_by_office")
    'tbl-people-by-office'
    """
    return f"{kind}-{name.replace('_', '-')}"


def figure(name: str, caption: str, alt: str) -> str:
    """Write a figure's block; the paper's filter takes the PNG of the same name for Word."""
    place = f"figures/{name}.svg"
    mark = f'{{#{identifier("fig", name)} fig-alt="{attribute(alt)}"}}'
    return f"![{escaped(caption)}]({place}){mark}\n"


def table(
    name: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers: frozenset[int] = frozenset(),
    widths: Sequence[int] = (),
) -> str:
    """Write a table as a Pandoc pipe table.

    Parameters
    ----------
    name
        Of the block; with dashes it is the table's identifier.
    caption
        Markdown.
    heads, rows
        Markdown cells.
    numbers
        Columns set flush right.
    widths
        Relative widths of the columns of a table that fills the page, so that texts wrap. Without
        them a narrow table is as wide as its cells, a wide one shares the page by their lengths.
    """
    lines = [_line(heads), *map(_line, rows)]
    if not widths and max(map(len, lines)) > LONGEST:
        widths = [
            min(WIDEST, max(len(cell) for cell in column)) + MARGIN
            for column in zip(heads, *rows, strict=True)
        ]
    dashes = [round(DASHES * w / sum(widths)) for w in widths] if widths else [3] * len(heads)
    rules = ["-" * (n - 1) + ":" if at in numbers else "-" * n for at, n in enumerate(dashes)]
    lines.insert(1, f"|{'|'.join(rules)}|")
    return "\n".join([*lines, "", f": {caption} {{#{identifier('tbl', name)}}}", ""])


def _line(cells: Sequence[str]) -> str:
    """Write one row."""
    return f"| {' | '.join(cell.replace(chr(10), ' ') for cell in cells)} |"


@dataclass(frozen=True)
class Names:
    """What columns are called at the head of a printed table: column to title."""

    titles: Mapping[str, str]

    @classmethod
    def of(cls, columns: Mapping[str, Mapping[str, str]]) -> Names:
        """Take the titles of ``config/columns.yml``."""
        return cls({name: said["title"] for name, said in columns.items() if said.get("title")})

    def heading(self, column: str) -> str:
        """Say a column's name; where it has no title, its own name does.

        Examples
        --------
        >>> Names({"role_class": "Kind of office"}).heading("role_class")
        'Kind of office'
        >>> Names({}).heading("age_group")
        'Age group'
        """
        return self.titles.get(column) or capital(column.replace("_", " "))


def measured(column: str, text: str) -> str:
    """Print a measured value with as many decimals as say something; what is no number stays.

    Examples
    --------
    >>> measured("units", "23797"), measured("percent", "0.9989"), measured("theme", "All")
    ('23,797', '99.9%', 'All')
    """
    if column not in MEASURED:
        return text
    places, scale, unit = MEASURED[column]
    try:
        return f"{decimal(text, places, scale)}{unit}"
    except InvalidOperation:
        return text
