"""Work areas, tables and what is remembered stay in proportion to the maps, and positions are exact on every map."""

import tracemalloc

import numba
import numpy as np
import pytest

import cnnkit
from cnnkit.kernels import launch
from cnnkit.kernels.remembered import remember
from cnnkit.shapes import ShapeError

compiled_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="a matter of compiled code")


def allocated(call):
    """The most bytes that NumPy had at once while it ran, beside what it returned."""
    call()  # compiled
    tracemalloc.start()
    result = call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = sum(part.nbytes for part in (result if isinstance(result, tuple) else (result,)))
    return most - kept


@compiled_only
@pytest.mark.parametrize(
    "window",
    [
        {"kernel_size": (1, 2**18)},
        {"kernel_size": (1, 2**18), "stride": (1, 2**13)},
        {"kernel_size": (1, 2**18), "stride": (1, 2**12), "dilation": (1, 3), "padding": (0, 2**16)},
        {"kernel_size": (1, 3), "stride": 1, "dilation": (1, 2**17), "padding": (0, 2**16)},
    ],
    ids=str,
)
def test_a_large_window_needs_no_large_table(window):
    y = np.random.default_rng(0).random((1, 1, 1, 2**20)).astype(np.float32)

    assert allocated(lambda: cnnkit.max_pool2d(y, **window)) < 4 * y.nbytes


@compiled_only
def test_a_lone_map_is_not_interleaved_with_nothing():
    y = np.random.default_rng(0).random((1, 1, 1024, 1024)).astype(np.float32)

    assert allocated(lambda: cnnkit.max_pool2d(y, 3, stride=2)) < 2 * y.nbytes


@compiled_only
def test_many_filter_rows_over_a_high_map():
    y, w = np.ones((1, 1, 2**18, 1), np.float32), np.ones((1, 1, 500, 1), np.float32)

    def run():
        launch.forward.kept.clear()
        return cnnkit.conv2d(y, w)

    assert allocated(run) < 40 * y.nbytes


@compiled_only
def test_plans_are_kept_within_a_bound():
    w = np.ones((1, 1, 3, 1), np.float32)
    for function in (launch.forward, launch.grad_input, launch.grad_weight):
        function.kept.clear()

    for height in range(160_000, 160_060):
        z = cnnkit.conv2d(np.ones((1, 1, height, 1), np.float32), w)
        cnnkit.conv2d_grad_input(z, w, (height, 1))

    for function in (launch.forward, launch.grad_input, launch.grad_weight):
        assert sum(size for _, size in function.kept.values()) <= launch.PLANS


def test_the_oldest_make_room_and_what_is_too_large_is_not_kept():
    made = []

    @remember(10_000)
    def square(n):
        made.append(n)
        return n * n, 3000 if n < 9 else 20_000

    assert [square(n) for n in (1, 2, 3, 1, 2, 9, 9)] == [1, 4, 9, 1, 4, 81, 81]
    assert made == [1, 2, 3, 1, 2, 9, 9] or made.count(9) == 2
    assert len(square.kept) == 2


def test_zeros_for_a_bias_are_not_kept_for_every_size():
    from cnnkit.conv import no_bias

    assert no_bias(3, np.dtype(np.float32)) is no_bias(3, np.dtype(np.float32))
    assert no_bias(10**6, np.dtype(np.float32)) is not no_bias(10**6, np.dtype(np.float32))


@compiled_only
@pytest.mark.parametrize("cell", [2**24 + 1, 2**24 + 3, 4097**2 - 2])
def test_positions_are_exact_beyond_what_float32_counts(cell):
    y = np.zeros((1, 1, 4097, 4097), np.float32)
    y.reshape(-1)[cell] = 1

    u, positions = cnnkit.max_pool2d(y, 4097)

    assert (u.item(), positions.item()) == (1, cell)
    assert cnnkit.max_pool2d_grad(u, positions, 4097).reshape(-1)[cell] == 1


@compiled_only
def test_positions_of_a_long_row_of_many_maps_are_exact():
    y = np.zeros((1, 8, 1, 2**24 // 4 + 7), np.float32)
    last = y.shape[3] - 21
    y[0, :, 0, last] = range(1, 9)

    u, positions = cnnkit.max_pool2d(y, (1, 9), stride=(1, 5))

    assert (positions[u > 0] == last).all()
    assert u.max() == 8


def starts_between(size, kernel_size, stride, padding, dilation):
    """Windows without a cell, counted one by one."""
    pooled = (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1
    return [
        i
        for i in range(pooled)
        if not any(0 <= i * stride - padding + q * dilation < size for q in range(kernel_size))
    ]


@pytest.mark.parametrize("seed", range(5))
def test_empty_windows_are_found_as_by_counting(seed):
    rng = np.random.default_rng(seed)
    refused = 0
    for _ in range(200):
        size, kernel_size, stride, dilation = rng.integers(1, (9, 5, 4, 9)).tolist()
        extent = dilation * (kernel_size - 1) + 1
        padding = int(rng.integers(0, extent // 2 + 1))
        if size + 2 * padding < extent:
            continue
        empty = starts_between(size, kernel_size, stride, padding, dilation)
        options = {"stride": (1, stride), "padding": (0, padding), "dilation": (1, dilation)}
        if not empty:
            cnnkit.max_pool2d(np.ones((1, 1, 1, size)), (1, kernel_size), **options)
            continue
        refused += 1
        with pytest.raises(ShapeError, match=f"output column {empty[0]} reads"):
            cnnkit.max_pool2d(np.ones((1, 1, 1, size)), (1, kernel_size), **options)
    assert refused > 3
