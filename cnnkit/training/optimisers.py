"""Update rules: plain gradient descent with its additions, and Adam (lecture 1.2.1.3.2).

An optimiser changes the weights of a network in place, after all gradients have been written.
"""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Layer

__all__ = ["SGD", "Adam"]


class Optimiser:
    """One update for everything that a network learns; remembers what the next update needs."""

    # names of the arrays kept for each array of weights
    kept: tuple[str, ...] = ()

    def __init__(self, net: Layer, *, weight_decay: float = 0.0):
        self.net, self.weight_decay = net, weight_decay
        self.steps = 0
        self.memory: dict[str, list[np.ndarray]] = {
            name: [np.zeros_like(getattr(layer, part)) for layer, part in net.learned()] for name in self.kept
        }

    def step(self, learning_rate: float) -> None:
        """Update every array of weights once."""
        self.steps += 1
        for place, (layer, part) in enumerate(self.net.learned()):
            w, dw = getattr(layer, part), getattr(layer, "d" + part)
            if self.weight_decay:
                dw = dw + w.dtype.type(self.weight_decay) * w
            w -= self.change(place, dw, w.dtype.type(learning_rate))

    def change(self, place: int, dw: np.ndarray, learning_rate: np.floating) -> np.ndarray:
        """What to take off the weights number `place`."""
        raise NotImplementedError

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything that the next update depends on, by name; for checkpoints."""
        return {
            "steps": np.array(self.steps),
            **{f"{name}.{i}": each for name in self.kept for i, each in enumerate(self.memory[name])},
        }


class SGD(Optimiser):
    """Gradient descent on batches: w = w - eta · v, with v = momentum · v + dw + weight_decay · w.

    Lecture 1.2.1.3.2 is momentum 0 and weight decay 0.

    Parameters
    ----------
    net : Layer
    momentum : float
        How much of the last step is kept.
    weight_decay : float
        Pulls every weight towards 0.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> layer = Linear(1, 1, rng=np.random.default_rng(0))
    >>> layer.w[:], layer.dw, layer.dbias = 1, np.ones((1, 1), np.float32), np.zeros(1, np.float32)
    >>> SGD(layer).step(0.25)
    >>> layer.w
    array([[0.75]], dtype=float32)
    """

    kept = ("velocity",)

    def __init__(self, net: Layer, *, momentum: float = 0.0, weight_decay: float = 0.0):
        super().__init__(net, weight_decay=weight_decay)
        self.momentum = momentum

    def change(self, place: int, dw: np.ndarray, learning_rate: np.floating) -> np.ndarray:
        """The velocity, times the learning rate."""
        if not self.momentum:
            return learning_rate * dw
        velocity = self.memory["velocity"][place]
        velocity *= velocity.dtype.type(self.momentum)
        velocity += dw
        return learning_rate * velocity


class Adam(Optimiser):
    """Steps of about one size for every weight (Kingma & Ba 2015, algorithm 1).

    A gradient that is too large or too small by a constant factor changes nothing.

    Parameters
    ----------
    net : Layer
    decay : (float, float)
        How slowly the averages of the gradient and of its square forget.
    eps : float
        Keeps the root away from 0.
    weight_decay : float
        Pulls every weight towards 0.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> layer = Linear(1, 1, rng=np.random.default_rng(0))
    >>> layer.w[:], layer.dw, layer.dbias = 1, np.full((1, 1), 1e3, np.float32), np.zeros(1, np.float32)
    >>> Adam(layer).step(0.25)
    >>> layer.w.round(4)
    array([[0.75]], dtype=float32)
    """

    kept = ("mean", "square")

    def __init__(
        self, net: Layer, *, decay: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0.0
    ):
        super().__init__(net, weight_decay=weight_decay)
        self.decay, self.eps = decay, eps

    def change(self, place: int, dw: np.ndarray, learning_rate: np.floating) -> np.ndarray:
        """The mean gradient over the root of its mean square; both start at 0 and are corrected for that."""
        mean, square = self.memory["mean"][place], self.memory["square"][place]
        one, number = dw.dtype.type(1), dw.dtype.type
        for average, new, keep in ((mean, dw, self.decay[0]), (square, dw * dw, self.decay[1])):
            average *= number(keep)
            average += number(1 - keep) * new
        missing = [one - number(keep**self.steps) for keep in self.decay]
        return learning_rate * (mean / missing[0]) / (np.sqrt(square / missing[1]) + number(self.eps))
