"""Update rules: plain gradient descent with its additions, and Adam (lecture 1.2.1.3.2).

An optimiser changes the weights of a network in place, after all gradients have been written.
"""

from __future__ import annotations

import numpy as np

from cnnkit.gradient_descent import adam_update, forgetting, momentum_update
from cnnkit.layers import Layer
from cnnkit.layers.layer import as_layer
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import real_number

__all__ = ["SGD", "Adam", "check_belongs"]


class Optimiser:
    """One update for everything that a network learns; remembers what the next update needs."""

    # names of the arrays kept for each array of weights
    kept: tuple[str, ...] = ()

    def __init__(self, net: Layer, *, weight_decay: float = 0.0):
        self.net, self.weight_decay = as_layer(net, "net"), real_number(weight_decay, "weight_decay")
        self.steps = 0
        self.memory: dict[str, list[np.ndarray]] = {
            name: [np.zeros_like(getattr(layer, part)) for layer, part in net.learned()] for name in self.kept
        }

    def step(self, learning_rate: float) -> None:
        """Update every array of weights once."""
        learning_rate = real_number(learning_rate, "learning_rate")
        self.steps += 1
        for place, (layer, part) in enumerate(self.net.learned()):
            w, dw = getattr(layer, part), getattr(layer, "d" + part)
            if dw is None:
                raise RuntimeError(f"{layer!r}: an update needs a backward before it")
            self.update(w, dw, learning_rate, *(self.memory[name][place] for name in self.kept))

    def update(self, w: np.ndarray, dw: np.ndarray, learning_rate: float, *memory: np.ndarray) -> None:
        """Change one array of weights, and what is remembered of it, in place."""
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
        self.momentum = real_number(momentum, "momentum")

    def update(self, w: np.ndarray, dw: np.ndarray, learning_rate: float, *memory: np.ndarray) -> None:
        """Take the velocity off the weights, times the learning rate."""
        momentum_update(w, dw, *memory, learning_rate, momentum=self.momentum, weight_decay=self.weight_decay)


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
        self.decay = forgetting(decay)
        self.eps = real_number(eps, "eps")

    def update(self, w: np.ndarray, dw: np.ndarray, learning_rate: float, *memory: np.ndarray) -> None:
        """Take off the mean gradient over the root of its mean square, times the learning rate."""
        adam_update(w, dw, *memory, learning_rate, self.steps, decay=self.decay, eps=self.eps, weight_decay=self.weight_decay)


def check_belongs(optimiser: Optimiser | None, net: Layer) -> None:
    """Refuse an optimiser that was made for another network, or for this one when it had other layers.

    Raises
    ------
    ValueError
        If it would change another network's weights, or remembers arrays of other shapes.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> check_belongs(SGD(Relu()), Relu())
    Traceback (most recent call last):
    ValueError: the optimiser was made for another network and would change that one; make SGD(net) of the network that learns
    """
    if optimiser is None:
        return
    if not isinstance(optimiser, Optimiser):
        raise TypeError(f"optimiser must be SGD(net) or Adam(net), but {shown(optimiser)} came; write for example optimiser=Adam(net)")
    made = f"make {type(optimiser).__name__}(net) of the network that learns"
    if optimiser.net is not net:
        raise ValueError(f"the optimiser was made for another network and would change that one; {made}")
    shapes = [getattr(layer, part).shape for layer, part in net.learned()]
    for name in optimiser.kept:
        if [each.shape for each in optimiser.memory[name]] != shapes:
            raise ValueError(f"the network has other layers than when the optimiser was made; {made}")
