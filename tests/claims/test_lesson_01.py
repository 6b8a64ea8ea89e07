"""What lesson 01 says, computed: a CNN is a giant MLP with shared parameters."""

import numpy as np
from claiming import claim, labels, said

from cnnkit import conv2d, data
from cnnkit.lessons import find, wrong_program
from cnnkit.widgets import ScanExplorer

W = np.array([[1.0, -1], [2, 3]])
EDGE = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])

said(
    "01",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "Two ideas mend that:",
    "Somebody has trained the dense layer and hands you the gradient of every entry of its matrix, also of those that belong "
    "to no weight.",
    "A colour image has three maps.",
    "Time-delay neural networks (TDNN, Waibel et al. 1989) recognised spoken sounds with such scans.",
    "**One weight, all its copies.",
    "**Where this lives in the code:** [conv2d](../cnnkit/conv.py) is the scan for all examples, maps and filters; "
    "[reference/conv.py](../cnnkit/reference/conv.py) is its sum in plain Python.",
)


def scan(y, w):
    """The perceptron at every place where it fits, written out."""
    (H, W), (Kh, Kw) = y.shape, w.shape
    places = [
        [(y[i : i + Kh, j : j + Kw] * w).sum() for j in range(W - Kw + 1)]
        for i in range(H - Kh + 1)
    ]
    return np.array(places)


def matrix(w, size):
    """The dense layer of that scan, a column for each cell."""
    columns = [scan(one.reshape(size), w).ravel() for one in np.eye(size[0] * size[1])]
    return np.array(columns).T


def digit():
    return data.load("digits8", "test")[0][5, 0].astype(float)


@claim(
    "01",
    "An MLP that reads a whole image has a weight for every pixel in every unit of its first layer.",
    "A unit that looks for it needs to read that patch only.",
    "So let the same unit visit every patch, always with the same weights: what it learns in one place, it knows in all.",
    "A network of them is one giant MLP, most of whose possible weights are absent and the rest tied together.",
    "A layer that scans can be written as an ordinary dense layer whose matrix is mostly 0. But what is the gradient of a 0?",
    "slide a perceptron over an image, and write the same thing as one large matrix,",
    "say why one would want to: patterns are local, and may be anywhere,",
)
def test_most_of_the_dense_matrix_is_absent_and_the_rest_is_tied():
    A = matrix(np.arange(1.0, 10).reshape(3, 3), (10, 10))
    assert A.shape == (64, 100) and (A != 0).sum() == 576 < A.size / 2
    assert all((row != 0).sum() == 9 for row in A)  # local
    assert len(set(A[A != 0])) == 9  # shared
    rng = np.random.default_rng(0)
    y, dz = rng.uniform(1, 2, 100), rng.uniform(1, 2, 64)
    assert (np.outer(dz, y) != 0).all()  # what a 0 would get


@claim(
    "01",
    "Press **step** and watch the perceptron move. In the matrix beside it, a row is an output, and a tint is a weight. How "
    "many tints has each row?",
    "Point at a weight of *w*: all its copies light up. Type another number into it: all of them change.",
    "Switch to *gradient*. Do entries that are 0 in the matrix have a gradient? And what does a weight get from its copies?",
)
def test_try_the_matrix_and_its_gradient():
    explorer = ScanExplorer()
    A = explorer.dense.matrix
    assert A.shape == (explorer.net.z[0][0].size, explorer.y.size)
    owners = explorer.dense.owner
    assert all(len(set(row[row >= 0])) == 4 for row in owners)
    before = A.copy()
    explorer.edit("w0", 0, 0, 7.0)
    changed = explorer.dense.matrix != before
    assert changed.sum() == 9 and (explorer.dense.matrix[changed] == 7).all()
    backward = ScanExplorer(tab="gradient")
    dense = backward.dense
    assert "gradient" in labels(backward)
    assert dense.gradient[(dense.owner < 0)].any()
    sums = [dense.gradient[dense.owner == k].sum() for k in range(4)]
    assert np.allclose(sums, dense.dw.ravel())


