"""A learner's function in place of the package's: run it once, show its numbers, cross what differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Substitute"]


@dataclass(frozen=True)
class Substitute:
    """What a learner's function gave, beside what the package gives.

    Parameters
    ----------
    values : array
        The numbers to show: the learner's, or the package's where there are none.
    differs : bool array, optional
        Cells that differ; None without a function that answered.
    note : str
        One sentence about how it went.
    """

    values: np.ndarray
    truth: np.ndarray
    differs: np.ndarray | None = None
    note: str = ""

    @classmethod
    def of(cls, function, truth: np.ndarray, dilation: int, *arguments) -> Substitute:
        """Call the function positionally, with copies, and compare.

        Examples
        --------
        >>> Substitute.of(lambda y: y + 1, np.zeros((1, 1)), 1, np.zeros((1, 1))).differs.tolist()
        [[True]]
        """
        if function is None:
            return cls(truth, truth)
        if dilation != 1:
            return cls(truth, truth, note="Your function knows no dilation: the package's numbers.")
        copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
        try:
            came = np.asarray(function(*copies))
            numeric = came.dtype.kind in "fiub"
        except NotImplementedError:
            return cls(
                truth, truth, note="Your function is not written yet: the package's numbers."
            )
        except Exception as reason:
            said = f"{type(reason).__name__}: {reason}".rstrip(": ")
            return cls(truth, truth, note=f"Your function raised {said}. The package's numbers.")
        if not numeric:
            what = "None" if came.dtype == object and came.shape == () else f"{came.dtype}"
            return cls(truth, truth, note=f"Your function returned {what}. The package's numbers.")
        if came.shape != truth.shape:
            return cls(
                truth,
                truth,
                note=f"Your function returned shape {came.shape}, but {truth.shape} was needed. "
                "The package's numbers.",
            )
        differs = ~np.isclose(came, truth, rtol=1e-6, atol=1e-9)
        count = int(differs.sum())
        note = (
            f"Your function differs in {count} of {differs.size} cells; they are crossed."
            if count
            else f"Your function's numbers: all {differs.size} cells agree with the package."
        )
        return cls(came.astype(float), truth, differs, note)
