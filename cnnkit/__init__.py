"""cnnkit: learn convolutional networks by hand, forward and backward."""

from cnnkit.conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.pool import (
    downsample2d,
    downsample2d_grad,
    max_pool2d,
    max_pool2d_grad,
    mean_pool2d,
    mean_pool2d_grad,
    upsample2d,
    upsample2d_grad,
)
from cnnkit.shapes import ShapeError, Window
from cnnkit.transposed import (
    conv_transpose2d,
    conv_transpose2d_grad_input,
    conv_transpose2d_grad_weight,
)

__version__ = "0.1.0"

__all__ = [
    "ShapeError",
    "Window",
    "conv2d",
    "conv2d_grad_bias",
    "conv2d_grad_input",
    "conv2d_grad_weight",
    "conv_transpose2d",
    "conv_transpose2d_grad_input",
    "conv_transpose2d_grad_weight",
    "downsample2d",
    "downsample2d_grad",
    "max_pool2d",
    "max_pool2d_grad",
    "mean_pool2d",
    "mean_pool2d_grad",
    "upsample2d",
    "upsample2d_grad",
]
