"""Convolution as seven plain loops, forward and backward: what the fast kernels compute, in the open.

They also do the scans for which a buffer would be far larger than the map: a stride or a dilation that
skips most of it.

All three read the same sum: output (n, i, j) meets input (m, r, c) through filter cell (p, q) where
r = i·s − pad + p·d, and c likewise.  What changes is which of the three arrays is being written.
"""

from numba import njit

compiled = njit(cache=True, nogil=True)


@compiled
def forward(y, w, bias, stride, padding, dilation, groups, z):
    """z[t, n, i, j] = bias[n] + sum over m, p, q of w[n, m, p, q] * y[t, m, r, c]."""
    per_group, out_per_group = w.shape[1], w.shape[0] // groups
    for t in range(z.shape[0]):
        for n in range(z.shape[1]):
            first = n // out_per_group * per_group
            for i in range(z.shape[2]):
                for j in range(z.shape[3]):
                    total = bias[n]
                    for m in range(per_group):
                        for p in range(w.shape[2]):
                            r = i * stride[0] - padding[0] + p * dilation[0]
                            if r < 0 or r >= y.shape[2]:
                                continue
                            for q in range(w.shape[3]):
                                c = j * stride[1] - padding[1] + q * dilation[1]
                                if 0 <= c < y.shape[3]:
                                    total += w[n, m, p, q] * y[t, first + m, r, c]
                    z[t, n, i, j] = total


@compiled
def grad_input(dz, w, bias, stride, padding, dilation, groups, dy):
    """dy[t, m, r, c] = bias[m] + sum of w[n, m, p, q] * dz[t, n, i, j]: each output hands its share back."""
    per_group, out_per_group = w.shape[1], w.shape[0] // groups
    for m in range(dy.shape[1]):
        dy[:, m] = bias[m]
    for t in range(dz.shape[0]):
        for n in range(dz.shape[1]):
            first = n // out_per_group * per_group
            for i in range(dz.shape[2]):
                for j in range(dz.shape[3]):
                    for m in range(per_group):
                        for p in range(w.shape[2]):
                            r = i * stride[0] - padding[0] + p * dilation[0]
                            if r < 0 or r >= dy.shape[2]:
                                continue
                            for q in range(w.shape[3]):
                                c = j * stride[1] - padding[1] + q * dilation[1]
                                if 0 <= c < dy.shape[3]:
                                    dy[t, first + m, r, c] += w[n, m, p, q] * dz[t, n, i, j]


@compiled
def grad_weight(dz, y, stride, padding, dilation, groups, dw):
    """dw[n, m, p, q] = sum over t, i, j of dz[t, n, i, j] * y[t, m, r, c]."""
    per_group, out_per_group = dw.shape[1], dw.shape[0] // groups
    for n in range(dw.shape[0]):
        first = n // out_per_group * per_group
        for m in range(per_group):
            for p in range(dw.shape[2]):
                for q in range(dw.shape[3]):
                    total = dw.dtype.type(0)
                    for t in range(dz.shape[0]):
                        for i in range(dz.shape[2]):
                            r = i * stride[0] - padding[0] + p * dilation[0]
                            if r < 0 or r >= y.shape[2]:
                                continue
                            for j in range(dz.shape[3]):
                                c = j * stride[1] - padding[1] + q * dilation[1]
                                if 0 <= c < y.shape[3]:
                                    total += dz[t, n, i, j] * y[t, first + m, r, c]
                    dw[n, m, p, q] = total
