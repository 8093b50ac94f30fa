"""The report of a comparison: one page that loads nothing and runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from fieldstudy.compare.crosswalk import Crosswalk
from fieldstudy.compare.reading import Opened
from fieldstudy.compare.relate import RELATIONS, Told, Topic, shares, topics

STYLES = Path(__file__).parents[1] / "write" / "styles"
STYLE = """
body{max-width:76rem;position:static}
main{min-width:0}
main>p,main>h2{max-width:46rem}
.wide{overflow-x:auto;max-width:100%}
table.compared{border-collapse:collapse;font:0.9rem/1.35 system-ui,sans-serif;margin:0.5rem 0 1.5rem}
.compared th,.compared td{padding:0.3rem 0.55rem;border-bottom:1px solid #d5d9d8;text-align:left;
vertical-align:top}
.compared thead th{vertical-align:bottom}
.compared .n{text-align:right;font-variant-numeric:tabular-nums}
.compared .says{min-width:16rem;max-width:26rem;font-weight:400}
.matrix td{text-align:center;min-width:2.6rem;white-space:nowrap}
.matrix thead th:nth-child(n+2){text-align:center}
.affirmed{background:#17596b;color:#fff}.denied{background:#d9822b;color:#1d2b33}
.divided{background:#f0e3c0;color:#1d2b33}.silent{background:#f4f2ed;color:#55636b}
.unasked{color:#55636b}
.note{border-left:0.25rem solid #b7791f;background:#fdf3dc;color:#1d2b33;padding:0.6rem 0.9rem}
.bar{display:inline-block;height:0.7rem;background:#17596b;vertical-align:middle}
.rail{display:inline-block;width:6rem;background:#e3e8e8;margin-right:0.6rem}
.compared .title{min-width:14rem}
.compared .short,.compared .share{white-space:nowrap}
@media(max-width:40rem){.compared .says{min-width:8rem}.rail{display:none}
.compared th,.compared td{padding:0.3rem}.compared .title{min-width:9rem}
.matrix td:nth-child(2){white-space:normal}}
"""
STANCES = ("affirmed", "denied", "divided", "silent")
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
APART = (
    "Nothing is added up across studies. Each asked its own areas with its own codebook and coders, "
    "and an area of one is no area of another: a sum over them would count no population that exists, "
    "and coded passages that are pooled would put one study's words under another's codes. So each "
    "study keeps its own counts, and what is compared is what most of its areas said."
)
RULE = (
    "A study <em>affirms</em> a topic where more of its areas affirm than deny it, and "
    "<em>denies</em> it where more deny; it is <em>divided</em> where they are as many, and "
    "<em>silent</em> where none spoke. Studies <em>agree</em> where at least two spoke and all that "
    "spoke say the same. Silence is not absence."
)


def page(studies: Sequence[Opened], crosswalk: Crosswalk, named: bool) -> str:
    """Write the report.

    Parameters
    ----------
    studies
        In the order of their columns.
    crosswalk
        What they ask alike.
    named
        Whether the crosswalk was given; else codes of one name and statement were taken for the same.
    """
    asked = topics(studies, crosswalk)
    parts = [
        "<h1>Studies side by side</h1>",
        *_synthetic(studies),
        f'<p class="note">{APART}</p>',
        "<h2>Coverage</h2>",
        _coverage(studies, asked),
        "<h2>What was asked, and what areas said</h2>",
        f"<p>{RULE}</p>",
        "<p>Topics are those of the crosswalk.</p>" if named else
        "<p>Without a crosswalk, codes of the same name and statement are taken for the same.</p>",
        _counts(asked),
        _matrix(studies, asked),
    ]  # fmt: skip
    if crosswalk.shares:
        parts += ["<h2>Shares of the audits</h2>", _shares(studies, crosswalk)]
    if crosswalk.context:
        parts += ["<h2>Public context</h2>", _context(studies, crosswalk)]
    css = (STYLES / "paper.css").read_text(encoding="utf-8") + STYLE
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Studies side by side</title>\n<style>\n{css}\n</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _synthetic(studies: Sequence[Opened]) -> list[str]:
    """Say which studies are made from a stand-in."""
    invented = [escape(study.title) for study in studies if study.synthetic]
    if not invented:
        return []
    which = "all of these studies" if len(invented) == len(studies) else "; ".join(invented)
    return [f'<p class="note"><strong>Synthetic stand-in data:</strong> {which}. No finding on them '
            "is about a real place.</p>"]  # fmt: skip


def _table(
    heads: Iterable[str], rows: Iterable[str], kind: str = "", numbers: Iterable[int] = ()
) -> str:
    """Set a table of ready cells; ``numbers`` are the columns that are set to the right."""
    right = set(numbers)
    head = "".join(
        f'<th scope="col"{" class=n" if at in right else ""}>{one}</th>'
        for at, one in enumerate(heads)
    )
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0"><table class="compared {kind}"><thead><tr>{head}</tr></thead>'
        f"\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _coverage(studies: Sequence[Opened], asked: Sequence[Topic]) -> str:
    """Say what each study is made of."""
    rows = []
    for number, study in enumerate(studies, start=1):
        mine = sum(study.id in topic.told for topic in asked)
        cells = (len(study.areas), len(study.statements), f"{mine} of {len(asked)}")
        rows.append(
            f'<th scope="row">{number}</th><td class="title">{escape(study.title)} <small>'
            f"({escape(study.id)} {escape(study.version)})</small></td>"
            + "".join(f'<td class="n">{cell}</td>' for cell in cells)
            + f'<td class="short">{"stand-in" if study.synthetic else "its own"}</td>'
        )
    return _table(
        ("", "Study", "Areas", "Statements", "Topics asked", "Data"), rows, numbers=(2, 3, 4)
    )


def _counts(asked: Sequence[Topic]) -> str:
    """Count the topics by how the studies stand to one another."""
    counts = Counter(topic.relation for topic in asked)
    rows = [
        f'<th scope="row">{name}</th><td class="n">{counts[name]}</td>'
        for name in RELATIONS
        if counts[name]
    ]
    return _table(("On a topic the studies …", "Topics"), rows, numbers=(1,))


def _matrix(studies: Sequence[Opened], asked: Sequence[Topic]) -> str:
    """Show each topic with the stance of each study and its areas' counts."""
    order = {name: at for at, name in enumerate(RELATIONS)}
    heads = ["Topic", "Studies", *(f'<abbr title="{escape(s.title)}">{n}</abbr>'
                                   for n, s in enumerate(studies, start=1))]  # fmt: skip
    rows = []
    for topic in sorted(asked, key=lambda one: order[one.relation]):
        cells = "".join(_cell(topic.told.get(study.id)) for study in studies)
        rows.append(
            f'<th scope="row" class="says">{escape(topic.same.says)}</th>'
            f"<td>{topic.relation}{_tally(topic)}</td>{cells}"
        )
    key = (
        "<p>A cell gives areas that affirm, deny and are silent. "
        '<span class="affirmed">&nbsp;affirmed&nbsp;</span> <span class="denied">&nbsp;denied&nbsp;</span> '
        '<span class="divided">&nbsp;divided&nbsp;</span> <span class="silent">&nbsp;silent&nbsp;</span> '
        "· not asked. Columns are numbered as under coverage.</p>"
    )
    return key + _table(heads, rows, "matrix")


def _tally(topic: Topic) -> str:
    """Count studies, never areas, by what they said, where there are too many cells to count."""
    if len(topic.told) < 3:
        return ""
    counts = Counter(told.stance for told in topic.told.values())
    said = [f"{counts[stance]} {stance}" for stance in STANCES if counts[stance]]
    return f"<br><small>{', '.join(said)}</small>"


def _cell(told: Told | None) -> str:
    """Set one cell of the matrix."""
    if told is None:
        return '<td class="unasked" title="not asked">·</td>'
    counts = f"{told.affirms}–{told.denies}–{told.silent}"
    return f'<td class="{told.stance}" title="{told.stance}">{counts}</td>'


def _short(name: str, title: str) -> str:
    """Name a study by its id; the title is under coverage, and in the tip."""
    return f'<abbr title="{escape(title)}">{escape(name)}</abbr>'


def _shares(studies: Sequence[Opened], crosswalk: Crosswalk) -> str:
    """Show the shares of each audit; each is exact, of its own study's rows."""
    titles = {study.id: study.title for study in studies}
    rows = []
    for same, counted in shares(studies, crosswalk):
        for at, (name, (part, whole)) in enumerate(counted.items()):
            percent = (200 * part + whole) // (2 * whole) if whole else 0
            says = escape(same.says) if not at else ""
            bar = f'<span class="rail"><span class="bar" style="width:{percent}%"></span></span>'
            rows.append(
                f'<td class="says">{says}</td><td>{_short(name, titles[name])}</td>'
                f'<td class="share">{bar}{percent}%</td><td class="n">{part} of {whole}</td>'
            )
    return _table(("Of the programmes listed", "Study", "Share", "Number"), rows, numbers=(3,))


def _context(studies: Sequence[Opened], crosswalk: Crosswalk) -> str:
    """Show what public record gives for each study that has it."""
    known = {study.id: study for study in studies}
    rows = []
    for same in crosswalk.context:
        for at, (name, entry) in enumerate(sorted(same.studies.items())):
            claim = known[name].verdicts[entry["claim"]]
            says = escape(same.says) if not at else ""
            rows.append(
                f'<td class="says">{says}</td><td>{_short(name, known[name].title)}</td>'
                f"<td>{escape(claim['regenerated'])}</td><td>{escape(claim['verdict'])}</td>"
            )
        for study in studies:
            if study.id not in same.studies:
                named = _short(study.id, study.title)
                rows.append(f"<td></td><td>{named}</td><td>no record</td><td></td>")
    return _table(("What", "Study", "Record gives", "Verdict"), rows)
