"""Questions about lesson 06: a whole CNN is trained (lecture 1.2, 2.1 and 2.2 together)."""

from __future__ import annotations

import functools

import numpy as np

from cnnkit import data
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, Relu, Sequential, Tanh
from cnnkit.lessons.question import Belief, Question
from cnnkit.losses import mean_loss
from cnnkit.mistakes.descent import MEAN_LOSS
from cnnkit.mistakes.training import FORWARD_BACKWARD
from cnnkit.training import Adam, Trainer, accuracy, fit

__all__ = ["PREDICTIONS", "RECAP"]

SHARES = ("about 10%, as by guessing", "about half", "nearly as many as the first")


class Frozen(Conv2d):
    """A convolution that no gradient reaches."""

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Nothing to learn from, nothing to hand on: it is the first layer."""
        self.dw, self.dbias = np.zeros_like(self.w), np.zeros_like(self.bias)


class Flipped(Conv2d):
    """A convolution whose dW comes out flipped in both directions."""

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """The right dy, and dW turned round."""
        dy = super().backward(dz, input_gradient=input_gradient)
        self.dw = self.dw[:, :, ::-1, ::-1].copy()
        return dy


class Twice(Linear):
    """A last layer that divides by T once more."""

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Everything is right but for the factor 1/T."""
        return super().backward(dz / len(dz), input_gradient=input_gradient)


def reads(first: type, last: type, adam: bool = False, seed: int = 0) -> float:
    """Accuracy on unseen digits after 8 epochs, with these layers for the convolutions and the MLP."""
    images, labels = data.load("digits8")
    rng = np.random.default_rng(seed)
    net = Sequential(
        first(1, 4, 3, padding=1, rng=rng), Tanh(), (Conv2d if first is Frozen else first)(4, 4, 3, padding=1, rng=rng), Tanh(),
        MaxPool2d(3, stride=2), Flatten(), last(36, 10, rng=rng),
    )  # fmt: skip
    how = {"optimiser": Adam(net), "learning_rate": 0.01} if adam else {"learning_rate": 0.1}
    fit(net, images, labels, epochs=8, batch_size=32, rng=np.random.default_rng(seed + 100), progress=False, **how)
    return accuracy(net, *data.load("digits8", "test"))


@functools.cache
def read_with_and_without() -> tuple[float, float]:
    """Accuracy on unseen digits: all layers trained, and the first convolution left as it was drawn.

    Examples
    --------
    >>> trained, frozen = read_with_and_without()
    >>> bool(trained > 0.8)
    True
    """
    return reads(Conv2d, Linear), reads(Frozen, Linear)


def frozen_filters(_rng):
    """Random filters are no bad start; the layers after them learn to use them."""
    trained, frozen = read_with_and_without()
    key = SHARES[int(np.argmin(np.abs(np.array([0.1, 0.5, trained]) - frozen)))]
    says = (
        "That would be so if nothing learned, but the layers after the first convolution do, and random filters still tell digits apart.",
        "That would be so if random filters lost half of the image, but they pass on most of it, and the layers after them learn to use it.",
        "That would be so if random filters were as good as learned ones, but filters that never learn cost more than that here.",
    )
    return Question(
        "06-frozen",
        "A CNN with two convolutions and an MLP layer learns to read digits for 8 epochs. A second one is the same, but no gradient "
        "reaches its first convolution: those filters stay as they were drawn. How many unseen digits does the second one read?",
        key,
        f"{frozen:.0%} against {trained:.0%}: the layers after it learn to use random filters. That a net trains says little about its gradients.",
        tuple(Belief("", choice, words) for choice, words in zip(SHARES, says, strict=True) if choice != key),
        choices=SHARES,
    )  # fmt: skip


@functools.cache
def read_with_adam() -> dict[str, float]:
    """Accuracy on unseen digits with Adam: the right gradient, 1/T twice, dW flipped; one draw of first weights.

    Examples
    --------
    >>> read = read_with_adam()
    >>> read["1/T twice"] > 0.9 * read["right"]
    True
    """
    kinds = {"right": (Conv2d, Linear), "1/T twice": (Conv2d, Twice), "dW: flipped": (Flipped, Linear)}
    return {name: reads(*layers, adam=True, seed=1) for name, layers in kinds.items()}


def back_from_the_dead(_rng):
    """Adam divides by the size of a gradient, so a factor drops out, and what stands in a wrong place stays there."""
    read = read_with_adam()
    back = [name for name in ("1/T twice", "dW: flipped") if read[name] > 0.9 * read["right"]]
    choices = ("1/T twice", "dW: flipped", "both", "neither")
    key = choices[2 if len(back) == 2 else 3] if len(back) != 1 else back[0]
    says = (
        "That would be so if a small step had to stay small, but Adam divides by the size of the gradient.",
        "That would be so if Adam put the numbers of a flipped dW back in their places, but it only divides each where it stands.",
        "That would be so if Adam put the numbers of a flipped dW in their places too, but it only divides by a size.",
        "That would be so if a step of Adam grew and shrank with the gradient, but Adam divides by the size of the gradient, and 1/T drops out.",
    )
    return Question(
        "06-adam",
        "With plain gradient descent, 1/T twice and dW flipped read about half of the digits or fewer. Which of them reads nearly as many as "
        "the right one when both are trained with Adam?",
        key,
        f"With Adam and one draw of first weights, 1/T twice reads {read['1/T twice']:.0%} of the unseen digits, the right one {read['right']:.0%} "
        f"and dW flipped {read['dW: flipped']:.0%}. Adam divides each gradient by a running measure of its own size: the factor 1/T drops out, the "
        "numbers of a flipped dW stay in their wrong places.",
        tuple(Belief("", choice, words) for choice, words in zip(choices, says, strict=True) if choice != key),
        choices=choices,
    )  # fmt: skip


