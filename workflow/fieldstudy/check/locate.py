"""Find the line of a YAML file that a problem speaks of, by the names that it gives on the way there."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from fieldstudy.errors import Problem

PLACE = re.compile(r"(?P<file>[^\s:]+\.ya?ml): (?P<way>.+)")
ENTRY = re.compile(r"entry (\d+)")
NAMES = ("id", "code", "words")


def with_line(problem: Problem, root: Path = Path()) -> Problem:
    """Put the line behind the file's name, where the problem names an entry of a YAML file.

    Parameters
    ----------
    problem
        Its place is like ``config/claims.yml: claims: people: form``; with a line it stays as it is.
    root
        The folder that the file's name is relative to.
    """
    place = PLACE.fullmatch(problem.where)
    path = root / place["file"] if place else root
    if not place or not path.is_file():
        return problem
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return problem
    line = 0
    for step in re.split(r": |, ", place["way"]):
        found = _inside(node, step)
        if found is not None:
            node, line = found
    return Problem(f"{place['file']}:{line}: {place['way']}", problem.what) if line else problem


def _inside(node: yaml.Node | None, step: str) -> tuple[yaml.Node, int] | None:
    """Give the part of a node that a step names, and its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        entry = ENTRY.fullmatch(step)
        for number, item in enumerate(node.value, start=1):
            if (entry and number == int(entry[1])) or step in _names(item):
                return item, item.start_mark.line + 1
    return None


def _names(item: yaml.Node) -> list[str]:
    """Give what an entry of a list is called."""
    if isinstance(item, yaml.ScalarNode):
        return [item.value]
    if isinstance(item, yaml.MappingNode):
        return [value.value for key, value in item.value if key.value in NAMES]
    return []
