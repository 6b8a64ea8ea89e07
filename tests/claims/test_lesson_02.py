"""What lesson 02 says, computed: convolution arithmetic."""

import itertools

import numpy as np
import pytest
from claiming import claim, labels, said

from cnnkit import conv2d, data
from cnnkit.lessons import exposes, find, wrong_program
from cnnkit.widgets import ConvExplorer, StackBuilder

said(
    "02",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "write the forward pass of a convolution, first for one position, then for all,",
    "say which pixels are never read, and how far a unit sees,",
    "The window moves *stride* cells from one output to the next.",
    "**A stack is still one MLP that scans.",
    "Every example, every position.",
    "A receptive field has two numbers: its `size` in pixels, and the `jump`, how many pixels apart the fields of two "
    "neighbours start.",
    "Put a tuple of arguments in place of each `None`.",
    "Nested lists will do, with all four axes of `y` and `w`.",
    "One number, and it comes back in lessons 04, 07 and 08.",
    "**Where this lives in the code:** [conv2d](../cnnkit/conv.py) is your scan, compiled; "
    "[Window](../cnnkit/shapes/window.py) is all of the size arithmetic; [reference/conv.py](../cnnkit/reference/conv.py) "
    "is the formula in plain Python.",
)


def starts(H, K, s, p, d=1):
    """Where windows start in the padded map: one step after the other, as long as they fit."""
    found, at = [], 0
    while at + d * (K - 1) < H + 2 * p:
        found.append(at)
        at += s
    return found


def read_rows(H, K, s, p, d=1):
    """Real rows that some window reads."""
    return {at + d * k - p for at in starts(H, K, s, p, d) for k in range(K)} & set(range(H))


GRID = [
    (H, K, s, p, d)
    for H in (5, 8, 9)
    for K in (1, 2, 3)
    for s in (1, 2, 3)
    for p in (0, 1, 2)
    for d in (1, 2)
]


@claim(
    "02",
    "A filter is a perceptron: it lies on a patch of the map, multiplies cell by cell, adds everything up, and adds its bias. "
    "That is one cell of $z$.",
    "Press **step** a few times and follow the sum below the grids. Then point at a cell of *z*, and at one of *Y*: the first "
    "shows what it reads, the second every output that it affects.",
    "Choose *integers, 8 × 8*, and stride 2. Hatched cells are never read. Where does the hatching go with padding 1, and "
    "where with padding 0 and kernel size 1?",
    "Does every pixel get its turn?",
)
def test_try_the_hatching():
    explorer = ConvExplorer()
    assert {"integers, 8 × 8", "stride", "padding", "kernel size"} <= labels(explorer)
    z = conv2d(explorer.y[None], explorer.w, explorer.bias)[0, 0]
    for i, j in np.ndindex(*z.shape):
        patch = explorer.y[0, i : i + 2, j : j + 2]
        assert z[i, j] == (patch * explorer.w[0, 0]).sum() + explorer.bias[0]
    for padding, kernel_size, unread in ((0, 3, 15), (1, 3, 0), (0, 1, 48)):
        rows = read_rows(8, kernel_size, 2, padding)
        assert 64 - len(rows) ** 2 == unread
        shown = ConvExplorer(image="remainder", stride=2, padding=padding, kernel_size=kernel_size)
        assert any(f"{unread} of 64 cells" in note for note in shown.picture.notes) == bool(unread)


