"""Whether the files of a study name only what other files of it have: codes, claims, tables, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems
from fieldstudy.io import read_text, read_yaml
from fieldstudy.write.typed import read_allowed, typed

PROSE = re.compile(
    r"\{\{<\s*(?:meta\s+(?P<kind>findings|quotes)\.(?P<name>[\w-]+)"
    r"|include\s+(?P<folder>figures|tables)/_(?P<block>[\w-]+)\.qmd)"
)
# Base tables that every study has; the rest follow from its config and its public record.
BASE = (
    *("areas", "interviews", "participants", "findings", "voices", "codes", "corpus"),
    *("agreement", "disagreements", "recall", "masking"),
)
NO_BASE = ("areas", "participants", "register", "decisions", "adjudications")


@dataclass(frozen=True)
class Names:
    """What a study has, by kind: the names that its files may use."""

    codes: tuple[str, ...]
    claims: tuple[str, ...]
    quotes: tuple[str, ...]
    interviews: tuple[str, ...]
    base: tuple[str, ...]
    figures: tuple[str, ...]
    tables: tuple[str, ...]


def names_of(config: Path, study: Mapping[str, Any]) -> Names:
    """Read the names from a folder of config; a file that cannot be read gives none."""
    read = {path.stem: _read(path) for path in sorted(config.glob("*.yml"))}
    tables = read.get("tables") or {}
    appendix = [*(("shares", "comparisons") if tables.get("comparisons") else ())]
    appendix += ["rates"] if tables.get("rates") else []
    instruments = [name for name in tables.get("inputs") or {} if name not in NO_BASE]
    record = sorted(path.stem for path in Path(study["record"]).glob("*.csv"))
    outputs = [block["id"] for block in tables.get("outputs") or [] if block.get("tier") == "open"]

    def ids(name: str, part: str, key: str = "id") -> tuple[str, ...]:
        return tuple(row.get(key, "") for row in (read.get(name) or {}).get(part) or [])

    return Names(
        codes=ids("codebook", "codes", "code"),
        claims=ids("claims", "claims"),
        quotes=ids("quotes", "quotes"),
        interviews=tuple(study["interviews"]),
        base=(*BASE, *appendix, *instruments, *record),
        figures=ids("figures", "figures"),
        tables=(*outputs, *appendix, "claims", "record"),
    )


def _read(path: Path) -> Any:
    """Read a YAML file; nothing if it is none."""
    found = Problems()
    with found.gathering():
        return read_yaml(path)
    return {}


def check_config(config: Path, names: Names, found: Problems) -> None:
    """Note what claims, quotations, figures, tables and disclosure name that is not there."""

    def known(where: str, name: str, what: str, allowed: Iterable[str]) -> None:
        if name not in allowed:
            found.add(where, f"'{name}' is not {what}; allowed: {', '.join(allowed)}")

    for row in _read(config / "claims.yml").get("claims") or []:
        if "code" in row:
            where = f"{config / 'claims.yml'}: claims: {row.get('id', '')}: code"
            known(where, row["code"], "a code of the codebook", names.codes)
    for row in _read(config / "quotes.yml").get("quotes") or []:
        where = f"{config / 'quotes.yml'}: quotes: {row.get('id', '')}"
        known(f"{where}: code", row.get("code", ""), "a code of the codebook", names.codes)
        known(f"{where}: interview", row.get("interview", ""), "an interview", names.interviews)
    for row in _read(config / "tables.yml").get("outputs") or []:
        where = f"{config / 'tables.yml'}: outputs: {row.get('id', '')}: from"
        known(where, row.get("from", ""), "a base table", names.base)
    disclosure = _read(config / "disclosure.yml")
    for name in disclosure.get("open_base") or []:
        known(f"{config / 'disclosure.yml'}: open_base: {name}", name, "a base table", names.base)
    for name in disclosure.get("people_findings") or []:
        where = f"{config / 'disclosure.yml'}: people_findings: {name}"
        known(where, name, "a claim", names.claims)


def check_prose(paper: Path, allowed: Path, names: Names, found: Problems) -> None:
    """Note what the prose names that is not there, and what is typed where a finding belongs."""
    kinds = {
        "findings": ("a claim of config/claims.yml", names.claims),
        "quotes": ("a quotation of config/quotes.yml", names.quotes),
        "figures": ("a figure of config/figures.yml", names.figures),
        "tables": ("an open table of config/tables.yml", names.tables),
    }
    permitted = read_allowed(allowed)
    for path in [paper / "index.qmd", *sorted(paper.glob("_*.qmd"))]:
        text = read_text(path)
        for match in PROSE.finditer(text):
            kind, name = match["kind"] or match["folder"], match["name"] or match["block"]
            what, there = kinds[kind]
            if name not in there:
                line = text.count("\n", 0, match.start()) + 1
                found.add(f"{path}:{line}", f"'{name}' is not {what}")
        for line, kind, words in typed(text, permitted):
            what = f"'{words}' is typed: {kind}; print a finding, or allow it in {allowed}"
            found.add(f"{path}:{line}", what)
