"""Agreement on stretches of talk: the unitizing alphas of every code and theme.

The text is what participants said in the interviews that all the coders at hand coded, one turn
after the other. A unit is a stretch that one coder gave the same codes; it ends with its turn.
Where one coder's codes overlap, the stretch they share is a value of its own, since the family needs
units that do not overlap. A single code is run by itself, with the stance as its value.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from fieldstudy.code.agreement import Unitizing, unitizing_alpha
from fieldstudy.code.codebook import Codebook
from fieldstudy.code.detail import teams
from fieldstudy.code.records import Coding, Turn
from fieldstudy.code.reliability import crowds, printed, spoken_turns
from fieldstudy.code.unitizing import Unit

COLUMNS = (
    *("theme", "code", "coders", "characters", "u", "u_binary", "cu", "coverage"),
    *("ku", "ku_coverage"),
)

Value = Callable[[Coding], Hashable]


def stretch_rows(
    codings: Iterable[Coding], turns: Iterable[Turn], codebook: Codebook
) -> list[dict[str, str]]:
    """Give the rows of ``agreement_stretches.csv``.

    Returns
    -------
    list of dict
        Columns as ``COLUMNS``, a row for each pair of coders, and for all of more than two.
        ``cu`` of a code is about stance; of a theme, and of all, about which code. ``ku`` and
        ``ku_coverage`` of a code are from the run over all codes. What is not defined is empty.
    """
    codings = list(codings)
    spoken = spoken_turns(turns)
    coders = sorted({coding.coder for coding in codings})
    of_code: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        of_code[coding.code].append(coding)
    rows: list[dict[str, str]] = []
    for team in teams(len(coders)):
        names = [coders[number] for number in team]
        at, length = _laid_out(codings, spoken, names)
        everything = _run(codings, at, length, names, lambda coding: coding.code)
        for theme, code, picked in crowds(codebook):
            some = [coding for name in picked for coding in of_code[name]]
            value: Value = (lambda c: c.stance) if code else (lambda c: c.code)
            found = everything if theme == "all" else _run(some, at, length, names, value)
            row = {"theme": theme, "code": code, "coders": ", ".join(names)}
            row |= {"characters": str(length), "u": printed(found.u)}
            row |= {"u_binary": printed(found.u_binary), "cu": printed(found.cu)}
            row |= {"coverage": printed(found.coverage), **_of_code(everything, code)}
            rows.append(row)
    return rows


def _of_code(everything: Unitizing, code: str) -> dict[str, str]:
    """Give (k)uα of one code among all codes, and what it rests on."""
    key = frozenset([code])
    nothing = float("nan")
    return {
        "ku": printed(everything.ku.get(key, nothing)),
        "ku_coverage": printed(everything.ku_coverage.get(key, nothing)),
    }


def _laid_out(
    codings: Sequence[Coding], turns: Sequence[Turn], coders: Sequence[str]
) -> tuple[dict[tuple[str, int], int], int]:
    """Say where each turn begins in the text, and how long the text is."""
    at_work = {(coding.coder, coding.interview) for coding in codings}
    last: dict[tuple[str, int], int] = defaultdict(int)
    for coding in codings:
        last[coding.interview, coding.turn] = max(last[coding.interview, coding.turn], coding.end)
    at: dict[tuple[str, int], int] = {}
    length = 0
    for turn in turns:
        if all((coder, turn.interview) in at_work for coder in coders):
            at[turn.interview, turn.turn] = length
            length += max(len(turn.text), last[turn.interview, turn.turn])
    return at, length


def _run(
    codings: Iterable[Coding],
    at: dict[tuple[str, int], int],
    length: int,
    coders: Sequence[str],
    value: Value,
) -> Unitizing:
    """Run the family on some of the codings."""
    marked: dict[tuple[str, int], list[tuple[int, int, Hashable]]] = defaultdict(list)
    for coding in codings:
        begun = at.get((coding.interview, coding.turn))
        if begun is not None and coding.coder in coders:
            stretch = (begun + coding.start, begun + coding.end, value(coding))
            marked[coding.coder, begun].append(stretch)
    units: dict[Hashable, list[Unit]] = {coder: [] for coder in coders}
    for (coder, _), stretches in sorted(marked.items(), key=lambda item: item[0]):
        units[coder] += apart(stretches)
    return unitizing_alpha(units, length)


def apart(stretches: Sequence[Unit]) -> list[Unit]:
    """Part stretches that overlap into units that do not, each with the set of its values.

    Examples
    --------
    >>> [(start, end, sorted(held)) for start, end, held in apart([(0, 5, "x"), (3, 8, "y")])]
    [(0, 3, ['x']), (3, 5, ['x', 'y']), (5, 8, ['y'])]
    """
    changes: list[tuple[int, int, Hashable]] = []
    for start, end, value in stretches:
        changes += ((start, 1, value), (end, -1, value))
    changes.sort(key=lambda change: change[0])
    units: list[Unit] = []
    inside: Counter[Hashable] = Counter()
    left = 0
    for at, step, value in changes:
        if inside and left < at:
            held = frozenset(inside)
            if units and units[-1][1:] == (left, held):
                units[-1] = (units[-1][0], at, held)
            else:
                units.append((left, at, held))
        left = at
        inside[value] += step
        if not inside[value]:
            del inside[value]
    return units
