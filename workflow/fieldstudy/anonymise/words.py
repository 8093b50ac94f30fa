"""Which words are ordinary English, which are names, which phrases identify nobody."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fieldstudy.anonymise.text import key

LISTS = Path(__file__).parent / "data"


@cache
def word_set(name: str) -> frozenset[str]:
    """Read one of the small sets of words that the rules use."""
    lines = (LISTS / "sets.txt").read_text(encoding="utf-8").splitlines()
    found = next(line for line in lines if line.startswith(f"{name}: "))
    return frozenset(found.split(": ", 1)[1].split())


# Endings taken off before a word is looked up, with what stands instead.
ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
    *(("er", ""), ("er", "e"), ("est", ""), ("ly", ""), ("ness", ""), ("ers", ""), ("ings", "")),
)
# Words that no capital and no place in the sentence makes a name without a first name or title.
NEVER_ALONE = word_set("never_alone")
# What is left of "didn't" and "they've" beside the apostrophe.
SPOKEN = word_set("spoken")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
BEFORE_MONTH = word_set("before_month")
DETERMINERS = word_set("determiners")
# After a person's name, rarely after the ordinary word that begins a sentence.
PERSON_VERBS = word_set("person_verbs")


@cache
def listed(name: str) -> frozenset[str]:
    """Read one word list of the package, lower-cased."""
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        word.lower() for line in lines if not line.startswith("#") for word in line.split()
    )


@cache
def never() -> frozenset[str]:
    """Give the capitalised phrases that name nobody (days, ranks, peoples), folded."""
    return _phrases("never.txt")


@cache
def nationwide() -> frozenset[str]:
    """Give the names that identify nobody in a study of this country, folded."""
    return _phrases("allow.txt")


@cache
def _phrases(name: str) -> frozenset[str]:
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(key(line) for line in lines if line and not line.startswith("#"))


@cache
def places() -> frozenset[str]:
    """Give well-known countries, regions and towns, folded."""
    return _names("places.txt")


@cache
def organisations() -> frozenset[str]:
    """Give well-known bodies, companies and media, folded."""
    return _names("organisations.txt")


def _names(name: str) -> frozenset[str]:
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(key(one) for line in lines if line[:1] != "#" for one in line.split(";"))


@cache
def kinds() -> dict[str, list[str]]:
    """Give the words that end a name of an organisation or a place, by kind."""
    lines = (LISTS / "kinds.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(": ", 1) for line in lines if line and not line.startswith("#")]
    return {kind: ends.split("; ") for kind, ends in pairs}


@cache
def generic_kinds() -> frozenset[str]:
    """Give those words in lower case; by themselves they name nothing."""
    return frozenset(end.lower() for ends in kinds().values() for end in ends)


@cache
def bodies() -> frozenset[str]:
    """Give the kinds of bodies and places that are no surname: "council", but not "street"."""
    return generic_kinds() - listed("names_that_are_words.txt") - listed("surnames.txt")


@cache
def ordinary(word: str) -> bool:
    """Whether a lower-case word is ordinary English, its common endings taken off.

    Examples
    --------
    >>> ordinary("rock"), ordinary("meetings"), ordinary("delroy")
    (True, True, False)
    """
    if word in listed("first_names.txt") or word in listed("surnames.txt"):
        return word in listed("names_that_are_words.txt")
    if word in places():
        return word in word_set("place_words")
    words = listed("words.txt")
    return word in words or len(word) == 1 or word in SPOKEN or _inflected(word, words)


@cache
def lower_word(word: str) -> bool:
    """Whether a word without a capital is ordinary: rare nouns count, as names alike do not.

    Examples
    --------
    >>> lower_word("carrot"), lower_word("didn"), lower_word("mellbury")
    (True, True, False)
    """
    rare = listed("rare_words.txt")
    return ordinary(word) or word in rare or (len(word) > 3 and _inflected(word, rare))


def _inflected(word: str, words: frozenset[str]) -> bool:
    """Whether a word is one of a list with a common ending."""
    return any(
        word.endswith(end) and len(word) > len(end) + 2 and word[: -len(end)] + stem in words
        for end, stem in ENDINGS
    )


@cache
def titles() -> frozenset[str]:
    """Give the words that come before a name."""
    return listed("titles.txt")


@cache
def first_names() -> frozenset[str]:
    """Give common given names that are no everyday words."""
    return listed("first_names.txt") - listed("names_that_are_words.txt") - frozenset(MONTHS)


@cache
def surnames() -> frozenset[str]:
    """Give common surnames that are no everyday words."""
    return listed("surnames.txt") - listed("names_that_are_words.txt")
