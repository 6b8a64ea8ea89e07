"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="Only the last of the entries of losses is returned")
def wrong_last(step, tolerance, max_steps):
    """last only"""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance):
            break
    return losses[-1] if losses else 0.0


@outcome(says="The last entry of your losses is missing")
def wrong_without_last(step, tolerance, max_steps):
    """The loss that ends it is left out."""
    losses = []
    for _ in range(max_steps):
        loss = step()
        if np.isnan(loss) or (losses and abs(loss - losses[-1]) <= tolerance):
            break
        losses.append(loss)
    return losses


@outcome("L14")
def wrong_smaller(step, tolerance, max_steps):
    """<"""
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) < tolerance):
            break
    return losses


@outcome(says="The last entry of your losses is one too many; the others are right")
def wrong_one_more(step, tolerance, max_steps):
    """One step more."""
    losses = [step()]
    for _ in range(max_steps):
        losses.append(step())
        if np.isnan(losses[-1]) or abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses
