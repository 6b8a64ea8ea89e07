"""Programs of an inventive beginner."""

import numpy as np

from tests.programs import outcome


def right_windows(dz, y, kernel_size, stride, padding):
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmij,tmijpq->mpq", dz, windows)


@outcome("W12")
def wrong_equals(dz, y, kernel_size, stride, padding):
    """= in the innermost of four loops."""
    (Kh, Kw), framed = kernel_size, np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((y.shape[1], Kh, Kw))
    for t, m, i, j in np.ndindex(dz.shape):
        dw[m] = dz[t, m, i, j] * framed[t, m, i * stride : i * stride + Kh, j * stride : j * stride + Kw]
    return dw
