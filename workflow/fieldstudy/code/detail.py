"""Agreement in detail: every pair of coders and all of them, on turns and on characters.

Each row says which text it rests on. *Turns*: one code on one turn of a participant is a unit, as in
``agreement.csv``. *Characters*: one code on one character is a unit. *Kept*: all that participants
said. *Left out*: without the turns, or characters, to which no coder gave any code at all; what
is left is harder to agree on, since nobody is given credit for passing over small talk.

Stretches that are coded alike are one row with their length as weight, so that memory follows the
number of codings and not of characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from fieldstudy.code.agreement import masi_distance
from fieldstudy.code.codebook import Codebook
from fieldstudy.code.counts import (
    Floats,
    ac1_of,
    alpha_of,
    coincidences_of,
    fleiss_of,
    kappa_of,
    percent_of,
)
from fieldstudy.code.records import STANCES, Coding, Turn, natural
from fieldstudy.code.reliability import (
    LABELS,
    MISSING,
    crowds,
    interval,
    printed,
    resampled,
)

COLUMNS = (
    *("theme", "code", "coders", "unit", "uncoded", "units"),
    *("percent", "cohen", "fleiss", "alpha", "low", "high", "masi", "ac1"),
)
UNITS = ("turns", "characters")
UNCODED = ("kept", "left out")


@dataclass(frozen=True)
class Measured:
    """What coders put on the units of a text.

    Parameters
    ----------
    labels
        Coders × units × codes: 0 none, 1 affirms, 2 denies, 3 both, −1 not coded.
    weights
        How many units of measure each unit stands for.
    turns
        Which turn each unit belongs to.
    """

    labels: NDArray[np.int8]
    weights: Floats
    turns: NDArray[np.int64]

    def picked(self, coders: Sequence[int]) -> Measured:
        """Give the same units for some of the coders."""
        return Measured(self.labels[list(coders)], self.weights, self.turns)

    def coded(self) -> Measured:
        """Leave out the units to which no coder gave any code."""
        some = (self.labels > 0).any(axis=(0, 2))
        return Measured(self.labels[:, some], self.weights[some], self.turns[some])


def measured(
    codings: Sequence[Coding], turns: Sequence[Turn], codes: Sequence[str], unit: str
) -> Measured:
    """Lay out the codings on turns, or on the stretches between their ends, weighed by length."""
    of_turn: dict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        of_turn[coding.interview, coding.turn].append(coding)
    coders = sorted({coding.coder for coding in codings})
    at_work = {(coding.coder, coding.interview) for coding in codings}
    column = {code: number for number, code in enumerate(codes)}
    rows: list[NDArray[np.int8]] = []
    weights: list[int] = []
    places: list[int] = []
    for place, turn in enumerate(turns):
        base = [0 if (coder, turn.interview) in at_work else MISSING for coder in coders]
        blank = np.repeat(np.array(base, dtype=np.int8)[:, None], len(codes), axis=1)
        here = of_turn[turn.interview, turn.turn]
        for start, end in _stretches(turn, here, unit):
            labels = blank.copy()
            for coding in here:
                if coding.start < end and start < coding.end:
                    bit = 1 << STANCES.index(coding.stance)
                    labels[coders.index(coding.coder), column[coding.code]] |= bit
            rows.append(labels)
            weights.append(1 if unit == "turns" else end - start)
            places.append(place)
    shape = (0, len(coders), len(codes))
    stacked = np.stack(rows) if rows else np.zeros(shape, dtype=np.int8)
    return Measured(stacked.swapaxes(0, 1), np.array(weights, dtype=float), np.array(places, int))


def _stretches(turn: Turn, codings: Iterable[Coding], unit: str) -> Iterator[tuple[int, int]]:
    """Cut a turn where a coding starts or ends; as a unit of its own it stays whole."""
    ends = {at for coding in codings for at in (coding.start, coding.end)}
    length = max([len(turn.text), *ends])  # a turn that is not archived is longer than what is left
    if unit == "turns":
        yield 0, length
    else:
        yield from pairwise(sorted({0, length, *ends}))


def detail_rows(
    codings: Iterable[Coding], turns: Iterable[Turn], codebook: Codebook
) -> list[dict[str, str]]:
    """Give the rows of ``agreement_detail.csv``.

    Returns
    -------
    list of dict
        Columns as ``COLUMNS``: ``coders`` is ``A, B`` for a pair, and all coders' names for all of
        them where they are more than two. ``percent`` is a share of 1. ``cohen`` is the mean over
        pairs where there are more than two coders. ``masi``, on the sets of codes that each turn
        or character carries, is given for themes and for all codes. ``low`` and ``high`` are
        alpha's, over turns drawn again within interviews. What is not defined is empty.
    """
    codings = list(codings)
    spoken = spoken_turns(turns)
    codes = list(codebook.codes)
    coders = sorted({coding.coder for coding in codings})
    draws = resampled([turn.interview for turn in spoken])
    rows: list[dict[str, str]] = []
    for unit in UNITS:
        whole = measured(codings, spoken, codes, unit)
        for team in teams(len(coders)):
            some = whole.picked(team)
            named = ", ".join(coders[number] for number in team)
            for uncoded, text in zip(UNCODED, (some, some.coded()), strict=True):
                again = _drawn(text, draws, len(codes))
                for theme, code, picked in crowds(codebook):
                    at = [codes.index(name) for name in picked]
                    row = {"theme": theme, "code": code, "coders": named, "unit": unit}
                    row |= {"uncoded": uncoded, **_coefficients(text, at)}
                    row |= interval(again[:, at].sum(axis=1))
                    row["masi"] = "" if code else printed(_masi(text, at))
                    rows.append(row)
    return rows


def spoken_turns(turns: Iterable[Turn]) -> list[Turn]:
    """Give the participants' turns, in the order of the interviews."""
    return sorted(
        (turn for turn in turns if not turn.by_interviewer),
        key=lambda turn: (natural(turn.interview), turn.turn),
    )


