"""What lesson 03 says, computed: divergence, loss, gradient descent."""

import json
import math
import re

import numpy as np
import pytest
from claiming import NOTEBOOKS, claim, labels, said

from cnnkit import conv2d, data
from cnnkit.gradient_descent import init_filters, sgd_step, train_until
from cnnkit.layers import BatchNorm2d
from cnnkit.lessons import find, wrong_program
from cnnkit.linear import linear, linear_grad_bias, linear_grad_input, linear_grad_weight
from cnnkit.losses import cross_entropy, mean_loss, squared_error
from cnnkit.reference import numerical_gradient
from cnnkit.widgets import DescentExplorer

said(
    "03",
    "say where the $1/T$ of the mean goes, and why only there,",
    "**Core: 55 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "For each example $i$ the network gives $Y_i$, and the **divergence** says how far that is from the desired $d_i$.",
    "Two examples, three classes, scores that are easy.",
    "`weights` and `gradients` are lists of arrays of the same shapes: filters and biases.",
    "`step()` takes one step and returns the loss.",
    "**A check that knows nothing of formulas.",
    "Move one weight up and down a little and see what the loss does:",
    "Normal numbers of mean 0 and variance $2 / (M K_h K_w)$.",
    "Here $1/T$ is applied twice.",
)


def softmax(z):
    """Probabilities of one row, in plain Python."""
    e = [math.exp(score) for score in z]
    return [share / sum(e) for share in e]


@claim(
    "03",
    "A filter with two weights, so that the loss can be drawn as a surface over them. The path begins at the first weights.",
    "Press **play**. Then raise $\\eta$, until the path jumps from wall to wall of the valley, and until it leaves.",
)
def test_try_raising_eta():
    explorer = DescentExplorer()
    assert explorer.patches.y.shape[1] == 2 and tuple(explorer.path.weights[0]) == tuple(
        explorer.start
    )
    stops = [value for value, _ in next(c for c in explorer.controls() if "η" in c.label).options]
    low, high = explorer.patches.curvatures
    across = np.linalg.eigh(np.cov(explorer.patches.y.T, bias=True))[1][:, 1]  # the steep direction

    def sides(eta):
        path = DescentExplorer(learning_rate=eta).path
        return np.sign((path.weights - explorer.patches.goal) @ across), path.reason

    jumping = [eta for eta in stops if 1 / high < eta < 2 / high]
    leaving = [eta for eta in stops if eta > 2 / high]
    assert jumping and leaving
    for eta in jumping:
        signs, reason = sides(eta)
        assert reason == "converged" and (signs[:4] * signs[1:5] < 0).all()
    assert all(sides(eta)[1] == "diverged" for eta in leaving)


@claim(
    "03",
    "Set $\\eta$ as small as it goes. After how many steps does training stop, and how high is the loss there?",
    "“Converged” means that the loss hardly changes. With a small $\\eta$ it hardly changes anywhere.",
)
def test_try_the_smallest_eta():
    explorer = DescentExplorer()
    smallest = min(
        value for value, _ in next(c for c in explorer.controls() if "η" in c.label).options
    )
    path = DescentExplorer(learning_rate=smallest).path
    assert (len(path.losses), path.reason) == (2, "converged")
    assert path.losses[-1] > 0.99 * path.losses[0]
    rng = np.random.default_rng(0)
    for start in rng.uniform(-3, 3, (20, 2)):
        steps = DescentExplorer(learning_rate=smallest, tolerance=0.01, start=tuple(start)).path
        assert len(steps.losses) == 2


@claim(
    "03",
    "Choose *a plateau: relu after the filter*. The path does not move. Is a gradient of 0 a minimum?",
)
def test_try_the_plateau():
    assert "a plateau: relu after the filter" in labels(DescentExplorer())
    explorer = DescentExplorer()
    explorer.problem = "plateau"
    assert (
        explorer.path.weights == explorer.path.weights[0]
    ).all() and not explorer.path.gradients.any()
    assert (
        explorer.path.losses[-1] > 0.1 and explorer.patches.losses([explorer.patches.goal])[0] == 0
    )


