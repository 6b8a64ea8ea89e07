"""Mistakes in training a whole net: backward through all layers, and the loop around it (lecture 1.2, 2.1).

A net is a list of layers with forward and backward; the programs leave gradients and weights in its layers,
as the learner's functions do.
"""

from __future__ import annotations

from cnnkit.mistakes import descent
from cnnkit.mistakes.program import Mistake, Program

__all__ = ["FORWARD_BACKWARD", "MISTAKES", "OVERFIT_BATCH", "TRAIN"]


def forward_backward(layers, images, labels, faults=frozenset()):
    """Loss of a batch, every gradient written, with faults."""
    z = images
    for layer in layers:
        # forgotten: every layer sees the images
        z = layer.forward(images if "L20:forward" in faults else z)
    div, dz = descent.cross_entropy(z, labels, faults & {"L09"})
    loss, dz = descent.mean_loss(div, dz, faults & {"L01", "L04", "L10", "L10:loss only"})
    if "L21" in faults:  # no backward at all
        return loss
    if "L21:last layer" in faults:
        layers[-1].backward(dz)
        return loss
    asked = list(layers)
    if "L21:without weights" in faults:  # layers that learn nothing are passed over
        asked = [layer for layer in layers if layer.w is not None]
    if "L21:not the first" in faults:
        asked = asked[1:]
    if "L21:not the last" in faults:
        asked = asked[:-1]
    if "L22" in faults:  # turned round for good
        layers.reverse()
    for layer in layers if "L22" in faults else asked if "L19" in faults else asked[::-1]:
        dy = layer.backward(dz)
        if "L20" not in faults:  # forgotten: every layer gets the gradient of the scores
            dz = dy
    if faults & {"L60", "L60:filters only"}:  # a step is made too
        update(layers, 0.1, {"L23"} if "L60:filters only" in faults else frozenset())
    return loss


def update(layers, learning_rate, faults):
    """One step of every layer that learns, with faults."""
    eta = 1.0 if "L11" in faults else learning_rate
    sign = 1 if "L08" in faults else -1
    for layer in layers:
        if layer.w is None or "L24" in faults:  # new arrays are made, and never put into the layer
            continue
        layer.w = layer.w + sign * eta * layer.dw
        if "L23" not in faults:
            layer.bias = layer.bias + sign * eta * layer.dbias


def errors(layers, images, labels) -> int:
    """How many images are misread."""
    z = images
    for layer in layers:
        z = layer.forward(z)
    return int((z.argmax(axis=1) != labels).sum())


def one_step(layers, images, labels, learning_rate, faults):
    """Gradients, then the update, with faults; the loss."""
    loss = forward_backward(layers, images, labels, faults & {"L01", "L04"})
    if "B21:layer by layer" in faults:  # later layers get gradients of a net that has moved on
        for layer in layers:
            forward_backward(layers, images, labels, faults & {"L01", "L04"})
            update([layer], learning_rate, faults)
        return loss
    update(layers, learning_rate, faults)
    return loss


def overfit_batch(layers, images, labels, learning_rate, max_steps, faults=frozenset()):
    """Steps until no image of the batch is misread, with faults."""
    steps, most = 0, max_steps + 100 if "L27" in faults else max_steps
    enough = len(labels) - 1 if faults & {"L25", "L25:after a step"} else 0  # one image right is taken for all
    while steps < most:
        asked = "L61" not in faults and (steps or "L25:after a step" not in faults)
        if asked and errors(layers, images, labels) <= enough:
            break
        if "L26" in faults and steps:  # the first gradients, over and over
            update(layers, learning_rate, faults)
        else:
            one_step(layers, images, labels, learning_rate, faults)
        steps += 1
    return steps - 1 if "L28" in faults and 0 < steps < most else steps


def train(layers, images, labels, epochs, learning_rate, faults=frozenset()):
    """Losses of all epochs, with faults."""
    losses = []
    for epoch in range(1 if "L29" in faults else epochs):
        if "L26" in faults and epoch:
            update(layers, learning_rate, faults)
            losses.append(losses[-1])
        else:
            losses.append(one_step(layers, images, labels, learning_rate, faults))
    return losses


