"""Questions about lesson 07: transposed convolution (lecture 3)."""

from __future__ import annotations

import numpy as np

from cnnkit.conv import conv2d
from cnnkit.lessons.question import Belief, Question, factor
from cnnkit.mistakes.transposed import CONV_TRANSPOSE2D, OUTGOING_WEIGHTS, TRANSPOSED_OUTPUT_SIZE
from cnnkit.numbers import article
from cnnkit.shapes import Window
from cnnkit.transposed import conv_transpose2d, conv_transpose2d_grad_input

__all__ = ["PREDICTIONS", "RECAP"]


def weights_out(window: Window, size: tuple[int, int]) -> np.ndarray:
    """Outgoing weights of every cell: what it gets back when every weight and every dz is 1."""
    dz = np.ones((1, 1, *window.transposed_size(size)))
    w = np.ones((1, 1, *window.kernel_size))
    made = conv_transpose2d_grad_input(dz, w, size, stride=window.stride, padding=window.padding)
    return made[0, 0].astype(int)


def corner_weights(_rng):
    """Cropping takes weights away from the cells at the border."""
    window, size = Window(4, 2, 1), (4, 4)
    count = weights_out(window, size)
    rows, columns = window.transposed_size(size)
    return Question(
        "07-corner",
        f"A transposed convolution with a 4 × 4 filter, stride 2 and padding 1 makes an {rows} × {columns} map from a 4 × 4 one. "
        "How many weights lead out of the corner cell?",
        int(count[0, 0]),
        "Its stamp has 4 · 4 weights, but padding crops the first row and the first column of the map: 3 · 3 remain. "
        f"A cell at an edge keeps {count[0, 1]}, one inside all {count[1, 1]}.",
        (
            Belief("T07", int(OUTGOING_WEIGHTS.wrong("T07")(size, (4, 4), 2, 1, True)[0, 0]),
                   "That would be so if nothing were cropped, but a row and a column of this stamp are."),
            Belief("", int(count[0, 1]), "That would be so if only a row of its stamp were cropped, but at a corner a column is cropped too."),
            Belief("", 4, "That would be so if a stamp were as large as the stride, but it is 4 × 4 whatever the stride."),
            Belief("T09", int(OUTGOING_WEIGHTS.wrong("T09")(size, (4, 4), 2, 1, True)[0, 0]),
                   "That would be so if this were an ordinary convolution, whose windows hold the cell, but here the cell writes a stamp."),
        ),
    )  # fmt: skip


def even_cover(_rng):
    """Which filters cover the map evenly."""
    choices = ("K = 3, b = 2", "K = 4, b = 2", "K = 5, b = 2", "none with b = 2")
    even = [choice for choice, K in zip(choices, (3, 4, 5)) if is_even(K, 2)]
    return Question(
        "07-even",
        "Stamps overlap. With which filter size is every cell inside the enlarged map covered by the same number of stamps?",
        even[0],
        "Along a row a cell is covered K / b times if b divides K; otherwise counts change from cell to cell, "
        "1, 2, 1, 2 for K = 3. That is the pattern of a checkerboard before anything is learned.",
        (
            Belief("", "K = 3, b = 2", "That would be so if 2 divided 3, but 3 = 2 + 1: every second cell is covered once more than its neighbours."),
            Belief("", "K = 5, b = 2", "That would be so if 2 divided 5, but 5 = 2 + 2 + 1: every second cell is covered once more than its neighbours."),
            Belief("T14", "none with b = 2", "That would be so if only stride 1 covered evenly, but a larger one does too whenever it divides K."),
        ),
        choices=choices,
    )  # fmt: skip


def cover(K: int, b: int) -> np.ndarray:
    """How many stamps cover each cell along a row, away from the ends."""
    ones = conv_transpose2d(np.ones((1, 1, 1, 3 * K)), np.ones((1, 1, 1, K)), stride=(1, b))
    return ones[0, 0, 0, K:-K]


def is_even(K: int, b: int) -> bool:
    """Whether the stamps cover the inside evenly."""
    return bool(np.ptp(cover(K, b)) == 0)


def expanded_size(rng):
    """The size of the larger map."""
    H, K, b, p = (int(rng.integers(*span)) for span in ((4, 15), (3, 7), (2, 4), (0, 3)))
    args = H, K, b, p, 0
    says = {
        "T01": "the size were the stride times the input, but the last stamp is as long as the filter",
        "T06": "padding were added, but here it crops",
        "T07": "padding cropped nothing, but it cuts rows off at both ends",
        "T02": "the stride were 1, but stamps start a stride apart",
        "T03": "there were as many zeros between two cells as the stride, but there is one fewer",
    }
    wrong = ("T01", "T06", "T07", "T03") if p else ("T01", "T02", "T03")
    return Question(
        "07-size",
        f"A transposed convolution with stride {b} and padding {p} stamps a filter of {K} rows on {H} rows of input. "
        "How many rows does the output have?",
        Window(K, b, p).transposed_size((H, H))[0],
        f"The last stamp starts at row {H - 1} · {b} and is {K} long"
        + (f"; padding {p} cuts {2 * p} rows off." if p else "."),
        tuple(Belief(id, TRANSPOSED_OUTPUT_SIZE.wrong(id)(*args), f"That would be so if {says[id]}.") for id in wrong),
    )  # fmt: skip


