"""Read Taguette's project files (SQLite), whose offsets are UTF-8 bytes over the HTML's text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from fieldstudy.errors import StudyError, count_of
from fieldstudy.ingest.codings import Code, CodingsFile, Marked, Source, Streamed, split_theme
from fieldstudy.ingest.offsets import plain
from fieldstudy.ingest.sqlite import Row, opened, text, whole

TOOL = "Taguette"
CONVENTION = "UTF-8 bytes of the HTML's text"
TABLES = {
    "projects": ("id",),
    "documents": ("id", "name", "contents"),
    "tags": ("id", "path", "description"),
    "highlights": ("id", "document_id", "start_offset", "end_offset", "snippet"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
JOINED = """\
FROM highlights h JOIN documents d ON d.id = h.document_id
JOIN highlight_tags l ON l.highlight_id = h.id JOIN tags t ON t.id = l.tag_id"""
CODINGS = f"""\
SELECT h.id, h.document_id, h.start_offset, h.end_offset, h.snippet, t.path
{JOINED}
ORDER BY h.document_id, h.id, t.path"""
UNTAGGED = (
    "SELECT count(*) FROM highlights WHERE id NOT IN (SELECT highlight_id FROM highlight_tags)"
)
# HTML elements that begin a line of their own.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
    *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
    *("section", "table", "td", "th", "tr", "ul"),
}


@dataclass(frozen=True)
class Page:
    """A document as text, a line a block, and where each text node of its HTML stands.

    Parameters
    ----------
    text
        The text.
    begins
        Offset, in UTF-8 bytes of the text nodes alone, at which each node begins; and the end.
    nodes
        Words of each node, the code point at which it stands in the text, and its length there
        (none for white space between blocks).
    joined
        The words of all nodes, in UTF-8.
    """

    text: str
    begins: list[int]
    nodes: list[tuple[str, int, int]]
    joined: bytes

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Turn a highlight's offsets into code points of the text; None if they split a character."""
        if not 0 <= start < end <= self.begins[-1]:
            return None
        a = self._place(bisect_right(self.begins, start) - 1, start)
        b = self._place(bisect_left(self.begins, end) - 1, end)
        return (a, b) if a is not None and b is not None else None

    def _place(self, number: int, offset: int) -> int | None:
        """Place an offset that lies in a node."""
        words, at, length = self.nodes[number]
        try:
            before = _utf8(words)[: offset - self.begins[number]].decode()
        except UnicodeDecodeError:
            return None
        return at + min(len(plain(before)), length)

    def bare(self, start: int, end: int) -> str:
        """Give the text nodes' own words between two offsets."""
        return self.joined[start:end].decode("utf-8", "replace")


class _Nodes(HTMLParser):
    """Gathers the text nodes of HTML, and the blocks that begin between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a block."""
        if tag in BLOCKS:
            self.found.append(None)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a block."""
        if tag in BLOCKS:
            self.found.append(None)

    def handle_data(self, data: str) -> None:
        """Note a text node."""
        self.found.append(data)


def page(html: str) -> Page:
    r"""Read a document's HTML.

    Examples
    --------
    >>> page("<p>I: Caf\\u00e9?</p><p>P: <b>Yes</b></p>").text
    'I: Caf\\u00e9?\nP: Yes'
    """
    parts: list[str] = []
    nodes: list[tuple[str, int, int]] = []
    offsets = [0]
    at, broken = 0, False
    for words in _nodes(html):
        if words is None:
            broken = bool(parts)
            continue
        if not words.strip() and (broken or not parts):
            shown = ""  # white space between blocks
        else:
            if broken:
                parts.append("\n")
                at += 1
                broken = False
            shown = plain(words)
        nodes.append((words, at, len(shown)))
        offsets.append(offsets[-1] + len(_utf8(words)))
        parts.append(shown)
        at += len(shown)
    return Page("".join(parts), offsets, nodes, b"".join(_utf8(words) for words, *_ in nodes))


def _utf8(words: str) -> bytes:
    """Encode words; half a surrogate pair, which no text should hold, counts as a question mark."""
    return words.encode("utf-8", "replace")


def _nodes(html: str) -> list[str | None]:
    """Give the text nodes of HTML, and None where a block begins or ends."""
    parser = _Nodes()
    parser.feed(html)
    parser.close()
    return parser.found


def read(path: Path) -> CodingsFile:
    """Read a project; it keeps no coder with a highlight, so one project a coder is needed.

    Raises
    ------
    StudyError
        If the file is missing or no project of Taguette, or holds several.
    """
    with opened(path, TABLES, TOOL) as base:
        (projects,) = base.execute("SELECT count(*) FROM projects").fetchone()
        if projects != 1:
            what = f"holds {projects} projects; export the one that is meant from {TOOL}"
            raise StudyError.of(path.name, what)
        found = base.execute("SELECT id, name, contents FROM documents ORDER BY id").fetchall()
        tags = base.execute("SELECT path, description FROM tags ORDER BY path").fetchall()
        (untagged,) = base.execute(UNTAGGED).fetchone()
        (count,) = base.execute(f"SELECT count(*) {JOINED}").fetchone()
        pages = {int(key): page(text(html)) for key, _, html in found}
    numbers = {key: number for number, key in enumerate(pages)}
    sources = [Source(text(name), pages[key].text) for key, name, _ in found]

    def again() -> Iterator[Marked]:
        with opened(path, TABLES, TOOL) as base:
            yield from (_marked(row, pages, numbers) for row in base.execute(CODINGS))

    return CodingsFile(
        where=path.name,
        sources=sources,
        codes=sorted(Code(*split_theme(text(tag)), text(said).strip()) for tag, said in tags),
        marked=Streamed(count, again),
        coders={"": count},
        convention=CONVENTION,
        proved=count > 0,
        notes=[f"{count_of(untagged, 'highlight')} without a tag not read"] if untagged else [],
    )


def _marked(row: Row, pages: dict[int, Page], numbers: dict[int, int]) -> Marked:
    """Give one highlight under one of its tags, its snippet compared with the document."""
    key, document, start, end, snippet, tag = row
    one = pages[document]
    theme, name = split_theme(text(tag))
    words = "".join(part for part in _nodes(text(snippet)) if part is not None)
    a, b = whole(start), whole(end)
    span = one.span(a, b) if a is not None and b is not None else None
    good = span is not None and a is not None and b is not None and one.bare(a, b) == words
    return Marked(
        id=f"{key}:{name}",
        place=f"highlight {key}",
        source=numbers[document],
        name=name,
        theme=theme,
        start=span[0] if span else None,
        end=span[1] if span else None,
        text=one.text[slice(*span)] if good and span else words,
        fits=good,
    )
