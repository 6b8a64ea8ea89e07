"""What PoseExplorer shows: the heat maps of one figure and what is read back, and what two nets find of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnkit.pose import decode_heatmaps, joint_heatmaps, pck
from cnnkit.widgets.board.links import Link, Sum, alike

__all__ = ["THRESHOLDS", "FigureView", "NetsView", "curve", "figure_view", "profiles"]

# of the PCK curve, in parts of the image
THRESHOLDS = tuple(k / 100 for k in range(0, 31))


@dataclass(frozen=True)
class FigureView:
    """The joints of one figure, a heat map for each, and the joints read back.

    Lecture 5.2: map(r, c) = down(r) · along(c), one Gauss curve over the rows and one over the columns.

    Parameters
    ----------
    joints : (J, 2) array
        True places, in pixels.
    stride : int
        Pixels from one cell of the maps to the next.
    sigma : float
        Width of the hills, in cells.
    maps : (J, H, W) array
    down, along : (J, H), (J, W) arrays
        What rows and columns contribute.
    read, corners : (J, 2) arrays
        Places read back, with the half cell and without, in pixels.

    Examples
    --------
    >>> view = figure_view([[10.0, 30.0]], 64, 4, 1.0)
    >>> view.read.tolist(), view.corners.tolist()
    ([[10.0, 30.0]], [[8.0, 28.0]])
    """

    joints: np.ndarray
    stride: int
    sigma: float
    maps: np.ndarray
    down: np.ndarray
    along: np.ndarray
    read: np.ndarray
    corners: np.ndarray

    def off(self, places: np.ndarray) -> np.ndarray:
        """How far places are from the joints, (J,) in pixels.

        Examples
        --------
        >>> view = figure_view([[10.0, 30.0]], 64, 4, 1.0)
        >>> view.off(view.corners).round(2).tolist()
        [2.83]
        """
        return np.hypot(*(places - self.joints).T)

    @property
    def links(self) -> tuple[Link, ...]:
        """Every cell of a map is the product of its row's part and its column's part."""
        _, H, W = self.maps.shape
        rows = np.stack([np.arange(H), np.arange(H), np.zeros(H, int)], axis=1)
        columns = np.stack([np.arange(W), np.zeros(W, int), np.arange(W)], axis=1)
        light = {"map": "down reads, along weight", "down": "map reads", "along": "map weight"}
        sums = {"map": Sum("{down}·{along}", head="{map@} = ")}
        return (Link("map down along", [("map", "down", "along")], (rows, columns), light, sums),)


def figure_view(joints, side: int, stride: int, sigma: float) -> FigureView:
    """Heat maps of joints (J, 2) in an image of side × side pixels, and the joints read back from them.

    Examples
    --------
    >>> figure_view([[10.0, 30.0], [0.0, 0.0]], 64, 8, 1.0).maps.shape
    (2, 8, 8)
    """
    joints = np.asarray(joints, float)
    cells = side // stride
    maps = joint_heatmaps(joints[None] / stride, cells, sigma)
    down, along = profiles(joints / stride, cells, sigma)
    read = decode_heatmaps(maps, stride)[0]
    return FigureView(joints, stride, sigma, maps[0], down, along, read, read - stride / 2)


def profiles(joints: np.ndarray, cells: int, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """What the rows and what the columns contribute to each map: (J, cells) each.

    Examples
    --------
    >>> profiles(np.array([[0.5, 1.5]]), 2, 1.0)[0].round(2).tolist()
    [[1.0, 0.61]]
    """
    centres = np.arange(cells) + 0.5
    down, along = (np.exp(-(((centres - joints[:, [axis]]) / sigma) ** 2) / 2) for axis in (0, 1))
    return down, along


@dataclass(frozen=True)
class NetsView:
    """One figure as both nets see it, and their PCK over all figures.

    Parameters
    ----------
    joints : (J, 2) array
        True places, in pixels.
    found : dict of str to (J, 2) arrays
        What each net answers.
    maps, target : (H, W) arrays
        The heat map that the net makes for the joint in hand, and the wanted one.
    curves : dict of str to (thresholds,) arrays
        PCK of each net at `THRESHOLDS`, over all figures.

    Examples
    --------
    >>> nets = NetsView(np.zeros((1, 2)), {"numbers": np.ones((1, 2))}, np.ones((1, 1)), np.zeros((1, 1)), {})
    >>> nets.off("numbers").round(2).tolist()
    [1.41]
    """

    joints: np.ndarray
    found: dict
    maps: np.ndarray
    target: np.ndarray
    curves: dict

    def off(self, kind: str) -> np.ndarray:
        """How far a net's answers are from the joints, (J,) in pixels.

        Examples
        --------
        >>> NetsView(np.zeros((1, 2)), {"heat maps": np.zeros((1, 2))}, None, None, {}).off("heat maps").tolist()
        [0.0]
        """
        return np.hypot(*(self.found[kind] - self.joints).T)

    @property
    def links(self) -> tuple[Link, ...]:
        """The same cell of the net's map, of the wanted one, and of their difference."""
        gap = Sum(("{map}", "{target}"), "minus", head="{gap@} = ")
        return (alike(self.maps.shape, ("map", "target", "gap"), sums={"gap": gap}),)


def curve(found, joints, side: int, share: Callable = pck) -> np.ndarray:
    """PCK at every one of `THRESHOLDS`.

    Examples
    --------
    >>> curve(np.full((1, 1, 2), 3.0), np.zeros((1, 1, 2)), 64)[[6, 7]].tolist()
    [0.0, 1.0]
    """
    return np.array([share(found, joints, float(side), threshold) for threshold in THRESHOLDS])
