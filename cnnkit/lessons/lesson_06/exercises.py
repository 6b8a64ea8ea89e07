"""Lesson 06, train a CNN: the learner's loop around layers of the package."""

from __future__ import annotations

import time
from copy import deepcopy

import numpy as np

from cnnkit import data
from cnnkit.grader.exercise import Case, Exercise
from cnnkit.layers import Conv2d, Flatten, Layer, Linear, MaxPool2d, MeanPool2d, Sigmoid, Tanh
from cnnkit.lessons.lesson_06 import solutions as solutions
from cnnkit.mistakes import training
from cnnkit.numbers import several
from cnnkit.reference import numerical_gradient

__all__ = ["EXERCISES"]

LEARNING = (0, 2, 5)  # the layers that learn, in the nets of forward_backward
PARTS = tuple((k, part) for k in LEARNING for part in ("w", "bias"))
GRADIENTS = tuple(f"layers[{k}].d{part}" for k, part in PARTS)
ENOUGH = 0.95  # accuracy on unseen digits
SECONDS = 60  # for training
EPOCHS, ETA = 100, 0.5  # enough with one step an epoch, not too much with one for every 32 images


class Hurried(Conv2d):
    """A convolution that works for a minute, counted from its first use."""

    since = None

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Affine maps, while there is time."""
        self.since = self.since or time.monotonic()
        if time.monotonic() - self.since > SECONDS:
            raise TimeoutError(f"{SECONDS} seconds are over; many images in one step take less time than one by one")
        return super().forward(y)


def net(*layers: Layer) -> list[Layer]:
    """The layers as a list; each remembers its place and what its weights were."""
    for place, layer in enumerate(layers):
        layer.place = place
        layer.born = None if layer.w is None else (layer.w.copy(), layer.bias.copy())
    return list(layers)


def loss_of(layers, images, labels) -> float:
    """Mean divergence, with the shares written out."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    total = np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)) + z.max(axis=1)
    return float(np.mean(total - z[np.arange(len(z)), labels]))


def ends(layers) -> tuple[np.ndarray, ...]:
    """What the first and the last layer have learned."""
    return tuple(part for layer in (layers[0], layers[-1]) for part in (layer.w, layer.bias))


def unread(layers) -> tuple[np.ndarray, ...]:
    """As many arrays, where no weights are compared: many nets read well."""
    return tuple(np.zeros_like(part) for layer in (layers[0], layers[-1]) for part in layer.born)


