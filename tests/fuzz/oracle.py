"""The oracle on the calls of the operations: the same shapes, always in float64, and only as large as plain loops like."""

import functools
import math

import numpy as np

from fuzz.operations import CASES as OPERATIONS
from fuzz.values import Large

MOST = 800  # numbers of an array; each may take a loop over a window


def rule_of(rule):
    @functools.wraps(rule)
    def same(*args, **given):
        shapes = [(shape, np.dtype(np.int64 if dtype == np.int64 else np.float64)) for shape, dtype in rule(*args, **given)]
        largest = max(np.size(each) for each in (*args, *given.values()))
        if max(largest, *(math.prod(shape) for shape, _ in shapes)) > MOST:
            raise Large
        return shapes

    return same


ORACLE = {name.split(".")[1]: case for name, case in OPERATIONS.items() if not name.startswith("enlarging.")}
CASES = {f"reference.{name}": (draw, rule_of(rule)) for name, (draw, rule) in ORACLE.items()}
