"""Random calls of what works cell by cell or example by example: perceptrons, losses, normalisation, banks, boxes, joints, updates."""

import math

import numpy as np

from fuzz.operations import n, out_size, some, step
from fuzz.values import K, array, need, number, precision, room, two, weights, whole  # noqa: F401 (calls are read with K)

FLOAT = np.dtype(np.float64)


def rows(rng):
    return n(rng, 0, 5), n(rng, 1, 6), n(rng, 1, 6)


def draw_linear(rng):
    T, M, N = rows(rng)
    bias = {"bias": some(rng, (N,))} if rng.random() < 0.5 else {}
    return {"y": some(rng, (T, M)), "w": some(rng, (N, M)), **bias}


def rule_linear(y, w, bias=None):
    arrays = [array(y, 2), weights(w, 2)] + ([] if bias is None else [array(bias)])
    need(arrays[0].shape[1] == arrays[1].shape[1] and (bias is None or arrays[2].shape == (len(arrays[1]),)))
    return [((len(arrays[0]), len(arrays[1])), precision(*arrays))]


def draw_linear_input(rng):
    T, M, N = rows(rng)
    return {"dz": some(rng, (T, N)), "w": some(rng, (N, M))}


def rule_linear_input(dz, w):
    dz, w = array(dz, 2), weights(w, 2)
    need(dz.shape[1] == len(w))
    return [((len(dz), w.shape[1]), precision(dz, w))]


def draw_linear_weight(rng):
    T, M, N = rows(rng)
    return {"dz": some(rng, (T, N)), "y": some(rng, (T, M))}


def rule_linear_weight(dz, y):
    dz, y = array(dz, 2), array(y, 2)
    need(len(dz) == len(y))
    return [((dz.shape[1], y.shape[1]), precision(dz, y))]


def anything(rng):
    return tuple(n(rng, 0 if rng.random() < 0.1 else 1, 5) for _ in range(n(rng, 0, 4)))


def draw_activation(rng):
    return {"z": some(rng, anything(rng)), "name": str(rng.choice(["'relu'", "'sigmoid'", "'tanh'"]))}


def rule_activation(z, name):
    need(isinstance(name, str) and name in ("relu", "sigmoid", "tanh"))
    return as_given(array(z))


def as_given(*arrays):
    """As many cells, in their precision; what is no number stays none, and then the shape alone is asked."""
    shape = arrays[0].shape
    if all(np.isfinite(each).all() for each in arrays):
        return [(shape, precision(*arrays))]
    return lambda made: "" if np.shape(made) == shape else f"shape {np.shape(made)}"


def draw_activation_grad(rng):
    shape = anything(rng)
    return {"dy": some(rng, shape), "z": some(rng, shape), "name": str(rng.choice(["'relu'", "'sigmoid'", "'tanh'"]))}


def rule_activation_grad(dy, z, name):
    rule_activation(z, name)
    need(array(dy).shape == array(z).shape)
    return as_given(array(dy), array(z))


def draw_scores(rng):
    T, C = n(rng, 0, 5), n(rng, 1, 5)
    return {"z": some(rng, (T, C)), "d": f"K({n(rng, 0, 9)}, ({T},), {C})"}


def classes(d, T, C):
    d = array(d)
    need((d.dtype.kind in "iu" or not d.size) and d.shape == (T,) and (not d.size or (d.min() >= 0 and d.max() < C)))


def rule_scores(z, d):
    z = array(z, 2)
    classes(d, *z.shape)
    return [(z.shape[:1], precision(z)), (z.shape, precision(z))]


def draw_pair(rng):
    shape = (n(rng, 0, 4), *anything(rng)[:2])
    return {"y": some(rng, shape), "d": some(rng, shape)}


def rule_squared(y, d):
    y, d = array(y), array(d)
    need(y.shape == d.shape and y.ndim)
    return [(y.shape[:1], precision(y, d)), (y.shape, precision(y, d))]


def draw_mean_loss(rng):
    T = n(rng, 1, 5)
    return {"div": some(rng, (T,)), "dz": some(rng, (T, *anything(rng)[:2]))}


def rule_mean_loss(div, dz):
    div, dz = array(div), array(dz)
    need(div.ndim == 1 and dz.ndim and len(div) == len(dz) and len(div))
    return [((), FLOAT), (dz.shape, precision(div, dz))]


# --- normalisation -----------------------------------------------------------------------------------


def maps(rng):
    return n(rng, 1, 4), n(rng, 1, 4), n(rng, 1, 6), n(rng, 1, 6)


