"""Find the text of a project's sources: in the archive, in the project file, beside the archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from fieldstudy.errors import StudyError, count_of
from fieldstudy.ingest.archive import MEMBER_LIMIT, Archive, check

WIDE = (b"\xff\xfe", b"\xfe\xff")


class Texts:
    """The texts of an archive's sources, bounded all together.

    Parameters
    ----------
    archive
        The project.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._files = {name.replace("\\", "/").lower(): name for name in archive.names}
        self._room = MEMBER_LIMIT
        self.beside = self.rich = self.outside = 0

    def of(self, element: Element, number: int) -> str | None:
        """Give the text that a source's paths lead to, the plain one first; None if it is missing.

        Raises
        ------
        StudyError
            If the plain text is not UTF-8 or UTF-16, or all texts are larger than any project's.
        """
        plain = element.get("plainTextPath", "").strip()
        rich = element.get("richTextPath", "").strip()
        where = f"{self._archive.where}: source {number + 1}"
        content = self._content(plain) if plain else None
        if content is not None:
            return self._decoded(content, where)
        if rich.lower().endswith(".docx") and (text := self._word(rich)) is not None:
            return text
        if content is None and any(p.startswith(("relative:", "absolute:")) for p in (plain, rich)):
            self.outside += 1
        return None

    def inline(self, text: str, number: int) -> str:
        """Take a text that stands in the project file itself."""
        self._take(len(text), f"{self._archive.where}: source {number + 1}")
        return text

    def _content(self, path: str) -> bytes | None:
        """Read the file of a path: in the archive, or beside it and no further."""
        scheme, found, name = path.partition("://")
        name = unquote(name).lstrip("/")
        if found and scheme == "relative":
            return self._from_beside(name)
        member = self._files.get(f"sources/{name.lower()}")
        return self._archive.read(member) if scheme == "internal" and member else None

    def _from_beside(self, name: str) -> bytes | None:
        """Read a text file in the folder of the archive; what leads out of it is not looked at."""
        parts = PurePosixPath(name.replace("\\", "/"))
        folder = self._archive.path.parent.resolve()
        file = (folder / Path(*parts.parts)).resolve()
        if ".." in parts.parts or not file.is_relative_to(folder) or not file.is_file():
            return None
        if file.suffix.lower() != ".txt" or file.stat().st_size > MEMBER_LIMIT:
            return None
        self.beside += 1
        return file.read_bytes()

    def _word(self, path: str) -> str | None:
        """Read a Word file of the archive as its paragraphs; None if that cannot be done."""
        import docx

        scheme, _, name = path.partition("://")
        member = self._files.get(f"sources/{name.lstrip('/').lower()}")
        if scheme != "internal" or member is None:
            return None
        content = self._archive.read(member)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as inner:
                check(inner, self._archive.where)
            text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
        except StudyError:  # a bomb or a way out of the archive
            raise
        except Exception:  # an untrusted file fails in python-docx and lxml in a dozen ways
            return None
        self.rich += 1
        return text

    def _decoded(self, content: bytes, where: str) -> str:
        """Decode a text, its byte order mark and line ends kept."""
        self._take(len(content), where)
        try:
            if content.startswith(WIDE):
                return "\ufeff" + content.decode("utf-16")
            return content.decode("utf-8")
        except UnicodeDecodeError:
            raise StudyError.of(where, "is not UTF-8 text; export the project again") from None

    def _take(self, size: int, where: str) -> None:
        """Bound the texts of a project all together."""
        self._room -= size
        if self._room < 0:
            raise StudyError.of(where, "makes the texts larger than any project's; it is refused")

    @property
    def notes(self) -> list[str]:
        """Say what was read from elsewhere, and what was not."""
        counted = (
            (self.rich, "read from Word"),
            (self.beside, "read from beside the project"),
            (self.outside, "outside the project not read"),
        )
        return [f"{count_of(n, 'source')} {what}" for n, what in counted if n]
