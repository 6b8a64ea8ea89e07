"""The formulas of the lecture in plain Python: the oracle of tests, grader and notebooks.

Slow on purpose.  Nothing here is shared with what it judges: no kernels, no `shapes`.
"""

from .conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
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
    "conv2d",
    "conv2d_grad_bias",
    "conv2d_grad_input",
    "conv2d_grad_weight",
    "conv_transpose2d",
    "conv_transpose2d_grad_input",
    "conv_transpose2d_grad_weight",
    "cross_entropy",
    "downsample2d",
    "downsample2d_grad",
    "linear",
    "linear_grad",
    "max_pool2d",
    "max_pool2d_grad",
    "mean_pool2d",
    "mean_pool2d_grad",
    "numerical_gradient",
    "squared_error",
    "upsample2d",
    "upsample2d_grad",
]
