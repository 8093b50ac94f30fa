"""A reader joins an interview's number to an area's code where its quotations fit one area alone."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.disclose.joins import areas_left, groups_of

STANCES = ("affirms", "denies", "silent")


def rows(kind: str, table: dict[str, str]) -> list[dict[str, str]]:
    """Write stances as rows: name → a letter for each code."""
    words = {stance[0]: stance for stance in STANCES}
    return [
        {kind: name, "code": str(code), "stance": words[letter], "group": "unit"}
        for name, letters in table.items()
        for code, letter in enumerate(letters)
    ]


def quoted(*pairs: tuple[str, int]) -> list[dict[str, str]]:
    return [{"interview": interview, "code": str(code)} for interview, code in pairs]


def test_a_statement_that_one_area_alone_affirms_joins_its_interview_to_it() -> None:
    findings = rows("area", {"A": "aa", "B": "as", "C": "ad"})
    voices = rows("interview", {"1": "aa", "2": "as", "3": "ad"})
    assert areas_left(quoted(("1", 0)), voices, findings) == {"1": ["A", "B", "C"]}
    assert areas_left(quoted(("1", 1)), voices, findings) == {"1": ["A"]}


def test_several_quotations_of_an_interview_narrow_it_together() -> None:
    findings = rows("area", {"A": "aa", "B": "as", "C": "sa"})
    voices = rows("interview", {"1": "aa", "2": "as", "3": "sa"})
    assert areas_left(quoted(("1", 0), ("1", 1)), voices, findings) == {"1": ["A"]}


def test_an_area_that_is_another_interviews_is_ruled_out() -> None:
    findings = rows("area", {"A": "aa", "B": "as", "C": "ss"})
    voices = rows("interview", {"1": "aa", "2": "as"})
    left = areas_left(quoted(("2", 0), ("1", 1)), voices, findings)
    assert left == {"2": ["B"], "1": ["A"]}


@given(st.lists(st.tuples(*[st.sampled_from("ads")] * 3), min_size=1, max_size=4), st.data())
def test_the_areas_left_are_those_that_trying_every_order_leaves(
    stances: list[tuple[str, ...]], data: st.DataObject
) -> None:
    names = {str(at): "".join(letters) for at, letters in enumerate(stances)}
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from(sorted(names)), st.integers(0, 2)), min_size=1)
    )
    left = areas_left(quoted(*pairs), rows("interview", names), rows("area", names))
    orders = [
        dict(zip(names, order, strict=True))
        for order in itertools.permutations(names)
        if all(
            names[dict(zip(names, order, strict=True))[one]][code] == names[one][code]
            for one, code in pairs
        )
    ]
    assert left == {one: sorted({order[one] for order in orders}) for one, _ in pairs}


def test_areas_of_a_group_are_counted_once() -> None:
    assert groups_of(rows("area", {"A": "aa", "B": "as"})) == {"unit": 2}
