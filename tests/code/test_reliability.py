import numpy as np

from fieldstudy.code import reliability
from fieldstudy.code.codebook import Code, Codebook
from fieldstudy.code.detail import detail_rows
from fieldstudy.code.records import Coding, Turn
from fieldstudy.code.reliability import agreement_rows, labels_of, resampled


def marked(*rows):
    return [Coding.of(row) for row in rows]


def by_key(rows):
    return {(row["theme"], row["code"]): row for row in rows}


def test_units_are_turns_of_participants_and_for_a_theme_turns_by_codes(coded, turns, codebook):
    codings = marked(
        coded("A", "1", 2, "Money is short", "budgets"),
        coded("B", "1", 2, "Money is short", "budgets"),
        coded("A", "2", 1, "We have no board", "governance", "denies"),
        coded("B", "2", 1, "no board", "governance", "denies"),
    )
    rows = by_key(agreement_rows(codings, turns.values(), codebook))
    assert rows["collaboration", "budgets"]["units"] == "3"
    assert rows["collaboration", ""]["units"] == "6"
    assert rows["all", ""]["units"] == "9"
    assert rows["all", ""]["alpha"] == rows["all", ""]["kappa"] == "1.0000"


def test_code_that_nobody_used_has_no_alpha_rather_than_a_perfect_one(coded, turns, codebook):
    codings = marked(coded("A", "1", 2, "Money", "budgets"), coded("B", "1", 2, "Money", "budgets"))
    row = by_key(agreement_rows(codings, turns.values(), codebook))["strategy", "local_plans"]
    assert (row["percent"], row["alpha"], row["kappa"], row["low"]) == ("1.0000", "", "", "")


def test_opposite_stances_are_disagreement(coded, turns, codebook):
    codings = marked(
        coded("A", "1", 2, "Money", "budgets"),
        coded("B", "1", 2, "Money", "budgets", "denies"),
        coded("A", "2", 1, "board", "budgets"),
        coded("B", "2", 1, "board", "budgets"),
    )
    row = by_key(agreement_rows(codings, turns.values(), codebook))["collaboration", "budgets"]
    assert (row["units"], row["percent"]) == ("3", "0.6667")


def test_interview_that_a_coder_did_not_code_is_missing_and_not_silent(coded, turns, codebook):
    spoken = [turn for turn in turns.values() if not turn.by_interviewer]
    codings = marked(
        coded("A", "1", 2, "Money", "budgets"),
        coded("B", "1", 2, "Money", "budgets"),
        coded("A", "2", 1, "board", "governance", "denies"),
    )
    labels = labels_of(codings, spoken, list(codebook.codes), ["A", "B"])
    assert labels[1, :, 0].tolist() == [0, 0, -1]
    rows = by_key(agreement_rows(codings, turns.values(), codebook))
    assert rows["collaboration", "governance"]["units"] == "2"


def test_single_coder_has_no_agreement(coded, turns, codebook):
    rows = agreement_rows(marked(coded("A", "1", 2, "Money", "budgets")), turns.values(), codebook)
    assert {(row["units"], row["percent"], row["alpha"]) for row in rows} == {("0", "", "")}


def test_study_without_codings_has_no_agreement(turns, codebook):
    rows = agreement_rows([], turns.values(), codebook)
    assert {row["alpha"] for row in rows} == {""}


def test_turns_are_drawn_within_their_interview():
    weights = resampled(["1", "1", "2", "2", "2"])
    assert set(weights[:, :2].sum(axis=1)) == {2}
    assert set(weights[:, 2:].sum(axis=1)) == {3}


def test_same_seed_draws_the_same_and_the_interval_holds_alpha():
    random = np.random.default_rng(3)
    turns = [Turn("1", n, "[Participant 1]", "words") for n in range(200)]
    book = Codebook({"t": "T"}, {"c": Code("c", "t", "About c.", "helps")})
    codings = [
        Coding(f"{coder}{n}", "1", n, 0, 5, "c", "affirms", coder)
        for n in range(200)
        for coder in "AB"
        if n % 3 == 0 and random.random() < 0.8
    ]
    once, again = (agreement_rows(codings, turns, book) for _ in range(2))
    assert once == again
    low, alpha, high = (float(once[0][name]) for name in ("low", "alpha", "high"))
    assert 0 < low < alpha < high < 1


def test_however_many_interviews_are_counted_at_a_time_the_table_is_the_same(monkeypatch):
    random = np.random.default_rng(4)
    turns = [Turn(str(i), n, "[Participant 1]", "words") for i in range(12) for n in range(1, 9)]
    book = Codebook({"t": "T"}, {c: Code(c, "t", "About it.", "helps") for c in "cd"})
    codings = [
        Coding(f"{coder}{turn}", turn.interview, turn.turn, 0, 5, code, stance, coder)
        for turn in turns
        for coder in "ABC"
        for code, stance in (("c", "affirms"), ("d", "denies"))
        if random.random() < 0.4 and (coder, turn.interview) != ("C", "3")
    ]
    whole, detailed = agreement_rows(codings, turns, book), detail_rows(codings, turns, book)
    for at_once in (1, 16, 20):
        monkeypatch.setattr(reliability, "AT_ONCE", at_once)
        assert agreement_rows(codings, turns, book) == whole
        assert detail_rows(codings, turns, book) == detailed
    assert all(row["low"] and row["kappa"] for row in whole)
