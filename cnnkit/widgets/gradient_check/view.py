"""What GradientCheckExplorer shows: a gradient beside central differences, and where both fail.

Div = Σ upstream · f(conv(y, w) + bias).  All 2·n shifted passes of one ε run as one batch: shifted
maps are examples of it, shifted filters are filters of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.conv import conv2d, conv2d_grad_input, conv2d_grad_weight
from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import CONV2D_GRAD_WEIGHT
from cnnkit.widgets.board.links import Link, Sum, alike

__all__ = ["ACTIVATIONS", "FAULTS", "Check", "CheckedLayer", "check"]

EXPONENTS = np.arange(-13, -0.5, 0.5)

# f and f' of the affine map; f'(0) = 0 for relu, as in lesson 04
ACTIVATIONS = {
    "none": (lambda z: z, np.ones_like),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(z.dtype)),
}

PROGRAMS = {"dY": CONV2D_GRAD_INPUT, "dW": CONV2D_GRAD_WEIGHT}
# mistakes that a small layer shows, by their names in the catalogue
FAULTS = {"dY": ("B01/B07", "B05", "B15"), "dW": ("W01", "W05", "W11")}


@dataclass(frozen=True)
class CheckedLayer:
    """One small convolutional layer and the gradient that arrives at it.

    Parameters
    ----------
    y, w, upstream : (H, W), (Kh, Kw), (H', W') arrays
        Input map, filter, dDiv/df.
    bias : float
        Added to every cell.
    stride, padding : int
        The scan.
    activation : str
        A name of `ACTIVATIONS`.
    """

    y: np.ndarray
    w: np.ndarray
    upstream: np.ndarray
    bias: float = 0.0
    stride: int = 1
    padding: int = 0
    activation: str = "tanh"

    def affine(self, y, w) -> np.ndarray:
        """z of several maps (T, H, W) or several filters (N, Kh, Kw): (T or N, H', W').

        Examples
        --------
        >>> CheckedLayer(np.ones((2, 2)), np.ones((1, 1)), np.ones((2, 2))).affine(
        ...     np.ones((1, 2, 2)), np.ones((1, 1, 1))).shape
        (1, 2, 2)
        """
        bias = np.full(len(w), self.bias, dtype=w.dtype)
        z = conv2d(y[:, None], w[:, None], bias, stride=self.stride, padding=self.padding)
        return z.reshape(-1, *z.shape[2:])

    @property
    def dz(self) -> np.ndarray:
        """Gradient for the affine map (lecture 2.1.3.1): upstream · f'(z)."""
        z = self.affine(self.y[None], self.w[None])[0]
        return self.upstream * ACTIVATIONS[self.activation][1](z)

    def gradient(self, variable: str) -> np.ndarray:
        """The package's gradient for "dY" or "dW".

        Examples
        --------
        >>> layer = CheckedLayer(np.ones((2, 2)), np.ones((2, 2)), np.ones((1, 1)), activation="none")
        >>> layer.gradient("dY").tolist()
        [[1.0, 1.0], [1.0, 1.0]]
        """
        dz, scan = self.dz[None, None], {"stride": self.stride, "padding": self.padding}
        if variable == "dY":
            return conv2d_grad_input(dz, self.w[None, None], self.y.shape, **scan)[0, 0]
        return conv2d_grad_weight(dz, self.y[None, None], self.w.shape, **scan)[0, 0]

    def given(self, variable: str) -> tuple:
        """What the exercise that computes the gradient is given.

        Examples
        --------
        >>> layer = CheckedLayer(np.ones((2, 2)), np.ones((1, 1)), np.ones((2, 2)), activation="none")
        >>> [np.shape(one) for one in layer.given("dW")]
        [(1, 1, 2, 2), (1, 1, 2, 2), (2,), (), ()]
        """
        y, w = self.y[None, None], self.w[None, None]
        rest = (w, self.y.shape) if variable == "dY" else (y, self.w.shape)
        return self.dz[None, None], *rest, self.stride, self.padding

    def wrong_gradient(self, variable: str, fault: str) -> np.ndarray:
        """The gradient with a mistake of the catalogue in it; "none" is right.

        Examples
        --------
        >>> layer = CheckedLayer(np.ones((2, 2)), np.eye(2), np.ones((1, 1)), activation="none")
        >>> layer.wrong_gradient("dY", "B01/B07").tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        """
        if fault == "none":
            return self.gradient(variable)
        return PROGRAMS[variable].wrong(fault)(*self.given(variable))[0, 0]

    def shifted(self, variable: str, eps: float, dtype) -> np.ndarray:
        """z with each entry of the variable moved up, then down: (2·entries, H', W')."""
        centre = self.y if variable == "dY" else self.w
        step = eps * np.eye(centre.size).reshape(-1, *centre.shape)
        moved = np.concatenate([centre + step, centre - step]).astype(dtype)
        if variable == "dY":
            return self.affine(moved, self.w[None].astype(dtype))
        return self.affine(self.y[None].astype(dtype), moved)


