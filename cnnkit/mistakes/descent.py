"""Mistakes in divergence, loss and gradient descent (lecture 1.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program, identifier

__all__ = ["CROSS_ENTROPY", "MEAN_LOSS", "MISTAKES", "SGD_STEP", "TRAIN_UNTIL"]


def cross_entropy(z, d, faults=frozenset()):
    """Softmax and cross-entropy, with faults."""
    examples = np.arange(len(z))
    below = z - z.max(axis=1, keepdims=True)
    if any(identifier(switch) == "L05" for switch in faults):  # exp without the maximum taken off
        below = z
    shares = np.exp(below) / np.exp(below).sum(axis=1, keepdims=True)
    div = np.log(np.exp(below).sum(axis=1)) - below[examples, d]
    if faults & {"L05", "L15"}:  # the logarithm of a share that may be 0
        div = -np.log(shares[examples, d])
    one_hot = np.eye(z.shape[1])[d]
    if "L05:product before log" in faults:
        div = -np.log((shares * one_hot).sum(axis=1))
    if faults & {"L05:product after log", "L15:product after log"}:  # 0 times minus infinity is nan
        div = -(np.log(shares) * one_hot).sum(axis=1)
    dz = (z if "L06" in faults else shares).copy()
    dz[examples, d] -= 1
    if "L09" in faults:  # one-hot minus softmax
        dz = -dz
    if "L01" in faults:  # the mean is taken here already
        dz = dz / len(z)
    return div, dz


def mean_loss(div, dz, faults=frozenset()):
    """The mean over the examples, with faults."""
    if "L04" in faults:  # only the loss is divided
        return div.mean(), dz * 1.0
    if "L01" in faults:  # divided twice
        return div.mean(), dz / len(div) ** 2
    if "L10" in faults:  # the sum in place of the mean
        return div.sum(), dz * 1.0
    return div.mean(), dz / len(div)


def sgd_step(weights, gradients, learning_rate, faults=frozenset()):
    """One step of gradient descent, with faults."""
    eta = 1.0 if "L11" in faults else learning_rate  # eta left out
    sign = 1 if "L08" in faults else -1  # uphill
    return [w + sign * eta * dw for w, dw in zip(weights, gradients, strict=True)]


def train_until(step, tolerance, max_steps, faults=frozenset()):
    """Step until the loss has converged, with faults."""
    losses = []
    while len(losses) < max_steps or ("L17" in faults and not losses):
        losses.append(step())
        if np.isnan(losses[-1]) and "L16" not in faults:
            break
        change = losses[-2] - losses[-1] if len(losses) > 1 else np.inf
        if "L12" not in faults:  # without it a rising loss counts as converged
            change = abs(change)
        if "L13" in faults:  # compares the loss itself
            change = abs(losses[-1])
        if change < tolerance or (change == tolerance and "L14" not in faults):
            break
    return losses


CROSS_ENTROPY = Program(
    cross_entropy,
    (
        "L01", "L05", "L05:log of sum", "L05:product before log", "L05:product after log",
        "L06", "L09", "L15", "L15:product after log",
    ),
)  # fmt: skip
MEAN_LOSS = Program(mean_loss, ("L01", "L04", "L10"))
SGD_STEP = Program(sgd_step, ("L08", "L11"))
TRAIN_UNTIL = Program(train_until, ("L12", "L13", "L14", "L16", "L17"))

MISTAKES = (
    Mistake("L01", "1/T is applied once too often",
            "The mean over the examples is taken in one place, mean_loss. Divided again, every step is T times too small.",
            "Divide by T in mean_loss only, and only once."),
    Mistake("L04", "dz is not divided by T",
            "The loss is the mean of the divergences, so its gradient has the same 1/T.",
            "Return dz / T beside the mean."),
    Mistake("L05", "exp overflows for large scores",
            "exp(1000) is infinite in float64. Softmax stays the same when a constant is taken off every score.",
            "Subtract the row's maximum before exp, and take the logarithm of the sum, not of a share that may be 0."),
    Mistake("L06", "the one-hot is subtracted from the scores",
            "The gradient is softmax(z) minus one-hot: shares, which add up to 1 in each row.",
            "Turn z into shares first."),
    Mistake("L07", "the arrays given are changed in place",
            "A step returns new arrays. Whoever still needs the old ones, to compute another gradient, would find the new.",
            "Write w - learning_rate * dw, not w -= ..."),
    Mistake("L08", "the step goes uphill",
            "The gradient points to where the loss grows; the step goes against it.",
            "Subtract: w - learning_rate * dw."),
    Mistake("L09", "the sign of dz is turned round",
            "Raising the score of the wanted class lowers the divergence: its dz is negative.",
            "softmax minus one-hot, in this order."),
    Mistake("L10", "the sum over the examples in place of the mean",
            "Loss = 1/T · sum of div, and its gradient has the same 1/T.",
            "Divide both by T."),
    Mistake("L11", "the learning rate is left out",
            "η says how far to go along the gradient.",
            "Multiply the gradient by learning_rate."),
    Mistake("L12", "a rising loss counts as converged",
            "Converged means that the loss hardly changes; a loss that rises changes.",
            "Compare abs(change) with the tolerance."),
    Mistake("L13", "the loss itself is compared with the tolerance",
            "Converged means a small change from one step to the next, not a small loss.",
            "Compare the last two losses."),
    Mistake("L15", "the logarithm of a share that is 0",
            "A hopeless score has a share too small for float64: it becomes 0, and its logarithm minus infinity.",
            "div = log(sum of exp(below)) − below[wanted] takes no logarithm of a share."),
    Mistake("L14", "a change of exactly the tolerance goes on",
            "The first change of at most the tolerance ends the training.",
            "Use <=, not <."),
    Mistake("L16", "training goes on after a nan",
            "Once the loss is nan, so is every weight that depends on it; no later step brings it back. A comparison with nan is never true.",
            "Stop where np.isnan(loss)."),
    Mistake("L17", "one step is taken although max_steps is 0",
            "At most max_steps steps were asked for, and 0 is a number too.",
            "Ask for len(losses) < max_steps before the first step."),
)  # fmt: skip
