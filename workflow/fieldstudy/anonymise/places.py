"""Find well-known places, and addresses by their shape; guesses, all of them queued."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, Token, key
from fieldstudy.anonymise.words import lower_word, ordinary, places, word_set

LONGEST = 5  # the most words of a listed place
NUMBER = r"\d{1,5}[a-c]?(?:[-/]\d{1,4})?"
UNIT = r"(?:(?:Apt|Suite|Flat|Unit|Apartment|apt|suite|flat|unit)\.? \d{1,5}\w?)"
BOX = r"(?:[ADFadf][Pp][Oo] [Aa][AEPaep] \d{5}|[Pp]\.? ?[Oo]\.? ?[Bb]ox \d+"
BOX += r"|(?:PSC|CMR|Unit|psc|cmr|unit) \d+,? [Bb]ox \d+)"
LINK = (
    r"(?:de|da|do|dos|du|la|le|les|des|del|den|der|van|von|di|el|y|ul|u|r|str|rue|via|av|ten|ter)"
)
CAP = r"[^\W\d_a-z]"
NAME = rf"(?:{CAP}[\w'-]*\.?|{LINK}\b\.?)"
STREET = r"(?:Road|Street|Avenue|Lane|Close|Drive|Crescent|Terrace|Gardens|Square|Yard|Mews|Way"
STREET += r"|Court|Place|Row|Walk|Grove|Hill|Parade|Rise|Boulevard|Highway|Parkway"
STREET += r"|(?:Rd|St|Str|Ave|Blvd|Dr|Ln)\b\.?)"
ABROAD = r"(?:[Rr]ue|[Rr]ua|[Vv]ia|[Aa]v|[Aa]venida|[Aa]venue d[eu]|[Cc]alle|C/|[Pp]iazza|[Pp]laza"
ABROAD += r"|[Bb]oulevard|[Uu]l|[Ss]trada)\.?"
# One of these words is in every address that is one beyond doubt.
STREETS = frozenset(re.findall(r"[A-Za-z]{2,}", f"{STREET} Rd St Str Ave Blvd Dr Ln")) | frozenset(
    word
    for one in ("apt", "suite", "flat", "unit", "apartment", "box", "apo", "fpo", "dpo")
    for word in (
        one,
        one.capitalize(),
        one.upper(),
        one[:2].upper() + one[2:],
        one[0].upper() + one[1:],
    )
)
BETWEEN = r"(?:,? *[>?*|]*\n[ >?*|,]*|, ?)"
TOWN = rf"{CAP}[\w'()-]+(?: (?:{CAP}[\w'()-]*|de|do|da|del|nad|am|im|sur|u|of|the))*(?![\w:])"
CODE = r"(?:[A-Za-z]{2} )?\d{3,6}(?:[- ]\d{2,4})?(?![\w:])"
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
# The short form of a region counts before a code alone: "Gorizia, GO 34170".
REGION = rf"[A-Za-z]{{2,3}}(?:{BETWEEN}| )(?=\d{{3,6}}\b)"
PARTS = rf"(?:{BETWEEN}|\.? )(?:{POSTCODE}|{BOX}|{UNIT}|(?:{REGION})?{CODE})|{BETWEEN}{TOWN}"
HEADS = (
    rf"\b(?:{NUMBER} ){{0,2}}(?:{BOX}|{UNIT})",
    rf"\b(?:{NUMBER},? ){{1,2}}(?:{NAME} ){{1,5}}{STREET}(?!\w)",
    rf"\b(?:{NUMBER} ){{0,2}}{ABROAD} (?:{NAME} ?){{1,6}}(?: ?{NUMBER}\b)?",
    rf"\b(?:{NUMBER} ){{1,2}}(?:[^\W\d_][\w'-]*\.? ){{1,6}}{NUMBER}\b\.?",
)
ADDRESS = re.compile("|".join(f"(?:{head})" for head in HEADS))
FOLLOWS = re.compile(rf"(?:{PARTS}){{0,6}}")
FOLLOWS_CLOSELY = re.compile(rf"(?:{PARTS}|(?<=\d)\.? {TOWN}){{0,6}}")
CORNER = re.compile(
    rf"\b(?P<span>corner of (?:{NUMBER}\.? |{NAME},? |{LINK}\.? |[a-z]+ (?={NUMBER}))+"
    rf"and (?:{NAME} ?)+(?:{NUMBER})?(?<![. ]))"
)
NUMBERED = re.compile(rf"\b(?P<words>(?:{NAME} ){{1,5}}){NUMBER}\b(?![:/])")
STATE = re.compile(r"(?<=[a-z]),? +(?P<span>[A-Z]{2}|[A-Z][a-z])(?=[ ,.]+\d{5}|[.,)]|\s*$)")


def find(text: Folded, allow: Collection[str] = ()) -> list[Span]:
    """Find listed places, addresses, and the short form of a state after a town."""
    return [*listed(text, places(), _meant, allow), *_addresses(text)]


def listed(
    text: Folded,
    names: frozenset[str],
    meant: Callable[[Folded, list[Token]], bool],
    allow: Collection[str] = (),
) -> list[Span]:
    """Find the names of a list, the longest at each place of the text; as places.

    Parameters
    ----------
    text
        The text.
    names
        The list, folded.
    meant
        Tells whether some words of the text are meant as the name that they make.
    allow
        What identifies nobody, folded.
    """
    tokens = text.tokens
    firsts = _first_words(names)
    spans: list[Span] = []
    end = 0
    for at, token in enumerate(tokens):
        if at < end or token.lower not in firsts:
            continue
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            words = tokens[at : at + size]
            phrase = " ".join(word.lower for word in words)
            if phrase not in names:
                continue
            if phrase not in allow and meant(text, words):
                low, high = text.raw(words[0].start, words[-1].end)
                spans.append(_place(text, low, high, 0.65))
                end = at + size
            break
    return spans


def _meant(_: Folded, words: list[Token]) -> bool:
    """Whether the words are written as a place: some are everyday words without a capital."""
    if len(words) > 1:
        return len(words[0].lower) > 1 or all(word.cased.isupper() for word in words)
    word = words[0]
    if len(word.lower) < 4:
        return word.cased.isupper() and word.lower in places()
    return word.cased[0].isupper() or word.lower not in word_set("place_words")


@cache
def _first_words(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.split()[0] for name in names)


def certain(text: Folded) -> list[Span]:
    """Find what is an address beyond doubt: a street, unit or box with its number, a corner."""
    spans = _grouped(text, CORNER, "pattern") if "corner of" in text.plain else []
    if STREETS.isdisjoint(text.vocabulary):
        return spans
    plain = text.lined
    for match in ADDRESS.finditer(plain):
        if _kind(match[0]) and not any(match.start() < s.end for s in spans):
            end = FOLLOWS.match(plain, match.end()).end()  # type: ignore[union-attr]
            spans.append(_place(text, *text.raw(match.start(), end), 0.7, "pattern"))
    return spans


def _addresses(text: Folded) -> list[Span]:
    """Find streets with numbers, and the lines of towns and codes after them."""
    plain = text.lined
    spans: list[Span] = []
    if not any(char.isdigit() for char in plain):
        return spans
    for match in ADDRESS.finditer(plain):
        end = FOLLOWS_CLOSELY.match(plain, match.end()).end()  # type: ignore[union-attr]
        if _kind(plain[match.start() : end]) or _strange(match[0], end > match.end()):
            spans.append(_place(text, *text.raw(match.start(), end), 0.7))
    for match in NUMBERED.finditer(plain):
        words = re.findall(rf"{CAP}[a-z]{{2,}}", match["words"])
        if any(not ordinary(word.lower()) for word in words):
            spans.append(_place(text, *text.raw(*match.span()), 0.45))
    spans += [s for s in _grouped(text, STATE) if _is_state(text.text[s.start : s.end])]
    return spans


def _strange(surface: str, followed: bool) -> bool:
    """Whether words between numbers may be a street: not "12 people of the 40"."""
    words = re.findall(r"[^\W\d_]+", surface)
    lower = [w for w in words if w.islower() and not re.fullmatch(LINK, w)]
    if re.search(ABROAD, surface):
        return True
    if any(lower_word(word) for word in lower):
        return False
    return followed or not all(ordinary(word.lower()) for word in words)


def _is_state(surface: str) -> bool:
    return surface.lower() in word_set("states")


def _grouped(text: Folded, pattern: re.Pattern[str], source: str = "gazetteer") -> list[Span]:
    return [
        _place(text, *text.raw(*match.span("span")), 0.7, source)
        for match in pattern.finditer(text.lined)
    ]


def _kind(surface: str) -> bool:
    """Whether it says by itself that it is an address: a unit, a box, a street."""
    return bool(re.search(rf"{UNIT}|{BOX}|{STREET}\b", surface))


def _place(
    text: Folded, start: int, end: int, confidence: float, source: str = "gazetteer"
) -> Span:
    if source == "pattern":
        return Span(start, end, "LOC", source, 0.95, "address", "address")
    entity = key(text.text[start:end])
    return Span(start, end, "LOC", source, confidence, entity, "place", "unsure")
