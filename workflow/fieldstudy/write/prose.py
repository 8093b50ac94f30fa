"""Resolve the shortcodes of the prose, and check what it refers to, naming file and line.

Both roads use it: Pandoc renders the text it gives; for Quarto, which only warns of an unknown key
or reference, it is the check before. It leaves code, maths and comments alone and refuses every
shortcode but ``include`` and ``meta``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
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
    |\]\((?P<picture>[^()\s]+\.(?:svg|png|jpe?g|pdf))\)(?P<looks>{ATTRIBUTES})?
    |(?P<bracket>(?<![!^\]\w])\[[^\[\]]*@(?:fig|tbl|sec)-[^\[\]]*\](?![(\[{{]))
    |(?<![\w\\@.])@(?P<key>\w(?:[\w:.+/-]*\w)?)
    |{ATTRIBUTES}
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
LABEL = re.compile(r"#([\w:.-]+)")
ONLY_REFERENCES = re.compile(
    r"\[\s*-?@(?:fig|tbl|sec)-[\w-]+(?:\s*;\s*-?@(?:fig|tbl|sec)-[\w-]+)*\s*\]"
)
REFERENCE = re.compile(r"@((?:fig|tbl|sec)-[\w-]*\w)")
CROSS = ("fig-", "tbl-", "sec-")


@dataclass
class Prose:
    """The prose on its way: what is known, what was met so far, and what is wrong with it.

    Parameters
    ----------
    folder
        The assembled project; includes and pictures are relative to it.
    meta
        Metadata of the project and of its front matter, as nested mappings of text.
    keys
        Keys of the bibliography.
    shown
        Gives the name under which a researcher knows a file of the project.
    """

    folder: Path
    meta: Mapping[str, Any]
    keys: frozenset[str]
    shown: Callable[[Path], str] = str
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
        known = prose.labels if key.startswith(CROSS) else prose.keys
        what = "a figure, table or section of the paper" if known is prose.labels else "a reference"
        if key not in known:
            prose.found.add(where, f"'@{key}' is not {what}{_nearest(key, known)}")
    prose.found.stop_if_any()
    return text


def _nearest(word: str, known: Any) -> str:
    """Suggest what may have been meant."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _resolve(prose: Prose, name: str, above: tuple[str, ...]) -> str:
    """Resolve one file, and note what it refers to and what it labels."""
    path = prose.folder / name
    text = read_text(path)

    def replace(match: re.Match[str]) -> str:
        where = f"{prose.shown(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        if match["code"]:
            return match[0]
        if match["word"]:
            return _shortcode(prose, where, match, (*above, name))
        if match["picture"]:
            _picture(prose, where, match)
        elif match["bracket"]:
            _bracket(prose, where, match[0])
        elif match["key"]:
            prose.uses.append((where, match["key"]))
        else:
            _attributes(prose, where, match[0])
        return match[0]

    return TOKEN.sub(replace, text)


def _shortcode(prose: Prose, where: str, match: re.Match[str], above: tuple[str, ...]) -> str:
    """Give what an ``include`` or a ``meta`` stands for."""
    word, rest = match["word"], (match["rest"] or "").strip()
    if word == "meta":
        return _value(prose, where, rest)
    if word != "include":
        prose.found.add(where, f"'{word}' is not a shortcode here; allowed: include, meta")
    elif rest in above:
        prose.found.add(where, f"'{rest}' includes itself")
    elif not (prose.folder / rest).is_file():
        prose.found.add(where, f"'{rest}' is not there to include")
    else:
        with prose.found.gathering():
            return f"\n\n{_resolve(prose, rest, above).strip()}\n\n"
    return ""


def _value(prose: Prose, where: str, path: str) -> str:
    """Look a value up by its dotted path."""
    value: Any = prose.meta
    for step in path.split("."):
        if not isinstance(value, Mapping) or step not in value:
            known = value if isinstance(value, Mapping) else {}
            prose.found.add(where, f"'{path}' is not known: no '{step}'{_nearest(step, known)}")
            return ""
        value = value[step]
    if not isinstance(value, str):
        prose.found.add(where, f"'{path}' is not one text; name one of its parts")
        return ""
    return value.strip()


def _picture(prose: Prose, where: str, match: re.Match[str]) -> None:
    """Check that a picture is there and has an alternative text."""
    if not (prose.folder / match["picture"]).is_file():
        prose.found.add(where, f"'{match['picture']}' is not there to show")
    if not re.search(r'(?:fig-)?alt="[^"]', match["looks"] or ""):
        prose.found.add(where, f"'{match['picture']}' has no alternative text; add fig-alt=\"…\"")
    _attributes(prose, where, match["looks"] or "")


def _bracket(prose: Prose, where: str, text: str) -> None:
    """Refuse figures and citations in one bracket: Quarto would drop the citations."""
    if not ONLY_REFERENCES.fullmatch(text):
        prose.found.add(
            where,
            f"'{text}' mixes a cross-reference with something else; take it out of the bracket",
        )
    prose.uses.extend((where, key) for key in REFERENCE.findall(text))


def _attributes(prose: Prose, where: str, text: str) -> None:
    """Note the label in ``{#fig-x …}``, and refuse a shortcode within: it stays unresolved."""
    if "{{<" in text:
        prose.found.add(
            where, "a shortcode cannot stand in an attribute; generate the block instead"
        )
    for label in LABEL.findall(re.sub(r'"(?:\\.|[^"\\])*"', "", text)):
        if label in prose.labels:
            prose.found.add(where, f"'#{label}' is given twice; first in {prose.labels[label]}")
        prose.labels.setdefault(label, where)
