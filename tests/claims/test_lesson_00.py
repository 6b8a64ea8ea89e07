"""What lesson 00 says, computed: how the course works, and what its signs mean."""

import re

import numpy as np
from claiming import NOTEBOOKS, cells, claim, labels, lesson_text, notebook_of, said

from cnnkit import data, max_pool2d, mean_pool2d_grad
from cnnkit.conv import conv2d
from cnnkit.learner import check, progress, use
from cnnkit.lessons import asking, find, grade, lesson_numbers
from cnnkit.mistakes import CATALOGUE
from cnnkit.pool import max_pool2d_grad
from cnnkit.transposed import conv_transpose2d
from cnnkit.widgets import ConvExplorer

said(
    "00",
    "**Core: 35 minutes**; the reference at the end is for looking up.",  # tests/notebooks computes it
    "One line for each thing that the lessons need. Every line should say *yes*; one that says *no* tells you what to do.",
    "A prediction that turns out wrong is worth the most, so guess freely: your first answer is kept, and nobody marks it.",
    "This one shows a *convolution*, the subject of lesson 02.",
    "Press **Tab** until a grid has a frame, then walk with the **arrow keys**. **Escape** leads back to the cell "
    "that made the explorer. Everything works without a mouse.",
    "Do it twice.",
    "Images are bytes. Turn them into floats before any arithmetic.",
    "One word for one thing, everywhere in the course.",
    "Nothing leaves this machine.",  # tests/browser refuses every other address
    "**Next:** [01 · Scanning MLP](01_scanning_mlp.ipynb): why one scans an image at all.",
    # the glossary and the table of symbols define; what they say of shapes is claimed below
    "cell | one place of a grid, and the number in it; in an image, a pixel | entry, activation |",
    "unit | a perceptron in one place: it makes one cell | neuron |",
    "filter | the weights of a perceptron that scans, one filter for each output map | kernel |",
    "window, patch | what a unit reads: the window is the place, the patch the numbers in it | receptive field of one layer |",
    "stamp | a filter times one number, added to the map that it is laid on | |",
    "contribution | what one output adds to a gradient | |",
    "bank, member | a filter in several versions, and one of them | orbit |",
    "image, example | what the net reads; one of $T$ | sample |",
    "$\\eta$ | step of gradient descent | `learning_rate` | one number |",
    "$b$ | stride of an expanding convolution | `stride` | one number |",
)


@claim(
    "00",
    "*Run → Run All Cells* is fine too: an unfinished exercise stops nothing.",
    "Run cells in order with Shift + Enter; an unfinished exercise stops nothing.",
    "`use` takes your function if it passes; if not, the package's version stands in, so that you can always read on.",
)
def test_an_unfinished_exercise_stops_nothing(capsys):
    def unfinished(y):
        raise NotImplementedError("exercise double")

    assert grade("double", unfinished).message == "Not attempted yet."
    assert use("double", unfinished)(np.array([200], np.uint8)) == 400
    assert "stands in" in capsys.readouterr().out
    assert use("double", lambda y: y.astype(float) * 2)(np.array([200], np.uint8)) == 400


@claim(
    "00",
    "Each lesson opens with three questions from earlier ones.",
    "The numbers are drawn afresh each time.",
)
def test_recaps():
    for lesson in ("01", "04", "08"):
        one, other = (asking.recap(lesson, np.random.default_rng(seed)) for seed in (0, 1))
        assert len(one) == len(other) == 3 and {q.text for q in one} != {q.text for q in other}
        assert all(question.lesson < lesson for question in one)
    for path in NOTEBOOKS.glob("0[0-8]_*.ipynb"):
        assert f'Recap("{path.stem[:2]}")' in lesson_text(path.stem[:2])


@claim(
    "00",
    "Move the pointer over a cell of *z*. The cells that it was computed from light up, and the sum is written out below.",
    "Move the slider *stride* to 3. Some cells are hatched now. Point at one, and read the line below the grids.",
)
def test_try_stride_three():
    explorer = ConvExplorer(image="integers", stride=3)
    assert {"stride"} <= labels(explorer)
    assert any("16 of 25 cells are never read" in note for note in explorer.picture.notes)
    seen = conv2d(np.ones((1, 1, 5, 5)), np.ones((1, 1, 3, 3)), stride=3)
    assert seen.shape[2:] == (1, 1)  # so rows and columns 3 and 4 are read by nobody


