"""Lights, terms and sums: the same in Python and in the browser, and true, in every cell."""

from __future__ import annotations

import numpy as np
import pytest
from both_lights import ALL, SOME, cells_of, hold_against_each_other, lights_of

from cnnkit.lessons import find
from cnnkit.widgets import (
    ConvExplorer,
    DepthExplorer,
    ExpandExplorer,
    FilterBankExplorer,
    GradientCheckExplorer,
    PoolExplorer,
    PoseExplorer,
    RemainderExplorer,
    ScanExplorer,
    SeparableExplorer,
    StackBuilder,
)
from cnnkit.widgets.board.examples import IMAGES
from cnnkit.widgets.board.lights import lit
from cnnkit.widgets.depth.examples import BATCHES
from cnnkit.widgets.expand.explorer import EXAMPLES as EXPANDED
from cnnkit.widgets.filter_bank.examples import IMAGES as TURNED
from cnnkit.widgets.filter_bank.view import BANKS
from cnnkit.widgets.gradient_check.view import FAULTS
from cnnkit.widgets.pool.examples import EXAMPLES as POOLED
from cnnkit.widgets.pool.view import ROUTES
from cnnkit.widgets.remainder.explorer import EXAMPLES as LEFT_OVER
from cnnkit.widgets.scan.examples import EXAMPLES as SCANNED
from cnnkit.widgets.separable.examples import EXAMPLES as SEPARATED
from cnnkit.widgets.stack.explorer import EXAMPLES as STACKED

FEW = 12  # cells of each grid, for a quick look; all of them are lit below
HALVES = np.arange(12).reshape(3, 4) / 7


def as_they_may_be(right) -> dict:
    """What learners' functions give in place of what is right: one array, or two."""
    parts = [np.asarray(part, float) for part in (right if isinstance(right, tuple) else (right,))]

    def each(change):
        changed = [change(part.copy()) for part in parts]
        return lambda *_: tuple(changed) if isinstance(right, tuple) else changed[0]

    def spoil(part):
        part.flat[0], part.flat[-1], part.flat[part.size // 2] = np.nan, -np.inf, np.inf
        return part

    return {
        "right": each(lambda part: part),
        "wrong": each(lambda part: part * 1.5 + 1e-3),
        "hardly wrong": each(lambda part: part + 1e-5),
        "nan": each(spoil),
        "shape": each(lambda part: part[..., :-1]),
        "raises": lambda *_: 1 / 0,
        "unwritten": _unwritten,
        "nothing": lambda *_: None,
        "stands in": stand_in,
    }


def _unwritten(*_):
    raise NotImplementedError("exercise")


def stand_in(*_):
    raise AssertionError("nobody asks the package's function here")


stand_in.stands_in = True


def settings_of(explorer) -> dict:
    return {name: value for name, value in explorer._settings().items() if not name.startswith("_")}


def with_every_function(explorer, exercise: str):
    """The explorer with all that learners may bring for an exercise that it asks as it stands."""
    kept = []

    def ask(*arguments):
        kept.append(arguments)
        raise NotImplementedError

    type(explorer)(**settings_of(explorer) | {exercise: ask})
    right = find(exercise).adapter(*kept[0])
    for name, function in as_they_may_be(right).items():
        yield f"{exercise} {name}", type(explorer)(**settings_of(explorer) | {exercise: function})


def conv():
    odd = {
        "strided": {"example": "remainder", "stride": 2, "padding": 1},
        "dilated": {"example": "remainder", "dilation": 2, "padding": 2},
        "second map": {"example": "two maps", "map": 1, "filter_number": 1, "padding": 1},
        "gaps": {"example": "integers", "kernel_size": 1, "stride": 2},
        "halves": {"y": HALVES, "w": [[0.5, -0.25], [1e-9, 3]], "stride": 2},
    }
    for tab, form in (("forward", ""), ("dY", "scatter"), ("dY", "gather"), ("dW", "")):
        face = {"tab": tab} | ({"form": form} if form else {})
        for example in IMAGES:
            yield f"{tab} {form} {example}", ConvExplorer(**face, example=example)
        for name, numbers in odd.items():
            yield f"{tab} {form} {name}", ConvExplorer(**face, **numbers)
        exercise = {"dY": "conv2d_grad_input", "dW": "conv2d_grad_weight"}.get(tab, "conv2d_forward")
        for name, shown in with_every_function(ConvExplorer(**face, **odd["second map"]), exercise):
            yield f"{form} {name}", shown


def pool():
    for pooling, tab in np.ndindex(2, 2):
        face = {"pooling": ("max", "mean")[pooling], "tab": ("forward", "backward")[tab]}
        for example in POOLED:
            yield f"{face} {example}", PoolExplorer(**face, example=example)
        for kernel_size, stride in ((1, 3), (3, 2), (2, 1)):
            window = {"kernel_size": kernel_size, "stride": stride, "y": HALVES, "arrows": False}
            yield f"{face} {kernel_size} {stride}", PoolExplorer(**face, **window)
        for belief in ROUTES[face["pooling"]].switches if tab else ():
            yield f"believed {belief}", PoolExplorer(**face, belief=belief)
        exercise = f"{face['pooling']}_pool" + "_grad" * tab
        yield from with_every_function(PoolExplorer(**face), exercise)


def pose():
    for stride, sigma in ((4, 1.0), (8, 0.5), (16, 3.0)):
        yield f"{stride} {sigma}", PoseExplorer(figure=stride, stride=stride, sigma=sigma, half=sigma > 1)
    for joint in (0, 13):
        yield f"nets {joint}", PoseExplorer(tab="nets", joint=joint, rank=joint)
    yield from with_every_function(PoseExplorer(stride=16), "joint_heatmaps")


def scan():
    for tab in ("forward", "gradient"):
        for example in SCANNED:
            yield f"{tab} {example}", ScanExplorer(tab=tab, example=example, kernel_size=3)
        for layer, unit in ((1, 2), (2, 1), (3, 0)):
            deep = {"network": "3-2-1", "layer": layer, "unit": unit}
            yield f"{tab} {layer} {unit}", ScanExplorer(tab=tab, **deep)
        yield f"{tab} halves", ScanExplorer(tab=tab, y=HALVES, w=[[0.5, -1 / 3]])
    for exercise, tab in (("scan", "forward"), ("conv_as_matrix", "forward"), ("tied_gradient", "gradient")):
        yield from with_every_function(ScanExplorer(tab=tab), exercise)
        deep = ScanExplorer(tab=tab, network="2-1", layer=2, **{exercise: lambda *_: 1 / 0})
        yield f"{exercise} layer 2", deep


def expand():
    for tab in ("stamp", "collect", "count"):
        for example in EXPANDED:
            yield f"{tab} {example}", ExpandExplorer(tab=tab, example=example)
        for kernel_size, stride, padding, more in ((4, 2, 1, 0), (3, 2, 1, 1), (1, 3, 0, 2), (2, 1, 1, 0)):
            size = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "output_padding": more}
            yield f"{tab} {size}", ExpandExplorer(tab=tab, y=HALVES, **size)
    yield from with_every_function(ExpandExplorer(padding=1, example="row"), "conv_transpose2d")


