"""Ways to write `tied_gradient`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("S01", "S04", "W05")


def attempt(*beliefs):
    """One weight after the other, looking for its copies."""

    def tied_gradient(grad_matrix, kernel_size, input_size):
        down, across = input_size[0] - kernel_size[0] + 1, input_size[1] - kernel_size[1] + 1
        pitch = across if "S01" in beliefs else input_size[1]
        dw = np.empty(kernel_size)
        for p in range(kernel_size[0]):
            for q in range(kernel_size[1]):
                copies = [
                    grad_matrix[output, (output // across + p) * pitch + output % across + q]
                    for output in range(down * across)
                ]
                dw[p, q] = copies[-1] if "S04" in beliefs else sum(copies)
                if "W05" in beliefs:
                    dw[p, q] /= len(copies)
        return dw

    return tied_gradient


def right_by_numbered_cells(grad_matrix, kernel_size, input_size):
    numbers = np.arange(input_size[0] * input_size[1]).reshape(input_size)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, kernel_size)
    windows = windows.reshape(-1, kernel_size[0] * kernel_size[1])
    return np.take_along_axis(grad_matrix, windows, axis=1).sum(axis=0).reshape(kernel_size)


def right_by_diagonals(grad_matrix, kernel_size, input_size):
    (H, W), (Kh, Kw) = input_size, kernel_size
    whole = grad_matrix.reshape(H - Kh + 1, W - Kw + 1, H, W)
    return [
        [np.einsum("ijij", whole[:, :, p : p + H - Kh + 1, q : q + W - Kw + 1]) for q in range(Kw)]
        for p in range(Kh)
    ]


def wrong_mean_of_copies(grad_matrix, kernel_size, input_size):
    return right_by_numbered_cells(grad_matrix, kernel_size, input_size) / len(grad_matrix)


wrong_mean_of_copies.mistakes = ("W05",)


def wrong_overwritten(grad_matrix, kernel_size, input_size):
    (H, W), (Kh, Kw) = input_size, kernel_size
    row = 0
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            dw = grad_matrix[row].reshape(H, W)[i : i + Kh, j : j + Kw]
            row += 1
    return dw


wrong_overwritten.mistakes = ("S04",)
