"""Questions about lesson 08: transform invariance (lecture 4)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit import data
from cnnkit.conv import conv2d
from cnnkit.filterbank import bank_conv2d, bank_max, rotate_filters
from cnnkit.layers import FilterBank2d
from cnnkit.lessons.question import Belief, Question
from cnnkit.numbers import several
from cnnkit.pool import max_pool2d
from cnnkit.shapes import Window

__all__ = ["PREDICTIONS", "RECAP"]


@lru_cache(maxsize=1)
def sixes_called_nine() -> tuple[int, int]:
    """In percent: test 6s that 3-nearest-neighbours call 9, turned by a half and upright."""
    images, labels = data.load("digits8", "train")
    tests, wanted = data.load("digits8", "test")
    known = images.reshape(len(images), -1).astype(float)
    shares = []
    for sixes in (tests[wanted == 6][:, :, ::-1, ::-1], tests[wanted == 6]):
        asked = sixes.reshape(len(sixes), -1).astype(float)
        distance = ((asked[:, None] - known) ** 2).sum(axis=2)
        nearest = labels[np.argsort(distance, axis=1, kind="stable")[:, :3]]
        votes = np.array([np.bincount(three, minlength=10).argmax() for three in nearest])
        shares.append(round(100 * float((votes == 9).mean())))
    return shares[0], shares[1]


def turned_sixes(_rng):
    """What exact invariance would have to merge."""
    turned, upright = sixes_called_nine()
    return Question(
        "08-sixes",
        "The 6s among the test digits are turned by 180°. For each, the three most similar upright training digits vote. "
        "What percentage of the 6s is called 9?",
        turned,
        f"{turned}%; upright it is {upright}%. A 6 turned by a half is a 9. A net that is exactly invariant under all "
        "turns must give both the same scores, so it cannot tell them apart: invariance is a choice that fits some data.",
        (
            Belief("", upright, "That would be so if the 6s were upright, but turned by a half they look like 9s."),
            Belief("", 10, "That would be so if it were chance, but a turned 6 looks very much like one of the ten digits."),
            Belief("", 50, "That would be so if a turned 6 lay halfway between 6 and 9, but it looks like a 9."),
        ),
        tolerance=5,
    )  # fmt: skip


def error_of(layer, y, move) -> float:
    """‖layer(move y) − move(layer y)‖ / ‖layer y‖."""
    z = layer(y)
    return float(np.linalg.norm(layer(move(y)) - move(z)) / np.linalg.norm(z))



def shifted_image(rng):
    """Maps shift with the image: equivariant, not invariant (I01)."""
    W, K = 24, int(rng.integers(2, 5))
    column, by = int(rng.integers(0, 10)), int(rng.integers(1, 8))
    w = np.zeros((1, 1, 1, K))
    w[..., -1] = 1
    y = np.zeros((1, 1, 1, W))
    y[..., column + K - 1] = 1
    before, after = (int(conv2d(image, w).argmax()) for image in (y, np.roll(y, by, axis=3)))
    return Question(
        "08-shift",
        f"A scan with stride 1 has its largest value in column {before}. Everything in the image moves {by} to the right. "
        "In which column is the largest value now?",
        after,
        "The map shifts with the image: a convolution is shift equivariant. Its maximum over all places stays what it was.",
        (Belief("I01", before, "That would be so if a convolution were shift invariant, but its map moves with the image."),
         Belief("", before - by, "That would be so if the map shifted against the image, but it shifts the same way.")),
    )  # fmt: skip


def shifted_pooling(rng):
    """Which shifts a strided pooling follows (I02)."""
    stride, cells = int(rng.integers(2, 7)), int(rng.integers(4, 12))
    H = stride * cells
    y = rng.permutation(H * H).reshape(1, 1, H, H).astype(float)
    pooled = max_pool2d(y, stride)[0]

    def follows(by):
        moved = max_pool2d(np.roll(y, by, axis=3), stride)[0]
        return any((moved == np.roll(pooled, k, axis=3)).all() for k in range(cells))

    return Question(
        "08-pooling",
        f"Max pooling with {stride} × {stride} windows and stride {stride} on a map of {H} columns, all numbers different. What goes "
        "out on the right comes in on the left. What is the smallest shift, in pixels, that only shifts the pooled map?",
        next(by for by in range(1, H + 1) if follows(by)),
        f"The windows stand on a grid of {stride} pixels. Only a whole step of it puts the same cells under one window again; "
        "after a smaller shift the maxima are others.",
        (Belief("I02", 1, "That would be so if pooling followed every shift, but after a small one other cells share a window."),
         Belief("", H, "That would be so if nothing less than the whole map brought the windows back, but a smaller shift is enough.")),
    )  # fmt: skip


def winner_turned(rng):
    """Which member wins after a turn (I04)."""
    R = int(rng.choice([4, 8]))
    step = 360 // R
    before, turns = int(rng.integers(R)), int(rng.integers(1, R))
    z = np.zeros((R, 1, 1))
    z[before] = 1
    after = int(np.roll(z, turns, axis=0).argmax())
    return Question(
        "08-winner",
        f"A bank has {R} members, each turned counter-clockwise by {step}° more than the last. At the centre of an image member {before} "
        f"wins. The image is turned counter-clockwise by {step * turns}° about that centre. Which member wins there now?",
        after,
        f"The maps turn and roll: the pattern now lies as member ({before} + {turns}) mod {R} does.",
        (Belief("I04", before, "That would be so if members did not differ in direction, but another one now lies as the pattern does."),
         *((Belief("I13", (before - turns) % R, "That would be so if the members rolled against the turn, but they roll with it."),)
           if 2 * turns != R else ())),
    )  # fmt: skip


def exact_remainder(rng):
    """Sizes and strides decide about exact turns (I05)."""
    K, s, p = int(rng.integers(2, 5)), int(rng.integers(2, 4)), int(rng.integers(0, 2))
    first = int(rng.integers(7, 12))
    sizes = range(first, first + s)
    y = {H: np.random.default_rng(H).integers(-9, 10, (1, 1, H, H)).astype(float) for H in sizes}
    bank = rotate_filters(np.random.default_rng(1).normal(size=(2, 1, K, K)))

    def layer(image):
        return bank_max(bank_conv2d(image, bank, stride=s, padding=p))[0]

    def quarter(maps):
        return np.rot90(maps, axes=(2, 3))

    exact = [H for H in sizes if error_of(layer, y[H], quarter) < 1e-9]
    choices = (*(f"H = {H}" for H in sizes), "all of them")
    return Question(
        "08-remainder",
        f"A rotation bank of {K} × {K} filters, pooled over its members, scans square maps of H × H with stride {s} and padding {p}. "
        f"Which H among {', '.join(map(str, sizes))} makes its maps turn with the image exactly, under quarter turns?",
        f"H = {exact[0]}" if len(exact) == 1 else choices[-1],
        f"Rows are left over unless H + 2p − K is a multiple of {s}. Rows left over lie at one end only, "
        "so a turned map is read elsewhere.",
        (Belief("I05", choices[-1], "That would be so if size and stride did not matter, but rows left over at one end are at another end after a turn."),
         *(Belief("", f"H = {H}", f"That would be so if no row were left over at one end, but {Window(K, s, p).remainder((H, H))[0]} would be.") for H in sizes if H not in exact)),
        choices=choices,
    )  # fmt: skip


def exact_angles(rng):
    """How many members are not exact copies (I06)."""
    K, step = int(rng.integers(3, 8)), int(rng.choice([5, 6, 9, 10, 15, 18, 30, 45]))
    angles = range(0, 360, step)
    w = np.random.default_rng(0).normal(size=(1, 1, K, K))
    bank = rotate_filters(w, list(angles))[0, :, 0]
    apart = sum(not np.allclose(np.sort(member.ravel()), np.sort(w.ravel())) for member in bank)
    return Question(
        "08-angles",
        f"A {K} × {K} filter is turned in steps of {step}°, which makes {len(angles)} members. How many of them do not hold "
        f"the same {K * K} numbers as the filter?",
        apart,
        "Quarter turns move cells onto cells. Any other angle reads between cells, and corners fall outside: those members are near, "
        "not exact.",
        (Belief("I06", 0, "That would be so if every turn moved cells onto cells, but only quarter turns do; all others are read between cells."),
         Belief("", len(angles) - 1, "That would be so if only the filter itself were exact, but the three quarter turns move cells too, without changing a number.")),
    )  # fmt: skip


def weights_of_a_bank(rng):
    """As many weights as one filter (I07)."""
    N, M, K, R = int(rng.integers(2, 9)), int(rng.integers(1, 5)), int(rng.choice([3, 5])), int(rng.choice([4, 8]))
    layer = FilterBank2d(M, N, K, members=[360 * r / R for r in range(R)], bias=False, rng=np.random.default_rng(0))
    return Question(
        "08-weights",
        f"A layer has {N} filters of {K} × {K} for {several(M, 'input map')}, and scans with every filter in {R} turns. There are no biases. "
        "How many weights does it learn?",
        layer.w.size,
        f"{N} · {M} · {K} · {K}: the turned members are copies. There are {R} times the maps, and each weight's gradient is "
        "the sum over its copies, turned back.",
        (Belief("I07", R * layer.w.size, "That would be so if every member had weights of its own, but the members share them."),),
    )  # fmt: skip


def early_pooling(_rng):
    """What pooling every layer forgets (I08)."""
    w, turns = np.random.default_rng(0).normal(size=(1, 1, 3, 3)), 1
    bank = rotate_filters(w)
    parts = [w[0, 0], w[0, 0]], [w[0, 0], np.rot90(w[0, 0], turns)]
    (same, other) = ([bank_max(bank_conv2d(part[None, None], bank))[0].item() for part in pair] for pair in parts)
    choices = ("yes", "no")
    return Question(
        "08-early",
        f"Two copies of a part lie in one row, far apart; in a second image one of them is turned by {90 * turns}°. A rotation bank "
        "pools over its members at once. Do its maps at the centres of the parts differ between the two images?",
        choices[int(np.allclose(same, other))],
        "Each maximum says that the part is there, not how it lies. Pooled early, how parts lie to each other is lost; "
        "pooled late, the maps still know which member won.",
        (Belief("I08", "yes", "That would be so if the maximum told which member won, but it is the same whichever did."),),
        choices=choices,
    )  # fmt: skip


def broken_by_training(_rng):
    """Free weights do not stay equivariant (I09)."""
    y, w, step = (np.random.default_rng(seed).normal(size=size) for seed, size in enumerate(((1, 1, 7, 7), *((1, 1, 3, 3),) * 2)))
    symmetric = sum(np.rot90(w, r, axes=(2, 3)) for r in range(4))

    def quarter(maps):
        return np.rot90(maps, axes=(2, 3))

    layers = {
        "a bank whose members share their weights": lambda maps: bank_max(bank_conv2d(maps, rotate_filters(w + step)))[0],
        # a gradient from images in one orientation has no symmetry of its own
        "filters that start symmetric and learn freely": lambda maps: conv2d(maps, symmetric + step),
        "any convolution": lambda maps: conv2d(maps, w + step),
    }
    choices = tuple(layers)
    return Question(
        "08-trained",
        "A net is trained on images in one orientation only. Whose maps still turn with the image exactly, under quarter turns?",
        min(choices, key=lambda name: error_of(layers[name], y, quarter)),
        "The maps of a bank turn with the image by construction, whatever its weights become. Free weights follow the data: trained in one orientation, "
        "they lose the symmetry that they began with.",
        (Belief("I09", choices[1], "That would be so if something held free weights to their symmetry, but the first step on one orientation breaks it."),
         Belief("I03", choices[2], "That would be so if every filter looked the same when it is turned, but most do not, and find other things in a turned image.")),
        choices=choices,
    )  # fmt: skip


PREDICTIONS = (turned_sixes, early_pooling, broken_by_training)
RECAP = (shifted_image, shifted_pooling, winner_turned, exact_remainder, exact_angles, weights_of_a_bank)
