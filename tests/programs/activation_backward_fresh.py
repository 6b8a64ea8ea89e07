"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_table(dy, z, name):
    slopes = {
        "relu": lambda v: (v > 0).astype(float),
        "sigmoid": lambda v: np.exp(-v) / (1 + np.exp(-v)) ** 2,
        "tanh": lambda v: 1 / np.cosh(v) ** 2,
    }
    return dy * slopes[name](z)


def right_by_where(dy, z, name):
    if name == "relu":
        return np.where(z > 0, dy, 0)
    if name == "tanh":
        return dy - dy * np.tanh(z) ** 2
    f = 0.5 * (1 + np.tanh(z / 2))
    return dy * (f - f * f)


def right_cell_by_cell(dy, z, name):
    out = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        v = float(z[place])
        if name == "relu":
            out[place] = dy[place] if v > 0 else 0.0
        elif name == "sigmoid":
            f = 1 / (1 + np.exp(-v))
            out[place] = dy[place] * f * (1 - f)
        else:
            out[place] = dy[place] * (1 - np.tanh(v)) * (1 + np.tanh(v))
    return out


def right_by_mask(dy, z, name):
    dz = np.array(dy, dtype=float)
    if name == "relu":
        dz[z <= 0] = 0
    elif name == "sigmoid":
        dz *= 1 / (2 + np.exp(z) + np.exp(-z))
    elif name == "tanh":
        dz *= 1 - np.square(np.tanh(z))
    return dz


@outcome("B26")
def wrong_relu_by_dy(dy, z, name):
    """relu passes positive gradients."""
    f = 1 / (1 + np.exp(-z))
    return {"relu": np.maximum(dy, 0), "sigmoid": dy * f * (1 - f), "tanh": dy * (1 - np.tanh(z) ** 2)}[name]


@outcome(nothing=True)
def wrong_relu_is_half_at_zero(dy, z, name):
    """0.5 at the kink."""
    f = 1 / (1 + np.exp(-z))
    return dy * {"relu": np.heaviside(z, 0.5), "sigmoid": f * (1 - f), "tanh": 1 - np.tanh(z) ** 2}[name]


@outcome("B27")
def wrong_slopes_only(dy, z, name):
    """f′ without dy."""
    f = 1 / (1 + np.exp(-z))
    return {"relu": (z > 0) * 1.0, "sigmoid": f * (1 - f), "tanh": 1 - np.tanh(z) ** 2}[name]


@outcome("B28")
def wrong_function_for_slope(dy, z, name):
    """f(z) in place of f′(z)."""
    return dy * {"relu": np.maximum(z, 0), "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[name]


@outcome(says="Wrong for tanh only.")
def wrong_sigmoid_for_tanh(dy, z, name):
    """tanh gets the sigmoid's slope."""
    f = 1 / (1 + np.exp(-z))
    return dy * ((z > 0) if name == "relu" else f * (1 - f))


@outcome(says="Wrong for sigmoid only.")
def wrong_sigmoid_plus(dy, z, name):
    """f(1 + f)."""
    f = 1 / (1 + np.exp(-z))
    return dy * {"relu": z > 0, "sigmoid": f * (1 + f), "tanh": 1 - np.tanh(z) ** 2}[name]


@outcome(says="Wrong for sigmoid only.")
def wrong_sigmoid_without_minus(dy, z, name):
    """1/(1 + e^z), and so the same slope, but f² is taken."""
    f = 1 / (1 + np.exp(z))
    return dy * {"relu": z > 0, "sigmoid": f * f, "tanh": 1 - np.tanh(z) ** 2}[name]


@outcome(says="Your dz is right in every cell that is not 0, but cells that should be 0 are filled.")
def wrong_leaky(dy, z, name):
    """A leak of 0.01."""
    f = 1 / (1 + np.exp(-z))
    return dy * {"relu": np.where(z > 0, 1, 0.01), "sigmoid": f * (1 - f), "tanh": 1 - np.tanh(z) ** 2}[name]


@outcome(says="Wrong for sigmoid only.")
def wrong_unknown_name(dy, z, name):
    """Sigmoid is written 'Sigmoid', so it falls through."""
    if name == "relu":
        return dy * (z > 0)
    if name == "Sigmoid":
        f = 1 / (1 + np.exp(-z))
        return dy * f * (1 - f)
    if name == "tanh":
        return dy * (1 - np.tanh(z) ** 2)
