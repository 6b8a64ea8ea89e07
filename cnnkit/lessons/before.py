"""What a learner brings along: NumPy's axes and slices, and an MLP's weights and chain rule."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.reference import numerical_gradient

__all__ = ["PREDICTIONS", "RECAP"]


def axes_left(rng):
    """How many numbers a sum over axes leaves."""
    shape = tuple(int(n) for n in rng.integers(2, 6, 3))
    y = np.zeros(shape)
    return Question(
        "before-axes",
        f"`y` has shape `{shape}`. How many numbers does `y.sum(axis=(0, 2))` hold?",
        y.sum(axis=(0, 2)).size,
        f"The axes that are named disappear; axis 1 stays, with {shape[1]} entries.",
        (
            Belief("", y.sum(axis=1).size, "That would be so if axis 1 were summed, but axes 0 and 2 are."),
            Belief("", 1, "That would be so if all axes were summed, but axis 1 stays."),
        ),
    )


def slice_length(rng):
    """How many entries a slice with a step takes."""
    size, start, step = int(rng.integers(7, 20)), int(rng.integers(0, 3)), int(rng.integers(2, 5))
    y = np.arange(size)
    return Question(
        "before-slice",
        f"`y = np.arange({size})`. How many entries does `y[{start}::{step}]` hold?",
        len(y[start::step]),
        f"It takes {', '.join(map(str, y[start::step]))}.",
        (Belief("", (size - start) // step, "That would be so if only whole steps counted, but the first entry is there before any step."),),
    )  # fmt: skip


def dense_parameters(rng):
    """How many numbers a dense layer learns."""
    inputs, outputs = int(rng.integers(3, 12)), int(rng.integers(2, 9))
    w, bias = np.zeros((outputs, inputs)), np.zeros(outputs)
    return Question(
        "before-dense",
        f"A layer of an MLP has {inputs} inputs and {outputs} outputs. "
        "How many numbers does it learn, weights and biases together?",
        w.size + bias.size,
        f"{inputs} · {outputs} = {w.size} weights and one bias for each of the {outputs} outputs.",
        (
            Belief("", w.size, "That would be so if there were no biases, but each output has one."),
            Belief("", w.size + inputs, "That would be so if each input had a bias, but a bias belongs to an output."),
            Belief("", w.size + 1, "That would be so if all outputs shared one bias, but each has its own."),
        ),
    )


def chain_rule(rng):
    """The derivative of a square of a product."""
    w, y, d = (int(n) for n in rng.integers(1, 6, 3))
    gradient = numerical_gradient(lambda v: float((v[0] * y - d) ** 2), np.array([float(w)]))
    return Question(
        "before-chain",
        f"z = w · y and div = (z − d)², with w = {w}, y = {y}, d = {d}. What is d div / d w?",
        round(float(gradient[0])),
        f"The chain rule multiplies: 2 (z − d) = {2 * (w * y - d)}, times dz/dw = y = {y}.".replace("-", "−"),
        (
            Belief("", 2 * (w * y - d), "That would be so if w were not multiplied by anything, but dz/dw = y is a factor too."),
            Belief("", 2 * (w * y - d) * w, "That would be so if y were the variable, but it is w."),
            Belief("", (w * y - d) ** 2, "That would be so if div itself were asked for, but its derivative is."),
        ),
    )  # fmt: skip


PREDICTIONS = ()
RECAP = (axes_left, slice_length, dense_parameters, chain_rule)
