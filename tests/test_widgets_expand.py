"""ExpandExplorer without a browser: bytes, messages, learners' functions, links."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import check_lights
from traitlets import TraitError

from cnnkit import reference
from cnnkit.widgets import ExpandExplorer
from cnnkit.widgets.expand.explorer import EXAMPLES


def right(explorer, padding=None):
    p = explorer.padding if padding is None else padding
    pairs = {"stride": explorer.stride, "padding": p, "dilation": 1}
    pairs = {name: (value, value) for name, value in pairs.items()}
    return reference.conv_transpose2d(
        explorer.y[None, None],
        explorer.w[None, None],
        None,
        groups=1,
        output_padding=(0, 0),
        **pairs,
    )[0, 0]


@pytest.mark.parametrize("example", EXAMPLES)
def test_bytes_carry_all_three_tabs_of_every_example(example):
    explorer = ExpandExplorer(example=example)
    for kernel_size, stride, padding in ((3, 2, 0), (4, 2, 1), (2, 3, 1)):
        explorer.set_together(kernel_size=kernel_size, stride=stride, padding=padding)
        explorer.kernel_size = kernel_size
        explorer.tab = "stamp"
        assert np.allclose(received(explorer)["z/values"], right(explorer, padding=0), atol=1e-5)
        explorer.tab = "collect"
        assert np.allclose(received(explorer)["z/values"], right(explorer), atol=1e-5)
        explorer.tab = "count"
        came = received(explorer)
        assert came["outgoing/values"].sum() == came["counts/values"].sum()
        assert not explorer.message
        assert all(words in explorer.describe() for words in ("K mod b", "Sum: "))


def test_the_last_frame_of_the_walk_is_the_map():
    came = received(ExpandExplorer())

    assert came["z/frames"].shape == (4, 5, 5)
    assert np.array_equal(came["z/frames"][-1], came["z/values"])


def test_a_wrong_function_is_crossed_where_it_differs():
    def overwriting(y, w, stride, padding):
        z = (
            right(ExpandExplorer(y=y[0, 0], w=w[0, 0], stride=stride, padding=padding))[None, None]
            * 0
        )
        for k, l in np.ndindex(*y.shape[2:]):
            z[0, 0, k * stride : k * stride + 3, l * stride : l * stride + 3] = (
                y[0, 0, k, l] * w[0, 0]
            )
        return z

    explorer = ExpandExplorer(conv_transpose2d=overwriting)
    assert "they are crossed" in explorer.describe()
    truth, crossed = right(explorer), received(explorer)["z/crossed"]
    assert np.array_equal(
        crossed == 1,
        ~np.isclose(overwriting(explorer.y[None, None], explorer.w[None, None], 2, 0)[0, 0], truth),
    )
    explorer.output_padding = 1
    assert "knows no output padding" in explorer.describe()


def test_odd_settings_get_a_sentence_and_are_taken_back():
    explorer = ExpandExplorer(tab="collect", example="ones")
    explorer.padding = 3
    assert "frame of K − 1 − p zeros needs at most 2" in explorer.message
    assert explorer.padding == 0
    explorer.output_padding = 2
    assert "not below the stride 2" in explorer.message
    tell(explorer, kind="edit", grid="z", row=0, column=0, value=1)
    assert "computed, not typed" in explorer.message
    tell(explorer, kind="edit", grid="y", row=1, column=0, value=5)
    assert explorer.y[1, 0] == 5
    with pytest.raises(TraitError, match="there is no example"):
        ExpandExplorer().example = "cat"
    with pytest.raises(ValueError, match="one finite"):
        ExpandExplorer(y=[1, 2, 3])


def test_a_smaller_stride_takes_the_output_padding_along():
    explorer = ExpandExplorer(stride=3, output_padding=2)
    explorer.stride = 2
    assert (explorer.output_padding, explorer.message) == (1, "")


def test_it_waits_for_its_prediction():
    question = Prediction()
    explorer = ExpandExplorer(after=question)
    assert explorer.locked
    question.answered = True
    assert not explorer.locked


def test_lights(tmp_path, node):
    stamped = [(r, c) for r in (2, 3, 4) for c in (0, 1, 2)]
    check_lights(
        tmp_path,
        node,
        {
            "stamp": (
                ExpandExplorer(),
                [
                    (("y", 1, 0), "z", "reads", stamped, "I(1, 0) = 0 stamps 0 times the filter"),
                    (
                        ("z", 2, 2),
                        "y",
                        "reads",
                        [(0, 0), (0, 1), (1, 0), (1, 1)],
                        "lies under 4 stamps",
                    ),
                ],
            ),
            "cropped": (
                ExpandExplorer(example="ones", kernel_size=4, padding=1),
                [
                    (
                        ("y", 0, 0),
                        "z",
                        "reads",
                        [(r, c) for r in range(4) for c in range(4)],
                        "7 cells of the stamp are cropped",
                    )
                ],
            ),
            "collect": (
                ExpandExplorer(tab="collect", padding=1),
                [
                    (
                        ("z", 0, 0),
                        "spread",
                        "reads",
                        [(r, c) for r in range(3) for c in range(3)],
                        "1 cell of I and 8 zeros",
                    )
                ],
            ),
            "count": (
                ExpandExplorer(tab="count", example="ones", kernel_size=4, padding=1),
                [
                    (
                        ("outgoing", 0, 0),
                        "counts",
                        "reads",
                        [(r, c) for r in range(3) for c in range(3)],
                        "reaches 9 cells of z",
                    ),
                    (("fed", 0, 0), "incoming", "reads", [(0, 0)], "is read by 1 output."),
                ],
            ),
        },
    )


def test_the_words_about_cropped_stamps_count_them():
    def words(rows, padding):
        y = np.ones((rows, rows))
        return ExpandExplorer(y=y, w=np.ones((4, 4)), stride=2, padding=padding, tab="count").picture.notes[0]

    assert words(4, 0) == words(2, 0) == "Every input cell has 16 outgoing weights: no stamp is cropped."
    assert "9 at the corner, 12 at the edge, 16 inside" in words(4, 1)
    # of a 2 × 2 map every cell is a corner: equal numbers, and cropped all the same
    assert words(2, 1) == "Outgoing weights: 9, for every cell lies at the border; a whole stamp has 16."
