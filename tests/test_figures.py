"""Figures of the lessons: every picture has its words, colours and ranges are what they say."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from cnnkit.figures import show_chain
from cnnkit.figures.colours import table
from cnnkit.widgets import show_maps, show_numbers


def pictures(figure):
    """Pixels of the maps in a figure, without the colour bars."""
    found = re.findall(
        r'<img alt="[^"]+" src="data:image/png;base64,([^"]+)"', figure._repr_html_()
    )
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(one)))) for one in found]


def test_a_map_is_drawn_cell_by_cell_in_its_scale():
    (drawn,) = pictures(show_maps([[[0.0, 1.0], [2.0, 4.0]]], ["z"]))
    assert drawn.shape == (2, 2, 3)
    assert drawn[0, 0].tolist() == table("magnitude")[0].tolist()
    assert drawn[1, 1].tolist() == table("magnitude")[255].tolist()


def test_signed_values_are_symmetric_about_zero():
    (drawn,) = pictures(show_maps([[[-1.0, 0.0, 3.0]]], kind="signed"))
    assert drawn[0, 1].min() > 250
    assert drawn[0, 2].tolist() == table("signed")[255].tolist()
    assert drawn[0, 0, 2] > drawn[0, 0, 0]  # blue below zero


def test_a_shared_scale_holds_for_all_maps():
    maps = [np.full((2, 2), 1.0), np.array([[0.0, 2.0]])]
    own, shared = pictures(show_maps(maps)), pictures(show_maps(maps, shared=True))
    assert not np.array_equal(own[0], shared[0])
    assert shared[0][0, 0].tolist() == table("magnitude")[128].tolist()


def test_photographs_keep_their_colours():
    photo = np.zeros((4, 5, 3))
    photo[1, 2] = (1, 0.5, 0)
    (drawn,) = pictures(show_maps([photo]))
    assert drawn[1, 2].tolist() == [255, 128, 0]


def test_every_picture_says_what_it_is():
    figure = show_maps([np.eye(3), -np.eye(2)], ["Y", "<z>"], kind="signed")
    assert repr(figure) == "Y: 3 × 3, values 0 to 1\n<z>: 2 × 2, values −1 to 0"
    assert 'alt="Y: 3 × 3' in figure._repr_html_() and "<z>" not in figure._repr_html_()


@pytest.mark.parametrize(
    "maps, titles", [([np.ones(3)], []), ([np.ones((2, 2, 4))], []), ([np.eye(2)], ["a", "b"])]
)
def test_what_cannot_be_drawn_is_said(maps, titles):
    with pytest.raises(ValueError, match=r"is needed|titles for"):
        show_maps(maps, titles)


def test_numbers_stand_in_their_cells():
    figure = show_numbers(w=[[1, -1], [0.5, 0]], z=np.zeros((1, 1, 2, 3)))
    assert repr(figure) == "w (2 × 2): [1, −1], [0.50, 0]\nz (2 × 3): [0, 0, 0], [0, 0, 0]"
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", figure._repr_html_())
    assert cells[:4] == ["1", "−1", "0.50", "0"] and len(cells) == 10


def test_large_or_odd_arrays_are_refused():
    with pytest.raises(ValueError, match="16 × 16 can be read"):
        show_numbers(y=np.zeros((17, 2)))
    with pytest.raises(ValueError, match="shape"):
        show_numbers(y=np.zeros((2, 2, 2)))


def test_a_chain_is_read_in_both_directions():
    chain = show_chain(["y", "z\nscores", "div"], ["w", "softmax"], ["dw", "dz"])
    assert repr(chain) == (
        "y → z, scores by w; z, scores → div by softmax. Back: div → z, scores by dz; z, scores → y by dw"
    )
    assert 'role="img"' in chain.html and chain.html.count("⟶") == chain.html.count("⟵") == 2


@pytest.mark.parametrize("arrows", [(["w", "f"], []), ([], []), (["w"], ["dw", "dz"])])
def test_a_chain_has_one_arrow_between_two_boxes(arrows):
    with pytest.raises(ValueError, match="an arrow between every two"):
        show_chain(["y", "z"], *arrows)


def test_boxes_lie_where_they_are_said_to_be():
    from cnnkit.figures import show_boxes

    images = np.zeros((2, 1, 32, 64))
    shown = show_boxes(images, [[2, 4, 10, 20], [0, 0, 32, 64]], [[2.5, 4, 10, 24], [1, 1, 31, 63]], ["a bag", "<b>"], size=128)

    assert shown.html.count("<img") == 2 and shown.html.count("<rect") == 8
    assert 'x="8" y="4" width="32" height="16"' in shown.html and 'x="8" y="5" width="40" height="15"' in shown.html
    assert 'alt="a bag: true box (2, 4, 10, 20), answered (2.5, 4, 10, 24)"' in shown.html
    assert "&lt;b&gt;" in shown.html and "<b>" not in shown.html
    assert "height:64px" in shown.html  # not stretched
    with pytest.raises(ValueError, match="one box"):
        show_boxes(images, [[2, 4, 10, 20]])
