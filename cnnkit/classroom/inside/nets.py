"""Layers for arguments that are nets, from NumPy alone; they compute what the package's layers of these names do.

A window of a scan is one row of a matrix, so that every scan is a matrix product (lecture 2.1, "im2col").
"""

from __future__ import annotations

import numpy as np

__all__ = ["ARRAYS", "Conv2d", "Flatten", "Layer", "Linear", "MaxPool2d", "MeanPool2d", "Relu", "Sigmoid", "Tanh"]

ARRAYS = ("w", "bias", "dw", "dbias")


class Layer:
    """A step forward and backward; remembers what backward needs."""

    w = bias = dw = dbias = None
    training = True
    place = -1
    _remembered = None

    def _recall(self):
        if self._remembered is None:
            raise RuntimeError(f"{type(self).__name__}: backward needs a forward before it")
        return self._remembered

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Relu(Layer):
    """f(z) = max(z, 0).

    Examples
    --------
    >>> Relu().forward(np.array([-1.0, 2.0]))
    array([0., 2.])
    """

    def forward(self, z):
        """f."""
        self._remembered = z
        return np.maximum(z, 0)

    def backward(self, dy):
        """dy · f′(z)."""
        return dy * (self._recall() > 0)


class Sigmoid(Layer):
    """f(z) = 1 / (1 + exp(−z)).

    Examples
    --------
    >>> Sigmoid().forward(np.array([0.0]))
    array([0.5])
    """

    def forward(self, z):
        """f."""
        self._remembered = y = (np.tanh(z / 2) + 1) / 2
        return y

    def backward(self, dy):
        """dy · f′(z)."""
        return dy * self._recall() * (1 - self._recall())


class Tanh(Layer):
    """f(z) = tanh z.

    Examples
    --------
    >>> Tanh().forward(np.array([0.0]))
    array([0.])
    """

    def forward(self, z):
        """f."""
        self._remembered = y = np.tanh(z)
        return y

    def backward(self, dy):
        """dy · f′(z)."""
        return dy * (1 - self._recall() ** 2)


class Flatten(Layer):
    """One row for each example.

    Examples
    --------
    >>> Flatten().forward(np.ones((2, 3, 4, 4))).shape
    (2, 48)
    """

    def forward(self, y):
        """Maps to rows."""
        self._remembered = y.shape
        return y.reshape(len(y), -1)

    def backward(self, dz):
        """Rows to maps."""
        return dz.reshape(self._recall())


class Linear(Layer):
    """z = y·wᵀ + bias.

    Examples
    --------
    >>> Linear(3, 2)
    Linear(3, 2)
    """

    def __init__(self, inputs: int, outputs: int):
        self.sizes = inputs, outputs

    def forward(self, y):
        """Affine values."""
        self._remembered = y
        z = y @ self.w.T
        return z if self.bias is None else z + self.bias

    def backward(self, dz, *, input_gradient: bool = True):
        """Gradient for the inputs."""
        self.dw = dz.T @ self._recall()
        if self.bias is not None:
            self.dbias = dz.sum(axis=0)
        return dz @ self.w if input_gradient else None

    def __repr__(self) -> str:
        return f"Linear({self.sizes[0]}, {self.sizes[1]})"


def pair(value) -> tuple[int, int]:
    """(rows, columns) of an int or a pair.

    Examples
    --------
    >>> pair(3)
    (3, 3)
    """
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def windows(y, kernel_size, stride):
    """All windows: (T, M, rows, columns, Kh, Kw), a view.

    Examples
    --------
    >>> windows(np.ones((1, 1, 4, 5)), (2, 3), (2, 1)).shape
    (1, 1, 2, 3, 2, 3)
    """
    view = np.lib.stride_tricks.sliding_window_view(y, kernel_size, axis=(2, 3))
    return view[:, :, :: stride[0], :: stride[1]]


