"""Follow a REFI-QDA project file: which source one is in, and what a selection there selects."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from fieldstudy.errors import StudyError
from fieldstudy.ingest.refi_xml import TEXTS

POSITIONS = ("startPosition", "endPosition")
GUIDS = {"guid", "targetGUID", "creatingUser", "modifyingUser", "fromSyncPoint", "toSyncPoint"}


def get(element: Element, name: str) -> str:
    """Read an attribute; identifiers are compared in capitals and without braces."""
    value = element.get(name, "").strip()
    return value.strip("{}").upper() if name in GUIDS else value


def inner(element: Element, tag: str) -> list[Element]:
    """Give an element's children of a tag, in whatever namespace."""
    full = f"}}{tag}"
    return [child for child in element if child.tag == tag or child.tag.endswith(full)]


def coder_of(coding: Element, selection: Element) -> str:
    """Give the identifier of who coded: who made the coding or the selection, else changed them."""
    for name in ("creatingUser", "modifyingUser"):
        for element in (coding, selection):
            if user := get(element, name):
                return user
    return ""


def words(element: Element) -> str:
    """Read the note that an element carries."""
    tags = ("Description", "PlainTextContent")
    parts = ((child.text or "").strip() for tag in tags for child in inner(element, tag)[:1])
    return "\n".join(part for part in parts if part)


def quoted(tag: str, element: Element) -> str:
    """Give the words that a selection quotes: a transcript's name is a time, a PDF's its beginning."""
    if tag == "PDFSelection":
        return element.findtext("{*}Representation/{*}PlainTextContent", "")
    return element.get("name", "") if tag == "PlainTextSelection" else ""


class Within:
    """Where in the project file one is; each source, and each transcript in one, has a number."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.count = 0
        self.source = -1
        self.in_text = False
        self._outer = -1
        self._points: dict[str, int] = {}

    def take(self, event: str, tag: str, element: Element, above: list[str]) -> str:
        """Follow the file: ``source`` where a source begins, ``text`` where a text within one does."""
        top = above == ["Project", "Sources"]
        inner = tag in TEXTS and len(above) == 3 and above[1] == "Sources"
        if event == "end":
            if tag == "SyncPoint" and get(element, "position").isdigit():
                self._points[get(element, "guid")] = int(get(element, "position"))
            if top or inner:
                self.in_text = False
                self.source = self._outer if inner else -1
            return ""
        if top or (inner and tag == "Transcript"):
            self._outer = self.source
            self.source = self.count
            self.count += 1
            self._points = {}
        elif inner:
            self._outer = self.source
        if top or inner:
            self.in_text = tag in TEXTS
            return "source" if top or tag == "Transcript" else "text"
        return ""

    def selects(self, tag: str, element: Element) -> bool:
        """Tell whether a selection is of text: it has offsets in one, or words of its own."""
        if tag == "PlainTextSelection":
            return self.in_text
        if tag == "TranscriptSelection":
            return self.in_text and self._synchronised(element) is not None
        return tag == "PDFSelection" and bool(quoted(tag, element).strip())

    def span(self, tag: str, element: Element) -> tuple[int, int] | None:
        """Give a selection's start and end as the tool counts them; None if it has words alone."""
        if tag == "PDFSelection":
            return None
        if tag == "TranscriptSelection":
            return self._synchronised(element)
        try:
            start, end = (int(get(element, name)) for name in POSITIONS)
        except ValueError:
            start = end = -1
        if not 0 <= start <= end:
            raise StudyError.of(
                f"{self.where}: selection {get(element, 'guid').lower()}",
                "has no start and end; export the project again",
            )
        return start, end

    def _synchronised(self, element: Element) -> tuple[int, int] | None:
        """Find the positions of the two points between which a transcript is selected."""
        ends = (get(element, name) for name in ("fromSyncPoint", "toSyncPoint"))
        start, end = (self._points.get(point) for point in ends)
        return (start, end) if start is not None and end is not None and start <= end else None
