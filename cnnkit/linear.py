"""The MLP part on top of the maps (lecture 1.1.2): affine layers and their gradients."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import numpy as np
from threadpoolctl import ThreadpoolController

from cnnkit.shapes import ShapeError, as_arrays, check_bias, check_rank

__all__ = ["linear", "linear_grad_bias", "linear_grad_input", "linear_grad_weight"]


@lru_cache(maxsize=1)
def _libraries() -> list:
    """The libraries that multiply matrices for NumPy."""
    return ThreadpoolController().select(user_api="blas").lib_controllers


class _OneThread:
    """NumPy's matrix products on one thread while one of ours runs; afterwards as the session had it.

    The threads of the kernels wait busily for the next one; a second set of threads, that of the products, would
    fight them for the cores.  Products of this size are as fast on one thread.
    """

    def __init__(self):
        self.lock, self.inside, self.before = Lock(), 0, []

    def __enter__(self):
        with self.lock:
            if self.inside == 0:
                self.before = [library.get_num_threads() for library in _libraries()]
                self._set([1] * len(self.before))
            self.inside += 1

    def __exit__(self, *error):
        with self.lock:
            self.inside -= 1
            if self.inside == 0:  # the last of several live runs
                self._set(self.before)

    def _set(self, threads):
        for library, n in zip(_libraries(), threads, strict=True):
            library.set_num_threads(n)


_one_thread = _OneThread()
BLOCK = 1024  # terms that a product of matrices adds up one after the other


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a @ b; longer sums are taken in blocks, and those added up in double precision."""
    terms = a.shape[1]
    with _one_thread:
        if terms <= BLOCK:
            return a @ b
        sums = np.zeros((len(a), b.shape[1]))
        for k in range(0, terms, BLOCK):
            sums += a[:, k : k + BLOCK] @ b[k : k + BLOCK]
    return sums.astype(a.dtype)


def linear(y, w, bias=None) -> np.ndarray:
    """Affine values of a layer of perceptrons.

    Lecture 1.1.3: z(n) = bias(n) + sum_m w(n, m) · y(m).

    Parameters
    ----------
    y : (T, inputs) array
    w : (outputs, inputs) array
    bias : (outputs,) array, optional

    Returns
    -------
    (T, outputs) array

    Raises
    ------
    ShapeError
        If the sizes do not fit.
    TypeError
        If an array is not real.

    Examples
    --------
    >>> linear([[1.0, 2.0]], [[3.0, 4.0]], [1.0])
    array([[12.]])
    """
    arrays = as_arrays(y=y, w=w) if bias is None else as_arrays(y=y, w=w, bias=bias)
    y, w = arrays[:2]
    check_rank(y, "y", "(T, M)")
    check_rank(w, "w", "(N, M)")
    _fit("y", y.shape[1], "w", w.shape[1], "inputs")
    z = _product(y, w.T)
    if bias is not None:
        check_bias(arrays[2], len(w), "output")
        z += arrays[2]
    return z


def linear_grad_input(dz, w) -> np.ndarray:
    """Gradient for the inputs of `linear`: dy(m) = sum_n dz(n) · w(n, m).

    Parameters
    ----------
    dz : (T, outputs) array
    w : (outputs, inputs) array

    Returns
    -------
    (T, inputs) array

    Raises
    ------
    ShapeError
        If the sizes do not fit.

    Examples
    --------
    >>> linear_grad_input([[2.0]], [[3.0, 4.0]])
    array([[6., 8.]])
    """
    dz, w = as_arrays(dz=dz, w=w)
    check_rank(dz, "dz", "(T, N)")
    check_rank(w, "w", "(N, M)")
    _fit("dz", dz.shape[1], "w", len(w), "outputs")
    return _product(dz, w)


def linear_grad_weight(dz, y) -> np.ndarray:
    """Gradient for the weights of `linear`: dw(n, m) = sum_t dz(t, n) · y(t, m).

    Parameters
    ----------
    dz : (T, outputs) array
    y : (T, inputs) array

    Returns
    -------
    (outputs, inputs) array

    Raises
    ------
    ShapeError
        If the numbers of examples differ.

    Examples
    --------
    >>> linear_grad_weight([[2.0]], [[3.0, 4.0]])
    array([[6., 8.]])
    """
    dz, y = as_arrays(dz=dz, y=y)
    check_rank(dz, "dz", "(T, N)")
    check_rank(y, "y", "(T, M)")
    _fit("dz", len(dz), "y", len(y), "examples")
    return _product(dz.T, y)


def linear_grad_bias(dz) -> np.ndarray:
    """Gradient for the biases of `linear`: dbias(n) = sum_t dz(t, n).

    Parameters
    ----------
    dz : (T, outputs) array

    Returns
    -------
    (outputs,) array

    Raises
    ------
    ShapeError
        If dz does not have two axes.

    Examples
    --------
    >>> linear_grad_bias([[1.0, 2.0], [3.0, 4.0]])
    array([4., 6.])
    """
    (dz,) = as_arrays(dz=dz)
    check_rank(dz, "dz", "(T, N)")
    return dz.sum(axis=0, dtype=np.float64).astype(dz.dtype)


def _fit(one: str, count: int, other: str, needed: int, what: str) -> None:
    if count != needed:
        raise ShapeError(f"{one} has {count} {what}", f"{other} has {needed}", f"make the {what} equal")
