"""Random layers taken forward and back, random nets trained, saved and loaded, and answers graded."""

import tempfile
from pathlib import Path

import numpy as np

from cnnkit import lessons, models, training
from cnnkit.grader import Report
from cnnkit.layers import (
    BankMax2d,
    BankNorm2d,
    BatchNorm2d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    FilterBank2d,
    Flatten,
    Linear,
    MaxPool2d,
    MeanPool2d,
    Relu,
    Residual,
    Sequential,
    Sigmoid,
    Tanh,
)
from fuzz.cells import FACTORS
from fuzz.operations import (
    fit,
    grown,
    n,
    out_size,
    pooling,
    scan,
    some,
    stamp,
    window,
)
from fuzz.values import Large, array, flag, need, number, room, two, whole

REAL = "float32"


def passed(make, y, dz):
    """What a layer makes of y, and of a gradient on the way back."""
    layer = make()
    z = layer.forward(y)
    return z, layer.backward(z if dz is None else dz)


def both(z_shape, y, dz):
    """Shapes of both ways; a gradient of another shape must be refused."""
    need(dz is None or array(dz).shape == tuple(z_shape))
    wanted = [tuple(z_shape), y.shape]
    return lambda made: "" if [each.shape for each in made] == wanted else f"shapes {[each.shape for each in made]}, {wanted} is right"


def gradient(rng, shape):
    return {"dz": str(rng.choice(["None", "None", f"A(5, {tuple(shape)!r}, '{REAL}')"]))}


# --- one layer ---------------------------------------------------------------------------------------


def conv(y, dz, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias_wanted=True):
    return passed(lambda: Conv2d(in_channels, out_channels, kernel_size, stride=stride, padding=padding, dilation=dilation,
                                 groups=groups, bias=bias_wanted, rng=np.random.default_rng(0)), y, dz)  # fmt: skip


def draw_conv(rng):
    T, _, M, N, K, size, out, steps = scan(rng)
    return {"y": some(rng, (T, M, *size)), **gradient(rng, (T, N, *out)), "in_channels": repr(M), "out_channels": repr(N),
            "kernel_size": repr(tuple(K)), **steps, "bias_wanted": "True"}  # fmt: skip


def rule_conv(y, dz, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias_wanted=True):
    M, N, K = whole(in_channels), whole(out_channels), two(kernel_size)
    fit(groups, M, N), flag(bias_wanted)
    room(M, N, *K)
    made = out_size(array(y, 4).shape[2:], K, two(stride), two(padding, 0), two(dilation))
    y = array(y, 4)
    need(y.shape[1] == M)
    room(len(y), N, *made)
    return both((len(y), N, *made), y, dz)


