"""Programs for joint_heatmaps."""

import math

import numpy as np

from tests.programs import outcome


def right_loops(joints, size, sigma):
    T, J = joints.shape[:2]
    H, W = size
    out = np.zeros((T, J, H, W))
    for t in range(T):
        for j in range(J):
            for r in range(H):
                for c in range(W):
                    d2 = (r + 0.5 - joints[t, j, 0]) ** 2 + (c + 0.5 - joints[t, j, 1]) ** 2
                    out[t, j, r, c] = math.exp(-d2 / (2 * sigma * sigma))
    return out


def right_meshgrid(joints, size, sigma):
    r, c = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5, indexing="ij")
    far = np.hypot(r - joints[:, :, 0, None, None], c - joints[:, :, 1, None, None])
    return np.exp(-0.5 * (far / sigma) ** 2)


def right_product(joints, size, sigma):
    def along(n, k):
        return np.exp(-((np.arange(n) + 0.5 - joints[..., k, None]) ** 2) / (2 * sigma**2))

    return along(size[0], 0)[..., :, None] * along(size[1], 1)[..., None, :]


def right_einsum(joints, size, sigma):
    g = [np.exp(-0.5 * ((np.arange(n) + 0.5 - joints[..., [k]]) / sigma) ** 2) for k, n in enumerate(size)]
    return np.einsum("tjr,tjc->tjrc", *g)


def right_stacked_centres(joints, size, sigma):
    centres = np.stack(np.indices(size), axis=-1) + 0.5
    gap = joints[:, :, None, None, :] - centres
    return np.exp(-(gap**2).sum(-1) / (2 * sigma**2))


def right_linspace(joints, size, sigma):
    H, W = size
    rows = np.linspace(0.5, H - 0.5, H)[:, None]
    cols = np.linspace(0.5, W - 0.5, W)[None]
    return np.array([[np.exp(-((rows - r) ** 2 + (cols - c) ** 2) / 2 / sigma**2) for r, c in figure] for figure in joints])


@outcome("M04")
def wrong_no_half(joints, size, sigma):
    """Takes the index of a cell for its centre."""
    r, c = np.indices(size)
    y, x = joints[:, :, 0, None, None], joints[:, :, 1, None, None]
    return np.exp(-((r - y) ** 2 + (c - x) ** 2) / (2 * sigma**2))


@outcome("K01")
def wrong_xy(joints, size, sigma):
    """Joints unpacked as x, y."""
    x, y = joints[:, :, 0, None, None], joints[:, :, 1, None, None]
    r, c = np.indices(size) + 0.5
    return np.exp(-((r - y) ** 2 + (c - x) ** 2) / (2 * sigma**2))


@outcome("K05")
def wrong_density(joints, size, sigma):
    """The normal density of two dimensions."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    return np.exp(-d2 / (2 * sigma**2)) / (2 * math.pi * sigma**2)


@outcome("K02")
def wrong_no_two(joints, size, sigma):
    """No 2 below the line."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    return np.exp(-d2 / sigma**2)


@outcome("K08")
def wrong_cell_of_joint(joints, size, sigma):
    """A hill at the centre of the cell that holds the joint."""
    centre = joints.astype(int) + 0.5 * np.ones(2)
    centre[joints < 0] = np.floor(joints)[joints < 0] + 0.5
    r, c = np.indices(size) + 0.5
    d2 = (r - centre[:, :, 0, None, None]) ** 2 + (c - centre[:, :, 1, None, None]) ** 2
    return np.exp(-d2 / (2 * sigma**2))


@outcome("K45")
def wrong_one_cell(joints, size, sigma):
    """1 in the joint's cell, 0 elsewhere."""
    out = np.zeros((*joints.shape[:2], *size))
    for t, j in np.ndindex(joints.shape[:2]):
        r, c = np.floor(joints[t, j]).astype(int)
        if 0 <= r < size[0] and 0 <= c < size[1]:
            out[t, j, r, c] = 1
    return out


@outcome("K05")
def wrong_scaled_to_one(joints, size, sigma):
    """Each map divided by its maximum."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    maps = np.exp(-d2 / (2 * sigma**2))
    return maps / maps.max(axis=(2, 3), keepdims=True)


@outcome("K05")
def wrong_softmax(joints, size, sigma):
    """Each map adds up to 1."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    maps = np.exp(-d2 / (2 * sigma**2))
    return maps / maps.sum((2, 3))[:, :, None, None]


@outcome("K07")
def wrong_all_in_one(joints, size, sigma):
    """All joints of a figure on one map."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    return np.exp(-d2 / (2 * sigma**2)).sum(1)


@outcome("K11")
def wrong_positive(joints, size, sigma):
    """The minus is missing."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    return np.exp(d2 / (2 * sigma**2))


@outcome("K10")
def wrong_width_first(joints, size, sigma):
    """size taken for (W, H)."""
    W, H = size
    r, c = np.indices((H, W)) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    return np.exp(-d2 / (2 * sigma**2))


@outcome("K03")
def wrong_variance(joints, size, sigma):
    """sigma taken for the variance."""
    r, c = np.indices(size) + 0.5
    d2 = (r - joints[:, :, 0, None, None]) ** 2 + (c - joints[:, :, 1, None, None]) ** 2
    return np.exp(-d2 / (2 * sigma))


@outcome("K04")
def wrong_distance(joints, size, sigma):
    """The distance itself in the exponent."""
    r, c = np.indices(size) + 0.5
    d = np.hypot(r - joints[:, :, 0, None, None], c - joints[:, :, 1, None, None])
    return np.exp(-d / (2 * sigma**2))


@outcome(nothing=True)
def wrong_linear(joints, size, sigma):
    """A cone, which is 0 beyond sigma."""
    r, c = np.indices(size) + 0.5
    d = np.hypot(r - joints[:, :, 0, None, None], c - joints[:, :, 1, None, None])
    return np.maximum(0, 1 - d / sigma)
