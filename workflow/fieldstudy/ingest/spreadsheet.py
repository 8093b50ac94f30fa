"""Read the tables of coded passages that ATLAS.ti, MAXQDA, NVivo and Dedoose export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.errors import StudyError, count_of
from fieldstudy.ingest.codings import ABOVE, CodingsFile, Marked, Source, coders_of, codes_of
from fieldstudy.ingest.grid import Grid, read_grid

ROLES = ("document", "code", "text", "coder", "memo", "id")
NEEDED = ("document", "code", "text")


@dataclass(frozen=True)
class Export:
    """How one tool lays its export out.

    Parameters
    ----------
    tool
        Its name.
    sheet
        The sheet of a workbook.
    headers
        Role of a column to the headers it goes by, the usual one first.
    between
        What stands between several codes in one cell; empty if a row has one code.
    above
        What stands between a code and the one above it.
    root
        Folders at the top that are no codes.
    """

    tool: str
    sheet: str
    headers: Mapping[str, tuple[str, ...]]
    between: str = ""
    above: str = ABOVE
    root: tuple[str, ...] = ()


EXPORTS = {
    "atlas.ti": Export(
        "ATLAS.ti",
        "Quotations",
        {
            "document": ("Document", "Document Name"),
            "code": ("Codes", "Code"),
            "text": ("Quotation Content", "Text Content", "Content"),
            "coder": ("Created by", "Creator", "Author"),
            "memo": ("Comment",),
            "id": ("ID", "Id"),
        },
        between=r"\n|;|\r",
    ),
    "maxqda": Export(
        "MAXQDA",
        "Coded segments",
        {
            "document": ("Document name", "Document"),
            "code": ("Code",),
            "text": ("Segment", "Coded segments", "Preview"),
            "coder": ("Author", "Created by"),
            "memo": ("Comment",),
            "id": (),
        },
        above=r"\s+>\s+|\s*\\+\s*",
    ),
    "nvivo": Export(
        "NVivo",
        "Coding references",
        {
            "document": ("File Name", "File", "Source Name", "Name"),
            "code": ("Hierarchical Name", "Code Name", "Code", "Node"),
            "text": ("Coded Text", "Reference Text", "Text"),
            "coder": ("Coded By Name", "Initials", "Coded By Initials", "User"),
            "memo": ("Annotation", "Comment"),
            "id": (),
        },
        above=r"\\+",
        root=("codes", "nodes"),
    ),
    "dedoose": Export(
        "Dedoose",
        "Excerpts",
        {
            "document": ("Media Title", "Resource Title", "Media"),
            "code": ("Codes Applied Combined", "Codes Applied"),
            "text": ("Excerpt Copy", "Excerpt"),
            "coder": ("Excerpt Creator", "Creator"),
            "memo": ("Memo", "Memos"),
            "id": ("Excerpt ID",),
        },
        between=r",\s*",
        above=r"\\+",
    ),
}
# Dedoose's columns of one code each, which no comma in a code's name can confuse.
APPLIED = re.compile(r"Code: ?(?P<code>.+?) Applied")
TRUE = {"true", "yes", "1", "x"}


def read(path: Path, kind: str, columns: Mapping[str, str] | None = None) -> CodingsFile:
    """Read a tool's export; it holds passages but no offsets.

    Parameters
    ----------
    path
        The file, .csv or .xlsx.
    kind
        Which tool's: a key of ``EXPORTS``.
    columns
        Role of a column to its header, where it is not the usual one.

    Raises
    ------
    StudyError
        If the file is missing or empty, or lacks a column.
    """
    export = EXPORTS[kind]
    grid = read_grid(path, export.sheet, unnamed=True)
    at = _columns(grid, export, columns or {})
    applied = {
        number: found["code"].strip()
        for number, header in enumerate(grid.header)
        if kind == "dedoose" and (found := APPLIED.fullmatch(header))
    }
    if "code" not in at and not applied:
        raise StudyError.of(f"{grid.where}:1", _lacks(export, ["code"]))
    sources: dict[str, int] = {}
    marked: list[Marked] = []
    bare = 0
    for row, cells in grid.rows:
        value = {role: cells[number] for role, number in at.items()}
        names = [name for number, name in applied.items() if cells[number].lower() in TRUE]
        names = names or _names(value.get("code", ""), export)
        paths = list(filter(None, (_path(name, export) for name in names)))
        source = sources.setdefault(value["document"], len(sources))
        marked += (_one(row, value, one, source, len(paths)) for one in paths)
        bare += not paths
    return CodingsFile(
        where=grid.where,
        sources=[Source(name) for name in sources],
        codes=codes_of(marked),
        marked=marked,
        coders=coders_of(marked),
        notes=[f"{count_of(bare, 'passage')} without a code not read"] if bare else [],
    )


def kind_of(header: list[str]) -> str:
    """Tell by its header whose export a table is; empty if nobody's."""
    for kind, export in EXPORTS.items():
        usual = [export.headers[role][0] for role in NEEDED]
        if set(usual) <= set(header) or (kind == "dedoose" and {usual[0], usual[2]} <= set(header)):
            return kind
    return ""


def _columns(grid: Grid, export: Export, columns: Mapping[str, str]) -> dict[str, int]:
    """Find each role's column: the one that config names, or one of the usual names."""
    at: dict[str, int] = {}
    for role in ROLES:
        named = columns.get(role)
        if named is not None and named not in grid.header:
            what = f"lacks '{named}', which 'columns' in config/study.yml names as its {role}"
            raise StudyError.of(f"{grid.where}:1", what)
        allowed = (named,) if named is not None else export.headers[role]
        found = next((header for header in allowed if header in grid.header), None)
        if found is not None:
            at[role] = grid.header.index(found)
    missing = [role for role in NEEDED if role not in at and role != "code"]
    if missing:
        raise StudyError.of(f"{grid.where}:1", _lacks(export, missing))
    return at


def _lacks(export: Export, roles: list[str]) -> str:
    """Say which columns are missing, and what they are usually called."""
    usual = "; ".join(f"{role}: {' or '.join(export.headers[role])}" for role in roles)
    return (
        f"lacks columns of {export.tool}'s export ({usual}); "
        "export them, or name them with 'columns' in config/study.yml"
    )


def _names(cell: str, export: Export) -> list[str]:
    """Part the codes of a cell."""
    return re.split(export.between, cell) if export.between else [cell]


def _path(code: str, export: Export) -> list[str]:
    """Give a code as the names from the top down."""
    names = [name.strip() for name in re.split(export.above, code) if name.strip()]
    return names[1:] if names and names[0].lower() in export.root else names


def _one(row: int, value: Mapping[str, str], names: list[str], source: int, several: int) -> Marked:
    """Read one row under one of its codes."""
    key = value.get("id") or f"{row}"
    return Marked(
        id=f"{key}:{names[-1]}" if several > 1 else key,
        place=f"row {row}",
        source=source,
        name=names[-1],
        theme=ABOVE.join(names[:-1]),
        coder=value.get("coder", ""),
        text=value["text"],
        memo=value.get("memo", ""),
    )
