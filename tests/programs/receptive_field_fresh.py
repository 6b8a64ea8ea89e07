"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_backwards(layers):
    size = 1
    for kernel_size, stride in reversed(layers):
        size = (size - 1) * stride + kernel_size
    return size, int(np.prod([s for _, s in layers], dtype=int))


def right_by_recursion(layers):
    if not layers:
        return 1, 1
    size, jump = right_by_recursion(layers[:-1])
    kernel_size, stride = layers[-1]
    return size + (kernel_size - 1) * jump, jump * stride


def right_by_products(layers):
    jumps = [1]
    for _, stride in layers:
        jumps.append(jumps[-1] * stride)
    return 1 + sum((k - 1) * j for (k, _), j in zip(layers, jumps, strict=False)), jumps[-1]


def right_by_marking(layers):
    rows, other = {0}, {1}
    for kernel_size, stride in reversed(layers):
        rows = {r * stride + k for r in rows for k in range(kernel_size)}
        other = {r * stride + k for r in other for k in range(kernel_size)}
    return max(rows) - min(rows) + 1, min(other) - min(rows)


@outcome("R04")
def wrong_stride_first(layers):
    """Jump multiplied before the size grows."""
    size = jump = 1
    for k, s in layers:
        jump *= s
        size += (k - 1) * jump
    return size, jump


@outcome("R01")
def wrong_sum_of_kernels(layers):
    """Kernels added up, strides multiplied."""
    size = jump = 1
    for k, s in layers:
        size += k - 1
        jump *= s
    return size, jump


@outcome("R05")
def wrong_jump_added(layers):
    """Strides are added."""
    size = jump = 1
    for k, s in layers:
        size += (k - 1) * jump
        jump += s
    return size, jump


@outcome("R06")
def wrong_from_the_top(layers):
    """Layers read from the top."""
    size = jump = 1
    for k, s in layers[::-1]:
        size += (k - 1) * jump
        jump *= s
    return size, jump
