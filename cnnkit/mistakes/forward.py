"""Mistakes in the forward pass of a convolution, and in its size (lecture 1.1).

Each function is the readable solution of its exercise with the misconceptions of the catalogue built in
as switches.
"""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["CONV2D_FORWARD", "COUNT_PARAMETERS", "MISTAKES", "NEURON", "OUTPUT_SIZE"]


def filters_seen(w, faults):
    """The filters as somebody with these misconceptions uses them: (N, M, Kh, Kw)."""
    if "F01" in faults:  # convolution must flip the filter
        w = w[:, :, ::-1, ::-1]
    if "F02" in faults:  # rows and columns of the filter exchanged
        w = w.transpose(0, 1, 3, 2)
    if "F05" in faults:  # one 2-D filter serves all channels
        w = np.repeat(w[:, :1], w.shape[1], axis=1)
    if "F08" in faults:  # the first filter serves every output map
        w = np.repeat(w[:1], w.shape[0], axis=0)
    if "F04" in faults:  # the last channel only: the sum over m is overwritten
        w = w * (np.arange(w.shape[1]) == w.shape[1] - 1)[:, None, None]
    if "F04:first" in faults:
        w = w * (np.arange(w.shape[1]) == 0)[:, None, None]
    if "F03" in faults:  # mean instead of sum
        w = w / w[0].size
    return w


def bias_seen(bias, channels, faults):
    """The bias as somebody with these misconceptions adds it: (N,)."""
    if "F06" in faults:  # forgotten
        return bias * 0
    if "F07" in faults:  # added once for each input channel
        return bias * channels
    return bias


def times_added(w, faults):
    """How often somebody with these misconceptions adds the bias."""
    return w[0].size if "F19" in faults else 1  # to every product


def neuron(patch, w, bias, faults=frozenset()):
    """All filters at one position, with faults."""
    seen = filters_seen(w, faults)
    axes = {"F39": (0, 1, 2), "F39:rows": (0, 1, 3), "F39:maps": (0, 2, 3)}  # n among them
    along = next((along for fault, along in axes.items() if fault in faults), (1, 2, 3))
    return (seen * patch).sum(axis=along) + bias_seen(bias, len(patch), faults) * times_added(w, faults)


