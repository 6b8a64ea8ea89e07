"""Lesson 10, joints of a figure."""

from __future__ import annotations

import math

import numpy as np

from cnnkit import pose, reference
from cnnkit.grader.exercise import Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import TERMS
from cnnkit.lessons.lesson_10 import solutions as solutions
from cnnkit.mistakes import pose as mistakes
from cnnkit.numbers import exact, factor, number

__all__ = ["EXERCISES", "EXPOSES"]


def places(rng, T, J, size) -> np.ndarray:
    """Joints (T, J, 2) with one decimal, inside a map and never on the border of a cell."""
    cells = np.stack([rng.integers(0, n, (T, J)) for n in size], axis=-1)
    return cells + rng.integers(1, 10, cells.shape) / 10


MAPS = (
    (2, 1, (4, 5), 1.5, "several examples of one joint"),
    (2, 3, (5, 4), 1.5, "several joints"),
    (2, 3, (5, 4), 1.5, "other joints on maps of the same size"),
    (3, 2, (6, 6), 2.0, "square maps, sigma 2"),
    (1, 4, (3, 7), 1.0, "wide maps, sigma 1"),
    (2, 2, (9, 8), 0.5, "a sharp hill, sigma 0.5"),
    (2, 2, (8, 9), 0.8, "maps wider than the hill, sigma 0.8"),
)


def heatmap_cases(rng) -> list[Case]:
    """(joints, size, sigma)."""
    cases = [Case((np.array([[[1.5, 0.5]]]), (3, 2), 2.0), "one joint in the middle of a cell, a 3 × 2 map")]
    cases += [Case((places(rng, T, J, size), size, sigma), label) for T, J, size, sigma, label in MAPS]
    outside = places(rng, 2, 2, (4, 5)) + np.array([[[-5.0, 0]], [[0, 6]]])
    border = np.array([[[0.002, 1.3], [2.7, 4.998]]])
    return [*cases, Case((border, (4, 5), 1.0), "joints near the border"), Case((outside, (4, 5), 2.0), "joints outside the map")]


def heatmap_witness(args, part, index) -> str:
    joints, _, sigma = args
    t, j, r, c = index
    row, col = joints[t, j]
    down, along = (r + 0.5 - row) ** 2, (c + 0.5 - col) ** 2
    value = math.exp(-(down + along) / (2 * sigma**2))
    return (
        f"map({j}, {r}, {c}) = exp(−(({r} + ½ − {factor(row)})² + ({c} + ½ − {factor(col)})²) / (2·{number(sigma)}²)) "
        f"= exp(−{number(down + along)} / {number(2 * sigma**2)}) ≈ {number(value)}"
    )


def unlike(draw, rng, *shape) -> np.ndarray:
    """Maps without two equal cells near the top, so that only the cases of ties ask about ties; none with the sum 0."""
    maps = draw(rng, *shape)
    flat = maps.reshape(*shape[:2], -1)
    peaks = rng.integers(0, flat.shape[2], shape[:2])
    top = flat.max(axis=2) + np.abs(flat).max() / 4
    np.put_along_axis(flat, peaks[..., None], top[..., None], axis=2)
    empty = np.abs(flat.sum(axis=2)) < 1e-9  # something weighted by such a map would be divided by 0
    np.put_along_axis(flat, peaks[..., None], (top * (1 + empty / 2))[..., None], axis=2)
    return maps


PEAKS = (
    ((1, 1, 2, 3), 1, integers, "one 2 × 3 map, stride 1"),
    ((2, 3, 4, 5), 2, integers, "several joints, stride 2"),
    ((2, 3, 4, 5), 2, integers, "other numbers of the same shape"),
    ((3, 2, 6, 3), 4, integers, "tall maps, stride 4"),
    ((2, 2, 5, 5), 4, integers, "square maps"),
    ((2, 4, 3, 7), 3, decimals, "decimal numbers, stride 3"),
    ((2, 2, 4, 3), 8, small, "numbers near 0.001, stride 8"),
)


def decode_cases(rng) -> list[Case]:
    """(heatmaps, stride)."""
    cases = []
    for shape, stride, draw, label in PEAKS:
        cases.append(Case((unlike(draw, rng, *shape), stride), label))
    cases.append(Case((unlike(integers, rng, 2, 3, 4, 3) - 20, 4), "values below 0 only"))
    ties = integers(rng, 2, 3, 4, 5, low=-4, high=0)
    for maps in ties.reshape(-1, 4, 5):  # first in row order, in column order and last: three cells
        c, d = sorted(rng.choice(4, 2, replace=False))
        r = int(rng.integers(0, 2))
        maps[r, d + 1] = maps[r + 1, c] = maps[r + 2, c + 1] = 3
    return [*cases, Case((ties, 2), "several largest cells in a map")]