def updates(rng):
    """Epochs, batches, updates."""
    T, B, E = int(rng.integers(50, 400)), int(rng.choice([8, 16, 32])), int(rng.integers(2, 10))
    net = Sequential(Flatten(), Linear(1, 2, rng=rng))
    trainer = Trainer(
        net, np.zeros((T, 1)), np.zeros(T, int), epochs=E, batch_size=B, learning_rate=0.1, rng=rng
    )
    once = trainer.steps_per_epoch
    return Question(
        "06-updates",
        f"{T} images are seen in batches of {B}; the last batch of an epoch may be smaller. How many updates are made in {E} epochs?",
        E * once,
        f"{T} / {B} = {T / B:g}, so there are {once} batches in an epoch, and one update for each of them.",
        (
            Belief("L29", once, "That would be so if there were one epoch, but every epoch makes that many updates."),
            Belief("", E * (T // B), "That would be so if the images that are left over were dropped, but they make a smaller batch of their own."),
            Belief("", E * T, "That would be so if each image made an update, but a batch makes one for all its images."),
            Belief("", E, "That would be so if an epoch made one update, but every batch makes one."),
        ),
    )  # fmt: skip


def smaller_steps(rng):
    """What 1/T twice does to a step."""
    T = int(rng.choice([4, 8, 10, 16, 20, 32, 50, 64, 100, 128]))
    div, dz, step = np.ones(T), np.ones((T, 1)), float(rng.choice([0.05, 0.1, 0.2, 0.5]))
    right, wrong = step * mean_loss(div, dz)[1][0, 0], step * MEAN_LOSS.wrong("L01")(div, dz)[1][0, 0]
    return Question(
        "06-steps",
        f"Somebody trains with batches of {T} and η = {step:g}, and divides by T twice. How many times smaller than it should be is "
        "each step of plain gradient descent?",
        round(float(right / wrong)),
        f"1/T stands there once too often, so the step is {T} times smaller. Adam, which divides by the size of the gradient, would not notice.",
        (
            Belief("", T * T, "That would be so if there should be no division at all, but one of the two belongs there."),
            Belief("", 1, "That would be so if this were Adam, but a step of plain gradient descent grows and shrinks with the gradient."),
            Belief("", 2, "That would be so if twice meant a division by 2, but it means T · T in place of T."),
        ),
    )  # fmt: skip


class Called(Relu):
    """A layer that writes down when its backward was called."""

    calls: list

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Note the call, then do it."""
        self.calls.append(self)
        return super().backward(dy)


def turn_of_backward(rng):
    """The last layer first."""
    count = int(rng.integers(4, 14))
    place = int(rng.integers(0, count))
    turns = {}
    for switches in ((), ("L19",)):
        layers, calls = [Called() for _ in range(count)], []
        for layer in layers:
            layer.calls = calls
        FORWARD_BACKWARD.wrong(*switches)(list(layers), np.ones((1, 2)), np.array([0]))
        turns[switches] = calls.index(layers[place]) + 1
    return Question(
        "06-turn",
        f"`layers` is a list of {count} layers. In a backward pass every layer's `backward` is called once. "
        f"Counted from 1, which of these calls is that of `layers[{place}]`?",
        turns[()],
        f"`layers[{count - 1}]` is the first; each one before it in the list comes one call later.",
        (
            Belief("L19", turns[("L19",)], "That would be so if the first layer went first, but backward begins at the last."),
            Belief("", turns[()] - 1, "That would be so if calls were counted from 0, but the last layer's call is number 1."),
            Belief("", turns[()] + 1, f"That would be so if the list ended with `layers[{count}]`, but its last one is `layers[{count - 1}]`."),
        ),
    )  # fmt: skip


def changed_arrays(rng):
    """Weights and biases of every layer that has them."""
    convolutions, linears = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    flat = [Flatten()]
    maps = [layer for _ in range(convolutions) for layer in (Conv2d(1, 1, 1, rng=rng), Relu())]
    rest = [layer for _ in range(linears) for layer in (Relu(), Linear(1, 1, rng=rng))][1:]
    pools = int(rng.integers(0, 4))
    net = Sequential(*maps, *flat, *rest)
    learned = len(net.learned())
    return Question(
        "06-arrays",
        f"A net has {convolutions} convolution{'s, each' if convolutions > 1 else ''} with bias and followed by relu, {pools or 'no'} pooling{'s' if pools > 1 else ''}, a flatten, and "
        + (f"an MLP of {linears} affine layers with bias and relu between them" if linears > 1 else "one affine layer with bias")
        + ". How many arrays does one update change?",
        learned,
        f"Each of the {learned // 2} layers with weights has two arrays, its weights and its biases; the others have none.",
        (
            Belief("L23", sum(name == "w" for _, name in net.learned()), "That would be so if biases stayed as they are, but they are updated too."),
            Belief("", len(net.layers) + pools, "That would be so if every layer had one array, but relu, pooling and flatten have none, and the others two."),
            Belief("", 2 * (len(net.layers) + pools), "That would be so if every layer had weights and biases, but relu, pooling and flatten have nothing to learn."),
        ),
    )  # fmt: skip


PREDICTIONS = (frozen_filters, back_from_the_dead)
RECAP = (updates, smaller_steps, turn_of_backward, changed_arrays)
