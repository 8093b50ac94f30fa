"""Open a file as what it is, and give all the text that hides in it.

A file of a kind that is not known here is refused: what cannot be read cannot be scanned.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

TEXT = frozenset(
    (
        *(".bib", ".cff", ".css", ".csv", ".html", ".ipynb", ".js", ".json", ".lua", ".md", ".qmd"),
        *(".scss", ".svg", ".tsv", ".txt", ".typ", ".typst", ".xml", ".yml"),
    )
)
PICTURES = frozenset((".jpeg", ".jpg", ".png"))
ARCHIVES = frozenset((".docx", ".xlsx", ".zip", ".qdpx"))
FONTS = frozenset((".otf", ".ttf", ".woff", ".woff2"))
MOST = 200_000_000  # bytes of one unpacked file, so that a bomb is refused
TAG = re.compile(r"<[^<>]*>")


class UnreadableError(ValueError):
    """A file of an unknown kind, or one that is not what its name says."""


def texts(name: str, content: bytes) -> Iterator[str]:
    """Give every text of a file: its own name, what it shows and what it hides.

    Parameters
    ----------
    name
        The file's path; its ending says how to open it.
    content
        The file's bytes.

    Raises
    ------
    UnreadableError
        If the kind is unknown, or the content is not of that kind.
    """
    kind = PurePath(name).suffix.lower()
    yield name
    try:
        if kind in TEXT or not kind:
            yield from _markup(content.decode("utf-8"))
        elif kind in ARCHIVES:
            yield from _archive(content)
        elif kind == ".pdf":
            yield from _pdf(content)
        elif kind in PICTURES:
            yield from _picture(content)
        elif kind not in FONTS:
            raise UnreadableError(f"files of kind '{kind}' are not known to the scan")
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(f"is not what its name says: {type(error).__name__}") from None


def _markup(text: str) -> Iterator[str]:
    """Give a text as it is, and as a reader sees it: tags taken off, entities resolved."""
    yield text
    if "<" in text or "&" in text:
        yield html.unescape(TAG.sub("", text))


def _archive(content: bytes) -> Iterator[str]:
    """Give the texts of every file in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment.decode("utf-8", "replace")
        for entry in archive.infolist():
            if entry.file_size > MOST:
                raise UnreadableError("holds a file too large to unpack")
            if entry.is_dir():
                yield entry.filename
            elif entry.filename.endswith((".rels", ".xml")):
                yield from _markup(archive.read(entry).decode("utf-8"))
            else:
                yield from texts(entry.filename, archive.read(entry))


def _pdf(content: bytes) -> Iterator[str]:
    """Give a PDF's pages, metadata and alternative texts."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    yield "\n".join(str(value) for value in (reader.metadata or {}).values())
    for page in reader.pages:
        yield page.extract_text()
    for number in range(1, len(reader.xref[0]) if 0 in reader.xref else 0):
        found = reader.get_object(number)
        if isinstance(found, dict):
            yield "\n".join(
                str(found[key]) for key in ("/Alt", "/ActualText", "/T") if key in found
            )


def _picture(content: bytes) -> Iterator[str]:
    """Give a picture's text fields."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        yield "\n".join(f"{key} {value}" for key, value in picture.info.items())
