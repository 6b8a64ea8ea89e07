"""Grounds on which scenes and figures stand: cut-outs of the photographs that ship with the package."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit.data.embedded import PHOTOS, photo

__all__ = ["SIDE", "cut_outs", "shares"]

SIDE = 64
# the columns of a photograph, in parts of its width, that each split may show: no ground of a test scene was seen
# in training
COLUMNS = {"train": (0.0, 0.69), "test": (0.69, 1.0)}
ZOOMS = 0.85, 1.0, 1.25, 1.6


def cut_outs(count: int, split: str, rng: np.random.Generator) -> np.ndarray:
    """Squares from random places of random photographs at a random zoom, some mirrored, darker or paler.

    Returns
    -------
    (count, 64, 64) array of float32
        Between 0 and 1.
    """
    shown = _pieces(count, split, rng)
    mean = shown.mean((1, 2), keepdims=True)
    level = (mean + rng.uniform(-0.15, 0.1, mean.shape)).clip(0.15, 0.55).astype(np.float32)
    shown -= mean
    shown *= rng.uniform(0.4, 0.9, mean.shape).astype(np.float32)
    shown += level
    return shown.clip(0, 1, out=shown)


def _pieces(count: int, split: str, rng: np.random.Generator) -> np.ndarray:
    """Squares of the photographs as they are, at a random zoom, some mirrored."""
    pieces = np.empty((count, SIDE, SIDE), np.float32)
    which, zoom = rng.integers(0, len(PHOTOS), count), rng.integers(0, len(ZOOMS), count)
    down, along, mirrored = rng.random(count), rng.random(count), rng.random(count) < 0.5
    for t, picture in enumerate(_pictures()[z][w] for z, w in zip(zoom, which)):
        first, last = (round(edge * len(picture)) for edge in COLUMNS[split])
        row = int(down[t] * (len(picture) - SIDE + 1))
        col = first + int(along[t] * (last - first - SIDE + 1))
        piece = picture[row : row + SIDE, col : col + SIDE]
        pieces[t] = piece[:, ::-1] if mirrored[t] else piece
    return pieces


def shares(first: np.ndarray, factor: np.ndarray, cells: int, side: int = SIDE) -> np.ndarray:
    """How much each of `side` pixels takes from each cell of something enlarged by `factor` whose edge lies at `first`.

    Bilinear; where things shrink, a mean as wide as the step, so that no cell is skipped.

    Parameters
    ----------
    first, factor : (n,) arrays

    Returns
    -------
    (n, side, cells) array of float32
    """
    first, factor = first.astype(np.float32)[:, None], factor.astype(np.float32)[:, None]
    places = (np.arange(side, dtype=np.float32) + np.float32(0.5) - first) / factor - np.float32(0.5)
    wide = np.minimum(1, factor)[..., None]
    tent = np.abs(places[..., None] - np.arange(cells, dtype=np.float32))
    tent *= -wide
    tent += 1
    np.maximum(tent, 0, out=tent)
    tent *= wide
    return tent


@lru_cache
def _pictures() -> list[list[np.ndarray]]:
    """Every photograph in grey at every zoom."""
    grey = [each.mean(axis=2) if each.ndim == 3 else each for each in map(photo, PHOTOS)]
    made = []
    for zoom in ZOOMS:
        side = round(zoom * len(grey[0]))
        (resized,) = shares(np.zeros(1), np.full(1, side / len(grey[0])), len(grey[0]), side)
        resized /= resized.sum(axis=1, keepdims=True)  # nothing lies beyond the border
        made.append([resized @ each @ resized.T for each in grey])
    return made
