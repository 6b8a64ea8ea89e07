"""Programs for decode_heatmaps."""

import numpy as np

from tests.programs import outcome


def right_loops(heatmaps, stride):
    T, J, H, W = heatmaps.shape
    out = np.zeros((T, J, 2))
    for t in range(T):
        for j in range(J):
            r, c = np.unravel_index(np.argmax(heatmaps[t, j]), (H, W))
            out[t, j] = (r + 0.5) * stride, (c + 0.5) * stride
    return out


def right_divmod(heatmaps, stride):
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return np.stack([k // W + 0.5, k % W + 0.5], -1) * stride


def right_two_steps(heatmaps, stride):
    rows = heatmaps.max(axis=3).argmax(axis=2)
    of_row = np.take_along_axis(heatmaps, rows[:, :, None, None], axis=2)[:, :, 0]
    return stride * (np.stack([rows, of_row.argmax(axis=2)], axis=2) + 0.5)


def right_plain_python(heatmaps, stride):
    def best(one):
        cells = [(v, -r, -c) for r, row in enumerate(one.tolist()) for c, v in enumerate(row)]
        _, r, c = max(cells)
        return [stride * (0.5 - r), stride * (0.5 - c)]

    return [[best(one) for one in maps] for maps in heatmaps]


def right_centres(heatmaps, stride):
    T, J, H, W = heatmaps.shape
    centres = (np.stack(np.indices((H, W)), -1).reshape(-1, 2) * 2 + 1) * stride / 2
    return centres[heatmaps.reshape(T, J, -1).argmax(-1)]


@outcome("M04")
def wrong_corner(heatmaps, stride):
    """The corner of the cell."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return np.stack(np.unravel_index(k, (H, W)), -1) * stride


@outcome("K12")
def wrong_half_pixel(heatmaps, stride):
    """Adds half a pixel."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return np.stack(np.unravel_index(k, (H, W)), -1) * stride + 0.5


@outcome("K01")
def wrong_xy(heatmaps, stride):
    """(x, y)."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return (np.stack([k % W, k // W], -1) + 0.5) * stride


@outcome("K15")
def wrong_divided_by_rows(heatmaps, stride):
    """H for W."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return (np.stack([k // H, k % H], -1) + 0.5) * stride


@outcome("K13")
def wrong_cells(heatmaps, stride):
    """In cells of the map."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return np.stack(np.unravel_index(k, (H, W)), -1) + 0.5


@outcome(says="2 axes; 3 are needed")
def wrong_position(heatmaps, stride):
    """The position, not taken apart."""
    T, J, H, W = heatmaps.shape
    return (heatmaps.reshape(T, J, -1).argmax(-1) + 0.5) * stride


@outcome("K47")
def wrong_argmax_per_axis(heatmaps, stride):
    """The largest row sum and the largest column sum."""
    rows, cols = heatmaps.sum(axis=3).argmax(axis=2), heatmaps.sum(axis=2).argmax(axis=2)
    return (np.stack([rows, cols], -1) + 0.5) * stride


@outcome("K19")
def wrong_soft(heatmaps, stride):
    """The mean place, weighted by the values."""
    H, W = heatmaps.shape[2:]
    p = np.exp(heatmaps) / np.exp(heatmaps).sum((2, 3), keepdims=True)
    rows, cols = np.indices((H, W)) + 0.5
    return np.stack([(p * rows).sum((2, 3)), (p * cols).sum((2, 3))], -1) * stride


@outcome("K17")
def wrong_last_largest(heatmaps, stride):
    """>= in the search."""
    T, J, H, W = heatmaps.shape
    out = np.zeros((T, J, 2))
    for t, j in np.ndindex(T, J):
        best = -np.inf
        for r in range(H):
            for c in range(W):
                if heatmaps[t, j, r, c] >= best:
                    best = heatmaps[t, j, r, c]
                    out[t, j] = r + 0.5, c + 0.5
    return out * stride


@outcome("K48")
def wrong_from_zero(heatmaps, stride):
    """The search starts at 0, so maps below 0 keep the first cell."""
    T, J, H, W = heatmaps.shape
    out = np.full((T, J, 2), 0.5)
    for t, j in np.ndindex(T, J):
        best = 0
        for r in range(H):
            for c in range(W):
                if heatmaps[t, j, r, c] > best:
                    best = heatmaps[t, j, r, c]
                    out[t, j] = r + 0.5, c + 0.5
    return out * stride


@outcome("K22")
def wrong_whole_pixels(heatmaps, stride):
    """Whole pixels."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return ((np.stack(np.unravel_index(k, (H, W)), -1) + 0.5) * stride).astype(int)


@outcome("K21")
def wrong_from_one(heatmaps, stride):
    """Counts from 1."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return (np.stack(np.unravel_index(k, (H, W)), -1) + 1) * stride


@outcome("K14")
def wrong_divided(heatmaps, stride):
    """Divides by the stride."""
    T, J, H, W = heatmaps.shape
    k = heatmaps.reshape(T, J, -1).argmax(-1)
    return (np.stack(np.unravel_index(k, (H, W)), -1) + 0.5) / stride
