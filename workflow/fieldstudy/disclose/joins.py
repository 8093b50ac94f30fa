"""Work out what a reader can join: an interview's number to an area's code, and one area to the other.

Quotations are printed with the number of their interview, and what areas said with the areas' codes.
Where one area alone says what a quotation says, the two are joined. Nothing here is hidden; it is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

Row = Mapping[str, str]


def areas_left(
    quoted: Sequence[Row], voices: Sequence[Row], findings: Sequence[Row]
) -> dict[str, list[str]]:
    """Give, for each interview that is quoted, the areas that it can be of.

    Parameters
    ----------
    quoted
        Resolved quotations: ``interview``, ``code``.
    voices
        What each interview said: ``interview``, ``code``, ``stance``. A reader has it from the words.
    findings
        What each area said, as it is open: ``area``, ``code``, ``stance``.
    """
    areas = sorted({row["area"] for row in findings})
    said = {(row["area"], row["code"]): row["stance"] for row in findings}
    own = {(row["interview"], row["code"]): row["stance"] for row in voices}
    left: dict[str, list[str]] = {}
    for row in quoted:
        interview, code = row["interview"], row["code"]
        like = [a for a in areas if said.get((a, code)) == own.get((interview, code))]
        left[interview] = [area for area in left.get(interview, areas) if area in like]
    return _each_its_own(left, areas)


def _each_its_own(left: Mapping[str, Sequence[str]], areas: Sequence[str]) -> dict[str, list[str]]:
    """Leave out areas that must be another interview's, where each interview has an area of its own."""
    can = np.array([[area in left[one] for area in areas] for one in left], dtype=int)
    can = can.reshape(len(left), len(areas))
    if not _matched(can):
        return {one: list(given) for one, given in left.items()}
    kept: dict[str, list[str]] = {}
    for at, interview in enumerate(left):
        kept[interview] = []
        for place, area in enumerate(areas):
            alone = can.copy()
            alone[at] = can[at] * (np.arange(len(areas)) == place)
            if _matched(alone):
                kept[interview].append(area)
    return kept


def _matched(can: np.ndarray[tuple[int, int], np.dtype[np.int_]]) -> bool:
    """Tell whether every interview can have an area of its own."""
    return bool(np.all(maximum_bipartite_matching(csr_array(can), perm_type="column") >= 0))


def groups_of(findings: Sequence[Row]) -> dict[str, int]:
    """Count the areas of each group."""
    pairs = {(row["group"], row["area"]) for row in findings}
    return {group: sum(g == group for g, _ in pairs) for group in sorted({g for g, _ in pairs})}
