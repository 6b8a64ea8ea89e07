"""Ways to write `train_until`, right and wrong, as learners write them."""

import math

BELIEFS = ("L12", "L13", "L14", "L16", "L17")


def attempt(*beliefs):
    """A for loop that remembers the last loss."""

    def train_until(step, tolerance, max_steps):
        losses, before = [], math.inf
        for _ in range(max(max_steps, 1) if "L17" in beliefs else max_steps):
            loss = step()
            losses.append(loss)
            change = before - loss
            if "L12" not in beliefs:
                change = abs(change)
            if "L13" in beliefs:
                change = loss
            enough = change < tolerance if "L14" in beliefs else change <= tolerance
            if enough or (loss != loss and "L16" not in beliefs):
                break
            before = loss
        return losses

    return train_until


def right_with_a_counter(step, tolerance, max_steps):
    losses, done = [], max_steps == 0
    while not done:
        losses += [step()]
        settled = len(losses) >= 2 and abs(losses[-2] - losses[-1]) <= tolerance
        done = settled or math.isnan(losses[-1]) or len(losses) == max_steps
    return losses


def right_until_not_moving(step, tolerance, max_steps):
    losses = []
    for k in range(max_steps):
        losses.append(step())
        if k > 0 and not abs(losses[k] - losses[k - 1]) > tolerance:
            break
        if math.isnan(losses[0]):
            break
    return tuple(losses)


def wrong_rising_is_converged(step, tolerance, max_steps):
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if math.isnan(losses[-1]):
            return losses
        if len(losses) > 1 and losses[-2] - losses[-1] <= tolerance:
            return losses
    return losses


wrong_rising_is_converged.mistakes = ("L12",)


def wrong_small_loss(step, tolerance, max_steps):
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if math.isnan(losses[-1]) or losses[-1] <= tolerance:
            break
    return losses


wrong_small_loss.mistakes = ("L13",)


def wrong_strictly_below(step, tolerance, max_steps):
    losses = []
    while len(losses) < max_steps:
        losses.append(step())
        if math.isnan(losses[-1]) or (len(losses) > 1 and abs(losses[-1] - losses[-2]) < tolerance):
            break
    return losses


wrong_strictly_below.mistakes = ("L14",)


def wrong_nan_unnoticed(step, tolerance, max_steps):
    losses = []
    for _ in range(max_steps):
        losses.append(step())
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


wrong_nan_unnoticed.mistakes = ("L16",)


def wrong_first_step_unasked(step, tolerance, max_steps):
    losses = [step()]
    while len(losses) < max_steps and not math.isnan(losses[-1]):
        losses.append(step())
        if abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


wrong_first_step_unasked.mistakes = ("L17",)


def wrong_first_step_unasked_and_nan_unnoticed(step, tolerance, max_steps):
    losses = [step()]
    while len(losses) < max_steps:
        losses.append(step())
        if abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


wrong_first_step_unasked_and_nan_unnoticed.mistakes = ("L16", "L17")