@claim(
    "00",
    "Images come as bytes, `uint8`: whole numbers from 0 to 255. The cell doubles four of them, once as bytes and once as "
    "floats. Where do the two results differ?",
    "On the left and on the right, bright stays bright; in the middle every pixel above 127 has wrapped around.",
    "A photograph, doubled as bytes and doubled by your function.",
)
def test_bytes_wrap_around():
    assert (np.iinfo(np.uint8).min, np.iinfo(np.uint8).max) == (0, 255)
    pixels = np.array([[100, 127], [128, 200]], np.uint8)
    assert ((pixels * 2) != (pixels * 2.0)).tolist() == [[False, False], [True, True]]
    photo = (data.photo("camera") * 255).astype(np.uint8)
    doubled = photo * np.uint8(2)
    assert np.array_equal(doubled < photo, photo > 127) and np.array_equal(
        doubled[photo > 127], 2 * photo[photo > 127].astype(int) - 256
    )
    assert np.array_equal(find("double").expected(photo), 2.0 * photo)


@claim(
    "00",
    "**First** write the obvious `return y * 2` and read the diagnosis: it says what is wrong in words, shows *expected*, "
    "*yours* and the *difference* as grids, and writes out how one wrong cell comes about. The hints below it lead from the "
    "place to the idea to the line; the solution unfolds after an honest try.",
)
def test_the_diagnosis():
    report = grade("double", lambda y: y * 2)
    page = report._repr_html_()
    assert "uint8" in report.message and report.witness == "result = 2·200 = 400; yours is 144"
    assert all(word in page for word in ("expected", "yours", "difference"))
    assert len(report.hints) == 3 and "def double" in report.solution


@claim(
    "00",
    "00 | **Start here** | `double` | NumPy |",
    "01 | [Scanning MLP](01_scanning_mlp.ipynb) | a CNN as a giant MLP with shared weights | 00 |",
    "02 | [Convolution arithmetic](02_convolution_arithmetic.ipynb) | sizes, the forward pass, receptive fields | 01 |",
    "03 | [Training](03_training.ipynb) | loss, gradient descent | 00 |",
    "04 | [Backpropagation through a convolution](04_backprop_convolution.ipynb) | all gradients of a convolution | 02, 03 |",
    "05 | [Pooling and downsampling](05_pooling_and_downsampling.ipynb) | max and mean pooling, both ways | 04 |",
    "06 | [Train a CNN](06_train_a_cnn.ipynb) | a net that reads real digits | 03, 05 |",
    "07 | [Transposed convolution](07_transposed_convolution.ipynb) | maps that grow | 02, 04 |",
    "08 | [Transform invariance](08_transform_invariance.ipynb) | banks of turned filters | 04, 05 |",
    "09 | [Bounding boxes](09_bounding_boxes.ipynb) | where it is | 06, 07 |",
    "10 | [Pose estimation](10_pose_estimation.ipynb) | where its joints are | 06, 07 |",
    "11 | [ResNet](11_resnet.ipynb) | very deep networks | 06 |",
    "12 | [Depth-wise convolution](12_depthwise_convolution.ipynb) | fewer parameters | 04, 06 |",
    "13 | Fast kernels | how the loops get fast | 02, 04 |",
)
def test_the_map_of_lessons():
    [table] = [source for kind, source in cells("00") if source.startswith("## The lessons")]
    for row in re.findall(r"^\| (\d\d) .*\| ([^|]+) \|$", table, re.MULTILINE):
        lesson, needs = row
        if list(NOTEBOOKS.glob(f"{lesson}_*.ipynb")) and lesson > "00":
            assert f"]({notebook_of(lesson).name})" in table
            [head] = [source for kind, source in cells(lesson)][:1]
            named = re.findall(
                r"\[(?:lesson )?(\d\d)\]\(", head.split("Needs")[1].split("The package")[0]
            )
            # what a lesson needs is said on both pages; what those need in turn need not be
            assert set(named) <= set(needs.split(", ")), lesson


