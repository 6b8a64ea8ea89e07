"""Random figures, images, explorers and layers of a learner's own functions."""

import math

import numpy as np

from cnnkit import activations, data, figures, pool, widgets
from cnnkit import conv as convolution
from cnnkit.data.idx import read_idx
from cnnkit.layers import OwnConv2d, OwnMaxPool2d, OwnRelu
from fuzz.nets import both, gradient, passed
from fuzz.operations import fit, n, out_size, pooling, scan, some
from fuzz.values import Large, array, flag, need, number, room, two, whole

# --- figures -----------------------------------------------------------------------------------------


def shown_maps(made, titles="", kind="magnitude", shared=False, size=168, columns=6):
    titles = titles.split() if isinstance(titles, str) else titles
    return figures.show_maps([made], titles, kind=kind, shared=shared, size=size, columns=columns)


def draw_maps(rng):
    shape = (n(rng, 1, 6), n(rng, 1, 6), *[3] * n(rng, 0, 1))
    return {"made": some(rng, shape), "titles": str(rng.choice(["'one'", "''"])), "kind": str(rng.choice(["'magnitude'", "'signed'", "'grey'"])),
            "shared": str(rng.choice(["True", "False"])), "size": "40", "columns": "2"}  # fmt: skip


def words(made):
    return "" if isinstance(made, figures.Figure) and made.words and "<" in made.html else f"no figure: {made!r:.100}"


def rule_maps(made, titles="", kind="magnitude", shared=False, size=168, columns=6):
    made = array(made)
    need(made.size and (made.ndim == 2 or (made.ndim == 3 and made.shape[2] == 3)))
    if isinstance(titles, str):
        titles = titles.split()
    need(isinstance(titles, list | tuple) and all(isinstance(each, str) for each in titles) and len(titles) in (0, 1))
    kinds = [kind] if isinstance(kind, str) else kind
    need(isinstance(kinds, list | tuple) and len(kinds) == 1)
    need(all(isinstance(each, str) and each in ("magnitude", "signed", "grey") for each in kinds))
    flag(shared), whole(size), whole(columns)
    return words


def shown_numbers(w):
    return figures.show_numbers(w=w)


def rule_numbers(w):
    w = array(w)
    need(w.size)
    while w.ndim > 2 and len(w) == 1:
        w = w[0]
    need(w.ndim <= 2 and max(np.atleast_2d(w).shape) <= 16)
    return words


def draw_numbers(rng):
    return {"w": some(rng, (*[1] * n(rng, 0, 2), n(rng, 1, 17), n(rng, 1, 5)))}


def shown_curves(x, y, width=560, height=280):
    return figures.show_curves(x, {"plain": y}, across="degrees", up="error", width=width, height=height)


def draw_curves(rng):
    count = n(rng, 1, 8)
    return {"x": some(rng, (count,)), "y": some(rng, (count,)), "width": "300", "height": "200"}


def rule_curves(x, y, width=560, height=280):
    x, y = (array(each, 1).astype(float) for each in (x, y))
    need(len(x) == len(y) > 1 and np.ptp(x) > 0 and np.isfinite(x).all() and np.isfinite(y).all())
    whole(width, 120), whole(height, 120)
    return words


def shown_boxes(images, true, answered, size=160, columns=5):
    return figures.show_boxes(images, true, answered, size=size, columns=columns)


def draw_boxes(rng):
    T = n(rng, 1, 3)
    return {"images": some(rng, (T, *[1] * n(rng, 0, 1), n(rng, 1, 6), n(rng, 1, 6))), "true": some(rng, (T, 4)),
            "answered": str(rng.choice(["None", some(rng, (T, 4))])), "size": "50", "columns": "3"}  # fmt: skip


def rule_boxes(images, true, answered, size=160, columns=5):
    images, true = array(images), array(true, 2)
    need(images.size and (images.ndim == 3 or (images.ndim == 4 and images.shape[1] == 1)) and true.shape == (len(images), 4))
    if answered is not None:
        need(array(answered, 2).shape == true.shape)
    whole(size), whole(columns)
    return words


# --- images ------------------------------------------------------------------------------------------

SETS = {"digits8": (1442, 355, 8), "fashion28-small": (3000, 1000, 28)}


def loaded(name, split="train"):
    return data.load(name, split)


