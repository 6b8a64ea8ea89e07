"""Long sums in float32 keep their digits, in every operation: as good as NumPy's pairwise ones.

Of a sum of n equal numbers, one added after the other, the rounding errors all point the same way; a loss of 1 % is
nothing for a million of them.  The truth is the product in double precision.
"""

import numpy as np
import pytest

import cnnkit
from cnnkit import losses
from cnnkit.linear import linear, linear_grad_bias, linear_grad_input, linear_grad_weight

SINGLE = np.float32
TENTH = float(SINGLE(0.1))
CLOSE = 2e-5  # relative; 0.1 within 2e-6


def tenths(*shape):
    return np.full(shape, 0.1, SINGLE)


def ones(*shape):
    return np.ones(shape, SINGLE)


def won_by_one(side):
    """Positions of windows of `side` cells that are all won by the middle of the map."""
    return np.full((1, 1, side, side), (side - 1) * (2 * side - 1) + side - 1)


LONG = {
    "mean of a window": lambda n: cnnkit.mean_pool2d(tenths(1, 1, n, n), n).item() / TENTH,
    "mean with a frame": lambda n: cnnkit.mean_pool2d(tenths(1, 1, n, n), n, padding=n // 2, stride=n // 2)[0, 0, 1, 1]
    / TENTH,
    "convolution": lambda n: cnnkit.conv2d(tenths(1, 1, n, n), ones(1, 1, n, n)).item() / (TENTH * n * n),
    "convolution of tenths": lambda n: cnnkit.conv2d(tenths(1, 1, n, n), tenths(1, 1, n, n)).item()
    / (TENTH**2 * n * n),
    "filter gradient": lambda n: cnnkit.conv2d_grad_weight(tenths(1, 1, n, n), ones(1, 1, n, n), 1).item()
    / (TENTH * n * n),
    "filter gradient of one row": lambda n: cnnkit.conv2d_grad_weight(
        tenths(1, 1, 1, n * n), ones(1, 1, 1, n * n), 1
    ).item()
    / (TENTH * n * n),
    "filter gradient under a frame": lambda n: cnnkit.conv2d_grad_weight(
        tenths(1, 1, n, n), ones(1, 1, n, n), 3, padding=1
    )[0, 0, 1, 1]
    / (TENTH * n * n),
    "gradient of the transposed filters": lambda n: cnnkit.conv_transpose2d_grad_weight(
        ones(1, 1, n, n), tenths(1, 1, n, n), 1
    ).item()
    / (TENTH * n * n),
    "bias gradient": lambda n: cnnkit.conv2d_grad_bias(tenths(1, 1, n, n)).item() / (TENTH * n * n),
    "bias gradient of examples": lambda n: cnnkit.conv2d_grad_bias(tenths(n * n, 2, 1, 1))[1] / (TENTH * n * n),
    "squared error": lambda n: losses.squared_error(tenths(1, n, n), 0 * tenths(1, n, n))[0][0] / (TENTH**2 * n * n / 2),
    "mean loss": lambda n: losses.mean_loss(tenths(n * n), tenths(n * n))[0] / TENTH,
    "softmax": lambda n: losses.cross_entropy(tenths(1, n * n), [3])[0][0] / np.log(n * n),
    "linear": lambda n: linear(tenths(1, n * n), ones(1, n * n)).item() / (TENTH * n * n),
    "gradient for inputs": lambda n: linear_grad_input(tenths(1, n * n), ones(n * n, 1)).item() / (TENTH * n * n),
    "gradient for weights": lambda n: linear_grad_weight(tenths(n * n, 1), ones(n * n, 1)).item() / (TENTH * n * n),
    "gradient for biases": lambda n: linear_grad_bias(tenths(n * n, 2))[1] / (TENTH * n * n),
}
MIDDLING = {
    "convolution of many maps": lambda n: cnnkit.conv2d(tenths(1, n * n, 1, 1), ones(1, n * n, 1, 1)).item()
    / (TENTH * n * n),
    "convolution of many maps to many": lambda n: cnnkit.conv2d(tenths(9, n * n, 1, 9), ones(6, n * n, 1, 1))[8, 5, 0, 8]
    / (TENTH * n * n),
    "convolution of many maps, wide": lambda n: cnnkit.conv2d(tenths(1, n * n, 1, 21), ones(5, n * n, 1, 1))[0, 4, 0, 20]
    / (TENTH * n * n),
    "transposed convolution": lambda n: cnnkit.conv_transpose2d(tenths(1, n * n, 1, 1), ones(n * n, 3, 1, 1))[0, 2, 0, 0]
    / (TENTH * n * n),
    "gradient for the maps": lambda n: cnnkit.conv2d_grad_input(tenths(1, 1, n, n), ones(1, 1, n, n), 2 * n - 1)[
        0, 0, n - 1, n - 1
    ]
    / (TENTH * n * n),
    "gradient of max pooling": lambda n: cnnkit.max_pool2d_grad(tenths(1, 1, n, n), won_by_one(n), 2 * n - 1)[
        0, 0, n - 1, n - 1
    ]
    / (TENTH * n * n),
    "gradient of mean pooling": lambda n: cnnkit.mean_pool2d_grad(tenths(1, 1, n, n), 2 * n - 1, n, stride=1)[
        0, 0, n - 1, n - 1
    ]
    / TENTH,
    "filter gradient of examples": lambda n: cnnkit.conv2d_grad_weight(
        tenths(n * n, 5, 1, 1), ones(n * n, 2, 1, 1), 1
    )[4, 1, 0, 0]
    / (TENTH * n * n),
    "gradient for many weights": lambda n: linear_grad_weight(tenths(n * n, 4), ones(n * n, 3))[3, 2] / (TENTH * n * n),
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("side", [256, 1000])
def test_a_million_equal_numbers(name, side):
    assert abs(LONG[name](side) - 1) < CLOSE


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_sixteen_million_equal_numbers(name):
    assert abs(LONG[name](4096) - 1) < CLOSE


@pytest.mark.parametrize("name", MIDDLING)
@pytest.mark.parametrize("side", [64, 250])
def test_sixty_thousand_equal_numbers(name, side):
    assert abs(MIDDLING[name](side) - 1) < CLOSE


@pytest.mark.parametrize("shape", [(1, 40, 1, 1), (1, 1000, 3, 3), (9, 300, 5, 2), (2, 700, 3, 17)])
@pytest.mark.parametrize("maps", [1, 3, 6])
def test_blocks_of_products_add_up_to_the_whole(shape, maps):
    rng = np.random.default_rng(maps)
    y, w = rng.integers(-2, 3, shape).astype(SINGLE), rng.integers(-2, 3, (maps, shape[1], 1, 2)).astype(SINGLE)
    bias = rng.integers(-2, 3, maps).astype(SINGLE)

    z = cnnkit.conv2d(y, w, bias, padding=(0, 1))

    framed = np.pad(y, ((0, 0), (0, 0), (0, 0), (1, 1)))
    expected = sum(
        np.einsum("tmij,nm->tnij", framed[..., q : q + z.shape[3]], w[:, :, 0, q]) for q in range(2)
    )
    np.testing.assert_array_equal(z, expected + bias[:, None, None])


def test_the_right_mean_whatever_the_precision():
    y = np.random.default_rng(1).random((3, 5, 40, 37)).astype(SINGLE)

    for kernel_size, stride in (((40, 37), 1), ((7, 9), (3, 2)), ((2, 2), 2)):
        ours = cnnkit.mean_pool2d(y, kernel_size, stride=stride)
        exact = cnnkit.mean_pool2d(y.astype(np.float64), kernel_size, stride=stride)
        assert abs(ours - exact).max() < 1e-7


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_sums_with_infinite_shares_are_what_they_were(value):
    du, positions = np.ones((1, 1, 30, 30), SINGLE), np.full((1, 1, 30, 30), 7)
    du[0, 0, 3, 3] = value

    assert np.array_equal(cnnkit.max_pool2d_grad(du, positions, 3)[0, 0, 2, 1], value, equal_nan=True)
    dw = cnnkit.conv2d_grad_weight(du, np.ones_like(du), 1)
    assert np.array_equal(dw.item(), value, equal_nan=True)
