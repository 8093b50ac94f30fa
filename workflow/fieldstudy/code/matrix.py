"""The framework matrix: for every area (or interview) and code, affirms, denies or silent.

Silence is not absence: a code that nobody spoke of is silent, and only a denial denies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import Row, Segment, natural
from fieldstudy.errors import StudyError

By = Literal["area", "interview"]


def matrix_columns(by: By) -> tuple[str, ...]:
    """Name the columns of the matrix by area or by interview."""
    return (by, "group", "theme", "code", "stance", "passages", "mixed")


def matrix_rows(
    segments: Iterable[Segment], interviews: Sequence[Row], codebook: Codebook, by: By = "area"
) -> list[dict[str, object]]:
    """Give a cell for every area and code, with how many passages speak of it.

    An area affirms if any passage affirms; where passages of one area both affirm and deny, it
    affirms and ``mixed`` is yes. Every area that was interviewed has every code.

    Parameters
    ----------
    segments
        The adjudicated coding.
    interviews
        Rows with interview, area and group.
    codebook
        Its order is the order of the cells.
    by
        ``area``, or ``interview`` for the table of single interviews.

    Raises
    ------
    StudyError
        If a segment's interview is not among the interviews.
    """
    unit_of = {row["interview"]: row[by] for row in interviews}
    groups = {row[by]: row["group"] for row in interviews}
    told: Counter[tuple[str, str, str]] = Counter()
    for segment in segments:
        if segment.interview not in unit_of:
            raise StudyError.of(
                "interviews.csv: interview",
                f"has no interview '{segment.interview}', which has coded passages",
            )
        told[unit_of[segment.interview], segment.code, segment.stance] += 1
    rows: list[dict[str, object]] = []
    for unit in sorted(groups, key=natural):
        for code in codebook.codes.values():
            affirms, denies = (told[unit, code.code, stance] for stance in ("affirms", "denies"))
            rows.append(
                {
                    by: unit,
                    "group": groups[unit],
                    "theme": code.theme,
                    "code": code.code,
                    "stance": "affirms" if affirms else "denies" if denies else "silent",
                    "passages": affirms + denies,
                    "mixed": "yes" if affirms and denies else "no",
                }
            )
    return rows
