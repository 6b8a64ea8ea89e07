"""What is done to every cell alike: relu, its gradient, the sum of two ways.

One pass, no map in between.  Every kernel does the cells `first` to `last` of its maps, laid out in one row,
so that threads can share them.
"""

from numba import njit, prange

from .buffer import compiled

__all__ = ["relu", "relu_grad", "relu_grad_together", "relu_together", "summed", "summed_together"]


@compiled
def relu(z, y, first, last):
    """y = z where it is not below 0, else 0; NaN stays."""
    z, y, zero = z.reshape(-1)[first:last], y.reshape(-1)[first:last], z.dtype.type(0)
    for i in range(len(z)):
        y[i] = zero if z[i] < zero else z[i]


@compiled
def relu_grad(dy, z, dz, first, last):
    """dz = dy where z is above 0, else 0."""
    dy, z, dz, zero = dy.reshape(-1)[first:last], z.reshape(-1)[first:last], dz.reshape(-1)[first:last], z.dtype.type(0)
    for i in range(len(z)):
        dz[i] = dy[i] if z[i] > zero else zero


@compiled
def summed(a, b, z, first, last):
    """z = a + b."""
    a, b, z = a.reshape(-1)[first:last], b.reshape(-1)[first:last], z.reshape(-1)[first:last]
    for i in range(len(z)):
        z[i] = a[i] + b[i]


@njit(cache=True, nogil=True, parallel=True)
def relu_together(z, y, count, threads):
    """`relu` on several threads."""
    for t in prange(threads):
        relu(z, y, count * t // threads, count * (t + 1) // threads)


@njit(cache=True, nogil=True, parallel=True)
def relu_grad_together(dy, z, dz, count, threads):
    """`relu_grad` on several threads."""
    for t in prange(threads):
        relu_grad(dy, z, dz, count * t // threads, count * (t + 1) // threads)


@njit(cache=True, nogil=True, parallel=True)
def summed_together(a, b, z, count, threads):
    """`summed` on several threads."""
    for t in prange(threads):
        summed(a, b, z, count * t // threads, count * (t + 1) // threads)
