"""Refuse what was typed where a finding belongs: figures, number words, counts of areas, quotations.

The prose may hold findings, citations, and what ``config/prose.yml`` allows with a reason: years,
Acts and their sections, single phrases. Generated blocks are not looked at: they hold what was
computed. Code and formulas are, since they are printed too; comments are not.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems
from fieldstudy.io import read_yaml
from fieldstudy.write.prose import ATTRIBUTES

UNITS = "zero one two three four five six seven eight nine"
TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety"
)
LARGE = (
    "hundreds? thousands? millions? billions? dozens? twice thrice half halves per\\scent percent nil "
    "doubled doubling trebled tripled quadrupled halved halving"
)
NUMBER = rf"(?:{'|'.join(f'{UNITS} {TEENS} {LARGE}'.split())})"
PART = r"(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|twentieth|hundredth)"
# Two letters at least: I is a word.
ROMAN = r"(?-i:(?=[IVXL]{2})X{0,3}(?:X[CL]|L?X{0,3})(?:IX|IV|V?I{0,3}))"
ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
# What every study counts; what else a study counts stands in its config/prose.yml.
NOUNS = ("area", "interview", "interviewee", "participant", "region", "group")
PEOPLE = r"(?:everyone|everybody|nobody|no[\s-]one)"
COUNT = r"(?:all|both|most|many|several|some|few|fewer|every|each|no|none|neither|either|majority|minority)"
BETWEEN = rf"of|the|these|those|them|our|its|other|such|but|{NUMBER}"
SAID = (
    r"(?:said|had|have|has|were|was|are|is|did|do|described|reported|spoke|wanted|thought|held|named|agreed"
    r"|welcomed|affirmed|denied|could|shared|warned|recalled|expected|worked|saw|felt|found|asked|called)"
)
COUNTED = "a count of areas or people"
# What each kind of typed text is called, and how it is found; the longest find wins.
KINDS: dict[str, re.Pattern[str]] = {
    "a quotation": re.compile(
        r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|‘\w[^‘’]*’(?!\w)|(?<![\w.,])'\w[^'\n]*'(?!\w)"
        r"|\"(?=\S)(?:[^\"\n]|\n(?!\s*\n))+\"|^[ \t]*>.*\w.*$",
        re.M,
    ),
    "a number": re.compile(
        rf"[^\s()\[\]“”|]*[\d¼-¾⅐-↉²³¹①-⓿][^\s()\[\]“”|]*|\b{ROMAN}\b"
        rf"|\b(?:{NUMBER}(?:[\s-]+{NUMBER})*|an?\s+{PART}(?=\s+(?:of|{SAID})|[.,;:])|(?:two|three)[\s-]thirds)\b"
        rf"(?!\s+another)(?<!\bno\sone)",
        re.I,
    ),
}
YAML_QUOTES = re.compile(r"(?<!\\)\"|(?<![^\s\[,])'|'(?=\s*(?:[,\]]|$))")
PROSE_KEYS = ("title", "subtitle", "abstract", "keywords", "description")
SHOWN_ATTRIBUTE = re.compile(r"\b(?:fig-alt|alt|title|fig-cap|tbl-cap)=\"((?:\\.|[^\"\\])*)\"")
HIDDEN = re.compile(
    rf"""<!--.*?-->
    |\{{\{{<.*?>\}}\}}
    |(?<![!\]\w])\[[^\[\]]*(?<!\w)@[\w][^\[\]]*\]
    |(?<![\w\\@.])-?@\w[\w:.+/-]*
    |(?<=\])\([^()\s]*(?:\s+"[^"]*")?\)
    |\[\^[\w-]+\]:?
    |^\s*\d+[.)](?=\s)
    |<?\bhttps?://[^\s<>]+>?
    |[\w.+-]+@[\w-]+\.\w+
    |(?P<looks>{ATTRIBUTES})
    """,
    re.M | re.S | re.X,
)
INCLUDE = re.compile(r"\{\{<\s*include\s+(\S+)\s*>\}\}")
PRINTED = re.compile(r"\{\{<\s*meta\s+findings\.([\w-]+)\.")
GENERATED = ("figures/", "tables/")
ALIKE = 0.6  # how much of a typed quotation must agree with a known one to suggest it


@dataclass
class Allowed:
    """What the prose may hold, each with its reason; ``used`` notes what was met."""

    patterns: dict[str, re.Pattern[str]]
    nouns: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)

    @property
    def kinds(self) -> dict[str, re.Pattern[str]]:
        """Give what each kind of typed text is called, and how it is found."""
        between = "|".join(re.escape(noun) for noun in self.nouns)
        noun = rf"(?:{'|'.join(re.escape(noun) for noun in (*NOUNS, *self.nouns))})s?"
        counted = re.compile(
            rf"\b{COUNT}\b(?:\s+(?:{BETWEEN}{'|' + between if between else ''}))*(?:\s+[\w’'-]+)?\s+{noun}\b"
            rf"|\b{COUNT}\s+of\s+(?:them|these|those|us)\b(?:\s+{SAID}\b)?"
            rf"|\b(?:{COUNT}|{PEOPLE})\s+{SAID}\b"
            rf"|\b(?:single|sole|lone|various|remaining|rest\s+of\s+the)\s+{noun}\b"
            rf"|\ba\s+(?:couple|pair|handful|number|score)\s+of\b"
            rf"|\bunanimous\w*|\bwithout\s+exception\b"
            rf"|\b{ORDINAL}\s+(?:areas?|interviews?|interviewees?|participants?)\b",
            re.I,
        )
        return {COUNTED: counted, **KINDS}


def _spaced(words: str) -> str:
    """Give the pattern of some words, however they are broken into lines."""
    return r"\s+".join(re.escape(word) for word in words.split())


def read_allowed(path: Path) -> Allowed:
    """Read the reasoned list of ``config/prose.yml``.

    Raises
    ------
    StudyError
        If an entry has no reason.
    """
    config = read_yaml(path)
    found, patterns = Problems(), {}
    for kind in sorted(set(config) - {"years", "acts", "phrases", "nouns"}):
        found.add(f"{path}: {kind}", "is not known; allowed: acts, nouns, phrases, years")
    for kind in ("acts", "phrases", "years"):
        for number, entry in enumerate(config.get(kind) or (), start=1):
            words = entry.get("words", "") if isinstance(entry, Mapping) else ""
            if not words or not entry.get("reason", "").strip():
                found.add(f"{path}: {kind}: entry {number}", "needs 'words' and a 'reason'")
                continue
            section = r"(?:\bsections?\s+\d+[A-Z]*(?:\(\d+\))*\s+of\s+the\s+)?"
            before = section if kind == "acts" else ""
            patterns[words] = re.compile(
                rf"{before}(?<!\w){_spaced(words)}(?!\w)", re.I * (kind == "acts")
            )
    found.stop_if_any()
    return Allowed(patterns, tuple(config.get("nouns") or ()))


def blanked(match: re.Match[str]) -> str:
    """Replace a text by as many spaces, its lines kept."""
    return re.sub(r"[^\n]", " ", match[0])


def _without_looks(match: re.Match[str]) -> str:
    """Blank what is not printed; of attributes, keep the texts that are read out or shown."""
    if not match["looks"]:
        return blanked(match)
    kept = list(blanked(match))
    for shown in SHOWN_ATTRIBUTE.finditer(match[0]):
        kept[shown.start(1) : shown.end(1)] = shown[1]
    return "".join(kept)


def _without_front(text: str) -> str:
    """Blank the front matter but for the texts that are printed."""
    front = re.match(r"---\n.*?\n(?:---|\.\.\.)(?=\n)", text, re.S)
    if not front:
        return text
    lines, key = [], ""
    for line in front[0].split("\n"):
        named = re.match(r"([\w-]+):", line)
        key = named[1] if named else key if line[:1] in " -\t" and line != "---" else ""
        blank = " " * len(line)
        if key not in PROSE_KEYS:
            lines.append(blank)
            continue
        start = named.end() if named else 0
        # The quotation marks of YAML are not printed; those that it escapes are.
        plain = key != "abstract" or re.match(r"\s*\"", line[start:])
        value = YAML_QUOTES.sub(" ", line[start:]) if plain else line[start:]
        lines.append(blank[:start] + value)
    return "\n".join(lines) + text[front.end() :]


# What a reader does not see in a word: marks of emphasis, escapes, breaks of no width.
UNSEEN = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\\(?=\s)|[\u00ad\u200b-\u200d\u2060]")
SPACES = re.compile(r"&(?:nbsp|ensp|emsp|thinsp);")


def visible(text: str, allowed: Allowed) -> str:
    """Blank all that is no prose or is allowed, so that lines stay where they are."""
    shown = HIDDEN.sub(_without_looks, _without_front(text))
    shown = SPACES.sub(" ", UNSEEN.sub("", shown))
    for words, pattern in sorted(allowed.patterns.items(), key=lambda item: -len(item[0])):
        if pattern.search(shown):
            allowed.used.add(words)
            shown = pattern.sub(blanked, shown)
    return shown


def typed(text: str, allowed: Allowed) -> Iterator[tuple[int, str, str]]:
    """Give the line, the kind and the words of all that was typed where a finding belongs."""
    shown = visible(text, allowed)
    found = [
        (match.start(), match.end(), kind, match[0])
        for kind, pattern in allowed.kinds.items()
        for match in pattern.finditer(shown)
    ]
    reached = 0
    for start, end, kind, words in sorted(found, key=lambda one: (one[0], -one[1])):
        if end > reached:
            begun = start + len(words) - len(words.lstrip())
            yield shown.count("\n", 0, begun) + 1, kind, " ".join(words.split()).strip(".,;:")
            reached = end


def check_typed(
    source: Path, name: str, allowed: Allowed, meta: Mapping[str, Any], shown: Any, found: Problems
) -> set[str]:
    """Note everything typed in a file and in those it includes by hand; give the findings it prints."""
    text = (source / name).read_text(encoding="utf-8")
    quotes = {key: str(said) for key, said in (meta.get("quotes") or {}).items()}
    for line, kind, words in typed(text, allowed):
        what = f"'{words}' is typed: {kind}"
        found.add(f"{shown(source / name)}:{line}", f"{what}; {_instead(kind, words, quotes)}")
    printed = set(PRINTED.findall(text))
    for other in INCLUDE.findall(text):
        if not other.startswith(GENERATED) and other != name and (source / other).is_file():
            printed |= check_typed(source, other, allowed, meta, shown, found)
    return printed


def _instead(kind: str, words: str, quotes: Mapping[str, str]) -> str:
    """Say what to write instead."""
    allow = "or allow it in config/prose.yml with a reason"
    if kind != "a quotation":
        return f"print a finding, {{{{< meta findings.… >}}}}, {allow}"
    likeness = {
        key: difflib.SequenceMatcher(None, words.strip('> “”"'), said).quick_ratio()
        for key, said in quotes.items()
    }
    nearest = max(likeness, key=lambda key: likeness[key], default="")
    name = nearest if nearest and likeness[nearest] > ALIKE else "…"
    return f"print it from config/quotes.yml, {{{{< meta quotes.{name} >}}}}, {allow}"