@claim(
    "01",
    "It fits at $H' = H - K_h + 1$ rows and $W' = W - K_w + 1$ columns of positions. Read the map row by row, so that cell "
    "$(r, c)$ is entry $r W + c$ of a long vector; then $z = A\\,y + \\text{bias}$ with",
    "Every $w(p, q)$ stands in $A$ once for each position: $H' W'$ copies of one number. When it moves, all copies move, so "
    "its gradient is the **sum** of theirs.",
    "Written out, it is a dense layer whose entries are tied: entry $(iW' + j,\\ rW + c)$ of its matrix is $w(r - i, c - j)$ "
    "where that exists, and 0 elsewhere.",
    "The gradient of a shared weight is the sum over its copies. What the dense gradient holds elsewhere belongs to no weight.",
    "collect the gradient of a shared weight from all its copies,",
    "One map, one perceptron; it moves one cell at a time, and only to places where it fits.",
)
def test_the_formula():
    rng = np.random.default_rng(1)
    (H, W), (Kh, Kw) = (5, 7), (3, 2)
    y, w = rng.normal(size=(H, W)), rng.normal(size=(Kh, Kw))
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    by_difference = np.zeros_like(A)
    for i, j in np.ndindex(rows, columns):
        for p, q in np.ndindex(Kh, Kw):
            A[i * columns + j, (i + p) * W + (j + q)] = w[p, q]
        for r, c in np.ndindex(H, W):
            if 0 <= r - i < Kh and 0 <= c - j < Kw:
                by_difference[i * columns + j, r * W + c] = w[r - i, c - j]
    assert np.array_equal(A, by_difference) and np.array_equal(A, matrix(w, (H, W)))
    assert y.ravel()[2 * W + 3] == y[2, 3]
    assert np.allclose(A @ y.ravel(), scan(y, w).ravel())
    assert all((w[p, q] == A).sum() == rows * columns for p, q in np.ndindex(Kh, Kw))
    dz = rng.normal(size=(rows, columns))
    dense = np.outer(dz.ravel(), y.ravel())
    for p, q in np.ndindex(Kh, Kw):
        moved = w.copy()
        moved[p, q] += 1
        assert np.isclose(dense[w[p, q] == A].sum(), ((scan(y, moved) - scan(y, w)) * dz).sum())


@claim(
    "01",
    "Which entries of the first row of $A$ are not 0?",
    "A map that is 1 in one cell and 0 elsewhere shows one column of $A$; nine such maps show all of it.",
    "probes = np.eye(9).reshape(9, 1, 3, 3)  # 9 examples of 1 map, 3 × 3: each is 1 in another cell",
    "A = z.reshape(9, 4).T  # a column for each of 9 cells, a row for each of 4 positions",
)
def test_by_hand():
    A = conv2d(np.eye(9).reshape(9, 1, 3, 3), W.reshape(1, 1, 2, 2)).reshape(9, 4).T
    assert np.flatnonzero(A[0]).tolist() == [0, 1, 3, 4] and np.array_equal(A, matrix(W, (3, 3)))
    for k in range(9):
        assert np.array_equal(A[:, k], scan(np.eye(9)[k].reshape(3, 3), W).ravel())


@claim(
    "01",
    "A perceptron that reads a patch of all of them has $M \\cdot K_h \\cdot K_w$ weights in one row: map by map, row by row.",
    "Filters are perceptrons: $w$ of shape $(N, M, K_h, K_w)$ holds $N$ of them.",
    "turn the weights of an MLP into filters.",
)
def test_perceptrons_are_filters():
    rng = np.random.default_rng(2)
    N, M, Kh, Kw = 4, 3, 2, 3
    w, patch = rng.normal(size=(N, M * Kh * Kw)), rng.normal(size=(M, Kh, Kw))
    in_one_row = [patch[m, p, q] for m in range(M) for p in range(Kh) for q in range(Kw)]
    filters = find("mlp_to_filters").expected(w, M, (Kh, Kw))
    assert filters.shape == (N, M, Kh, Kw)
    assert np.allclose(w @ in_one_row, conv2d(patch[None], filters).ravel())


@claim(
    "01",
    "Count the weights of a scanning layer with one set of filters, and with filters of its own at every position; no biases.",
)
def test_what_sharing_saves():
    count = find("count_weights").expected
    assert count((5, 6), (3, 2), 2, 4, True) == 4 * 2 * 3 * 2
    assert count((5, 6), (3, 2), 2, 4, False) == 3 * 5 * 4 * 2 * 3 * 2


