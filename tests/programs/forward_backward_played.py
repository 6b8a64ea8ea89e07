"""Programs of somebody who knew lessons 00 to 05 and the text of lesson 06."""

import numpy as np

from tests.programs import outcome


def scores_of(layers, images):
    for layer in layers:
        images = layer.forward(images)
    return images


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def back(layers, dz):
    for layer in layers[::-1]:
        dz = layer.backward(dz)


def right_with_softmax(layers, images, labels):
    p = softmax(scores_of(layers, images))
    back(layers, (p - np.eye(p.shape[1])[labels]) / len(p))
    return -np.log(p[np.arange(len(p)), labels]).mean()


@outcome(says="Your gradients are those of a backward pass that begins with (scores − one-hot) / T")
def wrong_squared_error(layers, images, labels):
    """The squared error of scores and one-hot."""
    z = scores_of(layers, images)
    d = np.eye(z.shape[1])[labels]
    back(layers, (z - d) / len(z))
    return ((z - d) ** 2).sum(axis=1).mean() / 2


@outcome(says="Your gradients are those of a backward pass that begins with the probabilities alone, divided by T")
def wrong_nothing_taken_off(layers, images, labels):
    """Minus one-hot is forgotten."""
    p = softmax(scores_of(layers, images))
    back(layers, p / len(p))
    return -np.log(p[np.arange(len(p)), labels]).mean()


@outcome("L09")
def wrong_uphill(layers, images, labels):
    """The other sign."""
    p = softmax(scores_of(layers, images))
    back(layers, (np.eye(p.shape[1])[labels] - p) / len(p))
    return -np.log(p[np.arange(len(p)), labels]).mean()


@outcome(nothing=True)
def wrong_sign_after_the_last(layers, images, labels):
    """The sign changes behind the last layer."""
    p = softmax(scores_of(layers, images))
    dz = layers[-1].backward((p - np.eye(p.shape[1])[labels]) / len(p))
    back(layers[:-1], -dz)
    return -np.log(p[np.arange(len(p)), labels]).mean()
