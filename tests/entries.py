"""The public surface: every entry point with right arguments, and what kind of argument each is.

`test_arguments.py` puts every wrong value of its kind in each argument's place, and fails when a public name has
no entry here.  A new function gets one line.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from bad_values import (
    Argument,
    array,
    choice,
    count,
    flag,
    function,
    generator,
    only,
    pair,
    rate,
)

from cnnkit import (
    activations,
    boxes,
    conv,
    enlarging,
    filterbank,
    gradient_descent,
    losses,
    normalization,
    pool,
    pose,
    shortcut,
    soft_argmax,
    transposed,
)
from cnnkit import linear as linears


@dataclass(frozen=True)
class Entry:
    """An entry point and its arguments."""

    name: str
    call: Callable
    arguments: dict[str, Argument]

    def right(self) -> dict:
        """Arguments that it takes."""
        return {name: argument.value() for name, argument in self.arguments.items()}


def entry(function: Callable, **arguments: Argument) -> Entry:
    """An entry of a function, by the module that defines it."""
    return Entry(f"{function.__module__}.{function.__qualname__}", function, arguments)


STEPS = {"stride": pair(1), "padding": pair(1, smallest=0), "dilation": pair(1), "groups": count(2)}
Y, W, DZ = array(2, 4, 5, 6), array(6, 2, 3, 3), array(2, 6, 5, 6)
VARIANCE = array(4, right=[1, 2, 3, 4], wrong=([1, 2, 3, -1],))
STAMP = array(4, 3, 3, 3)
POOL = {"stride": pair(2, optional=True), "padding": pair(1, smallest=0)}

OPERATIONS = [
    entry(conv.conv2d, y=Y, w=W, bias=array(6, optional=True), **STEPS),
    entry(conv.conv2d_grad_input, dz=DZ, w=W, input_size=pair((5, 6)), **STEPS),
    entry(conv.conv2d_grad_weight, dz=DZ, y=Y, kernel_size=pair(3), **STEPS),
    entry(conv.conv2d_grad_bias, dz=DZ),
    entry(transposed.conv_transpose2d, y=Y, w=STAMP, bias=array(6, optional=True), **(STEPS | {"stride": pair(2)}),
          output_padding=pair(1, smallest=0)),
    entry(transposed.conv_transpose2d_grad_input, dz=DZ, w=STAMP, input_size=pair((5, 6)), **STEPS),
    entry(transposed.conv_transpose2d_grad_weight, dz=DZ, y=Y, kernel_size=pair(3), **STEPS),
    entry(pool.max_pool2d, y=Y, kernel_size=pair(3), **POOL, dilation=pair(1)),
    entry(pool.max_pool2d_grad, du=array(2, 4, 2, 3), positions=array(2, 4, 2, 3, whole=30), input_size=pair((5, 6))),
    entry(pool.mean_pool2d, y=Y, kernel_size=pair(3), **POOL, count_include_pad=flag(True)),
    entry(pool.mean_pool2d_grad, du=array(2, 4, 3, 3), input_size=pair((5, 6)), kernel_size=pair(3), **POOL,
          count_include_pad=flag(False)),
    entry(pool.downsample2d, y=Y, stride=pair(2)),
    entry(pool.downsample2d_grad, du=array(2, 4, 3, 3), input_size=pair((5, 6)), stride=pair(2)),
    entry(pool.upsample2d, y=Y, stride=pair(2)),
    entry(pool.upsample2d_grad, du=array(2, 4, 5, 7), stride=pair(2)),
    entry(linears.linear, y=array(3, 4), w=array(2, 4), bias=array(2, optional=True)),
    entry(linears.linear_grad_input, dz=array(3, 2), w=array(2, 4)),
    entry(linears.linear_grad_weight, dz=array(3, 2), y=array(3, 4)),
    entry(linears.linear_grad_bias, dz=array(3, 2)),
    entry(activations.activation, z=array(2, 3, axes=False), name=choice("relu")),
    entry(activations.activation_grad, dy=array(2, 3), z=array(2, 3), name=choice("tanh")),
    entry(losses.cross_entropy, z=array(3, 4), d=array(3, whole=4)),
    entry(losses.squared_error, y=array(3, 4), d=array(3, 4)),
    entry(losses.mean_loss, div=array(3), dz=array(3, 4, axes=False, wrong=(np.ones(()), np.ones((2, 4))))),
    entry(normalization.map_statistics, y=Y),
    entry(normalization.batch_norm, y=Y, w=array(4), bias=array(4), mean=array(4), variance=VARIANCE,
          eps=rate(1e-5)),
    entry(normalization.batch_norm_training, y=Y, w=array(4), bias=array(4), eps=rate(1e-5)),
    entry(normalization.batch_norm_grad, dz=array(2, 4, 5, 6), y=Y, w=array(4), mean=array(4),
          variance=VARIANCE, eps=rate(1e-5)),
    entry(shortcut.add_ways, body=array(2, 3), past=array(2, 3)),
    entry(enlarging.nearest2d, y=Y, stride=pair(2)),
    entry(enlarging.bilinear2d, y=Y, stride=pair(2)),
]  # fmt: skip

SHARPENED = array(4, 3, right=np.ones((4, 3)))
DESCENT = [
    entry(gradient_descent.init_filters, shape=only((4, 3, 3, 3), None, 3, (), (3,), (3, 0), (3, -1), (3, 2.5), "ab", {},
          (2**20, 2**20), np.ones((2, 2))), rng=generator(), gain=rate(1.0), reads=count(9, optional=True)),
    entry(gradient_descent.sgd_step, weights=only(lambda: [np.ones(2)], None, 3, "w", [np.ones(3)], [], [None], [{}]),
          gradients=only(lambda: [np.ones(2)], None, 3, "w", [np.ones(3)], [], [None], [{}]), learning_rate=rate(0.1)),
    entry(gradient_descent.momentum_update, w=SHARPENED, dw=array(4, 3), velocity=SHARPENED, learning_rate=rate(0.1),
          momentum=rate(0.9, wrong=(1.5,)), weight_decay=rate(0.0)),
    entry(gradient_descent.adam_update, w=SHARPENED, dw=array(4, 3), mean=SHARPENED, square=SHARPENED,
          learning_rate=rate(0.1), step=count(1), eps=rate(1e-8), weight_decay=rate(0.0),
          decay=only((0.9, 0.999), None, 0.9, (0.9,), (0.9, 1), (0.9, 1.5), (0.9, "a"), (-1, 0.9), (np.nan, 0.9), {})),
    entry(gradient_descent.train_until, step=function(lambda: 1.0), tolerance=rate(0.1), max_steps=count(3, smallest=0)),
]  # fmt: skip

BOX = array(3, 4, axes=False, wrong=(np.ones(()), np.ones((3, 5)), np.full((3, 4), np.nan), np.full((3, 4), np.inf)))
JOINTS = array(2, 3, 2, wrong=(np.ones((2, 3, 3)), np.full((2, 3, 2), np.nan)))
PLACES = [
    entry(soft_argmax.soft_argmax2d, z=Y, length=rate(1.0, wrong=(0,))),
    entry(soft_argmax.soft_argmax2d_grad, dplaces=array(2, 4, 2, wrong=(np.ones((2, 3, 2)),)), z=Y, length=rate(1.0, wrong=(0,))),
    entry(boxes.iou, a=BOX, b=BOX),
    entry(boxes.box_to_center, box=BOX),
    entry(boxes.center_to_box, center=BOX),
    entry(boxes.detection_loss, z=array(3, 6, wrong=(np.ones((3, 4)), np.ones((2, 6)))), boxes=array(3, 4),
          labels=array(3, whole=2), weight=rate(1.0)),
    entry(pose.joint_heatmaps, joints=JOINTS, size=pair((4, 5)), sigma=rate(1.0, wrong=(0,))),
    entry(pose.decode_heatmaps, heatmaps=array(2, 3, 4, 5), stride=pair(4)),
    entry(pose.pck, pred=JOINTS, joints=JOINTS, scale=array(2, right=[1.0, 2.0], axes=False,
          wrong=(np.zeros(2), np.ones(3), np.full(2, np.nan))), threshold=rate(0.1)),
    entry(pose.pose_loss, maps=array(2, 3, 4, 5), target=array(2, 3, 4, 5)),
]  # fmt: skip

NUMBERS = (None, 3, "ab", [], {}, [None], ["a"], [[1, 2], [3]], [1, np.nan], [np.inf], np.ones((2, 2)), [1j])
BANK = array(2, 3, 4, 3, 3)
SPOTS = ((0.0, 1.5, 2.0), (0.5, 3.0, -2.0), (9.0, 1.0, 0.25))
BANKS = [
    entry(filterbank.rotate_filters, w=array(2, 4, 3, 3), angles=only((0, 90, 45), *NUMBERS)),
    entry(filterbank.rotate_filters_grad, dbank=BANK, angles=only((0, 90, 45), *NUMBERS, (0, 90))),
    entry(filterbank.reflect_filters, w=array(2, 4, 3, 3)),
    entry(filterbank.reflect_filters_grad, dbank=array(2, 2, 4, 3, 3)),
    entry(filterbank.scale_filters, w=array(2, 4, 3, 3), factors=only((1, 1.5), *NUMBERS, [0, 1], [-1], [1e9], [1e300])),
    entry(filterbank.scale_filters_grad, dbank=array(2, 2, 4, 5, 5), kernel_size=count(3),
          factors=only((1, 1.5), *NUMBERS, [0, 1], [1e9], [1e300])),
    entry(filterbank.read_between, maps=array(2, 4, 5, axes=False, wrong=(np.ones(4),)), rows=array(3, 3, right=SPOTS),
          columns=array(3, 3, right=SPOTS), reach=only(1, None, "a", {}, np.nan, np.inf, 1j, 0, -1, 0.5, [1, 2, 3])),
    entry(filterbank.read_between_grad, dvalues=array(2, 3, 3, axes=False, wrong=(np.ones(3),)), rows=array(3, 3, right=SPOTS),
          columns=array(3, 3, right=SPOTS), input_size=pair((4, 5))),
    entry(filterbank.places_before, side=count(3), angle=only(-30.0, None, "a", [], {}, np.nan, np.inf, 1j), factor=rate(1.0),
          size=pair((4, 5), optional=True)),
    entry(filterbank.bank_conv2d, y=Y, bank=array(2, 3, 4, 3, 3), stride=pair(1), padding=pair(0, smallest=0)),
    entry(filterbank.bank_max, z=array(2, 3, 4, 5, 5)),
    entry(filterbank.bank_max_grad, du=array(2, 3, 5, 5), winner=array(2, 3, 5, 5, whole=4), members=count(4)),
]  # fmt: skip
