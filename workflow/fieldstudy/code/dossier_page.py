"""The page of disagreements: every passage coded differently, in its turn, coders side by side.

Grouped by code, the worst first, with the codebook's words beside it; what is not decided yet says
which row of adjudications.csv decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from fieldstudy.code.adjudicate import UNDECIDED, Decided
from fieldstudy.code.codebook import Code
from fieldstudy.code.dossier import Dossier
from fieldstudy.code.page import page, table, title_of
from fieldstudy.code.records import Coding, Turn
from fieldstudy.code.report import Passage
from fieldstudy.errors import count_of

STYLE = """
.code{display:grid;grid-template-columns:minmax(14rem,1fr) 3fr;gap:0 2.4rem;margin-top:2.8rem;
padding-top:.2rem;border-top:.12rem solid var(--ink)}
.book{font:.84rem/1.5 var(--sans)}.book h2{margin:.9rem 0 .5rem;font:600 1.35rem/1.2 var(--serif)}
.book p{margin:0 0 .7em}.book .said{font:italic 1.02rem/1.4 var(--serif)}
.book dt{color:var(--muted)}.book dd{margin:0 0 .6rem}
.book dl{margin:.8rem 0 0}
@media (min-width:60rem){.book>div{position:sticky;top:1rem}}
article{margin:.9rem 0 2.2rem}article+article{border-top:1px solid var(--line);padding-top:1.1rem}
article h3{margin:0 0 .2rem;font:600 .92rem/1.5 var(--sans)}
.before{margin:.3rem 0 .8rem;color:var(--muted);font-size:.92rem}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.8rem;margin:.6rem 0}
.side{padding:.8rem 1rem;background:var(--raised);border-radius:.3rem}
.side h4{margin:0 0 .4rem;font:600 .84rem/1.4 var(--sans)}
.side p{margin:0;font-size:.97rem;line-height:1.55}.side .also{margin-top:.6rem}
.nothing>p:not(.also){color:var(--muted)}
.affirms{color:var(--helps)}.denies{color:var(--hinders)}.none{color:var(--muted);font-weight:400}
.verdict{margin:.5rem 0 0;font-size:.97rem}.verdict b{font-family:var(--sans);font-size:.86rem}
.open{padding:.6rem .9rem;background:var(--notice);border-left:.25rem solid var(--edge)}
@media (max-width:52rem){.code{grid-template-columns:1fr}}
"""


def dossier_page(dossier: Dossier, study: str, synthetic: bool) -> str:
    """Write the page."""
    body = [*_opening(dossier), *_report(dossier)]
    for name, passages in dossier.groups:
        body += _section(dossier, dossier.codebook.codes[name], passages)
    return page("Where the coders differ", study, synthetic, body, STYLE)


def _opening(dossier: Dossier) -> Iterator[str]:
    """Say what there is, and what waits."""
    passages = [passage for _, group in dossier.groups for passage in group]
    waiting = [passage for passage in passages if passage.undecided]
    coders = dossier.coders
    yield (
        f'<p class="lede">{count_of(len(passages), "passage")} that {count_of(len(coders), "coder")}'
        f" ({escape(', '.join(coders))}) coded differently, under"
        f" {count_of(len(dossier.groups), 'code')}. The code with the lowest agreement comes first."
        " Coders go by pseudonyms.</p>"
    )
    if waiting:
        links = ", ".join(f'<a href="#{_anchor(p)}">{escape(_where(p))}</a>' for p in waiting)
        yield (
            f'<p class="open">{count_of(len(waiting), "passage")} without a decision: {links}. Until'
            " they are decided they count as uncoded.</p>"
        )
    elif passages:
        yield "<p>Every one of them has been decided.</p>"


def _report(dossier: Dossier) -> Iterator[str]:
    """Give the report of the adjudication, a row for each code that has a disagreement."""
    names = {"": "All codes"} | {
        code: f'<a href="#{escape(code)}">{title_of(code)}</a>' for code, _ in dossier.groups
    }
    of_code = {row["code"]: row for row in dossier.report if row["code"] or row["theme"] == "all"}
    heads = [
        "Code",
        "Agreed, %",
        "Alpha",
        "Alike",
        "Different",
        "Accepted",
        "Rejected",
        "Undecided",
    ]
    columns = ("agreed", "disagreements", "accepted", "rejected", "undecided")
    rows = []
    for code, name in names.items():
        row = of_code.get(code)
        if row:
            percent, alpha = (str(row[f"{key}_before"]) for key in ("percent", "alpha"))
            rows.append(
                [
                    name,
                    f"{100 * float(percent):.1f}" if percent else "–",
                    f"{float(alpha):.2f}" if alpha else "–",
                    *(str(row[column]) for column in columns),
                ]
            )
    yield "<h2>What the adjudication changed</h2>"
    yield (
        "<p>Agreement is from before it: Krippendorff’s alpha and the share of units on which"
        " coders agree, one code on one turn. <em>Alike</em> counts passages that enough coders"
        " marked; <em>different</em> counts codings that nobody shares. Of these, what was accepted"
        " goes on and what was rejected does not.</p>"
    )
    yield table(heads, rows, range(1, len(heads)))


def _section(dossier: Dossier, code: Code, passages: Sequence[Passage]) -> Iterator[str]:
    """Give one code: its words, and its passages."""
    alpha = dossier.alphas.get(code.code, "")
    said = f"alpha {float(alpha):.2f}" if alpha else "alpha not defined"
    yield f'<section class="code" id="{escape(code.code)}"><div class="book"><div>'
    yield f"<h2>{title_of(code.code)}</h2>"
    theme = escape(dossier.codebook.themes[code.theme])
    yield f'<p class="meta">{theme} · {said} · {count_of(len(passages), "passage")}</p>'
    yield f'<p class="said">{escape(code.statement)}</p><dl>'
    for name, words in (
        ("What it means", code.definition),
        ("Goes in", code.include),
        ("Stays out", code.exclude),
        ("Example", code.example),
    ):
        if words:
            yield f"<dt>{name}</dt><dd>{escape(words)}</dd>"
    yield "</dl></div></div><div>"
    for passage in passages:
        yield from _article(dossier, passage)
    yield "</div></section>"


def _article(dossier: Dossier, passage: Passage) -> Iterator[str]:
    """Give one passage: what was said before, each coder's reading, and the decision."""
    turn = dossier.turns[passage.interview, passage.turn]
    before = dossier.turns.get((passage.interview, passage.turn - 1))
    yield f'<article id="{_anchor(passage)}"><h3>{escape(_where(passage))} · '
    yield f"{escape(turn.speaker)}</h3>"
    if before:
        text = escape(before.text)
        yield f'<p class="before">{escape(before.speaker)} {text}</p>'
    yield '<div class="sides">'
    for coder in dossier.coders:
        yield _side(dossier, passage, turn, coder)
    yield "</div>"
    for one in passage.decided:
        yield _verdict(one)
    yield "</article>"


