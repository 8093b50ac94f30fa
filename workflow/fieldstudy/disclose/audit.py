"""Try to work out every hidden number from all that is printed, and say what came of it.

This knows nothing of how cells were chosen: it reads the tables as a reader has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from fieldstudy.disclose.bounds import CLOSE, Reader
from fieldstudy.disclose.linked import Linked
from fieldstudy.disclose.printed import is_hidden
from fieldstudy.disclose.space import EVERYONE, Cell, Said, cell


class Outcome(StrEnum):
    """What a reader can make of a hidden number."""

    EXACT = "found exactly"
    NARROW = "found within its protection interval"
    SAFE = "protected"


@dataclass(frozen=True)
class Bounded:
    """A hidden number, and the bounds that a reader can put on it."""

    where: str
    low: float
    high: float
    outcome: Outcome


@dataclass(frozen=True)
class Proven:
    """A crowd under the threshold that is printed nowhere, and that the tables prove to be there."""

    who: str
    low: float
    high: float


def hidden_numbers(
    linked: Linked, sentences: Sequence[Said] = (), protection: float = 1.0
) -> list[Bounded]:
    """Bound each hidden number, in the order of the tables.

    Parameters
    ----------
    linked
        The tables.
    sentences
        What sentences tell besides.
    protection
        How far apart the bounds must be; under it a number counts as found.

    Raises
    ------
    StudyError
        If what is printed contradicts itself.
    """
    told = linked.told()
    reader = reader_of(linked, sentences)
    numbers = [said for entry, said in told if is_hidden(entry)]
    ranges = [
        said for said in sentences if said.whole is None
    ]  # everyone is an empty cell, not None
    numbers += [said for said in ranges if 0 < said.low < said.high < inf]
    found: dict[Cell, tuple[float, float]] = {}
    for said in numbers:
        if said.cell not in found:
            found[said.cell] = reader.bounds(said.cell)
    return [Bounded(s.where, *found[s.cell], outcome(*found[s.cell], protection)) for s in numbers]


def reader_of(linked: Linked, sentences: Sequence[Said] = ()) -> Reader:
    """Give somebody who has read it all."""
    said = [one for _, one in linked.told()]
    amounts = [one for one in said if one.whole is None]
    counts = all(one.high == inf or one.low == int(one.low) for one in amounts)
    return Reader(linked.space, [*said, *sentences], counts)


def outcome(low: float, high: float, protection: float) -> Outcome:
    """Say what bounds amount to.

    Examples
    --------
    >>> str(outcome(2, 2, 3)), str(outcome(1, 3, 3)), str(outcome(0, 3, 3))
    ('found exactly', 'found within its protection interval', 'protected')
    """
    if high - low < CLOSE:
        return Outcome.EXACT
    return Outcome.NARROW if high - low < protection - CLOSE else Outcome.SAFE


def proven(linked: Linked, sentences: Sequence[Said], threshold: int) -> list[Proven]:
    """Name the crowds under the threshold that no table prints and that all together give away.

    These are the people of one combination of all categories, of one category, and those whom a
    sentence leaves out.
    """
    reader = reader_of(linked, sentences)
    space = linked.space
    printed = {said.cell for _, said in linked.told() if said.whole is None}
    crowds = [space.atom(point) for point in space.points]
    crowds += [
        cell({name: frozenset({category})})
        for name, categories in space.dimensions.items()
        for category in categories
    ]
    found = []
    for crowd in dict.fromkeys(crowds):
        if crowd in printed:
            continue
        low, high = reader.bounds(crowd)
        if 1 <= low <= high < threshold:
            found.append(Proven(_who(crowd), low, high))
    return found + _left_out(reader, sentences, threshold)


def _left_out(reader: Reader, sentences: Iterable[Said], threshold: int) -> list[Proven]:
    """Find the sentences that leave out a small crowd: what is not a part is the rest."""
    low, high = reader.bounds(EVERYONE)
    if low != high:
        return []
    found = []
    for said in sentences:
        least, most = reader.bounds(said.cell)
        if 1 <= high - most <= high - least < threshold:
            found.append(Proven(f"all but {_who(said.cell)}", high - most, high - least))
    return found


def _who(crowd: Cell) -> str:
    """Say whom a cell counts."""
    parts = (f"{name} {' or '.join(sorted(of))}" for name, of in sorted(crowd, key=lambda c: c[0]))
    return " and ".join(parts) or "everyone"


def in_sentence(bounded: Bounded) -> str:
    """Say in words what a reader can work out, sizes left out."""
    exact = bounded.outcome is Outcome.EXACT
    how = "exactly" if exact else "within its protection interval"
    return f"is hidden, and all that is printed together lets it be found {how}"
