"""Mistakes in transposed convolution, its size, its two code forms and its gradients (lecture 3).

Written as stamps: every input cell puts its filter, times itself, on the larger map.  A filter that is
flipped here is one that was not flipped in the form with zeros and a scan.
"""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = [
    "CONV_TRANSPOSE2D",
    "CONV_TRANSPOSE2D_BY_UPSAMPLING",
    "CONV_TRANSPOSE2D_GRAD_INPUT",
    "CONV_TRANSPOSE2D_GRAD_WEIGHT",
    "MISTAKES",
    "OUTGOING_WEIGHTS",
    "TRANSPOSED_OUTPUT_SIZE",
    "UPSAMPLE",
]


def transposed_output_size(size, kernel_size, stride, padding, output_padding, faults=frozenset()):
    """Size of the map that a transposed convolution makes, with faults."""
    step = step_of(stride, faults)
    cut = 2 * padding
    if "T06" in faults:  # padding enlarges
        cut = -cut
    if "T07" in faults:  # padding ignored
        cut = 0
    if "T12" in faults:  # cropped on one side only
        cut = cut // 2
    if "T16" in faults:  # output padding left out
        output_padding = 0
    if "T16:twice" in faults:
        output_padding *= 2
    if "T16:taken off" in faults:
        output_padding = -output_padding
    if "T01" in faults:  # H · b
        return size * step
    if "T01:plus output padding" in faults:
        return size * step + output_padding
    if "T17" in faults:  # H steps in place of H − 1
        return size * step + kernel_size - cut + output_padding
    if "T18" in faults:  # K steps taken off, as in a convolution
        return (size - 1) * step - kernel_size + 2 * padding + output_padding
    if "T19" in faults:  # K − 1
        return (size - 1) * step + kernel_size - 1 - cut + output_padding
    if "T09" in faults:  # the size of a convolution
        return (size + cut - kernel_size) // step + 1 + output_padding
    if "T09:and nothing else" in faults:
        return (size + cut - kernel_size) // step + 1
    return (size - 1) * step + kernel_size - cut + output_padding


def step_of(stride, faults):
    """How far apart somebody with these misconceptions puts two stamps."""
    if faults & {"T02", "T02:on the right size"}:  # stride ignored
        return 1
    return stride + ("T03" in faults)  # b zeros between two cells, not b - 1


def filters_stamped(w, faults):
    """The filters (M, N, Kh, Kw) as the stamping form of these misconceptions uses them."""
    if "T04" in faults:  # flipped in the stamping form, or not flipped after upsampling
        w = w[:, :, ::-1, ::-1]
    if "T04:rows" in faults:
        w = w[:, :, ::-1]
    if "T04:columns" in faults:
        w = w[:, :, :, ::-1]
    if "T11:reshaped" in faults:  # a reshape for the transposition
        w = w.reshape(w.shape[1], w.shape[0], *w.shape[2:]).transpose(1, 0, 2, 3)
    if "T21" in faults:  # rows and columns exchanged
        w = w.transpose(0, 1, 3, 2)
    if "T11" in faults:  # w[out, in] in place of w[in, out]
        if w.shape[0] != w.shape[1]:
            raise ValueError("the exchanged channels do not fit")
        w = w.transpose(1, 0, 2, 3)
    return w


def stamped(y, w, stride, faults):
    """Every stamp on a map that is large enough: nothing is cropped yet."""
    step = step_of(stride, faults)
    (T, _, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    rows, columns = (H - 1) * step + Kh, (W - 1) * step + Kw
    if "T02:on the right size" in faults:
        rows, columns = (H - 1) * stride + Kh, (W - 1) * stride + Kw
    z = np.zeros((T, N, rows, columns))
    for k, l in np.ndindex(H, W):
        part = z[:, :, k * step : k * step + Kh, l * step : l * step + Kw]
        if "T05" in faults:  # = in place of +=
            part[:] = np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
        elif "T05:per map" in faults:  # the same, with the loop over m inside
            part[:] = np.einsum("t,npq->tnpq", y[:, -1, k, l], w[-1])
        else:
            part += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z


def cropped(z, padding, faults):
    """Cut the padding off, in the right way or in one of the wrong ones."""
    p, (rows, columns) = padding, z.shape[2:]
    if "T06" in faults:  # padding enlarges
        return np.pad(z, ((0, 0), (0, 0), (p, p), (p, p)))
    if "T07" in faults:  # padding ignored
        return z
    if "T12" in faults:  # both shares of the padding cut at the top and left
        return z[:, :, 2 * p :, 2 * p :]
    if "T12:end" in faults:  # both shares cut at the bottom and right
        return z[:, :, : max(0, rows - 2 * p), : max(0, columns - 2 * p)]
    if "T12:once" in faults:  # one share only
        return z[:, :, p:, p:]
    if "T12:once, at the end" in faults:
        return z[:, :, : rows - p, : columns - p]
    if "B14" in faults:  # [p:-p], which is empty for p = 0
        return z[:, :, p:-p, p:-p]
    return z[:, :, p : rows - p, p : columns - p]


def scanned(y, w, stride, padding):
    """An ordinary convolution of y, with w[in, out]: (H + 2p - K) // b + 1 rows."""
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows[:, :, ::stride, ::stride], w)


