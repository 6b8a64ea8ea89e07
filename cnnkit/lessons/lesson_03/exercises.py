"""Lesson 03, training."""

from __future__ import annotations

import math

import numpy as np

import cnnkit.losses
from cnnkit.grader.exercise import DRAWS, Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_03 import solutions as solutions
from cnnkit.mistakes import descent

__all__ = ["EXERCISES", "EXPOSES", "Steps"]


class Steps:
    """A step function for `train_until`: gives the losses of a list, one after the other."""

    def __init__(self, losses):
        self.losses, self.taken = tuple(losses), 0

    def __call__(self) -> float:
        self.taken += 1
        return self.losses[min(self.taken, len(self.losses)) - 1]

    def __repr__(self) -> str:
        return f"steps with the losses {list(self.losses)}"

    def fresh(self) -> Steps:
        """The same steps from the beginning."""
        return Steps(self.losses)


def entropy_cases(rng) -> list[Case]:
    """Scores and wanted classes."""
    return [
        Case((np.array([[0.0, 0.0]]), np.array([1])), "two equal scores"),
        Case((integers(rng, 3, 4), np.array([0, 3, 3])), "three examples, four classes"),
        Case((integers(rng, 3, 4), np.array([2, 1, 0])), "other numbers of the same shape"),
        Case((rng.normal(size=(5, 3)), rng.integers(0, 3, 5)), "decimal numbers"),
        Case((integers(rng, 3, 3), np.array([1, 1, 2])), "as many examples as classes"),
        Case((integers(rng, 1, 4), np.array([3])), "one example"),
        Case((small(rng, 3, 5), np.array([4, 0, 2])), "scores near 0.001"),
        Case((np.array([[1000.0, 0.0], [-1000.0, 3.0]]), np.array([0, 1])), "a score of 1,000"),
        Case((np.array([[0.0, 1000.0]]), np.array([0])), "a hopeless score"),
    ]


def entropy_in_the_open(z, d) -> tuple[np.ndarray, np.ndarray]:
    """Shares as 1 / sum of exp(differences), in plain Python: nothing overflows upwards."""
    div, dz = [], []
    for scores, wanted in zip(z.tolist(), d.tolist(), strict=True):
        top = max(scores)
        shares = [1 / math.fsum(math.exp(min(s - own, 700)) for s in scores) for own in scores]
        div.append(top - scores[wanted] + math.log(math.fsum(math.exp(s - top) for s in scores)))
        dz.append([share - (c == wanted) for c, share in enumerate(shares)])
    return np.array(div), np.array(dz)


def mean_cases(rng) -> list[Case]:
    """Divergences and gradients of T examples."""
    shapes = [((2, 3), "two examples"), ((4, 3), "four examples"), ((4, 3), "other numbers of the same shape"),
              ((1, 2), "one example"), ((3, 4), "more classes than examples")]  # fmt: skip
    cases = [Case((integers(rng, shape[0], low=1), integers(rng, *shape)), label) for shape, label in shapes]
    return cases + [Case((draw(rng, 3), draw(rng, 3, 2)), label) for label, draw in list(DRAWS.items())[1:]]


def mean_in_the_open(div, dz) -> tuple[float, np.ndarray]:
    """Add up and divide, number by number."""
    T = len(div)
    flat = [float(g) / T for g in dz.ravel()]
    return math.fsum(float(v) for v in div) / T, np.array(flat).reshape(dz.shape)


def step_cases(rng) -> list[Case]:
    """A filter array and a bias array each time."""
    cases = []
    for shape, eta, label in (
        ((1, 1, 2, 2), 0.5, "one small filter"),
        ((2, 3, 3, 2), 0.1, "two filters of three maps"),
        ((2, 3, 3, 2), 0.1, "other numbers of the same shape"),
        ((2, 3, 3, 2), 2.0, "a large learning rate"),
    ):
        weights = [integers(rng, *shape), integers(rng, shape[0])]
        gradients = [integers(rng, *shape), integers(rng, shape[0], low=1)]
        cases.append(Case((weights, gradients, eta), label))
    for label, draw in list(DRAWS.items())[1:]:
        weights, gradients = ([draw(rng, 2, 1, 2, 3), draw(rng, 2)] for _ in range(2))
        cases.append(Case((weights, gradients, 0.25), label))
    return cases