def transposed(y, dz, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    return passed(lambda: ConvTranspose2d(in_channels, out_channels, kernel_size, stride=stride, padding=padding,
        output_padding=output_padding, dilation=dilation, groups=groups, rng=np.random.default_rng(0)), y, dz)  # fmt: skip


def draw_transposed(rng):
    T, _, M, N, K, size, out, extra, steps = stamp(rng)
    return {"y": some(rng, (T, M, *size)), **gradient(rng, (T, N, *out)), "in_channels": repr(M), "out_channels": repr(N),
            "kernel_size": repr(tuple(K)), **steps, "output_padding": repr(extra)}  # fmt: skip


def rule_transposed(y, dz, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    M, N, K = whole(in_channels), whole(out_channels), two(kernel_size)
    s, p, d, extra = two(stride), two(padding, 0), two(dilation), two(output_padding, 0)
    fit(groups, M, N)
    need(all(x < max(a, b) for x, a, b in zip(extra, s, d)))
    room(M, N, *K)
    y = array(y, 4)
    need(y.shape[1] == M)
    made = grown(y.shape[2:], K, s, p, d, extra)
    room(len(y), N, *made)
    return both((len(y), N, *made), y, dz)


def pooled(y, dz, kernel_size, mean, stride=None, padding=0):
    kind = MeanPool2d if mean else MaxPool2d
    return passed(lambda: kind(kernel_size, stride=stride, padding=padding), y, dz)


def draw_pooled(rng):
    T, M, K, size, out, steps = pooling(rng)
    return {"y": some(rng, (T, M, *size)), **gradient(rng, (T, M, *out)), "kernel_size": repr(tuple(K)), **steps,
            "mean": repr(bool(rng.integers(2)))}  # fmt: skip


def rule_pooled(y, dz, kernel_size, mean, stride=None, padding=0):
    K, s, p, d = window(kernel_size, stride, padding)
    y = array(y, 4)
    made = out_size(y.shape[2:], K, s, p, d)
    room(*y.shape[:2], *made)
    return both((*y.shape[:2], *made), y, dz)


def normalised(y, dz, channels, members=1):
    return passed(lambda: BatchNorm2d(channels) if type(members) is int and members == 1 else BankNorm2d(channels, members), y, dz)


def draw_normalised(rng):
    members, channels = n(rng, 1, 3), n(rng, 1, 4)
    shape = n(rng, 1, 3), members * channels, n(rng, 1, 4), n(rng, 1, 4)
    return {"y": some(rng, shape), **gradient(rng, shape), "channels": repr(channels), "members": repr(members)}


def rule_normalised(y, dz, channels, members=1):
    N = whole(channels)
    room(N)
    R = whole(members)
    y = array(y, 4)
    need(y.shape[1] == N * R and y.size // N > 1)
    return both(y.shape, y, dz)


def banked(y, dz, out_channels, kernel_size, kind, members, pooling, padding=0):
    y_channels = np.shape(y)[1] if np.ndim(y) > 1 else 1
    return passed(lambda: FilterBank2d(y_channels, out_channels, kernel_size, kind=kind, members=members, pooling=pooling,
                                       padding=padding, rng=np.random.default_rng(0)), y, dz)  # fmt: skip


def draw_banked(rng):
    kind = str(rng.choice(["rotation", "reflection", "scale"]))
    members = {"rotation": "(0, 90, 45)", "reflection": "None", "scale": str(rng.choice(FACTORS[:3]))}[kind]
    return {"y": some(rng, (n(rng, 0, 3), n(rng, 1, 3), n(rng, 9, 14), n(rng, 9, 14))), "dz": "None", "out_channels": repr(n(rng, 1, 3)),
            "kernel_size": repr(n(rng, 1, 3)), "kind": repr(kind), "members": members,
            "pooling": str(rng.choice(["'early'", "'late'"])), "padding": repr(n(rng, 0, 2))}  # fmt: skip


def rule_banked(y, dz, out_channels, kernel_size, kind, members, pooling, padding=0):
    y, N, K = array(y, 4), whole(out_channels), two(kernel_size)
    need(K[0] == K[1] and kind in ("rotation", "reflection", "scale") and pooling in ("early", "late"))
    room(N, y.shape[1], *K)
    if members is None:
        members = {"rotation": (0, 90, 180, 270), "reflection": (0, 1), "scale": (1, 1.5, 2)}[kind]
    else:
        need(kind != "reflection")
        found = array(members, 1)
        need(found.size and np.isfinite(found.astype(float)).all() and (kind != "scale" or (found > 0).all()))
    side = K[0] if kind != "scale" else 2 * int(np.ceil(max(members) * (K[0] + 1) / 2)) - 1
    room(len(members), N, y.shape[1], side, side)
    made = out_size(y.shape[2:], (side, side), (1, 1), two(padding, 0), (1, 1))
    room(len(y), N, len(members), *made)
    return both((len(y), N * (len(members) if pooling == "late" else 1), *made), y, dz)


def cellwise(y, dz, name, share=0.5):
    kinds = {"'relu'": Relu, "relu": Relu, "tanh": Tanh, "sigmoid": Sigmoid, "dropout": lambda: Dropout(share, rng=np.random.default_rng(0))}
    return passed(kinds[name] if isinstance(name, str) and name in kinds else Flatten, y, dz)


def draw_cellwise(rng):
    shape = n(rng, 0, 3), *(n(rng, 1, 4) for _ in range(n(rng, 0, 3)))
    return {"y": some(rng, shape), **gradient(rng, shape), "name": str(rng.choice(["'relu'", "'tanh'", "'sigmoid'", "'dropout'"])),
            "share": "0.5"}  # fmt: skip


def rule_cellwise(y, dz, name, share=0.5):
    y, named = array(y), isinstance(name, str) and name in ("relu", "tanh", "sigmoid", "dropout")
    if named and name == "dropout":
        number(share, most=1)
        need(float(share) < 1)
    need(named or y.ndim)
    made = y.shape if named else (len(y), int(np.prod(y.shape[1:])))
    return both(made, y, dz)


# --- nets --------------------------------------------------------------------------------------------

PIECES = ("conv", "pool", "norm", "relu", "dropout", "residual", "bank")


def built(pieces, channels, classes, size):
    """A net of these pieces for images of this size, ending in scores."""
    rng, layers = np.random.default_rng(1), []
    for piece in pieces:
        layers += {
            "conv": lambda: [Conv2d(channels, channels, 3, padding=1, rng=rng)], "pool": lambda: [MaxPool2d(2)],
            "norm": lambda: [BatchNorm2d(channels)], "relu": lambda: [Relu()], "dropout": lambda: [Dropout(0.3, rng=rng)],
            "residual": lambda: [Residual(Conv2d(channels, channels, 1, rng=rng))],
            "bank": lambda: [FilterBank2d(channels, channels, 3, padding=1, pooling="late", rng=rng), BankMax2d(4)],
        }[piece]()  # fmt: skip
        size = size // 2 if piece == "pool" else size
    return Sequential(*layers, Flatten(), Linear(channels * size * size, classes, rng=rng))


def trained(pieces, channels, classes, size, images, labels, epochs, batch_size, learning_rate, momentum=0.5):
    """A few steps, the scores afterwards, and the same ones from a checkpoint."""
    net, twin = built(pieces, channels, classes, size), built(pieces, channels, classes, size)
    history = training.fit(net, images, labels, epochs=epochs, batch_size=batch_size, learning_rate=learning_rate,
                           rng=np.random.default_rng(2), optimiser=training.SGD(net, momentum=momentum), progress=False)  # fmt: skip
    path = Path(tempfile.mkdtemp()) / "net.npz"
    training.save_checkpoint(path, net)
    training.load_checkpoint(path, twin)
    path.unlink()
    path.parent.rmdir()
    return history, training.predict(net, images), training.predict(twin, images)


def draw_trained(rng):
    pieces = tuple(str(rng.choice(PIECES)) for _ in range(n(rng, 0, 4)))
    T, M, C, size = n(rng, 1, 9), n(rng, 1, 3), n(rng, 1, 4), n(rng, 4, 8)
    pieces = tuple(piece for i, piece in enumerate(pieces) if piece != "pool" or pieces[:i].count("pool") < 2)
    return {"pieces": repr(pieces), "channels": repr(M), "classes": repr(C), "size": repr(size),
            "images": f"A(3, {(T, M, size, size)}, '{rng.choice(['float32', 'float64', 'bool', 'int64'])}')",
            "labels": f"K(4, ({T},), {C})", "epochs": repr(n(rng, 0, 2)), "batch_size": repr(n(rng, 1, 5)),
            "learning_rate": "0.01", "momentum": "0.5"}  # fmt: skip


FIXED = {"pieces", "channels", "classes", "size"}  # the net is always one


def rule_trained(pieces, channels, classes, size, images, labels, epochs, batch_size, learning_rate, momentum=0.5):
    images, labels = array(images), array(labels)
    whole(epochs, 0), whole(batch_size), number(learning_rate), number(momentum, most=1)
    need(images.ndim == 4 and images.shape[1:] == (channels, size, size) and len(images))
    need(labels.dtype.kind in "iu" and labels.shape == (len(images),) and labels.min() >= 0 and labels.max() < classes)
    if epochs > 100 or ("norm" in pieces and min(batch_size, len(images)) == 1):  # one image may be too few to be normalised
        raise Large  # right: a run of any length can be stopped
    shape = len(images), classes

    def look(made):
        history, ours, again = made
        if not isinstance(history, training.History) or ours.shape != shape or not np.array_equal(ours, again, equal_nan=True):
            return f"scores {ours.shape}, {shape} is right, or others from the checkpoint"
        if not np.isfinite(ours).all() and "blew up" not in history.ended and float(learning_rate) <= 1:
            return "scores that are not finite, and the history does not say so"
        return ""

    return look


def graded(exercise, kind, seed):
    """A report on a function that is no answer."""
    functions = {"none": lambda *a, **k: None, "first": lambda *a, **k: a[0], "zero": lambda *a, **k: 0,
                 "raise": lambda *a, **k: 1 / 0, "no arguments": lambda: 0, "nan": lambda *a, **k: np.full((2, 2), np.nan)}  # fmt: skip
    return lessons.grade(exercise, functions.get(kind, kind) if isinstance(kind, str) else kind, seed)


def draw_graded(rng):
    return {"exercise": repr(str(rng.choice([*lessons.exercises()]))), "seed": repr(n(rng, 0, 99)),
            "kind": str(rng.choice(["'none'", "'first'", "'zero'", "'raise'", "'no arguments'", "'nan'"]))}  # fmt: skip


def rule_graded(exercise, kind, seed):
    return lambda made: "" if isinstance(made, Report) and len(made.message) > 5 and not made.passed else f"no report: {made!r:.200}"


def scored(model, size, classes, images):
    """Scores of a model of the package."""
    made = {"lenet": models.lenet, "separable": models.separable, "mobile": models.mobile}[model]
    return made(np.random.default_rng(0), size=size, classes=classes).forward(images)


def draw_scored(rng):
    size = n(rng, 8, 14)
    return {"model": repr(str(rng.choice(["lenet", "separable", "mobile"]))), "size": repr(size), "classes": repr(n(rng, 1, 5)),
            "images": f"A(3, ({n(rng, 1, 3)}, 1, {size}, {size}), 'float32')"}  # fmt: skip


def rule_scored(model, size, classes, images):
    images, side, C = array(images, 4), whole(size, 1, 2000), whole(classes, 1, 10**6)
    need(len(images) and images.shape[1] == 1 and side >= (6 if model == "lenet" else 1))
    shown = [(m + 3) // 4 for m in images.shape[2:]]
    if model == "lenet":  # poolings drop what is left over, so a cell more may do as well
        pooled = (lambda m: m // 2 // 2) if side < 16 else (lambda m: (m // 2 - 4) // 2)
        need(all(pooled(m) == pooled(side) for m in images.shape[2:]))
    else:  # the last layer takes the mean of one window, and what is left over beside it is not read
        need(all(m // ((side + 3) // 4) == 1 for m in shown))
    return lambda made: "" if made.shape == (len(images), C) else f"scores {made.shape}"


CASES = {
    "nets.conv": (draw_conv, rule_conv), "nets.transposed": (draw_transposed, rule_transposed),
    "nets.pooled": (draw_pooled, rule_pooled), "nets.normalised": (draw_normalised, rule_normalised),
    "nets.banked": (draw_banked, rule_banked), "nets.cellwise": (draw_cellwise, rule_cellwise),
    "nets.trained": (draw_trained, rule_trained), "nets.graded": (draw_graded, rule_graded),
    "nets.scored": (draw_scored, rule_scored),
}  # fmt: skip
