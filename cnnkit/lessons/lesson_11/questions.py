"""Questions about lesson 11: very deep networks (lecture 5.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.mistakes.normalization import BATCH_NORM
from cnnkit.mistakes.residual import PROJECTION_SHORTCUT

__all__ = ["PREDICTIONS", "RECAP"]


def way_back(_rng):
    """What a residual block whose inside is dead hands back."""
    return Question(
        "11-past",
        "In a residual block, z = inner(y) + y, the inner layers pass no gradient at all: inner.backward(dz) is 0 everywhere. "
        "dz is 3 in one cell. What is dy in that cell?",
        3,
        "y went past the block as well, unchanged, so dz comes back past it, unchanged.",
        (
            Belief("M08", 0, "That would be so if the only way back led through the block, but y went past it as well."),
            Belief("M09", 6, "That would be so if dz came back past the block twice, but one copy of y went past it."),
            Belief("M34", 1.5, "That would be so if the two ways were averaged, but they are added."),
        ),
    )  # fmt: skip


def first_gradient(_rng):
    """The gradients of the filters in a deep net that nothing helps."""
    return Question(
        "11-depth",
        "A net of depth 56 with relu, without batch normalisation and without ways past its blocks. Its filters were drawn as in lesson 03. "
        "How large is the gradient of its first filters, beside that of its last?",
        "1 to 100 times as large",
        "A filter's gradient is made from what it read and what came back to it. What is read fades on the way forward, what comes back "
        "fades on the way back: the first filters read much and get little back, the last ones read little and get much. The products are "
        "alike, and all of them tiny.",
        (
            Belief("", "less than a thousandth of it", "That would be so if only what comes back counted, for that does fade, but it is multiplied by what was read, and the first filters read the most."),
            Belief("", "more than 1,000 times as large", "That would be so if the gradient grew in every layer, as it does behind batch normalisation alone, but there is none here."),
        ),
        ("less than a thousandth of it", "1 to 100 times as large", "more than 1,000 times as large"),
    )  # fmt: skip


def normalised_cell(rng):
    """A map of two values."""
    a, gap = int(rng.integers(-3, 4)), int(rng.integers(2, 7))
    gamma, beta = int(rng.choice([3, 4, 5])), int(rng.integers(1, 4))
    y = np.array([a, a + 2 * gap], dtype=float).reshape(2, 1, 1, 1)
    args = y, np.array([float(gamma)]), np.array([float(beta)]), 0.0
    cell = {switch: float(BATCH_NORM.wrong(switch)(*args)[1, 0, 0, 0]) for switch in ("M46", "M48", "M48:beta")}
    return Question(
        "11-norm",
        f"A map holds one cell in each of two examples: {a} and {a + 2 * gap}. Batch normalisation with γ = {gamma}, β = {beta} and "
        "ε = 0: what becomes of the larger one?".replace("-", "−"),
        round(float(BATCH_NORM.wrong()(*args)[1, 0, 0, 0])),
        f"It lies one spread above the mean, so it is 1 when normalised, and γ·1 + β = {gamma + beta}.",
        (
            Belief("M48", round(cell["M48"], 2), "That would be so if γ were left out, but it stretches what is normalised."),
            Belief("M48", round(cell["M48:beta"], 2), "That would be so if β were left out, but it shifts every cell."),
            Belief("", 1, "That would be so if the normalised number were the end of it, but γ and β follow."),
        ),
    )  # fmt: skip


def shortcut_rows(rng):
    """The size of a shortcut with a stride."""
    size, s = int(rng.integers(5, 30)), int(rng.integers(2, 5))
    size += size % s == 0  # a remainder tells the beliefs apart
    y, w = np.zeros((1, 1, size, size)), np.ones((1, 1))
    rows = {switch: PROJECTION_SHORTCUT.wrong(switch)(y, w, s).shape[2] for switch in ("M10", "M60")}
    return Question(
        "11-shortcut",
        f"A block scans maps of {size} rows with stride {s}, padding 1 and 3 × 3 filters. Its shortcut is a 1 × 1 convolution with the same stride. "
        "How many rows does it hand on?",
        PROJECTION_SHORTCUT.wrong()(y, w, s).shape[2],
        f"It keeps rows 0, {s}, {2 * s}, … as far as there are any: ⌊({size} − 1)/{s}⌋ + 1, as many as the block makes.",
        (
            Belief("M10", rows["M10"], "That would be so if the shortcut left its maps as they are, but the block's are smaller, and the two are added."),
            Belief("M60", rows["M60"], "That would be so if only whole steps counted, but row 0 is kept before any step."),
        ),
    )  # fmt: skip


def forgotten_switch(rng):
    """One image alone, in a net that still takes the batch's statistics."""
    mean, spread, above = int(rng.integers(-2, 3)), int(rng.integers(2, 5)), int(rng.choice([2, 3]))
    gamma, beta = int(rng.integers(2, 6)), int(rng.integers(-4, 5))
    cell = mean + above * spread
    return Question(
        "11-switch",
        f"After training the running averages of a map are mean {mean} and variance {spread**2}; γ = {gamma}, β = {beta}, and ε is next to "
        f"nothing. The net is not switched over. One image comes alone, and its map holds {cell} in every cell: what comes out, in every cell?".replace("-", "−"),
        beta,
        f"The net takes mean and variance from this image: {cell} − {cell} = 0 in every cell, and β is all that is left.".replace("-", "−"),
        (
            Belief("", gamma * above + beta, "That would be so if the running averages were used, but the net still takes those of the batch, here of one image."),
            Belief("", cell, "That would be so if a single image were left as it is, but its mean is taken off."),
            Belief("", gamma + beta, "That would be so if the cells lay one spread above the mean, but they are the mean."),
        ),
    )  # fmt: skip


PREDICTIONS = (first_gradient, way_back)
RECAP = (normalised_cell, shortcut_rows, forgotten_switch)
