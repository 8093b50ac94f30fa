"""Find every quotation in the anonymised transcripts, word for word, or say what stands there.

A quotation may leave words out, ``[…]``, and add words in brackets; a replacement such as
``[Town 1]`` is matched as it stands. Nothing is quoted without consent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import Row, Segment, Turn, natural
from fieldstudy.errors import Problems

OMISSION = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")
GAP = r"(?!\w).*?(?<!\w)"
TOKEN = re.compile(r"\s*\[[^\[\]]*\]|[^\[]+?(?=\s*\[)|[^\[]+|\[")
CAPITAL = re.compile(r"\[[^\W\d_]\]")
REPLACEMENT = re.compile(r"\[[A-Z][^\[\]]* \d+(?:,[^\[\]]*)?\]")  # as the anonymiser writes them
# What was added may not stand where the transcript has a replacement: that would be a misspelt one.
NOT_AFTER, NOT_BEFORE = r"(?<!\])(?<!\]\s)", r"(?!\s*\[)"
ADDED = re.compile(r"\[[^\[\]]*\]")
KEYS = ("id", "interview", "code", "words")
COLUMNS = ("id", "interview", "code", "words", "turn", "speaker", "start", "end")


@dataclass(frozen=True)
class Quote:
    """Words that the paper quotes from an interview, and the code that they illustrate."""

    id: str
    interview: str
    code: str
    words: str


def pattern_of(words: str) -> re.Pattern[str]:
    r"""Make the pattern that finds a quotation's words.

    Whole words only; ``[…]`` leaves out any stretch of the turn; a replacement (``[Town 1]``) stands
    in the text; other brackets stand there too, or were added; ``[T]he`` changes a capital.

    Examples
    --------
    >>> bool(pattern_of("the plan […] was read").search("So the plan, all of it, was read."))
    True
    >>> bool(pattern_of("the [joint] plan for [Town 1]").search("the plan for [Town 1]"))
    True
    >>> bool(pattern_of("the plan").search("the planning"))
    False
    """
    chunks = [_chunk(chunk) for chunk in OMISSION.split(words.strip())]
    return re.compile(rf"(?<!\w){GAP.join(chunks)}(?!\w)", re.DOTALL)


def _chunk(text: str) -> str:
    """Make the pattern of words between two omissions."""
    made, opened = "", False  # opened: some words that must stand in the text have come
    tokens: list[str] = TOKEN.findall(text)
    for number, token in enumerate(tokens):
        after = tokens[number + 1] if number + 1 < len(tokens) else ""
        bare = token.strip()
        literal = r"\s+".join(re.escape(word) for word in re.split(r"\s+", token))
        if CAPITAL.fullmatch(bare) and after[:1].isalpha():
            space = r"\s+" if token[0].isspace() else ""
            made, opened = made + f"{space}[{bare[1].lower()}{bare[1].upper()}]", True
        elif not bare.startswith("[") or REPLACEMENT.fullmatch(bare):
            made, opened = made + literal, True
        elif not opened and after[:1].isspace():  # the space of an opening addition follows it
            tokens[number + 1] = after.lstrip()
            made += rf"(?:{literal}\s+|{NOT_AFTER})"
        else:
            beside = "" if after.strip().startswith("[") else NOT_BEFORE
            made += f"(?:{literal}|{beside})"
    return made


def quotes_of(
    config: Mapping[str, Any], codebook: Codebook, where: str = "quotes.yml"
) -> list[Quote]:
    """Read the list of quotations.

    Raises
    ------
    StudyError
        If an entry lacks a key, repeats an id, or names a code that is not in the codebook.
    """
    found = Problems()
    quotes: dict[str, Quote] = {}
    for number, entry in enumerate(config.get("quotes", []), start=1):
        place = f"{where}: quotes, entry {number}"
        if set(entry) != set(KEYS) or not all(entry.values()):
            found.add(place, f"needs exactly {', '.join(KEYS)}, none of them empty")
            continue
        quote = Quote(**entry)
        if not any(map(str.isalnum, ADDED.sub("", quote.words))):
            found.add(f"{place}: words", "are all in brackets; quote at least one spoken word")
        if quote.id in quotes:
            found.add(f"{place}: id", f"'{quote.id}' is listed twice; ids must be unique")
        if quote.code not in codebook.codes:
            found.add(f"{place}: code", f"'{quote.code}' is not a code of codebook.yml")
        quotes[quote.id] = quote
    found.stop_if_any()
    return list(quotes.values())


def quotation_rows(
    quotes: Iterable[Quote],
    turns: Iterable[Turn],
    participants: Iterable[Row],
    segments: Sequence[Segment],
    where: str = "quotes.yml",
) -> list[dict[str, object]]:
    """Resolve every quotation to turn, speaker and offsets.

    Returns
    -------
    list of dict
        Columns as ``COLUMNS``, in the order of the quotations.

    Raises
    ------
    StudyError
        For each quotation that stands nowhere or more than once, whose speaker does not consent to
        being quoted, or that touches no adjudicated passage affirming its code.
    """
    found = Problems()
    consent = {(row["interview"], row["participant"]): row["consent_quote"] for row in participants}
    spoken: dict[str, list[Turn]] = {}
    for turn in turns:
        spoken.setdefault(turn.interview, []).append(turn)
    rows: list[dict[str, object]] = []
    for quote in quotes:
        place = f"{where}: {quote.id}"
        hit = _found_once(quote, spoken.get(quote.interview, []), place, found)
        if hit is None:
            continue
        turn, start, end = hit
        _check_consent(turn, consent, place, found)
        _check_code(quote, turn, (start, end), segments, place, found)
        place_in = {"turn": turn.turn, "speaker": turn.speaker, "start": start, "end": end}
        rows.append({key: getattr(quote, key) for key in KEYS} | place_in)
    found.stop_if_any()
    return rows


def _found_once(
    quote: Quote, turns: Sequence[Turn], place: str, found: Problems
) -> tuple[Turn, int, int] | None:
    """Find the one place where a quotation stands, or note both texts side by side."""
    if not turns:
        found.add(f"{place}: interview", f"there is no interview '{quote.interview}'")
        return None
    pattern = pattern_of(quote.words)
    hits = [(turn, *hit.span()) for turn in turns for hit in pattern.finditer(turn.text)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        listed = ", ".join(str(turn.turn) for turn, _, _ in hits)
        found.add(
            f"{place}: words",
            f"stand {len(hits)} times in interview {quote.interview} (turns {listed});"
            " quote enough words to tell which is meant",
        )
        return None
    turn, near = nearest(quote.words, turns)
    found.add(
        f"{place}: words",
        f"stand nowhere in interview {quote.interview}; a quotation is verbatim but for […] and"
        f" added words in brackets; nearest is turn {turn.turn}"
        f"\n    quoted: {quote.words}\n    stands: {near}",
    )
    return None


def nearest(words: str, turns: Sequence[Turn]) -> tuple[Turn, str]:
    """Give the turn and the stretch of whole words that are most like a quotation."""
    sought = OMISSION.sub(" ", words)
    best = max(turns, key=lambda turn: fuzz.partial_ratio(sought, turn.text))
    match = fuzz.partial_ratio_alignment(sought, best.text)
    # The shorter of the two texts is moved along the longer one.
    start, end = (match.dest_start, match.dest_end) if match else (0, len(best.text))
    start = max(best.text.rfind(" ", 0, start + 1), 0)
    after = best.text.find(" ", end)
    return best, best.text[start : after if after >= 0 else None].strip()


def _check_consent(
    turn: Turn, consent: Mapping[tuple[str, str], str], place: str, found: Problems
) -> None:
    """Note a speaker who is no participant or does not consent to being quoted."""
    said = consent.get((turn.interview, turn.participant))
    if said is None:
        found.add(place, f"is spoken by {turn.speaker}, who is not listed as a participant there")
    elif said != "yes":
        found.add(place, f"is spoken by {turn.speaker}, who does not consent to being quoted")


def _check_code(
    quote: Quote,
    turn: Turn,
    span: tuple[int, int],
    segments: Sequence[Segment],
    place: str,
    found: Problems,
) -> None:
    """Note a quotation that does not overlap a passage affirming its code."""
    of_code = [s for s in segments if s.interview == quote.interview and s.code == quote.code]
    here = [s for s in of_code if s.turn == turn.turn and s.start < span[1] and span[0] < s.end]
    if any(segment.stance == "affirms" for segment in here):
        return
    listed = sorted({str(s.turn) for s in of_code if s.stance == "affirms"}, key=natural)
    elsewhere = (
        f"it is affirmed in turns {', '.join(listed)}" if listed else "nothing there affirms it"
    )
    there = "a passage that denies" if here else "no adjudicated passage that affirms"
    found.add(
        f"{place}: code",
        f"turn {turn.turn} of interview {quote.interview} has {there} '{quote.code}' at these"
        f" words; in this interview {elsewhere}",
    )
