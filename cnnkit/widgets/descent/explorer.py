"""DescentExplorer: gradient descent on the two weights of a filter, and when it stops."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from traitlets import Any, Float, Int, TraitError, Tuple, validate

from cnnkit.numbers import precise
from cnnkit.shapes import real_array
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.descent import picture as pictures
from cnnkit.widgets.descent.examples import PROBLEMS, SPAN, STARTS, example_problem, surface
from cnnkit.widgets.descent.view import Descent, FilterProblem, descend

__all__ = ["DescentExplorer"]

RATES = (0.00001, 0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 1.2, 1.5, 2.0, 3.0)
TOLERANCES = (0.0, 0.000001, 0.00001, 0.0001, 0.001, 0.01)
STEPS = (20, 50, 100, 200, 400)


class DescentExplorer(Explorer):
    """The loss of a filter with two weights as a surface, and the path of gradient descent on it.

    Lecture 1.2: w = w - eta * dLoss/dw, until err has converged.

    Parameters
    ----------
    example : str
        "valley", "bowl", "plateau", or "given" for your own patches.
    learning_rate : float
        The step η.
    tolerance : float
        Training stops at the first change of the loss that is at most this.
    max_steps : int
        The most steps, up to 400.
    start : (w0, w1)
        The first weights.
    y, goal : (T, 2) array, (w0, w1), optional
        Your own patches of two pixels, and the filter that makes the desired outputs.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ValueError
        If the patches are not pairs of finite numbers.

    Examples
    --------
    >>> explorer = DescentExplorer(learning_rate=0.00001)
    >>> len(explorer.path.losses), explorer.path.reason
    (2, 'converged')
    """

    formerly: ClassVar = {"problem": "example"}

    example = Choice(PROBLEMS, "valley")
    learning_rate = Float(0.1, min=0.0).tag(sync=True, picture=True)
    tolerance = Float(0.0001, min=0.0).tag(sync=True, picture=True)
    max_steps = Int(200, min=2, max=STEPS[-1]).tag(sync=True, picture=True)
    start = Tuple(default_value=STARTS["valley"]).tag(sync=True, picture=True)
    y = Any(None, allow_none=True).tag(picture=True)
    goal = Tuple(default_value=(-1, 1)).tag(picture=True)

    def __init__(self, **settings):
        settings = self._by_new_names(settings)
        if settings.get("y") is not None:
            settings.setdefault("example", OWN)
        start = STARTS.get(settings.get("example"), STARTS["valley"])
        self._known = (None, None)
        super().__init__(**({"start": start} | settings))

    @validate("start", "goal")
    def _two_weights(self, proposal):
        name = proposal["trait"].name
        pair = tuple(real_array(proposal["value"], name).astype(float).ravel().tolist())
        if len(pair) != 2 or not np.isfinite(pair).all():
            raise TraitError(f"{name} is {pair}, but two finite weights (w0, w1) are needed")
        if name == "goal":
            return pair
        return tuple(min(SPAN, max(-SPAN, w)) for w in pair)

    @validate("y")
    def _read_patches(self, proposal):
        if proposal["value"] is None:
            return None
        y = real_array(proposal["value"], "y").astype(float)
        if y.ndim != 2 or y.shape[1] != 2 or not len(y) or not np.isfinite(y).all():
            raise ValueError(f"y has shape {y.shape}, but (T, 2) finite numbers are needed")
        return y

    @property
    def patches(self) -> FilterProblem:
        """The patches and what the filter should make of them."""
        if self.example != OWN:
            return example_problem(self.example)
        if self.y is None:
            raise ValueError("example 'given' needs y, patches of two pixels")
        return FilterProblem(self.y, self.goal)

    @property
    def path(self) -> Descent:
        """The descent with the present settings."""
        return descend(self.patches, self.start, self.learning_rate, self.tolerance, self.max_steps)

    def prepare(self, name: str) -> None:
        """A new example brings its own start."""
        if name == "example" and self.example in STARTS:
            self.start = STARTS[self.example]
        elif name == "y":
            self.example = OWN

    def controls(self) -> list[Control]:
        """The problem, the step, the stopping rule; the start is moved on the surface."""
        return [
            self.traits()["example"].menu(self, "loss"),
            Control(
                "slider", "learning_rate", "step η", options=_stops(RATES, self.learning_rate),
                group="rule",
            ),
            Control(
                "slider", "tolerance", "stop when the change is ≤", group="rule",
                options=_stops(TOLERANCES, self.tolerance),
            ),
            Control(
                "slider", "max_steps", "steps at most", options=_stops(STEPS, self.max_steps),
                group="rule",
            ),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """Surface, path, losses and changes."""
        problem = self.patches
        if self._known[0] is not problem:
            self._known = problem, surface(problem)
        return pictures.descent(
            problem, self._known[1], self.path, self.learning_rate, self.tolerance, SPAN
        )

    def static_figure(self):
        """The static twin: the surface with its path, the loss and its change beside it."""
        return pictures.printed(self.picture)


def _stops(values, now) -> tuple:
    return tuple((value, precise(value)) for value in sorted({*values, now}))
