"""A network's state in one file, bit for bit."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from cnnkit.layers import Layer
from cnnkit.training.optimisers import Optimiser

__all__ = ["load_checkpoint", "save_checkpoint"]


def save_checkpoint(
    path: str | os.PathLike, net: Layer, *, optimiser: Optimiser | None = None, rng: np.random.Generator | None = None
) -> None:
    """Write all weights and running averages to one .npz file; with optimiser and rng a run can go on from it.

    The file is complete or is not there: it gets its name only when all is written.

    Parameters
    ----------
    path : path
    net : Layer
    optimiser : SGD or Adam, optional
    rng : numpy Generator, optional
        The one given to `fit`.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> net, path = Linear(2, 1, rng=np.random.default_rng(0)), Path(tempfile.mkdtemp()) / "net.npz"
    >>> save_checkpoint(path, net)
    >>> before = net.w.copy(); net.w[:] = 0; load_checkpoint(path, net)
    >>> bool((net.w == before).all())
    True
    """
    arrays = _state(net, optimiser)
    if rng is not None:
        arrays["rng"] = np.array(json.dumps(rng.bit_generator.state))
    path = Path(path)
    handle, scratch = tempfile.mkstemp(dir=path.parent, suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def load_checkpoint(
    path: str | os.PathLike, net: Layer, *, optimiser: Optimiser | None = None, rng: np.random.Generator | None = None
) -> None:
    """Put the state in a file back into a network of the same layers, and into an optimiser and a generator.

    Nothing is changed unless everything fits.

    Raises
    ------
    ValueError
        If the file is no checkpoint, is damaged, or belongs to another network.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> load_checkpoint("nowhere.npz", Relu())
    Traceback (most recent call last):
    FileNotFoundError: there is no checkpoint nowhere.npz
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"there is no checkpoint {path}")
    try:
        with np.load(path, allow_pickle=False) as file:
            found = dict(file)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, KeyError):
        raise ValueError(f"{path} is not a checkpoint, or is damaged") from None
    wanted = _state(net, optimiser)
    for name, array in wanted.items():
        if name not in found:
            raise ValueError(f"{path} has no {name}; it was saved from something else than {net!r}")
        if found[name].shape != array.shape or found[name].dtype != array.dtype:
            raise ValueError(
                f"{name} in {path} is {found[name].dtype} {found[name].shape} but the network has "
                f"{array.dtype} {array.shape}; build the same network first"
            )
    if extra := sorted(name for name in set(found) - set(wanted) if name.startswith("net.")):
        raise ValueError(f"{path} has {extra[0]}, which {net!r} does not; build the same network first")
    if rng is not None:
        if "rng" not in found:
            raise ValueError(f"{path} was saved without a random generator")
        rng.bit_generator.state = json.loads(str(found["rng"]))
    for name, array in wanted.items():
        array[...] = found[name]
    if optimiser is not None:
        optimiser.steps = int(found["optimiser.steps"])


def _state(net: Layer, optimiser: Optimiser | None) -> dict[str, np.ndarray]:
    """The arrays themselves, by the names that they have in the file."""
    state = {f"net.{name}": array for name, array in net.arrays().items()}
    if optimiser is not None:
        state |= {f"optimiser.{name}": array for name, array in optimiser.arrays().items()}
    return state
