"""Figures for lesson 10: drawn people on photographs, with the places of their joints.

The figures are drawn, not photographed: bones of given lengths hang from each other at angles that joints allow,
and are covered with shirt, trousers, skin and hair of random tones.  Only the ground behind them, and what
stands in front of some, is real.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnkit.data.backgrounds import SIDE, cut_outs

__all__ = ["BONES", "JOINTS", "draw_figures"]

# left and right are the figure's own; it faces us, so its left is on our right
JOINTS = (
    "head", "neck",
    "right shoulder", "right elbow", "right hand", "left shoulder", "left elbow", "left hand",
    "right hip", "right knee", "right foot", "left hip", "left knee", "left foot",
)  # fmt: skip
BONES = (
    (0, 1), (1, 2), (2, 3), (3, 4), (1, 5), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
)  # fmt: skip
TOGETHER = 250  # figures drawn at once: their arrays fit the cache


class Limb(NamedTuple):
    """A bone and what covers it: ends (n, 2), radii there (n,), and tone (n,)."""

    first: np.ndarray
    last: np.ndarray
    wide: np.ndarray
    narrow: np.ndarray
    tone: np.ndarray


def draw_figures(count: int, split: str, rng: np.random.Generator):
    """Draw figures, one to an image.

    Returns
    -------
    images : (count, 64, 64) array of uint8
    joints : (count, 14, 2) array of float32
        Places (row, col) of `JOINTS`, in pixels, also of those that are hidden.
    """
    parts = [_figures(min(TOGETHER, count - first), split, rng) for first in range(0, count, TOGETHER)]
    images, joints = (np.concatenate(each) for each in zip(*parts))
    return images, joints


def _figures(count: int, split: str, rng: np.random.Generator):
    joints = _fitted(_posed(count, rng), rng)
    images = cut_outs(count, split, rng)
    for limb in _dressed(joints, rng):
        _draw(images, limb)
    _hide(images, split, rng)
    images += np.float32(0.015) * rng.standard_normal(images.shape, np.float32)  # the grain of one camera over all
    return np.rint(images.clip(0, 1) * 255).astype(np.uint8), joints.astype(np.float32)


def _posed(count: int, rng: np.random.Generator) -> np.ndarray:
    """Joints (n, 14, 2) of figures about 1 high, hips at the origin."""

    def length(usual: float) -> np.ndarray:
        return usual * (1 + 0.06 * rng.standard_normal((count, 1)).clip(-2, 2))

    lean = np.radians(12 * rng.standard_normal(count).clip(-2.2, 2.2))
    up, side = np.stack([-np.cos(lean), np.sin(lean)], 1), np.stack([np.sin(lean), np.cos(lean)], 1)

    def towards(degrees: np.ndarray, outward: int) -> np.ndarray:
        """From hanging down (0) over sideways (90) to straight up (180)."""
        a = np.radians(degrees)[:, None]
        return outward * np.sin(a) * side - np.cos(a) * up

    turned = rng.uniform(0.6, 1, (count, 1))  # a figure turned away from us is narrower
    neck = length(0.3) * up
    head = neck + length(0.12) * (up + 0.25 * rng.standard_normal((count, 1)).clip(-1.5, 1.5) * side)
    shoulders, hips = turned * length(0.105), turned * length(0.06)
    arms, legs = [], []
    for outward in (-1, 1):
        shoulder = neck - 0.03 * up + outward * shoulders * side
        hanging, raised = 18 + 14 * rng.standard_normal(count), rng.uniform(20, 165, count)
        arm = np.where(rng.random(count) < 0.45, hanging, raised).clip(-15, 165)
        bend = rng.uniform(0, 125, count) * np.where(rng.random(count) < 0.6, 1, -0.8)
        elbow = shoulder + length(0.165) * towards(arm, outward)
        arms += [shoulder, elbow, elbow + length(0.155) * towards(arm + bend, outward)]
        hip = outward * hips * side
        leg = (14 + 13 * rng.standard_normal(count)).clip(-6, 60)
        knee = hip + length(0.235) * towards(leg, outward)
        straight = np.abs(24 * rng.standard_normal(count)).clip(0, 75)  # a knee bends one way only
        legs += [hip, knee, knee + length(0.225) * towards(leg - straight, outward)]
    return np.stack([head, neck, *arms, *legs], axis=1)


def _fitted(joints: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Enlarged to 34 to 54 pixels, and moved to a random place where all of the figure is seen."""
    low, high = joints.min(axis=1), joints.max(axis=1)
    factor = rng.uniform(34, 54, (len(joints), 1)) / (high - low).max(axis=1, keepdims=True)
    # the head, and hands and feet, are larger than their joints
    first, last = np.array((6, 4)), SIDE - 4
    corner = first + rng.random(low.shape) * (last - first - factor * (high - low))
    return (joints - low[:, None]) * factor[:, None] + corner[:, None]


