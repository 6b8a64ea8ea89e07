"""Mistakes in the gradient of the input maps (lecture 2.1.3.2).

Written as a scatter: every dz hands its gradient back through the filter.  A filter that is flipped here
is one that was not flipped in the gather form, and the other way round.
"""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["CONV2D_GRAD_INPUT", "GRAD_INPUT_BY_FLIPPING", "MISTAKES"]


def filters_scattered(w, faults):
    """The filters (N, M, Kh, Kw) as the scatter form of this misconception uses them."""
    square = w.shape[2] == w.shape[3]
    if faults & {"B04", "B05", "B22"} and not square:
        raise ValueError("the turned filter does not fit")
    if "B01/B07" in faults:  # not flipped in the gather form, or flipped in the scatter form
        w = w[:, :, ::-1, ::-1]
    if "B02" in faults:  # flipped left-right only, in the gather form
        w = w[:, :, ::-1]
    if "B03" in faults:  # flipped top-bottom only, in the gather form
        w = w[:, :, :, ::-1]
    if "B04" in faults:  # turned by 90 degrees once, in the gather form
        w = np.rot90(w, 3, axes=(2, 3))
    if "B05" in faults:  # transposed in place of flipped, in the gather form
        w = w.transpose(0, 1, 3, 2)[:, :, ::-1, ::-1]
    if "B22" in faults:  # rows and columns exchanged
        w = w.transpose(0, 1, 3, 2)
    if "B06" in faults:  # every axis flipped, the maps' too
        w = w[::-1, ::-1]
    if "B18" in faults:  # w[m, n] read as w[n, m]
        if w.shape[0] != w.shape[1]:
            raise ValueError("the exchanged channels do not fit")
        w = w.transpose(1, 0, 2, 3)
    return w


def conv2d_grad_input(dz, w, input_size, stride, padding, faults=frozenset()):
    """Gradient of the input maps, with faults."""
    p = padding
    w = filters_scattered(w, faults)
    if "B16" in faults:  # the last map n only
        dz, w = dz[:, -1:], w[-1:]
    if "B16:first" in faults:
        dz, w = dz[:, :1], w[:1]
    if "B34" in faults:  # collected from cell i·s + k, unflipped: the forward pass with dz for y
        return _collected(dz, w, input_size, stride, p)
    if "B33" in faults:  # dz scanned with the stride in place of zeros between its cells
        return _scanned(dz, w, input_size, stride, p)
    # cells between two stamps: s - 1 zeros are inserted
    step = 1 if "B10" in faults else stride + ("B11" in faults)
    (rows, cols), (Kh, Kw) = dz.shape[2:], w.shape[2:]
    full = np.zeros((len(dz), w.shape[1], *_room(dz, w, step, input_size, p)))
    apart = 1  # between two weights of a stamp
    if "B32" in faults:  # the stride spreads the filter, not the stamps
        step, apart = 1, stride
        full = np.pad(full, ((0, 0), (0, 0), (0, Kh * stride + rows), (0, Kw * stride + cols)))
    for i, j in np.ndindex(rows, cols):
        part = full[:, :, i * step : i * step + Kh * apart : apart, j * step : j * step + Kw * apart : apart]
        if "B15:per filter" in faults:  # = in place of +=, with the loop over n inside
            part[:] = np.einsum("t,mpq->tmpq", dz[:, -1, i, j], w[-1])
        elif "B15" in faults:  # = in place of += where windows overlap
            part[:] = np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
        else:
            part += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    used = ((rows - 1) * step + Kh, (cols - 1) * step + Kw)
    dy = _cropped(full, used, (Kh, Kw), input_size, p, faults)
    if "B17" in faults:  # mean over n
        dy = dy / dz.shape[1]
    if "B20" in faults:  # divided by the number of examples
        dy = dy / len(dz)
    return dy