def conv_transpose2d(y, w, stride, padding, faults=frozenset()):
    """Transposed convolution by stamping, with faults."""
    if "T10" in faults:  # nearest neighbours: every cell is repeated, w is not used
        return np.repeat(np.repeat(y, stride, axis=2), stride, axis=3)
    w = filters_stamped(w, faults)
    if "T09" in faults:
        return scanned(y, w, step_of(stride, faults), padding)
    z = stamped(y, w, stride, faults)
    if "T01" in faults:  # the map is made H · b large; what lies beyond is lost
        z = np.pad(z, ((0, 0), (0, 0), *((0, n * stride + 2 * padding) for n in y.shape[2:])))
        return cropped(z, padding, faults)[:, :, : y.shape[2] * stride, : y.shape[3] * stride]
    return cropped(z, padding, faults)


def upsample(y, stride, faults=frozenset()):
    """Zeros between the cells, with faults."""
    (T, M, H, W), step = y.shape, step_of(stride, faults)
    if "T10" in faults:  # every cell is repeated
        return np.repeat(np.repeat(y, step, axis=2), step, axis=3)
    rows, columns = (H - 1) * step + 1, (W - 1) * step + 1
    if "T01" in faults:  # zeros after the last cell too
        rows, columns = H * step, W * step
    u = np.zeros((T, M, rows, columns))
    u[:, :, ::step, ::step] = y
    return u


def conv_transpose2d_by_upsampling(y, w, stride, padding, faults=frozenset()):
    """Zeros between the cells, a frame, a scan with the flipped filter; with faults."""
    if "T15" in faults:  # framed by p in place of K − 1 − p
        flipped = filters_stamped(w, faults)[:, :, ::-1, ::-1]
        return scanned(upsample(y, stride, faults), flipped, 1, padding)
    if "T20" in faults:  # no frame at all
        flipped = filters_stamped(w, faults)[:, :, ::-1, ::-1]
        return scanned(upsample(y, stride, faults), flipped, 1, 0)
    # what a scan with the flipped filter does is stamping with distance 1
    z = stamped(upsample(y, stride, faults), filters_stamped(w, faults), 1, frozenset())
    return cropped(z, padding, faults)


def outgoing_weights(input_size, kernel_size, stride, padding, transposed, faults=frozenset()):
    """Outgoing weights of every input cell, with faults."""
    # nothing is cropped, nothing is padded
    if "T07" in faults or ("T07:shrinking" in faults and not transposed) or ("T07:expanding" in faults and transposed):
        padding = 0
    if "T02:shrinking" in faults and not transposed:
        stride = 1
    if "T09" in faults:  # a transposed convolution taken for an ordinary one
        transposed = False
    if "T25" in faults:
        transposed = True
    if "T26" in faults:
        transposed = not transposed
    if "T22" in faults:  # the same number for every cell
        return np.full(input_size, kernel_size[0] * kernel_size[1])
    step = step_of(stride, faults)
    end = 0 if "T12" in faults else padding  # one side only

    def along(size, k):
        if transposed:
            length = (size - 1) * step + k - padding - end
            return [sum(0 <= r * step - padding + p < length for p in range(k)) for r in range(size)]
        starts = range(-padding, size + end - k + 1, step)
        return [sum(0 <= r - start < k for start in starts) for r in range(size)]

    pairs = zip(input_size, kernel_size, strict=True)
    if "T23" in faults:  # rows and columns added
        rows, columns = (np.array(along(*pair), dtype=int) for pair in pairs)
        return rows[:, None] + columns
    return np.outer(*(np.array(along(*pair), dtype=int) for pair in pairs))


