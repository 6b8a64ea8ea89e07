"""FilterBank2d: gradients against differences, and what turns along, rolls or stays."""

import numpy as np
import pytest

from cnnkit.layers import BankMax2d, BankNorm2d, FilterBank2d, Relu, Sequential
from cnnkit.shapes import ShapeError

# sizes do not come round again, so a scale bank reads no bank
KINDS = (
    ("rotation", None), ("rotation", (0, 45, 100)), ("reflection", None), ("scale", None), ("scale", (0.7, 1.4)),
)  # fmt: skip


def made(*sizes, **settings):
    layer = FilterBank2d(*sizes, dtype=np.float64, rng=np.random.default_rng(0), **settings)
    layer.bias[:] = np.random.default_rng(1).normal(size=layer.bias.shape)
    return layer


def differences(function, array, eps=1e-6):
    """Central differences for every number in the array, which is changed in place."""
    slopes = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + eps
        above = function()
        array[place] = kept - eps
        slopes[place] = (above - function()) / (2 * eps)
        array[place] = kept
    return slopes


@pytest.mark.parametrize(
    ("kind", "members", "reads_bank"),
    [(*bank, reads) for bank in KINDS for reads in (False, True) if not (reads and bank[0] == "scale")],
)
@pytest.mark.parametrize("pooling", ["early", "late"])
def test_gradients_are_those_of_differences(kind, members, reads_bank, pooling):
    rng = np.random.default_rng(2)
    layer = made(2, 3, 3, kind=kind, members=members, pooling=pooling, reads_bank=reads_bank, stride=2, padding=1)
    y = rng.normal(size=(2, layer.w.shape[1], 6, 5))  # rows leave one over, columns none
    dz = rng.normal(size=layer.forward(y).shape)

    dy = layer.backward(dz)

    def score():
        return float((layer.forward(y) * dz).sum())

    for analytic, array in ((layer.dw, layer.w), (layer.dbias, layer.bias), (dy, y)):
        np.testing.assert_allclose(analytic, differences(score, array), atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "move"),
    [("rotation", lambda maps: np.rot90(maps, axes=(2, 3))), ("reflection", lambda maps: maps[..., ::-1])],
)
@pytest.mark.parametrize("pooling", ["early", "late"])
def test_a_stack_of_banks_turns_along_exactly(kind, move, pooling):
    late = pooling == "late"
    members = len(made(1, 1, 3, kind=kind).members)
    last = (BankMax2d(members),) if late else ()
    net = Sequential(
        made(1, 3, 3, kind=kind, pooling=pooling, padding=1), Relu(),
        made(3, 5, 3, kind=kind, pooling=pooling, reads_bank=late), *last,
    )  # fmt: skip
    # whole numbers: sums are exact in every order, so 0 means 0
    for layer in net.layers:
        if layer.w is not None:
            layer.w[:] = np.random.default_rng(4).integers(-4, 5, layer.w.shape)
            layer.bias[:] = np.arange(len(layer.bias))
    y = np.random.default_rng(3).integers(-4, 5, (2, 1, 9, 9)).astype(float)

    np.testing.assert_array_equal(net.forward(move(y)), move(net.forward(y)))
    assert (net.forward(move(y)) != net.forward(y)).any()


def test_parts_that_only_turn_do_not_turn_along():
    first = made(1, 3, 3, pooling="late")
    second = made(12, 5, 3)  # reads the same maps, but does not know that they are a bank
    y = np.random.default_rng(3).normal(size=(1, 1, 9, 9))
    upright, turned = (second.forward(first.forward(each)) for each in (y, np.rot90(y, axes=(2, 3))))

    assert np.linalg.norm(turned - np.rot90(upright, axes=(2, 3))) > 0.1 * np.linalg.norm(upright)


def test_late_maps_stand_member_by_member_and_pool_to_the_early_ones():
    early, late = made(2, 3, 3, pooling="early"), made(2, 3, 3, pooling="late")
    y = np.random.default_rng(5).normal(size=(2, 2, 6, 6))

    assert late.forward(y).shape == (2, 12, 4, 4)
    np.testing.assert_array_equal(BankMax2d(4).forward(late.forward(y)), early.forward(y))


def test_a_bank_has_the_weights_of_one_filter():
    assert made(2, 3, 3).w.shape == (3, 2, 3, 3)
    assert made(2, 3, 3, reads_bank=True).w.shape == (3, 8, 3, 3)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"kind": "shear"}, "kind is 'shear'"),
        ({"pooling": "never"}, "pooling is 'never'"),
        ({"kind": "scale", "reads_bank": True}, "cannot read a bank"),
        ({"kind": "reflection", "members": (0, 1)}, "always has two members"),
    ],
)
def test_what_cannot_be_is_refused_in_words(settings, says):
    with pytest.raises(ValueError, match=says):
        made(1, 1, 3, **settings)


def test_sizes_that_do_not_fit_name_the_layer():
    with pytest.raises(ShapeError, match="BankMax2d"):
        BankMax2d(4).forward(np.ones((1, 6, 2, 2)))
    with pytest.raises(ShapeError, match="square filters"):
        made(1, 1, (3, 2))
    with pytest.raises(RuntimeError, match="needs a forward"):
        made(1, 1, 3).backward(np.ones((1, 1, 1, 1)))


def test_members_are_normalised_together_and_so_are_their_gradients():
    rng = np.random.default_rng(7)
    norm = BankNorm2d(2, 3, dtype=np.float64)
    norm.w[:], norm.bias[:] = rng.normal(size=2), rng.normal(size=2)
    y = rng.normal(size=(4, 6, 3, 5)) + np.arange(6)[:, None, None]
    dz = rng.normal(size=y.shape)

    z = norm.forward(y)
    dy = norm.backward(dz)

    # every filter: mean bias and spread |w| over its three members, examples and places
    for n in range(2):
        own = z[:, 3 * n : 3 * n + 3]
        np.testing.assert_allclose([own.mean(), own.std()], [norm.bias[n], abs(norm.w[n])], rtol=1e-4)
        assert np.ptp(own.mean(axis=(0, 2, 3))) > 0.5 * abs(norm.w[n])  # members keep their differences

    def score():
        return float((norm.forward(y) * dz).sum())

    for analytic, array in ((norm.dw, norm.w), (norm.dbias, norm.bias), (dy, y)):
        np.testing.assert_allclose(analytic, differences(score, array), atol=1e-6)


def test_normalised_members_must_all_be_there():
    with pytest.raises(ShapeError, match="2 filters of 3 members make 6"):
        BankNorm2d(2, 3).forward(np.ones((1, 4, 2, 2), np.float32))