def misread(layers, images, labels) -> int:
    """How many images have their largest score elsewhere than at their label."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    return int((z.argmax(axis=1) != labels).sum())


# --- forward_backward ------------------------------------------------------------------------------------


def scanning_net(rng, pool) -> list[Layer]:
    """Two convolutions and an MLP, for maps of 7 × 6."""
    exact = {"rng": rng, "dtype": np.float64}
    return net(
        Conv2d(1, 2, 3, **exact), Tanh(), Conv2d(2, 3, (3, 2), padding=1, **exact), pool, Flatten(),
        Linear(12, 4, **exact),
    )  # fmt: skip


def gradient_cases(rng) -> list[Case]:
    """Nets with images and labels; in the first every layer is as wide as the next."""
    exact = {"rng": rng, "dtype": np.float64}
    wide = net(Linear(4, 4, **exact), Tanh(), Linear(4, 4, **exact), Sigmoid(), Tanh(), Linear(4, 4, **exact))
    cases = [Case((wide, rng.normal(size=(3, 4)), rng.integers(0, 4, 3)), "layers that are all equally wide")]
    for T, pool, label in (
        (1, MeanPool2d(2), "two convolutions, one image"),
        (3, MaxPool2d(2), "three images"),
        (5, MaxPool2d(2), "five images, other numbers"),
    ):
        images, labels = rng.normal(size=(T, 1, 7, 6)), rng.integers(0, 4, T)
        cases.append(Case((scanning_net(rng, pool), images, labels), label))
    return cases


def gradients_by_differences(layers, images, labels) -> tuple:
    """Loss, and every gradient from two losses each; no weight moves, no layer changes places."""
    gradients = []
    for k, part in PARTS:
        kept = getattr(layers[k], part)

        def loss(w, layer=layers[k], part=part):
            setattr(layer, part, w)
            return loss_of(layers, images, labels)

        gradients.append(numerical_gradient(loss, kept))
        setattr(layers[k], part, kept)
    return (loss_of(layers, images, labels), *gradients, 0.0, np.arange(len(layers)))


def gradients_left(loss, args) -> tuple:
    """What was returned, and what the call left in the layers; a gradient that was not written is 0."""
    layers = args[0]
    found = {layer.place: layer for layer in layers if isinstance(layer, Layer)}
    gradients, moved = [], 0
    for k, part in PARTS:
        layer = found[k]
        gradient = getattr(layer, "d" + part)
        gradients.append(np.zeros_like(layer.born[part == "bias"]) if gradient is None else gradient)
        moved += not np.array_equal(getattr(layer, part), layer.born[part == "bias"])
    return (loss, *gradients, float(moved), np.array([layer.place for layer in layers]))


def loss_alone(value, args) -> str:
    """What a loss with company shows."""
    if type(value) in (tuple, list) and len(value) > 1:
        return f"Your function returns {len(value)} things; only the loss was asked for."
    layers, images, labels = args
    if [layer.place for layer in layers if isinstance(layer, Layer)] != list(range(max(LEARNING) + 1)):
        return ""  # the list was left in pieces, or in another order
    fresh = born(deepcopy(sorted(layers, key=lambda layer: layer.place)))
    z = images
    for layer in fresh:
        z = layer.forward(z)
    if np.shape(value) == z.shape:
        return f"Your function returns {z.shape[0]} × {z.shape[1]} numbers, one for each score; the loss is one number, the mean divergence."
    if np.ndim(value) == 0 and value != 0 and np.isclose(value, (z.argmax(axis=1) == labels).mean()):
        return "What you return is the share of images that are read right; the loss was asked for, the mean divergence."
    return begun(layers, fresh, z, labels)


def begun(layers, fresh, z, labels) -> str:
    """What a backward pass began with that left these gradients, if it is one that people take for dz."""
    T, one_hot = len(labels), np.eye(z.shape[1])[labels]
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    starts = (
        ("the scores", z), ("the scores, divided by T", z / T), ("the probabilities alone", shares), ("the probabilities alone, divided by T", shares / T),
        ("scores − one-hot", z - one_hot), ("(scores − one-hot) / T", (z - one_hot) / T),
    )  # fmt: skip
    found = {layer.place: layer for layer in layers}
    for words, dz in starts:
        for layer in fresh[::-1]:
            dz = layer.backward(dz)
        pairs = [(getattr(found.get(k), f"d{part}", None), getattr(fresh[k], f"d{part}")) for k, part in PARTS]
        if all(ours is not None and np.shape(ours) == right.shape and np.allclose(ours, right) for ours, right in pairs):
            return f"Your gradients are those of a backward pass that begins with {words}; (probabilities − one-hot) / T is what it has to begin with."
    return ""


# --- overfit_batch ---------------------------------------------------------------------------------------


def batch_cases(rng) -> list[Case]:
    """Sixteen digits each time."""
    images, labels = data.load("digits8")
    cases = []
    for steps, label in ((4, "max_steps reached first"), (100, "16 digits"), (100, "16 other digits")):
        chosen = rng.choice(len(images), 16, replace=False)
        exact = {"rng": rng, "dtype": np.float64}
        layers = net(Conv2d(1, 3, 3, **exact), Tanh(), MaxPool2d(2), Flatten(), Linear(27, 10, **exact))
        cases.append(Case((layers, images[chosen].astype(float), labels[chosen], 0.35, steps), label))
    return cases


def stepped(layers, images, labels, learning_rate) -> None:
    """One step of gradient descent: all gradients first, then all weights."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    dz = (shares - np.eye(z.shape[1])[labels]) / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    for layer in layers:
        if layer.w is not None:
            layer.w = layer.w - learning_rate * layer.dw
            layer.bias = layer.bias - learning_rate * layer.dbias


def overfitted(layers, images, labels, learning_rate, max_steps, more=0) -> tuple:
    """Steps needed, errors left, filters and biases; `more` takes some steps after the last one needed."""
    steps = 0
    while misread(layers, images, labels) and steps < max_steps:
        stepped(layers, images, labels, learning_rate)
        steps += 1
    for _ in range(more if steps < max_steps else 0):
        stepped(layers, images, labels, learning_rate)
        steps += 1
    return (steps, misread(layers, images, labels), *ends(layers))


def steps_shown(steps, args) -> str:
    """What a number of steps that was refused shows, and the net after them."""
    layers, images, labels = args[:3]
    if type(steps) in (list, tuple):
        return f"How many steps were taken was asked for, one number; a {type(steps).__name__} of {len(steps)} came."
    left = misread(layers, images, labels)
    needed = overfitted(born(deepcopy(layers)), *args[1:])[0]
    if unmoved(layers):
        return unmoved(layers)
    if type(steps) is not int:
        return ""
    other = _as_if(steps, args)
    if other:
        return other
    if steps == left != needed:
        return f"{left} images are misread at the end, and {left} is what you return; how many steps were taken was asked for."
    return f"After {needed} steps no image is misread any more; your function goes on." if needed < steps else ""


