"""Open zip archives that strangers made: nothing is unpacked to disk, and sizes are bounded."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from fieldstudy.errors import StudyError

MEGABYTE = 1_000_000
# A million coded segments make a project file of some 600 MB; deflated XML shrinks 10 to 30 times,
# a bomb a thousand times.
MEMBER_LIMIT = 1000 * MEGABYTE
BOMB_SIZE = 20 * MEGABYTE
BOMB_RATIO = 100
MEMBERS = 10_000


class Archive:
    """A checked zip archive whose members are read by name.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    StudyError
        If it is missing, empty, no zip archive, names a path outside itself, or would unpack to
        more than its kind could need.
    """

    def __init__(self, path: Path) -> None:
        self.where = path.name
        if not path.is_file():
            raise StudyError.of(
                str(path), "is missing; put the file there or correct the path in config/"
            )
        content = path.read_bytes()
        if not content:
            raise StudyError.of(str(path), "is empty; export it again from the tool that made it")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise StudyError.of(
                self.where, "is damaged or of another format; export it again from its tool"
            ) from None
        self.content = content
        self.names = [info.filename for info in self._zip.infolist() if not info.is_dir()]
        self._check()

    def _check(self) -> None:
        """Refuse paths that lead outside, and bombs."""
        infos = self._zip.infolist()
        for info in infos:
            parts = PurePosixPath(info.filename.replace("\\", "/"))
            if parts.is_absolute() or ".." in parts.parts or ":" in "".join(parts.parts[:1]):
                raise StudyError.of(
                    self.where, "holds a file whose path leads outside the archive; it is refused"
                )
        if len(infos) > MEMBERS or any(_is_bomb(info) for info in infos):
            raise StudyError.of(
                self.where, "would unpack to far more than such a file can need; it is refused"
            )

    def read(self, name: str) -> bytes:
        """Read one member.

        Raises
        ------
        StudyError
            If the member is damaged, encrypted or larger than it says.
        """
        try:
            with self._zip.open(name) as member:
                return member.read(MEMBER_LIMIT)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
            OSError,
        ):
            raise StudyError.of(
                self.where, "is damaged or locked with a password; export it again from its tool"
            ) from None


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    """Tell whether a member is larger than any honest one."""
    ratio = info.file_size / max(info.compress_size, 1)
    media = info.compress_type == zipfile.ZIP_STORED
    too_large = info.file_size > MEMBER_LIMIT and not media
    return too_large or (info.file_size > BOMB_SIZE and ratio > BOMB_RATIO)
