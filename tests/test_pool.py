"""Pooling and resampling: by hand, against the plain formulas, by adjoints, against PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples, pairs, poolings
from test_conv import near

import cnnkit
from cnnkit import reference
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(5)


def test_max_by_hand_ties_go_to_the_first_cell():
    y = np.array([[[[1.0, 7, 7], [7, 2, 0], [3, 4, 5]]]])

    u, positions = cnnkit.max_pool2d(y, 2, stride=1)

    assert u[0, 0].tolist() == [[7, 7], [7, 5]]
    assert positions[0, 0].tolist() == [[1, 1], [3, 8]]


def test_a_peak_that_wins_many_windows_collects_all_their_gradients():
    y = np.zeros((1, 1, 6, 6))
    y[0, 0, 2, 2] = 9
    u, positions = cnnkit.max_pool2d(y, 3, stride=1)

    dy = cnnkit.max_pool2d_grad(np.ones_like(u), positions, (6, 6))

    assert dy[0, 0, 2, 2] == 9  # three rows of windows times three columns
    assert dy.sum() == 16


def test_mean_by_hand_with_and_without_the_frame():
    y = np.array([[[[4.0, 8], [12, 16]]]])

    counted = cnnkit.mean_pool2d(y, 2, padding=1)
    left_out = cnnkit.mean_pool2d(y, 2, padding=1, count_include_pad=False)

    assert counted[0, 0].tolist() == [[1, 2], [3, 4]]
    assert left_out[0, 0].tolist() == [[4, 8], [12, 16]]


@examples(200)
@given(poolings())
def test_max_is_the_formula(pooling):
    u, positions = cnnkit.max_pool2d(pooling.y, pooling.kernel_size, **pooling.options)
    expected = reference.max_pool2d(pooling.y, pooling.kernel_size, **pooling.options)

    np.testing.assert_array_equal(u, expected[0])
    np.testing.assert_array_equal(positions, expected[1])
    size = pooling.y.shape[2:]
    dy = cnnkit.max_pool2d_grad(pooling.du, positions, size)
    near(dy, reference.max_pool2d_grad(pooling.du, positions, size))


@examples(200)
@given(poolings(dilated=False), st.booleans())
def test_mean_is_the_formula(pooling, count):
    arguments, options = (pooling.kernel_size,), {**pooling.options, "count_include_pad": count}
    size = pooling.y.shape[2:]

    u = cnnkit.mean_pool2d(pooling.y, *arguments, **options)
    dy = cnnkit.mean_pool2d_grad(pooling.du, size, *arguments, **options)

    near(u, reference.mean_pool2d(pooling.y, *arguments, **options))
    near(dy, reference.mean_pool2d_grad(pooling.du, size, *arguments, **options))
    near(np.vdot(u, pooling.du), np.vdot(pooling.y, dy))


@pytest.mark.slow
@examples(1000)
@given(poolings(np.float32), poolings(np.float32, dilated=False), st.booleans())
def test_pooling_agrees_with_pytorch(peaks, means, count):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    functional = torch.nn.functional
    if len(peaks.y):
        y = torch.tensor(peaks.y, requires_grad=True)
        u, positions = functional.max_pool2d(
            y, peaks.kernel_size, return_indices=True, **peaks.options
        )
        u.backward(torch.tensor(peaks.du))
        ours, places = cnnkit.max_pool2d(peaks.y, peaks.kernel_size, **peaks.options)
        np.testing.assert_array_equal(ours, u.detach().numpy())
        np.testing.assert_array_equal(places, positions.numpy())
        dy = cnnkit.max_pool2d_grad(peaks.du, places, peaks.y.shape[2:])
        near(dy, y.grad.numpy(), np.float32)
    if len(means.y):
        y = torch.tensor(means.y, requires_grad=True)
        options = {**means.options, "count_include_pad": count}
        u = functional.avg_pool2d(y, means.kernel_size, **options)
        u.backward(torch.tensor(means.du))
        near(
            cnnkit.mean_pool2d(means.y, means.kernel_size, **options),
            u.detach().numpy(),
            np.float32,
        )
        dy = cnnkit.mean_pool2d_grad(means.du, means.y.shape[2:], means.kernel_size, **options)
        near(dy, y.grad.numpy(), np.float32)


@pytest.mark.parametrize("kernel_size", [2, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nan_wins_and_the_lowest_number_is_a_number(kernel_size, dtype):
    y = rng.normal(size=(2, 3, 21, 23)).astype(dtype)
    y[rng.random(y.shape) < 0.1] = np.nan
    y[rng.random(y.shape) < 0.2] = -np.inf
    y[1, 2] = -np.inf

    u, positions = cnnkit.max_pool2d(y, kernel_size, stride=2)

    expected = reference.max_pool2d(y, kernel_size, stride=2)
    np.testing.assert_array_equal(u, expected[0])
    np.testing.assert_array_equal(positions, expected[1])


@given(
    st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(1, 7), st.integers(1, 7)),
    pairs(1, 4),
)
def test_down_and_upsampling_are_the_formulas_and_each_others_adjoint(shape, stride):
    y = rng.normal(size=shape)
    down, up = cnnkit.downsample2d(y, stride), cnnkit.upsample2d(y, stride)
    d_down, d_up = rng.normal(size=down.shape), rng.normal(size=up.shape)

    back_down = cnnkit.downsample2d_grad(d_down, shape[2:], stride)
    back_up = cnnkit.upsample2d_grad(d_up, stride)

    near(np.vdot(down, d_down), np.vdot(y, back_down))
    near(np.vdot(up, d_up), np.vdot(y, back_up))
    if shape[0]:
        np.testing.assert_array_equal(down, reference.downsample2d(y, stride))
        np.testing.assert_array_equal(up, reference.upsample2d(y, stride))
        np.testing.assert_array_equal(
            back_down, reference.downsample2d_grad(d_down, shape[2:], stride)
        )
        np.testing.assert_array_equal(back_up, reference.upsample2d_grad(d_up, stride))


def test_a_strided_convolution_is_a_convolution_downsampled():
    y, w = rng.normal(size=(1, 2, 9, 8)), rng.normal(size=(3, 2, 3, 3))

    near(cnnkit.conv2d(y, w, stride=(2, 3)), cnnkit.downsample2d(cnnkit.conv2d(y, w), (2, 3)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda y: cnnkit.max_pool2d(y, 3, padding=2), "at most half the window"),
        (lambda y: cnnkit.mean_pool2d(y, 5), "window covers"),
        (lambda y: cnnkit.max_pool2d(y, 2, stride=0), "stride is 0"),
        (
            lambda y: cnnkit.max_pool2d(y[:, :, :1], 2, stride=1, padding=2, dilation=3),
            "reads padding only",
        ),
        (lambda y: cnnkit.max_pool2d_grad(y, np.zeros((1, 1, 2, 2), int), 4), "du has shape"),
        (lambda y: cnnkit.max_pool2d_grad(y, np.full(y.shape, 16), (4, 4)), "cells 0 to 15"),
        (lambda y: cnnkit.max_pool2d_grad(y, np.full(y.shape, -1), (4, 4)), "run from -1"),
        (lambda y: cnnkit.mean_pool2d_grad(y, (4, 4), 2), r"makes \(2, 2\)"),
        (lambda y: cnnkit.downsample2d_grad(y, (4, 4), 2), r"makes \(2, 2\)"),
        (lambda y: cnnkit.upsample2d_grad(y, 2), r"\(1, 1\) cells are left over"),
    ],
)
def test_what_does_not_fit_is_said(call, words):
    with pytest.raises(ShapeError, match=words):
        call(np.ones((1, 1, 4, 4)))


def test_positions_are_whole_numbers():
    with pytest.raises(TypeError, match="positions that max_pool2d returned"):
        cnnkit.max_pool2d_grad(np.ones((1, 1, 1, 1)), np.zeros((1, 1, 1, 1)), 2)
