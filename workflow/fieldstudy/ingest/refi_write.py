"""Write REFI-QDA projects (.qdpx) and codebooks (.qdc), valid by the standard, byte for byte alike."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import ABOVE, Code, CodingsFile, Marked, Source
from fieldstudy.ingest.offsets import BOM, STANDARD, Convention, Scale, scale
from fieldstudy.io import write_text, writing

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "fieldstudy"
# Any fixed id would do: identifiers follow from it and from what they name.
OURS = uuid.UUID("5c2f4a52-8f0b-5d0e-9f43-1f0c6a3d7b11")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# What XML 1.0 cannot hold.
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Stored:
    """How texts are stored and offsets counted; as the standard demands unless said otherwise."""

    convention: Convention = STANDARD
    line_end: str = "\n"
    mark: bool = False

    def text(self, text: str) -> str:
        """Give a text as the archive holds it."""
        return (BOM if self.mark else "") + text.replace("\n", self.line_end)


def write_codebook(path: Path, codes: Iterable[Code]) -> None:
    """Write a codebook with its hierarchy and descriptions.

    Raises
    ------
    StudyError
        If there is no code, which the standard does not allow.
    """
    lines = list(_codes(codes))
    if not lines:
        raise StudyError.of(path.name, "would hold no codes; a codebook needs one at least")
    open_ = f'<CodeBook xmlns="{CODEBOOK}" origin="{ORIGIN}">\n<Codes>\n'
    write_text(path, f"{HEAD}{open_}{''.join(lines)}</Codes>\n</CodeBook>\n")


def write_project(path: Path, file: CodingsFile, name: str, stored: Stored | None = None) -> int:
    """Write a project: codebook, coders, texts and codings, each with the passage as its name.

    Parameters
    ----------
    path
        The file.
    file
        What to write; codings come one by one, in the order of their sources.
    name
        Name of the project.
    stored
        How to store texts and count offsets, for tests of readers.

    Returns
    -------
    int
        Codings that have no offsets, and so no place in a project.

    Raises
    ------
    StudyError
        If no coding has offsets, or a coding's code is not in the codebook.
    """
    stored = stored or Stored()
    known = {(code.theme, code.name) for code in file.codes}
    with writing(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        written = _Written()
        with archive.open(_entry("project.qde"), "w", force_zip64=True) as member:
            text = io.TextIOWrapper(member, encoding="utf-8", newline="\n")
            for line in _project(file, name, stored, known, written):
                text.write(line)
            text.flush()
            text.detach()
        for number, source in enumerate(file.sources):
            if source.text is not None:
                content = stored.text(source.text).encode()
                archive.writestr(_entry(f"Sources/{_source_guid(number, source)}.txt"), content)
        if not written.count:
            raise StudyError.of(file.where, "holds no coding with offsets; none can be exported")
    return written.left_out


@dataclass
class _Written:
    """Counts what was written and what was left out."""

    count: int = 0
    left_out: int = 0


def _entry(name: str) -> zipfile.ZipInfo:
    """Name a member, with a fixed date and plain rights."""
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _project(
    file: CodingsFile, name: str, stored: Stored, known: set[tuple[str, str]], written: _Written
) -> Iterator[str]:
    """Write the project file piece by piece."""
    yield f"{HEAD}<Project xmlns={_quoted(PROJECT)} name={_quoted(name)} origin={_quoted(ORIGIN)}>\n"
    coders = sorted(coder for coder in file.coders if coder)
    if coders:
        users = (f"<User guid={_guid('user', c)} name={_quoted(c)}/>\n" for c in coders)
        yield f"<Users>\n{''.join(users)}</Users>\n"
    if codes := list(_codes(file.codes)):
        yield f"<CodeBook>\n<Codes>\n{''.join(codes)}</Codes>\n</CodeBook>\n"
    yield "<Sources>\n"
    done: set[int] = set()
    at, measure = -1, Scale(0, 0, [], [])
    for one in file.marked:
        if one.source != at:
            if one.source in done:
                raise ValueError("codings must come source by source")
            yield "</TextSource>\n" if at >= 0 else ""
            at = one.source
            done.add(at)
            source = file.sources[at]
            measure = scale(stored.text(source.text or ""), stored.convention)
            yield f"{_source(at, source)}>\n"
        if one.start is None or one.end is None:
            written.left_out += 1
            continue
        if (one.theme, one.name) not in known:
            what = "has a code that is not in the codebook; nothing is exported"
            raise StudyError.of(f"{file.where}: {one.place}", what)
        written.count += 1
        yield _selection(one, written.count, file.sources[at], measure)
    yield "</TextSource>\n" if at >= 0 else ""
    for number, source in enumerate(file.sources):
        if number not in done:
            yield f"{_source(number, source)}/>\n"
    yield "</Sources>\n</Project>\n"


def _source(number: int, source: Source) -> str:
    """Begin a source."""
    guid = _source_guid(number, source)
    path = f' plainTextPath="internal://{guid}.txt"' if source.text is not None else ""
    return f'<TextSource guid="{guid}" name={_quoted(source.name)}{path}'


def _selection(one: Marked, number: int, source: Source, measure: Scale) -> str:
    """Write a coding as a selection of its own."""
    start, end = one.start or 0, one.end or 0
    if source.text is not None:
        words = source.text[start:end]
        start, end = measure[start], measure[end]
    else:
        words = one.text
    user = f" creatingUser={_guid('user', one.coder)}" if one.coder else ""
    coding = one.id.upper() if GUID.fullmatch(one.id) else _uuid("coding", str(number), one.id)
    memo = f"<Description>{_text(one.memo)}</Description>" if one.memo else ""
    return (
        f"<PlainTextSelection guid={_guid('selection', str(number), one.id)} name={_quoted(words)}"
        f' startPosition="{start}" endPosition="{end}"{user}>{memo}'
        f'<Coding guid="{coding}"{user}><CodeRef targetGUID={_guid("code", one.theme, one.name)}/>'
        "</Coding></PlainTextSelection>\n"
    )


def _codes(codes: Iterable[Code]) -> Iterator[str]:
    """Write codes below those above them; one that is named only as a theme becomes a heading."""
    below: dict[str, dict[str, Code]] = {}

    def put(code: Code) -> None:
        theme, _, name = code.theme.rpartition(ABOVE)
        if code.theme and name not in below.setdefault(theme, {}):
            put(Code(theme, name, codable=False))
        held = below.setdefault(code.theme, {}).get(code.name)
        if held is None or not held.codable:
            below[code.theme][code.name] = code

    for code in sorted(codes):
        put(code)

    def lines(theme: str) -> Iterator[str]:
        for name, code in below.get(theme, {}).items():
            codable = "true" if code.codable else "false"
            yield f"<Code guid={_guid('code', theme, name)} name={_quoted(name)}"
            yield f' isCodable="{codable}">'
            if code.description:
                yield f"<Description>{_text(code.description)}</Description>"
            yield from lines(f"{theme}{ABOVE}{name}" if theme else name)
            yield "</Code>\n"

    return lines("")


def _source_guid(number: int, source: Source) -> str:
    """Name a source."""
    return _uuid("source", str(number), source.name)


def _uuid(*parts: str) -> str:
    """Make an identifier that follows from what it names."""
    return str(uuid.uuid5(OURS, "\x1f".join(parts))).upper()


def _guid(*parts: str) -> str:
    """Make an identifier in quotes."""
    return f'"{_uuid(*parts)}"'


def _quoted(text: str) -> str:
    """Write text as an attribute."""
    return quoteattr(FORBIDDEN.sub("", text))


def _text(text: str) -> str:
    """Write text between tags; a carriage return would else be read as a line end."""
    return escape(FORBIDDEN.sub("", text), {"\r": "&#13;"})