@claim(
    "01",
    "**A signal in time** is scanned in the same way, along one axis.",
    "Here a pattern is hidden twice in a signal, and the scan finds both.",
)
def test_a_signal():
    pattern, signal = np.array([[1.0, -2, 1, 0, 1]]), np.zeros((1, 40))
    for start in (6, 25):
        signal[:, start : start + 5] += pattern
    z = scan(signal, pattern)
    assert np.flatnonzero(z == z.max()).tolist() == [6, 25]


@claim(
    "01",
    "Find a filter and a map on which it **agrees** with the right one, and a pair on which it **differs**.",
)
def test_the_bug_can_be_exposed():
    wrong = wrong_program("wrong_column")
    agree, differ = (np.array([[1.0], [2]]), (3, 3)), (W, (3, 3))
    assert np.array_equal(wrong(*agree), matrix(*agree)) and not np.array_equal(
        wrong(*differ), matrix(*differ)
    )


@claim("01", "Both compute the same sums in another order, so at most rounding differs.")
def test_scan_and_matrix():
    y = digit()
    gap = np.abs(scan(y, EDGE) - (matrix(EDGE, (8, 8)) @ y.ravel()).reshape(6, 6)).max()
    assert gap < 1e-14


@claim(
    "01",
    "**Shift the image, and the map shifts.** That is what sharing buys, and its name is *shift equivariance*.",
    "Beside it a layer without sharing: as local as the scan, but with other weights in every place. Move the digit one "
    "column to the right, and its map is another one.",
    "shifted = np.roll(y, 1, axis=1)  # the last column is empty, so nothing comes in on the left",
    "A CNN is an MLP that visits every patch with the same weights, because patterns are local and may be anywhere. Shift "
    "the image, and its maps shift.",
)
def test_shift_equivariance():
    y = digit()
    assert not y[:, -1].any()
    shifted = np.roll(y, 1, axis=1)
    assert np.array_equal(scan(shifted, EDGE)[:, 1:], scan(y, EDGE)[:, :-1])
    untied = matrix(np.ones((3, 3)), (8, 8)) * np.random.default_rng(2).normal(size=(36, 64))
    one, other = ((untied @ image.ravel()).reshape(6, 6) for image in (y, shifted))
    assert (untied != 0).sum() == 36 * 9  # as local as the scan
    assert np.abs(other[:, 1:] - one[:, :-1]).max() > 0.5 * np.abs(one).max()


@claim(
    "01",
    "The dense layer's gradient is $dz \\cdot y^\\top$, an entry for every pair of an output and a pixel. Your sum over the "
    "copies must say what happens when one weight moves, and with it all of its 36 copies.",
)
def test_one_weight_moves_all_its_copies():
    y = digit()
    dz = np.random.default_rng(1).normal(size=(6, 6))
    dw = find("tied_gradient").expected(np.outer(dz.ravel(), y.ravel()), (3, 3), (8, 8))
    step = np.zeros((3, 3))
    step[0, 2] = 1
    assert np.isclose(dw[0, 2], ((scan(y, EDGE + step) - scan(y, EDGE)) * dz).sum())
    assert (matrix(step, (8, 8)) != 0).sum() == 36


@claim(
    "01",
    "**The whole MLP scans**: two perceptrons on each patch, a relu, one perceptron on top. Patch by patch, or as a "
    "convolution followed by a 1 × 1 convolution, since from the second layer on a perceptron reads one position only.",
)
def test_the_whole_mlp_scans():
    y, rng = digit(), np.random.default_rng(3)
    first, second = rng.normal(size=(2, 9)), rng.normal(size=(1, 2))
    by_patch = np.zeros((6, 6))
    for i, j in np.ndindex(6, 6):
        by_patch[i, j] = (second @ np.maximum(first @ y[i : i + 3, j : j + 3].ravel(), 0)).item()
    hidden = np.maximum(conv2d(y[None, None], first.reshape(2, 1, 3, 3)), 0)
    assert np.allclose(conv2d(hidden, second.reshape(1, 2, 1, 1))[0, 0], by_patch)
