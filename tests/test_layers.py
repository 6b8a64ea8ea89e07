"""Every layer against numerical gradients, and what layers say when something does not fit."""

import copy

import numpy as np
import pytest
from tables import each_row

from cnnkit import reference
from cnnkit.layers import (
    BankMax2d,
    BankNorm2d,
    BatchNorm2d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    FilterBank2d,
    Flatten,
    Heads,
    Layer,
    Linear,
    MaxPool2d,
    MeanPool2d,
    OwnRelu,
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
    "batch norm and relu in one pass": (
        Sequential(Conv2d(2, 3, 2, **exact), BatchNorm2d(3, dtype=np.float64), Relu()), (3, 2, 3, 4)
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


@each_row(LAYERS)
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


@each_row(LAYERS)
def test_lists_are_taken_both_ways(name):
    original, shape = LAYERS[name]
    y = np.random.default_rng(3).normal(size=shape)
    arrays, lists = copy.deepcopy(original), copy.deepcopy(original)

    z = arrays.forward(y)
    np.testing.assert_array_equal(lists.forward(y.tolist()), z)
    np.testing.assert_array_equal(lists.backward(z.tolist()), arrays.backward(z))


@each_row(LAYERS)
def test_whatever_comes_first_may_leave_out_its_input_gradient(name):
    original, shape = LAYERS[name]
    y = np.random.default_rng(3).normal(size=shape)
    layer = copy.deepcopy(original)
    net = Sequential(layer)
    z = net.forward(y)
    layer.backward(z)
    gradients = [getattr(owner, "d" + part).copy() for owner, part in layer.learned()]
    for owner, part in layer.learned():
        setattr(owner, "d" + part, None)

    dy = net.backward(z, input_gradient=False)

    for (owner, part), gradient in zip(layer.learned(), gradients, strict=True):
        np.testing.assert_array_equal(getattr(owner, "d" + part), gradient)
    if type(layer) in (Conv2d, ConvTranspose2d, Linear, Residual):
        assert dy is None


def test_the_wish_of_training_reaches_a_new_kind_of_layer():
    class Scaled(Layer):
        asked = None

        def forward(self, y):
            return 2 * y

        def backward(self, dz, *, input_gradient=True):
            self.asked = input_gradient
            return None

    first, second = Scaled(), Scaled()
    for net in (Sequential(first), Sequential(Sequential(first), Relu()), Sequential(Residual(first, second)), Heads(first, second)):
        z = net.forward(np.ones((2, 3)))
        net.backward(z, input_gradient=False)
        assert first.asked is False
        first.asked = None
    assert second.asked is False


def test_every_layer_is_followed_inside_out():
    inner, outer, side = Relu(), Tanh(), Sigmoid()
    net = Sequential(Flatten(), Residual(Sequential(inner, outer), side))
    y = np.random.default_rng(3).normal(size=(2, 1, 2, 3))

    followed = list(net.follow(y))

    flat = y.reshape(2, 6)
    made = [flat, np.maximum(flat, 0), np.tanh(np.maximum(flat, 0))]
    made += [made[-1], 1 / (1 + np.exp(-flat))]
    made += [made[2] + made[4]] * 2
    assert [layer for layer, _ in followed] == [
        net.layers[0], inner, outer, net.layers[1].body, side, net.layers[1], net
    ]  # fmt: skip
    for (_, z), expected in zip(followed, made, strict=True):
        np.testing.assert_allclose(z, expected)


def test_relu_keeps_what_the_next_layer_keeps_anyway():
    relu, conv = Relu(), Conv2d(1, 1, 1, rng=drawn())
    z = np.random.default_rng(3).normal(size=(2, 1, 3, 3)).astype(np.float32)

    Sequential(relu, conv).forward(z)

    assert relu._recall() is conv._recall()


def test_a_constant_map_is_normalised_to_nothing():
    z = BatchNorm2d(1).forward(np.full((64, 1, 28, 28), 12345.678, np.float32))

    assert (z == 0).all()


def test_batch_norm_with_a_mean_of_ten_thousand_learns_as_in_double_precision():
    y = (np.random.default_rng(0).normal(size=(16, 2, 14, 14)) + 1e4).astype(np.float32)
    dz = np.random.default_rng(1).normal(size=y.shape).astype(np.float32)
    single, double = BatchNorm2d(2), BatchNorm2d(2, dtype=np.float64)
    for layer in (single, double):
        layer.forward(y.astype(layer.w.dtype))
        layer.backward(dz.astype(layer.w.dtype))

    np.testing.assert_allclose(single.dw, double.dw, rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(single.running_variance, double.running_variance, rtol=1e-5)


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


def test_batch_norm_at_rest_says_why_it_cannot_go_back():
    layer = BatchNorm2d(2)
    layer.forward(np.ones((2, 2, 1, 1), np.float32))
    layer.training = False
    layer.forward(np.ones((2, 2, 1, 1), np.float32))

    with pytest.raises(RuntimeError, match=r"BatchNorm2d\(2\): .* in training, .* set training = True first"):
        layer.backward(np.ones((2, 2, 1, 1)))


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
        (Conv2d(1, 1, 3, stride=np.array([2, 2]), rng=drawn()), "Conv2d(1, 1, 3, stride=2)"),
        (Conv2d(1, 1, [3, 2], padding=[1, 0], dilation=np.int8(2), rng=drawn()),
         "Conv2d(1, 1, (3, 2), padding=(1, 0), dilation=2)"),
        (MaxPool2d(np.array([2, 3]), padding=(1, 0)), "MaxPool2d((2, 3), padding=(1, 0))"),
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


@each_row(
    [
        (lambda: Conv2d(0, 1, 3, rng=drawn()), ShapeError),
        (lambda: Conv2d(3, 4, 3, groups=2, rng=drawn()), ShapeError),
        (lambda: Conv2d(1, 1, 2.5, rng=drawn()), TypeError),
        (lambda: Linear(4, -1, rng=drawn()), ShapeError),
        (lambda: Dropout(1.0, rng=drawn()), ValueError),
        (lambda: Heads(), ShapeError),
        (lambda: SoftArgmax2d(length=-1), ValueError),
        (lambda: SoftArgmax2d(answers=("row", "depth")), ValueError),
        (lambda: Dropout(float("nan"), rng=drawn()), ValueError),
        (lambda: Dropout(0.5, rng=3), TypeError),
        (lambda: Conv2d(1, 1, 3, rng=3), TypeError),
        (lambda: Conv2d(1, 1, 3, rng=None), TypeError),
        (lambda: Conv2d(1, 1, 3, padding="same", rng=drawn()), TypeError),
        (lambda: Conv2d(1, 1, 3, padding=-1, rng=drawn()), ShapeError),
        (lambda: Conv2d(1, 1, 3, stride=(1, 2, 3), rng=drawn()), ShapeError),
        (lambda: Conv2d(1, 1, 3, dilation=0, rng=drawn()), ShapeError),
        (lambda: Conv2d(1, 1, 3, dtype=int, rng=drawn()), TypeError),
        (lambda: Conv2d(1, 1, 3, dtype=np.float16, rng=drawn()), TypeError),
        (lambda: Conv2d(1, 1, 3, gain=float("nan"), rng=drawn()), ValueError),
        (lambda: ConvTranspose2d(1, 1, 3, stride=0, rng=drawn()), ShapeError),
        (lambda: ConvTranspose2d(1, 1, 3, output_padding=-1, rng=drawn()), ShapeError),
        (lambda: Linear(1, 1, dtype="complex", rng=drawn()), TypeError),
        (lambda: Linear(1, 1, rng="a"), TypeError),
        (lambda: MaxPool2d(-1), ShapeError),
        (lambda: MaxPool2d("2"), TypeError),
        (lambda: MaxPool2d(2, stride=0), ShapeError),
        (lambda: MaxPool2d(2, padding=2), ShapeError),
        (lambda: MeanPool2d(0), ShapeError),
        (lambda: MeanPool2d(2, padding=2), ShapeError),
        (lambda: MeanPool2d(2, count_include_pad="no"), TypeError),
        (lambda: BatchNorm2d(2, eps=float("nan")), ValueError),
        (lambda: BatchNorm2d(2, eps=-1), ValueError),
        (lambda: BatchNorm2d(2, momentum=1.5), ValueError),
        (lambda: BatchNorm2d(2, dtype=int), TypeError),
        (lambda: BankMax2d(0), ShapeError),
        (lambda: BankNorm2d(1, -2), ShapeError),
        (lambda: FilterBank2d(1, 1, 3, members=(), rng=drawn()), ValueError),
        (lambda: FilterBank2d(1, 1, 3, members=(0, float("nan")), rng=drawn()), ValueError),
        (lambda: OwnRelu(grad=None), TypeError),
        (lambda: Sequential(Relu), TypeError),
        (lambda: Sequential([Relu()]), TypeError),
        (lambda: Residual(np.tanh), TypeError),
        (lambda: Residual(Relu(), 3), TypeError),
        (lambda: BatchNorm2d(2).forward(np.ones((1, 2, 1, 1), np.float32)), ShapeError),
    ],
)
def test_layers_that_cannot_be_are_refused(call, error):
    with pytest.raises(error):
        call()
