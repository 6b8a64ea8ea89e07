"""What lesson 04 says, computed: backpropagation through a convolution."""

import numpy as np
import pytest
from claiming import claim, labels, said

from cnnkit import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight, data
from cnnkit.activations import activation_grad
from cnnkit.lessons import exposes, find, grade, wrong_program
from cnnkit.losses import mean_loss, squared_error
from cnnkit.reference import numerical_gradient
from cnnkit.widgets import ConvExplorer, GradientCheckExplorer

Y = np.array([[[[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]]])
W = np.array([[[[1.0, -1], [2, 0]]]])
DZ = np.array([[[[1.0, -2], [0, 3]]]])
ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
}

said(
    "04",
    "**Core: two sittings, 55 and 45 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "What travels is the answer to one question: how much does the divergence change when this number changes?",
    "One rule is enough:",
    "Let only one output matter.",
    "Each cell of $Y$ collects:",
    "Small integers, stride 1, no padding.",
    "Move one number $v$ up and down by $\\varepsilon$, and look at what the divergence does:",
    "The same check on your own function:",
    "An empty list means a gradient of 0.",
    "The picture behind all the formulas: which output rows does input row $r$ feed?",
    "Three wrong programs.",
    "The right answer must not be all zeros.",
    "Somebody scanned digits with a secret filter and shows you only the results.",
    "**Where this lives in the code:** [conv2d_grad_input, conv2d_grad_weight, conv2d_grad_bias](../cnnkit/conv.py); the "
    "formulas in plain Python are in [reference/conv.py](../cnnkit/reference/conv.py), and every mistake that the check can "
    "name is a switch in [mistakes/](../cnnkit/mistakes/grad_input.py).",
)


def layer(seed, *, stride=1, padding=0, T=2, M=2, N=3, size=(6, 7), kernel=(3, 2)):
    """y, w and a dz that fits: nothing is square, nothing is symmetric."""
    rng = np.random.default_rng(seed)
    y, w = rng.normal(size=(T, M, *size)), rng.normal(size=(N, M, *kernel))
    dz = rng.normal(size=conv2d(y, w, stride=stride, padding=padding).shape)
    return y, w, dz


def numeric(y, w, dz, stride=1, padding=0):
    """The gradient of Σ dz·z for y, by moving every cell."""
    return numerical_gradient(
        lambda v: float((dz * conv2d(v, w, stride=stride, padding=padding)).sum()), y
    )


def wrong_gradient(switch):
    """The gradient of the input maps with a mistake of the catalogue."""
    return find("conv2d_grad_input").program.wrong(switch)


SCANS = [(s, p) for s in (1, 2, 3) for p in (0, 1)]


@claim(
    "04",
    "Forward, a layer takes two steps. Backward, the gradient passes them in reverse order:",
    "Nothing is undone on the way back.",
    "Through $f$ that is easy, because each cell of $z(l)$ feeds only one cell of $Y(l)$:",
    "For relu it is 1 where $z > 0$ and 0 elsewhere; at 0 itself relu has no derivative, and this course takes 0.",
    "Sigmoid: $f(z)(1 - f(z))$.",
    "Tanh: $1 - f(z)^2$.",
)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_back_through_f_then_through_the_filters(name):
    y, w, _ = layer(0)
    f = ACTIVATIONS[name]
    z = conv2d(y, w)
    moved = z.copy()
    moved[1, 2, 0, 3] = abs(z[1, 2, 0, 3]) + 1
    assert (f(moved) != f(z)).sum() == 1
    dy_next = np.random.default_rng(1).normal(size=z.shape)
    slopes = {"relu": 1.0 * (z > 0), "sigmoid": f(z) * (1 - f(z)), "tanh": 1 - f(z) ** 2}
    back = conv2d_grad_input(dy_next * slopes[name], w, y.shape[2:])
    assert np.allclose(
        back, numerical_gradient(lambda v: float((dy_next * f(conv2d(v, w))).sum()), y), atol=1e-6
    )
    assert not np.allclose(back, y, atol=0.1)  # what comes back is no Y
    kink = [(f(h) - f(0.0)) / h for h in (1e-6, -1e-6)]
    assert (abs(kink[0] - kink[1]) > 0.5) == (name == "relu")
    assert activation_grad(np.ones(1), np.zeros(1), "relu") == 0


