"""The programmes that choose what to hide, and those that try to work it out."""

from __future__ import annotations

from fieldstudy.disclose.bounds import Reader
from fieldstudy.disclose.sentences import Link, told
from fieldstudy.disclose.space import EVERYONE, Cell, Said, Space, cell
from fieldstudy.disclose.suppress import Number, hidden


def of(name: str, *categories: str) -> Cell:
    return cell({name: frozenset(categories)})


def offices(*values: int) -> list[Number]:
    """Give a number for each of the offices x, y and z; those under three are small."""
    pairs = zip("xyz", values, strict=True)
    return [Number(of("office", name), value, value < 3) for name, value in pairs]


def test_a_reader_knows_that_people_are_whole() -> None:
    """Two triangles of pairs, one person at most in each: fractions of people would allow three."""
    space = Space({"office": tuple("abcdef")})
    pairs = [*("ab", "bc", "ca"), *("de", "ef", "fd")]
    said = [Said(of("office", *pair), 0, 1) for pair in pairs]
    assert Reader(space, said).bounds(EVERYONE) == (0, 2)
    assert Reader(space, said, counts=False).bounds(EVERYONE)[1] == 3


def test_a_reader_knows_which_role_belongs_to_which_kind_of_office() -> None:
    dimensions = {"role": ("officer", "analyst", "nurse"), "kind": ("police", "health")}
    told_by = {"officer": "police", "analyst": "police", "nurse": "health"}
    said = [Said(EVERYONE, 9, 9), Said(of("kind", "health"), 2, 2)]
    assert Reader(Space(dimensions), said).bounds(of("role", "nurse")) == (0, 9)
    nested = Space(dimensions, {"role": ("kind", told_by)})
    assert Reader(nested, said).bounds(of("role", "nurse")) == (2, 2)


def test_a_total_stays_though_hiding_it_alone_would_cost_fewer_numbers() -> None:
    space = Space({"office": ("x", "y", "z", "others")})
    cells = offices(1, 3, 3)
    total = Number(of("office", *"xyz"), 7, margin=True)
    everyone = Number(EVERYONE, 20, margin=True, fixed=True)
    assert hidden(space, [*cells, total, everyone], (), protection=5) == {0, 1, 2}
    # Only where the cells must be shown does the total go.
    shown = [cells[0], *(Number(one.cell, one.value, fixed=True) for one in cells[1:])]
    assert hidden(space, [*shown, total, everyone], (), protection=5) == {0, 3}


def test_of_equally_many_numbers_those_that_count_least_are_hidden() -> None:
    space = Space({"office": ("x", "y", "z")})
    cells = offices(1, 9, 8)
    everyone = Number(EVERYONE, 18, margin=True, fixed=True)
    assert hidden(space, [*cells, everyone], (), protection=3) == {0, 2}


def test_a_sentence_that_leaves_out_a_few_tells_how_many_are_in_it() -> None:
    finding = {"words": '[all but fewer than three]{.finding claim="some"}', "value": "< 3"}
    link = Link("participants", {"office": frozenset({"police"})})
    (rest,) = told("some", {"words": finding["words"]}, link, 13)
    assert (rest.low, rest.high) == (11, 12)
    (few,) = told("some", {"value": finding["value"]}, link, 13)
    assert (few.low, few.high) == (1, 2)


def test_a_sentence_tells_a_count_a_whole_and_a_share() -> None:
    link = Link("participants", {"office": frozenset({"police"})})
    part, whole = told("some", {"words": "nine of the thirteen"}, link, 13)
    assert (part.low, whole.low, whole.cell) == (9, 13, EVERYONE)
    share, count = told("some", {"words": "69% (n = 9)"}, link, 13)
    assert (share.low, share.high, share.whole) == (0.685, 0.695, EVERYONE)
    assert (count.low, count.high) == (9, 9)
    assert told("some", {"verdict": "not published", "published": "ten"}, link, 13) == []
