"""Read codings from a plain CSV or Excel table: one row a coding, offsets within a turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.codings import Code, CodingsFile, Marked, Source, Streamed
from fieldstudy.ingest.grid import each_of_csv, read_grid, wrong_length

Row = tuple[int, list[str]]
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
    header, rows = _table(path)
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise StudyError.of(
            f"{path.name}:1",
            f"lacks {', '.join(missing)}; needed: {', '.join(COLUMNS)}; "
            f"there may be: {', '.join(MAY_HAVE)}",
        )
    sources: dict[str, int] = {}

    def marked() -> Iterator[Marked]:
        found = Problems()
        for row, cells in rows():
            if wrong := wrong_length(path.name, row, cells, len(header)):
                found.all.append(wrong)
                continue
            value = dict.fromkeys(MAY_HAVE, "") | dict(zip(header, cells, strict=True))
            source = sources.setdefault(value["interview"], len(sources))
            with found.gathering():
                yield _one(path.name, row, value, source)
        found.stop_if_any()

    coders: Counter[str] = Counter()
    codes: set[Code] = set()
    for one in marked():
        coders[one.coder] += 1
        codes.add(Code(one.theme, one.name))
    return CodingsFile(
        where=path.name,
        sources=[Source(name) for name in sources],
        codes=sorted(codes),
        marked=Streamed(coders.total(), marked),
        coders=coders,
        convention="code points within a turn",
        proved=True,
        pseudonyms=True,
    )


def _table(path: Path) -> tuple[list[str], Callable[[], Iterator[Row]]]:
    """Give a table's header, and its rows as often as they are asked for; those of CSV streamed."""
    if path.suffix.lower() != ".csv":
        grid = read_grid(path, "codings")
        return grid.header, lambda: iter(grid.rows)
    _, header = next(each_of_csv(path))
    return header, lambda: islice(each_of_csv(path), 1, None)


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
