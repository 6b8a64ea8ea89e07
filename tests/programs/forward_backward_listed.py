"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("L19")
def wrong_order(layers, images, labels):
    """forward order"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L20")
def wrong_nodz(layers, images, labels):
    """dz not handed on"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        layer.backward(dz)
    pass
    return loss


@outcome("L20")
def wrong_noz(layers, images, labels):
    """z not handed on"""
    z = images
    for layer in layers:
        z = layer.forward(images)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L04")
def wrong_undiv(layers, images, labels):
    """undivided"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L01")
def wrong_twice(layers, images, labels):
    """twice"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels) ** 2
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L10")
def wrong_sum(layers, images, labels):
    """sum"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).sum())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L10")
def wrong_sumloss(layers, images, labels):
    """sum loss"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).sum())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L09")
def wrong_sign(layers, images, labels):
    """sign"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = -dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L21")
def wrong_nob(layers, images, labels):
    """no backward"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in []:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L21")
def wrong_last(layers, images, labels):
    """last only"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[-1:]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L21")
def wrong_skip(layers, images, labels):
    """weights only"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in [layer for layer in layers[::-1] if layer.w is not None]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L21")
def wrong_first(layers, images, labels):
    """not the first"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[:0:-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome("L21")
def wrong_notlast(layers, images, labels):
    """not the last"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[-2::-1]:
        dz = layer.backward(dz)
    pass
    return loss


@outcome(says="Your function returns 2 things; only the loss was asked for")
def wrong_tuple(layers, images, labels):
    """returns dz too"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return loss, dz


@outcome("L60")
def wrong_update(layers, images, labels):
    """updates"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    for layer in layers:
        if layer.w is not None:
            layer.w = layer.w - 0.1 * layer.dw
    return loss


@outcome("L22")
def wrong_rev(layers, images, labels):
    """reverses for good"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    layers.reverse()
    return loss


@outcome(says="What you return is the share of images that are read right")
def wrong_accuracy(layers, images, labels):
    """returns accuracy"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return float((z.argmax(axis=1) == labels).mean())


@outcome(says="Your function returned nothing. Does it end with return?")
def wrong_none(layers, images, labels):
    """returns nothing"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return None


@outcome(says="Your function returns 3 × 4 numbers, one for each score")
def wrong_dz(layers, images, labels):
    """returns dz"""
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.log(shares[np.arange(len(labels)), labels]).mean())
    dz = shares - np.eye(z.shape[1])[labels]
    dz = dz / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)
    pass
    return dz
