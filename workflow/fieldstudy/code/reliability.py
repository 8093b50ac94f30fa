"""How far the study's coders agree: for every code, every theme and altogether.

A unit is one code on one turn of a participant: each coder's label there is none, affirms, denies
or both. For a code the units are the turns; for a theme they are its codes' units pooled (turn ×
code), so that a theme's value weighs its codes by how often they occur, and is defined where single
codes are too rare. Turns of the interviewer are no units. A coder who coded nothing in an interview
has not coded it: those units are missing, not "none".

Some interviews are counted at a time, and only the counts are kept, so that memory follows codes and
not the study.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import combinations, groupby, product

import numpy as np
from numpy.typing import NDArray

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.counts import Floats, alpha_of, kappa_of
from fieldstudy.code.records import STANCES, Coding, Turn, natural

LABELS = 4  # none, affirms, denies, both
MISSING = -1
RESAMPLES = 500
SEED = 20220428  # any fixed number
AT_ONCE = 1000  # turns counted at a time, or more to make whole interviews; 15 KB each at 113 codes
INTERVAL = (2.5, 97.5)
DEFINED = 0.95  # an interval is given only where alpha is defined in this share of resamples
COLUMNS = ("theme", "code", "coders", "units", "percent", "kappa", "alpha", "low", "high")

Labels = NDArray[np.int64]


@dataclass
class Counts:
    """What some interviews add to the table, a row for each code; those of all are added up.

    Parameters
    ----------
    units
        Those with two labels or more: codes.
    pairs, equal
        Ordered pairs of labels of one unit, and those of them that are equal: codes.
    coincidences, again
        Codes × labels × labels, and the same of each resample before it.
    tables
        Pairs of coders × codes × first coder's labels × second coder's.
    """

    units: Labels
    pairs: Labels
    equal: Labels
    coincidences: Floats
    again: Floats
    tables: Floats

    def add(self, other: Counts) -> None:
        """Add the counts of other interviews."""
        for field in fields(self):
            mine = getattr(self, field.name)
            mine += getattr(other, field.name)


def labels_of(
    codings: Iterable[Coding], turns: Sequence[Turn], codes: Sequence[str], coders: Sequence[str]
) -> Labels:
    """Give each coder's label of each code on each turn.

    Returns
    -------
    numpy.ndarray
        Coders × turns × codes: 0 none, 1 affirms, 2 denies, 3 both, −1 not coded.
    """
    codings = list(codings)
    row = {coder: number for number, coder in enumerate(coders)}
    place = {(turn.interview, turn.turn): number for number, turn in enumerate(turns)}
    column = {code: number for number, code in enumerate(codes)}
    coded = {(coding.coder, coding.interview) for coding in codings}
    labels = np.full((len(coders), len(turns), len(codes)), MISSING, dtype=np.int64)
    for coder in coders:
        for number, turn in enumerate(turns):
            if (coder, turn.interview) in coded:
                labels[row[coder], number] = 0
    for coding in codings:
        at = place.get((coding.interview, coding.turn))
        if at is not None:
            bit = 1 << STANCES.index(coding.stance)
            labels[row[coding.coder], at, column[coding.code]] |= bit
    return labels


def coincidences(labels: Labels) -> Floats:
    """Give each unit's coincidence matrix: turns × codes × labels × labels."""
    counts = np.stack([(labels == label).sum(axis=0) for label in range(LABELS)], axis=-1)
    rated = counts.sum(axis=-1)[..., None, None]
    pairs = counts[..., :, None] * counts[..., None, :] - counts[..., None] * np.eye(LABELS)
    return np.where(rated > 1, pairs / np.maximum(rated - 1, 1), 0.0)


def resampled(
    interviews: Sequence[str], times: int = RESAMPLES, seed: int | np.random.Generator = SEED
) -> Floats:
    """Draw turns again with replacement within each interview.

    Within interviews, because a handful of interviews is too few to draw from. A generator in the seed's
    place goes on where it was, as if the interviews before had been given as well.

    Returns
    -------
    numpy.ndarray
        Resamples × turns: how often each turn was drawn.
    """
    random = np.random.default_rng(seed)
    weights = np.zeros((times, len(interviews)))
    places: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(interviews):
        places[name].append(number)
    for where in places.values():
        even = np.full(len(where), 1 / len(where))
        weights[:, where] = random.multinomial(len(where), even, size=times)
    return weights


