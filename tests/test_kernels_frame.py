"""The frame is no cell: what a filter or a gradient holds beside the map contributes nothing, were it inf or NaN."""

import numpy as np
import pytest

import cnnkit
from cnnkit import reference

pytestmark = pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # the plain formulas': inf - inf
SPECIAL = [np.inf, -np.inf, np.nan]
# narrow and wide maps, few and many examples, strides: each takes another way through the kernels
SHAPES = [
    ((1, 1, 3, 3), (1, 1, 3, 3), {"padding": 1}),
    ((1, 1, 3, 12), (5, 1, 3, 3), {"padding": 1}),
    ((1, 2, 12, 12), (1, 2, 3, 3), {"padding": (1, 0)}),
    ((9, 2, 4, 5), (4, 2, 3, 2), {"padding": (0, 1), "stride": 2}),
    ((2, 2, 6, 9), (2, 1, 3, 3), {"padding": 2, "dilation": 2, "groups": 2}),
    ((1, 1, 20, 20), (2, 1, 2, 2), {"padding": 1, "stride": 17}),
]


def spoilt(rng, shape, value):
    array = rng.normal(size=shape)
    array.reshape(-1)[rng.integers(array.size, size=1 + array.size // 12)] = value
    return array


@pytest.mark.parametrize("value", SPECIAL)
@pytest.mark.parametrize("y_shape, w_shape, options", SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_filters_beside_the_map(y_shape, w_shape, options, value, dtype):
    rng = np.random.default_rng(len(str(options)))
    y, w = rng.normal(size=y_shape).astype(dtype), spoilt(rng, w_shape, value).astype(dtype)
    bias = rng.normal(size=len(w)).astype(dtype)

    z = cnnkit.conv2d(y, w, bias, **options)

    dz = rng.normal(size=z.shape).astype(dtype)
    size = y.shape[2:]
    pairs = [
        (z, reference.conv2d(y, w, bias, **options)),
        (cnnkit.conv2d_grad_input(dz, w, size, **options), reference.conv2d_grad_input(dz, w, size, **options)),
        (cnnkit.conv_transpose2d(dz, w, **options), reference.conv_transpose2d(dz, w, **options)),
    ]
    for ours, formula in pairs:
        assert not np.isfinite(ours).all()
        np.testing.assert_allclose(ours, formula, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("value", SPECIAL)
@pytest.mark.parametrize("y_shape, w_shape, options", SHAPES)
def test_gradients_beside_the_map(y_shape, w_shape, options, value):
    rng = np.random.default_rng(3)
    y = rng.normal(size=y_shape)
    dz = spoilt(rng, cnnkit.conv2d(y, np.zeros(w_shape), **options).shape, value)

    dw = cnnkit.conv2d_grad_weight(dz, y, w_shape[2:], **options)

    np.testing.assert_allclose(dw, reference.conv2d_grad_weight(dz, y, w_shape[2:], **options))


@pytest.mark.parametrize("width", [3, 8, 9, 40])
@pytest.mark.parametrize("examples", [1, 8, 9])
def test_the_rule_does_not_depend_on_size(width, examples):
    w = np.ones((1, 1, 3, 3), np.float32)
    w[0, 0, 0, 0] = np.inf  # reads the cell above to the left

    z = cnnkit.conv2d(np.ones((examples, 1, 5, width), np.float32), w, padding=1)

    assert np.isfinite(z[:, :, 0]).all()
    assert np.isfinite(z[:, :, :, 0]).all()
    assert np.isposinf(z[:, :, 1:, 1:]).all()


def test_several_threads_follow_the_rule(monkeypatch):
    monkeypatch.setattr("cnnkit.kernels.sharing.threads_for", lambda work, units: min(2, units))
    y, w, dz = np.ones((16, 1, 4, 4)), np.full((1, 1, 3, 3), np.inf), np.full((16, 1, 4, 4), np.inf)

    assert np.isposinf(cnnkit.conv2d(y, w, padding=1)).all()
    assert np.isposinf(cnnkit.conv2d_grad_input(y, w, 4, padding=1)).all()
    assert np.isposinf(cnnkit.conv2d_grad_weight(dz, y, 3, padding=1)).all()