def _side(dossier: Dossier, passage: Passage, turn: Turn, coder: str) -> str:
    """Give the turn as one coder read it."""
    theirs = dossier.of_turn.get((passage.interview, passage.turn, coder), ())
    mine = [coding for coding in theirs if coding.code == passage.code]
    stances = list(dict.fromkeys(coding.stance for coding in mine)) or ["none"]
    words = " and ".join(
        f'<span class="{stance}">{"not coded" if stance == "none" else stance}</span>'
        for stance in stances
    )
    also = sorted(
        {
            f"{title_of(coding.code)} ({coding.stance})"
            for coding in theirs
            if coding.code != passage.code
            and coding.start < passage.end
            and passage.start < coding.end
        }
    )
    note = f'<p class="also small">Coded here instead: {", ".join(also)}</p>' if also else ""
    kind = "side" if mine else "side nothing"
    return (
        f'<section class="{kind}"><h4>Coder {escape(coder)}: {words}</h4>'
        f"<p>{_marked(turn, mine)}</p>{note}</section>"
    )


def _marked(turn: Turn, codings: Iterable[Coding]) -> str:
    """Give a turn's text with what was coded marked."""
    if not turn.archived:
        return escape(turn.text)
    out, at = [], 0
    for coding in sorted(codings, key=lambda one: one.start):
        start = max(at, coding.start)
        if start < coding.end:
            inside = escape(turn.text[start : coding.end])
            out.append(f"{escape(turn.text[at:start])}<mark>{inside}</mark>")
            at = coding.end
    return "".join([*out, escape(turn.text[at:])])


def _verdict(one: Decided) -> str:
    """Say what was decided on one coder's coding, or how to decide it."""
    coding = one.disagreement.coding
    if one.decision == UNDECIDED:
        row = f"{coding.interview},{coding.turn},{coding.code},{coding.coder},"
        return (
            f'<p class="verdict open"><b>Coder {escape(coding.coder)}: undecided.</b> In'
            f" adjudications.csv, add a row that begins <code>{escape(row)}</code>, then accept"
            " or reject, and why.</p>"
        )
    said = "accepted" if one.decision == "accept" else "rejected"
    stance = f", {one.stance}" if one.decision == "accept" else ""
    by = (
        f' <span class="small">Decided by {escape(one.decided_by)}.</span>'
        if one.decided_by
        else ""
    )
    return (
        f'<p class="verdict"><b>Coder {escape(coding.coder)}: {said}{stance}.</b>'
        f" {escape(one.reason)}{_stop(one.reason)}{by}</p>"
    )


def _stop(words: str) -> str:
    """Give the full stop that a reason lacks."""
    return "" if not words or words[-1] in ".!?…" else "."


def _where(passage: Passage) -> str:
    """Name a passage's place."""
    return f"Interview {passage.interview}, turn {passage.turn}"


def _anchor(passage: Passage) -> str:
    """Give a passage's address in the page."""
    return escape(f"p-{passage.interview}-{passage.turn}-{passage.start}-{passage.code}")
