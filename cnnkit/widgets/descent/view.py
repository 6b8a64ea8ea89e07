"""What DescentExplorer shows: gradient descent on the two weights of one filter, step by step.

Every example is one patch of 1 × 2 pixels, so the filter is a perceptron with two weights and the
loss can be drawn as a surface over them.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np

from cnnkit.activations import activation, activation_grad
from cnnkit.conv import conv2d, conv2d_grad_weight
from cnnkit.gradient_descent import sgd_step
from cnnkit.losses import mean_loss, squared_error

__all__ = ["Descent", "FilterProblem", "descend"]


@dataclass(frozen=True)
class FilterProblem:
    """Patches of two pixels and what the filter should make of each of them.

    Lecture 1.2: Loss = 1/T sum_i div(Y_i, d_i), here with div = (Y - d)² / 2.

    Parameters
    ----------
    y : (T, 2) array
        The patches.
    goal : (w0, w1)
        The filter that made the desired outputs: the loss is 0 there.
    relu : bool
        Whether max(z, 0) follows the filter.

    Examples
    --------
    >>> FilterProblem([[1, 1], [1, -1]], (0, 0)).losses([[3, 4]])
    array([12.5])
    """

    y: np.ndarray
    goal: tuple
    relu: bool = False

    def __post_init__(self):
        object.__setattr__(self, "y", np.asarray(self.y, dtype=np.float64))

    def losses(self, weights) -> np.ndarray:
        """The loss at each of many (w0, w1): all filters scan all patches at once.

        Examples
        --------
        >>> FilterProblem([[2, 0]], (1, 0)).losses([[1, 5], [2, 5]])
        array([0., 2.])
        """
        outputs = self._outputs(np.asarray(weights, dtype=np.float64))
        return ((outputs - self._desired) ** 2).mean(axis=0) / 2

    def loss_and_gradient(self, w) -> tuple[float, np.ndarray]:
        """The loss at one (w0, w1) and its gradient, from one pass forward and back.

        Examples
        --------
        >>> loss, dw = FilterProblem([[2, 0]], (1, 0)).loss_and_gradient((2, 5))
        >>> loss, dw.tolist()
        (2.0, [4.0, 0.0])
        """
        w = np.asarray(w, dtype=np.float64)
        z = conv2d(self._maps, w.reshape(1, 1, 1, 2))
        y = activation(z, "relu") if self.relu else z
        div, dy = squared_error(y, self._desired[:, :, None, None])
        dz = activation_grad(dy, z, "relu") if self.relu else dy
        loss, dz = mean_loss(div, dz)
        return loss, conv2d_grad_weight(dz, self._maps, (1, 2)).ravel()

    @property
    def curvatures(self) -> tuple[float, float]:
        """Smallest and largest curvature of the loss without relu: steps beyond 2/largest diverge.

        Examples
        --------
        >>> FilterProblem([[1, 1], [1, -1]], (0, 0)).curvatures
        (1.0, 1.0)
        """
        # the gradient is linear in w, so its differences are the curvature, exactly
        linear = FilterProblem(self.y, (0, 0))
        columns = [linear.loss_and_gradient(w)[1] for w in ((1, 0), (0, 1))]
        low, high = np.linalg.eigvalsh(np.array(columns))
        return float(low), float(high)

    @functools.cached_property
    def _maps(self) -> np.ndarray:
        return self.y.reshape(-1, 1, 1, 2)

    @functools.cached_property
    def _desired(self) -> np.ndarray:
        return self._outputs(np.array([self.goal], dtype=np.float64))

    def _outputs(self, weights) -> np.ndarray:
        z = conv2d(self._maps, weights.reshape(-1, 1, 1, 2))[:, :, 0, 0]
        return activation(z, "relu") if self.relu else z


@dataclass(frozen=True)
class Descent:
    """A path of gradient descent; step k measures the loss at weights[k - 1], then moves.

    Lecture 1.2.3: w = w - eta * dLoss/dw, until err has converged.

    Parameters
    ----------
    weights : (steps + 1, 2) array
        Where each step starts, and where the last one led.
    losses : (steps,) array
        What each step measured.
    gradients : (steps, 2) array
        dLoss/dw at each of them.
    reason : {"converged", "diverged", "steps"}
        Why it ended: a change of at most the tolerance, a loss beyond all numbers, no steps left.

    Examples
    --------
    >>> path = descend(FilterProblem([[1, 1], [1, -1]], (0, 0)), (3, 4), 0.5, 0.01, 100)
    >>> path.losses[:3].tolist(), path.reason
    ([12.5, 3.125, 0.78125], 'converged')
    """

    weights: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    reason: str

    @property
    def changes(self) -> np.ndarray:
        """|change| of the loss from each step to the next.

        Examples
        --------
        >>> path = descend(FilterProblem([[1, 1], [1, -1]], (0, 0)), (3, 4), 2, 0.01, 100)
        >>> path.changes.tolist(), path.losses.tolist()
        ([0.0], [12.5, 12.5])
        """
        return np.abs(np.diff(self.losses))


def descend(problem: FilterProblem, start, learning_rate, tolerance, max_steps) -> Descent:
    """Follow the gradient from a start until err has converged, in the lecture's words.

    Lecture 1.2.3.  The loss counts as diverged once it is a million times its start.

    Parameters
    ----------
    problem : FilterProblem
        What is learned.
    start : (w0, w1)
        The first weights.
    learning_rate, tolerance : float
        Step; the change of the loss at which training stops.
    max_steps : int
        The most steps.

    Examples
    --------
    >>> descend(FilterProblem([[1, 1], [1, -1]], (0, 0)), (3, 4), 5, 0.01, 100).reason
    'diverged'
    """
    w = np.asarray(start, dtype=np.float64)
    weights, losses, gradients, reason = [w], [], [], "steps"
    for _ in range(max_steps):
        loss, dw = problem.loss_and_gradient(w)
        losses.append(loss)
        gradients.append(dw)
        if not math.isfinite(loss) or loss > 1e6 * max(losses[0], 1e-6):
            reason = "diverged"
        elif len(losses) > 1 and abs(loss - losses[-2]) <= tolerance:
            reason = "converged"
        (w,) = sgd_step([w], [dw], learning_rate)
        weights.append(w)
        if reason != "steps":
            break
    return Descent(np.array(weights), np.array(losses), np.array(gradients), reason)
