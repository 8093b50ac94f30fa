"""Intervals and tests equal scipy and statsmodels called directly, and the values published for them."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from fieldstudy.tabulate.small import (
    BOSCHLOO_MOST,
    Share,
    boschloo,
    clopper_pearson,
    fisher,
    least_p,
    newcombe,
    odds_ratio,
    poisson,
    widest,
    wilson,
)


@st.composite
def share(draw: st.DrawFn) -> Share:
    whole = draw(st.integers(1, 80))
    return Share(draw(st.integers(0, whole)), whole)


# Newcombe 1998 (Statistics in Medicine 17, 857-872), table I: methods 5 (exact) and 3 (score).
@pytest.mark.parametrize(
    ("part", "whole", "exact", "score"),
    [
        (81, 263, (0.2527, 0.3676), (0.2553, 0.3662)),
        (15, 148, (0.0578, 0.1617), (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1684), (0.0000, 0.1611)),
        (1, 29, (0.0009, 0.1776), (0.0061, 0.1718)),
    ],
)
def test_intervals_of_one_share_are_those_published(
    part: int, whole: int, exact: tuple[float, float], score: tuple[float, float]
) -> None:
    assert clopper_pearson(Share(part, whole)) == pytest.approx(exact, abs=5e-5)
    assert wilson(Share(part, whole)) == pytest.approx(score, abs=5e-5)


# Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10, contrasts (a) to (h).
@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_intervals_of_a_difference_are_those_published(
    one: tuple[int, int], other: tuple[int, int], published: tuple[float, float]
) -> None:
    assert newcombe(Share(*one), Share(*other)) == pytest.approx(published, abs=5e-5)


def test_the_lady_tasting_tea_has_her_published_p_value() -> None:
    """Fisher 1935: three of four cups right; 17/70 one way, twice that both ways."""
    assert fisher(Share(3, 4), Share(1, 4)) == pytest.approx(34 / 70)


# Garwood 1936, and the tables of Pearson and Hartley after him.
@pytest.mark.parametrize(
    ("events", "published"),
    [(0, (0.0, 3.6889)), (1, (0.0253, 5.5716)), (5, (1.6235, 11.6683)), (10, (4.7954, 18.3904))],
)
def test_intervals_of_a_count_are_those_published(
    events: int, published: tuple[float, float]
) -> None:
    assert poisson(events) == pytest.approx(published, abs=5e-5)


@settings(deadline=None)  # the first call imports
@given(share())
def test_intervals_of_a_share_are_those_of_statsmodels(one: Share) -> None:
    exact = proportion_confint(one.part, one.whole, method="beta")
    score = proportion_confint(one.part, one.whole, method="wilson")
    assert clopper_pearson(one) == pytest.approx(exact, abs=1e-7)
    assert wilson(one) == pytest.approx(score, abs=1e-7)


@settings(deadline=None)
@given(share(), share())
def test_intervals_of_a_difference_are_those_of_statsmodels(one: Share, other: Share) -> None:
    theirs = confint_proportions_2indep(
        one.part, one.whole, other.part, other.whole, method="newcomb", compare="diff"
    )
    assert newcombe(one, other) == pytest.approx(theirs, abs=1e-7)


@settings(deadline=None)
@given(st.integers(0, 900))
def test_intervals_of_a_count_are_those_of_statsmodels(events: int) -> None:
    assert poisson(events) == pytest.approx(confint_poisson(events, 1, "exact-c"), abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(share(), share())
def test_tests_and_odds_ratios_are_those_of_scipy(one: Share, other: Share) -> None:
    table = [[one.part, other.part], [one.whole - one.part, other.whole - other.part]]
    assert fisher(one, other) == stats.fisher_exact(table).pvalue
    theirs = stats.contingency.odds_ratio(table)
    limits = theirs.confidence_interval(0.95)
    assert odds_ratio(one, other) == pytest.approx(
        (theirs.statistic, limits.low, limits.high), nan_ok=True
    )


# Fay 2010 (The R Journal 2(1), 53-58): 6 of 18 against 12 of 17, by R's fisher.test.
def test_an_odds_ratio_and_its_exact_interval_are_those_published() -> None:
    one, other = Share(6, 18), Share(12, 17)
    assert odds_ratio(one, other) == pytest.approx((0.2189021, 0.03888003, 1.05649145), abs=1e-6)
    assert fisher(one, other) == pytest.approx(0.04371, abs=5e-6)


# Mehta and Senchaudhuri 2003, after Chan 1998: 7 of 15 vaccinated fall ill, 12 of 15 others. One-sided,
# Fisher's p is .0641, and that of the test that fixes the groups alone, .0341.
def test_boschloos_test_is_twice_its_published_one_sided_p_value() -> None:
    one, other = Share(7, 15), Share(12, 15)
    assert boschloo(one, other) == pytest.approx(2 * 0.0341, abs=1e-4)
    assert fisher(one, other) == pytest.approx(2 * 0.0641, abs=1e-4)


@pytest.mark.parametrize("table", [[[7, 12], [8, 3]], [[18, 11], [11, 7]], [[9, 5], [1, 5]]])
def test_boschloos_test_is_scipys(table: list[list[int]]) -> None:
    (a, b), (c, d) = table
    assert boschloo(Share(a, a + c), Share(b, b + d)) == stats.boschloo_exact(table).pvalue


def test_boschloos_test_is_never_weaker_than_fishers_one_way_and_can_be_both_ways() -> None:
    weaker = 0
    for one, other in [(a, b) for a in range(7) for b in range(5) if 0 < a + b < 10]:
        table = [[one, other], [6 - one, 4 - other]]
        for way in ("less", "greater"):
            by_fisher = stats.fisher_exact(table, alternative=way).pvalue
            assert stats.boschloo_exact(table, alternative=way).pvalue <= by_fisher + 1e-9
        weaker += boschloo(Share(one, 6), Share(other, 4)) > fisher(Share(one, 6), Share(other, 4))
    assert weaker


def test_a_part_greater_than_its_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="48 of 47"):
        Share(48, 47)


def test_two_areas_against_three_can_never_give_less_than_one_in_ten() -> None:
    assert least_p(2, 3) == 0.1


def test_no_wilson_interval_is_wider_than_the_widest() -> None:
    widths = [high - low for low, high in (wilson(Share(part, 48)) for part in range(49))]
    assert max(widths) == pytest.approx(widest(48))


def test_boschloos_test_is_left_out_of_groups_too_large_for_it_and_of_no_others() -> None:
    most = Share(1, 1), Share(2, BOSCHLOO_MOST - 1)
    assert boschloo(*most) == stats.boschloo_exact([[1, 2], [0, BOSCHLOO_MOST - 3]]).pvalue
    assert isnan(boschloo(Share(1, 1), Share(2, BOSCHLOO_MOST)))
    assert isnan(boschloo(Share(0, 10_000), Share(0, 10_000)))
    assert 0 < fisher(Share(2_500, 10_000), Share(2_700, 10_000)) < 0.01