@claim(
    "04",
    "Through the filters it is the subject of this lesson: a position of a map in layer $l-1$ may affect several positions in the maps of layer $l$.",
    "**a cell gets a contribution from every output that it fed: the gradient of that output, times the weight between the two.**",
    "each has the shape of its array.",
    "In the code, `dz` is $\\frac{dDiv}{dz}$, `dy` is $\\frac{dDiv}{dY(l-1)}$ and `dw` is $\\frac{dDiv}{dw_l}$; each has the shape of its array.",
    "A cell of $Y$ gets a contribution from every $z$ that it fed, times the weight between them. Cells that were never read get 0.",
    "Cells that no window covered stay 0.",
)
@pytest.mark.parametrize("stride, padding", SCANS)
def test_a_cell_collects_from_the_outputs_that_it_fed(stride, padding):
    y, w, dz = layer(2, stride=stride, padding=padding)
    made = np.zeros(y.shape)
    fed = np.zeros(y.shape, int)
    for cell in np.ndindex(*y.shape):
        moved = y.copy()
        moved[cell] += 1
        # how much every output moves is the weight in between
        between = conv2d(moved, w, stride=stride, padding=padding) - conv2d(
            y, w, stride=stride, padding=padding
        )
        made[cell], fed[cell] = (dz * between).sum(), (np.abs(between) > 1e-9).sum()
    dy = conv2d_grad_input(dz, w, y.shape[2:], stride=stride, padding=padding)
    assert np.allclose(dy, made)
    positions = fed / len(w)  # in one map: several where windows overlap, but not for every cell
    assert (positions > 1).any() == (stride < 3) and (padding or positions.min() < 2)
    assert (dy[fed == 0] == 0).all()
    assert (
        dy.shape == y.shape
        and conv2d_grad_weight(dz, y, (3, 2), stride=stride, padding=padding).shape == w.shape
    )


@claim(
    "04",
    "The same integers as in lesson 02, read backward.",
    "On the tab *dY*, point at a cell of *dY*. The outputs that it fed light up, each with the weight in between. "
    "How many did a corner feed, how many the cell in the middle?",
)
def test_try_a_corner_and_the_middle():
    explorer = ConvExplorer(tab="dY")
    assert ConvExplorer().picture.grids[0].values.shape == (3, 3)
    assert np.array_equal(explorer.y, ConvExplorer().y) and np.array_equal(
        explorer.w, ConvExplorer().w
    )
    reads = {(i + p, j + q) for i in (0, 1) for j in (0, 1) for p in (0, 1) for q in (0, 1)}
    assert len(reads) == 9  # every cell is read, a corner once, the middle four times
    fed = conv2d_grad_input(np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2)), (3, 3))[0, 0]
    assert (fed[0, 0], fed[1, 1]) == (1, 4)
    assert {"dY", "scatter: stamp", "gather: collect", "integers, 8 × 8"} <= labels(explorer)


