"""Pooling and its gradients, down- and upsampling (lecture 2.2)."""

from .resampling import downsample2d, downsample2d_grad, upsample2d, upsample2d_grad
from .windows import max_pool2d, max_pool2d_grad, mean_pool2d, mean_pool2d_grad

__all__ = [
    "downsample2d",
    "downsample2d_grad",
    "max_pool2d",
    "max_pool2d_grad",
    "mean_pool2d",
    "mean_pool2d_grad",
    "upsample2d",
    "upsample2d_grad",
]
