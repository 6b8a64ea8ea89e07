"""Curves in a picture: where they go, what they say, what is refused."""

import re

import pytest

from cnnkit.widgets import show_curves


def points(figure):
    """Of every curve the places in the picture, from left to right."""
    lines = re.findall(r'points="([^"]+)"', figure.html)
    return [[tuple(map(float, place.split(","))) for place in line.split()] for line in lines]


def test_larger_shares_stand_higher_and_all_within_the_picture():
    figure = show_curves([0, 10, 40], {"a": [0.0, 0.5, 1.0], "b": [1.0, 1.2, -0.1]}, across="x", up="y")
    a, b = points(figure)

    (x0, y0), (x1, y1), (x2, y2) = a
    assert (x2 - x0) == pytest.approx(4 * (x1 - x0), abs=0.5)
    assert y1 == pytest.approx((y0 + y2) / 2, abs=0.2) and y2 < y0
    assert b[0][1] == b[1][1] == y2 and b[2][1] == y0  # beyond 0 and 1 a curve stays on the frame
    assert all(0 <= x <= 560 and 0 <= y <= 280 for x, y in a + b)


def test_a_reader_without_eyes_hears_names_and_ranges():
    figure = show_curves([0, 1], {"plain <net>": [0.25, 0.75]}, across="degrees", up="error")

    assert repr(figure) == "error over degrees (0 to 1). plain <net>: 0.25 to 0.75"
    assert 'role="img"' in figure.html and "plain &lt;net&gt;: 0.25 to 0.75" in figure.html
    assert "<net>" not in figure.html


def test_every_curve_differs_in_more_than_colour():
    curves = {name: [0.1, 0.2] for name in "abcde"}
    drawn = show_curves([0, 1], curves, across="x", up="y").html
    styles = re.findall(r'<polyline[^>]*style="([^"]+)"', drawn)

    assert len(set(styles)) == 5
    assert len({re.search("dasharray:([^;\"]+)", style)[1] for style in styles}) >= 4


@pytest.mark.parametrize(
    ("x", "curves", "words"),
    [
        ([0], {"a": [1]}, "needs two that differ"),
        ([1, 1], {"a": [1, 1]}, "needs two that differ"),
        ([0, 1], {}, "there are 0 curves"),
        ([0, 1], {name: [0, 1] for name in "abcdef"}, "there are 6 curves"),
        ([0, 1], {"a": [1, 2, 3]}, "'a' has 3 values for 2"),
    ],
)
def test_what_cannot_be_drawn_is_refused(x, curves, words):
    with pytest.raises(ValueError, match=words):
        show_curves(x, curves, across="x", up="y")
