from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.code.codebook import Code, Codebook
from fieldstudy.code.counting import by_interview_rows, meeting_rows, saturation_rows
from fieldstudy.code.records import Segment

CODES = ("boards", "money", "plans")
BOOK = Codebook({"t": "T"}, {code: Code(code, "t", f"About {code}.", "helps") for code in CODES})


def said(code, start=0, end=10, turn=1, interview="1", stance="affirms"):
    return Segment(interview, turn, start, end, code, stance)


def test_codes_meet_where_their_passages_share_a_character():
    [row] = meeting_rows([said("money", 9, 12), said("boards", 0, 10)], BOOK)
    assert row == {"code": "boards", "other": "money", "passages": 1, "turns": 1}


def test_codes_of_one_turn_that_do_not_overlap_share_the_turn_only():
    [row] = meeting_rows([said("boards", 0, 10), said("money", 10, 12)], BOOK)
    assert (row["passages"], row["turns"]) == (0, 1)


def test_codes_of_different_turns_do_not_meet():
    assert meeting_rows([said("boards", turn=1), said("money", turn=2)], BOOK) == []


def test_pairs_that_meet_most_come_first():
    segments = [said("boards"), said("money", 20, 30), said("plans", 25, 28)]
    assert [row["code"] for row in meeting_rows(segments, BOOK)] == ["money", "boards", "boards"]


def test_interview_adds_only_the_codes_that_none_before_it_had():
    segments = [said("boards"), said("boards", interview="2"), said("money", interview="2")]
    rows = saturation_rows(segments, ["10", "2", "1"])
    assert [(r["interview"], r["codes"], r["new"], r["so_far"]) for r in rows] == [
        ("1", 1, 1, 1),
        ("2", 2, 1, 2),
        ("10", 0, 0, 2),
    ]
    assert [row["share_new"] for row in rows] == ["1.0000", "0.5000", ""]


segments = st.lists(
    st.builds(
        said,
        st.sampled_from(CODES),
        st.integers(0, 9),
        st.integers(10, 20),
        st.integers(1, 2),
        st.sampled_from("12"),
        st.sampled_from(["affirms", "denies"]),
    )
)


@given(segments)
def test_every_passage_is_counted_once_by_interview(marked):
    rows = by_interview_rows(marked, ["1", "2"], BOOK)
    assert sum(row["total"] for row in rows) == len(marked)
    assert all(row["total"] == row["interview_1"] + row["interview_2"] for row in rows)


@given(segments)
def test_new_codes_add_up_to_all_codes(marked):
    rows = saturation_rows(marked, ["1", "2"])
    assert sum(row["new"] for row in rows) == rows[-1]["so_far"] == len({s.code for s in marked})