def conv_transpose2d_grad_input(dz, w, input_size, stride, padding, faults=frozenset()):
    """Gradient of the input maps: a convolution of dz, with faults."""
    w = filters_stamped(w, faults)
    if "T24" in faults:  # stamped once more: the forward pass, or the gradient of a convolution
        far = np.pad(stamped(dz, w.transpose(1, 0, 2, 3), stride, frozenset()), ((0, 0), (0, 0), *((0, n) for n in input_size)))
        return far[:, :, padding : padding + input_size[0], padding : padding + input_size[1]]
    step, p = step_of(stride, faults), 0 if "T07" in faults else padding
    ends = (2 * p, 0) if "T12" in faults else (p, p)  # framed on one side only
    framed = np.pad(dz, ((0, 0), (0, 0), ends, ends))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))
    dy = np.einsum("tnijpq,mnpq->tmij", windows[:, :, ::step, ::step], w)
    return dy[:, :, : input_size[0], : input_size[1]]


def conv_transpose2d_grad_weight(dz, y, kernel_size, stride, padding, faults=frozenset()):
    """Gradient of the filters, with faults."""
    (Kh, Kw), step = kernel_size, step_of(stride, faults)
    p = 0 if "T07" in faults else padding
    if "T09" in faults:  # dz and y where a convolution has them
        return as_if_convolved(dz, y, kernel_size, stride, padding)
    ends = (2 * p, 0) if "T12" in faults else (p, p)
    framed = np.pad(dz, ((0, 0), (0, 0), ends, ends))
    dw = np.zeros((y.shape[1], dz.shape[1], Kh, Kw))
    for k, l in np.ndindex(y.shape[2:]):
        met = framed[:, :, k * step : k * step + Kh, l * step : l * step + Kw]
        share = np.zeros((y.shape[1], dz.shape[1], Kh, Kw))
        last = slice(-1 if "T05:in all loops" in faults else 0, None)  # of the examples
        share[:, :, : met.shape[2], : met.shape[3]] = np.einsum("tm,tnpq->mnpq", y[last, :, k, l], met[last])
        dw = share if faults & {"T05", "T05:in all loops"} else dw + share
    if "T04" in faults:
        dw = dw[:, :, ::-1, ::-1]
    return dw.transpose(1, 0, 2, 3) if "T11" in faults else dw


def as_if_convolved(dz, y, kernel_size, stride, padding):
    """The gradient of the filters of a convolution; it fits only where that makes dz's size of y's."""
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel_size, axis=(2, 3))
    return np.einsum("tnij,tmijpq->nmpq", dz, windows[:, :, ::stride, ::stride])


TRANSPOSED_OUTPUT_SIZE = Program(
    transposed_output_size,
    (
        "T01", "T01:plus output padding", "T02", "T03", "T06", "T07", "T09", "T09:and nothing else", "T12",
        "T16", "T16:twice", "T16:taken off", "T17", "T18", "T19",
    ),
    instead=(("T01", "T09", "T17", "T18", "T19"), ("T06", "T07", "T12", "T18", "T19"), ("T02", "T03")),
)  # fmt: skip
FLIPS = ("T04", "T04:rows", "T04:columns", "T21")
CROPS = ("T06", "T07", "T12", "T12:end", "T12:once", "T12:once, at the end", "B14")
CONV_TRANSPOSE2D = Program(
    conv_transpose2d,
    ("T01", "T02", "T02:on the right size", "T03", *FLIPS, "T05", "T05:per map", *CROPS, "T09", "T10", "T11", "T11:reshaped"),
)
CONV_TRANSPOSE2D_BY_UPSAMPLING = Program(
    conv_transpose2d_by_upsampling,
    ("T01", "T02", "T03", *FLIPS, *CROPS, "T10", "T11", "T11:reshaped", "T15", "T20"),
)
UPSAMPLE = Program(upsample, ("T01", "T02", "T03", "T10"))
OUTGOING_WEIGHTS = Program(
    outgoing_weights, ("T02", "T02:shrinking", "T07", "T07:shrinking", "T07:expanding", "T09", "T12", "T22", "T23", "T25", "T26"),
    instead=(("T09", "T25", "T26", "T22"), ("T07", "T12")),
)
CONV_TRANSPOSE2D_GRAD_INPUT = Program(
    conv_transpose2d_grad_input, ("T02", *FLIPS, "T07", "T11", "T11:reshaped", "T12", "T24")
)
CONV_TRANSPOSE2D_GRAD_WEIGHT = Program(
    conv_transpose2d_grad_weight, ("T02", "T04", "T05", "T05:in all loops", "T07", "T09", "T11", "T12")
)