def remainder():
    for example in LEFT_OVER:
        yield example, RemainderExplorer(example=example)
    yield "padded", RemainderExplorer(size=5, kernel_size=2, stride=3, padding=2)


def filter_bank():
    for tab in ("pooled", "unpooled"):
        for bank in BANKS:
            yield f"{tab} {bank}", FilterBankExplorer(tab=tab, bank=bank, example="square", angle=90, mirrored=True)
        for example in TURNED:
            moved = {"angle": 45, "shift": 1, "stride": 2, "factor": 1.5, "rolled": False}
            yield f"{tab} {example}", FilterBankExplorer(tab=tab, example=example, **moved)
    yield "tied", FilterBankExplorer(image=np.ones((6, 6)), w=np.ones((2, 2)))


def stack():
    for example in STACKED:
        yield example, StackBuilder(example=example)
    yield "nothing", StackBuilder(layers=[])
    yield "does not fit", StackBuilder(input_size=(2, 5, 6), layers=[("linear", 12), ("conv", 1, 2)])
    yield "padding only", StackBuilder(input_size=(1, 3, 3), layers=[("conv", 2, 2, 3, 3), ("linear", 3)])


def gradient_check():
    for variable in ("dY", "dW"):
        for fault in ("none", *FAULTS[variable]):
            yield f"{variable} {fault}", GradientCheckExplorer(variable=variable, fault=fault)
        for activation in ("relu", "none"):
            kink = {"activation": activation, "exponent": -1.0, "upstream": "ones", "single": True}
            yield f"{variable} {activation}", GradientCheckExplorer(variable=variable, **kink)
        exercise = {"dY": "conv2d_grad_input", "dW": "conv2d_grad_weight"}[variable]
        yield from with_every_function(GradientCheckExplorer(variable=variable), exercise)


def depth():
    for example in BATCHES:
        for layer in (1, 6, 13):
            yield f"{example} {layer}", DepthExplorer(example=example, depth=14, layer=layer, skips=layer > 1, norm=layer < 9)


