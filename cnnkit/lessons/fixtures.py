"""The inputs on which convolution exercises are tried.

Whole numbers, so that equality is exact and sums can be checked by hand.  T, M, N differ, KH ≠ KW and H ≠ W,
so that exchanged axes show; one square case, where they do not raise; stride with a remainder; padding 2,
so that K and K − 1 differ from a forgotten crop; T ≥ 2 and several values for one shape.  Decimals and numbers
near 0.001 show what is cut off or rounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.grader.exercise import DRAWS

__all__ = ["FILTER_FITS", "OUTPUT_FITS", "SCANS", "Scan", "half_turn"]

# what has to hold between the arguments of a scan that learners make up
FILTER_FITS = (
    lambda f: f["Kh"] <= f["H"] + 2 * f["padding"] and f["Kw"] <= f["W"] + 2 * f["padding"],
    "the filter is larger than the padded map: no window fits",
)
OUTPUT_FITS = (
    lambda f: all(
        f[out] == (f[size] + 2 * f["padding"] - f[k]) // f["stride"] + 1 for out, size, k in (("H′", "H", "Kh"), ("W′", "W", "Kw"))
    ),
    "dz does not have the size of the map that such a scan makes, (H + 2p − K) // s + 1",
)


@dataclass(frozen=True)
class Scan:
    """Sizes of one convolution: examples, maps in and out, map, filter, stride, padding, and its story."""

    T: int
    M: int
    N: int
    size: tuple[int, int]
    kernel_size: tuple[int, int]
    stride: int
    padding: int
    label: str
    stage: str
    numbers: str = "whole numbers"

    @property
    def output(self) -> tuple[int, int]:
        """Rows and columns of z, by counting where the window fits."""
        return tuple(
            len(range(0, n + 2 * self.padding - k + 1, self.stride))
            for n, k in zip(self.size, self.kernel_size, strict=True)
        )

    def draw(self, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """y, w, bias and dz of these sizes."""
        shapes = {
            "y": (self.T, self.M, *self.size),
            "w": (self.N, self.M, *self.kernel_size),
            "bias": (self.N,),
            "dz": (self.T, self.N, *self.output),
        }
        drawn = {name: DRAWS[self.numbers](rng, *shape) for name, shape in shapes.items()}
        if self.numbers == "whole numbers":  # a bias that is 0 would hide that it is forgotten
            drawn["bias"] = np.arange(1.0, self.N + 1) * rng.choice([-1.0, 1.0])
        if self.numbers == "numbers near 0.001":  # one factor is small, not both: the products stay near 0.001
            drawn["w"] = DRAWS["decimal numbers"](rng, *shapes["w"])
        return drawn


SCANS = (
    Scan(1, 1, 1, (3, 3), (2, 2), 1, 0, "one 3 × 3 map", "stride 1"),
    Scan(3, 2, 2, (5, 4), (2, 3), 1, 0, "several maps, stride 1", "stride 1"),
    Scan(3, 2, 2, (5, 4), (2, 3), 1, 0, "other numbers of the same shape", "stride 1"),
    Scan(2, 2, 3, (4, 5), (2, 2), 1, 0, "decimal numbers", "stride 1", "decimal numbers"),
    Scan(2, 2, 1, (4, 3), (2, 2), 1, 0, "numbers near 0.001", "stride 1", "numbers near 0.001"),
    Scan(2, 2, 3, (7, 8), (3, 2), 1, 0, "a larger map, stride 1", "stride 1"),
    Scan(2, 1, 2, (3, 4), (3, 4), 1, 0, "a filter as large as the map", "stride 1"),
    Scan(1, 1, 1, (3, 2), (2, 2), 1, 1, "one 3 × 2 map, padding 1", "padding"),
    Scan(2, 3, 3, (6, 6), (3, 3), 1, 1, "square maps, padding 1", "padding"),
    Scan(2, 1, 2, (4, 5), (3, 2), 1, 2, "padding 2", "padding"),
    Scan(1, 1, 1, (4, 4), (2, 2), 2, 0, "one 4 × 4 map, stride 2", "stride"),
    Scan(2, 2, 3, (7, 5), (3, 3), 2, 1, "stride 2, padding 1", "stride"),
    Scan(2, 2, 3, (5, 7), (1, 1), 2, 0, "1 × 1 filters, stride 2", "stride"),
    Scan(2, 1, 2, (7, 5), (2, 2), 2, 0, "windows side by side, a row and a column left over", "remainder"),
    Scan(5, 3, 2, (7, 6), (4, 3), 2, 2, "stride 2, padding 2, a remainder of 1", "remainder"),
    Scan(2, 3, 4, (7, 9), (4, 3), 3, 1, "stride 3, padding 1, a remainder of 2", "remainder"),
    Scan(3, 2, 2, (6, 6), (3, 3), 2, 1, "square maps, stride 2, a remainder of 1", "remainder"),
    Scan(2, 2, 3, (6, 5), (3, 2), 2, 1, "decimals, stride 2, padding 1, a remainder of 1", "remainder", "decimal numbers"),
)


def half_turn(w) -> np.ndarray:
    """Filters turned by 180°.

    Examples
    --------
    >>> half_turn([[[[1, 2]]]]).tolist()
    [[[[2, 1]]]]
    """
    return np.asarray(w)[:, :, ::-1, ::-1]