MISTAKES = (
    Mistake("T01", "the size is taken for H · b",
            "The last of H cells stands at (H − 1)·b, not at H·b; its stamp is K long, and p is cut at both ends: "
            "(H − 1)·b + K − 2p. That is H·b only where K = b + 2p.",
            "Count from the last cell: it stands at (size - 1) * stride."),
    Mistake("T02", "the stride is left out",
            "Cell (k, l) puts its stamp at row k·b, column l·b: b cells from the stamp of its neighbour.",
            "Use k * stride and l * stride, or put stride - 1 zeros between neighbours."),
    Mistake("T03", "one zero too many between two cells",
            "Neighbours end up b cells apart: b − 1 zeros fill the gap.",
            "Space the cells by stride, not stride + 1."),
    Mistake("T04", "the filter is turned the wrong way round",
            "A stamp is the filter as it is. An output cell that collects meets the weights in the opposite order, "
            "so only the form with zeros and a scan flips it, in both directions.",
            "To stamp, or to scan dz for a gradient, use w; to scan the spread-out map, w[:, :, ::-1, ::-1]."),
    Mistake("T05", "a later stamp overwrites an earlier one",
            "Where stamps overlap they add up, and so do the input maps m.",
            "Use += where = stands."),
    Mistake("T06", "padding makes the map larger",
            "Padding is that of the convolution that this one transposes: it framed the large map there, "
            "so here p rows and columns are cropped from each side.",
            "Cut padding off both ends; do not add it."),
    Mistake("T07", "padding is left out",
            "In an expanding layer padding crops p rows and columns from each side of the large map; in the convolution "
            "that it transposes, it frames that map.",
            "Cut padding rows and columns off each side of z; for a gradient, frame dz with as many zeros."),
    Mistake("T09", "an ordinary convolution",
            "A convolution reads patches and shrinks the map; transposed, each cell writes a patch, and the map grows.",
            "Add y[:, :, k, l] times the filter at row k * stride, column l * stride of a larger map of zeros; "
            "for the gradient of the filters, y and dz change places."),
    Mistake("T10", "each cell is only repeated",
            "Repeating is one fixed filter, all ones. Here zeros stand between the cells, and the filters w fill them.",
            "Set every stride-th cell of an array of zeros, or add stamps of w."),
    Mistake("T11", "input and output maps of w are exchanged",
            "A transposed convolution carries the filters of the convolution that it transposes: w[m, n], input map first.",
            "Match the first axis of w with the maps of y."),
    Mistake("T15", "the map is framed by padding in place of K − 1 − padding",
            "The first output cell lies under the last weight of the filter: K − 1 zeros before the map, and p of these rows are cropped.",
            "Pad by Kh - 1 - padding and Kw - 1 - padding."),
    Mistake("T16", "output padding is not added once",
            "output_padding adds its rows at one end, once.",
            "Add output_padding."),
    Mistake("T17", "H steps are counted in place of H − 1",
            "Between H cells there are H − 1 steps of b; the last stamp adds K.",
            "Use (size - 1) * stride."),
    Mistake("T18", "the filter is taken off, and padding added, as in a convolution",
            "The last stamp covers K rows from its cell on, and padding crops: (H − 1)·b + K − 2p.",
            "Add kernel_size and take 2 * padding off."),
    Mistake("T19", "the last stamp is counted with K − 1 rows",
            "The last cell stands at (H − 1)·b and its stamp covers K rows from there on.",
            "Add kernel_size."),
    Mistake("T20", "the spread-out map has no frame of zeros",
            "A cell at the border lies under windows that reach out of the map: K − 1 − p zeros on each side make room for them.",
            "Pad by Kh - 1 - padding and Kw - 1 - padding before the scan."),
    Mistake("T21", "rows and columns of the filter are exchanged",
            "w[m, n, p, q]: p goes with rows, q with columns.",
            "Look where p and q changed places."),
    Mistake("T25", "every layer is taken for an expanding one",
            "In a shrinking layer a cell is read by every window that holds it; in an expanding one it writes its own stamp.",
            "Where transposed is False, count the windows that hold the cell."),
    Mistake("T26", "expanding and shrinking layers are exchanged",
            "transposed = True means that the layer expands: each cell writes a stamp.",
            "Look at the condition on transposed."),
    Mistake("T22", "every cell is taken to have all K² weights",
            "Weights that would leave the map are not there: cells near the border of a cropped or padded map, or between windows, have others.",
            "Count for each cell which of the K rows and columns exist."),
    Mistake("T23", "the counts along rows and columns are added",
            "Each row that is reached goes with each column that is reached.",
            "Multiply: np.outer(rows, columns)."),
    Mistake("T24", "dz is stamped, not read",
            "Forward, a cell wrote a patch of z; backward, it reads that patch of dz: an ordinary convolution.",
            "Scan dz with w, stride and padding."),
    Mistake("T12", "the padding is not taken from both sides alike",
            "p rows belong to the top and p to the bottom, p columns to the left and p to the right.",
            "Take as many from each side: z[:, :, p:rows - p, p:columns - p]; for a gradient, frame dz alike on each side."),
)  # fmt: skip
