"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from cnnkit.learner import use
from tests.programs import outcome


def divergence(z, labels):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    wanted = np.eye(z.shape[1])[labels]
    return -np.log((shares * wanted).sum(axis=1)), shares - wanted


def right_by_recursion(layers, images, labels):
    T = len(labels)

    def through(y, rest):
        if not rest:
            div, dz = divergence(y, labels)
            return div.mean(), dz / T
        loss, dz = through(rest[0].forward(y), rest[1:])
        return loss, rest[0].backward(dz)

    return through(images, layers)[0]


def right_keeping_maps(layers, images, labels):
    maps = [images]
    for layer in layers:
        maps.append(layer.forward(maps[-1]))
    div, dz = divergence(maps[-1], labels)
    gradient = dz / dz.shape[0]
    for k in range(len(layers) - 1, -1, -1):
        gradient = layers[k].backward(gradient)
    return float(np.mean(div))


def right_with_lesson_03(layers, images, labels):
    z = images.astype(np.float64)
    for layer in layers:
        z = layer.forward(z)
    div, dz = use("cross_entropy")(z, labels)
    loss, dz = use("mean_loss")(div, dz)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    return loss


@outcome("L10")
def wrong_summed(layers, images, labels):
    """Sum of loss and gradients, nothing divided by T."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    div, dz = divergence(z, labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    return div.sum()


@outcome(says="Your gradients are those of a backward pass that begins with the scores;")
def wrong_scores_as_gradient(layers, images, labels):
    """The scores go back, not their gradient."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    div, dz = divergence(z, labels)
    for layer in layers[::-1]:
        z = layer.backward(z)
    return div.mean()


@outcome("L21")
def wrong_first_layer_left_out(layers, images, labels):
    """The first layer is not asked on the way back."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    div, dz = divergence(z, labels)
    dz = dz / len(labels)
    for layer in layers[:0:-1]:
        dz = layer.backward(dz)
    return div.mean()


@outcome("L60")
def wrong_steps_too(layers, images, labels):
    """Moves the weights as well."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    div, dz = divergence(z, labels)
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
        if layer.w is not None:
            layer.w = layer.w - 0.1 * layer.dw
            layer.bias = layer.bias - 0.1 * layer.dbias
    return div.mean()