def draw_loaded(rng):
    return {"name": str(rng.choice(["'digits8'", "'fashion28-small'"])), "split": str(rng.choice(["'train'", "'test'"]))}


def rule_loaded(name, split="train"):
    need(isinstance(name, str) and name in SETS and isinstance(split, str) and split in ("train", "test"))
    side = SETS[name][2]

    def look(made):
        images, labels = made
        fine = images.shape[1:] == (1, side, side) and images.dtype == np.float32 and images.min() >= 0 and images.max() <= 1
        return "" if fine and labels.shape == (len(images),) and labels.dtype == np.int64 else f"images {images.shape}"

    return look


def composed(name, count, rng):
    return data.compose(name, count, rng)


def draw_composed(rng):
    return {"name": str(rng.choice(["'boxes'", "'pose'"])), "count": repr(n(rng, 1, 4)), "rng": "G(3)"}


def rule_composed(name, count, rng):
    need(isinstance(name, str) and name in ("boxes", "pose") and isinstance(rng, np.random.Generator))
    room(whole(count), 1, 64, 64)
    if count > 50:
        raise Large
    return lambda made: "" if made[0].shape == (count, 1, 64, 64) and np.isfinite(made[0]).all() else f"images {made[0].shape}"


def read(raw):
    return read_idx(bytes(raw) if isinstance(raw, list) else raw)


def draw_read(rng):
    """A file of bytes, whole or with one byte changed, cut off or too many."""
    shape = [n(rng, 0, 3) for _ in range(n(rng, 1, 3))]
    raw = [0, 0, 8, len(shape), *(b for side in shape for b in (0, 0, 0, side)), *([7] * math.prod(shape))]
    way = rng.integers(4)
    if way == 1:
        raw[rng.integers(len(raw))] = int(rng.integers(256))
    return {"raw": repr(raw[: len(raw) - n(rng, 1, 3)] if way == 2 else [*raw, 1] if way == 3 else raw)}


def rule_read(raw):
    need(isinstance(raw, list) and len(raw) > 3 and raw[:3] == [0, 0, 8] and raw[3] and len(raw) >= 4 + 4 * raw[3])
    shape = [int.from_bytes(bytes(raw[4 + 4 * i : 8 + 4 * i]), "big") for i in range(raw[3])]
    need(len(raw) == 4 + 4 * raw[3] + math.prod(shape))
    return lambda made: "" if made.shape == tuple(shape) and made.dtype == np.uint8 else f"shape {made.shape}"


# --- explorers ---------------------------------------------------------------------------------------

MADE = {}


def explored(explorer, setting, value):
    """Set one setting of an explorer, and give it back as it was, with what it said."""
    made = MADE.setdefault(explorer, None) or getattr(widgets, explorer)()
    MADE[explorer], made.message = made, ""
    before = made._settings()
    try:
        setattr(made, setting, value)
        return made.message, len(made.describe()), dict(made._scene)
    finally:
        made.set_together(**before)


SETTINGS = {
    "ConvExplorer": ("kernel_size", "stride", "padding", "map", "filter_number"), "PoolExplorer": ("kernel_size", "stride"),
    "ExpandExplorer": ("kernel_size", "stride", "padding", "output_padding"), "ScanExplorer": ("layer", "unit"),
    "SeparableExplorer": ("groups", "in_channels", "out_channels"), "RemainderExplorer": ("kernel_size", "stride", "padding"),
}  # fmt: skip
VALUES = ("0", "1", "2", "3", "4", "5", "7", "-1", "100", "2.5", "None", "'3'", "True", "[]", "(1, 2)", "{}", "float('nan')", "10**30", "1j",
          "np.int64(2)", "np.array([1, 2])", "np.array(2)", "np.float32(2)", "b'2'", "len")  # fmt: skip


def draw_explored(rng):
    explorer = str(rng.choice(sorted(SETTINGS)))
    setting = str(rng.choice([each for each in SETTINGS[explorer] if each in getattr(widgets, explorer).class_trait_names()]))
    return {"explorer": repr(explorer), "setting": repr(setting), "value": str(rng.choice(VALUES))}


def rule_explored(explorer, setting, value):
    """What a setting may be depends on the others: a whole number is refused, taken back in words, or drawn; the rest is refused."""
    fine = isinstance(value, int | np.integer) and not isinstance(value, bool)
    need(fine or (isinstance(value, np.floating) and value == int(value)))

    def look(made):
        message, described, scene = made
        if message and not message.endswith("The setting was taken back."):
            return f"said {message!r}"
        return "" if described > 20 and scene["grids"] else "nothing is drawn"

    look.may_refuse = True
    return look