def output_size(size, kernel_size, stride, padding, dilation, faults=frozenset()):
    """Size of the map that a scan makes, with faults."""
    if "F14" in faults:  # padding forgotten
        padding = 0
    if "F20" in faults:  # padding on one side only
        padding = padding / 2
    if "F17" in faults:  # dilation forgotten
        dilation = 1
    span = size + 2 * padding - dilation * (kernel_size - 1) - 1
    if "F35" in faults:  # the window taken to cover d · K cells
        span = size + 2 * padding - dilation * kernel_size
    if "F22" in faults:  # stride left out
        stride = 1
    steps = -(-span // stride) if "F13" in faults else span // stride  # ceil for floor
    if "F13:nearest" in faults:
        steps = np.floor(span / stride + 0.5)
    if "R21" in faults:  # brackets left out: only what stands beside the stride is divided, the 1 or the whole last product
        return int(span + 1 - 1 // stride + 1)
    if "R21:product" in faults:
        return int(size + 2 * padding - dilation * (kernel_size - 1) // stride + 1)
    return int(steps) + (0 if "F18" in faults else 1)  # the first window forgotten


def count_parameters(layers, faults=frozenset()):
    """Weights and biases of a stack, with faults."""
    bias = 0 if "F06" in faults else 1
    total = 0
    for kind, *sizes in layers:
        if "F37:every" in faults or ("F37" in faults and kind != "pool"):  # only the last layer
            total = 0
        if kind == "conv":
            M, N, K = sizes
            if "F38" in faults:  # input and output maps exchanged
                M, N = N, M
            bias = 0 if faults & {"F06", "F06:convolutions"} else 1
            cells = K if "F33" in faults else K * K
            total += N * ((1 if "F05" in faults else M) * cells + bias)
            if "F36" in faults:  # as many biases as inputs
                total += M - N
            if "F07" in faults:  # a bias for every pair of maps
                total += N * (M - 1)
            if "F34" in faults:  # one bias for the layer
                total += 1 - N
        elif kind == "linear":
            bias = 0 if faults & {"F06", "F06:linear"} else 1
            total += sizes[1] * (sizes[0] + bias) + (1 - sizes[1] if "F34" in faults else 0)
            total += sizes[0] - sizes[1] if faults & {"F36", "F36:linear"} else 0
        elif "P14" in faults:  # pooling windows counted as weights
            total += sizes[0] ** 2
    return total


def conv2d_forward(y, w, bias, stride, padding, faults=frozenset()):
    """Scan the maps with every filter, with faults."""
    s, p = stride, 0 if "F27" in faults else padding  # F27: no padding anywhere
    w = filters_seen(w, faults)
    (T, M, H, W), (N, _, Kh, Kw) = y.shape, w.shape
    rows, cols = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    if "F22" in faults:  # stride left out, of the size too
        s, rows, cols = 1, H + 2 * p - Kh + 1, W + 2 * p - Kw + 1
    if "F13" in faults:  # ceil for floor: one more row and column where there is a remainder
        rows, cols = -(-(H + 2 * p - Kh) // s) + 1, -(-(W + 2 * p - Kw) // s) + 1
    if "F14" in faults:  # size without padding
        rows, cols = (H - Kh) // s + 1, (W - Kw) // s + 1
    # zeros far around the map, so that a window may start too early or too late
    frame = Kh + Kw + 2 * (p + s)
    far = far_around(y, frame, p, faults)
    start = frame - p
    if "F09" in faults:  # padding at the end only
        start = frame
    if "F09:before" in faults:  # padding at the beginning only
        start = frame - 2 * p
    if "F10" in faults:  # the window starts one cell late
        start += 1
    step_r, step_c = s, s
    if "F11" in faults:  # stride for the rows only
        step_c = 1
    if "F11:columns" in faults:
        step_r = 1
    if "F12" in faults:  # output index not divided by the stride: the stride-1 map, cropped
        step_r = step_c = 1
    if "F23" in faults:  # stride on the weight's index: i + p·s
        windows = np.lib.stride_tricks.sliding_window_view(far, ((Kh - 1) * s + 1, (Kw - 1) * s + 1), axis=(2, 3))[..., ::s, ::s]
        step_r = step_c = 1
    else:
        windows = np.lib.stride_tricks.sliding_window_view(far, (Kh, Kw), axis=(2, 3))
    windows = windows[:, :, start : start + rows * step_r : step_r, start : start + cols * step_c : step_c]
    z = np.einsum("tmijpq,nmpq->tnij", windows, w)
    return z + (bias_seen(bias, M, faults) * times_added(w, faults))[:, None, None]


def far_around(y, frame, p, faults):
    """The maps with what lies around them, for somebody with these misconceptions."""
    sides = ((0, 0), (0, 0), (frame, frame), (frame, frame))
    if "F26" in faults:  # the border repeated in place of zeros
        more = frame - p
        return np.pad(np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)), mode="edge"), ((0, 0), (0, 0), (more, more), (more, more)))
    if "F21" in faults and p:  # np.pad(y, p): the examples and maps are framed too, and read from the first on
        T, M = y.shape[:2]
        y = np.pad(y, ((p, p), (p, p), (0, 0), (0, 0)))[:T, :M]
    return np.pad(y, sides)


FILTER_FAULTS = ("F01", "F02", "F03", "F04", "F04:first", "F05", "F06", "F07", "F08", "F19")
NEURON = Program(neuron, (*FILTER_FAULTS, "F39", "F39:rows", "F39:maps"), instead=(("F04", "F05"), ("F06", "F07", "F19"), ("F08", "F39")))
CONV2D_FORWARD = Program(
    conv2d_forward,
    (
        *FILTER_FAULTS, "F09", "F09:before", "F10", "F11", "F11:columns", "F12", "F13", "F14", "F21", "F22", "F23", "F26", "F27",
    ),
    instead=(("F09", "F10", "F14", "F21", "F26", "F27"), ("F11", "F12", "F22", "F23"), ("F04", "F05"), ("F06", "F07", "F19")),
)  # fmt: skip
COUNT_PARAMETERS = Program(
    count_parameters,
    ("F05", "F06", "F06:convolutions", "F06:linear", "F07", "F33", "F34", "F36", "F36:linear", "F37", "F37:every", "F38", "P14"),
    instead=(("F06", "F07", "F34", "F36"),),
)
OUTPUT_SIZE = Program(output_size, ("F13", "F13:nearest", "F14", "F17", "F18", "F20", "F22", "F35", "R21", "R21:product"),
    instead=(("F14", "F20"), ("F17", "F35"), ("F13", "F18", "F22", "R21")),
)

MISTAKES = (
    Mistake("F01", "the filter is flipped before the scan",
            "A layer's forward pass lays the filter on the patch as it is: w(p, q) meets y(i·s + p, j·s + q). "
            "Signal processing flips it; here the flip appears only on the way back.",
            "Use w as it comes, without [::-1]; scipy's convolve2d flips, correlate2d does not."),
    Mistake("F02", "rows and columns of the filter are exchanged",
            "w[n, m, p, q]: p counts rows and goes with the rows of the map, q counts columns.",
            "Look where p and q are used: p belongs to i·s + p, q to j·s + q."),
    Mistake("F03", "the mean of the products in place of their sum",
            "A filter is a perceptron: it adds weight times input over all its inputs. Dividing by their number "
            "makes another, weaker filter.",
            "Use a sum where a mean stands."),
    Mistake("F04", "only one input map reaches the result",
            "A filter has one layer of weights for every input map, and z is the sum over all of them.",
            "Add over m: keep a running total (+=), or let sum or einsum run over m as well."),
    Mistake("F05", "one layer of the filter serves all input maps",
            "w[n, m] is another set of weights for every input map m.",
            "Index the filter with m, not with 0."),
    Mistake("F06", "the bias is missing",
            "Every output map n has one number of its own, bias[n], added at each position.",
            "Add bias[n] to each sum."),
    Mistake("F07", "the bias is added once for every input map",
            "The sum over the input maps comes first; bias[n] is added to it once.",
            "Move the bias out of the loop over m."),
    Mistake("F08", "the first filter makes every output map",
            "Output map n is made by filter n.",
            "Index the filter with n, not with 0."),
    Mistake("F09", "padding on one side only",
            "padding = p puts p rows and columns of zeros on each of the four sides, so the first window "
            "starts p cells before the map.",
            "Pad with p before and p after: np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))."),
    Mistake("F10", "every window starts one cell late",
            "Indices start at 0: window (i, j) begins at row i·s of the padded map.",
            "Look for a + 1 in the start of the window."),
    Mistake("F11", "the stride acts on rows or columns only",
            "The window moves s cells from one output to the next, downwards and sideways.",
            "Multiply both indices by the stride."),
    Mistake("F12", "the stride does not move the window",
            "Output (i, j) belongs to the window that starts at (i·s, j·s). Your array is the map of stride 1, cut off.",
            "Let i count outputs and start the window at i * stride."),
    Mistake("F13", "rounded up or to the nearest in place of down",
            "A window that does not fit any more is not counted: the size is rounded down.",
            "Use //, which rounds down."),
    Mistake("F14", "the size leaves padding out",
            "The window scans the padded map, which has p more rows on both sides: H + 2p.",
            "Add 2 * padding to the size."),
    Mistake("F19", "the bias is added to every product",
            "All products of a patch are added up first; bias[n] is added to the sum once.",
            "Move the bias out of the innermost loop or sum."),
    Mistake("F20", "padding is counted once",
            "padding = p adds p rows at both ends: H + 2p.",
            "Add 2 * padding to the size."),
    Mistake("F21", "padding goes around the examples and maps too",
            "np.pad(y, p) frames all four axes, so that the first example and the first map are zeros.",
            "Name the axes: np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))."),
    Mistake("F22", "the stride is left out",
            "The window moves s cells from one output to the next, so there are about s times fewer of them.",
            "Divide by the stride in the size, and start the window at i * stride."),
    Mistake("F23", "the stride spreads the filter, not the windows",
            "The cells of a patch lie side by side: w(p, q) meets y(i·s + p, j·s + q). The stride goes with i and j.",
            "Use i * stride + p, not i + p * stride."),
    Mistake("F26", "the border of the map is repeated in place of zeros",
            "Padding here is with zeros.",
            'Leave mode out of np.pad, or use mode="constant".'),
    Mistake("F27", "padding is left out altogether",
            "padding = p puts p rows and columns of zeros on each of the four sides; the window scans that larger map.",
            "Pad y first; the size is that of the padded map."),
    Mistake("F35", "the window is taken to cover d·K cells",
            "K cells have K − 1 gaps between them: a window with dilation d covers d·(K − 1) + 1 cells.",
            "Use dilation * (kernel_size - 1) + 1."),
    Mistake("F33", "a filter is counted as K weights in place of K²",
            "A filter has K rows of K weights for every input map.",
            "Use K * K."),
    Mistake("F34", "one bias is counted for a whole layer",
            "Every output has a bias of its own.",
            "Add as many biases as there are outputs."),
    Mistake("F36", "as many biases as inputs are counted",
            "A bias belongs to an output: N for a convolution, one for each output of a linear layer.",
            "Add as many biases as there are outputs."),
    Mistake("F37", "only the last layer is counted",
            "The total is over all layers of the stack.",
            "Use += where = stands."),
    Mistake("F39", "the sum runs over n, the axis of the filters",
            "Each filter has a sum of its own, over m, p and q: in an array (N, M, Kh, Kw) those are the axes 1, 2 and 3.",
            "Sum over axis=(1, 2, 3)."),
    Mistake("F38", "input and output maps are exchanged",
            'A layer ("conv", M, N, K) has N filters of M·K·K weights and N biases.',
            "Use N * (M * K * K + 1)."),
    Mistake("P14", "the pooling layers are counted",
            "A pooling window takes a maximum or a mean; there is nothing in it to learn.",
            "Let pooling layers add 0."),
    Mistake("F17", "the size leaves dilation out",
            "A window with gaps covers d·(K − 1) + 1 cells.",
            "Use dilation * (kernel_size - 1) + 1 in place of kernel_size."),
    Mistake("F18", "the first window is not counted",
            "The division counts the steps; the window at the start is there before the first step.",
            "Add 1 after the division."),
)  # fmt: skip
