"""Shapes, costs and receptive fields of a stack: by hand, by counting, by changing pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples, pairs

from cnnkit import reference
from cnnkit.widgets.stack.layer import StackLayer
from cnnkit.widgets.stack.view import run_stack, stack_view


@st.composite
def stacks(draw):
    """Window layers that always fit, on a small image."""
    size = draw(pairs(5, 9))
    layers, rows = [], min(size)
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["conv", "pool"]))
        padding = draw(st.integers(0, 1)) if kind == "conv" else 0
        kernel, stride = draw(st.integers(1, max(1, min(3, rows)))), draw(st.integers(1, 2))
        layers.append(
            ("conv", 1, kernel, stride, padding)
            if padding or kind == "conv"
            else ("pool", kernel, stride)
        )
        rows = (rows + 2 * padding - kernel) // stride + 1
    return (1, *size), layers


@examples(40)
@given(stacks())
def test_a_unit_reads_exactly_the_pixels_that_change_it(drawn):
    size, layers = drawn
    view = stack_view(size, layers)

    def last_map(image):
        maps = image[None, None]
        for kind, *numbers in layers:
            if kind == "conv":
                _, kernel, stride, padding = numbers
                ones = np.ones((1, 1, kernel, kernel))
                maps = reference.conv2d(maps, ones, np.zeros(1), stride=stride, padding=padding)
            else:
                # a mean hears of every cell, a maximum only of the largest
                maps = reference.mean_pool2d(maps, numbers[0], stride=numbers[1])
        return maps[0, 0]

    still, last = last_map(np.zeros(size[1:])), view.layers[-1]
    assert still.shape == last.shape[1:]
    for r, c in np.ndindex(*size[1:]):
        image = np.zeros(size[1:])
        image[r, c] = 1
        changed = last_map(image) != still
        assert np.array_equal(changed, np.logical_and.outer(last.rows[:, r], last.columns[:, c]))
        assert view.unread[r, c] == (not changed.any())


def test_lenet_by_hand():
    view = stack_view(
        (1, 28, 28),
        [("conv", 6, 5, 1, 2), ("pool", 2), ("conv", 16, 5), ("pool", 2), ("linear", 120)],
    )
    shapes = [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,)]
    assert [layer.shape for layer in view.layers] == shapes
    assert [layer.parameters for layer in view.layers] == [156, 0, 2416, 0, 48_120]
    assert [layer.multiply_adds for layer in view.layers] == [117_600, 0, 240_000, 0, 48_000]
    assert [layer.receptive_field for layer in view.layers] == [5, 6, 14, 16, 0]
    assert [layer.jump for layer in view.layers] == [1, 2, 2, 4, 0]
    assert view.parameters == 50_692


def test_a_one_by_one_filter_with_stride_two_misses_33_of_49():
    assert stack_view((1, 7, 7), [("conv", 1, 1, 2)]).unread.sum() == 33


def test_cells_that_the_next_layer_leaves_over():
    first, second = stack_view((1, 6, 7), [("conv", 1, 2), ("pool", 2)]).layers
    assert first.shape == (1, 5, 6)
    unread = first.unread_by(second.layer)
    assert unread[-1].all()
    assert not unread[:-1].any()


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([("conv", 2, 9)], "a 9 × 9 window does not fit on 8 × 8 maps; take a window of at most 8, or add padding"),
        ([("conv", 2, 11, 1, 1)], "with a frame of 1; take a window of at most 10"),
        ([("pool", 4), ("pool", 3)], "a 3 × 3 window does not fit on 2 × 2 maps; take a window of at most 2"),
        ([("linear", 5), ("conv", 2, 3)], "move this conv layer before the linear layers"),
    ],
)  # fmt: skip
def test_an_impossible_layer_is_told_kindly(layers, words):
    view = stack_view((1, 8, 8), layers)
    assert words in view.trouble
    assert len(view.layers) == len(layers) - 1


@pytest.mark.parametrize(
    "layer",
    [("dense", 3), ("conv",), ("conv", 1), ("pool", 0), ("conv", 1, 3, 1, -1), ("linear", 1, 2)],
)
def test_what_is_no_layer_is_refused(layer):
    with pytest.raises(ValueError, match=r"layer|numbers"):
        StackLayer.of(layer)


def test_the_maps_that_run_have_the_shapes_that_are_told():
    view = stack_view(
        (3, 12, 10), [("conv", 20, 3, 2, 1), ("pool", 2), ("linear", 130), ("linear", 4)]
    )
    maps = run_stack(np.ones((3, 12, 10)), view, np.random.default_rng(0))
    assert [one.shape for one in maps] == [(12, 10), (6, 5), (3, 2), (1, 100), (1, 4)]
    assert all(np.isfinite(one).all() for one in maps)
    assert (maps[1] > 0).any()
