"""Count what coders put on units of a text, turn by turn, so that memory follows turns and codes.

A unit is a turn, or a stretch of a turn between the ends of codings, weighed by its characters. Units
that every coder labelled alike are counted together: what is kept is how much of each turn has which
labels, and not the units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fieldstudy.code.counts import Floats
from fieldstudy.code.records import STANCES, Coding, Turn
from fieldstudy.code.reliability import LABELS, MISSING

Numbers = NDArray[np.int64]
Labels = NDArray[np.int8]
# So many combinations of the coders' sets are counted; more would fill the memory.
MOST_HELD = 100_000
# How much text has which sets of some codes: by who coded it, and each coder's labels of these codes as
# bytes (none if not coded).
Held = dict[tuple[int, tuple[bytes | None, ...]], float]
# A label of one coder on one code is a digit: not coded, none, affirms, denies, both.
BASE = LABELS + 1
# Sixteen coders' digits, the bits of who coded and a thousand codes would not fit into 64 bits.
MOST_CODERS = 15


@dataclass(frozen=True)
class Tally:
    """How much of each turn has which labels: a row for each turn, code and pattern of labels.

    Parameters
    ----------
    turns, codes
        Number of the turn and of the code.
    patterns
        All coders' labels, a digit each.
    coded
        Which coders gave the unit any code at all, a bit each.
    weights
        Units, or characters.
    """

    turns: Numbers
    codes: Numbers
    patterns: Numbers
    coded: Numbers
    weights: Floats


def tally(
    codings: Sequence[Coding],
    turns: Sequence[Turn],
    codes: Sequence[str],
    coders: Sequence[str],
    unit: str,
    crowds: Sequence[Sequence[int]],
    sets: list[Held | None],
) -> Tally:
    """Count labels.

    Parameters
    ----------
    codings
        Of any number of coders.
    turns
        Whose units are counted, in order.
    codes, coders
        All of them, in order.
    unit
        ``turns`` or ``characters``.
    crowds
        Numbers of the codes whose sets are counted.
    sets
        What was counted of each crowd before; grows, and is None where there were more than
        ``MOST_HELD``.
    """
    of_turn: dict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        of_turn[coding.interview, coding.turn].append(coding)
    at_work = {(coding.coder, coding.interview) for coding in codings}
    row = {coder: number for number, coder in enumerate(coders)}
    column = {code: number for number, code in enumerate(codes)}
    parts: list[tuple[Numbers, Numbers, Floats]] = []
    for place, turn in enumerate(turns):
        here = of_turn.get((turn.interview, turn.turn), ())
        base = [0 if (coder, turn.interview) in at_work else MISSING for coder in coders]
        cuts = _cuts(turn, here, unit)
        labels = _labels(here, cuts, base, row, column)
        weights = np.ones(1) if unit == "turns" else np.diff(cuts).astype(np.float64)
        coded = _bits(np.any(labels > 0, axis=2))
        parts.append(_rows(place, labels, coded, weights))
        for number, at in enumerate(crowds):
            sets[number] = _with_sets(sets[number], labels[:, :, list(at)], coded, weights, base)
    return _joined(parts, len(coders))


def _cuts(turn: Turn, codings: Iterable[Coding], unit: str) -> Numbers:
    """Cut a turn where a coding starts or ends; as a unit of its own it stays whole."""
    ends = {at for coding in codings for at in (coding.start, coding.end)}
    length = max([len(turn.text), *ends])  # a turn that is not archived is longer than what is left
    return np.array([0, length] if unit == "turns" else sorted({0, length, *ends}))


def _labels(
    codings: Iterable[Coding],
    cuts: Numbers,
    base: Sequence[int],
    row: Mapping[str, int],
    column: Mapping[str, int],
) -> Labels:
    """Give the labels of one turn: coders × units × codes."""
    blank = np.array(base, dtype=np.int8)[:, None, None]
    labels = np.tile(blank, (1, len(cuts) - 1, len(column)))
    for coding in codings:
        first, last = np.searchsorted(cuts, (coding.start, coding.end))
        if len(cuts) == 2:  # the turn as a whole
            first, last = 0, 1
        bit = 1 << STANCES.index(coding.stance)
        labels[row[coding.coder], first:last, column[coding.code]] |= bit
    return labels


def _bits(flags: ArrayLike) -> Numbers:
    """Give flags of coders × units as a number a unit, a bit a coder."""
    rows = np.asarray(flags, dtype=np.int64)
    return np.asarray((rows << np.arange(len(rows))[:, None]).sum(axis=0))


def _rows(
    place: int, labels: Labels, coded: Numbers, weights: Floats
) -> tuple[Numbers, Numbers, Floats]:
    """Count one turn's patterns: turn, key (code, who coded, pattern) and weight of each."""
    coders, _, codes = labels.shape
    digits = BASE ** np.arange(coders, dtype=np.int64)
    patterns = np.tensordot(digits, labels.astype(np.int64) + 1, axes=1)
    keys = (np.arange(codes)[None, :] << coders) + coded[:, None]
    whole = (keys * BASE**coders + patterns).ravel()
    found, at = np.unique(whole, return_inverse=True)
    weight = weighed(at, np.repeat(weights, codes), len(found))
    return np.full(len(found), place), found, weight


