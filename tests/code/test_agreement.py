"""Agreement coefficients against worked examples that were published."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fieldstudy.code.agreement import LEVELS, cohen_kappa, krippendorff_alpha, percent_agreement

_ = np.nan
# Krippendorff (2011), section D: 4 observers, 12 units, values missing.
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


@pytest.mark.parametrize(
    ("level", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_krippendorffs_example_at_every_level(level, printed):
    assert round(krippendorff_alpha(KRIPPENDORFF, level), 3) == printed


def test_alpha_of_two_observers_and_ten_binary_units():
    # Krippendorff (2011), section A: ten articles, α = .095.
    data = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert round(krippendorff_alpha(data), 3) == 0.095


def test_alpha_of_two_observers_and_twelve_nominal_units():
    # Krippendorff (2011), section B: twelve units in five categories, α = .692.
    first, second = "aabbddccceda", "babbbdcccedd"
    data = [[ord(label) for label in row] for row in (first, second)]
    assert round(krippendorff_alpha(data), 3) == 0.692


def test_kappa_of_cohens_table():
    # Cohen (1960), table 2: 200 cases, κ = .492.
    table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    assert round(cohen_kappa(np.array(pairs).T), 3) == 0.492


def test_kappa_refuses_three_coders():
    with pytest.raises(ValueError, match="two coders"):
        cohen_kappa([[1, 2], [1, 2], [2, 2]])


def test_percentage_counts_pairs_that_are_equal():
    assert percent_agreement([[1, 1, 2, 2], [1, 1, 2, 1]]) == 75.0
    assert percent_agreement([[1, 2], [1, _], [2, 2]]) == pytest.approx(50.0)


def test_one_label_only_leaves_chance_agreement_undefined():
    same = [[0, 0, 0], [0, 0, 0]]
    assert np.isnan(krippendorff_alpha(same))
    assert np.isnan(cohen_kappa(same))
    assert percent_agreement(same) == 100


def test_units_with_one_rating_change_nothing():
    lone = [[*row, 5 if number == 2 else _] for number, row in enumerate(KRIPPENDORFF)]
    assert krippendorff_alpha(lone) == krippendorff_alpha(KRIPPENDORFF)


def test_level_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="nominal, ordinal, interval, ratio"):
        krippendorff_alpha(KRIPPENDORFF, "cardinal")


@given(arrays(np.int64, (3, 8), elements=st.integers(0, 3)), st.sampled_from(LEVELS))
def test_order_of_coders_and_units_does_not_matter(ratings, level):
    turned = ratings[::-1, ::-1]
    np.testing.assert_allclose(
        krippendorff_alpha(ratings, level), krippendorff_alpha(turned, level), equal_nan=True
    )


@given(arrays(np.int64, (2, 12), elements=st.integers(0, 2)))
def test_alpha_follows_its_definition_pair_by_pair(ratings):
    values = ratings.T.ravel()
    chance = [a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j]
    if not any(chance):
        assert np.isnan(krippendorff_alpha(ratings))
    else:
        expected = 1 - (ratings[0] != ratings[1]).mean() / np.mean(chance)
        assert krippendorff_alpha(ratings) == pytest.approx(expected)


def test_five_coders_and_a_hundred_thousand_units_are_quick():
    ratings = np.random.default_rng(1).integers(0, 4, (5, 100_000)).astype(float)
    begun = time.perf_counter()
    krippendorff_alpha(ratings)
    assert time.perf_counter() - begun < 1
