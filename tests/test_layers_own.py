"""Layers of given functions: they train like the package's own, in float64."""

import numpy as np

from cnnkit.conv import conv2d_grad_weight
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, OwnConv2d, OwnMaxPool2d, OwnRelu, Relu
from cnnkit.learner import use
from cnnkit.lessons import find

rng = np.random.default_rng(1)
Y, DZ = rng.normal(size=(3, 1, 9, 7)), rng.normal(size=(3, 5))


def nets():
    """The same net twice: layers of the package, layers of functions in the exercises' signatures."""
    conv = {"forward": use("conv2d_forward"), "grad_input": use("conv2d_grad_input"), "grad_weight": use("conv2d_grad_weight")}
    pool = {"forward": use("max_pool"), "grad": use("max_pool_grad")}
    made = []
    for own in (False, True):
        draw = np.random.default_rng(0)
        exact = {"rng": draw} if own else {"rng": draw, "dtype": np.float64}
        kind, more = (OwnConv2d, conv) if own else (Conv2d, {})
        made.append([
            kind(1, 2, 3, padding=1, **exact, **more),
            OwnRelu(grad=use("activation_backward")) if own else Relu(),
            kind(2, 3, 3, stride=2, **exact, **more),
            OwnMaxPool2d(2, 1, **pool) if own else MaxPool2d(2, stride=1),
            Flatten(),
            Linear(18, 5, rng=draw, dtype=np.float64),
        ])  # fmt: skip
    return made


def test_forward_and_every_gradient_agree():
    plain, own = nets()
    results = []
    for layers in (plain, own):
        z, dz = Y, DZ
        for layer in layers:
            z = layer.forward(z)
        for layer in reversed(layers):
            dz = layer.backward(dz)
        results.append([z, dz, *(part for layer in layers if layer.w is not None for part in (layer.dw, layer.dbias))])

    for one, other in zip(*results, strict=True):
        assert other.dtype == np.float64
        np.testing.assert_allclose(one, other, atol=1e-10)


def test_depthwise_and_pointwise_functions_make_a_separable_layer():
    scan, back, filters, mix = (find(name).solution for name in ("depthwise_conv2d", "depthwise_grad_input", "depthwise_grad_weight", "pointwise_conv2d"))
    y, dz = rng.normal(size=(2, 3, 7, 6)), rng.normal(size=(2, 4, 4, 4))
    deep = {
        "forward": lambda y, w, bias, s, p: scan(y, w[:, 0], s, p) + bias[:, None, None],
        "grad_input": lambda dz, w, size, s, p: back(dz, w[:, 0], size, s, p),
        "grad_weight": lambda dz, y, K, s, p: filters(dz, y, K, s, p)[:, None],
    }
    point = {
        "forward": lambda y, w, bias, s, p: mix(y, w[:, :, 0, 0]) + bias[:, None, None],
        "grad_input": lambda dz, w, size, s, p: mix(dz, w[:, :, 0, 0].T),
        "grad_weight": lambda dz, y, K, s, p: conv2d_grad_weight(dz, y, K, stride=s, padding=p),
    }
    results = []
    for kind, first, second in ((Conv2d, {"dtype": np.float64}, {"dtype": np.float64}), (OwnConv2d, deep, point)):
        draw = np.random.default_rng(3)
        layers = kind(3, 3, (3, 2), stride=2, padding=1, groups=3, rng=draw, **first), kind(3, 4, 1, rng=draw, **second)
        layers[0].bias[:] = (1, -2, 3)
        z = layers[1].forward(layers[0].forward(y))
        dy = layers[0].backward(layers[1].backward(dz))
        results.append([z, dy, *(part for layer in layers for part in (layer.dw, layer.dbias))])

    for one, other in zip(*results, strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, atol=1e-12)


def test_the_first_layer_can_do_without_a_gradient_of_the_images():
    _, own = nets()
    own[0].forward(Y)

    assert own[0].backward(np.ones((3, 2, 9, 7)), input_gradient=False) is None
    assert own[0].dw.shape == (2, 1, 3, 3)
