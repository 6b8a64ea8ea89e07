"""PoolExplorer: one number for every stop of a window, and the way its gradient takes back."""

from __future__ import annotations

import math

import numpy as np
from traitlets import Any, Bool, Enum, Int, TraitError, Unicode, validate

from cnnkit.shapes import ShapeError, real_array
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import NUMBERED, Control, Picture
from cnnkit.widgets.board.substitute import Substitute, yours
from cnnkit.widgets.pool import picture as pictures
from cnnkit.widgets.pool.examples import EXAMPLES, example_du, example_map
from cnnkit.widgets.pool.view import BELIEFS, ROUTES, PoolView, pool_view, pooled_size

__all__ = ["PoolExplorer"]

TABS = (("forward", "forward"), ("backward", "backward"))
POOLINGS = (("max", "max"), ("mean", "mean"))
LARGEST_KERNEL = 5


class PoolExplorer(Explorer):
    """Pooling that one can point at: which cell wins, what the gradient does, what ties mean.

    Lecture 2.2.1 (max pooling, positions P) and 2.2.2 (mean pooling).

    Parameters
    ----------
    tab : {"forward", "backward"}
        The pooled map, or the gradient on its way back.
    pooling : {"max", "mean"}
        Which pooling.
    example : str
        "ties", "peak", "integers", "digit", "camera", or "given" for your own numbers.
    kernel_size, stride : int
        The window and its step.
    belief : str
        A wrong idea of the gradient to see beside the right one, by its name in `cnnkit.mistakes`: "P01",
        "P02", "P04", "P06" or "P10" for max, "A01/P06", "A04" or "A05" for mean, "" for none.
    arrows : bool
        Whether all arrows are drawn, up to twelve; those of the cell in hand always are.
    y, du : arrays, optional
        Your own map (H, W) and the gradient of the pooled map.
    max_pool, mean_pool, max_pool_grad, mean_pool_grad : callable, optional
        Your functions of these exercises, finished or not: their numbers are shown, and cells that differ
        from the package's are crossed.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ShapeError, TypeError, ValueError
        If the arrays given do not fit the window.

    Examples
    --------
    >>> PoolExplorer(tab="backward").picture.grids[-1].values.astype(int).tolist()
    [[0, 3, 3, 0], [0, 0, 11, 0], [11, 0, 0, 9], [0, 8, 0, 0]]
    """

    tab = Enum([value for value, _ in TABS], "forward").tag(sync=True, picture=True)
    pooling = Enum([value for value, _ in POOLINGS], "max").tag(sync=True, picture=True)
    example = Choice(EXAMPLES, "ties")
    kernel_size = Int(2, min=1).tag(sync=True, picture=True)
    stride = Int(1, min=1).tag(sync=True, picture=True)
    belief = Unicode("").tag(sync=True, picture=True, code=True)
    arrows = Bool(False).tag(sync=True, picture=True)
    y = Any(None, allow_none=True).tag(picture=True)
    du = Any(None, allow_none=True).tag(picture=True)
    max_pool, mean_pool, max_pool_grad, mean_pool_grad = yours(), yours(), yours(), yours()

    def __init__(self, **settings):
        if settings.get("y") is not None:
            settings.setdefault("example", OWN)
        else:
            y, kernel_size, stride = example_map(settings.get("example", "ties"))
            settings = {"kernel_size": kernel_size, "stride": stride} | settings | {"y": y}
        super().__init__(**settings)

    @validate("y", "du")
    def _read_map(self, proposal):
        if proposal["value"] is None:
            return None
        array = real_array(proposal["value"], proposal["trait"].name).astype(float)
        array = array[(0,) * (array.ndim - 2)] if set(array.shape[:-2]) == {1} else array
        if array.ndim != 2 or not array.size or not np.isfinite(array).all():
            name, shape = proposal["trait"].name, np.shape(proposal["value"])
            raise ValueError(f"{name} has shape {shape}, but one finite (rows, columns) is needed")
        return array

    @validate("belief")
    def _known_belief(self, proposal):
        name = "A01/P06" if proposal["value"] == "A01" else proposal["value"]  # its name before
        if name and name not in BELIEFS:
            known = ", ".join(f'"{one}" ({BELIEFS[one]})' for one in ROUTES[self.pooling].switches)
            raise TraitError(f"there is no belief {name!r}; about {self.pooling} pooling there are {known}")
        return name

    # Settings that hang together

    def prepare(self, name: str) -> None:
        """A new example brings its own window; the other pooling has other wrong ideas."""
        if name == "example" and self.example != OWN:
            self.y, self.kernel_size, self.stride = example_map(self.example)
            self.du = None
        elif name == "y":
            self.example = OWN
        elif name == "pooling" and self.belief not in ROUTES[self.pooling].switches:
            self.belief = pictures.TWIN.get(self.belief, "")

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change a cell of Y or of dU."""
        if grid == "y":
            array = self.y.copy()
        elif grid == "du":
            array = self._upstream().copy()
        else:
            raise ValueError(f"{grid} is computed, not typed")
        array[row, column] = value
        self.set_together(**{grid: array})

    def controls(self) -> list[Control]:
        """Direction and pooling, the example, the window, and the wrong idea to compare with."""
        backward = self.tab == "backward"
        return [
            Control("tabs", "tab", "which direction", options=TABS, group="face"),
            Control("tabs", "pooling", "pooling", options=POOLINGS, group="pooling"),
            self.traits()["example"].menu(self, "example"),
            Control(
                "slider", "kernel_size", "kernel size K", low=1,
                high=min(LARGEST_KERNEL, *self.y.shape), group="window",
            ),
            Control("slider", "stride", "stride", low=1, high=4, group="window"),
            Control(
                "menu", "belief", "compare with", group="belief", hidden=not backward,
                options=pictures.belief_options(self.pooling),
            ),
            Control(
                "switch", "arrows", "all arrows", group="arrows",
                hidden=self.pooling == "mean" or math.prod(self._size()) > pictures.MOST_ARROWS,
            ),
        ]  # fmt: skip

    # The picture

    def compute(self) -> Picture:
        """The picture of the tab."""
        if self.belief and self.belief not in ROUTES[self.pooling].switches:
            raise ValueError(f"“{BELIEFS[self.belief]}” is about the other pooling")
        view = pool_view(
            self.y, self.kernel_size, self.stride, how=self.pooling, du=self._upstream()
        )
        scale = "signed" if view.y.min() < 0 else "magnitude"
        scale = "grey" if scale == "magnitude" and max(view.y.shape) > NUMBERED else scale
        if self.tab == "forward":
            return pictures.forward(view, *self._your_forward(view), scale=scale, arrows=self.arrows)
        dy = self._your_gradient(view)
        return pictures.backward(view, dy, self.belief, scale=scale, arrows=self.arrows)

    def static_figure(self):
        """The static twin, with its arrows."""
        return pictures.printed(self.picture, self.lit)

    def _size(self) -> tuple[int, int]:
        try:
            return pooled_size(self.y.shape, self.kernel_size, self.stride)
        except ShapeError as error:
            height, width = self.y.shape
            raise ShapeError(
                f"the window is {self.kernel_size} × {self.kernel_size}",
                f"the map is only {height} × {width}",
                "take a smaller kernel size",
            ) from error

    def _upstream(self) -> np.ndarray:
        size = self._size()
        if self.du is not None and self.du.shape == size:
            return self.du
        return example_du(self.example, size)

    def _your_forward(self, view: PoolView) -> tuple[Substitute, Substitute]:
        u, positions = view.u[None, None], view.positions[None, None]
        maps = view.y[None, None], self.kernel_size, self.stride
        if view.how == "mean":
            return Substitute.of(self.mean_pool, u, *maps), Substitute(positions)
        return Substitute.pair(self.max_pool, (u, positions), "(u, positions)", *maps)

    def _your_gradient(self, view: PoolView) -> Substitute:
        truth, du = view.dy[None, None], view.du[None, None]
        if view.how == "max":
            places = view.positions[None, None]
            return Substitute.of(self.max_pool_grad, truth, du, places, view.y.shape)
        window = self.kernel_size, self.stride
        return Substitute.of(self.mean_pool_grad, truth, du, view.y.shape, *window)
