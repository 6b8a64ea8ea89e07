"""The gradient of batch normalisation, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_short_formula(dz, y, gamma, eps):
    axes = (0, 2, 3)
    std = np.sqrt(y.var(axis=axes, keepdims=True) + eps)
    xhat = (y - y.mean(axis=axes, keepdims=True)) / std
    dbeta = dz.sum(axis=axes)
    dgamma = (dz * xhat).sum(axis=axes)
    inside = (
        dz - dz.mean(axis=axes, keepdims=True) - xhat * (dz * xhat).mean(axis=axes, keepdims=True)
    )
    return gamma[:, None, None] / std * inside, dgamma, dbeta


def right_three_ways(dz, y, gamma, eps):
    T, M, H, W = y.shape
    n = T * H * W
    mu = y.mean(axis=(0, 2, 3), keepdims=True)
    var = y.var(axis=(0, 2, 3), keepdims=True)
    dxhat = dz * gamma.reshape(1, M, 1, 1)
    dvar = (dxhat * (y - mu)).sum(axis=(0, 2, 3), keepdims=True) * -0.5 * (var + eps) ** -1.5
    dmu = -(dxhat / np.sqrt(var + eps)).sum(axis=(0, 2, 3), keepdims=True)
    dmu = dmu + dvar * (-2 * (y - mu)).mean(axis=(0, 2, 3), keepdims=True)
    dy = dxhat / np.sqrt(var + eps) + dvar * 2 * (y - mu) / n + dmu / n
    dgamma = (dz * (y - mu) / np.sqrt(var + eps)).sum(axis=(0, 2, 3))
    return dy, dgamma, dz.sum(axis=(0, 2, 3))


def right_map_by_map(dz, y, gamma, eps):
    dy = np.zeros(y.shape)
    dgamma = np.zeros(len(gamma))
    dbeta = np.zeros(len(gamma))
    for m in range(len(gamma)):
        a, d = y[:, m], dz[:, m]
        r = 1 / np.sqrt(a.var() + eps)
        h = (a - a.mean()) * r
        dgamma[m] = (d * h).sum()
        dbeta[m] = d.sum()
        dy[:, m] = gamma[m] * r / a.size * (a.size * d - dbeta[m] - h * dgamma[m])
    return dy, dgamma, dbeta


def right_jacobian(dz, y, gamma, eps):
    T, M, H, W = y.shape
    n = T * H * W
    dy, dgamma = [], []
    for m in range(M):
        a = y[:, m].ravel()
        s = np.sqrt(np.mean((a - a.mean()) ** 2) + eps)
        h = (a - a.mean()) / s
        J = gamma[m] / s * (np.eye(n) - 1 / n - np.outer(h, h) / n)
        d = dz[:, m].ravel()
        dy.append((J.T @ d).reshape(T, H, W))
        dgamma.append(h @ d)
    return np.stack(dy, axis=1), np.array(dgamma), np.einsum("tmij->m", dz)


def right_stage_by_stage(dz, y, gamma, eps):
    M = len(gamma)
    x = np.moveaxis(y, 1, -1).reshape(-1, M)
    dout = np.moveaxis(dz, 1, -1).reshape(-1, M)
    N = len(x)
    xmu = x - x.mean(axis=0)
    sqrtvar = np.sqrt((xmu**2).mean(axis=0) + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    divar = (dxhat * xmu).sum(axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -divar / sqrtvar**2
    dvar = 0.5 * dsqrtvar / sqrtvar
    dxmu2 = 2 * xmu * np.ones((N, M)) / N * dvar
    dx1 = dxmu1 + dxmu2
    dmu = -dx1.sum(axis=0)
    dx = dx1 + np.ones((N, M)) / N * dmu
    T, _, H, W = y.shape
    return np.moveaxis(dx.reshape(T, H, W, M), -1, 1), dgamma, dbeta


def right_einsum(dz, y, gamma, eps):
    n = y.size // y.shape[1]
    centred = y - (np.einsum("tmij->m", y) / n)[:, None, None]
    r = (np.einsum("tmij,tmij->m", centred, centred) / n + eps) ** -0.5
    dbeta = np.einsum("tmij->m", dz)
    dgamma = np.einsum("tmij,tmij,m->m", dz, centred, r)
    dy = np.einsum("tmij,m->tmij", dz, gamma * r)
    dy = dy - (gamma * r * dbeta / n)[:, None, None]
    dy = dy - np.einsum("tmij,m->tmij", centred, gamma * r * r * dgamma / n)
    return [dy, dgamma, dbeta]


def _parts(y, eps):
    axes = (0, 2, 3)
    std = np.sqrt(y.var(axis=axes, keepdims=True) + eps)
    return axes, std, (y - y.mean(axis=axes, keepdims=True)) / std


@outcome("M50")
def wrong_by_itself_only(dz, y, gamma, eps):
    """Mean and variance are taken as constants."""
    axes, std, h = _parts(y, eps)
    return gamma[:, None, None] / std * dz, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M51")
def wrong_mean_left_out(dz, y, gamma, eps):
    """The way through the mean is left out."""
    axes, std, h = _parts(y, eps)
    dy = gamma[:, None, None] / std * (dz - h * (dz * h).mean(axis=axes, keepdims=True))
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M52")
def wrong_variance_left_out(dz, y, gamma, eps):
    """The way through the variance is left out."""
    axes, std, h = _parts(y, eps)
    dy = gamma[:, None, None] / std * (dz - dz.mean(axis=axes, keepdims=True))
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M55")
def wrong_gamma_left_out(dz, y, gamma, eps):
    """gamma is left out of dy."""
    axes, std, h = _parts(y, eps)
    dy = (
        dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True)
    ) / std
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N11")
def wrong_gamma_twice(dz, y, gamma, eps):
    """gamma is in dxhat already, and multiplies once more."""
    axes, std, h = _parts(y, eps)
    d = dz * gamma[:, None, None]
    dy = (
        gamma[:, None, None]
        / std
        * (d - d.mean(axis=axes, keepdims=True) - h * (d * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N11")
def wrong_gamma_in_dgamma(dz, y, gamma, eps):
    """dgamma is made from dz * gamma."""
    axes, std, h = _parts(y, eps)
    d = dz * gamma[:, None, None]
    dy = (d - d.mean(axis=axes, keepdims=True) - h * (d * h).mean(axis=axes, keepdims=True)) / std
    return dy, (d * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M54")
def wrong_dgamma_from_y(dz, y, gamma, eps):
    """dgamma is made from y, not from the normalised y."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * y).sum(axis=axes), dz.sum(axis=axes)


