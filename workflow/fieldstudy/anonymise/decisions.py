"""Apply the researcher's answers to the review queue; say which of them match nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldstudy.anonymise.detect import Passage
from fieldstudy.anonymise.register import TYPE_OF, Entry
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.errors import Problems

ANSWERS = ("accept", "keep", "replace", "add")


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
        return Entry(f"added {key(self.text)}", self.kind or "person", self.text)


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


def apply(
    passages: Sequence[Passage], spans: Sequence[Sequence[Span]], decisions: Sequence[Decision]
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
        text = Folded(passage.text)
        for decision in decisions:
            if decision.interview in {"", passage.interview}:
                for start, end in occurrences(text, decision.text):
                    matched.add(decision.row)
                    here = _decide(here, decision, start, end)
        decided.append(sorted(here))
    return decided, matched


def occurrences(text: Folded, words: str) -> list[tuple[int, int]]:
    """Find whole words in a text, whatever case, quotes or accents they are written with."""
    tokens = [re.escape(token.cased) for token in Folded(words).tokens]
    pattern = r"(?<!\w)" + r"[\W_]+".join(tokens) + r"(?!\w)"
    return [text.raw(*m.span()) for m in re.finditer(pattern, text.plain, re.IGNORECASE)]


def _decide(spans: list[Span], decision: Decision, start: int, end: int) -> list[Span]:
    """Apply one decision to one place."""
    inside = [s for s in spans if start <= s.start and s.end <= end]
    others = [s for s in spans if s not in inside]
    if decision.decision == "keep":
        return others
    if decision.decision == "replace":
        words = f"[{decision.replacement.strip('[] ')}]"
        clear = [s for s in others if s.end <= start or end <= s.start]
        type_ = inside[0].type if inside else TYPE_OF.get(decision.kind, "OTHER")
        made = Span(
            *(start, end, type_, "decision", 1.0, f"decided {key(decision.text)}"),
            *(decision.kind, "decided", words),
        )
        return [*clear, made]
    return [*others, *(replace(s, state="decided") for s in inside)]