def weights_of_an_edge(rng):
    """Outgoing weights at the border, and the same counts elsewhere."""
    K, b = int(rng.integers(3, 7)), int(rng.integers(1, 4))
    p = int(rng.integers(1, 3))
    H, W = (int(n) for n in rng.integers(5, 9, 2))
    row = int(rng.integers(0, 2))
    count = weights_out(Window(K, b, p), (H, W))
    args = (H, W), (K, K), b, p, True
    return Question(
        "07-outgoing",
        f"A transposed convolution with a {K} × {K} filter, stride {b} and padding {p} enlarges {article(H)} {H} × {W} map. "
        f"How many weights lead out of the cell at row {row}, column 0?",
        int(count[row, 0]),
        f"Its stamp has {K} · {K} cells, and those that lie in cropped rows and columns are lost.",
        (
            Belief("T07", int(OUTGOING_WEIGHTS.wrong("T07")(*args)[row, 0]),
                   "That would be so if nothing were cropped, but part of this stamp is."),
            Belief("T09", int(OUTGOING_WEIGHTS.wrong("T09")(*args)[row, 0]),
                   "That would be so if this were an ordinary convolution, whose windows hold the cell, but here the cell writes a stamp."),
        ),
    )  # fmt: skip


def there_and_back(rng):
    """A transposed convolution gives the size back, not the values."""
    y, w = rng.integers(-3, 4, (1, 1, 1, 3)), rng.integers(-3, 4, (1, 1, 1, 2))
    z = conv2d(y, w)
    a, c = z[0, 0, 0]
    u, v = w[0, 0, 0]
    return Question(
        "07-inverse",
        "Y is convolved with w, stride 1, and the result goes through the transposed convolution with the same w. "
        "Which number stands in the middle of the three?",
        int(conv_transpose2d(z, w)[0, 0, 0, 1]),
        f"The convolution gives {a:g} and {c:g}; their stamps overlap in the middle: {factor(a)} · {factor(v)} + "
        f"{factor(c)} · {factor(u)}. The shape comes back, the values do not.".replace(" -", " −"),
        (
            Belief("T00", int(y[0, 0, 0, 1]), "That would be so if a transposed convolution were the inverse, but it gives the shape back, not the values."),
            Belief("T05", int(CONV_TRANSPOSE2D.wrong("T05")(z, w, 1, 0)[0, 0, 0, 1]),
                   "That would be so if a later stamp overwrote an earlier one, but stamps add up."),
            Belief("T04", int(CONV_TRANSPOSE2D.wrong("T04")(z, w, 1, 0)[0, 0, 0, 1]),
                   "That would be so if the stamp were flipped, but it is laid down as it is."),
        ),
        arrays=(("Y", y[0, 0]), ("w", w[0, 0])),
    )  # fmt: skip


def bias_once(rng):
    """The bias is added to a cell, not to a stamp."""
    K, b, bias = int(rng.integers(3, 6)), int(rng.integers(1, 3)), int(rng.integers(2, 10))
    y, w = np.zeros((1, 1, 5, 5)), rng.normal(size=(1, 1, K, K))
    z = conv_transpose2d(y, w, np.array([float(bias)]), stride=b)
    covered = conv_transpose2d(np.ones_like(y), np.ones_like(w), stride=b)
    at = z.shape[2] // 2
    return Question(
        "07-bias",
        f"A transposed convolution has {K} × {K} filters, stride {b} and the bias {bias}. The input is 0 everywhere. "
        f"Which number stands in row {at}, column {at} of the output?",
        int(z[0, 0, at, at]),
        f"All stamps are 0, and the bias is added once to every cell, although {covered[0, 0, at, at]:g} stamps cover this one.",
        (
            Belief("T08", int(bias * covered[0, 0, at, at]), "That would be so if every stamp brought the bias, but it is added once to every cell."),
            Belief("", 0, "That would be so if the bias were multiplied by the input, but it is added, whatever the input."),
        ),
    )  # fmt: skip


def added_column(rng):
    """Output padding gives back what was cropped; it is no column of zeros."""
    y, w = rng.integers(1, 6, (1, 1, 1, 2)), rng.integers(1, 6, (1, 1, 1, 3))
    z = conv_transpose2d(y, w, stride=(1, 2), padding=(0, 1), output_padding=(0, 1))[0, 0, 0]
    last, end = y[0, 0, 0, -1], w[0, 0, 0, -1]
    return Question(
        "07-output-padding",
        "Y is one row; w stamps along it with stride 2, one column is cropped at each end, and output padding adds one at the "
        "end again. Which number stands in that last column?",
        int(z[-1]),
        f"Output padding makes the map one column longer before anything is computed, and the last stamp reaches there: "
        f"{last} · {end}.",
        (
            Belief("T13", 0, "That would be so if output padding were a column of zeros, but the map itself is longer, and stamps that reach there count."),
            Belief("", int(z[-2]), "That would be so if there were no output padding, but it makes the map one column longer."),
        ),
        arrays=(("Y", y[0, 0]), ("w", w[0, 0])),
    )  # fmt: skip


def even_strides(rng):
    """Overlaps are even where the stride divides the filter."""
    K, most = int(rng.integers(4, 13)), int(rng.integers(3, 9))
    even = [b for b in range(1, most + 1) if is_even(K, b)]
    return Question(
        "07-checkerboard",
        f"A filter is {K} cells long. With how many of the strides 1 to {most} do its stamps cover every cell inside "
        "the larger map equally often?",
        len(even),
        f"With {' and '.join(map(str, even))}: the cover is even where the stride divides {K}.",
        (
            Belief("T14", 1, "That would be so if only stride 1 covered evenly, but a larger one does too whenever it divides K."),
            Belief("", most, "That would be so if every stride covered evenly, but one that does not divide K covers some cells more often than others."),
        ),
    )  # fmt: skip


PREDICTIONS = (corner_weights, even_cover)
RECAP = (expanded_size, weights_of_an_edge, there_and_back, bias_once, added_column, even_strides)
