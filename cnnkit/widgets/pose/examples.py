"""The figures that PoseExplorer shows, and what the two nets that ship say of them; computed once, when asked for."""

from __future__ import annotations

import functools

import numpy as np

from cnnkit import data
from cnnkit.models import pose_nets
from cnnkit.pose import joint_heatmaps
from cnnkit.training import predict
from cnnkit.widgets.pose.view import NetsView, curve

__all__ = ["COUNT", "KINDS", "SIDE", "answered", "figures", "nets_view", "ranked"]

SIDE = 64
COUNT = 1000  # figures that no net has seen: those of the lesson
KINDS = tuple(pose_nets.NETS)


@functools.lru_cache
def figures() -> tuple[np.ndarray, np.ndarray]:
    """Images (COUNT, 1, 64, 64) and joints (COUNT, 14, 2) in pixels.

    Examples
    --------
    >>> [part.shape for part in figures()]
    [(1000, 1, 64, 64), (1000, 14, 2)]
    """
    images, joints = data.load("pose", "test")
    return images[:COUNT], joints[:COUNT].astype(float)


@functools.lru_cache
def _net(kind: str):
    return pose_nets.trained(kind)


@functools.lru_cache
def _answers(kind: str) -> np.ndarray:
    return pose_nets.answers(_net(kind), figures()[0]).astype(float)


def answered() -> bool:
    """Whether both nets have looked at the figures.

    Examples
    --------
    >>> view = nets_view(0, 0)
    >>> answered()
    True
    """
    return _curve.cache_info().currsize == len(KINDS)


@functools.lru_cache
def _curve(kind: str) -> np.ndarray:
    return curve(_answers(kind), figures()[1], SIDE)


@functools.lru_cache
def ranked(kind: str) -> np.ndarray:
    """Numbers of the figures, that with the largest mean error of this net first.

    Examples
    --------
    >>> sorted(ranked("numbers").tolist()) == list(range(COUNT))
    True
    """
    gaps = _answers(kind) - figures()[1]
    return np.argsort(-np.hypot(gaps[..., 0], gaps[..., 1]).mean(axis=1), kind="stable")


def nets_view(figure: int, joint: int) -> NetsView:
    """What both nets say of one figure.

    Examples
    --------
    >>> nets_view(3, 0).maps.shape
    (16, 16)
    """
    images, joints = figures()
    maps = predict(_net("heat maps"), images[figure : figure + 1])[0, joint].astype(float)
    places = joints[figure, joint][None, None] / pose_nets.STRIDE
    target = joint_heatmaps(places, maps.shape, pose_nets.SIGMA)[0, 0]
    found, curves = ({kind: each(kind) for kind in KINDS} for each in (_answers, _curve))
    found = {kind: answers[figure] for kind, answers in found.items()}
    return NetsView(joints[figure], found, maps, target, curves)
