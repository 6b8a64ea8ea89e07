"""Learning rates that change while training: functions from epochs done to a learning rate."""

from __future__ import annotations

import math
from collections.abc import Callable

from cnnkit.shapes.settings import real_number

__all__ = ["Schedule", "as_schedule", "cosine", "steps_down"]

Schedule = Callable[[float], float]
LOOKED_AT = 10_000  # steps of a run that a schedule is asked about beforehand, at most


def steps_down(learning_rate: float, every: float, factor: float = 0.1) -> Schedule:
    """Multiply the learning rate by `factor` after every so many epochs.

    Examples
    --------
    >>> schedule = steps_down(1.0, every=2, factor=0.5)
    >>> schedule(0), schedule(1.9), schedule(2), schedule(4)
    (1.0, 1.0, 0.5, 0.25)
    """
    learning_rate, factor = real_number(learning_rate, "learning_rate"), real_number(factor, "factor")
    every = real_number(every, "every", above_zero=True)
    return lambda done: learning_rate * factor ** math.floor(done / every)


def cosine(learning_rate: float, epochs: float, *, warmup: float = 0.0) -> Schedule:
    """Rise from 0 over `warmup` epochs, then fall along half a cosine to 0 at the last of `epochs`.

    Examples
    --------
    >>> schedule = cosine(1.0, 10)
    >>> schedule(0), round(schedule(5), 6), schedule(10)
    (1.0, 0.5, 0.0)
    """
    learning_rate = real_number(learning_rate, "learning_rate")
    epochs, warmup = real_number(epochs, "epochs", above_zero=True), real_number(warmup, "warmup")
    if warmup >= epochs:
        raise ValueError(f"warmup is {warmup}; it must be at least 0 and less than the {epochs} epochs")

    def rate(done: float) -> float:
        if done < warmup:
            return learning_rate * done / warmup
        return learning_rate * (1 + math.cos(math.pi * min(1, (done - warmup) / (epochs - warmup)))) / 2

    return rate


def as_schedule(learning_rate: float | Schedule, steps: range, steps_per_epoch: int) -> Schedule:
    """Read a learning rate or a schedule; a schedule is asked about the steps to come, so that it is refused before them.

    Raises
    ------
    ValueError
        If a rate is negative or no finite number.

    Examples
    --------
    >>> as_schedule(0.1, range(3), 1)(2)
    0.1
    >>> as_schedule(lambda done: 1 - done, range(30), 10)
    Traceback (most recent call last):
    ValueError: the learning rate is -0.1 after 1.1 epochs; it must be a finite number that is not negative
    """
    if not callable(learning_rate):
        rate = _checked(learning_rate, "")
        return lambda done: rate
    for step in steps[:: 1 + len(steps) // LOOKED_AT]:
        done = step / steps_per_epoch
        _checked(learning_rate(done), f" after {round(done, 2)} epochs")
    return learning_rate


def _checked(rate: float, when: str) -> float:
    try:
        return real_number(rate, "learning_rate")
    except ValueError:
        raise ValueError(f"the learning rate is {rate:.4g}{when}; it must be a finite number that is not negative") from None