def _as_if(steps, args) -> str:
    """What leads to the very same net and number of steps: another learning rate, or some of the images."""
    layers, images, labels, learning_rate, max_steps = args
    half = len(images) // 2
    others = [(f"steps of {times} the learning rate lead: is every weight moved once for each gradient?", images, labels, learning_rate * factor)
              for times, factor in (("twice", 2.0), ("three times", 3.0), ("half", 0.5))]  # fmt: skip
    others += [(f"a learning rate of {rate:g} leads, whatever learning_rate is.", images, labels, rate) for rate in (1.0, 0.5, 0.3, 0.2, 0.1, 0.05, 0.01, 0.001)]
    others += [(f"{words} of the images leads: do all of them take part?", images[some], labels[some], learning_rate)
               for words, some in (("the first half", np.s_[:half]), ("the second half", np.s_[half:]), ("the first", np.s_[:1]))]  # fmt: skip
    for words, seen, wanted, rate in others:
        found = born(deepcopy(layers))
        with np.errstate(all="ignore"):
            taken = overfitted(found, seen, wanted, rate, max_steps)[0]
        if taken == steps and all(map(np.allclose, ends(layers), ends(found))):
            return f"Your net is the one to which {words}"
    return ""


def unmoved(layers) -> str:
    """Layers that stood still while others moved."""
    learning = [layer for layer in layers if layer.born is not None]
    still = [f"layers[{layer.place}]" for layer in learning if np.array_equal(layer.w, layer.born[0])]
    if not still or len(still) == len(learning):
        return ""
    return f"The weights of {' and '.join(still)} are still those they began with: does every layer get its step?"


def batch_left(steps, args) -> tuple:
    """What was returned, and the net after it.

    Who counts the errors on the way to a gradient notices one step late that none is left.  That is as right,
    and is read as the step before.
    """
    layers, images, labels, learning_rate, max_steps = args
    left = (steps, misread(layers, images, labels), *ends(layers))
    needed, late = (overfitted(born(deepcopy(layers)), *args[1:], more=more) for more in (0, 1))
    if type(steps) is int and steps == late[0] and all(map(np.allclose, left, late)):
        return needed
    return left


def born(layers) -> list[Layer]:
    """The layers with the weights that they began with."""
    for layer in layers:
        if layer.born is not None:
            layer.w, layer.bias = (array.copy() for array in layer.born)
    return layers


# --- train -----------------------------------------------------------------------------------------------


def training_cases(rng) -> list[Case]:
    """All of the digits decide; one digit, on which all ways to train are the same, names mistakes."""
    images, labels = data.load("digits8")
    cases = []
    for copies, epochs, label in (
        (1, 1, "one image, one epoch"),
        (1, 3, "one image, three epochs"),
        (2, 1, "the same image twice, one epoch"),
    ):
        chosen = np.repeat(rng.integers(len(images)), copies)
        exact = {"rng": rng, "dtype": np.float64}
        layers = net(Conv2d(1, 2, 3, **exact), Tanh(), Flatten(), Linear(72, 10, **exact))
        args = (layers, images[chosen].astype(float), labels[chosen], epochs, ETA)
        cases.append(Case(args, label, judged=False))
    reader = net(
        Hurried(1, 8, 4, stride=2, padding=1, rng=rng), Tanh(), Flatten(), Linear(128, 10, rng=rng)
    )
    return [*cases, Case((reader, images, labels, EPOCHS, ETA), f"{EPOCHS} epochs, {several(len(images), 'digit')}", named=False)]


def trained(layers, images, labels, epochs, learning_rate) -> tuple:
    """Accuracy that is enough, losses that fall; for one image the filters and biases after it too."""
    if len(images) > 2:
        return (ENOUGH, epochs, 1.0, *unread(layers))
    for _ in range(epochs):
        stepped(layers, images, labels, learning_rate)
    return (ENOUGH, epochs, 1.0, *ends(layers))


def training_left(losses, args) -> tuple:
    """Accuracy of the net that was left, up to what is enough; whether the losses are losses."""
    layers, images = args[:2]
    fall = falling(losses)
    count = np.size(losses) if type(fall) is float else fall
    if len(images) > 2:
        return (min(ENOUGH, unseen_accuracy(layers)), count, fall, *unread(layers))
    return (ENOUGH, count, 1.0 if type(fall) is float else fall, *ends(layers))


