"""Programs for `decode_heatmaps`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_divmod(heatmaps, stride):
    T, J, _H, W = heatmaps.shape
    row, col = np.divmod(heatmaps.reshape(T, J, -1).argmax(axis=2), W)
    return (np.stack([row, col], axis=-1) + 0.5) * stride


def right_unravel(heatmaps, stride):
    T, J, H, W = np.shape(heatmaps)
    where = np.unravel_index(np.argmax(np.reshape(heatmaps, (T * J, H * W)), axis=1), (H, W))
    return np.transpose(where).reshape(T, J, 2) * stride + stride / 2


def right_search(heatmaps, stride):
    T, J, H, W = heatmaps.shape
    places = np.zeros((T, J, 2))
    for t in range(T):
        for j in range(J):
            best = -np.inf
            for r in range(H):
                for c in range(W):
                    if heatmaps[t, j, r, c] > best:
                        best = heatmaps[t, j, r, c]
                        places[t, j] = (r + 0.5) * stride, (c + 0.5) * stride
    return places


def right_row_maximum_first(heatmaps, stride):
    rows = heatmaps.max(axis=3).argmax(axis=2)
    line = np.take_along_axis(heatmaps, rows[..., None, None], axis=2)[:, :, 0]
    return stride * (np.stack([rows, line.argmax(axis=2)], axis=2) + 0.5)


def right_argwhere(heatmaps, stride):
    def first(grid):
        return np.argwhere(grid == grid.max())[0]

    return (np.array([[first(grid) for grid in figure] for figure in np.asarray(heatmaps)]) + 0.5) * stride


def right_lists(heatmaps, stride):
    answer = []
    for figure in heatmaps:
        answer.append([])
        for grid in figure:
            flat = [float(v) for line in grid for v in line]
            k = flat.index(max(flat))
            answer[-1].append([(k // len(grid[0]) + 0.5) * stride, (k % len(grid[0]) + 0.5) * stride])
    return np.array(answer)


def right_complex(heatmaps, stride):
    H, W = heatmaps.shape[2:]
    centres = ((np.arange(H)[:, None] + 0.5) + 1j * (np.arange(W) + 0.5)).ravel() * stride
    chosen = centres[heatmaps.reshape(*heatmaps.shape[:2], -1).argmax(-1)]
    return np.stack([chosen.real, chosen.imag], axis=-1)


def _cells(heatmaps):
    """(T, J, 2): row and column of the first largest cell."""
    flat = heatmaps.reshape(*heatmaps.shape[:2], -1).argmax(axis=-1)
    return np.stack(np.divmod(flat, heatmaps.shape[3]), axis=-1)


@outcome("M04")
def wrong_without_half_cell(heatmaps, stride):
    """The corner of the cell."""
    return _cells(heatmaps) * stride


@outcome("K12")
def wrong_half_a_pixel(heatmaps, stride):
    """Half a pixel in place of half a cell."""
    return _cells(heatmaps) * stride + 0.5


@outcome("K13")
def wrong_without_stride(heatmaps, stride):
    """In cells, not in pixels."""
    return _cells(heatmaps) + 0.5


@outcome("K14")
def wrong_stride_divides(heatmaps, stride):
    """Divided by the stride."""
    return (_cells(heatmaps) + 0.5) / stride


@outcome("K01")
def wrong_columns_first(heatmaps, stride):
    """(x, y) for (row, col)."""
    return (_cells(heatmaps)[..., ::-1] + 0.5) * stride


@outcome("K15")
def wrong_divided_by_rows(heatmaps, stride):
    """Flat index taken apart with the number of rows."""
    flat = heatmaps.reshape(*heatmaps.shape[:2], -1).argmax(axis=-1)
    return (np.stack(np.divmod(flat, heatmaps.shape[2]), axis=-1) + 0.5) * stride


@outcome("K17")
def wrong_column_major(heatmaps, stride):
    """Flattens column by column: another cell wins a tie."""
    turned = np.swapaxes(heatmaps, 2, 3)
    return (_cells(turned)[..., ::-1] + 0.5) * stride


@outcome("K17")
def wrong_last_of_a_tie(heatmaps, stride):
    """>= in the search: the last of equal cells counts."""
    T, J, H, W = heatmaps.shape
    places = np.zeros((T, J, 2))
    for t, j in np.ndindex(T, J):
        best = -np.inf
        for r, c in np.ndindex(H, W):
            if heatmaps[t, j, r, c] >= best:
                best = heatmaps[t, j, r, c]
                places[t, j] = (r + 0.5) * stride, (c + 0.5) * stride
    return places


@outcome(says="Every cell of your joints is 0 where it is wrong")
def wrong_search_starts_at_zero(heatmaps, stride):
    """The search starts at 0: a map below 0 has no largest cell."""
    T, J, H, W = heatmaps.shape
    places = np.zeros((T, J, 2))
    for t, j in np.ndindex(T, J):
        best = 0
        for r, c in np.ndindex(H, W):
            if heatmaps[t, j, r, c] > best:
                best = heatmaps[t, j, r, c]
                places[t, j] = (r + 0.5) * stride, (c + 0.5) * stride
    return places


@outcome("K16")
def wrong_flat_over_all(heatmaps, stride):
    """The largest cell of all maps together, for every joint."""
    T, J = heatmaps.shape[:2]
    _, _, row, col = np.unravel_index(heatmaps.argmax(), heatmaps.shape)
    return np.tile((np.array([row, col]) + 0.5) * stride, (T, J, 1))


@outcome("K47")
def wrong_maximum_of_each_axis(heatmaps, stride):
    """Row with the largest sum, column with the largest sum."""
    rows, cols = heatmaps.sum(axis=3).argmax(axis=2), heatmaps.sum(axis=2).argmax(axis=2)
    return (np.stack([rows, cols], axis=-1) + 0.5) * stride


@outcome(nothing=True)
def wrong_argmax_along_two_axes(heatmaps, stride):
    """argmax along each axis, then the largest of those positions."""
    rows, cols = heatmaps.argmax(axis=2).max(axis=2), heatmaps.argmax(axis=3).max(axis=2)
    return (np.stack([rows, cols], axis=-1) + 0.5) * stride


@outcome("K20")
def wrong_smallest(heatmaps, stride):
    """argmin."""
    return (_cells(-heatmaps) + 0.5) * stride


@outcome("K19")
def wrong_mean_place(heatmaps, stride):
    """The mean place weighted by the map."""
    H, W = heatmaps.shape[2:]
    total = heatmaps.sum(axis=(2, 3))
    row = (heatmaps.sum(axis=3) * (np.arange(H) + 0.5)).sum(axis=2) / total
    col = (heatmaps.sum(axis=2) * (np.arange(W) + 0.5)).sum(axis=2) / total
    return np.stack([row, col], axis=-1) * stride


@outcome("K22")
def wrong_integer_half(heatmaps, stride):
    """stride // 2 for half a stride."""
    return _cells(heatmaps) * stride + stride // 2


