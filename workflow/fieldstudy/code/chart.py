"""The page of the framework matrix: what each area says of each statement, opening to its words.

An area's cell says affirms, denies or silent; silence is not absence. How many passages speak of it
is small print, since how often something is said is not how much it matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from fieldstudy.code.codebook import Code, Codebook
from fieldstudy.code.counting import saturation_sentence
from fieldstudy.code.page import page, table, title_of
from fieldstudy.code.records import Row, Segment, Turn, natural
from fieldstudy.errors import count_of

STYLE = """
.matrix{overflow-x:auto}.matrix table{margin-top:.4rem;table-layout:fixed;min-width:58rem}
.matrix col.what{width:34%}.matrix td{padding:0}.matrix tbody tr{position:relative}
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
.words{position:absolute;left:34%;right:0;z-index:5;max-height:26rem;overflow-y:auto;
padding:1rem 1.2rem .5rem;background:var(--paper);border:1px solid var(--muted);border-radius:.3rem;
box-shadow:var(--shadow);font:.98rem/1.5 var(--serif)}
.words h4{margin:0 0 .6rem;font:600 .86rem/1.4 var(--sans)}
.key span{display:inline-block;margin-right:1.6rem}.key i{display:inline-block;width:.9em;height:.9em;
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
@media (max-width:44rem){.against{grid-template-columns:1fr;gap:1rem}.words{left:0}}
@media (min-width:64rem){.matrix{overflow:visible}.matrix thead tr:last-child th{position:sticky;top:0;
background:var(--paper);z-index:3}}
@media print{.matrix table{min-width:0}.words{display:none}}
"""


@dataclass(frozen=True)
class Chart:
    """All that the page shows.

    Parameters
    ----------
    cells
        Rows of ``matrix.csv``.
    segments
        The adjudicated coding.
    turns
        By interview and number, for the words.
    interviews
        Rows with interview, area and group.
    groups
        Group to how it is spoken of, in the order of the columns.
    codebook
        Its order is the order of the rows.
    meetings, by_interview, saturation
        Rows of the tables of ``counting``.
    """

    cells: Sequence[Row]
    segments: Sequence[Segment]
    turns: Mapping[tuple[str, int], Turn]
    interviews: Sequence[Row]
    groups: Mapping[str, str]
    codebook: Codebook
    meetings: Sequence[Mapping[str, object]]
    by_interview: Sequence[Mapping[str, object]]
    saturation: Sequence[Mapping[str, object]]

    @cached_property
    def areas(self) -> dict[str, list[str]]:
        """Group to its areas, in order."""
        held: dict[str, list[str]] = {group: [] for group in self.groups}
        for area, group in sorted({(row["area"], row["group"]) for row in self.interviews}):
            held.setdefault(group, []).append(area)
        return {group: sorted(areas, key=natural) for group, areas in held.items() if areas}

    def stance(self, area: str, code: str) -> str:
        """Give what an area says of a code."""
        return self._of_cell[area, code]["stance"]

    @cached_property
    def _of_cell(self) -> dict[tuple[str, str], Row]:
        return {(row["area"], row["code"]): row for row in self.cells}


def chart_page(chart: Chart, study: str, synthetic: bool) -> str:
    """Write the page."""
    body = [
        *_opening(chart),
        *_matrix(chart),
        *_against(chart),
        *_meetings(chart),
        *_interviews(chart),
        *_saturation(chart),
    ]
    return page("What each area says", study, synthetic, body, STYLE)


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
        "<span>small number: passages</span></p>"
    )


def _matrix(chart: Chart) -> Iterator[str]:
    """Give the matrix: a row a code, a column an area, a sum for each group."""
    columns = sum(len(areas) + 1 for areas in chart.areas.values())
    yield '<div class="matrix"><table><colgroup><col class="what">'
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
        yield f'<tbody><tr class="theme"><th colspan="{columns + 1}" scope="rowgroup">'
        yield f"{escape(label)}</th></tr>"
        for name in chart.codebook.of_theme(theme):
            yield from _line(chart, chart.codebook.codes[name], words)
        yield "</tbody>"
    yield "</table></div>"


def _line(
    chart: Chart, code: Code, words: Mapping[tuple[str, str], Sequence[Segment]]
) -> Iterator[str]:
    """Give the row of one code."""
    yield f'<tr id="{escape(code.code)}"><th scope="row"><span class="name">'
    yield f'{title_of(code.code)}</span><span class="said">{escape(code.statement)}</span></th>'
    for areas in chart.areas.values():
        stances = [chart.stance(area, code.code) for area in areas]
        for area, stance in zip(areas, stances, strict=True):
            yield _cell(chart, code, area, stance, words[area, code.code])
        denied = stances.count("denies")
        said = f"<br>{denied} den{'ies' if denied == 1 else 'y'}" if denied else ""
        yield f'<td class="sum"><b>{stances.count("affirms")}</b> of {len(areas)}{said}</td>'
    yield "</tr>"


def _cell(chart: Chart, code: Code, area: str, stance: str, segments: Sequence[Segment]) -> str:
    """Give one cell, closed, with its passages inside."""
    if stance == "silent":
        return '<td class="silent">silent</td>'
    mixed = len({segment.stance for segment in segments}) > 1
    said = f"{stance}*" if mixed else stance
    quotes = "".join(_passage(chart, segment, mixed) for segment in segments)
    return (
        f'<td><details name="cell" class="{stance}"><summary>{said}<small>{len(segments)}</small>'
        f'</summary><div class="words"><h4>{escape(area)} · {title_of(code.code)}</h4>{quotes}'
        "</div></details></td>"
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


def _against(chart: Chart) -> Iterator[str]:
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


def _meetings(chart: Chart) -> Iterator[str]:
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


def _interviews(chart: Chart) -> Iterator[str]:
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


def _saturation(chart: Chart) -> Iterator[str]:
    """Give what each interview adds, and what that cannot tell."""
    keys = ("interview", "passages", "codes", "new", "so_far")
    yield "<h2>What each interview adds</h2>"
    yield f"<p>{saturation_sentence(len(chart.saturation))}</p>"
    rows = [[str(row[key]) for key in keys] for row in chart.saturation]
    heads = ["Interview", "Passages", "Codes", "New codes", "Codes so far"]
    yield table(heads, rows, range(1, len(heads)))
