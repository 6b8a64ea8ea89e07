"""Mistakes in batch normalisation, forward and back (lecture 5.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["BATCH_NORM", "BATCH_NORM_GRAD", "MISTAKES"]

CELLS = (0, 2, 3)  # the axes of a map's statistics
# over which axes somebody takes them instead
AXES = {"M12": (2, 3), "M12:maps": (1, 2, 3), "M42": (0,), "M43": (0, 1, 2, 3)}


def axes_of(faults) -> tuple[int, ...]:
    """The axes of the statistics."""
    return next((axes for fault, axes in AXES.items() if fault in faults), CELLS)


def statistics(y, faults):
    """Mean and variance as somebody with these misconceptions takes them."""
    axes = axes_of(faults)
    count = np.prod([y.shape[axis] for axis in axes])
    if "N03" in faults:  # only the examples are counted
        count = len(y)
    mean = y.sum(axis=axes, keepdims=True) / count
    variance = ((y - mean) ** 2).sum(axis=axes, keepdims=True) / count
    if "M11" in faults:  # divided by one less
        variance = variance * count / max(count - 1, 1)
    if "N02" in faults:  # of y itself
        variance = (y**2).mean(axis=axes, keepdims=True)
    if "N04" in faults:  # a first step from 0 and 1
        mean, variance = 0.1 * mean, 0.9 + 0.1 * variance
    if "N04:much" in faults:
        mean, variance = 0.9 * mean, 0.1 + 0.9 * variance
    return mean, variance


def spread_of(variance, eps, faults):
    """What is divided by."""
    if "M44" in faults:  # added to the root
        return np.sqrt(variance) + eps
    if "M44:too" in faults:
        return np.sqrt(variance + eps) + eps
    if "N28" in faults:  # multiplied
        return 1 / np.sqrt(variance + eps)
    if "M45" in faults:  # the root forgotten
        return variance + eps
    if "N01" in faults:  # the root taken twice
        return np.sqrt(np.sqrt(variance) + eps)
    if "N05" in faults:  # a floor
        return np.sqrt(np.maximum(variance, eps))
    return np.sqrt(variance + (0.0 if "M47" in faults else eps))


def batch_norm(y, gamma, beta, eps, faults=frozenset()):
    """Batch normalisation while training, with faults."""
    gamma, beta = gamma[:, None, None], beta[:, None, None]
    if "M46" in faults:
        gamma, beta = beta, gamma
    mean, variance = statistics(y, faults)
    spread = spread_of(variance, eps, faults)
    if "M49" in faults:  # not centred
        mean = 0 * mean
    with np.errstate(all="ignore"):
        z = (y - mean) / spread
        if "N27" in faults:  # brackets forgotten
            z = y - mean / spread
        if "N27:y" in faults:
            z = y / spread - mean
        if "N06" in faults:  # before gamma
            return gamma * (z + beta)
        if "N06:fraction" in faults:  # before the division
            return (gamma * (y - mean) + beta) / spread
    if not faults & {"M48", "M48:both"}:
        z = z * gamma
    if not faults & {"M48:beta", "M48:both"}:
        z = z + beta
    return z


def taken_off(inner, normal, y, mean, spread, faults):
    """What y does through the mean and through the variance, as it is taken off the gradient of the normalised maps."""
    axes = axes_of(faults)
    through_mean = inner.mean(axis=axes, keepdims=True)
    if "N09" in faults:  # y where its distance from the mean belongs
        through_variance = y * (inner * y).mean(axis=axes, keepdims=True) / spread**2
    else:
        through_variance = normal * (inner * normal).mean(axis=axes, keepdims=True)
    cells = inner[:, 0].size
    through_mean = through_mean * (cells if faults & {"M63", "M63:mean"} else 1)
    through_variance = through_variance * (cells if faults & {"M63", "M63:variance"} else 1)
    if "N03" in faults:
        through_mean, through_variance = (each * inner[0, 0].size for each in (through_mean, through_variance))
    if "N07" in faults:  # the 2 of the square, or the half of the root, forgotten
        through_variance = through_variance / 2
    if "N07:twice" in faults:
        through_variance = through_variance * 2
    if "N08" in faults:  # another power of the variance
        through_variance = through_variance * spread**2
    if "N08:one" in faults:
        through_variance = through_variance * spread
    if faults & {"M50", "M51"}:
        through_mean = 0.0
    if faults & {"M50", "M52"}:
        through_variance = 0.0
    if "N10" in faults:  # added
        through_mean = -through_mean
    if "N10:variance" in faults:
        through_variance = -through_variance
    return through_mean + through_variance


def batch_norm_grad(dz, y, gamma, eps, faults=frozenset()):
    """Gradients of batch normalisation, with faults."""
    gamma = gamma[:, None, None]
    mean, variance = statistics(y, faults - {"N03"})
    spread = spread_of(variance, eps, faults)
    with np.errstate(all="ignore"):
        normal = (y - mean) / spread
    inner = dz if "M55" in faults else dz * gamma
    summed = 0 if "M42" in faults else CELLS
    dgamma = ((inner if "N11:gamma" in faults else dz) * (y if "M54" in faults else normal)).sum(axis=summed)
    dbeta = (inner if "N11:beta" in faults else dz).sum(axis=summed)
    with np.errstate(all="ignore"):
        dy = (inner - taken_off(inner, normal, y, mean, spread, faults)) / (1 if "M53" in faults else spread)
    if "M53:times" in faults:
        dy = dy * spread**2
    if "N11" in faults:
        dy = dy * gamma
    if "M56" in faults:  # means of the shares
        dgamma, dbeta = dgamma * dbeta.size / dz.size, dbeta * dbeta.size / dz.size
    if "M57" in faults:
        dgamma, dbeta = dbeta, dgamma
    return dy, dgamma, dbeta


AVERAGED = ("M11", "M12", "M42", "M43", "N02", "N03", "N04")  # which statistics
DIVIDED = ("M44", "M45", "M47", "N01", "N05", "N28")  # by what
BATCH_NORM = Program(
    batch_norm,
    (
        "M11", "M12", "M12:maps", "M42", "M43", "M44", "M44:too", "M45", "M46", "M47", "M48", "M48:beta", "M48:both", "M49",
        "N01", "N02", "N03", "N04", "N04:much", "N05", "N06", "N06:fraction", "N27", "N27:y", "N28",
    ),
    instead=(AVERAGED, DIVIDED, ("N06", "N27"), ("M49", "N27"), ("M46", "M48", "N06"), ("M49", "N04")),
)  # fmt: skip
THROUGH = ("M50", "M51", "M52", "M63", "N03", "N07", "N08", "N09", "N10")
BATCH_NORM_GRAD = Program(
    batch_norm_grad,
    (
        "M11", "M12", "M42", "M44", "M45", "M47", "M50", "M51", "M52", "M53", "M53:times", "M54", "M55", "M56", "M57",
        "M63", "M63:mean", "M63:variance", "N03", "N07", "N07:twice", "N08", "N08:one", "N09", "N10", "N10:variance",
        "N11", "N11:gamma", "N11:beta",
    ),
    instead=(THROUGH, (*AVERAGED, *DIVIDED), ("M54", "N11"), ("M55", "N11"), ("M53", "N08")),
)  # fmt: skip

MISTAKES = (
    Mistake("M11", "the variance is divided by one less than the number of cells",
            "The batch is normalised by its own variance, the mean of the squared distances; one less is for an estimate.",
            "Use var without ddof."),
    Mistake("M12", "every example is normalised by itself",
            "A map's statistics are taken over all examples of the batch, rows and columns.",
            "Take the mean over the axes 0, 2 and 3."),
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
            "Raising one y raises the mean, which is taken off every y of the map.",
            "Take the mean of the gradients off."),
    Mistake("M52", "what y does through the variance is left out",
            "Moving a y away from the mean widens the spread, by which all are divided.",
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
    Mistake("M63", "what is taken off dz is a sum in place of a mean",
            "y acts on the mean, and on the variance, with a share of one cell.",
            "Divide both sums by the number of cells: .mean(axis=(0, 2, 3), keepdims=True)."),
    Mistake("N01", "the root is taken twice",
            "The standard deviation is the root of the variance already; eps and the root are for the variance.",
            "Use sqrt(variance + eps), with var and not std."),
    Mistake("N02", "the mean of the squares stands for the variance",
            "The variance is the mean of the squared distances from the mean: mean(y²) − mean(y)².",
            "Take the mean off before you square."),
    Mistake("N03", "sums over a map are divided by the number of examples",
            "A map's statistics are means over all of its cells: T·H·W of them.",
            "Divide by T·H·W, or use mean."),
    Mistake("N04", "running averages stand for the statistics of the batch",
            "While training, a batch is normalised by its own mean and variance; the averages are for afterwards.",
            "Use the batch's mean and variance as they are."),
    Mistake("N05", "eps is a floor under the variance",
            "eps is added to every variance, to the large ones as well.",
            "Use variance + eps."),
    Mistake("N06", "beta is added too early",
            "beta comes last, so that it is the mean of what comes out.",
            "Use gamma[:, None, None] * normalised + beta[:, None, None]."),
    Mistake("N27", "y − mean is not divided as a whole",
            "A fraction line holds its numerator together; / does not: y - mean / spread divides the mean alone.",
            "Put y - mean in brackets."),
    Mistake("N28", "multiplied by the spread in place of divided",
            "Wide maps become narrow: what is divided by its spread has spread 1.",
            "Use / where * stands."),
    Mistake("N07", "what y does through the variance is off by a factor of 2",
            "The square brings a 2, the root a half; on the way back both are there, and cancel.",
            "Take normalised · mean(gradient · normalised) off, once."),
    Mistake("N08", "what y does through the variance has another power of it",
            "z goes with (variance + eps) to the power −1/2; its derivative has the power −3/2.",
            "Use (variance + eps)**-1.5 there."),
    Mistake("N09", "on the way through the variance, y stands for its distance from the mean",
            "The variance is made of (y − mean)², so its gradient has y − mean.",
            "Use y - mean, or the normalised maps."),
    Mistake("N10", "what y does through the mean or through the variance is added",
            "The mean is subtracted and the spread divides, so each part has a minus sign.",
            "Take both parts off: two minus signs."),
    Mistake("N11", "gamma multiplies once too often",
            "dz meets gamma once on its way to y, and not at all on its way to gamma and beta.",
            "dy has one factor gamma; dgamma and dbeta are sums of dz * normalised and of dz."),
)  # fmt: skip
