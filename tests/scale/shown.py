"""Draw what was measured (``docs/scale.svg``), and put it as tables into ``docs/scale.md``."""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path
from typing import Any

MILLION = 1_000_000
MEMORY = 64_000  # MB, of a large machine
DAY = 86_400  # seconds
FIRST = 6  # steps shown of those that break first
STAGES = (
    *("ingest", "anonymise", "code", "tabulate", "claim", "disclose", "draw", "write"),
    *("release", "snakemake"),
)
COLOURS = (
    "#0b6e7f",
    "#c8553d",
    "#5b4a8a",
    "#7a8c2d",
    "#b8860b",
    "#3b6ea5",
    "#8a8f94",
    "#a0487a",
    "#5c4033",
    "#1d2b32",
)
MODELS = {"none": "Register and patterns only", "spacy": "The model as well"}
Row = dict[str, str]
Measured = dict[tuple[str, int], float]


def read(path: Path) -> list[Row]:
    """Read what was measured."""
    return list(csv.DictReader(path.open(encoding="utf-8")))


def series(rows: list[Row]) -> dict[tuple[str, int], list[Row]]:
    """Give the rows that may be compared: of one model, and of interviews of one length."""
    made: dict[tuple[str, int], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["model"], int(row["letters"]))):
        made.setdefault((row["model"], int(row["letters"])), []).append(row)
    return made


def number(text: str) -> float:
    """Read a measure; empty is nothing."""
    return float(text or 0)


def unreached(rows: list[Row]) -> dict[int, list[str]]:
    """Name the steps that did not end at a size: fewer jobs of them did than of a smaller study."""
    ran: dict[int, dict[str, float]] = {}
    for row in rows:
        if row["stage"] in STAGES and row["jobs"] and row["stage"] != "snakemake":
            steps = ran.setdefault(int(row["interviews"]), {})
            steps[f"{row['stage']} {row['verb']}"] = number(row["jobs"])
    cut: dict[int, list[str]] = {}
    most: dict[str, float] = {}
    for size, steps in sorted(ran.items()):
        most |= {step: max(most.get(step, 0), jobs) for step, jobs in steps.items()}
        cut[size] = [step for step, jobs in most.items() if steps.get(step, 0) < jobs]
    return cut


def by_stage(rows: list[Row], column: str) -> Measured:
    """Add a measure up by stage and size, if the stage ended; of memory, the largest process counts."""
    made: Measured = {}
    cut = {
        (stage, size)
        for size, steps in unreached(rows).items()
        for step in steps
        for stage in (step.split()[0], "snakemake")
    }
    for row in rows:
        place = (row["stage"], int(row["interviews"]))
        if row["stage"] not in STAGES or row["verb"] == "(planning)" or not row[column]:
            continue
        if place in cut:
            continue
        value = number(row[column])
        made[place] = (
            max(made.get(place, 0), value) if column == "peak_mb" else made.get(place, 0) + value
        )
    return made


def slope(sizes: list[int], values: list[float]) -> float:
    """Fit how a measure grows: the exponent of the size, by least squares on logarithms.

    Examples
    --------
    >>> round(slope([10, 100, 1000], [3, 30, 300]), 6)
    1.0
    """
    x = [math.log(size) for size in sizes]
    y = [math.log(max(value, 1e-3)) for value in values]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    over = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return over / sum((a - middle_x) ** 2 for a in x)


def grown(sizes: list[int], values: list[float]) -> tuple[float, float]:
    """Give the exponent over the two largest sizes, and the measure at a million interviews.

    It is carried on in a straight line, or by the exponent, whichever gives more.

    Examples
    --------
    >>> grown([10, 100], [5.0, 14.0])[1], grown([1_000, 10_000], [1.0, 100.0])[1]
    (100004.0, 1000000.0)
    """
    power = slope(sizes[-2:], values[-2:])
    line = values[-1] + (values[-1] - values[-2]) / (sizes[-1] - sizes[-2]) * (MILLION - sizes[-1])
    return power, max(line, round(values[-1] * (MILLION / sizes[-1]) ** power, 6))