@claim(
    "04",
    "Switch from *scatter* to *gather*. The numbers stay the same. Which way round does the filter lie now, and why "
    "does *dz* need a frame of zeros?",
    "Choose *integers, 8 × 8* and stride 2. How many zeros lie between two cells of *dz*? Which cells of *dY* are 0 "
    "whatever *dz* is? Then answer both for stride 3.",
)
def test_try_gather_and_the_zeros():
    for stride, zeros, unread in ((2, 1, 15), (3, 2, 28)):
        scatter, gather = (
            ConvExplorer(tab="dY", form=form, image="remainder", stride=stride).picture
            for form in ("scatter", "gather")
        )
        assert np.array_equal(scatter.grids[-1].values, gather.grids[-1].values)
        spread = gather.grids[0].values
        rows = np.flatnonzero(spread.any(axis=1))
        assert rows[1] - rows[0] - 1 == zeros
        flipped = next(grid for grid in gather.grids if "flipped" in grid.name)
        assert np.array_equal(flipped.values, ConvExplorer(image="remainder").w[0, 0, ::-1, ::-1])
        reached = conv2d_grad_input(
            np.ones((1, 1, *[(8 - 3) // stride + 1] * 2)),
            np.ones((1, 1, 3, 3)),
            (8, 8),
            stride=stride,
        )
        assert (reached == 0).sum() == unread
        assert not scatter.grids[-1].values[reached[0, 0] == 0].any()


@claim(
    "04",
    "Each $dz$ stamps the filter, times itself, on the patch that its $z$ has read, and overlapping stamps add up:",
    "Here $\\tilde Y$ is the padded map; at the end its frame is cropped.",
    "Scatter stamps the filter as it is; gather flips it.",
)
@pytest.mark.parametrize("stride, padding", SCANS)
def test_stamping(stride, padding):
    y, w, dz = layer(3, stride=stride, padding=padding)
    framed = np.zeros((2, 2, 6 + 2 * padding, 7 + 2 * padding))
    for t, n, i, j in np.ndindex(*dz.shape):
        for m, p, q in np.ndindex(*w.shape[1:]):
            framed[t, m, i * stride + p, j * stride + q] += dz[t, n, i, j] * w[n, m, p, q]
    cropped = framed[:, :, padding : padding + 6, padding : padding + 7]
    assert np.allclose(cropped, numeric(y, w, dz, stride, padding), atol=1e-6)


@claim(
    "04",
    "As $x'$ grows, $x - x'$ falls: the filter is read from its end, and that is the flip.",
    "So frame $dz$ with $K - 1$ zeros, flip each filter left–right and top–bottom, take the inner product with the "
    "patch of $dz$ that *ends* at $(x, y)$, and add over $n$. In the framed array that patch *begins* at index "
    "$(x, y)$: it is `framed[x:x+K, y:y+K]`.",
    "Stride 1, no padding: frame with $K - 1$ zeros, flip, take inner products, add over $n$.",
)
def test_the_lectures_form():
    y, w, dz = layer(4, kernel=(3, 3))
    K, (T, N, rows, columns) = 3, dz.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (K - 1, K - 1), (K - 1, K - 1)))
    made = np.zeros(y.shape)
    for t, m, x, c in np.ndindex(*y.shape):
        for n in range(N):
            patch = framed[t, n, x : x + K, c : c + K]
            made[t, m, x, c] += (patch * w[n, m, ::-1, ::-1]).sum()
            # the last cell of that patch is dz(x, c), where there is one: it ends there
            if x < rows and c < columns:
                assert patch[-1, -1] == dz[t, n, x, c]
    assert np.allclose(made, numeric(y, w, dz), atol=1e-6)


@claim(
    "04",
    "For any stride $s$ and any padding the weight is $w_l(m, n,\\; x + \\text{padding} - x's,\\; y + \\text{padding} - y's)$, "
    "and 0 outside the filter.",
    "To gather, put $s - 1$ zeros between the cells of $dz$, and after the last ones a row and column of zeros for each one "
    "that the scan left over; around all that comes a frame of $K - 1 - \\text{padding}$ zeros (below 0, crop).",
)
@pytest.mark.parametrize("stride, padding", [*SCANS, (2, 2), (3, 4)])
def test_gathering_in_general(stride, padding):
    y, w, dz = layer(5, stride=stride, padding=padding, kernel=(3, 3), size=(8, 9))
    by_formula = np.zeros(y.shape)
    for (t, m, x, c), n, i, j in (
        (a, *b) for a in np.ndindex(*y.shape) for b in np.ndindex(*dz.shape[1:])
    ):
        p, q = x + padding - i * stride, c + padding - j * stride
        by_formula[t, m, x, c] += dz[t, n, i, j] * w[n, m, p, q] if 0 <= p < 3 and 0 <= q < 3 else 0
    T, N, rows, columns = dz.shape
    left_over = [(size + 2 * padding - 3) % stride for size in (8, 9)]
    spread = np.zeros((T, N, (rows - 1) * stride + 1, (columns - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dz
    frame = 3 - 1 - padding

    def ended(maps):
        return np.pad(maps, ((0, 0), (0, 0), *((0, r) for r in left_over)))

    def framed(maps):
        if frame < 0:
            return maps[:, :, -frame:frame, -frame:frame]
        return np.pad(maps, ((0, 0), (0, 0), (frame, frame), (frame, frame)))

    flipped = w[:, :, ::-1, ::-1].swapaxes(0, 1)
    assert np.allclose(by_formula, numeric(y, w, dz, stride, padding), atol=1e-6)
    assert np.allclose(conv2d(framed(ended(spread)), flipped), by_formula)
    # where the frame is below 0, the other order crops cells of dz that are needed
    other = conv2d(ended(framed(spread)), flipped)
    assert np.allclose(other, by_formula) == (frame >= 0 or not any(left_over))


@claim(
    "04",
    "Compute $dY(0,1)$ on paper first: $Y(0,1)$ fed $z(0,0)$ through $w(0,1)$, and $z(0,1)$ through $w(0,0)$.",
)
def test_by_hand():
    dy = conv2d_grad_input(DZ, W, (3, 3))[0, 0]
    assert dy[0, 1] == DZ[0, 0, 0, 0] * W[0, 0, 0, 1] + DZ[0, 0, 0, 1] * W[0, 0, 0, 0] == -3
    probe = np.zeros((1, 1, 3, 3))
    probe[0, 0, 0, 1] = 1
    assert conv2d(probe, W)[0, 0].tolist() == [[-1, 1], [0, 0]]


@claim(
    "04",
    "There the scan was $z = A\\,y + \\text{bias}$. Row by row, $A$ says what an output reads. Its transpose says, column by "
    "column, what an output stamps: $dY = A^\\top dz$.",
    'A = use("conv_as_matrix")(w[0, 0], (3, 3))',
    "It is one sum, $A^\\top dz$, added up in two orders.",
)
def test_the_transposed_matrix():
    A = np.array([conv2d(one.reshape(1, 1, 3, 3), W).ravel() for one in np.eye(9)]).T
    assert np.array_equal(find("conv_as_matrix").adapter(W[0, 0], (3, 3)), A)
    assert np.array_equal(A @ Y.ravel() + 5, conv2d(Y, W, [5.0]).ravel())
    assert np.array_equal((A.T @ DZ.ravel()).reshape(3, 3), conv2d_grad_input(DZ, W, (3, 3))[0, 0])
    for k, (i, j) in enumerate(np.ndindex(2, 2)):
        stamp = np.zeros((3, 3))
        stamp[i : i + 2, j : j + 2] = W[0, 0]
        assert np.array_equal(A.T[:, k].reshape(3, 3), stamp)


@claim(
    "04",
    "Now a common mistake: the flip is forgotten. Eight of the nine cells are wrong. And the sum?",
    "The sums agree: without padding, every $dz$ hands out all weights of the filter, in whatever order.",
    "A test that compares sums or means lets this program pass.",
)
def test_the_sums_agree():
    right, forgotten = (conv2d_grad_input(DZ, w, (3, 3)) for w in (W, W[:, :, ::-1, ::-1]))
    assert (right != forgotten).sum() == 8
    for seed in range(20):
        y, w, dz = layer(seed, stride=1 + seed % 3)
        one, other = (
            conv2d_grad_input(dz, v, (6, 7), stride=1 + seed % 3).sum()
            for v in (w, w[:, :, ::-1, ::-1])
        )
        assert np.isclose(one, other)
    y, w, dz = layer(0, padding=1)
    one, other = (
        conv2d_grad_input(dz, v, (6, 7), padding=1).sum() for v in (w, w[:, :, ::-1, ::-1])
    )
    assert not np.isclose(one, other)  # with padding the frame keeps a part


@claim(
    "04",
    "It is checked in four stages: stride 1, padding, stride, and a remainder at the end; the report names the first "
    "that fails.",
)
def test_the_stages():
    solution = find("conv2d_grad_input").solution

    def fails_from(stage):
        def program(dz, w, input_size, stride, padding):
            rest = [(size + 2 * padding - k) % stride for size, k in zip(input_size, w.shape[2:])]
            reached = [True, padding > 0, stride > 1, any(rest)]
            return solution(dz, w, input_size, stride, padding) + (
                reached[stage] and all(not r for r in reached[stage + 1 :])
            )

        return grade("conv2d_grad_input", program)

    stages = [case.stage for case in find("conv2d_grad_input").cases(np.random.default_rng(0))]
    assert list(dict.fromkeys(stages)) == ["stride 1", "padding", "stride", "remainder"]
    for number, stage in enumerate(("padding", "stride", "remainder"), 1):
        assert stage in fails_from(number).message


@claim(
    "04",
    "A weight of filter $n$ is used at every position of map $z(n)$, each time with another cell of $Y$. Its gradient "
    "collects all these pairs, and nothing is flipped:",
    'The lecture says both that a weight affects terms “for every $n$” and that it affects “only one $z$ map”. The '
    "second is meant: a weight belongs to one $n$. All entries of that one map contribute.",
    "added over `t`, `i` and `j`, with `framed` the padded $Y$.",
    "The bias of filter $n$ is added at every position, so its gradient is the sum of $dz(n)$.",
    "A weight collects all its pairs of $Y$ and $dz$, in the one map $n$ that it belongs to. They are added, never "
    "averaged, and nothing is flipped.",
    "One line.",
)
@pytest.mark.parametrize("stride, padding", SCANS)
def test_a_weight_collects_its_pairs(stride, padding):
    y, w, dz = layer(6, stride=stride, padding=padding)
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    made = np.zeros(w.shape)
    for n, m, p, q in np.ndindex(*w.shape):
        met = []
        for t, i, j in np.ndindex(len(dz), *dz.shape[2:]):
            made[n, m, p, q] += dz[t, n, i, j] * framed[t, m, i * stride + p, j * stride + q]
            met.append((t, i * stride + p, j * stride + q))
        assert len(set(met)) == len(met)  # another cell each time
    assert np.allclose(made, conv2d_grad_weight(dz, y, (3, 2), stride=stride, padding=padding))
    # moving one weight moves one map only, and every entry of it
    moved = w.copy()
    moved[1, 0, 2, 1] += 1
    change = conv2d(np.ones_like(y), moved, stride=stride) - conv2d(
        np.ones_like(y), w, stride=stride
    )
    assert not change[:, [0, 2]].any() and (np.abs(change[:, 1]) > 1e-9).all()
    by_bias = numerical_gradient(
        lambda b: float((dz * conv2d(y, w, b, stride=stride, padding=padding)).sum()), np.zeros(3)
    )
    assert np.allclose(by_bias, dz.sum(axis=(0, 2, 3)), atol=1e-6) and np.allclose(
        conv2d_grad_bias(dz), by_bias, atol=1e-6
    )


@claim(
    "04",
    "**Try this:** on the tab *dW*, point at a weight, and count the pairs. Then point at a cell of *dz*: what does it "
    "add to every weight?",
)
def test_try_the_pairs():
    explorer = ConvExplorer(tab="dW")
    assert "dW" in labels(explorer)
    y = explorer.y[0]
    assert conv2d(y[None, None], explorer.w).size == 4  # a pair for every output
    # a cell of dz adds itself times the patch that its z has read
    one = np.zeros((1, 1, 2, 2))
    one[0, 0, 1, 0] = 5
    assert np.array_equal(conv2d_grad_weight(one, y[None, None], (2, 2))[0, 0], 5 * y[1:3, 0:2])


@claim(
    "04",
    "Lay $dz$ on $Y$ as if it were a filter: the first inner product is the gradient of $w(0,0)$, the next one that of "
    "$w(0,1)$. With a stride, its cells lie $s$ apart.",
    "show_numbers(Y=y, dz=dz, dW=dw, Y_scanned_by_dz=conv2d(y, dz), dbias=dbias)",
)
def test_the_gradient_of_a_filter_is_a_scan():
    dw = conv2d_grad_weight(DZ, Y, (2, 2))
    assert np.array_equal(dw, conv2d(Y, DZ))
    assert (
        dw[0, 0, 0, 0] == (Y[0, 0, :2, :2] * DZ[0, 0]).sum()
        and dw[0, 0, 0, 1] == (Y[0, 0, :2, 1:] * DZ[0, 0]).sum()
    )
    for stride in (1, 2, 3):
        y, w, dz = layer(stride, stride=stride, size=(8, 9))
        # examples are added as maps are: T takes the place of M
        by_scan = conv2d(y.swapaxes(0, 1), dz.swapaxes(0, 1), dilation=stride)[
            :, :, :3, :2
        ].swapaxes(0, 1)
        assert np.allclose(by_scan, conv2d_grad_weight(dz, y, (3, 2), stride=stride))


@claim(
    "04",
    "But a check sees only what it is shown.",
    "The explorer opens with the flip forgotten (*the filter is turned the wrong way round*), and random numbers arrive from the next layer: every cell shows the "
    "mistake. Switch to *all ones*. Where does it hide now?",
    "Check gradients cell by cell, with random numbers arriving from the next layer, and with a stride that leaves a "
    "remainder.",
)
def test_try_ones():
    opening = GradientCheckExplorer(fault="flip", activation="none")
    assert (
        opening.upstream == "random"
        and opening.picture.facts["wrong"] == 36 == opening.picture.grids[0].values.size
    )
    ones = GradientCheckExplorer(fault="flip", activation="none", upstream="ones")
    assert 0 < ones.picture.facts["wrong"] < 36 and "all ones" in labels(ones)
    apart = np.abs(ones.picture.grids[0].values - ones.picture.grids[1].values) > 1e-6
    assert not apart[2:4, 2:4].any()  # inside, where all nine weights add up
    # a gradient that is cut off where windows end is right wherever nothing is left over
    cut = wrong_gradient("B19")
    for size, same in (((7, 7), True), ((8, 8), False)):
        args = DZ[:, :, :, :], np.ones((1, 1, 3, 3)), size, 4, 0
        shape = np.shape(cut(*args))[2:]
        assert (shape == size) == same


@claim(
    "04",
    "Set *gradient under test* to *right* and *activation* to *tanh*, and move $\\varepsilon$. If it is too large, the "
    "curve bends within the step; if it is too small, the computer runs out of digits. So the error falls, and then rises.",
)
def test_try_epsilon():
    explorer = GradientCheckExplorer(activation="tanh")
    assert {"gradient under test", "right", "activation", "tanh", "log10 ε"} <= labels(explorer)
    worst = explorer.picture.tables["worst"]
    best = int(np.argmin(worst))
    assert (
        0 < best < len(worst) - 1 and worst[0] > 1e3 * worst[best] and worst[-1] > 1e3 * worst[best]
    )
    # from the right the error falls with ε²: that is the bend
    assert worst[-1] / worst[-3] == pytest.approx(100, rel=0.1)


@claim(
    "04",
    "Choose *relu*. Where $\\varepsilon$ carries some $z$ across 0, the difference straddles the kink: the check "
    "disagrees although the gradient is right.",
)
def test_try_relu():
    explorer = GradientCheckExplorer(activation="relu", exponent=-5)
    tables = explorer.picture.tables
    assert explorer.picture.facts["wrong"] == 0 and "relu" in labels(explorer)
    error = 10.0 ** next(grid.values for grid in explorer.picture.grids if grid.id == "error")  # drawn as a power
    assert error.max() > 0.01 and tables["kinks"].any()
    assert error[~tables["kinks"].astype(bool)].max() < 1e-6


@claim(
    "04",
    "For each, find an input on which it agrees with the right program, and one on which it differs.",
)
@pytest.mark.parametrize(
    "item, agree, differ",
    [
        ("flip_forgotten", (DZ, np.ones((1, 1, 2, 2)), (3, 3), 1, 0), (DZ, W, (3, 3), 1, 0)),
        ("stride_ignored", (DZ[:, :, :1, :1], W, (2, 2), 2, 0), (DZ, W, (4, 4), 2, 0)),
        ("gradient_averaged", (DZ[:, :, :1, :1], Y, (3, 3), 1, 0), (DZ, Y, (2, 2), 1, 0)),
    ],
)
def test_the_bugs_can_be_exposed(item, agree, differ):
    right, wrong = find(exposes()[item].exercise).expected, wrong_program(item)
    assert np.allclose(right(*agree), wrong(*agree)) and np.any(right(*agree))
    assert not np.allclose(right(*differ), wrong(*differ))


@claim(
    "04",
    "A digit goes through two layers of random filters with relu between them.",
    "Then one unit of the top layer is asked: its $dz$ is 1, all others are 0. What arrives at the pixels is how much "
    "each of them would move this unit.",
    "The unit in row 1, column 2 sees 5 × 5 pixels, from row 1 and column 2 on: its receptive field, as in lesson 02. "
    "Outside it the gradient is exactly 0. Inside, relu has closed some of the paths.",
)
def test_which_pixels_a_unit_depends_on():
    rng = np.random.default_rng(3)
    images, _ = data.load("digits8", "test")
    digit = images[:1].astype(float)
    w1, w2 = rng.normal(size=(4, 1, 3, 3)), rng.normal(size=(1, 4, 3, 3))

    def unit(y):
        return float(conv2d(np.maximum(conv2d(y, w1), 0), w2)[0, 0, 1, 2])

    z1 = conv2d(digit, w1)
    dz2 = np.zeros((1, 1, 4, 4))
    dz2[0, 0, 1, 2] = 1
    pixels = conv2d_grad_input(conv2d_grad_input(dz2, w2, (6, 6)) * (z1 > 0), w1, (8, 8))[0, 0]
    assert np.allclose(pixels, numerical_gradient(unit, digit)[0, 0], atol=1e-5)
    field = np.zeros((8, 8), bool)
    field[1:6, 2:7] = True
    assert field.sum() == 25 and not pixels[~field].any()
    closed = z1[0, :, 1:4, 2:5] <= 0
    assert closed.any() and not closed.all()


@claim(
    "04",
    "Start from zeros and follow your gradient downhill, with the squared error and the mean of [lesson 03](03_training.ipynb).",
    'names = [f"after {step} steps" for step in (0, 5, 40, 200)]',
)
def test_a_filter_is_learned():
    images, _ = data.load("digits8", "test")
    batch, secret = images[:16].astype(float), np.array([[[[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]]])
    wanted, learned, gaps = conv2d(batch, secret), np.zeros((1, 1, 3, 3)), []
    for step in range(201):
        if step in (0, 5, 40, 200):
            gaps.append(np.abs(learned - secret).max())
        _, dz = mean_loss(*squared_error(conv2d(batch, learned), wanted))
        learned = learned - 0.02 * conv2d_grad_weight(dz, batch, (3, 3))
    assert gaps == sorted(gaps, reverse=True) and gaps[-1] < 0.1