def losses_shown(losses, args) -> str:
    """What the losses of a run that was refused show."""
    layers, images, labels, epochs, _ = args
    if isinstance(losses, int | float | np.floating):
        return f"One loss is returned; one for each of the {epochs} epochs was asked for."
    if type(falling(losses)) is not float:
        return ""
    row = np.array(losses, dtype=float).ravel()
    if len(row) > epochs and len(row) % epochs == 0:
        return f"{len(row)} losses are returned, {len(row) // epochs} for each epoch; one for each epoch was asked for."
    if len(row) and not np.isfinite(row).all():
        return "The losses become nan or infinite: are the steps too large, or do they go uphill?"
    guess = np.log(len(np.unique(labels)))
    if len(row) > 1 and row[-1] > 0.8 * guess:
        return (
            f"The last loss is {row[-1]:.2f}, about as high as log {len(np.unique(labels))} = {guess:.2f}, that of guessing: do images "
            "and labels stay together when they are shuffled, and does every step reach the weights?"
        )
    return unmoved(layers) or _rising(row) or _of_all(row, layers, images, labels)


def _rising(row) -> str:
    """Numbers that grow are no losses of a net that learns."""
    if len(row) < 2 or row[-1] <= row[0]:
        return ""
    return (
        f"What you return rises from {row[0]:.2f} to {row[-1]:.2f}, and losses should fall: are these the fractions of right answers, "
        "or losses in reverse order?"
    )


def _of_all(row, layers, images, labels) -> str:
    """A last loss that is far below that of all images."""
    with np.errstate(all="ignore"):
        loss = loss_of(layers, images, labels)
    if len(row) and np.isfinite(loss) and loss > 0.3 and loss > 3 * row[-1]:
        return f"The last loss that you return is {row[-1]:.2f}; over all {len(images)} digits it is {loss:.2f}: does every image take part, with its own label?"
    return ""


def falling(losses) -> object:
    """1 for finite losses of which the last is the smaller; what is no row of numbers is left to the judge."""
    if isinstance(losses, float | np.floating):
        losses = [losses]
    if not isinstance(losses, list | tuple | np.ndarray):
        return losses
    try:
        row = np.array(losses, dtype=float).ravel()
    except (TypeError, ValueError):
        return losses
    return float(len(row) > 0 and np.isfinite(row).all() and (len(row) == 1 or row[-1] < row[0]))


def unseen_accuracy(layers) -> float:
    """Share of the digits that no step has seen and that are read right."""
    images, labels = data.load("digits8", "test")
    layers[0].since = None
    with np.errstate(all="ignore"):
        return 1 - misread(layers, images, labels) / len(images)


EXERCISES = (
    Exercise(
        id="forward_backward",
        arguments="layers, images, labels",
        cases=gradient_cases,
        expected=gradients_by_differences,
        solution=solutions.forward_backward,
        hints=(
            "Follow one image: what does each layer get, forward and then backward?",
            "Forward through all layers, cross_entropy, mean_loss; then backward through all layers, the last one first. "
            "Each backward gets what the one before it returned.",
            "loss, dz = mean_loss(*cross_entropy(z, labels)); for layer in reversed(layers): dz = layer.backward(dz)",
        ),
        results=("loss", *GRADIENTS, "number of changed weight arrays", "order of the layers"),
        program=training.FORWARD_BACKWARD,
        measure=gradients_left,
        voice=loss_alone,
        answers=("fit", "run"),
    ),
    Exercise(
        id="overfit_batch",
        arguments="layers, images, labels, learning_rate, max_steps",
        cases=batch_cases,
        expected=overfitted,
        solution=solutions.overfit_batch,
        hints=(
            "Print loss and errors after every step for one batch.",
            "A step: forward_backward, then w − η·dw and bias − η·dbias for every layer that has weights. Then count the errors.",
            "An image is misread where z.argmax(axis=1) != labels. Layers without weights have w None.",
        ),
        results=("steps", "number of misread images", *(f"layers[{k}].{part}" for k in (0, 4) for part in ("w", "bias"))),
        program=training.OVERFIT_BATCH,
        measure=batch_left,
        voice=steps_shown,
        answers=("fit", "run"),
    ),
    Exercise(
        id="train",
        arguments="layers, images, labels, epochs, learning_rate",
        cases=training_cases,
        expected=trained,
        solution=solutions.train,
        hints=(
            "Do the losses fall? Print them.",
            "In each epoch: go through the images in batches, in a new order; for each batch forward_backward, then one step.",
            "np.random.default_rng(0).permutation(len(images)) is an order; images[batch] and labels[batch] stay together.",
        ),
        results=(
            "accuracy on unseen digits", "number of losses, one for each epoch,", "falling losses (1: yes)",
            *(f"layers[{k}].{part}" for k in (0, 3) for part in ("w", "bias")),
        ),
        program=training.TRAIN,
        measure=training_left,
        voice=losses_shown,
        answers=("fit", "run"),
    ),
)