@outcome("M56")
def wrong_means_for_sums(dz, y, gamma, eps):
    """dgamma and dbeta are means."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).mean(axis=axes), dz.mean(axis=axes)


@outcome("M63")
def wrong_sums_for_means(dz, y, gamma, eps):
    """The two corrections of dy are sums, not means."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.sum(axis=axes, keepdims=True) - h * (dz * h).sum(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N03")
def wrong_count_of_examples(dz, y, gamma, eps):
    """N is the number of examples, as for perceptrons."""
    axes, std, h = _parts(y, eps)
    N = y.shape[0]
    dbeta, dgamma = dz.sum(axis=axes), (dz * h).sum(axis=axes)
    dy = (
        gamma[:, None, None] / std / N * (N * dz - dbeta[:, None, None] - h * dgamma[:, None, None])
    )
    return dy, dgamma, dbeta


@outcome(says="Right on every square map, wrong on every other")
def wrong_square_count(dz, y, gamma, eps):
    """N is T * H * H."""
    axes, std, h = _parts(y, eps)
    N = y.shape[0] * y.shape[2] ** 2
    dbeta, dgamma = dz.sum(axis=axes), (dz * h).sum(axis=axes)
    dy = (
        gamma[:, None, None] / std / N * (N * dz - dbeta[:, None, None] - h * dgamma[:, None, None])
    )
    return dy, dgamma, dbeta


