"""The frame of this stage's pages: one file that loads nothing, runs nothing and prints.

The look is the paper's. The policy allows the page's own style and nothing else, so that a page of
interview talk can be opened anywhere without telling anybody; opening and closing is by ``details``.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape

SYNTHETIC = (
    "<p><strong>Synthetic.</strong> People, places and words on this page are invented; the page"
    " shows what the workflow makes of a study's own data.</p>"
)
TIER = (
    "Safeguarded: for the study team, and for reviewers under agreement. Interviews are anonymised"
    " and not for passing on."
)
STYLE = """
:root{color-scheme:light dark;--paper:#fdfcfa;--raised:#f4f2ed;--ink:#1d2b33;--muted:#55636b;
--line:#d5d9d8;--accent:#17596b;--dots:#6b9aa8;--notice:#fdf3dc;--edge:#b7791f;--helps:#1f6b4a;
--hinders:#a04c1a;--yes:#dcebe4;--no:#f6e0d3;--mark:#f9e3a4;--shadow:0 .6rem 1.8rem #1d2b3340;
--serif:"Libertinus Serif","Source Serif 4",Charter,"Iowan Old Style","Palatino Linotype",Palatino,
Georgia,serif;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#14191c;--raised:#1d2428;--ink:#dfe4e3;
--muted:#9dabb1;--line:#39444a;--accent:#7cc3d6;--dots:#4d8494;--notice:#33290f;--edge:#d9a441;
--helps:#86cfa8;--hinders:#eea277;--yes:#1e3a30;--no:#43291c;--mark:#5a4a14;
--shadow:0 .6rem 1.8rem #000a}}
*,*::before,*::after{box-sizing:border-box}
html{font-size:clamp(1rem,.93rem + .3vw,1.12rem);scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 var(--serif);
font-variant-numeric:oldstyle-nums;overflow-wrap:break-word}
main{max-width:76rem;margin:0 auto;padding:0 1.5rem 6rem}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
a{color:var(--accent);text-decoration-thickness:.06em;text-underline-offset:.18em}
:focus-visible{outline:.16em solid var(--accent);outline-offset:.16em;border-radius:.15em}
.skip{position:absolute;left:-100vw;padding:.6rem 1rem;background:var(--accent);color:var(--paper);
font-family:var(--sans);z-index:9}.skip:focus{left:0;top:0}
.synthetic{padding:.55rem 1.5rem;background:var(--notice);border-bottom:.2rem solid var(--edge);
font:.86rem/1.45 var(--sans);text-align:center}.synthetic p{margin:0;max-width:none}
h1,h2,h3,h4{line-height:1.22;font-weight:600;text-wrap:balance;font-variant-numeric:lining-nums}
h1{margin:3rem 0 .6rem;font-size:clamp(1.8rem,1.3rem + 2.2vw,2.6rem);letter-spacing:-.012em}
h2{margin:3.2rem 0 .7rem;font-size:1.5rem}h3{margin:2rem 0 .5rem;font-size:1.12rem}
p{margin:0 0 1em;max-width:70ch}.lede{font-size:1.16rem;line-height:1.5}
.small,small,.meta{font:.84rem/1.5 var(--sans);color:var(--muted)}
.study{margin:0 0 1.6rem;color:var(--muted)}
code{font:.84em/1.5 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;
background:var(--raised);padding:.1em .3em;border-radius:.2em}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:1rem 0 1.4rem;font:.86rem/1.45 var(--sans);
font-variant-numeric:tabular-nums lining-nums}
caption{padding-bottom:.5rem;text-align:left;color:var(--muted)}
th,td{padding:.4rem .8rem .4rem 0;vertical-align:top;text-align:left}
thead{border-top:.12rem solid var(--ink)}thead th{border-bottom:1px solid var(--muted);
vertical-align:bottom;font-weight:600}tbody{border-bottom:.12rem solid var(--ink)}
tbody tr+tr>*{border-top:1px solid var(--line)}tbody th{font-weight:400}
.n{text-align:right;padding-right:1.2rem}
summary{cursor:pointer}blockquote{margin:0 0 .9rem;padding-left:.9rem;
border-left:.18rem solid var(--dots)}blockquote p{margin:0 0 .2em}
mark{background:var(--mark);color:inherit;padding:.08em .1em;border-radius:.15em}
@media print{:root{color-scheme:light;--paper:#fff;--raised:#fff;--ink:#000;--muted:#444;--line:#bbb;
--accent:#000;--notice:#fff;--mark:#ddd}html{font-size:9.5pt}main{max-width:none;padding:0}
.skip,nav{display:none}a{color:inherit;text-decoration:none}h1,h2,h3{break-after:avoid}
mark{text-decoration:underline;text-underline-offset:.2em}summary,mark{print-color-adjust:exact}
article,tr,blockquote{break-inside:avoid}.wide{overflow:visible}thead{display:table-header-group}}
"""


def page(title: str, study: str, synthetic: bool, body: Iterable[str], style: str = "") -> str:
    """Write a page.

    Parameters
    ----------
    title
        Its heading.
    study
        The study's title.
    synthetic
        Whether the data are a stand-in, which the page then says.
    body
        HTML, already escaped.
    style
        What this page needs beyond the common style.
    """
    css = STYLE + style
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    notice = f'<aside class="synthetic">{SYNTHETIC}</aside>\n' if synthetic else ""
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{css}</style></head>\n<body>",
            f'<a class="skip" href="#text">Skip to the text</a>\n{notice}<main id="text">',
            f"<h1>{escape(title)}</h1>",
            f'<p class="study meta">{escape(study)}. {TIER}</p>',
            *body,
            "</main></body></html>\n",
        ]
    )


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], numbers: Iterable[int] = ()) -> str:
    """Write a table of cells that are HTML; the first of a row heads it.

    Examples
    --------
    >>> print(table(["Code", "Passages"], [["staffing", "3"]], numbers=[1]).splitlines()[2])
    <tr><th scope="row">staffing</th><td class="n">3</td></tr>
    """
    right = set(numbers)
    kind = {True: ' class="n"', False: ""}
    head = "".join(f'<th scope="col"{kind[n in right]}>{h}</th>' for n, h in enumerate(heads))
    lines = [f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>', "<tbody>"]
    for first, *rest in rows:
        cells = "".join(f"<td{kind[n in right]}>{cell}</td>" for n, cell in enumerate(rest, 1))
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody></table></div>"])


def title_of(code: str) -> str:
    """Give a code's name as words, escaped.

    Examples
    --------
    >>> title_of("shared_data")
    'Shared data'
    """
    return escape(code.replace("_", " ").capitalize())
