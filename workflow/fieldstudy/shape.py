"""Check a file of config/ against its JSON Schema; what is wrong is told in sentences, with the line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from fieldstudy.errors import Problems
from fieldstudy.io import read_text, read_yaml

SCHEMAS = Path(__file__).parents[1] / "schemas"


def check_shape(path: Path, schema: str, found: Problems) -> Any:
    """Check a file against its JSON Schema, and give what it holds."""
    import jsonschema  # type: ignore[import-untyped,unused-ignore]

    content = read_yaml(path)
    rules = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    errors = list(jsonschema.Draft202012Validator(rules).iter_errors(content))
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    tree = yaml.compose(read_text(path), Loader=loader) if errors else None  # knows the lines
    for error in sorted(errors, key=lambda one: (list(map(str, one.absolute_path)), one.message)):
        at = list(error.absolute_path)
        place = ": ".join(f"entry {p + 1}" if isinstance(p, int) else str(p) for p in at)
        where = f"{path}:{_line(tree, at)}" + (f": {place}" if place else "")
        for what in _sentences(error):
            found.add(where, what)
    return content


def _sentences(error: Any) -> Iterator[str]:
    """Say in plain words what a JSON Schema rule refused."""
    value, rule, allowed = error.instance, error.validator, error.validator_value
    kinds = {"object": "a list of names and values", "array": "a list", "string": "text"}
    if rule == "required":
        yield from (
            f"lacks '{key}'" for key in allowed if key not in value and key in error.message
        )
    elif rule == "additionalProperties" and isinstance(value, dict):
        known = list(error.schema.get("properties", {}))
        for key in (key for key in value if key not in known):
            yield f"'{key}' is not a setting here; allowed: {', '.join(known)}"
    elif rule == "enum":
        yield f"'{value}' is not allowed; allowed: {', '.join(allowed)}"
    elif rule == "pattern":
        yield f"{value!r:.80} is not {error.schema.get('description', 'allowed')}"
    elif rule == "type":
        wanted = [allowed] if isinstance(allowed, str) else allowed
        yield f"must be {' or '.join(kinds[kind] for kind in wanted)}"
    elif rule in ("minLength", "minItems", "minProperties"):
        yield "is empty, but a value is needed"
    elif rule == "dependentRequired":
        yield "must have both 'column' and 'value', or neither"
    else:
        yield "is not allowed here" if rule is None else f"is not allowed here ({rule})"


def _line(tree: yaml.Node | None, path: Sequence[Any]) -> int:
    """Find the line of a setting, or of the nearest one above it that the file has."""
    line = 1
    for part in path:
        if isinstance(tree, yaml.MappingNode):
            pairs = [(k, v) for k, v in tree.value if k.value == part]
            if not pairs:
                return line
            line, tree = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(tree, yaml.SequenceNode) and isinstance(part, int):
            tree = tree.value[part]
            line = tree.start_mark.line + 1
    return line
