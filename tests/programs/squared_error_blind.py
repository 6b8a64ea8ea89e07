"""Programs for `squared_error`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_axis(y, d):
    dy = y - d
    return 0.5 * (dy**2).sum(axis=1), dy


def right_loops(y, d):
    T, K = np.shape(y)
    div, dy = np.zeros(T), np.zeros((T, K))
    for t in range(T):
        for k in range(K):
            dy[t, k] = float(y[t, k]) - float(d[t, k])
            div[t] += dy[t, k] * dy[t, k] / 2
    return div, dy


def right_einsum(y, d):
    dy = np.subtract(y, d, dtype=float)
    return np.einsum("tk,tk->t", dy, dy) / 2, dy


def right_norm(y, d):
    dy = np.asarray(y, float) - np.asarray(d, float)
    return np.linalg.norm(dy, axis=1) ** 2 / 2, dy


def right_diagonal_of_the_gram_matrix(y, d):
    dy = y - d
    return np.diag(dy @ dy.T) / 2, dy


def right_comprehension(y, d):
    dy = [row - want for row, want in zip(np.asarray(y, float), np.asarray(d, float))]
    return np.array([0.5 * np.dot(row, row) for row in dy]), np.array(dy)


def right_expanded(y, d):
    """½y² − yd + ½d²."""
    y, d = np.array(y, dtype=np.float64), np.array(d, dtype=np.float64)
    return (y * y / 2 - y * d + d * d / 2).sum(-1), -(d - y)


@outcome("M89")
def wrong_without_half(y, d):
    """½ is left out of div."""
    dy = y - d
    return (dy**2).sum(axis=1), dy


@outcome("M89")
def wrong_without_half_but_consistent(y, d):
    """½ is left out, and the gradient is twice as large: a loss of its own."""
    dy = y - d
    return (dy**2).sum(axis=1), 2 * dy


@outcome("M89")
def wrong_gradient_twice(y, d):
    """The gradient keeps its factor 2."""
    dy = y - d
    return 0.5 * (dy**2).sum(axis=1), 2 * dy


@outcome("M89", "M91")
def wrong_mean_over_k(y, d):
    """Mean over the four numbers in place of half their sum."""
    dy = y - d
    return (dy**2).mean(axis=1), dy


@outcome("M91")
def wrong_half_mean_over_k(y, d):
    """Half the mean over the K numbers; the gradient is divided too."""
    dy = y - d
    return 0.5 * (dy**2).mean(axis=1), dy / y.shape[1]


@outcome("M92")
def wrong_one_number(y, d):
    """One number for the whole batch."""
    dy = y - d
    return 0.5 * (dy**2).sum(), dy


@outcome("L01", "M92")
def wrong_mean_over_the_batch(y, d):
    """The mean over the batch already, and the gradient divided by T."""
    dy = y - d
    return 0.5 * (dy**2).sum(axis=1).mean(), dy / len(y)


@outcome("L01")
def wrong_gradient_over_t(y, d):
    """div is right, the gradient is that of the mean loss."""
    dy = y - d
    return 0.5 * (dy**2).sum(axis=1), dy / len(y)


@outcome("M88")
def wrong_sign(y, d):
    """Wanted minus answered: the sign of the gradient is turned."""
    dy = d - y
    return 0.5 * (dy**2).sum(axis=1), dy


@outcome("M92")
def wrong_axis_zero(y, d):
    """Sums over the examples."""
    dy = y - d
    return 0.5 * (dy**2).sum(axis=0), dy


@outcome("M92")
def wrong_not_summed(y, d):
    """A number for each entry, (T, K)."""
    dy = y - d
    return 0.5 * dy**2, dy


@outcome("M90")
def wrong_root(y, d):
    """The distance in place of its square."""
    dy = y - d
    return 0.5 * np.sqrt((dy**2).sum(axis=1)), dy


@outcome("M90")
def wrong_absolute(y, d):
    """The sum of the absolute errors, with its sign as the gradient."""
    return np.abs(y - d).sum(axis=1), np.sign(y - d)


@outcome("M99")
def wrong_square_of_the_sum(y, d):
    """The square of the sum, in place of the sum of the squares."""
    dy = y - d
    return 0.5 * dy.sum(axis=1) ** 2, dy


@outcome("M93")
def wrong_exchanged(y, d):
    """The gradient first."""
    dy = y - d
    return dy, 0.5 * (dy**2).sum(axis=1)


@outcome(says="Your function returned one array of shape (1,)")
def wrong_only_div(y, d):
    """The gradient is not returned."""
    return 0.5 * ((y - d) ** 2).sum(axis=1)


@outcome(says="Your div is right, in a shape with axes of length 1 too many")
def wrong_column(y, d):
    """keepdims: div is (T, 1)."""
    dy = y - d
    return 0.5 * (dy**2).sum(axis=1, keepdims=True), dy


@outcome(says="The values are right, but your function changed its argument y")
def wrong_in_place(y, d):
    """The difference is written into y."""
    y -= d
    return 0.5 * (y**2).sum(axis=1), y


@outcome(says="Your div is the right one without its decimals")
def wrong_integers(y, d):
    """// 2 for ½."""
    dy = y - d
    return (dy**2).sum(axis=1) // 2, dy


@outcome(says="Your div is right for entry 0 only")
def wrong_first_example(y, d):
    """Returns in the first turn of the loop."""
    div, dy = np.zeros(len(y)), np.zeros_like(y)
    for t in range(len(y)):
        dy[t] = y[t] - d[t]
        div[t] = 0.5 * np.sum(dy[t] ** 2)
        return div, dy
    return div, dy


@outcome(nothing=True)
def wrong_four_columns(y, d):
    """Always four numbers, whatever K is."""
    dy = y - d
    return 0.5 * sum(dy[:, k] ** 2 for k in range(4)), dy


@outcome("M100")
def wrong_xor(y, d):
    """Squares of y and d apart: y² − d²."""
    return 0.5 * (y**2 - d**2).sum(axis=1), y - d
