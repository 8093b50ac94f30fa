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
from fieldstudy.ingest.documents import Documents
from fieldstudy.ingest.matching import Piece, Regions, cut, paragraphs
from fieldstudy.ingest.offsets import same

MISMATCH_COLUMNS = ("file", "id", "interview", "start", "end", "quoted", "found", "stands_at")
Place = tuple[int | None, int | None, int | None, str]  # turn, start, end, words
Mismatch = tuple[str, str, str, int | None, int | None, str, str, int | None]


def rows(
    file: CodingsFile,
    denies: str,
    noted: Callable[[Mismatch], None] = lambda _: None,
    documents: Documents | None = None,
) -> Iterator[Coding]:
    """Give every coding of a file, checked against the texts that it holds or that are given.

    Parameters
    ----------
    file
        What a reader read.
    denies
        What stands behind the name of a code that denies its statement.
    noted
        Takes each coding whose text is not at its offsets: the text that the file quotes, what was
        found there, and where the quoted text first stands if it does.
    documents
        Texts of documents that the file names and does not hold.

    Raises
    ------
    StudyError
        If the file holds no coding and is not a codebook.
    """
    if not len(file.marked) and (file.convention or not file.codes):
        raise StudyError.of(file.where, "holds no codings; export it again from its tool")
    regions: dict[int, Regions | None] = {}
    for one in file.marked:
        source = file.sources[one.source]
        text = source.text
        if documents and (words := documents.turn(source.name, one.turn)) is not None:
            yield from _rows(one, source.name, denies, *_in_turn(file, one, words, noted))
            continue
        if text is None and one.start is None and documents and source.name in documents:
            places = documents.find(source.name, one.text)
            if not places:
                noted((file.where, one.id, source.name, None, None, one.text, "", None))
            yield from _rows(one, source.name, denies, *_judged(one, places))
            continue
        if one.source not in regions:
            regions[one.source] = None if text is None else Regions(paragraphs(text))
        if one.fits is False and text is not None:
            noted(_mismatch(file, one, text))
        yield from _rows(one, source.name, denies, *_held(one, file, regions[one.source]))


def _mismatch(file: CodingsFile, one: Marked, text: str) -> Mismatch:
    """Say what stands where a coding should be, and where its text stands instead."""
    found = text[one.start : one.end] if one.start is not None and one.end is not None else ""
    at = text.find(one.text)
    name = file.sources[one.source].name
    stands = at if at >= 0 else None
    return (file.where, one.id, name, one.start, one.end, one.text, found, stands)


def _in_turn(
    file: CodingsFile, one: Marked, words: str, noted: Callable[[Mismatch], None]
) -> tuple[str, list[Place]]:
    """Place a coding whose file names the turn, by its offsets or, without any, by its text."""
    start, end = one.start, one.end
    if (start is None or end is None) and words.count(one.text) == 1:
        start = words.index(one.text)
        end = start + len(one.text)
    found = words[start:end] if start is not None and end is not None else ""
    if not found or not same(found, one.text):
        at = words.find(one.text)
        stands = at if at >= 0 else None
        name = file.sources[one.source].name
        noted((file.where, one.id, name, one.start, one.end, one.text, found, stands))
        return MISMATCH, [(one.turn, one.start, one.end, one.text)]
    return MATCHED, [(one.turn, start, end, found)]


def _judged(one: Marked, places: list[list[Piece]]) -> tuple[str, list[Place]]:
    """Place a passage that was searched for: it must stand once, for its place to be known."""
    if len(places) == 1:
        return MATCHED, [(p.turn, p.start, p.end, p.text) for p in places[0]]
    return UNVERIFIABLE if places else MISMATCH, [(None, None, None, one.text)]


def _held(one: Marked, file: CodingsFile, regions: Regions | None) -> tuple[str, list[Place]]:
    """Place a passage by its offsets in the text that its file holds."""
    text = file.sources[one.source].text
    whole: list[Place] = [(one.turn, one.start, one.end, one.text)]
    if text is None or regions is None:
        return UNVERIFIABLE, whole
    unjudged = MATCHED if file.proved and one.start is not None else UNVERIFIABLE
    status = {True: MATCHED, False: MISMATCH, None: unjudged}[one.fits]
    if one.start is None or one.end is None:
        return status, whole
    pieces = cut(text, regions, one.start, one.end)
    return status, [(p.turn, p.start, p.end, p.text) for p in pieces] or whole


def _rows(
    one: Marked, interview: str, denies: str, status: str, places: list[Place]
) -> Iterator[Coding]:
    """Give one coding as one row a paragraph."""
    code, stance = split_stance(one.name, denies)
    for number, (turn, start, end, text) in enumerate(places, start=1):
        yield Coding(
            id=one.id + (f".{number}" if len(places) > 1 else ""),
            interview=interview,
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
