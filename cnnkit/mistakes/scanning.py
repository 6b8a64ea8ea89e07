"""Mistakes about the scanning MLP and its dense twin (lecture 1.1.1, 1.1.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["CONV_AS_MATRIX", "COUNT_WEIGHTS", "MISTAKES", "MLP_TO_FILTERS", "SCAN", "TIED_GRADIENT"]


def scan(y, w, bias, faults=frozenset()):
    """A perceptron slides over one map, with faults."""
    if "F01" in faults:  # flipped
        w = w[::-1, ::-1]
    if "F02" in faults:  # rows and columns exchanged
        w = w.T
    if "F03" in faults:  # mean in place of sum
        w = w / w.size
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape)
    return np.einsum("ijpq,pq->ij", windows, w) + (0 if "F06" in faults else bias)


def conv_as_matrix(w, input_size, faults=frozenset()):
    """The dense layer that equals a scan, with faults."""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    pitch = columns if "S01" in faults else W
    matrix = np.zeros((rows * columns, H * W))
    seen = w[::-1, ::-1] if "F01" in faults else w
    for i, j, p, q in np.ndindex(rows, columns, Kh, Kw):
        matrix[i * columns + j, (i + p) * pitch + (j + q)] = seen[p, q]
    return matrix.T if "S03" in faults else matrix


def tied_gradient(grad_matrix, kernel_size, input_size, faults=frozenset()):
    """The gradient of a shared weight, with faults."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    pitch = columns if "S01" in faults else W
    dw = np.zeros((Kh, Kw))
    for i, j, p, q in np.ndindex(rows, columns, Kh, Kw):
        share = grad_matrix[i * columns + j, (i + p) * pitch + (j + q)]
        dw[p, q] = share if "S04" in faults else dw[p, q] + share
    return dw / (rows * columns) if "W05" in faults else dw


def mlp_to_filters(w, in_channels, kernel_size, faults=frozenset()):
    """Weights of perceptrons as filters, with faults."""
    N, M, (Kh, Kw) = len(w), in_channels, kernel_size
    if "S02" in faults:  # channels last
        return w.reshape(N, Kh, Kw, M).transpose(0, 3, 1, 2)
    if "S02:columns first" in faults:
        return w.reshape(N, M, Kw, Kh).transpose(0, 1, 3, 2)
    if "S02:channels last, columns first" in faults:
        return w.reshape(N, Kw, Kh, M).transpose(0, 3, 2, 1)
    if "S02:perceptrons last" in faults:
        return w.reshape(M, Kh, Kw, N).transpose(3, 0, 1, 2)
    return w.reshape(N, M, Kh, Kw)


def count_weights(input_size, kernel_size, in_channels, out_channels, shared, faults=frozenset()):
    """Weights of a scanning layer, shared or not, with faults."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    one = Kh * Kw * (1 if "F05" in faults else in_channels)
    positions = (H - Kh + 1) * (W - Kw + 1)
    count = one * out_channels * (1 if shared and "S05" not in faults else positions)
    return count + (out_channels if "M14" in faults else 0)


SCAN = Program(scan, ("F01", "F02", "F03", "F06"))
CONV_AS_MATRIX = Program(conv_as_matrix, ("F01", "S01", "S03"))
TIED_GRADIENT = Program(tied_gradient, ("S01", "S04", "W05"))
MLP_TO_FILTERS = Program(
    mlp_to_filters,
    ("S02", "S02:columns first", "S02:channels last, columns first", "S02:perceptrons last"),
)
COUNT_WEIGHTS = Program(count_weights, ("F05", "M14", "S05"))

MISTAKES = (
    Mistake("S01", "the column index counts rows of the output in place of rows of the input",
            "A map of W columns, read row by row, has cell (r, c) at place r·W + c. W′ is the width of the result.",
            "Use (i + p) * W + (j + q)."),
    Mistake("S02", "the weights are read in another order",
            "A perceptron's weights run over input maps first, then rows, then columns: m, p, q.",
            "w.reshape(N, M, Kh, Kw) keeps that order; no transposition is needed."),
    Mistake("S03", "the matrix is transposed",
            "Each row of the matrix makes one output: it has H′·W′ rows and H·W columns.",
            "Set matrix[output, input]."),
    Mistake("S04", "only the last copy of each weight counts",
            "All copies are one weight, so its gradient is the sum over them.",
            "Use += where = stands."),
    Mistake("S05", "sharing is left out",
            "Shared weights are counted once, however many positions use them.",
            "Multiply by the number of positions only where shared is False."),
    Mistake("M14", "biases are counted too",
            "Only weights were asked for.",
            "Leave the biases out."),
)  # fmt: skip
