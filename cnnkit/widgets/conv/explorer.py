"""ConvExplorer: one scan, forwards and backwards, over the same integers (lecture 1.1.2, 2.1)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from traitlets import Any, Enum, Int, validate

from cnnkit.shapes import real_array
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.examples import FILTERS, IMAGES, example_dz, example_filter, example_maps
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import NUMBERED, Control, Picture
from cnnkit.widgets.board.substitute import Substitute, yours
from cnnkit.widgets.conv import picture as pictures
from cnnkit.widgets.conv import view as views

__all__ = ["ConvExplorer"]

TABS = (("forward", "forward"), ("dY", "dY"), ("dW", "dW"))
FORMS = (("scatter", "scatter: stamp"), ("gather", "gather: collect"))
LARGEST_KERNEL = 7
AXES = {"y": (3, "(H, W) or (M, H, W)"), "w": (4, "(K, K) or (N, M, Kh, Kw)"), "dz": (3, "as z")}


class ConvExplorer(Explorer):
    """A convolution that one can point at: forward, gradient of the input, gradient of the filters.

    Lecture 1.1.2 (scan), 2.1.2 (forward), 2.1.3.2 (dY), 2.1.3.3 (dW).

    Parameters
    ----------
    tab : {"forward", "dY", "dW"}
        Which of the three faces of the sum.
    example : str
        "worked", "integers", "remainder", "two maps", "digit", "clothes", "camera", ..., or "given".
    filter : str
        A filter of the bank, or "own".
    y, w, bias, dz : arrays, optional
        Your own numbers: (H, W) or (M, H, W); (K, K) or (N, M, Kh, Kw); (N,); as z.
    kernel_size, stride, padding, dilation : int
        The scan.
    form : {"scatter", "gather"}
        How the dY tab adds up.
    map, filter_number : int
        Which input map m and which filter n are shown where only one fits.
    conv2d_forward, conv2d_grad_input, conv2d_grad_weight : callable, optional
        Your functions of these exercises, finished or not: their numbers are shown, and cells that differ
        from the package's are crossed.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ShapeError, TypeError, ValueError
        If the arrays given do not fit together.

    Examples
    --------
    >>> ConvExplorer().picture.grids[-1].values.astype(int).tolist()
    [[0, 5], [4, -1]]
    """

    formerly: ClassVar = {
        "image": "example", "forward": "conv2d_forward",
        "grad_input": "conv2d_grad_input", "grad_weight": "conv2d_grad_weight",
    }  # fmt: skip

    tab = Enum([value for value, _ in TABS], "forward").tag(sync=True, picture=True)
    form = Enum([value for value, _ in FORMS], "scatter").tag(sync=True, picture=True)
    example = Choice(IMAGES, "worked")
    filter = Choice(FILTERS, "own")
    kernel_size = Int(2, min=1).tag(sync=True, picture=True)
    stride = Int(1, min=1).tag(sync=True, picture=True)
    padding = Int(0, min=0).tag(sync=True, picture=True)
    dilation = Int(1, min=1).tag(sync=True, picture=True)
    map = Int(0, min=0).tag(sync=True, picture=True)
    filter_number = Int(0, min=0).tag(sync=True, picture=True)
    y = Any(None, allow_none=True).tag(picture=True)
    w = Any(None, allow_none=True).tag(picture=True)
    bias = Any(None, allow_none=True).tag(picture=True)
    dz = Any(None, allow_none=True).tag(picture=True)
    conv2d_forward, conv2d_grad_input, conv2d_grad_weight = yours(), yours(), yours()

    def __init__(self, **settings):
        settings = self._by_new_names(settings)
        own = settings.get("y") is not None
        y, w, bias = example_maps("worked" if own else settings.get("example", "worked"))
        if own:
            settings.setdefault("example", OWN)
            y = _as_maps(settings["y"], "y")
            if w.shape[1] != len(y):  # the example's filters read another number of maps
                w = np.repeat(w[:1, :1], len(y), axis=1)
        if settings.get("w") is not None:
            settings.setdefault("filter", OWN)
            w = _as_maps(settings["w"], "w")
        elif "kernel_size" in settings or settings.get("filter", "own") != "own":
            wanted = settings.get("kernel_size", w.shape[2])
            w = example_filter(settings.get("filter", "own"), wanted, w)
        if settings.get("bias") is not None:
            bias = real_array(settings["bias"], "bias").astype(float).reshape(-1)
        elif len(bias) != len(w):
            bias = np.zeros(len(w))
        super().__init__(**(settings | {"y": y, "w": w, "bias": bias, "kernel_size": w.shape[2]}))

    @validate("y", "w", "dz")
    def _read_arrays(self, proposal):
        value = proposal["value"]
        return None if value is None else _as_maps(value, proposal["trait"].name)

    # Settings that hang together

    def prepare(self, name: str) -> None:
        """A new example brings its own filter; a new filter or size changes the weights alone."""
        if name == "example" and self.example != OWN:
            self.y, self.w, self.bias = example_maps(self.example)
            self.kernel_size, self.filter, self.dz = self.w.shape[2], "own", None
            self.map = self.filter_number = 0
        elif name == "filter" and self.filter != OWN:
            self.w = example_filter(self.filter, self.kernel_size, self._filters_of_example())
        elif name == "kernel_size":
            source = self._filters_of_example() if self.filter == "own" else self.w
            self.w = example_filter("own" if self.filter == OWN else self.filter, self.kernel_size, source)
        elif name == "y":
            self.example = OWN
            if self.w.shape[1] != len(self.y):
                self.w = np.repeat(self.w[:, :1], len(self.y), axis=1)
        elif name == "w":
            self.filter, self.kernel_size = OWN, self.w.shape[2]
            if len(self.bias) != len(self.w):
                self.bias = np.zeros(len(self.w))

    def _filters_of_example(self) -> np.ndarray:
        own = self.w if self.example == OWN else example_maps(self.example)[1]
        return own if own.shape[1] == len(self.y) else self.w

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change a cell of Y, of a filter or of dz."""
        kind, number = grid.rstrip("0123456789"), int(grid.lstrip("abcdefghijklmnopqrstuvwxyz") or 0)
        if kind == "y":
            array, place = self.y.copy(), (number, row - self.padding, column - self.padding)
        elif kind == "w":
            n, m = (number, self.map) if self.tab == "dY" else (self.filter_number, number)
            array, place = self.w.copy(), (n, m, row, column)
        elif kind == "dz":
            array, place = self._upstream(self._scan()).copy(), (number, row, column)
        else:
            raise ValueError(f"{grid} is computed, not typed")
        if min(place) < 0 or any(p >= n for p, n in zip(place, array.shape)):
            raise ValueError("a cell of the padding is always 0")
        array[place] = value
        self.set_together(**{kind: array})

    def controls(self) -> list[Control]:
        """Tabs and examples, the scan, and what is folded away."""
        room = min(self.y.shape[1:]) + 2 * self.padding
        largest = min(LARGEST_KERNEL, (room - 1) // self.dilation + 1)
        maps, filters = len(self.y), len(self.w)
        return [
            Control("tabs", "tab", "which direction", options=TABS, group="face"),
            self.traits()["example"].menu(self, "example"),
            self.traits()["filter"].menu(self, "filter"),
            Control("slider", "kernel_size", "kernel size", low=1, high=largest, group="scan"),
            Control("slider", "stride", "stride", low=1, high=4, group="scan"),
            Control("slider", "padding", "padding", low=0, high=4, group="scan"),
            Control("slider", "dilation", "dilation", low=1, high=3, group="rare", more=True),
            Control(
                "slider", "map", "input map m", low=0, high=maps - 1, group="maps",
                hidden=maps == 1 or self.tab == "forward",
            ),
            Control(
                "slider", "filter_number", "filter n", low=0, high=filters - 1, group="maps",
                hidden=filters == 1 or self.tab == "dY",
            ),
            Control("tabs", "form", "form", options=FORMS, group="form", hidden=self.tab != "dY"),
        ]  # fmt: skip

    # The picture

    def compute(self) -> Picture:
        """The picture of the tab."""
        seen = self._scan()
        n, m = min(self.filter_number, len(self.w) - 1), min(self.map, len(self.y) - 1)
        scale = "signed" if self.y.min() < 0 else "magnitude"
        scale = "grey" if scale == "magnitude" and max(seen.size) > NUMBERED else scale
        if self.tab == "forward":
            z = self._asked(self.conv2d_forward, seen.z[None], self.y[None], self.w, self.bias)
            return pictures.forward(seen, n, z, scale)
        dz = self._upstream(seen)
        if self.tab == "dY":
            gradient = views.backward(seen, dz)
            dy = seen.cut(gradient.dy)[None]
            dy = self._asked(self.conv2d_grad_input, dy, dz[None], self.w, seen.size)
            return (pictures.scatter if self.form == "scatter" else pictures.gather)(gradient, m, dy)
        gradient, size = views.weight_gradient(seen, dz), seen.window.kernel_size
        dw = self._asked(self.conv2d_grad_weight, gradient.dw, dz[None], self.y[None], size)
        return pictures.weights(gradient, n, m, dw, scale)

    def _asked(self, function, truth, *arguments) -> Substitute:
        unless = "knows no dilation" if self.dilation > 1 else ""
        return Substitute.of(function, truth, *arguments, self.stride, self.padding, unless=unless)

    def _scan(self) -> views.ConvView:
        scan = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return views.scan(self.y, self.w, self.bias, **scan)

    def _upstream(self, seen: views.ConvView) -> np.ndarray:
        if self.dz is not None and self.dz.shape == seen.z.shape:
            return self.dz
        return example_dz(self.example, seen.z.shape)


def _as_maps(value, name: str) -> np.ndarray:
    array, (axes, needed) = real_array(value, name).astype(float), AXES[name]
    if array.ndim == axes + 1 and len(array) == 1:
        array = array[0]
    while array.ndim in range(2, axes):
        array = array[None]
    if array.ndim != axes or 0 in array.shape or not np.isfinite(array).all():
        raise ValueError(f"{name} has shape {np.shape(value)}, but finite {needed} is needed")
    return array