@claim(
    "03",
    "The **loss** is the mean over the $T$ examples:",
    "$div$ measures one example, the loss is the mean, and $1/T$ stands in one place.",
    "One line, and the only place in the whole course where the $1/T$ of the loss stands. What comes before it works on "
    "examples one by one, until batch normalisation comes in lesson 11; what comes after it gets the gradient of the loss.",
)
def test_one_over_t_stands_in_one_place():
    rng = np.random.default_rng(0)
    z, d = rng.normal(size=(5, 3)), rng.integers(0, 3, 5)
    loss, dz = mean_loss(*cross_entropy(z, d))
    one_by_one = [cross_entropy(z[i : i + 1], d[i : i + 1]) for i in range(5)]
    assert np.isclose(loss, sum(div[0] for div, _ in one_by_one) / 5)
    assert np.allclose(dz * 5, np.concatenate([one for _, one in one_by_one]))
    assert np.allclose(
        dz, numerical_gradient(lambda v: mean_loss(*cross_entropy(v, d))[0], z), atol=1e-7
    )
    y, w, bias = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(4, 2, 3, 3)), rng.normal(size=4)
    norm = BatchNorm2d(2, dtype=np.float64)
    for layer, alone in ((lambda v: conv2d(v, w, bias), True), (norm.forward, False)):
        one_by_one = np.concatenate([layer(y[i : i + 1]) for i in range(3)])
        assert np.allclose(layer(y), one_by_one) == alone
    for path in NOTEBOOKS.glob("*_*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        assert not re.search(r"(dz|error|loss|gradient)\w* / (T\b|len\()", code), path.stem


@claim(
    "03",
    "Where numbers are desired, take the **squared error**, $div = \\tfrac12 \\lVert Y - d \\rVert^2$; its gradient is $Y - d$.",
    "Where one of $C$ classes is desired, the last layer gives scores $z$ and softmax turns them into probabilities "
    "$s_c = e^{z_c} / \\sum_k e^{z_k}$. The divergence is $-\\log$ of the probability of the desired class, the "
    "**cross-entropy**, and its gradient is short, softmax minus one-hot:",
    "Softmax with cross-entropy has the gradient *softmax minus one-hot*; the squared error $\\tfrac12 \\lVert Y - d "
    "\\rVert^2$ has $Y - d$.",
)
def test_two_divergences_and_their_gradients():
    rng = np.random.default_rng(1)
    y, d = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    div, dy = squared_error(y, d)
    assert np.allclose(div, [sum((a - b) ** 2 for a, b in zip(*rows)) / 2 for rows in zip(y, d)])
    assert np.allclose(dy, y - d)
    assert np.allclose(
        dy, numerical_gradient(lambda v: float(squared_error(v, d)[0].sum()), y), atol=1e-7
    )
    wanted = rng.integers(0, 3, 4)
    div, dz = cross_entropy(y, wanted)
    for row, c, one, gradient in zip(y, wanted, div, dz):
        assert math.isclose(sum(softmax(row)), 1) and math.isclose(one, -math.log(softmax(row)[c]))
        assert np.allclose(gradient, np.array(softmax(row)) - np.eye(3)[c])
    assert np.allclose(
        dz, numerical_gradient(lambda v: float(cross_entropy(v, wanted)[0].sum()), y), atol=1e-7
    )


@claim(
    "03",
    "What is $dz$ for the first example, all of whose scores are 0? Which of the six entries of $dz$ are negative?",
)
def test_by_hand():
    _, dz = cross_entropy([[0.0, 0, 0], [0, 2, 0]], [2, 1])
    assert np.allclose(dz[0], [1 / 3, 1 / 3, -2 / 3])
    assert np.argwhere(dz < 0).tolist() == [[0, 2], [1, 1]]


@claim(
    "03",
    "Some of the checks have scores of 1,000: $e^{1000}$ is more than a float can hold, but softmax does not change when "
    "the same number is subtracted from every score of a row.",
)
def test_large_scores():
    cases = find("cross_entropy").cases(np.random.default_rng(0))
    assert sum(np.abs(case.args[0]).max() >= 1000 for case in cases) >= 2
    with pytest.raises(OverflowError):
        math.exp(1000)
    assert np.allclose(softmax([1, 2, 3]), softmax([-2, -1, 0]))


@claim(
    "03",
    "The lecture's recipe: initialise all weights and biases; then, for every layer $l$ and every filter $m$ of it, update "
    "all weights $w(l, m, j, x, y)$ of that filter, and its bias; until the error has converged.",
    "Here $j$ is a map that the filter reads, and $(x, y)$ a place in the filter.",
    "No weight moves before all gradients are known.",
    "$w \\leftarrow w - \\eta\\, dLoss/dw$ for all weights and biases, after all gradients are known.",
)
def test_the_loop_over_layers_and_filters_is_one_step():
    rng = np.random.default_rng(2)
    w, dw = ([rng.normal(size=shape) for shape in ((2, 1, 3, 3), (4, 2, 3, 3))] for _ in range(2))
    bias, dbias = ([rng.normal(size=n) for n in (2, 4)] for _ in range(2))
    expected = sgd_step([*w, *bias], [*dw, *dbias], 0.1)
    for l in range(2):
        for m in range(len(w[l])):
            for j, x, y in np.ndindex(*w[l].shape[1:]):
                w[l][m, j, x, y] -= 0.1 * dw[l][m, j, x, y]
            bias[l][m] -= 0.1 * dbias[l][m]
    assert all(np.allclose(one, other) for one, other in zip([*w, *bias], expected))
    # w2 moved first, w1's gradient would be another: z = w2 w1 y, div = ½ (z − d)²
    w1, w2, y, d = 3.0, 2.0, 1.0, 1.0
    gradient = lambda w1, w2: (w2 * w1 * y - d) * w2 * y  # noqa: E731
    moved = w2 - 0.1 * (w2 * w1 * y - d) * w1 * y
    assert gradient(w1, w2) != gradient(w1, moved)


@claim(
    "03",
    "Filters of one layer that start equal, and lead on through equal weights, get equal gradients: they stay copies of "
    "each other. Random numbers part them.",
    "start, onward = np.ones((2, 3)), np.ones((1, 2))  # two equal units, equal weights onward",
    "Start filters from random numbers: equal ones that lead on through equal weights stay copies.",
)
def test_copies_stay_copies():
    rng = np.random.default_rng(3)
    y, d = rng.normal(size=(8, 3)), rng.normal(size=(8, 1))

    def train(first, second):
        for _ in range(20):
            z = linear(y, first, np.zeros(len(first)))
            loss, dz = mean_loss(*squared_error(linear(np.tanh(z), second, np.zeros(1)), d))
            hidden = linear_grad_input(dz, second) * (1 - np.tanh(z) ** 2)
            first, second = sgd_step(
                [first, second],
                [linear_grad_weight(hidden, y), linear_grad_weight(dz, np.tanh(z))],
                0.1,
            )
        return first

    copies = train(np.ones((2, 3)), np.ones((1, 2)))
    assert np.array_equal(copies[0], copies[1]) and not np.allclose(copies, 1)
    parted = train(rng.normal(size=(2, 3)), rng.normal(size=(1, 2)))
    assert not np.allclose(parted[0], parted[1])
    # the cell of the lesson
    rows = [
        linear_grad_weight(
            linear_grad_input(np.array([[5.0]]), np.array(w)), np.array([[1.0, 2, 0]])
        )
        for w in ([[1.0, 1]], [[1.0, -2]])
    ]
    assert np.array_equal(rows[0][0], rows[0][1]) and not np.array_equal(rows[1][0], rows[1][1])


@claim(
    "03",
    "Too large ones make the maps explode from layer to layer, too small ones let them fade; with relu, numbers of "
    "variance $2 / (M K_h K_w)$ keep the maps about as large as they came (He et al. 2015).",
)
def test_first_weights_keep_the_maps_as_large_as_they_came():
    def after(layers, times):
        sizes = []
        for seed in range(8):
            rng = np.random.default_rng(seed)
            y = rng.normal(size=(1, 16, 24, 24))
            first = np.mean(y**2)
            for _ in range(layers):
                y = np.maximum(conv2d(y, times * init_filters((16, 16, 3, 3), rng), padding=1), 0)
            sizes.append(np.mean(y**2) / first)
        return np.mean(sizes)

    assert 0.1 < after(8, 1) < 3  # the frame of zeros takes a little in every layer
    assert after(8, 2) > 1000 and after(8, 0.5) < 0.001


@claim(
    "03",
    "Stop as soon as one of three things is so: the loss has changed by `tolerance` or less since the step before, it is "
    "nan, or there are `max_steps` losses.",
)
def test_when_training_stops():
    def run(losses, tolerance, max_steps):
        return len(train_until(iter(losses).__next__, tolerance, max_steps))

    assert run([5, 3, 2, 9], 1, 9) == 3  # a change of 1
    assert run([5, 3, 5, 4.5], 1, 9) == 4  # a rise of 2 is a change
    assert run([5, 3, float("nan"), 1], 1, 9) == 3
    assert run([9, 7, 5, 3], 1, 2) == 2


@claim("03", "Find an input on which even the numbers **agree**, and one on which they **differ**.")
def test_the_bug_can_be_exposed():
    wrong = wrong_program("mean_taken_twice")
    for args, same in (
        (([1.0], [[2.0, -2.0]]), True),
        (([1.0, 2.0], [[1.0, 0.0], [0.0, 1.0]]), False),
    ):
        right, other = mean_loss(*map(np.array, args)), wrong(*map(np.array, args))
        assert right[0] == other[0] and np.array_equal(right[1], other[1]) == same


@claim(
    "03",
    "Ten perceptrons, one for each digit, trained by your functions on 1,442 real images. They are a single layer and want "
    "different digits, so they may all start from zeros.",
    "One perceptron looks at the whole image at once; filters will look for its parts.",
)
def test_ten_perceptrons():
    images, labels_ = data.load("digits8")
    y = images.reshape(len(images), 64).astype(float)
    weights = [np.zeros((10, 64)), np.zeros(10)]
    for _ in range(200):
        _, dz = mean_loss(*cross_entropy(linear(y, *weights), labels_))
        weights = sgd_step(weights, [linear_grad_weight(dz, y), linear_grad_bias(dz)], 0.5)
    assert len(images) == 1442 and weights[0].shape == (10, 64)
    assert len({tuple(row) for row in weights[0].round(6)}) == 10
    test, wanted = data.load("digits8", "test")
    assert (
        linear(test.reshape(-1, 64).astype(float), *weights).argmax(axis=1) == wanted
    ).mean() > 0.9
