"""A net that says what a scene shows and where: two heads on one trunk, for `data.load("boxes")` (lecture 5.1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from cnnkit import data
from cnnkit.boxes import detection_loss, iou
from cnnkit.layers import (
    ConvTranspose2d,
    Flatten,
    Heads,
    Layer,
    Linear,
    MaxPool2d,
    Relu,
    Sequential,
    SoftArgmax2d,
)
from cnnkit.models.blocks import seen
from cnnkit.shapes import ShapeError, as_whole_numbers, count_of, real_array
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import as_function, one_of, real_number
from cnnkit.training import Adam, Trainer, cosine, load_weights, predict
from cnnkit.training.examples import as_pairs

__all__ = ["BOX_HEADS", "answers", "box_net", "detection", "scores", "trained", "trainer"]

SIDE = 64
EDGES = ("row", "col", "row", "col")
BOX_HEADS = ("places", "linear")
# chosen on scenes of training clothes that were held out
EPOCHS, BATCH, RATE, WEIGHT = 28, 32, 0.005, 60.0
WEIGHTS = Path(__file__).parent / "weights" / "box_net.npz"


def box_net(
    rng: np.random.Generator, classes: int = len(data.KINDS), *, box_head: str = "places", length: float = 1.0,
    dtype: type = np.float32,
) -> Sequential:  # fmt: skip
    """A class head and a box head on one trunk, for images of 64 × 64.

    The trunk makes maps of 16 × 16.  The class head scans them twice more and keeps the maximum of each map: a shoe is a
    shoe wherever it stands.  The box head must not forget where: it makes a map for each edge and answers with the
    mean place in it.

    Parameters
    ----------
    rng : numpy Generator
        Draws all weights.
    classes : int
    box_head : {"places", "linear"}
        "linear" lays the maps in a row for an MLP instead, which has to learn every place anew.
    length : float
        What the side of the image measures in the answered box: 1, or 64 for pixels.
    dtype : data-type

    Raises
    ------
    ValueError
        If there is no such box head.

    Examples
    --------
    >>> box_net(np.random.default_rng(0)).forward(np.ones((2, 1, 64, 64), np.float32)).shape
    (2, 9)
    """
    classes, box_head = count_of(classes, "classes"), one_of(box_head, "box_head", BOX_HEADS)
    made, length = {"rng": rng, "dtype": dtype}, real_number(length, "length", above_zero=True)
    trunk = [
        *seen(1, 8, 5, pooled=True, **made), *seen(8, 16, pooled=True, **made), *seen(16, 32, **made),
        *seen(32, 32, **made),
    ]  # fmt: skip
    what = Sequential(
        MaxPool2d(2), *seen(32, 64, **made), *seen(64, 64, **made), MaxPool2d(SIDE // 8), Flatten(),
        Linear(64, classes, **made),
    )  # fmt: skip
    if box_head == "places":
        where = Sequential(
            *seen(32, 16, **made), ConvTranspose2d(16, 4, 4, stride=2, padding=1, **made),
            SoftArgmax2d(length, EDGES),
        )  # fmt: skip
    else:
        cells = 16 * (SIDE // 8) ** 2
        where = Sequential(
            MaxPool2d(2), *seen(32, 16, **made), Flatten(), Linear(cells, 64, **made), Relu(), Linear(64, 4, **made)
        )
        where.layers[-1].bias[:] = length / 2  # start from the middle of the image, as the other head does
    return Sequential(*trunk, Heads(what, where))


def detection(weight: float = WEIGHT, length: float = 1.0) -> Callable:
    """The divergence (z, (labels, boxes)) of a net whose boxes have this length; the boxes given are in pixels.

    Examples
    --------
    >>> div, dz = detection()(np.zeros((1, 9)), (np.array([0]), np.array([[0.0, 0.0, 64.0, 32.0]])))
    >>> div.round(2)
    array([39.11])
    """

    weight, length = real_number(weight, "weight"), real_number(length, "length", above_zero=True)

    def divergence(z, wanted):
        labels, boxes = wanted if isinstance(wanted, tuple | list) and len(wanted) == 2 else (None, wanted)
        return detection_loss(z, real_array(boxes, "boxes") * (length / SIDE), labels, weight)

    return divergence


def trainer(
    net: Layer, scenes: tuple, seed: int = 0, *, epochs: int = EPOCHS, weight: float = WEIGHT, length: float = 1.0,
    on_epoch: Callable[[Trainer], None] | None = None,
) -> Trainer:  # fmt: skip
    """A run of Adam on scenes; start it with `run`.

    After every epoch half of the scenes give way to new ones, composed of the same clothes, and half of all are mirrored: a
    scene is met twice on average, so there is nothing to learn by heart.

    Parameters
    ----------
    net : Layer
        Changed in place.
    scenes : (images, (labels, boxes))
        As `data.load("boxes")` gives them.
    seed : int
        Orders, mirrors and composes the scenes.
    epochs : int
    weight, length : float
        Of `detection`.
    on_epoch : function of the trainer, optional
        Called after every epoch.

    Examples
    --------
    >>> images, (labels, boxes) = data.load("boxes", "test")
    >>> few = images[:40], (labels[:40], boxes[:40])
    >>> trainer(box_net(np.random.default_rng(0)), few, epochs=1).run().ended
    'all 1 epochs are done'
    """
    images, labels, boxes = (each.copy() for each in _scenes(scenes))
    rng = np.random.default_rng(count_of(seed, "seed", 0))
    on_epoch = None if on_epoch is None else as_function(on_epoch, "on_epoch")

    def after_epoch(run: Trainer) -> None:
        renew(images, labels, boxes, len(run.history.losses), rng)
        if on_epoch is not None:
            on_epoch(run)

    return Trainer(
        net, images, (labels, boxes), epochs=epochs, batch_size=BATCH, learning_rate=cosine(RATE, epochs), rng=rng,
        optimiser=Adam(net), divergence=detection(weight, length), on_epoch=after_epoch,
    )  # fmt: skip


def renew(images: np.ndarray, labels: np.ndarray, boxes: np.ndarray, epoch: int, rng: np.random.Generator) -> None:
    """Put new scenes in place of one half and, after the next epoch, of the other; mirror half of all."""
    half = slice(epoch % 2, None, 2)
    images[half], (labels[half], boxes[half]) = data.compose("boxes", len(images[half]), rng)
    mirror(images, boxes, rng.random(len(images)) < 0.5)


def _scenes(scenes: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read images, labels and boxes as `data.load("boxes")` gives them."""
    whole = isinstance(scenes, tuple | list) and len(scenes) == 2 and isinstance(scenes[1], tuple | list) and len(scenes[1]) == 2
    if not whole:
        raise TypeError(f'scenes is {shown(scenes)}; give (images, (labels, boxes)), as data.load("boxes") does')
    (images, wanted), shape = as_pairs(scenes[0], tuple(scenes[1])), (1, SIDE, SIDE)
    labels, boxes = wanted if isinstance(wanted, tuple) else (wanted, wanted)
    if images.shape[1:] != shape or labels.shape != (len(images),) or boxes.shape != (len(images), 4):
        raise ShapeError(f"scenes have images {images.shape}, labels {labels.shape} and boxes {boxes.shape}",
                         f"images are (T, {', '.join(map(str, shape))}), labels (T,) and boxes (T, 4)",
                         'look at what data.load("boxes") gives')  # fmt: skip
    return images, as_whole_numbers(labels, "labels", "use labels.astype(int)"), boxes


