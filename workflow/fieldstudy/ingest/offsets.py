"""Find out how a tool counts characters, and turn its offsets into code points."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

BREAK = re.compile(r"\r\n|\r|\n")
UNEVEN = re.compile(r"\r\n|\r|\n|[^\x00-\x7f]")
BOM = "\ufeff"
# Below this likeness a quoted text that stands nowhere in the source is a label that somebody typed
# in place of the passage, not the passage before an edit.
EDITED = 0.6


@dataclass(frozen=True)
class Convention:
    """How offsets are counted: unit, line ends (as stored, or all one or two), byte order mark."""

    unit: str = "code points"
    breaks: str = "as stored"
    bom: bool = False

    def __str__(self) -> str:
        """Name the convention for a report."""
        lines = "as stored" if self.breaks == "as stored" else f"counted as {self.breaks}"
        mark = ", byte order mark counted" if self.bom else ""
        return f"{self.unit}, line ends {lines}{mark}"


# The standard's convention first: it is taken where nothing speaks for another.
CONVENTIONS = tuple(
    Convention(unit, breaks, bom)
    for bom in (False, True)
    for unit, breaks in (
        *(("code points", "as stored"), ("code points", "one"), ("UTF-16 units", "as stored")),
        *(("UTF-16 units", "two"), ("UTF-16 units", "one"), ("code points", "two")),
        *(("UTF-8 bytes", "as stored"), ("UTF-8 bytes", "one"), ("UTF-8 bytes", "two")),
    )
)
STANDARD = CONVENTIONS[0]
WIDTH: dict[str, Callable[[str], int]] = {
    "code points": len,
    "UTF-16 units": lambda character: 2 if character > "\uffff" else 1,
    "UTF-8 bytes": lambda character: len(character.encode("utf-8", "replace")),
}


def plain(stored: str) -> str:
    r"""Give a source's text as read: no byte order mark, every line end one ``\n``."""
    return BREAK.sub("\n", stored.removeprefix(BOM))


@dataclass(frozen=True)
class Scale:
    """How a tool's offsets in one text map onto code points of the text as read.

    Only characters that the tool counts as more than one are kept, so that a long plain text costs
    no memory.

    Parameters
    ----------
    first
        The tool's offset of the first character.
    length
        Characters of the text as read.
    after
        Code point behind each character that counts as more than one, in order.
    offsets
        The tool's offset there.
    """

    first: int
    length: int
    after: list[int]
    offsets: list[int]

    def __len__(self) -> int:
        """Count the boundaries between characters."""
        return self.length + 1

    def __getitem__(self, at: int) -> int:
        """Give the tool's offset of a code point."""
        if not 0 <= at <= self.length:
            raise IndexError(at)
        near = bisect_right(self.after, at)
        if not near:
            return self.first + at
        return self.offsets[near - 1] + at - self.after[near - 1]

    def place(self, offset: int) -> int | None:
        """Turn a tool's offset into a code point; None if it is outside or splits a character."""
        near = bisect_right(self.offsets, offset)
        before, at = (self.offsets[near - 1], self.after[near - 1]) if near else (self.first, 0)
        at += offset - before
        limit = self.after[near] - 1 if near < len(self.after) else self.length
        return at if 0 <= at <= limit else None


def scale(stored: str, convention: Convention) -> Scale:
    r"""Measure a source's text by a convention.

    Examples
    --------
    >>> list(scale("a🙂\r\nb", Convention("UTF-16 units")))
    [0, 1, 3, 5, 6]
    """
    width = WIDTH[convention.unit]
    first = width(BOM) if convention.bom else 0
    fixed = {"one": 1, "two": 2}
    text = stored.removeprefix(BOM)
    after: list[int] = []
    offsets: list[int] = []
    surplus = folded = 0
    for found in UNEVEN.finditer(text):
        breaks = found[0][0] in "\r\n"
        cost = fixed.get(convention.breaks, len(found[0])) if breaks else width(found[0])
        at = found.start() - folded + 1
        folded += len(found[0]) - 1
        if cost > 1:
            surplus += cost - 1
            after.append(at)
            offsets.append(first + at + surplus)
    return Scale(first, len(text) - folded, after, offsets)


def flat(text: str) -> str:
    """Write every run of white space as one space."""
    return " ".join(text.split())