@claim(
    "00",
    "The core of a lesson takes at most an hour, or two sittings of at most an hour; what is marked *extra* can wait. [The "
    "lecture, line by line](../notebooks/LECTURE.md) says where each of its lines is taught.",
)
def test_the_hour_and_the_page_of_the_lecture():
    assert (
        NOTEBOOKS / "LECTURE.md"
    ).exists()  # tests/notebooks computes the hour, and looks every line up


@claim(
    "00",
    "Predict, explore, compute by hand, write it, break it, use it on real images: that is the rhythm of the lessons.",
)
def test_the_rhythm():
    for lesson in ("01", "02", "03", "04", "05", "07", "08"):
        text = lesson_text(lesson)
        places = [
            text.index(word)
            for word in (
                "Predict(",
                "Explorer(",
                "## By hand",
                "check(",
                "expose(",
                "## On real data",
            )
        ]
        assert places[1:] == sorted(places[1:]) and places[0] < places[2]


@claim(
    "00",
    "**Where this lives in the code:** [load](../cnnkit/data/loading.py) and [photo](../cnnkit/data/embedded.py) turn bytes into floats between 0 and "
    "1, once, when an image is loaded.",
)
def test_images_are_loaded_as_floats():
    for values in (data.photo("camera"), data.load("digits8")[0], data.load("fashion28-small")[0]):
        assert values.dtype.kind == "f" and values.min() >= 0 and values.max() <= 1


@claim(
    "00",
    "A gradient has the shape of what it belongs to: `dy` of `y`, `dz` of `z`, `dw` of `w`.",
    "$div(Y, d)$ | divergence of one example | `div[t]` | (T,) |",
    "$Loss = \\frac{1}{T}\\sum_i div(Y_i, d_i)$ | mean over the examples | `loss` | one number |",
    "All indices start at 0.",
)
def test_shapes_of_the_symbols():
    from cnnkit.conv import conv2d_grad_input, conv2d_grad_weight
    from cnnkit.losses import cross_entropy, mean_loss

    rng = np.random.default_rng(0)
    y, w = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 2, 3))
    z = conv2d(y, w)
    dz = rng.normal(size=z.shape)
    assert z.shape == (2, 4, 4, 4)  # (T, N, H′, W′)
    assert (
        conv2d_grad_input(dz, w, (5, 6)).shape == y.shape
        and conv2d_grad_weight(dz, y, (2, 3)).shape == w.shape
    )
    div, dz = cross_entropy(rng.normal(size=(2, 4)), [0, 3])
    assert div.shape == (2,) and np.ndim(mean_loss(div, dz)[0]) == 0
    u, positions = max_pool2d(y, 2)
    assert u.shape == positions.shape == (2, 3, 2, 3)
    row, column = divmod(int(positions[1, 2, 1, 2]), 6)
    assert y[1, 2, row, column] == u[1, 2, 1, 2]


@claim(
    "00",
    "**Three orders of indices.** The lecture's update rule writes $w(l, m, j, \\dots)$ with the output map first, "
    "backpropagation writes $w_l(m, n, \\dots)$ with the input map first, and the expanding formula writes $w(1, m, \\dots)$, "
    "output first again. Code is output first, `w[n, m, p, q]`, except in a transposed convolution, where it is input first, "
    "`w[m, n, p, q]`, as in PyTorch.",
)
def test_orders_of_indices():
    y = np.zeros((1, 2, 4, 4))
    y[0, 1] = 1  # map m = 1 alone
    w = np.zeros((3, 2, 1, 1))
    w[2, 1] = 5
    assert conv2d(y, w)[0].any(axis=(1, 2)).tolist() == [False, False, True]
    w = np.zeros((2, 3, 1, 1))
    w[1, 2] = 5
    assert conv_transpose2d(y, w)[0].any(axis=(1, 2)).tolist() == [False, False, True]