@claim(
    "02",
    "With $\\tilde Y$ for the map inside its frame of zeros (`padding` cells on each of the four sides), stride $s$, and "
    "filters of $K_h \\times K_w$ cells:",
    "One cell of $z$ is one perceptron on one patch: multiply, add over $m$, $p$, $q$, add the bias.",
)
@pytest.mark.parametrize("stride, padding", [(1, 0), (2, 1), (3, 2)])
def test_the_formula(stride, padding):
    rng = np.random.default_rng(0)
    y, w, bias = rng.normal(size=(2, 3, 6, 7)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    z = conv2d(y, w, bias, stride=stride, padding=padding)
    for t, n, i, j in np.ndindex(*z.shape):
        total = bias[n]
        for m, p, q in np.ndindex(3, 3, 2):
            total += w[n, m, p, q] * framed[t, m, i * stride + p, j * stride + q]
        assert np.isclose(z[t, n, i, j], total)


@claim(
    "02",
    "The window starts at row 0 of $\\tilde Y$ and moves $s$ rows at a time. With dilation $d$ its cells lie $d$ apart, so it "
    "covers $d(K-1)+1$ rows. A window that does not fit is not counted:",
    "The remainder $r$ of the division is how many rows are left over. With stride 1 and odd $K$, padding $d(K-1)/2$ keeps the "
    "size: *same* padding.",
    "$H' = \\lfloor (H + 2\\,\\text{padding} - d(K-1) - 1)/s \\rfloor + 1$.",
)
def test_sizes():
    for H, K, s, p, d in GRID:
        found = starts(H, K, s, p, d)
        if found:
            assert len(found) == (H + 2 * p - d * (K - 1) - 1) // s + 1
            left_over = H + 2 * p - (found[-1] + d * (K - 1) + 1)
            assert left_over == (H + 2 * p - d * (K - 1) - 1) % s
            z = conv2d(
                np.ones((1, 1, H, H)), np.ones((1, 1, K, K)), stride=s, padding=p, dilation=d
            )
            assert z.shape[2] == len(found)
    for K, d in itertools.product((1, 3, 5, 7), (1, 2, 3)):
        assert len(starts(11, K, 1, d * (K - 1) // 2, d)) == 11


@claim(
    "02",
    "Compute $z(0,1)$ on paper before you run the second cell: its patch starts at row 0, column 1.",
)
def test_by_hand():
    y, w = np.array([[1, 2, 0], [0, 1, 3], [2, 0, 1]]), np.array([[1, -1], [2, 0]])
    z = conv2d(y[None, None], w[None, None], [1])[0, 0]
    assert z[0, 1] == (y[0:2, 1:3] * w).sum() + 1 == 5


@claim(
    "02",
    "`np.einsum` writes sums over several axes as formulas do, with a letter for each axis. **The same letter in two arrays** "
    "means: multiply along it. **A letter missing after the arrow** means: add over it. A patch has the axes `m p q`, filters "
    'have `n m p q`; what all filters answer to the patch keeps only `n`: `"mpq,nmpq->n"`.',
    'Read aloud: `"pq->"` adds up a matrix, and `"tmpq,nmpq->tn"` does the sum above for every example $t$.',
    "All filters on one patch, which is already cut out.",
)
def test_einsum():
    rng = np.random.default_rng(2)
    patches, filters = rng.normal(size=(5, 3, 2, 2)), rng.normal(size=(4, 3, 2, 2))
    one_by_one = [
        [sum(a * b for a, b in zip(patch.flat, w.flat)) for w in filters] for patch in patches
    ]
    assert np.allclose(np.einsum("tmpq,nmpq->tn", patches, filters), one_by_one)
    assert np.allclose(np.einsum("mpq,nmpq->n", patches[0], filters), one_by_one[0])
    assert np.isclose(np.einsum("pq->", patches[0, 0]), sum(patches[0, 0].flat))


@claim(
    "02",
    "Pad with `np.pad`, make an array of zeros for $z$, loop over $i$ and $j$, cut out the patch of each cell, and fill it in.",
    "loop over $i$ and $j$, cut out the patch of each cell, and fill it in.",
)
def test_the_recipe_is_the_solution():
    rng = np.random.default_rng(3)
    y, w, bias = rng.normal(size=(2, 2, 7, 5)), rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3)
    solution = find("conv2d_forward").solution
    assert np.allclose(solution(y, w, bias, 2, 1), conv2d(y, w, bias, stride=2, padding=1))


@claim(
    "02",
    "Point at a unit in the middle of *2 max pool*. The frame on the image is its **receptive field**: what it sees. "
    "How far away does the field of its neighbour begin? In *3 conv* every field reaches into the padding.",
    "For the image itself both are 1. From the lowest layer up, each adds $(K - 1) \\cdot \\text{jump}$ to the size, since its "
    "window spans $K - 1$ steps of the layer below, and then multiplies the jump by its stride.",
    "A receptive field grows by $K - 1$ jumps with each layer.",
)
def test_receptive_fields():
    explorer = StackBuilder()
    assert {"2 max pool", "3 conv"} <= {grid.name for grid in explorer.picture.grids}
    second, third = explorer.picture.facts["layers"][1:3]
    assert (second["field"], second["jump"]) == (4, 2) and (third["field"], third["jump"]) == (8, 2)
    # what the frame shows: pixels; in the middle whole fields a jump apart, in 3 conv all are cut off by the padding
    pooled, top = (
        [np.flatnonzero(reads).tolist() for reads in one.rows] for one in explorer.view.layers[1:3]
    )
    assert pooled[1:3] == [[1, 2, 3, 4], [3, 4, 5, 6]]
    assert all(len(rows) == 7 < 8 for rows in top)
    rng = np.random.default_rng(4)
    for _ in range(50):
        layers = [
            (int(rng.integers(1, 5)), int(rng.integers(1, 4)))
            for _ in range(int(rng.integers(1, 4)))
        ]
        first, second = {0}, {1}
        for K, s in reversed(layers):  # from the top down: which rows the units 0 and 1 reach
            first, second = (
                {s * unit + k for unit in units for k in range(K)} for units in (first, second)
            )
        size, jump = 1, 1
        for K, s in layers:
            size, jump = size + (K - 1) * jump, jump * s
        assert size == max(first) - min(first) + 1 and jump == min(second) - min(first)


@claim(
    "02",
    "In the second stack, three layers of 3 × 3 see as far as one layer of 7 × 7. Remove two, give the one that is left kernel size 7, "
    "and compare parameters and multiply-adds.",
    "say why small filters are stacked.",
)
def test_three_small_filters_against_a_large_one():
    facts = {
        K: StackBuilder(input_size=(4, 28, 28), layers=layers).picture.facts
        for K, layers in ((3, [("conv", 4, 3)] * 3), (7, [("conv", 4, 7)]))
    }
    assert facts[3]["layers"][-1]["field"] == facts[7]["layers"][-1]["field"] == 7
    assert facts[3]["layers"][-1]["size"] == facts[7]["layers"][-1]["size"]
    assert (facts[3]["parameters"], facts[7]["parameters"]) == (3 * (4 * 4 * 9 + 4), 4 * 4 * 49 + 4)
    assert (
        facts[3]["multiply_adds"]
        == 16 * 9 * (26**2 + 24**2 + 22**2)
        < facts[7]["multiply_adds"]
        == 16 * 49 * 22**2
    )


@claim(
    "02",
    "A unit in the second of two 3 × 3 layers (stride 1, no padding) sees 5 × 5 pixels. Run both layers on that patch alone, "
    "and the same number comes out. So the stack is one MLP that scans 5 × 5 patches, and shares weights even inside itself: its first layer "
    "visits nine places of every patch. What neighbouring patches share is computed once.",
    "A stack is one MLP that scans, and shares weights even inside itself.",
)
def test_distributed_scanning():
    rng = np.random.default_rng(4)
    w1, w2, image = (
        rng.normal(size=(3, 1, 3, 3)),
        rng.normal(size=(1, 3, 3, 3)),
        rng.normal(size=(1, 1, 9, 9)),
    )
    stack = conv2d(np.maximum(conv2d(image, w1), 0), w2)[0, 0]
    for i, j in np.ndindex(5, 5):
        hidden = np.zeros((3, 3, 3))  # the first layer at nine places of this patch
        for n, a, b in np.ndindex(3, 3, 3):
            hidden[n, a, b] = max(
                0, (image[0, 0, i + a : i + a + 3, j + b : j + b + 3] * w1[n, 0]).sum()
            )
        assert np.isclose(stack[i, j], (hidden * w2[0]).sum())


@claim(
    "02",
    "As long as $K \\ge s$, the last `padding` of them are zeros, so `max(0, r - padding)` real rows are never read.",
    "Stride leaves pixels out in two ways: at the end, where $r > \\text{padding}$, and in gaps, where $s > K$ (without dilation).",
)
def test_what_is_never_read():
    for H, K, s, p, d in GRID:
        found = starts(H, K, s, p)
        if d > 1 or not found:
            continue
        rest, unread = (H + 2 * p - K) % s, set(range(H)) - read_rows(H, K, s, p)
        end = {row for row in unread if row + p >= found[-1] + K}
        assert len(end) == max(0, rest - p) and (unread == end or s > K)
        if s <= K:
            assert len(unread) == max(0, rest - p)
        if s > K and len(found) > 1 and p == 0:
            assert unread - end


@claim("02", "Pooling learns nothing.")
def test_pooling_learns_nothing():
    assert find("count_parameters").expected([("pool", 2, 2)]) == 0
    assert find("count_parameters").expected([("conv", 3, 4, 5)]) == 4 * 3 * 5 * 5 + 4


@claim(
    "02",
    "Find one input on which it **agrees** with the right program, and one on which it **differs**; the report names the "
    "condition that you have found.",
    "The second one flips the filter before it scans, as signal processing does.",
)
def test_the_bugs_can_be_exposed():
    y, w = np.arange(9.0).reshape(1, 1, 3, 3), np.array([[[[1.0, 2], [3, 5]]]])
    symmetric = np.array([[[[1.0, 2], [2, 1]]]])
    for item, agree, differ in (
        ("rounded_up", (9, 3, 2, 0, 1), (8, 3, 2, 0, 1)),
        ("flipped_forward", (y, symmetric, [0.0], 1, 0), (y, w, [0.0], 1, 0)),
    ):
        right, wrong = find(exposes()[item].exercise).expected, wrong_program(item)
        agree, differ = (
            tuple(map(np.asarray, one)) if item != "rounded_up" else one for one in (agree, differ)
        )
        if item == "flipped_forward":
            agree, differ = ((*one[:3], int(one[3]), int(one[4])) for one in (agree, differ))
        assert np.array_equal(right(*agree), wrong(*agree)) and not np.array_equal(
            right(*differ), wrong(*differ)
        )
    assert np.array_equal(wrong(y, w, np.zeros(1), 1, 0), conv2d(y, w[:, :, ::-1, ::-1]))


@claim(
    "02",
    "Three filters by hand, scanned over a photograph by your function: left–right differences, top–bottom differences, a mean.",
    "Stride 2 halves the map. The line at the left of $z(0)$ and at the top of $z(1)$ is not in the picture: there the filter "
    "takes the step from the zeros of the padding to the sky for an edge.",
)
def test_the_photograph():
    edge = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    filters = np.stack([edge, edge.T, np.full((3, 3), 1 / 9)])[:, None]
    photo = data.photo("camera").astype(float)
    z = conv2d(photo[None, None], filters, np.zeros(3), stride=2, padding=1)[0]
    assert z.shape[1:] == tuple(n // 2 for n in photo.shape)
    assert np.isclose(z[2, 5, 5], photo[9:12, 9:12].mean())
    sky = photo[: photo.shape[0] // 4]
    assert sky.mean() > 0.6  # bright against the zeros
    assert (
        z[0, 5:60, 0].min() > 4 * np.abs(z[0, 5:60, 1:10]).mean()
        and z[1, 0, 5:60].min() > 4 * np.abs(z[1, 1:10, 5:60]).mean()
    )
