"""What is measured: every row does the same work with cnnkit and with PyTorch.

A ratio is PyTorch's time divided by ours: above 1, ours is faster.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import cnnkit

__all__ = ["Work", "works"]


@dataclass(frozen=True)
class Work:
    """One row: `ours()` and `theirs()` do the same; `onnx` is (op, arrays, attributes) for onnxruntime."""

    name: str
    must: float
    aim: float
    ours: Callable
    theirs: Callable
    onnx: tuple | None = None


TEACHING = [("1×1×64×64·1 5×5", 1, 1, 64, 1, 5), ("1×3×128×128·16 5×5", 1, 3, 128, 16, 5)]
TEACHING.append(("1×1×256×256·8 7×7", 1, 1, 256, 8, 7))

# name, examples, maps in, size, maps out, kernel size, stride, padding, groups, must, aim
LAYERS = [
    ("LeNet 1: 64×1×28×28→8 5×5 p2", 64, 1, 28, 8, 5, 1, 2, 1, 1.0, 2),
    ("LeNet 2: 64×8×14×14→16 5×5", 64, 8, 14, 16, 5, 1, 0, 1, 1.0, 2),
    ("digits: 64×1×8×8→16 3×3", 64, 1, 8, 16, 3, 1, 0, 1, 1.0, 2),
    ("64×16×32×32→16 3×3 p1", 64, 16, 32, 16, 3, 1, 1, 1, 1.0, 1.2),
    ("64×32×16×16→32 3×3 p1", 64, 32, 16, 32, 3, 1, 1, 1, 1.0, 1.2),
    ("64×64×8×8→64 3×3 p1", 64, 64, 8, 64, 3, 1, 1, 1, 1.0, 1.2),
    ("64×16×32×32→32 3×3 s2 p1", 64, 16, 32, 32, 3, 2, 1, 1, 0.9, 1.1),
    ("64×16×32×32→32 1×1 s2", 64, 16, 32, 32, 1, 2, 0, 1, 0.9, 1.1),
    ("depth-wise 32×64×32×32 3×3 p1", 32, 64, 32, 64, 3, 1, 1, 64, 0.95, 1.2),
    ("point-wise 32×64×32×32→128", 32, 64, 32, 128, 1, 1, 0, 1, 0.95, 1.2),
    ("8×64×56×56→64 3×3 p1", 8, 64, 56, 64, 3, 1, 1, 1, 0.9, 1.1),
]

# The convolutions of one training step of 64 examples: maps in, size, maps out, kernel size, stride, how often.
NETS = {
    "LeNet": ([(1, 28, 8, 5, 1, 1), (8, 14, 16, 5, 1, 1)], 1.4, 1.8),
    "ResNet-8": (
        [
            (3, 32, 16, 3, 1, 1), (16, 32, 16, 3, 1, 2),
            (16, 32, 32, 3, 2, 1), (16, 32, 32, 1, 2, 1), (32, 16, 32, 3, 1, 1),
            (32, 16, 64, 3, 2, 1), (32, 16, 64, 1, 2, 1), (64, 8, 64, 3, 1, 1),
        ],
        1.15, 1.3,
    ),
    "ResNet-20": (
        [
            (3, 32, 16, 3, 1, 1), (16, 32, 16, 3, 1, 6),
            (16, 32, 32, 3, 2, 1), (16, 32, 32, 1, 2, 1), (32, 16, 32, 3, 1, 5),
            (32, 16, 64, 3, 2, 1), (32, 16, 64, 1, 2, 1), (64, 8, 64, 3, 1, 5),
        ],
        1.05, 1.2,
    ),
}  # fmt: skip


def works(torch) -> list[Work]:
    """All rows, with arrays drawn anew."""
    rng = np.random.default_rng(7)
    rows = [_teaching(torch, rng, 1.5, 3, *row) for row in TEACHING]
    rows.append(_teaching(torch, rng, 1.0, 1.5, "1×1×28×28·8 3×3 (the call)", 1, 1, 28, 8, 3))
    for row in LAYERS:
        rows += _layer(torch, rng, *row)
    rows += _transposed(torch, rng)
    rows += _pools(torch, rng)
    return rows + [_step(torch, rng, name, *net) for name, net in NETS.items()]


def _normal(rng, *shape):
    return rng.normal(size=shape).astype(np.float32)


def _teaching(torch, rng, must, aim, name, T, M, size, N, K):
    y, w = _normal(rng, T, M, size, size), _normal(rng, N, M, K, K)
    ty, tw = torch.from_numpy(y), torch.from_numpy(w)
    return Work(
        f"{name} z",
        must,
        aim,
        lambda: cnnkit.conv2d(y, w),
        lambda: torch.nn.functional.conv2d(ty, tw),
        ("Conv", (y, w), {}),
    )


def _three(torch, rng, T, M, size, N, K, stride, padding, groups):
    """Forward, gradient for the maps and for the filters, ours and theirs."""
    y, w = _normal(rng, T, M, size, size), _normal(rng, N, M // groups, K, K)
    options = {"stride": stride, "padding": padding, "groups": groups}
    dz = _normal(rng, *cnnkit.conv2d(y, w, **options).shape)
    ty, tw, tdz = (torch.from_numpy(a) for a in (y, w, dz))
    pairs = ((stride, stride), (padding, padding), (1, 1), False, (0, 0), groups)

    def backward(place):
        wanted = (place == 0, place == 1, False)
        aten = torch.ops.aten.convolution_backward
        return lambda: aten(tdz, ty, tw, None, *pairs, wanted)[place]

    forward = torch.nn.functional.conv2d
    onnx = {"strides": [stride] * 2, "pads": [padding] * 4, "group": groups}
    return {
        "z": (
            lambda: cnnkit.conv2d(y, w, **options),
            lambda: forward(ty, tw, None, stride, padding, 1, groups),
            ("Conv", (y, w), onnx),
        ),
        "dy": (
            lambda: cnnkit.conv2d_grad_input(dz, w, (size, size), **options),
            backward(0),
        ),
        "dw": (lambda: cnnkit.conv2d_grad_weight(dz, y, K, **options), backward(1)),
    }


def _layer(torch, rng, name, T, M, size, N, K, stride, padding, groups, must, aim):
    calls = _three(torch, rng, T, M, size, N, K, stride, padding, groups)
    return [Work(f"{name} {face}", must, aim, *call) for face, call in calls.items()]


def _transposed(torch, rng):
    y, w = _normal(rng, 32, 32, 8, 8), _normal(rng, 32, 16, 4, 4)
    dz, options = _normal(rng, 32, 16, 16, 16), {"stride": 2, "padding": 1}
    ty, tw, tdz = (torch.from_numpy(a) for a in (y, w, dz))

    def backward(place):
        wanted = (place == 0, place == 1, False)
        aten, pairs = torch.ops.aten.convolution_backward, ((2, 2), (1, 1), (1, 1), True, (0, 0), 1)
        return lambda: aten(tdz, ty, tw, None, *pairs, wanted)[place]

    forward = torch.nn.functional.conv_transpose2d
    calls = {
        "z": (
            lambda: cnnkit.conv_transpose2d(y, w, **options),
            lambda: forward(ty, tw, None, 2, 1),
            ("ConvTranspose", (y, w), {"strides": [2, 2], "pads": [1] * 4}),
        ),
        "dy": (lambda: cnnkit.conv_transpose2d_grad_input(dz, w, (8, 8), **options), backward(0)),
        "dw": (lambda: cnnkit.conv_transpose2d_grad_weight(dz, y, 4, **options), backward(1)),
    }
    name = "transposed 32×32×8×8→16 k4 s2 p1"
    return [Work(f"{name} {face}", 1.0, 1.3, *call) for face, call in calls.items()]


def _pools(torch, rng):
    rows, aten = [], torch.ops.aten
    y = _normal(rng, 64, 16, 32, 32)
    ty = torch.from_numpy(y)
    for K, padding in ((2, 0), (3, 1)):
        name, three = f"64×16×32×32 {K}×{K} s2", ((K, K), (2, 2), (padding, padding))
        options = {"stride": 2, "padding": padding}
        onnx = {"kernel_shape": [K, K], "strides": [2, 2], "pads": [padding] * 4}
        u, positions = cnnkit.max_pool2d(y, K, **options)
        du = _normal(rng, *u.shape)
        tdu, places = torch.from_numpy(du), torch.from_numpy(positions)
        rows += [
            Work(f"max pool {name} u", 1.0, 3,
                 lambda K=K, o=options: cnnkit.max_pool2d(y, K, **o)[0],
                 lambda t=three: aten.max_pool2d_with_indices(ty, *t)[0],
                 ("MaxPool", (y,), onnx)),
            Work(f"max pool {name} dy", 1.0, 3,
                 lambda du=du, p=positions: cnnkit.max_pool2d_grad(du, p, (32, 32)),
                 lambda tdu=tdu, p=places, t=three: aten.max_pool2d_with_indices_backward(
                     tdu, ty, *t, (1, 1), False, p)),
            Work(f"mean pool {name} u", 1.0, 3,
                 lambda K=K, o=options: cnnkit.mean_pool2d(y, K, **o),
                 lambda t=three: aten.avg_pool2d(ty, *t),
                 ("AveragePool", (y,), {**onnx, "count_include_pad": 1})),
            Work(f"mean pool {name} dy", 1.0, 3,
                 lambda du=du, K=K, o=options: cnnkit.mean_pool2d_grad(du, (32, 32), K, **o),
                 lambda tdu=tdu, t=three: aten.avg_pool2d_backward(tdu, ty, *t, False, True, None)),
        ]  # fmt: skip
    return rows


def _step(torch, rng, name, layers, must, aim):
    """All convolutions of one training step, one after the other; the images need no gradient."""
    ours, theirs = [], []
    for place, (M, size, N, K, stride, times) in enumerate(layers):
        padding = 0 if (name, place) == ("LeNet", 1) else K // 2
        calls = _three(torch, rng, 64, M, size, N, K, stride, padding, 1)
        if place == 0:
            del calls["dy"]
        for call in calls.values():
            ours += [call[0]] * times
            theirs += [call[1]] * times
    return Work(
        f"convolutions of a training step of 64: {name}",
        must,
        aim,
        lambda: [run() for run in ours][-1],
        lambda: [run() for run in theirs][-1],
    )
