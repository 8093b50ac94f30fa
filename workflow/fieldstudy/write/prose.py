"""Resolve the shortcodes of the prose, and check what it refers to, naming file and line.

Both roads use it: Pandoc renders the text it gives; for Quarto, which only warns of an unknown key
or reference, it is the check before. It leaves code, maths and comments alone and refuses every
shortcode but ``include`` and ``meta``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems
from fieldstudy.io import read_text

ATTRIBUTES = r'\{(?:"(?:\\.|[^"\\])*"|[^{}"])*\}'
TOKEN = re.compile(
    rf"""
    (?P<code>^(?P<fence>`{{3,}}|~{{3,}})[^\n]*\n(?:.*?\n)??(?P=fence)[`~]*[ \t]*$
      |(?<!`)(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)
      |<!--.*?-->
      |\$\$.+?\$\$
      |(?<![\\$\w])\$(?=\S)(?:[^$\n]|\n(?!\s*\n))*?(?<=[^\s\\])\$(?!\d))
    |\{{\{{<\s*(?P<word>\S+)(?:\s+(?P<rest>.*?))?\s*>\}}\}}
    |(?P<bracket>(?<![!^\]\w])\[[^\[\]]*@(?:fig|tbl|sec)-[^\[\]]*\](?![(\[{{]))
    |(?<![\w\\@.])@(?P<key>\w(?:[\w:.+/-]*\w)?)
    |(?:\]\((?P<picture>[^()\s]+\.(?:svg|png|jpe?g|pdf))\))(?P<looks>{ATTRIBUTES})?
    |(?P<attributes>{ATTRIBUTES})
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
CROSS = ("fig-", "tbl-", "sec-")
REFERENCE = re.compile(r"@((?:fig|tbl|sec)-[\w-]*\w)")
ONLY_REFERENCES = re.compile(rf"\[\s*-?{REFERENCE.pattern}(?:\s*;\s*-?{REFERENCE.pattern})*\s*\]")


@dataclass
class Prose:
    """The prose on its way: what is known, what was met so far, and what is wrong with it."""

    folder: Path  # the assembled project; includes and pictures are relative to it
    meta: Mapping[str, Any]  # of the project and of the front matter, as nested mappings of text
    keys: Collection[str]  # of the bibliography
    shown: Callable[[Path], str] = str  # the name by which a researcher knows a file
    found: Problems = field(default_factory=Problems)
    uses: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def expand(prose: Prose, name: str) -> str:
    """Give the text of a file with every include and every value in its place.

    Raises
    ------
    StudyError
        If a shortcode, reference, citation, picture or include leads nowhere; all are told.
    """
    text = _resolve(prose, name, ())
    for where, key in prose.uses:
        what, known = "a reference", prose.keys
        if key.startswith(CROSS):
            what, known = "a figure, table or section of the paper", prose.labels
        if key not in known:
            prose.found.add(where, f"'@{key}' is not {what}{_nearest(key, known)}")
    prose.found.stop_if_any()
    return text


def _nearest(word: str, known: Collection[str]) -> str:
    """Suggest what may have been meant."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _resolve(prose: Prose, name: str, above: tuple[str, ...]) -> str:
    """Resolve one file, and note what it refers to and what it labels."""
    path = prose.folder / name
    text = read_text(path)

    def replace(match: re.Match[str]) -> str:
        where = f"{prose.shown(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        word, rest = match["word"], (match["rest"] or "").strip()
        if word == "include" and (prose.folder / rest).is_file() and rest not in (*above, name):
            with prose.found.gathering():
                return f"\n\n{_resolve(prose, rest, (*above, name)).strip()}\n\n"
        value, fault = _value(prose.meta, rest) if word == "meta" else ("", "")
        faults = [] if match["code"] else [fault, *_faults(prose, where, match, (*above, name))]
        for fault in filter(None, faults):
            prose.found.add(where, fault)
        return value if word else match[0]

    return TOKEN.sub(replace, text)


def _value(meta: Mapping[str, Any], path: str) -> tuple[str, str]:
    """Look a value up by its dotted path; give it, and what is wrong with the path."""
    value: Any = meta
    for step in path.split("."):
        known = value if isinstance(value, Mapping) else {}
        if step not in known:
            return "", f"'{path}' is not known: no '{step}'{_nearest(step, known)}"
        value = known[step]
    if isinstance(value, str):
        return value.strip(), ""
    return "", f"'{path}' is not one text; name one of its parts"


def _faults(
    prose: Prose, where: str, match: re.Match[str], above: Collection[str]
) -> Iterator[str]:
    """Say what is wrong with a part of the prose; note its references and labels."""
    word, rest, picture = match["word"], (match["rest"] or "").strip(), match["picture"]
    looks = match["looks"] or match["attributes"] or ""
    if word == "include":
        yield f"'{rest}' includes itself" if rest in above else f"'{rest}' is not there to include"
    elif word and word != "meta":
        yield f"'{word}' is not a shortcode here; allowed: include, meta"
    if match["bracket"] and not ONLY_REFERENCES.fullmatch(match[0]):  # Quarto drops the citations
        yield f"'{match[0]}' mixes a cross-reference with something else; take it out of the bracket"
    keys = [match["key"]] if match["key"] else REFERENCE.findall(match["bracket"] or "")
    prose.uses.extend((where, key) for key in keys)
    if picture and not (prose.folder / picture).is_file():
        yield f"'{picture}' is not there to show"
    if picture and not re.search(r'(?:fig-)?alt="[^"]', looks):
        yield f"'{picture}' has no alternative text; add fig-alt=\"…\""
    if "{{<" in looks:
        yield "a shortcode cannot stand in an attribute; generate the block instead"
    for label in re.findall(r"#([\w:.-]+)", re.sub(r'"(?:\\.|[^"\\])*"', "", looks)):
        if label in prose.labels:
            yield f"'#{label}' is given twice; first in {prose.labels[label]}"
        prose.labels.setdefault(label, where)
