"""Read codings from a plain CSV or Excel table: one row a coding, offsets within a turn."""

from __future__ import annotations

from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.codings import CodingsFile, Marked, Source, coders_of, codes_of
from fieldstudy.ingest.grid import read_grid

COLUMNS = ("interview", "turn", "start", "end", "text", "code")
MAY_HAVE = ("id", "theme", "stance", "coder", "memo")
STANCES = ("affirms", "denies")


def read(path: Path) -> CodingsFile:
    """Read a table of codings.

    ``start`` and ``end`` are code points within the turn, half-open, or both empty: the text is
    then looked for in the turn.

    Raises
    ------
    StudyError
        If a column is missing, or with every cell that is no number or no stance.
    """
    grid = read_grid(path, "codings")
    missing = [column for column in COLUMNS if column not in grid.header]
    if missing:
        raise StudyError.of(
            f"{grid.where}:1",
            f"lacks {', '.join(missing)}; needed: {', '.join(COLUMNS)}; "
            f"there may be: {', '.join(MAY_HAVE)}",
        )
    found = Problems()
    sources: dict[str, int] = {}
    marked: list[Marked] = []
    for row, cells in grid.rows:
        value = dict.fromkeys(MAY_HAVE, "") | dict(zip(grid.header, cells, strict=True))
        source = sources.setdefault(value["interview"], len(sources))
        with found.gathering():
            marked.append(_one(grid.where, row, value, source))
    found.stop_if_any()
    return CodingsFile(
        where=grid.where,
        sources=[Source(name) for name in sources],
        codes=codes_of(marked),
        marked=marked,
        coders=coders_of(marked),
        convention="code points within a turn",
        proved=True,
        pseudonyms=True,
    )


def _one(where: str, row: int, value: dict[str, str], source: int) -> Marked:
    """Read one row."""
    found = Problems()
    numbers: dict[str, int | None] = {}
    for column in ("turn", "start", "end"):
        cell = value[column]
        if cell.isascii() and cell.isdigit() and len(cell) < 10:
            numbers[column] = int(cell)
        elif cell or column == "turn":
            found.add(f"{where}:{row}: {column}", "is not a whole number; allowed: digits only")
    if value["stance"] not in ("", *STANCES):
        allowed = ", ".join(STANCES)
        found.add(f"{where}:{row}: stance", f"is not a stance; allowed: {allowed}, or empty")
    if not value["text"]:
        found.add(f"{where}:{row}: text", "is empty; give the words of the passage")
    found.stop_if_any()
    return Marked(
        id=value["id"] or f"{row}",
        place=f"row {row}",
        source=source,
        name=value["code"],
        theme=value["theme"],
        coder=value["coder"],
        start=numbers.get("start"),
        end=numbers.get("end"),
        text=value["text"],
        turn=numbers["turn"],
        stance=value["stance"],
        memo=value["memo"],
    )
