"""Layers that scan maps: convolution, transposed convolution, pooling."""

from __future__ import annotations

import numpy as np

from cnnkit.conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.gradient_descent import init_filters
from cnnkit.layers.layer import Layer, float_type, names_itself
from cnnkit.pool import max_pool2d, max_pool2d_grad, mean_pool2d, mean_pool2d_grad
from cnnkit.pool.windows import pooling_window
from cnnkit.shapes import (
    Pair,
    Window,
    as_arrays,
    as_pair,
    check_groups,
    check_maps,
    count_of,
)
from cnnkit.shapes.settings import true_or_false
from cnnkit.transposed import (
    conv_transpose2d,
    conv_transpose2d_grad_input,
    conv_transpose2d_grad_weight,
)

__all__ = ["Conv2d", "ConvTranspose2d", "MaxPool2d", "MeanPool2d"]


class Conv2d(Layer):
    """Scan maps with filters that are learned (lecture 1.1 and 2.1).

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, padding, dilation : int or (rows, columns) pair
    groups : int
        Channel groups that do not see each other; in_channels for a depth-wise layer.
    bias : bool
        Whether each output map gets a number of its own.
    rng : numpy Generator
        Draws the first filters (`init_filters`); biases start at 0.
    gain : float
        How many times as far as `init_filters` says the first filters spread.
    dtype : data-type
        float32, or float64 for numerical checks.

    Examples
    --------
    >>> layer = Conv2d(1, 8, 3, padding=1, rng=np.random.default_rng(0))
    >>> layer.forward(np.ones((2, 1, 28, 28), np.float32)).shape
    (2, 8, 28, 28)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int | Pair, *, stride: int | Pair = 1,
        padding: int | Pair = 0, dilation: int | Pair = 1, groups: int = 1, bias: bool = True,
        rng: np.random.Generator, gain: float = 1.0, dtype: type = np.float32,
    ):  # fmt: skip
        in_channels = count_of(in_channels, "in_channels")
        out_channels = count_of(out_channels, "out_channels")
        groups, dtype = check_groups(groups, in_channels, out_channels), float_type(dtype)
        self.scan = _scan(Window(kernel_size, stride, padding, dilation), groups)
        shape = (out_channels, in_channels // groups, *as_pair(kernel_size, "kernel_size"))
        self.w = init_filters(shape, rng, gain=gain).astype(dtype)
        self.bias = np.zeros(out_channels, dtype) if true_or_false(bias, "bias") else None

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Affine maps of the input maps."""
        (y,) = as_arrays(y=y)
        z = conv2d(y, self.w, self.bias, **self.scan)
        self._remembered = y
        return z

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Gradient for the input maps; the first layer of a network can do without."""
        y = self._recall()
        self.dw = conv2d_grad_weight(dz, y, self.w.shape[2:], **self.scan)
        if self.bias is not None:
            self.dbias = conv2d_grad_bias(dz)
        if input_gradient:
            return conv2d_grad_input(dz, self.w, y.shape[2:], **self.scan)
        return None

    def __repr__(self) -> str:
        channels = f"{self.w.shape[1] * self.scan['groups']}, {len(self.w)}"
        return f"Conv2d({channels}, {_told(self.w.shape[2:])}{_unusual(self.scan)})"


class ConvTranspose2d(Layer):
    """Expand maps: every input cell stamps its filter onto the output (lecture 3).

    Parameters are those of `Conv2d`, and output_padding: rows and columns added at the end of the output.

    Examples
    --------
    >>> layer = ConvTranspose2d(8, 1, 4, stride=2, padding=1, rng=np.random.default_rng(0))
    >>> layer.forward(np.ones((2, 8, 14, 14), np.float32)).shape
    (2, 1, 28, 28)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int | Pair, *, stride: int | Pair = 1,
        padding: int | Pair = 0, output_padding: int | Pair = 0, dilation: int | Pair = 1, groups: int = 1,
        bias: bool = True, rng: np.random.Generator, dtype: type = np.float32,
    ):  # fmt: skip
        in_channels = count_of(in_channels, "in_channels")
        out_channels = count_of(out_channels, "out_channels")
        groups, dtype = check_groups(groups, in_channels, out_channels), float_type(dtype)
        size = as_pair(kernel_size, "kernel_size")
        window = Window(size, stride, padding, dilation)
        self.scan, self.output_padding = _scan(window, groups), window.output_padding(output_padding)
        # an output cell reads about K/s cells of each input map: fewer than an unstrided scan would
        reads = [max(1, k // s) for k, s in zip(size, self.scan["stride"])]
        shape = (in_channels, out_channels // groups, *size)
        self.w = init_filters(shape, rng, reads=in_channels // groups * reads[0] * reads[1]).astype(dtype)
        self.bias = np.zeros(out_channels, dtype) if true_or_false(bias, "bias") else None

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Larger affine maps of the input maps."""
        (y,) = as_arrays(y=y)
        z = conv_transpose2d(y, self.w, self.bias, output_padding=self.output_padding, **self.scan)
        self._remembered = y, z.shape
        return z

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Gradient for the input maps; the first layer of a network can do without."""
        (dz,), (y, made) = as_arrays(dz=dz), self._recall()
        check_maps(dz, "dz", made, "forward", "pass the gradient of the same batch")  # other sizes have other output paddings
        self.dw = conv_transpose2d_grad_weight(dz, y, self.w.shape[2:], **self.scan)
        if self.bias is not None:
            self.dbias = conv2d_grad_bias(dz)
        return conv_transpose2d_grad_input(dz, self.w, y.shape[2:], **self.scan) if input_gradient else None

    def __repr__(self) -> str:
        channels = f"{len(self.w)}, {self.w.shape[1] * self.scan['groups']}"
        told = _unusual({**self.scan, "output_padding": self.output_padding})
        return f"ConvTranspose2d({channels}, {_told(self.w.shape[2:])}{told})"


class MaxPool2d(Layer):
    """Keep the largest cell under each window (lecture 2.2); arguments of `max_pool2d`.

    Examples
    --------
    >>> MaxPool2d(2).forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[3.]]]])
    """

    def __init__(
        self, kernel_size: int | Pair, *, stride: int | Pair | None = None, padding: int | Pair = 0,
        dilation: int | Pair = 1,
    ):  # fmt: skip
        window = pooling_window(kernel_size, stride, padding, dilation)
        self.kernel_size = window.kernel_size
        self.window = {"stride": window.stride, "padding": window.padding, "dilation": window.dilation}

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Pooled maps."""
        (y,) = as_arrays(y=y)
        u, positions = max_pool2d(y, self.kernel_size, **self.window)
        self._remembered = positions, y.shape[2:]
        return u

    @names_itself
    def backward(self, du: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient for the input maps: it goes to the winners."""
        positions, size = self._recall()
        return max_pool2d_grad(du, positions, size)

    def __repr__(self) -> str:
        return f"MaxPool2d({_told(self.kernel_size)}{_unusual(self.window, self.kernel_size)})"


class MeanPool2d(Layer):
    """Keep the mean of the cells under each window (lecture 2.2); arguments of `mean_pool2d`.

    Examples
    --------
    >>> MeanPool2d(2).forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[1.5]]]])
    """

    def __init__(
        self, kernel_size: int | Pair, *, stride: int | Pair | None = None, padding: int | Pair = 0,
        count_include_pad: bool = True,
    ):  # fmt: skip
        window = pooling_window(kernel_size, stride, padding)
        self.kernel_size = window.kernel_size
        counted = true_or_false(count_include_pad, "count_include_pad")
        self.window = {"stride": window.stride, "padding": window.padding, "count_include_pad": counted}

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Pooled maps."""
        (y,) = as_arrays(y=y)
        u = mean_pool2d(y, self.kernel_size, **self.window)
        self._remembered = y.shape[2:], u.shape
        return u

    @names_itself
    def backward(self, du: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient for the input maps: an equal share for every cell of a window."""
        (du,), (size, made) = as_arrays(du=du), self._recall()
        check_maps(du, "du", made, "forward", "pass the gradient of the same batch")
        return mean_pool2d_grad(du, size, self.kernel_size, **self.window)

    def __repr__(self) -> str:
        return f"MeanPool2d({_told(self.kernel_size)}{_unusual(self.window, self.kernel_size)})"


USUAL = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 1, "output_padding": (0, 0),
         "count_include_pad": True}  # fmt: skip


def _scan(window: Window, groups: int) -> dict:
    """The arguments of a convolution after its arrays, as pairs."""
    return {"stride": window.stride, "padding": window.padding, "dilation": window.dilation, "groups": groups}


def _told(setting: Pair | int) -> str:
    return str(setting[0]) if isinstance(setting, tuple) and setting[0] == setting[1] else str(setting)


def _unusual(settings: dict, stride: Pair = (1, 1)) -> str:
    """Only what differs from the default, so that a layer's name stays short."""
    usual = USUAL | {"stride": stride}
    return "".join(f", {name}={_told(value)}" for name, value in settings.items() if value != usual[name])
