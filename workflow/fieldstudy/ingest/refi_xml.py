"""Stream the XML of REFI-QDA files that strangers made: no entities, no document type, no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from fieldstudy.errors import StudyError

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
SCHEMAS = Path(__file__).parents[2] / "schemas"
NAMED = re.compile(r"Element '(?:\{[^}]*\})?(?P<tag>[A-Za-z]{1,40})'")
CHUNK = 1 << 16
# Deeper nesting than any codebook's; parsers and walkers need not bear more.
DEPTH = 200
# Elements whose children are units of their own and are dropped once read.
HOLDERS = {"Project", "Users", "Notes", "Cases", "Links", "Sets", "Graphs", "Sources"}
# Elements of a source that hold text and selections of their own.
TEXTS = {"TextSource", "PlainTextSource", "Representation", "Transcript", "TextDescription"}


def walk(opener: Opener, where: str, root: str) -> Iterator[tuple[str, str, Element, list[str]]]:
    """Go through an XML file, forgetting each unit once it was given.

    Parameters
    ----------
    opener
        Opens the file.
    where
        How problems name it.
    root
        Tag of the root element.

    Yields
    ------
    event : str
        ``start`` or ``end``; attributes are there at both, children at the end only.
    tag : str
        Without its namespace.
    element : Element
        The element.
    above : list of str
        Tags of the elements around it, outermost first.

    Raises
    ------
    StudyError
        If it is not valid XML, defines a document type, nests too deeply or has another root.
    """
    with opener() as stream:
        _refuse_document_type(stream, where)
    above: list[str] = []
    elements: list[Element] = []
    try:
        with opener() as stream:
            for event, element in iterparse(stream, ("start", "end")):
                tag = str(element.tag).rpartition("}")[2]
                if event == "start":
                    _check(tag, above, where, root)
                    yield event, tag, element, above
                    above.append(tag)
                    elements.append(element)
                    continue
                above.pop()
                elements.pop()
                yield event, tag, element, above
                if elements and _is_unit(above):
                    elements[-1].remove(element)
    except (ParseError, ValueError, LookupError) as error:
        line = error.position[0] if isinstance(error, ParseError) else 1
        raise StudyError.of(f"{where}:{line}", "is not valid XML; export it again") from None


def _check(tag: str, above: list[str], where: str, root: str) -> None:
    """Refuse another root element, and nesting that no project needs."""
    if not above and tag != root:
        kind = {"Project": "project", "CodeBook": "codebook"}[root]
        raise StudyError.of(where, f"is no REFI-QDA {kind}")
    if len(above) > DEPTH:
        raise StudyError.of(where, "nests its elements too deeply; it is refused")


def _is_unit(above: list[str]) -> bool:
    """Tell whether the elements directly inside may be forgotten once read."""
    last = above[-1]
    if last in HOLDERS or last.endswith("Source"):
        return True
    return last in TEXTS and len(above) > 1 and above[-2].endswith("Source")


def _refuse_document_type(stream: IO[bytes], where: str) -> None:
    """Read up to the root element; before it alone a document type, and so an entity, may stand."""
    met: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: met.append("type")
    parser.StartElementHandler = lambda *_: met.append("element")
    try:
        while not met and (chunk := stream.read(CHUNK)):
            for at in range(0, len(chunk), 256):
                parser.Parse(chunk[at : at + 256], False)
                if met:
                    break
    except (expat.ExpatError, ValueError, LookupError):
        pass  # the reader proper meets the same and names the line
    if "type" in met:
        raise StudyError.of(where, "defines entities or a document type; it is refused")


def astray(opener: Opener, schema: str) -> str:
    """Name the first element that is not as a schema demands; empty if all are.

    Only for files that ``walk`` has gone through, which refuses document types.
    """
    from lxml import etree

    rules = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    with opener() as stream:
        events = etree.iterparse(
            stream, schema=rules, resolve_entities=False, no_network=True, huge_tree=True
        )
        try:
            for _, element in events:
                element.clear(keep_tail=False)
                above = element.getparent()
                while above is not None and element.getprevious() is not None:
                    del above[0]
        except etree.XMLSyntaxError as error:
            # Its message may quote what a coder wrote; only the name of the element is taken.
            named = NAMED.match(str(error.msg))
            return named["tag"] if named else "Project"
    return ""
