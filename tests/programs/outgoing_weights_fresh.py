"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_scanning_ones(input_size, kernel_size, stride, padding, transposed):
    (H, W), (Kh, Kw), p, s = input_size, kernel_size, padding, stride
    count = np.zeros((H, W), dtype=int)
    if transposed:
        rows, columns = (H - 1) * s + Kh - 2 * p, (W - 1) * s + Kw - 2 * p
        for i, j, a, b in np.ndindex(H, W, Kh, Kw):
            count[i, j] += 0 <= i * s + a - p < rows and 0 <= j * s + b - p < columns
        return count
    for i, j, a, b in np.ndindex((H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1, Kh, Kw):
        r, c = i * s + a - p, j * s + b - p
        if 0 <= r < H and 0 <= c < W:
            count[r, c] += 1
    return count


def right_by_rows_and_columns(input_size, kernel_size, stride, padding, transposed):
    def along(size, kernel):
        if transposed:
            made = (size - 1) * stride + kernel - 2 * padding
            lands = np.arange(size)[:, None] * stride + np.arange(kernel) - padding
            return ((lands >= 0) & (lands < made)).sum(axis=1)
        starts = np.arange(0, size + 2 * padding - kernel + 1, stride)
        inside = np.arange(size)[:, None] + padding - starts
        return ((inside >= 0) & (inside < kernel)).sum(axis=1)

    return np.outer(along(input_size[0], kernel_size[0]), along(input_size[1], kernel_size[1]))


def right_by_lists(input_size, kernel_size, stride, padding, transposed):
    def along(size, kernel):
        if transposed:
            end = (size - 1) * stride + kernel - padding
            return [len([a for a in range(kernel) if padding <= i * stride + a < end]) for i in range(size)]
        windows = [range(a, a + kernel) for a in range(-padding, size + padding - kernel + 1, stride)]
        return [sum(r in window for window in windows) for r in range(size)]

    rows, columns = (along(n, k) for n, k in zip(input_size, kernel_size, strict=True))
    return np.array([[a * b for b in columns] for a in rows])


@outcome("T22")
def wrong_always_all(input_size, kernel_size, stride, padding, transposed):
    """Kh·Kw for every cell."""
    return np.full(input_size, kernel_size[0] * kernel_size[1])


@outcome("T26")
def wrong_other_way(input_size, kernel_size, stride, padding, transposed):
    """transposed read the other way round."""
    return right_by_scanning_ones(input_size, kernel_size, stride, padding, not transposed)


@outcome("T07", "T23")
def wrong_added(input_size, kernel_size, stride, padding, transposed):
    """Counts of rows and columns added, not multiplied."""
    ones = right_by_scanning_ones(input_size, kernel_size, stride, padding, transposed)
    rows = right_by_scanning_ones((input_size[0], 9), (kernel_size[0], 1), stride, 0, transposed)[:, 0]
    columns = right_by_scanning_ones((9, input_size[1]), (1, kernel_size[1]), stride, 0, transposed)[0]
    return np.add.outer(rows, columns) + 0 * ones
