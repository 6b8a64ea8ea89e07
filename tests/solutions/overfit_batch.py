"""Ways to write `overfit_batch`, right and wrong, as learners write them."""

from cnnkit.losses import cross_entropy, mean_loss

BELIEFS = ("L08", "L11", "L23", "L24", "L25", "L26", "L27", "L28")


def scores(layers, images):
    for layer in layers:
        images = layer.forward(images)
    return images


def gradients(layers, images, labels):
    loss, dz = mean_loss(*cross_entropy(scores(layers, images), labels))
    for layer in reversed(layers):
        dz = layer.backward(dz)
    return loss


def attempt(*beliefs):
    """Errors counted before each step."""

    def overfit_batch(layers, images, labels, learning_rate, max_steps):
        eta = 1 if "L11" in beliefs else learning_rate
        eta = -eta if "L08" in beliefs else eta
        enough = any if "L25" in beliefs else all
        step = 0
        while not enough(scores(layers, images).argmax(axis=1) == labels):
            if step >= max_steps + 100 or (step >= max_steps and "L27" not in beliefs):
                return step
            if step == 0 or "L26" not in beliefs:
                gradients(layers, images, labels)
            for layer in layers:
                if layer.dw is None or "L24" in beliefs:
                    continue
                layer.w[...] = layer.w - eta * layer.dw
                if "L23" not in beliefs:
                    layer.bias[...] = layer.bias - eta * layer.dbias
            step += 1
        return max(0, step - 1) if "L28" in beliefs else step

    return overfit_batch


def right_counting_errors_first(layers, images, labels, learning_rate, max_steps):
    for step in range(max_steps):
        if not (scores(layers, images).argmax(axis=1) != labels).any():
            return step
        gradients(layers, images, labels)
        for layer in layers:
            if layer.dw is not None:
                layer.w = layer.w - learning_rate * layer.dw
                layer.bias = layer.bias - learning_rate * layer.dbias
    return max_steps


def right_one_step_late(layers, images, labels, learning_rate, max_steps):
    """Looks at the scores that the gradient was computed from, as many training loops do."""
    step, errors = 0, len(labels)
    while errors and step < max_steps:
        z = scores(layers, images)
        errors = (z.argmax(axis=1) != labels).sum()
        loss, dz = mean_loss(*cross_entropy(z, labels))
        for layer in layers[::-1]:
            dz = layer.backward(dz)
        for layer in layers:
            if layer.w is not None:
                layer.w -= learning_rate * layer.dw
                layer.bias -= learning_rate * layer.dbias
        step += 1
    return step


def right_updates_on_the_way_back(layers, images, labels, learning_rate, max_steps):
    """A layer may move as soon as its own backward is done: dy was computed with the old weights."""
    step = 0
    while step < max_steps:
        step += 1
        loss, dz = mean_loss(*cross_entropy(scores(layers, images), labels))
        for layer in layers[::-1]:
            dz = layer.backward(dz)
            for name in ("w", "bias"):
                if getattr(layer, name) is not None:
                    setattr(layer, name, getattr(layer, name) - learning_rate * getattr(layer, "d" + name))
        if sum(scores(layers, images).argmax(axis=1) == labels) == len(labels):
            break
    return step


def wrong_frozen_biases(layers, images, labels, learning_rate, max_steps):
    for step in range(max_steps):
        gradients(layers, images, labels)
        for layer in layers:
            if layer.w is not None:
                layer.w -= learning_rate * layer.dw
        if (scores(layers, images).argmax(axis=1) == labels).all():
            return step + 1
    return max_steps


wrong_frozen_biases.mistakes = ("L23",)


def wrong_counted_from_zero(layers, images, labels, learning_rate, max_steps):
    for step in range(max_steps):
        gradients(layers, images, labels)
        for layer in layers:
            if layer.w is not None:
                layer.w -= learning_rate * layer.dw
                layer.bias -= learning_rate * layer.dbias
        if (scores(layers, images).argmax(axis=1) == labels).all():
            return step
    return max_steps


wrong_counted_from_zero.mistakes = ("L28",)


def wrong_new_arrays_thrown_away(layers, images, labels, learning_rate, max_steps):
    for step in range(max_steps):
        gradients(layers, images, labels)
        for layer in layers:
            if layer.w is not None:
                w, bias = layer.w, layer.bias
                w = w - learning_rate * layer.dw
                bias = bias - learning_rate * layer.dbias
        if (scores(layers, images).argmax(axis=1) == labels).all():
            return step + 1
    return max_steps


wrong_new_arrays_thrown_away.mistakes = ("L24",)


def wrong_layer_by_layer(layers, images, labels, learning_rate, max_steps):
    for step in range(max_steps):
        for layer in layers:
            gradients(layers, images, labels)
            if layer.w is not None:
                layer.w -= learning_rate * layer.dw
                layer.bias -= learning_rate * layer.dbias
        if (scores(layers, images).argmax(axis=1) == labels).all():
            return step + 1
    return max_steps


wrong_layer_by_layer.mistakes = ("B21",)


def wrong_uphill(layers, images, labels, learning_rate, max_steps):
    for step in range(max_steps):
        gradients(layers, images, labels)
        for layer in layers:
            if layer.w is not None:
                layer.w += learning_rate * layer.dw
                layer.bias += learning_rate * layer.dbias
        if (scores(layers, images).argmax(axis=1) == labels).all():
            return step + 1
    return max_steps


wrong_uphill.mistakes = ("L08",)


def wrong_gradients_once(layers, images, labels, learning_rate, max_steps):
    gradients(layers, images, labels)
    for step in range(max_steps):
        for layer in layers:
            if layer.w is not None:
                layer.w -= learning_rate * layer.dw
                layer.bias -= learning_rate * layer.dbias
        if (scores(layers, images).argmax(axis=1) == labels).all():
            return step + 1
    return max_steps


wrong_gradients_once.mistakes = ("L26",)
