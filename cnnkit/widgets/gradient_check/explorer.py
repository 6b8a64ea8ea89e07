"""GradientCheckExplorer: what a numerical gradient can see, and what it cannot (lecture 2.1.3)."""

from __future__ import annotations

import numpy as np
from traitlets import Any, Bool, Enum, Float

from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Grid, Mark, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import add_curve, cell_text, draw
from cnnkit.widgets.gradient_check import view as views

__all__ = ["GradientCheckExplorer"]

VARIABLES = (("dY", "dY"), ("dW", "dW"))
UPSTREAMS = (("random", "random"), ("ones", "all ones"))
ACTIVATIONS = (("tanh", "tanh"), ("relu", "relu"), ("none", "none"))
LOWEST = -16  # log10 of an error that is 0 in float64


class GradientCheckExplorer(Explorer):
    """A gradient held against central differences: heat map of the error, ε, upstream, kinks.

    Lecture 2.1.3: any derivation can be checked by (Div(v + ε) − Div(v − ε)) / 2ε.

    Parameters
    ----------
    variable : {"dY", "dW"}
        Whose gradient is checked.
    upstream : {"random", "ones"}
        dDiv/dY(l): random numbers, or all ones, which hide a forgotten flip.
    activation : {"tanh", "relu", "none"}
        f; relu has a kink.
    fault : {"none", "flip", "mean", "edge"}
        A mistake to put into the gradient under test.
    exponent : float
        log10 of ε.
    single : bool
        Whether the passes run in float32.
    grad_input, grad_weight : callable, optional
        Your own functions, with the signatures of lesson 04, in place of the package's.

    Examples
    --------
    >>> GradientCheckExplorer(fault="flip").picture.facts["wrong"] > 0
    True
    """

    variable = Enum([v for v, _ in VARIABLES], "dY").tag(sync=True, picture=True)
    upstream = Enum([v for v, _ in UPSTREAMS], "random").tag(sync=True, picture=True)
    activation = Enum([v for v, _ in ACTIVATIONS], "tanh").tag(sync=True, picture=True)
    fault = Enum(list(views.FAULTS), "none").tag(sync=True, picture=True)
    exponent = Float(-5.0, min=-13.0, max=-1.0).tag(sync=True, picture=True)
    single = Bool(False).tag(sync=True, picture=True)
    grad_input = Any(None, allow_none=True).tag(picture=True)
    grad_weight = Any(None, allow_none=True).tag(picture=True)

    def __init__(self, **settings):
        if settings.get("grad_weight") is not None and settings.get("grad_input") is None:
            settings.setdefault("variable", "dW")
        super().__init__(**settings)

    def controls(self) -> list[Control]:
        """Whose gradient, what is wrong with it, what arrives, and ε."""
        return [
            Control("tabs", "variable", "gradient", options=VARIABLES, group="face"),
            Control(
                "menu", "fault", "gradient under test", options=tuple(views.FAULTS.items()),
                group="what", hidden=self._function() is not None,
            ),
            Control("tabs", "upstream", "upstream", options=UPSTREAMS, group="upstream"),
            Control("menu", "activation", "activation", options=ACTIVATIONS, group="layer"),
            Control("slider", "exponent", "log10 ε", low=-13, high=-1, step=0.5, group="eps"),
            Control("switch", "single", "passes in float32", group="rare", more=True),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The gradient, its numerical twin, and the logarithm of their distance."""
        layer = example_layer(self.upstream, self.activation)
        yours = self._under_test(layer)
        found = views.check(layer, self.variable, yours.values, self.exponent, self.single)
        with np.errstate(divide="ignore"):
            logs = np.maximum(np.log10(found.error), LOWEST)
        top = max(np.abs(found.analytic).max(), np.abs(found.numeric).max())
        kind = "input" if self.variable == "dY" else "filter"
        kinks = found.kinks if found.kinks.any() else None
        grids = (
            Grid("analytic", self.variable, found.analytic, f"gradient of the {kind} under test", limit=top),
            Grid("numeric", f"numeric {self.variable}", found.numeric, "central differences", limit=top),
            Grid(
                "error", "log10 |analytic − numeric|", np.round(logs),
                "0 is an error of 1, −9 one of 0.000000001" + ("; ◥ kink" if kinks is not None else ""),
                scale="magnitude", limit=1, bottom=LOWEST, flagged=kinks,
            ),
        )  # fmt: skip
        worst = tuple(int(k) for k in np.unravel_index(found.error.argmax(), found.error.shape))
        return Picture(
            grids=grids,
            tables={
                "error": found.error, "kinks": found.kinks,
                "exponents": found.exponents, "worst": found.worst,
            },
            facts={
                "variable": self.variable,
                "exponent": self.exponent,
                "activation": self.activation,
                "wrong": int(found.seen.sum()),
            },
            notes=self._notes(found, yours),
            marks=(Mark("error", *worst, "here"),),
            words=(
                f"{self.variable} against central differences with ε = {10.0**self.exponent:.1e}: "
                f"largest error {found.error.max():.1e} at {worst}."
            ),
        )  # fmt: skip

    def static_figure(self):
        """The grids, and the U curve below them."""
        figure = draw(self.picture, room=2.6)
        tables = self.picture.tables
        add_curve(figure, tables["exponents"], tables["worst"], self.exponent)
        return figure

    def _function(self):
        return self.grad_input if self.variable == "dY" else self.grad_weight

    def _under_test(self, layer: views.Layer) -> Substitute:
        right = layer.gradient(self.variable)
        dz, function = layer.dz[None, None], self._function()
        if function is None:
            wrong = layer.wrong_gradient(self.variable, self.fault)
            return Substitute(wrong, right)
        if self.variable == "dY":
            rest = (layer.w[None, None], layer.y.shape)
        else:
            rest = (layer.y[None, None], layer.w.shape)
        called = Substitute.of(
            function, right[None, None], 1, dz, *rest, layer.stride, layer.padding
        )
        return Substitute(
            called.values[0, 0], right, note=called.note.replace("; they are crossed", "")
        )

    def _shown_by_ones(self) -> int:
        layer = example_layer("ones", "none")
        wrong, right = (
            layer.wrong_gradient(self.variable, self.fault),
            layer.gradient(self.variable),
        )
        return int((~np.isclose(wrong, right)).sum())

    def _notes(self, found: views.Check, yours: Substitute) -> tuple[str, ...]:
        notes = [yours.note] if yours.note else []
        if found.seen.any():
            other = "ones" if self.upstream == "random" else "random"
            layer = example_layer(other, self.activation)
            with_other = self._under_test(layer)
            apart = ~np.isclose(with_other.values, with_other.truth, rtol=1e-6, atol=1e-9)
            words = dict(UPSTREAMS)
            notes.append(
                f"This upstream ({words[self.upstream]}) shows the mistake in {int(found.seen.sum())} "
                f"of {found.seen.size} cells; {words[other]} shows it in {int(apart.sum())}."
            )
            if self.activation != "none" and self._function() is None:
                notes.append(
                    f"Without activation dz itself would be all ones, and {self._shown_by_ones()} "
                    "cells would show it: check with random numbers."
                )
        if found.kinks.any():
            notes.append(
                f"{int(found.kinks.sum())} cells are marked: within ε some z crosses 0, where relu has a "
                "kink. The differences are off there, not the gradient."
            )
        best = int(np.nanargmin(found.worst))
        if self.activation == "tanh":
            why = "The U curve: a large ε suffers from the bend of Div, a small one from rounding"
        else:
            why = (
                "Away from kinks Div is a straight line here, so rounding alone counts (tanh bends)"
            )
        notes.append(f"{why}; the best is log10 ε = {cell_text(found.exponents[best])}.")
        return tuple(notes)


def example_layer(upstream: str, activation: str) -> views.Layer:
    """A 6 × 6 map in quarters, a 3 × 3 filter that no turn or flip leaves as it is.

    One z is exactly 0, so that relu has a kink to show.

    Examples
    --------
    >>> example_layer("ones", "relu").upstream.shape
    (4, 4)
    """
    rng = np.random.default_rng(70)
    y = rng.integers(-4, 5, (6, 6)) / 4
    w = np.array([[1.0, 0.5, -0.25], [0.75, -1.0, 0.5], [-0.5, 0.25, 0.75]])
    arriving = rng.integers(-6, 7, (4, 4)) / 4
    ones = np.ones_like(arriving)
    return views.Layer(
        y, w, arriving if upstream == "random" else ones, bias=0.25, activation=activation
    )
