"""Mistakes in divergence, loss and gradient descent (lecture 1.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program, identifier

__all__ = [
    "CROSS_ENTROPY",
    "INIT_FILTERS",
    "MEAN_LOSS",
    "MISTAKES",
    "NUMERICAL_GRADIENT",
    "SGD_STEP",
    "SPARED",
    "TRAIN_UNTIL",
]


def cross_entropy(z, d, faults=frozenset()):
    """Softmax and cross-entropy, with faults."""
    examples = np.arange(len(z))
    below = z - z.max(axis=1, keepdims=True)
    if any(identifier(switch) == "L05" for switch in faults):  # exp without the maximum taken off
        below = z
    if "L33" in faults:  # the largest score of the whole batch
        below = z - z.max()
    if faults & {"L30:maximum", "L30:maximum, log of a share"}:  # no keepdims: subtracted along the wrong axis, if it does not raise
        below = z - z.max(axis=1)
    if "L31:along" in faults:
        below = z - z.max(axis=0)
    along = 0 if faults & {"L31", "L31:along"} else 1  # softmax over the examples
    total = np.exp(below).sum(axis=along, keepdims="L30" not in faults)
    shares = np.exp(below) / total
    div = np.log(np.exp(below).sum(axis=1)) - below[examples, d]
    if "L31:all" in faults:  # softmax over everything
        shares = np.exp(below) / np.exp(below).sum()
    if faults & {"L30", "L30:maximum, log of a share", "L31", "L31:along", "L31:all", "L34", "L40", "L40:10"}:
        div = (1 if "L34" in faults else -1) * np.log(shares[examples, d])  # L34: without the minus
    spared = [switch for switch in faults if identifier(switch) == "L32"]
    if "L40" in faults:  # to another base
        div = div / np.log(2)
    if "L40:10" in faults:
        div = div / np.log(10)
    if spared:  # a small number added, or the share kept above it
        div = -np.log(np.maximum(shares[examples, d], float(spared[0].split(":")[1])))
    if faults & {"L05", "L15"}:  # the logarithm of a share that may be 0
        div = -np.log(shares[examples, d])
    one_hot = np.eye(z.shape[1])[d]
    if "L62" in faults:  # dz = s is no copy: the 1 is taken off both
        div = -np.log(shares[examples, d] - 1)
    if "L05:product before log" in faults:
        div = -np.log((shares * one_hot).sum(axis=1))
    if faults & {"L05:product after log", "L15:product after log"}:  # 0 times minus infinity is nan
        div = -(np.log(shares) * one_hot).sum(axis=1)
    dz = (z if "L06" in faults else shares).copy()
    if "L39" not in faults:
        dz[examples, d] -= 1
    if "L36" in faults:  # the derivative with respect to the share
        dz = -one_hot / shares
    if "L38" in faults:  # the wanted class only
        dz = dz * one_hot
    if "L09" in faults:  # one-hot minus softmax
        dz = -dz
    if faults & {"L01", "L42", "L42:sum"}:  # the mean is taken here already
        dz = dz if "L42:sum" in faults else dz / len(z)
        div = div.mean() if "L42" in faults else div.sum() if "L42:sum" in faults else div
    return div, dz


def mean_loss(div, dz, faults=frozenset()):
    """The mean over the examples, with faults."""
    if "L04" in faults:  # only the loss is divided
        return div.mean(), dz * 1.0
    if "L01" in faults:  # divided twice
        return div.mean(), dz / len(div) ** 2
    if "L10" in faults:  # the sum in place of the mean
        return div.sum(), dz * 1.0
    if "L10:loss only" in faults:
        return div.sum(), dz / len(div)
    if "L41" in faults:  # every cell of dz counted
        return div.mean(), dz / dz.size
    if "L41:classes" in faults:
        return div.mean(), dz / dz.shape[1]
    return div.mean(), dz / len(div)


def sgd_step(weights, gradients, learning_rate, faults=frozenset()):
    """One step of gradient descent, with faults."""
    eta = 1.0 if "L11" in faults else learning_rate  # eta left out
    if "L11:divided" in faults:
        eta = 1 / learning_rate
    sign = 1 if "L08" in faults else -1  # uphill
    moved = [w + sign * eta * dw for w, dw in zip(weights, gradients, strict=True)]
    if "L43" in faults:  # the step alone
        return [new - w for new, w in zip(moved, weights, strict=True)]
    return [moved[0], *weights[1:]] if "L23" in faults else moved


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
        if "L44" in faults and len(losses) > 1:  # relative to the loss
            change = change / abs(losses[-2])
        if "L45" in faults and len(losses) > 1:  # compared with the first loss
            change = abs(losses[0] - losses[-1])
        if change < tolerance or (change == tolerance and "L14" not in faults):
            break
    return losses


def init_filters(shape, rng, faults=frozenset()):
    """Normal filters of variance 2 / fan-in, with faults."""
    N, M, Kh, Kw = shape
    fan = (1 if "L47" in faults else N if "L47:outputs" in faults else M) * Kh * Kw
    if "L47:maps only" in faults:
        fan = M
    if "L47:everything" in faults:
        fan = N * M * Kh * Kw
    variance = (1 if "L48" in faults else 2) / fan
    spread = variance if "L46" in faults else np.sqrt(variance)
    if "L46:square" in faults:
        spread = variance**2
    if "L63" in faults:  # mean and spread exchanged
        return np.full(shape, spread)
    if "L63:of 1" in faults:  # the spread left as it is without a second argument
        return rng.normal(spread, 1.0, shape)
    if "L49" in faults:  # uniform numbers
        return spread * rng.uniform(-1, 1, shape)
    if "L49:with the right variance" in faults:
        return np.sqrt(3) * spread * rng.uniform(-1, 1, shape)
    if "L49:from 0 to 1" in faults:
        return spread * rng.random(shape)
    return spread * rng.standard_normal(shape)


def numerical_gradient(f, w, eps, faults=frozenset()):
    """Quotients of differences, with faults."""
    if "L55" in faults:  # whole numbers stay whole: what is written into them is cut off
        w = np.array(w)
    else:
        w = np.array(w, dtype=float)
    if "L53" in faults:  # a step of one's own
        eps = 1e-5
    slopes = np.zeros(w.shape)
    for cell in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        place = () if "L54" in faults else cell  # L54: all entries move at once
        up[place], down[place] = w[place] + eps, w[place] - eps
        if "L56" in faults:  # moved entries stay moved
            w = down
        if "L56:up" in faults:
            w = up
        if "L50" in faults:
            slopes[cell] = (f(up) - f(w)) / eps
        elif "L50:halved" in faults:  # from w + eps down by eps only
            slopes[cell] = (f(up) - f(w)) / (2 * eps)
        elif "L50:backward" in faults:
            slopes[cell] = (f(w) - f(down)) / eps
        else:
            slopes[cell] = (f(up) - f(down)) / (eps if "L51" in faults else 2 * eps)
        if "L59" in faults:  # / 2 * eps
            slopes[cell] *= eps**2
        if "L51:times 2" in faults:
            slopes[cell] *= 4
        if "L57" in faults:  # not divided by eps
            slopes[cell] *= 2 * eps
    return -slopes if "L58" in faults else slopes


SPARED = tuple(f"L32:1e-{n}" for n in (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 30, 50, 100, 300))
CROSS_ENTROPY = Program(
    cross_entropy,
    (
        "L01", "L05", "L05:log of sum", "L05:product before log", "L05:product after log",
        "L06", "L09", "L15", "L15:product after log", "L30", "L30:maximum", "L30:maximum, log of a share", "L31", "L31:along", "L33", "L34", "L36", "L38", "L39", "L31:all", "L40",
        "L40:10", "L42", "L42:sum", "L62", *SPARED,
    ),
    instead=(("L05", "L30", "L33", "L31"), ("L06", "L09", "L36", "L38", "L39"), ("L15", "L32", "L05", "L34", "L62"), ("L01", "L42")),
)  # fmt: skip
MEAN_LOSS = Program(mean_loss, ("L01", "L04", "L10", "L10:loss only", "L41", "L41:classes"))
SGD_STEP = Program(sgd_step, ("L08", "L11", "L11:divided", "L23", "L43"))
TRAIN_UNTIL = Program(train_until, ("L12", "L13", "L14", "L16", "L17", "L44", "L45"))
INIT_FILTERS = Program(
    init_filters,
    (
        "L46", "L46:square", "L47", "L47:outputs", "L47:maps only", "L47:everything", "L48", "L49",
        "L49:with the right variance", "L49:from 0 to 1", "L63", "L63:of 1",
    ),
    instead=(("L49", "L63"),),
)  # fmt: skip
NUMERICAL_GRADIENT = Program(
    numerical_gradient, ("L50", "L50:backward", "L50:halved", "L51", "L51:times 2", "L53", "L54", "L55", "L56", "L56:up", "L57", "L58", "L59"),
    instead=(("L50", "L51", "L57", "L59"),),
)

MISTAKES = (
    Mistake("L01", "1/T is applied once too often",
            "The mean over the examples is taken in one place, mean_loss. Divided again, every step is T times too small.",
            "Divide by T in mean_loss only, and only once."),
    Mistake("L04", "dz is not divided by T",
            "The loss is the mean of the divergences, so its gradient has the same 1/T.",
            "Return dz / T beside the mean."),
    Mistake("L05", "exp overflows for large scores",
            "exp(1000) is infinite in float64. Softmax stays the same when a constant is taken off every score.",
            "Subtract the row's maximum before exp, and take the logarithm of the sum, not of a probability that may be 0."),
    Mistake("L06", "the one-hot is subtracted from the scores",
            "The gradient is softmax(z) minus one-hot: probabilities, which add up to 1 in each row, less 1 at the desired class.",
            "Turn z into probabilities first."),
    Mistake("L07", "the arrays given are changed in place",
            "A step returns new arrays. Whoever still needs the old ones, to compute another gradient, would find the new.",
            "Write w - learning_rate * dw, not w -= ..."),
    Mistake("L08", "the step goes uphill",
            "The gradient points to where the loss grows; the step goes against it.",
            "Subtract: w - learning_rate * dw."),
    Mistake("L09", "the sign of dz is turned round",
            "Raising the score of the desired class lowers the divergence: its dz is negative.",
            "softmax minus one-hot, in this order."),
    Mistake("L10", "the sum over the examples in place of the mean",
            "Loss = 1/T · sum of div, and its gradient has the same 1/T.",
            "Divide both by T."),
    Mistake("L11", "the gradient is not multiplied by the learning rate",
            "η says how far to go along the gradient.",
            "Multiply the gradient by learning_rate."),
    Mistake("L43", "the step in place of the new weights",
            "The step −η·dw is added to the weights; what is returned are the weights after it.",
            "Return w - learning_rate * dw."),
    Mistake("L44", "the change is compared relative to the loss",
            "The tolerance is for the change itself, |Loss − Loss before|.",
            "Leave the division out."),
    Mistake("L45", "the loss is compared with the first one",
            "Converged means a small change from one step to the next.",
            "Compare the last two losses."),
    Mistake("L30", "a sum or maximum over the classes is taken off along the wrong axis",
            "z.max(axis=1) has one number for each example and no second axis, so NumPy lines it up with the classes. It raises "
            "unless there are as many classes as examples, or one example only.",
            "Keep the axis: keepdims=True."),
    Mistake("L31", "softmax does not run over the classes of each example",
            "Each example has probabilities of its own, which add up to 1 over its classes: rows, axis 1.",
            "Sum with axis=1, keepdims=True."),
    Mistake("L32", "a probability is kept away from 0 before its logarithm is taken",
            "A small number added inside the logarithm, or a clip, hides how wrong a score is: the divergence of a hopeless score "
            "grows with the score, and here it stops.",
            "div = log(sum of exp(below)) − below[d] takes no logarithm of a probability."),
    Mistake("L33", "the largest score of the whole batch is taken off",
            "An example whose scores all lie far below that has probabilities of 0/0. Each row loses its own maximum.",
            "z.max(axis=1, keepdims=True)."),
    Mistake("L34", "the minus before the logarithm is lost",
            "A probability is below 1 and its logarithm below 0; the divergence is −log of it.",
            "Put a minus before the logarithm."),
    Mistake("L36", "the gradient stops at the probabilities",
            "−1/s is the derivative with respect to the probability s; the chain rule goes on to the scores: softmax minus one-hot.",
            "dz = softmax(z), with 1 taken off at the desired class."),
    Mistake("L38", "only the desired class gets a gradient",
            "Every score is in the sum under the fraction, so raising any of them changes the probability of the desired class.",
            "dz = softmax(z) for all classes, with 1 taken off at the desired one."),
    Mistake("L39", "the one-hot is not subtracted",
            "The gradient is softmax(z) minus one-hot.",
            "Take 1 off at the desired class."),
    Mistake("L40", "the logarithm has another base",
            "The divergence uses the natural logarithm; its gradient, softmax minus one-hot, belongs to that one.",
            "Use np.log."),
    Mistake("L42", "the mean or sum over the examples is taken here already",
            "div has one number for each example; the mean over them is taken in mean_loss.",
            "Return div of shape (T,), and dz undivided."),
    Mistake("L62", "the logarithm is taken after the 1 was taken off",
            "div is the logarithm of the probability; the 1 is taken off for dz alone. dz = s gives the same array a second name, and what is done to one is done to both.",
            "Compute div first, or take dz = s.copy()."),
    Mistake("L41", "dz is divided by something other than the number of examples",
            "The mean is over the T examples: one division by T, for the loss and for dz.",
            "Divide by len(div)."),
    Mistake("L46", "the spread is not the square root of the variance",
            "rng.normal takes the standard deviation, which is the square root of the variance 2 / (M·Kh·Kw).",
            "np.sqrt(2 / (M * Kh * Kw))."),
    Mistake("L47", "the variance counts other numbers than the inputs of a unit",
            "A unit of the layer sums M·Kh·Kw products; the variance is 2 divided by that.",
            "Use shape[1] * shape[2] * shape[3]."),
    Mistake("L48", "1 in place of 2 in the variance",
            "relu lets half of the signal through; the 2 makes up for it.",
            "Use 2 / (M * Kh * Kw)."),
    Mistake("L63", "the mean of the weights is what their spread should be",
            "The weights lie around 0. rng.normal takes the mean first, then the spread (the standard deviation), then the shape.",
            "rng.normal(0, np.sqrt(2 / (M * Kh * Kw)), shape)."),
    Mistake("L49", "uniform numbers in place of normal ones",
            "The exercise asks for a normal distribution.",
            "Use rng.normal or rng.standard_normal."),
    Mistake("L50", "the difference is taken to one side only",
            "(f(w + eps) − f(w)) / eps errs by a term proportional to eps; taken to both sides, that term cancels.",
            "(f(w + eps) − f(w − eps)) / (2 * eps)."),
    Mistake("L51", "the factor 2 under the fraction is missing or stands above it",
            "From w − eps to w + eps it is two steps.",
            "Divide by (2 * eps), brackets included."),
    Mistake("L53", "eps is not used",
            "The step is an argument; a larger one gives another quotient.",
            "Move by eps and divide by 2 * eps."),
    Mistake("L54", "all entries move at once",
            "The slope for one entry is found with all others held still.",
            "Move one entry at a time."),
    Mistake("L55", "whole numbers stay whole, so that eps is cut off",
            "An array of whole numbers cannot hold 1.00001: what is written into it loses its decimals.",
            "w = np.array(w, dtype=float)."),
    Mistake("L56", "an entry that was moved is not moved back",
            "Every slope is taken at w itself.",
            "Put the old value back, or work on a fresh copy for each entry."),
    Mistake("L57", "the difference is not divided by the step",
            "A slope is a change for each unit of w.",
            "Divide by (2 * eps)."),
    Mistake("L59", "eps stands above the fraction: brackets are missing",
            "a / 2 * eps divides by 2 and multiplies by eps.",
            "Divide by (2 * eps), brackets included."),
    Mistake("L58", "the difference is taken the wrong way round",
            "The slope is f above minus f below.",
            "(f(w + eps) − f(w − eps)) / (2 * eps)."),
    Mistake("L12", "a rising loss counts as converged",
            "Converged means that the loss hardly changes; a loss that rises changes.",
            "Compare abs(change) with the tolerance."),
    Mistake("L13", "the loss itself is compared with the tolerance",
            "Converged means a small change from one step to the next, not a small loss.",
            "Compare the last two losses."),
    Mistake("L15", "the logarithm of a probability that is 0",
            "A hopeless score has a probability too small for float64: it becomes 0, and its logarithm minus infinity.",
            "div = log(sum of exp(below)) − below[d] takes no logarithm of a probability."),
    Mistake("L14", "a change of exactly the tolerance goes on",
            "The first change of at most the tolerance ends the training.",
            "Use <=, not <."),
    Mistake("L16", "training goes on after a nan",
            "Once the loss is nan, so is every weight that depends on it; no later step brings it back. nan <= tolerance is never true.",
            "Stop where np.isnan(loss)."),
    Mistake("L17", "one step is taken although max_steps is 0",
            "At most max_steps steps were asked for, and 0 is a number too.",
            "Ask for len(losses) < max_steps before the first step."),
)  # fmt: skip
