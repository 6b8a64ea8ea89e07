"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_rows(z, d):
    div, dz = [], []
    for row, label in zip(z, d, strict=True):
        e = np.exp(row - row.max())
        share = e / e.sum()
        div.append(np.log(e.sum()) - (row[label] - row.max()))
        dz.append([share[c] - (c == label) for c in range(len(row))])
    return np.array(div), np.array(dz)


def right_by_logaddexp(z, d):
    total = np.logaddexp.reduce(z, axis=1)
    wanted = np.eye(z.shape[1])[d]
    return total - (z * wanted).sum(axis=1), np.exp(z - total[:, None]) - wanted


def right_by_take(z, d):
    z = z - np.max(z, axis=-1)[:, np.newaxis]
    log_share = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    dz = np.exp(log_share)
    np.add.at(dz, (np.arange(len(d)), d), -1)
    return -np.take_along_axis(log_share, d[:, None], axis=1)[:, 0], dz


def right_pairwise(z, d):
    chosen = z[np.arange(len(z)), d][:, None]
    top = z.max(axis=1, keepdims=True)
    total = np.exp(z - top).sum(axis=1, keepdims=True)
    return (top + np.log(total) - chosen).reshape(-1), np.exp(z - top) / total - (np.arange(z.shape[1]) == d[:, None])


@outcome("L40")
def wrong_base_two(z, d):
    """log2 in place of the natural logarithm."""
    z = z - z.max(axis=1, keepdims=True)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.log2(shares[np.arange(len(d)), d]), shares - np.eye(z.shape[1])[d]


@outcome(nothing=True)
def wrong_squares(z, d):
    """Squared distance of the probabilities."""
    z = z - z.max(axis=1, keepdims=True)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    wanted = np.eye(z.shape[1])[d]
    return ((shares - wanted) ** 2).sum(axis=1), shares - wanted


@outcome(nothing=True)
def wrong_binary(z, d):
    """Sigmoid and both logarithms, as for two classes."""
    shares, wanted = 1 / (1 + np.exp(-z)), np.eye(z.shape[1])[d]
    return -(wanted * np.log(shares) + (1 - wanted) * np.log(1 - shares)).sum(axis=1), shares - wanted


@outcome("L15", "L38")
def wrong_only_the_right_class(z, d):
    """dz only for the desired class."""
    z = z - z.max(axis=1, keepdims=True)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    rows = np.arange(len(d))
    dz = np.zeros(shares.shape)
    dz[rows, d] = shares[rows, d] - 1
    return -np.log(shares[rows, d]), dz


@outcome(says="Where div should be a finite number, yours is ∞: is it the logarithm of 0, or something")
def wrong_derivative_of_log(z, d):
    """−1/share for the desired class: stops at the probabilities."""
    z = z - z.max(axis=1, keepdims=True)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    rows = np.arange(len(d))
    dz = np.zeros(shares.shape)
    dz[rows, d] = -1 / shares[rows, d]
    return -np.log(shares[rows, d]), dz
