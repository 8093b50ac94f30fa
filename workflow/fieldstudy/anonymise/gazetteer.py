"""Find names by their shape: "Xxx Constabulary", "Dr Xxx", common British given names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache, lru_cache

from fieldstudy.anonymise import places
from fieldstudy.anonymise.match import begins_sentence, has_line
from fieldstudy.anonymise.register import TYPE_OF
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, Token, key
from fieldstudy.anonymise.words import (
    DETERMINERS,
    MONTHS,
    NEVER_ALONE,
    PERSON_VERBS,
    bodies,
    first_names,
    kinds,
    listed,
    lower_word,
    nationwide,
    never,
    ordinary,
    organisations,
    surnames,
    titles,
    word_set,
)

NAME = r"(?:[A-Z][\w]*(?:['-][A-Za-z]\w*)*)"
LINK = r"(?: (?:and|of|the|on|upon|in|for|&) | )"
# Words that stand before a kind without naming anything: "Local Council", "Primary School".
GENERIC = word_set("generic")

OPERATION = re.compile(r"\b(?:Operation|Op) [A-Z][a-z]+(?: [A-Z][a-z]+)?\b")
INTERJECTIONS = word_set("interjections")
# What follows a given name without being a surname, though it may be one: "james will".
VERBS = NEVER_ALONE | PERSON_VERBS | word_set("after_name")
SIGNED = re.compile(r"\n *-? *(?P<span>[^\W\d_]{1,3}) *(?=\n|$)")


@cache
def _shapes() -> list[tuple[str, re.Pattern[str]]]:
    """Compile one expression a kind; longer endings come first."""
    shapes = []
    for kind, ends in kinds().items():
        words = "|".join(re.escape(end) for end in sorted(ends, key=lambda end: (-len(end), end)))
        shapes.append((kind, re.compile(rf"\b{NAME}(?:{LINK}{NAME}){{0,3}}? (?:{words})\b")))
    return shapes


def find(text: Folded, extra: Collection[str] = ()) -> list[Span]:
    """Find names by their shape; what is on the allow-list stays.

    Parameters
    ----------
    text
        The text.
    extra
        More phrases that identify nobody, folded.
    """
    spans = [*_organisations(text), *_operations(text), *_titled(text), *_given(text)]
    spans += [*_small(text), *_signed(text), *_known(text, extra)]
    return [span for span in spans if not is_allowed(text.text[span.start : span.end], extra)]


def is_allowed(surface: str, extra: Collection[str] = ()) -> bool:
    """Whether a phrase identifies nobody."""
    folded = _bare(surface)
    return folded in never() or folded in extra


@lru_cache(100_000)
def _bare(surface: str) -> str:
    return key(surface).removeprefix("the ").removesuffix(" s")


def _organisations(text: Folded) -> list[Span]:
    """Find "Xxx Police", "Xxx Estate": a capitalised phrase that ends in a word of its kind."""
    spans = []
    for kind, shape in _shapes():
        for match in shape.finditer(text.plain):
            start, end = _trimmed(text, match.start(), match.end())
            words = text.plain[start:end].split()
            idle = GENERIC | titles() | {words[-1].lower()}
            naming = [word for word in words[:-1] if word.lower() not in idle]
            if len(words) < 2 or not any(word[0].isupper() for word in naming):
                continue
            low, high = text.raw(start, end)
            entity = key(text.plain[start:end])
            spans.append(Span(low, high, TYPE_OF[kind], "gazetteer", 0.8, entity, kind, "unsure"))
    return spans


def _known(text: Folded, extra: Collection[str]) -> list[Span]:
    """Find well-known organisations."""
    return [
        replace(span, type="ORG", kind="organisation")
        for span in places.listed(text, organisations(), _as_body, extra)
    ]


def _as_body(text: Folded, words: list[Token]) -> bool:
    """Whether words are written as a body's name: everyday ones need capitals, not by their place."""
    if any(not lower_word(word.lower) for word in words if word.lower.isalpha()):
        return len(words) > 1 or len(words[0].lower) > 3 or words[0].cased.isupper()
    capitals = [word.cased[0].isupper() for word in words if word.lower.isalpha()]
    if len(words) == 1:
        return all(capitals) and not begins_sentence(text, words[0].start)
    return sum(capitals) > 1


