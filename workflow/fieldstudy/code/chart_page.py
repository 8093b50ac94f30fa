"""The page of the framework matrix: what each area says of each statement, opening to its words.

An area's cell says affirms, denies or silent; silence is not absence. How many passages speak of it
is small print, since how often something is said is not how much it matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from fieldstudy.code.chart import Chart
from fieldstudy.code.chart_tables import against, by_interview, meetings, saturation
from fieldstudy.code.codebook import Code
from fieldstudy.code.page import page, title_of
from fieldstudy.code.records import Segment
from fieldstudy.errors import count_of

# Widths in rem: of a statement, of an area, and of the page, which a wider matrix scrolls within.
STATEMENT, COLUMN, PAGE = 20, 5.5, 73
STYLE = """
.matrix{overflow-x:auto}.matrix table{margin-top:.4rem;table-layout:fixed;min-width:WIDTHrem}
.matrix col.what{width:20rem}.matrix td{padding:0}.matrix tbody tr{position:relative}
.matrix thead th{padding-left:.55rem}.matrix thead th[rowspan]{padding-left:0;vertical-align:bottom}
.matrix .span{text-align:left;border-left:1px solid var(--line)}
.matrix tbody th{padding-right:1.2rem}.matrix .name{font-weight:600;display:block}
.matrix .said{color:var(--muted);font-size:.94em;line-height:1.38}
.matrix tbody:not(:last-child){border-bottom:0}.theme th{padding-top:1.5rem;font:600 1.15rem/1.2 var(--serif)}
tbody tr.theme+tr>*{border-top:1px solid var(--muted)}
.silent,.sum{padding:.45rem .55rem!important;color:var(--muted)}.silent{font-size:.94em}
.sum{border-right:1px solid var(--line)}.sum b{color:var(--ink)}
td details>summary{display:block;list-style:none;margin:.22rem .2rem;padding:.25rem .4rem;
border-radius:.25rem;border-left:.28rem solid}td summary::-webkit-details-marker{display:none}
td summary small{float:right;color:inherit;opacity:.75}
td details[open]>summary{outline:.1rem solid var(--accent)}
.affirms>summary{background:var(--yes);border-color:var(--helps)!important}
.denies>summary{background:var(--no);border-color:var(--hinders)!important;border-left-style:dashed!important}
.words{position:absolute;left:20rem;right:0;max-width:54rem;z-index:5;max-height:26rem;overflow-y:auto;
padding:1rem 1.2rem .5rem;background:var(--paper);border:1px solid var(--muted);border-radius:.3rem;
box-shadow:var(--shadow);font:.98rem/1.5 var(--serif)}
.words .head{margin:0 0 .6rem;font:600 .86rem/1.4 var(--sans)}
.key{max-width:none}.key span{display:inline-block;margin-right:1.6rem}
.key i{display:inline-block;width:.9em;height:.9em;
margin-right:.45em;vertical-align:-.08em;border-left:.28rem solid;font-style:normal}
.key .a{background:var(--yes);border-color:var(--helps)}
.key .d{background:var(--no);border-color:var(--hinders);border-left-style:dashed}
.against{display:grid;grid-template-columns:1fr 1fr;gap:0 2.4rem;margin:0 0 1.2rem;padding-top:.7rem;
border-top:1px solid var(--line)}.against h3{grid-column:1/-1;margin:0 0 .5rem}
.against h4{margin:0 0 .4rem;font:600 .84rem/1.4 var(--sans)}
.against ul{margin:0;padding:0;list-style:none}.against li{margin:0 0 .5rem;line-height:1.4}
.against .where{display:block;font:.8rem/1.4 var(--sans);color:var(--muted)}
.helps h4{color:var(--helps)}.hinders h4{color:var(--hinders)}
details.more>summary{font:600 .9rem/1.5 var(--sans);color:var(--accent)}
.theme .raised{padding:1.62rem .55rem 0;color:var(--muted)}
@media screen and (max-width:44rem){.against{grid-template-columns:1fr;gap:1rem}.words{left:0}
.matrix thead{display:none}.matrix table,.matrix tbody{display:block;min-width:0}
.matrix tbody tr{display:grid;grid-template-columns:repeat(3,1fr);padding:.4rem 0}
.matrix tbody tr>*{border:0!important}.matrix tbody tr>th{grid-column:1/-1}
.matrix tbody tr+tr{border-top:1px solid var(--line)}
.matrix td::before{content:attr(data-of);display:block;padding:.2rem .55rem 0;color:var(--muted);
font-size:.85em;line-height:1.25}.theme .raised,.silent,.sum{padding:0!important}
.silent span,.sum span,.raised span{padding:0 .55rem}}
@media (min-width:64rem){.narrow{overflow:visible}.narrow thead tr:last-child th{position:sticky;top:0;
background:var(--paper);z-index:3}}
@media print{.matrix table{min-width:0}.words{display:none}}
"""


def chart_page(chart: Chart, study: str, synthetic: bool) -> str:
    """Write the page."""
    body = [
        *_opening(chart),
        *_matrix(chart),
        *against(chart),
        *meetings(chart),
        *by_interview(chart),
        *saturation(chart),
    ]
    width = STATEMENT + COLUMN * columns_of(chart)
    return page("What each area says", study, synthetic, body, STYLE.replace("WIDTH", str(width)))


def columns_of(chart: Chart) -> int:
    """Count the columns beside the statement: an area each, and a sum for each group."""
    return sum(len(areas) + 1 for areas in chart.areas.values())


def _opening(chart: Chart) -> Iterator[str]:
    """Say what is in the matrix and how to read it."""
    areas = sum(len(areas) for areas in chart.areas.values())
    yield (
        f'<p class="lede">{count_of(len(chart.codebook.codes), "statement")} of the framework,'
        f" {count_of(areas, 'area')}. A cell opens to the words that it rests on.</p>"
    )
    yield (
        '<p class="key small"><span><i class="a"></i>affirms the statement</span>'
        '<span><i class="d"></i>denies it</span><span>silent: not a denial</span>'
        "<span>small number: passages</span><span>beside a theme: statements that are spoken of"
        "</span></p>"
    )


def _matrix(chart: Chart) -> Iterator[str]:
    """Give the matrix: a row a code, a column an area, a sum for each group."""
    columns = columns_of(chart)
    fits = STATEMENT + COLUMN * columns <= PAGE
    yield f'<div class="matrix{" narrow" if fits else ""}"><table><colgroup><col class="what">'
    yield "<col>" * columns + "</colgroup>"
    yield '<thead><tr><th scope="col" rowspan="2">Statement</th>'
    for group, areas in chart.areas.items():
        label = escape(chart.groups.get(group, group).capitalize())
        yield f'<th scope="colgroup" class="span" colspan="{len(areas) + 1}">{label}</th>'
    yield "</tr><tr>"
    for areas in chart.areas.values():
        yield "".join(f'<th scope="col">{escape(area)}</th>' for area in areas)
        yield '<th scope="col">Affirm</th>'
    yield "</tr></thead>"
    words = _words(chart)
    for theme, label in chart.codebook.themes.items():
        yield f'<tbody><tr class="theme"><th scope="rowgroup">{escape(label)}</th>'
        yield from _raised(chart, chart.codebook.of_theme(theme))
        yield "</tr>"
        for name in chart.codebook.of_theme(theme):
            yield from _line(chart, chart.codebook.codes[name], words)
        yield "</tbody>"
    yield "</table></div>"


def _raised(chart: Chart, codes: Sequence[str]) -> Iterator[str]:
    """Say of how many statements of a theme each area speaks, and any area of each group."""
    for group, areas in chart.areas.items():
        spoken = {
            area: {code for code in codes if chart.stance(area, code) != "silent"} for area in areas
        }
        for area, raised in spoken.items():
            yield _number(area, len(raised), len(codes))
        label = chart.groups.get(group, group).capitalize()
        yield _number(label, len(set().union(*spoken.values())), len(codes))


def _number(of: str, raised: int, codes: int) -> str:
    """Give a cell that counts the statements spoken of."""
    said = f"{raised} of {codes}" if raised else "silent"
    return f'<td class="raised" data-of="{escape(of)}"><span>{said}</span></td>'


def _line(
    chart: Chart, code: Code, words: Mapping[tuple[str, str], Sequence[Segment]]
) -> Iterator[str]:
    """Give the row of one code."""
    yield f'<tr id="{escape(code.code)}"><th scope="row"><span class="name">'
    yield f'{title_of(code.code)}</span><span class="said">{escape(code.statement)}</span></th>'
    for group, areas in chart.areas.items():
        stances = [chart.stance(area, code.code) for area in areas]
        for area, stance in zip(areas, stances, strict=True):
            yield _cell(chart, code, area, stance, words[area, code.code])
        denied = stances.count("denies")
        said = f"<br>{denied} den{'ies' if denied == 1 else 'y'}" if denied else ""
        label = escape(f"Affirm, {chart.groups.get(group, group)}")
        affirmed = f"<b>{stances.count('affirms')}</b> of {len(areas)}{said}"
        yield f'<td class="sum" data-of="{label}"><span>{affirmed}</span></td>'
    yield "</tr>"


def _cell(chart: Chart, code: Code, area: str, stance: str, segments: Sequence[Segment]) -> str:
    """Give one cell, closed, with its passages inside."""
    if stance == "silent":
        return f'<td class="silent" data-of="{escape(area)}"><span>silent</span></td>'
    mixed = len({segment.stance for segment in segments}) > 1
    said = f"{stance}*" if mixed else stance
    quotes = "".join(_passage(chart, segment, mixed) for segment in segments)
    title = f"{escape(area)} · {title_of(code.code)}"
    return (
        f'<td data-of="{escape(area)}"><details name="cell" class="{stance}">'
        f'<summary>{said}<small>{len(segments)}</small></summary><div class="words">'
        f'<p class="head">{title}</p>{quotes}</div></details></td>'
    )


def _passage(chart: Chart, segment: Segment, mixed: bool) -> str:
    """Give the words of one passage and where they stand."""
    turn = chart.turns[segment.interview, segment.turn]
    text = escape(turn.words(segment.start, segment.end))
    stance = f", {segment.stance}" if mixed else ""
    return (
        f"<blockquote><p>{text}</p><small>Interview {escape(segment.interview)}, turn"
        f" {segment.turn}, {escape(turn.speaker)}{stance}</small></blockquote>"
    )


def _words(chart: Chart) -> Mapping[tuple[str, str], list[Segment]]:
    """Give the passages of each area and code, as they were spoken."""
    area_of = {row["interview"]: row["area"] for row in chart.interviews}
    held: dict[tuple[str, str], list[Segment]] = defaultdict(list)
    for segment in sorted(chart.segments, key=lambda one: one.order):
        held[area_of[segment.interview], segment.code].append(segment)
    return held
