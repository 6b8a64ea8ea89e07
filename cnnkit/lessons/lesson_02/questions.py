"""Questions about lesson 02: sizes, padding, stride, what is read (lecture 1.1.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.forward import CONV2D_FORWARD, OUTPUT_SIZE
from cnnkit.lessons.question import Belief, Question
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
        f"pixels. The other {unread} are jumped over, and get no gradient on the way back.",
        (
            Belief("F15", 0, "Nothing is left over at the end, but a stride larger than the window leaves gaps."),
            Belief("", rows * columns, "These are the pixels that are read."),
            Belief("", 3 * 7, "Whole rows are jumped over, and in the other rows every second pixel too."),
            Belief("", 3 * 3, "A pixel is read only if its row and its column are."),
        ),
    )  # fmt: skip


def output_rows(rng):
    """Size of the output with stride and padding."""
    size, kernel_size = int(rng.integers(9, 20)), int(rng.integers(2, 6))
    stride, padding = int(rng.integers(2, 4)), int(rng.integers(1, 3))
    args = (size, kernel_size, stride, padding, 1)
    return Question(
        "02-size",
        f"A map has {size} rows; the filter has {kernel_size}. With stride {stride} and padding {padding}, "
        "how many rows does the output have?",
        Window(kernel_size, stride, padding).output_size((size, size))[0],
        f"⌊({size} + 2·{padding} − {kernel_size}) / {stride}⌋ + 1: steps that fit, and the place before the first step.",
        tuple(
            Belief(id, OUTPUT_SIZE.wrong(switch)(*args))
            for id, switch in (("F14", "F14"), ("F18", "F18"))
        )
        + (Belief("F09", OUTPUT_SIZE.wrong("F20")(*args)),),
    )


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
        tuple(Belief(id, OUTPUT_SIZE.wrong(id)(*args)) for id in ("F13", "F18")),
    )


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
        f"The lowest {padding} rows are padding, so {unread} real ones are never read.",
        (
            Belief("F15", 0, "A stride above 1 can leave rows over at the end."),
            Belief("F14", (size - kernel_size) % stride),
        ),
    )


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
        f"{filters} · {maps} · {kernel_size} · {kernel_size} = {w.size} weights and {filters} biases. "
        "The size of the maps does not matter.",
        (
            Belief("F05", filters * kernel_size**2 + filters),
            Belief("F06", w.size, "These are the weights; each output map has a bias too."),
            Belief("", w.size + filters * maps, "An output map has one bias, not one for each input map."),
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
            Belief(id, float(CONV2D_FORWARD.wrong(id)(y, w, bias, *args)[0, 0, 0, 1]))
            for id in ("F01", "F03", "F06", "F12")
        ),
        arrays=(("Y", y[0, 0]), ("w", w[0, 0])),
    )


def field_of_view(rng):
    """Receptive field of two layers."""
    first, second, stride = (int(n) for n in rng.integers(2, 7, 3))
    rows = {r for i, _ in Window(second).taps(0, 0) for r, _ in Window(first, stride).taps(i, 0)}
    return Question(
        "02-field",
        f"A layer with {first} × {first} filters and stride {stride} is followed by one with {second} × {second} "
        "filters and stride 1. How many rows of the image does one output of the second layer see?",
        max(rows) - min(rows) + 1,
        f"The first window spans {first} rows; each of the {second} − 1 further ones starts {stride} rows lower.",
        (
            Belief("", first + second - 1, "True for stride 1; here the windows of the first layer lie further apart."),
            Belief("", first * second, "Windows of the first layer overlap or leave gaps; they are not laid side by side."),
            Belief("", first + second, "The sizes do not simply add."),
        ),
    )  # fmt: skip


def outputs_fed(rng):
    """How many outputs a cell feeds."""
    size, kernel_size, stride = (
        int(rng.integers(6, 10)),
        int(rng.integers(2, 5)),
        int(rng.integers(1, 3)),
    )
    window = Window(kernel_size, stride)
    rows, columns = window.output_size((size, size))
    r, c = int(rng.integers(0, 2)), int(rng.integers(1, size - 2))
    return Question(
        "02-readers",
        f"A {kernel_size} × {kernel_size} filter scans a {size} × {size} map with stride {stride}, no padding. "
        f"How many outputs does the input cell ({r}, {c}) affect?",
        len(window.readers(r, c, (size, size))),
        "Count the windows that cover the cell, in rows and in columns, and multiply.",
        (
            Belief("", kernel_size**2, "True well inside the map at stride 1; not near an edge, not with a larger stride."),
            Belief("", 1, "Windows overlap: a cell can be read by several outputs."),
            Belief("", rows * columns, "Only windows that cover the cell read it."),
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
