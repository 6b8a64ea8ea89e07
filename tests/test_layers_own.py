"""Layers of given functions: they train like the package's own, in float64."""

import numpy as np

from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, OwnConv2d, OwnMaxPool2d, OwnRelu, Relu
from cnnkit.learner import use

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


def test_the_first_layer_can_do_without_a_gradient_of_the_images():
    _, own = nets()
    own[0].forward(Y)

    assert own[0].backward(np.ones((3, 2, 9, 7)), input_gradient=False) is None
    assert own[0].dw.shape == (2, 1, 3, 3)
