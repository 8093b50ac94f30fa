"""What the page of the framework matrix shows: cells, passages, and what is counted from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import Row, Segment, Turn, natural


@dataclass(frozen=True)
class Chart:
    """All that the page shows.

    Parameters
    ----------
    cells
        Rows of ``matrix.csv``.
    segments
        The adjudicated coding.
    turns
        By interview and number, for the words.
    interviews
        Rows with interview, area and group.
    groups
        Group to how it is spoken of, in the order of the columns.
    codebook
        Its order is the order of the rows.
    meetings, by_interview, saturation
        Rows of the tables of ``counting``.
    """

    cells: Sequence[Row]
    segments: Sequence[Segment]
    turns: Mapping[tuple[str, int], Turn]
    interviews: Sequence[Row]
    groups: Mapping[str, str]
    codebook: Codebook
    meetings: Sequence[Mapping[str, object]]
    by_interview: Sequence[Mapping[str, object]]
    saturation: Sequence[Mapping[str, object]]

    @cached_property
    def areas(self) -> dict[str, list[str]]:
        """Group to its areas, in order."""
        held: dict[str, list[str]] = {group: [] for group in self.groups}
        for area, group in sorted({(row["area"], row["group"]) for row in self.interviews}):
            held.setdefault(group, []).append(area)
        return {group: sorted(areas, key=natural) for group, areas in held.items() if areas}

    def stance(self, area: str, code: str) -> str:
        """Give what an area says of a code."""
        return self._of_cell[area, code]["stance"]

    @cached_property
    def _of_cell(self) -> dict[tuple[str, str], Row]:
        return {(row["area"], row["code"]): row for row in self.cells}
