from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.code.adjudicate import (
    UNDECIDED,
    adjudicated,
    adjudicated_segments,
    disagreement_columns,
    disagreement_rows,
    segment_rows,
)
from fieldstudy.code.disagreements import compare
from fieldstudy.code.records import Coding
from fieldstudy.errors import StudyError


def decision(coder="A", code="budgets", turn="2", **changed):
    row = {"interview": "1", "turn": turn, "code": code, "coder": coder, "decision": "accept"}
    return row | {"stance": "", "reason": "plain words", "decided_by": "both"} | changed


def codings(*rows):
    return [Coding.of(row) for row in rows]


def test_what_two_coders_share_is_the_stretch_that_both_marked(coded, turns):
    a = coded("A", "1", 2, "Everybody comes to the board.", "governance")
    b = coded("B", "1", 2, "comes to the board. Money is", "governance")
    [segment], alone = compare(codings(a, b))
    assert turns["1", 2].words(segment.start, segment.end) == "comes to the board."
    assert alone == []


def test_opposite_stances_are_two_disagreements_that_show_each_other(coded):
    a = coded("A", "1", 2, "Money is short", "budgets")
    b = coded("B", "1", 2, "Money is short, mind", "budgets", "denies")
    agreed, alone = compare(codings(a, b))
    assert agreed == []
    assert [(d.stance_of("A"), d.stance_of("B")) for d in alone] == [("affirms", "denies")] * 2


def test_two_codings_of_one_coder_are_no_agreement(coded):
    rows = [coded("A", "1", 2, words, "budgets") for words in ("Money is short", "Money")]
    agreed, alone = compare(codings(*rows))
    assert (agreed, len(alone)) == ([], 2)


def test_two_of_three_coders_are_enough(coded):
    a = coded("A", "1", 2, "Everybody comes", "governance")
    b = coded("B", "1", 2, "comes to the board", "governance")
    c = coded("C", "1", 2, "Money is short", "governance")
    [segment], [alone] = compare(codings(a, b, c))
    assert (segment.start, segment.end, alone.coding.coder) == (10, 15, "C")


def test_single_coder_counts_where_the_quorum_is_one(coded):
    agreed, alone = compare(codings(coded("A", "1", 2, "Money", "budgets")), quorum=1)
    assert (len(agreed), alone) == (1, [])


spans = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 20), st.integers(1, 9)), max_size=8
)


@given(spans)
def test_shared_stretches_are_the_characters_that_both_marked(marked):
    rows = [
        Coding(str(n), "1", 1, start, start + long, "budgets", "affirms", coder)
        for n, (coder, start, long) in enumerate(marked)
    ]
    agreed, alone = compare(rows)
    by = {k: {at for c in rows if c.coder == k for at in range(c.start, c.end)} for k in "AB"}
    assert {at for s in agreed for at in range(s.start, s.end)} == by["A"] & by["B"]
    assert all(not set(range(d.coding.start, d.coding.end)) & by["A"] & by["B"] for d in alone)
    assert all(a.end < b.start for a, b in pairwise(agreed))


def test_accepted_coding_goes_on_as_its_coder_marked_it(coded, turns, codebook):
    _, alone = compare(codings(coded("A", "1", 2, "Money is short", "budgets")))
    kept = adjudicated_segments([], adjudicated(alone, [decision()]))
    [row] = segment_rows(kept, turns, codebook)
    assert (row["text"], row["stance"], row["theme"]) == (
        "Money is short",
        "affirms",
        "collaboration",
    )


def test_accepted_coding_takes_the_stance_that_was_decided(coded):
    _, alone = compare(codings(coded("A", "1", 2, "Money is short", "budgets")))
    [kept] = adjudicated_segments([], adjudicated(alone, [decision(stance="denies")]))
    assert kept.stance == "denies"


@pytest.mark.parametrize("rows", [[], [decision(decision="reject")]])
def test_rejected_and_undecided_codings_do_not_count(coded, rows):
    _, alone = compare(codings(coded("A", "1", 2, "Money is short", "budgets")))
    assert adjudicated_segments([], adjudicated(alone, rows)) == []


def test_undecided_disagreement_is_listed_with_its_text(coded, turns):
    _, alone = compare(codings(coded("A", "1", 2, "Money is short", "budgets")))
    [row] = disagreement_rows(adjudicated(alone, []), turns, ["A", "B"])
    assert (row["decision"], row["text"]) == (UNDECIDED, "Money is short")
    assert (row["stance_a"], row["stance_b"]) == ("affirms", "none")
    assert tuple(row) == disagreement_columns(["A", "B"])


def test_adjudication_that_matches_no_disagreement_is_named_by_its_row(coded):
    both = [coded(coder, "1", 2, "Money is short", "budgets") for coder in "AB"]
    _, alone = compare(codings(*both))
    with pytest.raises(StudyError, match=r"adjudications.csv:2: matches no disagreement"):
        adjudicated(alone, [decision()])


def test_deciding_twice_and_deciding_nothing_are_both_told(coded):
    _, alone = compare(codings(coded("A", "1", 2, "Money is short", "budgets")))
    with pytest.raises(StudyError) as told:
        adjudicated(alone, [decision(), decision(decision="maybe")])
    assert [p.where for p in told.value.problems] == [
        "adjudications.csv:3",
        "adjudications.csv:3: decision",
    ]


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 12), st.integers(1, 6)), min_size=1),
    st.integers(1, 3),
)
def test_agreed_stretches_are_where_enough_coders_marked_each_character(drawn, quorum):
    marked = [
        Coding(f"{n}", "1", 1, start, start + size, "budgets", "affirms", coder)
        for n, (coder, start, size) in enumerate(drawn)
    ]
    agreed, _ = compare(marked, quorum)
    enough = {
        at for at in range(20) if len({c.coder for c in marked if c.start <= at < c.end}) >= quorum
    }
    assert {at for one in agreed for at in range(one.start, one.end)} == enough
    assert all(one.end < other.start for one, other in pairwise(agreed))
