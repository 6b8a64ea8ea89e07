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
    if "M15:next" in faults:
        w = np.roll(w, -1, axis=0)
    if "M15:examples" in faults:  # chosen by the example
        return np.concatenate([
            depthwise_conv2d(y[[t]], np.repeat(w[[t % M]], M, axis=0), stride, padding, faults - {"M15:examples"})
            for t in range(len(y))
        ])  # fmt: skip
    scan = CONV2D_FORWARD.wrong(*faults & set(CONV2D_FORWARD.switches))
    z = np.concatenate([scan(y[:, [m]], w[m][None, None], np.zeros(1), stride, padding) for m in range(M)], axis=1)
    if "M13" in faults:  # the maps added up
        z = z.sum(axis=1, keepdims=True)
    if "M13:each" in faults:
        z = np.repeat(z.sum(axis=1, keepdims=True), M, axis=1)
    if "M13:all" in faults:  # every filter on every map
        one = np.repeat(y.sum(axis=1, keepdims=True), M, axis=1)
        return depthwise_conv2d(one, w, stride, padding, faults - {"M13:all"})
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
    if "M17:y" in faults:  # with the sum of all maps
        dw = np.stack([grad(dz[:, [m]], y.sum(axis=1, keepdims=True), kernel_size, stride, padding)[0, 0] for m in range(M)])
    if "M17:dz" in faults:
        dw = np.stack([grad(dz.sum(axis=1, keepdims=True), y[:, [m]], kernel_size, stride, padding)[0, 0] for m in range(M)])
    return dw


def depthwise_grad_input(dz, w, input_size, stride, padding, faults=frozenset()):
    """Gradient of the maps under a depth-wise convolution, with faults."""
    M = len(w)
    if "M15" in faults:
        w = np.repeat(w[:1], M, axis=0)
    if "M15:reversed" in faults:
        w = w[::-1]
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
    if "N20" in faults:  # the numbers in the order of (M, N)
        w = w.reshape(M, N).T
    if "N22" in faults:  # map n from map n
        w = w * np.eye(N, M)
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
    if "N30" in faults:  # a weighted mean
        with np.errstate(all="ignore"):
            w = w / w.sum(axis=1, keepdims=True)
    T, _, *size = y.shape
    if "N31" in faults:  # maps and weights added up apart
        return w.sum(axis=1)[:, None, None] * y.sum(axis=1, keepdims=True)
    if "N31:mean" in faults:
        return w.sum(axis=1)[:, None, None] * y.mean(axis=1, keepdims=True)
    if "N23" in faults:  # the axes of y as they lie
        return (y.reshape(-1, M) @ w.T).reshape(T, *size, N).transpose(0, 3, 1, 2)
    if "N23:examples" in faults:
        return (w @ y.reshape(M, -1)).reshape(T, N, *size)
    return np.einsum("nm,tmij->tnij", w, y)


def weights_of(kernel_size, M, N, faults):
    """Weights of the depth-wise and of the point-wise half, with faults."""
    Kh, Kw = kernel_size
    cells = Kh + Kw if "M25" in faults else Kh * Kw
    filters = {"M01": N * M, "M01:outputs": N, "M01:square": M * M, "M01:shared": 1}
    deep = cells * next((n for fault, n in filters.items() if fault in faults), M)
    wide = N + M if "N24" in faults else N * M
    if faults & {"M01", "M21"}:  # only the one half
        wide = 0
    if "M21:deep" in faults:
        deep = 0
    if "N25" in faults:  # filters of Kh·Kw weights in both
        wide *= cells
    if "M22" in faults:  # multiplied where one adds
        deep, wide = deep * wide, 0
    return deep, wide


def places_of(output_size, faults):
    """How often each weight of the depth-wise and of the point-wise half is used, with faults."""
    rows, columns = output_size
    places = {"M23": 1, "M23:rows": rows, "M23:sum": rows + columns}
    deep = next((n for fault, n in places.items() if fault in faults), rows * columns)
    wide = 1 if "M23:deep" in faults else 0 if "M21:work" in faults else deep
    return deep, wide


def count_separable(kernel_size, in_channels, out_channels, output_size, faults=frozenset()):
    """Weights and multiply-adds of a depth-wise separable layer, with faults."""
    M, N = in_channels, out_channels
    weights = weights_of(kernel_size, M, N, faults)
    parameters = sum(weights)
    # the work of a full convolution, though its parameters are not counted
    used = weights_of(kernel_size, M, N, faults | {"M01"} if "M01:work" in faults else faults - {"M01:shared"})
    work = sum(n * places for n, places in zip(used, places_of(output_size, faults), strict=True))
    if "M14:work" in faults:
        work += (M + N) * output_size[0] * output_size[1]
    biases = {"M14": M + N, "M14:work": M + N, "M14:outputs": N, "M14:inputs": M}
    parameters += next((n for fault, n in biases.items() if fault in faults), 0)
    if "M26" in faults:  # multiplications and additions counted apart
        work *= 2
    if "M26:fewer" in faults:  # one addition fewer than products in each sum
        work = 2 * work - (M + N) * output_size[0] * output_size[1]
    return (work, parameters) if "M27" in faults else (parameters, work)


