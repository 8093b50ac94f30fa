"""Where in a text a registered name may begin, told from its words alone: most texts hold none."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from fieldstudy.anonymise.likeness import Likeness
from fieldstudy.anonymise.register import Form, Register
from fieldstudy.anonymise.text import Folded
from fieldstudy.anonymise.words import ordinary, titles

TITLES = frozenset(form for t in titles() for form in (t, t.capitalize(), t.upper()))
# Stands for initials with stops among the words of a text.
DOTTED = "."
# Both begin with the letter itself, which the machine looks for faster than for what is before it.
INITIALS = re.compile(r"[^\W\d_a-z](?<![^\W_][^\W_])[ '-]{0,2}\.[ .'-]{0,2}[^\W\d_a-z](?![^\W_])")
PAIR = re.compile(r"([A-Z](?<!\w[A-Z])[^\W\d_]+).?(?=([A-Z][^\W\d_]+))")
DIGITS = re.compile(r"\d+")


class Starts:
    """Tells the words of a text at which a name of one register may begin; remembers words."""

    def __init__(self, register: Register, likeness: Likeness) -> None:
        self.register = register
        self.likeness = likeness
        self._heard: dict[tuple[str, str], Form | None] = {}
        # What the words of the texts are taken for: a study has few different ones.
        self._taken: dict[str, str] = {}
        # Those at which a name may begin: by themselves, with a title before, with other words,
        # or as the first half of a name.
        self._alone: set[str] = set()
        self._titled: set[str] = set()
        self._needing: set[str] = set()
        self.half: set[str] = set()
        self._dull: set[str] = set()  # none of these
        self._needs: dict[str, list[frozenset[str]]] = {}
        self._pairs: dict[tuple[str, str], bool] = {}
        self._numbers = {first for first in register.forms if first[0].isdigit()}
        self._capital = {
            first
            for first, forms in register.forms.items()
            if ordinary(first) and all(len(f.tokens) == 1 and f.part != "letters" for f in forms)
        }
        self._halves: dict[str, set[str]] = {}
        for word in register.forms:
            if self.alone(word):
                for at in range(1, len(word)):
                    self._halves.setdefault(word[:at], set()).add(word[at:])

    def of(self, text: Folded) -> set[str]:
        """Give the words at which a name may begin; most texts of a study have few or none.

        Never narrower than what the matcher would find: a form counts if all its words are in the
        text, in any order.
        """
        words = text.vocabulary
        live = words - self._dull
        for word in live.difference(self._taken):
            self._learn(word)
        starts = set(live & self._alone)
        titled = live & self._titled
        if titled and not TITLES.isdisjoint(words):
            starts |= titled
        needing = live & self._needing
        if needing:
            here = set(map(self._taken.__getitem__, live))
            if "." in text.plain and INITIALS.search(text.plain):
                here.add(DOTTED)
            starts.update(w for w in needing if any(map(here.issuperset, self._needs[w])))
        for word in live & self.half:
            if not self._halves[word.lower()].isdisjoint(text.lowered):
                starts.add(word)
        if self._numbers:
            starts.update(run for run in DIGITS.findall(text.plain) if run in self._numbers)
        for pair in PAIR.findall(text.plain):
            if self._is_heard(pair):
                starts.add(pair[0])
        return starts

    def _learn(self, word: str) -> None:
        """Tell what a word is taken for wherever it stands, and how a name may begin with it."""
        first = self._taken[word] = self._take(word)
        forms = self.register.forms.get(first, []) if first else []
        needs = {_need(form) for form in forms}
        if not needs.isdisjoint((frozenset({first}), frozenset())):
            everyday = first in self._capital and not word[0].isupper()
            (self._titled if everyday else self._alone).add(word)
        elif needs:
            self._needing.add(word)
            self._needs[word] = sorted(needs, key=len)
        if word[0].isupper() and word.lower() in self._halves:
            self.half.add(word)
        elif not first:
            self._dull.add(word)

    def _take(self, word: str) -> str:
        """Take a word for a registered one, wherever it stands; for none, the empty word."""
        lower = word.lower()
        if lower in self.register.vocabulary:
            return lower
        single = lower.removesuffix("s")
        if single in self.register.vocabulary and not ordinary(lower):
            return single
        nearest, score = self.likeness.nearest(lower, word[0].isupper())
        return nearest if score else ""

    def _is_heard(self, pair: tuple[str, str]) -> bool:
        """Whether two words are one name that was heard as two."""
        known = self._pairs.get(pair)
        if known is None:
            known = self._pairs[pair] = bool(self.heard_as(pair[0].lower(), pair[1].lower()))
        return known

    def heard_as(self, one: str, two: str) -> Form | None:
        """Give the form that two words sound like together, if neither is a name by itself."""
        if (one, two) not in self._heard:
            self._heard[one, two] = self._search_heard(one, two)
        return self._heard[one, two]

    def _search_heard(self, one: str, two: str) -> Form | None:
        whole = one + two
        if self.likeness.fuzzy > 100 or len(whole) < 7 or self.alone(one, 0) or self.alone(two, 0):
            return None
        for name in self.likeness.sounding(whole):
            form = self.alone(name)
            if form and fuzz.ratio(name, whole) >= 75:
                return form
        return None

    def alone(self, word: str, longer_than: int = 5) -> Form | None:
        """Give the form that a single word is, if it is one."""
        forms = self.register.forms.get(word, []) if len(word) > longer_than else []
        return next((f for f in forms if len(f.tokens) == 1 and not f.upper), None)


def _need(form: Form) -> frozenset[str]:
    """Give what must be in a text for a form to be there; letters alone are initials with stops."""
    words = frozenset(t for t in form.tokens if t.isalpha() and t[1:])
    letters = form.part == "letters" and len(form.tokens) > 1
    return words or (frozenset({DOTTED}) if letters else words)