def agreement_rows(
    codings: Iterable[Coding], turns: Iterable[Turn], codebook: Codebook
) -> list[dict[str, str]]:
    """Give the table of agreement: all, then each theme followed by its codes.

    Returns
    -------
    list of dict
        Columns as ``COLUMNS``; a coefficient that is not defined is empty, and ``percent`` is a
        share of 1. With more than two coders, kappa is the mean of Cohen's over the pairs (Light
        1971, Psychological Bulletin 76(5), 365–377).
    """
    codings = list(codings)
    coders = sorted({coding.coder for coding in codings})
    codes = list(codebook.codes)
    random = np.random.default_rng(SEED)
    whole = _counts(labels_of([], [], codes, coders), [], random)
    for some, theirs in some_interviews(codings, turns):
        names = [turn.interview for turn in some]
        whole.add(_counts(labels_of(theirs, some, codes, coders), names, random))
    rows = []
    for theme, code, picked in crowds(codebook):
        at = [codes.index(name) for name in picked]
        row = {"theme": theme, "code": code, "coders": str(len(coders))}
        row |= _coefficients(whole, at)
        row |= _alphas(whole.coincidences[at].sum(axis=0), whole.again[:, at].sum(axis=1))
        rows.append(row)
    return rows


def spoken_turns(turns: Iterable[Turn]) -> list[Turn]:
    """Give the participants' turns, in the order of the interviews."""
    return sorted(
        (turn for turn in turns if not turn.by_interviewer),
        key=lambda turn: (natural(turn.interview), turn.turn),
    )


def some_interviews(
    codings: Iterable[Coding], turns: Iterable[Turn]
) -> Iterator[tuple[list[Turn], list[Coding]]]:
    """Give the participants' turns in order with their codings, some whole interviews at a time."""
    of_interview: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        of_interview[coding.interview].append(coding)
    held: list[Turn] = []
    theirs: list[Coding] = []
    for name, interview in groupby(spoken_turns(turns), key=lambda turn: turn.interview):
        held += interview
        theirs += of_interview[name]
        if len(held) >= AT_ONCE:
            yield held, theirs
            held, theirs = [], []
    if held:
        yield held, theirs


def _counts(labels: Labels, interviews: Sequence[str], random: np.random.Generator) -> Counts:
    """Count the labels of some interviews (coders × turns × codes); each turn's interview is named."""
    coders, turns, codes = labels.shape
    given = np.stack([(labels == label).sum(axis=0) for label in range(LABELS)], axis=-1)
    rated = given.sum(axis=-1)
    each = coincidences(labels)
    flat = resampled(interviews, seed=random) @ each.reshape(turns, codes * LABELS * LABELS)
    pairs = list(combinations(range(coders), 2))
    tables = np.zeros((len(pairs), codes, LABELS, LABELS))
    for number, (one, other) in enumerate(pairs):
        for first, second in product(range(LABELS), repeat=2):
            met = (labels[one] == first) & (labels[other] == second)
            tables[number, :, first, second] = met.sum(axis=0)
    return Counts(
        units=(rated > 1).sum(axis=0),
        pairs=(rated * (rated - 1)).sum(axis=0),
        equal=(given * (given - 1)).sum(axis=(0, 2)),
        coincidences=each.sum(axis=0),
        again=flat.reshape(len(flat), codes, LABELS, LABELS),
        tables=tables,
    )


def crowds(codebook: Codebook) -> Iterator[tuple[str, str, list[str]]]:
    """Name the rows of the table and the codes that each pools."""
    yield "all", "", list(codebook.codes)
    for theme in codebook.themes:
        codes = codebook.of_theme(theme)
        if codes:
            yield theme, "", codes
        for code in codes:
            yield theme, code, [code]


def _coefficients(whole: Counts, at: Sequence[int]) -> dict[str, str]:
    """Give units, percentage and kappa of some codes, their units pooled."""
    pairs, equal = int(whole.pairs[at].sum()), int(whole.equal[at].sum())
    kappas = [kappa_of(table) for table in whole.tables[:, at].sum(axis=1)]
    return {
        "units": str(int(whole.units[at].sum())),
        "percent": printed(equal / pairs if pairs else float("nan")),
        "kappa": printed(float(np.mean(kappas)) if kappas else float("nan")),
    }


def _alphas(matrix: Floats, again: Floats) -> dict[str, str]:
    """Give nominal alpha of the units and its percentile interval over the resamples."""
    alpha = float(alpha_of(matrix, 1 - np.eye(LABELS)))
    return {"alpha": printed(alpha), **interval(again)}


def interval(again: Floats) -> dict[str, str]:
    """Give the percentile interval of nominal alpha over resampled coincidence matrices."""
    values = alpha_of(again, 1 - np.eye(LABELS))
    known = values[~np.isnan(values)]
    low, high = float("nan"), float("nan")
    if len(known) >= DEFINED * len(values) > 0:
        low, high = (float(bound) for bound in np.percentile(known, INTERVAL))
    return {"low": printed(low), "high": printed(high)}


def printed(value: float) -> str:
    """Write a number with four places; one that is not defined is empty."""
    return "" if np.isnan(value) else f"{value:.4f}"
