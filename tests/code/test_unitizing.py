"""The unitizing family against its equations written out pair by pair, and plain cases by hand."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.code.agreement import krippendorff_alpha, unitizing_alpha

GAP = None


def partition(units, length):
    """Give one coder's units with the gaps between them."""
    parts, at = [], 0
    for start, end, code in sorted(units):
        parts += [(at, start, GAP)] if at < start else []
        parts.append((start, end, code))
        at = end
    return parts + ([(at, length, GAP)] if at < length else [])


def shared(one, other):
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def written_out(units, length):
    """Follow Krippendorff et al. (2016) pair by pair: equations 1, 4, 5, 6, 9, 10, 11 and 13."""
    cut = [partition(rows, length) for rows in units.values()]
    pairs = list(permutations(cut, 2))
    many = len(cut) - 1
    values = list({part[2] for parts in cut for part in parts})
    codes = [value for value in values if value is not GAP]

    def seen(c, k):
        met = (shared(g, h) for i, j in pairs for g, h in product(i, j) if (g[2], h[2]) == (c, k))
        return sum(met) / many

    def whole(c):
        sizes = (g[1] - g[0] for parts in cut for g in parts if g[2] == c)
        return sum(size if c is GAP else size**2 for size in sizes)

    def both(c):
        marked = ((g, j) for i, j in pairs for g in i if g[2] == c)
        return sum(sum(shared(g, h) for h in j if h[2] is not GAP) ** 2 for g, j in marked) / many

    def chance(kinds, alone):
        each = {c: sum(seen(c, k) for k in kinds) for c in kinds}
        total = sum(each.values())
        left = total**2 - sum(alone(c) for c in kinds)
        return {
            (c, k): total * (each[c] * each[k] - (alone(c) if c == k else 0)) / left
            for c, k in product(kinds, kinds)
            if left > 0
        }

    def alpha(kinds, expected):
        differ = [(c, k) for c, k in product(kinds, kinds) if c != k]
        observed, left = sum(seen(*d) for d in differ), sum(expected.get(d, 0) for d in differ)
        return 1 - observed / left if left > 1e-12 else float("nan")

    everything = chance(values, whole)
    observed = sum(seen(GAP, k) for k in codes)
    left = sum(everything.get((GAP, k), 0) for k in codes)
    binary = 1 - observed / left if left > 1e-12 else float("nan")
    return alpha(values, everything), binary, alpha(codes, chance(codes, both))


@st.composite
def markings(draw):
    rows = {}
    for coder in draw(st.sampled_from(["AB", "ABC"])):
        cuts = sorted(draw(st.sets(st.integers(0, 24), max_size=8)))
        codes = st.sampled_from(["x", "y", "z"])
        rows[coder] = [(a, b, draw(codes)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return rows


@settings(deadline=None)
@given(markings())
def test_family_follows_its_equations_pair_by_pair(units):
    found = unitizing_alpha(units, 24)
    np.testing.assert_allclose(
        (found.u, found.u_binary, found.cu), written_out(units, 24), atol=1e-9, equal_nan=True
    )


def test_half_shared_stretch_by_hand():
    # Ten characters, A marks 0 to 4 and B 2 to 6. Observed: 4 x with x, 4 x with gap (each way),
    # 8 gap with gap. Expected: 20 (64 − 32) / 356 and 20 (144 − 12) / 356 on the diagonal.
    found = unitizing_alpha({"A": [(0, 4, "x")], "B": [(2, 6, "x")]}, 10)
    assert found.u == pytest.approx(1 - 8 / (20 - 20 * (32 + 132) / 356))
    assert found.u == pytest.approx(found.u_binary, abs=1e-12)
    assert found.coverage == pytest.approx(4 / 20)
    assert found.ku_coverage == {"x": 0.5}


def test_same_stretches_agree_wholly_and_swapped_codes_do_not():
    units = [(0, 4, "x"), (6, 9, "y")]
    same = unitizing_alpha({"A": units, "B": units}, 12)
    assert (same.u, same.u_binary, same.cu, same.ku) == (1, 1, 1, {"x": 1, "y": 1})
    swapped = unitizing_alpha({"A": units, "B": [(0, 4, "y"), (6, 9, "x")]}, 12)
    assert swapped.u_binary == 1
    assert swapped.cu < 0 > swapped.ku["x"]


def test_units_of_one_character_give_nominal_alpha_of_the_characters():
    first, second = "xy-x-yyx-", "xx-x-y-xy"
    units = {
        coder: [(at, at + 1, code) for at, code in enumerate(text) if code != "-"]
        for coder, text in (("A", first), ("B", second))
    }
    ratings = [[ord(code) for code in text] for text in (first, second)]
    assert unitizing_alpha(units, 9).u == pytest.approx(krippendorff_alpha(ratings))


def test_one_code_for_all_leaves_coding_undefined():
    found = unitizing_alpha({"A": [(0, 4, "x")], "B": [(0, 3, "x")]}, 10)
    assert np.isnan(found.cu)
    assert np.isnan(found.ku["x"])


@pytest.mark.parametrize("units", [{"A": [], "B": []}, {"A": [(0, 4, "x")]}, {}])
def test_nothing_marked_or_a_single_coder_leaves_all_undefined(units):
    found = unitizing_alpha(units, 10)
    assert np.isnan([found.u, found.u_binary, found.cu]).all()


def test_overlapping_units_of_one_coder_are_refused_by_name():
    with pytest.raises(ValueError, match="coder A: two units overlap at 3"):
        unitizing_alpha({"A": [(0, 4, "x"), (3, 6, "y")], "B": []}, 10)


@pytest.mark.parametrize("unit", [(8, 11, "x"), (-1, 2, "x"), (4, 4, "x")])
def test_stretch_outside_the_text_is_refused(unit):
    with pytest.raises(ValueError, match=r"coder B: .* is no stretch of a text of 10"):
        unitizing_alpha({"A": [], "B": [unit]}, 10)
