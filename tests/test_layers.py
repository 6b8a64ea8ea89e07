"""Every layer against numerical gradients, and what layers say when something does not fit."""

import copy

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.layers import (
    BatchNorm2d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    Flatten,
    Heads,
    Linear,
    MaxPool2d,
    MeanPool2d,
    Relu,
    Residual,
    Sequential,
    Sigmoid,
    SoftArgmax2d,
    Tanh,
)
from cnnkit.shapes import ShapeError


def drawn():
    return np.random.default_rng(8)


exact = {"rng": drawn(), "dtype": np.float64}
LAYERS = {
    "conv": (Conv2d(2, 3, 3, **exact), (2, 2, 5, 4)),
    "conv, strided": (Conv2d(2, 4, (2, 3), stride=(2, 1), padding=(1, 0), groups=2, **exact), (2, 2, 5, 4)),
    "conv, dilated": (Conv2d(1, 2, 2, dilation=2, bias=False, **exact), (2, 1, 5, 4)),
    "transposed": (ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1, **exact), (2, 2, 3, 2)),
    "transposed, groups": (ConvTranspose2d(2, 2, 2, groups=2, bias=False, **exact), (2, 2, 3, 2)),
    "max pool": (MaxPool2d(3, stride=2, padding=1), (2, 2, 5, 4)),
    "mean pool": (MeanPool2d(2, stride=1, padding=1, count_include_pad=False), (2, 2, 5, 4)),
    "batch norm": (BatchNorm2d(2, dtype=np.float64), (3, 2, 2, 2)),
    "linear": (Linear(4, 3, **exact), (2, 4)),
    "linear, no bias": (Linear(4, 3, bias=False, **exact), (2, 4)),
    "relu": (Relu(), (2, 2, 3, 3)),
    "sigmoid": (Sigmoid(), (2, 2, 3, 3)),
    "tanh": (Tanh(), (2, 5)),
    "flatten": (Flatten(), (2, 2, 3, 3)),
    "dropout": (Dropout(0.4, rng=drawn()), (2, 2, 3, 3)),
    "residual": (Residual(Conv2d(2, 2, 3, padding=1, **exact)), (2, 2, 3, 3)),
    "shortcut": (
        Residual(Conv2d(2, 4, 3, stride=2, padding=1, **exact), Conv2d(2, 4, 1, stride=2, **exact)),
        (2, 2, 5, 5),
    ),
    "soft-argmax": (SoftArgmax2d(length=3), (2, 3, 4, 5)),
    "soft-argmax, one answer a map": (SoftArgmax2d(2, ("row", "col", "col")), (2, 3, 4, 5)),
    "heads": (
        Heads(
            Sequential(Flatten(), Linear(24, 3, **exact)), Sequential(Conv2d(2, 2, 3, padding=1, **exact), SoftArgmax2d())
        ),
        (2, 2, 3, 4),
    ),
    "small net": (
        Sequential(
            Conv2d(1, 2, 3, padding=1, **exact), BatchNorm2d(2, dtype=np.float64), Tanh(), MaxPool2d(2),
            Residual(Sequential(Conv2d(2, 2, 3, padding=1, **exact), Sigmoid())),
            ConvTranspose2d(2, 1, 2, stride=2, **exact), Flatten(), Linear(16, 3, **exact),
        ),
        (3, 1, 4, 4),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_backward_gives_the_numerical_gradients(name):
    original, shape = LAYERS[name]
    rng = np.random.default_rng(3)
    # distinct values, none near 0: no tie in a window, no kink of relu
    y = rng.permutation(np.linspace(-1.05, 0.95, int(np.prod(shape)))).reshape(shape)
    layer = copy.deepcopy(original)
    for owner, part in layer.learned():
        getattr(owner, part)[...] += rng.normal(size=getattr(owner, part).shape) / 4
    dz = rng.normal(size=copy.deepcopy(layer).forward(y).shape)

    working = copy.deepcopy(layer)
    working.forward(y)
    dy = working.backward(dz)

    def score(y, change=None):
        fresh = copy.deepcopy(layer)  # dropout draws the same cells, running averages start anew
        if change is not None:
            owner, part = fresh.learned()[change[0]]
            getattr(owner, part)[...] = change[1]
        return float((fresh.forward(y) * dz).sum())

    np.testing.assert_allclose(dy, reference.numerical_gradient(score, y), atol=1e-7)
    for place, (owner, part) in enumerate(working.learned()):
        numeric = reference.numerical_gradient(lambda v, k=place: score(y, (k, v)), getattr(owner, part))
        np.testing.assert_allclose(getattr(owner, "d" + part), numeric, atol=1e-7, err_msg=repr(owner))


@pytest.mark.parametrize("name", LAYERS)
def test_gradients_are_written_not_added_up(name):
    layer, shape = LAYERS[name]
    layer = copy.deepcopy(layer)
    y = np.random.default_rng(3).normal(size=shape)
    z = layer.forward(y)
    first = layer.backward(z)
    gradients = [getattr(owner, "d" + part).copy() for owner, part in layer.learned()]

    again = layer.backward(z)

    np.testing.assert_array_equal(first, again)
    for (owner, part), gradient in zip(layer.learned(), gradients, strict=True):
        np.testing.assert_array_equal(getattr(owner, "d" + part), gradient)


def test_the_first_layer_can_leave_out_its_input_gradient():
    rng = drawn()
    net = Sequential(Conv2d(1, 2, 3, rng=rng), Relu(), Flatten(), Linear(8, 2, rng=rng))
    y = rng.normal(size=(2, 1, 4, 4)).astype(np.float32)
    dz = net.forward(y)
    assert net.backward(dz).shape == y.shape
    dw = net.layers[0].dw

    assert net.backward(dz, input_gradient=False) is None
    np.testing.assert_array_equal(net.layers[0].dw, dw)


def test_weights_are_single_precision_unless_asked():
    net = Sequential(Conv2d(1, 2, 3, rng=drawn()), BatchNorm2d(2), Flatten(), Linear(8, 2, rng=drawn()))

    assert {a.dtype for a in net.arrays().values()} == {np.dtype(np.float32)}
    assert net.forward(np.ones((2, 1, 4, 4), np.float32)).dtype == np.float32


def test_batch_norm_keeps_running_averages_for_later():
    layer = BatchNorm2d(1, momentum=0.5, eps=0, dtype=np.float64)

    layer.forward(np.array([[[[2.0, 6.0]]]]))  # mean 4; variance of the sample 8

    assert layer.running_mean.tolist() == [2.0]
    assert layer.running_variance.tolist() == [4.5]
    layer.training = False
    np.testing.assert_allclose(layer.forward(np.array([[[[2.0, 5.0]]]])), [[[[0, 3 / 4.5**0.5]]]])
    assert layer.running_mean.tolist() == [2.0]


def test_dropout_keeps_the_mean_and_rests_outside_training():
    layer = Dropout(0.25, rng=drawn())
    y = np.ones((100, 100), np.float32)

    z = layer.forward(y)

    assert abs(z.mean() - 1) < 0.02 and abs((z == 0).mean() - 0.25) < 0.02
    np.testing.assert_array_equal(layer.backward(y), z)
    layer.training = False
    np.testing.assert_array_equal(layer.forward(y), y)
    np.testing.assert_array_equal(layer.backward(y), y)


def test_training_is_told_to_all_layers_inside():
    deep = Dropout(0.5, rng=drawn())
    net = Sequential(Residual(Sequential(deep, Relu())))

    net.training = False

    assert not deep.training and not net.training


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (Conv2d(3, 8, 5, rng=drawn()), "Conv2d(3, 8, 5)"),
        (Conv2d(4, 8, (3, 1), stride=2, groups=2, rng=drawn()), "Conv2d(4, 8, (3, 1), stride=2, groups=2)"),
        (ConvTranspose2d(4, 8, 2, groups=2, rng=drawn()), "ConvTranspose2d(4, 8, 2, groups=2)"),
        (MaxPool2d(2), "MaxPool2d(2)"),
        (MeanPool2d(3, stride=2), "MeanPool2d(3, stride=2)"),
        (Linear(4, 2, rng=drawn()), "Linear(4, 2)"),
        (Residual(Relu()), "Residual(Relu())"),
        (Heads(Flatten(), SoftArgmax2d(length=64)), "Heads(Flatten(), SoftArgmax2d(64))"),
        (SoftArgmax2d(answers=("row", "col")), "SoftArgmax2d(answers=('row', 'col'))"),
    ],
)
def test_layers_say_what_they_are(layer, text):
    assert repr(layer) == text


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2d(3, 8, 5, rng=drawn()), (1, 1, 8, 8)),
        (ConvTranspose2d(3, 8, 5, rng=drawn()), (1, 1, 8, 8)),
        (MaxPool2d(9), (1, 1, 8, 8)),
        (MeanPool2d(9), (1, 1, 8, 8)),
        (BatchNorm2d(3), (1, 1, 8, 8)),
        (Linear(4, 2, rng=drawn()), (1, 5)),
        (Residual(MaxPool2d(2)), (1, 1, 8, 8)),
        (Heads(Flatten(), Relu()), (1, 1, 8, 8)),
        (SoftArgmax2d(), (1, 8)),
        (SoftArgmax2d(answers=["row"]), (1, 2, 8, 8)),
    ],
)
def test_a_complaint_begins_with_the_layer(layer, shape):
    with pytest.raises(ShapeError) as caught:
        layer.forward(np.ones(shape, np.float32))

    assert str(caught.value).startswith(repr(layer))
    net = Sequential(layer)
    with pytest.raises(ShapeError) as inside:
        net.forward(np.ones(shape, np.float32))
    assert str(inside.value) == str(caught.value)


@pytest.mark.parametrize("layer", [Conv2d(1, 1, 1, rng=drawn()), Relu(), Flatten(), MaxPool2d(2), Dropout(0.5, rng=drawn())])
def test_backward_asks_for_a_forward_first(layer):
    with pytest.raises(RuntimeError, match="needs a forward before it"):
        layer.backward(np.ones((1, 1, 1, 1)))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: Conv2d(0, 1, 3, rng=drawn()), ShapeError),
        (lambda: Conv2d(3, 4, 3, groups=2, rng=drawn()), ShapeError),
        (lambda: Conv2d(1, 1, 2.5, rng=drawn()), TypeError),
        (lambda: Linear(4, -1, rng=drawn()), ShapeError),
        (lambda: Dropout(1.0, rng=drawn()), ValueError),
        (lambda: Heads(), ShapeError),
        (lambda: SoftArgmax2d(length=-1), ValueError),
        (lambda: SoftArgmax2d(answers=("row", "depth")), ValueError),
        (lambda: BatchNorm2d(2).forward(np.ones((1, 2, 1, 1), np.float32)), ShapeError),
    ],
)
def test_layers_that_cannot_be_are_refused(call, error):
    with pytest.raises(error):
        call()
