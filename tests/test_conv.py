"""Convolution: by hand, against the plain formulas, by its adjoints, by differences, against PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from strategies import examples, scans

import cnnkit
from cnnkit import reference
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(2)


def near(actual, desired, dtype=np.float64):
    """Equal up to rounding; the results of small integers and short sums stay of order 1 to 100."""
    tolerance = 1e-4 if dtype == np.float32 else 1e-11
    np.testing.assert_allclose(actual, desired, rtol=tolerance, atol=tolerance)


def test_by_hand_with_stride_two_and_a_frame():
    y = np.array([[[[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]]])
    w = np.array([[[[1.0, 10], [100, 1000]]]])

    z = cnnkit.conv2d(y, w, [0.5], stride=2, padding=1)

    # corner windows at (-1, -1), (-1, 1), (1, -1), (1, 1): what lies outside the map counts 0
    expected = [[1000 * 1, 100 * 2 + 1000 * 3], [10 * 4 + 1000 * 7, 5 + 60 + 800 + 9000]]
    near(z[0, 0], np.array(expected) + 0.5)


def test_every_output_map_sums_over_the_input_maps_of_its_group():
    y = np.arange(1.0, 5).reshape(1, 4, 1, 1)
    w = np.array([[1.0, 10], [2, 20], [3, 30], [4, 40]]).reshape(4, 2, 1, 1)

    z = cnnkit.conv2d(y, w, groups=2)

    assert z.ravel().tolist() == [21, 42, 129, 172]


@given(scans())
def test_forward_is_the_formula(scan):
    z = cnnkit.conv2d(scan.y, scan.w, scan.bias, **scan.options)

    near(z, reference.conv2d(scan.y, scan.w, scan.bias, **scan.options))


@given(scans())
def test_gradients_are_the_formulas(scan):
    dy = cnnkit.conv2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options)
    dw = cnnkit.conv2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options)
    dbias = cnnkit.conv2d_grad_bias(scan.dz)

    near(dy, reference.conv2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options))
    near(dw, reference.conv2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options))
    near(dbias, reference.conv2d_grad_bias(scan.dz))


@examples(300)
@given(scans())
def test_both_gradients_are_adjoints_of_one_sum(scan):
    z = cnnkit.conv2d(scan.y, scan.w, **scan.options)
    dy = cnnkit.conv2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options)
    dw = cnnkit.conv2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options)

    near(np.vdot(z, scan.dz), np.vdot(scan.y, dy))
    near(np.vdot(z, scan.dz), np.vdot(scan.w, dw))


@pytest.mark.parametrize(
    "options",
    [{}, {"stride": 2}, {"padding": (2, 1)}, {"stride": (1, 3), "dilation": 2, "padding": 2}],
    ids=str,
)
def test_numerical_gradient_of_every_entry(options):
    y, w, bias = rng.normal(size=(2, 2, 6, 5)), rng.normal(size=(4, 1, 3, 2)), rng.normal(size=4)
    options = {"groups": 2, **options}
    dz = rng.normal(size=cnnkit.conv2d(y, w, bias, **options).shape)

    def div(y, w, bias):
        return float(np.vdot(dz, cnnkit.conv2d(y, w, bias, **options)))

    numerical = reference.numerical_gradient
    for analytic, numeric in [
        (
            cnnkit.conv2d_grad_input(dz, w, (6, 5), **options),
            numerical(lambda a: div(a, w, bias), y),
        ),
        (
            cnnkit.conv2d_grad_weight(dz, y, (3, 2), **options),
            numerical(lambda a: div(y, a, bias), w),
        ),
        (cnnkit.conv2d_grad_bias(dz), numerical(lambda a: div(y, w, a), bias)),
    ]:
        np.testing.assert_allclose(analytic, numeric, atol=1e-7)


@pytest.mark.slow
@examples(1000)
@given(scans(np.float32))
def test_all_four_agree_with_pytorch(scan):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    y, w, bias = (torch.tensor(a, requires_grad=True) for a in (scan.y, scan.w, scan.bias))
    if len(scan.y) == 0:
        return
    z = torch.nn.functional.conv2d(y, w, bias, **scan.options)
    z.backward(torch.tensor(scan.dz))

    near(cnnkit.conv2d(scan.y, scan.w, scan.bias, **scan.options), z.detach().numpy(), np.float32)
    dy = cnnkit.conv2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options)
    dw = cnnkit.conv2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options)
    near(dy, y.grad.numpy(), np.float32)
    near(dw, w.grad.numpy(), np.float32)
    near(cnnkit.conv2d_grad_bias(scan.dz), bias.grad.numpy(), np.float32)
    assert dy.dtype == dw.dtype == np.float32


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda y, w: cnnkit.conv2d(y, w), "window covers"),
        (lambda y, w: cnnkit.conv2d(y[0], w), r"y has shape \(1, 2, 2\) but it needs 4 axes"),
        (lambda y, w: cnnkit.conv2d(y, w, padding=1, groups=3), "groups is 3"),
        (lambda y, w: cnnkit.conv2d(y[:, :0], w), "axis M"),
        (lambda y, w: cnnkit.conv2d(np.ones((1, 2, 4, 4)), w), "w read 1 maps but y has 2"),
        (lambda y, w: cnnkit.conv2d(y, w, [1, 2], padding=1), "one bias per map"),
        (lambda y, w: cnnkit.conv2d(y, w, padding=2**20), "at most"),
        (lambda y, w: cnnkit.conv2d(y, w, padding=2**40), "use|give"),
        (lambda y, w: cnnkit.conv2d_grad_input(y, w, (9, 9)), r"makes \(1, 7, 7\)"),
        (lambda y, w: cnnkit.conv2d_grad_weight(y, np.ones((2, 1, 4, 4)), 3), "1 examples"),
    ],
)
def test_what_does_not_fit_is_said(call, words):
    with pytest.raises(ShapeError, match=words):
        call(np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3)))


def test_groups_may_be_a_numpy_integer():
    dz, w = rng.normal(size=(1, 4, 2, 2)), rng.normal(size=(4, 1, 2, 2))

    dy = cnnkit.conv2d_grad_input(dz, w, (3, 3), groups=np.int64(2))

    near(dy, cnnkit.conv2d_grad_input(dz, w, (3, 3), groups=2))


def test_a_frame_far_larger_than_the_map_costs_nothing_when_the_stride_skips_it():
    y, w = rng.normal(size=(1, 1, 3, 3)), rng.normal(size=(1, 1, 2, 2))

    z = cnnkit.conv2d(y, w, stride=10**6, padding=10**6)

    assert z.shape == (1, 1, 3, 3)
    assert z[0, 0, 1, 1] == pytest.approx(np.vdot(y[0, 0, :2, :2], w))
    assert np.count_nonzero(z) == 1
