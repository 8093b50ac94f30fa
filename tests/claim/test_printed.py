"""A printed figure is true of a value only by its own precision."""

from fractions import Fraction

import pytest

from fieldstudy.claim.printed import read_figure


def test_twenty_nine_of_forty_seven_is_62_percent_by_every_convention_but_truncation() -> None:
    assert read_figure("62% (n=29)").true_of(Fraction(2900, 47)) == [
        "rounding half up",
        "rounding half to even",
    ]


def test_eighteen_of_forty_seven_is_38_percent() -> None:
    assert "rounding half up" in read_figure("38%").true_of(Fraction(1800, 47))


def test_a_half_tells_half_up_from_half_to_even() -> None:
    assert read_figure("0.5").true_of(Fraction(45, 100)) == ["rounding half up"]
    assert read_figure("0.4").true_of(Fraction(45, 100)) == ["rounding half to even", "truncation"]


def test_a_million_is_compared_at_its_printed_decimal() -> None:
    assert read_figure("4.8 million").true_of(Fraction(4_835_928))[0] == "rounding half up"
    assert read_figure("4.8 million").true_of(Fraction(4_865_583)) == ["truncation"]


def test_a_figure_one_step_off_is_true_by_no_convention() -> None:
    assert read_figure("322").true_of(Fraction(321)) == []


@pytest.mark.parametrize("text", ["most", "", "n=29"])
def test_a_text_without_a_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_figure(text)
