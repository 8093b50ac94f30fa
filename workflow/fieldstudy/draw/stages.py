"""Read the workflow's own stages and tiers from its rules, so that their picture cannot be out of date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.io import read_text

TIERS = ("controlled", "safeguarded", "open")
RAW = "raw"
INCLUDE = re.compile(r'^ *include: "(.+/(\w+)\.smk)"', re.M)
HEAD = re.compile(r"^# (\w+): (.+)")
PLACE = re.compile(r"^(\w+) = (.*(?:\n[ \]\)].*)*)", re.M)
RULE = re.compile(r"^rule (\w+):\n((?:[ \t].*\n|\n)+)", re.M)
SECTION = re.compile(r"^    (\w+):\n((?: {5,}.*\n|\n)+)", re.M)
WORD = re.compile(r"[A-Za-z_]\w*")
# The study's own files, named by folder or by the helper that lists them.
RAW_WORDS = {"DATA", "GOLD", "raw"}


@dataclass(frozen=True)
class Stage:
    """One stage: its name, what it does, and the tiers that its rules read and write."""

    name: str
    does: str
    reads: frozenset[str]
    writes: frozenset[str]


def read_stages(snakefile: Path) -> list[Stage]:
    """Read every stage that a Snakefile includes, in its order.

    Raises
    ------
    StudyError
        If a rule file does not begin by saying what its stage does.
    """
    texts = {
        path: read_text(snakefile.parent / path)
        for path, _ in INCLUDE.findall(read_text(snakefile))
    }
    return stages(texts)


def stages(texts: dict[str, str]) -> list[Stage]:
    """Read the stages from the texts of rule files, by path, in their order."""
    words: dict[str, set[str]] = {tier.upper(): {tier} for tier in TIERS}
    words |= {word: {RAW} for word in RAW_WORDS}
    made = []
    for path, text in texts.items():
        for name, value in PLACE.findall(text):
            words.setdefault(name, _tiers(value, words))
        rules = {name: dict(SECTION.findall(body)) for name, body in RULE.findall(text)}
        if not rules:
            continue
        for name, parts in rules.items():
            words[f"rules.{name}"] = _tiers(parts.get("output", ""), words)
        head = HEAD.match(text)
        if not head:
            what = "must begin with a comment: the stage's name, a colon, and what it does"
            raise StudyError.of(f"{path}:1", what)
        # A rule with inputs alone only names a target.
        made_by = [part for part in rules.values() if "output" in part]
        reads = set().union(*(_tiers(part.get("input", ""), words) for part in made_by))
        writes = set().union(*(_tiers(part["output"], words) for part in made_by))
        made.append(Stage(head[1], head[2], frozenset(reads), frozenset(writes)))
    return made


def _tiers(text: str, words: dict[str, set[str]]) -> set[str]:
    """Give the tiers of every place that a text names."""
    code = re.sub(r"(?<!\{)#.*", "", text)
    named = set(re.findall(r"rules\.\w+", code)) | set(WORD.findall(code))
    return set().union(*(words.get(name, set()) for name in named))
