"""Open a bundle that a stranger may have made: nothing is unpacked, sizes and paths are bounded."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from fieldstudy.errors import StudyError
from fieldstudy.io import yaml_of
from fieldstudy.release.bundle import COLUMNS, MANIFEST
from fieldstudy.untrusted import DAMAGED, printable

MEMBERS = 20_000
MOST = (
    500_000_000  # bytes of one file; a study of a hundred interviews has none over a tenth of this
)
ALL = 4_000_000_000
RATIO = 200  # text shrinks some ten times, a bomb a thousand times
SMALL = 10_000_000  # files up to this size may shrink as they like
AT_ONCE = 1 << 20
READ = 50_000_000  # bytes of a file that is read whole: manifest, facts, tables
Row = dict[str, str]


class Opened:
    """A checked bundle, whose files are read by name.

    Parameters
    ----------
    path
        The zip.

    Raises
    ------
    StudyError
        If it is missing, no zip, names a path outside itself or the same path twice, or would unpack
        to more than a bundle could need.
    """

    def __init__(self, path: Path) -> None:
        self.where = path.name
        if not path.is_file():
            raise StudyError.of(str(path), "is missing; give the path of a bundle's zip")
        try:
            self._zip = zipfile.ZipFile(path)
        except PermissionError:
            raise
        except DAMAGED:
            raise StudyError.of(self.where, "is damaged or no zip; get the bundle again") from None
        # An entry without a name, of a damaged zip, is no folder and can be no file either.
        named = [info for info in self._zip.infolist() if info.filename]
        infos = [info for info in named if not info.is_dir()]
        self._check(infos)
        self.names = [info.filename for info in infos]
        if MANIFEST not in self.names or "released/release.yml" not in self.names:
            raise StudyError.of(
                self.where, f"is no bundle: {MANIFEST} or released/release.yml is missing"
            )

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        """Refuse what leads outside, stands twice, or is too large."""
        names = [info.filename for info in infos]
        for name in names:
            parts = PurePosixPath(name.replace("\\", "/"))
            if parts.is_absolute() or ".." in parts.parts or ":" in name.split("/")[0]:
                raise StudyError.of(
                    self.where, "holds a file whose path leads outside it; it is refused"
                )
        bombs = (
            i.file_size > SMALL and i.file_size > RATIO * max(i.compress_size, 1) for i in infos
        )
        large = any(i.file_size > MOST for i in infos) or sum(i.file_size for i in infos) > ALL
        if len(infos) > MEMBERS or large or any(bombs):
            raise StudyError.of(
                self.where, "would unpack to far more than a bundle needs; it is refused"
            )
        if len(set(names)) != len(names):
            raise StudyError.of(self.where, "holds a path twice; it is refused")

    def text(self, name: str) -> str:
        """Read a text of the bundle.

        Raises
        ------
        StudyError
            If it is missing, damaged, too large or not UTF-8.
        """
        if name not in self.names:
            raise StudyError.of(f"{self.where}: {name}", "is missing; get the bundle again")
        with self._intact(name), self._zip.open(name) as member:
            content = member.read(READ + 1)
        if len(content) > READ:
            raise StudyError.of(f"{self.where}: {name}", "is larger than such a file can be")
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            raise StudyError.of(f"{self.where}: {name}", "is not UTF-8 text") from None

    def rows(self, name: str, columns: tuple[str, ...]) -> list[Row]:
        """Read a table of the bundle that must have these columns.

        Raises
        ------
        StudyError
            If it lacks one.
        """
        reader = csv.DictReader(io.StringIO(self.text(name), newline=""))
        try:
            rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
        except csv.Error:
            raise StudyError.of(f"{self.where}: {name}", "is no table") from None
        lacking = set(columns) - set(reader.fieldnames or [])
        if lacking:
            raise StudyError.of(f"{self.where}: {name}", f"lacks {', '.join(sorted(lacking))}")
        return rows

    def mapping(self, name: str) -> dict[str, Any]:
        """Read YAML of the bundle, every value as text.

        Raises
        ------
        StudyError
            If it is no YAML, or no mapping.
        """
        where = f"{self.where}: {name}"
        content = yaml_of(self.text(name), where)
        if not isinstance(content, dict):
            raise StudyError.of(where, "is no YAML mapping; get the bundle again")
        return content

    @property
    def manifest(self) -> list[Row]:
        """The bundle's own list of its files."""
        return self.rows(MANIFEST, COLUMNS)

    def differing(self) -> list[str]:
        """Name each file that is not what the manifest says, is missing, or is not listed."""
        listed = {row["file"]: row["sha256"] for row in self.manifest}
        said = [f"{'gone':<8} {name}" for name in listed if name not in self.names]
        for name in self.names:
            if name == MANIFEST:
                continue
            if name not in listed:
                said.append(f"{'new':<8} {name}")
            elif self._sha256(name) != listed[name]:
                said.append(f"{'changed':<8} {name}")
        return sorted(said)

    def _sha256(self, name: str) -> str:
        """Hash one file, bit by bit."""
        digest = hashlib.sha256()
        with self._intact(name), self._zip.open(name) as member:
            while part := member.read(AT_ONCE):
                digest.update(part)
        return digest.hexdigest()

    @contextmanager
    def _intact(self, name: str) -> Iterator[None]:
        """Say that a file is damaged or locked, where reading it fails."""
        try:
            yield
        except DAMAGED:
            raise StudyError.of(
                f"{self.where}: {printable(name)}", "is damaged or locked; get the bundle again"
            ) from None