@dataclass(frozen=True)
class Check:
    """A gradient beside its numerical twin.

    Parameters
    ----------
    analytic, numeric, error : arrays of the variable's shape
        The gradient under test, central differences, their distance.
    kinks : bool array
        Entries whose shift carries some z across the kink of relu: differences lie there.
    seen : bool array
        Entries whose error is larger than rounding and curvature explain.
    exponents, worst : (steps,) arrays
        The U curve: log10 ε and the largest error of an entry away from kinks.
    """

    analytic: np.ndarray
    numeric: np.ndarray
    error: np.ndarray
    kinks: np.ndarray
    seen: np.ndarray
    exponents: np.ndarray
    worst: np.ndarray

    @property
    def links(self) -> tuple[Link, ...]:
        """The same cell in all three grids, and the two numbers that are held against each other."""
        grids = ("analytic", "numeric", "error")
        apart = Sum(("{analytic.}", "{numeric;}"), "apart", around=("|", "|"))
        return (alike(self.error.shape, grids, sums=dict.fromkeys(grids, apart)),)


def check(layer: CheckedLayer, variable: str, analytic, exponent: float, single: bool = False) -> Check:
    """Hold a gradient against central differences with ε = 10^exponent.

    Parameters
    ----------
    layer : CheckedLayer
        The layer.
    variable : {"dY", "dW"}
        Whose gradient.
    analytic : array
        The gradient under test.
    exponent : float
        log10 of ε.
    single : bool
        Compute the passes in float32.

    Examples
    --------
    >>> layer = CheckedLayer(np.eye(3), np.eye(2), np.ones((2, 2)))
    >>> bool(check(layer, "dW", layer.gradient("dW"), -5).error.max() < 1e-9)
    True
    """
    numeric, kinks = _differences(layer, variable, 10.0**exponent, single)
    error = np.abs(analytic - numeric)
    right = layer.gradient(variable)
    worst = np.empty(len(EXPONENTS))
    for k, power in enumerate(EXPONENTS):
        some, crossed = _differences(layer, variable, 10.0**power, single)
        away = np.abs(analytic - some)[~crossed]
        away = away[np.isfinite(away)]  # a learner's nan has no distance
        worst[k] = away.max() if away.size else np.nan
    return Check(
        analytic=analytic,
        numeric=numeric,
        error=error,
        kinks=kinks,
        seen=~np.isclose(analytic, right, rtol=1e-6, atol=1e-9),
        exponents=EXPONENTS,
        worst=worst,
    )


def _differences(layer: CheckedLayer, variable: str, eps: float, single: bool):
    """Central differences of every entry, and which of them cross a kink."""
    dtype = np.float32 if single else np.float64
    centre = layer.y if variable == "dY" else layer.w
    z = layer.shifted(variable, eps, dtype)
    f = ACTIVATIONS[layer.activation][0]
    div = (f(z) * layer.upstream.astype(dtype)).sum(axis=(1, 2), dtype=dtype)
    up, down = div[: centre.size].astype(float), div[centre.size :].astype(float)
    numeric = ((up - down) / (2 * eps)).reshape(centre.shape)
    kinks = np.zeros(centre.shape, bool)
    if layer.activation == "relu":
        above, below = z[: centre.size], z[centre.size :]
        # a z that moves and leaves 0 on one side, or crosses it, has no derivative in between
        crosses = ((above > 0) != (below > 0)) & (layer.upstream != 0)
        kinks = crosses.any(axis=(1, 2)).reshape(centre.shape)
    return numeric, kinks
