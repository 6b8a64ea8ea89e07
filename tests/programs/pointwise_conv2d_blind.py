"""Weighted sums at every cell, written from the exercise's text alone."""

import numpy as np

from cnnkit import conv2d
from tests.programs import outcome


def right_einsum(y, w):
    return np.einsum("nm,tmhw->tnhw", w, y)


def right_tensordot(y, w):
    return np.moveaxis(np.tensordot(w, y, axes=([1], [1])), 0, 1)


def right_matmul(y, w):
    T, M, H, W = y.shape
    return np.matmul(w, y.reshape(T, M, H * W)).reshape(T, w.shape[0], H, W)


def right_maps_last(y, w):
    return (y.transpose(0, 2, 3, 1) @ w.T).transpose(0, 3, 1, 2)


def right_loops(y, w):
    T, M, H, W = y.shape
    N = len(w)
    z = np.zeros((T, N, H, W))
    for t in range(T):
        for n in range(N):
            for i in range(H):
                for j in range(W):
                    s = 0.0
                    for m in range(M):
                        s += w[n][m] * y[t][m][i][j]
                    z[t, n, i, j] = s
    return z


@outcome(says="Your function hands the work to the package's conv2d")
def wrong_convolution(y, w):
    """The values are right, but the package does the work."""
    return conv2d(y, w.reshape(*w.shape, 1, 1))


def right_broadcast(y, w):
    return (y[:, None] * w[None, :, :, None, None]).sum(axis=2)


def right_adding_maps(y, w):
    z = np.zeros((y.shape[0], w.shape[0], y.shape[2], y.shape[3]))
    for m in range(w.shape[1]):
        z += w[:, m].reshape(1, -1, 1, 1) * y[:, m : m + 1]
    return z


def right_single_precision(y, w):
    return np.einsum("tmij,nm->tnij", y.astype("float32"), w.astype("float32"))


@outcome("M19")
def wrong_transposed(y, w):
    """w is read as (M, N)."""
    return np.einsum("mn,tmij->tnij", w, y)


@outcome("N20")
def wrong_reshaped(y, w):
    """A reshape stands for the transpose of w."""
    M = y.shape[1]
    return (y.transpose(0, 2, 3, 1) @ w.reshape(M, -1)).transpose(0, 3, 1, 2)


@outcome("M18")
def wrong_unweighted(y, w):
    """The maps are added up without weights."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    for n in range(len(w)):
        z[:, n] = y.sum(axis=1)
    return z


@outcome("N22")
def wrong_own_map_only(y, w):
    """Map n is multiplied by w(n, n); the others are left out."""
    k = min(w.shape)
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    for n in range(k):
        z[:, n] = w[n, n] * y[:, n]
    return z


@outcome("M20")
def wrong_mean(y, w):
    """The mean over the maps, not the sum."""
    return np.einsum("nm,tmij->tnij", w, y) / y.shape[1]


@outcome("F04")
def wrong_last_map(y, w):
    """= where += belongs: only the last map counts."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    for n in range(len(w)):
        for m in range(y.shape[1]):
            z[:, n] = w[n, m] * y[:, m]
    return z


@outcome(says="Your z is the right one when the last column of w is left out")
def wrong_last_map_left_out(y, w):
    """The loop over the maps ends one too early."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    for n in range(len(w)):
        for m in range(y.shape[1] - 1):
            z[:, n] += w[n, m] * y[:, m]
    return z


@outcome(says="Your z is right for example 0 only")
def wrong_first_example(y, w):
    """Only the first example is mixed."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    z[0] = np.tensordot(w, y[0], 1)
    return z


@outcome(says="Your z holds the result of the first example for every example")
def wrong_first_example_everywhere(y, w):
    """The first example's result stands for all."""
    return np.repeat(np.tensordot(w, y[0], 1)[None], len(y), axis=0)


@outcome(says="Your z is the right one with its axes 1, 2 and 3 exchanged")
def wrong_maps_last(y, w):
    """The result is (T, H, W, N)."""
    return y.transpose(0, 2, 3, 1) @ w.T


@outcome(says="Your z is the right one with its axes 0 and 1 exchanged")
def wrong_maps_first(y, w):
    """The result is (N, T, H, W)."""
    return np.tensordot(w, y, axes=(1, 1))


