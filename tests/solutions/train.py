"""Ways to write `train`, right and wrong, as learners write them."""

import numpy as np

from cnnkit.losses import cross_entropy, mean_loss


def gradients(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    for layer in reversed(layers):
        dz = layer.backward(dz)
    return loss


def move(layers, learning_rate):
    for layer in layers:
        if layer.w is not None:
            layer.w = layer.w - learning_rate * layer.dw
            layer.bias = layer.bias - learning_rate * layer.dbias


def right_all_images_at_once(layers, images, labels, epochs, learning_rate):
    losses = []
    for _ in range(epochs):
        losses.append(gradients(layers, images, labels))
        move(layers, learning_rate)
    return losses


def right_batches_in_order(layers, images, labels, epochs, learning_rate):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        for first in range(0, len(images), 64):
            chosen = slice(first, first + 64)
            losses[epoch] += gradients(layers, images[chosen], labels[chosen]) * len(images[chosen])
            move(layers, learning_rate)
    return losses / len(images)


def right_with_shuffled_batches(layers, images, labels, epochs, learning_rate):
    losses = []
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(labels))
        while len(order):
            batch, order = order[:16], order[16:]
            loss = gradients(layers, images[batch], labels[batch])
            move(layers, learning_rate)
        losses.append(loss)
    return losses


def right_with_momentum(layers, images, labels, epochs, learning_rate):
    learned = [(layer, name) for layer in layers for name in ("w", "bias") if layer.w is not None]
    speeds, losses = [0.0] * len(learned), []
    for _ in range(epochs):
        losses.append(gradients(layers, images, labels))
        for k, (layer, name) in enumerate(learned):
            speeds[k] = 0.5 * speeds[k] + getattr(layer, "d" + name)
            setattr(layer, name, getattr(layer, name) - learning_rate * speeds[k])
    return tuple(losses)


def wrong_uphill(layers, images, labels, epochs, learning_rate):
    losses = []
    for _ in range(epochs):
        losses.append(gradients(layers, images, labels))
        move(layers, -learning_rate)
    return losses


wrong_uphill.mistakes = ("L08",)


def wrong_one_epoch(layers, images, labels, epochs, learning_rate):
    losses = []
    for first in range(0, len(images), 32):
        losses.append(gradients(layers, images[first : first + 32], labels[first : first + 32]))
        move(layers, learning_rate)
    return losses


wrong_one_epoch.mistakes = ("L29",)


def wrong_returns_in_the_loop(layers, images, labels, epochs, learning_rate):
    losses = []
    for _ in range(epochs):
        losses.append(gradients(layers, images, labels))
        move(layers, learning_rate)
        return losses


wrong_returns_in_the_loop.mistakes = ("L29",)


def wrong_nothing_moves(layers, images, labels, epochs, learning_rate):
    return [gradients(layers, images, labels) for _ in range(epochs)]


wrong_nothing_moves.mistakes = ("L24",)


def wrong_gradients_once(layers, images, labels, epochs, learning_rate):
    loss = gradients(layers, images, labels)
    for _ in range(epochs):
        move(layers, learning_rate)
    return [loss] * epochs


wrong_gradients_once.mistakes = ("L26",)


def wrong_undivided(layers, images, labels, epochs, learning_rate):
    losses = []
    for _ in range(epochs):
        for first in range(0, len(images), 32):
            z, d = images[first : first + 32], labels[first : first + 32]
            for layer in layers:
                z = layer.forward(z)
            div, dz = cross_entropy(z, d)
            for layer in reversed(layers):
                dz = layer.backward(dz)
            move(layers, learning_rate)
        losses.append(div.mean())
    return losses


wrong_undivided.mistakes = ("L04",)


def wrong_labels_stay_behind(layers, images, labels, epochs, learning_rate):
    """Images are shuffled, labels are not: nothing to recognise, one image alone stays with its label."""
    losses, rng = [], np.random.default_rng(0)
    for _ in range(epochs):
        losses.append(gradients(layers, rng.permutation(images), labels))
        move(layers, learning_rate)
    return losses


wrong_labels_stay_behind.mistakes = ()