@outcome("M57")
def wrong_order(dz, y, gamma, eps):
    """dbeta comes before dgamma."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, dz.sum(axis=axes), (dz * h).sum(axis=axes)


@outcome("M47")
def wrong_no_eps(dz, y, gamma, eps):
    """eps is not used."""
    axes, std, h = _parts(y, 0)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M44")
def wrong_eps_outside(dz, y, gamma, eps):
    """eps is added to the root."""
    axes = (0, 2, 3)
    std = y.std(axis=axes, keepdims=True) + eps
    h = (y - y.mean(axis=axes, keepdims=True)) / std
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M11")
def wrong_one_less(dz, y, gamma, eps):
    """The variance is divided by one less."""
    axes = (0, 2, 3)
    std = np.sqrt(y.var(axis=axes, keepdims=True, ddof=1) + eps)
    h = (y - y.mean(axis=axes, keepdims=True)) / std
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N10")
def wrong_sign_of_variance(dz, y, gamma, eps):
    """The way through the variance is added."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) + h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N10")
def wrong_sign_of_mean(dz, y, gamma, eps):
    """The way through the mean is added."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz + dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N07")
def wrong_two_forgotten(dz, y, gamma, eps):
    """The 2 of the square's derivative is forgotten: half of the way through the variance."""
    axes, std, h = _parts(y, eps)
    n = y.size / y.shape[1]
    d = dz * gamma[:, None, None]
    mu = y.mean(axis=axes, keepdims=True)
    dvar = -0.5 * (d * (y - mu)).sum(axis=axes, keepdims=True) / std**3
    dy = d / std + dvar * (y - mu) / n - (d / std).mean(axis=axes, keepdims=True)
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N07")
def wrong_half_forgotten(dz, y, gamma, eps):
    """The 1/2 of the root's derivative is forgotten."""
    axes, std, h = _parts(y, eps)
    n = y.size / y.shape[1]
    d = dz * gamma[:, None, None]
    mu = y.mean(axis=axes, keepdims=True)
    dvar = -(d * (y - mu)).sum(axis=axes, keepdims=True) / std**3
    dy = d / std + dvar * 2 * (y - mu) / n - (d / std).mean(axis=axes, keepdims=True)
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N08")
def wrong_power(dz, y, gamma, eps):
    """The variance's derivative has the variance to the power −1/2, not −3/2."""
    axes, std, h = _parts(y, eps)
    n = y.size / y.shape[1]
    d = dz * gamma[:, None, None]
    mu = y.mean(axis=axes, keepdims=True)
    dvar = -0.5 * (d * (y - mu)).sum(axis=axes, keepdims=True) / std
    dy = d / std + dvar * 2 * (y - mu) / n - (d / std).mean(axis=axes, keepdims=True)
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("N09")
def wrong_not_centred(dz, y, gamma, eps):
    """The way through the variance has y in place of y less its mean."""
    axes, std, h = _parts(y, eps)
    n = y.size / y.shape[1]
    d = dz * gamma[:, None, None]
    dvar = -0.5 * (d * y).sum(axis=axes, keepdims=True) / std**3
    dy = d / std + dvar * 2 * y / n - (d / std).mean(axis=axes, keepdims=True)
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M63")
def wrong_mean_not_divided(dz, y, gamma, eps):
    """The way through the mean is not divided by the number of cells."""
    axes, std, h = _parts(y, eps)
    n = y.size / y.shape[1]
    d = dz * gamma[:, None, None]
    mu = y.mean(axis=axes, keepdims=True)
    dvar = -0.5 * (d * (y - mu)).sum(axis=axes, keepdims=True) / std**3
    dmu = -(d / std).sum(axis=axes, keepdims=True)
    dy = d / std + dvar * 2 * (y - mu) / n + dmu
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M63")
def wrong_variance_not_divided(dz, y, gamma, eps):
    """The way through the variance is not divided by the number of cells."""
    axes, std, h = _parts(y, eps)
    d = dz * gamma[:, None, None]
    mu = y.mean(axis=axes, keepdims=True)
    dvar = -0.5 * (d * (y - mu)).sum(axis=axes, keepdims=True) / std**3
    dy = d / std + dvar * 2 * (y - mu) - (d / std).mean(axis=axes, keepdims=True)
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M12")
def wrong_every_image_alone(dz, y, gamma, eps):
    """Statistics of every example by itself."""
    axes = (2, 3)
    std = np.sqrt(y.var(axis=axes, keepdims=True) + eps)
    h = (y - y.mean(axis=axes, keepdims=True)) / std
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=(0, 2, 3)), dz.sum(axis=(0, 2, 3))


