"""ScanExplorer: an MLP that slides over an image is a giant dense layer with shared weights."""

from __future__ import annotations

import math

import numpy as np
from traitlets import Any, Enum, Int, validate

from cnnkit.shapes import ShapeError, real_array
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.substitute import Substitute, yours
from cnnkit.widgets.scan import picture as pictures
from cnnkit.widgets.scan.examples import EXAMPLES, NETWORKS, example_image, example_network
from cnnkit.widgets.scan.view import DenseUnit, ScanningNet, scanning_net

__all__ = ["ScanExplorer"]

TABS = (("forward", "forward"), ("gradient", "gradient"))
LARGEST_KERNEL = 3


class ScanExplorer(Explorer):
    """A perceptron that slides over an image, and the dense layer that does the same.

    Lecture 1.1.1 (a giant MLP with shared parameters) and 1.1.3 (filters are perceptrons).

    Parameters
    ----------
    tab : {"forward", "gradient"}
        The dense layer's weights, or the gradient of each of its entries.
    example : str
        "integers", "lopsided", "digit", or "given" for your own image.
    network : {"1", "2-1", "3-2-1"}
        Units of each layer of the MLP; from the second layer on, they are 1 × 1 filters.
    kernel_size : int
        Size of the patch that the first layer reads.
    layer, unit : int
        Which layer (from 1) and which of its units (from 0) is written as a dense layer.
    y : (H, W) array, optional
        Your own image.
    w : (K, K) array, optional
        Your own perceptron.
    dz : (H_out, W_out) array, optional
        Gradient for the output of the net.
    scan, conv_as_matrix, tied_gradient : callable, optional
        Your functions of these exercises, finished or not: their numbers are shown for the first layer,
        and cells that differ from the package's are crossed.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ShapeError, TypeError, ValueError
        If the patch does not fit the image.

    Examples
    --------
    >>> explorer = ScanExplorer(y=[[1, 2, 3]], w=[[1, -1]])
    >>> explorer.dense.matrix.astype(int).tolist()
    [[1, -1, 0], [0, 1, -1]]
    """

    tab = Enum([value for value, _ in TABS], "forward").tag(sync=True, picture=True)
    example = Choice(EXAMPLES, "integers")
    network = Enum(list(NETWORKS), "1").tag(sync=True, picture=True)
    kernel_size = Int(2, min=1, max=LARGEST_KERNEL).tag(sync=True, picture=True)
    layer = Int(1, min=1).tag(sync=True, picture=True)
    unit = Int(0, min=0).tag(sync=True, picture=True)
    y = Any(None, allow_none=True).tag(picture=True)
    w = Any(None, allow_none=True).tag(picture=True)
    dz = Any(None, allow_none=True).tag(picture=True)
    _filters = Any(None, allow_none=True).tag(picture=True)
    _biases = Any(None, allow_none=True).tag(picture=True)
    scan, conv_as_matrix, tied_gradient = yours(), yours(), yours()

    def __init__(self, **settings):
        if settings.get("y") is not None:
            settings.setdefault("example", OWN)
        else:
            settings["y"] = example_image(settings.get("example", "integers"))
        w = settings.get("w")
        if w is not None:
            w = _plane(w, "w")
            if max(w.shape) > LARGEST_KERNEL:
                raise ValueError(
                    f"w is {w.shape}, but at most {LARGEST_KERNEL} rows and columns fit"
                )
            settings["w"], settings["kernel_size"] = None, max(w.shape)
        network, size = settings.get("network", "1"), settings.get("kernel_size", 2)
        if network in NETWORKS:
            filters, biases = example_network(network, size)
            if w is not None:
                filters[0] = np.repeat(w[None, None], len(filters[0]), axis=0)
                biases[0] = np.zeros(len(filters[0]))
            settings |= {"_filters": filters, "_biases": biases}
        super().__init__(**settings)

    @validate("y", "dz", "w")
    def _read_plane(self, proposal):
        value = proposal["value"]
        return None if value is None else _plane(value, proposal["trait"].name)

    @property
    def net(self) -> ScanningNet:
        """What is scanned, layer by layer."""
        height, width = self.y.shape
        tall, wide = self._filters[0].shape[2:]
        if tall > height or wide > width:
            raise ShapeError(
                f"the patch is {tall} × {wide}",
                f"the image is only {height} × {width}",
                "take a smaller patch",
            )
        size = height - tall + 1, width - wide + 1
        dz = self.dz if self.dz is not None and self.dz.shape == size else _upstream(size)
        return scanning_net(self.y, *self._filters, biases=self._biases, dz=dz[None])

    @property
    def dense(self) -> DenseUnit:
        """The chosen unit of the chosen layer as a dense layer."""
        return self.net.dense(self.layer - 1, self.unit)

    # Settings that hang together

    def prepare(self, name: str) -> None:
        """Another network or patch brings its own weights; layer and unit stay within them."""
        if name == "example" and self.example != OWN:
            self.y, self.dz = example_image(self.example), None
        elif name == "y":
            self.example = OWN
        elif name in ("network", "kernel_size"):
            self._filters, self._biases = example_network(self.network, self.kernel_size)
        elif name == "w" and self.w is not None:
            filters = [filter_.copy() for filter_ in self._filters]
            filters[0] = np.repeat(self.w[None, None], len(filters[0]), axis=0)
            self._filters, self.w = filters, None
        self.layer = min(self.layer, len(self._filters))
        self.unit = min(self.unit, len(self._filters[self.layer - 1]) - 1)

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change a pixel, a weight (there, or in any of its copies), a bias or a gradient."""
        if grid == "y":
            image = self.y.copy()
            image[row, column] = value
            return self.set_together(y=image)
        if grid == "dz":
            dz = self.net.dz[-1][0].copy()
            dz[row, column] = value
            return self.set_together(dz=dz)
        if grid == "b":
            biases = [bias.copy() for bias in self._biases]
            biases[self.layer - 1][self.unit] = value
            return self.set_together(_biases=biases)
        filters = [filter_.copy() for filter_ in self._filters]
        changed = filters[self.layer - 1][self.unit]
        if grid == "a":
            owner = self.dense.owner[row, column]
            if owner < 0:
                raise ValueError("this entry is no copy of a weight: it is 0 and stays 0")
            changed.flat[owner] = value
        elif grid[:1] == "w":
            changed[int(grid[1:]), row, column] = value
        else:
            raise ValueError(f"{grid} is computed, not typed")
        return self.set_together(_filters=filters)

    def controls(self) -> list[Control]:
        """Direction, image and network, the patch, and which unit is written as a matrix."""
        layers, units = len(self._filters), len(self._filters[self.layer - 1])
        return [
            Control("tabs", "tab", "which direction", options=TABS, group="face"),
            self.traits()["example"].menu(self, "image"),
            Control("menu", "network", "scanned by", options=tuple(NETWORKS.items()), group="what"),
            Control(
                "slider", "kernel_size", "patch K", low=1,
                high=min(LARGEST_KERNEL, *self.y.shape), group="patch",
            ),
            Control(
                "slider", "layer", "layer l", low=1, high=layers, group="unit", hidden=layers == 1
            ),
            Control(
                "slider", "unit", "unit n", low=0, high=units - 1, group="unit",
                hidden=layers == 1,
            ),
        ]  # fmt: skip

    # The picture

    def compute(self) -> Picture:
        """The picture of the tab."""
        if self.layer > len(self._filters) or self.unit >= len(self._filters[self.layer - 1]):
            raise ValueError(f"layer {self.layer} has no unit {self.unit}")
        net, layer, unit = self.net, self.layer - 1, self.unit
        dense, size = net.dense(layer, unit), self.y.shape
        w, bias = net.filters[layer][unit], float(net.biases[layer][unit])
        if self.tab == "forward":
            z = self._asked(self.scan, net.z[layer][unit], self.y, w[0], bias)
            matrix = self._asked(self.conv_as_matrix, dense.matrix, w[0], size)
            return pictures.forward(net, layer, unit, dense, z, matrix)
        dw = dense.dw if layer else dense.dw[0]
        dw = self._asked(self.tied_gradient, dw, dense.gradient, w.shape[1:], size)
        return pictures.gradient(net, layer, unit, dense, dw)

    def _asked(self, function, truth, *arguments) -> Substitute:
        unless = "reads one map, as layer 1 does" if self.layer > 1 else ""
        return Substitute.of(function, truth, *arguments, unless=unless)


def _plane(value, name: str) -> np.ndarray:
    array = real_array(value, name).astype(float)
    if array.ndim != 2 or not array.size or not np.isfinite(array).all():
        raise ValueError(
            f"{name} has shape {np.shape(value)}, but finite (rows, columns) are needed"
        )
    return array


def _upstream(size) -> np.ndarray:
    """A gradient of small integers that is not all ones, so that sums can be told apart."""
    count = math.prod(size)
    if count > 16:
        return np.ones(size)
    return (np.arange(count).reshape(size) % 4 - 1).astype(float)
