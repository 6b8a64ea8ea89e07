"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The decimals of dy are cut off")
def wrong_whole(du, positions, input_size):
    """ints"""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], W)
                    dy[t, m, r, c] = du[t, m, i, j] + dy[t, m, r, c]
    return dy


@outcome("P04")
def wrong_equals(du, positions, input_size):
    """="""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], W)
                    dy[t, m, r, c] = du[t, m, i, j]
    return dy


@outcome("P19")
def wrong_h(du, positions, input_size):
    """H"""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], H)
                    dy[t, m, r, c] += du[t, m, i, j]
    return dy


@outcome("P24")
def wrong_pooled(du, positions, input_size):
    """W'"""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], columns)
                    dy[t, m, r, c] += du[t, m, i, j]
    return dy


@outcome("P07")
def wrong_exchanged(du, positions, input_size):
    """exchanged"""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], W)[::-1]
                    dy[t, m, r, c] += du[t, m, i, j]
    return dy


@outcome(says="In each case your dy is the right one times one factor (1/2, 1/3)")
def wrong_divided(du, positions, input_size):
    """divided by pooled width"""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], W)
                    dy[t, m, r, c] += du[t, m, i, j] / columns
    return dy


@outcome(says="Your dy has the opposite sign in every cell")
def wrong_minus(du, positions, input_size):
    """minus"""
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    r, c = divmod(positions[t, m, i, j], W)
                    dy[t, m, r, c] -= du[t, m, i, j]
    return dy


@outcome("P04")
def wrong_fancy(du, positions, input_size):
    """Fancy += adds repeated cells once."""
    T, M = du.shape[:2]
    dy = np.zeros((T, M, input_size[0] * input_size[1]))
    for t in range(T):
        for m in range(M):
            dy[t, m, positions[t, m].ravel()] += du[t, m].ravel()
    return dy.reshape(T, M, *input_size)


@outcome(says="Right only with one example and with one input map")
def wrong_flat(du, positions, input_size):
    """One flat array for all maps."""
    T, M = du.shape[:2]
    dy = np.zeros((T, M, *input_size))
    np.add.at(dy.ravel(), positions.ravel(), du.ravel())
    return dy
