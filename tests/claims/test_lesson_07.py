"""What lesson 07 says, computed: transposed convolution."""

import numpy as np
import pytest
from claiming import claim, labels, said

from cnnkit import (
    conv2d,
    conv2d_grad_input,
    conv_transpose2d,
    conv_transpose2d_grad_input,
    data,
    mean_pool2d,
    models,
    training,
)
from cnnkit.enlarging import bilinear2d, nearest2d
from cnnkit.lessons import exposes, find, wrong_program
from cnnkit.losses import squared_error
from cnnkit.widgets import ExpandExplorer

I = np.array([[[[1.0, 2], [0, -1]]]])
W = np.array([[[[1.0, 0, 2], [3, 1, 0], [0, 1, 1]]]])

said(
    "07",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "say how large the result is, and when it is exactly $b$ times the input,",
    "run a decoder with your own layer, and compare it with enlargements that nobody had to learn.",
    "A net that names every pixel (segmentation), or draws an image (a decoder), has to end as large as an image: after "
    "layers that shrink, it needs some that make maps **grow**.",
    "Does every cell write with the same number of weights?",
    "**The same sum, read from the output's side.",
    "Is that the same for every cell?",
    "**Two enlargements are transposed convolutions.",
    "Code 3 begins with them.",
    "Now digits that it has never seen, with your function as its last layer, against the two enlargements that need no training.",
    "Here your function makes a real shirt four times as tall and as wide.",
    "The same numbers from a scan.",
)


def stamped(y, w, b, p=0, more=0):
    """Every cell lays its filter, times itself, on the larger map: written out."""
    (T, M, H, V), (_, N, Kh, Kw) = y.shape, w.shape
    z = np.zeros((T, N, (H - 1) * b + Kh + more, (V - 1) * b + Kw + more))
    for t, m, n, k, l, i, j in np.ndindex(T, M, N, H, V, Kh, Kw):
        z[t, n, k * b + i, l * b + j] += w[m, n, i, j] * y[t, m, k, l]
    return z[:, :, p : z.shape[2] - p, p : z.shape[3] - p]


def layer(seed, size=(3, 4), kernel=(4, 3)):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(2, 2, *size)), rng.normal(size=(2, 3, *kernel))


@claim(
    "07",
    "A convolution reads a patch and makes one number from it. Turn that round, and each number writes a patch.",
    "You have seen stamps before: on the way back through a convolution every $dz$ stamps the filter, times itself, on $dY$. A "
    "transposed convolution does that forward. Here is the layer of your prediction.",
    "It is how $dz$ went back through a convolution in [lesson 04](04_backprop_convolution.ipynb), so the names follow the "
    "convolution that is transposed:",
    "**padding** $p$ framed the large map there, so here $p$ rows and columns are *cropped* from each side,",
    "A weight outside the filter counts as 0. Read it from the input's side: cell $(k, l)$ lays its filter, times $I(m, k, l)$, "
    "on the rows from $kb$ and the columns from $lb$ on, and where such **stamps** overlap they add up.",
)
@pytest.mark.parametrize("b, p", [(1, 0), (2, 1), (3, 1)])
def test_a_transposed_convolution_is_the_way_back(b, p):
    y, w = layer(b)
    z = conv_transpose2d(y, w, stride=b, padding=p)
    assert np.allclose(z, stamped(y, w, b, p))
    assert np.allclose(z, conv2d_grad_input(y, w, z.shape[2:], stride=b, padding=p))
    by_formula = np.zeros((2, 3, (3 - 1) * b + 4, (4 - 1) * b + 3))
    for t, n, i, j in np.ndindex(*by_formula.shape):
        for m, k, l in np.ndindex(2, 3, 4):
            if 0 <= i - k * b < 4 and 0 <= j - l * b < 3:
                by_formula[t, n, i, j] += w[m, n, i - k * b, j - l * b] * y[t, m, k, l]
    assert np.allclose(z, by_formula[:, :, p : by_formula.shape[2] - p, p : by_formula.shape[3] - p])


