"""Batch normalisation while training, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_axes_tuple(y, gamma, beta, eps):
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return gamma[None, :, None, None] * (y - mu) / np.sqrt(var + eps) + beta[None, :, None, None]


def right_map_by_map(y, gamma, beta, eps):
    z = np.empty(y.shape, dtype=float)
    for m in range(y.shape[1]):
        cells = y[:, m]
        z[:, m] = gamma[m] * (cells - cells.mean()) / (cells.var() + eps) ** 0.5 + beta[m]
    return z


def right_counting_by_hand(y, gamma, beta, eps):
    T, M, H, W = y.shape
    z = np.zeros((T, M, H, W))
    for m in range(M):
        total, count = 0.0, 0
        for t in range(T):
            for i in range(H):
                for j in range(W):
                    total += y[t, m, i, j]
                    count += 1
        mu = total / count
        square = 0.0
        for t in range(T):
            for i in range(H):
                for j in range(W):
                    square += (y[t, m, i, j] - mu) ** 2
        root = np.sqrt(square / count + eps)
        for t in range(T):
            for i in range(H):
                for j in range(W):
                    z[t, m, i, j] = (y[t, m, i, j] - mu) / root * gamma[m] + beta[m]
    return z


def right_one_row_a_map(y, gamma, beta, eps):
    T, M, H, W = y.shape
    rows = y.transpose(1, 0, 2, 3).reshape(M, -1)
    rows = rows - rows.mean(axis=1)[:, None]
    rows = rows / np.sqrt((rows**2).mean(axis=1)[:, None] + eps)
    rows = rows * gamma[:, None] + beta[:, None]
    return rows.reshape(M, T, H, W).transpose(1, 0, 2, 3)


def right_einsum_scale_and_shift(y, gamma, beta, eps):
    n = y.shape[0] * y.shape[2] * y.shape[3]
    mu = np.einsum("tmij->m", y) / n
    d = y - mu.reshape(1, -1, 1, 1)
    var = np.einsum("tmij,tmij->m", d, d) / n
    a = gamma / np.sqrt(var + eps)
    b = beta - a * mu
    return np.einsum("m,tmij->tmij", a, y) + b[:, None, None]


def right_channels_last(y, gamma, beta, eps):
    x = np.moveaxis(y, 1, -1)
    z = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + eps) * gamma + beta
    return np.moveaxis(z, -1, 1)


def right_mean_of_squares(y, gamma, beta, eps):
    axes = (0, 2, 3)
    y = np.asarray(y, dtype=np.float64)
    mu = np.mean(y, axis=axes, keepdims=True)
    var = np.mean(y**2, axis=axes, keepdims=True) - mu**2
    z = (y - mu) * (var + eps) ** -0.5
    return z * np.reshape(gamma, (1, -1, 1, 1)) + np.reshape(beta, (1, -1, 1, 1))


def right_single_precision(y, gamma, beta, eps):
    y = y.astype(np.float32)
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = ((y - mu) ** 2).mean(axis=(0, 2, 3), keepdims=True)
    z = (y - mu) / np.sqrt(var + np.float32(eps))
    return z * gamma.astype(np.float32)[:, None, None] + beta.astype(np.float32)[:, None, None]


@outcome("M11")
def wrong_one_less(y, gamma, beta, eps):
    """The variance is divided by the number of cells less one."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True, ddof=1)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("N01")
def wrong_standard_deviation_in_the_root(y, gamma, beta, eps):
    """The standard deviation stands where the variance belongs, so the root is taken twice."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.std(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("M44")
def wrong_eps_outside(y, gamma, beta, eps):
    """eps is added to the root."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    std = y.std(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / (std + eps) + beta[:, None, None]


@outcome("M47")
def wrong_no_eps(y, gamma, beta, eps):
    """eps is not used."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    std = y.std(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / std + beta[:, None, None]


@outcome("M42")
def wrong_examples_only(y, gamma, beta, eps):
    """As for a layer of perceptrons: every cell has statistics of its own, over the examples."""
    mu = y.mean(axis=0)
    var = y.var(axis=0)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("M12")
def wrong_every_image_alone(y, gamma, beta, eps):
    """Mean and variance of one map of one example."""
    mu = y.mean(axis=(2, 3), keepdims=True)
    var = y.var(axis=(2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("M12")
def wrong_over_the_maps_of_an_example(y, gamma, beta, eps):
    """Mean and variance over the maps, rows and columns of one example."""
    mu = y.mean(axis=(1, 2, 3), keepdims=True)
    var = y.var(axis=(1, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("M43")
def wrong_whole_array(y, gamma, beta, eps):
    """One mean and one variance for everything."""
    z = (y - np.mean(y)) / np.sqrt(np.var(y) + eps)
    return gamma.reshape(1, -1, 1, 1) * z + beta.reshape(1, -1, 1, 1)


@outcome("M45")
def wrong_divided_by_variance(y, gamma, beta, eps):
    """No root."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / (var + eps) + beta[:, None, None]


@outcome("M49")
def wrong_mean_kept(y, gamma, beta, eps):
    """The mean is not taken off."""
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * y / np.sqrt(var + eps) + beta[:, None, None]


@outcome("N02")
def wrong_square_not_centred(y, gamma, beta, eps):
    """The mean of the squares stands for the variance."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = (y**2).mean(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("M48")
def wrong_without_gamma(y, gamma, beta, eps):
    """gamma is left out."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("M48")
def wrong_without_beta(y, gamma, beta, eps):
    """beta is left out."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps)


@outcome("N06")
def wrong_beta_inside(y, gamma, beta, eps):
    """beta is added before gamma multiplies."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * ((y - mu) / np.sqrt(var + eps) + beta[:, None, None])