def _collected(dz, w, input_size, s, p):
    """dz read at i·s + k for cell i: right nowhere but for 1 × 1 filters."""
    far = np.pad(dz, ((0, 0), (0, 0), *((p, n * s + k) for n, k in zip(input_size, w.shape[2:], strict=True))))
    dy = np.zeros((len(dz), w.shape[1], *input_size))
    for r, c in np.ndindex(input_size):
        patch = far[:, :, r * s : r * s + w.shape[2], c * s : c * s + w.shape[3]]
        dy[:, :, r, c] = np.einsum("tnpq,nmpq->tm", patch, w[:, :, : patch.shape[2], : patch.shape[3]])
    return dy


def _scanned(dz, w, input_size, s, p):
    """The flipped filter over the framed dz, moved by the stride; what is missing stays 0."""
    Kh, Kw = w.shape[2:]
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))[:, :, p::s, p::s]
    found = np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])
    dy = np.zeros((len(dz), w.shape[1], *input_size))
    part = found[:, :, : input_size[0], : input_size[1]]
    dy[:, :, : part.shape[2], : part.shape[3]] = part
    return dy


def _room(dz, w, step, input_size, p):
    # enough for every stamp and for the padded map
    return tuple(
        max((n - 1) * step + k, size + 2 * p) + 1
        for n, k, size in zip(dz.shape[2:], w.shape[2:], input_size, strict=True)
    )


def _cropped(full, used, kernel_size, input_size, p, faults):
    """Cut the padding off, in the right way or in one of the wrong ones."""
    sizes = tuple(n + 2 * p for n in input_size)
    if "B19" in faults:  # rows and columns of the remainder missing
        sizes = used
    if "B37" in faults:  # collected from dz as it is, without its frame; what is missing counts 0
        Kh, Kw = kernel_size
        return np.pad(full[:, :, Kh - 1 :, Kw - 1 :], ((0, 0), (0, 0), *((0, n) for n in input_size)))[:, :, : input_size[0], : input_size[1]]
    if "B39" in faults:  # dz framed by p in place of K − 1 − p
        full = np.pad(full, ((0, 0), (0, 0), (p, p), (p, p)))
        return full[:, :, kernel_size[0] - 1 : used[0] - kernel_size[0] + 1 + 2 * p, kernel_size[1] - 1 : used[1] - kernel_size[1] + 1 + 2 * p]
    if "B09:not cropped" in faults:
        return full[:, :, kernel_size[0] - 1 : used[0] - kernel_size[0] + 1, kernel_size[1] - 1 : used[1] - kernel_size[1] + 1]
    if "B08" in faults:  # dz padded by K, not K - 1: everything one cell down and to the right
        full = np.pad(full, ((0, 0), (0, 0), (1, 0), (1, 0)))
    if "B09" in faults:  # dz not padded with zeros: only windows that lie inside
        Kh, Kw = kernel_size
        full = full[:, :, Kh - 1 : used[0] - Kh + 1, Kw - 1 : used[1] - Kw + 1]
        sizes = full.shape[2:]
    full = full[:, :, : sizes[0], : sizes[1]]
    if "B12" in faults:  # padding not removed
        return full
    if "B40" in faults:  # framed before dz only: everything K − 1 cells down and to the right
        Kh, Kw = kernel_size
        far = np.pad(full, ((0, 0), (0, 0), (Kh - 1, 0), (Kw - 1, 0)))
        return far[:, :, p : sizes[0] - p, p : sizes[1] - p]
    if "B35" in faults:  # cut off twice at the top and left
        return full[:, :, 2 * p :, 2 * p :]
    if "B36" in faults:  # one row and column cut off, whatever the padding
        return full[:, :, 1:-1, 1:-1]
    if "B13" in faults:  # padding removed from the end only
        return full[:, :, : sizes[0] - 2 * p, : sizes[1] - 2 * p]
    if "B14" in faults:  # [p:-p], which is empty for p = 0
        return full[:, :, p:-p, p:-p]
    return full[:, :, p : sizes[0] - p, p : sizes[1] - p]


