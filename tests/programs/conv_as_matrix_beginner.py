"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome(says="Entry 4 of axis 0 was asked for, where 0 to 3 exist")
def wrong_short_rows(w, input_size):
    """Short rows."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros(((H - Kh + 1) * (W - Kw + 1), H * W))
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * W + j, (i + p) * W + j + q] = w[p, q]
    return A


@outcome("S06")
def wrong_mixes_hw(w, input_size):
    """Mixes hw."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros(((H - Kh + 1) * (W - Kw + 1), H * W))
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * (W - Kw + 1) + j, (i + p) * H + j + q] = w[p, q]
    return A


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_row_flat(w, input_size):
    """Row flat."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros(((H - Kh + 1) * (W - Kw + 1), H * W))
    k = 0
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            A[k, i * W + j:i * W + j + Kh * Kw] = w.ravel()
            k += 1
    return A


@outcome(says="Only the first row of A is filled, the others are still 0")
def wrong_k_never_grows(w, input_size):
    """K never grows."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros(((H - Kh + 1) * (W - Kw + 1), H * W))
    k = 0
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            for p in range(Kh):
                for q in range(Kw):
                    A[k, (i + p) * W + j + q] = w[p, q]
    return A


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_col_order(w, input_size):
    """Col order."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros(((H - Kh + 1) * (W - Kw + 1), H * W))
    k = 0
    for j in range(W - Kw + 1):
        for i in range(H - Kh + 1):
            for p in range(Kh):
                for q in range(Kw):
                    A[k, (i + p) * W + j + q] = w[p, q]
            k += 1
    return A