# --- layers of one's own functions -------------------------------------------------------------------


def own_conv(y, dz, in_channels, out_channels, kernel_size, stride=1, padding=0, groups=1):
    return passed(lambda: OwnConv2d(
        in_channels, out_channels, kernel_size, stride=stride, padding=padding, groups=groups, rng=np.random.default_rng(0),
        forward=lambda y, w, bias, s, p: convolution.conv2d(y, w, bias, stride=s, padding=p, groups=groups),
        grad_input=lambda dz, w, size, s, p: convolution.conv2d_grad_input(dz, w, size, stride=s, padding=p, groups=groups),
        grad_weight=lambda dz, y, size, s, p: convolution.conv2d_grad_weight(dz, y, size, stride=s, padding=p, groups=groups)), y, dz)  # fmt: skip


def draw_own_conv(rng):
    T, groups, M, N, K, size, _, steps = scan(rng)
    while "dilation" in steps:
        T, groups, M, N, K, size, _, steps = scan(rng)
    return {"y": some(rng, (T, M, *size)), "dz": "None", "in_channels": repr(M), "out_channels": repr(N), "kernel_size": repr(tuple(K)), **steps}


def rule_own_conv(y, dz, in_channels, out_channels, kernel_size, stride=1, padding=0, groups=1):
    M, N, K = whole(in_channels), whole(out_channels), two(kernel_size)
    fit(groups, M, N)
    room(M, N, *K)
    y = array(y, 4)
    made = out_size(y.shape[2:], K, two(stride), two(padding, 0), (1, 1))
    need(y.shape[1] == M)
    room(len(y), N, *made)
    return both((len(y), N, *made), y, dz)


def own_pool(y, dz, kernel_size, stride):
    return passed(lambda: OwnMaxPool2d(kernel_size, stride, forward=lambda y, K, s: pool.max_pool2d(y, K, stride=s),
                                       grad=pool.max_pool2d_grad), y, dz)  # fmt: skip


def draw_own_pool(rng):
    T, M, K, size, out, steps = pooling(rng)
    while steps["padding"] != "(0, 0)":
        T, M, K, size, out, steps = pooling(rng)
    return {"y": some(rng, (T, M, *size)), **gradient(rng, (T, M, *out)), "kernel_size": repr(tuple(K)), "stride": steps["stride"]}


def rule_own_pool(y, dz, kernel_size, stride):
    y, K = array(y, 4), two(kernel_size)
    made = out_size(y.shape[2:], K, K if stride is None else two(stride), (0, 0), (1, 1))
    return both((*y.shape[:2], *made), y, dz)


def own_relu(y, dz):
    return passed(lambda: OwnRelu(grad=activations.activation_grad), y, dz)


def draw_own_relu(rng):
    shape = (n(rng, 0, 3), n(rng, 1, 4))
    return {"y": some(rng, shape), **gradient(rng, shape)}


def rule_own_relu(y, dz):
    y = array(y)
    return both(y.shape, y, dz)


def layer_setting(share, switch):
    """A layer switched to and fro, with a share of its own."""
    from cnnkit.layers import Dropout

    layer = Dropout(share, rng=np.random.default_rng(0))
    layer.training = switch
    return layer.forward(np.ones((2, 3)))


def rule_setting(share, switch):
    number(share, most=1)
    need(float(share) < 1)
    flag(switch)
    return [((2, 3), np.dtype(np.float64))]


CASES = {
    "course.shown_maps": (draw_maps, rule_maps), "course.shown_numbers": (draw_numbers, rule_numbers),
    "course.shown_curves": (draw_curves, rule_curves), "course.shown_boxes": (draw_boxes, rule_boxes),
    "course.loaded": (draw_loaded, rule_loaded), "course.composed": (draw_composed, rule_composed),
    "course.read": (draw_read, rule_read), "course.explored": (draw_explored, rule_explored),
    "course.own_conv": (draw_own_conv, rule_own_conv), "course.own_pool": (draw_own_pool, rule_own_pool),
    "course.own_relu": (draw_own_relu, rule_own_relu),
    "course.layer_setting": (lambda rng: {"share": "0.5", "switch": "True"}, rule_setting),
}  # fmt: skip
