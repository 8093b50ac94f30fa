"""Lay out the standard Quarto project that the paper is rendered from, whichever the road."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_text, read_yaml, write_text
from fieldstudy.write.prose import Prose, expand
from fieldstudy.write.typed import check_typed, read_allowed

PAPER = "index.qmd"
KEPT = ("index.qmd", "references.bib")
PROJECT = "_quarto.yml"
# What no study edits, and every paper is rendered with.
HOME = Path(__file__).parent
FOLDERS = ("filters", "styles")
PICTURES = {".svg", ".png"}
ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*\{\s*([^\s,}]+)\s*(,?)", re.M | re.I)


@dataclass(frozen=True)
class Unused:
    """What a paper leaves out: findings never printed, and allowances never used."""

    findings: list[str]
    allowances: list[str]


@dataclass(frozen=True)
class Parts:
    """Where the parts of the paper come from."""

    paper: Path
    findings: Path
    figures: Path
    tables: Path
    prose: Path = Path("config/prose.yml")

    def origin(self, path: Path, source: Path) -> str:
        """Name the file that a file of the assembled project was copied from."""
        inside = path.relative_to(source)
        homes = {"figures": self.figures, "tables": self.tables}
        homes |= {name: HOME / name for name in (PROJECT, *FOLDERS)}
        home = homes.get(inside.parts[0])
        return str(home.joinpath(*inside.parts[1:]) if home else self.paper / inside)


def assemble(parts: Parts, source: Path) -> Unused:
    """Build the project beside its place, check it, and put it there whole.

    Returns
    -------
    Unused
        Findings that the prose never prints, and allowances that it never uses.

    Raises
    ------
    StudyError
        If a part is missing, the prose refers to what is not there, or something is typed where a
        finding belongs; all are told.
    """
    beside = source.with_name(f".{source.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        _copy(parts, beside)
        unused = _check_all(parts, beside)
        shutil.rmtree(source, ignore_errors=True)
        beside.rename(source)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return unused


def _check_all(parts: Parts, source: Path) -> Unused:
    """Check what the prose refers to and what was typed in it; tell all problems at once."""
    found = Problems()

    def shown(path: Path) -> str:
        return parts.origin(path, source)

    with found.gathering():
        check(source, shown)
    allowed, meta = read_allowed(parts.prose), read_yaml(source / "findings.yml")
    printed = check_typed(source, PAPER, allowed, meta, shown, found)
    found.stop_if_any()
    findings = [name for name in meta.get("findings") or {} if name not in printed]
    return Unused(findings, sorted(set(allowed.patterns) - allowed.used))


def _copy(parts: Parts, source: Path) -> None:
    """Copy the prose, what it is rendered with, and the generated blocks."""
    from fieldstudy.write.reference import reference_docx

    found = Problems()
    for path in [*(parts.paper / name for name in KEPT), HOME / PROJECT, parts.findings]:
        with found.gathering():
            write_text(source / path.name, read_text(path))
    found.stop_if_any()
    for path in sorted(parts.paper.glob("_*.qmd")):  # prose that index.qmd includes
        shutil.copyfile(path, source / path.name)
    for name in FOLDERS:
        shutil.copytree(HOME / name, source / name, copy_function=shutil.copyfile)
    for name, folder in (("figures", parts.figures), ("tables", parts.tables)):
        for path in sorted(folder.glob("*")):
            if (path.suffix == ".qmd" and path.name.startswith("_")) or path.suffix in PICTURES:
                (source / name).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, source / name / path.name)
    if parts.findings.name != "findings.yml":
        (source / parts.findings.name).rename(source / "findings.yml")
    notice = str(read_yaml(source / "findings.yml").get("synthetic", ""))
    (source / "styles" / "reference.docx").write_bytes(reference_docx(notice))


def check(source: Path, shown: Any = str) -> str:
    """Resolve the prose of an assembled project and give its text; errors name file and line."""
    problems = Problems()
    keys = _keys(source / "references.bib", problems, shown)
    meta = _metadata(source)
    for fault in _authors_faults(meta.get("author")):
        problems.add(f"{shown(source / PAPER)}: author", fault)
    return expand(Prose(source, meta, keys, shown, problems), PAPER)


def _authors_faults(authors: Any) -> Iterator[str]:
    """Say where authors are not in the one of Quarto's forms that both roads read."""
    for person in authors if isinstance(authors, list) and authors else [authors]:
        homes = person.get("affiliations", []) if isinstance(person, Mapping) else ""
        named = isinstance(person, Mapping) and "name" in person and isinstance(homes, list)
        if not named or not all(isinstance(home, Mapping) and "name" in home for home in homes):
            yield (
                f"'{person}' is no list of people; each has a name, or a name with given and family,"
                " and may have orcid, email, and a list of affiliations, each with a name"
            )


def _keys(path: Path, found: Problems, shown: Any) -> frozenset[str]:
    """Collect the keys of the bibliography."""
    text = read_text(path)
    for match in ENTRY.finditer(text):
        if not match[2]:
            line = text.count("\n", 0, match.start()) + 1
            found.add(f"{shown(path)}:{line}", f"'{match[1]}' has no fields; no tool can read it")
    return frozenset(match[1] for match in ENTRY.finditer(text))


def _metadata(source: Path) -> dict[str, Any]:
    """Merge the metadata that both roads see: project, its files, then the front matter."""
    project = read_yaml(source / PROJECT)
    merged: dict[str, Any] = {k: v for k, v in project.items() if k not in {"project", "format"}}
    for name in project.get("metadata-files", []):
        merged |= read_yaml(source / name)
    text = read_text(source / PAPER)
    front = re.match(r"---\n(.*?)\n(?:---|\.\.\.)\n", text, re.S)
    if not front:
        raise StudyError.of(f"{PAPER}:1", "has no front matter; begin with '---', title and author")
    try:
        merged |= yaml.load(front[1], Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise StudyError.of(f"{PAPER}:{line}", f"is not valid YAML: {error.problem}") from None
    return merged
