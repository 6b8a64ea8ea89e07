"""A trained network in a small file: what ships with the package."""

from __future__ import annotations

import os

import numpy as np

from cnnkit.layers import Layer
from cnnkit.layers.layer import as_layer
from cnnkit.shapes.settings import as_path
from cnnkit.training.checkpoints import arrays_in, writing

__all__ = ["load_weights", "save_weights"]


def save_weights(path: str | os.PathLike, net: Layer) -> None:
    """Write weights and running averages in half precision: a quarter of the bytes of a checkpoint with its optimiser.

    Half precision keeps three digits, which is enough to use a net, not to go on training it to the bit
    (`save_checkpoint` does that).

    Parameters
    ----------
    path : path
        Of an .npz file.
    net : Layer

    Raises
    ------
    ValueError
        If a number is too large for half precision, or not finite.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from cnnkit.layers import Linear
    >>> net, path = Linear(2, 1, rng=np.random.default_rng(0)), Path(tempfile.mkdtemp()) / "net.npz"
    >>> net.w[:] = 0.5, -2
    >>> save_weights(path, net); net.w[:] = 0; load_weights(path, net)
    >>> net.w
    array([[ 0.5, -2. ]], dtype=float32)
    """
    path = as_path(path)
    net = as_layer(net, "net")
    with np.errstate(over="ignore"):
        halves = {name: array.astype(np.float16) for name, array in net.arrays().items()}
    for name, half in halves.items():
        if not np.isfinite(half).all():
            raise ValueError(f"{name} of {net!r} is not finite in half precision; use save_checkpoint")
    with writing(path) as file:
        np.savez_compressed(file, **halves)


def load_weights(path: str | os.PathLike, net: Layer) -> None:
    """Put what `save_weights` wrote into a network of the same layers; nothing is changed unless all fits.

    Raises
    ------
    ValueError
        If the file holds no weights, is damaged, or belongs to another network.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> load_weights("nowhere.npz", Relu())
    Traceback (most recent call last):
    FileNotFoundError: nowhere.npz is not a file of weights: there is no such file
    """
    path, net = as_path(path), as_layer(net, "net")
    found = arrays_in(path, "a file of weights", "save_weights")
    wanted = net.arrays()
    if found.keys() != wanted.keys() or any(
        found[name].shape != array.shape or found[name].dtype.kind != "f" for name, array in wanted.items()
    ):
        raise ValueError(f"{path} belongs to another network than {net!r}; build the same network first")
    for name, array in wanted.items():
        array[...] = found[name]
