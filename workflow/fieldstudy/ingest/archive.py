"""Open zip archives that strangers made: nothing is unpacked to disk, and sizes are bounded."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from fieldstudy.errors import StudyError
from fieldstudy.untrusted import DAMAGED

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
        if not path.stat().st_size:
            raise StudyError.of(str(path), "is empty; export it again from the tool that made it")
        try:
            self._zip = zipfile.ZipFile(path)
        except PermissionError:
            raise
        except DAMAGED:
            raise StudyError.of(
                self.where, "is damaged or of another format; export it again from its tool"
            ) from None
        self.path = path
        # An entry without a name, of a damaged zip, is no folder and can be no file either.
        named = [info for info in self._zip.infolist() if info.filename]
        self.names = [info.filename for info in named if not info.is_dir()]
        check(self._zip, self.where)

    def read(self, name: str) -> bytes:
        """Read one member.

        Raises
        ------
        StudyError
            If the member is damaged, encrypted or larger than it says.
        """
        with self.open(name) as member, self.intact():
            return member.read(MEMBER_LIMIT)

    def open(self, name: str) -> IO[bytes]:
        """Open one member to be read bit by bit, within ``intact()``."""
        with self.intact():
            return self._zip.open(name)

    @contextmanager
    def intact(self) -> Iterator[None]:
        """Say that a member is damaged or locked, where reading it fails."""
        try:
            yield
        except DAMAGED:
            raise StudyError.of(
                self.where, "is damaged or locked with a password; export it again from its tool"
            ) from None

    @property
    def content(self) -> bytes:
        """The whole archive, for readers of Word and Excel files."""
        return self.path.read_bytes()


def check(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse an archive whose paths lead outside it, or that would unpack to too much.

    Raises
    ------
    StudyError
        If it is unsafe.
    """
    infos = archive.infolist()
    for info in infos:
        parts = PurePosixPath(info.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in "".join(parts.parts[:1]):
            raise StudyError.of(
                where, "holds a file whose path leads outside the archive; it is refused"
            )
    if len(infos) > MEMBERS or any(_is_bomb(info) for info in infos):
        raise StudyError.of(
            where, "would unpack to far more than such a file can need; it is refused"
        )


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    """Tell whether a member is larger than any honest one."""
    ratio = info.file_size / max(info.compress_size, 1)
    media = info.compress_type == zipfile.ZIP_STORED
    too_large = info.file_size > MEMBER_LIMIT and not media
    return too_large or (info.file_size > BOMB_SIZE and ratio > BOMB_RATIO)
