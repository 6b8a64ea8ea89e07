"""ExpandExplorer: every input cell stamps its filter onto a larger map (lecture 3)."""

from __future__ import annotations

import numpy as np
from traitlets import Any, Enum, Int, validate

from cnnkit.shapes import real_array
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.examples import example_filter, example_maps
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import NUMBERED, Control, Picture
from cnnkit.widgets.board.substitute import Substitute, yours
from cnnkit.widgets.expand import picture as pictures
from cnnkit.widgets.expand.view import expand

__all__ = ["ExpandExplorer"]

TABS = (("stamp", "stamp"), ("collect", "zeros and a flipped filter"), ("count", "count weights"))
EXAMPLES = {
    "worked": "integers, 2 × 2",
    "row": "integers, 3 × 4",
    "ones": "ones, 4 × 4",
    "digit": "a real digit, 8 × 8",
}
MAPS = {
    "worked": [[1, 2], [0, -1]],
    "row": [[1, 0, 2, -1], [0, 3, 1, 0], [2, 1, 0, -2]],
    "ones": np.ones((4, 4)),
}
FILTER = np.array([[1, 0, 2], [3, 1, 0], [0, 1, 1]], float)
LARGEST_KERNEL, LARGEST_STRIDE, LARGEST_MAP = 5, 4, 16


class ExpandExplorer(Explorer):
    """Transposed convolution that one can point at: stamps, overlaps, and the weights of every cell.

    Lecture 3: z(i,j) = sum_kl w(i-kb, j-lb) · I(k,l), cropped by the padding.

    Parameters
    ----------
    tab : {"stamp", "collect", "count"}
        The stamping form; zeros between the cells and a flipped filter; incoming and outgoing weights.
    example : str
        "worked", "row", "ones", "digit", or "given" for your own numbers.
    kernel_size, stride, padding, output_padding : int
        The filter's size, the distance b of two stamps, the cells cropped on each side, and the cells added
        at the end, fewer than the stride.
    y, w : arrays, optional
        Your own map (H, W) and filter (K, K).
    conv_transpose2d : callable, optional
        Your function of this exercise, finished or not: its numbers are shown, and cells that differ from the
        package's are crossed.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ShapeError, ValueError
        If the arrays given are no maps, or cropping leaves nothing.

    Examples
    --------
    >>> ExpandExplorer().picture.grids[-1].values.astype(int).tolist()[0]
    [1, 0, 4, 0, 4]
    """

    tab = Enum([value for value, _ in TABS], "stamp").tag(sync=True, picture=True)
    example = Choice(EXAMPLES, "worked")
    # a map grows with all of them: what is larger is no picture to point at
    kernel_size = Int(3, min=1, max=LARGEST_MAP).tag(sync=True, picture=True)
    stride = Int(2, min=1, max=LARGEST_MAP).tag(sync=True, picture=True)
    padding = Int(0, min=0, max=LARGEST_MAP).tag(sync=True, picture=True)
    output_padding = Int(0, min=0, max=LARGEST_MAP).tag(sync=True, picture=True)
    y = Any(None, allow_none=True).tag(picture=True)
    w = Any(None, allow_none=True).tag(picture=True)
    conv_transpose2d = yours()

    def __init__(self, **settings):
        if settings.get("y") is not None:
            settings.setdefault("example", OWN)
        else:
            settings["y"] = _example_map(settings.get("example", "worked"))
        if settings.get("w") is not None:
            settings["kernel_size"] = len(_as_map(settings["w"], "w"))
        else:
            settings["w"] = _filter(settings.get("kernel_size", 3), FILTER)
        super().__init__(**settings)

    @validate("y", "w")
    def _read_map(self, proposal):
        name = proposal["trait"].name
        array = _as_map(proposal["value"], name)
        if name == "y" and max(array.shape) > LARGEST_MAP:
            raise ValueError(
                f"y has shape {array.shape}, but at most {LARGEST_MAP} rows and columns are drawn"
            )
        if name == "w" and (array.shape[0] != array.shape[1] or len(array) > LARGEST_KERNEL):
            raise ValueError(
                f"w has shape {array.shape}, but a square of at most {LARGEST_KERNEL} is needed"
            )
        return array

    # Settings that hang together

    def prepare(self, name: str) -> None:
        """A new example brings its map; another kernel size cuts the filter or adds to it."""
        if name == "example" and self.example != OWN:
            self.y = _example_map(self.example)
        elif name == "y":
            self.example = OWN
        elif name == "kernel_size":
            self.w = _filter(self.kernel_size, self.w)
        elif name == "w":
            self.kernel_size = len(self.w)
        elif name == "stride":
            self.output_padding = min(self.output_padding, self.stride - 1)

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change a cell of the map or of the filter."""
        if grid not in ("y", "w"):
            raise ValueError("this cell is computed, not typed")
        array = getattr(self, grid).copy()
        array[row, column] = value
        self.set_together(**{grid: array})

    def controls(self) -> list[Control]:
        """The form, the example, and the numbers that size and overlap depend on."""
        return [
            Control("tabs", "tab", "which form", options=TABS, group="face"),
            self.traits()["example"].menu(self, "example"),
            Control("slider", "kernel_size", "kernel size K", low=1, high=LARGEST_KERNEL, group="size"),
            Control("slider", "stride", "stride b", low=1, high=LARGEST_STRIDE, group="size"),
            Control("slider", "padding", "padding p", low=0, high=LARGEST_KERNEL - 1, group="crop"),
            Control(
                "slider", "output_padding", "output padding", low=0, high=LARGEST_STRIDE - 1, group="crop",
                hidden=self.stride == 1,
            ),
        ]  # fmt: skip

    # The picture

    def compute(self) -> Picture:
        """The picture of the tab."""
        if self.output_padding >= max(2, self.stride) and self.output_padding:
            raise ValueError(
                f"output padding {self.output_padding} is not below the stride {self.stride}; "
                "more would be nothing but a rim of zeros"
            )
        seen = expand(
            self.y,
            self.w,
            stride=self.stride,
            padding=self.padding,
            output_padding=self.output_padding,
        )
        if self.tab == "count":
            return pictures.count(seen)
        if self.tab == "collect":
            return pictures.collect(seen)
        unless = "knows no output padding" if self.output_padding else ""
        maps = self.y[None, None], self.w[None, None], self.stride, self.padding
        z = Substitute.of(self.conv_transpose2d, seen.z[None, None], *maps, unless=unless)
        return pictures.stamp(seen, z, max(self.y.shape) <= NUMBERED)


def _example_map(name: str) -> np.ndarray:
    if name == "digit":
        return example_maps("digit")[0][0]
    if name not in MAPS:
        raise ValueError(f"there is no example {name!r}; there are {', '.join(EXAMPLES)}")
    return np.array(MAPS[name], float)


def _filter(kernel_size: int, own: np.ndarray) -> np.ndarray:
    """The filter at another size; what is added to it is 1, so that every stamp is seen whole."""
    cut = example_filter("own", kernel_size, own[None, None])[0, 0]
    cut[len(own) :, :] = cut[:, len(own) :] = 1
    return cut


def _as_map(value, name: str) -> np.ndarray:
    array = real_array(value, name).astype(float)
    array = (
        array.reshape(array.shape[-2:])
        if array.size and array.ndim > 2 and array.shape[:-2] in ((1,), (1, 1))
        else array
    )
    if array.ndim != 2 or not array.size or not np.isfinite(array).all():
        raise ValueError(
            f"{name} has shape {np.shape(value)}, but one finite (rows, columns) is needed"
        )
    return array
