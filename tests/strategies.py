"""Random arguments for every operation: small, lopsided, at the edges, always valid.

`scans`, `stamps` and `poolings` draw what a convolution, a transposed convolution and a pooling take.
Sizes are drawn from the window outwards, so that no draw is thrown away.
"""

import os
from dataclasses import dataclass, field

import hypothesis
import numpy as np
from hypothesis import strategies as st

# `make check` draws a quarter of the examples, `make unit` all
SHARE = 4 if os.environ.get("CNNKIT_EXAMPLES") == "few" else 1


def examples(count):
    """As many examples as `make unit` draws."""
    return hypothesis.settings(max_examples=count // SHARE)


# The first call of a kernel may compile it: no example has a deadline of its own.
hypothesis.settings.register_profile("cnnkit", examples(100), deadline=None, print_blob=True)
hypothesis.settings.load_profile("cnnkit")


@dataclass(frozen=True)
class Scan:
    """Arrays and options of one operation; `dz` is a random gradient of its result's shape."""

    y: np.ndarray
    w: np.ndarray
    bias: np.ndarray
    dz: np.ndarray
    options: dict = field(default_factory=dict)
    output_padding: tuple = (0, 0)

    @property
    def input_size(self):
        return self.y.shape[2:]

    @property
    def kernel_size(self):
        return self.w.shape[2:]


def pairs(low, high):
    return st.tuples(st.integers(low, high), st.integers(low, high))


@st.composite
def _windows(draw):
    kernel_size = draw(pairs(1, 4))
    return kernel_size, draw(pairs(1, 4)), draw(pairs(0, 3)), draw(pairs(1, 3))


@st.composite
def _channels(draw):
    """groups, input maps and output maps; now and then depth-wise."""
    groups = draw(st.integers(1, 3))
    return groups, groups * draw(st.integers(1, 5)), groups * draw(st.integers(1, 5))


def _values(draw, dtype):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return lambda *shape: rng.normal(size=shape).astype(dtype)


@st.composite
def scans(draw, dtype=np.float64, examples=(0, 3)):
    """Arguments of conv2d and its gradients."""
    kernel_size, stride, padding, dilation = draw(_windows())
    groups, M, N = draw(_channels())
    extent = [d * (k - 1) + 1 for k, d in zip(kernel_size, dilation, strict=True)]
    smallest = [max(1, e - 2 * p) for e, p in zip(extent, padding, strict=True)]
    size = [n + draw(st.integers(0, 9)) for n in smallest]
    z_size = [
        (n + 2 * p - e) // s + 1 for n, p, e, s in zip(size, padding, extent, stride, strict=True)
    ]
    T = draw(st.integers(*examples))
    new = _values(draw, dtype)
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return Scan(
        new(T, M, *size), new(N, M // groups, *kernel_size), new(N), new(T, N, *z_size), options
    )


@st.composite
def stamps(draw, dtype=np.float64, examples=(0, 3)):
    """Arguments of conv_transpose2d and its gradients."""
    kernel_size, stride, padding, dilation = draw(_windows())
    groups, M, N = draw(_channels())
    extent = [d * (k - 1) + 1 for k, d in zip(kernel_size, dilation, strict=True)]
    extra = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True))
    size, z_size = [], []
    for e, s, p, x in zip(extent, stride, padding, extra, strict=True):
        # the smallest map that growing and cropping leave at least one cell of
        smallest = max(1, -((e - 2 * p - 1 - s) // s))
        n = smallest + draw(st.integers(0, 6))
        size.append(n)
        z_size.append((n - 1) * s + e - 2 * p + x)
    T = draw(st.integers(*examples))
    new = _values(draw, dtype)
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return Scan(
        new(T, M, *size),
        new(M, N // groups, *kernel_size),
        new(N),
        new(T, N, *z_size),
        options,
        extra,
    )


@dataclass(frozen=True)
class Pooling:
    """Arguments of a pooling; `du` is a random gradient of its result's shape."""

    y: np.ndarray
    du: np.ndarray
    kernel_size: tuple
    options: dict


@st.composite
def poolings(draw, dtype=np.float64, dilated=True):
    """Arguments of max_pool2d (mean_pool2d: dilated=False); maps of few values, so that ties are common."""
    kernel_size, stride, _, dilation = draw(_windows())
    if not dilated:
        dilation = (1, 1)
    extent = [d * (k - 1) + 1 for k, d in zip(kernel_size, dilation, strict=True)]
    # a spread window with a frame around a small map can miss every cell: no frame then
    padding = tuple(0 if max(dilation) > 1 else draw(st.integers(0, k // 2)) for k in kernel_size)
    size = [
        max(1, e - 2 * p) + draw(st.integers(0, 9)) for e, p in zip(extent, padding, strict=True)
    ]
    u_size = [
        (n + 2 * p - e) // s + 1 for n, p, e, s in zip(size, padding, extent, stride, strict=True)
    ]
    T, M = draw(st.integers(0, 3)), draw(st.integers(1, 4))
    new = _values(draw, dtype)
    options = {"stride": stride, "padding": padding}
    if dilated:
        options["dilation"] = dilation
    y = new(T, M, *size)
    if draw(st.booleans()):
        y = np.round(y)
    return Pooling(y, new(T, M, *u_size), kernel_size, options)
