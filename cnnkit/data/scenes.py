"""Scenes for lesson 09: one real piece of clothing somewhere on a photograph, among scraps of others.

The clothes are those of fashion28-small: its training images make training scenes, its test images test scenes.
Scenes are composed when they are first asked for; the seed is fixed, so they are the same everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnkit.data.backgrounds import SIDE, cut_outs, shares

__all__ = ["KINDS", "Clothes", "compose_scenes", "cut_clothes"]

# what the labels mean: kinds that an eye tells apart at a size of 14 pixels; shirts, coats and dresses are taken for
# each other at any size
KINDS = ("trouser", "pullover", "sneaker", "bag", "ankle boot")
SCRAPS = 3
SCALES = 0.8, 1.8
TOGETHER = 200  # scenes composed at once: their arrays fit the cache
# clothes with openings that the ground shows through
OPEN = ("trouser", "sandal", "bag")


class Clothes(NamedTuple):
    """Pieces of clothing cut from their black ground: (n, 28, 28) light and cover, and (n,) names.

    Light is what the cloth adds to a scene, cover the share of the ground that it hides.
    """

    light: np.ndarray
    cover: np.ndarray
    names: np.ndarray


def cut_clothes(images: np.ndarray, names: np.ndarray) -> Clothes:
    """Tell clothes from the black around them.

    Black that the border does not lead to belongs to the cloth, except between legs, straps and handles.  A cell at
    the edge shows cloth mixed with black, so it covers in proportion to the brightest cell beside it.
    """
    dark = images < 0.06
    ground = dark & (_outside(dark) | np.isin(names, OPEN)[:, None, None])
    mixed = (images / _largest(images).clip(0.25)).clip(0, 1)
    return Clothes(images, np.where(_largest(ground), mixed, 1).astype(np.float32), names)


def compose_scenes(clothes: Clothes, count: int, split: str, rng: np.random.Generator):
    """Compose scenes of which each shows one of `clothes` whole.

    Returns
    -------
    images : (count, 64, 64) array of uint8
    labels : (count,) array of int64
        Places in `KINDS`.
    boxes : (count, 4) array of float32
        (row0, col0, row1, col1): the smallest box around the cloth.
    """
    labels = rng.permutation(np.arange(count) % len(KINDS))
    chosen = np.empty(count, np.int64)
    for label, kind in enumerate(KINDS):
        these = np.flatnonzero(clothes.names == kind)
        chosen[labels == label] = rng.permutation(np.resize(these, (labels == label).sum()))
    parts = [
        _scenes(clothes, chosen[first : first + TOGETHER], split, rng) for first in range(0, count, TOGETHER)
    ]
    images, boxes = (np.concatenate(each) for each in zip(*parts))
    return images, labels, boxes.astype(np.float32)


def _scenes(clothes: Clothes, chosen: np.ndarray, split: str, rng: np.random.Generator):
    """Scenes of the chosen clothes, (n, 64, 64), and their boxes, (n, 4)."""
    count = len(chosen)
    scenes = cut_outs(count, split, rng)
    for _ in range(SCRAPS):
        _lay(scenes, *_scraps(clothes, count, rng))
    light, cover = clothes.light[chosen], clothes.cover[chosen]
    mirrored = rng.random(count) < 0.5
    light[mirrored], cover[mirrored] = light[mirrored, :, ::-1], cover[mirrored, :, ::-1]
    first, last = _extent(cover > 0.5)
    factor = rng.uniform(*SCALES, (count, 1))
    corner = 1 + rng.random((count, 2)) * (SIDE - 2 - factor * (last - first))
    _lay(scenes, light, cover, corner - factor * first, factor)
    scenes += np.float32(0.015) * rng.standard_normal(scenes.shape, np.float32)  # the grain of one camera over all
    pixels = np.rint(scenes.clip(0, 1) * 255).astype(np.uint8)
    return pixels, np.concatenate([corner, corner + factor * (last - first)], axis=1)


def _scraps(clothes: Clothes, count: int, rng: np.random.Generator):
    """Round scraps of any clothes, for `_lay`; a quarter of them is left out."""
    chosen = rng.integers(0, len(clothes.names), count)
    cover = clothes.cover[chosen]
    side = cover.shape[-1]
    # the middle of a scrap is any cell of the cloth
    middle = np.where(cover > 0.5, rng.random(cover.shape, np.float32), -1).reshape(count, -1).argmax(axis=1)
    middle = np.stack(np.divmod(middle, side), axis=1)
    radius, turn, squeezed = rng.uniform(2.5, 5, count), rng.uniform(0, np.pi, count), rng.uniform(0.5, 1, count)
    down, along = (np.arange(side) - middle[:, axis, None] for axis in (0, 1))
    c, s = np.cos(turn)[:, None, None], np.sin(turn)[:, None, None]
    far = np.hypot(
        c * down[:, :, None] + s * along[:, None], (c * along[:, None] - s * down[:, :, None]) / squeezed[:, None, None]
    )
    kept = (rng.random(count) < 0.75)[:, None, None]
    factor = rng.uniform(0.7, 1.4, (count, 1))
    place = rng.uniform(2, SIDE - 2, (count, 2)) - factor * (middle + 0.5)
    within = (kept * (radius[:, None, None] - far + 0.5).clip(0, 1)).astype(np.float32)
    return clothes.light[chosen] * within, cover * within, place, factor


def _lay(scenes: np.ndarray, light: np.ndarray, cover: np.ndarray, place: np.ndarray, factor: np.ndarray) -> None:
    """Lay pieces onto scenes, in place: (n, 2) places of their first edges, (n, 1) factors of their size."""
    rows, cols = (shares(place[:, axis], factor[:, 0], cover.shape[-1]) for axis in (0, 1))
    cols = cols.transpose(0, 2, 1)
    scenes *= 1 - rows @ cover @ cols
    scenes += rows @ light @ cols


def _extent(covered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last edge of what is covered, (n, 2) each: rows and columns."""
    lines = [covered.any(axis=2), covered.any(axis=1)]
    first = np.stack([line.argmax(axis=1) for line in lines], axis=1)
    last = np.stack([line.shape[1] - line[:, ::-1].argmax(axis=1) for line in lines], axis=1)
    return first, last


def _largest(images: np.ndarray) -> np.ndarray:
    """The largest of every cell and its eight neighbours."""
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    rows = np.maximum(np.maximum(framed[:, :-2], framed[:, 1:-1]), framed[:, 2:])
    return np.maximum(np.maximum(rows[:, :, :-2], rows[:, :, 1:-1]), rows[:, :, 2:])


def _outside(dark: np.ndarray) -> np.ndarray:
    """The dark cells that the border leads to, step by step through dark cells."""
    dark = np.pad(dark, ((0, 0), (1, 1), (1, 1)), constant_values=True)
    reached = np.zeros_like(dark)
    reached[:, 0] = True
    while True:
        more = reached.copy()
        more[:, 1:] |= reached[:, :-1]
        more[:, :-1] |= reached[:, 1:]
        more[:, :, 1:] |= reached[:, :, :-1]
        more[:, :, :-1] |= reached[:, :, 1:]
        more &= dark
        if (more == reached).all():
            return reached[:, 1:-1, 1:-1]
        reached = more