def teams(coders: int) -> list[tuple[int, ...]]:
    """Give every pair of coders, and all of them where that is not a pair."""
    pairs: list[tuple[int, ...]] = list(combinations(range(coders), 2))
    return [*pairs, tuple(range(coders))] if coders > 2 else pairs


def counted(labels: NDArray[np.int8]) -> Floats:
    """Count how often each label was given: … × labels, over the first axis, the coders."""
    each = [(labels == label).sum(axis=0, dtype=np.int64) for label in range(LABELS)]
    return np.stack(each, axis=-1).astype(np.float64)


def _drawn(text: Measured, draws: Floats, codes: int) -> Floats:
    """Give the coincidences of each resample: resamples × codes × labels × labels."""
    counts = counted(text.labels)
    rated = counts.sum(axis=-1)
    weight = np.where(rated > 1, text.weights[:, None] / np.maximum(rated - 1, 1), 0.0)
    pairs = counts[..., :, None] * counts[..., None, :] - counts[..., None] * np.eye(LABELS)
    each = (pairs * weight[..., None, None]).reshape(len(text.turns), codes * LABELS * LABELS)
    of_turn = np.zeros((draws.shape[1], each.shape[1]))
    np.add.at(of_turn, text.turns, each)
    return (draws @ of_turn).reshape(len(draws), codes, LABELS, LABELS)


def _coefficients(text: Measured, at: Sequence[int]) -> dict[str, str]:
    """Give units, percentage and coefficients of some codes, their units pooled."""
    labels = text.labels[:, :, list(at)].reshape(len(text.labels), -1)
    weights = np.repeat(text.weights, len(at))
    counts = counted(labels)
    pairs = combinations(range(len(labels)), 2)
    kappas = [_cohen(labels[one], labels[other], weights) for one, other in pairs]
    matrix = coincidences_of(counts, weights)
    return {
        "units": str(int(weights[counts.sum(axis=1) > 1].sum())),
        "percent": printed(percent_of(counts, weights)),
        "cohen": printed(float(np.mean(kappas)) if kappas else float("nan")),
        "fleiss": printed(fleiss_of(counts, weights)),
        "alpha": printed(float(alpha_of(matrix, 1 - np.eye(LABELS)))),
        "ac1": printed(ac1_of(counts, weights)),
    }


def _cohen(first: NDArray[np.int8], second: NDArray[np.int8], weights: Floats) -> float:
    """Give Cohen's kappa of two coders on weighted units that both rated."""
    both = (first != MISSING) & (second != MISSING)
    cells = first[both].astype(np.int64) * LABELS + second[both]
    table = np.bincount(cells, weights=weights[both], minlength=LABELS * LABELS)
    return kappa_of(table.reshape(LABELS, LABELS).astype(np.float64))


def _masi(text: Measured, at: Sequence[int]) -> float:
    """Give MASI-weighted alpha of the sets of codes, with their stance, on each unit."""
    seen: dict[frozenset[tuple[int, int]], int] = {frozenset(): 0}
    some = text.labels[:, :, list(at)]
    shape = some.shape[:2]
    numbers = np.where((some == MISSING).any(axis=2), MISSING, 0)
    for coder, unit in np.argwhere((some > 0).any(axis=2)):
        row = some[coder, unit]
        held = frozenset((int(code), int(row[code])) for code in np.flatnonzero(row > 0))
        numbers[coder, unit] = seen.setdefault(held, len(seen))
    counts = np.zeros((shape[1], len(seen)))
    for coder in range(shape[0]):
        rated = np.flatnonzero(numbers[coder] != MISSING)
        counts[rated, numbers[coder, rated]] += 1
    delta = np.array([[masi_distance(one, other) for other in seen] for one in seen])
    return float(alpha_of(coincidences_of(counts, text.weights), delta))
