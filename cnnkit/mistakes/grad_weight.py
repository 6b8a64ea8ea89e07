"""Mistakes in the gradients of filters, biases and activations (lecture 2.1.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["ACTIVATION_BACKWARD", "CONV2D_GRAD_BIAS", "CONV2D_GRAD_WEIGHT", "MISTAKES"]


def conv2d_grad_weight(dz, y, kernel_size, stride, padding, faults=frozenset()):
    """Gradient of the filters, with faults."""
    (Kh, Kw), s, p = kernel_size, stride, padding
    (T, N, rows, cols), (H, W) = dz.shape, y.shape[2:]
    examples = T
    overwritten = bool(faults & {"W12", "W12:in all loops"})
    if faults & {"W07", "W12:in all loops"}:  # the last example only
        dz, y = dz[-1:], y[-1:]
    # enough zeros after the map that no slice is cut short
    more = (rows * s + Kh + p, cols * s + Kw + p)
    before = 0 if "W06" in faults else p  # unpadded Y read with the indices of the padded one
    framed = np.pad(y, ((0, 0), (0, 0), (before, more[0]), (before, more[1])))
    step = 1 if faults & {"W02", "W13"} else s  # windows taken at stride 1
    apart = s if "W13" in faults else 1  # the stride spreads the filter, not the windows
    if "W14" in faults and p:  # np.pad(y, p): examples and maps are framed too
        framed = np.pad(framed, ((p, p), (p, p), (0, 0), (0, 0)))[: len(framed), : framed.shape[1]]
    if "W11" in faults:  # dz reversed: a true convolution of Y with dz
        dz = dz[:, :, ::-1, ::-1]
    dw = np.zeros((N, y.shape[1], Kh, Kw))
    for q in np.ndindex(Kh, Kw):
        first = (q[0] * apart, q[1] * apart)
        seen = framed[:, :, first[0] : first[0] + rows * step : step, first[1] : first[1] + cols * step : step]
        if overwritten:  # = in the loop over positions: the last one stays
            dw[:, :, q[0], q[1]] = np.einsum("tn,tm->nm", dz[:, :, -1, -1], seen[:, :, -1, -1])
        else:
            dw[:, :, q[0], q[1]] = np.einsum("tnij,tmij->nm", dz, seen)
    if "W01" in faults:  # the result flipped
        dw = dw[:, :, ::-1, ::-1]
    if "W08" in faults:  # every filter gets the sum over all
        dw = np.repeat(dw.sum(axis=0, keepdims=True), N, axis=0)
    if "W03" in faults:  # mean over examples and positions
        dw = dw / (examples * rows * cols)
    if "W04" in faults:  # mean over examples
        dw = dw / examples
    if "W05" in faults:  # mean over positions
        dw = dw / (rows * cols)
    if "W09" in faults:  # channel axes exchanged
        dw = dw.transpose(1, 0, 2, 3)
    if "W10" in faults:  # rows and columns exchanged
        dw = dw.transpose(0, 1, 3, 2)
    return dw


def conv2d_grad_bias(dz, faults=frozenset()):
    """Gradient of the biases, with faults."""
    T, N, rows, cols = dz.shape
    if "D04" in faults:  # the last example only
        dz = dz[-1:]
    if "D10" in faults:  # = in all loops
        dz = np.where(np.arange(dz[:, 0].size).reshape(T, 1, rows, cols) == T * rows * cols - 1, dz, 0)
    if "D03" in faults:  # one per position
        dbias = dz.sum(axis=0)
    elif "D06" in faults:  # one per example
        dbias = dz.sum(axis=(2, 3))
    else:
        dbias = dz.sum(axis=(0, 2, 3))
    if "D05" in faults:  # the filters not kept apart
        dbias = np.full(dbias.shape, dbias.sum())
    if "D01" in faults:  # mean over examples and positions
        dbias = dbias / (T * rows * cols)
    if "D09" in faults:  # mean over positions
        dbias = dbias / (rows * cols)
    if "D02" in faults:  # mean over examples
        dbias = dbias / T
    return dbias


def activation_backward(dy, z, name, faults=frozenset()):
    """Gradient before the activation, with faults."""
    if "B23" in faults:  # f' taken at y in place of z
        z = {"relu": np.maximum(z, 0), "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[name]
    if "B25" in faults:  # f' left out
        return dy * 1.0
    if "B41" in faults:  # the formula for y, with z put into it
        return dy * {"relu": z > 0, "sigmoid": z * (1 - z), "tanh": 1 - z**2}[name]
    if "B28" in faults or f"B28:{name}" in faults:  # f in place of f'
        return dy * {"relu": np.maximum(z, 0), "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[name]
    if "B27" in faults:  # dy left out
        dy = np.ones_like(dy)
    if "B26" in faults and name == "relu":  # where dy is positive
        return dy * (dy > 0)
    if "B26:both" in faults and name == "relu":
        return dy * (z > 0) * (dy > 0)
    if "B29" in faults and name == "relu":  # 1 and −1
        return dy * np.sign(z)
    if "B30" in faults and name == "tanh":  # tanh not squared
        return dy * (1 - np.tanh(z))
    if "B31" in faults and name == "sigmoid":
        return dy * (1 - 1 / (1 + np.exp(-z)))
    if name == "relu":
        return dy * ((z >= 0) if "B24" in faults else (z > 0))
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z) ** 2)


CONV2D_GRAD_WEIGHT = Program(
    conv2d_grad_weight,
    ("W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08", "W09", "W10", "W11", "W12", "W12:in all loops", "W13", "W14"),
    instead=(("W03", "W04", "W05"), ("W02", "W13"), ("W06", "W14"), ("W07", "W12"), ("W01", "W11")),
)
CONV2D_GRAD_BIAS = Program(conv2d_grad_bias, ("D01", "D02", "D03", "D04", "D05", "D06", "D09", "D10"), instead=(("D03", "D10"), ("D06", "D10"), ("D04", "D10")))
ACTIVATION_BACKWARD = Program(
    activation_backward, ("B23", "B24", "B25", "B26", "B26:both", "B27", "B28", "B28:relu", "B28:sigmoid", "B28:tanh", "B29", "B30", "B31", "B41"),
    instead=(("B23", "B25", "B28", "B41"), ("B24", "B26", "B29")),
)

MISTAKES = (
    Mistake("B23", "f′ is taken at y in place of z",
            "y = f(z), so dDiv/dz = dDiv/dy · f′(z). The derivative is taken at z, what went into f.",
            "Compute f′ from z; for sigmoid it is f(z)·(1 − f(z)), for tanh 1 − f(z)²."),
    Mistake("B24", "relu lets the gradient through at z = 0",
            "relu has no derivative at 0; this course takes f′(0) = 0.",
            "Use z > 0, not z >= 0."),
    Mistake("B25", "f′ is left out",
            "y = f(z), so dDiv/dz = dDiv/dy · f′(z).",
            "Multiply dy by f′(z)."),
    Mistake("B26", "relu passes on what is positive in dy",
            "Whether the gradient passes depends on what went in, z; dy may have any sign.",
            "Use dy * (z > 0)."),
    Mistake("B27", "dy is left out",
            "The chain rule multiplies: dDiv/dz = dDiv/dy · f′(z).",
            "Multiply by dy."),
    Mistake("B28", "f(z) stands where f′(z) belongs",
            "The gradient goes through the slope of f, not through its value.",
            "relu: z > 0. sigmoid: f(z)·(1 − f(z)). tanh: 1 − f(z)²."),
    Mistake("B29", "relu turns the gradient round where z is negative",
            "Below 0 relu is constant: its slope is 0 there, not −1.",
            "Use dy * (z > 0)."),
    Mistake("B30", "tanh is not squared in its slope",
            "The slope of tanh is 1 − tanh(z)².",
            "Use 1 - np.tanh(z) ** 2."),
    Mistake("B31", "the slope of the sigmoid lacks the factor f(z)",
            "The slope of the sigmoid is f(z)·(1 − f(z)).",
            "Multiply f(z) by 1 − f(z)."),
    Mistake("B41", "z stands where the formula has f(z)",
            "f(z)·(1 − f(z)) and 1 − f(z)² are written with the value of f, not with what goes into it.",
            "Compute f(z) first: 1 / (1 + np.exp(-z)), np.tanh(z)."),
    Mistake("W12", "only the last position counts",
            "The weight was used at every position; its gradient is the sum over all of them.",
            "Use += where = stands."),
    Mistake("W13", "the stride spreads the filter, not the windows",
            "dz(i, j) goes with the patch that begins at (i·s, j·s); the cells of a patch lie side by side.",
            "Use i * stride + p, not i + p * stride."),
    Mistake("W14", "padding goes around the examples and maps too",
            "np.pad(y, p) frames all four axes, so that the first example and the first map are zeros.",
            "Name the axes: np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))."),
    Mistake("D10", "only the last cell of each map counts",
            "The bias is added in every cell of every example; the contributions of all of them are added up.",
            "Use += where = stands."),
    Mistake("D09", "the mean over the positions",
            "The bias is added at every position, and each use adds its contribution.",
            "Sum over rows and columns; do not divide by their number."),
    Mistake("W01", "the gradient of the filter is flipped",
            "Weight (p, q) met the cell (i·s + p, j·s + q) on the way forward, and meets it again here. Nothing turns round.",
            "Leave the flip of the result out."),
    Mistake("W02", "the windows are taken at stride 1",
            "dz(i, j) goes with the window that made z(i, j): it starts at (i·s, j·s).",
            "Step through Y by stride: y[..., p:p + s * H_out:s, ...]."),
    Mistake("W03", "the mean over examples and positions",
            "Every position uses the same weight, and each use adds its contribution. The 1/T stands in the loss, once.",
            "Use a sum where a mean stands."),
    Mistake("W04", "divided by the number of examples",
            "The mean over the examples is taken once, in the loss.",
            "Leave the division by T out."),
    Mistake("W05", "the mean over the positions",
            "A shared weight is used at every position; its gradient is the sum of all contributions.",
            "Sum over i and j; do not divide by their number."),
    Mistake("W06", "Y without its padding",
            "The windows of the forward pass lay on the padded map; the same windows are needed here.",
            "Pad y first, then cut the windows."),
    Mistake("W07", "only one example counts",
            "The weight is the same for all examples; their contributions are added.",
            "Use += over the examples, or sum over that axis."),
    Mistake("W08", "every filter gets the sum over all output maps",
            "Filter n acts on map n only, so only dz(n) tells how to change it.",
            "Keep n apart: the result has one gradient for each n."),
    Mistake("W09", "input and output maps are exchanged",
            "dw has the shape of w: output map n first, then input map m.",
            "Order the axes (n, m, p, q)."),
    Mistake("W10", "rows and columns are exchanged",
            "dw[n, m, p, q]: p counts rows, q columns.",
            "Order the axes (n, m, p, q)."),
    Mistake("W11", "dz is reversed",
            "dz(i, j) goes with the window at (i, j); both run the same way.",
            "Leave the flip of dz out; scipy's convolve2d flips, correlate2d does not."),
    Mistake("D01", "the mean over examples and positions",
            "bias[n] is added at every position of every example; its gradient is the sum of all dz(n).",
            "Use a sum where a mean stands."),
    Mistake("D02", "divided by the number of examples",
            "The mean over the examples is taken once, in the loss.",
            "Leave the division by T out."),
    Mistake("D03", "one gradient for every position",
            "There is one bias for a whole map, so the contributions of all its positions are added.",
            "Sum over rows and columns too."),
    Mistake("D04", "only one example counts",
            "The bias is the same for all examples; their contributions are added.",
            "Use += over the examples, or sum over that axis."),
    Mistake("D05", "the output maps are not kept apart",
            "bias[n] acts on map n only.",
            "Leave axis 1 out of the sum."),
    Mistake("D06", "one gradient for every example",
            "The bias is the same for all examples; their contributions are added.",
            "Sum over axis 0 too."),
)  # fmt: skip
