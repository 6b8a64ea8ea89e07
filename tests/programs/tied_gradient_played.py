"""Programs of a learner who worked the lesson through from its text: right ones, and mistakes of the first try."""

import numpy as np

from tests.programs import outcome


@outcome(says="In each case all cells of your dw are one and the same number.")
def wrong_everything(grad_matrix, kernel_size, input_size):
    """The whole matrix is added up, for every weight."""
    return np.full(kernel_size, grad_matrix.sum())


@outcome("S04")
def wrong_assigned(grad_matrix, kernel_size, input_size):
    """= where += belongs."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    dw = np.zeros(kernel_size)
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] = grad_matrix[i * (W - Kw + 1) + j, (i + p) * W + j + q]
    return dw
