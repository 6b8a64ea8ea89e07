"""Mistakes in depth-wise and point-wise convolution, and in what they cost (lecture 5.4)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.forward import CONV2D_FORWARD
from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import CONV2D_GRAD_WEIGHT
from cnnkit.mistakes.program import Mistake, Program

__all__ = [
    "COUNT_SEPARABLE",
    "DEPTHWISE_CONV2D",
    "DEPTHWISE_GRAD_INPUT",
    "DEPTHWISE_GRAD_WEIGHT",
    "MISTAKES",
    "POINTWISE_CONV2D",
    "SEPARABLE_AS_FULL",
]


def depthwise_conv2d(y, w, stride, padding, faults=frozenset()):
    """Every map under its own filter, with faults."""
    M = len(w)
    if "M15" in faults:  # one filter serves every map
        w = np.repeat(w[:1], M, axis=0)
    if "M15:reversed" in faults:  # the filters in the wrong order
        w = w[::-1]
    scan = CONV2D_FORWARD.wrong(*faults & set(CONV2D_FORWARD.switches))
    z = np.concatenate([scan(y[:, [m]], w[m][None, None], np.zeros(1), stride, padding) for m in range(M)], axis=1)
    if "M13" in faults:  # the maps added up
        z = z.sum(axis=1, keepdims=True)
    if "M13:each" in faults:
        z = np.repeat(z.sum(axis=1, keepdims=True), M, axis=1)
    if "M16" in faults:  # the mean of each patch
        z = z / w[0].size
    return z


def depthwise_grad_weight(dz, y, kernel_size, stride, padding, faults=frozenset()):
    """Gradient of the filters of a depth-wise convolution, with faults."""
    M = y.shape[1]
    grad = CONV2D_GRAD_WEIGHT.wrong(*faults & set(CONV2D_GRAD_WEIGHT.switches))
    dw = np.stack([grad(dz[:, [m]], y[:, [m]], kernel_size, stride, padding)[0, 0] for m in range(M)])
    if "M17" in faults:  # the maps not kept apart
        dw = np.repeat(dw.sum(axis=0, keepdims=True), M, axis=0)
    if "M17:one" in faults:
        dw = dw.sum(axis=0)
    if "M17:full" in faults:  # the gradient of a full convolution
        dw = grad(dz, y, kernel_size, stride, padding)
    return dw


def depthwise_grad_input(dz, w, input_size, stride, padding, faults=frozenset()):
    """Gradient of the maps under a depth-wise convolution, with faults."""
    M = len(w)
    if "M15" in faults:
        w = np.repeat(w[:1], M, axis=0)
    grad = CONV2D_GRAD_INPUT.wrong(*faults & set(CONV2D_GRAD_INPUT.switches))
    dy = np.concatenate([grad(dz[:, [m]], w[m][None, None], input_size, stride, padding) for m in range(M)], axis=1)
    if "M17" in faults:
        dy = np.repeat(dy.sum(axis=1, keepdims=True), M, axis=1)
    return dy


def pointwise_conv2d(y, w, faults=frozenset()):
    """Weighted sums of the maps, cell by cell, with faults."""
    N, M = w.shape
    if "M18" in faults:  # maps added up without weights
        w = np.ones_like(w)
    if "M18:one set" in faults:  # the first set of weights for all maps
        w = np.repeat(w[:1], N, axis=0)
    if "M19" in faults:  # w[m, n]
        if N != M:
            raise ValueError("the exchanged axes do not fit")
        w = w.T
    if "F04" in faults:  # the last map only
        w = w * (np.arange(M) == M - 1)
    if "F04:first" in faults:
        w = w * (np.arange(M) == 0)
    if "M20" in faults:  # the mean over the maps
        w = w / M
    return np.einsum("nm,tmij->tnij", w, y)


def count_separable(kernel_size, in_channels, out_channels, output_size, faults=frozenset()):
    """Weights and multiply-adds of a depth-wise separable layer, with faults."""
    (Kh, Kw), (rows, columns), M, N = kernel_size, output_size, in_channels, out_channels
    cells = Kh + Kw if "M25" in faults else Kh * Kw
    deep = N * cells if "M01:outputs" in faults else M * cells
    if "M01" in faults:  # as many as in a full convolution
        parameters = N * M * cells
    elif "M21" in faults:  # the point-wise half forgotten
        parameters = deep
    elif "M21:deep" in faults:  # the depth-wise half forgotten
        parameters = N * M
    elif "M22" in faults:  # multiplied where one adds
        parameters = deep * N * M
    else:
        parameters = deep + N * M
    work = parameters
    if "M23" not in faults:  # once for the whole map
        work = work * (rows if "M23:rows" in faults else rows * columns)
    if "M14" in faults:
        parameters += M + N
    if "M14:outputs" in faults:
        parameters += N
    if "M14:inputs" in faults:
        parameters += M
    if "M26" in faults:  # multiplications and additions counted apart
        work *= 2
    return (work, parameters) if "M27" in faults else (parameters, work)


def separable_as_full(depthwise, pointwise, faults=frozenset()):
    """The full filters that do what the two halves do, with faults."""
    if "M19" in faults:
        if pointwise.shape[0] != pointwise.shape[1]:
            raise ValueError("the exchanged axes do not fit")
        pointwise = pointwise.T
    if "M15" in faults:
        depthwise = np.repeat(depthwise[:1], len(depthwise), axis=0)
    w = pointwise[:, :, None, None] * (1.0 if "M24" in faults else depthwise)
    if "M24" in faults:  # every cell of the filter gets the weight
        w = np.broadcast_to(w, (*pointwise.shape, *depthwise.shape[1:])).copy()
    if "M24:sum" in faults:
        w = pointwise[:, :, None, None] + depthwise
    if "M28" in faults:  # added up over the maps
        w = w.sum(axis=1)
    if "F01" in faults:
        w = w[:, :, ::-1, ::-1]
    if "M29" in faults:  # input map first
        w = w.swapaxes(0, 1)
    return w


SCAN_FAULTS = ("F01", "F02", "F09", "F09:before", "F10", "F11", "F11:columns", "F12", "F13", "F14", "F21", "F22", "F23", "F26", "F27")
INSTEAD = (("F09", "F10", "F14", "F21", "F26", "F27"), ("F11", "F12", "F22", "F23"))
DEPTHWISE_CONV2D = Program(
    depthwise_conv2d, ("M13", "M13:each", "M15", "M15:reversed", "M16", *SCAN_FAULTS), instead=INSTEAD
)
GRAD_FAULTS = ("W01", "W02", "W03", "W04", "W05", "W06", "W07", "W10", "W11", "W12", "W13")
DEPTHWISE_GRAD_WEIGHT = Program(
    depthwise_grad_weight, ("M17", "M17:one", "M17:full", *GRAD_FAULTS),
    instead=(("W03", "W04", "W05"), ("W02", "W13"), ("W07", "W12"), ("W01", "W11")),
)  # fmt: skip
INPUT_FAULTS = ("B01/B07", "B08", "B10", "B11", "B12", "B13", "B14", "B15", "B19", "B20", "B32", "B33")
DEPTHWISE_GRAD_INPUT = Program(
    depthwise_grad_input, ("M15", "M17", *INPUT_FAULTS),
    instead=(("B08", "B12", "B13", "B14"), ("B10", "B11", "B32", "B33")),
)  # fmt: skip
POINTWISE_CONV2D = Program(
    pointwise_conv2d, ("F04", "F04:first", "M18", "M18:one set", "M19", "M20"), instead=(("F04", "M18", "M20"), ("M18", "M19"))
)
COUNT_SEPARABLE = Program(
    count_separable,
    (
        "M01", "M01:outputs", "M14", "M14:outputs", "M14:inputs", "M21", "M21:deep", "M22", "M23", "M23:rows", "M25", "M26", "M27",
    ),
    instead=(("M01", "M21", "M22"), ("M23", "M26")),
)  # fmt: skip
SEPARABLE_AS_FULL = Program(
    separable_as_full, ("F01", "M15", "M19", "M24", "M24:sum", "M28", "M29"), instead=(("M24", "M15"), ("M28", "M29"), ("M24", "F01"))
)

MISTAKES = (
    Mistake("M01", "the filters are counted as if each saw other maps than its own",
            "A depth-wise filter reads one map, so there are M of them, whatever N is.",
            "Count M filters of Kh·Kw weights, then N·M weights of the 1 × 1 half."),
    Mistake("M13", "the maps are added up",
            "Depth-wise, every map stays a map of its own: M come out. Adding up, with weights, is the point-wise half.",
            "Keep the axis of the maps."),
    Mistake("M15", "the filters are not at their own maps",
            "Map m is scanned with filter m.",
            "Use w[m] on y[:, m]."),
    Mistake("M16", "the mean of a patch in place of its sum",
            "A filter's weights are summed as they are.",
            "Leave the division out."),
    Mistake("M17", "the maps are not kept apart on the way back",
            "Filter m met map m only, so only dz(m) tells how to change it.",
            "Use dz[:, m] with y[:, m]; nothing is summed over m."),
    Mistake("M18", "the weights that tell the maps of the result apart are not used",
            "Each of the N maps is a weighted sum of its own: z(n) = sum over m of w(n, m)·y(m).",
            "Multiply by w[n, m] before you add."),
    Mistake("M19", "the axes of the weights are exchanged",
            "w[n, m] leads from map m to map n, as in every layer of this course.",
            "Sum over the second axis of w."),
    Mistake("M20", "the mean over the maps in place of their sum",
            "A weighted sum is asked for; a division by M is not part of it.",
            "Leave the division out."),
    Mistake("M21", "one of the two halves is not counted",
            "A separable layer is M filters of Kh·Kw weights and N·M weights that mix the maps.",
            "Add the weights of both halves."),
    Mistake("M22", "the halves are multiplied where they follow each other",
            "The two halves are two layers, one after the other: their weights and their work add up.",
            "Use M·Kh·Kw + N·M."),
    Mistake("M23", "the places of the map are left out of the multiply-adds",
            "Every weight is used once for each cell of the result.",
            "Multiply by rows · columns of the output."),
    Mistake("M24", "the weights of the depth-wise filters are not multiplied in",
            "Two layers without anything between them multiply: w(n, m, p, q) = pointwise(n, m)·depthwise(m, p, q).",
            "Use pointwise[:, :, None, None] * depthwise."),
    Mistake("M25", "the sides of the filter are added",
            "A filter of Kh rows and Kw columns has Kh·Kw weights.",
            "Multiply Kh by Kw."),
    Mistake("M26", "multiplications and additions are counted apart",
            "A multiply-add is one product with its addition.",
            "Count each product once."),
    Mistake("M27", "the two results are exchanged",
            "Parameters first, then multiply-adds.",
            "Return (parameters, multiply_adds)."),
    Mistake("M28", "the filters are added up over the maps",
            "Every input map keeps a filter of its own: the full filters have the axes (N, M, Kh, Kw).",
            "Leave the sum over m to the convolution."),
    Mistake("M29", "input and output maps are exchanged",
            "The full filters are w[n, m, p, q]: output map first.",
            "Order the axes (n, m, p, q)."),
)  # fmt: skip
