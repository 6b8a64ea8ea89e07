"""Filter banks: one set of weights, enumerated in every turn, mirror image or size (lecture 4).

`transforms` makes the members and collects their gradients, `pooling` scans with them and keeps the
strongest; `bilinear` reads between cells, for these and for whoever turns a map.
"""

from cnnkit.filterbank.bilinear import places_before, read_between, read_between_grad
from cnnkit.filterbank.pooling import bank_conv2d, bank_max, bank_max_grad
from cnnkit.filterbank.transforms import (
    reflect_filters,
    reflect_filters_grad,
    rotate_filters,
    rotate_filters_grad,
    scale_filters,
    scale_filters_grad,
)

__all__ = [
    "bank_conv2d",
    "bank_max",
    "bank_max_grad",
    "places_before",
    "read_between",
    "read_between_grad",
    "reflect_filters",
    "reflect_filters_grad",
    "rotate_filters",
    "rotate_filters_grad",
    "scale_filters",
    "scale_filters_grad",
]
