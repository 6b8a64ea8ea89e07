"""What DepthExplorer computes: the same net layer by layer in float64, counted otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from cnnkit.conv import conv2d
from cnnkit.layers import BatchNorm2d, Conv2d, Residual
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.models import resnet
from cnnkit.widgets.depth.examples import BATCHES, MADE_OF, example_batch
from cnnkit.widgets.depth.view import WIDTH, cosine, measured, through

each_net = pytest.mark.parametrize(("norm", "skips"), [(False, False), (False, True), (True, False), (True, True)])


def same_net(images, depth, **how):
    return resnet(np.random.default_rng(0), depth, size=images.shape[2], width=WIDTH, dtype=np.float64, **how)


def scan(layers, y):
    """A convolution and its normalisation, without the layers' own forward."""
    conv, *norm = layers
    z = conv2d(y, conv.w, conv.bias, **conv.scan)
    if not norm:
        return z
    mean, spread = z.mean(axis=(0, 2, 3), keepdims=True), z.std(axis=(0, 2, 3), keepdims=True)
    return (z - mean) / np.sqrt(spread**2 + norm[0].eps)


def by_hand(net, y, skips):
    """Y(l) of every layer, from the filters alone."""
    rows = [layer for layer in net.walk() if isinstance(layer, Conv2d | BatchNorm2d)]
    step = 2 if isinstance(rows[1], BatchNorm2d) else 1
    scans = [rows[k : k + step] for k in range(0, len(rows), step)]
    y = np.maximum(scan(scans.pop(0), y), 0)
    yield y
    while scans:
        first, second = scans.pop(0), scans.pop(0)
        inside = np.maximum(scan(first, y), 0)
        yield inside
        z = scan(second, inside)
        if not skips:
            y = np.maximum(z, 0)
        elif z.shape == y.shape:
            y = z + y
        else:
            y = z + scan(scans.pop(0), y)
        yield y


@each_net
def test_layers_sizes_and_cosines_are_those_of_the_filters(norm, skips):
    images, labels = example_batch("digits")
    view = through(images, labels, 14, norm=norm, skips=skips, gain=1.25)
    net = same_net(images, 14, norm=norm, skips=skips, gain=1.25)
    assert skips == any(isinstance(layer, Residual) for layer in net.layers)
    made = list(by_hand(net, images.astype(np.float64), skips))
    assert len(made) == len(view.maps) == 13
    for k, z in enumerate(made):
        assert np.allclose(view.maps[k], z[:2], rtol=1e-3, atol=1e-4 * np.abs(z).max())
        assert view.activations[k] == pytest.approx(np.sqrt((z**2).mean()), rel=1e-3)
        a, b = z[0].ravel(), z[1].ravel()
        assert view.cosines[k] == pytest.approx(sum(a * b) / (sum(a * a) * sum(b * b)) ** 0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("norm", "skips"),
    [(False, True), (True, False), *(pytest.param(*each, marks=pytest.mark.slow) for each in ((False, False), (True, True)))],
)
def test_gradients_are_differences_of_the_loss(norm, skips):
    images, labels = example_batch("digits")
    view = through(images, labels, 8, norm=norm, skips=skips)
    net = same_net(images, 8, norm=norm, skips=skips)
    filters = [layer for layer in net.walk() if isinstance(layer, Conv2d) and layer.w.shape[2] == 3]
    assert len(filters) == len(view.gradients) == 7

    def loss():
        return mean_loss(*cross_entropy(net.forward(images.astype(np.float64)), labels))[0]

    # along a random direction the loss changes by the sum of dw times it: its mean square over many directions
    # is that of dw, but one direction at a time suffices to tell the layers apart
    net.backward(mean_loss(*cross_entropy(net.forward(images.astype(np.float64)), labels))[1])
    rng = np.random.default_rng(3)
    for k, layer in enumerate(filters):
        assert view.gradients[k] == pytest.approx(np.sqrt((layer.dw**2).mean()), rel=1e-3)
        along, kept, dw = rng.normal(size=layer.w.shape), layer.w.copy(), layer.dw.copy()
        eps = 1e-6
        layer.w[:] = kept + eps * along
        up = loss()
        layer.w[:] = kept - eps * along
        down = loss()
        layer.w[:] = kept
        assert (up - down) / (2 * eps) == pytest.approx((dw * along).sum(), rel=1e-3, abs=1e-7)


def test_without_normalisation_a_spread_counts_once_for_every_layer():
    batch = example_batch("digits")
    one, other = (through(*batch, 20, gain=gain) for gain in (1.0, 0.5))
    assert np.allclose(other.activations / one.activations, 0.5 ** np.arange(1, 20), rtol=1e-4)
    assert np.allclose(other.cosines, one.cosines, atol=1e-5)
    normed, spread = (through(*batch, 20, norm=True, gain=gain).activations for gain in (1.0, 2.0))
    assert np.allclose(normed, spread, rtol=1e-3)


def test_two_images_that_are_one_have_the_cosine_1_and_dead_maps_none():
    images, labels = example_batch("digits")
    twins = images.copy()
    twins[1] = twins[0]
    assert np.allclose(through(twins, labels, 8, norm=True, skips=True).cosines, 1)
    assert np.isnan(through(0 * images, labels, 8).cosines).all()
    assert cosine(np.array([1.0, 2]), np.array([-2.0, -4])) == pytest.approx(-1)


@pytest.mark.parametrize("name", BATCHES)
def test_a_batch_begins_with_the_two_images_and_holds_none_twice(name):
    images, labels = example_batch(name)
    assert len(images) == len(labels) == MADE_OF[name][2]
    assert tuple(labels[:2]) == MADE_OF[name][1]
    assert len(np.unique(images.reshape(len(images), -1), axis=0)) == len(images)
    assert 0 <= images.min() < images.max() <= 1


def test_a_pass_is_kept_and_leaves_the_number_of_threads_alone():
    import numba

    before = numba.get_num_threads()
    assert measured("digits", 8, True, True, 1.0) is measured("digits", 8, True, True, 1.0)
    assert numba.get_num_threads() == before
