"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("W05")
def wrong_mean(g, kernel_size, input_size):
    """Mean."""
    H, W = input_size
    Kh, Kw = kernel_size
    Ho, Wo = (H - Kh + 1, W - Kw + 1)
    dw = np.zeros((Kh, Kw))
    for i in range(Ho):
        for j in range(Wo):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += g[i * Wo + j, (i + p) * W + j + q]
    return dw / (Ho * Wo)


@outcome("S13")
def wrong_first_row(g, kernel_size, input_size):
    """First row."""
    H, W = input_size
    Kh, Kw = kernel_size
    dw = np.zeros((Kh, Kw))
    for p in range(Kh):
        for q in range(Kw):
            dw[p, q] = g[:, p * W + q].sum()
    return dw


@outcome(says="The decimals of dw are cut off")
def wrong_int(g, kernel_size, input_size):
    """Int."""
    H, W = input_size
    Kh, Kw = kernel_size
    Ho, Wo = (H - Kh + 1, W - Kw + 1)
    dw = np.zeros((Kh, Kw), int)
    for i in range(Ho):
        for j in range(Wo):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += int(g[i * Wo + j, (i + p) * W + j + q])
    return dw


@outcome(says="Your dw is the right one for |grad_matrix|, without its signs")
def wrong_abs(g, kernel_size, input_size):
    """Abs."""
    H, W = input_size
    Kh, Kw = kernel_size
    Ho, Wo = (H - Kh + 1, W - Kw + 1)
    dw = np.zeros((Kh, Kw))
    for i in range(Ho):
        for j in range(Wo):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += abs(g[i * Wo + j, (i + p) * W + j + q])
    return dw


@outcome("S13")
def wrong_reshape(g, kernel_size, input_size):
    """Reshape."""
    H, W = input_size
    Kh, Kw = kernel_size
    return g.sum(axis=0).reshape(H, W)[:Kh, :Kw]
