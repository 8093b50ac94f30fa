"""How far the study's coders agree: for every code, every theme and altogether.

A unit is one code on one turn of a participant: each coder's label there is none, affirms, denies
or both. For a code the units are the turns; for a theme they are its codes' units pooled (turn ×
code), so that a theme's value weighs its codes by how often they occur, and is defined where single
codes are too rare. Turns of the interviewer are no units. A coder who coded nothing in an interview
has not coded it: those units are missing, not "none".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fieldstudy.code.agreement import cohen_kappa, percent_agreement
from fieldstudy.code.codebook import Codebook
from fieldstudy.code.counts import Floats, alpha_of
from fieldstudy.code.records import STANCES, Coding, Turn, natural

LABELS = 4  # none, affirms, denies, both
MISSING = -1
RESAMPLES = 500
SEED = 20220428  # any fixed number
INTERVAL = (2.5, 97.5)
DEFINED = 0.95  # an interval is given only where alpha is defined in this share of resamples
COLUMNS = ("theme", "code", "coders", "units", "percent", "kappa", "alpha", "low", "high")

Labels = NDArray[np.int64]


def labels_of(codings: Iterable[Coding], turns: Sequence[Turn], codes: Sequence[str]) -> Labels:
    """Give each coder's label of each code on each turn.

    Returns
    -------
    numpy.ndarray
        Coders (sorted) × turns × codes: 0 none, 1 affirms, 2 denies, 3 both, −1 not coded.
    """
    codings = list(codings)
    coders = sorted({coding.coder for coding in codings})
    place = {(turn.interview, turn.turn): number for number, turn in enumerate(turns)}
    column = {code: number for number, code in enumerate(codes)}
    coded = {(coding.coder, coding.interview) for coding in codings}
    labels = np.full((len(coders), len(turns), len(codes)), MISSING, dtype=np.int64)
    for row, coder in enumerate(coders):
        for number, turn in enumerate(turns):
            if (coder, turn.interview) in coded:
                labels[row, number] = 0
    for coding in codings:
        at = place.get((coding.interview, coding.turn))
        if at is not None:
            bit = 1 << STANCES.index(coding.stance)
            labels[coders.index(coding.coder), at, column[coding.code]] |= bit
    return labels


def coincidences(labels: Labels) -> Floats:
    """Give each unit's coincidence matrix: turns × codes × labels × labels."""
    counts = np.stack([(labels == label).sum(axis=0) for label in range(LABELS)], axis=-1)
    rated = counts.sum(axis=-1)[..., None, None]
    pairs = counts[..., :, None] * counts[..., None, :] - counts[..., None] * np.eye(LABELS)
    return np.where(rated > 1, pairs / np.maximum(rated - 1, 1), 0.0)


def resampled(interviews: Sequence[str], times: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Draw turns again with replacement within each interview.

    Within interviews, because a handful of interviews is too few to draw from.

    Returns
    -------
    numpy.ndarray
        Resamples × turns: how often each turn was drawn.
    """
    random = np.random.default_rng(seed)
    weights = np.zeros((times, len(interviews)))
    names = np.asarray(interviews)
    for name in dict.fromkeys(interviews):
        where = np.flatnonzero(names == name)
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
    spoken = sorted(
        (turn for turn in turns if not turn.by_interviewer),
        key=lambda turn: (natural(turn.interview), turn.turn),
    )
    codes = list(codebook.codes)
    labels = labels_of(codings, spoken, codes)
    each = coincidences(labels)
    weights = resampled([turn.interview for turn in spoken])
    flat = weights @ each.reshape(len(spoken), len(codes) * LABELS * LABELS)
    again = flat.reshape(len(weights), len(codes), LABELS, LABELS)
    rows = []
    for theme, code, picked in crowds(codebook):
        at = [codes.index(name) for name in picked]
        row = {"theme": theme, "code": code, "coders": str(len(labels))}
        row |= _coefficients(labels[:, :, at].reshape(len(labels), len(spoken) * len(at)))
        row |= _alphas(each[:, at].sum(axis=(0, 1)), again[:, at].sum(axis=1))
        rows.append(row)
    return rows


def crowds(codebook: Codebook) -> Iterator[tuple[str, str, list[str]]]:
    """Name the rows of the table and the codes that each pools."""
    yield "all", "", list(codebook.codes)
    for theme in codebook.themes:
        codes = codebook.of_theme(theme)
        if codes:
            yield theme, "", codes
        for code in codes:
            yield theme, code, [code]


def _coefficients(labels: Labels) -> dict[str, str]:
    """Give units, percentage and kappa of coders × units."""
    ratings = np.where(labels == MISSING, np.nan, labels.astype(np.float64))
    units = int(((labels != MISSING).sum(axis=0) > 1).sum())
    kappas = [cohen_kappa(ratings[list(pair)]) for pair in combinations(range(len(ratings)), 2)]
    kappa = float(np.mean(kappas)) if kappas else float("nan")
    return {
        "units": str(units),
        "percent": printed(percent_agreement(ratings) / 100),
        "kappa": printed(kappa),
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
