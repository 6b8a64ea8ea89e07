"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_iter(step, tolerance, max_steps):
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if losses[-1] != losses[-1]:
            return losses
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            return losses
    return losses


def right_with_before(step, tolerance, max_steps):
    losses, before = [], np.inf
    for _ in range(max_steps):
        loss = step()
        losses += [loss]
        if np.isnan(loss) or np.abs(before - loss) <= tolerance:
            break
        before = loss
    return losses


def right_by_recursion(step, tolerance, max_steps, losses=()):
    if len(losses) == max_steps or (losses and np.isnan(losses[-1])):
        return list(losses)
    if len(losses) > 1 and abs(np.diff(losses)[-1]) <= tolerance:
        return list(losses)
    return right_by_recursion(step, tolerance, max_steps, (*losses, step()))


def right_in_an_array(step, tolerance, max_steps):
    losses = np.full(max_steps, np.nan)
    for k in range(max_steps):
        losses[k] = step()
        if np.isnan(losses[k]) or (k and abs(losses[k] - losses[k - 1]) <= tolerance):
            return losses[: k + 1].tolist()
    return losses.tolist()


@outcome("L13")
def wrong_small_enough(step, tolerance, max_steps):
    """Stops when the loss itself is small."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or losses[-1] <= tolerance:
            break
    return losses


@outcome("L12")
def wrong_without_abs(step, tolerance, max_steps):
    """Fallen by the tolerance or less, without the absolute value."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and losses[-2] - losses[-1] <= tolerance):
            break
    return losses


@outcome("L16")
def wrong_nan_goes_on(step, tolerance, max_steps):
    """nan is never noticed."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


@outcome("L16")
def wrong_nan_by_equality(step, tolerance, max_steps):
    """Asks whether the loss equals nan."""
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if losses[-1] == np.nan:
            break
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


@outcome(nothing=True)
def wrong_no_most(step, tolerance, max_steps):
    """max_steps is one too few."""
    losses = [step()]
    for _ in range(max_steps - 2):
        losses.append(step())
        if np.isnan(losses[-1]) or abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


@outcome(says="The first entry of your losses is missing.")
def wrong_first_missing(step, tolerance, max_steps):
    """The first loss is used, not kept."""
    before, losses = step(), []
    for _ in range(max_steps - 1):
        losses.append(step())
        if np.isnan(losses[-1]) or abs(losses[-1] - before) <= tolerance:
            break
        before = losses[-1]
    return losses


@outcome(nothing=True)
def wrong_two_calls(step, tolerance, max_steps):
    """step is called a second time for the comparison."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or abs(step() - losses[-1]) <= tolerance:
            break
    return losses


@outcome("L44")
def wrong_relative(step, tolerance, max_steps):
    """Relative change."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] / losses[-2] - 1) <= tolerance):
            break
    return losses


@outcome("L45")
def wrong_against_the_first(step, tolerance, max_steps):
    """Compared with the first loss."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[0]) <= tolerance):
            break
    return losses


@outcome(says="Your losses goes on too long; what it begins with is right.")
def wrong_all_steps(step, tolerance, max_steps):
    """Always max_steps."""
    return [step() for _ in range(max_steps)]


@outcome(says="Your losses is a single number; an array of shape (6,) is needed here.")
def wrong_count(step, tolerance, max_steps):
    """Returns how many steps."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance):
            break
    return len(losses)


@outcome(says="Your losses holds the changes from one entry to the next, not the entries.")
def wrong_changes(step, tolerance, max_steps):
    """Returns the changes."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance):
            break
    return list(np.abs(np.diff(losses)))


@outcome(says="Your losses ends too early; what is there is right.")
def wrong_larger(step, tolerance, max_steps):
    """Stops while it still moves."""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) >= tolerance):
            break
    return losses
