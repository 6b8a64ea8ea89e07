"""What TrainingDashboard shows: curves, filters, maps of one image, the size of each gradient.

Every array is a copy of one moment between two updates, and none grows with the run: curves are
thinned, and of many or large maps only a part is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cnnkit.training import Snapshot, Trainer
from cnnkit.training.evaluation import scores_of

__all__ = ["Curve", "LayerMaps", "TrainingView", "thinned", "training_view"]

MOST_POINTS = 256
MOST_TILES = 32
LONGEST_SIDE = 64


@dataclass(frozen=True)
class Curve:
    """Points of a curve, at most 256 of them.

    Parameters
    ----------
    places : (P,) array
        Where they stand; a mean of several values stands in their middle.
    values : (P,) array
    width : int
        How many values a point is the mean of.

    Examples
    --------
    >>> len(Curve(np.array([1.0]), np.array([2.3])))
    1
    """

    places: np.ndarray
    values: np.ndarray
    width: int = 1

    def __len__(self) -> int:
        return len(self.values)

    def over(self, unit: float) -> Curve:
        """The same curve with places counted in another unit: steps in epochs.

        Examples
        --------
        >>> Curve(np.array([10.0]), np.array([0.5])).over(20).places
        array([0.5])
        """
        return Curve(self.places / unit, self.values, self.width)


@dataclass(frozen=True)
class LayerMaps:
    """Small maps side by side: the filters of a layer, or what a layer makes of an image.

    Parameters
    ----------
    name : str
        The layer, with its place.
    tiles : (n, h, w) array
        At most 32 maps; of one with more than 64 rows or columns every second, third, ... cell.
    total : int
        How many maps there are.
    every : int
        1 if all cells are shown, 2 if every second one is.

    Examples
    --------
    >>> LayerMaps("1 Conv2d", np.zeros((12, 3, 3)), 12).tiles.shape
    (12, 3, 3)
    """

    name: str
    tiles: np.ndarray
    total: int
    every: int = 1


@dataclass(frozen=True)
class TrainingView:
    """One moment of a training run.

    Parameters
    ----------
    step, steps_per_epoch, epochs : int
        Updates done, updates in an epoch, epochs wanted.
    batches : Curve
        Loss of the batches, thinned, over epochs.
    losses, accuracies, validation_losses, validation_accuracies : Curve
        One value after each epoch; empty before the first, or where there is no validation.
    layers : tuple of str
        The layers that learn, with their places.
    gradient_sizes : (layers,) array
        Root of the mean square of each one's dw (lecture 2.1); nan before the first update.
    filters : LayerMaps or None
        Of the first layer that has any.
    maps : LayerMaps or None
        What the chosen layer makes of the image.
    choices : tuple of (int, str)
        The layers that make maps, by their number in the outermost row.
    scores : (classes,) array or None
        Softmax of what comes out last.

    Examples
    --------
    >>> from cnnkit import models
    >>> rng = np.random.default_rng(0)
    >>> images, labels = np.ones((4, 1, 8, 8), np.float32), np.arange(4)
    >>> trainer = Trainer(
    ...     models.digits_net(rng), images, labels, epochs=1, batch_size=4, learning_rate=0.1, rng=rng
    ... )
    >>> view = training_view(trainer, images[0])
    >>> view.epoch, view.filters.tiles.shape, view.maps.name, view.maps.tiles.shape
    (0.0, (12, 3, 3), '3 Relu', (12, 8, 8))
    """

    step: int
    steps_per_epoch: int
    epochs: int
    batches: Curve
    losses: Curve
    accuracies: Curve
    validation_losses: Curve
    validation_accuracies: Curve
    layers: tuple[str, ...]
    gradient_sizes: np.ndarray
    filters: LayerMaps | None
    maps: LayerMaps | None
    choices: tuple[tuple[int, str], ...]
    scores: np.ndarray | None

    @property
    def epoch(self) -> float:
        """Epochs done, with the part of the present one."""
        return self.step / self.steps_per_epoch


def thinned(values, most: int = MOST_POINTS) -> Curve:
    """A curve of at most `most` points, each the mean of 1, 2, 4, 8, ... values.

    Points stay where they are while the curve grows, until all widths double.

    Examples
    --------
    >>> thinned([4, 2, 3, 1, 5], most=3)
    Curve(places=array([1.5, 3.5, 5. ]), values=array([3., 2., 5.]), width=2)
    """
    values = np.array(values, dtype=np.float64)  # a copy: the run goes on
    width = 1
    while len(values) > most * width:
        width *= 2
    first = np.arange(0, len(values), width)
    last = np.minimum(first + width, len(values))
    sums = np.add.reduceat(values, first) if len(values) else values
    return Curve((first + 1 + last) / 2, sums / (last - first), width)


def training_view(trainer: Trainer, image: np.ndarray | None = None, layer: int | None = None) -> TrainingView:
    """Look at a training run, from any thread, between two of its updates.

    Parameters
    ----------
    trainer : Trainer
    image : (channels, H, W) array, optional
        The one whose maps are wanted.
    layer : int, optional
        Which of the outermost layers makes the maps, from 0; the first nonlinear one if left out.

    Raises
    ------
    ValueError
        If that layer makes no maps.
    """
    with np.errstate(all="ignore"):  # weights may have blown up; what is not finite is drawn empty
        shot = trainer.snapshot(image)
        scores = _scores(shot, trainer.labels)
    history = trainer.history
    names = _outer_names(trainer.net)
    choices = tuple((k, names[k]) for k, maps in enumerate(shot.maps) if maps.ndim == 3)
    numbered = [f"{place} {_short(name)}" for place, name in enumerate(shot.names, 1)]
    learning = [k for k, w in enumerate(shot.filters) if w is not None]
    return TrainingView(
        step=shot.step,
        steps_per_epoch=trainer.steps_per_epoch,
        epochs=trainer.epochs,
        batches=thinned(history.step_losses).over(trainer.steps_per_epoch),
        losses=thinned(history.losses),
        accuracies=thinned(history.accuracies),
        validation_losses=thinned(history.validation_losses),
        validation_accuracies=thinned(history.validation_accuracies),
        layers=tuple(numbered[k] for k in learning),
        gradient_sizes=np.array([shot.gradient_sizes[k] for k in learning]),
        filters=_filters(shot, numbered, None if image is None else np.shape(image)),
        maps=_maps(shot, choices, layer),
        choices=choices,
        scores=scores,
    )


def _filters(shot: Snapshot, names: list[str], image_shape: tuple | None) -> LayerMaps | None:
    """Filters of the first convolution, or of a first layer of perceptrons as pictures of the image."""
    for name, w in zip(names, shot.filters):
        if w is None:
            continue
        if w.ndim == 4:
            return _tiles(name, w.reshape(-1, *w.shape[2:]))
        if w.ndim == 2 and image_shape and w.shape[1] == math.prod(image_shape):
            return _tiles(name, w.reshape(-1, *image_shape[1:]))
    return None


def _maps(shot: Snapshot, choices, layer: int | None) -> LayerMaps | None:
    if not choices:
        return None
    named = dict(choices)
    if layer is None:
        layer = next((k for k, name in choices if "Relu" in name), choices[0][0])
    if layer not in named:
        raise ValueError(f"layer {layer} makes no maps; those that do are {', '.join(map(str, named))}")
    return _tiles(named[layer], shot.maps[layer])


def _tiles(name: str, maps: np.ndarray) -> LayerMaps:
    every = math.ceil(max(maps.shape[1:]) / LONGEST_SIDE)
    return LayerMaps(name, maps[:MOST_TILES, ::every, ::every].astype(np.float64), len(maps), every)


def _scores(shot: Snapshot, labels) -> np.ndarray | None:
    if not shot.maps or shot.maps[-1].ndim != 1:
        return None
    z = scores_of(shot.maps[-1], labels)[0].astype(np.float64)
    powers = np.exp(z - z.max())  # the largest is taken off, so that nothing overflows
    return powers / powers.sum()


def _outer_names(net) -> list[str]:
    """The outermost layers by the places of all that they are made of: "3 Relu", "4–9 Residual"."""
    names, place = [], 1
    for layer in net.layers or (net,):
        count = len(list(layer.walk()))
        where = str(place) if count == 1 else f"{place}–{place + count - 1}"
        names.append(f"{where} {type(layer).__name__}")
        place += count
    return names


def _short(name: str) -> str:
    return name.split("(")[0]