def _operations(text: Folded) -> list[Span]:
    """Find what the police call an operation, with that word: "Operation Sandpiper"."""
    spans = []
    for match in OPERATION.finditer(text.plain):
        entity = key(match[0])
        low, high = text.raw(*match.span())
        spans.append(Span(low, high, "ORG", "gazetteer", 0.8, entity, "project", "unsure"))
    return spans


def _trimmed(text: Folded, start: int, end: int) -> tuple[int, int]:
    """Take words off the front that only begin the sentence or point."""
    while True:
        word, _, rest = text.plain[start:end].partition(" ")
        common = word.lower() in DETERMINERS or (
            begins_sentence(text, start) and word.lower() in GENERIC
        )
        if not rest or not (common or word.lower() in {"and", "of", "in", "at"}):
            return start, end
        start += len(word) + 1


def _titled(text: Folded) -> list[Span]:
    """Find the capitalised words after a title: "Dr Okafor", "Inspector Ruth Moss"."""
    spans = []
    for at, token in enumerate(text.tokens[:-1]):
        if token.lower not in titles() or not token.cased[0].isupper():
            continue
        after = text.tokens[at + 1]
        between = text.plain[token.end : after.start]
        if between not in {" ", ". "} or not could_name(after.cased):
            continue
        if after.lower in titles() or after.lower in bodies():
            continue
        if key(text.plain[token.start : after.end]) in nationwide() or is_allowed(after.cased):
            continue
        end = _run(text, at + 1)
        start, stop = text.raw(after.start, end)
        spans.append(_person(text, start, stop, 0.8))
    return spans


def _given(text: Folded) -> list[Span]:
    """Find common given names, with the capitalised words that follow."""
    spans = []
    for at, token in enumerate(text.tokens):
        known = token.lower in first_names() or token.lower in surnames()
        if not known or not could_name(token.cased) or token.lower in MONTHS:
            continue
        end = _run(text, at) if token.lower in first_names() else token.end
        start, stop = text.raw(token.start, end)
        spans.append(_person(text, start, stop, 0.7))
    return spans


def _small(text: Folded) -> list[Span]:
    """Find a given name and a surname without capitals, whatever else the surname means."""
    spans = []
    for one, two in itertools.pairwise(text.tokens):
        named = one.cased.islower() and two.cased.islower() and one.lower in first_names()
        if not named or text.plain[one.end : two.start] != " " or two.lower in VERBS:
            continue
        if two.lower in listed("surnames.txt") or two.lower in listed("names_that_are_words.txt"):
            spans.append(_person(text, *text.raw(one.start, two.end), 0.6))
    return spans


def _signed(text: Folded) -> list[Span]:
    """Find what has a line for itself as under a letter: initials ("dp"), and "Grace"."""
    if "\n" not in text.text:
        return []
    both = listed("names_that_are_words.txt")
    letters = [m.span("span") for m in SIGNED.finditer(text.lined) if _initials(m["span"])]
    names = [
        (token.start, token.end)
        for token in text.tokens
        if token.lower in both and could_name(token.cased) and has_line(text, token)
    ]
    return [_person(text, *text.raw(*place), 0.5) for place in (*letters, *names)]


def _initials(line: str) -> bool:
    return len(line) == 1 or not ordinary(line.lower())


def could_name(word: str) -> bool:
    """Whether a word has a capital and more letters, not all capitals."""
    return word[0].isupper() and len(word) > 1 and not word.isupper()


def _run(text: Folded, at: int) -> int:
    """Give the end of a run of capitalised words, at most three, that begins at a token."""
    end = text.tokens[at].end
    for token in text.tokens[at + 1 : at + 4]:
        between = text.plain[end : token.start]
        joined = between == " " or (between in {"-", "'"} and end - text.tokens[at].start < 25)
        single = between in {" ", ". "} and len(token.cased) == 1 and token.cased != "I"
        if not single and (not joined or not could_name(token.cased)):
            break
        if is_allowed(token.cased) or (ordinary(token.lower) and token.lower in GENERIC):
            break
        end = token.end
    return end


def _person(text: Folded, start: int, end: int, confidence: float) -> Span:
    entity = key(text.text[start:end])
    return Span(start, end, "PERSON", "gazetteer", confidence, entity, "person", "unsure")
