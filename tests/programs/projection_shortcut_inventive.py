"""Programs of an inventive beginner."""

import numpy as np

from tests.programs import outcome


def right_remainders(y, w, stride):
    T, M, H, W = y.shape
    rows, columns = (np.flatnonzero(np.arange(n) % stride == 0) for n in (H, W))
    kept = y[:, :, rows[:, None], columns].reshape(T, M, -1)
    return (w @ kept).reshape(T, len(w), len(rows), len(columns))


@outcome(says="Your z is right in the first cell of each map only")
def wrong_corner(y, w, stride):
    """Cut to the smaller size in place of skipping."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, : -(-y.shape[2] // stride), : -(-y.shape[3] // stride)])


@outcome(says="Your z is the right one for y turned by 180°.")
def wrong_from_the_end(y, w, stride):
    """Steps with a minus sign."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::-stride, ::-stride])


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_rows_twice(y, w, stride):
    """Both strides on the rows."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::stride][:, :, ::stride])
