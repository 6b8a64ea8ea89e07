"""Programs for `joint_heatmaps`, written from the exercise's text alone."""

import math

import numpy as np

from tests.programs import outcome


def right_four_loops(joints, size, sigma):
    H, W = size
    maps = np.zeros((len(joints), len(joints[0]), H, W))
    for t in range(maps.shape[0]):
        for j in range(maps.shape[1]):
            for r in range(H):
                for c in range(W):
                    down, right = r + 0.5 - joints[t][j][0], c + 0.5 - joints[t][j][1]
                    maps[t, j, r, c] = math.exp(-(down**2 + right**2) / (2 * sigma**2))
    return maps


def right_outer_product(joints, size, sigma):
    joints = np.asarray(joints, float)
    rows = np.exp(-0.5 * ((np.arange(size[0]) + 0.5 - joints[..., 0, None]) / sigma) ** 2)
    cols = np.exp(-0.5 * ((np.arange(size[1]) + 0.5 - joints[..., 1, None]) / sigma) ** 2)
    return np.einsum("tjr,tjc->tjrc", rows, cols)


def right_meshgrid(joints, size, sigma):
    rows, cols = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5, indexing="ij")
    row, col = joints[..., 0][:, :, None, None], joints[..., 1][:, :, None, None]
    return np.exp(-((rows - row) ** 2 + (cols - col) ** 2) / (2 * sigma * sigma))


def right_complex_plane(joints, size, sigma):
    r, c = np.ogrid[: size[0], : size[1]]
    cells = (r + 0.5) + 1j * (c + 0.5)
    places = joints[..., 0] + 1j * joints[..., 1]
    return np.exp(-(np.abs(cells - places[..., None, None]) ** 2) / 2 / sigma**2)


def right_indices_and_norm(joints, size, sigma):
    centres = np.moveaxis(np.indices(size), 0, -1) + 0.5
    gap = centres - np.asarray(joints, float)[:, :, None, None, :]
    return np.exp(-np.square(np.linalg.norm(gap, axis=-1) / sigma) / 2)


def right_moved_joints(joints, size, sigma):
    moved = np.subtract(joints, 0.5)
    maps = np.empty(moved.shape[:2] + tuple(size))
    for place in np.ndindex(moved.shape[:2]):
        row, col = moved[place]
        maps[place] = np.fromfunction(lambda r, c, row=row, col=col: np.exp(-((r - row) ** 2 + (c - col) ** 2) / (2 * sigma**2)), size)
    return maps


def right_list_of_maps(joints, size, sigma):
    def hill(joint):
        return [[math.exp(-(math.hypot(r + 0.5 - joint[0], c + 0.5 - joint[1]) ** 2) / (2 * sigma**2)) for c in range(size[1])]
                for r in range(size[0])]  # fmt: skip

    return np.array([[hill(joint) for joint in figure] for figure in joints])


def _hills(joints, size, down, along):
    """exp(−down² − along²) for functions of (cell, place)."""
    r, c = np.ogrid[: size[0], : size[1]]
    row, col = joints[..., 0, None, None], joints[..., 1, None, None]
    return np.exp(-down(r, row) - along(c, col))


@outcome("M04")
def wrong_half_cell_forgotten(joints, size, sigma):
    """The corner of a cell in place of its centre."""
    return _hills(joints, size, lambda r, row: (r - row) ** 2 / (2 * sigma**2), lambda c, col: (c - col) ** 2 / (2 * sigma**2))


@outcome("M04")
def wrong_half_cell_the_other_way(joints, size, sigma):
    """− 0.5 for + 0.5."""
    return _hills(
        joints, size, lambda r, row: (r - 0.5 - row) ** 2 / (2 * sigma**2), lambda c, col: (c - 0.5 - col) ** 2 / (2 * sigma**2)
    )


@outcome("M04")
def wrong_half_cell_for_rows_only(joints, size, sigma):
    """The half cell only along the rows."""
    return _hills(
        joints, size, lambda r, row: (r + 0.5 - row) ** 2 / (2 * sigma**2), lambda c, col: (c - col) ** 2 / (2 * sigma**2)
    )


@outcome("K01")
def wrong_row_and_col_exchanged(joints, size, sigma):
    """Takes a joint for (x, y)."""
    return _hills(
        joints[..., ::-1], size, lambda r, row: (r + 0.5 - row) ** 2 / (2 * sigma**2),
        lambda c, col: (c + 0.5 - col) ** 2 / (2 * sigma**2),
    )  # fmt: skip


@outcome("K10")
def wrong_size_exchanged(joints, size, sigma):
    """Takes size for (W, H): maps (T, J, W, H)."""
    return _hills(
        joints, size[::-1], lambda r, row: (r + 0.5 - row) ** 2 / (2 * sigma**2),
        lambda c, col: (c + 0.5 - col) ** 2 / (2 * sigma**2),
    )  # fmt: skip


@outcome("K01", "K10")
def wrong_transposed(joints, size, sigma):
    """meshgrid's order xy: each map is transposed, (T, J, W, H)."""
    return np.swapaxes(right_meshgrid(joints, size, sigma), 2, 3)


