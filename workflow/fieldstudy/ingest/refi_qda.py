"""Read REFI-QDA projects (.qdpx) of any tool; codings of text only, nothing outside the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.codings import CodingsFile, Marked, Source
from fieldstudy.ingest.offsets import boundaries, detect, fits, place, plain


@dataclass(frozen=True)
class Selection:
    """A selected passage of a source, with the tool's own offsets."""

    source: int
    start: int
    end: int
    name: str
    memo: str
    codings: list[Element]
    user: str


@dataclass
class Project:
    """What the project file holds before offsets are understood."""

    sources: list[Source] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)


def read(path: Path) -> CodingsFile:
    """Read a project.

    The project file may have any name that ends in ``.qde``; the folder of the sources is found in
    any case. How offsets count is detected from the passages that selections quote.

    Raises
    ------
    StudyError
        If the archive is damaged or unsafe, or the project file is missing or no REFI-QDA.
    """
    archive = Archive(path)
    root = _root(archive)
    project = _project(root, archive)
    stored = [source.text or "" for source in project.sources]
    convention = detect(
        stored,
        [
            (s.source, s.start, s.end, s.name)
            for s in project.selections
            if s.name.strip() and project.sources[s.source].text is not None
        ],
    )
    bounds = [boundaries(text, convention) for text in stored]
    texts = [None if s.text is None else plain(s.text) for s in project.sources]
    marked = [
        one
        for selection in project.selections
        for one in _marked(selection, project, texts[selection.source], bounds[selection.source])
    ]
    return CodingsFile(
        where=archive.where,
        sources=[Source(s.name, text) for s, text in zip(project.sources, texts, strict=True)],
        codes=sorted((theme, name) for name, theme in project.codes.values()),
        marked=marked,
        convention=str(convention),
        proved=any(one.fits for one in marked),
        notes=project.met,
    )


def _root(archive: Archive) -> Element:
    """Parse the project file without entities, and take the namespace off the tags."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    names = [name for name in archive.names if name.lower().endswith(".qde")]
    if len(names) != 1:
        raise StudyError.of(
            archive.where, f"holds {len(names)} project files (.qde); a REFI-QDA project has one"
        )
    try:
        root: Element = fromstring(archive.read(names[0]), forbid_dtd=True)
    except DefusedXmlException:
        raise StudyError.of(
            f"{archive.where}: project file", "defines entities or a document type; it is refused"
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        line = error.position[0] if isinstance(error, ParseError) else 1
        raise StudyError.of(f"{archive.where}: project file:{line}", "is not valid XML") from None
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    if root.tag != "Project":
        raise StudyError.of(f"{archive.where}: project file", "is no REFI-QDA project")
    return root


def _project(root: Element, archive: Archive) -> Project:
    """Read users, codes, notes, sources and selections."""
    project = Project(
        users={_get(user, "guid"): _get(user, "name") for user in root.iterfind("Users/User")},
        codes=_codes(root),
        notes={_get(note, "guid"): _words(note) for note in root.iterfind("Notes/Note")},
    )
    coders = {_get(coding, "creatingUser") for coding in root.iter("Coding")} & set(project.users)
    if len({project.users[coder] for coder in coders}) < len(coders):
        what = "two of its coders have the same name; rename one of them in the tool"
        raise StudyError.of(archive.where, what)
    found = Problems()
    files = {name.replace("\\", "/").lower(): name for name in archive.names}
    for element in root.iterfind("Sources/TextSource"):
        element.tag = "PlainTextSource"  # ATLAS.ti 8 wrote the draft's name
    for number, element in enumerate(root.iterfind("Sources/PlainTextSource")):
        with found.gathering():
            text = _text(element, number, archive, files)
            project.sources.append(Source(_get(element, "name"), text))
            project.selections += _selections(element, number, project, archive.where)
    found.stop_if_any()
    whole = sum(1 for _ in root.iterfind("Sources/PlainTextSource/Coding"))
    read = sum(len(selection.codings) for selection in project.selections)
    other = sum(1 for _ in root.iter("Coding")) - read - whole
    counted = ((whole, "of whole sources"), (other, "of pictures, PDF, sound or film"))
    project.met += [f"{count} codings {what} are not read" for count, what in counted if count]
    return project


def _get(element: Element, name: str) -> str:
    """Read an attribute; identifiers are compared in capitals."""
    value = element.get(name, "").strip()
    return value.upper() if name in ("guid", "targetGUID", "creatingUser") else value


def _words(element: Element) -> str:
    """Read the note that an element carries."""
    parts = (element.findtext(tag, "").strip() for tag in ("Description", "PlainTextContent"))
    return "\n".join(part for part in parts if part)


def _codes(root: Element) -> dict[str, tuple[str, str]]:
    """Read the codes: guid → its own name and the name of the code above it."""
    codes: dict[str, tuple[str, str]] = {}
    waiting = [(code, "") for code in root.iterfind("CodeBook/Codes/Code")]
    while waiting:
        code, above = waiting.pop()
        name = _get(code, "name")
        codes[_get(code, "guid")] = (name, above)
        waiting += [(child, name) for child in code.iterfind("Code")]
    return codes


def _text(element: Element, number: int, archive: Archive, files: dict[str, str]) -> str | None:
    """Read a source's text from the archive or from the project file; None if it is missing."""
    inline = element.find("PlainTextContent")
    if inline is not None:
        return inline.text or ""
    path = _get(element, "plainTextPath")
    name = files.get(f"sources/{path.removeprefix('internal://').lower()}")
    if not path.startswith("internal://") or name is None:
        return None
    content = archive.read(name)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError:
        raise StudyError.of(
            f"{archive.where}: source {number + 1}", "is not UTF-8 text; export the project again"
        ) from None