def gathered(shares, size, stride):
    """Add the share of each window, (T, M, rows, columns, Kh, Kw), to the cells that it covers.

    Examples
    --------
    >>> gathered(np.ones((1, 1, 2, 2, 2, 2)), (3, 3), (1, 1))[0, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    (T, M, rows, columns, Kh, Kw), (a, b) = shares.shape, stride
    y = np.zeros((T, M, *size), shares.dtype)
    for p in range(Kh):
        for q in range(Kw):
            y[:, :, p : p + rows * a : a, q : q + columns * b : b] += shares[..., p, q]
    return y


class Conv2d(Layer):
    """z = sum of y·w under each window, and bias.

    Examples
    --------
    >>> Conv2d(1, 8, 3, padding=1)
    Conv2d(1, 8, 3)
    """

    def __init__(self, in_channels, out_channels, kernel_size, *, stride=1, padding=0):
        self.sizes = in_channels, out_channels, kernel_size
        self.stride, self.padding = pair(stride), pair(padding)

    def forward(self, y):
        """Affine maps."""
        (r, c), kernel_size = self.padding, self.w.shape[2:]
        framed = np.pad(y, ((0, 0), (0, 0), (r, r), (c, c)))
        seen = windows(framed, kernel_size, self.stride).transpose(0, 2, 3, 1, 4, 5)
        T, rows, columns = seen.shape[:3]
        seen = seen.reshape(T * rows * columns, -1)
        z = (seen @ self.w.reshape(len(self.w), -1).T).reshape(T, rows, columns, -1)
        self._remembered = seen, framed.shape[2:]
        z = z.transpose(0, 3, 1, 2)
        return z if self.bias is None else z + self.bias[:, None, None]

    def backward(self, dz, *, input_gradient: bool = True):
        """Gradient for the input maps."""
        seen, size = self._recall()
        T, N, rows, columns = dz.shape
        flat = dz.transpose(0, 2, 3, 1).reshape(T * rows * columns, N)
        self.dw = (flat.T @ seen).reshape(self.w.shape)
        if self.bias is not None:
            self.dbias = dz.sum(axis=(0, 2, 3))
        if not input_gradient:
            return None
        shares = (flat @ self.w.reshape(N, -1)).reshape(T, rows, columns, *self.w.shape[1:])
        dy = gathered(shares.transpose(0, 3, 1, 2, 4, 5), size, self.stride)
        r, c = self.padding
        return dy[:, :, r : size[0] - r, c : size[1] - c]

    def __repr__(self) -> str:
        return f"Conv2d({', '.join(map(str, self.sizes))})"


class MaxPool2d(Layer):
    """The largest cell under each window; the gradient goes to the first of the largest.

    Examples
    --------
    >>> MaxPool2d(2).forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[3.]]]])
    """

    def __init__(self, kernel_size, *, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)

    def forward(self, y):
        """Pooled maps."""
        seen = windows(y, self.kernel_size, self.stride)
        flat = seen.reshape(*seen.shape[:4], -1)
        self._remembered = flat.argmax(axis=-1), y.shape[2:]
        return flat.max(axis=-1)

    def backward(self, du):
        """Gradient for the input maps."""
        winners, size = self._recall()
        shares = np.zeros((*du.shape, self.kernel_size[0] * self.kernel_size[1]), du.dtype)
        np.put_along_axis(shares, winners[..., None], du[..., None], axis=-1)
        return gathered(shares.reshape(*du.shape, *self.kernel_size), size, self.stride)


class MeanPool2d(Layer):
    """The mean of the cells under each window.

    Examples
    --------
    >>> MeanPool2d(2).forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[1.5]]]])
    """

    def __init__(self, kernel_size, *, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)

    def forward(self, y):
        """Pooled maps."""
        self._remembered = y.shape[2:]
        return windows(y, self.kernel_size, self.stride).mean(axis=(4, 5))

    def backward(self, du):
        """Gradient for the input maps."""
        share = du / (self.kernel_size[0] * self.kernel_size[1])
        shares = np.broadcast_to(share[..., None, None], (*du.shape, *self.kernel_size))
        return gathered(shares, self._recall(), self.stride)
