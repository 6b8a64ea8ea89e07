"""A network's state in one file, bit for bit."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cnnkit.atomic import replacing
from cnnkit.layers import Layer
from cnnkit.layers.layer import as_layer
from cnnkit.shapes.settings import as_generator, as_path
from cnnkit.training.optimisers import Optimiser, check_belongs

__all__ = ["arrays_in", "load_checkpoint", "save_checkpoint", "writing"]


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

    Raises
    ------
    ValueError
        If the optimiser was made for another network.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from cnnkit.layers import Linear
    >>> net, path = Linear(2, 1, rng=np.random.default_rng(0)), Path(tempfile.mkdtemp()) / "net.npz"
    >>> save_checkpoint(path, net)
    >>> before = net.w.copy(); net.w[:] = 0; load_checkpoint(path, net)
    >>> bool((net.w == before).all())
    True
    """
    path = as_path(path)
    check_belongs(optimiser, as_layer(net, "net"))
    arrays = _state(net, optimiser)
    if rng is not None:
        arrays["rng"] = np.array(json.dumps(as_generator(rng).bit_generator.state, default=np.ndarray.tolist))
    with writing(path) as file:
        np.savez(file, **arrays)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` once it is whole.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with writing(Path(tempfile.mkdtemp()) / "net.npz") as file:
    ...     file.write(b"weights")
    7
    """
    try:
        with replacing(path) as file:
            yield file
    except OSError as reason:
        why = reason.strerror or str(reason)
        raise OSError(reason.errno, f"{path} cannot be written ({why}); give a path in a folder that is there") from None


def load_checkpoint(
    path: str | os.PathLike, net: Layer, *, optimiser: Optimiser | None = None, rng: np.random.Generator | None = None
) -> None:
    """Put the state in a file back into a network of the same layers, and into an optimiser and a generator.

    Nothing is changed unless everything fits.

    Raises
    ------
    ValueError
        If the file is no checkpoint, is damaged, or belongs to another network; if the optimiser does.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> load_checkpoint("nowhere.npz", Relu())
    Traceback (most recent call last):
    FileNotFoundError: nowhere.npz is not a checkpoint: there is no such file
    """
    path = as_path(path)
    check_belongs(optimiser, as_layer(net, "net"))
    found = arrays_in(path, "a checkpoint", "save_checkpoint")
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
        _set_generator(rng, found, path)
    for name, array in wanted.items():
        array[...] = found[name]
    if optimiser is not None:
        optimiser.steps = int(found["optimiser.steps"])


def arrays_in(path: Path, what: str, made_by: str) -> dict[str, np.ndarray]:
    """All arrays of an .npz file, or a sentence on why there are none; `what` it should be, and which function writes it.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    OSError
        If it cannot be read.
    ValueError
        If it is something else, or damaged.

    Examples
    --------
    >>> arrays_in(Path(__file__), "a checkpoint", "save_checkpoint")
    Traceback (most recent call last):
    ValueError: ...checkpoints.py is not a checkpoint, or is damaged; give a file that save_checkpoint wrote
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not {what}: there is no such file")
    try:
        file = open(path, "rb")  # noqa: SIM115 (closed below)
    except OSError as reason:
        raise OSError(reason.errno, f"{path} cannot be read ({reason.strerror}); look at its permissions") from None
    with file:
        try:
            with np.load(file, allow_pickle=False) as arrays:
                return {name: _array(arrays[name]) for name in arrays}
        except Exception:  # what is damaged fails in any way: of zip files, of compression, of NumPy's own headers
            raise ValueError(f"{path} is not {what}, or is damaged; give a file that {made_by} wrote") from None


def _array(found: object) -> np.ndarray:
    if not isinstance(found, np.ndarray):  # NumPy gives what is no array as bytes
        raise TypeError
    return found


def _set_generator(rng: np.random.Generator, found: dict[str, np.ndarray], path: str | os.PathLike) -> None:
    as_generator(rng)
    if "rng" not in found:
        raise ValueError(f"{path} was saved without a random generator")
    try:
        rng.bit_generator.state = json.loads(str(found["rng"]))
    except (ValueError, TypeError, KeyError):
        raise ValueError(f"{path} was saved with another kind of generator than {rng!r}") from None


def _state(net: Layer, optimiser: Optimiser | None) -> dict[str, np.ndarray]:
    """The arrays themselves, by the names that they have in the file."""
    state = {f"net.{name}": array for name, array in net.arrays().items()}
    if optimiser is not None:
        state |= {f"optimiser.{name}": array for name, array in optimiser.arrays().items()}
    return state
