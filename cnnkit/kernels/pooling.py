"""Pooling as plain loops: a window visits every map and leaves one number per stop.

Max pooling also leaves the position of the winner, row·W + column in the unpadded map: the gradient
goes back to that cell alone.  Overlapping windows add up what they send back.
"""

import numpy as np
from numba import njit

compiled = njit(cache=True, nogil=True)


@compiled
def max_forward(y, kernel_size, stride, padding, dilation, u, positions):
    """u[t, m, i, j] = the largest cell under the window; NaN is larger than every number."""
    height, width = y.shape[2], y.shape[3]
    for t in range(y.shape[0]):
        for m in range(y.shape[1]):
            for i in range(u.shape[2]):
                for j in range(u.shape[3]):
                    best, winner = y[t, m, 0, 0], -1
                    for p in range(kernel_size[0]):
                        r = i * stride[0] - padding[0] + p * dilation[0]
                        if r < 0 or r >= height:
                            continue
                        for q in range(kernel_size[1]):
                            c = j * stride[1] - padding[1] + q * dilation[1]
                            if 0 <= c < width:
                                cell = y[t, m, r, c]
                                if winner < 0 or cell > best or np.isnan(cell):
                                    best, winner = cell, r * width + c
                    u[t, m, i, j] = best
                    positions[t, m, i, j] = winner


@compiled
def max_backward(du, positions, dy):
    """dy[t, m, winner] += du: the gradient goes where the maximum came from."""
    width = dy.shape[3]
    dy[:] = 0
    for t in range(du.shape[0]):
        for m in range(du.shape[1]):
            for i in range(du.shape[2]):
                for j in range(du.shape[3]):
                    winner = positions[t, m, i, j]
                    dy[t, m, winner // width, winner % width] += du[t, m, i, j]


@compiled
def mean_forward(y, kernel_size, stride, padding, count_include_pad, u):
    """u[t, m, i, j] = the mean of the cells under the window; padding counts as zeros, or not at all."""
    height, width = y.shape[2], y.shape[3]
    for t in range(y.shape[0]):
        for m in range(y.shape[1]):
            for i in range(u.shape[2]):
                top = i * stride[0] - padding[0]
                r0, r1 = max(top, 0), min(top + kernel_size[0], height)
                for j in range(u.shape[3]):
                    left = j * stride[1] - padding[1]
                    c0, c1 = max(left, 0), min(left + kernel_size[1], width)
                    total = y.dtype.type(0)
                    for r in range(r0, r1):
                        for c in range(c0, c1):
                            total += y[t, m, r, c]
                    count = (r1 - r0) * (c1 - c0)
                    if count_include_pad:
                        count = kernel_size[0] * kernel_size[1]
                    u[t, m, i, j] = total / count


@compiled
def mean_backward(du, kernel_size, stride, padding, count_include_pad, dy):
    """Every cell under the window gets the same share of du; overlapping windows add up."""
    height, width = dy.shape[2], dy.shape[3]
    dy[:] = 0
    for t in range(du.shape[0]):
        for m in range(du.shape[1]):
            for i in range(du.shape[2]):
                top = i * stride[0] - padding[0]
                r0, r1 = max(top, 0), min(top + kernel_size[0], height)
                for j in range(du.shape[3]):
                    left = j * stride[1] - padding[1]
                    c0, c1 = max(left, 0), min(left + kernel_size[1], width)
                    count = (r1 - r0) * (c1 - c0)
                    if count_include_pad:
                        count = kernel_size[0] * kernel_size[1]
                    share = du[t, m, i, j] / count
                    for r in range(r0, r1):
                        for c in range(c0, c1):
                            dy[t, m, r, c] += share
