"""Long sums in float32 keep their digits, in every operation: as good as NumPy's pairwise ones.

Of a sum of n equal numbers, one added after the other, the rounding errors all point the same way; a loss of 1 % is
nothing for a million of them.  The truth is the product in double precision.
"""

import numpy as np
import pytest

import cnnkit
from cnnkit import losses
from cnnkit.linear import linear, linear_grad_bias, linear_grad_input, linear_grad_weight
from cnnkit.normalization import batch_norm_grad, batch_norm_training

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
    "gradient of max pooling, all to one cell": lambda n: cnnkit.max_pool2d_grad(
        tenths(1, 1, n, n), np.full((1, 1, n, n), 3), 2
    )[0, 0, 1, 1]
    / (TENTH * n * n),
    "mean of batch normalisation": lambda n: batch_norm_training(tenths(1, 1, n, n), ones(1), ones(1))[1].item() / TENTH,
    "gradient for its weights": lambda n: normalised(tenths(1, 1, n, n))[1].item() / (TENTH * n * n),
    "gradient for its biases": lambda n: normalised(tenths(1, 1, n, n))[2].item() / (TENTH * n * n),
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


def won_in_blocks(rows, columns, block):
    """Positions of windows that are won block by block: cell k wins the k-th block of windows."""
    (high, wide), i, j = block, np.arange(rows)[:, None], np.arange(columns)[None, :]
    return (i // high * -(-columns // wide) + j // wide).reshape(1, 1, rows, columns)


@pytest.mark.parametrize("block", [(1, 1000), (1000, 1), (1, 41), (24, 3), (3, 40), (24, 40), (23, 39), (100, 100)], ids=str)
@pytest.mark.parametrize("size", [(90, 130), (1, 3000), (3000, 1), (16, 500)], ids=str)
def test_sums_of_windows_that_one_cell_won(size, block):
    positions = won_in_blocks(*size, block)
    du = np.random.default_rng(0).random(positions.shape).astype(SINGLE)
    cells = int(positions.max()) + 1
    exact = np.bincount(positions.ravel(), du.ravel().astype(np.float64), cells)

    dy = cnnkit.max_pool2d_grad(du, positions, (1, cells)).ravel()

    assert np.abs(dy / exact - 1).max() < CLOSE / 4


def normalised(dz):
    """Gradients of batch normalisation where every normalised cell is 1."""
    return batch_norm_grad(dz, ones(*dz.shape), ones(1), np.zeros(1), np.ones(1), eps=0)


ORACLES = {
    "max pooling, every window the same cell": lambda du: (
        cnnkit.max_pool2d_grad(du, np.full(du.shape, 3), (2, 2))[0, 0, 1, 1], du),
    "mean pooling": lambda y: (cnnkit.mean_pool2d(y, y.shape[2:]).item() * y.size, y),
    "gradient of mean pooling": lambda du: (
        cnnkit.mean_pool2d_grad(du, tuple(2 * n - 1 for n in du.shape[2:]), du.shape[2:], stride=1)[
            0, 0, du.shape[2] - 1, du.shape[3] - 1] * du.size, du),
    "convolution": lambda y: (cnnkit.conv2d(y, ones(*y.shape)).item(), y),
    "filter gradient": lambda dz: (cnnkit.conv2d_grad_weight(dz, ones(*dz.shape), 1).item(), dz),
    "bias gradient": lambda dz: (cnnkit.conv2d_grad_bias(dz).item(), dz),
    "squared error": lambda y: (losses.squared_error(y, 0 * y)[0].item() * 2, y.astype(np.float64) ** 2),
    "loss": lambda div: (losses.mean_loss(div.reshape(-1), div.reshape(-1))[0] * div.size, div),
    "mean of batch normalisation": lambda y: (batch_norm_training(y, ones(1), ones(1))[1].item() * y.size, y),
    "gradient for its weights": lambda dz: (normalised(dz)[1].item(), dz),
    "gradient for its biases": lambda dz: (normalised(dz)[2].item(), dz),
}  # fmt: skip
DRAWN = {
    "uniform": lambda rng, size: rng.random(size),
    "far from 0": lambda rng, size: 1000 + rng.random(size),
    "growing": lambda rng, size: np.sort(rng.random(size) ** 4),
    "one large number first": lambda rng, size: np.where(np.arange(size) == 0, size / 4.0, rng.random(size)),
}


@pytest.mark.parametrize("drawn", DRAWN)
@pytest.mark.parametrize("name", ORACLES)
def test_sums_are_as_good_as_pairwise_ones(name, drawn):
    """No further from the sum in double precision than NumPy's own, but for the last digit of the result."""
    cells = DRAWN[drawn](np.random.default_rng(1), 301 * 283).astype(SINGLE).reshape(1, 1, 301, 283)

    ours, summed = ORACLES[name](cells)

    exact = summed.astype(np.float64).sum()
    pairwise = abs(float(summed.astype(SINGLE).sum(dtype=SINGLE)) - exact)
    assert abs(float(ours) - exact) <= pairwise + 4 * np.spacing(SINGLE(exact))


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
