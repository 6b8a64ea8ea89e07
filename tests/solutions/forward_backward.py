"""Ways to write `forward_backward`, right and wrong, as learners write them."""

from functools import reduce

import numpy as np

from cnnkit.losses import cross_entropy, mean_loss

BELIEFS = ("B21", "L01", "L04", "L09", "L10", "L19", "L20", "L21", "L22")


def attempt(*beliefs):
    """Softmax by hand, indices counted down."""

    def forward_backward(layers, images, labels):
        y, T = images, len(images)
        for k in range(len(layers)):
            y = layers[k].forward(y)
        e = np.exp(y - np.max(y, axis=1)[:, None])
        p = e / np.sum(e, axis=1)[:, None]
        div = -np.log(p[range(T), labels])
        dz = p - np.eye(p.shape[1])[labels]
        loss = div.sum() if "L10" in beliefs else div.mean()
        dz = dz if "L10" in beliefs or "L04" in beliefs else dz / T
        dz = dz / T if "L01" in beliefs else dz
        dz = -dz if "L09" in beliefs else dz
        if "L21" in beliefs:
            return loss
        if "L22" in beliefs:
            layers.reverse()
        count = len(layers)
        for k in range(count) if "L19" in beliefs or "L22" in beliefs else range(count - 1, -1, -1):
            dy = layers[k].backward(dz)
            dz = dz if "L20" in beliefs else dy
        if "B21" in beliefs:
            for layer in layers:
                if layer.w is not None:
                    layer.w -= 0.3 * layer.dw
                    layer.bias -= 0.3 * layer.dbias
        return loss

    return forward_backward


def right_with_reduce(layers, images, labels):
    z = reduce(lambda y, layer: layer.forward(y), layers, images)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    reduce(lambda dy, layer: layer.backward(dy), layers[::-1], dz)
    return float(loss)


def right_with_a_stack(layers, images, labels):
    stack, y = [], images.copy()
    for layer in layers:
        y = layer.forward(y)
        stack.append(layer)
    div, dz = cross_entropy(y, labels)
    dz = dz / len(labels)
    while stack:
        dz = stack.pop().backward(dz)
    return np.sum(div) / len(labels)


def right_with_softmax_by_hand(layers, images, labels):
    return attempt()(layers, images, labels)


def right_one_image_after_the_other(layers, images, labels):
    """Gradients of single images, added up by hand; the sum is put into the layers at the end."""
    T, total, sums = len(images), 0.0, {}
    for t in range(T):
        y = images[t : t + 1]
        for layer in layers:
            y = layer.forward(y)
        div, dz = cross_entropy(y, labels[t : t + 1])
        total, dz = total + div[0], dz / T
        for layer in reversed(layers):
            dz = layer.backward(dz)
        for layer in layers:
            if layer.dw is not None:
                dw, dbias = sums.get(id(layer), (0, 0))
                sums[id(layer)] = dw + layer.dw, dbias + layer.dbias
    for layer in layers:
        if id(layer) in sums:
            layer.dw, layer.dbias = sums[id(layer)]
    return total / T


def wrong_first_layer_first(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    for layer in layers:
        dz = layer.backward(dz)
    return loss


wrong_first_layer_first.mistakes = ("L19",)


def wrong_not_handed_on(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    for layer in reversed(layers):
        layer.backward(dz)
    return loss


wrong_not_handed_on.mistakes = ("L20",)


def wrong_images_for_every_layer(layers, images, labels):
    for layer in layers:
        z = layer.forward(images)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    for layer in reversed(layers):
        dz = layer.backward(dz)
    return loss


wrong_images_for_every_layer.mistakes = ("L20",)


def wrong_turned_round(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    layers.reverse()
    for layer in layers:
        dz = layer.backward(dz)
    return loss


wrong_turned_round.mistakes = ("L22",)


def wrong_only_forward(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    return mean_loss(*cross_entropy(z, labels))[0]


wrong_only_forward.mistakes = ("L21",)


def wrong_divided_twice(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    dz /= len(images)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    return loss


wrong_divided_twice.mistakes = ("L01",)


def wrong_undivided(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    div, dz = cross_entropy(z, labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    return div.mean()


wrong_undivided.mistakes = ("L04",)


def wrong_updates_on_the_way(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    for layer in reversed(layers):
        dz = layer.backward(dz)
        if layer.w is not None:
            layer.w = layer.w - 0.01 * layer.dw
            layer.bias = layer.bias - 0.01 * layer.dbias
    return loss


wrong_updates_on_the_way.mistakes = ("L60",)
