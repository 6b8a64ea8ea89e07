"""Several answers from one trunk, and the layer that answers with places (lecture 5.1)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from cnnkit.layers.layer import Layer, as_layer, names_itself
from cnnkit.shapes import ShapeError, as_arrays
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import one_of, real_number
from cnnkit.soft_argmax import soft_argmax2d, soft_argmax2d_grad

__all__ = ["Heads", "SoftArgmax2d"]


class Heads(Layer):
    """Heads on one trunk: all read the same maps, and their answers stand side by side in one row.

    Parameters
    ----------
    *heads : Layer
        Each makes (T, its own number of columns).

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> rng = np.random.default_rng(0)
    >>> Heads(Linear(8, 3, rng=rng), Linear(8, 4, rng=rng)).forward(np.ones((2, 8), np.float32)).shape
    (2, 7)
    """

    def __init__(self, *heads: Layer):
        if not heads:
            raise ShapeError("no head came", "a trunk needs at least one", "give the layers of each head")
        self.layers = tuple(map(as_layer, heads))

    def forward(self, y: np.ndarray) -> np.ndarray:
        """The answers of all heads, the first head's first."""
        return self._beside([head.forward(y) for head in self.layers])

    @names_itself
    def _beside(self, answers: list[np.ndarray]) -> np.ndarray:
        for head, z in zip(self.layers, answers):
            if z.ndim != 2:
                raise ShapeError(f"{head!r} makes {z.shape}", "answers side by side are (T, columns)",
                                 "end each head with Linear or Flatten")  # fmt: skip
        self._remembered = np.cumsum([z.shape[1] for z in answers])
        return np.concatenate(answers, axis=1)

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """All heads lead back to the same maps, so their gradients add up."""
        (dz,), ends = as_arrays(dz=dz), self._recall()
        if dz.ndim != 2 or dz.shape[1] != ends[-1]:
            raise ShapeError(f"dz has shape {dz.shape}", f"the heads answered {ends[-1]} columns",
                             "pass the gradient of all answers")  # fmt: skip
        parts = np.split(dz, ends[:-1], axis=1)
        back = [
            head.backward(np.ascontiguousarray(part), input_gradient=input_gradient)
            for head, part in zip(self.layers, parts)
        ]
        return None if any(dy is None for dy in back) else sum(back)

    def follow(self, y: np.ndarray) -> Iterator[tuple[Layer, np.ndarray]]:
        """What the layers of each head make, and the row of all answers."""
        answers = []
        for head in self.layers:
            for part, z in head.follow(y):
                yield part, z
            answers.append(z)
        yield self, self._beside(answers)

    def __repr__(self) -> str:
        return f"Heads({', '.join(map(repr, self.layers))})"


class SoftArgmax2d(Layer):
    """Answer with the mean place of each map: its row, its column, or both.

    Parameters
    ----------
    length : float
        What a whole map measures, 1 or the pixels of the image.
    answers : sequence of "row" and "col", optional
        What each map is asked for; an upper edge, for example, is a row.  Without it every map answers row and col.

    Examples
    --------
    >>> z = np.zeros((1, 2, 1, 3)); z[..., 2] = 50
    >>> SoftArgmax2d(length=3).forward(z), SoftArgmax2d(3, ("row", "col")).forward(z)
    (array([[1.5, 2.5, 1.5, 2.5]]), array([[1.5, 2.5]]))
    """

    def __init__(self, length: float = 1.0, answers: Sequence[str] | None = None):
        self.length = real_number(length, "length", above_zero=True)
        if answers is not None and not (isinstance(answers, tuple | list) and answers):
            raise TypeError(f"answers is {shown(answers)}; each map is asked for 'row' or 'col', so give a list of these words")
        self.answers = None if answers is None else tuple(one_of(each, "an answer", ("row", "col")) for each in answers)

    @names_itself
    def forward(self, z: np.ndarray) -> np.ndarray:
        """Places in one row for each example."""
        (z,) = as_arrays(z=z)
        places = soft_argmax2d(z, self.length)
        if self.answers is not None and len(self.answers) != z.shape[1]:
            raise ShapeError(f"z has {z.shape[1]} maps", f"{len(self.answers)} are asked for", "name one answer for each map")
        self._remembered = z
        return places.reshape(len(z), math.prod(places.shape[1:]))[:, self._asked(z)]

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient for the maps."""
        (dz,), z = as_arrays(dz=dz), self._recall()
        asked = self._asked(z)
        if dz.shape != (len(z), len(asked)):
            raise ShapeError(f"dz has shape {dz.shape}", f"{(len(z), len(asked))} was answered",
                             "pass the gradient of the same batch")  # fmt: skip
        dplaces = np.zeros((len(z), 2 * z.shape[1]), dz.dtype)
        dplaces[:, asked] = dz
        return soft_argmax2d_grad(dplaces.reshape(*z.shape[:2], 2), z, self.length)

    def _asked(self, z: np.ndarray) -> list[int]:
        """Which of row, col, row, col, ... are answered."""
        if self.answers is None:
            return list(range(2 * z.shape[1]))
        return [2 * n + (answer == "col") for n, answer in enumerate(self.answers)]

    def __repr__(self) -> str:
        told = [f"{self.length:g}"] * (self.length != 1) + [f"answers={self.answers}"] * (self.answers is not None)
        return f"SoftArgmax2d({', '.join(told)})"
