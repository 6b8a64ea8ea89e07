"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


def step(layers, images, labels, learning_rate):
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels] + 1e-30).mean())
    shares[np.arange(len(labels)), labels] -= 1
    dz = shares / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    for layer in layers:
        if layer.w is not None:
            layer.w = layer.w - learning_rate * layer.dw
            layer.bias = layer.bias - learning_rate * layer.dbias
    return loss


@outcome(says="2200 losses are returned, 22 for each epoch")
def wrong_a_loss_for_each_batch(layers, images, labels, epochs, learning_rate):
    """Returns the loss of every batch."""
    losses = []
    for _ in range(epochs):
        for batch in np.array_split(np.arange(len(images)), max(1, len(images) // 64)):
            losses.append(step(layers, images[batch], labels[batch], learning_rate))
    return losses


@outcome(says="The last loss is 2.31, about as high as log 10 = 2.30, that of guessing")
def wrong_labels_left_behind(layers, images, labels, epochs, learning_rate):
    """Images are shuffled, labels are not."""
    rng, losses = np.random.default_rng(0), []
    for _ in range(epochs):
        images = images[rng.permutation(len(images))]
        for batch in np.array_split(np.arange(len(images)), max(1, len(images) // 128)):
            loss = step(layers, images[batch], labels[batch], learning_rate)
        losses.append(loss)
    return losses


@outcome(says="One loss is returned; one for each of the 100 epochs was asked for")
def wrong_only_the_last(layers, images, labels, epochs, learning_rate):
    """Returns the last loss."""
    for _ in range(epochs):
        for batch in np.array_split(np.arange(len(images)), max(1, len(images) // 64)):
            loss = step(layers, images[batch], labels[batch], learning_rate)
    return loss
