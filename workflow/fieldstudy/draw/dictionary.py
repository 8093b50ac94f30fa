"""The data dictionary: a Frictionless data package that describes every column of every open table.

It refuses a table with a column that nothing describes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from fieldstudy.draw.pages import labels_of
from fieldstudy.draw.scene import Block
from fieldstudy.draw.tables import HIDDEN
from fieldstudy.errors import Problems

TYPES = ("string", "integer", "number", "year", "date")
LONG = ".long"
TOTAL = "total"
VALUES = {"count": "integer", "share_row": "number", "share_column": "number"}
Field = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What describes columns: the declared cross-tables, and ``config/columns.yml``.

    Parameters
    ----------
    outputs
        Id to the block of ``config/tables.yml``.
    columns
        Column to ``title``, ``type`` and ``means``, wherever it stands.
    tables
        Table to ``title`` and, where its columns mean something of their own, ``columns``.
    """

    outputs: Mapping[str, Block]
    columns: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, Mapping[str, Any]]


def package(
    heads: Mapping[PurePosixPath, Sequence[str]], words: Words, about: Mapping[str, str]
) -> str:
    """Write the data package.

    Parameters
    ----------
    heads
        Each table's path, relative to the package, to its columns.
    words
        What describes them.
    about
        The package's own ``name``, ``title``, ``version`` and ``description``.

    Raises
    ------
    StudyError
        With every column that nothing describes, and every type that is none.
    """
    found = Problems()
    resources = [_resource(path, columns, words, found) for path, columns in sorted(heads.items())]
    found.stop_if_any()
    profile = "tabular-data-package"
    return json.dumps(
        {"profile": profile, **about, "resources": resources}, indent=1, ensure_ascii=False
    ) + "\n"  # fmt: skip


def _resource(
    path: PurePosixPath, columns: Sequence[str], words: Words, found: Problems
) -> dict[str, Any]:
    """Describe one table."""
    key = "/".join([*path.parts[:-1], path.stem])
    fields = [_field(key, column, words, found) for column in columns]
    block, _ = _block(key, words)
    hidden = [HIDDEN] if block and block["people"] == "yes" else []
    schema: dict[str, Any] = {"fields": fields, "missingValues": ["", *hidden]}
    if path.parent.name == "base":
        schema["primaryKey"] = "row"
    return {
        "name": key.removeprefix("tables/").replace("/", "-").replace("_", "-").lower(),
        "path": str(path),
        "title": _title(key, words),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _title(key: str, words: Words) -> str:
    """Say what a table is."""
    block, long = _block(key, words)
    if block:
        return f"{block['title']}{', a row for each cell' if long else ''}"
    return str(words.tables.get(key, {}).get("title") or key.rpartition("/")[2].replace("_", " "))


def _block(key: str, words: Words) -> tuple[Block | None, bool]:
    """Give the declaration of a cross-table, and whether this is its long form."""
    folder, _, name = key.rpartition("/")
    block = words.outputs.get(name.removesuffix(LONG)) if folder == "tables" else None
    return block, name.endswith(LONG)


def _field(key: str, column: str, words: Words, found: Problems) -> Field:
    """Describe one column: by its table's own words, by its cross-table, or by the words for all."""
    block, long = _block(key, words)
    own = words.tables.get("long" if block and long else key, {}).get("columns", {})
    said = own.get(column) or (_of_category(block, column) if block and not long else None)
    said = said or words.columns.get(column)
    if not said or not said.get("means"):
        found.add(f"{key}.csv: {column}", "is described nowhere; add it to config/columns.yml")
        return {}
    if said.get("type", "string") not in TYPES:
        what = f"'{said['type']}' is not a type; allowed: {', '.join(TYPES)}"
        found.add(f"config/columns.yml: {column}: type", what)
    title = said.get("title") or column.replace("_", " ")
    return {
        "name": column,
        "title": title[:1].upper() + title[1:],
        "type": said.get("type", "string"),
        "description": said["means"],
    }


def _of_category(block: Block, column: str) -> Mapping[str, str] | None:
    """Describe a column that is a category of a cross-table, or its total."""
    if column in labels_of(block) or block["measure"] == "listing":
        return None
    rows = " and ".join(labels_of(block))
    across = block.get("columns", "")
    if block["measure"] == "first":
        means = (
            f"What '{block['value']}' of '{block['from']}' is for {across} '{column}', by {rows}."
        )
        return {"title": column, "type": "string", "means": means}
    of = "all categories" if column in (TOTAL, "count") else f"{across} '{column}'"
    means = f"Rows of '{block['from']}' counted, by {rows}: those of {of}; the last row is of all."
    return {"title": column, "type": VALUES[block["measure"]], "means": means}
