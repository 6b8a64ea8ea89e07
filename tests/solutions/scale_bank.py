"""Right and wrong ways to write scale_bank."""

from math import ceil

import numpy as np


def _read(w, rows, columns, inside=True):
    """Bilinear, from a frame of zeros (or of the border)."""
    framed = np.pad(w, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="constant" if inside else "edge")
    K = w.shape[2]
    rows, columns = (np.clip(np.asarray(places) + 1, 0, K + 1) for places in (rows, columns))
    top, left = np.minimum(rows.astype(int), K), np.minimum(columns.astype(int), K)
    a, b = (rows - top)[:, None], columns - left
    top = top[:, None]
    return (
        (1 - a) * (1 - b) * framed[:, :, top, left] + (1 - a) * b * framed[:, :, top, left + 1]
        + a * (1 - b) * framed[:, :, top + 1, left] + a * b * framed[:, :, top + 1, left + 1]
    )  # fmt: skip


def _bank(w, factors, inside=True, share=2):
    K = w.shape[2]
    reach = ceil(max(factors) * (K + 1) / 2) - 1
    members = []
    for f in factors:
        places = (K - 1) / 2 + np.arange(-reach, reach + 1) / f
        members.append(_read(w, places, places, inside) / f**share)
    return np.stack(members, axis=1)


def right_from_a_frame(w, factors):
    return _bank(w, factors)


def right_by_stamping(w, factors):
    """Every weight spreads its tent, stretched by the factor."""
    N, M, K, _ = w.shape
    reach = ceil(max(factors) * (K + 1) / 2) - 1
    bank = np.zeros((N, len(factors), M, 2 * reach + 1, 2 * reach + 1))
    offsets = np.arange(-reach, reach + 1)
    for r, f in enumerate(factors):
        for p, q in np.ndindex(K, K):
            rows, columns = (np.maximum(0, 1 - abs(offsets / f - (k - (K - 1) / 2))) for k in (p, q))
            bank[:, r] += w[:, :, p, q, None, None] * np.outer(rows, columns) / f / f
    return bank


def wrong_not_divided(w, factors):
    return _bank(w, factors, share=0)


wrong_not_divided.mistakes = ("I12",)


def wrong_divided_once(w, factors):
    return _bank(w, factors, share=1)


wrong_divided_once.mistakes = ("I12",)


def wrong_border_goes_on(w, factors):
    return _bank(w, factors, inside=False)


wrong_border_goes_on.mistakes = ("I35",)


def wrong_corners(w, factors):
    side = 2 * ceil(max(factors) * (w.shape[2] + 1) / 2) - 1
    places = np.arange(side)
    return np.stack([_read(w, places / f, places / f) / f**2 for f in factors], 1)


wrong_corners.mistakes = ("I32",)


def wrong_border_and_not_divided(w, factors):
    return _bank(w, factors, inside=False, share=0)


wrong_border_and_not_divided.mistakes = ("I12", "I35")
