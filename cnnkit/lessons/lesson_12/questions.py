"""Questions about lesson 12: depth-wise convolution (lecture 5.4)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.mistakes.separable import COUNT_SEPARABLE, DEPTHWISE_CONV2D
from cnnkit.numbers import count

__all__ = ["PREDICTIONS", "RECAP"]


def separable_weights(kernel_size: int, M: int, N: int) -> int:
    """Weights of a depth-wise separable layer, without biases."""
    return M * kernel_size**2 + N * M


def wider(_rng):
    """A larger filter costs a separable layer little."""
    M = N = 64
    grown = {"separable": separable_weights(7, M, N) / separable_weights(3, M, N), "full": 49 / 9, "side": 7 / 3}
    said = {name: f"by a factor of {factor:.2f}" for name, factor in grown.items()}
    return Question(
        "12-wider",
        "A depth-wise separable layer leads from 64 maps to 64. Its K × K filters grow from 3 × 3 to 7 × 7. How does the number of its weights grow?",
        said["separable"],
        f"64·9 + 64·64 = {count(separable_weights(3, M, N))} weights become 64·49 + 64·64 = {count(separable_weights(7, M, N))}: "
        "only the depth-wise half grows, and it is the smaller one.",
        (
            Belief("M01", said["full"], "That would be so if every weight belonged to a K × K filter, as in a full convolution, but most of them mix maps."),
            Belief("", said["side"], "That would be so if a filter had as many weights as its side, but it has the square."),
            Belief("", "not at all", "That would be so if larger filters cost nothing, but each of the 64 has 40 weights more."),
        ),
        choices=("not at all", said["separable"], said["side"], said["full"]),
    )  # fmt: skip


def weights_of_both_halves(rng):
    """M filters, and one weight for every pair of maps."""
    M, N, K = (int(n) for n in (rng.integers(2, 9), rng.integers(2, 9), rng.choice([3, 5])))
    args = ((K, K), M, N, (8, 8))
    wrong = {switch: COUNT_SEPARABLE.wrong(switch)(*args)[0] for switch in ("M01", "M21", "M22")}
    return Question(
        "12-weights",
        f"A depth-wise separable layer with filters of {K} × {K} leads from {M} maps to {N}. How many weights does it have, without biases?",
        separable_weights(K, M, N),
        f"{M} filters of {K * K} weights, and {N}·{M} weights that mix the maps: {M * K * K} + {N * M}.",
        (
            Belief("M01", wrong["M01"], "That would be so if every output map had a filter for every input map, but that is the full convolution."),
            Belief("M21", wrong["M21"], "That would be so if the maps were not mixed afterwards, but every output map weights all of them."),
            Belief("M22", wrong["M22"], "That would be so if the halves were multiplied, but they are two layers, and their weights add up."),
        ),
    )  # fmt: skip


def how_many_maps(rng):
    """Depth-wise, as many maps come out as went in."""
    M, N = int(rng.integers(2, 12)), int(rng.integers(12, 30))
    y, w = np.ones((1, M, 4, 4)), np.ones((M, 3, 3))
    right = DEPTHWISE_CONV2D.wrong()(y, w, 1, 0).shape[1]
    return Question(
        "12-maps",
        f"{M} maps go through a depth-wise convolution and then through a point-wise one with {N} outputs. "
        "How many maps lie between the two?",
        right,
        "Every map is scanned by its own filter and stays a map of its own.",
        (
            Belief("M13", 1, "That would be so if the maps were added up at once, but that is what the point-wise half does, with weights."),
            Belief("", N, "That would be so if the depth-wise half made the outputs, but it only scans the maps that are there."),
            Belief("", M * N, "That would be so if every map were scanned for every output, but it is scanned once."),
        ),
    )  # fmt: skip


PREDICTIONS = (wider,)
RECAP = (weights_of_both_halves, how_many_maps)
