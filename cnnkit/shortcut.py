"""The sum of two ways (lecture 5.3): what a block makes, and what its shortcut lets through.

Forward the two are added; on the way back both lead to the same maps, so their gradients are added as well.
"""

from __future__ import annotations

import numpy as np

from cnnkit.kernels import cells
from cnnkit.kernels.sharing import share
from cnnkit.shapes import ShapeError, as_arrays

__all__ = ["add_ways"]


def add_ways(body, past) -> np.ndarray:
    """Add what came through the body of a residual block to what came past it.

    Lecture 5.3 (He et al. 2016, eq. 1): z = F(y) + y.

    Parameters
    ----------
    body, past : arrays of one shape

    Returns
    -------
    array of that shape

    Raises
    ------
    ShapeError
        If the shapes differ: nothing is repeated to make them fit.

    Examples
    --------
    >>> add_ways([1.0, 2.0], [10.0, 20.0])
    array([11., 22.])
    """
    body, past = as_arrays(body=body, past=past)
    if body.shape != past.shape:
        raise ShapeError(
            f"the body makes {body.shape}", f"the shortcut gives {past.shape}",
            "give a shortcut with the body's channels and stride",
        )  # fmt: skip
    return _sum(body, past, np.empty_like(body))


def add_onto(body, past) -> np.ndarray:
    """`add_ways`, written into the first of the two where that can hold it: nobody may need it any more."""
    body, past = as_arrays(body=body, past=past)
    return _sum(body, past, body) if body.shape == past.shape else add_ways(body, past)


def _sum(body: np.ndarray, past: np.ndarray, z: np.ndarray) -> np.ndarray:
    share(cells.summed, cells.summed_together, z.size, z.size, body, past, z)
    return z
