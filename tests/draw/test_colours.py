"""The colours of the figures for colour-blind readers, in grey print, and as letters on a ground."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from fieldstudy.draw.look import (
    DARK,
    INK,
    MUTED,
    NONE,
    ON_ORANGE,
    ORANGE,
    ORANGE_LIGHT,
    PALE,
    PAPER,
    SHADES,
    TEAL,
    TEAL_LIGHT,
)

# Linear RGB as seen without one kind of cone (Machado, Oliveira and Fernandes 2009, IEEE Transactions
# on Visualization and Computer Graphics 15(6), 1291-1298, table of severity 1.0).
SEEN = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# To XYZ under D65 (IEC 61966-2-1), then to CIE L*a*b*.
XYZ = np.array([[0.4124, 0.3576, 0.1805], LUMINANCE, [0.0193, 0.1192, 0.9505]])
# A difference of 2.3 is just seen side by side (Mahy and others 1994); marks apart want far more.
APART = 20.0
SCREENS = {"light": lambda colour: colour, "dark": lambda colour: DARK.get(colour, colour)}
# Whatever a figure tells apart by colour, and each shade of a scale from the next.
TOLD_APART = [
    (TEAL, ORANGE),
    (TEAL, TEAL_LIGHT),
    (ORANGE, ORANGE_LIGHT),
    (TEAL_LIGHT, ORANGE_LIGHT),
    (TEAL, PALE),
    (ORANGE, PALE),
    (ORANGE, PAPER),
]


def linear(colour: str) -> np.ndarray:
    """Give linear RGB of a hexadecimal sRGB colour."""
    given = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Give CIE L*a*b* of linear RGB."""
    x, y, z = XYZ @ np.clip(rgb, 0, 1) / (XYZ @ np.ones(3))
    x, y, z = (v ** (1 / 3) if v > (6 / 29) ** 3 else v * 841 / 108 + 4 / 29 for v in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (WCAG 2.2)."""
    less, more = sorted(float(LUMINANCE @ linear(colour)) for colour in (one, other))
    return (more + 0.05) / (less + 0.05)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("eyes", SEEN)
def test_colours_that_tell_marks_apart_are_far_apart_for_all_eyes(screen: str, eyes: str) -> None:
    for pair in TOLD_APART:
        one, other = (lab(SEEN[eyes] @ linear(SCREENS[screen](colour))) for colour in pair)
        assert np.linalg.norm(one - other) > APART, (pair, screen, eyes)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("eyes", SEEN)
def test_shades_of_a_scale_rise_in_steps_for_all_eyes(screen: str, eyes: str) -> None:
    scale = [SCREENS[screen](colour) for colour in (NONE, *SHADES)]
    light = [float(lab(SEEN[eyes] @ linear(colour))[0]) for colour in scale]
    steps = [b - a for a, b in pairwise(light)]
    assert all(abs(step) > 5 for step in steps) and len({step > 0 for step in steps}) == 1


def test_grey_print_keeps_apart_what_colour_tells_apart() -> None:
    light = {colour: float(lab(linear(colour))[0]) for pair in TOLD_APART for colour in pair}
    for one, other in TOLD_APART:
        assert abs(light[one] - light[other]) > 5, (one, other)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("letters", "ground", "least"),
    [
        (INK, PAPER, 7.0),
        (MUTED, PAPER, 4.5),
        (MUTED, PALE, 4.5),
        (TEAL, PAPER, 4.5),
        (PAPER, TEAL, 4.5),
        (ON_ORANGE, ORANGE, 4.5),
    ],
)
def test_letters_stand_out_from_their_ground(
    screen: str, letters: str, ground: str, least: float
) -> None:
    shown = SCREENS[screen]
    assert contrast(shown(letters), shown(ground)) >= least
