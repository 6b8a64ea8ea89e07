"""What a training run looked like."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

__all__ = ["History"]


@dataclass
class History:
    """Curves of a training run, and why it ended.

    Attributes
    ----------
    step_losses : list of float
        Loss of every batch, before its update.
    losses, accuracies : list of float
        Mean over each epoch's batches.
    validation_losses, validation_accuracies : list of float
        After each epoch, on images that are not trained on; empty if there are none.
    learning_rates, seconds : list of float
        At the end of each epoch; how long the epoch took.
    ended : str
        One sentence.
    """

    step_losses: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    validation_losses: list[float] = field(default_factory=list)
    validation_accuracies: list[float] = field(default_factory=list)
    learning_rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    ended: str = ""

    def curves(self) -> dict[str, np.ndarray]:
        """Every curve that has points, by name.

        Examples
        --------
        >>> History(losses=[2.0, 1.0]).curves()
        {'losses': array([2., 1.])}
        """
        names = (
            "step_losses", "losses", "accuracies", "validation_losses", "validation_accuracies",
            "learning_rates", "seconds",
        )  # fmt: skip
        return {name: np.array(getattr(self, name)) for name in names if getattr(self, name)}

    def __repr__(self) -> str:
        if not self.losses:
            return f"History(no full epoch; {self.ended or 'running'})"
        last = f"loss {self.losses[-1]:.4f}, accuracy {self.accuracies[-1]:.3f}"
        if self.validation_accuracies:
            last += f", validation accuracy {self.validation_accuracies[-1]:.3f}"
        return f"History({len(self.losses)} epochs: {last}; {self.ended or 'running'})"