@claim(
    "00",
    "Where windows overlap, a cell collects from every window: from those in which it won, or, for the mean, from all that "
    "hold it. And $du(l,m,k,n)$ in mean pooling must read $du(l,m,i,j)$: it belongs to the window, not to the cell.",
)
def test_pooling_collects():
    y = np.zeros((1, 1, 3, 3))
    y[0, 0, 1, 1] = 1
    u, positions = max_pool2d(y, 2, stride=1)
    du = np.array([[[[1.0, 2], [3, 4]]]])
    assert max_pool2d_grad(du, positions, (3, 3))[0, 0, 1, 1] == 10
    assert mean_pool2d_grad(du, (3, 3), 2, stride=1)[0, 0].tolist() == [
        [0.25, 0.75, 0.5],
        [1, 2.5, 1.5],
        [0.75, 1.75, 1],
    ]


@claim(
    "00",
    "**“l” is three things**: the layer, a column index in $P(l, m, k, l)$, and in the expanding formula $l(m, k, l)$ the "
    "input map, which is an $I$.",
    "**Three orders of indices.",
    "No weight changes before every gradient of the step is known.",
    "**All gradients first, then the update.** No weight changes before every gradient of the step is known. Biases are updated too.",
)
def test_the_expanding_formula_reads_an_input_map():
    rng = np.random.default_rng(1)
    I, w, b = rng.normal(size=(1, 2, 3, 3)), rng.normal(size=(2, 1, 3, 3)), 2
    z = conv_transpose2d(I, w, stride=b)[0, 0]
    for i, j in np.ndindex(*z.shape):
        total = 0.0
        for m, k, l in np.ndindex(2, 3, 3):
            p, q = i - k * b, j - l * b
            total += w[m, 0, p, q] * I[0, m, k, l] if 0 <= p < 3 and 0 <= q < 3 else 0
        assert np.isclose(z[i, j], total)


@claim(
    "00",
    "**relu has no derivative at 0.** Here $f'(0) = 0$.",
    "**“Convolution” is a correlation**: forward, the filter is not flipped.",
)
def test_relu_and_correlation():
    from cnnkit.activations import activation_grad

    assert activation_grad(np.ones(1), np.zeros(1), "relu") == 0
    w = np.arange(4.0).reshape(1, 1, 2, 2)
    assert conv2d(w, w).item() == (w**2).sum()


@claim(
    "00",
    "When the image moves by multiples of the stride, the maps of a convolution move with it, away from the border; they do not "
    "stay the same. The lecture's “shift invariance” is this equivariance.",
)
def test_equivariant_is_not_invariant():
    rng = np.random.default_rng(2)
    y, w = np.zeros((1, 1, 8, 8)), rng.normal(size=(1, 1, 3, 3))
    y[..., 2:5, 2:5] = rng.normal(size=(3, 3))
    before, after = conv2d(y, w), conv2d(np.roll(y, 1, axis=3), w)
    assert np.array_equal(after[..., 1:], before[..., :-1]) and not np.array_equal(after, before)
    # with stride 2 a step of 2 moves the map by 1, a step of 1 makes another map; at the border new cells come in
    y = rng.normal(size=(1, 1, 9, 9))
    before, one, two = (conv2d(np.roll(y, by, axis=3), w, stride=2) for by in (0, 1, 2))
    assert np.array_equal(two[..., 1:], before[..., :-1]) and not np.allclose(two[..., 0], before[..., -1])
    assert not np.allclose(one[..., 1:], before[..., :-1]) and not np.allclose(one, before)


@claim(
    "00",
    "`progress()` has a line for each lesson, and `progress(5)` shows lesson 05 in detail.",
    "What stands under *try to break this* is a mistake that you have not made: write it on purpose, and see whether "
    "`check` names it.",
)
def test_progress_is_what_the_page_says_of_it():
    check("double", find("double").solution)
    lessons = repr(progress()).splitlines()[2:]
    offered = progress(0).lessons[0].unmet
    report = check("double", lambda y: np.asarray(y, float) ** 2)  # the square: it is on offer

    assert [line[:2] for line in lessons] == list(lesson_numbers())
    assert [one.id for one in progress(5).lessons[0].exercises][:1] == ["max_pool"] and "max_pool " in repr(progress(5))
    assert CATALOGUE["U02"].name in offered and report.mistakes == ("U02",)
    assert CATALOGUE["U02"].name not in progress(0).lessons[0].unmet