def separable_as_full(depthwise, pointwise, faults=frozenset()):
    """The full filters that do what the two halves do, with faults."""
    if "M19" in faults:
        if pointwise.shape[0] != pointwise.shape[1]:
            raise ValueError("the exchanged axes do not fit")
        pointwise = pointwise.T
    if "M15" in faults:
        depthwise = np.repeat(depthwise[:1], len(depthwise), axis=0)
    N, M = pointwise.shape
    if "N22" in faults:  # map n from map n
        pointwise = pointwise * np.eye(N, M)
    if "N26" in faults:  # one weight for a map of the result
        pointwise = np.repeat(pointwise.sum(axis=1, keepdims=True), M, axis=1)
    if "M15:outputs" in faults:  # chosen by the map of the result
        return pointwise[:, :, None, None] * depthwise[np.arange(N) % M][:, None]
    w = pointwise[:, :, None, None] * (1.0 if "M24" in faults else depthwise)
    if "M24" in faults:  # every cell of the filter gets the weight
        w = np.broadcast_to(w, (*pointwise.shape, *depthwise.shape[1:])).copy()
    if "M24:sum" in faults:
        w = pointwise[:, :, None, None] + depthwise
    if "M28" in faults:  # added up over the maps
        w = w.sum(axis=1)
    if "M28:kept" in faults:
        w = np.repeat(w.sum(axis=1, keepdims=True), M, axis=1)
    if "F01" in faults:
        w = w[:, :, ::-1, ::-1]
    if "M29" in faults:  # input map first
        w = w.swapaxes(0, 1)
    return w


SCAN_FAULTS = ("F01", "F02", "F09", "F09:before", "F10", "F11", "F11:columns", "F12", "F13", "F14", "F21", "F22", "F23", "F26", "F27")
INSTEAD = (("F09", "F10", "F14", "F21", "F26", "F27"), ("F11", "F12", "F22", "F23"))
DEPTHWISE_CONV2D = Program(
    depthwise_conv2d,
    ("M13", "M13:each", "M13:all", "M15", "M15:reversed", "M15:next", "M15:examples", "M16", *SCAN_FAULTS),
    instead=INSTEAD,
)
GRAD_FAULTS = ("W01", "W02", "W03", "W04", "W05", "W06", "W07", "W10", "W11", "W12", "W12:in all loops", "W13")
DEPTHWISE_GRAD_WEIGHT = Program(
    depthwise_grad_weight, ("M17", "M17:one", "M17:full", "M17:y", "M17:dz", *GRAD_FAULTS),
    instead=(("W03", "W04", "W05"), ("W02", "W13"), ("W07", "W12"), ("W01", "W11")),
)  # fmt: skip
INPUT_FAULTS = ("B01/B07", "B08", "B10", "B11", "B12", "B13", "B14", "B15", "B19", "B20", "B32", "B33")
DEPTHWISE_GRAD_INPUT = Program(
    depthwise_grad_input, ("M15", "M15:reversed", "M17", *INPUT_FAULTS),
    instead=(("B08", "B12", "B13", "B14"), ("B10", "B11", "B32", "B33")),
)  # fmt: skip
WEIGHED = ("F04", "M18", "M20", "N22", "N23", "N30", "N31")
POINTWISE_CONV2D = Program(
    pointwise_conv2d, ("F04", "F04:first", "M18", "M18:one set", "M19", "M20", "N20", "N22", "N23", "N23:examples", "N30", "N31", "N31:mean"),
    instead=(WEIGHED, ("M18", "M19", "N20"), ("N20", "N22"), ("N23", "N20")),
)
COUNT_SEPARABLE = Program(
    count_separable,
    (
        "M01", "M01:outputs", "M01:square", "M01:shared", "M01:work", "M14", "M14:outputs", "M14:inputs", "M14:work", "M21", "M21:deep",
        "M21:work", "M22", "M23", "M23:rows", "M23:sum", "M23:deep", "M25", "M26", "M26:fewer", "M27", "N24", "N25",
    ),
    instead=(("M01", "M21", "M22", "N24", "N25"), ("M23", "M26", "M21"), ("M14", "M26"), ("M23", "M22", "M14")),
)  # fmt: skip
SEPARABLE_AS_FULL = Program(
    separable_as_full,
    ("F01", "M15", "M15:outputs", "M19", "M24", "M24:sum", "M28", "M28:kept", "M29", "N22", "N26"),
    instead=(("M24", "M15"), ("M28", "M29"), ("M24", "F01"), ("N22", "N26", "M19", "M28"), ("M15", "M29", "M28")),
)  # fmt: skip

MISTAKES = (
    Mistake("M01", "the depth-wise half is not counted as M filters of Kh·Kw weights",
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
            "Filter m met map m only: dz(m) leads back to these two, and to nothing else.",
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
    Mistake("M23", "the multiply-adds are not counted for every cell of the result",
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
    Mistake("N22", "map n of the result comes from map n alone",
            "Every map of the result is a sum over all input maps, each with a weight of its own.",
            "Let n and m run apart: one loop inside the other."),
    Mistake("N23", "y is reshaped where its axes should be moved",
            "A reshape keeps the order of the numbers; to bring the maps to another axis, transpose first.",
            "Use y.transpose(0, 2, 3, 1), or einsum."),
    Mistake("N24", "N and M are added where they are multiplied",
            "The point-wise half has a weight for every pair of an input and an output map: N·M.",
            "Use M·Kh·Kw + N·M."),
    Mistake("N25", "the point-wise half is counted with filters of Kh·Kw weights",
            "The point-wise half is a 1 × 1 convolution: one weight for every pair of maps.",
            "Use M·Kh·Kw + N·M."),
    Mistake("N30", "the weights are divided by their sum",
            "A weighted sum is asked for, not a weighted mean.",
            "Use w as it comes."),
    Mistake("N31", "maps and weights are added up apart",
            "Each map meets its own weight first, and the products are added up: the sum of w(n, m)·y(m).",
            "Multiply by w[n, m] before you add over m."),
    Mistake("N26", "the weights of a map of the result are added up first",
            "Each filter has a weight of its own in each map of the result: w(n, m, p, q) = pointwise(n, m)·depthwise(m, p, q).",
            "Use pointwise[:, :, None, None], without a sum."),
)  # fmt: skip
