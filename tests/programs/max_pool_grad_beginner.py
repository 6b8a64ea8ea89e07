"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("P04")
def wrong_assign(du, P, size):
    """Assign."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    r, c = divmod(P[t, m, i, j], W)
                    dy[t, m, r, c] = du[t, m, i, j]
    return dy


@outcome("P19")
def wrong_divH(du, P, size):
    """Divh."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    r, c = divmod(P[t, m, i, j], H)
                    dy[t, m, r, c] += du[t, m, i, j]
    return dy


@outcome("P04")
def wrong_fancy(du, P, size):
    """Fancy."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H * W))
    for t in range(T):
        for m in range(M):
            dy[t, m, P[t, m].ravel()] += du[t, m].ravel()
    return dy.reshape(T, M, H, W)


@outcome("P07")
def wrong_swap(du, P, size):
    """Swap."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    c, r = divmod(P[t, m, i, j], W)
                    dy[t, m, r, c] += du[t, m, i, j]
    return dy


@outcome(says="Right only with one example and with one input map")
def wrong_flat(du, P, size):
    """Flat."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros(T * M * H * W)
    for p, d in zip(P.ravel(), du.ravel()):
        dy[p] += d
    return dy.reshape(T, M, H, W)


@outcome(says="Your dy is the right one when every number of du is 1")
def wrong_ones(du, P, size):
    """Ones."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    r, c = divmod(P[t, m, i, j], W)
                    dy[t, m, r, c] += 1
    return dy


@outcome(says="Your dy has 3 axes")
def wrong_zeros_like(du, P, size):
    """Zeros like."""
    dy = np.zeros_like(P).reshape(*P.shape[:2], -1)
    return dy


@outcome(says="Your dy holds the right numbers in the right order, in another shape")
def wrong_order(du, P, size):
    """Order."""
    T, M, Ho, Wo = du.shape
    W, H = size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    r, c = divmod(P[t, m, i, j], W)
                    dy[t, m, r, c] += du[t, m, i, j]
    return dy
