"""Find a coding made on anonymised text again, when the anonymisation has changed since.

Words are compared with every replacement as one wildcard, so that a name masked later, or under another
number, costs little. What is not found is said, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

TOKEN = re.compile(r"\[[^\[\]]{1,60}\]|\w+")
REPLACED = "[]"
ENOUGH = 75.0  # of 100: under it a passage counts as not found
FEWEST = 3  # words that must be the very same, so that "and the" is not found everywhere
SAME, WILD, OTHER, GAP = 2.0, 1.0, -1.0, -0.7  # scores of the alignment; a wildcard is half a match


@dataclass(frozen=True)
class Quote:
    """The words of a coding, where they stood, and what stood around them if that is known."""

    text: str
    turn: str = ""
    start: int = 0
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Found:
    """Where a quotation stands now: how it was found (same, exact, fuzzy), and how alike, of 100."""

    turn: str
    start: int
    end: int
    how: str
    score: float


def find(quote: Quote, turns: Mapping[str, str]) -> Found | None:
    """Find a quotation in the turns of its interview.

    Parameters
    ----------
    quote
        The coding's words and place.
    turns
        Turn → anonymised text, of one interview.

    Returns
    -------
    Found or None
        The same place if the words are there; else the place with the very same words that is
        nearest in its turn, or the only one in another turn (of several, the one whose context is
        most alike, if one is); else the most alike stretch, in its own turn first, from a likeness
        of 75. None if there is none, or two are equally like it.

    Examples
    --------
    >>> turns = {"2": "So I rang [Participant 4] twice that day."}
    >>> found = find(Quote("rang Gwen twice that day", "2", 2), turns)
    >>> found.start, found.end, found.how
    (5, 40, 'fuzzy')
    """
    if not quote.text.strip():
        return None
    here = turns.get(quote.turn, "")
    end = quote.start + len(quote.text)
    if here[quote.start : end] == quote.text:
        return Found(quote.turn, quote.start, end, "same", 100.0)
    return _exact(quote, turns) or _fuzzy(quote, turns)


def _exact(quote: Quote, turns: Mapping[str, str]) -> Found | None:
    """Find the very same words."""
    places = [
        Found(turn, at, at + len(quote.text), "exact", 100.0)
        for turn, text in turns.items()
        for at in _places(text, quote.text)
    ]
    mine = [place for place in places if place.turn == quote.turn]
    if quote.before or quote.after:
        return _only([(_alike(place, quote, turns), place) for place in mine or places])
    if mine:
        return min(mine, key=lambda place: (abs(place.start - quote.start), place.start))
    return places[0] if len(places) == 1 else None


def _places(text: str, words: str) -> list[int]:
    """Give every place of words in a text, not within a longer word."""
    found = re.finditer(rf"(?={re.escape(words)})", text)
    return [at.start() for at in found if _whole(text, at.start(), at.start() + len(words))]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch cuts no word and no replacement in two."""
    edges = {at for token in TOKEN.finditer(text) for at in range(token.start() + 1, token.end())}
    return start not in edges and end not in edges


def _alike(place: Found, quote: Quote, turns: Mapping[str, str]) -> float:
    """Say how alike the context is, of 100."""
    text = turns[place.turn]
    before = text[max(0, place.start - len(quote.before)) : place.start]
    after = text[place.end : place.end + len(quote.after)]
    return float(fuzz.ratio(_flat(quote.before + "|" + quote.after), _flat(before + "|" + after)))


def _flat(text: str) -> str:
    """Give a text with every replacement as one sign."""
    return re.sub(r"\[[^\[\]]{1,60}\]", REPLACED, text)


def _only(scored: Sequence[tuple[float, Found]]) -> Found | None:
    """Give the best; nothing if two are equally good."""
    ordered = sorted(scored, key=lambda pair: (-pair[0], pair[1].turn, pair[1].start))
    if not ordered or (len(ordered) > 1 and ordered[0][0] == ordered[1][0]):
        return None
    return ordered[0][1]


def _fuzzy(quote: Quote, turns: Mapping[str, str]) -> Found | None:
    """Find the stretch that is most alike, in the same turn if one there is like enough."""
    first = _aligned(quote, quote.turn, turns.get(quote.turn, ""))
    if first:
        return first
    others = [_aligned(quote, turn, text) for turn, text in turns.items() if turn != quote.turn]
    return _only([(found.score, found) for found in others if found])


def _aligned(quote: Quote, turn: str, text: str) -> Found | None:
    """Align a quotation with a stretch of one turn, word by word."""
    wanted = [_word(token[0]) for token in TOKEN.finditer(quote.text)]
    tokens = list(TOKEN.finditer(text))
    words = [_word(token[0]) for token in tokens]
    if len(set(wanted) & set(words) - {REPLACED}) < min(FEWEST, len(set(wanted))):
        return None
    ends = _align(wanted, words)
    if ends is None:
        return None
    first, last, same = ends
    start, end = tokens[first].start(), tokens[last].end()
    score = round(float(fuzz.ratio(" ".join(wanted), " ".join(words[first : last + 1]))), 1)
    if same < FEWEST or score < ENOUGH:
        return None
    return Found(turn, start, end, "fuzzy", score)


def _word(token: str) -> str:
    return REPLACED if token.startswith("[") else token.lower()


def _align(wanted: Sequence[str], words: Sequence[str]) -> tuple[int, int, int] | None:
    """Align locally (Smith and Waterman 1981); give first and last word, and how many are the same."""
    # Each cell: score, the word where its alignment begins, how many words are the same.
    above = [(0.0, 0, 0)] * (len(words) + 1)
    best, ends = 0.0, None
    for one in wanted:
        row = [(0.0, 0, 0)]
        for at, other in enumerate(words):
            row.append(_cell(one, other, at, above[at], above[at + 1], row[at]))
            if row[-1][0] > best:
                best = row[-1][0]
                ends = (row[-1][1], at, row[-1][2])
        above = row
    return ends


Cell = tuple[float, int, int]


def _cell(one: str, other: str, at: int, diagonal: Cell, up: Cell, left: Cell) -> Cell:
    """Score one pair of words."""
    gain = SAME if one == other else WILD if REPLACED in (one, other) else OTHER
    begin = diagonal[1] if diagonal[0] > 0 else at
    paired = (diagonal[0] + gain, begin, diagonal[2] + (one == other != REPLACED))
    options = [paired, (up[0] + GAP, up[1], up[2]), (left[0] + GAP, left[1], left[2])]
    top = max(options, key=lambda cell: cell[0])
    return top if top[0] > 0 else (0.0, 0, 0)
