"""Read QualCoder's projects: the file ``data.qda`` in the project's folder, or that folder."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fieldstudy.errors import Problems, StudyError, count_of
from fieldstudy.ingest.codings import ABOVE, Code, CodingsFile, Marked, Source, Streamed
from fieldstudy.ingest.offsets import Convention, detect, fits, plain, scale
from fieldstudy.ingest.sqlite import opened, text, whole

TOOL = "QualCoder"
# As QualCoder 1.9 to 3.8 make them (database versions v1 to v14); later ones add columns.
TABLES = {
    "source": ("id", "name", "fulltext", "mediapath"),
    "code_cat": ("catid", "name", "memo", "supercatid"),
    "code_name": ("cid", "name", "memo", "catid"),
    "code_text": ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "memo"),
}
OTHERS = {"code_image": "of pictures", "code_av": "of sound or film"}
CODINGS = (
    "SELECT ctid, cid, fid, pos0, pos1, seltext, owner, memo FROM code_text ORDER BY fid, ctid"
)
SAMPLE = "SELECT pos0, pos1, seltext FROM code_text WHERE fid = ? AND seltext <> '' ORDER BY "


def read(path: Path) -> CodingsFile:
    """Read a project; a code's category, and those above it, are its theme.

    Raises
    ------
    StudyError
        If the file is missing, open in QualCoder, none of its projects, or a coding points to a
        code or document that is not there.
    """
    path = path / "data.qda" if path.is_dir() else path
    with opened(path, TABLES, TOOL) as base:
        codes = _codes(base, path.name)
        found = base.execute("SELECT id, name, fulltext FROM source ORDER BY id").fetchall()
        stored = {int(key): (text(name), words) for key, name, words in found}
        _check(base, path.name)
        texts = [text(words) for _, words in stored.values()]
        convention, proved = detect(texts, list(_samples(base, stored)))
        owners = base.execute("SELECT owner, count(*) FROM code_text GROUP BY owner").fetchall()
        notes = list(_notes(base))
    coders: Counter[str] = Counter()
    for owner, count in owners:
        coders[text(owner)] += count
    read_texts = [plain(words) if isinstance(words, str) else None for _, words in stored.values()]
    sources = [Source(n, t) for (n, _), t in zip(stored.values(), read_texts, strict=True)]

    def again() -> Iterator[Marked]:
        with opened(path, TABLES, TOOL) as base:
            yield from _marked(base, codes, list(stored), texts, sources, convention)

    return CodingsFile(
        where=path.name,
        sources=sources,
        codes=sorted(codes.values()),
        marked=Streamed(coders.total(), again),
        coders=coders,
        convention=str(convention),
        proved=proved,
        notes=notes,
    )


def _codes(base: sqlite3.Connection, where: str) -> dict[int, Code]:
    """Read the codes, each with the categories above it."""
    above: dict[int, tuple[str, int | None]] = {
        key: (text(name), outer)
        for key, name, outer in base.execute("SELECT catid, name, supercatid FROM code_cat")
    }

    def path(category: int | None) -> list[str]:
        names: list[str] = []
        while category in above:
            if len(names) > len(above):
                raise StudyError.of(where, "has categories that lie within each other; mend them")
            name, category = above[category]
            names.insert(0, name)
        return names

    codes = base.execute("SELECT cid, name, memo, catid FROM code_name").fetchall()
    return {key: Code(ABOVE.join(path(c)), text(name), text(memo)) for key, name, memo, c in codes}


def _check(base: sqlite3.Connection, where: str) -> None:
    """Refuse codings of a code or a document that the project lacks."""
    found = Problems()
    for column, table, key, what in (
        ("cid", "code_name", "cid", "a code"),
        ("fid", "source", "id", "a document"),
    ):
        stray = f"SELECT ctid FROM code_text WHERE {column} NOT IN (SELECT {key} FROM {table})"
        for (coding,) in base.execute(f"{stray} ORDER BY ctid LIMIT 100"):
            said = f"points to {what} that the project lacks; open and save it in {TOOL}"
            found.add(f"{where}: coding {coding}", said)
    found.stop_if_any()


def _samples(
    base: sqlite3.Connection, stored: dict[int, tuple[str, object]]
) -> Iterator[tuple[int, int, int, str]]:
    """Give each document's first quoted passages and those furthest on."""
    for number, (key, (_, words)) in enumerate(stored.items()):
        for order in ("ctid LIMIT 50", "pos1 DESC, ctid LIMIT 50"):
            for start, end, quoted in base.execute(SAMPLE + order, (key,)):
                if isinstance(words, str) and whole(start) is not None and whole(end) is not None:
                    yield number, start, end, text(quoted)


def _notes(base: sqlite3.Connection) -> Iterator[str]:
    """Count the codings that are not of text."""
    for table, what in OTHERS.items():
        if base.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            (count,) = base.execute(f"SELECT count(*) FROM {table}").fetchone()
            if count:
                yield f"{count_of(count, 'coding')} {what} not read"


def _marked(
    base: sqlite3.Connection,
    codes: dict[int, Code],
    order: list[int],
    texts: list[str],
    sources: list[Source],
    convention: Convention,
) -> Iterator[Marked]:
    """Give the codings, document by document."""
    numbers = {key: number for number, key in enumerate(order)}
    last, measure = -1, scale("", convention)
    for key, cid, fid, pos0, pos1, quoted, owner, memo in base.execute(CODINGS):
        number = numbers[fid]
        words = sources[number].text
        if number != last:
            last, measure = number, scale(texts[number], convention)
        start, end = whole(pos0), whole(pos1)
        if words is not None:
            start = None if start is None else measure.place(start)
            end = None if end is None else measure.place(end)
        judged = None if words is None else fits(words, start, end, text(quoted))
        lost = start is None or end is None or start > end
        yield Marked(
            id=str(key),
            place=f"coding {key}",
            source=number,
            name=codes[cid].name,
            theme=codes[cid].theme,
            coder=text(owner),
            start=start,
            end=end,
            text=text(quoted),
            fits=False if lost and words is not None else judged,
            memo=text(memo),
        )