def _selections(element: Element, number: int, project: Project, where: str) -> Iterator[Selection]:
    """Read the selected passages of one source."""
    for one in element.iterfind("PlainTextSelection"):
        try:
            start, end = int(_get(one, "startPosition")), int(_get(one, "endPosition"))
        except ValueError:
            start = end = -1
        if not 0 <= start <= end:
            raise StudyError.of(
                f"{where}: selection {_get(one, 'guid')}", "has no start and end; export again"
            )
        targets = (_get(ref, "targetGUID") for ref in one.iterfind("NoteRef"))
        memos = [_words(one), *(project.notes.get(target, "") for target in targets)]
        yield Selection(
            source=number,
            start=start,
            end=end,
            name=one.get("name", ""),
            memo="\n".join(memo for memo in memos if memo),
            codings=list(one.iterfind("Coding")),
            user=_get(one, "creatingUser"),
        )


def _marked(
    selection: Selection, project: Project, text: str | None, bounds: list[int]
) -> Iterator[Marked]:
    """Give one coding for each code of a selection, its offsets in code points."""
    start: int | None = selection.start
    end: int | None = selection.end
    judged: bool | None = None
    if text is not None:
        start, end = place(bounds, selection.start), place(bounds, selection.end)
        judged = fits(text, start, end, selection.name)
        if start is None or end is None:
            judged = False
    label = selection.name.strip() if text is not None and judged is None else ""
    memo = "\n".join(part for part in (label, selection.memo) if part)
    for coding in selection.codings:
        for ref in coding.iterfind("CodeRef"):
            name, theme = project.codes.get(_get(ref, "targetGUID"), ("", ""))
            guid = _get(coding, "guid").lower()
            user = _get(coding, "creatingUser") or selection.user
            yield Marked(
                id=guid,
                place=f"coding {guid}",
                source=selection.source,
                name=name,
                theme=theme,
                coder=project.users.get(user, user),
                start=start,
                end=end,
                text=selection.name if text is None or judged is not None else "",
                fits=judged,
                memo=memo,
            )
