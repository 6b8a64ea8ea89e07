"""Sizes: the only place where sizes are computed and arguments are checked.

A convolution, a pooling layer and a transposed convolution are all a *window* that visits the cells
of a map.  `window.py` knows where it goes; `arguments.py` and `arrays.py` turn what a caller hands
over into numbers and arrays that a compiled kernel can trust, or say what was wrong with it.
"""

from .arguments import Pair, ShapeError, as_pair, check_groups, count_of, whole_number
from .arrays import (
    as_arrays,
    as_positions,
    as_whole_numbers,
    check_axes,
    check_bias,
    check_maps,
    check_rank,
    check_room,
    new_maps,
    real_array,
)
from .window import Window

__all__ = [
    "Pair",
    "ShapeError",
    "Window",
    "as_arrays",
    "as_pair",
    "as_positions",
    "as_whole_numbers",
    "check_axes",
    "check_bias",
    "check_groups",
    "check_maps",
    "check_rank",
    "check_room",
    "count_of",
    "new_maps",
    "real_array",
    "whole_number",
]
