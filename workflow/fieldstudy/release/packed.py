"""Give the text in what is packed: ZIP and all that is built on it, tar, gzip, bzip2 and xz."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from fieldstudy.release.loose import DEEPEST, MOST, Piece, Reader, UnreadableError, inner, loose

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
ENTRY = b"PK\x03\x04"
MEMBERS = 50_000
RATIO, HONEST = (
    200,
    20_000_000,
)  # a bomb unpacks a thousand times; text deflates ten to thirty times
DESCRIPTOR = 24  # bytes that may stand behind a member
STRING = re.compile(r"<si\b[^>]*>(.*?)</si>|<si/>", re.S)
CELL = re.compile(r'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"([^>]*)>(.*?)</c>', re.S)
VALUE = re.compile(r"<v>(\d{1,9})</v>")
STRINGS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet"


def zipped(content: bytes, place: str, depth: int, read: Reader) -> Iterator[Piece]:
    """Give the texts of every member of a ZIP, its names, comments, and what lies between members.

    Raises
    ------
    UnreadableError
        If it is locked, damaged, too deep, too large, or holds a path that leads outside.
    """
    if depth > DEEPEST:
        raise UnreadableError("holds archives in archives, too many to open")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        check(infos)
        yield from loose(archive.comment, inner(place, "comment"))
        yield from _gaps(content, infos, archive.start_dir, place)
        shown = _cells(archive)
        for number, info in enumerate(infos, start=1):
            yield Piece(inner(place, f"name of member {number}"), info.filename)
            yield from loose(info.extra + info.comment, inner(place, f"header of member {number}"))
            if info.is_dir():
                continue
            member = archive.read(info)
            named = inner(place, f"member {info.filename}")
            if info.filename == STRINGS:
                yield from _strings(member.decode("utf-8"), place, shown)
            elif info.filename.startswith(SHEET):
                yield from _sheet(member.decode("utf-8"), place, named)
            else:
                yield from read(member, named, depth + 1, False)


def check(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that no honest hand would make.

    Raises
    ------
    UnreadableError
        If so.
    """
    for info in infos:
        if info.flag_bits & 1:
            raise UnreadableError("holds a locked file")
        bomb = info.file_size > HONEST and info.file_size > RATIO * max(info.compress_size, 1)
        if info.file_size > MOST or bomb:
            raise UnreadableError("would unpack to far more than it should")
        _check_path(info.filename)
    if len(infos) > MEMBERS or sum(info.file_size for info in infos) > 4 * MOST:
        raise UnreadableError("would unpack to far more than it should")


def _check_path(name: str) -> None:
    """Refuse a path that leads outside its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise UnreadableError("holds a path that leads outside it")


def _gaps(content: bytes, infos: list[zipfile.ZipInfo], end: int, place: str) -> Iterator[Piece]:
    """Give what lies before and between the members; refuse members that the directory hides."""
    at = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        gap = content[at : info.header_offset]
        if ENTRY in gap:
            raise UnreadableError("holds a member that its directory does not list")
        if len(gap) > DESCRIPTOR:
            yield from loose(gap, inner(place, "between members"))
        head = content[info.header_offset : info.header_offset + 30]
        sizes = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        at = info.header_offset + 30 + sizes + info.compress_size
    if ENTRY in content[at:end]:
        raise UnreadableError("holds a member that its directory does not list")
    yield from loose(content[at:end], inner(place, "between members"))


def _cells(archive: zipfile.ZipFile) -> dict[int, str]:
    """Give the first cell in which each shared string of a workbook stands."""
    found: dict[int, str] = {}
    if STRINGS in archive.namelist():
        for name in (name for name in archive.namelist() if name.startswith(SHEET)):
            for cell in CELL.finditer(archive.read(name).decode("utf-8", "replace")):
                value = VALUE.search(cell[3]) if 't="s"' in cell[2] else None
                if value:
                    found.setdefault(int(value[1]), _cell(name, cell[1]))
    return found


def _cell(sheet: str, cell: str) -> str:
    return f"{PurePosixPath(sheet).stem.replace('sheet', 'sheet ')}, cell {cell}"


def _sheet(text: str, place: str, member: str) -> Iterator[Piece]:
    """Give each cell of a sheet that holds a text or a formula of its own, then the rest as it stands."""
    for cell in CELL.finditer(text):
        if "<is>" in cell[3] or "<f" in cell[3] or 't="str"' in cell[2]:
            yield Piece(inner(place, _cell(member, cell[1])), cell[0])
    yield Piece(member, CELL.sub("", text))


def _strings(text: str, place: str, cells: dict[int, str]) -> Iterator[Piece]:
    """Give each shared string of a workbook with a cell that shows it, then all of them as they stand."""
    for number, found in enumerate(STRING.finditer(text)):
        yield Piece(inner(place, cells.get(number, f"string {number + 1}")), found[0])
    yield Piece(inner(place, f"member {STRINGS}"), STRING.sub("", text))


def tarred(content: bytes, place: str, depth: int, read: Reader) -> Iterator[Piece]:
    """Give the texts of every member of a tar archive, with its owner's names.

    Raises
    ------
    UnreadableError
        If it is too deep, too large, or holds a path that leads outside.
    """
    if depth > DEEPEST:
        raise UnreadableError("holds archives in archives, too many to open")
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for number, info in enumerate(archive, start=1):
            if number > MEMBERS:
                raise UnreadableError("would unpack to far more than it should")
            _check_path(info.name)
            said = (info.name, info.linkname, info.uname, info.gname, *info.pax_headers.values())
            yield Piece(inner(place, f"header of member {number}"), "\n".join(map(str, said)))
            file = archive.extractfile(info) if info.isreg() else None
            if file:
                yield from read(file.read(), inner(place, f"member {info.name}"), depth + 1, False)


def unpacked(content: bytes) -> bytes:
    """Undo gzip, bzip2 or xz, several in a row too.

    Raises
    ------
    UnreadableError
        If it would unpack to too much.
    """
    made: list[bytes] = []
    size = 0
    while content:
        undo = _unpacker(content)
        made.append(undo.decompress(content, MOST - size + 1))
        size += len(made[-1])
        if size > MOST:
            raise UnreadableError("would unpack to far more than it should")
        if not undo.eof:
            raise UnreadableError("ends before its end")
        content = undo.unused_data
        if content and not content.strip(b"\0"):
            break
    return b"".join(made)


def _unpacker(content: bytes) -> Any:
    """Choose what undoes the packing."""
    if content.startswith(b"BZh"):
        return bz2.BZ2Decompressor()
    if content.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMADecompressor()
    return zlib.decompressobj(31)
