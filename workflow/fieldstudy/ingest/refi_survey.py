"""What a REFI-QDA project holds besides its codings: users, codes, notes, sources, samples."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from fieldstudy.errors import Problems, count_of
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.codings import ABOVE, Code
from fieldstudy.ingest.refi_text import Texts
from fieldstudy.ingest.refi_within import Within, coder_of, get, inner, quoted, words
from fieldstudy.ingest.refi_xml import TEXTS

# How many quoted passages of a source are asked how offsets count: the first, and those furthest
# on, where conventions have drifted apart most.
FIRST, FURTHEST = 50, 50
WHOLE, OTHER = "of whole sources", "of pictures, PDF, sound or film"
# NVivo writes who a document is about as a code, with the identifier of a case.
CASES = "to cases"
Quoted = tuple[int, int, str]


class Survey:
    """Gathers what a project holds; its codings are counted only.

    Parameters
    ----------
    archive
        The project.
    """

    def __init__(self, archive: Archive) -> None:
        self.where = archive.where
        self.users: dict[str, str] = {}
        self.codes: dict[str, Code] = {}
        self.cases: set[str] = set()
        self.notes: dict[str, str] = {}
        self.names: list[str] = []
        self.transcripts: set[int] = set()
        self.stored: list[str | None] = []
        self._within = Within(archive.where)
        self._texts = Texts(archive)
        self._codings: Counter[str] = Counter()
        self._targets: dict[str, str] = {}
        self._first: dict[tuple[int, bool], list[Quoted]] = {}
        self._furthest: dict[tuple[int, bool], list[Quoted]] = {}
        self._unread: Counter[str] = Counter()
        self._textless: set[int] = set()
        # The coders of each selection of a PDF, read or not, and which of them stand in its text.
        self._of_pdf: dict[str, tuple[bool, list[str]]] = {}
        self._in_text: set[str] = set()

    def take(self, event: str, tag: str, element: Element, above: list[str]) -> None:
        """Take one element in."""
        begins = self._within.take(event, tag, element, above)
        if begins == "source":
            self.names.append(element.get("name", ""))
            self.stored.append(None)
            if tag == "Transcript":
                self.transcripts.add(self._within.source)
        if begins and tag in TEXTS:
            source = self._within.source
            self.stored[source] = self._texts.of(element, source)
        if event == "end":
            self._whole(tag, element, above)

    def _whole(self, tag: str, element: Element, above: list[str]) -> None:
        """Take in an element that is whole."""
        if tag == "User":
            self.users[get(element, "guid")] = element.get("name", "").strip()
        elif tag == "Note":
            self.notes[get(element, "guid")] = words(element)
        elif tag == "Code" and above[-1] == "Codes":
            self.codes |= dict(codes_under(element))
        elif tag == "Case":
            self.cases.add(get(element, "guid"))
            self.codes.pop(get(element, "guid"), None)
        elif tag == "PlainTextContent" and self._within.in_text and above[-1] in TEXTS:
            source = self._within.source
            self.stored[source] = self._texts.inline(element.text or "", source)
        elif tag == "Coding" and not above[-1].endswith("Selection"):
            self._unread[WHOLE] += 1
        elif tag.endswith("Selection"):
            self._selection(tag, element)

    def _selection(self, tag: str, element: Element) -> None:
        """Count a selection's codings, and keep some quoted texts."""
        found = list(self._codings_of(element))
        guid = get(element, "guid")
        selects = self._within.selects(tag, element)
        if tag == "PDFSelection" and found:
            self._of_pdf[guid] = (selects, found)
        if not selects:
            self._unread[OTHER] += len(found)
            return
        self._codings.update(found)
        if found and self.stored[self._within.source] is None:
            self._textless.add(self._within.source)
        if span := self._within.span(tag, element):
            if guid in self._of_pdf:
                self._in_text.add(guid)
            self._sample(span, quoted(tag, element))

    def _codings_of(self, element: Element) -> Iterator[str]:
        """Give the coder of each coding of a selection; note the code that it points to."""
        for coding in inner(element, "Coding"):
            for ref in inner(coding, "CodeRef"):
                target = get(ref, "targetGUID")
                if target in self.cases:
                    self._unread[CASES] += 1
                    continue
                self._targets.setdefault(target, get(coding, "guid").lower())
                yield coder_of(coding, element)

    def _sample(self, span: tuple[int, int], name: str) -> None:
        """Keep a source's first selections and those furthest on, quoted and not."""
        if self.stored[self._within.source] is None:
            return
        one = (span[1], span[0], name)
        key = (self._within.source, bool(name.strip()))
        first = self._first.setdefault(key, [])
        if len(first) < FIRST:
            first.append(one)
            return
        heap = self._furthest.setdefault(key, [])
        (heapq.heappush if len(heap) < FURTHEST else heapq.heappushpop)(heap, one)

    @property
    def samples(self) -> list[tuple[int, int, int, str]]:
        """Source, start, end and quoted text of some selections."""
        return [(source, start, end, name) for source, (end, start, name) in self._kept(True)]

    @property
    def spans(self) -> list[tuple[int, int, int]]:
        """Source, start and end of some selections that quote nothing."""
        return [(source, start, end) for source, (end, start, _) in self._kept(False)]

    def _kept(self, quotes: bool) -> Iterator[tuple[int, Quoted]]:
        """Give the selections that were kept, those that quote their text or the others."""
        for part in (self._first, self._furthest):
            for (source, quoting), kept in part.items():
                if quoting is quotes:
                    yield from ((source, one) for one in kept)

    def is_twice(self, tag: str, element: Element) -> bool:
        """Tell whether a selection of a PDF stands in the PDF's text as well."""
        return tag == "PDFSelection" and get(element, "guid") in self._in_text

    @property
    def coders(self) -> Counter[str]:
        """How many codings each coder made, by name."""
        twice = Counter(user for _, users in self._twice(read=True) for user in users)
        found: Counter[str] = Counter()
        for user, count in (self._codings - twice).items():
            found[self.users.get(user, user)] += count
        return found

    def _twice(self, read: bool) -> list[tuple[bool, list[str]]]:
        """Give the selections of a PDF that stand in its text as well, those with words or not."""
        both = (self._of_pdf[guid] for guid in self._in_text)
        return [one for one in both if one[0] is read]

    @property
    def remarks(self) -> list[str]:
        """Say what was met and not read."""
        shown = sum(len(users) for _, users in self._twice(read=True))
        hidden = sum(len(users) for _, users in self._twice(read=False))
        unread = self._unread - Counter({OTHER: hidden})
        counted = [(unread[what], what) for what in (WHOLE, OTHER, CASES)]
        said = [f"{count_of(n, 'coding')} {what} not read" for n, what in counted if n]
        if shown + hidden:
            many = count_of(shown + hidden, "coding")
            said.append(f"{many} of a PDF read in its text, where the project has it as well")
        if self._textless:
            many = count_of(len(self._textless), "coded document")
            said.append(f"{many} without a text in the project, whose codings cannot be verified")
        return said + self._texts.notes

    def check(self) -> None:
        """Refuse codings of codes that the codebook lacks, and coders of one name.

        Raises
        ------
        StudyError
            With all of them.
        """
        found = Problems()
        for target, coding in sorted(self._targets.items()):
            if target not in self.codes:
                what = "points to a code that its project's codebook lacks"
                found.add(f"{self.where}: coding {coding}", f"{what}; export the project again")
        coders = [user for user in self._codings if user in self.users]
        if len({self.users[user] for user in coders}) < len(coders):
            what = "two of its coders have the same name; rename one of them in the tool"
            found.add(self.where, what)
        found.stop_if_any()


def codes_under(element: Element, theme: str = "") -> Iterator[tuple[str, Code]]:
    """Give an element's code and all codes below it: guid, and code with the names above it."""
    name = element.get("name", "").strip()
    codable = get(element, "isCodable").lower() not in ("false", "0")
    description = element.findtext("{*}Description", "").strip()
    yield get(element, "guid"), Code(theme, name, description, codable)
    below = f"{theme}{ABOVE}{name}" if theme else name
    for child in inner(element, "Code"):
        yield from codes_under(child, below)