def stepped(weights, gradients, learning_rate) -> tuple[np.ndarray, ...]:
    """w − η·dw, number by number."""
    return tuple(
        np.array([float(a) - learning_rate * float(b) for a, b in zip(w.ravel(), dw.ravel(), strict=True)])
        .reshape(w.shape)
        for w, dw in zip(weights, gradients, strict=True)
    )  # fmt: skip


def until_cases(rng) -> list[Case]:
    """Losses that fall, rise, stand still, or are lost."""
    falling = (8 * 0.5 ** np.arange(12)).tolist()
    runs = [
        (falling, 0.3, 20, "a loss that is halved at every step"),
        (falling, 1.0, 20, "a change of exactly the tolerance"),
        (falling, 0.001, 5, "max_steps reached first"),
        ([4.0, 6.0, 9.0, 9.0, 2.0], 0.5, 10, "a loss that rises"),
        ([3.0, math.nan, 3.0, 3.0], 0.5, 10, "a loss that becomes nan"),
        ([0.01, 5.0, 5.0], 0.1, 10, "a small loss at the first step"),
        ([2.0], 0.1, 1, "a single step"),
        ([2.0, 1.0], 0.1, 0, "max_steps 0"),
        ([1.0, 1.0, 0.5], 0.0, 10, "tolerance 0"),
        ([0.00412, 0.00287, 0.00213, 0.00209, 0.00205], 0.0001, 10, "losses near 0.001"),
    ]
    return [Case((Steps(losses), tolerance, steps), label) for losses, tolerance, steps, label in runs]


def stopped(step, tolerance, max_steps) -> list[float]:
    """Look at the whole list of losses and find the first place to stop."""
    losses = [step() for _ in range(max_steps)]
    for k, loss in enumerate(losses):
        if math.isnan(loss) or (k and abs(loss - losses[k - 1]) <= tolerance):
            return losses[: k + 1]
    return losses


def init_cases(rng) -> list[Case]:
    """Shapes of filters, each with a generator of its own."""
    shapes = [(4, 3, 3, 3), (8, 1, 5, 5), (2, 6, 2, 3)]
    return [Case((shape, np.random.default_rng(int(rng.integers(1000)))), f"filters {shape}") for shape in shapes]


def drawn(shape, rng) -> np.ndarray:
    """Standard normal numbers, each multiplied by the wanted spread."""
    spread = math.sqrt(2 / (shape[1] * shape[2] * shape[3]))
    return np.array([spread * v for v in rng.standard_normal(shape).ravel()]).reshape(shape)


def slope_cases(rng) -> list[Case]:
    """Functions whose slopes are known."""
    return [
        Case((square, np.array([3.0, -1.0]), 1e-5), "a sum of squares"),
        Case((square, np.array([[1, 2], [3, 4]]), 1e-5), "whole numbers"),
        Case((waves, rng.normal(size=(2, 3)), 1e-5), "sines"),
        Case((first_cell, rng.normal(size=(2, 2, 2)), 1e-4), "a function of one cell only"),
        Case((first_cell, decimals(rng, 2, 3), 0.5), "a step of 0.5, where the quotient is not the slope"),
        Case((square, small(rng, 3), 1e-5), "numbers near 0.001"),
        Case((squared_sum, integers(rng, 2, 2), 0.5), "a function in which the entries meet"),
    ]


def square(w) -> float:
    return float((np.asarray(w, float) ** 2).sum())


def squared_sum(w) -> float:
    return float(np.asarray(w, float).sum() ** 2)


def waves(w) -> float:
    return float(np.sin(w).sum())


def first_cell(w) -> float:
    return float(w.ravel()[0] ** 3)


def known_slope(f, w, eps) -> np.ndarray:
    """The central quotient in closed form: the derivative, and what a step as long as eps adds to it."""
    w = np.asarray(w, float)
    if f is square:
        return 2 * w
    if f is squared_sum:
        return np.full(w.shape, 2 * w.sum())
    if f is waves:
        return np.cos(w) * np.sin(eps) / eps
    slope = np.zeros(w.shape)
    slope.flat[0] = 3 * w.flat[0] ** 2 + eps**2
    return slope


