"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("P09")
def wrong_kstride(y, K, s):
    """Kstride."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    win = y[t, m, i * s:i * s + K, j * s:j * s + K]
                    u[t, m, i, j] = win.max()
                    P[t, m, i, j] = win.argmax()
    return (u, P)


@outcome("P24")
def wrong_posrow(y, K, s):
    """Posrow."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    win = y[t, m, i * s:i * s + K, j * s:j * s + K]
                    a, b = divmod(win.argmax(), K)
                    u[t, m, i, j] = win.max()
                    P[t, m, i, j] = (i * s + a) * Wo + j * s + b
    return (u, P)


@outcome("P03")
def wrong_last_tie(y, K, s):
    """Last tie."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    best = -np.inf
                    for a in range(K):
                        for b in range(K):
                            v = y[t, m, i * s + a, j * s + b]
                            if v >= best:
                                best = v
                                P[t, m, i, j] = (i * s + a) * W + j * s + b
                    u[t, m, i, j] = best
    return (u, P)


@outcome("P32")
def wrong_abs(y, K, s):
    """Abs."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    win = y[t, m, i * s:i * s + K, j * s:j * s + K]
                    a, b = divmod(np.abs(win).argmax(), K)
                    u[t, m, i, j] = win[a, b]
                    P[t, m, i, j] = (i * s + a) * W + j * s + b
    return (u, P)


@outcome(says="Your function returned one array of shape (1, 1, 3, 3)")
def wrong_only_u(y, K, s):
    """Only u."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            u[:, :, i, j] = y[:, :, i * s:i * s + K, j * s:j * s + K].max(axis=(2, 3))
    return u


@outcome(says="Your positions have 5 axes")
def wrong_tuple_positions(y, K, s):
    """Tuple positions."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo, 2), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    win = y[t, m, i * s:i * s + K, j * s:j * s + K]
                    a, b = divmod(win.argmax(), K)
                    u[t, m, i, j] = win.max()
                    P[t, m, i, j] = (i * s + a, j * s + b)
    return (u, P)


@outcome("P21")
def wrong_search_whole(y, K, s):
    """Search whole."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    win = y[t, m, i * s:i * s + K, j * s:j * s + K]
                    u[t, m, i, j] = win.max()
                    r, c = np.argwhere(y[t, m] == win.max())[0]
                    P[t, m, i, j] = r * W + c
    return (u, P)


@outcome("P22")
def wrong_stride1(y, K, s):
    """Stride1."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    P = np.zeros((T, M, Ho, Wo), int)
    for t in range(T):
        for m in range(M):
            for i in range(Ho):
                for j in range(Wo):
                    win = y[t, m, i * s:i * s + K, j * s:j * s + K]
                    a, b = divmod(win.argmax(), K)
                    u[t, m, i, j] = win.max()
                    P[t, m, i, j] = (i + a) * W + j + b
    return (u, P)