@outcome("K22")
def wrong_integer_array(heatmaps, stride):
    """An integer array: halves are cut off."""
    places = np.zeros((*heatmaps.shape[:2], 2), dtype=int)
    places[...] = (_cells(heatmaps) + 0.5) * stride
    return places


@outcome(says="Your joints have 2 axes; 3 are needed, shape (1, 1, 2)")
def wrong_flat_index(heatmaps, stride):
    """The flat index is returned, not taken apart: (T, J)."""
    return (heatmaps.reshape(*heatmaps.shape[:2], -1).argmax(axis=-1) + 0.5) * stride


@outcome(says="Your joints are the right ones with their axes 0, 1 and 2 exchanged")
def wrong_two_by_t(heatmaps, stride):
    """(2, T, J)."""
    return np.moveaxis((_cells(heatmaps) + 0.5) * stride, -1, 0)


@outcome("K21")
def wrong_whole_cell(heatmaps, stride):
    """A whole cell added in place of half of one."""
    return (_cells(heatmaps) + 1) * stride


@outcome("K52")
def wrong_mean_of_ties(heatmaps, stride):
    """The mean of all largest cells."""
    return np.array([[(np.argwhere(grid == grid.max()).mean(axis=0) + 0.5) * stride for grid in figure] for figure in heatmaps])


@outcome(says="Your joints are right for map 0 only")
def wrong_first_figure_only(heatmaps, stride):
    """Only the first figure is read."""
    places = np.zeros((*heatmaps.shape[:2], 2))
    places[0] = (_cells(heatmaps)[0] + 0.5) * stride
    return places


@outcome("K18")
def wrong_absolute_value(heatmaps, stride):
    """The largest absolute value."""
    return (_cells(np.abs(heatmaps)) + 0.5) * stride


@outcome(nothing=True)
def wrong_low_maps_are_nan(heatmaps, stride):
    """nan where the maximum is not above 0.1: not sure."""
    places = (_cells(heatmaps) + 0.5) * stride
    places[heatmaps.max(axis=(2, 3)) < 0.1] = np.nan
    return places