def grad_input_by_flipping(dz, w, faults=frozenset()):
    """The lecture's form for stride 1 without padding, with faults."""
    size = tuple(n + k - 1 for n, k in zip(dz.shape[2:], w.shape[2:], strict=True))
    return conv2d_grad_input(dz, w, size, 1, 0, faults)


FLIP_FAULTS = (
    "B01/B07", "B02", "B03", "B04", "B05", "B06", "B08", "B09", "B16", "B16:first", "B17", "B18", "B20", "B22", "B34", "B40",
)  # fmt: skip
GRAD_INPUT_BY_FLIPPING = Program(
    grad_input_by_flipping,
    FLIP_FAULTS,
    instead=(("B08", "B09", "B34", "B40"), ("B01/B07", "B02", "B03", "B04", "B05", "B22"), ("B16", "B17")),
)
CONV2D_GRAD_INPUT = Program(
    conv2d_grad_input,
    (*FLIP_FAULTS, "B10", "B11", "B12", "B13", "B14", "B15", "B15:per filter", "B19", "B32", "B33", "B35", "B36", "B37", "B39", "B09:not cropped"),
    instead=(
        ("B08", "B09", "B12", "B13", "B14", "B35", "B36", "B37", "B39", "B40"), ("B10", "B11", "B32", "B33", "B34"),
        ("B01/B07", "B02", "B03", "B04", "B05", "B22"), ("B15", "B16"), ("B16", "B17"),
    ),
)

