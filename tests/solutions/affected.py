"""Right ways to write affected."""

import math


def right_first_and_last(r, size, kernel_size, stride, padding):
    outputs = (size + 2 * padding - kernel_size) // stride + 1
    first = max(0, math.ceil((r + padding - kernel_size + 1) / stride))
    last = min(outputs - 1, (r + padding) // stride)
    return list(range(first, last + 1))


def right_by_looking(r, size, kernel_size, stride, padding):
    found, i = [], 0
    while i * stride + kernel_size <= size + 2 * padding:
        if i * stride <= r + padding <= i * stride + kernel_size - 1:
            found.append(i)
        i += 1
    return found