@claim(
    "07",
    "Point at a corner of *I*: its stamp lights up on *z*. How many of its cells are cropped? And those of a cell in the "
    "middle? Find your prediction on *count weights*.",
    "On *stamp*, point at a cell of *z*: which stamps does it add up, and which weight of each?",
    "Switch to *zeros and a flipped filter*: the same numbers come from a scan. Move the stride: how many zeros appear between "
    "two cells?",
)
def test_try_stamps_and_zeros():
    explorer = ExpandExplorer(example="ones", kernel_size=4, stride=2, padding=1)
    assert {"stamp", "zeros and a flipped filter", "count weights", "stride b"} <= labels(explorer)
    kept = conv_transpose2d_grad_input(np.ones((1, 1, 8, 8)), np.ones((1, 1, 4, 4)), (4, 4), stride=2, padding=1)[0, 0]
    assert (16 - kept[0, 0], 16 - kept[1, 1]) == (7, 0)
    for stride in (2, 3):
        collect = ExpandExplorer(tab="collect", example="ones", kernel_size=4, stride=stride, padding=1).picture
        stamp = ExpandExplorer(example="ones", kernel_size=4, stride=stride, padding=1).picture
        spread = collect.grids[0].values
        rows = np.flatnonzero(spread.any(axis=1))
        assert rows[1] - rows[0] - 1 == stride - 1
        assert np.array_equal(collect.grids[-1].values, stamp.grids[-1].values[1:-1, 1:-1])  # cropped there


@claim(
    "07",
    "**output padding** makes the large map longer at one end. A convolution of 3 rows with stride 2 makes 3 rows from 7, and "
    "3 from 8; the way back has to be told which it was.",
    "That is exactly $b \\cdot H$ where $K + \\text{output padding} = b + 2p$, for example with $K = 4$, $b = 2$, $p = 1$.",
    "Size: $(H - 1)\\,b + K - 2p$ and output padding; $b \\cdot H$ exactly where $K + \\text{output padding} = b + 2p$.",
)
def test_sizes():
    for rows in (7, 8):
        assert conv2d(np.ones((1, 1, rows, rows)), np.ones((1, 1, 3, 3)), stride=2).shape[2] == 3
    for H, K, b, p, more in np.ndindex(5, 5, 4, 3, 3):
        H, K, b = H + 2, K + 1, b + 1
        size = (H - 1) * b + K - 2 * p + more
        if size < 1 or more >= b:
            continue
        z = conv_transpose2d(np.ones((1, 1, H, H)), np.ones((1, 1, K, K)), stride=b, padding=p, output_padding=more)
        assert z.shape[2] == size
        assert (size == b * H) == (K + more == b + 2 * p)
    assert 4 + 0 == 2 + 2 * 1


@claim(
    "07",
    "Four cells, a 3 × 3 filter, stride 2. Stamp on paper first: the cell with the 2 writes into columns 2 to 4, and meets the "
    "stamp of the 1 in column 2.",
)
def test_by_hand():
    one, two = (stamped(np.where(value == I, I, 0), W, 2)[0, 0] for value in (1, 2))
    assert np.flatnonzero(two.any(axis=0)).tolist() == [2, 3, 4]
    both = stamped(np.ones((1, 1, 1, 2)), np.ones((1, 1, 3, 3)), 2)[0, 0]
    assert np.flatnonzero((both == 2).any(axis=0)).tolist() == [2] and one.any()


@claim(
    "07",
    "With stride 2 a convolution keeps four of the nine rows of its matrix $A$ from lesson 01, and $A\\,z$ makes 2 × 2 cells "
    "from 5 × 5. Here the transposed matrix makes 5 × 5 from 2 × 2: $z = A^\\top I$.",
    "A = use(\"conv_as_matrix\")(w[0, 0], (5, 5))[[0, 2, 6, 8]]",
    "As a matrix it is $A^\\top$.",
)
def test_the_transposed_matrix():
    A = find("conv_as_matrix").expected(W[0, 0], (5, 5))
    assert A.shape == (9, 25)
    A = A[[0, 2, 6, 8]]
    z = np.random.default_rng(0).normal(size=(1, 1, 5, 5))
    assert np.allclose(A @ z.ravel(), conv2d(z, W, stride=2).ravel())
    assert np.array_equal((A.T @ I.ravel()).reshape(5, 5), stamped(I, W, 2)[0, 0])


