"""Fold text for comparison (quotes, dashes, accents, disguised letters, case) and keep every offset."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cache, cached_property, partial
from itertools import accumulate
from typing import NamedTuple

SAME_LENGTH = str.maketrans(
    dict.fromkeys("‘’‛ʼʹ′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\t\n\r", " ")
)
# Small letters that a reader takes for Latin ones (Cyrillic, Greek, Armenian; Unicode TR 39), and
# Latin letters that have no accent to take off.
SMALL = """
аa бb вb гr ԁd еe ѐe ёe ѕs іi їi јj кk ӏl мm нh оo рp ԛq сc тt уy ѵv ԝw хx һh зz пn ьb
αa βb γy ηn ιi κk νv οo ρp τt υu χx ωw ϲc ϳj օo ոn սu հh ցg զq յj
øo łl đd ðd ħh ıi ŧt ĸk ɑa ɡg ɩi ƒf æae œoe þth
"""
CAPITAL = "ΝN ΗH ΥY ΜM ΖZ ΕE"  # Greek ones that look like another letter than their small ones do
ALIKE = {pair[0]: pair[1:] for pair in SMALL.split()}
ALIKE |= {small.upper(): letters.capitalize() for small, letters in ALIKE.items() if small != "ı"}
ALIKE |= {pair[0]: pair[1:] for pair in CAPITAL.split()}
UNSEEN = frozenset(("Mn", "Me", "Cf"))  # marks above and below, joiners, directions, soft hyphens
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and signs that print nothing
LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
WORD = re.compile(r"([^\W\d_]+|\d+)")
ASCII_WORD = re.compile(r"([A-Za-z]+|[0-9]+)")  # the same, a third quicker


class Token(NamedTuple):
    """A run of letters or of digits, with offsets in the folded text."""

    start: int
    end: int
    lower: str
    cased: str


class Runs:
    """The runs of letters and of digits of a text, of which tokens are made only where asked for."""

    def __init__(self, plain: str) -> None:
        words = ASCII_WORD if plain.isascii() else WORD
        pieces = words.split(plain)  # what lies between runs, and runs, by turns
        ends = list(accumulate(map(len, pieces)))
        self.words, self.starts, self.ends = pieces[1::2], ends[0::2], ends[1::2]

    def __len__(self) -> int:
        """Give the number of runs."""
        return len(self.words)

    def __getitem__(self, at: int) -> Token:
        """Make the token at a place, which is not negative."""
        word = self.words[at]
        return Token(self.starts[at], self.ends[at], word.lower(), word)

    def slice(self, low: int, high: int) -> list[Token]:
        """Make the tokens from a place up to another, or up to the last."""
        return [self[at] for at in range(low, min(high, len(self.words)))]


class Folded:
    r"""A text with quotes straightened, accents and invisible characters taken off.

    Letters of other scripts that look like Latin ones stand as those, so that a name is found
    in disguise, too.

    Examples
    --------
    >>> text = Folded("Zoë’s")
    >>> text.plain, text.raw(0, 3)
    ("Zoe's", (0, 3))
    >>> Folded("St\u0456ve\u00adlock").plain
    'Stivelock'
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets: list[int] | None = None
        self.plain = text.translate(SAME_LENGTH)
        if not self.plain.isascii():
            self.plain, self.offsets = _strip(self.plain)

    @cached_property
    def words(self) -> list[str]:
        """The runs of letters, as they stand; quicker than tokens."""
        if self.plain.isascii():
            return self.plain.translate(LETTERS).split()
        return [word for word in WORD.findall(self.plain) if not word.isdigit()]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words of the text."""
        return frozenset(self.words)

    @cached_property
    def lowered(self) -> frozenset[str]:
        """The different words of the text in lower case."""
        return frozenset(map(str.lower, self.vocabulary))

    @cached_property
    def runs(self) -> Runs:
        """The runs of letters and of digits, as tokens are made of them one by one."""
        return Runs(self.plain)

    @cached_property
    def lined(self) -> str:
        """The folded text with its line breaks; offsets are those of ``plain``."""
        if "\n" not in self.text and "\r" not in self.text:
            return self.plain
        breaks = [at for at, char in enumerate(self.text) if char in "\n\r"]
        letters = list(self.plain)
        for at in breaks:
            letters[at if self.offsets is None else bisect_left(self.offsets, at)] = "\n"
        return "".join(letters)

    @cached_property
    def tokens(self) -> list[Token]:
        """The runs of letters and of digits, in order."""
        runs = self.runs
        # Made by the machine's own tuple, six times as quick as by Token's.
        lower = map(str.lower, runs.words)
        rows = zip(runs.starts, runs.ends, lower, runs.words, strict=False)
        return list(map(partial(tuple.__new__, Token), rows))

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Carry a half-open range of the folded text back to the text as given."""
        if self.offsets is None:
            return start, end
        at = end
        # A range that ends within what one character folds into takes that character whole.
        while start < at < len(self.offsets) - 1 and self.offsets[at] == self.offsets[end - 1]:
            at += 1
        return self.offsets[start], self.offsets[at]


def _strip(text: str) -> tuple[str, list[int] | None]:
    """Take off accents and invisible characters; offsets only if the length changes."""
    strange = {char: _base(char) for char in set(text) if not char.isascii()}
    plain = text.translate({ord(char): base for char, base in strange.items()})
    if all(len(base) == 1 for base in strange.values()):
        return plain, None
    offsets = [at for at, char in enumerate(text) for _ in range(len(strange.get(char, char)))]
    # A character that folds into several ends where the next one begins.
    return plain, [*offsets, len(text)]


@cache
def _base(char: str) -> str:
    """Give a character without accent or disguise; nothing for one that cannot be seen."""
    parts = unicodedata.normalize("NFKD", ALIKE.get(char, char))
    seen = (p for p in parts if unicodedata.category(p) not in UNSEEN and p not in FILLERS)
    return "".join(ALIKE.get(p, p) for p in seen)


def key(text: str) -> str:
    """Give the form in which two spellings of a name are compared.

    Examples
    --------
    >>> key("  The O’Néill  Centre ") == key("the o'neill centre")
    True
    """
    return " ".join(token.lower for token in Folded(text).tokens)