MISTAKES = (
    Mistake("B01/B07", "the filter is turned the wrong way round",
            "Collecting gradients from a patch of dz, the filter is flipped in both directions, because the last "
            "output to read a cell read it through the first weight. Handing each dz out, it is not flipped.",
            "In the collecting form use w[:, :, ::-1, ::-1]; in the handing-out form use w as it is."),
    Mistake("B02", "the filter is flipped in one direction only, left-right where you collect",
            "Rows turn round for the same reason as columns: both directions flip when you collect, none when you hand out.",
            "Check both last axes: w[:, :, ::-1, ::-1] to collect, w to hand out."),
    Mistake("B03", "the filter is flipped in one direction only, top-bottom where you collect",
            "Columns turn round for the same reason as rows: both directions flip when you collect, none when you hand out.",
            "Check both last axes: w[:, :, ::-1, ::-1] to collect, w to hand out."),
    Mistake("B04", "the filter is turned by 90°",
            "Flipping in both directions is a half turn, 180°.",
            "Use w[:, :, ::-1, ::-1], or np.rot90 twice."),
    Mistake("B05", "rows and columns of the filter are exchanged, and it is turned the wrong way round",
            "w(p, q): p goes with rows, q with columns. Collecting, both are flipped and keep their places; handing out, "
            "the filter is used as it is.",
            "In the collecting form use w[:, :, ::-1, ::-1] without a transposition; in the handing-out form w as it is."),
    Mistake("B06", "w is flipped along the axes of its maps",
            "Only rows and columns of the filter turn round; filter n still belongs to map n.",
            "np.flip(w) flips all axes; name the last two: w[:, :, ::-1, ::-1]."),
    Mistake("B08", "dz has one row and column of zeros too many",
            "The first cell of Y, its padding included, is read by one output only, through w(0, 0): K − 1 zeros before dz line it up.",
            "Pad dz with K - 1 zeros on each side, not K."),
    Mistake("B09", "dz has no frame of zeros",
            "A cell at the border is read by fewer outputs. The missing ones count as zeros: K − 1 on each side of dz.",
            "Pad dz with Kh - 1 rows and Kw - 1 columns on each side."),
    Mistake("B10", "the stride is left out",
            "Output i starts at row i·s, so its gradient goes back there. Without s everything crowds "
            "into the top left corner.",
            "Use i * stride, or put stride - 1 zeros between the cells of dz."),
    Mistake("B11", "one zero too many between the cells of dz",
            "Neighbouring outputs lie s cells apart: s − 1 zeros fill the gap.",
            "Space the cells of dz by stride, not stride + 1."),
    Mistake("B12", "the padding is still on",
            "The frame of zeros was no part of Y; its gradient is dropped.",
            "Cut p rows and columns off each side at the end."),
    Mistake("B13", "the padding is not taken off above and on the left",
            "The padding lies on all sides; the map starts at row p, column p of the padded one.",
            "Take [p:p + H, p:p + W]."),
    Mistake("B14", "[p:-p] is empty for p = 0",
            "-0 is 0, so [0:-0] takes nothing.",
            "Take [p:p + H, p:p + W]; it is right for every p."),
    Mistake("B15", "a later window overwrites an earlier one",
            "A cell that several outputs read gets the sum of all their gradients.",
            "Use += where = stands."),
    Mistake("B16", "only one output map hands its gradient back",
            "Each cell of Y feeds all N output maps; its gradient is the sum over n.",
            "Sum over n: += in a loop, or sum over that axis."),
    Mistake("B17", "the mean over the output maps",
            "The chain rule adds the paths over which Y acts on the divergence; it does not average them.",
            "Use a sum over n where a mean stands."),
    Mistake("B18", "input and output maps of w are exchanged",
            "w[n, m]: the first axis is the output map, the second the input map.",
            "Match the first axis of w with the maps of dz."),
    Mistake("B19", "rows left over at the end are missing",
            "Rows that no window reads still belong to Y; their gradient is 0. The result has the size of the input.",
            "Start from zeros of input_size and fill in what is read."),
    Mistake("B20", "divided by the number of examples",
            "The mean over the examples is taken once, in the loss. Here each example keeps its own gradient.",
            "Leave the division out."),
    Mistake("B32", "the stride spreads the filter, not the windows",
            "Output (i, j) read the patch that begins at (i·s, j·s); the cells of a patch lie side by side.",
            "Use i * stride + p, not i + p * stride."),
    Mistake("B33", "dz is scanned with the stride",
            "On the way back the stride is undone by zeros: s − 1 of them between the cells of dz, then a scan with stride 1.",
            "Put stride - 1 zeros between the cells of dz, and scan with stride 1."),
    Mistake("B34", "the gradient is collected as in a forward pass",
            "Cell r of Y is read by the outputs i with 0 <= r + p − i·s < K, through weight r + p − i·s; going from r·s + k on "
            "and through w(k) is another convolution of dz.",
            "Hand each dz(i, j)·w to the patch that it read, or collect with the flipped filter from dz in its frame of zeros."),
    Mistake("B37", "the patches of dz begin at the cell itself, without a frame of zeros before it",
            "The first output that read cell r lies K − 1 cells before it in the padded map: the patch of dz ends at r.",
            "Pad the spread-out dz by Kh - 1 and Kw - 1, then cut the padding off."),
    Mistake("B40", "dz is framed with zeros before it only",
            "K − 1 zeros belong on each side of dz; with all of them in front everything comes out K − 1 cells late.",
            "Pad dz by Kh - 1 rows above and below, and Kw - 1 columns left and right."),
    Mistake("B39", "dz is framed by padding in place of K − 1 − padding",
            "The patch of dz that belongs to the first cell of Y begins K − 1 − p cells before dz.",
            "Pad the spread-out dz by Kh - 1 - padding and Kw - 1 - padding."),
    Mistake("B35", "the padding of both sides is cut off at the top and left",
            "The padding lies on all sides; the map starts at row p, column p of the padded one.",
            "Take [p:p + H, p:p + W]."),
    Mistake("B36", "one row and column are cut off each side, whatever the padding",
            "padding is an argument; [1:-1] is right for 1 only.",
            "Take [p:p + H, p:p + W]."),
    Mistake("B22", "rows and columns of the filter are exchanged",
            "w(p, q): p goes with rows, q with columns, on the way back too.",
            "Look where p and q, or H and W, changed places."),
)  # fmt: skip
