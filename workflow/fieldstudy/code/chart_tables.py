"""What stands below the matrix: helps against hinders, codes that meet, what each interview adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape

from fieldstudy.code.chart import Chart
from fieldstudy.code.counting import saturation_sentence
from fieldstudy.code.page import table, title_of
from fieldstudy.code.records import natural


def against(chart: Chart) -> Iterator[str]:
    """Set what helps against what hinders, theme by theme: statements that areas affirm."""
    yield "<h2>What helps, what hinders</h2>"
    yield (
        "<p>Statements that at least one area affirms, those that more areas affirm first. Statements"
        " that neither help nor hinder are left out.</p>"
    )
    for theme, label in chart.codebook.themes.items():
        sides = {side: _side(chart, theme, side) for side in ("helps", "hinders")}
        if any(sides.values()):
            yield f'<section class="against"><h3>{escape(label)}</h3>'
            for side, rows in sides.items():
                none = "" if rows else '<p class="small">Nothing that an area affirms.</p>'
                yield f'<div class="{side}"><h4>{side.capitalize()}</h4><ul>{"".join(rows)}</ul>'
                yield f"{none}</div>"
            yield "</section>"


def _side(chart: Chart, theme: str, side: str) -> list[str]:
    """Give the statements of a theme that help, or hinder, and who affirms them."""
    every = [area for areas in chart.areas.values() for area in areas]
    rows = []
    for name in chart.codebook.of_theme(theme):
        code = chart.codebook.codes[name]
        areas = [area for area in every if chart.stance(area, name) == "affirms"]
        if code.valence == side and areas:
            rows.append((-len(areas), code.statement, ", ".join(sorted(areas, key=natural))))
    return [
        f'<li>{escape(statement)}<span class="where">{escape(areas)}</span></li>'
        for _, statement, areas in sorted(rows, key=lambda row: row[0])
    ]


def meetings(chart: Chart) -> Iterator[str]:
    """Give the codes that meet."""
    shared = [row for row in chart.meetings if row["passages"]]
    yield "<h2>Codes that meet</h2>"
    if not shared:
        yield "<p>No two codes stand on the same words.</p>"
        return
    yield "<p>Pairs of codes that stand on the same words, and the turns that carry both.</p>"
    rows = [
        [
            title_of(str(row["code"])),
            title_of(str(row["other"])),
            *(str(row[key]) for key in ("passages", "turns")),
        ]
        for row in shared
    ]
    yield table(["Code", "With", "Passages that overlap", "Turns"], rows, (2, 3))


def by_interview(chart: Chart) -> Iterator[str]:
    """Give how many passages of each code each interview has."""
    names = [name for name in (chart.by_interview or [{}])[0] if name.startswith("interview_")]
    told: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for row in chart.by_interview:
        for name in names:
            pair = told[str(row["code"])].setdefault(name, [])
            pair.append(int(str(row[name])))
    rows = [[title_of(code), *(_both(each[name]) for name in names)] for code, each in told.items()]
    heads = ["Code", *(name.replace("_", " ").capitalize() for name in names)]
    yield "<h2>Codes by interview</h2>"
    yield "<p>Passages that affirm; those that deny stand behind a minus sign.</p>"
    yield '<details class="more"><summary>Show the table</summary>'
    yield table(heads, rows, range(1, len(heads)))
    yield "</details>"


def _both(pair: Iterable[int]) -> str:
    """Give passages that affirm and that deny in one cell."""
    affirms, denies = pair
    return " ".join(filter(None, [str(affirms or ""), f"−{denies}" if denies else ""])) or "·"


def saturation(chart: Chart) -> Iterator[str]:
    """Give what each interview adds, and what that cannot tell."""
    keys = ("interview", "passages", "codes", "new", "so_far")
    yield "<h2>What each interview adds</h2>"
    yield f"<p>{saturation_sentence(len(chart.saturation))}</p>"
    rows = [[str(row[key]) for key in keys] for row in chart.saturation]
    heads = ["Interview", "Passages", "Codes", "New codes", "Codes so far"]
    yield table(heads, rows, range(1, len(heads)))
