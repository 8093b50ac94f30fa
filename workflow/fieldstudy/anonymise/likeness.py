"""Which registered word a word is taken for: mis-typed, mis-spelt or mis-heard."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from fieldstudy.anonymise.sound import sound
from fieldstudy.anonymise.words import lower_word, nationwide, never, ordinary, places

# A capitalised word that English does not know is a name: taken for the nearest registered one
# when it begins alike and sounds alike.
ALIKE = 0.9
# A word that English does not know, one typing error from a registered name: "Frued", Freud.
SLIP = 0.8


class Likeness:
    """Compares words with the names of a register; remembers what it found.

    Parameters
    ----------
    vocabulary
        The words of the register.
    fuzzy
        The likeness asked of a mis-heard name (0 to 100); above 100, none will do.
    """

    def __init__(self, vocabulary: Iterable[str], fuzzy: float) -> None:
        self.fuzzy = fuzzy
        self.names = sorted(
            token
            for token in vocabulary
            if len(token) >= 4 and token.isalpha() and not ordinary(token)
        )
        self._by_letter: dict[str, list[str]] = {}
        for name in self.names:
            self._by_letter.setdefault(name[0], []).append(name)
        self._nearest: dict[tuple[str, bool], tuple[str, float]] = {}

    def nearest(self, word: str, capital: bool) -> tuple[str, float]:
        """Give the registered word that this one is taken for, and how alike they are (0 to 1)."""
        known = self._nearest.get((word, capital))
        if known is None:
            known = self._nearest[word, capital] = self._search(word, capital)
        return known

    def _search(self, word: str, capital: bool) -> tuple[str, float]:
        common = ordinary(word)
        if (
            self.fuzzy > 100
            or len(word) < 4
            or word in never()
            or word in nationwide()
            or word in places()
            or not self.names
            or (common and not capital)
        ):
            return word, 0.0
        best = process.extractOne(word, self.names, scorer=fuzz.ratio, score_cutoff=self.fuzzy)
        if best:
            return best[0], best[1] / 100
        if not lower_word(word):
            slip = process.extractOne(
                word, self._by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=1
            )
            if slip:
                return slip[0], SLIP
        if common or not capital:
            return word, 0.0
        if len(word) < 5:
            return self._short(word)
        alike = process.extractOne(
            word, self.names, scorer=JaroWinkler.similarity, score_cutoff=ALIKE
        )
        if alike and len(alike[0]) >= 5:
            return alike[0], min(0.85, alike[1])
        heard = (name for name in self.sounding(word) if name[0] == word[0])
        return next(((name, 0.8) for name in heard if len(sound(name)) > 2), (word, 0.0))

    def _short(self, word: str) -> tuple[str, float]:
        """Take a word of four letters for a name of four that sounds the same: "Gwyn", Gwen."""
        for name in self.sounding(word):
            if len(name) == 4 and fuzz.ratio(name, word) >= 75:
                return name, 0.75
        return word, 0.0

    def sounding(self, word: str) -> list[str]:
        """Give the names that sound like a word."""
        return self._by_sound.get(sound(word), [])

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """The names by how they sound: a country's register is too long to be walked for a word."""
        names: dict[str, list[str]] = {}
        for name in self.names:
            names.setdefault(sound(name), []).append(name)
        return names
