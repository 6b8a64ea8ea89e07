"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def gradients(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    dz = (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[labels]) / len(labels)
    for layer in layers[::-1]:
        dz = layer.backward(dz)


def move(layers, learning_rate):
    for layer in layers:
        if layer.w is not None:
            layer.w = layer.w - learning_rate * layer.dw
            layer.bias = layer.bias - learning_rate * layer.dbias


def wrongly_read(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    return int((z.argmax(axis=1) != labels).sum())


def right_by_for(layers, images, labels, learning_rate, max_steps):
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


def right_by_while(layers, images, labels, learning_rate, max_steps):
    steps, done = 0, False
    while not done and steps < max_steps:
        gradients(layers, images, labels)
        move(layers, learning_rate)
        steps += 1
        done = not wrongly_read(layers, images, labels)
    return steps


def right_in_place(layers, images, labels, learning_rate, max_steps):
    learning = [layer for layer in layers if layer.w is not None]
    for k in range(max_steps):
        gradients(layers, images, labels)
        for layer in learning:
            layer.w -= learning_rate * layer.dw
            layer.bias -= learning_rate * layer.dbias
        if wrongly_read(layers, images, labels) < 1:
            return k + 1
    return max_steps


@outcome("L28")
def wrong_counts_from_zero(layers, images, labels, learning_rate, max_steps):
    """Returns the index of the step."""
    for step in range(max_steps):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome("L61")
def wrong_always_all(layers, images, labels, learning_rate, max_steps):
    """Never stops."""
    for _ in range(max_steps):
        gradients(layers, images, labels)
        move(layers, learning_rate)
    return max_steps


@outcome(says="Your function returned nothing. Does it end with return?")
def wrong_returns_nothing_at_the_end(layers, images, labels, learning_rate, max_steps):
    """Nothing is returned where max_steps is reached."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            return step


@outcome("L08")
def wrong_uphill(layers, images, labels, learning_rate, max_steps):
    """Uphill."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, -learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome("L23")
def wrong_weights_only(layers, images, labels, learning_rate, max_steps):
    """Biases stay."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        for layer in layers:
            if layer.w is not None:
                layer.w = layer.w - learning_rate * layer.dw
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome(says="is what you return; how many steps were taken was asked for")
def wrong_errors_returned(layers, images, labels, learning_rate, max_steps):
    """Returns how many are misread."""
    for _ in range(max_steps):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            break
    return wrongly_read(layers, images, labels)


@outcome("L25")
def wrong_one_right_is_enough(layers, images, labels, learning_rate, max_steps):
    """Stops as soon as one image is read."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        if wrongly_read(layers, images, labels) < len(labels):
            return step
    return max_steps


@outcome("L04")
def wrong_sum_of_gradients(layers, images, labels, learning_rate, max_steps):
    """The gradient of the sum, not of the mean."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, learning_rate * len(labels))
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome(says="The weights of layers[0] are still those they began with: does every layer get its step?")
def wrong_last_layer_only(layers, images, labels, learning_rate, max_steps):
    """Only the last layer learns."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers[-1:], learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome(says="Your net is the one to which steps of twice the learning rate lead")
def wrong_two_passes(layers, images, labels, learning_rate, max_steps):
    """Moves twice for one gradient."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        move(layers, learning_rate)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome(says="no image is misread any more; your function goes on")
def wrong_stale_scores(layers, images, labels, learning_rate, max_steps):
    """One step too many: stops after two readings without error."""
    clean = 0
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        clean = clean + 1 if wrongly_read(layers, images, labels) == 0 else 0
        if clean == 3:
            return step
    return max_steps


@outcome(says="Your net is the one to which a learning rate of 0.1 leads, whatever learning_rate is.")
def wrong_own_rate(layers, images, labels, learning_rate, max_steps):
    """A learning rate of its own."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        move(layers, 0.1)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome("L24")
def wrong_never_moves(layers, images, labels, learning_rate, max_steps):
    """Computes gradients, moves nothing."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome(says="Your net is the one to which the first half of the images leads")
def wrong_trains_on_half(layers, images, labels, learning_rate, max_steps):
    """Trains on the first half of the batch."""
    half = len(images) // 2
    for step in range(1, max_steps + 1):
        gradients(layers, images[:half], labels[:half])
        move(layers, learning_rate)
        if wrongly_read(layers, images[:half], labels[:half]) == 0:
            return step
    return max_steps


@outcome(says="A layer that has nothing to learn, as relu or flatten, has None for w, bias, dw and dbias")
def wrong_moves_all_layers(layers, images, labels, learning_rate, max_steps):
    """Asks pooling for its weights."""
    for step in range(1, max_steps + 1):
        gradients(layers, images, labels)
        for layer in layers:
            layer.w = layer.w - learning_rate * layer.dw
            layer.bias = layer.bias - learning_rate * layer.dbias
        if wrongly_read(layers, images, labels) == 0:
            return step
    return max_steps


@outcome(says="How many steps were taken was asked for, one number; a list of 4 came.")
def wrong_list_of_errors(layers, images, labels, learning_rate, max_steps):
    """Returns the errors of every step."""
    errors = []
    for _ in range(max_steps):
        gradients(layers, images, labels)
        move(layers, learning_rate)
        errors.append(wrongly_read(layers, images, labels))
        if errors[-1] == 0:
            break
    return errors