def mean_witness(args, part, index) -> str:
    div, dz = args
    if part == 0:
        return written("loss", [(1 / len(div), v) for v in div])
    return written("dz", [(1 / len(div), dz[index])])


EXERCISES = (
    Exercise(
        id="cross_entropy",
        arguments="z, d",
        cases=entropy_cases,
        expected=entropy_in_the_open,
        adapter=cnnkit.losses.cross_entropy,
        solution=solutions.cross_entropy,
        hints=(
            "Two equal scores have probabilities of one half each: div is log 2, dz is plus and minus one half.",
            "div = −log of the probability of the desired class; dz = probabilities minus one-hot. Softmax does not change when the row's maximum is taken off.",
            "below = z − z.max(axis=1, keepdims=True); div = log(sum of exp(below)) − below[wanted].",
        ),
        results=("div", "dz"),
        program=descent.CROSS_ENTROPY,
        answers=("cross_entropy",),
    ),
    Exercise(
        id="mean_loss",
        arguments="div, dz",
        cases=mean_cases,
        expected=mean_in_the_open,
        adapter=cnnkit.losses.mean_loss,
        solution=solutions.mean_loss,
        hints=(
            "T is the number of examples, len(div).",
            "Loss = 1/T · sum of div. What is divided by T has a gradient divided by T.",
            "return div.mean(), dz / len(div)",
        ),
        results=("loss", "dz"),
        rules=Rules(("div: T", "dz: T C")),
        program=descent.MEAN_LOSS,
        witness=mean_witness,
        answers=("mean_loss",),
    ),
    Exercise(
        id="sgd_step",
        arguments="weights, gradients, learning_rate",
        cases=step_cases,
        expected=stepped,
        solution=solutions.sgd_step,
        hints=(
            "Take one weight and its gradient: where does it go?",
            "w − η·dLoss/dw, for every array. The arrays that were given stay as they are.",
            "[w - learning_rate * dw for w, dw in zip(weights, gradients)]",
        ),
        results=("filters", "bias"),
        program=descent.SGD_STEP,
        answers=("sgd_step",),
        changed_input="L07",
    ),
    Exercise(
        id="train_until",
        arguments="step, tolerance, max_steps",
        cases=until_cases,
        expected=stopped,
        solution=solutions.train_until,
        hints=(
            "Write the losses down and mark the first change that is small enough.",
            "Stop after the first change of at most the tolerance, after a nan, or at max_steps.",
            "Keep all losses in a list; compare abs(losses[-1] - losses[-2]) with the tolerance, using <=.",
        ),
        results=("losses",),
        program=descent.TRAIN_UNTIL,
        answers=("train_until",),
    ),
    Exercise(
        id="init_filters",
        arguments="shape, rng",
        cases=init_cases,
        expected=drawn,
        solution=solutions.init_filters,
        hints=(
            "Draw the whole array with one call, and look at its variance.",
            "The spread (standard deviation) is the square root of the variance.",
            "rng.normal(0, np.sqrt(2 / (M * Kh * Kw)), shape)",
        ),
        results=("w",),
        program=descent.INIT_FILTERS,
        answers=("init_filters",),
        extra=True,
    ),
    Exercise(
        id="numerical_gradient",
        arguments="f, w, eps",
        cases=slope_cases,
        expected=known_slope,
        solution=solutions.numerical_gradient,
        hints=(
            "Move one entry up and down by eps, and leave all others alone.",
            "(f(w + eps) − f(w − eps)) / (2·eps), one entry at a time, on a float copy of w.",
            "w = np.array(w, dtype=float), then loop over np.ndindex(w.shape).",
        ),
        results=("gradient",),
        program=descent.NUMERICAL_GRADIENT,
        answers=("numerical_gradient",),
        extra=True,
    ),
)

EXPOSES = (
    Expose(
        id="mean_taken_twice",
        exercise="mean_loss",
        switches=("L01",),
        says="divides dz by T twice",
        conditions=(
            (lambda div, dz: len(div) == 1, "one example: T = 1, and dividing by 1 changes nothing"),
            (lambda div, dz: not np.any(dz), "all gradients are 0"),
        ),
    ),
)
