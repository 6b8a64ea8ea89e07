"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="Your z has one row and one column too few")
def wrong_no_one(y, w, bias):
    """size without + 1"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh, W - Kw))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


@outcome(says="In every case the numbers of rows and columns of your z are as in the input, H")
def wrong_same_size(y, w, bias):
    """size of y"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H, W))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            patch = y[i:i + Kh, j:j + Kw]
            z[i, j] = (patch * w[:patch.shape[0], :patch.shape[1]]).sum() + bias
    return z


@outcome(says="Right with every square filter, wrong with every other")
def wrong_kh(y, w, bias):
    """Kw from Kh"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kh + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            patch = y[i:i + Kh, j:j + Kh]
            z[i, j] = (patch * w).sum() + bias
    return z


@outcome(says="Right where map and filter are square, wrong in every other case")
def wrong_h(y, w, bias):
    """W from H"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, H - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


@outcome("F03")
def wrong_mean(y, w, bias):
    """mean"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).mean() + bias
    return z


@outcome("F06")
def wrong_nobias(y, w, bias):
    """no bias"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum()
    return z


@outcome("F19")
def wrong_bias_all(y, w, bias):
    """bias in product"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w + bias).sum()
    return z


@outcome("F01")
def wrong_flip(y, w, bias):
    """flipped"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w[::-1, ::-1]).sum() + bias
    return z


@outcome("S14")
def wrong_dot(y, w, bias):
    """matrix product"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] @ w.T).sum() + bias
    return z


@outcome("S15")
def wrong_max(y, w, bias):
    """max"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).max() + bias
    return z


@outcome(says="Your z is the right one when only the last cell of w counts")
def wrong_equals(y, w, bias):
    """= in the innermost loop"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            for p in range(Kh):
                for q in range(Kw):
                    z[i, j] = y[i + p, j + q] * w[p, q]
            z[i, j] += bias
    return z


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(y, w, bias):
    """relu"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = max(0, (y[i:i + Kh, j:j + Kw] * w).sum() + bias)
    return z


@outcome("S18")
def wrong_times_bias(y, w, bias):
    """times bias"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() * bias
    return z


@outcome("S19")
def wrong_ij(y, w, bias):
    """i and j exchanged"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[j:j + Kh, i:i + Kw] * w).sum() + bias
    return z


@outcome(says="Your z is right but for the last row, which is still 0")
def wrong_stop(y, w, bias):
    """loop one short"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if i < z.shape[0] - 1:
                z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


@outcome(nothing=True)
def wrong_fixed(y, w, bias):
    """3 by 3 only"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + 2, j:j + 2] * w).sum() + bias
    return z


@outcome(says="Only the first cell of each map of z is filled")
def wrong_ret(y, w, bias):
    """return in the loop"""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
            return z
    return z
