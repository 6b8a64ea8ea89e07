"""Questions about lesson 03: divergence, loss, gradient descent (lecture 1.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.gradient_descent import sgd_step, train_until
from cnnkit.lessons.question import Belief, Question
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.mistakes.descent import MEAN_LOSS, SGD_STEP, TRAIN_UNTIL

__all__ = ["PREDICTIONS", "RECAP"]

CURVATURES = np.array([1.0, 0.305])
START = np.array([1.0, (1.4 / CURVATURES[1]) ** 0.5])  # loss 1.2
TOLERANCE = 1e-4


def descent(learning_rate: float) -> list[float]:
    """Losses of a descent into a long bowl, until err has converged.

    Examples
    --------
    >>> round(descent(0.1)[0], 6)
    1.2
    """
    w = [START]

    def step():
        loss = float((CURVATURES * w[0] ** 2).sum() / 2)
        w[:] = sgd_step(w, [CURVATURES * w[0]], learning_rate)
        return loss

    return train_until(step, TOLERANCE, 5000)


def early_stop(_rng):
    """A small learning rate makes small changes, and small changes stop the training."""
    usual, small = descent(0.1), descent(0.00001)
    return Question(
        "03-stop",
        "Gradient descent goes down a long bowl: each step measures the loss, then moves by −η times the gradient. "
        "It stops when the loss has changed by 0.0001 or less since the step before. "
        f"With η = 0.1 that is after {len(usual)} steps, at a loss "
        f"of {usual[-1]:.3f}; it began at {usual[0]:.1f}. After how many steps does it stop with η = 0.00001?",
        len(small),
        f"After {len(small)} steps, at a loss of {small[-1]:.1f}: steps that small change the loss by less than 0.0001 from the start. "
        "A small change is not a minimum.",
        (
            Belief("", len(usual) * 10_000, "That would be so if training stopped at the same loss, but it stops at a small change."),
            Belief("", len(usual), "That would be so if η did not matter, but it decides how much the loss changes in a step."),
            Belief("", 1, "That would be so if one loss showed a change, but it takes two: the first step has none before it."),
        ),
    )  # fmt: skip


def mean_gradient(rng):
    """1/T stands in one place."""
    T, value = int(rng.choice([2, 4, 5, 8, 10])), int(rng.integers(3, 30))
    div, dz = np.ones(T), np.full((T, 1), float(value))
    wrong = {id: float(MEAN_LOSS.wrong(id)(div, dz)[1][0, 0]) for id in ("L01", "L04")}
    return Question(
        "03-mean",
        f"The loss is the mean over {T} examples. One of them has dDiv/dz = {value}. What is dLoss/dz for it?",
        round(float(mean_loss(div, dz)[1][0, 0]), 4),
        f"Loss = 1/{T} · sum of div, so its gradient has the same 1/{T}, once.",
        (
            Belief("L01", round(wrong["L01"], 4), "That would be so if 1/T were applied twice, but the mean is taken once."),
            Belief("L04", round(wrong["L04"], 4), "That would be so if the loss were the sum, but it is the mean, and 1/T stays in its gradient."),
        ),
        tolerance=0.005,
    )


def one_step(rng):
    """Against the gradient, as far as η says."""
    w, dw = int(rng.integers(-5, 6)), int(rng.choice([-6, -4, -2, 2, 4, 6]))
    eta = float(rng.choice([0.1, 0.5]))
    args = [np.array([float(w)])], [np.array([float(dw)])], eta
    return Question(
        "03-step",
        f"A weight is {w}, its gradient dLoss/dw is {dw}, and η = {eta:g}. What is the weight after one step?".replace("-", "−"),
        round(float(sgd_step(*args)[0][0]), 4),
        "w − η · dLoss/dw: against the gradient.",
        tuple(
            Belief(id, round(float(SGD_STEP.wrong(id)(*args)[0][0]), 4), f"That would be so if {says}.")
            for id, says in (
                ("L08", "the step went along the gradient, but that is uphill"),
                ("L11", "η were 1, but it says how far to go"),
            )
        ),
        tolerance=0.001,
    )  # fmt: skip


def kept_losses(rng):
    """The first change of at most the tolerance ends the training."""
    falls = rng.integers(2, 9, rng.integers(1, 6)).tolist()
    losses = [60]
    for fall in falls:
        losses.append(losses[-1] - fall)
    losses += [losses[-1] + 4, losses[-1] + 4 - int(rng.integers(0, 2))]
    losses += [losses[-1] - 5, losses[-1] - 5, losses[-1] - 5]
    return Question(
        "03-kept",
        f"The losses of successive steps are {', '.join(map(str, losses))}. Training stops after the first change of 1 or less. "
        "How many losses have been seen then?",
        len(train_until(iter(losses).__next__, 1, len(losses))),
        "A loss that rises by 4 changes by 4; after it comes the first small change.",
        tuple(
            Belief(id, len(TRAIN_UNTIL.wrong(id)(iter(losses).__next__, 1, len(losses))), f"That would be so if {says}.")
            for id, says in (
                ("L12", "a rising loss had converged, but a rise is a change as well"),
                ("L13", "the loss itself had to be small, but its change has to be"),
            )
        ),
    )  # fmt: skip


def negative_entries(rng):
    """softmax minus one-hot is negative for the desired class only."""
    T, C = int(rng.integers(2, 13)), int(rng.integers(3, 11))
    _, dz = cross_entropy(rng.normal(size=(T, C)), rng.integers(0, C, T))
    return Question(
        "03-negative",
        f"The scores z of {T} examples and {C} classes go through softmax and cross-entropy. How many of the {T * C} entries of "
        "dz are negative?",
        int((dz < 0).sum()),
        "dz = softmax − one-hot: only the desired class of each example is below 0, since raising its score lowers the divergence.",
        (
            Belief("L09", int((-dz < 0).sum()), "That would be so if dz were one-hot − softmax, but it is the other way round."),
            Belief("", 0, "That would be so if dz were the probabilities alone, but the one-hot is subtracted from them."),
            Belief("", T * C, "That would be so if 1 were subtracted from every class, but only the desired class loses it."),
        ),
    )  # fmt: skip


PREDICTIONS = (early_stop,)
RECAP = (mean_gradient, one_step, kept_losses, negative_entries)
