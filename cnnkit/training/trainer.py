"""A training run that can be watched, paused, stepped, stopped and steered from another thread."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnkit.layers import Layer
from cnnkit.layers.layer import as_layer
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.numbers import count
from cnnkit.shapes import count_of, real_array
from cnnkit.shapes.settings import as_function, as_generator, real_number
from cnnkit.training.evaluation import evaluate, right
from cnnkit.training.examples import (
    as_pairs,
    as_validation,
    at_rest,
    batches,
    part_of,
    rehearse,
    size_of_batches,
)
from cnnkit.training.history import History
from cnnkit.training.not_finite import first_bad_gradient, first_bad_layer
from cnnkit.training.optimisers import SGD, Optimiser, check_belongs
from cnnkit.training.schedules import Schedule, as_schedule

__all__ = ["Snapshot", "Trainer"]


@dataclass(frozen=True)
class Snapshot:
    """Copies of what a network looks like between two updates.

    Attributes
    ----------
    step : int
        Updates done.
    names : list of str
        The layers, in order.
    filters : list of array or None
        w of each layer.
    gradient_sizes : list of float
        Root of the mean square of each layer's dw; nan where there is none.
    maps : list of array
        What each layer of the outermost row makes of the image; empty if none was given.
    """

    step: int
    names: list[str]
    filters: list[np.ndarray | None]
    gradient_sizes: list[float]
    maps: list[np.ndarray]


class Trainer:
    """One run of gradient descent on batches, from start to end.

    `run` works in the thread that calls it; everything else may be called from any other.  Arguments are those
    of `fit`; on_step(trainer) is called after every update, on_epoch(trainer) after every epoch, and
    on_rest(trainer) whenever a paused run begins to wait.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> rng = np.random.default_rng(0)
    >>> trainer = Trainer(
    ...     Linear(2, 2, rng=rng), np.eye(2, dtype=np.float32), np.array([0, 1]),
    ...     epochs=3, batch_size=2, learning_rate=1.0, rng=rng,
    ... )
    >>> trainer.run().ended, trainer.step
    ('all 3 epochs are done', 3)
    """

    def __init__(
        self, net: Layer, images: np.ndarray, labels: np.ndarray, *, epochs: int, batch_size: int,
        learning_rate: float | Schedule, rng: np.random.Generator, validation: tuple | None = None,
        optimiser: Optimiser | None = None, divergence: Callable = cross_entropy, tolerance: float | None = None,
        on_step: Callable[[Trainer], None] | None = None, on_epoch: Callable[[Trainer], None] | None = None,
        on_rest: Callable[[Trainer], None] | None = None,
    ):  # fmt: skip
        self.epochs, self.batch_size = count_of(epochs, "epochs", 0), size_of_batches(batch_size)
        self.net, self.rng, self.divergence = as_layer(net, "net"), as_generator(rng), as_function(divergence, "divergence")
        self.images, self.labels = as_pairs(images, labels)
        self.validation = as_validation(validation)
        self.tolerance = None if tolerance is None else real_number(tolerance, "tolerance")
        self.optimiser = optimiser if optimiser is not None else SGD(net)
        check_belongs(self.optimiser, net)
        self._fewest = rehearse(net, (self.images, self.labels), self.validation, divergence)
        self.steps_per_epoch = len(batches(np.arange(len(self.images)), self.batch_size, self._fewest))
        self.on_step, self.on_epoch, self.on_rest = (
            None if each is None else as_function(each, name)
            for name, each in (("on_step", on_step), ("on_epoch", on_epoch), ("on_rest", on_rest))
        )
        self.history, self.step, self.blew_up = History(), 0, False
        self.learning_rate = learning_rate
        self._best: tuple = (-math.inf,)
        self._best_arrays = self._copies()
        self._may_go = threading.Condition()
        self._steps_left: float = math.inf
        self._stopping = self._started = self._resting = False
        self._between_steps = threading.RLock()

    # --- steering, from any thread ---------------------------------------------------------------

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next update; setting it replaces a schedule."""
        return float(self._schedule(self.step / self.steps_per_epoch))

    @learning_rate.setter
    def learning_rate(self, value: float | Schedule) -> None:
        self._schedule = as_schedule(value, range(self.step, self.epochs * self.steps_per_epoch), self.steps_per_epoch)

    @property
    def paused(self) -> bool:
        """Whether the run was told to wait for `resume`; the present update may still be under way."""
        return self._steps_left != math.inf

    @property
    def steps_asked(self) -> float:
        """Updates that it may do before it rests; infinity unless paused."""
        return self._steps_left

    @property
    def resting(self) -> bool:
        """Whether a paused run has done its last update and waits."""
        return self._resting

    def pause(self) -> None:
        """Wait after the present update."""
        self._let(0)

    def resume(self) -> None:
        """Go on without waiting."""
        self._let(math.inf)

    def step_once(self) -> None:
        """Do one more update, then wait."""
        self._let(self._steps_left + 1 if self.paused else 1)

    def stop(self) -> None:
        """End after the present update, with the best weights so far."""
        self._stopping = True
        with self._may_go:
            self._may_go.notify_all()

    def snapshot(self, image: np.ndarray | None = None) -> Snapshot:
        """Copy filters and gradient sizes between two updates, and follow one image (channels, H, W) if given."""
        with self._between_steps:
            layers = list(self.net.walk())
            maps = []
            if image is not None:
                row = {id(layer) for layer in self.net.layers or (self.net,)}
                with at_rest(self.net):
                    maps = [made[0].copy() for layer, made in self.net.follow(real_array(image, "image")[None]) if id(layer) in row]
            return Snapshot(
                step=self.step,
                names=[repr(layer) for layer in layers],
                filters=[None if layer.w is None else layer.w.copy() for layer in layers],
                gradient_sizes=[_size(layer.dw) for layer in layers],
                maps=maps,
            )

    # --- the run ---------------------------------------------------------------------------------

    def run(self) -> History:
        """Train until the epochs are over, err has converged, or something ends it; the history says what.

        A run that ends early leaves the network with the best weights so far.  An interrupt of the kernel ends
        it like `stop`.  Afterwards the network is at rest: no dropout, running averages.
        """
        if self._started:
            raise RuntimeError("this run was started before; make a new Trainer")
        self._started = True
        self.history.ended = "ended by an error"  # unless something below says otherwise
        try:
            self.history.ended = self._epochs()
        except KeyboardInterrupt:
            self._restore(even_initial=False)
            self.history.ended = f"interrupted at step {count(self.step)}; the best weights so far are kept"
        finally:
            self.net.training = False
        return self.history

    def _epochs(self) -> str:
        """Epoch after epoch; the reason why it ended."""
        with np.errstate(all="ignore"):  # what is not finite is found and told
            for _ in range(self.epochs):
                if early := self._epoch():
                    return early
        return f"all {self.epochs} epochs are done"

    def _epoch(self) -> str:
        """Train on every image once; the reason if this ends the run."""
        start, losses, hits = time.perf_counter(), 0.0, 0.0
        examples = len(self.images)
        for chosen in batches(self.rng.permutation(examples), self.batch_size, self._fewest):
            if not self._wait():
                self._restore(even_initial=False)
                return f"stopped at step {count(self.step)}; the best weights so far are kept"
            with self._between_steps:
                loss, hit, trouble = self._update(self.images[chosen], part_of(self.labels, chosen))
                if trouble:
                    self._restore(even_initial=True)
                    return trouble
            losses, hits = losses + loss * len(chosen), hits + hit
            if self.on_step is not None:
                self.on_step(self)
        self._record(losses / examples, hits / examples, time.perf_counter() - start)
        if self.on_epoch is not None:
            self.on_epoch(self)
        return self._converged()

    def _update(self, y: np.ndarray, d: np.ndarray) -> tuple[float, float, str]:
        """Forward, backward, update; the loss, the hits, and what is wrong if anything is."""
        rate = self.learning_rate
        self.net.training = True
        z = self.net.forward(y)
        loss, dz = mean_loss(*self.divergence(z, d))
        if not math.isfinite(loss):
            where = first_bad_layer(self.net, y)
        else:
            # nobody asks how the images should change
            self.net.backward(dz, input_gradient=False)
            where = first_bad_gradient(self.net)
        self.history.step_losses.append(loss)
        if where:
            self.blew_up = True
            advice = f"try a learning rate below {rate:g}" if "images" not in where else "look at them"
            return loss, 0, f"at step {count(self.step + 1)} the numbers blew up (loss {loss:g}), first in {where}; {advice}"
        self.optimiser.step(rate)
        self.step += 1
        return loss, right(z, d), ""

    def _record(self, loss: float, accuracy: float, seconds: float) -> None:
        history = self.history
        history.losses.append(loss)
        history.accuracies.append(accuracy)
        history.learning_rates.append(self.learning_rate)
        history.seconds.append(seconds)
        score: tuple = (-loss,)
        if self.validation is not None:
            with self._between_steps:
                loss, share = evaluate(self.net, *self.validation, divergence=self.divergence)
            history.validation_losses.append(loss)
            history.validation_accuracies.append(share)
            score = (-loss,) if math.isnan(share) else (share, -loss)
        if score > self._best:
            self._best, self._best_arrays = score, self._copies()

    def _converged(self) -> str:
        """The lecture's end (1.2.1.3.3): the loss changes by no more than the tolerance."""
        losses = self.history.losses
        if self.tolerance is None or len(losses) < 2 or abs(losses[-1] - losses[-2]) > self.tolerance:
            return ""
        self._restore(even_initial=False)
        return f"err has converged: epoch {len(losses)} changed the loss by no more than {self.tolerance:g}"

    def _wait(self) -> bool:
        """Wait while paused; False if the run is to stop."""
        while True:
            with self._may_go:
                while self._resting and self._must_rest():
                    self._may_go.wait()
                if not self._must_rest():
                    self._steps_left -= 1
                    self._resting = False
                    return not self._stopping
                self._resting = True
            if self.on_rest is not None:  # not under the lock: it may take its time, and steer
                self.on_rest(self)

    def _must_rest(self) -> bool:
        return self._steps_left <= 0 and not self._stopping

    def _let(self, steps: float) -> None:
        with self._may_go:
            self._steps_left = steps
            if steps > 0:
                self._resting = False
            self._may_go.notify_all()

    def _copies(self) -> dict[str, np.ndarray]:
        return {name: array.copy() for name, array in self.net.arrays().items()}

    def _restore(self, *, even_initial: bool) -> None:
        """Put the best weights back; the initial ones only if the present ones are useless."""
        if even_initial or self._best > (-math.inf,):
            with self._between_steps:
                for name, array in self.net.arrays().items():
                    array[...] = self._best_arrays[name]


def _size(dw: np.ndarray | None) -> float:
    return float("nan") if dw is None else float(np.sqrt(np.mean(np.square(dw))))
