"""Read REFI-QDA projects (.qdpx) of any tool: codings of text, streamed, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from fieldstudy.errors import StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.codings import CodingsFile, Marked, Source, Streamed
from fieldstudy.ingest.offsets import Convention, Scale, detect, fits, plain, scale, suggested
from fieldstudy.ingest.refi_survey import Survey
from fieldstudy.ingest.refi_within import Within, coder_of, get, inner, quoted, words
from fieldstudy.ingest.refi_xml import astray, walk

SCHEMA = "refi-qda-project.xsd"


def read(path: Path) -> CodingsFile:
    """Read a project.

    The project file may have any name that ends in ``.qde``; the folder of the sources is found in
    any case. The file is gone through twice: once for all but the codings, from which follows how
    offsets count, and then, whenever the codings are asked for, for these.

    Raises
    ------
    StudyError
        If the archive is damaged or unsafe, the project file is missing or no REFI-QDA, a coding
        points to no code, or two of its coders have the same name.
    """
    archive = Archive(path)
    project = _Project(archive)
    survey = project.survey()
    survey.check()
    stored = [text or "" for text in survey.stored]
    convention, proved = detect(stored, survey.samples)
    hinted = False
    if not proved and survey.spans:
        convention, hinted = suggested(stored, survey.spans)
    texts = [None if text is None else plain(text) for text in survey.stored]
    tag = astray(project.open, SCHEMA)
    beyond = [f"the project file is not as the standard's schema demands, first at '{tag}'"]
    return CodingsFile(
        where=archive.where,
        sources=[
            Source(name, text, number not in survey.transcripts)
            for number, (name, text) in enumerate(zip(survey.names, texts, strict=True))
        ],
        codes=sorted(survey.codes.values()),
        marked=Streamed(survey.coders.total(), lambda: project.marked(survey, texts, convention)),
        coders=survey.coders,
        convention=str(convention),
        proved=proved,
        hinted=hinted,
        notes=survey.remarks + (beyond if tag else []),
    )


class _Project:
    """The project file within its archive."""

    def __init__(self, archive: Archive) -> None:
        names = [name for name in archive.names if name.lower().endswith(".qde")]
        if len(names) != 1:
            what = f"holds {len(names)} project files (.qde); a REFI-QDA project has one"
            raise StudyError.of(archive.where, what)
        self.archive = archive
        self.where = f"{archive.where}: project file"
        self._name = names[0]

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the project file."""
        with self.archive.intact(), self.archive.open(self._name) as stream:
            yield stream

    def survey(self) -> Survey:
        """Go through the file for all but the codings."""
        survey = Survey(self.archive)
        for event, tag, element, above in walk(self.open, self.where, "Project"):
            survey.take(event, tag, element, above)
        return survey

    def marked(
        self, survey: Survey, texts: list[str | None], convention: Convention
    ) -> Iterator[Marked]:
        """Go through the file for the codings, in its order."""
        within = Within(self.archive.where)
        source, measure = -1, Scale(0, 0, [], [])
        for event, tag, element, above in walk(self.open, self.where, "Project"):
            within.take(event, tag, element, above)
            if event == "start" or not tag.endswith("Selection"):
                continue
            if not within.selects(tag, element) or survey.is_twice(tag, element):
                continue
            if within.source != source:
                source = within.source
                measure = scale(survey.stored[source] or "", convention)
            yield from _marked(tag, element, within, survey, texts, measure)


def _marked(
    tag: str,
    element: Element,
    within: Within,
    survey: Survey,
    texts: list[str | None],
    measure: Scale,
) -> Iterator[Marked]:
    """Give one coding for each code of a selection, its offsets in code points."""
    span = within.span(tag, element)
    start, end = span if span else (None, None)
    text = texts[within.source]
    name = quoted(tag, element)
    judged: bool | None = None
    if text is not None and span:
        start, end = measure.place(span[0]), measure.place(span[1])
        judged = fits(text, start, end, name)
        if start is None or end is None:
            judged = False
    label = name.strip() if text is not None and span and judged is None else ""
    targets = (get(ref, "targetGUID") for ref in inner(element, "NoteRef"))
    memos = (label, words(element), *(survey.notes.get(target, "") for target in targets))
    memo = "\n".join(part for part in memos if part)
    for coding in inner(element, "Coding"):
        guid = get(coding, "guid").lower()
        user = coder_of(coding, element)
        own = (survey.notes.get(get(r, "targetGUID"), "") for r in inner(coding, "NoteRef"))
        for ref in inner(coding, "CodeRef"):
            if (target := get(ref, "targetGUID")) in survey.cases:
                continue
            code = survey.codes[target]
            yield Marked(
                id=guid,
                place=f"coding {guid}",
                source=within.source,
                name=code.name,
                theme=code.theme,
                coder=survey.users.get(user, user),
                start=start,
                end=end,
                text="" if label else name,
                fits=judged,
                memo="\n".join(part for part in (memo, *own) if part),
            )