@outcome(says="Your z holds the right numbers, not all in their places")
def wrong_reshaped_back(y, w):
    """(T, H, W, N) is reshaped to (T, N, H, W), not transposed."""
    T, M, H, W = y.shape
    return (y.transpose(0, 2, 3, 1) @ w.T).reshape(T, len(w), H, W)


@outcome("N23")
def wrong_reshaped_in(y, w):
    """y is reshaped to cells by maps without a transpose."""
    T, M, H, W = y.shape
    cells = y.reshape(T * H * W, M) @ w.T
    return cells.reshape(T, H, W, len(w)).transpose(0, 3, 1, 2)


@outcome("N23")
def wrong_flat_examples(y, w):
    """(T, M, H W) is flattened to (M, T H W) by a reshape: examples are mixed up."""
    T, M, H, W = y.shape
    return (w @ y.reshape(M, T * H * W)).reshape(T, len(w), H, W)


@outcome(says="In every case the number of columns of your z is counted from H in place of W")
def wrong_square(y, w):
    """The columns are counted by H."""
    T, M, H, W = y.shape
    z = np.zeros((T, len(w), H, H))
    for i in range(H):
        for j in range(H):
            z[:, :, i, j] = y[:, :, i, j] @ w.T
    return z


@outcome(says="Your z is right but for the last column, which is still 0")
def wrong_columns_by_rows(y, w):
    """The loop over the columns runs to H, the result has W."""
    T, M, H, W = y.shape
    z = np.zeros((T, len(w), H, W))
    for i in range(H):
        for j in range(min(H, W)):
            z[:, :, i, j] = y[:, :, i, j] @ w.T
    return z


@outcome(says="Axis 1 of your z counts maps")
def wrong_as_many_out(y, w):
    """As many maps out as in."""
    z = np.zeros(y.shape)
    for n in range(y.shape[1]):
        for m in range(y.shape[1]):
            z[:, n] += w[n, m] * y[:, m]
    return z


@outcome(says="Your z has one map too many and one row too few")
def wrong_matmul_of_the_map(y, w):
    """The weights multiply the rows of a map."""
    return w @ y


def right_like_y_kind(y, w):
    """The result takes its dtype from y."""
    z = np.zeros((len(y), len(w), *y.shape[2:]), dtype=y.dtype)
    z[...] = np.einsum("nm,tmij->tnij", w, y)
    return z


@outcome(says="Your z is right for map 0 only")
def wrong_in_place(y, w):
    """y is multiplied in place, for every n anew."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    for n in range(len(w)):
        y *= w[n].reshape(1, -1, 1, 1)
        z[:, n] = y.sum(axis=1)
    return z


@outcome(says="The values are right, but your function changed its argument y")
def wrong_in_place_restored(y, w):
    """The values are right, but y is overwritten on the way by its last products."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    original = y.copy()
    for n in range(len(w)):
        y[...] = w[n].reshape(1, -1, 1, 1) * original
        z[:, n] = y.sum(axis=1)
    return z


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(y, w):
    """A relu follows."""
    return np.maximum(np.einsum("nm,tmij->tnij", w, y), 0)


@outcome("N30")
def wrong_normalised_weights(y, w):
    """The weights of each sum are made to add up to 1."""
    return np.einsum("nm,tmij->tnij", w / w.sum(axis=1, keepdims=True), y)


@outcome("M18")
def wrong_all_maps_the_same(y, w):
    """The first row of weights is used for every map."""
    return np.einsum("nm,tmij->tnij", np.broadcast_to(w[0], w.shape), y)


@outcome("N31")
def wrong_summed_weights(y, w):
    """Sums of weights meet sums of maps."""
    return w.sum(axis=1).reshape(1, -1, 1, 1) * y.sum(axis=1, keepdims=True)


@outcome(says="Your z is not yet added up over axis 2")
def wrong_products_not_added(y, w):
    """The products are not added up."""
    return y[:, None] * w[None, :, :, None, None]


@outcome(nothing=True)
def wrong_four_axes_wanted(y, w):
    """Hands w to the convolution as it is."""
    return conv2d(y, w)
