"""Agreement in detail: every pair of coders and all of them, on turns and on characters.

Each row says which text it rests on. *Turns*: one code on one turn of a participant is a unit, as in
``agreement.csv``. *Characters*: one code on one character is a unit. *Kept*: all that participants
said. *Left out*: without the turns, or characters, to which no coder gave any code at all; what
is left is harder to agree on, since nobody is given credit for passing over small talk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.counts import (
    Floats,
    ac1_of,
    alpha_of,
    coincidences_of,
    fleiss_of,
    kappa_of,
    percent_of,
    why_undefined_of,
)
from fieldstudy.code.masi import alpha_of_sets
from fieldstudy.code.records import Coding, Turn
from fieldstudy.code.reliability import (
    LABELS,
    MISSING,
    RESAMPLES,
    SEED,
    crowds,
    interval,
    printed,
    resampled,
    some_interviews,
)
from fieldstudy.code.tally import (
    MOST_CODERS,
    Held,
    Tally,
    labels_of,
    of_team,
    sets_of,
    tally,
    weighed,
)
from fieldstudy.errors import StudyError

COLUMNS = (
    *("theme", "code", "coders", "unit", "uncoded", "units"),
    *("percent", "cohen", "fleiss", "alpha", "low", "high", "masi", "ac1", "undefined"),
)
UNITS = ("turns", "characters")
UNCODED = ("kept", "left out")


# Sets of codes are compared each with each: so many take some seconds and more are not compared.
MOST_SETS = 10_000


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
        or character carries, is given for themes and for all codes, where no more than
        ``MOST_SETS`` different sets were given. ``low`` and ``high`` are alpha's, over turns drawn
        again within interviews. What is not defined is empty, and ``undefined`` says why.
    """
    codings = list(codings)
    codes = list(codebook.codes)
    coders = sorted({coding.coder for coding in codings})
    if len(coders) > MOST_CODERS:
        what = f"hold the work of {len(coders)} coders; agreement in detail is for {MOST_CODERS} at most"
        raise StudyError.of("codings", what)
    named = [(theme, code, [codes.index(c) for c in at]) for theme, code, at in crowds(codebook)]
    pooled = [at for _, code, at in named if not code]
    rows: list[dict[str, str]] = []
    for unit in UNITS:
        sets: list[Held | None] = [defaultdict(float) for _ in pooled]
        of_teams = {
            (team, uncoded): Kept(len(codes)) for team in teams(len(coders)) for uncoded in UNCODED
        }
        random = np.random.default_rng(SEED)
        for some, theirs in some_interviews(codings, turns):
            text = tally(theirs, some, codes, coders, unit, pooled, sets)
            draws = resampled([turn.interview for turn in some], seed=random)
            for (team, uncoded), kept in of_teams.items():
                kept.add(of_team(text, team, uncoded == UNCODED[1]), draws, len(team))
        for (team, uncoded), kept in of_teams.items():
            crowd, text = iter(sets), kept.text()
            for theme, code, at in named:
                row = {"theme": theme, "code": code, "unit": unit, "uncoded": uncoded}
                row["coders"] = ", ".join(coders[number] for number in team)
                row |= _coefficients(text, at, len(team))
                row["masi"] = "" if code else printed(_masi(next(crowd), team, uncoded))
                rows.append(row | interval(kept.again[:, at].sum(axis=1)))
    return rows


class Kept:
    """What some coders did in all the interviews added so far, without its turns.

    Parameters
    ----------
    codes
        How many there are.
    """

    def __init__(self, codes: int) -> None:
        self.again = np.zeros((RESAMPLES, codes, LABELS, LABELS))
        self._patterns: dict[tuple[int, int], float] = defaultdict(float)

    def add(self, text: Tally, draws: Floats, coders: int) -> None:
        """Add the counts of some interviews, and of their turns drawn again."""
        self.again += _drawn(text, draws, self.again.shape[1], coders)
        columns = (text.codes.tolist(), text.patterns.tolist(), text.weights.tolist())
        for code, pattern, weight in zip(*columns, strict=True):
            self._patterns[code, pattern] += weight

    def text(self) -> Tally:
        """Give the counts, as if all were one turn."""
        keys = np.array(sorted(self._patterns), dtype=np.int64).reshape(-1, 2)
        weights = np.array([self._patterns[code, at] for code, at in keys.tolist()], dtype=float)
        nothing = np.zeros(len(keys), dtype=np.int64)
        return Tally(nothing, keys[:, 0], keys[:, 1], nothing, weights)


def teams(coders: int) -> list[tuple[int, ...]]:
    """Give every pair of coders, and all of them where that is not a pair."""
    pairs: list[tuple[int, ...]] = list(combinations(range(coders), 2))
    return [*pairs, tuple(range(coders))] if coders > 2 else pairs


def counted(labels: NDArray[np.int8]) -> Floats:
    """Count how often each label was given: … × labels, over the first axis, the coders."""
    each = [(labels == label).sum(axis=0, dtype=np.int64) for label in range(LABELS)]
    return np.stack(each, axis=-1).astype(np.float64)


def _drawn(text: Tally, draws: Floats, codes: int, coders: int) -> Floats:
    """Give the coincidences of each resample: resamples × codes × labels × labels."""
    kinds, at = np.unique(text.patterns, return_inverse=True)
    counts = counted(labels_of(kinds, coders))
    rated = counts.sum(axis=-1)[:, None, None]
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(LABELS)
    each = np.where(rated > 1, pairs / np.maximum(rated - 1, 1), 0.0).reshape(len(kinds), -1)
    of_turn = np.zeros((draws.shape[1], codes, LABELS * LABELS))
    np.add.at(of_turn, (text.turns, text.codes), each[at] * text.weights[:, None])
    found = draws @ of_turn.reshape(draws.shape[1], -1)
    return np.asarray(found.reshape(len(draws), codes, LABELS, LABELS))


def _coefficients(text: Tally, at: Sequence[int], coders: int) -> dict[str, str]:
    """Give units, percentage and coefficients of some codes, their units pooled."""
    here = np.isin(text.codes, at)
    kinds, number = np.unique(text.patterns[here], return_inverse=True)
    weights = weighed(number, text.weights[here], len(kinds))
    labels = labels_of(kinds, coders)
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
        "undefined": why_undefined_of(counts),
    }


def _cohen(first: NDArray[np.int8], second: NDArray[np.int8], weights: Floats) -> float:
    """Give Cohen's kappa of two coders on weighted units that both rated."""
    both = (first != MISSING) & (second != MISSING)
    cells = first[both].astype(np.int64) * LABELS + second[both]
    table = np.bincount(cells, weights=weights[both], minlength=LABELS * LABELS)
    return kappa_of(table.reshape(LABELS, LABELS).astype(np.float64))


def _masi(held: Held | None, team: Sequence[int], uncoded: str) -> float:
    """Give MASI-weighted alpha of the sets of codes, with their stance, on each unit."""
    if held is None:
        return float("nan")
    found = sets_of(held, team, uncoded == UNCODED[1])
    return float("nan") if len(found[1]) > MOST_SETS else alpha_of_sets(*found)
