"""Read Taguette's export of highlights (CSV or Excel), which holds passages but no offsets."""

from __future__ import annotations

from pathlib import Path

from fieldstudy.errors import StudyError, count_of
from fieldstudy.ingest.codings import CodingsFile, Marked, Source, coders_of, codes_of, split_theme
from fieldstudy.ingest.grid import read_grid

COLUMNS = ("id", "document", "tag", "content")


def read(path: Path) -> CodingsFile:
    """Read an export of highlights; it names no coder, so one project a coder is needed.

    Raises
    ------
    StudyError
        If the file is missing, empty or lacks a column.
    """
    grid = read_grid(path, "highlights")
    missing = [column for column in COLUMNS if column not in grid.header]
    if missing:
        raise StudyError.of(
            f"{grid.where}:1",
            f"lacks {', '.join(missing)}; the columns of Taguette's export of highlights are: "
            + ", ".join(COLUMNS),
        )
    sources: dict[str, int] = {}
    marked: list[Marked] = []
    untagged = 0
    for row, cells in grid.rows:
        value = dict(zip(grid.header, cells, strict=True))
        source = sources.setdefault(value["document"], len(sources))
        if value["tag"]:
            marked.append(_one(row, value, source))
        else:
            untagged += 1
    return CodingsFile(
        where=grid.where,
        sources=[Source(name) for name in sources],
        codes=codes_of(marked),
        marked=marked,
        coders=coders_of(marked),
        notes=[f"{count_of(untagged, 'highlight')} without a tag not read"] if untagged else [],
    )


def _one(row: int, value: dict[str, str], source: int) -> Marked:
    """Read one row: a highlight under one of its tags."""
    theme, name = split_theme(value["tag"])
    return Marked(
        id=f"{value['id']}:{name}",
        place=f"row {row}",
        source=source,
        name=name,
        theme=theme,
        text=value["content"],
    )
