"""Mistakes in residual blocks and batch normalisation (lecture 5.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = [
    "BATCH_NORM",
    "BATCH_NORM_GRAD",
    "MISTAKES",
    "PROJECTION_SHORTCUT",
    "RESIDUAL_BACKWARD",
    "RESIDUAL_FORWARD",
]

CELLS = (0, 2, 3)  # the axes of a map's statistics


def statistics(y, faults):
    """Mean and variance as somebody with these misconceptions takes them."""
    axes = CELLS
    if "M12" in faults:  # every example by itself
        axes = (2, 3)
    if "M42" in faults:  # every cell by itself
        axes = (0,)
    if "M43" in faults:  # all maps together
        axes = (0, 1, 2, 3)
    mean = y.mean(axis=axes, keepdims=True)
    variance = ((y - mean) ** 2).mean(axis=axes, keepdims=True)
    if "M11" in faults:  # divided by one less
        count = y.size / mean.size
        variance = variance * count / max(count - 1, 1)
    return mean, variance


def batch_norm(y, gamma, beta, eps, faults=frozenset()):
    """Batch normalisation while training, with faults."""
    if "M46" in faults:
        gamma, beta = beta, gamma
    mean, variance = statistics(y, faults)
    if "M49" in faults:  # not centred
        mean = 0 * mean
    if "M47" in faults:
        eps = 0.0
    spread = np.sqrt(variance + eps)
    if "M44" in faults:  # added to the root
        spread = np.sqrt(variance) + eps
    if "M45" in faults:  # the root forgotten
        spread = variance + eps
    with np.errstate(all="ignore"):
        z = (y - mean) / spread
    if not faults & {"M48", "M48:both"}:
        z = z * gamma[:, None, None]
    if not faults & {"M48:beta", "M48:both"}:
        z = z + beta[:, None, None]
    return z


def batch_norm_grad(dz, y, gamma, eps, faults=frozenset()):
    """Gradients of batch normalisation, with faults."""
    mean, variance = statistics(y, faults)
    spread = np.sqrt(variance + (0 if "M47" in faults else eps))
    with np.errstate(all="ignore"):
        normal = (y - mean) / spread
    dgamma = (dz * (y if "M54" in faults else normal)).sum(axis=CELLS)
    dbeta = dz.sum(axis=CELLS)
    inner = dz if "M55" in faults else dz * gamma[:, None, None]
    # what y does through the mean and through the variance
    through_mean = inner.mean(axis=CELLS, keepdims=True)
    through_variance = normal * (inner * normal).mean(axis=CELLS, keepdims=True)
    if "M63" in faults:  # sums of the shares
        through_mean, through_variance = (each * dz[:, 0].size for each in (through_mean, through_variance))
    if faults & {"M50", "M51"}:
        through_mean = 0.0
    if faults & {"M50", "M52"}:
        through_variance = 0.0
    dy = (inner - through_mean - through_variance) / (1 if "M53" in faults else spread)
    if "M56" in faults:  # means of the shares
        dgamma, dbeta = dgamma * dbeta.size / dz.size, dbeta * dbeta.size / dz.size
    if "M57" in faults:
        dgamma, dbeta = dbeta, dgamma
    return dy, dgamma, dbeta


def residual_forward(y, inner, faults=frozenset()):
    """A residual block, with faults."""
    z = inner.forward(y)
    if "M30" in faults:  # nothing goes past
        return z
    if "M32" in faults:
        return z + 2 * y
    if "M33" in faults:
        return z * y
    if "M34" in faults:
        return (z + y) / 2
    if "M35" in faults:  # what the block does not change
        return z - y
    if "M35:inner" in faults:
        return y - z
    if "M61" in faults:
        return np.maximum(z, 0) + y
    if "M58" in faults:  # twice through the block
        return inner.forward(z) + y
    if "M59" in faults:  # the sum goes through the block
        return inner.forward(y) + inner.forward(z)
    z = z + y
    return np.maximum(z, 0) if "M31" in faults else z


def residual_backward(dy, inner, faults=frozenset()):
    """The way back through a residual block, with faults."""
    back = inner.forward(dy) if "M36" in faults else inner.backward(dy)
    if "M62" in faults:
        return inner.backward(back) + dy
    if "M62:sum" in faults:  # the other way is taken back through the block as well
        return inner.backward(back + dy)
    if "M08" in faults:
        return back
    if "M37" in faults:  # the block is passed by
        return dy * 1.0
    if "M09" in faults:
        return back + 2 * dy
    if "M33" in faults:
        return back * dy
    if "M34" in faults:
        return (back + dy) / 2
    if "M35" in faults:
        return back - dy
    if "M31" in faults:
        return (back + dy) * (dy > 0)
    return back + dy


def projection_shortcut(y, w, stride, faults=frozenset()):
    """The shortcut past a block that halves its maps, with faults."""
    N, M = w.shape
    if "M19" in faults:
        if N != M:
            raise ValueError("the exchanged axes do not fit")
        w = w.T
    if "M18" in faults:
        w = np.ones_like(w)
    if "F04" in faults:
        w = w * (np.arange(M) == M - 1)
    if "M20" in faults:
        w = w / M
    steps = {"M10": (1, 1), "M39": (stride, 1), "M39:columns": (1, stride)}
    rows, columns = next((step for fault, step in steps.items() if fault in faults), (stride, stride))
    first = stride - 1 if "M41" in faults else 0
    kept = y[:, :, first::rows, first::columns]
    if "M40" in faults:  # the mean of a block of cells
        H, W = (n // stride for n in y.shape[2:])
        kept = y[:, :, : H * stride, : W * stride].reshape(*y.shape[:2], H, stride, W, stride).mean(axis=(3, 5))
    if "M60" in faults:  # as many as fit side by side
        kept = kept[:, :, : y.shape[2] // stride, : y.shape[3] // stride]
    return np.einsum("nm,tmij->tnij", w, kept)


BATCH_NORM = Program(
    batch_norm, ("M11", "M12", "M42", "M43", "M44", "M45", "M46", "M47", "M48", "M48:beta", "M48:both", "M49"),
    instead=(("M12", "M42", "M43"), ("M44", "M45", "M47"), ("M48", "M48:beta", "M48:both"), ("M46", "M48:both")),
)  # fmt: skip
BATCH_NORM_GRAD = Program(
    batch_norm_grad, ("M11", "M47", "M50", "M51", "M52", "M53", "M54", "M55", "M56", "M57", "M63"), instead=(("M50", "M51", "M52", "M63"), ("M11", "M47"))
)
RESIDUAL_FORWARD = Program(
    residual_forward, ("M30", "M31", "M32", "M33", "M34", "M35", "M35:inner", "M58", "M59", "M61"),
    instead=(("M30", "M31", "M32", "M33", "M34", "M35", "M35:inner", "M58", "M59", "M61"),),
)  # fmt: skip
RESIDUAL_BACKWARD = Program(
    residual_backward, ("M08", "M09", "M31", "M33", "M34", "M35", "M36", "M37", "M62", "M62:sum"),
    instead=(("M08", "M09", "M31", "M33", "M34", "M35", "M37", "M62", "M62:sum"), ("M36", "M37")),
)
PROJECTION_SHORTCUT = Program(
    projection_shortcut, ("F04", "M10", "M18", "M19", "M20", "M39", "M39:columns", "M40", "M41", "M60"),
    instead=(("F04", "M18", "M20"), ("M18", "M19"), ("M10", "M39", "M40", "M41", "M60")),
)  # fmt: skip

MISTAKES = (
    Mistake("M08", "the gradient that goes past the block is left out",
            "z = inner(y) + y: on the way back both ways lead to y, so their gradients are added.",
            "Add dy to inner.backward(dy)."),
    Mistake("M09", "dy is added twice",
            "One copy of y went past the block, so dy comes back past it once.",
            "Use inner.backward(dy) + dy."),
    Mistake("M10", "the stride is left out",
            "The block halves its maps, so what goes past it keeps every s-th row and column.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M11", "the variance is divided by one less than the number of cells",
            "The batch is normalised by its own variance, the mean of the squared distances; one less is for an estimate.",
            "Use var without ddof."),
    Mistake("M12", "every example is normalised by itself",
            "A map's statistics are taken over all examples of the batch, rows and columns.",
            "Take the mean over the axes 0, 2 and 3."),
    Mistake("M30", "nothing goes past the block",
            "A residual block gives inner(y) + y.",
            "Add y to what the block gives."),
    Mistake("M31", "relu after the sum",
            "In this course nothing follows the sum, so that what goes past the block reaches the end as it is.",
            "Leave relu to the block."),
    Mistake("M32", "y is added twice",
            "One copy of y goes past the block.",
            "Use inner.forward(y) + y."),
    Mistake("M33", "the two ways are multiplied",
            "What comes through the block and what goes past it are added.",
            "Use + where * stands."),
    Mistake("M34", "the mean of the two ways",
            "The two ways are added, not averaged.",
            "Leave the division by 2 out."),
    Mistake("M35", "one of the two ways is subtracted",
            "The two ways are added.",
            "Use + where − stands."),
    Mistake("M36", "the gradient goes through the block forwards",
            "On the way back the block takes its own gradient: backward, not forward.",
            "Call inner.backward(dy)."),
    Mistake("M37", "the gradient of the block is left out",
            "Both ways lead back to y, through the block and past it.",
            "Add inner.backward(dy)."),
    Mistake("M39", "the stride moves along one axis only",
            "Every s-th row and every s-th column is kept.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M40", "blocks of cells are averaged",
            "A 1 × 1 convolution with stride s reads one cell of each block, the first.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M41", "the first cell that is kept is not the first of the map",
            "A scan with stride s begins at row 0, column 0.",
            "Use y[:, :, ::stride, ::stride], without an offset."),
    Mistake("M60", "the last row or column is missing where the stride leaves a remainder",
            "A scan of 1 × 1 reads the rows 0, s, 2s, … as far as there are any: (H − 1) // s + 1 of them.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M42", "every place of the map is normalised by itself",
            "A map is treated alike everywhere: rows and columns belong to its statistics too.",
            "Take the mean over the axes 0, 2 and 3."),
    Mistake("M43", "all maps are normalised together",
            "Every map has a mean and a variance of its own.",
            "Leave axis 1 out of the mean."),
    Mistake("M44", "eps is added to the root",
            "eps stands under the root: sqrt(variance + eps).",
            "Add it before the root is taken."),
    Mistake("M45", "divided by the variance in place of its root",
            "What is divided by its standard deviation has spread 1.",
            "Take the square root."),
    Mistake("M46", "gamma and beta are exchanged",
            "gamma stretches, beta shifts: gamma·normalised + beta.",
            "Multiply by gamma, then add beta."),
    Mistake("M47", "eps is left out",
            "eps keeps the root away from 0 where a map is constant.",
            "Use sqrt(variance + eps)."),
    Mistake("M48", "gamma or beta is left out",
            "After normalising, gamma stretches and beta shifts every map.",
            "Use gamma[:, None, None] * normalised + beta[:, None, None]."),
    Mistake("M49", "the mean is not taken off",
            "Normalised maps have mean 0: the mean is subtracted first.",
            "Use y - mean above the fraction."),
    Mistake("M50", "mean and variance are treated as constants",
            "They depend on every y of the batch, so y acts through them too.",
            "Take the mean of the gradients off, and their part along the normalised maps."),
    Mistake("M51", "what y does through the mean is left out",
            "Raising one y raises the mean, which lowers all of them.",
            "Take the mean of the gradients off."),
    Mistake("M52", "what y does through the variance is left out",
            "Raising a y far from the mean widens the spread, by which all are divided.",
            "Take normalised · mean(gradient · normalised) off."),
    Mistake("M53", "not divided by the spread",
            "z = (y − mean) / spread: the same division stands in the gradient.",
            "Divide by sqrt(variance + eps)."),
    Mistake("M54", "gamma's gradient is taken with y in place of the normalised maps",
            "gamma multiplies the normalised maps; they are what dz meets.",
            "Use (dz * normalised).sum(axis=(0, 2, 3))."),
    Mistake("M55", "gamma is left out on the way back",
            "z = gamma·normalised + beta, so dz passes through gamma first.",
            "Multiply dz by gamma[:, None, None]."),
    Mistake("M56", "the gradients of gamma and beta are means",
            "gamma and beta act on every cell of their map; the contributions of all cells add up.",
            "Use a sum where a mean stands."),
    Mistake("M57", "the gradients of gamma and beta are exchanged",
            "dz alone belongs to beta, dz times the normalised maps to gamma.",
            "Return (dy, dgamma, dbeta)."),
    Mistake("M58", "y goes through the block twice",
            "The block is used once; y is added to what comes out.",
            "Use inner.forward(y) + y."),
    Mistake("M61", "relu before the sum",
            "What a block takes away from y is negative; relu would cut that off.",
            "Use inner.forward(y) as it comes."),
    Mistake("M62", "the gradient goes through the block twice",
            "y went through the block once, so the gradient goes back through it once.",
            "Use inner.backward(dy) + dy."),
    Mistake("M63", "what is taken off dz is a sum in place of a mean",
            "y acts on the mean, and on the variance, with a share of one cell.",
            "Divide both sums by the number of cells: .mean(axis=(0, 2, 3), keepdims=True)."),
    Mistake("M59", "what goes past the block meets the block all the same",
            "The shortcut leaves y as it is.",
            "Use inner.forward(y) + y."),
)  # fmt: skip