def same(passage: str, quoted: str) -> bool:
    """Tell whether a passage is what a tool quotes, perhaps cut short with an ellipsis."""
    passage, quoted = flat(passage), flat(quoted)
    for dots in ("…", "..."):
        begins = quoted.removesuffix(dots).rstrip()
        if begins and quoted.endswith(dots) and passage.startswith(begins):
            return True
    return passage == quoted


def fits(text: str, start: int | None, end: int | None, quoted: str) -> bool | None:
    """Judge a selection by the text that its tool quotes.

    Returns
    -------
    bool or None
        True if the passage is the quoted text; False if the quoted text stands elsewhere or is the
        passage before an edit; None if there is none, or it is a label and no passage.
    """
    core = flat(quoted).removesuffix("…").removesuffix("...").rstrip()
    if not core:
        return None
    passage = "" if start is None or end is None else text[start:end]
    if passage and same(passage, quoted):
        return True
    if core in _flat_source(text):
        return False
    alike = difflib.SequenceMatcher(None, flat(passage), core, autojunk=False)
    likeness = (alike.real_quick_ratio, alike.quick_ratio, alike.ratio)  # cheap bounds first
    return False if all(measure() > EDITED for measure in likeness) else None


@lru_cache(maxsize=2)
def _flat_source(text: str) -> str:
    """Keep the last sources flat: many selections of one source ask for it."""
    return flat(text)


def detect(
    stored: Sequence[str], quoted: Sequence[tuple[int, int, int, str]]
) -> tuple[Convention, bool]:
    """Choose the convention under which most quoted texts stand at their offsets.

    Parameters
    ----------
    stored
        Text of each source as its file holds it.
    quoted
        Source, start, end and quoted text of some selections that have one.

    Returns
    -------
    convention : Convention
        The standard's (code points) if no selection quotes its text or none fits anywhere.
    proved : bool
        Whether any quoted text showed it.
    """
    best, most = STANDARD, (0, 0)
    used = {source: plain(stored[source]) for source in {source for source, *_ in quoted}}
    for convention in CONVENTIONS:
        scales = {source: scale(stored[source], convention) for source in used}
        alike = exact = 0
        for source, start, end, words in quoted:
            a, b = scales[source].place(start), scales[source].place(end)
            passage = "" if a is None or b is None else used[source][a:b]
            alike += bool(passage) and same(passage, words)
            exact += bool(passage) and passage == words
        # A space too many or too few is no proof, so that of two alike the exact one is taken.
        if (alike, exact) > most:
            best, most = convention, (alike, exact)
        if exact == len(quoted):
            break
    return best, most > (0, 0)


def suggested(
    stored: Sequence[str], spans: Sequence[tuple[int, int, int]]
) -> tuple[Convention, bool]:
    """Choose the convention under which most selections begin and end with words.

    For files that quote no passage, as NVivo's; it suggests and does not prove.

    Parameters
    ----------
    stored
        Text of each source as its file holds it.
    spans
        Source, start and end of some selections.

    Returns
    -------
    convention : Convention
        The standard's where no other fits better.
    told : bool
        Whether the words told any two conventions apart.
    """
    used = {source: plain(stored[source]) for source in {source for source, *_ in spans}}
    # A blank selection speaks for whatever convention moves it to words.
    spans = [(source, a, b) for source, a, b in spans if used[source][a:b].strip()]
    fitting: dict[Convention, int] = {}
    for convention in CONVENTIONS:
        scales = {source: scale(stored[source], convention) for source in used}
        fitting[convention] = sum(
            _ends_with_words(used[source], scales[source].place(a), scales[source].place(b))
            for source, a, b in spans
        )
    # A mark that no text has can be counted only where a quotation proves it.
    marked = any(stored[source].startswith(BOM) for source in used)
    taken = {one: ends for one, ends in fitting.items() if marked or not one.bom}
    best = max(taken, key=lambda one: taken[one])  # the first of the best
    return best, taken[best] > min(fitting.values())


def _ends_with_words(text: str, start: int | None, end: int | None) -> int:
    """Count the ends of a passage, its first and its last, at which a word begins or ends."""
    if start is None or end is None or start >= end:
        return 0
    around = (text[max(start - 1, 0) : start], text[start], text[end - 1], text[end : end + 1])
    before, first, last, after = around
    begins = not first.isspace() and not (before.isalnum() and first.isalnum())
    ends = not last.isspace() and not (last.isalnum() and after.isalnum())
    return begins + ends
