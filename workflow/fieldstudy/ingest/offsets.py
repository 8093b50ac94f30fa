"""Find out how a tool counts characters, and turn its offsets into code points."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

BREAK = re.compile(r"\r\n|\r|\n")
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


def boundaries(stored: str, convention: Convention) -> list[int]:
    r"""Give the tool's offset of every boundary between characters of the text as read.

    Examples
    --------
    >>> boundaries("a🙂\r\nb", Convention("UTF-16 units"))
    [0, 1, 3, 5, 6]
    """
    width = WIDTH[convention.unit]
    first = width(BOM) if convention.bom else 0
    costs = []
    at = 0
    text = stored.removeprefix(BOM)
    for found in BREAK.finditer(text):
        costs += _costs(text[at : found.start()], width)
        fixed = {"one": 1, "two": 2}
        costs.append(fixed.get(convention.breaks, len(found[0])))
        at = found.end()
    costs += _costs(text[at:], width)
    return list(accumulate(costs, initial=first))


def _costs(line: str, width: Callable[[str], int]) -> list[int]:
    """Give the width of each character of a line."""
    return [1] * len(line) if line.isascii() else list(map(width, line))


def place(bounds: Sequence[int], offset: int) -> int | None:
    """Turn a tool's offset into a code point of the text as read; None if it splits a character."""
    at = bisect_left(bounds, offset)
    return at if at < len(bounds) and bounds[at] == offset else None


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
    if core in flat(text):
        return False
    alike = difflib.SequenceMatcher(None, flat(passage), core, autojunk=False).ratio()
    return False if alike > EDITED else None


def detect(stored: Sequence[str], quoted: Sequence[tuple[int, int, int, str]]) -> Convention:
    """Choose the convention under which most quoted texts stand at their offsets.

    Parameters
    ----------
    stored
        Text of each source as its file holds it.
    quoted
        Source, start, end and quoted text of each selection that has one.

    Returns
    -------
    Convention
        The standard's (code points) if no selection quotes its text or none fits anywhere.
    """
    best, most = STANDARD, 0
    texts = [plain(text) for text in stored]
    for convention in CONVENTIONS:
        bounds = [boundaries(text, convention) for text in stored]
        count = 0
        for source, start, end, words in quoted:
            a, b = place(bounds[source], start), place(bounds[source], end)
            count += a is not None and b is not None and same(texts[source][a:b], words)
        if count > most:
            best, most = convention, count
        if most == len(quoted):
            break
    return best
