"""`fit`: a whole training run in one call, with a progress bar."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from cnnkit.layers import Layer
from cnnkit.losses import cross_entropy
from cnnkit.shapes.settings import true_or_false
from cnnkit.training.history import History
from cnnkit.training.optimisers import Optimiser
from cnnkit.training.schedules import Schedule
from cnnkit.training.trainer import Trainer

__all__ = ["fit"]


def fit(
    net: Layer, images: np.ndarray, labels: np.ndarray, *, epochs: int, batch_size: int,
    learning_rate: float | Schedule, rng: np.random.Generator, validation: tuple | None = None,
    progress: bool = True, optimiser: Optimiser | None = None, divergence: Callable = cross_entropy,
    tolerance: float | None = None,
) -> History:  # fmt: skip
    """Train a network by gradient descent on batches (lecture 1.2.1.3).

    The same network, images, rng and number of threads give the same run to the last bit.

    Parameters
    ----------
    net : Layer
        Changed in place.
    images : (n, channels, H, W) array
    labels : (n,) array of classes, or desired outputs for another divergence
        A tuple of arrays wants several things of every image; the divergence then gets a tuple for d.
    epochs, batch_size : int
        How often each image is seen; how many images share one update.
    learning_rate : float, or function of the epochs done
        The lecture's eta, or a schedule such as `cosine`.
    rng : numpy Generator
        Orders the images anew in every epoch.
    validation : (images, labels), optional
        Looked at after each epoch, never trained on; they decide which weights are best.
    progress : bool
        Whether to show a bar.
    optimiser : SGD or Adam, optional
        Plain gradient descent if left out.
    divergence : function (z, d) -> (div, dz)
    tolerance : float, optional
        End when an epoch changes the loss by no more: "until err has converged" (1.2.1.3.3).

    Returns
    -------
    History
        Curves, and why the run ended.  A run that ends early (interrupt, convergence, numbers that blow up, with
        a warning that names layer and step) leaves the best weights so far.

    Raises
    ------
    ShapeError
        If images and labels do not come in pairs, or do not fit the network.

    Examples
    --------
    >>> from cnnkit.layers import Flatten, Linear, Sequential
    >>> rng = np.random.default_rng(0)
    >>> images = rng.normal(size=(64, 1, 2, 2)).astype(np.float32)
    >>> net = Sequential(Flatten(), Linear(4, 2, rng=rng))
    >>> history = fit(
    ...     net, images, (images[:, 0, 0, 0] > 0).astype(int),
    ...     epochs=20, batch_size=16, learning_rate=0.5, rng=rng, progress=False,
    ... )
    >>> history.losses[-1] < history.losses[0], history.ended
    (True, 'all 20 epochs are done')
    """
    progress = true_or_false(progress, "progress")
    trainer = Trainer(
        net, images, labels, epochs=epochs, batch_size=batch_size, learning_rate=learning_rate, rng=rng,
        validation=validation, optimiser=optimiser, divergence=divergence, tolerance=tolerance,
    )  # fmt: skip
    if progress:
        _run_with_bar(trainer)
    else:
        trainer.run()
    if trainer.blew_up:
        warnings.warn(trainer.history.ended, RuntimeWarning, stacklevel=2)
    return trainer.history


def _run_with_bar(trainer: Trainer) -> None:
    from tqdm.auto import tqdm

    with tqdm(total=trainer.epochs * trainer.steps_per_epoch, unit="step", desc="training") as bar:

        def after_step(trainer: Trainer) -> None:
            bar.update()

        def after_epoch(trainer: Trainer) -> None:
            history = trainer.history
            shown = {"loss": f"{history.losses[-1]:.4f}", "accuracy": f"{history.accuracies[-1]:.3f}"}
            if history.validation_accuracies:
                shown["validation"] = f"{history.validation_accuracies[-1]:.3f}"
            bar.set_postfix(shown)

        trainer.on_step, trainer.on_epoch = after_step, after_epoch
        trainer.run()
