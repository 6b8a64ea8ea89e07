"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("L12", "L17")
def wrong_no_abs(step, tolerance, max_steps):
    """No abs."""
    losses = [step()]
    while len(losses) < max_steps:
        losses.append(step())
        if losses[-2] - losses[-1] <= tolerance or np.isnan(losses[-1]):
            break
    return losses


@outcome("L14", "L17")
def wrong_strict(step, tolerance, max_steps):
    """Strict."""
    losses = [step()]
    while len(losses) < max_steps and (not np.isnan(losses[-1])):
        losses.append(step())
        if abs(losses[-2] - losses[-1]) < tolerance:
            break
    return losses


@outcome(says="The last entry of your losses is one too many")
def wrong_one_more(step, tolerance, max_steps):
    """One more."""
    losses = [step()]
    for _ in range(max_steps):
        losses.append(step())
        if abs(losses[-2] - losses[-1]) <= tolerance or np.isnan(losses[-1]):
            break
    return losses


@outcome(says="The last entry of your losses is missing")
def wrong_drops_last(step, tolerance, max_steps):
    """Drops last."""
    losses = []
    last = np.inf
    for _ in range(max_steps):
        loss = step()
        if abs(loss - last) <= tolerance or np.isnan(loss):
            break
        losses.append(loss)
        last = loss
    return losses


@outcome("L17", "L45")
def wrong_first_loss(step, tolerance, max_steps):
    """First loss."""
    losses = []
    first = step()
    losses.append(first)
    while len(losses) < max_steps:
        loss = step()
        losses.append(loss)
        if abs(loss - first) <= tolerance or np.isnan(loss):
            break
    return losses


@outcome("L13")
def wrong_loss_small(step, tolerance, max_steps):
    """Loss small."""
    losses = []
    while len(losses) < max_steps:
        loss = step()
        losses.append(loss)
        if loss <= tolerance or np.isnan(loss):
            break
    return losses


@outcome("L16")
def wrong_nan_eq(step, tolerance, max_steps):
    """Nan eq."""
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if losses[-1] == np.nan:
            break
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


@outcome(says="Your losses end too early")
def wrong_prev0(step, tolerance, max_steps):
    """Prev0."""
    losses = []
    prev = 0
    while len(losses) < max_steps:
        l = step()
        losses.append(l)
        if abs(l - prev) <= tolerance or np.isnan(l):
            break
        prev = l
    return losses


@outcome(says="Only the last of the entries of losses is returned")
def wrong_returns_last(step, tolerance, max_steps):
    """Returns last."""
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if np.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance):
            break
    return losses[-1]