def decode_witness(args, part, index) -> str:
    heatmaps, stride = args
    t, j, axis = index
    one = heatmaps[t, j]
    cell = np.unravel_index(one.argmax(), one.shape)
    which = ("row", "column")[axis]
    return (
        f"the largest cell of map {j} of example {t} is ({cell[0]}, {cell[1]}), with {number(one[cell])}; "
        f"{which} = ({cell[axis]} + ½)·{stride} = {number((cell[axis] + 0.5) * stride)}"
    )


SCORED = (
    (1, 2, 10.0, 0.5, "one figure of two joints"),
    (2, 4, 20.0, 0.25, "two figures"),
    (3, 7, 9.0, 0.5, "three figures of seven joints"),
    (3, 7, 9.0, 0.5, "other joints of as many figures"),
    (4, 5, 1.0, 4.5, "scale 1"),
    (5, 6, 64.0, 0.078125, "scale 64"),
    (2, 9, 0.5, 5.0, "a scale below 1"),
    (1, 6, 10.0, 0.5, "one figure of six joints"),
    (4, 1, 10.0, 0.5, "four figures of one joint"),
)
CROOKED = (
    # rows and columns between joint and answer: 5 apart, near by one axis alone, near in each but not together
    ((3, 4), (0, 6), (4, 4), (1, 1), (2, 4), (7, 1), (5, 0), (3, 3), (0, 0)),
)


def pck_cases(rng) -> list[Case]:
    """(pred, joints, scale, threshold); some answers lie exactly at the threshold."""
    cases = []
    for T, J, scale, threshold, label in SCORED:
        joints = integers(rng, T, J, 2, low=0, high=20)
        reach = threshold * scale
        gaps = integers(rng, T, J, 2, low=0, high=math.ceil(reach) if scale >= 1 else 12)
        if reach == 5:
            gaps[0, 0], gaps[-1, -1] = (3, 4), (5, 1)
        cases.append(Case((joints + gaps * rng.choice([-1.0, 1.0], gaps.shape), joints, scale, threshold), label))
    for signs in CROOKED:
        gaps = np.array([signs, signs[::-1]], float) * rng.choice([-1.0, 1.0], (2, len(signs), 2))
        joints = integers(rng, *gaps.shape, low=0, high=20)
        cases.append(Case((joints + gaps, joints, 10.0, 0.5), "answers exactly at the threshold"))
    joints = integers(rng, 2, 3, 2, low=4, high=9)
    lost = joints.copy()
    lost[:, 0] += 9
    cases.append(Case((lost, joints, 10.0, 0.25), "one joint of each figure lost"))
    parts = integers(rng, 2, 4, 2, low=1, high=9) / 10
    parts[0, 0] = 0
    # one figure is found whole, by any measure; of the other, one joint
    off = np.array([[[0.002, 0.004], [0.03, 0.04], [0.05, 0.02], [0.0, 0.06]], [[0.15, 0.02], [0.0, 0.2], [0.03, 0.01], [0.3, 0.3]]])
    cases.append(Case((parts + off, parts, 1.0, 0.1), "joints in parts of the image"))
    return cases


def pck_witness(args, part, index) -> str:
    pred, joints, scale, threshold = args
    far = [math.dist(a, b) for figure, true in zip(pred, joints, strict=True) for a, b in zip(figure, true, strict=True)]
    reach = threshold * scale
    near = sum(d <= reach for d in far)
    shown = ", ".join(number(d) for d in far[:9]) + (", …" if len(far) > 9 else "")
    sign, verb = "=" if exact(near / len(far)) else "≈", "is" if near == 1 else "are"
    return (
        f"{near} of {len(far)} distances ({shown}) {verb} at most {number(threshold)}·{number(scale)} = {number(reach)}: "
        f"PCK = {near}/{len(far)} {sign} {number(near / len(far))}"
    )


LOSSES = (
    ((1, 1, 2, 2), integers, "one 2 × 2 map"),
    ((2, 3, 3, 4), integers, "several joints"),
    ((2, 3, 3, 4), integers, "other numbers of the same shape"),
    ((3, 2, 4, 4), integers, "square maps"),
    ((4, 2, 2, 3), decimals, "decimal numbers"),
    ((2, 2, 3, 2), small, "numbers near 0.001"),
    ((1, 3, 2, 3), integers, "one figure of three joints"),
    ((3, 1, 3, 2), integers, "three figures of one joint"),
)