def batch(y):
    y = array(y, 4)
    need(len(y))
    return y


def each(M, *numbers):
    found = [array(values) for values in numbers]
    need(all(values.shape == (M,) for values in found))
    return found


def draw_norm(rng):
    shape = maps(rng)
    return {"y": some(rng, shape), "w": some(rng, shape[1:2]), "bias": some(rng, shape[1:2]), "eps": "1e-3"}


def rule_norm(y, w, bias, eps=1e-5):
    y = batch(y)
    w, bias = each(y.shape[1], w, bias)
    need(number(eps) > 0 or y.size > y.shape[1])  # one cell of variance 0 divided by eps 0 is nobody's
    return lambda made: "" if [np.shape(part) for part in made] == [y.shape, y.shape[1:2], y.shape[1:2]] else "other shapes"


def draw_norm_grad(rng):
    shape = maps(rng)
    return {"dz": some(rng, shape), "y": some(rng, shape), "w": some(rng, shape[1:2]), "mean": some(rng, shape[1:2]),
            "variance": f"np.abs({some(rng, shape[1:2])})", "eps": "1e-2"}  # fmt: skip


def rule_norm_grad(dz, y, w, mean, variance, eps=1e-5):
    y, dz = array(y, 4), array(dz, 4)
    w, mean, variance = each(y.shape[1], w, mean, variance)
    need(variance.min() >= 0)
    number(eps)
    need(dz.shape == y.shape)
    return lambda made: "" if [np.shape(part) for part in made] == [y.shape, y.shape[1:2], y.shape[1:2]] else "other shapes"


# --- filter banks ------------------------------------------------------------------------------------

ANGLES = ("(0, 90, 180, 270)", "(0,)", "[30, -45.5]", "np.array([0, 90])", "[]", "'ab'", "[float('nan')]", "90", "[[1, 2]]", "[None]")
FACTORS = ("(1, 1.5)", "[0.5]", "(2, 0.3, 1)", "[]", "[0]", "[-1]", "[1e9]", "[1e300]", "[float('inf')]", "2", "'a'", "[1e-300]")


def filters(rng):
    side = n(rng, 1, 5)
    return n(rng, 1, 3), n(rng, 1, 3), side, side


def numbers(values, above=False):
    found = array(values, 1)
    need(found.size and np.isfinite(found.astype(float)).all() and not (above and (found < 1e-6).any()))
    return found.astype(float)


def square(w):
    w = weights(w, 4)
    need(w.shape[2] == w.shape[3])
    return w


def rule_rotate(w, angles=(0, 90, 180, 270)):
    w, angles = square(w), numbers(angles)
    return [((len(w), len(angles), *w.shape[1:]), precision(w))]


def draw_bank(rng, members):
    N, M, side, _ = filters(rng)
    return some(rng, (N, members, M, side, side))


def rule_rotate_grad(dbank, angles=(0, 90, 180, 270)):
    dbank, angles = weights(dbank, 5), numbers(angles)
    need(dbank.shape[1] == len(angles) and dbank.shape[3] == dbank.shape[4])
    return [((len(dbank), *dbank.shape[2:]), precision(dbank))]


def frame(side, factors):
    """K' of scaled filters."""
    need(max(factors) * (side + 1) < 2**31)
    return 2 * math.ceil(max(factors) * (side + 1) / 2) - 1


def rule_scale(w, factors):
    w, factors = square(w), numbers(factors, above=True)
    wide = frame(w.shape[2], factors)
    return [(room(len(w), len(factors), w.shape[1], wide, wide), precision(w))]


def draw_scale_grad(rng):
    side, factors = n(rng, 1, 4), [(1, 1.5), (0.5,), (2, 0.3, 1)][n(rng, 0, 2)]
    wide = frame(side, factors)
    return {"dbank": some(rng, (n(rng, 1, 3), len(factors), n(rng, 1, 3), wide, wide)), "kernel_size": repr(side),
            "factors": repr(factors)}  # fmt: skip


def rule_scale_grad(dbank, kernel_size, factors):
    dbank, side, factors = weights(dbank, 5), whole(kernel_size), numbers(factors, above=True)
    need(dbank.shape[1] == len(factors) and dbank.shape[3:] == (frame(side, factors),) * 2)
    return [((len(dbank), dbank.shape[2], side, side), precision(dbank))]


