"""What PoseTraining shows of a net while it learns: its loss within the epochs, its PCK, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

__all__ = ["Learned", "fine"]

PARTS = 10  # points of the loss curve in an epoch


@dataclass
class Learned:
    """What is known of one net's run; all of it is kept when the other net is trained.

    Attributes
    ----------
    losses : list of float
        Loss of every batch.
    steps_per_epoch : int
        0 before the first run.
    scores : list of float
        PCK after every epoch, on figures that it never sees.
    found : (figures, J, 2) array, or None
        Where it finds their joints, in pixels; nan where it was not asked yet.
    """

    losses: list[float] = field(default_factory=list)
    steps_per_epoch: int = 0
    scores: list[float] = field(default_factory=list)
    found: np.ndarray | None = None

    @property
    def curve(self) -> np.ndarray:
        """The loss over epochs, (P, 2)."""
        return fine(self.losses, self.steps_per_epoch)

    def places(self, figure: int) -> np.ndarray | None:
        """Where it finds the joints of one figure, (J, 2), if it was asked.

        Examples
        --------
        >>> Learned().places(0) is None
        True
        """
        if self.found is None or not np.isfinite(self.found[figure]).all():
            return None
        return self.found[figure]


def fine(losses, steps_per_epoch: int) -> np.ndarray:
    """Mean losses of a tenth of an epoch each, with the epochs done by its end: (P, 2).

    Examples
    --------
    >>> fine([4.0, 2.0, 3.0], 20)
    array([[0.1 , 3.  ],
           [0.15, 3.  ]])
    """
    losses = np.array(losses, float)  # a copy: the run goes on
    if not len(losses):
        return np.zeros((0, 2))
    width = max(1, steps_per_epoch // PARTS)
    first = np.arange(0, len(losses), width)
    last = np.minimum(first + width, len(losses))
    return np.stack([last / steps_per_epoch, np.add.reduceat(losses, first) / (last - first)], axis=1)
