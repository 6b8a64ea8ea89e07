"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_asking(r, size, kernel_size, stride, padding):
    rows = (size + 2 * padding - kernel_size) // stride + 1
    return [i for i in range(rows) if r in range(i * stride - padding, i * stride - padding + kernel_size)]


def right_by_formula(r, size, kernel_size, stride, padding):
    rows = (size + 2 * padding - kernel_size) // stride + 1
    first = max(0, -(-(r + padding - kernel_size + 1) // stride))
    last = min(rows - 1, (r + padding) // stride)
    return list(range(first, last + 1))


def right_by_walking(r, size, kernel_size, stride, padding):
    found, start, i = [], 0, 0
    while start + kernel_size <= size + 2 * padding:
        if start <= r + padding < start + kernel_size:
            found.append(i)
        start, i = start + stride, i + 1
    return found


def right_by_one_hot(r, size, kernel_size, stride, padding):
    row = np.pad(np.eye(size)[r], padding)
    windows = np.lib.stride_tricks.sliding_window_view(row, kernel_size)[::stride]
    return [int(i) for i in np.flatnonzero(windows.sum(axis=1))]


@outcome(nothing=True)
def wrong_by_kernel_only(r, size, kernel_size, stride, padding):
    """From r to r + K − 1: the wrong direction."""
    rows = (size + 2 * padding - kernel_size) // stride + 1
    return [i for i in range(r, r + kernel_size) if i < rows]


@outcome("R11")
def wrong_no_end(r, size, kernel_size, stride, padding):
    """Rows that the output does not have."""
    return [i for i in range(size + 2 * padding) if 0 <= r + padding - i * stride < kernel_size]


@outcome("R20")
def wrong_indices_into_filter(r, size, kernel_size, stride, padding):
    """The filter rows, not the output rows."""
    rows = (size + 2 * padding - kernel_size) // stride + 1
    return [r + padding - i * stride for i in range(rows) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="True and False stand in rows; numbers are needed.")
def wrong_booleans(r, size, kernel_size, stride, padding):
    """True and False for every output row."""
    rows = (size + 2 * padding - kernel_size) // stride + 1
    return [0 <= r + padding - i * stride < kernel_size for i in range(rows)]


@outcome("R14")
def wrong_closed_end(r, size, kernel_size, stride, padding):
    """<= K."""
    rows = (size + 2 * padding - kernel_size) // stride + 1
    return [i for i in range(rows) if i * stride <= r + padding <= i * stride + kernel_size]