@outcome("N06")
def wrong_beta_in_the_fraction(y, gamma, beta, eps):
    """beta stands in the numerator."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return (gamma[:, None, None] * (y - mu) + beta[:, None, None]) / np.sqrt(var + eps)


@outcome("M46")
def wrong_gamma_and_beta_exchanged(y, gamma, beta, eps):
    """gamma is added and beta multiplies."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return beta[:, None, None] * (y - mu) / np.sqrt(var + eps) + gamma[:, None, None]


@outcome(says="Right with one input map, wrong in every case with several")
def wrong_gamma_along_columns(y, gamma, beta, eps):
    """gamma and beta are not reshaped: they meet the last axis."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return gamma * (y - mu) / np.sqrt(var + eps) + beta


@outcome(says="Right with one input map, wrong in every case with several")
def wrong_no_keepdims(y, gamma, beta, eps):
    """mean and variance have one axis and meet the last one of y."""
    mu = y.mean(axis=(0, 2, 3))
    var = y.var(axis=(0, 2, 3))
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome(says="The values are right, but your function changed its argument y")
def wrong_in_place(y, gamma, beta, eps):
    """The values are right, but y is overwritten."""
    y -= y.mean(axis=(0, 2, 3), keepdims=True)
    y /= np.sqrt((y**2).mean(axis=(0, 2, 3), keepdims=True) + eps)
    y *= gamma[:, None, None]
    y += beta[:, None, None]
    return y


def right_like_y_kind(y, gamma, beta, eps):
    """The result takes its dtype from y, so whole numbers in give whole numbers out."""
    z = np.zeros_like(y)
    for m in range(y.shape[1]):
        z[:, m] = gamma[m] * (y[:, m] - y[:, m].mean()) / np.sqrt(y[:, m].var() + eps) + beta[m]
    return z


@outcome(says="Right with one example, wrong in every case with several")
def wrong_statistics_of_the_first(y, gamma, beta, eps):
    """Statistics of example 0 are used for all."""
    mu = y[0].mean(axis=(1, 2)).reshape(1, -1, 1, 1)
    var = y[0].var(axis=(1, 2)).reshape(1, -1, 1, 1)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome(says="Right on every square map, wrong on every other")
def wrong_square_count(y, gamma, beta, eps):
    """The number of cells is taken as T * H * H."""
    T, M, H, W = y.shape
    n = T * H * H
    mu = y.sum(axis=(0, 2, 3), keepdims=True) / n
    var = ((y - mu) ** 2).sum(axis=(0, 2, 3), keepdims=True) / n
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("N03")
def wrong_divided_by_examples(y, gamma, beta, eps):
    """The sums are divided by the number of examples."""
    T = y.shape[0]
    mu = y.sum(axis=(0, 2, 3), keepdims=True) / T
    var = ((y - mu) ** 2).sum(axis=(0, 2, 3), keepdims=True) / T
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome("N04")
def wrong_running_start(y, gamma, beta, eps):
    """Normalises by running statistics that start at 0 and 1 and have moved by a tenth."""
    mu = 0.9 * 0 + 0.1 * y.mean(axis=(0, 2, 3), keepdims=True)
    var = 0.9 * 1 + 0.1 * y.var(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]


@outcome(says="z was asked for, and stands at place 0 of the 3 results that you return")
def wrong_statistics_returned(y, gamma, beta, eps):
    """Returns the mean and the variance as well."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    z = gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None]
    return z, mu, var


@outcome("N05")
def wrong_at_least_eps(y, gamma, beta, eps):
    """eps is a floor of the variance, not a summand."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = np.maximum(y.var(axis=(0, 2, 3), keepdims=True), eps)
    return gamma[:, None, None] * (y - mu) / np.sqrt(var) + beta[:, None, None]


@outcome(says="Where your z is wrong, map 0 alone is right")
def wrong_constant_map_zero(y, gamma, beta, eps):
    """A map without spread is left at 0, without its beta."""
    z = np.zeros(y.shape)
    for m in range(y.shape[1]):
        var = y[:, m].var()
        if var > 0:
            z[:, m] = gamma[m] * (y[:, m] - y[:, m].mean()) / np.sqrt(var + eps) + beta[m]
    return z


@outcome(says="Your z is rounded to 2 decimals")
def wrong_rounded(y, gamma, beta, eps):
    """The result is rounded to two decimals, as it is shown."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    return np.round(gamma[:, None, None] * (y - mu) / np.sqrt(var + eps) + beta[:, None, None], 2)


@outcome(nothing=True)
def wrong_scale_to_one(y, gamma, beta, eps):
    """Maps are brought to 0 ... 1 by their smallest and largest number."""
    low = y.min(axis=(0, 2, 3), keepdims=True)
    high = y.max(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - low) / (high - low + eps) + beta[:, None, None]


@outcome(nothing=True)
def wrong_mean_of_deviations(y, gamma, beta, eps):
    """The mean distance from the mean is taken for the spread."""
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    spread = np.abs(y - mu).mean(axis=(0, 2, 3), keepdims=True)
    return gamma[:, None, None] * (y - mu) / (spread + eps) + beta[:, None, None]


@outcome(says="Right with one example and with one input map, wrong in every other case")
def wrong_rows_of_a_reshape(y, gamma, beta, eps):
    """The maps are brought to rows by a reshape without a transpose: cells of different maps are mixed."""
    T, M, H, W = y.shape
    rows = y.reshape(M, -1)
    rows = (rows - rows.mean(1, keepdims=True)) / np.sqrt(rows.var(1, keepdims=True) + eps)
    return (gamma[:, None] * rows + beta[:, None]).reshape(T, M, H, W)
