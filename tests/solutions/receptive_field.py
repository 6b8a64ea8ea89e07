"""Right ways to write receptive_field."""

import math


def right_from_the_top(layers):
    size = 1
    for kernel_size, stride in layers[::-1]:
        size = (size - 1) * stride + kernel_size
    return size, math.prod(stride for _, stride in layers)


def right_as_a_sum(layers):
    jumps = [1]
    for _, stride in layers:
        jumps.append(jumps[-1] * stride)
    return 1 + sum((k - 1) * j for (k, _), j in zip(layers, jumps, strict=False)), jumps[-1]
