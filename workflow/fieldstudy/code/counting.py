"""Count the adjudicated coding: which codes meet, who speaks of what, what each interview adds.

These counts say how often people spoke of something, not how much it matters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import STANCES, Segment, natural

MEETING_COLUMNS = ("code", "other", "passages", "turns")
SATURATION_COLUMNS = ("interview", "passages", "codes", "new", "so_far", "share_new")
# Guest, Namey and Chen (2020), PLoS ONE 15(5) e0232076: the smallest base size and run length that
# they propose for telling saturation, four interviews and then two more.
BASE, RUN = 4, 2


def meeting_rows(segments: Iterable[Segment], codebook: Codebook) -> list[dict[str, object]]:
    """Give the rows of ``cooccurrence.csv``: pairs of codes that meet, the most passages first.

    Returns
    -------
    list of dict
        ``passages``: pairs of passages, one of each code, that share a character; ``turns``: turns
        that carry both codes anywhere. Pairs that never share a turn are left out.
    """
    order = {code: number for number, code in enumerate(codebook.codes)}
    of_turn: dict[tuple[str, int], list[Segment]] = defaultdict(list)
    for segment in segments:
        of_turn[segment.interview, segment.turn].append(segment)
    passages: Counter[tuple[str, str]] = Counter()
    turns: Counter[tuple[str, str]] = Counter()
    for here in of_turn.values():
        met = set()
        for pair in combinations(sorted(here, key=lambda one: order[one.code]), 2):
            one, other = pair
            if one.code != other.code:
                met.add((one.code, other.code))
                passages[one.code, other.code] += one.start < other.end and other.start < one.end
        turns.update(met)
    pairs = sorted(
        turns, key=lambda pair: (-passages[pair], -turns[pair], order[pair[0]], order[pair[1]])
    )
    return [
        {"code": one, "other": other, "passages": passages[one, other], "turns": turns[one, other]}
        for one, other in pairs
    ]


def by_interview_columns(interviews: Sequence[str]) -> tuple[str, ...]:
    """Name the columns of ``code_by_interview.csv``: a column an interview."""
    return ("theme", "code", "stance", *(f"interview_{name}" for name in interviews), "total")


def by_interview_rows(
    segments: Iterable[Segment], interviews: Sequence[str], codebook: Codebook
) -> list[dict[str, object]]:
    """Give the rows of ``code_by_interview.csv``: passages of each code and stance."""
    told = Counter((one.code, one.stance, one.interview) for one in segments)
    rows: list[dict[str, object]] = []
    for code in codebook.codes.values():
        for stance in STANCES:
            each = {f"interview_{name}": told[code.code, stance, name] for name in interviews}
            row = {"theme": code.theme, "code": code.code, "stance": stance, **each}
            rows.append({**row, "total": sum(each.values())})
    return rows


def saturation_rows(
    segments: Iterable[Segment], interviews: Iterable[str]
) -> list[dict[str, object]]:
    """Give the rows of ``saturation.csv``: what each interview, in order, adds to the ones before.

    Returns
    -------
    list of dict
        ``codes`` spoken of in the interview, ``new`` among them, ``so_far`` in all, and the share
        of the interview's codes that are new, empty if it has none.
    """
    of_interview: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        of_interview[segment.interview].append(segment)
    so_far: set[str] = set()
    rows: list[dict[str, object]] = []
    for name in sorted(interviews, key=natural):
        codes = {segment.code for segment in of_interview[name]}
        new = codes - so_far
        so_far |= codes
        rows.append(
            {
                "interview": name,
                "passages": len(of_interview[name]),
                "codes": len(codes),
                "new": len(new),
                "so_far": len(so_far),
                "share_new": f"{len(new) / len(codes):.4f}" if codes else "",
            }
        )
    return rows


def saturation_sentence(interviews: int) -> str:
    """Say what the table of new codes can and cannot tell.

    Examples
    --------
    >>> saturation_sentence(5)
    'With 5 interviews no saturation can be told: the usual stopping rules need at least 6.'
    """
    if interviews < BASE + RUN:
        few = "1 interview" if interviews == 1 else f"{interviews} interviews"
        return (
            f"With {few} no saturation can be told: the usual stopping rules need at least"
            f" {BASE + RUN}."
        )
    return (
        "New codes that grow few are a sign of saturation and no proof: the order of the interviews"
        " and the width of the codes decide it too."
    )
