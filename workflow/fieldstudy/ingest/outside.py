"""Read codings outside a study: the interview is the source's name, the turn its paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from fieldstudy.ingest.codings import (
    MATCHED,
    MISMATCH,
    UNVERIFIABLE,
    Coding,
    CodingsFile,
    Marked,
    split_stance,
)
from fieldstudy.ingest.matching import Region, cut, paragraphs


def rows(file: CodingsFile, denies: str) -> list[Coding]:
    """Give every coding of a file, checked against the texts that the file itself holds.

    Parameters
    ----------
    file
        What a reader read.
    denies
        What stands behind the name of a code that denies its statement.
    """
    regions = [None if s.text is None else paragraphs(s.text) for s in file.sources]
    return [row for one in file.marked for row in _rows(one, file, regions[one.source], denies)]


def _rows(
    one: Marked, file: CodingsFile, regions: list[Region] | None, denies: str
) -> Iterable[Coding]:
    """Give one coding as one row a paragraph."""
    source = file.sources[one.source]
    code, stance = split_stance(one.name, denies)
    places = [(one.turn, one.start, one.end, one.text)]
    status = UNVERIFIABLE
    if source.text is not None and regions is not None:
        unjudged = MATCHED if file.proved else UNVERIFIABLE
        status = {True: MATCHED, False: MISMATCH, None: unjudged}[one.fits]
        if one.start is not None and one.end is not None:
            pieces = cut(source.text, regions, one.start, one.end)
            places = [(p.turn, p.start, p.end, p.text) for p in pieces] or places
    for number, (turn, start, end, text) in enumerate(places, start=1):
        yield Coding(
            id=one.id + (f".{number}" if len(places) > 1 else ""),
            interview=source.name,
            turn=turn,
            start=start,
            end=end,
            text=text,
            theme=one.theme,
            code=code,
            stance=one.stance or stance,
            coder=one.coder,
            of="raw",
            status=status,
            memo=one.memo,
        )
