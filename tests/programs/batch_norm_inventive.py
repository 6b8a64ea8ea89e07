"""Programs of an inventive beginner, and what stands near a named mistake."""

import math

import numpy as np

from tests.programs import outcome

CELLS = {"axis": (0, 2, 3), "keepdims": True}


def right_cell_by_cell(y, gamma, beta, eps):
    z = np.empty(y.shape)
    for m in range(y.shape[1]):
        mean = squares = 0.0
        for k, value in enumerate(y[:, m].ravel(), 1):  # mean and squared distances, kept up to date
            apart = value - mean
            mean += apart / k
            squares += apart * (value - mean)
        z[:, m] = gamma[m] * (y[:, m] - mean) / math.sqrt(squares / k + eps) + beta[m]
    return z


def right_in_letters(y, gamma, beta, eps):
    T, M, H, W = y.shape
    apart = y - (np.einsum("tmij->m", y) / (T * H * W))[:, None, None]
    factor = gamma * (np.einsum("tmij,tmij->m", apart, apart) / (T * H * W) + eps) ** -0.5
    return np.einsum("m,tmij->tmij", factor, apart) + beta.reshape(1, M, 1, 1)


@outcome("N27")
def wrong_brackets(y, gamma, beta, eps):
    """Brackets forgotten."""
    return gamma[:, None, None] * (y - y.mean(**CELLS) / np.sqrt(y.var(**CELLS) + eps)) + beta[:, None, None]


@outcome("N27")
def wrong_y_alone_divided(y, gamma, beta, eps):
    """Brackets at the wrong place: y alone is divided."""
    return gamma[:, None, None] * (y / np.sqrt(y.var(**CELLS) + eps) - y.mean(**CELLS)) + beta[:, None, None]


@outcome("N28")
def wrong_multiplied(y, gamma, beta, eps):
    """Multiplied by the root."""
    return gamma[:, None, None] * (y - y.mean(**CELLS)) * np.sqrt(y.var(**CELLS) + eps) + beta[:, None, None]


@outcome(nothing=True)
def wrong_multiplied_by_variance(y, gamma, beta, eps):
    """Multiplied by the variance."""
    return gamma[:, None, None] * (y - y.mean(**CELLS)) * (y.var(**CELLS) + eps) + beta[:, None, None]


@outcome("M44")
def wrong_eps_twice(y, gamma, beta, eps):
    """eps under the root and behind it, to be safe."""
    return gamma[:, None, None] * (y - y.mean(**CELLS)) / (np.sqrt(y.var(**CELLS) + eps) + eps) + beta[:, None, None]


@outcome(nothing=True)
def wrong_from_0_to_1(y, gamma, beta, eps):
    """Brought between 0 and 1."""
    low, high = y.min(**CELLS), y.max(**CELLS)
    return gamma[:, None, None] * (y - low) / (high - low + eps) + beta[:, None, None]


@outcome(says="Right with one example, wrong in every case with several")
def wrong_variance_within_examples(y, gamma, beta, eps):
    """The mean of the examples' own variances."""
    variance = y.var(axis=(2, 3)).mean(axis=0)[:, None, None]
    return gamma[:, None, None] * (y - y.mean(**CELLS)) / np.sqrt(variance + eps) + beta[:, None, None]


@outcome(says="Right with one example and with one input map")
def wrong_rows_of_maps(y, gamma, beta, eps):
    """Reshaped to one row for each map, without moving axes."""
    rows = y.reshape(y.shape[1], -1)
    rows = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + eps)
    return (rows * gamma[:, None] + beta[:, None]).reshape(y.shape)
