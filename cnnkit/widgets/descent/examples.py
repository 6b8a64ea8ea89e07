"""What DescentExplorer can descend: a bowl, a narrow valley from a photograph, a plateau of relu."""

from __future__ import annotations

import functools

import numpy as np

from cnnkit.widgets.descent.view import FilterProblem

__all__ = ["PROBLEMS", "SPAN", "STARTS", "example_problem", "surface"]

PROBLEMS = {
    "valley": "a valley: pixels of a photograph",
    "bowl": "a round bowl: two patches",
    "plateau": "a plateau: relu after the filter",
}
STARTS = {"valley": (0.75, 1.0), "bowl": (-2.0, 1.5), "plateau": (-1.5, -1.0)}
SPAN = 3.0  # the surface is drawn from −3 to 3 in both weights
CELLS = 61


@functools.cache
def example_problem(name: str) -> FilterProblem:
    """The patches of an example and the filter that they come from.

    Raises
    ------
    ValueError
        If there is no example of that name.

    Examples
    --------
    >>> example_problem("bowl").curvatures
    (1.0, 1.0)
    """
    if name == "bowl":
        return FilterProblem([[1, 1], [1, -1]], (1, -1))
    if name not in PROBLEMS:
        raise ValueError(f"there is no example {name!r}; there are {', '.join(PROBLEMS)}")
    from cnnkit import data  # only here: the photograph is read from disk

    # neighbouring pixels are alike: that is what makes the valley narrow
    pixels = np.asarray(data.photo("camera"), dtype=np.float64)[60:84:2, 60:84]
    if name == "valley":
        pixels = (pixels - pixels.mean()) / pixels.std()
    else:
        pixels = 2 * pixels
    y = np.stack([pixels[:, :-1].ravel(), pixels[:, 1:].ravel()], axis=1)
    return (
        FilterProblem(y, (-1, 1)) if name == "valley" else FilterProblem(y, (1.5, 0.5), relu=True)
    )


def surface(problem: FilterProblem) -> np.ndarray:
    """The loss on the drawn square, (w1, w0): row 0 is the largest w1, as a map shows north above.

    Examples
    --------
    >>> surface(example_problem("bowl"))[40, 40]
    np.float64(0.0)
    """
    side = np.linspace(-SPAN, SPAN, CELLS)
    w1, w0 = np.meshgrid(side[::-1], side, indexing="ij")
    return problem.losses(np.stack([w0.ravel(), w1.ravel()], axis=1)).reshape(CELLS, CELLS)
