"""The one look of all figures: sizes, type, colours, and files that are the same on every machine."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from fieldstudy.draw.scene import STANDIN, Row

# Points. A4 with the paper's margins leaves 15.2 by 24.4 cm, so sizes here are sizes on the page.
POINTS_PER_CM = 72 / 2.54
PAGE = 15.2 * POINTS_PER_CM
BODY, SMALL = 8.0, 7.1
LEADING = 1.16
# Room at both sides, so that no letter touches the edge.
EDGE = 2.0
ROOM = PAGE - 2 * EDGE
PRINT_DPI = 300

# Teal and orange stay apart for every common kind of colour blindness; in grey print they differ in
# lightness (CIE L* 35, 63, 83 and more), and no mark is told from another by colour alone.
INK, MUTED, HAIRLINE, PALE = "#1d2b33", "#55636b", "#b9c4c9", "#e9eeef"
TEAL, TEAL_LIGHT, ORANGE, ORANGE_LIGHT = "#17596b", "#86b3bf", "#d9822b", "#f0bd85"
PAPER = "#ffffff"
# From nothing to all, in steps that grey print keeps apart.
NONE = "#f3f5f6"
SHADES = ("#d3e3e7", "#a9cad2", "#78acb9", "#46869a", TEAL)
# Letters on orange stay dark, by day and by night.
ON_ORANGE = "#1d2b32"
# What each colour becomes where the reader's screen is dark; lightness turns round, hue stays.
DARK = {
    INK: "#dfe4e3",
    MUTED: "#a3b1b7",
    HAIRLINE: "#4a575e",
    PALE: "#2b353a",
    TEAL: "#7cc3d6",
    TEAL_LIGHT: "#3f7383",
    ORANGE: "#f0a35a",
    ORANGE_LIGHT: "#8f5a26",
    PAPER: "#1d2428",
    NONE: "#222a2e",
    SHADES[0]: "#2c4048",
    SHADES[1]: "#375a66",
    SHADES[2]: "#467d8e",
    SHADES[3]: "#5aa0b3",
}
STYLE_END = b"</style>"

SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "svg.hashsalt": "fieldstudy",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
    "figure.facecolor": PAPER,
    "text.color": INK,
}
# Neither the hour nor the machine goes into a file.
UNDATED: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@dataclass(frozen=True)
class Drawn:
    """A figure ready for the paper.

    Parameters
    ----------
    files
        Ending to content.
    caption, alt
        What it shows, and its values for those who do not see it.
    rows
        The table beside it: what was drawn, row by row.
    synthetic
        Whether it shows data of a stand-in; public record is real in every study.
    """

    id: str
    files: dict[str, bytes]
    caption: str
    alt: str
    rows: list[Row]
    synthetic: bool


def settle() -> None:
    """Set the look; only the fonts that matplotlib ships are used."""
    matplotlib.rcParams.update(SETTINGS)
    shipped = Path(matplotlib.get_data_path())
    fonts = font_manager.fontManager
    fonts.ttflist = [font for font in fonts.ttflist if Path(font.fname).is_relative_to(shipped)]


@cache
def _measure() -> RendererAgg:
    """Make something to measure text with, in points."""
    return RendererAgg(10, 10, 72)  # type: ignore[no-untyped-call]


@cache
def width(text: str, size: float, weight: str = "normal") -> float:
    """Measure a text's width in points."""
    font = FontProperties(family="DejaVu Sans", size=size * 20, weight=weight)
    measured = _measure().get_text_width_height_descent(text, font, False)  # type: ignore[no-untyped-call]
    return float(measured[0]) / 20


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Break a text into lines no wider than the room, the last ones evened out."""
    words, lines = text.split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    narrower = room - size
    if len(lines) > 1 and narrower > size * 4:
        evened = wrapped(text, narrower, size)
        return evened if len(evened) == len(lines) else lines
    return lines


class Sheet:
    """A sheet to draw on, in points from its top left corner, as wide as the page."""

    def __init__(self, height: float, synthetic: bool) -> None:
        settle()
        foot = 13.0 if synthetic else 0.0
        self.width, self.height, self.synthetic = ROOM, height + foot, synthetic
        self.figure = Figure(figsize=(PAGE / 72, self.height / 72))
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(-EDGE, self.width + EDGE), ylim=(self.height, 0))
        self._axes.set_axis_off()
        if synthetic:
            self.text(self.width, self.height - 3, STANDIN, size=SMALL, colour=MUTED, align="right")

    def text(
        self, x: float, y: float, said: str, *, size: float = BODY, colour: str = INK,
        weight: str = "normal", align: str = "left",
    ) -> None:  # fmt: skip
        """Write one line; ``y`` is its base line."""
        style: dict[str, Any] = {"size": size, "color": colour, "weight": weight}
        self._axes.text(x, y, said, ha=align, va="baseline", parse_math=False, **style)

    def bar(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """Fill a rectangle, ``x`` and ``y`` its top left corner."""
        self._axes.add_patch(Rectangle((x, y), wide, high, facecolor=colour, linewidth=0))

    def line(
        self, x: float, y: float, x2: float, y2: float, colour: str = HAIRLINE, thick: float = 0.6
    ) -> None:
        """Rule a line."""
        self._axes.plot([x, x2], [y, y2], color=colour, linewidth=thick, solid_capstyle="butt")

    def dot(self, x: float, y: float, across: float, colour: str) -> None:
        """Put a round dot."""
        self._axes.plot([x], [y], marker="o", markersize=across, color=colour, markeredgewidth=0)

    def ring(self, x: float, y: float, across: float, colour: str) -> None:
        """Put a round ring, open in the middle."""
        style: dict[str, Any] = {"color": colour, "markerfacecolor": PAPER}
        self._axes.plot([x], [y], marker="o", markersize=across, markeredgewidth=1.4, **style)

    def drawn(self, name: str, caption: str, alt: str, rows: list[Row]) -> Drawn:
        """Finish the figure."""
        return Drawn(name, self.files(), caption, alt, rows, self.synthetic)

    def files(self) -> dict[str, bytes]:
        """Give the sheet as SVG for light and dark screens, as PDF, and as PNG for print."""
        made = {}
        for ending, metadata in UNDATED.items():
            out = io.BytesIO()
            self.figure.savefig(out, format=ending, metadata=metadata, dpi=PRINT_DPI)
            made[ending] = out.getvalue()
        return made | {"svg": for_dark_screens(made["svg"])}


def for_dark_screens(svg: bytes) -> bytes:
    """Let an SVG take its dark colours where the page around it is dark.

    An image follows the page's colour scheme by itself: neither a second file nor a script is
    needed, and whoever knows no media query, as Typst, keeps the light colours.
    """
    rules = [
        f'[style*="{what}: {light}"]{{{what}:{dark}!important}}'
        for light, dark in DARK.items()
        for what in ("fill", "stroke")
    ]
    dark = f"@media (prefers-color-scheme: dark){{{''.join(rules)}}}".encode()
    return svg.replace(STYLE_END, dark + STYLE_END, 1)
