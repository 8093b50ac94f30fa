from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.code.agreement import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from fieldstudy.code.codebook import Code, Codebook
from fieldstudy.code.detail import detail_rows
from fieldstudy.code.records import Coding, Turn
from fieldstudy.code.reliability import agreement_rows
from fieldstudy.code.stretches import apart, stretch_rows
from fieldstudy.errors import StudyError

TEXT = "We have no board. We never had one."
BOOK = Codebook(
    {"t": "T"}, {code: Code(code, "t", f"About {code}.", "helps") for code in ("boards", "money")}
)
TURNS = [Turn("1", 1, "[Participant 1]", TEXT), Turn("1", 2, "[Participant 2]", TEXT)]


def coding(coder, start, end, code="boards", turn=1, stance="affirms", interview="1"):
    place = f"{coder}{turn}{start}{end}{code}"
    return Coding(place, interview, turn, start, end, code, stance, coder)


def by_key(rows):
    return {(r["theme"], r["code"], r["coders"], r["unit"], r["uncoded"]): r for r in rows}


def test_characters_count_every_letter_that_was_marked_alike():
    marked = [coding("A", 0, 16), coding("B", 0, 8)]
    row = by_key(detail_rows(marked, TURNS, BOOK))["t", "boards", "A, B", "characters", "kept"]
    assert (row["units"], row["percent"]) == ("70", f"{62 / 70:.4f}")


def test_uncoded_text_left_out_leaves_what_somebody_coded_with_anything():
    marked = [coding("A", 0, 16), coding("B", 0, 8), coding("A", 20, 30, "money", turn=2)]
    rows = by_key(detail_rows(marked, TURNS, BOOK))
    left = rows["t", "boards", "A, B", "characters", "left out"]
    assert (left["units"], left["percent"]) == ("26", f"{18 / 26:.4f}")
    assert rows["t", "boards", "A, B", "turns", "left out"]["units"] == "2"


def test_turns_kept_give_the_values_of_the_table_that_claims_read():
    marked = [coding("A", 0, 16), coding("B", 0, 8), coding("A", 20, 30, "money", turn=2)]
    rows = by_key(detail_rows(marked, TURNS, BOOK))
    for row in agreement_rows(marked, TURNS, BOOK):
        other = rows[row["theme"], row["code"], "A, B", "turns", "kept"]
        for column in ("units", "percent", "alpha", "low", "high"):
            assert other[column] == row[column]
        assert other["cohen"] == row["kappa"]


def test_three_coders_have_three_pairs_and_a_row_for_all():
    marked = [coding("A", 0, 16), coding("B", 0, 16), coding("C", 20, 30)]
    rows = by_key(detail_rows(marked, TURNS, BOOK))
    teams = {coders for theme, code, coders, *_ in rows}
    assert teams == {"A, B", "A, C", "B, C", "A, B, C"}
    assert rows["t", "boards", "A, B", "characters", "kept"]["alpha"] == "1.0000"
    assert float(rows["t", "boards", "A, C", "characters", "kept"]["alpha"]) < 0


def test_opposite_stances_differ_and_single_coder_has_no_rows():
    marked = [coding("A", 0, 16), coding("B", 0, 16, stance="denies")]
    row = by_key(detail_rows(marked, TURNS, BOOK))["t", "boards", "A, B", "characters", "kept"]
    assert row["percent"] == f"{54 / 70:.4f}"
    assert detail_rows(marked[:1], TURNS, BOOK) == []


def test_interview_that_one_coder_left_alone_is_no_unit():
    turns = [*TURNS, Turn("2", 1, "[Participant 3]", TEXT)]
    marked = [coding("A", 0, 16), coding("B", 0, 8), coding("A", 0, 9, interview="2")]
    row = by_key(detail_rows(marked, turns, BOOK))["t", "boards", "A, B", "characters", "kept"]
    assert row["units"] == "70"


@st.composite
def markings(draw):
    rows = []
    for coder in "ABC":
        for turn in (1, 2):
            start = draw(st.integers(0, 20))
            end = start + draw(st.integers(1, 14))
            stance = draw(st.sampled_from(["affirms", "denies"]))
            code = draw(st.sampled_from(["boards", "money"]))
            rows.append(coding(coder, start, end, code, turn, stance))
    return rows


