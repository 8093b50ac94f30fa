"""Where in a text a registered name may begin, told from its words alone: most texts hold none."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from fieldstudy.anonymise.likeness import Likeness
from fieldstudy.anonymise.register import Form, Register
from fieldstudy.anonymise.sound import sound
from fieldstudy.anonymise.text import Folded
from fieldstudy.anonymise.words import ordinary, titles

TITLES = frozenset(form for t in titles() for form in (t, t.capitalize(), t.upper()))
# Stands for initials with stops among the words of a text.
DOTTED = "."
INITIALS = re.compile(r"(?<![^\W_])[^\W\d_a-z][ '-]{0,2}\.[ .'-]{0,2}[^\W\d_a-z](?![^\W_])")
PAIR = re.compile(r"(?<!\w)(?=([A-Z][^\W\d_]+).?([A-Z][^\W\d_]+))")


class Starts:
    """Tells the words of a text at which a name of one register may begin; remembers words."""

    def __init__(self, register: Register, likeness: Likeness) -> None:
        self.register = register
        self.likeness = likeness
        self._forms_of_word: dict[str, str] = {}
        self._heard: dict[tuple[str, str], Form | None] = {}
        self._dull: set[str] = set()
        self._numbered = any(first[0].isdigit() for first in register.forms)
        # What else must be in a text for a form to be there (a letter alone, as in O'Neill, is no
        # word of its vocabulary); and everyday words, which need a
        # capital or a title.
        self._needs = {
            first: {_need(form) for form in forms} for first, forms in register.forms.items()
        }
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
        taken = {word: self._taken(word) for word in live}
        here = frozenset(taken.values())
        if INITIALS.search(text.plain):
            here |= {DOTTED}
        titled = not TITLES.isdisjoint(words)
        firsts = {
            first
            for first in here
            if any(need <= here for need in self._needs.get(first, ()))
            and (titled or first not in self._capital or _capitals(first, words))
        }
        starts = {word for word in live if taken[word] in firsts} if firsts else set()
        if self._numbered:
            starts |= {t.cased for t in text.tokens if t.lower in self.register.forms}
        for word in live:
            halves = self._halves.get(word.lower())
            if halves and not halves.isdisjoint(map(str.lower, words)):
                starts.add(word)
        for one, two in PAIR.findall(text.plain):
            if self.heard_as(one.lower(), two.lower()):
                starts.add(one)
        return starts

    def _taken(self, word: str) -> str:
        """Give the registered word that a word may be taken for, wherever it stands."""
        known = self._forms_of_word.get(word)
        if known is None:
            lower = word.lower()
            single = lower.removesuffix("s")
            known = ""
            if lower in self.register.vocabulary:
                known = lower
            elif single in self.register.vocabulary and not ordinary(lower):
                known = single
            else:
                nearest, score = self.likeness.nearest(lower, word[0].isupper())
                known = nearest if score else ""
            self._forms_of_word[word] = known
            if not known and lower not in self._halves:
                self._dull.add(word)
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
        for name in self.likeness.names:
            form = self.alone(name)
            if form and sound(name) == sound(whole) and fuzz.ratio(name, whole) >= 75:
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


def _capitals(word: str, words: frozenset[str]) -> bool:
    """Whether a text has a word with a capital."""
    if word.capitalize() in words or word.upper() in words:
        return True
    return any(one.lower() == word and one[0].isupper() for one in words)