def draw_bank_conv(rng):
    N, M, side, _ = filters(rng)
    return {"y": some(rng, (n(rng, 0, 3), M, side + n(rng, 0, 4), side + n(rng, 0, 4))),
            "bank": some(rng, (N, n(rng, 1, 4), M, side, side)), "stride": step(rng), "padding": repr(n(rng, 0, 2))}  # fmt: skip


def rule_bank_conv(y, bank, stride=1, padding=0):
    y, bank = array(y, 4), weights(bank, 5)
    need(y.shape[1] == bank.shape[2])
    made = out_size(y.shape[2:], bank.shape[3:], two(stride), two(padding, 0), (1, 1))
    return [(room(len(y), *bank.shape[:2], *made), precision(y, bank))]


def rule_bank_max(z):
    z = array(z, 5)
    made = (*z.shape[:2], *z.shape[3:])
    return [(made, precision(z)), (made, np.dtype(np.int64))]


def draw_bank_max_grad(rng):
    shape, R = maps(rng), n(rng, 1, 4)
    return {"du": some(rng, shape), "winner": f"K({n(rng, 0, 9)}, {shape}, {R})", "members": repr(R)}


def rule_bank_max_grad(du, winner, members):
    du, winner, R = array(du, 4), array(winner), whole(members)
    need(winner.dtype.kind in "iu" or not winner.size)
    need(winner.shape == du.shape and (not winner.size or (winner.min() >= 0 and winner.max() < R)))
    return [(room(*du.shape[:2], R, *du.shape[2:]), precision(du))]


# --- boxes and joints --------------------------------------------------------------------------------


def four(values):
    box = array(values)
    need(box.ndim and box.shape[-1] == 4)
    return box


def draw_iou(rng):
    shape = anything(rng)[:2]
    return {"a": some(rng, (*shape, 4)), "b": some(rng, (*shape, 4))}


def rule_iou(a, b):
    a, b = four(a), four(b)
    try:
        shape = np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    except ValueError:
        need(False)
    return [(shape, precision(a, b))]


def draw_detection(rng):
    T, C = n(rng, 0, 4), n(rng, 1, 4)
    return {"z": some(rng, (T, C + 4)), "boxes": some(rng, (T, 4)), "labels": f"K(3, ({T},), {C})", "weight": "0.5"}


def rule_detection(z, boxes, labels, weight):
    z, boxes = array(z, 2), array(boxes)
    need(z.shape[1] >= 5 and boxes.shape == (len(z), 4))
    number(weight)
    classes(labels, len(z), z.shape[1] - 4)
    return [(z.shape[:1], precision(z)), (z.shape, precision(z))]


def joints(values):
    found = array(values, 3)
    need(found.shape[2] == 2)
    return found


def draw_heat(rng):
    return {"joints": some(rng, (n(rng, 0, 3), n(rng, 1, 3), 2)), "size": step(rng), "sigma": "1.5"}


def rule_heat(joints, size, sigma):
    found = _joints(joints)
    number(sigma, above=True)
    return [(room(*found.shape[:2], *two(size)), precision(found))]


_joints = joints


def rule_decode(heatmaps, stride):
    found = array(heatmaps, 4)
    two(stride)
    return [((*found.shape[:2], 2), precision(found))]


def draw_pck(rng):
    shape = (n(rng, 1, 3), n(rng, 1, 3), 2)
    return {"pred": some(rng, shape), "joints": some(rng, shape), "scale": str(rng.choice(["2.0", "3", f"np.ones({shape[0]})", "0", "'a'"])),
            "threshold": "0.5"}  # fmt: skip


def rule_pck(pred, joints, scale, threshold):
    pred, found, scale = _joints(pred), _joints(joints), array(scale)
    need(pred.shape == found.shape and pred.size and scale.shape in ((), (len(found),)))
    need(np.isfinite(scale).all() and (scale > 0).all())
    number(threshold)
    return lambda made: "" if isinstance(made, float) and 0 <= made <= 1 else f"no share: {made}"


# --- updates -----------------------------------------------------------------------------------------


def draw_init(rng):
    return {"shape": str(rng.choice(["(2, 3)", "(4, 3, 3, 3)", "[2, 2]", "(0, 2)", "(3,)", "3", "None", "(2, 2.5)", "(2**20, 2**20)", "'ab'"])),
            "rng": str(rng.choice(["G(3)", "G(3)", "G(3)", "3", "None"])), "gain": "1.5"}  # fmt: skip


def rule_init(shape, rng, gain=1.0):
    need(isinstance(shape, tuple | list | np.ndarray) and np.ndim(shape) == 1 and len(shape) >= 2 and isinstance(rng, np.random.Generator))
    number(gain)
    return [(room(*(whole(each) for each in shape)), FLOAT)]


