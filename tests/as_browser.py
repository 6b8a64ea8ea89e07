"""What a browser gets from an explorer, and what it says to it."""

from __future__ import annotations

import numpy as np
from traitlets import Bool, HasTraits


class Prediction(HasTraits):
    """Stands for Predict: something that is answered."""

    answered = Bool(False)


def received(explorer) -> dict:
    """The arrays as a browser reads them: header and bytes, nothing else."""
    arrays = {}
    for name, (dtype, shape, offset) in explorer._header.items():
        flat = np.frombuffer(explorer._payload, dtype, int(np.prod(shape)), offset)
        arrays[name] = flat.reshape(shape)
    return arrays


def tell(explorer, **content) -> None:
    """What the browser would send."""
    explorer._handle_custom_msg(content, [])
