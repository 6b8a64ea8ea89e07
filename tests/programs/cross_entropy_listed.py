"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("L30")
def wrong_keepdims(z, d):
    """no keepdims at the maximum"""
    e = np.exp(z - z.max(axis=1))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L30")
def wrong_keepdims_sum(z, d):
    """no keepdims at the sum"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L33")
def wrong_batch_maximum(z, d):
    """max of the batch"""
    e = np.exp(z - z.max())
    shares = e / e.sum(axis=1, keepdims=True)
    div = np.log(e.sum(axis=1)) - (z - z.max())[np.arange(len(d)), d]
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L15", "L33")
def wrong_batch_maximum_log(z, d):
    """max of the batch, log share"""
    e = np.exp(z - z.max())
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L32")
def wrong_epsilon(z, d):
    """log(share + 1e-12)"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d] + 1e-12)
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L32")
def wrong_clip(z, d):
    """clipped"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(np.clip(shares, 1e-7, 1 - 1e-7)[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome(nothing=True)
def wrong_epsilon9(z, d):
    """log(share + 1e-9) odd"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d] + 2e-9)
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L31")
def wrong_batch_softmax(z, d):
    """softmax over the batch"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum()
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L31")
def wrong_axis0(z, d):
    """softmax over axis 0"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=0, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L34")
def wrong_plus(z, d):
    """minus lost"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L15", "L42")
def wrong_mean(z, d):
    """mean loss and dz/T"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div.mean(), dz / len(d)


@outcome("L01", "L15")
def wrong_divT(z, d):
    """dz/T"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz / len(d)


@outcome(says="The results are there, but in another order: (div, dz) is needed")
def wrong_swapped(z, d):
    """swapped"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return dz, div


@outcome(says="Your function returned one array of shape (1,)")
def wrong_only(z, d):
    """div only"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div


@outcome("L15", "L42")
def wrong_summed(z, d):
    """sum"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div.sum(), dz


@outcome("L40")
def wrong_log2(z, d):
    """log2"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log2(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L15")
def wrong_log_share(z, d):
    """log of share"""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz


@outcome("L05")
def wrong_overflow(z, d):
    """no maximum"""
    e = np.exp(z)
    shares = e / e.sum(axis=1, keepdims=True)
    div = -np.log(shares[np.arange(len(d)), d])
    dz = shares.copy()
    dz[np.arange(len(d)), d] -= 1
    return div, dz
