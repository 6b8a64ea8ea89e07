"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _flip(dz, w, frame=None, flip=True, K=None):
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    fh, fw = (Kh - 1, Kw - 1) if frame is None else frame
    d = np.pad(dz, ((0, 0), (0, 0), (fh, fh), (fw, fw)))
    if flip:
        w = w[:, :, ::-1, ::-1]
    H, W = (Ho + Kh - 1, Wo + Kw - 1)
    dy = np.zeros((T, M, H, W))
    for x in range(H):
        for y in range(W):
            dy[:, :, x, y] = np.einsum('tnpq,nmpq->tm', d[:, :, x:x + Kh, y:y + Kw], w)
    return dy


@outcome("B01/B07")
def wrong_noflip(dz, w):
    """Noflip."""
    return _flip(dz, w, flip=False)


@outcome("B08")
def wrong_frameK(dz, w):
    """Framek."""
    return _flip(dz, w, frame=w.shape[2:])


@outcome("B02")
def wrong_lr_only(dz, w):
    """Lr only."""
    return _flip(dz, w[:, :, :, ::-1], flip=False)


@outcome("B04")
def wrong_rot90(dz, w):
    """Rot90."""
    return _flip(dz, np.rot90(w, axes=(2, 3)), flip=False)


@outcome("B01/B07", "B06")
def wrong_rot180_wrong_axes(dz, w):
    """Rot180 wrong axes."""
    return _flip(dz, w[::-1, ::-1], flip=False)


@outcome(says="Right with every square filter, wrong with every other")
def wrong_outer_swap(dz, w):
    """Outer swap."""
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    d = np.pad(dz, ((0, 0), (0, 0), (Kw - 1, Kw - 1), (Kh - 1, Kh - 1)))
    w = w[:, :, ::-1, ::-1]
    H, W = (Ho + Kh - 1, Wo + Kw - 1)
    dy = np.zeros((T, M, H, W))
    for x in range(H):
        for y in range(W):
            dy[:, :, x, y] = np.einsum('tnpq,nmpq->tm', d[:, :, x:x + Kh, y:y + Kw], w)
    return dy


@outcome("B16")
def wrong_n0(dz, w):
    """N0."""
    return _flip(dz[:, :1], w[:1])


@outcome("B16")
def wrong_inner(dz, w):
    """Inner."""
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    d = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    w = w[:, :, ::-1, ::-1]
    dy = np.zeros((T, M, Ho + Kh - 1, Wo + Kw - 1))
    for t in range(T):
        for m in range(M):
            for n in range(N):
                for x in range(Ho + Kh - 1):
                    for y in range(Wo + Kw - 1):
                        dy[t, m, x, y] = (d[t, n, x:x + Kh, y:y + Kw] * w[n, m]).sum()
    return dy
