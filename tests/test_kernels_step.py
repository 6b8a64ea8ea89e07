"""The kernels of a training step: what they compute, where they write, what they lose of a number."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

import cnnkit
from cnnkit import reference
from cnnkit.activations import activation, activation_grad
from cnnkit.gradient_descent import adam_update, momentum_update
from cnnkit.normalization import batch_norm, batch_norm_grad, batch_norm_training, map_statistics
from cnnkit.shapes import ShapeError
from cnnkit.shortcut import add_ways

DTYPES = [np.float32, np.float64]
compiled_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="would take minutes without the compiler")


@pytest.mark.slow
@compiled_only
@pytest.mark.skipif(sys.platform == "win32", reason="mprotect is not a word of Windows")
@pytest.mark.parametrize(("threads", "dtype"), [
    (1, "float32"), (1, "float64"), (3, "float32"), (3, "float64")
])  # fmt: skip
def test_every_kernel_keeps_to_its_memory(dtype, threads):
    ours = {"PYTHONPATH": str(Path(cnnkit.__file__).parents[1]), "OMP_WAIT_POLICY": "passive"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "guard_pages_step.py"), dtype, str(threads)],
        env={**os.environ, **ours}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-2000:]
    assert done.stdout.endswith("all kernels kept to their memory\n")


@pytest.mark.parametrize("number", [12345.678, -3e-8, 1e30, 0.0])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_constant_map_is_brought_to_nothing(number, dtype):
    y = np.full((3, 2, 5, 7), number, dtype)

    mean, variance = map_statistics(y)
    z = batch_norm(y, np.ones(2, dtype), np.array([0, 3], dtype), mean, variance)

    assert (mean == dtype(number)).all() and (variance == 0).all()
    assert (z[:, 0] == 0).all() and (z[:, 1] == 3).all()


def test_a_constant_map_of_a_whole_batch_is_brought_to_nothing():
    y = np.full((64, 1, 28 if not numba.config.DISABLE_JIT else 5, 28), 12345.678, np.float32)

    assert (batch_norm(y, [1.0], [0.0], *map_statistics(y)) == 0).all()


def test_cells_one_step_of_the_precision_apart_have_their_variance():
    y = np.full((2, 1, 3, 8), 2.0**24 - 2, np.float32)
    y[1] += 1  # no number of this precision lies between the two

    mean, variance = map_statistics(y)
    z = batch_norm(y, np.ones(1, "f"), np.zeros(1, "f"), mean, variance, eps=0)

    assert (mean[0], variance[0]) == (2**24 - 1.5, 0.25)
    assert (z[0] == -1).all() and (z[1] == 1).all()


@pytest.mark.parametrize("first", [0.0, 9999.0])
def test_a_mean_far_from_0_costs_no_digits(first):
    rng = np.random.default_rng(4)
    shape = (16, 2, 28, 28) if not numba.config.DISABLE_JIT else (4, 2, 5, 5)
    y, dz = (rng.normal(size=shape) + 1e4).astype(np.float32), rng.normal(size=shape).astype(np.float32)
    y[0, :, 0, 0] = first  # from where the kernel starts: in one case far from all the others
    w = np.array([0.5, -2.0], np.float32)
    exact, count = y.astype(np.float64), y.size // 2
    mean = exact.mean((0, 2, 3))
    away = exact - mean[:, None, None]
    variance = (away**2).mean((0, 2, 3))
    ratio = 1 / np.sqrt(variance + 1e-5)

    ours = map_statistics(y)
    dy, dw, dbias = batch_norm_grad(dz, y, w, *ours)
    z = batch_norm(y, w, np.zeros(2, np.float32), *ours)

    normal = away * ratio[:, None, None]
    slope = (dz * normal).sum((0, 2, 3), np.float64)
    inner = dz - dz.mean((0, 2, 3), np.float64)[:, None, None] - normal * slope[:, None, None] / count
    np.testing.assert_allclose(ours[0], mean, rtol=1e-9)
    np.testing.assert_allclose(ours[1], variance, rtol=1e-5)
    np.testing.assert_allclose(z, normal * w[:, None, None], atol=1e-5)
    np.testing.assert_allclose(dw, slope, rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(dbias, dz.sum((0, 2, 3), np.float64), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(dy, inner * (w * ratio)[:, None, None], rtol=1e-4, atol=1e-5)


@compiled_only
@pytest.mark.parametrize("shape", [(256, 1, 64, 64), (1, 1, 1024, 1024), (4096, 2, 3, 5)])
def test_sums_are_as_good_as_pairwise_ones(shape):
    # one cell after the other, float32 would be off by a thousandth and more
    dz = np.random.default_rng(0).random(shape, np.float32)
    exact = [math.fsum(dz[:, m].ravel().tolist()) for m in range(shape[1])]
    y, w = np.random.default_rng(1).normal(size=shape).astype(np.float32), np.ones(shape[1], np.float32)

    _, dw, dbias = batch_norm_grad(dz, y, w, *map_statistics(y))

    assert np.abs(dbias / exact - 1).max() <= 1e-7
    pairwise = np.abs(dz.sum((0, 2, 3)) / exact - 1).max()
    assert np.abs(dbias / exact - 1).max() <= pairwise + 6e-8
    np.testing.assert_allclose(map_statistics(dz)[0], np.array(exact) / (dz.size / shape[1]), rtol=1e-7)


def test_special_numbers_go_where_arithmetic_sends_them():
    nan, inf = np.nan, np.inf
    z = np.array([nan, -nan, inf, -inf, -0.0, 0.0, 1e-45, -1e-45], np.float32)

    y = activation(z, "relu")
    dz = activation_grad(np.array([nan, 1, 2, nan, inf, nan, 3, 4], np.float32), z, "relu")

    np.testing.assert_array_equal(y, np.array([nan, nan, inf, 0, 0, 0, 1e-45, 0], np.float32))
    np.testing.assert_array_equal(dz[2:], np.array([2, 0, 0, 0, 3, 0], np.float32))
    spoilt = np.ones((2, 3, 2, 2), np.float32)
    spoilt[0, 1, 0, 0], spoilt[1, 2, 1, 1] = nan, inf
    with np.errstate(all="ignore" if numba.config.DISABLE_JIT else "raise"):  # compiled loops say nothing about nan
        out = batch_norm(spoilt, np.ones(3, "f"), np.zeros(3, "f"), *map_statistics(spoilt))
    assert (out[:, 0] == 0).all() and np.isnan(out[:, 1]).all() and not np.isfinite(out[:, 2]).any()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(2, 3, 5, 7), (1, 1, 1, 1), (3, 2, 1, 1), (5, 1, 4, 9)])
def test_relu_its_gradient_and_the_sum_are_the_formulas(shape, dtype):
    rng = np.random.default_rng(3)
    z, dy = rng.integers(-2, 3, shape).astype(dtype), rng.normal(size=shape).astype(dtype)

    results = activation(z, "relu"), activation_grad(dy, z, "relu"), add_ways(z, dy)

    expected = reference.activation(z, "relu"), reference.activation_grad(dy, z, "relu"), reference.add_ways(z, dy)
    for ours, theirs in zip(results, expected, strict=True):
        assert ours.dtype == dtype
        np.testing.assert_array_equal(ours, theirs.astype(dtype))


def test_nothing_is_repeated_to_make_two_ways_fit():
    body = np.ones((2, 3, 4, 5))

    for wrong in (body[:1], body[..., :1], body[0], 1.0):
        with pytest.raises(ShapeError, match="shortcut"):
            add_ways(body, wrong)


@pytest.mark.parametrize(("dtype", "close"), [(np.float32, 1e-4), (np.float64, 1e-10)])
@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (1, 1, 1, 2), (2, 3, 1, 1), (2, 1, 3, 9), (9, 2, 1, 1), (1, 1, 3, 173)])
def test_normalisation_is_the_formula(shape, dtype, close):
    rng = np.random.default_rng(7)
    y, dz = (rng.normal(size=shape) * 3 + 7).astype(dtype), rng.normal(size=shape).astype(dtype)
    w, bias = rng.normal(size=(2, shape[1])).astype(dtype)
    statistics = map_statistics(y)

    results = [batch_norm(y, w, bias, *statistics, eps=0.01), *batch_norm_grad(dz, y, w, *statistics, eps=0.01)]

    expected = [reference.batch_norm(y, w, bias, 0.01), *reference.batch_norm_grad(dz, y, w, 0.01)]
    for ours, theirs in zip(results, expected, strict=True):
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, theirs, rtol=close, atol=close)


def test_the_reference_has_the_numerical_gradient():
    rng = np.random.default_rng(6)
    y, dz, w, bias = rng.normal(size=(3, 2, 2, 3)), rng.normal(size=(3, 2, 2, 3)), *rng.normal(size=(2, 2))

    dy, dw, dbias = reference.batch_norm_grad(dz, y, w, 0.01)

    def score(y, w, bias):
        return (reference.batch_norm(y, w, bias, 0.01) * dz).sum()

    np.testing.assert_allclose(dy, reference.numerical_gradient(lambda v: score(v, w, bias), y), atol=1e-7)
    np.testing.assert_allclose(dw, reference.numerical_gradient(lambda v: score(y, v, bias), w), atol=1e-7)
    np.testing.assert_allclose(dbias, reference.numerical_gradient(lambda v: score(y, w, v), bias), atol=1e-7)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (1, 3, 1, 2), (2, 3, 1, 1), (1, 1, 3, 173)])
def test_one_pass_gives_the_bits_of_two(shape, dtype):
    rng = np.random.default_rng(7)
    y, (w, bias) = (rng.normal(size=shape) * 3 + 100).astype(dtype), rng.normal(size=(2, shape[1])).astype(dtype)

    z, mean, variance = batch_norm_training(y, w, bias, eps=0.01)

    np.testing.assert_array_equal((mean, variance), map_statistics(y))
    np.testing.assert_array_equal(z, batch_norm(y, w, bias, mean, variance, eps=0.01))
    np.testing.assert_allclose(z, reference.batch_norm(y, w, bias, 0.01), rtol=1e-4 if dtype == np.float32 else 1e-10)


def test_by_hand():
    # mean 4, variance 6.5, and with eps 9: the spread is 3
    y, dz = np.array([[[[1.0, 3]]], [[[4, 8]]]]), np.array([[[[3.0, 0]]], [[[0, 0]]]])

    statistics = map_statistics(y)
    z = batch_norm(y, [6.0], [1.0], *statistics, eps=2.5)
    dy, dw, dbias = batch_norm_grad(dz, y, [6.0], *statistics, eps=2.5)

    assert [each.tolist() for each in statistics] == [[4.0], [6.5]]
    np.testing.assert_allclose(z, [[[[-5, -1]]], [[[1, 9]]]])
    assert (dw.tolist(), dbias.tolist()) == ([-3.0], [3.0])
    # 2 · (dz - 3/4 - ŷ · (-3/4)) with ŷ = -1, -1/3, 0, 4/3
    np.testing.assert_allclose(dy, [[[[3, -2]]], [[[-1.5, 0.5]]]], atol=1e-14)


@compiled_only
def test_the_number_of_threads_changes_no_bit():
    if numba.config.NUMBA_NUM_THREADS < 2:
        pytest.skip("this machine has one thread")
    rng = np.random.default_rng(2)
    y, dz = rng.normal(size=(2, 32, 7, 50, 60)).astype(np.float32)
    results = []
    before = numba.get_num_threads()
    for threads in (1, 2):
        numba.set_num_threads(threads)
        mean, variance = map_statistics(y)
        z = batch_norm(y, mean, mean, mean, variance)
        results.append((mean, variance, z, *batch_norm_training(y, mean, mean), *batch_norm_grad(dz, y, mean, mean, variance), activation(y, "relu"),
                        activation_grad(dz, y, "relu"), add_ways(y, dz)))  # fmt: skip
    numba.set_num_threads(before)

    for one, two in zip(*results, strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("dtype", DTYPES)
def test_updates_follow_their_recursions(dtype):
    rng = np.random.default_rng(9)
    w, velocity, gradients = rng.normal(size=(2, 3)).astype(dtype), np.zeros((2, 3), dtype), rng.normal(size=(4, 2, 3))
    fast, mean, square = w.copy(), np.zeros((2, 3), dtype), np.zeros((2, 3), dtype)
    plain, speed = w.astype(float), np.zeros((2, 3))
    adam, m, s = w.astype(float), np.zeros((2, 3)), np.zeros((2, 3))
    for t, dw in enumerate(gradients, 1):
        momentum_update(w, dw, velocity, 0.1, momentum=0.9, weight_decay=0.01)
        speed = 0.9 * speed + dw + 0.01 * plain
        plain = plain - 0.1 * speed
        adam_update(fast, dw, mean, square, 0.1, t, weight_decay=0.01)
        down = dw + 0.01 * adam
        m, s = 0.9 * m + 0.1 * down, 0.999 * s + 0.001 * down**2
        adam = adam - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)

    close = 1e-12 if dtype == np.float64 else 3e-5
    np.testing.assert_allclose(w, plain, rtol=close)
    np.testing.assert_allclose(fast, adam, rtol=close)


def test_the_arrays_given_are_the_ones_that_change():
    memory = np.zeros((4, 6))
    w = memory[::2, ::3]  # neither in one piece nor of the gradient's dtype
    velocity = np.zeros((2, 2), np.float32)

    momentum_update(w, np.array([[1, 2], [3, 4]]), velocity, 0.5)

    assert memory[::2, ::3].tolist() == [[-0.5, -1], [-1.5, -2]]
    assert velocity.tolist() == [[1, 2], [3, 4]]
    assert np.count_nonzero(memory) == 4
    fixed = np.zeros(2)
    fixed.setflags(write=False)
    with pytest.raises(TypeError, match=r"w must be a writeable array.* but one that is read-only came"):
        momentum_update(fixed, np.ones(2), np.zeros(2), 0.5)
    with pytest.raises(ShapeError, match=r"gradient has shape \(3,\)"):
        momentum_update(np.zeros(2), np.ones(3), np.zeros(2), 0.5)
    with pytest.raises(ShapeError, match="weights have"):
        adam_update(np.zeros(2), np.ones(2), np.zeros(2), np.zeros(1), 0.5, 1)
