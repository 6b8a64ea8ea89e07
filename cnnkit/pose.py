"""Joints of a figure: as heat maps, read back from them, and how many are found (lecture 5.2).

A joint is (row, col) in the plane of the map, where cell (r, c) covers the rows from r to r + 1: its centre is
(r + ½, c + ½).  A joint may lie outside the map; then only what reaches over the border is seen.
"""

from __future__ import annotations

import numpy as np

from cnnkit.losses import squared_error
from cnnkit.shapes import Pair, ShapeError, as_arrays, as_pair, check_rank, new_maps
from cnnkit.shapes.settings import real_number

__all__ = ["decode_heatmaps", "joint_heatmaps", "pck", "pose_loss"]


def joint_heatmaps(joints, size: int | Pair, sigma: float) -> np.ndarray:
    """One map for each joint: a hill of height 1 that stands where the joint is.

    Lecture 5.2: map(r, c) = exp(−((r + ½ − row)² + (c + ½ − col)²) / (2 sigma²)).

    Parameters
    ----------
    joints : (T, J, 2) array
        Places (row, col), in cells of the map: pixels divided by the map's stride.
    size : int or (H, W)
        Of the maps.
    sigma : float
        Width of the hill, in cells.

    Returns
    -------
    (T, J, H, W) array

    Raises
    ------
    ShapeError
        If joints are not (T, J, 2), or a size is not positive.
    ValueError
        If a joint is nan or infinite, or sigma is not a positive number.

    Examples
    --------
    >>> joint_heatmaps([[[0.5, 1.5]]], (1, 3), sigma=1)[0, 0].round(2)
    array([[0.61, 1.  , 0.61]])
    """
    (joints,) = as_arrays(joints=joints)
    _check_joints(joints, "joints")
    size, sigma = as_pair(size, "size"), real_number(sigma, "sigma", above_zero=True)
    maps = new_maps((*joints.shape[:2], *size), joints.dtype)
    # exp of a sum is a product: a column times a row
    with np.errstate(over="ignore", under="ignore"):  # far away it is 0
        down, along = (
            np.exp(-(((np.arange(n) + 0.5 - joints[..., axis, None]) / sigma) ** 2) / 2)
            for axis, n in enumerate(size)
        )
    return np.multiply(down[..., :, None], along[..., None, :], out=maps, casting="same_kind")


def decode_heatmaps(heatmaps, stride: int | Pair) -> np.ndarray:
    """Read the joints back: the centre of the largest cell of each map.

    Lecture 5.2: (argmax + ½) · stride.  Without the half every joint would lie half a stride too far up and left.

    Parameters
    ----------
    heatmaps : (T, J, H, W) array
        A map for each joint; ties go to the first cell in row order.
    stride : int or (rows, columns)
        Pixels from one cell to the next.

    Returns
    -------
    (T, J, 2) array
        Places (row, col), in pixels.

    Raises
    ------
    ShapeError
        If there are no maps.
    ValueError
        If a map holds nan, which has no largest cell.

    Examples
    --------
    >>> decode_heatmaps([[[[0.0, 0.2], [0.1, 0.9]]]], stride=4)
    array([[[6., 6.]]])
    """
    (heatmaps,) = as_arrays(heatmaps=heatmaps)
    check_rank(heatmaps, "heatmaps", "(T, J, H, W)")
    steps = np.array(as_pair(stride, "stride"), heatmaps.dtype)
    _refuse_nan(heatmaps, "heatmaps", np.isnan(heatmaps))
    T, J, H, W = heatmaps.shape
    cells = np.unravel_index(heatmaps.reshape(T, J, H * W).argmax(axis=2), (H, W))
    return (np.stack(cells, axis=-1) + heatmaps.dtype.type(0.5)).astype(heatmaps.dtype) * steps


def pck(pred, joints, scale, threshold: float) -> float:
    """Percentage of correct keypoints, as a share: how many joints lie near enough to where they should.

    Lecture 5.2: the share with |pred − joint| ≤ threshold · scale (Yang & Ramanan 2013).

    Parameters
    ----------
    pred, joints : (T, J, 2) arrays
        Places that were answered, and true ones.
    scale : number or (T,) array
        What distances are compared with: the side of the image, or the size of each figure.
    threshold : float
        In parts of the scale, for example 0.1.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ShapeError
        If the joints do not come in pairs, there are none, or there is not one scale for each example.
    ValueError
        If a joint is nan or infinite, a scale is not positive, or the threshold is negative.

    Examples
    --------
    >>> pck([[[0.0, 0.0], [3.0, 4.0]]], [[[0.0, 6.0], [0.0, 0.0]]], scale=10, threshold=0.5)
    0.5
    """
    pred, joints = as_arrays(pred=pred, joints=joints)
    _check_joints(pred, "pred")
    _check_joints(joints, "joints")
    if pred.shape != joints.shape or not joints.size:
        raise ShapeError(f"pred has shape {pred.shape}", f"joints has {joints.shape}",
                         "give one answer for each joint, and at least one joint")  # fmt: skip
    (scale,), threshold = as_arrays(scale=scale), real_number(threshold, "threshold")
    if scale.shape not in ((), (len(joints),)):
        raise ShapeError(f"scale has shape {scale.shape}", f"joints has {len(joints)} examples",
                         "give one number, or one for each example")  # fmt: skip
    if not (np.isfinite(scale) & (scale > 0)).all():
        raise ValueError(f"scale is {scale}; lengths are compared with a positive number")
    gap = (pred - joints).astype(np.float64)
    return float((np.hypot(gap[..., 0], gap[..., 1]) <= threshold * scale.reshape(-1, 1)).mean())


def pose_loss(maps, target) -> tuple[np.ndarray, np.ndarray]:
    """Divergence of heat maps: half the squared distance from the wanted ones.

    Lecture 5.2: div = ½ · sum (maps − target)², and its gradient is maps − target.

    Parameters
    ----------
    maps, target : (T, J, H, W) arrays
        What the net made, and `joint_heatmaps` of the true joints.

    Returns
    -------
    div : (T,) array
    dmaps : (T, J, H, W) array

    Raises
    ------
    ShapeError
        If the shapes differ, or are not those of maps.

    Examples
    --------
    >>> div, dmaps = pose_loss([[[[0.5, 0.0]]]], [[[[1.0, 0.0]]]])
    >>> div, dmaps[0, 0]
    (array([0.125]), array([[-0.5,  0. ]]))
    """
    (maps,), (target,) = as_arrays(maps=maps), as_arrays(target=target)
    check_rank(maps, "maps", "(T, J, H, W)")
    if maps.shape != target.shape:
        raise ShapeError(f"maps has shape {maps.shape}", f"target has {target.shape}",
                         "make heat maps of the size that the net makes")  # fmt: skip
    return squared_error(maps, target.astype(maps.dtype))


def _check_joints(joints: np.ndarray, name: str) -> None:
    """Refuse what is not (T, J, 2) finite numbers."""
    check_rank(joints, name, "(T, J, 2)")
    if joints.shape[-1] != 2:
        raise ShapeError(f"{name} has shape {joints.shape}", "the last axis needs (row, col)",
                         f"give {name} as (T, J, 2)")  # fmt: skip
    _refuse_nan(joints, name, ~np.isfinite(joints))


def _refuse_nan(array: np.ndarray, name: str, bad: np.ndarray) -> None:
    if bad.any():
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(f"{name}{list(place)} is {array[place]}; finite numbers are needed")
