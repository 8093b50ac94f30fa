"""The last nets: capitals and unknown words that nothing explains, and what joins two finds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import replace

from fieldstudy.anonymise.gazetteer import GENERIC, INTERJECTIONS, could_name, is_allowed
from fieldstudy.anonymise.match import SENTENCE_END, begins_sentence
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, Token, key
from fieldstudy.anonymise.words import (
    DETERMINERS,
    NEVER_ALONE,
    first_names,
    generic_kinds,
    listed,
    lower_word,
    ordinary,
    places,
    titles,
    word_set,
)

# The most words that an allowed phrase has.
LONGEST = 8
# Capitalised in talk without naming anybody.
UNTOLD = word_set("untold")
PARTICLES = word_set("particles")
COMPANY = word_set("company")
SHOUTED = word_set("shouted")
# Words of HTML: its elements, attributes and their own values (WHATWG, HTML Living Standard, indices).
MARKUP = word_set("markup")
TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>")
HYPHENED = re.compile(r"-[^\W\d_]{2,}")
LEGAL = re.compile(r",? (?P<form>[A-Z][A-Za-z]+\b\.?|(?:inc|ltd|llc|plc)\b\.?)")
GAP = re.compile(r" (?:&|(?:[^\W\d_]{1,4}\.? ?){1,3})(?<! ) ")
BEFORE = re.compile(r"(?P<word>(?<![\w'’-])[^\W\d_a-z][^\W\d_]+) (?P<initial>(?:[A-Z]\.? )*)$")


def unknown(text: Folded, extra: Collection[str] = ()) -> list[Span]:
    """Find words that nothing explains.

    In a transcript a capital inside a sentence is nearly always a name, whether English knows the
    word or not; at the beginning of a sentence, and without a capital, only a word that English
    does not know.
    """
    spans: list[Span] = []
    last: Token | None = None
    told = _told(text, extra) | markup(text)
    for at, token in enumerate(text.tokens):
        if at in told or not _odd(text, at, extra):
            continue
        start, stop = text.raw(token.start, token.end)
        adjoins = last and text.plain[last.end : token.start] == " "
        if adjoins and last and _alike(last, token) and not begins_sentence(text, token.start):
            start = spans.pop().start
        last = token
        entity = key(text.text[start:stop])
        type_, kind = ("ORG", "organisation") if token.cased.isupper() else ("OTHER", "name")
        spans.append(Span(start, stop, type_, "gazetteer", 0.4, entity, kind, "unsure"))
    return spans


def _alike(one: Token, two: Token) -> bool:
    return one.cased[0].isupper() == two.cased[0].isupper()


def _odd(text: Folded, at: int, extra: Collection[str]) -> bool:
    """Whether a token stands out: by an unknown word, a capital inside a sentence, or letters."""
    token = text.tokens[at]
    word = token.lower
    if len(word) < 2 or not word[0].isalpha() or is_allowed(token.cased, extra):
        return False
    if word in INTERJECTIONS:
        return False
    if token.cased[0].islower():
        return len(word) > 2 and not lower_word(word) and not _inside(text, token)
    if len(word) > 1 and token.cased.isupper():
        return _letters(text, at)
    begins = begins_sentence(text, token.start)
    plain = ordinary(word)
    if not could_name(token.cased) or len(word) < 3 or (begins and plain):
        return False
    if word in UNTOLD or word in titles():
        return False
    if begins and len(word) < 4:
        return False
    bare = word in GENERIC or word in generic_kinds() or _elided(text, token.start)
    return not (plain and bare)


def _letters(text: Folded, at: int) -> bool:
    """Whether capitals alone stand out: not where the words beside are shouted too."""
    token = text.tokens[at]
    if ordinary(token.lower) and len(token.lower) > 3:
        return False
    if token.lower in SHOUTED or token.lower in GENERIC or token.lower in titles():
        return False
    return not _inside(text, token)


def _inside(text: Folded, token: Token) -> bool:
    """Whether a token is part of something longer that is no word: an address, a contraction."""
    return text.plain[token.start - 1 : token.start] in {"'", "@", "_"} or (
        text.plain[token.end : token.end + 1] in {"@", "_"}
    )


def _told(text: Folded, extra: Collection[str]) -> set[int]:
    """Give the tokens that lie in an allowed phrase of several words: "Crown Court"."""
    words = [token.lower for token in text.tokens]
    told: set[int] = set()
    for at, token in enumerate(text.tokens):
        if token.cased[0].isupper():
            for size in range(2, min(LONGEST, len(words) - at) + 1):
                if is_allowed(" ".join(words[at : at + size]), extra):
                    told.update(range(at, at + size))
    return told


def markup(text: Folded) -> set[int]:
    """Give the tokens that are words of HTML within a tag, as "img" and "src" of ``<img src=x>``.

    One that is written as a name is none of them; one that may be a name ("max") is one only where an
    element or attribute stands.
    """
    told: set[int] = set()
    if "<" not in text.plain:
        return told
    starts = [token.start for token in text.tokens]
    for tag in TAG.finditer(text.plain):
        for at in range(bisect_left(starts, tag.start()), bisect_left(starts, tag.end())):
            if _is_markup(text, text.tokens[at]):
                told.add(at)
    return told


def _is_markup(text: Folded, token: Token) -> bool:
    """Whether a token within a tag is a word of HTML and no name."""
    word, lower = token.lower, token.cased.islower()
    if word not in MARKUP or not (lower or token.cased.isupper()):
        return False
    if word not in listed("first_names.txt") and word not in listed("surnames.txt"):
        return True
    opens = text.plain[token.start - 1 : token.start] in {"<", "/"}
    return lower and (opens or text.plain[token.end : token.end + 1] == "=")


def without_markup(text: Folded, spans: list[Span]) -> list[Span]:
    """Leave out guesses that are words of HTML and nothing else."""
    told = markup(text)
    if not told:
        return spans
    ends = [(*text.raw(token.start, token.end), at in told) for at, token in enumerate(text.tokens)]
    return [
        span
        for span in spans
        if not all(known for low, high, known in ends if low < span.end and span.start < high)
    ]


def _elided(text: Folded, start: int) -> bool:
    """Whether the word is the rest of a contraction, or begins what somebody said."""
    return text.plain[max(0, start - 1) : start] == "'" or text.plain[:start].endswith(", ")


def bridged(text: Folded, spans: Iterable[Span]) -> list[Span]:
    """Join guesses of one name: "Szabina | J | Gelencser", "Holland & Hart, LLP".

    Returns
    -------
    list of Span
        The joined ones only; each is longer than its parts, and wins over them.
    """
    listed = list(spans)
    reach: dict[int, int] = {}
    for span in listed:
        reach[span.start] = max(span.end, reach.get(span.start, 0))
    made: list[Span] = []
    for span in listed:
        end, type_ = _onward(text.text, reach, span)
        start = _backward(text.text, span.start, type_)
        if (start, end) != (span.start, span.end):
            kind = {"PERSON": "person", "LOC": "place", "ORG": "organisation"}.get(type_, "name")
            entity = key(text.text[start:end])
            made.append(replace(span, start=start, end=end, type=type_, entity=entity, kind=kind))
    return made


def _onward(text: str, reach: dict[int, int], span: Span) -> tuple[int, str]:
    """Follow a name to its end over initials, particles, "&", hyphens and legal forms."""
    end, type_ = span.end, span.type
    while True:
        hyphened = HYPHENED.match(text, end)
        legal = LEGAL.match(text, end)
        if hyphened:
            end = hyphened.end()
        elif legal and legal["form"].lower().rstrip(".") in COMPANY:
            end, type_ = legal.end(), "ORG"
        elif (gap := GAP.match(text, end)) and gap.end() in reach:
            told = _joins(gap[0], type_)
            if told is None:
                return end, type_
            end, type_ = reach[gap.end()], told
        else:
            return end, type_


def _backward(text: str, start: int, type_: str) -> int:
    """Go back over what belongs to a name: a first name, an initial, capitals of a body."""
    while match := BEFORE.search(text, max(0, start - 24), start):
        word = match["word"]
        lower = word.lower()
        opens = bool(
            SENTENCE_END.search(text[max(0, match.start("word") - 12) : match.start("word")])
        )
        if match["initial"] and type_ in {"PERSON", "OTHER"}:
            good = lower not in DETERMINERS
        elif type_ in {"PERSON", "OTHER"}:
            good = lower in listed("first_names.txt") and lower not in NEVER_ALONE
        else:
            good = type_ == "ORG" and not opens
        if not good or lower in DETERMINERS or lower in titles() or lower in SHOUTED:
            break
        start = match.start("word")
    return start


def _joins(gap: str, type_: str) -> str | None:
    """Tell what two finds make that this joins; nothing if it does not join them."""
    words = gap.split()
    if words == ["&"]:
        return "ORG"
    initials = all(len(w.rstrip(".")) == 1 and w not in {"I", "a", "i"} for w in words)
    if type_ in {"PERSON", "OTHER"} and (initials or all(w in PARTICLES for w in words)):
        return type_
    if type_ != "PERSON" and all(w in PARTICLES or w == "of" for w in words):
        return type_
    return None


def firms(text: Folded) -> list[Span]:
    """Find firms named after partners: "Clark, Romero and Hall"."""
    tokens = text.tokens
    known = listed("surnames.txt") | listed("names_that_are_words.txt")
    spans = []
    for at in range(len(tokens) - 3):
        one, two, link, last = tokens[at : at + 4]
        if link.lower != "and" or text.plain[one.end : two.start] != ", ":
            continue
        names = [token for token in (one, two, last) if token.lower in known]
        partners = [t for t in (one, two, last) if t.cased[0].isupper() or not ordinary(t.lower)]
        if (
            not names
            or len(partners) < 2
            or one not in partners
            or (len(names) < 2 and not all(t.cased[0].isupper() for t in (one, two, last)))
            or any(token.lower in first_names() or token.lower in places() for token in names)
        ):
            continue
        low, high = text.raw(one.start, last.end)
        entity = key(text.text[low:high])
        spans.append(Span(low, high, "ORG", "gazetteer", 0.6, entity, "organisation", "unsure"))
    return spans
