"""Entry points of the oracle: those of the operation of the same name, and what it takes in another form."""

import numpy as np
from bad_values import array, function, rate
from entries import OPERATIONS, PLACES, Y, entry

from cnnkit import reference

LIKE = {each.name.rsplit(".", 1)[1]: each.arguments for each in (*OPERATIONS, *PLACES)}
CORNERS = array(4, wrong=(np.ones(3), np.ones(5)))
OWN = {
    "linear": {"y": array(3, 4), "w": array(2, 4), "bias": array(2)},
    "linear_grad": {"dz": array(3, 2), "y": array(3, 4), "w": array(2, 4)},
    "batch_norm": {"y": Y, "w": array(4), "bias": array(4), "eps": rate(1e-5)},
    "batch_norm_grad": {"dz": array(2, 4, 5, 6), "y": Y, "w": array(4), "eps": rate(1e-5)},
    "iou": {"a": CORNERS, "b": CORNERS},
    "box_to_center": {"box": CORNERS},
    "center_to_box": {"center": CORNERS},
    "numerical_gradient": {"f": function(np.sum), "w": array(2, 3, axes=False), "eps": rate(1e-6, wrong=(0,))},
    # NaN in, NaN out: the formula says so
    "joint_heatmaps": LIKE["joint_heatmaps"] | {"joints": array(2, 3, 2, wrong=(np.ones((2, 3, 3)),))},
    "pck": LIKE["pck"] | dict.fromkeys(("pred", "joints"), array(2, 3, 2, wrong=(np.ones((2, 3, 3)),))),
}

ORACLE = [entry(getattr(reference, name), **OWN.get(name, LIKE.get(name, {}))) for name in reference.__all__]
