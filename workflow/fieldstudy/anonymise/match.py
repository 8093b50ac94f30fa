"""Find registered names in text: exact forms, and mis-heard or mis-typed ones by rapidfuzz."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from fieldstudy.anonymise.likeness import Likeness
from fieldstudy.anonymise.register import Form, Register
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.starts import Starts
from fieldstudy.anonymise.text import Folded, Token
from fieldstudy.anonymise.words import (
    BEFORE_MONTH,
    DETERMINERS,
    MONTHS,
    NEVER_ALONE,
    PERSON_VERBS,
    ordinary,
    titles,
    word_set,
)

FUZZY = 88.0
# A full stop joins only after a single letter: "E. Rock", not "in May. Bill".
GAP = re.compile(r"[ \-'&/]{0,3}|, ")
AFTER_LETTER = re.compile(r"[ .\-']{0,3}")
LINE_BEGINS = re.compile(r"(?:^|\n)(?:(?:Dear|Hi|Hello|Hey) )?[ >*-]{0,9}$")
LINE_ENDS = re.compile(r"[ ,.:!*-]{0,9}(?:\n|$)")
APOSTROPHE = re.compile(r"\w'")
SENTENCE_END = re.compile(r"[.?!:;\"(\[]['\")\s-]*$|^[\s'\"(-]*$|(?:\.\.\.|-|withdrawn\]) *$")


def has_line(text: Folded, token: Token) -> bool:
    """Whether a word has a line for itself, as a name under a letter has, or above one."""
    if "\n" not in text.text:
        return False
    before, after = text.lined[: token.start], text.lined[token.end :]
    return bool(LINE_BEGINS.search(before)) and bool(LINE_ENDS.match(after))


def begins_sentence(text: Folded, start: int) -> bool:
    """Whether a capital at this place says nothing, since a sentence begins here."""
    return bool(SENTENCE_END.search(text.plain[max(0, start - 12) : start]))


class Matcher:
    """Finds the names of one register; remembers which word it took for which name."""

    def __init__(self, register: Register, fuzzy: float = FUZZY) -> None:
        self.register = register
        self.fuzzy = fuzzy
        self.likeness = Likeness(register.vocabulary, fuzzy)
        self.starts = Starts(register, self.likeness)
        self.prefer: frozenset[str] = frozenset()
        self._sizes = {first: _by_size(forms) for first, forms in register.forms.items()}
        self._seconds = {
            first: {form.tokens[1] for form in forms if form.tokens[1:]}
            for first, forms in register.forms.items()
        }
        # Half of a country may share a first name, so namesakes are looked up once.
        self._same: dict[tuple[tuple[str, ...], bool], tuple[list[str], frozenset[str]]] = {}
        # What the words of the texts are taken for: a study has few different ones.
        self._taken: dict[str, tuple[str, float] | None] = {}
        self._parts: dict[str, set[str]] = {}
        for forms in register.forms.values():
            for form in forms:
                if form.part in {"full", "first", "alias", "last"}:
                    parts = (t for t in form.tokens if len(t) > 2)
                    self._parts.setdefault(form.entity, set()).update(parts)

    def find(self, text: Folded, prefer: frozenset[str] = frozenset()) -> list[Span]:
        """Find every registered name of a text, the longest form at each place.

        Parameters
        ----------
        text
            The text.
        prefer
            Entities that count first where several share a name: those of this interview.
        """
        self.prefer = prefer
        starts = self.starts.of(text)
        if not starts:
            return []
        spans: list[Span] = []
        end = 0
        for at, word in enumerate(text.runs.words):
            if word not in starts or at < end:
                continue
            found = self._at(text, at)
            if found:
                spans.append(found[0])
                end = at + found[1]
        return spans

    def _token(self, text: Folded, at: int) -> tuple[str, float]:
        """Take a token for a word of the register, with how sure that is."""
        word = text.runs.words[at]
        if word not in self._taken:
            self._taken[word] = self._take(word)
        known = self._taken[word]
        if known is None:
            capital = not begins_sentence(text, text.runs.starts[at])
            return self.likeness.nearest(word.lower(), capital)
        return known

    def _take(self, word: str) -> tuple[str, float] | None:
        """Take a word for one of the register, with how sure that is; none if its place matters."""
        lower, vocabulary = word.lower(), self.register.vocabulary
        if lower in vocabulary:
            return lower, 1.0
        single = lower.removesuffix("s")
        if single in vocabulary and not ordinary(lower):
            return single, 1.0
        capital = word[0].isupper()
        if capital and ordinary(lower):
            return None  # where a sentence begins, its capital says nothing
        return self.likeness.nearest(lower, capital)

    def _at(self, text: Folded, at: int) -> tuple[Span, int] | None:
        """Find the longest form that begins at a token."""
        split = self._split(text, at)
        left = len(text.runs.words) - at
        taken = [self._token(text, at)]
        sizes = self._sizes.get(taken[0][0], ())
        if left > 1 and len(sizes) > 1:
            taken.append(self._token(text, at + 1))
            if taken[1][0] not in self._seconds[taken[0][0]]:
                sizes = sizes[-1:]
        for size, by_words in sizes:
            if size > left or (split and size < 2):
                continue
            while len(taken) < size:
                taken.append(self._token(text, at + len(taken)))
            forms = by_words.get(tuple([word for word, _ in taken[:size]]))
            if not forms or not self._joined(text, at, size):
                continue
            tokens = text.runs.slice(at, at + size)
            sure = min([score for _, score in taken[:size]])
            for form in forms:
                if self._is_name(text, form, tokens, at, sure):
                    heard = self._split_misheard(text, at) if size == 1 and sure < 1 else None
                    return heard or (self._span(text, form, tokens, at, sure), size)
        return split or self._split_misheard(text, at)

    def _split(self, text: Folded, at: int) -> tuple[Span, int] | None:
        """Find a name that was written as two words: "Oak shade"."""
        if text.runs.words[at] not in self.starts.half:
            return None
        pair = text.runs.slice(at, at + 2)
        if len(pair) < 2 or pair[1].start - pair[0].end > 1:
            return None
        form = self.starts.alone(pair[0].lower + pair[1].lower)
        return (self._span(text, form, pair, at, 0.9), 2) if form else None

    def _split_misheard(self, text: Folded, at: int) -> tuple[Span, int] | None:
        """Find a name that was heard as two words, both with a capital: "Sallow Bee"."""
        pair = text.runs.slice(at, at + 2)
        if len(pair) < 2 or pair[1].start - pair[0].end > 1:
            return None
        if not all(token.cased[0].isupper() for token in pair):
            return None
        form = self.starts.heard_as(pair[0].lower, pair[1].lower)
        return (self._span(text, form, pair, at, 0.75), 2) if form else None

    def _first_name_before(self, text: Folded, form: Form, at: int) -> int:
        """Tell how many tokens before a surname are mis-heard names of the same person: "Dell"."""
        token = text.runs[at - 1] if at else None
        if form.part not in {"full", "last"} or token is None or not token.cased[0].isupper():
            return 0
        if len(token.cased) == 1 and text.plain[token.end : text.runs[at].start] == ". ":
            return int(token.cased != "I")  # "So did I. Quenby agreed."
        if form.part == "full" or text.plain[token.end : text.runs[at].start] != " ":
            return 0
        mine = self._parts[form.entity]
        return int(any(fuzz.ratio(part, token.lower) >= 75 for part in mine))

    @staticmethod
    def _joined(text: Folded, at: int, size: int) -> bool:
        """Whether nothing but spaces and marks lies between the tokens."""
        tokens = text.runs.slice(at, at + size) if size > 1 else []
        return all(
            (AFTER_LETTER if len(one.lower) == 1 else GAP).fullmatch(
                text.plain[one.end : two.start]
            )
            for one, two in itertools.pairwise(tokens)
        )

    def _is_name(self, text: Folded, form: Form, tokens: list[Token], at: int, sure: float) -> bool:
        """Whether the form is meant as a name here, and not in the ordinary sense of its words."""
        kind = self.register.entries[form.entity].type
        if form.upper and form.part != "letters":
            return all(token.cased.isupper() for token in tokens)
        if form.part == "letters":
            dotted = "." in text.plain[tokens[0].start : tokens[-1].end]
            upper = all(token.cased.isupper() for token in tokens)
            return (upper or not form.upper) and (len(tokens) == 1 or dotted)
        if len(form.tokens) > 1:
            return kind != "PERSON" or not _no_initial(text, at)
        if not ordinary(form.tokens[0]):
            return True
        return self._word_as_name(text, form, tokens[0], at, kind)

    def _word_as_name(self, text: Folded, form: Form, token: Token, at: int, kind: str) -> bool:
        """Whether an everyday word is a name here: by its capital, a title or a first name."""
        before = text.runs[at - 1] if at else None
        after = text.runs[at + 1] if at + 1 < len(text.runs) else None
        capital = token.cased[0].isupper()
        if kind == "PERSON" and before and before.lower in titles():
            return token.lower not in NEVER_ALONE or capital
        follows = after.lower if after else ""
        begins = begins_sentence(text, token.start)
        if not capital:
            return False
        if form.tokens[0] in NEVER_ALONE and begins:
            return follows in PERSON_VERBS  # "May said", "May may", not "May I"
        if kind == "PERSON" and self._ordinary_place(token, before, after):
            return False
        if not begins:
            return not (token.cased.isupper() and len(token.cased) > 1 and _shouted(before, after))
        if text.plain[token.end : token.end + 2] == "'s" or has_line(text, token):
            return True
        if kind != "PERSON":
            return True  # masked, and queued: see _span
        return follows in PERSON_VERBS or (
            form.part in {"first", "alias", "full"} and not _common_first(form.tokens[0])
        )

    @staticmethod
    def _ordinary_place(token: Token, before: Token | None, after: Token | None) -> bool:
        """Whether the words around say month, or "the Bill"."""
        if token.lower in MONTHS:
            return (before is not None and before.lower in BEFORE_MONTH) or (
                after is not None and after.lower.isdigit() and len(after.lower) < 5
            )
        return before is not None and before.lower in DETERMINERS

    def _namesakes(self, form: Form) -> list[str]:
        """Give the entities that this form may name; one if the interview tells which."""
        place = (form.tokens, form.part == "full")
        if place not in self._same:
            forms = [f for f in self.register.forms[form.tokens[0]] if f.tokens == form.tokens]
            strongest = {f.entity for f in forms if (f.part == "full") == place[1]}
            self._same[place] = (sorted(strongest), frozenset(strongest))
        everybody, as_set = self._same[place]
        return sorted(self.prefer & as_set) or everybody

    def _span(
        self, text: Folded, form: Form, tokens: Iterable[Token], at: int, sure: float
    ) -> Span:
        """Make the span of a match, its offsets in the text as given."""
        listed = list(tokens)
        listed = text.runs.slice(at - self._first_name_before(text, form, at), at) + listed
        namesakes = self._namesakes(form)
        entry = self.register.entries[namesakes[0]]
        start = listed[0].start
        end = listed[-1].end
        plural = listed[-1].lower == form.tokens[-1] + "s" and form.tokens[-1][-1] != "s"
        if plural and not _exact_length(listed, form):
            end -= 1
        low, high = text.raw(start, end)
        whole = form.part == "full" and len(form.tokens) > 1
        confidence = round(sure if whole else min(sure, 0.95), 3)
        source = "register" if sure >= 1 else "fuzzy"
        plain = all(ordinary(token.lower) for token in listed) and (
            all(token.lower == token.cased for token in listed)
            or begins_sentence(text, listed[0].start)
        )
        clear = sure * 100 >= self.fuzzy and len(namesakes) == 1
        state = "sure" if clear and (entry.type in {"PERSON", "OTHER"} or not plain) else "unsure"
        return Span(low, high, entry.type, source, confidence, entry.entity, entry.kind, state)


def matcher(register: Register, fuzzy: float = FUZZY) -> Matcher:
    """Give the matcher of a register, made once: that takes longer than a short text."""
    made: Matcher | None = register.ready.get(fuzzy)
    if made is None:
        made = register.ready[fuzzy] = Matcher(register, fuzzy)
    return made


def _by_size(forms: list[Form]) -> list[tuple[int, dict[tuple[str, ...], list[Form]]]]:
    """Group the forms of a first word by their number of words, the longest first."""
    sizes: dict[int, dict[tuple[str, ...], list[Form]]] = {}
    for form in forms:
        sizes.setdefault(len(form.tokens), {}).setdefault(form.tokens, []).append(form)
    return sorted(sizes.items(), reverse=True)


def _no_initial(text: Folded, at: int) -> bool:
    """Whether a single letter is what an apostrophe leaves, or ends a sentence: "won't. Quenby".

    An initial has a capital wherever the surname has one.
    """
    letter, after = text.runs[at], text.runs.slice(at + 1, at + 2)
    if len(letter.cased) > 1 or not after:
        return False
    if letter.start > 1 and APOSTROPHE.match(text.plain, letter.start - 2):
        return True
    if letter.cased.isupper():
        return False
    if text.plain[letter.end : letter.end + 1] == ".":
        return after[0].cased[0].isupper()
    return letter.lower in {"a", "i"}


def _exact_length(tokens: list[Token], form: Form) -> bool:
    return len(tokens) == len(form.tokens) and tokens[-1].lower == form.tokens[-1]


def _shouted(before: Token | None, after: Token | None) -> bool:
    """Whether the neighbours are capitals too, so that a capital says nothing."""
    return any(t is not None and len(t.cased) > 1 and t.cased.isupper() for t in (before, after))


@cache
def _common_first(word: str) -> bool:
    """Whether a first name is an everyday word that often begins a sentence."""
    return word in word_set("common_first")
