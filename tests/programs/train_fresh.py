"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def step(layers, images, labels, learning_rate):
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    wanted = np.eye(z.shape[1])[labels]
    loss = float(-np.log((shares * wanted).sum(axis=1) + 1e-30).mean())
    dz = (shares - wanted) / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    for layer in layers:
        if layer.w is not None:
            layer.w = layer.w - learning_rate * layer.dw
            layer.bias = layer.bias - learning_rate * layer.dbias
    return loss


def right_small_batches(layers, images, labels, epochs, learning_rate):
    losses = []
    for _ in range(epochs):
        for a in range(0, len(labels), 96):
            last = step(layers, images[a : a + 96], labels[a : a + 96], learning_rate)
        losses.append(last)
    return losses


def right_mean_of_the_epoch(layers, images, labels, epochs, learning_rate):
    rng = np.random.default_rng(1)

    def epoch():
        batches = np.array_split(rng.permutation(len(labels)), len(labels) // 72)
        return float(np.mean([step(layers, images[b], labels[b], learning_rate) for b in batches]))

    return [epoch() for _ in range(epochs)]


@outcome("L08")
def wrong_uphill(layers, images, labels, epochs, learning_rate):
    """Uphill."""
    return [step(layers, images, labels, -learning_rate) for _ in range(epochs)]


@outcome(says="does every image take part, with its own label?")
def wrong_one_batch(layers, images, labels, epochs, learning_rate):
    """The first 64 images again and again."""
    return [step(layers, images[:64], labels[:64], learning_rate) for _ in range(epochs)]


@outcome(says="does every image take part, with its own label?")
def wrong_first_class(layers, images, labels, epochs, learning_rate):
    """Every label taken for 0."""
    return [step(layers, images, labels * 0, learning_rate) for _ in range(epochs)]


@outcome("L29")
def wrong_one_epoch(layers, images, labels, epochs, learning_rate):
    """Only one epoch."""
    return [step(layers, images, labels, learning_rate)]


@outcome("L24")
def wrong_not_moving(layers, images, labels, epochs, learning_rate):
    """No step is taken."""
    return [step(layers, images, labels, 0.0) for _ in range(epochs)]


@outcome("L01")
def wrong_tiny_rate(layers, images, labels, epochs, learning_rate):
    """The rate is divided by the number of images."""
    return [step(layers, images, labels, learning_rate / len(images)) for _ in range(epochs)]


@outcome("L04")
def wrong_huge_rate(layers, images, labels, epochs, learning_rate):
    """The rate is multiplied by the number of images: sums for means."""
    return [step(layers, images, labels, learning_rate * len(images)) for _ in range(epochs)]


@outcome(says="Your function returned nothing. Does it end with return?")
def wrong_nothing_returned(layers, images, labels, epochs, learning_rate):
    """Nothing is returned."""
    for _ in range(epochs):
        for batch in np.array_split(np.arange(len(images)), len(images) // 128):
            step(layers, images[batch], labels[batch], learning_rate)


@outcome(says="losses should fall: are these the fractions of right answers, or losses in reverse order?")
def wrong_accuracy(layers, images, labels, epochs, learning_rate):
    """Returns the share of right answers."""
    right = []
    for _ in range(epochs):
        for batch in np.array_split(np.arange(len(images)), len(images) // 128):
            step(layers, images[batch], labels[batch], learning_rate)
        z = images
        for layer in layers:
            z = layer.forward(z)
        right.append(float((z.argmax(axis=1) == labels).mean()))
    return right


@outcome(says="The weights of layers[0] are still those they began with: does every layer get its step?")
def wrong_last_layer_only(layers, images, labels, epochs, learning_rate):
    """Only the last layer moves."""
    losses = []
    for _ in range(epochs):
        kept = [(layer.w, layer.bias) for layer in layers[:-1]]
        losses.append(step(layers, images, labels, learning_rate))
        for layer, (w, bias) in zip(layers[:-1], kept, strict=True):
            layer.w, layer.bias = w, bias
    return losses


@outcome("L24")
def wrong_constant(layers, images, labels, epochs, learning_rate):
    """The loss before training, every time."""
    loss = step(layers, images, labels, 0.0)
    return [loss] * epochs


@outcome(says="losses should fall: are these the fractions of right answers, or losses in reverse order?")
def wrong_backwards(layers, images, labels, epochs, learning_rate):
    """The losses from the last to the first."""
    losses = []
    for _ in range(epochs):
        for batch in np.array_split(np.arange(len(images)), len(images) // 128):
            loss = step(layers, images[batch], labels[batch], learning_rate)
        losses.insert(0, loss)
    return losses
