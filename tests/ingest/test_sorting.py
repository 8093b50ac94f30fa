"""Codings come out in one order, however many parts they were sorted in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.ingest.codings import Coding
from fieldstudy.ingest.sorting import Sorting, write_codings


def coding(key: str, interview: str, start: int) -> Coding:
    """Make a coding."""
    place = (key, interview, 1, start, start + 1, "x")
    return Coding(*place, "t", "c", "affirms", "A", "raw", "matched", "")


CODINGS = st.builds(
    coding, st.sampled_from("abc"), st.sampled_from(["2", "10", "x"]), st.integers(0, 5)
)


@given(st.lists(CODINGS, max_size=30), st.integers(1, 7))
def test_parts_make_no_difference(rows: list[Coding], part: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole, parts = Sorting(Path(folder)), Sorting(Path(folder), part)
        whole.add(rows)
        parts.add(rows)
        assert list(parts) == list(whole)
        assert not list(Path(folder).iterdir())
    assert len({row.id for row in parts}) == len(rows)


def test_interviews_are_sorted_as_people_count(tmp_path: Path) -> None:
    sorting = Sorting(tmp_path)
    sorting.add([coding("a", "10", 1), coding("a", "2", 5), coding("b", "2", 3)])
    assert [(row.interview, row.id) for row in sorting] == [("2", "b"), ("2", "a"), ("10", "a~2")]


def test_what_is_refused_half_way_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> object:
        yield coding("a", "1", 1)
        raise ValueError

    try:
        write_codings(tmp_path / "codings.csv", broken())  # type: ignore[arg-type]
    except ValueError:
        assert not list(tmp_path.iterdir())
