"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _dw(dz, y, k, stride, padding, f=lambda i, s: i * s):
    T, N, Ho, Wo = dz.shape
    M = y.shape[1]
    Kh, Kw = k
    fr = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((N, M, Kh, Kw))
    for i in range(Ho):
        for j in range(Wo):
            dw += np.einsum('tn,tmpq->nmpq', dz[:, :, i, j], fr[:, :, f(i, stride):f(i, stride) + Kh, f(j, stride):f(j, stride) + Kw])
    return dw


@outcome("W04")
def wrong_over_T(dz, y, k, s, p):
    """Over t."""
    return _dw(dz, y, k, s, p) / len(dz)


@outcome("W02")
def wrong_nostride(dz, y, k, s, p):
    """Nostride."""
    return _dw(dz, y, k, 1, p)


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_nopad(dz, y, k, s, p):
    """Nopad."""
    return _dw(dz, y, k, s, 0)


@outcome("W09")
def wrong_mn(dz, y, k, s, p):
    """Mn."""
    return _dw(dz, y, k, s, p).transpose(1, 0, 2, 3)


@outcome("W01")
def wrong_flip(dz, y, k, s, p):
    """Flip."""
    return _dw(dz, y, k, s, p)[:, :, ::-1, ::-1]


@outcome(says="Your dw is the right one for a square kernel_size, with as many columns as rows")
def wrong_square(dz, y, k, s, p):
    """Square."""
    return _dw(dz, y, (k[0], k[0]), s, p)


@outcome(says="The decimals of dw are cut off")
def wrong_int(dz, y, k, s, p):
    """Int."""
    return _dw(dz, y, k, s, p).astype(int)


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_pad_all(dz, y, k, s, p):
    """Pad all."""
    T, N, Ho, Wo = dz.shape
    M = y.shape[1]
    Kh, Kw = k
    fr = np.pad(y, p)
    dw = np.zeros((N, M, Kh, Kw))
    for i in range(Ho):
        for j in range(Wo):
            dw += np.einsum('tn,tmpq->nmpq', dz[:, :, i, j], fr[:, :, i * s:i * s + Kh, j * s:j * s + Kw])
    return dw


@outcome("W03")
def wrong_lastn(dz, y, k, s, p):
    """Lastn."""
    T, N, Ho, Wo = dz.shape
    M = y.shape[1]
    Kh, Kw = k
    fr = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for n in range(N):
        for m in range(M):
            for a in range(Kh):
                for b in range(Kw):
                    dw[n, m, a, b] = (dz[:, n] * fr[:, m, a:a + Ho * s:s, b:b + Wo * s:s]).mean()
    return dw
