"""Layers that scan maps: convolution, transposed convolution, pooling, batch normalisation."""

from __future__ import annotations

import numpy as np

from cnnkit.conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.gradient_descent import init_filters
from cnnkit.layers.layer import Layer, count_of, names_itself
from cnnkit.normalization import batch_norm, batch_norm_grad, map_statistics
from cnnkit.pool import max_pool2d, max_pool2d_grad, mean_pool2d, mean_pool2d_grad
from cnnkit.shapes import Pair, ShapeError, as_pair, check_groups
from cnnkit.transposed import (
    conv_transpose2d,
    conv_transpose2d_grad_input,
    conv_transpose2d_grad_weight,
)

__all__ = ["BatchNorm2d", "Conv2d", "ConvTranspose2d", "MaxPool2d", "MeanPool2d"]


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
        rng: np.random.Generator, dtype: type = np.float32,
    ):  # fmt: skip
        in_channels = count_of(in_channels, "in_channels")
        out_channels = count_of(out_channels, "out_channels")
        groups = check_groups(groups, in_channels, out_channels)
        shape = (out_channels, in_channels // groups, *as_pair(kernel_size, "kernel_size"))
        self.w = init_filters(shape, rng).astype(dtype)
        self.bias = np.zeros(out_channels, dtype) if bias else None
        self._scan = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Affine maps of the input maps."""
        z = conv2d(y, self.w, self.bias, **self._scan)
        self._remembered = y
        return z

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Gradient for the input maps; the first layer of a network can do without."""
        y = self._recall()
        self.dw = conv2d_grad_weight(dz, y, self.w.shape[2:], **self._scan)
        if self.bias is not None:
            self.dbias = conv2d_grad_bias(dz)
        if input_gradient:
            return conv2d_grad_input(dz, self.w, y.shape[2:], **self._scan)
        return None

    def __repr__(self) -> str:
        channels = f"{self.w.shape[1] * self._scan['groups']}, {len(self.w)}"
        return f"Conv2d({channels}, {_told(self.w.shape[2:])}{_unusual(self._scan)})"


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
        groups = check_groups(groups, in_channels, out_channels)
        size = as_pair(kernel_size, "kernel_size")
        # an output cell reads about K/s cells of each input map: fewer than an unstrided scan would
        reads = [max(1, k // s) for k, s in zip(size, as_pair(stride, "stride"))]
        spread = np.sqrt(2 / (in_channels // groups * reads[0] * reads[1]))
        shape = (in_channels, out_channels // groups, *size)
        self.w = rng.normal(0, spread, shape).astype(dtype)
        self.bias = np.zeros(out_channels, dtype) if bias else None
        self._scan = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        self._output_padding = output_padding

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Larger affine maps of the input maps."""
        z = conv_transpose2d(y, self.w, self.bias, output_padding=self._output_padding, **self._scan)
        self._remembered = y
        return z

    @names_itself
    def backward(self, dz: np.ndarray) -> np.ndarray:
        """Gradient for the input maps."""
        y = self._recall()
        self.dw = conv_transpose2d_grad_weight(dz, y, self.w.shape[2:], **self._scan)
        if self.bias is not None:
            self.dbias = conv2d_grad_bias(dz)
        return conv_transpose2d_grad_input(dz, self.w, y.shape[2:], **self._scan)

    def __repr__(self) -> str:
        channels = f"{len(self.w)}, {self.w.shape[1] * self._scan['groups']}"
        told = _unusual({**self._scan, "output_padding": self._output_padding})
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
        self._window = {"stride": stride, "padding": padding, "dilation": dilation}
        self._size = kernel_size

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Pooled maps."""
        u, positions = max_pool2d(y, self._size, **self._window)
        self._remembered = positions, y.shape[2:]
        return u

    @names_itself
    def backward(self, du: np.ndarray) -> np.ndarray:
        """Gradient for the input maps: it goes to the winners."""
        positions, size = self._recall()
        return max_pool2d_grad(du, positions, size)

    def __repr__(self) -> str:
        return f"MaxPool2d({self._size}{_unusual(self._window)})"


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
        self._window = {"stride": stride, "padding": padding, "count_include_pad": count_include_pad}
        self._size = kernel_size

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Pooled maps."""
        u = mean_pool2d(y, self._size, **self._window)
        self._remembered = y.shape[2:]
        return u

    @names_itself
    def backward(self, du: np.ndarray) -> np.ndarray:
        """Gradient for the input maps: an equal share for every cell of a window."""
        return mean_pool2d_grad(du, self._recall(), self._size, **self._window)

    def __repr__(self) -> str:
        return f"MeanPool2d({self._size}{_unusual(self._window)})"


class BatchNorm2d(Layer):
    """Normalise every map over the batch, then scale and move it (lecture 5.3).

    While training with the statistics of the batch; otherwise with running averages of them.

    Parameters
    ----------
    channels : int
    eps : float
        Keeps the root away from 0.
    momentum : float
        Share of a new batch in the running averages.
    dtype : data-type

    Examples
    --------
    >>> BatchNorm2d(1, eps=0, dtype=np.float64).forward(np.array([[[[1.0, 3.0]]]]))
    array([[[[-1.,  1.]]]])
    """

    kept = ("running_mean", "running_variance")

    def __init__(self, channels: int, *, eps: float = 1e-5, momentum: float = 0.1, dtype: type = np.float32):
        channels = count_of(channels, "channels")
        self.w, self.bias = np.ones(channels, dtype), np.zeros(channels, dtype)
        self.running_mean, self.running_variance = np.zeros(channels, dtype), np.ones(channels, dtype)
        self.eps, self.momentum = eps, momentum

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Normalised maps."""
        if not self.training:
            self._remembered = None
            return batch_norm(y, self.w, self.bias, self.running_mean, self.running_variance, eps=self.eps)
        mean, variance = map_statistics(y)
        z = batch_norm(y, self.w, self.bias, mean, variance, eps=self.eps)
        cells = y.size // y.shape[1]
        if cells < 2:
            raise ShapeError("there is one cell for each map", "a variance needs two", "use larger batches or maps")
        # the spread of all images is estimated from a sample, hence one less
        unbiased = variance * (cells / (cells - 1))
        for running, new in ((self.running_mean, mean), (self.running_variance, unbiased)):
            running += self.momentum * (new - running)
        self._remembered = y, mean, variance
        return z

    @names_itself
    def backward(self, dz: np.ndarray) -> np.ndarray:
        """Gradient for the input maps, of a forward pass in training."""
        y, mean, variance = self._recall()
        dy, self.dw, self.dbias = batch_norm_grad(dz, y, self.w, mean, variance, eps=self.eps)
        return dy

    def __repr__(self) -> str:
        return f"BatchNorm2d({len(self.w)})"


USUAL = {"stride": (1, None), "padding": (0,), "dilation": (1,), "groups": (1,), "output_padding": (0,),
         "count_include_pad": (True,)}  # fmt: skip


def _told(size: Pair) -> str:
    return str(size[0]) if size[0] == size[1] else str(tuple(size))


def _unusual(settings: dict) -> str:
    """Only what differs from the default, so that a layer's name stays short."""
    return "".join(f", {name}={value}" for name, value in settings.items() if value not in USUAL[name])
