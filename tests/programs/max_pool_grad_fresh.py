"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_add_at(du, positions, input_size):
    T, M = du.shape[:2]
    dy = np.zeros((T * M, input_size[0] * input_size[1]))
    np.add.at(dy, (np.arange(T * M)[:, None], positions.reshape(T * M, -1)), du.reshape(T * M, -1))
    return dy.reshape(T, M, *input_size)


def right_by_bincount(du, positions, input_size):
    H, W = input_size
    dy = np.empty((*du.shape[:2], H, W))
    for t, m in np.ndindex(du.shape[:2]):
        dy[t, m] = np.bincount(positions[t, m].ravel(), weights=du[t, m].ravel(), minlength=H * W).reshape(H, W)
    return dy


def right_by_one_hot(du, positions, input_size):
    H, W = input_size
    hot = positions[..., None] == np.arange(H * W)
    return np.einsum("tmij,tmijk->tmk", du, hot).reshape(*du.shape[:2], H, W)


def right_by_divmod(du, positions, input_size):
    dy = np.zeros(du.shape[:2] + tuple(input_size))
    rows, columns = np.divmod(positions, input_size[1])
    for place in np.ndindex(du.shape):
        dy[place[0], place[1], rows[place], columns[place]] += du[place]
    return dy


@outcome(says="Right only with one example and with one input map.")
def wrong_first_map_positions(du, positions, input_size):
    """Positions of the first map for all."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        r, c = divmod(positions[0, 0, i, j], input_size[1])
        dy[t, m, r, c] += du[t, m, i, j]
    return dy


@outcome(says="Your dy is the right one when every number of du is 1.")
def wrong_ones(du, positions, input_size):
    """1 where a cell won, du forgotten."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        r, c = divmod(positions[t, m, i, j], input_size[1])
        dy[t, m, r, c] += 1
    return dy


@outcome(says="Wrong exactly where one cell wins in more than one window: does it get the sum of their")
def wrong_shared(du, positions, input_size):
    """Who won twice gets the mean."""
    dy, count = np.zeros((*du.shape[:2], *input_size)), np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        r, c = divmod(positions[t, m, i, j], input_size[1])
        dy[t, m, r, c] += du[t, m, i, j]
        count[t, m, r, c] += 1
    return dy / np.maximum(count, 1)


@outcome("P31")
def wrong_maximum(du, positions, input_size):
    """Who won twice gets the larger one."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        r, c = divmod(positions[t, m, i, j], input_size[1])
        dy[t, m, r, c] = max(dy[t, m, r, c], du[t, m, i, j])
    return dy


@outcome("P31")
def wrong_first_stays(du, positions, input_size):
    """Who has a gradient already gets no other."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        r, c = divmod(positions[t, m, i, j], input_size[1])
        if dy[t, m, r, c] == 0:
            dy[t, m, r, c] = du[t, m, i, j]
    return dy


@outcome(says="Your dy is du with every number repeated in a block of cells.")
def wrong_repeated(du, positions, input_size):
    """du repeated as blocks."""
    fh, fw = -(-input_size[0] // du.shape[2]), -(-input_size[1] // du.shape[3])
    return np.kron(du, np.ones((fh, fw)))[:, :, : input_size[0], : input_size[1]]


@outcome(says="Your dy holds the right numbers in the right order, in another shape.")
def wrong_flat(du, positions, input_size):
    """Each map stays flat."""
    T, M = du.shape[:2]
    dy = np.zeros((T, M, input_size[0] * input_size[1]))
    for t, m, i, j in np.ndindex(du.shape):
        dy[t, m, positions[t, m, i, j]] += du[t, m, i, j]
    return dy


@outcome("P07")
def wrong_column_major(du, positions, input_size):
    """column · H + row."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        c, r = divmod(positions[t, m, i, j], input_size[0])
        dy[t, m, r, c % input_size[1]] += du[t, m, i, j]
    return dy
