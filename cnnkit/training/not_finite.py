"""Where the numbers went wrong first, when a loss is no number any more."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Layer

__all__ = ["first_bad_gradient", "first_bad_layer"]


def first_bad_layer(net: Layer, y: np.ndarray) -> str:
    """Name the first layer, on the way forward, that turns good numbers into bad ones.

    Examples
    --------
    >>> from cnnkit.layers import Linear, Relu, Sequential
    >>> net = Sequential(Relu(), Linear(2, 1, rng=np.random.default_rng(0)))
    >>> net.layers[1].w[0, 0] = np.inf
    >>> first_bad_layer(net, np.ones((1, 2), np.float32))
    'layer 2, Linear(2, 1), whose weights are no longer finite'
    """
    if not np.isfinite(y).all():
        return "the images, which are not all finite"
    culprit = next((layer for layer, z in net.follow(y) if not np.isfinite(z).all()), None)
    if culprit is None:
        return "the divergence; every layer gives finite numbers"
    weights = [getattr(culprit, n) for n in ("w", "bias") if getattr(culprit, n) is not None]
    if all(np.isfinite(w).all() for w in weights):
        return f"{_named(net, culprit)}, whose result is not finite"
    return f"{_named(net, culprit)}, whose weights are no longer finite"


def first_bad_gradient(net: Layer) -> str | None:
    """Name the first layer, on the way backward, whose gradients are not finite; None if all are.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> first_bad_gradient(Relu()) is None
    True
    """
    for layer, part in reversed(net.learned()):
        if not np.isfinite(getattr(layer, "d" + part)).all():
            return f"{_named(net, layer)}, whose gradient is not finite"
    return None


def _named(net: Layer, layer: Layer) -> str:
    place = next((k for k, each in enumerate(net.walk(), 1) if each is layer), None)
    return f"layer {place}, {layer!r}" if place else repr(layer)
