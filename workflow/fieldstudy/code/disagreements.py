"""Find what coders marked alike, and what only one of them marked; decide nothing.

Two coders agree where both put the same code and stance on overlapping text. What goes on is the
stretch that at least ``quorum`` coders marked: with two coders, the intersection.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fieldstudy.code.records import Coding, Segment

QUORUM = 2


@dataclass(frozen=True)
class Disagreement:
    """One coder's coding that no other coder shares, and what the others put on its text."""

    coding: Coding
    others: dict[str, str]  # coder -> stance on overlapping text; coders who put nothing are absent

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What an adjudication names: interview, turn, code, coder."""
        coding = self.coding
        return (coding.interview, coding.turn, coding.code, coding.coder)

    def stance_of(self, coder: str) -> str:
        """Give a coder's stance on the passage: affirms, denies or none."""
        return self.coding.stance if coder == self.coding.coder else self.others.get(coder, "none")


def compare(
    codings: Iterable[Coding], quorum: int = QUORUM
) -> tuple[list[Segment], list[Disagreement]]:
    """Part codings into agreed segments and disagreements.

    Parameters
    ----------
    codings
        Of any number of coders.
    quorum
        How many coders must have marked a stretch for it to count without a decision. With 1, as
        for a study with a single coder, every coding counts.

    Returns
    -------
    tuple
        Agreed segments, and the codings that touch no agreed segment of their code and stance.
    """
    alike: dict[tuple[str, int, str, str], list[Coding]] = defaultdict(list)
    on_code: dict[tuple[str, int, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        alike[coding.interview, coding.turn, coding.code, coding.stance].append(coding)
        on_code[coding.interview, coding.turn, coding.code].append(coding)
    agreed: list[Segment] = []
    alone: list[Disagreement] = []
    for (interview, turn, code, stance), marked in alike.items():
        shared = [
            Segment(interview, turn, start, end, code, stance)
            for start, end in _stretches(marked, quorum)
        ]
        agreed += shared
        for coding in marked:
            if not any(coding.overlaps(segment) for segment in shared):
                near = on_code[interview, turn, code]
                others = {o.coder: o.stance for o in near if o.overlaps(coding)}
                others.pop(coding.coder, None)
                alone.append(Disagreement(coding, others))
    return agreed, alone


def _stretches(marked: Sequence[Coding], quorum: int) -> Iterator[tuple[int, int]]:
    """Give the longest stretches that at least ``quorum`` coders marked, in order."""
    changes = sorted(
        change
        for coding in marked
        for change in ((coding.start, 1, coding.coder), (coding.end, -1, coding.coder))
    )
    inside: Counter[str] = Counter()
    begun: int | None = None
    for number, (at, step, coder) in enumerate(changes, start=1):
        inside[coder] += step
        if not inside[coder]:
            del inside[coder]
        if number < len(changes) and changes[number][0] == at:
            continue  # more begins or ends here
        if len(inside) >= quorum:
            begun = at if begun is None else begun
        elif begun is not None:
            yield begun, at
            begun = None