def loss_cases(rng) -> list[Case]:
    """(maps, target)."""
    cases = []
    for shape, draw, label in LOSSES:
        maps, target = draw(rng, *shape), draw(rng, *shape)
        maps.ravel()[0] = target.ravel()[0] + (0.003 if draw is small else 3)  # never all the same
        cases.append(Case((maps, target), label))
    return cases


def loss_witness(args, part, index) -> str:
    maps, target = args
    if part == 1:
        j, r, c = index[1:]
        gap = maps[index] - target[index]
        return f"dmaps({j}, {r}, {c}) of example {index[0]} = {number(maps[index])} − {factor(target[index])} = {number(gap)}"
    gaps = (maps[index[0]] - target[index[0]]).ravel()
    squares = [f"{factor(float(gap))}²" for gap in gaps[:TERMS]] + ([f"… ({len(gaps) - TERMS} more squares)"] if len(gaps) > TERMS else [])
    return f"div({index[0]}) = ½·({' + '.join(squares)}) = {number(float((gaps**2).sum() / 2))}"


EXERCISES = (
    Exercise(
        id="joint_heatmaps",
        arguments="joints, size, sigma",
        cases=heatmap_cases,
        expected=reference.joint_heatmaps,
        adapter=pose.joint_heatmaps,
        solution=solutions.joint_heatmaps,
        hints=(
            "Where is the centre of this cell, and how far is that from the joint, in rows and in columns?",
            "exp(−((r + ½ − row)² + (c + ½ − col)²) / (2·sigma²)), for each joint of each example.",
            "rows = np.arange(size[0]) + 0.5 - joints[:, :, 0, None], columns likewise; then rows[:, :, :, None]**2 + cols[:, :, None, :]**2.",
        ),
        results=("maps",),
        program=mistakes.JOINT_HEATMAPS,
        witness=heatmap_witness,
        answers=("joint_heatmaps",),
    ),
    Exercise(
        id="decode_heatmaps",
        arguments="heatmaps, stride",
        cases=decode_cases,
        expected=reference.decode_heatmaps,
        adapter=pose.decode_heatmaps,
        solution=solutions.decode_heatmaps,
        hints=(
            "Which cell of a map is the largest, and where in the image does its centre lie?",
            "(row + ½)·stride and (column + ½)·stride of the first largest cell of each map.",
            "heatmaps.reshape(T, J, H * W).argmax(axis=2) gives row·W + column; np.divmod(..., W) takes it apart.",
        ),
        results=("joints",),
        program=mistakes.DECODE_HEATMAPS,
        rules=Rules(("heatmaps: T J H W", "stride: 1..")),
        witness=decode_witness,
        answers=("decode_heatmaps",),
    ),
    Exercise(
        id="pck",
        arguments="pred, joints, scale, threshold",
        cases=pck_cases,
        expected=reference.pck,
        adapter=pose.pck,
        solution=solutions.pck,
        hints=(
            "How far is each answer from its joint, and how far may it be?",
            "The share of all joints whose distance is at most threshold·scale.",
            "(np.sqrt(((pred - joints) ** 2).sum(axis=2)) <= threshold * scale).mean()",
        ),
        results=("share",),
        program=mistakes.PCK,
        witness=pck_witness,
        answers=("pck",),
    ),
    Exercise(
        id="pose_loss",
        arguments="maps, target",
        cases=loss_cases,
        expected=reference.pose_loss,
        adapter=pose.pose_loss,
        solution=solutions.pose_loss,
        hints=(
            "What is the difference in one cell? Which differences does one example add up?",
            "div(t) = ½ · sum over joints, rows and columns of (maps − target)²; its gradient is maps − target.",
            "0.5 * ((maps - target) ** 2).sum(axis=(1, 2, 3)), maps - target",
        ),
        results=("div", "dmaps"),
        program=mistakes.POSE_LOSS,
        witness=loss_witness,
        answers=("pose_loss", "squared_error"),
    ),
)


def first_row(heatmaps, stride) -> bool:
    """Whether every largest cell lies in the first row, left of column min(H, W)."""
    H, W = heatmaps.shape[2:]
    return bool((heatmaps.reshape(-1, H * W).argmax(axis=1) < min(H, W)).all())


EXPOSES = (
    Expose(
        id="rows_for_columns",
        exercise="decode_heatmaps",
        switches=("K15",),
        says="takes positions apart with the number of rows",
        conditions=(
            (first_row, "the largest cell lies in the first row and in a column below H: its position is its column, so both find row 0 and that column"),
        ),
        trivial=(
            (lambda heatmaps, stride: heatmaps.shape[2] == heatmaps.shape[3],
             "square maps are too easy: find an input with fewer rows than columns, or more, on which both agree"),
        ),
    ),
)  # fmt: skip
