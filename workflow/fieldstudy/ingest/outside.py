"""Read codings outside a study: the interview is the source's name, the turn its paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import (
    MATCHED,
    MISMATCH,
    UNVERIFIABLE,
    Coding,
    CodingsFile,
    Marked,
    split_stance,
)
from fieldstudy.ingest.matching import Regions, cut, paragraphs

MISMATCH_COLUMNS = ("file", "id", "interview", "start", "end", "quoted", "found", "stands_at")
Mismatch = tuple[str, str, str, int | None, int | None, str, str, int | None]


def rows(
    file: CodingsFile, denies: str, noted: Callable[[Mismatch], None] = lambda _: None
) -> Iterator[Coding]:
    """Give every coding of a file, checked against the texts that the file itself holds.

    Parameters
    ----------
    file
        What a reader read.
    denies
        What stands behind the name of a code that denies its statement.
    noted
        Takes each coding whose text is not at its offsets: the text that the file quotes, what was
        found there, and where the quoted text first stands if it does.

    Raises
    ------
    StudyError
        If the file holds neither a coding nor a mere codebook.
    """
    if not len(file.marked) and (file.sources or not file.codes):
        raise StudyError.of(file.where, "holds no codings; export it again from its tool")
    regions: dict[int, Regions | None] = {}
    for one in file.marked:
        text = file.sources[one.source].text
        if one.source not in regions:
            regions[one.source] = None if text is None else Regions(paragraphs(text))
        if one.fits is False and text is not None:
            noted(_mismatch(file, one, text))
        yield from _rows(one, file, regions[one.source], denies)


def _mismatch(file: CodingsFile, one: Marked, text: str) -> Mismatch:
    """Say what stands where a coding should be, and where its text stands instead."""
    found = text[one.start : one.end] if one.start is not None and one.end is not None else ""
    at = text.find(one.text)
    name = file.sources[one.source].name
    stands = at if at >= 0 else None
    return (file.where, one.id, name, one.start, one.end, one.text, found, stands)


def _rows(one: Marked, file: CodingsFile, regions: Regions | None, denies: str) -> Iterator[Coding]:
    """Give one coding as one row a paragraph."""
    source = file.sources[one.source]
    code, stance = split_stance(one.name, denies)
    places = [(one.turn, one.start, one.end, one.text)]
    status = UNVERIFIABLE
    if source.text is not None and regions is not None:
        unjudged = MATCHED if file.proved and one.start is not None else UNVERIFIABLE
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
