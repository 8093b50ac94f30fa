"""Refuse, before a build is planned, what config/ must not say: other shapes, and unsafe ids and paths.

Ids and paths become file names and words of commands. What is allowed stands once, in
schemas/study.schema.json.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems
from fieldstudy.io import read_yaml
from fieldstudy.shape import check_shape
from fieldstudy.study import STARTS

SCHEMA = Path(__file__).parents[1] / "schemas/study.schema.json"
STUDY, TABLES, FIGURES = "config/study.yml", "config/tables.yml", "config/figures.yml"
DISCLOSURE = "config/disclosure.yml"
# The lists of each file that the plan of a build is made of.
LISTS = {TABLES: ("outputs",), FIGURES: ("figures",), DISCLOSURE: ("open_base", "people")}
BUNDLES = ("open", "safeguarded")
FOLDERS = ("data", "record", "published", "gold", "workflow")
Named = Iterator[tuple[str, Any, str]]  # file and key, the name, the rule that it must keep


@cache
def _schema() -> dict[str, Any]:
    """Read the schema of config/study.yml."""
    return dict(json.loads(SCHEMA.read_text(encoding="utf-8")))


@cache
def rules() -> dict[str, Any]:
    """Give what is allowed: of each kind of name a pattern, and the same in words."""
    schema = _schema()
    own = {name: schema["properties"][name] for name in ("id", "version")}
    return {**schema["$defs"], **own}


def unsafe(name: Any, rule: str) -> str:
    """Say what is wrong with a name; nothing where it keeps its rule.

    Examples
    --------
    >>> unsafe("a b; touch x.vtt", "file"), unsafe("knife_rates", "name")
    ('', '')
    >>> unsafe("$(id)", "name")
    "'$(id)' is not a name; allowed: a small letter, then small letters, digits, hyphens and underscores"
    """
    if isinstance(name, str) and re.fullmatch(rules()[rule]["pattern"], name):
        return ""
    return f"{name!r:.80} is not {rules()[rule]['description']}"


def refuse(wrong: Iterable[str]) -> None:
    """Stop the planning of a build if anything is wrong, each thing in a sentence of its own.

    Raises
    ------
    SystemExit
        With 2; of this alone Snakemake makes no message of its own, with lines of code in it.
    """
    if told := "\n".join(wrong):
        print(told, file=sys.stderr)
        raise SystemExit(2)


def refused(config: Mapping[str, Any]) -> list[str]:
    """Find all that is wrong in what the plan of a build is made of.

    Parameters
    ----------
    config
        What config/study.yml says, and what the command line says otherwise.

    Returns
    -------
    list of str
        A sentence each; names are looked at only where every file has its shape.
    """
    found, read = Problems(), dict[str, Any]()
    for path in (STUDY, TABLES):
        with found.gathering():
            read[path] = check_shape(Path(path), Path(path).stem, found)
    for path, lists in LISTS.items():
        with found.gathering():
            if path not in read:
                read[path] = read_yaml(Path(path))
            given = read[path] if isinstance(read[path], dict) else {}
            for key in lists:
                if not isinstance(given.get(key), list):
                    found.add(f"{path}: {key}", "must be a list; an empty list is []")
    if found.all:
        return list(map(str, dict.fromkeys(found.all)))
    return [
        *_command_line(config, read[STUDY]),
        *problems(
            config,
            outputs=read[TABLES]["outputs"],
            figures=read[FIGURES]["figures"],
            record=sorted(path.stem for path in Path(str(config.get("record"))).glob("*.csv")),
            notebooks=sorted(path.stem for path in Path("notebooks").glob("*.ipynb")),
        ),
    ]


def _command_line(config: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[str]:
    """Say what the command line may not set: ``snakemake --config NAME=VALUE``."""
    settings = _schema()["properties"]
    for key, value in config.items():
        where = f"--config {key!r:.40}"
        if key not in {*settings, "bundle"}:
            yield f"{where}: is not a setting; allowed: {', '.join([*settings, 'bundle'])}"
        elif isinstance(value, dict | list) != isinstance(file.get(key), dict | list):
            yield f"{where}: is not of this setting's shape; write it in {STUDY}"
    for key, allowed in (("start_from", STARTS), ("bundle", BUNDLES)):
        if key in config and config[key] not in allowed:
            yield f"{key}: {config[key]!r:.80} is not allowed; allowed: {', '.join(allowed)}"


def unknown(tables: Mapping[str, Iterable[Any]], allowed: Iterable[str]) -> list[str]:
    """Say which base tables config/disclosure.yml names that the study has not.

    Examples
    --------
    >>> unknown({"open_base": ["codes", "../x; id"]}, ["codes"])
    ["config/disclosure.yml: open_base: '../x; id' is not a base table; allowed: codes"]
    """
    known = sorted(allowed)
    return [
        f"{DISCLOSURE}: {key}: {name!r:.80} is not a base table; allowed: {', '.join(known)}"
        for key, names in tables.items()
        for name in names
        if name not in known
    ]


def problems(
    study: Mapping[str, Any],
    outputs: Any = (),
    figures: Any = (),
    record: Iterable[str] = (),
    notebooks: Iterable[str] = (),
) -> list[str]:
    """Find every id and path of a study that may not stand in a command.

    Parameters
    ----------
    study
        What config/study.yml says.
    outputs, figures
        The blocks of config/tables.yml and config/figures.yml, each with an ``id``.
    record
        Names of the tables of public record, without ending.
    notebooks
        Names of the notebooks.

    Returns
    -------
    list of str
        A sentence each: file and key, what was found, what is allowed.
    """
    named = [
        *_of_study(study),
        *_of_blocks(TABLES, "outputs", outputs),
        *_of_blocks(FIGURES, "figures", figures),
        *((f"{study.get('record')}", name, "name") for name in record),
        *(("notebooks", name, "folder") for name in notebooks),
    ]
    return [f"{where}: {what}" for where, name, rule in named if (what := unsafe(name, rule))]


def _of_study(study: Mapping[str, Any]) -> Named:
    """Give the names that study.yml holds; one that is missing is told of with the rest of its shape."""
    for key in ("id", "version"):
        yield f"{STUDY}: {key}", study.get(key), key
    for key in FOLDERS:
        if study.get(key):
            yield f"{STUDY}: {key}", study[key], "folder"
    for key, rule in (("interviews", "interview"), ("tables", "table")):
        for name, file in _items(study.get(key)):
            yield f"{STUDY}: {key}", name, rule
            yield f"{STUDY}: {key}: {repr(name)[1:-1][:40]}", file, "file"
    codings = study.get("codings")
    for number, entry in enumerate(codings if isinstance(codings, list) else [], start=1):
        file = entry.get("file") if isinstance(entry, dict) else None
        yield f"{STUDY}: codings: entry {number}: file", file, "file"
    yield f"{STUDY}: salt", study.get("salt"), "file"


def _items(given: Any) -> Iterable[tuple[Any, Any]]:
    """Give names and files; what is no list of them is itself no name."""
    return given.items() if isinstance(given, dict) else [(given, "")]


def _of_blocks(file: str, part: str, blocks: Any) -> Named:
    """Give the ids of a list of blocks."""
    for number, block in enumerate(blocks if isinstance(blocks, list) else [], start=1):
        found = block.get("id") if isinstance(block, dict) else None
        yield f"{file}: {part}: entry {number}: id", found, "name"
