"""ConvExplorer: one scan, forwards and backwards, over the same integers (lecture 1.1.2, 2.1)."""

from __future__ import annotations

import numpy as np
from traitlets import Any, Enum, Int, TraitError, Unicode, validate

from cnnkit.widgets.board.examples import FILTERS, IMAGES, example_dz, example_filter, example_maps
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import NUMBERED, Control, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.conv import picture as pictures
from cnnkit.widgets.conv import view as views

__all__ = ["ConvExplorer"]

TABS = (("forward", "forward"), ("dY", "dY"), ("dW", "dW"))
FORMS = (("scatter", "scatter: stamp"), ("gather", "gather: collect"))
LARGEST_KERNEL = 7


class ConvExplorer(Explorer):
    """A convolution that one can point at: forward, gradient of the input, gradient of the filters.

    Lecture 1.1.2 (scan), 2.1.2 (forward), 2.1.3.2 (dY), 2.1.3.3 (dW).

    Parameters
    ----------
    tab : {"forward", "dY", "dW"}
        Which of the three faces of the sum.
    image : str
        An example: "worked", "integers", "remainder", "two maps", "digit", "clothes", "camera", ...
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
    forward, grad_input, grad_weight : callable, optional
        Your functions `conv2d_forward(y, w, bias, stride, padding)`,
        `conv2d_grad_input(dz, w, input_size, stride, padding)`,
        `conv2d_grad_weight(dz, y, kernel_size, stride, padding)`: their numbers are shown, and cells
        that differ from the package's are crossed.
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

    tab = Enum([value for value, _ in TABS], "forward").tag(sync=True, picture=True)
    form = Enum([value for value, _ in FORMS], "scatter").tag(sync=True, picture=True)
    image = Unicode("worked").tag(sync=True, picture=True)
    filter = Unicode("own").tag(sync=True, picture=True)
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
    forward = Any(None, allow_none=True).tag(picture=True)
    grad_input = Any(None, allow_none=True).tag(picture=True)
    grad_weight = Any(None, allow_none=True).tag(picture=True)

    def __init__(self, **settings):
        y, w, bias = example_maps(settings.get("image", "worked"))
        if settings.get("y") is not None:
            settings.setdefault("image", "given")
            y = _as_maps(settings["y"], 3, "y", "(H, W) or (M, H, W)")
            if w.shape[1] != len(y):  # the example's filters read another number of maps
                w = np.repeat(w[:1, :1], len(y), axis=1)
        if settings.get("w") is not None:
            settings.setdefault("filter", "given")
            w = _as_maps(settings["w"], 4, "w", "(K, K) or (N, M, Kh, Kw)")
        elif "kernel_size" in settings or settings.get("filter", "own") != "own":
            wanted = settings.get("kernel_size", w.shape[2])
            w = example_filter(settings.get("filter", "own"), wanted, w)
        if settings.get("bias") is not None:
            bias = np.array(settings["bias"], dtype=float).reshape(-1)
        elif len(bias) != len(w):
            bias = np.zeros(len(w))
        settings |= {"y": y, "w": w, "bias": bias, "kernel_size": w.shape[2]}
        super().__init__(**settings)

    @validate("y", "w", "dz")
    def _read_arrays(self, proposal):
        axes = {"y": 3, "w": 4, "dz": 3}[proposal["trait"].name]
        if proposal["value"] is None:
            return None
        return _as_maps(proposal["value"], axes, proposal["trait"].name, f"{axes} axes")

    @validate("image", "filter")
    def _known_name(self, proposal):
        name, trait = proposal["value"], proposal["trait"].name
        known = {"image": IMAGES, "filter": FILTERS}[trait]
        if name not in known and name != "given":
            raise TraitError(f"there is no {trait} {name!r}; there are {', '.join(known)}")
        return name

    # Settings that hang together

    def prepare(self, name: str) -> None:
        """A new example brings its own filter; a new filter or size changes the weights alone."""
        if name == "image" and self.image != "given":
            self.y, self.w, self.bias = example_maps(self.image)
            self.kernel_size, self.filter, self.dz = self.w.shape[2], "own", None
            self.map = self.filter_number = 0
        elif name == "filter" and self.filter != "given":
            own = example_maps(self.image)[1] if self.image != "given" else self.w
            own = own if own.shape[1] == len(self.y) else self.w
            self.w = example_filter(self.filter, self.kernel_size, own)
        elif name == "kernel_size":
            source = "own" if self.filter == "given" else self.filter
            self.w = example_filter(source, self.kernel_size, self.w)
        elif name == "y":
            self.image = "given"
            if self.w.shape[1] != len(self.y):
                self.w = np.repeat(self.w[:, :1], len(self.y), axis=1)
        elif name == "w":
            self.filter, self.kernel_size = "given", self.w.shape[2]
            if len(self.bias) != len(self.w):
                self.bias = np.zeros(len(self.w))

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change a cell of Y, of a filter or of dz."""
        kind, number = grid.rstrip("0123456789"), int(grid.lstrip("abcdefghijklmnopqrstuvwxyz"))
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
        height, width = self.y.shape[1:]
        room = min(height, width) + 2 * self.padding
        images = [*IMAGES.items(), *([("given", "your own")] if self.image == "given" else [])]
        filters = [*FILTERS.items(), *([("given", "your own")] if self.filter == "given" else [])]
        return [
            Control("tabs", "tab", "which direction", options=TABS, group="face"),
            Control("menu", "image", "example", options=tuple(images), group="what"),
            Control("menu", "filter", "filter", options=tuple(filters), group="what"),
            Control(
                "slider", "kernel_size", "kernel size", low=1,
                high=min(LARGEST_KERNEL, (room - 1) // self.dilation + 1), group="scan",
            ),
            Control("slider", "stride", "stride", low=1, high=4, group="scan"),
            Control("slider", "padding", "padding", low=0, high=4, group="scan"),
            Control("slider", "dilation", "dilation", low=1, high=3, group="rare", more=True),
            Control(
                "slider", "map", "input map m", low=0, high=len(self.y) - 1, group="maps",
                hidden=len(self.y) == 1 or self.tab == "forward",
            ),
            Control(
                "slider", "filter_number", "filter n", low=0, high=len(self.w) - 1, group="maps",
                hidden=len(self.w) == 1 or self.tab == "dY",
            ),
            Control(
                "tabs", "form", "form", options=FORMS, group="form",
                hidden=self.tab != "dY",
            ),
        ]  # fmt: skip

    # The picture

    def compute(self) -> Picture:
        """The picture of the tab."""
        seen = self._scan()
        n, m = min(self.filter_number, len(self.w) - 1), min(self.map, len(self.y) - 1)
        scale = "signed" if self.y.min() < 0 else "magnitude"
        scale = "grey" if scale == "magnitude" and max(seen.size) > NUMBERED else scale
        if self.tab == "forward":
            yours = Substitute.of(
                self.forward, seen.z[None], self.dilation,
                self.y[None], self.w, self.bias, self.stride, self.padding,
            )  # fmt: skip
            return pictures.forward(seen, n, yours, scale, self.cursor)
        dz = self._upstream(seen)
        if self.tab == "dY":
            gradient = views.backward(seen, dz)
            yours = Substitute.of(
                self.grad_input, seen.cut(gradient.dy)[None], self.dilation,
                dz[None], self.w, seen.size, self.stride, self.padding,
            )  # fmt: skip
            draw = pictures.scatter if self.form == "scatter" else pictures.gather
            return draw(seen, gradient, m, yours, self.cursor)
        gradient = views.weight_gradient(seen, dz)
        yours = Substitute.of(
            self.grad_weight, gradient.dw, self.dilation,
            dz[None], self.y[None], seen.window.kernel_size, self.stride, self.padding,
        )  # fmt: skip
        return pictures.weights(seen, dz, gradient, n, m, yours, scale, self.cursor)

    def _scan(self) -> views.Scan:
        return views.scan(
            self.y, self.w, self.bias,
            stride=self.stride, padding=self.padding, dilation=self.dilation,
        )  # fmt: skip

    def _upstream(self, seen: views.Scan) -> np.ndarray:
        if self.dz is not None and self.dz.shape == seen.z.shape:
            return self.dz
        return example_dz(self.image, seen.z.shape)


def _as_maps(value, axes: int, name: str, needed: str) -> np.ndarray:
    array = np.array(value, dtype=float)
    if array.ndim == axes + 1 and len(array) == 1:
        array = array[0]
    while array.ndim in range(2, axes):
        array = array[None]
    if array.ndim != axes or 0 in array.shape or not np.isfinite(array).all():
        raise ValueError(f"{name} has shape {np.shape(value)}, but finite {needed} is needed")
    return array