@outcome("M42")
def wrong_examples_only(dz, y, gamma, eps):
    """Everything over the examples only."""
    std = np.sqrt(y.var(axis=0) + eps)
    h = (y - y.mean(axis=0)) / std
    dy = gamma[:, None, None] / std * (dz - dz.mean(axis=0) - h * (dz * h).mean(axis=0))
    return dy, (dz * h).sum(axis=0), dz.sum(axis=0)


@outcome(says="The values are right, but your function changed its argument dz")
def wrong_in_place(dz, y, gamma, eps):
    """dz is multiplied by gamma in place."""
    axes, std, h = _parts(y, eps)
    dbeta, dgamma = dz.sum(axis=axes), (dz * h).sum(axis=axes)
    dz *= gamma[:, None, None]
    dy = (
        dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True)
    ) / std
    return dy, dgamma, dbeta


@outcome(says="Your dgamma is right, in a shape with axes of length 1 too many")
def wrong_keepdims_kept(dz, y, gamma, eps):
    """dgamma and dbeta have four axes."""
    axes, std, h = _parts(y, eps)
    dbeta = dz.sum(axis=axes, keepdims=True)
    dgamma = (dz * h).sum(axis=axes, keepdims=True)
    n = y.size / y.shape[1]
    return gamma[:, None, None] / std / n * (n * dz - dbeta - h * dgamma), dgamma, dbeta


@outcome("M45")
def wrong_divided_by_variance(dz, y, gamma, eps):
    """No root anywhere."""
    axes = (0, 2, 3)
    std = y.var(axis=axes, keepdims=True) + eps
    h = (y - y.mean(axis=axes, keepdims=True)) / std
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome("M53")
def wrong_multiplied_by_std(dz, y, gamma, eps):
    """dy is multiplied by the spread."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        * std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome(says="Your function returned one array of shape (2, 1, 2, 2)")
def wrong_only_dy(dz, y, gamma, eps):
    """Returns dy alone."""
    axes, std, h = _parts(y, eps)
    return (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )


@outcome("N11")
def wrong_dbeta_doubled_by_gamma(dz, y, gamma, eps):
    """dbeta is multiplied by gamma."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), gamma * dz.sum(axis=axes)


def right_like_y_kind(dz, y, gamma, eps):
    """dy takes its dtype from y."""
    axes, std, h = _parts(y, eps)
    dy = np.zeros_like(y)
    dy[...] = (
        gamma[:, None, None]
        / std
        * (dz - dz.mean(axis=axes, keepdims=True) - h * (dz * h).mean(axis=axes, keepdims=True))
    )
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)


@outcome(nothing=True)
def wrong_spread_without_gamma_in_means(dz, y, gamma, eps):
    """gamma multiplies dz only, not what is taken off."""
    axes, std, h = _parts(y, eps)
    dy = (
        gamma[:, None, None] * dz
        - dz.mean(axis=axes, keepdims=True)
        - h * (dz * h).mean(axis=axes, keepdims=True)
    ) / std
    return dy, (dz * h).sum(axis=axes), dz.sum(axis=axes)
