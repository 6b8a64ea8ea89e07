"""Mistakes in pooling, downsampling and their gradients (lecture 2.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = [
    "DOWNSAMPLE",
    "DOWNSAMPLE_GRAD",
    "MAX_POOL",
    "MAX_POOL_GRAD",
    "MEAN_POOL",
    "MEAN_POOL_GRAD",
    "MISTAKES",
]


def windows_of(y, K, s, faults):
    """All windows (T, M, rows, columns, K, K) of somebody with these misconceptions."""
    rows, columns = ((n - K) // s + 1 for n in y.shape[2:])
    step = K if faults & {"P08", "P08:position 0", "A06"} else s  # windows start at i·K in place of i·s
    if "P17" in faults:  # rounded up: windows that reach over the end
        rows, columns = (-(-(n - K) // s) + 1 for n in y.shape[2:])
    if "P20" in faults:  # as many windows as fit side by side
        rows, columns = (n // K for n in y.shape[2:])
    if "P20:by stride" in faults:
        rows, columns = (n // s for n in y.shape[2:])
    if faults & {"P18", "P18:whole"}:  # the stride does not move the window
        step = 1
    if "P18:whole" in faults:
        rows, columns = (n - K + 1 for n in y.shape[2:])
    # far cells are never the maximum and never count: windows that start too late may leave the map
    room = np.full((*y.shape[:2], rows * step + K, columns * step + K), -np.inf)
    room = np.pad(y, ((0, 0), (0, 0), (0, room.shape[2]), (0, room.shape[3])), constant_values=-np.inf)
    every = np.lib.stride_tricks.sliding_window_view(room, (K, K), axis=(2, 3))
    return every[:, :, : rows * step : step, : columns * step : step], step


def max_pool(y, kernel_size, stride, faults=frozenset()):
    """Maximum of every window and where it was, with faults."""
    K, W = kernel_size, y.shape[3]
    seen, step = windows_of(y, K, stride, faults)
    flat = seen.reshape(*seen.shape[:4], K * K)
    if "P30" in faults:  # the smallest
        flat = np.where(np.isfinite(flat), -flat, -np.inf)
    if "P32" in faults:  # the largest without its sign
        flat = np.where(np.isfinite(flat), np.abs(flat), -np.inf)
    best = flat.argmax(axis=-1)
    if "P03" in faults:  # the last of equal maxima
        best = K * K - 1 - flat[..., ::-1].argmax(axis=-1)
    u = flat.max(axis=-1) * (-1 if "P30" in faults else 1)
    if "P32:with its sign" in faults:
        best = np.where(np.isfinite(flat), np.abs(flat), -1).argmax(axis=-1)
        u = np.take_along_axis(flat, best[..., None], axis=-1)[..., 0]
    found = np.ones(u.shape, bool)
    if faults & {"P12", "P12:position 0"}:  # best starts at 0
        found = u >= 0 if "P03" in faults else u > 0
        u, best = np.maximum(u, 0), np.where(found, best, 0)
    if "P05" in faults:  # the mean
        finite = np.isfinite(flat)
        u = np.where(finite, flat, 0).sum(axis=-1) / np.maximum(finite.sum(axis=-1), 1)
    p, q = best // K, best % K
    if "P23" in faults:  # the cell decoded with the stride
        p, q = best // stride, best % stride
    if "P07" in faults:  # row and column exchanged inside the window
        p, q = q, p
    i, j = np.indices(best.shape[2:]) * (1 if "P22" in faults else step)
    if "P19" in faults:  # row · H
        W = y.shape[2]
    if "P24" in faults:  # row · W′
        W = best.shape[3]
    positions = p * K + q if "P09" in faults else (i + p) * W + (j + q)
    if "P07:down the columns" in faults:
        positions = q * K + p if "P09" in faults else (j + q) * y.shape[2] + (i + p)
    if "P08:position 0" in faults:  # windows behind the map find nothing
        positions = np.where(np.isfinite(u), positions, 0)
    if "P21" in faults:  # the first cell of the whole map that is as large
        same = y[:, :, None, None] == u[..., None, None]
        positions = same.reshape(*u.shape, -1).argmax(axis=-1)
    if "P26" in faults:  # the number of the window
        positions = np.broadcast_to(np.arange(u[0, 0].size).reshape(u.shape[2:]), u.shape)
    if "P12:position 0" in faults:  # the position starts at 0 too
        positions = np.where(found, positions, 0)
    if faults & {"P11", "P11:first map"}:  # return inside the loop
        once = np.zeros(u.shape, bool)
        once[(0, 0, 0, 0) if "P11:first map" in faults else np.s_[:, :, 0, 0]] = True
        u, positions = np.where(once, u, 0), np.where(once, positions, 0)
    return u, positions


def max_pool_grad(du, positions, input_size, faults=frozenset()):
    """Gradient of max pooling, with faults."""
    H, W = input_size
    dy = np.zeros((*du.shape[:2], H, W))
    r, c = divmod(positions.astype(int), H if "P19" in faults else du.shape[3] if "P24" in faults else W)
    if "P07:down the columns" in faults:
        c, r = divmod(positions.astype(int), H)
    if "P07" in faults:  # row and column exchanged
        r, c = c, r
    t, m, i, j = np.indices(du.shape)
    done = np.ones(du.shape, bool)
    if "P11:every map" in faults:
        done = (i == 0) & (j == 0)
    if "P11" in faults:  # return inside the loop
        done = done & (np.cumsum(done).reshape(du.shape) == 1)
    cells, values = (t[done], m[done], r[done], c[done]), du[done]
    if "P04" in faults:  # = in place of +=: of the windows that share a cell, the last one counts
        dy[cells] = values
    elif "P31:first" in faults:  # only where nothing stands yet
        for cell, value in zip(zip(*(axis.ravel() for axis in cells), strict=True), values.ravel(), strict=True):
            dy[cell] = dy[cell] or value
    elif "P31" in faults:  # max in place of +, from the zeros of dy
        np.maximum.at(dy, cells, values)
    elif "P31:largest" in faults:  # max in place of +, from the first that comes
        dy[cells] = -np.inf
        np.maximum.at(dy, cells, values)
    else:
        np.add.at(dy, cells, values)
    return dy


def mean_pool(y, kernel_size, stride, faults=frozenset()):
    """Mean of every window, with faults."""
    seen, _ = windows_of(y, kernel_size, stride, faults)
    if "A05" in faults:  # the maximum
        return seen.max(axis=(-2, -1))
    total = np.where(np.isfinite(seen), seen, 0).sum(axis=(-2, -1))
    if "A11" in faults:  # over all examples and maps
        total = np.broadcast_to(total.mean(axis=(0, 1)), total.shape)
    return total / _count(kernel_size, stride, (), faults)


def mean_pool_grad(du, input_size, kernel_size, stride, faults=frozenset()):
    """Gradient of mean pooling, with faults."""
    K, step = kernel_size, kernel_size if "A06" in faults else 1 if "P18" in faults else stride
    rows, columns = du.shape[2:]
    share = du / _count(K, stride, (rows, columns), faults)
    if "A08" in faults:  # mean pooling has no gradient
        share = share * 0
    room = np.zeros((*du.shape[:2], *(max(n * step, m) + K for n, m in zip((rows, columns), input_size, strict=True))))
    for i, j in np.ndindex(rows, columns):
        part = room[:, :, i * step : i * step + K, j * step : j * step + K]
        if "A04" in faults:  # = in place of +=
            part[:] = share[:, :, i, j, None, None]
        elif "A10" in faults:  # the first cell of the window only
            part[:, :, 0, 0] += share[:, :, i, j]
        else:
            part += share[:, :, i, j, None, None]
    dy = room[:, :, : input_size[0], : input_size[1]]
    if "A12" in faults:  # the mean over the windows that hold a cell
        ones = mean_pool_grad(np.ones(du.shape), input_size, kernel_size, stride, faults - {"A12"})
        windows = np.rint(ones * _count(K, stride, (rows, columns), faults))
        dy = dy / np.maximum(windows, 1)
    return dy


def _count(K, s, outputs, faults):
    """What a window is divided by: K · K, or what a misconception takes for it."""
    if "A01/P06" in faults:
        return 1
    if "A02" in faults:
        return K
    if "A03" in faults:
        return s * s
    if "A07" in faults:
        return outputs[0] * outputs[1]
    return K * K


def downsample(y, stride, faults=frozenset()):
    """Every s-th cell, with faults."""
    first = stride - 1 if "P15" in faults else 0
    if "P27" in faults:  # blocks averaged
        blocks = mean_pool(np.pad(y, ((0, 0), (0, 0), (0, stride), (0, stride))), stride, stride)
        return blocks[:, :, : -(-y.shape[2] // stride), : -(-y.shape[3] // stride)]
    if "P28" in faults:  # a remainder dropped: H // s rows
        y = y[:, :, : y.shape[2] // stride * stride, : y.shape[3] // stride * stride]
    return y[:, :, first::stride, first::stride]


def downsample_grad(du, input_size, stride, faults=frozenset()):
    """Gradient of downsampling, with faults."""
    first = stride - 1 if "P15" in faults else 0
    dy = np.zeros((*du.shape[:2], *input_size))
    if "P29" in faults:  # du / s²
        du = du / stride**2
    if "P16" in faults:  # every cell of the block gets du
        spread = np.repeat(np.repeat(du, stride, axis=2), stride, axis=3)
        dy[:] = spread[:, :, : input_size[0], : input_size[1]]
        return dy
    dy[:, :, first::stride, first::stride] = du
    return dy


COUNTS = ("P17", "P18", "P18:whole", "P20", "P20:by stride")
MAX_POOL = Program(
    max_pool,
    (
        "P03", "P05", "P07", "P07:down the columns", "P08", "P09", "P11", "P11:first map",
        "P12", "P12:position 0", *COUNTS, "P08:position 0", "P19", "P21", "P22", "P23", "P24", "P26", "P30", "P32",
        "P32:with its sign",
    ),
    instead=(("P08", "P18"), ("P17", "P20"), ("P09", "P21", "P26", "P24", "P19"), ("P05", "P12", "P30", "P32"), ("P07", "P23", "P03"), ("P11", "P12")),
)  # fmt: skip
MAX_POOL_GRAD = Program(
    max_pool_grad, ("P04", "P31", "P31:first", "P31:largest", "P07", "P07:down the columns", "P11", "P11:every map", "P19", "P24"),
    instead=(("P07", "P19", "P24"), ("P04", "P31")),
)
MEAN_POOL = Program(
    mean_pool,
    ("A01/P06", "A02", "A03", "A05", "A06", "A11", *COUNTS),
    instead=(("A01/P06", "A02", "A03", "A05"), ("A06", "P18"), ("P17", "P20")),
)
MEAN_POOL_GRAD = Program(
    mean_pool_grad, ("A01/P06", "A02", "A03", "A04", "A06", "A07", "A08", "A10", "A12", "P18"),
    instead=(("A01/P06", "A02", "A03", "A07", "A08"), ("A06", "P18"), ("A04", "A10", "A12")),
)
DOWNSAMPLE = Program(downsample, ("P15", "P27", "P28"))
DOWNSAMPLE_GRAD = Program(downsample_grad, ("P15", "P16", "P29"))

MISTAKES = (
    Mistake("P03", "of equal maxima the last one wins",
            "Ties go to the first cell in row order; only one cell of a window gets the gradient.",
            "Compare with >, not >=, or use argmax, which takes the first."),
    Mistake("P04", "a later window overwrites an earlier one",
            "A cell that wins in several windows gets the sum of their gradients.",
            "Use += where = stands; dy[rows, columns] += du adds a repeated cell only once, np.add.at adds all."),
    Mistake("P05", "the mean of the window in place of its maximum",
            "Max pooling hands the largest value of each window on.",
            "Take the maximum."),
    Mistake("P07", "row and column of the position are exchanged",
            "position = row · W + column, so row = position // W and column = position % W.",
            "Check // and %, and the order of the two."),
    Mistake("P08", "windows start at i·K in place of i·s",
            "The stride says how far the window moves; K only says how large it is.",
            "Start the window at i * stride."),
    Mistake("P09", "positions are counted inside the window",
            "P tells where in the whole map the maximum was, so that the gradient finds its way back.",
            "Add the start of the window: (i*s + p) * W + (j*s + q)."),
    Mistake("P11", "only the first window is done",
            "Every window has its own maximum.",
            "Look for a return or break inside the loop."),
    Mistake("P12", "the search for the maximum starts at 0",
            "Where all values of a window are negative, the maximum is negative too.",
            "Start with the first value of the window, or with -inf."),
    Mistake("P15", "the last cell of each step is kept in place of the first",
            "Downsampling keeps cells 0, s, 2s, ...",
            "Start at 0: y[:, :, ::s, ::s]."),
    Mistake("P17", "rounded up: windows that reach over the end are counted",
            "A window that does not fit any more is not counted: (H − K) // s + 1 rows.",
            "Use //, which rounds down."),
    Mistake("P18", "the stride does not move the window",
            "Window (i, j) starts at row i·s, column j·s.",
            "Start the window at i * stride."),
    Mistake("P19", "H stands where W belongs in the position",
            "A map of W columns, read row by row, has cell (r, c) at place r·W + c.",
            "position = row * W + column; back: divmod(position, W)."),
    Mistake("P20", "windows are counted as if they lay side by side",
            "The window moves s cells at a time and is K long: it fits (H − K) // s + 1 times.",
            "Use (H - K) // stride + 1."),
    Mistake("P21", "the place of the maximum is searched in the whole map",
            "The value of a maximum can stand in other windows too; the place belongs to this window.",
            "argmax of the window, then add where the window starts."),
    Mistake("P22", "the stride is left out of the position",
            "Window (i, j) starts at row i·s, column j·s of the map.",
            "Add i * stride and j * stride to the place inside the window."),
    Mistake("P23", "the place inside the window is decoded with the stride",
            "argmax counts the cells of the window row by row, K in each row.",
            "Use best // K and best % K."),
    Mistake("P24", "the width of the pooled map stands where W belongs in the position",
            "Positions are places in the map that was pooled, W columns wide.",
            "position = row * W + column; back: divmod(position, W)."),
    Mistake("P26", "positions are the numbers of the windows",
            "P tells where in the map the maximum was, so that the gradient finds its way back.",
            "position = row * W + column of the winning cell."),
    Mistake("P27", "blocks are averaged",
            "Downsampling keeps one cell of each block and drops the others.",
            "y[:, :, ::s, ::s]."),
    Mistake("P28", "the last cells are dropped where a remainder is left",
            "Cells 0, s, 2s, … stay as long as they lie on the map.",
            "y[:, :, ::s, ::s] takes them all."),
    Mistake("P29", "du is divided by s²",
            "A kept cell changes one output by exactly as much as it changes itself.",
            "Put du itself on every s-th cell."),
    Mistake("P30", "the smallest value of the window in place of the largest",
            "Max pooling hands the largest value of each window on.",
            "Take max and argmax, not min and argmin."),
    Mistake("P32", "the largest magnitude in place of the largest value",
            "Max pooling compares values with their signs: −5 is smaller than 1.",
            "Take max and argmax of the window itself, without abs."),
    Mistake("P31", "of several gradients that reach a cell, one is kept",
            "A cell that wins in several windows gets the sum of their gradients: neither the largest of them nor the first.",
            "Use +=, without max and without asking what stands there already."),
    Mistake("A10", "only the first cell of each window gets a share",
            "All K·K cells of the window take part in the mean.",
            "Add du / K² to the whole window."),
    Mistake("P16", "cells that were dropped get a gradient",
            "A cell that was dropped changed nothing, so its gradient is 0.",
            "Fill zeros, then set every s-th cell."),
    Mistake("A01/P06", "the division by K² is missing",
            "A mean gives each of its K·K cells the share 1/K².",
            "Divide by kernel_size ** 2."),
    Mistake("A02", "divided by K in place of K²",
            "A window has K rows of K cells.",
            "Divide by kernel_size ** 2."),
    Mistake("A03", "divided by s² in place of K²",
            "The mean is over the cells of the window; the stride only says where it stands.",
            "Divide by kernel_size ** 2."),
    Mistake("A04", "a later window overwrites an earlier one",
            "A cell in several windows gets a share from each.",
            "Use += where = stands."),
    Mistake("A05", "the maximum in place of the mean",
            "Mean pooling adds all cells of the window and divides by their number.",
            "Take the mean."),
    Mistake("A06", "windows start at i·K in place of i·s",
            "The stride says how far the window moves; K only says how large it is.",
            "Start the window at i * stride."),
    Mistake("A07", "divided by the number of windows",
            "Each mean is over the K·K cells of one window.",
            "Divide by kernel_size ** 2."),
    Mistake("A11", "the mean runs over all examples and maps",
            "Every map of every example is pooled by itself: (T, M, H, W) becomes (T, M, H′, W′).",
            "Say over which axes the mean goes: patch.mean(axis=(2, 3))."),
    Mistake("A12", "a cell in several windows gets the mean of its contributions, not their sum",
            "The cell takes part in each of these windows, and what it changes adds up.",
            "Add du / K² for each window, and divide by nothing more."),
    Mistake("A08", "mean pooling passes no gradient on",
            "Every cell of the window takes part in the mean, with weight 1/K².",
            "Give each cell of the window du / K²."),
)  # fmt: skip
