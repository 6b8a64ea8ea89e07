"""Questions about lesson 00: unsigned bytes, the order of axes and indices."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question

__all__ = ["PREDICTIONS", "RECAP"]


def doubled_byte(_rng):
    """What uint8 makes of 400."""
    y = np.array([200], np.uint8)
    return Question(
        "00-uint8",
        "Images come as unsigned bytes. What number does `np.array([200], np.uint8) * 2` hold?",
        int((y * 2)[0]),
        "A byte counts to 255 and starts again at 0: 400 − 256 = 144, without a word of warning. "
        "Convert images to float before any arithmetic.",
        (
            Belief("", 400, "True for numbers; a byte has no room for 400."),
            Belief("", 255, "Some image programs stop at 255; NumPy wraps around."),
        ),
    )


def wrapped_product(rng):
    """What is left of a product in a byte."""
    value, factor = int(rng.integers(100, 250)), int(rng.integers(2, 4))
    product = (np.array([value], np.uint8) * np.uint8(factor))[0]
    return Question(
        "00-byte",
        f"A pixel of an image in uint8 is {value}. What does `pixel * {factor}` hold, still in uint8?",
        int(product),
        f"{value} · {factor} = {value * factor}, and a byte keeps the remainder after 256.",
        (
            Belief("", value * factor, "A byte has no room for a number above 255."),
            Belief("", 255, "NumPy does not stop at 255; it wraps around to 0."),
        ),
    )


def number_of_maps(rng):
    """Which axis counts the maps."""
    shape = tuple(int(n) for n in rng.choice(np.arange(2, 30), 4, replace=False))
    examples, _, rows, columns = shape
    return Question(
        "00-axes",
        f"In this course `y` of a layer has shape `{shape}`. How many maps does each example have?",
        np.zeros(shape)[0].shape[0],
        "The order is (examples T, maps M, rows H, columns W): maps come before rows.",
        (
            Belief("", columns, f"That is the last axis: {columns} columns. Some libraries put maps there."),
            Belief("", examples, "That is the number of examples, T."),
            Belief("", rows, "That is the number of rows."),
        ),
    )  # fmt: skip


def filter_axes(rng):
    """Output map first, then input map."""
    out_maps, in_maps, size = (int(n) for n in rng.choice(np.arange(2, 17), 3, replace=False))
    w = np.zeros((out_maps, in_maps, size, size))
    return Question(
        "00-filter",
        f"The filters of a layer are an array `w` of shape `{w.shape}`. How many maps does the layer read?",
        w.shape[1],
        "w[n, m, p, q]: output map n first, then input map m, row p, column q.",
        (
            Belief(
                "", out_maps, "That is how many maps it makes: the first axis is the output map."
            ),
            Belief("", out_maps * in_maps, "That counts pairs of an output map and an input map."),
            Belief("", size, "That is the height of the filters."),
        ),
    )


PREDICTIONS = (doubled_byte,)
RECAP = (wrapped_product, number_of_maps, filter_axes)