def _dressed(joints: np.ndarray, rng: np.random.Generator) -> list[Limb]:
    """What is drawn, from the back to the front."""
    count = len(joints)
    head, neck, *rest = joints.transpose(1, 0, 2)
    arms, legs = (rest[:3], rest[3:6]), (rest[6:9], rest[9:])
    # as long as the trunk is for its owner, so thick are the limbs
    size = np.hypot(*(neck - (legs[0][0] + legs[1][0]) / 2).T) / 0.3 * rng.uniform(0.85, 1.25, count)
    shirt, trousers = rng.random((2, count)) * 0.9 + 0.05
    skin, hair, shoe = rng.uniform(0.45, 0.9, count), rng.uniform(0.05, 0.6, count), rng.uniform(0.05, 0.7, count)
    sleeve = np.where(rng.random(count) < 0.5, shirt, skin)
    shorts = np.where(rng.random(count) < 0.7, trousers, skin)

    def limb(first, last, wide, narrow, tone):
        return Limb(first, last, wide * size, narrow * size, tone)

    def arm(shoulder, elbow, hand):
        return [
            limb(shoulder, elbow, 0.05, 0.04, shirt * 0.93), limb(elbow, hand, 0.038, 0.03, sleeve * 0.93),
            limb(hand, hand, 0.036, 0.036, skin),
        ]  # fmt: skip

    def leg(hip, knee, foot):
        return [
            limb(knee, foot, 0.047, 0.033, shorts), limb(hip, knee, 0.068, 0.05, trousers),
            limb(foot, foot, 0.042, 0.042, shoe),
        ]  # fmt: skip

    hips = (legs[0][0] + legs[1][0]) / 2
    trunk = [
        limb(legs[0][0], legs[1][0], 0.07, 0.07, trousers), limb(neck, head, 0.035, 0.035, skin),
        limb(arms[0][0], arms[1][0], 0.05, 0.05, shirt), limb(neck + 0.25 * (hips - neck), hips, 0.1, 0.08, shirt),
        limb(head, head + 0.25 * (head - neck), 0.085, 0.07, hair), limb(head, head, 0.07, 0.07, skin),
    ]  # fmt: skip
    return [*leg(*legs[0]), *leg(*legs[1]), *trunk, *arm(*arms[0]), *arm(*arms[1])]


def _draw(images: np.ndarray, limb: Limb) -> None:
    """Draw one limb of every figure, in place: round, so darker towards its edges."""
    bone = limb.last - limb.first
    thick = np.maximum(limb.wide, limb.narrow)
    window = min(SIDE, int((np.abs(bone).max(axis=1) + 2 * thick).max()) + 3)  # the largest limb fits
    middle = (limb.first + limb.last) / 2
    start = np.rint(middle - window / 2).astype(np.int64).clip(0, SIDE - window)
    rows, cols = start[:, :1] + np.arange(window), start[:, 1:] + np.arange(window)
    down = (rows + 0.5 - limb.first[:, :1]).astype(np.float32)[:, :, None]
    along = (cols + 0.5 - limb.first[:, 1:]).astype(np.float32)[:, None, :]
    to_row, to_col, wide, narrow, tone = (
        each.astype(np.float32)[:, None, None] for each in (*bone.T, limb.wide, limb.narrow, limb.tone)
    )
    length = np.maximum(to_row**2 + to_col**2, np.float32(1e-6))
    t = (down * (to_row / length) + along * (to_col / length)).clip(0, 1)
    far = np.sqrt((down - t * to_row) ** 2 + (along - t * to_col) ** 2)
    radius = wide + t * (narrow - wide)
    cover = (radius - far + np.float32(0.5)).clip(0, 1)
    shade = tone * (1 - np.float32(0.35) * np.minimum(far / radius, 1) ** 2)
    cells = np.arange(len(images))[:, None, None], rows[:, :, None], cols[:, None, :]
    behind = images[cells]
    images[cells] = behind + cover * (shade - behind)


def _hide(images: np.ndarray, split: str, rng: np.random.Generator) -> None:
    """Put a piece of another photograph in front of four figures in ten."""
    hidden = np.flatnonzero(rng.random(len(images)) < 0.4)
    n = len(hidden)
    middle = rng.uniform(8, SIDE - 8, (n, 2))
    angle, reach, radius = (each[:, None, None] for each in rng.uniform((0, 0, 3), (np.pi, 6, 6), (n, 3)).T)
    places = np.arange(SIDE) + 0.5
    down, along = (places - middle[:, :1])[:, :, None], (places - middle[:, 1:])[:, None]
    c, s = np.cos(angle), np.sin(angle)
    t = (down * c + along * s).clip(-reach, reach)
    far = np.hypot(down - t * c, along - t * s)
    cover = (radius - far + 0.5).clip(0, 1).astype(np.float32)
    images[hidden] += cover * (cut_outs(n, split, rng) - images[hidden])