@settings(deadline=None, max_examples=30)
@given(markings())
def test_weighted_stretches_give_what_single_characters_give(marked):
    rows = by_key(detail_rows(marked, TURNS, BOOK))
    letters = np.zeros((3, 2 * len(TEXT), 2))
    for c in marked:
        at = (c.turn - 1) * len(TEXT)
        value = 1 if c.stance == "affirms" else 2
        letters["ABC".index(c.coder), at + c.start : at + c.end, int(c.code == "money")] = value
    for team, named in (((0, 1), "A, B"), ((0, 1, 2), "A, B, C")):
        flat = letters[list(team)].reshape(len(team), -1)
        row = rows["all", "", named, "characters", "kept"]
        expected = {
            "percent": percent_agreement(flat) / 100,
            "fleiss": fleiss_kappa(flat),
            "alpha": krippendorff_alpha(flat),
            "ac1": gwet_ac1(flat),
        }
        expected |= {"cohen": cohen_kappa(flat)} if len(team) == 2 else {}
        for column, value in expected.items():
            assert float(row[column] or "nan") == pytest.approx(value, abs=6e-5, nan_ok=True)


def test_stretches_of_a_code_tell_stance_and_those_of_a_theme_tell_the_code():
    marked = [
        *(coding(coder, 0, 16) for coder in "AB"),
        coding("A", 20, 30, "money"),
        coding("B", 20, 30, "boards"),
    ]
    rows = {(row["theme"], row["code"]): row for row in stretch_rows(marked, TURNS, BOOK)}
    assert rows["t", ""]["u_binary"] == "1.0000"
    assert 0 < float(rows["t", ""]["cu"]) < 1
    assert float(rows["t", "money"]["u"]) < 0
    assert rows["t", "boards"]["cu"] == ""
    assert rows["t", "boards"]["ku_coverage"] == "1.0000"


def test_coder_whose_codes_overlap_is_measured_all_the_same():
    both = [coding(c, *span) for c in "AB" for span in ((0, 16, "boards"), (8, 20, "money"))]
    [whole, *_] = stretch_rows(both, TURNS, BOOK)
    assert (whole["theme"], whole["u"], whole["coverage"]) == ("all", "1.0000", f"{20 / 70:.4f}")


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6), st.sampled_from("xyz"))))
def test_overlapping_stretches_are_parted_character_by_character(drawn):
    stretches = [(start, start + size, value) for start, size, value in drawn]
    letters = {
        at: frozenset(value for start, end, value in stretches if start <= at < end)
        for at in range(20)
    }
    units = apart(stretches)
    assert {at: held for start, end, held in units for at in range(start, end)} == {
        at: held for at, held in letters.items() if held
    }
    assert all(one[2] != other[2] for one, other in pairwise(units) if one[1] == other[0])


def test_more_coders_than_can_be_told_apart_are_refused():
    marked = [coding(chr(65 + n), 0, 16) for n in range(16)]
    with pytest.raises(StudyError, match="agreement in detail is for 15 at most"):
        detail_rows(marked, TURNS, BOOK)


def test_thousands_of_sets_of_codes_are_measured_in_little_memory():
    # 2,000 turns, each with a set of codes of its own: a table of sets by sets would not fit.
    codes = {f"c{n}": Code(f"c{n}", "t", "About it.", "helps") for n in range(11)}
    turns = [Turn("1", n, "[Participant 1]", TEXT) for n in range(2000)]
    marked = [
        coding(coder, 0, 16, f"c{bit}", turn=n)
        for n in range(2000)
        for bit in range(11)
        for coder in "AB"
        if (n + 1) >> bit & 1
    ]
    [whole, *_] = stretch_rows(marked, turns, Codebook({"t": "T"}, codes))
    assert whole["u"] == "1.0000"


@pytest.mark.parametrize("limit", ["tally.MOST_HELD", "detail.MOST_SETS"])
def test_more_sets_of_codes_than_can_be_compared_leave_masi_blank(monkeypatch, limit):
    marked = [coding("A", 0, 16), coding("B", 0, 8), coding("A", 20, 30, "money")]
    key = ("all", "", "A, B", "characters", "kept")
    assert by_key(detail_rows(marked, TURNS, BOOK))[key]["masi"]
    monkeypatch.setattr(f"fieldstudy.code.{limit}", 1)
    row = by_key(detail_rows(marked, TURNS, BOOK))[key]
    assert (row["masi"], bool(row["alpha"])) == ("", True)
