"""Divergences, affine layers and activations, number by number (lecture 1.1.3, 1.2, 2.1.3.1)."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.reference.reading import array, below, one_of, takes, whole

__all__ = ["activation", "activation_grad", "cross_entropy", "linear", "linear_grad", "squared_error"]


NAME = one_of("relu", "sigmoid", "tanh")


@takes(z=array("..."), name=NAME)
def activation(z, name):
    """f of every cell: relu, sigmoid or tanh.

    Examples
    --------
    >>> activation([-1.0, 2.0], "relu").tolist()
    [0.0, 2.0]
    """
    f = {"relu": lambda v: max(v, 0.0), "sigmoid": lambda v: 1 / (1 + math.exp(-v)), "tanh": math.tanh}[name]
    return np.array([f(float(v)) for v in np.ravel(z)]).reshape(np.shape(z))


@takes(dy=array("..."), z=array("..."), name=NAME)
def activation_grad(dy, z, name):
    """dz = dy · f'(z) for every cell; f'(0) = 0 for relu.

    Examples
    --------
    >>> activation_grad([5.0, 5.0], [0.0, 2.0], "relu").tolist()
    [0.0, 5.0]
    """
    slope = {
        "relu": lambda v: 1.0 if v > 0 else 0.0,
        "sigmoid": lambda v: math.exp(-v) / (1 + math.exp(-v)) ** 2,
        "tanh": lambda v: 1 / math.cosh(v) ** 2,
    }[name]
    pairs = zip(np.ravel(dy), np.ravel(z), strict=True)
    return np.array([float(g) * slope(float(v)) for g, v in pairs]).reshape(np.shape(z))


@takes(z=array("T C"), d=whole("T"))
def cross_entropy(z, d):
    """div = -log(share of d), dz = shares - one-hot, example by example.

    Examples
    --------
    >>> cross_entropy([[0.0, 0.0]], [1])[1].tolist()
    [[0.5, -0.5]]
    """
    below(d, z.shape[1], "d", "classes")
    div, dz = [], []
    for scores, wanted in zip(z.tolist(), d, strict=True):
        parts = [math.exp(s - max(scores)) for s in scores]
        div.append(math.log(math.fsum(parts)) - (scores[wanted] - max(scores)))
        dz.append([p / math.fsum(parts) - (c == wanted) for c, p in enumerate(parts)])
    return np.array(div), np.array(dz)


@takes(y=array("T ..."), d=array("T ..."))
def squared_error(y, d):
    """div = half the sum of squares, dy = y - d.

    Examples
    --------
    >>> squared_error([[3.0]], [[1.0]])[0].tolist()
    [2.0]
    """
    gaps = [[float(a) - float(b) for a, b in zip(np.ravel(p), np.ravel(q), strict=True)] for p, q in zip(y, d, strict=True)]
    return np.array([sum(g * g for g in row) / 2 for row in gaps]), np.array(gaps).reshape(np.shape(y))


@takes(y=array("T M"), w=array("N M"), bias=array("N"))
def linear(y, w, bias):
    """z(t, n) = bias(n) + sum_m w(n, m) y(t, m).

    Examples
    --------
    >>> linear([[1.0, 2.0]], [[3.0, 4.0]], [1.0]).tolist()
    [[12.0]]
    """
    return np.array([[b + sum(a * v for a, v in zip(row, x, strict=True)) for row, b in zip(w, bias, strict=True)] for x in y])


@takes(dz=array("T N"), y=array("T M"), w=array("N M"))
def linear_grad(dz, y, w):
    """(dy, dw, dbias) of an affine layer, each a sum written out.

    Examples
    --------
    >>> [part.tolist() for part in linear_grad([[2.0]], [[3.0, 4.0]], [[5.0, 6.0]])]
    [[[10.0, 12.0]], [[6.0, 8.0]], [2.0]]
    """
    T, N, M = len(dz), len(w), len(w[0])
    dy = [[sum(dz[t][n] * w[n][m] for n in range(N)) for m in range(M)] for t in range(T)]
    dw = [[sum(dz[t][n] * y[t][m] for t in range(T)) for m in range(M)] for n in range(N)]
    return np.array(dy), np.array(dw), np.array([sum(dz[t][n] for t in range(T)) for n in range(N)])
