"""Read the cross-tables that ``config/tables.yml`` declares under ``outputs``, and refuse bad ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldstudy.errors import Problems

MEASURES = ("count", "share_row", "share_column", "first", "listing")
TIERS = ("open", "safeguarded")
SORTS = ("order", "total")
NEEDED = ("id", "title", "from", "rows", "measure", "tier", "people")
KEYS = (*NEEDED, "columns", "value", "where", "order", "sort", "denominator")
CHOICES = {"measure": MEASURES, "tier": TIERS, "people": ("yes", "no"), "sort": SORTS}
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class CrossTable:
    """One table that is counted from a base table.

    Parameters
    ----------
    id, title, denominator
        Its name, its heading, and in words what its shares are shares of.
    base
        The base table.
    rows, columns
        Base columns; ``columns`` is one, none, or for a listing those to print.
    measure
        ``count``, ``share_row``, ``share_column``, ``first`` (the cell's ``value``) or ``listing``.
    value
        For ``first``: the base column whose value a cell shows.
    where
        Base column → values that are kept.
    order
        Base column → category → how it is printed, in order. Categories that are not there print as
        zero; with ``first`` and ``listing`` others are left out.
    sort
        ``order``, or ``total``: rows by falling total.
    tier, people
        Whether it may become open, and whether it counts people.
    """

    id: str
    title: str
    base: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    measure: str
    value: str
    where: dict[str, tuple[str, ...]]
    order: dict[str, dict[str, str]]
    sort: str
    denominator: str
    tier: str
    people: bool

    @property
    def used(self) -> list[str]:
        """Every base column that the table reads."""
        named = [*self.rows, *self.columns, *self.where, *filter(None, [self.value])]
        return list(dict.fromkeys(named))


def cross_tables(outputs: Any, where: str = "tables.yml") -> list[CrossTable]:
    """Read the blocks.

    Raises
    ------
    StudyError
        For each block with a missing, unknown or wrong key, and each id that is not unique.
    """
    found = Problems()
    if not isinstance(outputs, list):
        found.add(f"{where}: outputs", "must be a list of tables; an empty list is []")
        found.stop_if_any()
    made: dict[str, CrossTable] = {}
    for number, block in enumerate(outputs, start=1):
        place = f"{where}: outputs, entry {number}"
        problems = _problems(block)
        for key, what in problems:
            found.add(f"{place}: {key}" if key else place, what)
        if problems:
            continue
        table = _made(block)
        if table.id in made:
            found.add(f"{place}: id", f"'{table.id}' is used twice; ids must be unique")
        made[table.id] = table
    found.stop_if_any()
    return list(made.values())


def _problems(block: Any) -> list[tuple[str, str]]:
    """Give each key of a block that is wrong, and how."""
    if not isinstance(block, dict):
        return [("", "is no mapping; it needs " + ", ".join(NEEDED))]
    found = [(key, "is missing") for key in NEEDED if not block.get(key)]
    found += [
        (key, f"is not known; allowed: {', '.join(KEYS)}") for key in sorted(set(block) - set(KEYS))
    ]
    for key, allowed in CHOICES.items():
        if block.get(key, allowed[0]) not in allowed:
            found.append((key, f"'{block[key]}' is not allowed; allowed: {', '.join(allowed)}"))
    if not IDENTIFIER.fullmatch(str(block.get("id", ""))):
        found.append(("id", "must be lower-case letters, digits and _, a letter first"))
    if (block.get("measure") == "first") != bool(block.get("value")):
        found.append(("value", "names the column that a cell shows; for measure 'first' alone"))
    columns = _listed(block.get("columns", ()))
    if block.get("measure") in ("listing", "first") and not columns:
        found.append(("columns", f"is missing; measure '{block['measure']}' needs it"))
    if block.get("measure") != "listing" and len(columns) > 1:
        found.append(("columns", "can be one column only; put others in rows"))
    return found


def _listed(value: Any) -> tuple[str, ...]:
    """Take one name or a list of names."""
    return (value,) if isinstance(value, str) else tuple(value)


def _made(block: Mapping[str, Any]) -> CrossTable:
    """Make a table of a block that has been checked."""
    return CrossTable(
        id=block["id"],
        title=block["title"],
        base=block["from"],
        rows=_listed(block["rows"]),
        columns=_listed(block.get("columns", ())),
        measure=block["measure"],
        value=block.get("value", ""),
        where={column: _listed(kept) for column, kept in block.get("where", {}).items()},
        order={
            column: dict(order) if isinstance(order, dict) else {name: name for name in order}
            for column, order in block.get("order", {}).items()
        },
        sort=block.get("sort", "order"),
        denominator=block.get("denominator", ""),
        tier=block["tier"],
        people=block["people"] == "yes",
    )
