"""Find what is written by rule: telephone numbers, addresses, references, exact dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fieldstudy.anonymise import places
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded
from fieldstudy.anonymise.words import MONTHS

MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
MONTH += r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
DAY = r"(?:(?:3[01]|[12]\d|0?[1-9])(?: ?(?:st|nd|rd|th))?"
DAY += r"|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
DAY += r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
DAY += r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
DAY += r"|twentieth|thirtieth)"
YEAR = r"(?:,? (?:of )?(?P<year>(?:19|20)\d\d))"
DIGIT = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)"
RANKS = r"(?:W?PC|PCSO|DC|DS|PS|DI|Sgt|Sergeant|Constable|Officer)"


@dataclass(frozen=True)
class Pattern:
    """A rule: its kind, the type of its finds, the expression, and a check of what it matched."""

    kind: str
    type: str
    expression: re.Pattern[str]
    check: Callable[[str], bool] = bool
    needs: str = "digit"


def _digits(text: str) -> list[int]:
    return [int(char) for char in text if char.isdigit()]


def is_phone(text: str) -> bool:
    """Whether it has as many digits as a British telephone number."""
    digits = "".join(map(str, _digits(text)))
    digits = digits.removeprefix("0044").removeprefix("44") if digits[0] != "0" else digits[1:]
    return 9 <= len(digits) <= 10


def is_nhs_number(text: str) -> bool:
    """Whether the check digit of an NHS number holds (modulus 11).

    Examples
    --------
    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5918")
    (True, False)
    """
    digits = _digits(text)
    left = 11 - sum(digit * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return len(digits) == 10 and left % 11 == digits[9] and left != 10


def is_national_insurance(text: str) -> bool:
    """Whether the letters are ones that National Insurance numbers use (HMRC, NIM39110).

    Examples
    --------
    >>> is_national_insurance("AB 12 34 56 C"), is_national_insurance("BG123456C")
    (True, False)
    """
    letters = re.sub(r"[\s-]", "", text).upper()[:2]
    return letters not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def _pattern(
    kind: str,
    type_: str,
    text: str,
    flags: int = re.I,
    check: Callable[[str], bool] = bool,
    needs: str = "digit",
) -> Pattern:
    return Pattern(kind, type_, re.compile(text, flags), check, needs)


PATTERNS = (
    _pattern("email", "CONTACT", r"(?<![\w.])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", needs="@"),
    _pattern("email", "CONTACT", r"\b[\w.+-]+ at [\w-]+(?: dot [\w-]+)+\b", needs="dot"),
    _pattern(
        "url", "CONTACT", r"\b(?:https?://|www\.)[^\s<>\"\]]+[^\s<>\"\].,;:!?')]", needs="web"
    ),
    _pattern(
        "url",
        "CONTACT",
        r"(?<![\w@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:co\.uk|org\.uk|gov\.uk|police\.uk|nhs\.uk"
        r"|ac\.uk|uk|com|org|net|example)(?:/[^\s<>\"\]]*[^\s<>\"\].,;:!?'])?\b",
        needs="web",
    ),
    _pattern("handle", "CONTACT", r"(?<![\w@.])@[A-Za-z_][\w.]{1,29}\b", needs="@"),
    _pattern("nhs", "CONTACT", r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", check=is_nhs_number),
    _pattern(
        "ni",
        "CONTACT",
        r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b",
        check=is_national_insurance,
    ),
    _pattern(
        "phone",
        "CONTACT",
        r"(?<![\w/])(?:\+44 ?(?:\(0\) ?)?|0044 ?|\(?0)\d(?:[ ()-]{0,2}\d){7,9}(?![\w/])",
        check=is_phone,
    ),
    _pattern("phone", "CONTACT", rf"\b{DIGIT}(?:[ ,-]+{DIGIT}){{5,}}\b", needs="spoken"),
    _pattern(
        "postcode",
        "CONTACT",
        r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}|GIR ?0AA)\b",
    ),
    _pattern("vehicle", "OTHER", r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"),
    _pattern("vehicle", "OTHER", r"\b[A-Z]\d{2,3} ?[A-Z]{3}\b", 0),
    _pattern("reference", "OTHER", r"\b[A-Z]{1,4}\d?[/-]\d{3,8}[/-]\d{2,4}\b"),
    _pattern("reference", "OTHER", r"\b\d{2}[A-Z]{0,3}\d?/\d{3,8}/\d{2,4}\b"),
    _pattern("reference", "OTHER", rf"\b{RANKS} \d{{2,6}}\b", needs="rank"),
    _pattern(
        "reference",
        "OTHER",
        r"\b(?:collar|shoulder|warrant|crime|incident|log|case|custody|reference|ref)"
        r"(?: (?:number|no\.?|ref\.?|reference))*(?: (?:was|is|of))?[:#]? "
        r"(?P<span>[A-Z]{0,4}[/-]?\d[\dA-Z/-]{2,})\b",
        needs="label",
    ),
    _pattern(
        "date", "DATE", rf"\b(?:the )?{DAY} (?:of )?(?P<month>{MONTH})\b{YEAR}?", needs="month"
    ),
    _pattern("date", "DATE", rf"\b(?P<month>{MONTH}) (?:the )?{DAY}\b{YEAR}?", needs="month"),
    _pattern("date", "DATE", r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]?\d)-[0-3]?\d\b"),
    _pattern(
        "date",
        "DATE",
        r"(?<![\w/])[0-3]?\d[/.](?P<number>[01]?\d)[/.](?P<year>(?:(?:19|20)\d\d|\d\d))(?![\w/])",
    ),
)
# In every number that is more than a count, a year or an age, save one of six digits or more:
# a letter beside it, or a mark inside it.
STRANGE = re.compile(r"\d(?:[^\W\d_]|[/-]|\.\d)|[^\W\d_](?=\d)")
DIGITS = re.compile(r"\d+")
SPOKEN = frozenset(re.findall(r"[a-z]+", DIGIT.removeprefix("(?:")))
ORDINALS = frozenset(re.findall(r"[a-z]{4,}", DAY))
# The words without which a pattern finds nothing, in lower case.
SIGNS = {
    "dot": {"dot"},
    "corner": {"corner"},
    "web": {"http", "https", "www", "uk", "com", "org", "net", "example"},
    "month": {*MONTHS, *(month[:3] for month in MONTHS), "sept"},
    "spoken": SPOKEN,
    "rank": {
        "wpc",
        "pc",
        "pcso",
        "dc",
        "ds",
        "ps",
        "di",
        "sgt",
        "sergeant",
        "constable",
        "officer",
    },
    "label": {"collar", "shoulder", "warrant", "crime", "incident", "log", "case", "custody"}
    | {"reference", "ref"},
}
SIGN_OF = {word: sign for sign, words in SIGNS.items() for word in words}
# As they are mostly written, which is quicker to look for; where a number is, any case counts.
WRITTEN = {
    form: sign for word, sign in SIGN_OF.items() for form in (word, word.capitalize(), word.upper())
}
SIGN_WORDS = frozenset(SIGN_OF)
SIGN_FORMS = frozenset(WRITTEN)
NUMBERED = frozenset({"rank", "label"})


def find(text: Folded) -> list[Span]:
    """Find everything written by rule, earlier patterns before later ones at one place.

    Returns
    -------
    list of Span
        Disjoint; ``entity`` is the kind, ``kind`` what is printed instead.
    """
    here = _signs(text)
    if not here:
        return []
    spans = places.certain(text) if "number" in here or "corner" in here else []
    taken = [(span.start, span.end) for span in spans]
    for pattern in PATTERNS:
        if pattern.needs not in here:
            continue
        for match in pattern.expression.finditer(text.plain):
            group = "span" if "span" in pattern.expression.groupindex else 0
            start, end = match.span(group)
            if not pattern.check(match[0]) or _is_idle(pattern, match):
                continue
            if match[group].lower().startswith("the "):
                start += 4
            low, high = text.raw(start, end)
            if any(low < stop and begin < high for begin, stop in taken):
                continue
            taken.append((low, high))
            kind = season(match) if pattern.kind == "date" else pattern.kind
            spans.append(Span(low, high, pattern.type, "pattern", 0.98, pattern.kind, kind))
    return sorted(spans)


def _signs(text: Folded) -> set[str]:
    """Tell by cheap signs which patterns can match at all."""
    signs = set(map(WRITTEN.__getitem__, text.vocabulary & SIGN_FORMS))
    numbers = DIGITS.findall(text.plain)
    if numbers:
        signs.update(map(SIGN_OF.__getitem__, text.lowered & SIGN_WORDS))
        signs.add("number")
        if STRANGE.search(text.plain) or len("".join(numbers)) >= 6:
            signs.add("digit")
    else:
        signs -= NUMBERED
        if "month" in signs and ORDINALS.isdisjoint(text.lowered):
            signs.remove("month")
    if "@" in text.plain:
        signs.add("@")
    if "spoken" in signs and sum(map(SPOKEN.__contains__, map(str.lower, text.words))) < 6:
        signs.remove("spoken")
    return signs


def _is_idle(pattern: Pattern, match: re.Match[str]) -> bool:
    """Whether the words only look like a date: "may second", "the first march"."""
    if pattern.kind != "date":
        return False
    groups = match.groupdict()
    if groups.get("number"):
        return not 1 <= int(groups["number"]) <= 12
    word = groups["month"]
    digits = any(char.isdigit() for char in match[0])
    return word.islower() and not digits and word in {"march", "may", "mar", "sep", "dec"}


def season(match: re.Match[str]) -> str:
    """Generalise an exact date to its season: ``spring 2019``, ``winter 2018-19``."""
    groups = match.groupdict()
    name = (groups.get("month") or "").lower()[:3]
    month = int(groups["number"]) if groups.get("number") else 0
    month = month or 1 + [full[:3] for full in MONTHS].index(name)
    year = groups.get("year") or ""
    if len(year) == 2:
        year = f"20{year}" if int(year) < 70 else f"19{year}"
    label = ("winter", "spring", "summer", "autumn")[month % 12 // 3]
    if not year:
        return label
    if label != "winter":
        return f"{label} {year}"
    begins = int(year) if month == 12 else int(year) - 1
    return f"winter {begins}-{(begins + 1) % 100:02d}"