FORWARD_BACKWARD = Program(
    forward_backward,
    (
        "L01", "L04", "L09", "L10", "L10:loss only", "L19", "L20", "L20:forward", "L21", "L21:last layer",
        "L21:without weights", "L21:not the first", "L21:not the last", "L22", "L60", "L60:filters only",
    ),
    instead=(("L01", "L04", "L10"), ("L19", "L20", "L21", "L22")),
)  # fmt: skip
OVERFIT_BATCH = Program(
    overfit_batch,
    (
        "B21:layer by layer", "L01", "L04", "L08", "L11", "L23", "L24", "L25", "L25:after a step", "L26", "L27", "L28", "L61",
    ),
    instead=(("L01", "L04"), ("B21", "L26"), ("L08", "L11", "L24"), ("L23", "L24"), ("L25", "L61"), ("L28", "L61"), ("L24", "L61")),
)  # fmt: skip
# what trains well all the same, such as biases that stay 0 or η = 1, is let through: the accuracy decides
TRAIN = Program(train, ("L01", "L04", "L08", "L24", "L26", "L29"))

MISTAKES = (
    Mistake("B21", "weights change before all gradients are there",
            "A gradient is that of the net which made the loss. All gradients are computed first, then all weights move.",
            "Finish the backward pass, then update every layer, in a loop of its own."),
    Mistake("L60", "the weights move, though only their gradients were asked for",
            "forward_backward leaves gradients in the layers; whoever calls it decides about the step.",
            "Leave the weights as they are."),
    Mistake("L19", "the backward pass takes the first layer first",
            "The loss comes out of the last layer, so its gradient goes into the last layer and moves towards the first.",
            "Go through reversed(layers)."),
    Mistake("L20", "a layer's result is not handed on",
            "What one layer makes is what its neighbour gets: z of the layer before on the way forward, dy of the layer "
            "after on the way back.",
            "Assign the result: y = layer.forward(y), and dz = layer.backward(dz)."),
    Mistake("L21", "the gradient does not reach every layer",
            "Each layer writes its own dw when its backward is called, and only then.",
            "Call backward on every layer, the last one first."),
    Mistake("L22", "the list of layers is turned round for good",
            "layers.reverse() changes the list itself; the next forward pass would begin with the last layer.",
            "Use reversed(layers) or layers[::-1], which leave the list as it is."),
    Mistake("L23", "the biases stay as they are",
            "A bias is a weight like the others: it has a gradient, and moves with it.",
            "Update layer.bias with layer.dbias beside layer.w."),
    Mistake("L24", "the weights of the net never change",
            "w = layer.w; w = w - ... makes a new array and leaves the layer with its old one.",
            "Assign to layer.w, or change it in place: layer.w -= learning_rate * layer.dw."),
    Mistake("L25", "one image read right is taken for all",
            "The batch is learned when no image of it is misread.",
            "Ask whether all() scores have their largest value at the label, not any()."),
    Mistake("L61", "steps go on after no image is misread any more",
            "The batch is learned as soon as no image of it is misread; how soon that is was asked for.",
            "Count the errors after every step, and return as soon as there are none."),
    Mistake("L26", "the gradients are computed once and used over and over",
            "After a step the weights are others, and so is the gradient.",
            "Call forward_backward anew in every step."),
    Mistake("L27", "max_steps is not obeyed",
            "A net that never gets there would train for ever.",
            "Stop after max_steps steps and return that number."),
    Mistake("L28", "the steps are counted from 0",
            "After the first update one step has been used.",
            "Return step + 1 where step counts from 0, or count each update."),
    Mistake("L29", "the images are seen once, whatever epochs says",
            "In every epoch each image is seen once; epochs says how often all of this is repeated.",
            "Put the passes into a loop over range(epochs), and return after it."),
)  # fmt: skip