def _joined(parts: Sequence[tuple[Numbers, Numbers, Floats]], coders: int) -> Tally:
    """Put the turns' counts together and part their keys."""
    none = np.zeros(0, dtype=np.int64)
    places = np.concatenate([none, *(part[0] for part in parts)])
    whole = np.concatenate([none, *(part[1] for part in parts)])
    weights = np.concatenate([np.zeros(0), *(part[2] for part in parts)])
    keys, patterns = np.divmod(whole, BASE**coders)
    codes, coded = np.divmod(keys, 1 << coders)
    return Tally(places, codes, patterns, coded, weights)


def _with_sets(
    held: Held | None,
    labels: Labels,
    coded: Numbers,
    weights: Floats,
    base: Sequence[int],
) -> Held | None:
    """Count which sets of codes the coders gave to a turn's units, unless there are too many."""
    if held is None:
        return None
    for unit, (who, weight) in enumerate(zip(coded.tolist(), weights.tolist(), strict=True)):
        sets = tuple(
            None if base[coder] == MISSING else labels[coder, unit].tobytes()
            for coder in range(len(labels))
        )
        held[who, sets] += weight
    return held if len(held) <= MOST_HELD else None


def of_team(text: Tally, team: Sequence[int], left_out: bool) -> Tally:
    """Give the counts for some of the coders, with text that none of them coded or without it."""
    kept = np.ones(len(text.turns), dtype=bool)
    if left_out:
        kept = (text.coded & sum(1 << coder for coder in team)) > 0
    size = BASE ** len(team)
    patterns = np.zeros(int(kept.sum()), dtype=np.int64)
    for number, coder in enumerate(team):
        patterns += text.patterns[kept] // BASE**coder % BASE * BASE**number
    codes = int(text.codes.max(initial=0)) + 1
    whole = (text.turns[kept] * codes + text.codes[kept]) * size + patterns
    found, at = np.unique(whole, return_inverse=True)
    weights = weighed(at, text.weights[kept], len(found))
    keys, patterns = np.divmod(found, size)
    turns, numbers = np.divmod(keys, codes)
    return Tally(turns, numbers, patterns, np.zeros_like(turns), weights)


def weighed(at: Numbers, weights: Floats, size: int) -> Floats:
    """Add up weights by number."""
    return np.asarray(np.bincount(at, weights, size), dtype=np.float64)


def labels_of(patterns: Numbers, coders: int) -> Labels:
    """Give the labels that patterns stand for: coders × patterns."""
    digits = patterns[None, :] // BASE ** np.arange(coders)[:, None] % BASE
    return (digits - 1).astype(np.int8)


def sets_of(
    held: Held, team: Sequence[int], left_out: bool
) -> tuple[Numbers, NDArray[np.bool_], Floats]:
    """Give a team's sets of a crowd of codes.

    Returns
    -------
    numbers
        Coders × units, −1 where a coder did not code.
    sets
        Sets × (code, label): a code affirmed, denied or both is each a member of its own.
    weights
        Of each unit.
    """
    units: dict[tuple[bytes | None, ...], float] = defaultdict(float)
    bits = sum(1 << coder for coder in team)
    for (who, sets), weight in held.items():
        if not left_out or who & bits:
            units[tuple(sets[coder] for coder in team)] += weight
    seen: dict[bytes, int] = {}
    numbers = np.array(
        [
            [MISSING if one is None else seen.setdefault(one, len(seen)) for one in unit]
            for unit in units
        ],
        dtype=np.int64,
    ).reshape(len(units), len(team))
    return numbers.T, _members(list(seen)), np.array(list(units.values()), dtype=np.float64)


def _members(sets: Sequence[bytes]) -> NDArray[np.bool_]:
    """Give sets × (code, label) of labels written as bytes."""
    labels = np.array([np.frombuffer(one, dtype=np.int8) for one in sets], dtype=np.int8)
    if not len(sets):
        return np.zeros((0, 0), dtype=bool)
    given = labels[:, :, None] == np.arange(1, LABELS, dtype=np.int8)
    return np.asarray(given.reshape(len(sets), -1))
