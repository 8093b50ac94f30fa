"""Uncertain numbers as print."""

from __future__ import annotations

from fieldstudy.draw.small import bearing, comparisons, left_out, probability, rates, shares

SHARE = {
    **{"id": "partners", "label": "for partners", "group_label": "all areas", "part": "29"},
    **{"whole": "47", "share": "0.6170", "exact_low": "0.4638", "exact_high": "0.7549"},
    **{"wilson_low": "0.4745", "wilson_high": "0.7420"},
}
COMPARISON = {
    **{"id": "partners", "label": "for partners", "one": "with a unit", "other": "without"},
    **{"difference": "0.1000", "low": "-0.1712", "high": "0.3621", "odds_ratio": "1.5100"},
    **{"odds_low": "0.3800", "odds_high": "", "fisher": "0.5505", "boschloo": "0.0001"},
    **{
        "of": "interventions",
        "cases": "47",
        "areas_one": "2",
        "areas_other": "3",
        "least_p": "0.1000",
        "widest": "0.2750",
    },
}
RATE = {
    **{
        "label": "offences",
        "dated": "year to December 2019",
        "per": "100000",
        "area": "Derbyshire",
    },
    **{"events": "775", "people": "1059996", "rate": "73.1135", "low": "68.05", "high": "78.45"},
}


def test_a_share_is_printed_with_both_intervals_as_of_a_sample() -> None:
    text = shares([SHARE], True)
    assert "| For partners | All areas | 29 of 47 | 62% | 46 to 75 | 47 to 74 |" in text
    assert ": If the audit is seen as a sample: " in text
    assert "Synthetic" in text


def test_a_label_is_printed_once_for_its_groups() -> None:
    assert shares([SHARE, SHARE], False).count("For partners") == 1


def test_a_comparison_without_an_upper_bound_says_so() -> None:
    text = comparisons([COMPARISON], False)
    assert "| 10 (−17 to 36) | 1.5 (0.4 to no bound) | 0.551 | < 0.001 |" in text.replace(
        r"\<", "<"
    )


def test_odds_that_have_no_estimate_are_given_by_the_end_that_they_have() -> None:
    text = comparisons([{**COMPARISON, "odds_ratio": "", "odds_low": "3.6012"}], False)
    assert "| no bound (at least 3.6) |" in text


def test_what_so_few_areas_can_bear_is_said_with_their_numbers() -> None:
    said = bearing(COMPARISON)
    assert "With 2 areas against 3" in said
    assert "p-value under 0.10" in said
    assert "47 interventions" in said


def test_areas_enough_for_a_test_of_whole_areas_are_not_told_that_there_is_none() -> None:
    said = bearing({**COMPARISON, "areas_one": "157", "areas_other": "157", "least_p": "0.0000"})
    assert "0.00" not in said
    assert "157 against 157, until a test that compares whole areas" in said


def test_a_test_that_is_left_out_is_told_in_its_row_and_why_under_the_table() -> None:
    large = {**COMPARISON, "boschloo": "", "cases": "20000"}
    text = comparisons([large, COMPARISON], False)
    assert "| 0.551 | left out |" in text
    assert (
        "left out where so many are compared (20,000 interventions): it goes through every" in text
    )
    assert text.index("Boschloo's test is left out") < text.index("With 20,000 interventions")


def test_where_no_test_is_left_out_nothing_is_said_of_it() -> None:
    assert left_out([COMPARISON]) == ""
    assert "left out" not in comparisons([COMPARISON], False)


def test_a_rate_is_dated_and_called_public_record() -> None:
    text = rates([RATE])
    assert "| Derbyshire | 775 | 1,059,996 | 73.1 | 68.1 to 78.5 |" in text
    assert "Offences, year to December 2019: rates per 100,000" in text
    assert "Public record" in text


def test_a_certain_p_value_is_one() -> None:
    assert probability("1.0000") == "1.000"
