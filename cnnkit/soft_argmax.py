"""Where a map is large, as a place that can be trained: the mean of all cells, weighted by their softmax (lecture 5.1, 5.2).

The largest cell itself has no gradient: moving a value a little changes nothing until another cell wins.  Weighted by
softmax every cell pulls the mean place towards itself, and the place lies between cells (Levine et al. 2016;
Sun et al. 2018).
"""

from __future__ import annotations

import numpy as np

from cnnkit.shapes import ShapeError, as_arrays, check_rank
from cnnkit.shapes.settings import real_number

__all__ = ["soft_argmax2d", "soft_argmax2d_grad"]


def soft_argmax2d(z, length: float = 1.0) -> np.ndarray:
    """The mean place of each map, every cell weighted by the softmax over the map.

    Lecture 5.1: place(n) = sum_ij p(n,i,j) · ((i + ½) / H, (j + ½) / W) · length, with p = softmax of z(n) over its cells.

    Parameters
    ----------
    z : (T, N, H, W) array
        Maps.
    length : float
        What a whole map measures: 1 gives parts of the image, 64 the pixels of an image of 64.

    Returns
    -------
    (T, N, 2) array
        Places (row, col).

    Raises
    ------
    ShapeError
        If z is not a stack of maps.
    ValueError
        If length is not a positive number.

    Examples
    --------
    >>> soft_argmax2d([[[[0.0, 0.0, 50.0]]]], length=3)
    array([[[1.5, 2.5]]])
    """
    (z,) = as_arrays(z=z)
    rows, cols = _centres(z, length)
    p = _softmax(z)
    return np.stack([p.sum(axis=3) @ rows, p.sum(axis=2) @ cols], axis=-1)


def soft_argmax2d_grad(dplaces, z, length: float = 1.0) -> np.ndarray:
    """Gradient of the divergence with respect to the maps.

    Lecture 5.1: dDiv/dz(n,i,j) = p(n,i,j) · sum over row and col of dDiv/dplace(n) · (centre of (i,j) − place(n)).

    Parameters
    ----------
    dplaces : (T, N, 2) array
        Gradient for the places.
    z : (T, N, H, W) array
        Maps of the forward pass.
    length : float
        As in `soft_argmax2d`.

    Returns
    -------
    (T, N, H, W) array

    Raises
    ------
    ShapeError
        If there is not one place for each map.

    Examples
    --------
    >>> soft_argmax2d_grad([[[0.0, 1.0]]], [[[[0.0, 0.0]]]], length=2)
    array([[[[-0.25,  0.25]]]])
    """
    dplaces, z = as_arrays(dplaces=dplaces, z=z)
    rows, cols = _centres(z, length)
    if dplaces.shape != (*z.shape[:2], 2):
        raise ShapeError(f"dplaces has shape {dplaces.shape}", f"z has maps {z.shape}",
                         "give the gradient of (row, col) for each map")  # fmt: skip
    p = _softmax(z)
    down = rows - (p.sum(axis=3) @ rows)[..., None]
    along = cols - (p.sum(axis=2) @ cols)[..., None]
    p *= (dplaces[..., 0, None] * down)[..., :, None] + (dplaces[..., 1, None] * along)[..., None, :]
    return p


def _softmax(z: np.ndarray) -> np.ndarray:
    # softmax does not change when a constant is taken off; without the maximum exp would overflow
    p = np.exp(z - z.max(axis=(2, 3), keepdims=True))
    p /= p.sum(axis=(2, 3), keepdims=True)
    return p


def _centres(z: np.ndarray, length: float) -> list[np.ndarray]:
    """Where the centres of rows and columns lie."""
    check_rank(z, "z", "(T, N, H, W)")
    length = real_number(length, "length", above_zero=True)
    return [((np.arange(n) + 0.5) * (length / n)).astype(z.dtype) for n in z.shape[2:]]
