"""What DepthExplorer shows: one pass forward and back through a deep net, before any training."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from cnnkit.layers import Conv2d, Relu, Residual
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.models import resnet
from cnnkit.widgets.board.threads import one_thread
from cnnkit.widgets.depth.examples import example_batch

__all__ = ["WIDTH", "DepthView", "cosine", "measured", "through"]

WIDTH = 8  # maps of the first stage


@dataclass(frozen=True)
class DepthView:
    """What every layer of a net makes of a batch, and what comes back to it.

    Layers count as the depth does: 3 × 3 convolutions on the longest way.  Y(l) is what follows the normalisation,
    relu and, at the end of a residual block, the sum.

    Parameters
    ----------
    images : (2, H, W) array
        The two images that are compared.
    maps : tuple of (2, N, H, W) arrays
        Y(l) of both, layer by layer.
    activations : (layers,) array
        Root of the mean square of Y(l) over the batch.
    gradients : (layers,) array
        Root of the mean square of dLoss/dw(l).
    cosines : (layers,) array
        Of the angle between the two images' Y(l); nan where one of them is 0 everywhere.
    start : float
        The same of the images themselves.

    Examples
    --------
    >>> from cnnkit.widgets.depth.examples import example_batch
    >>> view = through(*example_batch("digits"), depth=8)
    >>> len(view.maps), view.maps[0].shape, view.maps[-1].shape
    (7, (2, 8, 8, 8), (2, 32, 2, 2))
    """

    images: np.ndarray
    maps: tuple
    activations: np.ndarray
    gradients: np.ndarray
    cosines: np.ndarray
    start: float


def through(
    images: np.ndarray, labels: np.ndarray, depth: int = 20, *, norm: bool = False, skips: bool = False, gain: float = 1.0
) -> DepthView:
    """Take a batch forward and back through a net with its first weights.

    Parameters
    ----------
    images : (T, 1, H, W) array
    labels : (T,) array of classes
    depth : {8, 14, 20, ..., 56}
    norm, skips : bool
        Batch normalisation after every convolution; a way past every block.
    gain : float
        How many times as far as `init_filters` says the first filters spread.

    Examples
    --------
    >>> from cnnkit.widgets.depth.examples import example_batch
    >>> batch = example_batch("digits")
    >>> once, twice = (through(*batch, depth=8, gain=gain).activations for gain in (1, 2))
    >>> (twice / once).round(3).tolist()
    [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0]
    """
    net = resnet(
        np.random.default_rng(0), depth, size=images.shape[2], width=WIDTH, skips=skips, norm=norm, gain=gain
    )  # fmt: skip
    made = []
    with one_thread():
        for layer, z in net.follow(images):
            # a layer ends with relu; the last one of a residual block with the sum
            if isinstance(layer, Relu | Residual):
                made.append(np.array(z))
        net.backward(mean_loss(*cross_entropy(z, labels))[1].astype(np.float32), input_gradient=False)
    # those on the longest way: a shortcut's filters have one cell
    filters = [layer for layer in net.walk() if isinstance(layer, Conv2d) and layer.w.shape[2:] == (3, 3)]
    return DepthView(
        images=images[:2, 0],
        maps=tuple(z[:2] for z in made),
        activations=np.array([size(z) for z in made]),
        gradients=np.array([size(layer.dw) for layer in filters]),
        cosines=np.array([cosine(z[0], z[1]) for z in made]),
        start=cosine(images[0], images[1]),
    )


@functools.lru_cache(maxsize=8)
def measured(example: str, depth: int, norm: bool, skips: bool, gain: float) -> DepthView:
    """The same of an example, kept: another layer of the same net costs nothing."""
    return through(*example_batch(example), depth, norm=norm, skips=skips, gain=gain)


def size(numbers: np.ndarray) -> float:
    """The root of the mean square, in float64."""
    return float(np.sqrt(np.mean(np.square(numbers, dtype=np.float64))))


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """The cosine of the angle between two arrays, read as long vectors; nan if one is 0 everywhere.

    Examples
    --------
    >>> cosine(np.array([[1.0, 0]]), np.array([[1.0, 1]])).__round__(4)
    0.7071
    >>> cosine(np.zeros(2), np.ones(2))
    nan
    """
    a, b = (np.asarray(each, np.float64).ravel() for each in (a, b))
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return min(1.0, max(-1.0, float(a @ b) / lengths)) if lengths else float("nan")
