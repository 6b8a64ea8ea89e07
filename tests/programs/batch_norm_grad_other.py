"""Programs of another hand, written from the exercise's text."""

import numpy as np

from tests.programs import outcome

CELLS = (0, 2, 3)


def parts(y, eps):
    mean = y.mean(CELLS, keepdims=True)
    spread = np.sqrt(y.var(CELLS, keepdims=True) + eps)
    return (y - mean) / spread, spread


def wide(gamma):
    return gamma.reshape(1, -1, 1, 1)


def right_chain_of_steps(dz, y, gamma, eps):
    n = y.size / y.shape[1]
    mean = y.mean(CELLS, keepdims=True)
    centred = y - mean
    variance = (centred ** 2).mean(CELLS, keepdims=True)
    normal = centred / np.sqrt(variance + eps)
    dnormal = dz * wide(gamma)
    dvariance = (dnormal * centred * -0.5 * (variance + eps) ** -1.5).sum(CELLS, keepdims=True)
    dmean = (-dnormal / np.sqrt(variance + eps)).sum(CELLS, keepdims=True) + dvariance * (-2 * centred).mean(CELLS, keepdims=True)
    dy = dnormal / np.sqrt(variance + eps) + dvariance * 2 * centred / n + dmean / n
    return dy, (dz * normal).sum(CELLS), dz.sum(CELLS)


def right_counted(dz, y, gamma, eps):
    normal, spread = parts(y, eps)
    n = y[:, 0].size
    dbeta, dgamma = dz.sum(CELLS), (dz * normal).sum(CELLS)
    dy = wide(gamma) / (n * spread) * (n * dz - wide(dbeta) - normal * wide(dgamma))
    return dy, dgamma, dbeta


def right_map_after_map(dz, y, gamma, eps):
    dy, dgamma, dbeta = np.zeros(y.shape), np.zeros(len(gamma)), np.zeros(len(gamma))
    for m in range(len(gamma)):
        spread = np.sqrt(y[:, m].var() + eps)
        normal = (y[:, m] - y[:, m].mean()) / spread
        dgamma[m], dbeta[m] = np.sum(dz[:, m] * normal), np.sum(dz[:, m])
        dy[:, m] = gamma[m] / spread * (dz[:, m] - dz[:, m].mean() - normal * np.mean(dz[:, m] * normal))
    return dy, dgamma, dbeta


def right_matrix(dz, y, gamma, eps):
    n = y[:, 0].size
    dy, dgamma, dbeta = np.zeros(y.shape), [], []
    for m, g in enumerate(gamma):
        cells, back = y[:, m].ravel(), dz[:, m].ravel()
        spread = np.sqrt(cells.var() + eps)
        normal = (cells - cells.mean()) / spread
        away = np.eye(n) - 1 / n - np.outer(normal, normal) / n
        dy[:, m] = (g / spread * away @ back).reshape(y[:, m].shape)
        dgamma.append(normal @ back)
        dbeta.append(back.sum())
    return dy, np.array(dgamma), np.array(dbeta)


@outcome("M50")
def wrong_statistics_held(dz, y, gamma, eps):
    """Mean and variance are taken as constants."""
    normal, spread = parts(y, eps)
    return dz * wide(gamma) / spread, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome("M52")
def wrong_variance_held(dz, y, gamma, eps):
    """The variance is taken as a constant."""
    normal, spread = parts(y, eps)
    g = dz * wide(gamma)
    return (g - g.mean(CELLS, keepdims=True)) / spread, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome("M51")
def wrong_mean_held(dz, y, gamma, eps):
    """The mean is taken as a constant."""
    normal, spread = parts(y, eps)
    g = dz * wide(gamma)
    return (g - normal * (g * normal).mean(CELLS, keepdims=True)) / spread, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome("M55")
def wrong_gamma_left_out(dz, y, gamma, eps):
    """gamma is not multiplied."""
    normal, spread = parts(y, eps)
    dy = (dz - dz.mean(CELLS, keepdims=True) - normal * (dz * normal).mean(CELLS, keepdims=True)) / spread
    return dy, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome("M53")
def wrong_not_divided(dz, y, gamma, eps):
    """The spread is not divided by."""
    normal, _ = parts(y, eps)
    g = dz * wide(gamma)
    dy = g - g.mean(CELLS, keepdims=True) - normal * (g * normal).mean(CELLS, keepdims=True)
    return dy, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome("M54")
def wrong_dgamma_of_y(dz, y, gamma, eps):
    """dgamma with y in place of the normalised y."""
    dy, _, dbeta = right_counted(dz, y, gamma, eps)
    return dy, np.einsum("tmij,tmij->m", dz, y), dbeta


@outcome("M56")
def wrong_means_for_sums(dz, y, gamma, eps):
    """dgamma and dbeta as means."""
    normal, _ = parts(y, eps)
    return right_counted(dz, y, gamma, eps)[0], (dz * normal).mean(CELLS), dz.mean(CELLS)


@outcome("M57")
def wrong_order(dz, y, gamma, eps):
    """dbeta before dgamma."""
    dy, dgamma, dbeta = right_counted(dz, y, gamma, eps)
    return dy, dbeta, dgamma


@outcome(says="in a shape with axes of length 1 too many")
def wrong_axes_kept(dz, y, gamma, eps):
    """dgamma and dbeta keep four axes."""
    dy, dgamma, dbeta = right_counted(dz, y, gamma, eps)
    return dy, wide(dgamma), wide(dbeta)


@outcome("M63")
def wrong_sums_not_means(dz, y, gamma, eps):
    """The two parts that are taken off are sums, not means."""
    normal, spread = parts(y, eps)
    g = dz * wide(gamma)
    dy = (g - g.sum(CELLS, keepdims=True) - normal * (g * normal).sum(CELLS, keepdims=True)) / spread
    return dy, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome("N10")
def wrong_sign_of_the_variance(dz, y, gamma, eps):
    """The part through the variance is added."""
    normal, spread = parts(y, eps)
    g = dz * wide(gamma)
    dy = (g - g.mean(CELLS, keepdims=True) + normal * (g * normal).mean(CELLS, keepdims=True)) / spread
    return dy, (dz * normal).sum(CELLS), dz.sum(CELLS)


@outcome(says="3 results are needed, (dy, dgamma, dbeta)")
def wrong_dy_alone(dz, y, gamma, eps):
    """Returns one gradient of the three."""
    return right_counted(dz, y, gamma, eps)[0]
