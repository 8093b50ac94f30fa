"""Agreement coefficients against worked examples that were published."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fieldstudy.code.agreement import (
    LEVELS,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    masi_alpha,
    masi_distance,
    percent_agreement,
    why_undefined,
)

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


def test_percentage_of_nvivos_help():
    # NVivo help, coding comparison query: 50 characters coded by both, 150 by one, 800 by neither.
    ratings = np.repeat([[1, 1, 0], [1, 0, 0]], [50, 150, 800], axis=1)
    assert percent_agreement(ratings) == 85


def test_kappa_of_gwets_three_abstractors():
    # The irrCAC package (Gwet) prints .7964094 for this table of two raters.
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    assert round(cohen_kappa(np.array(pairs).T), 7) == 0.7964094


# Fleiss (1971), table 1: of six psychiatrists, how many gave each of five diagnoses to 30 patients.
DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""


def test_kappa_of_fleiss_diagnoses():
    counts = np.array([[int(n) for n in row] for row in DIAGNOSES.split()])
    shares = [0.144, 0.144, 0.167, 0.306, 0.239]  # as his table gives them
    assert (counts.sum(axis=0) / 180).round(3).tolist() == shares
    ratings = np.array([np.repeat(range(5), row) for row in counts]).T
    assert round(fleiss_kappa(ratings), 3) == 0.430


def test_fleiss_kappa_and_ac1_with_values_missing():
    # The irrCAC package (Gwet) prints .77544 and .76117 for Krippendorff's four raters.
    assert round(gwet_ac1(KRIPPENDORFF), 5) == 0.77544
    assert round(fleiss_kappa(KRIPPENDORFF), 5) == 0.76117


def test_ac1_stands_where_nearly_all_is_one_label_and_kappa_falls():
    # Gwet's example: 125 subjects, 118 both yes, 5 and 2 one yes, none both no.
    pairs = np.array([(1, 1)] * 118 + [(1, 2)] * 5 + [(2, 1)] * 2).T
    assert round(gwet_ac1(pairs), 4) == 0.9408
    assert round(cohen_kappa(pairs), 4) == -0.0234


def test_difference_of_sets_by_passonneaus_four_cases():
    cases = [({"a"}, {"a"}), ({"a", "b"}, {"a"}), ({"a", "b"}, {"b", "c"}), ({"a"}, {"b"})]
    found = [masi_distance(*sets) for sets in cases]
    assert found == pytest.approx([0, 1 - 1 / 2 * 2 / 3, 1 - 1 / 3 * 1 / 3, 1])
    assert masi_distance(set(), set()) == 0
    assert masi_distance(set(), {"a"}) == 1


def test_masi_alpha_by_hand():
    # Two coders, three units. Observed: 2/3 of 2 pairs in 6. Expected: of 30 ordered pairs of the
    # six sets, {a} × {b} four each way, {a} and {b} × {a, b} two each way at 2/3.
    first, second = [{"a"}, {"b"}, {"a", "b"}], [{"a"}, {"b"}, {"a"}]
    observed = 2 * (2 / 3) / 6
    expected = 2 * (3 * 2 * 1 + 3 * 1 * 2 / 3 + 2 * 1 * 2 / 3) / 30
    assert masi_alpha([first, second]) == pytest.approx(1 - observed / expected)


def test_masi_alpha_of_single_labels_is_nominal_alpha():
    as_sets = [[None if np.isnan(one) else {one} for one in row] for row in KRIPPENDORFF]
    assert masi_alpha(as_sets) == pytest.approx(krippendorff_alpha(KRIPPENDORFF))


coded = arrays(np.float64, (3, 9), elements=st.sampled_from([1.0, 2.0, 3.0, 5.0, np.nan]))


@given(coded, st.sampled_from(LEVELS))
def test_alpha_is_that_of_the_krippendorff_package(ratings, level):
    paired = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    if len(np.unique(paired[~np.isnan(paired)])) > 1:
        theirs = krippendorff.alpha(reliability_data=ratings, level_of_measurement=level)
        assert krippendorff_alpha(ratings, level) == pytest.approx(theirs)


@given(arrays(np.float64, (2, 12), elements=st.sampled_from([0.0, 1.0])))
def test_two_coders_and_labels_put_fleiss_under_cohen(ratings):
    cohen, fleiss = cohen_kappa(ratings), fleiss_kappa(ratings)
    assert np.isnan(cohen) or fleiss <= cohen + 1e-9


@given(arrays(np.float64, (3, 9), elements=st.sampled_from([-2.0, 0.0, 0.5, 3.0, 1e6, np.nan])))
def test_labels_of_any_size_are_counted_alike(ratings):
    small = np.select([ratings == 0.5, ratings == 1e6], [7, 8], ratings)
    np.testing.assert_allclose(
        krippendorff_alpha(ratings), krippendorff_alpha(small), equal_nan=True
    )
    np.testing.assert_allclose(gwet_ac1(ratings), gwet_ac1(small), equal_nan=True)


UNDEFINED = [
    ([[1, 2, 3]], "no unit was rated by two coders"),
    (np.full((3, 4), np.nan), "no unit was rated by two coders"),
    ([[1, np.nan], [np.nan, 2]], "no unit was rated by two coders"),
    (np.zeros((2, 0)), "no unit was rated by two coders"),
    (np.zeros((0, 3)), "no unit was rated by two coders"),
    ([[2, 2, np.nan], [2, 2, 3]], "only one label was given"),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("ratings", "why"), UNDEFINED)
def test_what_cannot_be_told_from_chance_is_nan_with_a_reason_and_no_warning(ratings, why):
    assert why_undefined(ratings) == why
    found = [krippendorff_alpha(ratings, level) for level in LEVELS]
    if len(ratings) == 2:
        found.append(cohen_kappa(ratings))
    assert np.isnan(found).all()
    if why.startswith("no unit"):
        assert np.isnan(
            [percent_agreement(ratings), fleiss_kappa(ratings), gwet_ac1(ratings)]
        ).all()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "labels", [[], [[]], [[], []], [[{"a"}]], [[None], [None]], [[{"a"}], [{"a"}]]]
)
def test_sets_that_cannot_be_told_from_chance_are_nan(labels):
    assert np.isnan(masi_alpha(labels))


def test_infinite_ratings_are_refused():
    with pytest.raises(ValueError, match="finite numbers, or nan"):
        krippendorff_alpha([[np.inf, 1], [1, 1]], "interval")
