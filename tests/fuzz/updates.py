"""Random updates of weights, normalisation with given statistics, and places."""

import numpy as np

from fuzz.cells import anything, each, in_place, maps
from fuzz.operations import n, some
from fuzz.values import array, need, number, precision, whole


def sgd(w, dw, learning_rate):
    from cnnkit.gradient_descent import sgd_step

    return sgd_step([w], [dw], learning_rate)


def draw_sgd(rng):
    shape = anything(rng)
    return {"w": some(rng, shape), "dw": some(rng, shape), "learning_rate": "0.1"}


def rule_sgd(w, dw, learning_rate):
    w, dw = array(w), array(dw)
    need(w.shape == dw.shape)
    if number(learning_rate) > 1e6:
        return lambda made: ""
    return [(w.shape, precision(w, dw))]


def draw_adam(rng):
    shape = anything(rng)
    real = f"{shape}, '{rng.choice(['float32', 'float64'])}'"
    return {"w": f"A(1, {real})", "dw": some(rng, shape), "mean_of": f"A(2, {real})", "square": f"np.abs(A(3, {real}))",
            "learning_rate": "0.1", "step": repr(n(rng, 1, 9)), "eps": "1e-8", "weight_decay": "0.1"}  # fmt: skip


def adam(w, dw, mean_of, square, learning_rate, step, eps, weight_decay):
    from cnnkit.gradient_descent import adam_update

    return adam_update(w, dw, mean_of, square, learning_rate, step, eps=eps, weight_decay=weight_decay)


def rule_adam(w, dw, mean_of, square, learning_rate, step, eps, weight_decay):
    w, mean, square, dw = in_place(w), in_place(mean_of), in_place(square), array(dw)
    need(w.shape == mean.shape == square.shape == dw.shape)
    number(learning_rate), number(eps), number(weight_decay), whole(step)
    return lambda made: "" if made is None else "something came"


def until(tolerance, max_steps, loss):
    from cnnkit.gradient_descent import train_until

    return train_until(lambda: loss, tolerance, max_steps)


def rule_until(tolerance, max_steps, loss):
    number(tolerance)
    steps = whole(max_steps, 0)
    try:
        enough = 1 if np.isnan(float(loss)) else 2
    except (TypeError, ValueError):
        need(not steps)
        enough = 0
    return lambda made: "" if len(made) == min(steps, enough) else f"{len(made)} losses"


def draw_given(rng):
    shape = maps(rng)
    row = shape[1:2]
    return {"y": some(rng, shape), "w": some(rng, row), "bias": some(rng, row), "mean": some(rng, row),
            "variance": f"1 + np.abs({some(rng, row)})", "eps": "1e-3"}  # fmt: skip


def rule_given(y, w, bias, mean, variance, eps):
    y = array(y, 4)  # with given statistics no example is needed
    w, bias, mean, variance = each(y.shape[1], w, bias, mean, variance)
    number(eps)
    need(variance.min() >= 0)
    return lambda made: "" if made.shape == y.shape and np.isfinite(made).all() else f"shape {made.shape}"


def draw_places(rng):
    return {"z": some(rng, maps(rng)), "length": "2.0"}


def rule_places(z, length):
    z = array(z, 4)
    number(length, above=True)
    return [((*z.shape[:2], 2), precision(z))]


def draw_places_grad(rng):
    shape = maps(rng)
    return {"dplaces": some(rng, (*shape[:2], 2)), "z": some(rng, shape), "length": "2.0"}


def rule_places_grad(dplaces, z, length):
    z, dplaces = array(z, 4), array(dplaces)
    need(dplaces.shape == (*z.shape[:2], 2))
    number(length, above=True)
    return [(z.shape, precision(z, dplaces))]


CASES = {
    "updates.sgd": (draw_sgd, rule_sgd), "updates.adam": (draw_adam, rule_adam),
    "updates.until": (lambda rng: {"tolerance": "0.1", "max_steps": repr(n(rng, 0, 4)), "loss": str(rng.choice(["1.0", "'a'", "None"]))},
                      rule_until),
    "normalization.batch_norm": (draw_given, rule_given),
    "soft_argmax.soft_argmax2d": (draw_places, rule_places),
    "soft_argmax.soft_argmax2d_grad": (draw_places_grad, rule_places_grad),
}  # fmt: skip
