"""Programs of another hand, written from the exercise's text."""

import numpy as np

from tests.programs import outcome


def right_loops(y, gamma, beta, eps):
    T, M, H, W = y.shape
    z = np.empty((T, M, H, W))
    for m in range(M):
        cells = y[:, m].ravel()
        mean = sum(cells) / len(cells)
        variance = sum((c - mean) ** 2 for c in cells) / len(cells)
        z[:, m] = (y[:, m] - mean) / (variance + eps) ** 0.5 * gamma[m] + beta[m]
    return z


def right_rows_of_maps(y, gamma, beta, eps):
    rows = np.moveaxis(y, 1, 0).reshape(y.shape[1], -1)
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred ** 2).mean(axis=1, keepdims=True) + eps)
    rows = gamma[:, np.newaxis] * centred / spread + beta[:, np.newaxis]
    T, M, H, W = y.shape
    return np.moveaxis(rows.reshape(M, T, H, W), 0, 1)


def right_scale_and_shift(y, gamma, beta, eps):
    mean = np.mean(y, (0, 2, 3))
    centred = y - mean.reshape(1, -1, 1, 1)
    scale = gamma / np.sqrt(np.mean(centred * centred, (0, 2, 3)) + eps)
    return centred * scale.reshape(1, -1, 1, 1) + beta.reshape(1, -1, 1, 1)


def right_one_map_after_the_other(y, gamma, beta, eps):
    maps = [
        g * (y[:, k] - y[:, k].mean()) / np.sqrt(y[:, k].var() + eps) + b
        for k, (g, b) in enumerate(zip(gamma, beta))
    ]
    return np.stack(maps, axis=1)


def right_transposed(y, gamma, beta, eps):
    last = y.transpose(0, 2, 3, 1)
    z = (last - last.mean((0, 1, 2))) / np.sqrt(last.var((0, 1, 2)) + eps) * gamma + beta
    return z.transpose(0, 3, 1, 2)


@outcome("M44")
def wrong_eps_outside_the_root(y, gamma, beta, eps):
    """eps is added to the standard deviation."""
    mean, std = y.mean((0, 2, 3), keepdims=True), y.std((0, 2, 3), keepdims=True)
    return gamma.reshape(1, -1, 1, 1) * (y - mean) / (std + eps) + beta.reshape(1, -1, 1, 1)


@outcome("M11")
def wrong_sample_variance(y, gamma, beta, eps):
    """The variance of a sample, ddof=1."""
    mean, variance = y.mean((0, 2, 3), keepdims=True), y.var((0, 2, 3), keepdims=True, ddof=1)
    return gamma.reshape(1, -1, 1, 1) * (y - mean) / np.sqrt(variance + eps) + beta.reshape(1, -1, 1, 1)


@outcome("M12")
def wrong_each_image_by_itself(y, gamma, beta, eps):
    """Mean and variance of every image's map, in a loop over the batch."""
    z = np.zeros_like(y)
    for t in range(len(y)):
        for m in range(y.shape[1]):
            one = y[t, m]
            z[t, m] = gamma[m] * (one - one.mean()) / np.sqrt(one.var() + eps) + beta[m]
    return z


@outcome("M12")
def wrong_layer_norm(y, gamma, beta, eps):
    """Over channels, rows and columns of each image."""
    mean, variance = y.mean((1, 2, 3), keepdims=True), y.var((1, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mean) / np.sqrt(variance + eps) + beta[:, None, None]


@outcome("M42")
def wrong_over_the_batch_alone(y, gamma, beta, eps):
    """Every cell of the map has its own mean over the batch."""
    return gamma[:, None, None] * (y - y.mean(0)) / np.sqrt(y.var(0) + eps) + beta[:, None, None]


@outcome("M46")
def wrong_beta_times_gamma_plus(y, gamma, beta, eps):
    """gamma is added and beta multiplied."""
    mean, variance = y.mean((0, 2, 3), keepdims=True), y.var((0, 2, 3), keepdims=True)
    return beta[:, None, None] * (y - mean) / np.sqrt(variance + eps) + gamma[:, None, None]


@outcome("M45")
def wrong_root_left_out(y, gamma, beta, eps):
    """Divides by the variance."""
    mean, variance = y.mean((0, 2, 3), keepdims=True), y.var((0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mean) / (variance + eps) + beta[:, None, None]


@outcome("M48")
def wrong_stops_at_normal(y, gamma, beta, eps):
    """gamma and beta are never used."""
    mean, variance = y.mean((0, 2, 3), keepdims=True), y.var((0, 2, 3), keepdims=True)
    return (y - mean) / np.sqrt(variance + eps)


@outcome("N06")
def wrong_beta_before_gamma(y, gamma, beta, eps):
    """gamma · (normal + beta)."""
    mean, variance = y.mean((0, 2, 3), keepdims=True), y.var((0, 2, 3), keepdims=True)
    return gamma[:, None, None] * ((y - mean) / np.sqrt(variance + eps) + beta[:, None, None])


@outcome(says="your function changed its argument y")
def wrong_in_place(y, gamma, beta, eps):
    """Takes the mean off the array that it was given."""
    y -= y.mean((0, 2, 3), keepdims=True)
    return gamma[:, None, None] * y / np.sqrt((y ** 2).mean((0, 2, 3), keepdims=True) + eps) + beta[:, None, None]


@outcome(says="Right with one input map, wrong in every case with several")
def wrong_gamma_along_columns(y, gamma, beta, eps):
    """gamma and beta without new axes: they run along the columns, or do not fit."""
    mean, variance = y.mean((0, 2, 3), keepdims=True), y.var((0, 2, 3), keepdims=True)
    return gamma * (y - mean) / np.sqrt(variance + eps) + beta