def mirror(images: np.ndarray, boxes: np.ndarray, chosen: np.ndarray) -> None:
    """Mirror the chosen scenes left-right, in place, with their boxes."""
    images[chosen] = images[chosen, ..., ::-1]
    row0, col0, row1, col1 = boxes[chosen].T
    boxes[chosen] = np.stack([row0, images.shape[3] - col1, row1, images.shape[3] - col0], axis=1)


def answers(net: Layer, images: np.ndarray, length: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """What the net says of images: a class (T,) and a box (T, 4) in pixels for each.

    Examples
    --------
    >>> labels, boxes = answers(box_net(np.random.default_rng(0)), np.ones((3, 1, 64, 64), np.float32))
    >>> labels.shape, boxes.shape
    ((3,), (3, 4))
    """
    z, length = predict(net, images), real_number(length, "length", above_zero=True)
    if z.ndim != 2 or z.shape[1] < 5:
        raise ShapeError(f"the net answers {z.shape}", "scores of classes and the four numbers of a box stand in one row",
                         "make it with box_net")  # fmt: skip
    return z[:, :-4].argmax(axis=1), z[:, -4:] * z.dtype.type(SIDE / length)


def scores(net: Layer, scenes: tuple, length: float = 1.0) -> tuple[float, np.ndarray]:
    """Share of the classes that are right, and the IoU of every box (T,).

    Examples
    --------
    >>> images, (labels, boxes) = data.load("boxes", "test")
    >>> right, overlaps = scores(box_net(np.random.default_rng(0)), (images[:50], (labels[:50], boxes[:50])))
    >>> overlaps.shape, bool(overlaps.mean() < 0.5)
    ((50,), True)
    """
    images, labels, boxes = _scenes(scenes)
    said, where = answers(net, images, length)
    return float((said == labels).mean()), iou(where, boxes)


def trained() -> Sequential:
    """The net as it ships, made by `tools/train_nets.py` from `data.load("boxes")`.

    Examples
    --------
    >>> trained().training
    False
    """
    net = box_net(np.random.default_rng(0))
    load_weights(WEIGHTS, net)
    net.training = False
    return net