def _shown(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def tables(rows: list[Row]) -> str:
    """Write the tables of the document, those of each model and length of interview."""
    pieces = []
    for (model, letters), mine in series(rows).items():
        sizes = sorted({int(row["interviews"]) for row in mine if row["stage"] == "all"})
        if not sizes:
            continue
        pieces.append(f"### {MODELS[model]}, {letters:,} letters an interview\n")
        for column, what in (
            ("cpu_seconds", "Processor seconds"),
            ("peak_mb", "Largest process, MB"),
            ("disk_mb", "Files kept, MB"),
        ):
            pieces += [_one(mine, sizes, column, what), ""]
        if len(sizes) > 1:
            pieces += [_limits(mine, sizes), ""]
        pieces += [_failures(mine), ""]
    return "\n".join(pieces)


def _one(rows: list[Row], sizes: list[int], column: str, what: str) -> str:
    """Write one measure of every stage."""
    found = by_stage(rows, column)
    head = [what, *(f"{size:,}" for size in sizes), "exponent", "a million"]
    lines = []
    lines = [
        _line(stage, sizes, {size: v for (one, size), v in found.items() if one == stage})
        for stage in STAGES
        if any(v for (one, _), v in found.items() if one == stage)
    ]
    if column != "peak_mb":
        whole = [size for size in sizes if not unreached(rows).get(size)]
        each = {one: sum(v for (_, size), v in found.items() if size == one) for one in whole}
        lines.append(_line("all", sizes, each))
    return _table(head, lines)


def _line(name: str, sizes: list[int], values: dict[int, float]) -> list[str]:
    """Write one line; a size at which the stage did not end has a dash, and counts for nothing."""
    known = [size for size in sizes if size in values]
    cells = [name, *(_shown(values[size]) if size in values else "–" for size in sizes)]
    if len(known) < 2:
        return [*cells, "", ""]
    power, million = grown(known, [values[size] for size in known])
    return [*cells, f"{power:.2f}", _shown(million)]


def _limits(rows: list[Row], sizes: list[int]) -> str:
    """Say which steps outgrow a large machine first: each carried on as it grew between two sizes."""
    steps: dict[str, dict[int, Row]] = {}
    for row in rows:
        if number(row["cpu_seconds"]) and row["stage"] in STAGES and row["jobs"]:
            name = f"{row['stage']} {row['verb']}"
            steps.setdefault(name, {})[int(row["interviews"])] = row
    lines = []
    for name, of_size in steps.items():
        ended = [size for size in sizes if size in of_size][-2:]
        if len(ended) < 2:
            continue
        small, large = (of_size[size] for size in ended)
        memory = _reaches(ended, number(small["peak_mb"]), number(large["peak_mb"]), MEMORY)
        each = [number(row["cpu_seconds"]) / max(number(row["jobs"]), 1) for row in (small, large)]
        lines.append((name, memory, _reaches(ended, *each, DAY)))
    lines.sort(key=lambda line: min(line[1:]))
    head = ["step", f"a process of {MEMORY // 1000} GB at", "a day for one job at"]
    shown = [[n, *(_interviews(at) for at in reached)] for n, *reached in lines[:FIRST]]
    return _table(head, shown)


def _reaches(sizes: list[int], small: float, large: float, limit: float) -> float:
    """Give the number of interviews at which a measure reaches a limit, if it goes on in a line."""
    each = (large - small) / (sizes[-1] - sizes[-2])
    return sizes[-1] + (limit - large) / each if each > 0 else math.inf


def _interviews(at: float) -> str:
    """Write a number of interviews, to two digits."""
    if at > 100 * MILLION:
        return "beyond a hundred million"
    return f"{round(at, 1 - math.floor(math.log10(at))):,.0f} interviews"


def _failures(rows: list[Row]) -> str:
    """Name what did not end."""
    failed = [
        f"{row['stage']} {row['verb']} at {int(row['interviews']):,} interviews"
        for row in rows
        if row["verb"] and number(row["failed"]) and row["stage"] in STAGES
    ]
    failed += [
        f"{step} at {size:,} interviews (not reached before the build was broken off)"
        for size, steps in sorted(unreached(rows).items())
        for step in steps
    ]
    plans = {
        int(row["interviews"]): row["cpu_seconds"] for row in rows if row["verb"] == "(planning)"
    }
    told = ", ".join(f"{cpu} s for {size:,}" for size, cpu in sorted(plans.items()))
    ended = f"Did not end: {'; '.join(failed)}." if failed else "Every step ended."
    return f"{ended} Planning took {told} interviews."


def drawn(rows: list[Row]) -> bytes:
    """Draw time, memory and disk against the number of interviews, a line a stage."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "scale", "font.size": 8, "svg.fonttype": "path"})
    drawable = [one for (model, _), one in series(rows).items() if model == "none"]
    mine = max(drawable, key=lambda one: len({row["interviews"] for row in one}))
    figure, places = plt.subplots(1, 3, figsize=(10, 4.2), layout="constrained")
    panels = (("cpu_seconds", "processor seconds"), ("peak_mb", "largest process, MB"))
    for place, (column, what) in zip(places, (*panels, ("disk_mb", "files kept, MB")), strict=True):
        found = by_stage(mine, column)
        ends = []
        for at, stage in enumerate(one for one in STAGES if one in {name for name, _ in found}):
            points = sorted((size, v) for (one, size), v in found.items() if one == stage and v > 0)
            if not points:
                continue
            colour = COLOURS[at % len(COLOURS)]
            place.plot(*zip(*points, strict=True), color=colour, marker="o", markersize=3, lw=1.2)
            ends.append((points[-1][1], points[-1][0], stage, colour))
        place.set(xscale="log", yscale="log", xlabel="interviews", title=what)
        _name(place, ends)
        place.spines[["top", "right"]].set_visible(False)
        place.grid(color="#e4e8ea", lw=0.6)
        place.set_axisbelow(True)
    figure.suptitle("What a build needs, stage by stage (synthetic corpora, without the model)")
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return out.getvalue()


def _name(place: Any, ends: list[tuple[float, int, str, str]]) -> None:
    """Write each line's stage at its end, apart from the others."""
    low, high = (math.log(end) for end in place.get_ylim())
    gap = (high - low) / 18
    heights = spread([math.log(value) for value, *_ in sorted(ends)], gap, high)
    for (_, size, stage, colour), height in zip(sorted(ends), heights, strict=True):
        told = {"color": colour, "va": "center", "fontsize": 7}
        place.text(size * 1.2, math.exp(height), stage, **told)
    left, right = place.get_xlim()
    place.set_xlim(left, right * 5)


def spread(heights: list[float], gap: float, top: float) -> list[float]:
    """Move rising heights apart, none above the top.

    Examples
    --------
    >>> spread([1.0, 1.1, 5.0], 1.0, 5.0), spread([4.5, 5.0], 1.0, 5.0)
    ([1.0, 2.0, 5.0], [4.0, 5.0])
    """
    made: list[float] = []
    for height in heights:
        made.append(max(height, made[-1] + gap) if made else height)
    for at in range(len(made) - 1, -1, -1):
        made[at] = min(made[at], made[at + 1] - gap if at + 1 < len(made) else top)
    return made


def write(path: Path) -> None:
    """Draw the plot and put the tables into the document, both beside the measures."""
    rows = read(path)
    path.with_suffix(".svg").write_bytes(drawn(rows))
    document = path.with_suffix(".md")
    if document.exists():
        text = document.read_text(encoding="utf-8")
        new = f"<!-- measured -->\n{tables(rows)}<!-- end -->"
        text = re.sub(r"<!-- measured -->.*<!-- end -->", lambda _: new, text, flags=re.DOTALL)
        document.write_text(text, encoding="utf-8")
