"""StackBuilder: conv, pooling and linear layers, with what they make, cost and see."""

from __future__ import annotations

import numpy as np
from traitlets import List, TraitError, Tuple, validate

from cnnkit.shapes import whole_number
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.examples import example_maps
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.stack import picture as pictures
from cnnkit.widgets.stack.layer import StackLayer
from cnnkit.widgets.stack.view import StackView, run_stack, stack_view

__all__ = ["StackBuilder"]

EXAMPLES = {
    "small": "a small net for digits",
    "lenet": "LeNet for clothes",
    "deep": "four 3 × 3 layers",
    "gaps": "1 × 1 filter, stride 2",
    "left over": "pixels left over",
}
STACKS = {
    "small": ((1, 8, 8), [("conv", 4, 3, 1, 1), ("pool", 2, 2), ("conv", 8, 3), ("linear", 10)]),
    "lenet": (
        (1, 28, 28),
        [
            ("conv", 6, 5, 1, 2), ("pool", 2, 2), ("conv", 16, 5), ("pool", 2, 2),
            ("linear", 120), ("linear", 84), ("linear", 10),
        ],
    ),
    "deep": ((1, 28, 28), [("conv", 4, 3)] * 4),
    "gaps": ((1, 7, 7), [("conv", 1, 1, 2)]),
    "left over": ((1, 28, 28), [("conv", 4, 5, 3), ("pool", 3, 2)]),
}  # fmt: skip
MOST_LAYERS, LARGEST_IMAGE = 8, 64
# the most of each number, so that a slip of the finger does not ask for hours
LIMITS = {"outputs": 1024, "kernel_size": 16, "stride": 16, "padding": 8}


class StackBuilder(Explorer):
    """A stack of layers to build: shapes, parameters, multiply-adds, receptive fields.

    Lecture 1.1.2: a CNN is a stack of convolution layers, pooling layers and an MLP.

    Parameters
    ----------
    example : str
        "small", "lenet", "deep", "gaps", "left over", or "given" for your own stack.
    input_size : (maps, rows, columns)
        The image.
    layers : list of tuples
        ("conv", filters, K, stride, padding), ("pool", K, stride) or ("linear", units).
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ValueError
        If a tuple is no layer; a layer that only does not fit is told in the picture.

    Examples
    --------
    >>> StackBuilder(input_size=(1, 7, 7), layers=[("conv", 1, 1, 2)]).view.unread.sum()
    np.int64(33)
    """

    example = Choice(EXAMPLES, "small")
    input_size = Tuple(default_value=(1, 8, 8)).tag(sync=True, picture=True)
    layers = List().tag(sync=True, picture=True)

    def __init__(self, **settings):
        if {"layers", "input_size"} & set(settings):
            settings.setdefault("example", OWN)
        size, layers = STACKS.get(settings.get("example"), STACKS["small"])
        settings = {"input_size": size, "layers": layers} | settings
        super().__init__(**settings)
        if not self.cursor and self._picture.facts["layers"]:
            self.cursor = pictures.middle_unit(self.view)

    @validate("input_size")
    def _read_size(self, proposal):
        size = tuple(whole_number(n, "input_size", "input_size must be three whole numbers") for n in proposal["value"])
        if len(size) != 3 or min(size) < 1 or max(size) > LARGEST_IMAGE:
            raise TraitError(f"input_size is {size}, but (maps, rows, columns) up to 64 are needed")
        return size

    @validate("layers")
    def _read_layers(self, proposal):
        if len(proposal["value"]) > MOST_LAYERS:
            raise TraitError(f"a stack has at most {MOST_LAYERS} layers here")
        layers = []
        for layer in map(StackLayer.of, proposal["value"]):
            for name, most in LIMITS.items():
                if getattr(layer, name) > most:
                    raise TraitError(f"{name} is {getattr(layer, name)}, but at most {most} here")
            layers.append(list(layer.numbers))
        return layers

    @property
    def view(self) -> StackView:
        """Shapes, costs and receptive fields of the stack."""
        return stack_view(self.input_size, self.layers)

    def prepare(self, name: str) -> None:
        """An example brings image and layers; a changed stack is the learner's own."""
        if name == "example" and self.example != OWN:
            self.input_size, self.layers = STACKS[self.example]
            self.cursor = pictures.middle_unit(self.view)
        elif name in ("layers", "input_size"):
            self.example = OWN

    def controls(self) -> list[Control]:
        """The example; the layers have inputs of their own."""
        return [self.traits()["example"].menu(self, "stack")]

    def compute(self) -> Picture:
        """The image, map 0 of every layer, and the table of the stack."""
        view = self.view
        maps = run_stack(_image(self.input_size), view, np.random.default_rng(0))
        layers = [StackLayer.of(layer) for layer in self.layers]
        return pictures.stack(view, layers, maps)

    def static_figure(self):
        """The static twin, with the table as lines."""
        return pictures.printed(self.picture, self.lit)


def _image(size) -> np.ndarray:
    """A real image of any size: the digit and the sneaker as they are, else a photograph."""
    channels, height, width = size
    known = {(8, 8): "digit", (28, 28): "clothes"}.get((height, width))
    image = example_maps(known or "camera")[0][0]
    rows, columns = (np.arange(n) * m // n for n, m in zip((height, width), image.shape))
    return np.repeat(image[np.ix_(rows, columns)][None] / max(image.max(), 1e-9), channels, axis=0)
