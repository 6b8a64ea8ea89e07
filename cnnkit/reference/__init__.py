"""The formulas of the lecture in plain Python: the oracle of tests, grader and notebooks.

Slow on purpose.  Nothing here is shared with what it judges: no kernels, no `shapes`.
"""

from .boxes import box_to_center, center_to_box, detection_loss, iou
from .conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from .normalization import add_ways, batch_norm, batch_norm_grad
from .numerical import numerical_gradient
from .pool import (
    downsample2d,
    downsample2d_grad,
    max_pool2d,
    max_pool2d_grad,
    mean_pool2d,
    mean_pool2d_grad,
    upsample2d,
    upsample2d_grad,
)
from .pose import decode_heatmaps, joint_heatmaps, pck, pose_loss
from .training import (
    activation,
    activation_grad,
    cross_entropy,
    linear,
    linear_grad,
    squared_error,
)
from .transposed import (
    conv_transpose2d,
    conv_transpose2d_grad_input,
    conv_transpose2d_grad_weight,
)

__all__ = [
    "activation",
    "activation_grad",
    "add_ways",
    "batch_norm",
    "batch_norm_grad",
    "box_to_center",
    "center_to_box",
    "conv2d",
    "conv2d_grad_bias",
    "conv2d_grad_input",
    "conv2d_grad_weight",
    "conv_transpose2d",
    "conv_transpose2d_grad_input",
    "conv_transpose2d_grad_weight",
    "cross_entropy",
    "decode_heatmaps",
    "detection_loss",
    "downsample2d",
    "downsample2d_grad",
    "iou",
    "joint_heatmaps",
    "linear",
    "linear_grad",
    "max_pool2d",
    "max_pool2d_grad",
    "mean_pool2d",
    "mean_pool2d_grad",
    "numerical_gradient",
    "pck",
    "pose_loss",
    "squared_error",
    "upsample2d",
    "upsample2d_grad",
]
