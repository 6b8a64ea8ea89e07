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
    if "F06" in faults:
        bias = 0.0
    if "S17:w" in faults:
        w = np.abs(w)
    if "S17:y" in faults:
        y = np.abs(y)
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape)
    if "S19" in faults:  # the patch in column i, row j
        rows, columns = windows.shape[:2]
        z = [[(y[j : j + w.shape[0], i : i + w.shape[1]] * w).sum() for j in range(columns)] for i in range(rows)]
        return np.array(z) + bias
    if "F19" in faults:  # the bias is added to every product
        bias = bias * w.size
    if "S15" in faults:  # the largest product
        return (windows * w).max(axis=(2, 3)) + bias
    if "S17" in faults:  # of each product
        return np.abs(windows * w).sum(axis=(2, 3)) + bias
    if "S17:sum" in faults:
        return np.abs((windows * w).sum(axis=(2, 3))) + bias
    if "S18" in faults:
        return (windows * w).sum(axis=(2, 3)) * bias
    if "S14" in faults:  # a matrix product; raises where the filter is not square
        return (windows @ w).sum(axis=(2, 3)) + bias
    if "S14:transposed" in faults:
        return (windows @ w.T).sum(axis=(2, 3)) + bias
    return np.einsum("ijpq,pq->ij", windows, w) + bias


def conv_as_matrix(w, input_size, faults=frozenset()):
    """The dense layer that equals a scan, with faults."""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    pitch = pitch_of(input_size, columns, faults)
    across = rows if "S07" in faults else columns
    matrix = np.zeros((rows * columns, H * W))
    seen = w[::-1, ::-1] if "F01" in faults else w
    seen = seen.T if "F02" in faults else seen
    for i, j, p, q in np.ndindex(rows, columns, Kh, Kw):
        matrix[i * across + j, (i + p) * pitch + (j + q)] = seen[p, q]
    return matrix.T if "S03" in faults else matrix


def pitch_of(input_size, columns, faults):
    """How many cells a row of the map has, for somebody with these misconceptions."""
    if "S01" in faults:  # a row of the result
        return columns
    return input_size[0] if "S06" in faults else input_size[1]  # a column of the map


def tied_gradient(grad_matrix, kernel_size, input_size, faults=frozenset()):
    """The gradient of a shared weight, with faults."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    pitch = pitch_of(input_size, columns, faults)
    across = rows if "S07" in faults else columns
    dw = np.zeros((Kh, Kw))
    for i, j, p, q in np.ndindex(rows, columns, Kh, Kw):
        share = grad_matrix[i * across + j, (i + p) * pitch + (j + q)]
        dw[p, q] = share if "S04" in faults else dw[p, q] + share
    if "S16" in faults:  # the largest copy
        dw = np.max([grad_matrix[i * across + j].reshape(H, W)[i : i + Kh, j : j + Kw] for i, j in np.ndindex(rows, columns)], axis=0)
    if "S13" in faults:  # the corner of each position's gradient
        dw = grad_matrix.reshape(-1, H, W)[:, :Kh, :Kw].sum(axis=0)
    if "S04:first" in faults:
        dw = grad_matrix[0].reshape(H, W)[:Kh, :Kw]
    if "W01" in faults:
        dw = dw[::-1, ::-1]
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
    if "S02:column by column" in faults:  # order="F"
        return w.reshape(N, M, Kh, Kw, order="F")
    if "F01" in faults:
        return w.reshape(N, M, Kh, Kw)[..., ::-1, ::-1]
    return w.reshape(N, M, Kh, Kw)


def count_weights(input_size, kernel_size, in_channels, out_channels, shared, faults=frozenset()):
    """Weights of a scanning layer, shared or not, with faults."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    one = Kh * Kw * (1 if "F05" in faults else in_channels)
    if "S08" in faults:  # one output map
        one, out_channels = Kh * Kw * in_channels, 1
    positions = (H - Kh + 1) * (W - Kw + 1)
    if "S09" in faults:  # a position at every cell
        positions = H * W
    if "S11" in faults and not shared:  # every entry of the dense layer
        return positions * out_channels * H * W * in_channels
    if "S10" in faults:
        shared = not shared
    if "S12" in faults:
        shared = True
    count = one * out_channels * (1 if shared and "S05" not in faults else positions)
    if "M14:at every position" in faults:
        return count + out_channels * (1 if shared else positions)
    return count + (out_channels if "M14" in faults else 0)


