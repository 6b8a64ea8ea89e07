"""cnnkit: learn convolutional networks by hand, forward and backward."""

from cnnkit.conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.shapes import ShapeError, Window

__version__ = "0.1.0"

__all__ = [
    "ShapeError",
    "Window",
    "conv2d",
    "conv2d_grad_bias",
    "conv2d_grad_input",
    "conv2d_grad_weight",
]
