"""Questions about lesson 02: sizes, padding, stride, what is read (lecture 1.1.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.mistakes.forward import CONV2D_FORWARD, OUTPUT_SIZE
from cnnkit.numbers import article, several
from cnnkit.reference import conv2d
from cnnkit.shapes import Window

__all__ = ["PREDICTIONS", "RECAP"]


def cells_unread(window: Window, size: tuple[int, int]) -> int:
    """How many cells of a map no output reads.

    Examples
    --------
    >>> cells_unread(Window(3, stride=2), (8, 8))
    15
    """
    return sum(not window.readers(r, c, size) for r, c in np.ndindex(*size))


def unread_pixels(_rng):
    """A window smaller than its stride leaves gaps."""
    size, window = (7, 7), Window(1, stride=2)
    (rows, columns), unread = window.output_size(size), cells_unread(window, size)
    return Question(
        "02-unread",
        "A 1 × 1 filter scans a 7 × 7 image with stride 2; nothing is left over at the end. "
        "How many of the 49 pixels could you change without changing any output?",
        unread,
        f"The outputs read rows 0, 2, 4, 6 and columns 0, 2, 4, 6: {rows} · {columns} = {rows * columns} "
        f"pixels. The other {unread} are skipped, and get no gradient on the way back.",
        (
            Belief("F15", 0, "That would be so if unread pixels lay only at the end, but a stride larger than the window leaves gaps."),
            Belief("", rows * columns, "That would be so if the pixels that are read were asked for, but the others are."),
            Belief("", 3 * 7, "That would be so if only whole rows were skipped, but in the other rows every second pixel is skipped too."),
            Belief("", 3 * 3, "That would be so if a pixel were skipped only when its row and its column both are, but one of the two is enough."),
        ),
    )  # fmt: skip


def output_rows(rng):
    """Size of the output with stride and padding."""
    size, kernel_size = int(rng.integers(9, 20)), int(rng.integers(4, 8))
    stride, padding = int(rng.integers(2, 4)), int(rng.integers(2, 5))
    args = (size, kernel_size, stride, padding, 1)
    return Question(
        "02-size",
        f"A map has {size} rows; the filter has {kernel_size}. With stride {stride} and padding {padding}, "
        "how many rows does the output have?",
        Window(kernel_size, stride, padding).output_size((size, size))[0],
        f"⌊({size} + 2·{padding} − {kernel_size}) / {stride}⌋ + 1: steps that fit, and the place before the first step.",
        (
            Belief("F14", OUTPUT_SIZE.wrong("F14")(*args), "That would be so if there were no padding, but the window scans the padded map."),
            Belief("F18", OUTPUT_SIZE.wrong("F18")(*args), "That would be so if only the steps counted, but there is a place before the first step."),
            Belief("F09", (size + padding - kernel_size) // stride + 1,
                   "That would be so if padding lay on one side only, but it lies on both."),
        ),
    )  # fmt: skip


def rounded_down(rng):
    """A window that does not fit is not counted."""
    size, kernel_size, stride = (int(n) for n in (rng.integers(8, 20), *rng.integers(2, 5, 2)))
    args = (size, kernel_size, stride, 0, 1)
    return Question(
        "02-floor",
        f"{size} columns, filter of {kernel_size} columns, stride {stride}, no padding. "
        "How many columns does the output have?",
        Window(kernel_size, stride).output_size((size, size))[1],
        f"({size} − {kernel_size}) / {stride} is rounded down: a window that does not fit is not counted. Then + 1.",
        (
            Belief("F13", OUTPUT_SIZE.wrong("F13")(*args), "That would be so if the last window could stick out, but it must fit."),
            Belief("F18", OUTPUT_SIZE.wrong("F18")(*args), "That would be so if only the steps counted, but there is a place before the first step."),
        ),
    )  # fmt: skip


def unread_rows(rng):
    """Rows left over at the end, of which padding swallows some."""
    size, kernel_size = int(rng.integers(8, 20)), int(rng.integers(3, 6))
    stride, padding = int(rng.integers(2, kernel_size + 1)), int(rng.integers(0, 3))
    window = Window(kernel_size, stride, padding)
    left_over = window.remainder((size, size))[0]
    unread = sum(not window.readers(r, size // 2, (size, size)) for r in range(size))
    return Question(
        "02-rest",
        f"{size} rows, filter of {kernel_size} rows, stride {stride}, padding {padding}. How many rows of "
        "the padded map lie below the last window?",
        left_over,
        f"({size} + 2·{padding} − {kernel_size}) mod {stride} = {left_over}. "
        + (f"The padding has {several(padding, 'row')} at the end, so {several(unread, 'real row')} will never be read."
           if padding else f"So {several(unread, 'row')} will never be read."),
        (
            Belief("F15", 0, "That would be so if the steps came out even, but here rows are left over at the end."),
            Belief("F14", (size - kernel_size) % stride, "That would be so if there were no padding, but the window scans the padded map."),
        )[: 1 + (padding > 0)],
    )  # fmt: skip


def layer_parameters(rng):
    """Parameters of a convolution layer."""
    maps, filters, kernel_size = (int(n) for n in (*rng.integers(2, 9, 2), rng.choice([3, 5])))
    size = int(rng.integers(16, 33))
    w, bias = np.zeros((filters, maps, kernel_size, kernel_size)), np.zeros(filters)
    return Question(
        "02-parameters",
        f"A layer reads {maps} maps of {size} × {size} and makes {filters} maps with {kernel_size} × "
        f"{kernel_size} filters. How many parameters does it learn, biases counted?",
        w.size + bias.size,
        f"{filters} · {maps} · {kernel_size} · {kernel_size} = {several(w.size, 'weight')} and {filters} biases. "
        "The size of the maps does not matter.",
        (
            Belief("F05", filters * kernel_size**2 + filters, "That would be so if a filter read one map, but it has weights for every map."),
            Belief("F06", w.size, "That would be so if there were no biases, but each output map has one."),
            Belief("", w.size + filters * maps, "That would be so if there were a bias for each pair of maps, but each output map has one."),
        ),
    )  # fmt: skip


def one_output(rng):
    """A cell of the output, worked by hand."""
    y, w = rng.integers(-3, 4, (1, 1, 3, 4)), rng.integers(-3, 4, (1, 1, 2, 2))
    bias, args = rng.integers(1, 4, 1), (2, 0)
    z = conv2d(y, w, bias, stride=2)
    return Question(
        "02-cell",
        f"Stride 2, no padding, bias {bias[0]}. What is z(0, 1)?",
        int(z[0, 0, 0, 1]),
        "z(0, 1) reads rows 0 to 1, columns 2 to 3; each weight meets the cell that it lies on.",
        tuple(
            Belief(id, float(CONV2D_FORWARD.wrong(id)(y, w, bias, *args)[0, 0, 0, 1]), f"That would be so if {says}.")
            for id, says in (
                ("F01", "the filter were flipped first, but it is laid on the patch as it is"),
                ("F03", "the products were averaged, but they are added"),
                ("F06", "there were no bias, but it is added to every cell"),
                ("F12", "the window moved by one cell, but stride 2 moves it by two"),
            )
        ),
        arrays=(("Y", y[0, 0]), ("w", w[0, 0])),
    )  # fmt: skip


def field_of_view(rng):
    """Receptive field of two layers."""
    first, second = (int(n) for n in rng.integers(3, 7, 2))
    stride = int(rng.integers(2, first + 1))  # a larger one would leave rows unread in between
    rows = {r for i, _ in Window(second).taps(0, 0) for r, _ in Window(first, stride).taps(i, 0)}
    return Question(
        "02-field",
        f"A layer with {first} × {first} filters and stride {stride} is followed by one with {second} × {second} "
        "filters and stride 1. How many rows of the image does one output of the second layer see?",
        len(rows),
        f"The first window spans {first} rows; each of the {second} − 1 further ones starts {stride} rows lower.",
        (
            Belief("", first + second - 1, "That would be so if the first layer had stride 1, but its windows lie further apart."),
            Belief("", first * second, "That would be so if the windows of the first layer lay side by side, but they overlap."),
            Belief("", first + second, "That would be so if the second layer looked at rows beside the first, but it looks at windows of the first, a stride apart."),
        ),
    )  # fmt: skip


def outputs_fed(rng):
    """How many outputs a cell feeds."""
    size, kernel_size, stride = (int(rng.integers(*span)) for span in ((6, 10), (2, 5), (1, 3)))
    window = Window(kernel_size, stride)
    rows, columns = window.output_size((size, size))
    r, c = int(rng.integers(0, 2)), int(rng.integers(1, size - 2))
    return Question(
        "02-readers",
        f"A {kernel_size} × {kernel_size} filter scans {article(size)} {size} × {size} map with stride {stride}, no padding. "
        f"How many outputs does the input cell ({r}, {c}) affect?",
        len(window.readers(r, c, (size, size))),
        "Count the windows that cover the cell, in rows and in columns, and multiply.",
        (
            Belief("", kernel_size**2, "That would be so if the cell lay well inside the map and the stride were 1, but near an edge, or with a larger stride, fewer windows cover it."),
            Belief("", 1, "That would be so if windows did not overlap, but a cell can lie in several of them."),
            Belief("", rows * columns, "That would be so if every output read the whole map, but it reads its own window only."),
        ),
    )  # fmt: skip


PREDICTIONS = (unread_pixels,)
RECAP = (
    output_rows,
    rounded_down,
    unread_rows,
    layer_parameters,
    one_output,
    field_of_view,
    outputs_fed,
)