SCAN = Program(
    scan, ("F01", "F02", "F03", "F06", "F19", "S14", "S14:transposed", "S15", "S17", "S17:w", "S17:y", "S17:sum", "S18", "S19"),
    instead=(("F19", "S14", "S15", "S17", "S18", "S19"), ("F06", "F19", "S18")),
)
CONV_AS_MATRIX = Program(conv_as_matrix, ("F01", "F02", "S01", "S03", "S06", "S07"))
TIED_GRADIENT = Program(
    tied_gradient, ("S01", "S04", "S04:first", "S06", "S07", "S13", "S16", "W01", "W05"),
    instead=(("S01", "S06"), ("S04", "S13", "S16"), ("S16", "S01"), ("S16", "S06"), ("S16", "S07")),
)
MLP_TO_FILTERS = Program(
    mlp_to_filters,
    (
        "S02", "S02:columns first", "S02:channels last, columns first", "S02:perceptrons last", "S02:column by column", "F01",
    ),
)  # fmt: skip
COUNT_WEIGHTS = Program(count_weights, ("F05", "M14", "S05", "S08", "S09", "S10", "S11", "S12", "M14:at every position"), instead=(("S05", "S10", "S12"), ("S09", "S11", "S12")))

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
    Mistake("S04", "only one copy of each weight counts",
            "All copies are one weight, so its gradient is the sum over them.",
            "Use += where = stands."),
    Mistake("S05", "sharing is left out",
            "Shared weights are counted once, however many positions use them.",
            "Multiply by the number of positions only where shared is False."),
    Mistake("S06", "the column index counts the map's rows where its columns belong",
            "A map of W columns, read row by row, has cell (r, c) at place r·W + c: each row before it holds W cells.",
            "Use (i + p) * W + (j + q)."),
    Mistake("S07", "the row index counts the result's rows where its columns belong",
            "Output (i, j) of a result with W′ columns is number i·W′ + j, row by row.",
            "Use i * columns + j."),
    Mistake("S12", "every layer is counted as one that shares its weights",
            "Without sharing each position has filters of its own.",
            "Multiply by the number of positions where shared is False."),
    Mistake("S13", "every position is read as if its patch stood in the corner",
            "The patch of output (i, j) begins at row i, column j of the map.",
            "Read (i + p) * W + (j + q)."),
    Mistake("S14", "a matrix product in place of products cell by cell",
            "A perceptron multiplies each input by its own weight; a matrix product pairs rows with columns.",
            "Write (patch * w).sum(), not patch @ w."),
    Mistake("S15", "the largest product in place of their sum",
            "A perceptron adds weight times input over all its inputs.",
            "Take the sum of patch * w."),
    Mistake("S17", "absolute values where numbers keep their signs",
            "A negative product takes away from the sum: that is how a filter tells an edge from its opposite.",
            "Leave abs out."),
    Mistake("S18", "the sum is multiplied by the bias",
            "A bias is added to the sum of the products.",
            "Use + bias."),
    Mistake("S19", "row and column of the patch are exchanged",
            "z(i, j) reads the patch that begins in row i and column j.",
            "Use y[i:i + Kh, j:j + Kw]."),
    Mistake("S16", "the largest copy in place of the sum over the copies",
            "A shared weight acts through every copy; what the copies do adds up.",
            "Add up the gradients of all copies."),
    Mistake("S08", "one filter is counted, not all of them",
            "Each of the N output maps has a filter of its own.",
            "Multiply by out_channels."),
    Mistake("S09", "a position is counted for every cell of the map",
            "A filter fits at (H − Kh + 1)·(W − Kw + 1) positions.",
            "Count the positions, not the cells."),
    Mistake("S10", "shared and not shared are exchanged",
            "Shared weights are the same at every position and are counted once.",
            "Multiply by the number of positions where shared is False."),
    Mistake("S11", "the whole dense layer is counted",
            "Without sharing every position still sees only its own patch, with M·Kh·Kw weights for each output map.",
            "Use the weights of one filter for each position, not H·W·M."),
    Mistake("M14", "biases are counted too",
            "Only weights were asked for.",
            "Leave the biases out."),
)  # fmt: skip