@claim(
    "07",
    "Put $b - 1$ zeros between neighbours and $K - 1$ zeros around, then scan with the filter flipped in both directions.",
    "You need not crop: with a frame of $K - 1 - p$ zeros the result has the right size at once ($p \\le K - 1$ here).",
    "Two code forms, one sum: stamp the filter as it is, or put zeros in between and scan with the filter flipped.",
)
@pytest.mark.parametrize("b, p", [(1, 0), (2, 1), (3, 2)])
def test_zeros_and_a_flipped_filter(b, p):
    y, w = layer(10 + b)
    spread = np.zeros((2, 2, 2 * b + 1, 3 * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (3 - p, 3 - p), (2 - p, 2 - p)))
    assert np.allclose(conv2d(framed, w.swapaxes(0, 1)[:, :, ::-1, ::-1]), stamped(y, w, b, p))


@claim(
    "07",
    "**It is no inverse**, though some call it deconvolution. Scan that result with the same filter and stride: the shape is "
    "back, the values are not.",
    "It is no inverse, and padding crops.",
)
def test_no_inverse():
    again = conv2d(stamped(I, W, 2), W, stride=2)
    assert again.shape == I.shape and not np.array_equal(again, I)


@claim(
    "07",
    "In a shrinking layer every cell of the result has the same number of **incoming** weights. In an expanding layer every "
    "cell of the input has the same number of **outgoing** weights. Filters full of ones do the counting: forward they count "
    "what comes in, backward what goes out.",
    "The first two are one picture: a transposed layer has the links of its convolution, each walked the other way. With padding "
    "they stay one picture, but no longer of equal numbers: at the border parts of the stamps are cropped here, and weights lie "
    "on the frame there.",
    "Every input cell has the same number of outgoing weights, until cropping takes some away at the border.",
    "A transposed convolution has the links of a convolution and walks them the other way: each input cell writes a stamp, and "
    "stamps add up.",
    "**Counting what goes out**, for both kinds of layer, one map to one map. Rows and columns can be counted apart: the two "
    "counts multiply.",
)
def test_in_and_out():
    four = np.ones((1, 1, 4, 4))
    incoming = conv2d(np.ones((1, 1, 10, 10)), four, stride=2)
    outgoing = conv_transpose2d_grad_input(np.ones((1, 1, 10, 10)), four, (4, 4), stride=2)
    assert np.array_equal(incoming, outgoing) and (incoming == 16).all()
    framed = conv2d(np.ones((1, 1, 8, 8)), four, stride=2, padding=1)
    cropped = conv_transpose2d_grad_input(np.ones((1, 1, 8, 8)), four, (4, 4), stride=2, padding=1)
    assert np.array_equal(framed, cropped)
    for padded in (framed, cropped):
        assert padded[0, 0, 0, 0] < padded[0, 0, 0, 1] < padded[0, 0, 1, 1] == 16
    counts = find("outgoing_weights").expected((4, 5), (3, 4), 2, 1, True)
    for r, c in np.ndindex(4, 5):
        rows = sum(0 <= 2 * r + k - 1 < 3 * 2 + 3 - 2 for k in range(3))
        columns = sum(0 <= 2 * c + k - 1 < 4 * 2 + 4 - 2 for k in range(4))
        assert counts[r, c] == rows * columns


