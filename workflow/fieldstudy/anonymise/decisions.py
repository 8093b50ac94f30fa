"""Apply the researcher's answers to the review queue; say which of them match nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fieldstudy.anonymise.detect import Passage
from fieldstudy.anonymise.register import TYPE_OF, Entry
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.errors import Problems

ANSWERS = ("accept", "keep", "replace", "add")
WORD = re.compile(r"[^\W_]+")
ADDED = "added "  # how the ids of names begin that a decision put into the register


@dataclass(frozen=True)
class Decision:
    """One answer: what to do with a text, in one interview or anywhere."""

    row: int
    interview: str
    text: str
    decision: str
    replacement: str
    kind: str

    @property
    def entry(self) -> Entry:
        """The entry that an ``add`` puts into the register."""
        return Entry(f"{ADDED}{key(self.text)}", self.kind or "person", self.text)

    @property
    def owner(self) -> str:
        """The id of the register's entry whose name an ``add`` spells; empty for somebody new."""
        return self.replacement.strip("[] ") if self.decision == "add" else ""


def read(rows: Sequence[dict[str, str]], where: str) -> list[Decision]:
    """Check the rows of ``decisions.csv``.

    Raises
    ------
    StudyError
        If an answer or a kind is unknown, or a text is empty; every bad row is named.
    """
    found = Problems()
    decisions = []
    for number, row in enumerate(rows, start=2):
        answer, kind = row["decision"], row["kind"]
        if answer not in ANSWERS:
            allowed = ", ".join(ANSWERS)
            found.add(f"{where}:{number}: decision", f"'{answer}' is no answer; allowed: {allowed}")
        if kind and kind not in TYPE_OF:
            allowed = ", ".join(TYPE_OF)
            found.add(f"{where}:{number}: kind", f"'{kind}' is no kind; allowed: {allowed}")
        if not key(row["text"]):
            found.add(f"{where}:{number}: text", "is empty; give the words that are decided upon")
        if answer == "replace" and not row["replacement"].strip("[] "):
            found.add(f"{where}:{number}: replacement", "is empty; say what is printed instead")
        decisions.append(
            Decision(number, row["interview"], row["text"], answer, row["replacement"], kind)
        )
    found.stop_if_any()
    return decisions


def extended(entries: Sequence[Entry], decisions: Sequence[Decision]) -> list[Entry]:
    """Put what was added into the register: a new entry, or one more name of a known one.

    Raises
    ------
    StudyError
        If a decision adds a name to an id that the register has not.
    """
    found = Problems()
    known = {entry.entity.lower(): entry for entry in entries}
    made: dict[str, Entry] = {}
    for decision in decisions:
        if decision.decision != "add":
            continue
        owner = known.get(decision.owner.lower())
        if owner:
            aliases = (*owner.aliases, decision.text)
            known[decision.owner.lower()] = replace(owner, aliases=aliases)
        elif decision.owner:
            what = f"'{decision.owner}' is no id of the register; allowed: one of its ids, or empty"
            found.add(f"decisions.csv:{decision.row}: replacement", what)
        else:
            made[decision.entry.entity] = decision.entry
    found.stop_if_any()
    return [*known.values(), *made.values()]


def printed(decisions: Sequence[Decision]) -> frozenset[str]:
    """Give what decisions print instead of names."""
    return frozenset(_bracketed(d.replacement) for d in decisions if d.decision == "replace")


def _bracketed(words: str) -> str:
    return f"[{words.strip('[] ')}]"


def apply(
    passages: Sequence[Passage], spans: Sequence[Sequence[Span]], answers: Answers
) -> tuple[list[list[Span]], set[int]]:
    """Apply every decision to the finds.

    Returns
    -------
    tuple
        The finds, one list a passage; and the rows of decisions that matched something.
    """
    matched: set[int] = set()
    decided = []
    for passage, found in zip(passages, spans, strict=True):
        here = list(found)
        for decision, places in answers.of(passage):
            matched.add(decision.row)
            for start, end in places:
                here = _decide(passage.text, here, decision, start, end)
        decided.append(sorted(here))
    return decided, matched


class Answers:
    """Decisions by the interview and the first word that they are about, so that few are tried."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._by_word: dict[tuple[str, str], list[Decision]] = {}
        for decision in decisions:
            word = Folded(decision.text).tokens[0].cased.casefold()
            self._by_word.setdefault((decision.interview, word), []).append(decision)

    def of(self, passage: Passage) -> Iterator[tuple[Decision, list[tuple[int, int]]]]:
        """Give each decision that matches in a passage, in order, with its places."""
        text = Folded(passage.text)
        words = set(WORD.findall(text.plain.casefold()))
        here = {"", passage.interview}
        tried = (d for w in words for i in here for d in self._by_word.get((i, w), ()))
        for decision in sorted(tried, key=lambda one: one.row):
            if places := occurrences(text, decision.text):
                yield decision, places


def occurrences(text: Folded, words: str) -> list[tuple[int, int]]:
    """Find whole words in a text, whatever case, quotes or accents they are written with."""
    return [text.raw(*found.span()) for found in _pattern(words).finditer(text.plain)]


@cache
def _pattern(words: str) -> re.Pattern[str]:
    tokens = [re.escape(token.cased) for token in Folded(words).tokens]
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(tokens) + r"(?!\w)", re.IGNORECASE)


def _decide(text: str, spans: list[Span], decision: Decision, start: int, end: int) -> list[Span]:
    """Apply one decision to one place."""
    inside = [s for s in spans if start <= s.start and s.end <= end]
    others = [s for s in spans if s not in inside]
    if decision.decision == "keep":
        return others
    if decision.decision == "replace":
        words = _bracketed(decision.replacement)
        clear = [piece for span in others for piece in _outside(text, span, start, end)]
        type_ = inside[0].type if inside else TYPE_OF.get(decision.kind, "OTHER")
        made = Span(
            *(start, end, type_, "decision", 1.0, f"decided {key(decision.text)}"),
            *(decision.kind, "decided", words),
        )
        return [*clear, made]
    return [*others, *(replace(s, state="decided") for s in inside)]


def _outside(text: str, span: Span, start: int, end: int) -> list[Span]:
    """Give what of a find lies outside a decided place: it stays masked."""
    left, right = replace(span, end=min(span.end, start)), replace(span, start=max(span.start, end))
    pieces = [piece for piece in (left, right) if piece.start < piece.end]
    return [p for p in pieces if any(char.isalnum() for char in text[p.start : p.end])]
