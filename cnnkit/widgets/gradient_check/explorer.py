"""GradientCheckExplorer: what a numerical gradient can see, and what it cannot (lecture 2.1.3)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from traitlets import Bool, Enum, Float, TraitError, Unicode, validate

from cnnkit.mistakes import CATALOGUE
from cnnkit.numbers import number, tiny
from cnnkit.widgets.board.chart import Axis, Line, add_chart
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import BLANK, Control, Grid, Picture
from cnnkit.widgets.board.substitute import Substitute, differing, yours
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.gradient_check import view as views

__all__ = ["GradientCheckExplorer"]

VARIABLES = (("dY", "dY"), ("dW", "dW"))
UPSTREAMS = (("random", "random"), ("ones", "all ones"))
ACTIVATIONS = (("tanh", "tanh"), ("relu", "relu"), ("none", "none"))
LOWEST = -16  # log10 of an error that is 0 in float64
# the same mistake in the other gradient, and what the version before called it
FLIPS = {"dY": "B01/B07", "dW": "W01"}
FORMERLY = {"flip": FLIPS, "mean": {"dW": "W05"}}


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
    fault : str
        A mistake to put into the gradient under test, by its name in `cnnkit.mistakes`: "B01/B07", "B05" or
        "B15" for dY, "W01", "W05" or "W11" for dW, "none" for none; "flip" is that of either.
    exponent : float
        log10 of ε.
    single : bool
        Whether the passes run in float32.
    conv2d_grad_input, conv2d_grad_weight : callable, optional
        Your functions of these exercises, finished or not, in place of the package's.

    Examples
    --------
    >>> GradientCheckExplorer(fault="flip").picture.facts["wrong"] > 0
    True
    """

    formerly: ClassVar = {"grad_input": "conv2d_grad_input", "grad_weight": "conv2d_grad_weight"}

    variable = Enum([v for v, _ in VARIABLES], "dY").tag(sync=True, picture=True)
    upstream = Enum([v for v, _ in UPSTREAMS], "random").tag(sync=True, picture=True)
    activation = Enum([v for v, _ in ACTIVATIONS], "tanh").tag(sync=True, picture=True)
    fault = Unicode("none").tag(sync=True, picture=True, code=True)
    exponent = Float(-5.0, min=-13.0, max=-1.0).tag(sync=True, picture=True)
    single = Bool(False).tag(sync=True, picture=True)
    conv2d_grad_input, conv2d_grad_weight = yours(), yours()

    def __init__(self, **settings):
        settings = self._by_new_names(settings)
        only_weights = settings.get("conv2d_grad_input") is None
        if settings.get("conv2d_grad_weight") is not None and only_weights:
            settings.setdefault("variable", "dW")
        super().__init__(**settings)

    @validate("fault")
    def _known_fault(self, proposal):
        name = proposal["value"]
        name = FORMERLY.get(name, {}).get(self.variable, name)
        if name != "none" and not any(name in names for names in views.FAULTS.values()):
            known = ", ".join(f'"{one}" ({CATALOGUE[one].name})' for one in views.FAULTS[self.variable])
            raise TraitError(f'there is no fault {name!r} of {self.variable}; there are "none", {known}')
        return name

    def prepare(self, name: str) -> None:
        """The other gradient has other mistakes, but the flip is in both."""
        if name == "variable" and self.fault not in ("none", *views.FAULTS[self.variable]):
            self.fault = FLIPS[self.variable] if self.fault in FLIPS.values() else "none"

    def controls(self) -> list[Control]:
        """Whose gradient, what is wrong with it, what arrives, and ε."""
        faults = [(name, CATALOGUE[name].name) for name in views.FAULTS[self.variable]]
        return [
            Control("tabs", "variable", "gradient", options=VARIABLES, group="face"),
            Control(
                "menu", "fault", "gradient under test", options=(("none", "right"), *faults),
                group="what", hidden=self._function() is not None,
            ),
            Control("tabs", "upstream", "upstream", options=UPSTREAMS, group="upstream"),
            Control("menu", "activation", "activation", options=ACTIVATIONS, group="layer"),
            Control("slider", "exponent", "log10 ε", low=-13, high=-1, step=0.5, group="eps"),
            Control("switch", "single", "passes in float32", group="rare", more=True),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The gradient, its numerical twin, and the logarithm of their distance."""
        if self.fault not in ("none", *views.FAULTS[self.variable]):
            raise ValueError(f"“{CATALOGUE[self.fault].name}” is about the other gradient")
        layer = example_layer(self.upstream, self.activation)
        tested = self._under_test(layer)
        found = views.check(layer, self.variable, tested.shown, self.exponent, self.single)
        worst = np.where(np.isfinite(found.error), found.error, -1).argmax()
        place = tuple(int(k) for k in np.unravel_index(worst, found.error.shape))
        words = f"{self.variable} against central differences with ε = {tiny(10.0**self.exponent)}"
        words += "" if tested.trouble else f", largest error {tiny(found.error[place])}"
        return Picture(
            grids=self._grids(found, tested),
            tables={"distance": found.error, "kinks": found.kinks, "exponents": found.exponents, "worst": found.worst},
            facts={
                "variable": self.variable,
                "exponent": self.exponent,
                "wrong": int(found.seen.sum()),
                "trouble": tested.trouble,
            },
            notes=self._notes(found, tested),
            home=("error", *place),
            links=() if tested.trouble else found.links,
            words=words,
        )  # fmt: skip

    def _grids(self, found: views.Check, tested: Substitute) -> tuple[Grid, ...]:
        with np.errstate(divide="ignore"):
            logs = np.maximum(np.log10(found.error), LOWEST)
        both = np.abs([found.analytic, found.numeric])
        top, kinks = both[np.isfinite(both)].max(), found.kinks if found.kinks.any() else None
        kind = "input" if self.variable == "dY" else "filter"
        words = "0 is an error of 1, −9 one of 0.000000001" + ("; ◥ kink" if kinks is not None else "")
        nothing = np.full(found.error.shape, BLANK) if tested.trouble else None
        # crosses would give away what the differences are to find
        own = {"yours": False} | ({} if self._function() else {"crossed": None})
        return (
            Grid(
                "analytic", self.variable, title=f"gradient of the {kind} under test", limit=top,
                **(tested.grid() | own),
            ),
            Grid("numeric", f"numeric {self.variable}", found.numeric, "central differences", limit=top),
            Grid(
                "error", "log10 |analytic − numeric|", np.round(logs), words, scale="magnitude", limit=1,
                bottom=LOWEST, flagged=kinks, kinds=nothing,
            ),
        )  # fmt: skip

    def static_figure(self):
        """The grids, and the U curve below them."""
        figure, tables = draw(self.picture, self.lit, room=2.6), self.picture.tables
        near = int(np.argmin(np.abs(tables["exponents"] - self.exponent)))
        add_chart(
            figure, Axis("log10 ε"), Axis("largest error", log=True),
            [Line(tables["exponents"], tables["worst"])], 2.6,
            dot=(tables["exponents"][near], tables["worst"][near]),
        )  # fmt: skip
        return figure

    def _function(self):
        return self.conv2d_grad_input if self.variable == "dY" else self.conv2d_grad_weight

    def _under_test(self, layer: views.CheckedLayer) -> Substitute:
        right, function = layer.gradient(self.variable), self._function()
        if function is None and self.fault == "none":
            return Substitute(right)
        if function is None:
            return Substitute(right, layer.wrong_gradient(self.variable, self.fault))
        called = Substitute.of(function, right[None, None], *layer.given(self.variable))
        values = None if called.values is None else called.values[0, 0]
        return Substitute(right, values, called.trouble, called.note)

    def _notes(self, found: views.Check, tested: Substitute) -> tuple[str, ...]:
        notes = [tested.note] if tested.note else []
        if tested.trouble:
            return tuple(notes)
        if found.seen.any():
            notes += self._upstream_words(found)
        if found.kinks.any():
            notes.append(
                f"{int(found.kinks.sum())} cells are marked: within ε some z crosses 0, where relu has a "
                "kink. The differences are off there, not the gradient."
            )
        if not found.seen.any() and np.isfinite(found.worst).any():  # a fault drowns what ε does
            best = number(found.exponents[int(np.nanargmin(found.worst))])
            why = (
                "The U curve: a large ε suffers from the bend of Div, a small one from rounding"
                if self.activation == "tanh"
                else "Away from kinks Div is a straight line here, so rounding alone counts (tanh bends)"
            )
            notes.append(f"{why}; the best is log10 ε = {best}.")
        return tuple(notes)

    def _upstream_words(self, found: views.Check) -> list[str]:
        """How many cells show the mistake with this upstream gradient, and with the other."""
        other, names = ("ones" if self.upstream == "random" else "random"), dict(UPSTREAMS)
        with_other = self._under_test(example_layer(other, self.activation))
        apart = int(differing(with_other.shown, with_other.truth).sum())
        words = [
            f"This upstream ({names[self.upstream]}) shows the mistake in {int(found.seen.sum())} "
            f"of {found.seen.size} cells; {names[other]} shows it in {apart}."
        ]
        if self.activation != "none" and self._function() is None:
            layer = example_layer("ones", "none")
            wrong = layer.wrong_gradient(self.variable, self.fault)
            shown = int(differing(wrong, layer.gradient(self.variable)).sum())
            words.append(
                f"Without activation dz itself would be all ones, and {shown} "
                "cells would show it: check with random numbers."
            )
        return words


def example_layer(upstream: str, activation: str) -> views.CheckedLayer:
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
    return views.CheckedLayer(
        y, w, arriving if upstream == "random" else ones, bias=0.25, activation=activation
    )