def draw_momentum(rng):
    shape = anything(rng)
    real = f"{shape}, '{rng.choice(['float32', 'float64'])}'"
    return {"w": f"A(1, {real})", "dw": some(rng, shape), "velocity": f"A(2, {real})", "learning_rate": "0.1", "momentum": "0.5"}


def in_place(values):
    need(type(values) is np.ndarray and values.dtype in (np.float32, np.float64) and values.flags.writeable)
    return values


def rule_momentum(w, dw, velocity, learning_rate, momentum=0.0):
    w, velocity, dw = in_place(w), in_place(velocity), array(dw)
    need(w.shape == velocity.shape == dw.shape)
    number(learning_rate), number(momentum, most=1)
    return lambda made: "" if made is None else "something came"


CASES = {
    "linear.linear": (draw_linear, rule_linear),
    "linear.linear_grad_input": (draw_linear_input, rule_linear_input),
    "linear.linear_grad_weight": (draw_linear_weight, rule_linear_weight),
    "linear.linear_grad_bias": (lambda rng: {"dz": some(rng, rows(rng)[:2])}, lambda dz: [(array(dz, 2).shape[1:], precision(dz))]),
    "activations.activation": (draw_activation, rule_activation),
    "activations.activation_grad": (draw_activation_grad, rule_activation_grad),
    "losses.cross_entropy": (draw_scores, rule_scores),
    "losses.squared_error": (draw_pair, rule_squared),
    "losses.mean_loss": (draw_mean_loss, rule_mean_loss),
    "normalization.map_statistics": (lambda rng: {"y": some(rng, maps(rng))}, lambda y: [(batch(y).shape[1:2], FLOAT)] * 2),
    "normalization.batch_norm_training": (draw_norm, rule_norm),
    "normalization.batch_norm_grad": (draw_norm_grad, rule_norm_grad),
    "shortcut.add_ways": (lambda rng: {"body": some(rng, (2, 3)), "past": some(rng, (2, 3))},
                          lambda body, past: rule_activation_grad(body, past, "relu")),
    "filterbank.rotate_filters": (lambda rng: {"w": some(rng, filters(rng)), "angles": str(rng.choice(ANGLES))}, rule_rotate),
    "filterbank.rotate_filters_grad": (lambda rng: {"dbank": draw_bank(rng, 2), "angles": "(0, 45)"}, rule_rotate_grad),
    "filterbank.reflect_filters": (lambda rng: {"w": some(rng, maps(rng))},
                                   lambda w: [((len(weights(w, 4)), 2, *np.shape(w)[1:]), precision(w))]),
    "filterbank.scale_filters": (lambda rng: {"w": some(rng, filters(rng)), "factors": str(rng.choice(FACTORS))}, rule_scale),
    "filterbank.scale_filters_grad": (draw_scale_grad, rule_scale_grad),
    "filterbank.bank_conv2d": (draw_bank_conv, rule_bank_conv),
    "filterbank.bank_max": (lambda rng: {"z": some(rng, (*maps(rng), n(rng, 1, 3)))}, rule_bank_max),
    "filterbank.bank_max_grad": (draw_bank_max_grad, rule_bank_max_grad),
    "boxes.iou": (draw_iou, rule_iou),
    "boxes.box_to_center": (lambda rng: {"box": some(rng, (*anything(rng)[:2], 4))}, lambda box: [(four(box).shape, precision(box))]),
    "boxes.center_to_box": (lambda rng: {"center": some(rng, (*anything(rng)[:2], 4))},
                            lambda center: [(four(center).shape, precision(center))]),
    "boxes.detection_loss": (draw_detection, rule_detection),
    "pose.joint_heatmaps": (draw_heat, rule_heat),
    "pose.decode_heatmaps": (lambda rng: {"heatmaps": some(rng, maps(rng)), "stride": step(rng)}, rule_decode),
    "pose.pck": (draw_pck, rule_pck),
    "pose.pose_loss": (lambda rng: dict.fromkeys(("maps", "target"), some(rng, maps(rng))),
                       lambda maps, target: rule_pose(maps, target)),
    "gradient_descent.init_filters": (draw_init, rule_init),
    "gradient_descent.momentum_update": (draw_momentum, rule_momentum),
}  # fmt: skip


def rule_pose(maps, target):
    maps, target = array(maps, 4), array(target)
    need(maps.shape == target.shape)
    return [(maps.shape[:1], precision(maps)), (maps.shape, precision(maps))]