def separable():
    for example, M, groups in zip(SEPARATED, (3, 4, 4, 2), (1, 2, 4, 2)):
        yield example, SeparableExplorer(example=example, in_channels=M, groups=groups, out_channels=2)
    for M, groups in ((4, 2), (6, 2), (16, 16)):
        yield f"{M} {groups}", SeparableExplorer(in_channels=M, groups=groups, kernel_size=5)
    yield "one cell", SeparableExplorer(kernel_size=1, in_channels=2, out_channels=8)
    yield "all maps", SeparableExplorer(in_channels=8, groups=1, out_channels=6)
    for exercise in ("depthwise_conv2d", "pointwise_conv2d"):
        yield from with_every_function(SeparableExplorer(in_channels=6), exercise)


FAMILIES = [conv, pool, pose, scan, expand, remainder, filter_bank, stack, gradient_check, depth, separable]


def assert_true(explorer, lights: dict) -> None:
    """The terms of every sum make the right number of its cell, whatever a learner's function has."""
    asked, right = explorer.picture, without_functions(explorer)
    checked = 0
    for at, found in lights.items():
        grid = right.grid(at[0])
        assert found.cells[:1] == () or found.cells[0].role == "here"
        for mark in found.cells:
            assert 0 <= mark.row < asked.grid(mark.grid).size[0]
            assert 0 <= mark.column < asked.grid(mark.grid).size[1]
        if "distance" in asked.tables:  # a gradient, anyone's, against its differences
            assert found.total is None or found.total == pytest.approx(asked.tables["distance"][at[1:]], nan_ok=True)
            checked += 1
            continue
        if found.total is None or not found.sum.startswith(grid.place(*at[1:]) + " = "):
            continue
        assert found.total == pytest.approx(grid.values[at[1:]], rel=1e-9, abs=1e-9), (at, found.sum)
        assert_printed(found)
        assert right is asked or found.total == lit(right, *at).total
        assert_verdict(asked.grid(at[0]), at, found.sum)
        checked += 1
    sums = [sum for link in asked.links for sum in link.sums.values() if sum.item and sum.how != "list"]
    assert checked or not sums


def assert_printed(found) -> None:
    """What is printed can be checked by hand: where the sign is =, the terms make the result to the last digit."""
    plain = found.sum.split("; your ")[0].split(", at ")[0]
    for ours, theirs in (("−", "-"), ("·", "*"), (" (bias)", ""), ("∞", "inf")):
        plain = plain.replace(ours, theirs)
    head, _, rest = plain.partition(" = ")
    sign = " ≈ " if " ≈ " in rest else " = "
    terms, _, result = rest.rpartition(sign)
    assert " = " not in terms and float(result) == pytest.approx(found.total, rel=0.05, abs=0.006)
    if sign == " = " and "…" not in terms and "w(" not in terms and not terms.startswith("0,"):
        made = eval(terms, {"max": lambda *some: max(some)})  # numbers, signs and brackets alone
        assert made == pytest.approx(float(result), rel=1e-9, abs=1e-9), found.sum


def without_functions(explorer):
    """The picture that the package's own numbers make."""
    given = {name: getattr(explorer, name) for name in explorer.trait_names(exercise=True)}
    if not any(given.values()):
        return explorer.picture
    explorer.set_together(**dict.fromkeys(given))
    right = explorer.picture
    explorer.set_together(**given)
    return right


def assert_verdict(grid, at, text: str) -> None:
    """Behind the sum: what the learner's function has, where there is one."""
    verdict = text.partition(f"; your {grid.symbol} ")[2]
    if not grid.yours:
        assert not verdict
    elif grid.trouble:
        assert verdict == "has no number"
    elif grid.crossed[at[1:]]:
        assert verdict.startswith("is ")
    else:
        assert verdict == "agrees"
        assert np.isfinite(grid.values[at[1:]])


each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)


def assert_same_and_true(family, lit_cells, tried_cells, tmp_path, node) -> None:
    """Light so many cells of each grid in both languages, and hold the sums of some of them true."""
    explorers = dict(family())
    lights = {name: lights_of(explorer.picture, lit_cells) for name, explorer in explorers.items()}
    for name, explorer in explorers.items():
        try:
            assert_true(explorer, {at: lights[name][at] for at in cells_of(explorer.picture, tried_cells)})
        except AssertionError as error:
            raise AssertionError(name) from error
    hold_against_each_other(tmp_path, node, explorers, lights)


# the others have a quick look in a test of their own, `test_lights`
@pytest.mark.parametrize("family", [remainder, stack, gradient_check, depth], ids=lambda family: family.__name__)
def test_python_and_the_browser_light_the_same_and_sums_are_true(family, tmp_path, node):
    assert_same_and_true(family, FEW, FEW, tmp_path, node)


@pytest.mark.slow
@each_family
def test_so_they_do_in_every_cell_of_every_map(family, tmp_path, node):
    assert_same_and_true(family, ALL, SOME, tmp_path, node)