@outcome(says="In every case the number of columns of your maps is counted from H in place of W")
def wrong_square(joints, size, sigma):
    """As many columns as rows."""
    return right_meshgrid(joints, (size[0], size[0]), sigma)


@outcome("K03")
def wrong_sigma_not_squared(joints, size, sigma):
    """sigma for sigma²."""
    return _hills(joints, size, lambda r, row: (r + 0.5 - row) ** 2 / (2 * sigma), lambda c, col: (c + 0.5 - col) ** 2 / (2 * sigma))


@outcome("K02")
def wrong_without_two(joints, size, sigma):
    """sigma² for 2 sigma²."""
    return _hills(joints, size, lambda r, row: (r + 0.5 - row) ** 2 / sigma**2, lambda c, col: (c + 0.5 - col) ** 2 / sigma**2)


@outcome("K49")
def wrong_two_sigma_squared(joints, size, sigma):
    """(2 sigma)² for 2 sigma²."""
    return right_meshgrid(joints, size, sigma * np.sqrt(2))


@outcome("K50")
def wrong_brackets(joints, size, sigma):
    """/ 2 * sigma²: multiplies by sigma² without brackets."""
    r, c = np.ogrid[: size[0], : size[1]]
    row, col = joints[..., 0, None, None], joints[..., 1, None, None]
    return np.exp(-((r + 0.5 - row) ** 2 + (c + 0.5 - col) ** 2) / 2 * sigma**2)


@outcome("K04")
def wrong_distance_not_squared(joints, size, sigma):
    """The distance in place of its square: a pointed hill."""
    r, c = np.ogrid[: size[0], : size[1]]
    row, col = joints[..., 0, None, None], joints[..., 1, None, None]
    return np.exp(-np.hypot(r + 0.5 - row, c + 0.5 - col) / (2 * sigma**2))


@outcome("K05")
def wrong_density(joints, size, sigma):
    """A density: divided by 2πsigma²."""
    return right_meshgrid(joints, size, sigma) / (2 * np.pi * sigma**2)


@outcome("K05")
def wrong_sum_is_one(joints, size, sigma):
    """Each map divided by its sum."""
    maps = right_meshgrid(joints, size, sigma)
    return maps / maps.sum(axis=(2, 3), keepdims=True)


@outcome("K05")
def wrong_maximum_is_one(joints, size, sigma):
    """Each map divided by its maximum, so that some cell is exactly 1."""
    maps = right_meshgrid(joints, size, sigma)
    return maps / maps.max(axis=(2, 3), keepdims=True)


@outcome("K08")
def wrong_joint_moved_to_its_cell(joints, size, sigma):
    """The hill stands on the centre of the joint's cell, not on the joint."""
    return right_meshgrid(np.floor(joints) + 0.5, size, sigma)


@outcome("K08")
def wrong_rounded_joint(joints, size, sigma):
    """The joint is rounded to a cell's index, without the half cell."""
    return right_meshgrid(np.round(joints) + 0.5, size, sigma)


@outcome("K09")
def wrong_window(joints, size, sigma):
    """The hill is cut off at 3 sigma."""
    maps = right_meshgrid(joints, size, sigma)
    maps[maps < np.exp(-4.5)] = 0
    return maps


@outcome(says="Every cell of your maps is 0 where it is wrong")
def wrong_outside_is_empty(joints, size, sigma):
    """A joint outside the map gets an empty map."""
    maps = right_meshgrid(joints, size, sigma)
    inside = ((joints >= 0) & (joints < np.array(size))).all(axis=-1)
    return maps * inside[..., None, None]


@outcome(says="Your maps have 3 axes; 4 are needed, shape (1, 1, 3, 2)")
def wrong_one_map_for_all(joints, size, sigma):
    """All joints of a figure in one map: (T, H, W)."""
    return right_meshgrid(joints, size, sigma).max(axis=1)


@outcome("K11")
def wrong_sign(joints, size, sigma):
    """The minus is forgotten: the map grows with the distance."""
    return 1 / right_meshgrid(joints, size, sigma)


@outcome(says="Your maps are right for example 0 only")
def wrong_first_figure(joints, size, sigma):
    """Only the first figure's maps are filled."""
    maps = np.zeros((*joints.shape[:2], *size))
    maps[:1] = right_meshgrid(joints[:1], size, sigma)
    return maps


@outcome(says="The decimals of maps are cut off")
def wrong_joints_dtype(joints, size, sigma):
    """Integer maps if joints are whole numbers."""
    maps = np.zeros((*joints.shape[:2], *size), dtype=int)
    maps[...] = right_meshgrid(joints, size, sigma)
    return maps


@outcome(nothing=True)
def wrong_parts_of_the_map(joints, size, sigma):
    """Takes joints for parts of the map and multiplies by its size."""
    return right_meshgrid(joints * np.array(size), size, sigma)


@outcome("K51")
def wrong_sum_of_two_hills(joints, size, sigma):
    """Adds the factor of the row and that of the column."""
    rows = np.exp(-0.5 * ((np.arange(size[0]) + 0.5 - joints[..., 0, None]) / sigma) ** 2)
    cols = np.exp(-0.5 * ((np.arange(size[1]) + 0.5 - joints[..., 1, None]) / sigma) ** 2)
    return rows[..., :, None] + cols[..., None, :]
