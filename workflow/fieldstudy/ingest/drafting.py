"""Draft a study's codebook from the codes of a tool's project, for an author to finish."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import ABOVE, Code, split_stance
from fieldstudy.ingest.config import plain_name

# A description as ``exporting`` writes it: a line for each thing that the codebook says of a code.
LINE = re.compile(r"^(Statement|Definition|Include|Exclude|Example|Valence): (.*)$", re.MULTILINE)
HEAD = """\
# A draft from {where}. Say as each code's statement what a passage affirms or denies, and whether that helps,
# hinders or does neither (valence); take out what is no code. `called` is the code's name in the tool.
"""
OTHER = "Other"


def draft(codes: Iterable[Code], denies: str, where: str) -> str:
    """Write codes as a config/codebook.yml: themes are what stands above codes.

    Parameters
    ----------
    codes
        Of a project or codebook; mere headings become themes alone.
    denies
        What stands behind the name of a code that denies its statement; such codes are one with
        the code whose statement they deny.
    where
        The file that they come from.

    Raises
    ------
    StudyError
        If there are no codes.
    """
    said = {_placed(code): code.description for code in codes if code.codable}
    wanted = dict.fromkeys((theme, split_stance(name, denies)[0]) for theme, name in said)
    if not wanted:
        raise StudyError.of(where, "holds no codes; export it again from its tool")
    parents = {theme for theme, _ in wanted}
    themes: dict[str, str] = {}
    entries: dict[str, dict[str, str]] = {}
    for theme, name in wanted:
        path = theme or (name if name in parents else OTHER)
        words = said.get((theme, name), "")
        label = path.replace(ABOVE, ": ")
        key = themes.setdefault(label, _fresh(plain_name(label), themes.values(), "theme"))
        code = _fresh(plain_name(name), entries, plain_name(f"{theme} {name}") or "code")
        entry = {"code": code, "theme": key, **_words(name, words)}
        if plain_name(name) != code:
            entry["called"] = f"{theme}{ABOVE}{name}" if theme else name
        entries[code] = entry
    return "".join([HEAD.format(where=where), *_lines(themes, entries.values())])


def _placed(code: Code) -> tuple[str, str]:
    """Give what stands above a code, and its name; ATLAS.ti writes both in the name."""
    above, mark, name = code.name.rpartition(ABOVE)
    return (above, name) if mark and not code.theme else (code.theme, code.name)


def _fresh(name: str, taken: Iterable[str], other: str) -> str:
    """Give an id that is not taken: the name, else the other name, else that with a number."""
    there = set(taken)
    for one in filter(None, (name, other)):
        if one not in there:
            return one
    number = 2
    while f"{other}_{number}" in there:
        number += 1
    return f"{other}_{number}"


def _words(name: str, description: str) -> dict[str, str]:
    """Give what a codebook says of a code, as far as its description says it."""
    told = {key.lower(): words.strip() for key, words in LINE.findall(description)}
    free = " ".join(LINE.sub("", description).split())
    given = {"valence": "neither", "statement": name, "definition": free or name}
    return given | {key: words for key, words in told.items() if words}


def _lines(themes: Mapping[str, str], entries: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Write YAML, every value quoted."""
    yield "themes:\n"
    yield from (f"  {key}: {_quoted(label)}\n" for label, key in themes.items())
    yield "codes:\n"
    for entry in entries:
        lead = "  - "
        for key, value in entry.items():
            yield f"{lead}{key}: {_quoted(value)}\n"
            lead = "    "


def _quoted(text: str) -> str:
    """Quote a text for YAML, which reads JSON's strings."""
    return json.dumps(text, ensure_ascii=False)
