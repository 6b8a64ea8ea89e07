"""Questions about lesson 00: unsigned bytes, the order of axes and indices."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question

__all__ = ["PREDICTIONS", "RECAP"]


def doubled_byte(_rng):
    """What 400 becomes in uint8."""
    y = np.array([200], np.uint8)
    return Question(
        "00-uint8",
        "Images come as unsigned bytes. What number does `np.array([200], np.uint8) * 2` hold?",
        int((y * 2)[0]),
        "A byte counts to 255 and starts again at 0: 400 − 256 = 144, without a word of warning. "
        "Convert images to float before any arithmetic.",
        (
            Belief("", 400, "That would be so if a byte could hold any number, but it has no room for more than 255."),
            Belief("", 255, "That would be so if NumPy stopped at the largest byte, as some image programs do, but it wraps around to 0."),
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
            Belief("", value * factor, "That would be so if a byte had room for it, but it holds nothing above 255."),
            Belief("", 255, "That would be so if NumPy stopped at 255, but it wraps around to 0."),
        ),
    )


def number_of_maps(rng):
    """Which axis counts the maps."""
    shape = tuple(int(n) for n in rng.choice(np.arange(2, 30), 4, replace=False))
    examples, _, rows, columns = shape
    return Question(
        "00-axes",
        f"`y` of a layer has shape `{shape}`; the table of symbols at the end of lesson 00 names its axes. How many maps does each example have?",
        np.zeros(shape)[0].shape[0],
        "The order is (examples T, maps M, rows H, columns W): maps come before rows.",
        (
            Belief("", columns, "That would be so if maps were the last axis, as in some libraries, but here the last axis counts columns."),
            Belief("", examples, "That would be so if maps came first, but the first axis counts examples."),
            Belief("", rows, "That would be so if maps came third, but the third axis counts rows."),
        ),
    )  # fmt: skip


def filter_axes(rng):
    """Output map first, then input map."""
    out_maps, in_maps, size = (int(n) for n in rng.choice(np.arange(2, 17), 3, replace=False))
    w = np.zeros((out_maps, in_maps, size, size))
    return Question(
        "00-filter",
        f"The filters of a layer are an array `w` of shape `{w.shape}`; the table of symbols at the end of lesson 00 names its axes. How many maps does the layer read?",
        w.shape[1],
        "w[n, m, p, q]: output map n first, then input map m, row p, column q.",
        (
            Belief("", out_maps, "That would be so if input maps came first, but the first axis counts the maps that the layer makes."),
            Belief("", out_maps * in_maps, "That would be so if each filter read maps of its own, but all filters read the same ones."),
            Belief("", size, "That would be so if maps came third, but the third axis counts rows of the filters."),
        ),
    )  # fmt: skip


PREDICTIONS = (doubled_byte,)
RECAP = (wrapped_product, number_of_maps, filter_axes)