@claim(
    "07",
    "And what comes **in** where maps expand? As many weights as stamps overlap.",
    "Inside, the counts are even exactly where $b$ divides $K$. Where counts are uneven, the same cells are larger in every map "
    "of a net that has learned nothing yet, on average: a checkerboard. Even counts take that cause away; unequal weights, drawn "
    "or learned, can still draw one.",
    "Overlaps are even where $b$ divides $K$.",
)
def test_even_overlaps():
    for K in range(1, 8):
        for b in range(1, K + 1):
            n = 2 * K + 2
            covered = stamped(np.ones((1, 1, n, n)), np.ones((1, 1, K, K)), b)[0, 0]
            inside = covered[K : n * b, K : n * b]
            assert (len(set(inside.ravel())) == 1) == (K % b == 0)
    uneven = stamped(np.ones((1, 1, 8, 8)), np.ones((1, 1, 3, 3)), 2)[0, 0, 3:13, 3:13]
    assert len(set(uneven.ravel())) > 1
    # over many draws of first weights the size of a cell goes with its count; one draw is a pattern of its own
    rng = np.random.default_rng(2)
    for K, spread in ((3, 4), (4, 1)):
        maps = conv_transpose2d(np.ones((1, 1, 8, 8)), rng.normal(size=(1, 2000, K, K)), stride=2)[0, :, 4:12, 4:12]
        size = (maps**2).mean(axis=0)
        assert size.max() / size.min() == pytest.approx(spread, rel=0.2)
        assert (np.ptp(maps, axis=(1, 2)) > 0.01).all()
    learned = stamped(np.ones((1, 1, 8, 8)), np.array([[[[1.0, 0], [0, 1]]]]), 2)[0, 0]
    assert len(set(learned.ravel())) > 1  # K = b = 2: even, and a checkerboard all the same


@claim(
    "07",
    "You have both gradients already: the one for the input is a line with your `conv2d_forward`, the one for the filters is "
    "`conv2d_grad_weight(dz, y, kernel_size, stride, padding)` of [lesson 04](04_backprop_convolution.ipynb) with two arguments "
    "in each other's place. `dz` may be longer at its end, by output padding; where stamps reach there, it counts.",
    "Forward, a cell wrote a patch; backward, it reads that patch of $dz$.",
)
def test_its_gradients():
    from cnnkit import conv2d_grad_weight

    y, w = layer(20)
    rng = np.random.default_rng(1)
    for more in (0, 1):
        z = conv_transpose2d(y, w, stride=2, padding=1, output_padding=more)
        dz = rng.normal(size=z.shape)
        assert np.allclose(find("conv_transpose2d_grad_input").expected(dz, w, (3, 4), 2, 1), conv2d(dz, w, stride=2, padding=1)[:, :, :3, :4])
        dw = find("conv_transpose2d_grad_weight").expected(dz, y, (4, 3), 2, 1)
        assert np.allclose(dw, conv2d_grad_weight(y, dz, (4, 3), stride=2, padding=1))
        if more:  # a stamp reaches into the row that was added
            without = np.pad(dz[:, :, :-1, :-1], ((0, 0), (0, 0), (0, 1), (0, 1)))
            assert not np.allclose(dw, conv2d_grad_weight(y, without, (4, 3), stride=2, padding=1))
        moved = w.copy()
        moved[1, 2, 3, 0] += 1
        assert np.isclose(dw[1, 2, 3, 0], (dz * (conv_transpose2d(y, moved, stride=2, padding=1, output_padding=more) - z)).sum())


@claim("07", "Many layers double the size, so this line often passes. Find sizes for which it is **right**, with padding in play, and sizes for which it is wrong.")
def test_the_bugs_can_be_exposed():
    y, w = np.array([[[[1.0, 2]]]]), np.ones((1, 1, 2, 2))
    for item, agree, differ in (
        ("size_times_stride", (7, 4, 2, 1, 0), (7, 3, 2, 1, 0)),
        ("stamps_overwritten", (y, w, 2, 0), (y, w, 1, 0)),
    ):
        right, wrong = find(exposes()[item].exercise).expected, wrong_program(item)
        assert np.array_equal(right(*agree), wrong(*agree)) and not np.array_equal(right(*differ), wrong(*differ))


@claim(
    "07",
    "Stamp with ones, and each cell is repeated: nearest neighbour. Stamp with a tent, and neighbours are mixed by their "
    "distance: bilinear, but for the border.",
)
def test_two_enlargements():
    clothes, kinds = data.load("fashion28-small", "test")
    shirt = mean_pool2d(clothes[kinds == 6][:1], 2).astype(float)
    assert shirt.shape[2:] == (14, 14)
    side = 1 - np.abs(np.arange(8) - 3.5) / 4
    repeated = conv_transpose2d(shirt, np.ones((1, 1, 4, 4)), stride=4)
    mixed = conv_transpose2d(shirt, np.outer(side, side)[None, None], stride=4, padding=2)
    assert np.array_equal(repeated, np.repeat(np.repeat(shirt, 4, axis=2), 4, axis=3))
    smooth = bilinear2d(shirt, 4)
    assert mixed.shape == smooth.shape and np.allclose(mixed[:, :, 4:-4, 4:-4], smooth[:, :, 4:-4, 4:-4])
    assert not np.allclose(mixed[:, :, 0], smooth[:, :, 0])


