"""What every coding tool's file becomes: passages of a source that carry a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

CODING_COLUMNS = (
    *("id", "interview", "turn", "start", "end", "text", "theme", "code", "stance"),
    *("coder", "of", "status", "memo"),
)
# Between the names of a code and those above it; ATLAS.ti writes it so, and no code's name holds it.
ABOVE = "::"
MATCHED, MISMATCH, UNVERIFIABLE = "matched", "mismatch", "unverifiable"


@dataclass(frozen=True, slots=True)
class Coding:
    """One row of codings.csv: a coded passage within one turn, offsets half-open code points."""

    id: str
    interview: str
    turn: int | None
    start: int | None
    end: int | None
    text: str
    theme: str
    code: str
    stance: str
    coder: str
    of: str
    status: str
    memo: str


in_columns: Callable[[Coding], tuple[str | int | None, ...]] = attrgetter(*CODING_COLUMNS)


@dataclass(frozen=True, slots=True)
class Marked:
    """One coding as its tool holds it, before it is found in a transcript.

    Parameters
    ----------
    id
        The tool's own id.
    place
        How a problem names it: ``row 14`` or ``coding 3F1D…``.
    source
        Number of the source in ``CodingsFile.sources``.
    name, theme
        Name of the code, and of the codes above it, joined by ``::``.
    coder
        Who coded it, as the file says; empty if it does not.
    start, end
        Offsets in the source's text as read (line ends one character); None if the file has none.
    text
        The passage as the file quotes it; empty if it does not.
    turn
        Number of the turn if the file gives it; offsets are then within the turn.
    stance
        ``affirms`` or ``denies`` if the file gives it in a field of its own.
    fits
        Whether the offsets hold the quoted passage; None where there is nothing to compare.
    memo
        The coder's note.
    """

    id: str
    place: str
    source: int
    name: str
    theme: str = ""
    coder: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""
    turn: int | None = None
    stance: str = ""
    fits: bool | None = None
    memo: str = ""


@dataclass(frozen=True)
class Source:
    """A document that was coded: its name, and its text if the file holds it.

    A transcript within the document of a recording is read as a source, but ``counts`` as none.
    """

    name: str
    text: str | None = None
    counts: bool = True


@dataclass(frozen=True, order=True)
class Code:
    """One code of a tool's codebook.

    Parameters
    ----------
    theme
        Names of the codes above it, joined by ``::``; empty at the top.
    name
        Its own name.
    description
        What the codebook says of it.
    codable
        Whether passages may carry it; false for a mere heading.
    """

    theme: str
    name: str
    description: str = ""
    codable: bool = True


@dataclass(frozen=True)
class Streamed:
    """Codings that are read anew from their file each time they are gone through."""

    count: int
    again: Callable[[], Iterator[Marked]]

    def __len__(self) -> int:
        """Count the codings."""
        return self.count

    def __iter__(self) -> Iterator[Marked]:
        """Go through the codings."""
        return self.again()


@dataclass(frozen=True)
class CodingsFile:
    """Everything read from one file of codings.

    Parameters
    ----------
    where
        The file, as problems name it.
    marked
        The codings; a large file's are streamed.
    coders
        How many codings each coder made, by the names in the file.
    convention
        How its offsets count, in words; empty if it has none.
    proved
        Whether quoted passages showed the convention to be the right one.
    hinted
        Whether, where nothing is quoted, words that selections begin and end with spoke for it.
    pseudonyms
        Whether its coders are named by the study's pseudonyms.
    notes
        What was met and not read, in sentences.
    """

    where: str
    sources: list[Source]
    codes: list[Code]
    marked: Sequence[Marked] | Streamed
    coders: Mapping[str, int] = field(default_factory=dict)
    convention: str = ""
    proved: bool = False
    hinted: bool = False
    pseudonyms: bool = False
    notes: list[str] = field(default_factory=list)


def split_stance(name: str, denies: str) -> tuple[str, str]:
    """Take the ending that marks a denial off a code's name.

    Examples
    --------
    >>> split_stance("staff_trained (denies)", " (denies)")
    ('staff_trained', 'denies')
    """
    if denies and name.endswith(denies):
        return name.removesuffix(denies), "denies"
    return name, "affirms"


def split_theme(name: str) -> tuple[str, str]:
    """Split a flat name as Taguette (``theme.code``) or ATLAS.ti (``theme::code``) writes it.

    Examples
    --------
    >>> split_theme("means.staff_trained"), split_theme("happiness")
    (('means', 'staff_trained'), ('', 'happiness'))
    """
    for mark in ("::", "."):
        theme, found, code = name.rpartition(mark)
        if found and theme.strip() and code.strip():
            return theme.strip(), code.strip()
    return "", name


def coders_of(marked: Sequence[Marked]) -> dict[str, int]:
    """Count each coder's codings."""
    return dict(Counter(one.coder for one in marked))


def codes_of(marked: Sequence[Marked]) -> list[Code]:
    """Give the codes that codings carry, for a file without a codebook."""
    return sorted({Code(one.theme, one.name) for one in marked})
