"""Random calls of the operations, and the shapes that each must give.

A case is (function, draw, rule): draw makes arguments as text, rule reads their values and gives the shapes of the result,
or raises Refused.  Formulas of sizes: Dumoulin & Visin (2016), written here once more.
"""

import numpy as np

from fuzz.values import (
    Refused,
    array,
    flag,
    need,
    precision,
    room,
    two,
    weights,
    whole,
)


def n(rng, low, high):
    """A whole number from low to high."""
    return int(rng.integers(low, high + 1))


def some(rng, shape):
    """An array of this shape as text; mostly float32 and float64."""
    dtype = rng.choice(["float64", "float32", "float64", "float32", "int64", "bool"]) if rng.random() < 0.3 else "float64"
    return f"A({n(rng, 0, 99)}, {tuple(shape)!r}, '{dtype}')"


def scan(rng):
    """Sizes that fit: examples, groups, channels and a window on a map."""
    (K, s, d), p = ([n(rng, 1, top), n(rng, 1, top)] for top in (4, 3, 2)), [n(rng, 0, 2), n(rng, 0, 2)]
    groups = n(rng, 1, 3)
    extent = [b * (a - 1) + 1 for a, b in zip(K, d)]
    size = [max(1, e - 2 * q) + n(rng, 0, 8) for e, q in zip(extent, p)]
    out = [(m + 2 * q - e) // t + 1 for m, q, e, t in zip(size, p, extent, s)]
    steps = {"stride": repr(tuple(s)), "padding": repr(tuple(p)), "dilation": repr(tuple(d)), "groups": repr(groups)}
    steps = {name: text for name, text in steps.items() if rng.random() < 0.9 or name == "groups" or text not in ("(1, 1)", "(0, 0)")}
    T = n(rng, 0, 4) if rng.random() < 0.9 else n(rng, 60, 70)
    return T, groups, groups * n(rng, 1, 4), groups * n(rng, 1, 4), K, size, out, steps


def out_size(size, K, s, p, d):
    """(H + 2p - d(K - 1) - 1) // s + 1, at least 1."""
    made = [(m + 2 * q - e * (k - 1) - 1) // t + 1 for m, k, t, q, e in zip(size, K, s, p, d)]
    need(min(made) >= 1 and all(m + 2 * q >= e * (k - 1) + 1 for m, k, q, e in zip(size, K, p, d)))
    return made


def fit(groups, *channels):
    groups = whole(groups)
    need(not any(each % groups for each in channels))
    return groups


def draw_conv2d(rng):
    T, g, M, N, K, size, _, steps = scan(rng)
    bias = {"bias": some(rng, (N,))} if rng.random() < 0.5 else {}
    return {"y": some(rng, (T, M, *size)), "w": some(rng, (N, M // g, *K)), **bias, **steps}


def rule_conv2d(y, w, bias=None, stride=1, padding=0, dilation=1, groups=1):
    arrays = [array(y, 4), weights(w, 4)] + ([] if bias is None else [array(bias)])
    y, w = arrays[:2]
    s, p, d = two(stride), two(padding, 0), two(dilation)
    groups = fit(groups, y.shape[1], len(w))
    need(w.shape[1] * groups == y.shape[1] and (bias is None or arrays[2].shape == (len(w),)))
    return [(room(len(y), len(w), *out_size(y.shape[2:], w.shape[2:], s, p, d)), precision(*arrays))]


def draw_grad_input(rng):
    T, g, M, N, K, size, out, steps = scan(rng)
    return {"dz": some(rng, (T, N, *out)), "w": some(rng, (N, M // g, *K)), "input_size": repr(tuple(size)), **steps}


def rule_grad_input(dz, w, input_size, stride=1, padding=0, dilation=1, groups=1):
    dz, w, size = array(dz, 4), weights(w, 4), two(input_size)
    groups = fit(groups, len(w))
    made = out_size(size, w.shape[2:], two(stride), two(padding, 0), two(dilation))
    need(dz.shape[1:] == (len(w), *made))
    return [(room(len(dz), w.shape[1] * groups, *size), precision(dz, w))]


def draw_grad_weight(rng):
    T, _, M, N, K, size, out, steps = scan(rng)
    return {"dz": some(rng, (T, N, *out)), "y": some(rng, (T, M, *size)), "kernel_size": repr(tuple(K)), **steps}


def rule_grad_weight(dz, y, kernel_size, stride=1, padding=0, dilation=1, groups=1):
    dz, y, K = array(dz, 4), array(y, 4), two(kernel_size)
    groups = fit(groups, y.shape[1], dz.shape[1])
    need(dz.shape == (len(y), dz.shape[1], *out_size(y.shape[2:], K, two(stride), two(padding, 0), two(dilation))))
    return [(room(dz.shape[1], y.shape[1] // groups, *K), precision(dz, y))]


def grown(size, K, s, p, d, extra=(0, 0)):
    """(H - 1)s + d(K - 1) + 1 - 2p + what is added, at least 1."""
    made = [(m - 1) * t + e * (k - 1) + 1 - 2 * q + x for m, k, t, q, e, x in zip(size, K, s, p, d, extra)]
    need(min(made) >= 1)
    return made


def stamp(rng):
    T, g, M, N, K, size, _, steps = scan(rng)
    read = [eval(steps.get(name, usual)) for name, usual in (("stride", "(1, 1)"), ("padding", "(0, 0)"), ("dilation", "(1, 1)"))]
    extra = tuple(n(rng, 0, max(a, b) - 1) for a, b in zip(read[0], read[2]))
    try:
        out = grown(size, K, *read, extra)
    except Refused:
        return stamp(rng)
    return T, g, M, N, K, size, out, extra, steps


def draw_transposed(rng):
    T, g, M, N, K, size, _, extra, steps = stamp(rng)
    bias = {"bias": some(rng, (N,))} if rng.random() < 0.5 else {}
    return {"y": some(rng, (T, M, *size)), "w": some(rng, (M, N // g, *K)), **bias, **steps, "output_padding": repr(extra)}


def rule_transposed(y, w, bias=None, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    arrays = [array(y, 4), weights(w, 4)] + ([] if bias is None else [array(bias)])
    y, w = arrays[:2]
    s, p, d, extra = two(stride), two(padding, 0), two(dilation), two(output_padding, 0)
    need(all(x < max(a, b) for x, a, b in zip(extra, s, d)))
    N = w.shape[1] * fit(groups, len(w))
    need(y.shape[1] == len(w) and (bias is None or arrays[2].shape == (N,)))
    return [(room(len(y), N, *grown(y.shape[2:], w.shape[2:], s, p, d, extra)), precision(*arrays))]


def draw_transposed_input(rng):
    T, g, M, N, K, size, out, _, steps = stamp(rng)
    return {"dz": some(rng, (T, N, *out)), "w": some(rng, (M, N // g, *K)), "input_size": repr(tuple(size)), **steps}


def near(dz, N, size, K, s, p, d):
    """Whether dz has a size that the stamps can reach, with output padding."""
    most = [max(a, b) - 1 for a, b in zip(s, d)]
    last = grown(size, K, s, p, d, most)
    need(dz.shape[1] == N and all(max(1, b - m) <= a <= b for a, b, m in zip(dz.shape[2:], last, most)))


def rule_transposed_input(dz, w, input_size, stride=1, padding=0, dilation=1, groups=1):
    dz, w, size = array(dz, 4), weights(w, 4), two(input_size)
    near(dz, w.shape[1] * fit(groups, len(w)), size, w.shape[2:], two(stride), two(padding, 0), two(dilation))
    return [(room(len(dz), len(w), *size), precision(dz, w))]


def draw_transposed_weight(rng):
    T, _, M, N, K, size, out, _, steps = stamp(rng)
    return {"dz": some(rng, (T, N, *out)), "y": some(rng, (T, M, *size)), "kernel_size": repr(tuple(K)), **steps}


def rule_transposed_weight(dz, y, kernel_size, stride=1, padding=0, dilation=1, groups=1):
    dz, y, K = array(dz, 4), array(y, 4), two(kernel_size)
    groups = fit(groups, y.shape[1], dz.shape[1])
    near(dz, dz.shape[1], y.shape[2:], K, two(stride), two(padding, 0), two(dilation))
    need(len(dz) == len(y))
    return [(room(y.shape[1], dz.shape[1] // groups, *K), precision(dz, y))]


# --- pooling -----------------------------------------------------------------------------------------


def pooling(rng):
    K, s = [n(rng, 1, 4), n(rng, 1, 4)], [n(rng, 1, 4), n(rng, 1, 4)]
    p = [n(rng, 0, k // 2) for k in K]
    size = [max(1, k - 2 * q) + n(rng, 0, 9) for k, q in zip(K, p)]
    out = [(m + 2 * q - k) // t + 1 for m, q, k, t in zip(size, p, K, s)]
    return n(rng, 0, 3), n(rng, 1, 9), K, size, out, {"stride": repr(tuple(s)), "padding": repr(tuple(p))}


def window(kernel_size, stride, padding, dilation=1):
    K = two(kernel_size)
    s, p, d = (K if stride is None else two(stride)), two(padding, 0), two(dilation)
    need(all(q <= (e * (k - 1) + 1) // 2 for q, e, k in zip(p, d, K)))
    return K, s, p, d


def draw_pool(rng):
    T, M, K, size, _, steps = pooling(rng)
    return {"y": some(rng, (T, M, *size)), "kernel_size": repr(tuple(K)), **steps}


def rule_max_pool(y, kernel_size, stride=None, padding=0, dilation=1):
    y, (K, s, p, d) = array(y, 4), window(kernel_size, stride, padding, dilation)
    out = out_size(y.shape[2:], K, s, p, d)
    made = room(*y.shape[:2], *out)
    for axis in (0, 1):  # every window sees a cell of the map
        starts = range(-p[axis], -p[axis] + out[axis] * s[axis], s[axis])
        need(all(any(0 <= a + k * d[axis] < y.shape[2 + axis] for k in range(min(K[axis], 10**4))) for a in starts[:1000]))
    return [(made, precision(y)), (made, np.dtype(np.int64))]


def draw_max_grad(rng):
    T, M, _, size, out, _ = pooling(rng)
    return {"du": some(rng, (T, M, *out)), "positions": f"K({n(rng, 0, 9)}, {(T, M, *out)!r}, {size[0] * size[1]})",
            "input_size": repr(tuple(size))}  # fmt: skip


def rule_max_grad(du, positions, input_size):
    du, found, size = array(du, 4), array(positions), two(input_size)
    need(found.dtype.kind in "iu" or not found.size)
    need(found.shape == du.shape and (not found.size or (found.min() >= 0 and found.max() < size[0] * size[1])))
    return [(room(*du.shape[:2], *size), precision(du))]


def draw_mean(rng):
    return draw_pool(rng) | {"count_include_pad": str(rng.choice(["True", "False"]))}


def rule_mean(y, kernel_size, stride=None, padding=0, count_include_pad=True):
    y, (K, s, p, d) = array(y, 4), window(kernel_size, stride, padding)
    flag(count_include_pad)
    return [(room(*y.shape[:2], *out_size(y.shape[2:], K, s, p, d)), precision(y))]


def draw_mean_grad(rng):
    T, M, K, size, out, steps = pooling(rng)
    return {"du": some(rng, (T, M, *out)), "input_size": repr(tuple(size)), "kernel_size": repr(tuple(K)), **steps}


def rule_mean_grad(du, input_size, kernel_size, stride=None, padding=0, count_include_pad=True):
    du, size, (K, s, p, d) = array(du, 4), two(input_size), window(kernel_size, stride, padding)
    flag(count_include_pad)
    need(list(du.shape[2:]) == out_size(size, K, s, p, d))
    return [(room(*du.shape[:2], *size), precision(du))]


def maps(rng):
    return n(rng, 0, 3), n(rng, 1, 4), n(rng, 1, 9), n(rng, 1, 9)


def step(rng):
    return repr((n(rng, 1, 4), n(rng, 1, 4)))


def draw_step(rng):
    return {"y": some(rng, maps(rng)), "stride": step(rng)}


def rule_down(y, stride):
    y, s = array(y, 4), two(stride)
    return [((*y.shape[:2], *(-(-m // t) for m, t in zip(y.shape[2:], s))), precision(y))]


def draw_down_grad(rng):
    (T, M, *size), s = maps(rng), [n(rng, 1, 4), n(rng, 1, 4)]
    out = [-(-m // t) for m, t in zip(size, s)]
    return {"du": some(rng, (T, M, *out)), "input_size": repr(tuple(size)), "stride": repr(tuple(s))}


def rule_down_grad(du, input_size, stride):
    du, size, s = array(du, 4), two(input_size), two(stride)
    need(list(du.shape[2:]) == [-(-m // t) for m, t in zip(size, s)])
    return [(room(*du.shape[:2], *size), precision(du))]


def rule_up(y, stride):
    y, s = array(y, 4), two(stride)
    return [(room(*y.shape[:2], *((m - 1) * t + 1 for m, t in zip(y.shape[2:], s))), precision(y))]


def draw_up_grad(rng):
    (T, M, *size), s = maps(rng), [n(rng, 1, 4), n(rng, 1, 4)]
    return {"du": some(rng, (T, M, *((m - 1) * t + 1 for m, t in zip(size, s)))), "stride": repr(tuple(s))}


def rule_up_grad(du, stride):
    du, s = array(du, 4), two(stride)
    need(all((m - 1) % t == 0 for m, t in zip(du.shape[2:], s)))
    return [((*du.shape[:2], *((m - 1) // t + 1 for m, t in zip(du.shape[2:], s))), precision(du))]


def rule_enlarged(y, stride):
    y, s = array(y, 4), two(stride)
    return [(room(*y.shape[:2], *(m * t for m, t in zip(y.shape[2:], s))), precision(y))]


CASES = {
    "conv.conv2d": (draw_conv2d, rule_conv2d),
    "conv.conv2d_grad_input": (draw_grad_input, rule_grad_input),
    "conv.conv2d_grad_weight": (draw_grad_weight, rule_grad_weight),
    "conv.conv2d_grad_bias": (lambda rng: {"dz": some(rng, maps(rng))},
                              lambda dz: [(array(dz, 4).shape[1:2], precision(dz))]),
    "transposed.conv_transpose2d": (draw_transposed, rule_transposed),
    "transposed.conv_transpose2d_grad_input": (draw_transposed_input, rule_transposed_input),
    "transposed.conv_transpose2d_grad_weight": (draw_transposed_weight, rule_transposed_weight),
    "pool.max_pool2d": (draw_pool, rule_max_pool),
    "pool.max_pool2d_grad": (draw_max_grad, rule_max_grad),
    "pool.mean_pool2d": (draw_mean, rule_mean),
    "pool.mean_pool2d_grad": (draw_mean_grad, rule_mean_grad),
    "pool.downsample2d": (draw_step, rule_down),
    "pool.downsample2d_grad": (draw_down_grad, rule_down_grad),
    "pool.upsample2d": (draw_step, rule_up),
    "pool.upsample2d_grad": (draw_up_grad, rule_up_grad),
    "enlarging.nearest2d": (draw_step, rule_enlarged),
    "enlarging.bilinear2d": (draw_step, rule_enlarged),
}  # fmt: skip