def trained(name, epochs, batch, rate):
    rng = np.random.default_rng(0)
    net = models.doubler(rng)
    how = {"optimiser": training.Adam(net), "divergence": squared_error, "rng": rng, "progress": False}
    large, _ = data.load(name)
    learning_rate = training.cosine(rate, epochs)
    training.fit(net, mean_pool2d(large, 2), large, epochs=epochs, batch_size=batch, learning_rate=learning_rate, **how)
    real, _ = data.load(name, "test")
    small = mean_pool2d(real, 2)
    made = {"nearest": nearest2d(small, 2), "bilinear": bilinear2d(small, 2), "learned": training.predict(net, small)}
    return net, small, {way: float(((enlarged - real) ** 2).mean()) for way, enlarged in made.items()}


@claim(
    "07",
    "A small decoder, two convolutions and one transposed convolution with $K = 4$, $b = 2$, $p = 1$, sees real digits at half "
    "their resolution and learns to give back the whole ones.",
    "Why does nearest beat bilinear here? Each small cell is the mean of four, and repeating it keeps every such mean. Mixing "
    "it with its neighbours pays where pictures change slowly from cell to cell, but strokes of digits are hardly wider than a "
    "cell. The decoder has learned what strokes look like.",
)
def test_digits():
    net, small, error = trained("digits8", 15, 32, 0.02)
    assert [type(one).__name__ for one in net.layers] == ["Conv2d", "Relu", "Conv2d", "Relu", "ConvTranspose2d"]
    last = net.layers[-1]
    assert last.w.shape[2:] == (4, 4) and small.shape[2:] == (4, 4)
    assert error["learned"] < error["nearest"] < error["bilinear"]
    assert np.allclose(mean_pool2d(nearest2d(small, 2), 2), small, atol=1e-6)
    assert not np.allclose(mean_pool2d(bilinear2d(small, 2), 2), small, atol=0.01)
    # the learner's function as the last layer gives what the net gives
    maps = small
    for one in net.layers[:-1]:
        maps = one.forward(maps)
    own = stamped(maps[:3].astype(float), last.w.astype(float), 2, 1) + last.bias
    assert np.allclose(own, training.predict(net, small)[:3], atol=1e-4)


@pytest.mark.slow
@claim(
    "07",
    "The same from 14 × 14 to 28 × 28. Clothes do change slowly from cell to cell, and here bilinear beats nearest.",
    "The stamps that this decoder has learned, one for each of its eight maps. All eight lie on each other, and neighbours overlap by "
    "two cells: none of them has to look like clothes, only their sum.",
)
def test_clothes():
    net, small, error = trained("fashion28-small", 2, 16, 0.015)
    assert error["learned"] < error["bilinear"] < error["nearest"]
    assert len(net.layers[-1].w) == 8 and 4 - 2 == 2 and small.shape[2:] == (14, 14)
    digits = mean_pool2d(data.load("digits8", "test")[0], 2)
    # from cell to cell, measured against how much cells differ at all
    change = [np.abs(np.diff(images, axis=3)).mean() / images.std() for images in (small, digits)]
    assert change[0] < change[1]


@claim(
    "07",
    "**Where this lives in the code:** [transposed.py](../cnnkit/transposed.py) is three calls of the loops behind "
    "[conv.py](../cnnkit/conv.py), in each other's place; [enlarging.py](../cnnkit/enlarging.py) has the enlargements, "
    "[models/decoder.py](../cnnkit/models/decoder.py) the decoder.",
)
def test_three_calls():
    from cnnkit import transposed

    assert sum(name.startswith("conv_transpose2d") for name in transposed.__all__) == 3
    assert models.doubler.__module__ == "cnnkit.models.decoder" and bilinear2d.__module__ == "cnnkit.enlarging"
