"""What StackBuilder shows: a stack of layers with its shapes, costs, receptive fields and links.

Windows are separable, so which pixels a unit reads is said by two small tables: the rows that its
row reads, and the columns that its column reads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cnnkit.activations import activation
from cnnkit.conv import conv2d
from cnnkit.gradient_descent import init_filters
from cnnkit.numbers import article, count
from cnnkit.pool import max_pool2d
from cnnkit.shapes import Window
from cnnkit.widgets.board.links import Link, Sum
from cnnkit.widgets.stack.layer import StackLayer

__all__ = ["LayerView", "StackView", "run_stack", "stack_view"]


@dataclass(frozen=True)
class LayerView:
    """What one layer makes of its input, and what it costs (lecture 1.1.2).

    Parameters
    ----------
    shape : tuple of int
        (maps, rows, columns), or (units,).
    parameters, multiply_adds : int
        Weights and biases; multiplications with a weight for one image.
    receptive_field, jump : int
        Image rows from the first to the last that a unit reads, where no border is near, and how
        far apart two neighbouring units read; 0 after a linear layer, which reads everything.
    inputs : tuple of int
        The shape that it reads.
    rows, columns : (units along the axis, image cells) bool arrays
        The image rows that each row of units reads; likewise columns.

    Examples
    --------
    >>> stack_view((1, 6, 6), [("conv", 2, 3)]).layers[0].parameters
    20
    """

    layer: StackLayer
    shape: tuple
    parameters: int
    multiply_adds: int
    receptive_field: int
    jump: int
    inputs: tuple
    rows: np.ndarray
    columns: np.ndarray

    @property
    def costs(self) -> str:
        """Parameters and multiply-adds, written out as the head of a sum.

        Examples
        --------
        >>> stack_view((1, 6, 6), [("conv", 2, 3)]).layers[0].costs
        'parameters = 2·1·3·3 + 2 = {result:20};  multiply-adds = 2·1·3·3 · 4·4 = {result:288}'
        """
        layer = self.layer
        if layer.kind == "pool":
            return "pooling has no parameters; it compares, it does not multiply"
        conv = layer.kind == "conv"
        reads = (self.inputs[0], layer.kernel_size, layer.kernel_size) if conv else self.inputs
        weights = "·".join(map(str, (layer.outputs, *reads)))
        positions = f" · {self.shape[1]}·{self.shape[2]}" if conv else ""
        return (
            f"parameters = {weights} + {layer.outputs} = {{result:{count(self.parameters)}}};  "
            f"multiply-adds = {weights}{positions} = {{result:{count(self.multiply_adds)}}}"
        )

    def unread_by(self, reader: StackLayer) -> np.ndarray:
        """Cells of this layer's maps that the next layer never reads, as a bool map.

        Examples
        --------
        >>> first, second = stack_view((1, 5, 5), [("conv", 1, 3), ("pool", 2)]).layers
        >>> first.unread_by(second.layer).sum()
        np.int64(5)
        """
        if reader.kind == "linear" or len(self.shape) == 1:
            return np.zeros(self.shape[1:] or (1, 1), bool)
        rows, columns = (_scanned(np.eye(size, dtype=bool), reader) for size in self.shape[1:])
        return ~np.logical_and.outer(rows.any(axis=0), columns.any(axis=0))


@dataclass(frozen=True)
class StackView:
    """A stack up to its first impossible layer.

    Parameters
    ----------
    input_size : (maps, rows, columns)
        The image.
    layers : tuple of LayerView
        The layers that fit.
    trouble : str
        Why the next layer does not fit, and what would; empty if all fit.

    Examples
    --------
    >>> stack_view((1, 4, 4), [("conv", 1, 3), ("pool", 3)]).trouble
    'a 3 × 3 window does not fit on 2 × 2 maps; take a window of at most 2'
    """

    input_size: tuple
    layers: tuple
    trouble: str

    @property
    def parameters(self) -> int:
        """Weights and biases of all layers.

        Examples
        --------
        >>> stack_view((1, 6, 6), [("conv", 2, 3), ("linear", 3)]).parameters
        119
        """
        return sum(layer.parameters for layer in self.layers)

    @property
    def multiply_adds(self) -> int:
        """Multiplications with a weight for one image, in all layers.

        Examples
        --------
        >>> stack_view((1, 6, 6), [("conv", 2, 3)]).multiply_adds
        288
        """
        return sum(layer.multiply_adds for layer in self.layers)

    @property
    def unread(self) -> np.ndarray:
        """Pixels of the image that reach no unit of the last layer, as a bool map.

        Examples
        --------
        >>> stack_view((1, 7, 7), [("conv", 1, 1, 2)]).unread.sum()
        np.int64(33)
        """
        if not self.layers:
            return np.zeros(self.input_size[1:], bool)
        last = self.layers[-1]
        return ~np.logical_and.outer(last.rows.any(axis=0), last.columns.any(axis=0))


    def links(self, sizes) -> tuple[Link, ...]:
        """Each drawn map `m<k>` of these sizes, the image first, and all below it that its units read."""
        links, reach = [], []
        for k, one in enumerate(self.layers, 1):
            lower = [tuple(np.eye(n, dtype=bool) for n in sizes[k - 1]), *reach]
            reach = [
                tuple(own @ below for own, below in zip(self._reads(one, sizes[k], sizes[k - 1]), axes))
                for axes in lower
            ]
            for l, axes in zip(range(k - 1, -1, -1), reach):
                light = {"upper": "lower reads"} | ({"lower": "upper reads"} if l == 0 else {})
                sums = {"upper": Sum(head=one.costs)} if l == 0 else {}
                tables = tuple(np.argwhere(axis) for axis in axes)
                links.append(Link("upper lower", [(f"m{k}", f"m{l}")], tables, light, sums, name="reach"))
        return tuple(links)

    @staticmethod
    def _reads(one: LayerView, size, below) -> tuple[np.ndarray, np.ndarray]:
        if one.layer.kind == "linear":  # every unit, wherever it is drawn, reads everything
            return tuple(np.ones((n, m), bool) for n, m in zip(size, below))
        return tuple(_scanned(np.eye(n, dtype=bool), one.layer) for n in below)


def stack_view(input_size, layers) -> StackView:
    """Follow an image through a stack of layers, as far as they fit.

    Lecture 1.1.2: a CNN is a stack of convolution layers, pooling layers and an MLP.

    Parameters
    ----------
    input_size : (maps, rows, columns)
        The image.
    layers : sequence of StackLayer or of tuples as `StackLayer.of` takes
        In order.

    Raises
    ------
    ValueError
        If a tuple is no layer at all; a layer that only does not fit is told in `trouble`.

    Examples
    --------
    >>> view = stack_view((1, 28, 28), [("conv", 6, 5, 1, 2), ("pool", 2), ("linear", 10)])
    >>> [layer.shape for layer in view.layers]
    [(6, 28, 28), (6, 14, 14), (10,)]
    """
    input_size = tuple(input_size)
    views = []
    for layer in [one if isinstance(one, StackLayer) else StackLayer.of(one) for one in layers]:
        shape = views[-1].shape if views else input_size
        trouble = _trouble(layer, shape)
        if trouble:
            return StackView(input_size, tuple(views), trouble)
        views.append(_linear_view(layer, views, input_size) if layer.kind == "linear"
                     else _window_view(layer, views, input_size))  # fmt: skip
    return StackView(input_size, tuple(views), "")


def run_stack(image, view: StackView, rng) -> list:
    """Map 0 of the image and of each layer, with filters drawn at random and relu after conv.

    Lecture 1.1.2.  The filters have variance 2 / (M * Kh * Kw), so the maps stay alive at any depth.
    A layer runs with at most 8 maps or 100 units: one map is looked at, and the picture must not
    wait for the rest.  The filters behind map 0 are positive: else relu often leaves nothing of it.

    Parameters
    ----------
    image : (maps, rows, columns) array
        Of the view's input size.
    view : StackView
        The stack.
    rng : numpy.random.Generator
        Draws the filters.

    Returns
    -------
    list of (rows, columns) arrays; a linear layer gives one row of units.

    Examples
    --------
    >>> maps = run_stack(np.ones((1, 4, 4)), stack_view((1, 4, 4), [("pool", 2)]),
    ...                  np.random.default_rng(0))
    >>> [map.shape for map in maps]
    [(4, 4), (2, 2)]
    """
    y = np.asarray(image, dtype=np.float64)[None]
    shown = [y[0, 0]]
    for one in view.layers:
        layer = one.layer
        if layer.kind == "pool":
            y = max_pool2d(y, layer.kernel_size, stride=layer.stride)[0]
        else:
            # a linear layer is a filter as large as the map that it reads
            size = y.shape[1:] if layer.kind == "linear" else (y.shape[1], *[layer.kernel_size] * 2)
            count = min(layer.outputs, 8 if layer.kind == "conv" else 100)
            w = init_filters((count, *size), rng)
            w[0] = np.abs(w[0])
            y = conv2d(y, w, stride=layer.stride, padding=layer.padding)
            if layer.kind == "conv" or one is not view.layers[-1]:
                y = activation(y, "relu")
        shown.append(y[0, 0] if layer.kind != "linear" else y[0, :, 0, 0][None])
    return shown


def _window_view(layer: StackLayer, views, input_size) -> LayerView:
    inputs = views[-1].shape if views else input_size
    before = views[-1] if views else None
    axes = (before.rows, before.columns) if before else [np.eye(n, dtype=bool) for n in inputs[1:]]
    rows, columns = (_scanned(reads, layer) for reads in axes)
    field, jump = (before.receptive_field, before.jump) if before else (1, 1)
    maps = layer.outputs if layer.kind == "conv" else inputs[0]
    weights = maps * inputs[0] * layer.kernel_size**2 if layer.kind == "conv" else 0
    return LayerView(
        layer=layer, shape=(maps, len(rows), len(columns)), inputs=inputs, rows=rows, columns=columns,
        parameters=weights + (maps if weights else 0),
        multiply_adds=weights * len(rows) * len(columns),
        receptive_field=field + (layer.kernel_size - 1) * jump, jump=jump * layer.stride,
    )  # fmt: skip


def _linear_view(layer: StackLayer, views, input_size) -> LayerView:
    inputs = views[-1].shape if views else input_size
    if views:
        rows, columns = (one.any(axis=0)[None] for one in (views[-1].rows, views[-1].columns))
    else:
        rows, columns = (np.ones((1, n), bool) for n in input_size[1:])
    weights = math.prod(inputs) * layer.outputs
    return LayerView(
        layer=layer, shape=(layer.outputs,), inputs=inputs, rows=rows, columns=columns,
        parameters=weights + layer.outputs, multiply_adds=weights, receptive_field=0, jump=0,
    )  # fmt: skip


def _scanned(reads: np.ndarray, layer: StackLayer) -> np.ndarray:
    """Image cells that each stop of the window reads, from those that each cell under it reads."""
    window = Window((layer.kernel_size, 1), (layer.stride, 1), (layer.padding, 0))
    stops = window.output_size((len(reads), 1))[0]
    framed = np.pad(reads, ((layer.padding, layer.padding), (0, 0)))
    taps = np.arange(stops)[:, None] * layer.stride + np.arange(layer.kernel_size)
    return framed[taps].any(axis=1)


def _trouble(layer: StackLayer, shape) -> str:
    """Why a layer cannot follow, and what would; empty if it can."""
    if layer.kind == "linear":
        return ""
    if len(shape) == 1:
        return (
            f"a linear layer left a row of {shape[0]} numbers, no map to scan; "
            f"move this {layer.kind} layer before the linear layers"
        )
    room = min(shape[1:]) + 2 * layer.padding
    if layer.kernel_size <= room:
        return ""
    size, maps = layer.kernel_size, f"{shape[1]} × {shape[2]} maps"
    frame = f" with a frame of {layer.padding}" if layer.padding else ""
    more = ", or add padding" if layer.kind == "conv" else ""
    return (
        f"{article(size)} {size} × {size} window does not fit on {maps}{frame}; "
        f"take a window of at most {room}{more}"
    )
