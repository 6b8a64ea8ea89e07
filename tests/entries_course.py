"""Entry points of loaders, figures, lessons, explorers and sizes, with right arguments."""

import numpy as np
from bad_values import (
    Odd,
    array,
    choice,
    count,
    flag,
    function,
    generator,
    layer,
    only,
    pair,
)
from entries import Entry, Y, entry
from entries_nets import RUN, small_net

from cnnkit import data, figures, invariance, lessons, models, training, widgets
from cnnkit.data.idx import read_idx
from cnnkit.filterbank import equivariance
from cnnkit.losses import cross_entropy
from cnnkit.shapes import Window

WORDS = (3, None, 2.5, "ab", [3], [None], {}, Odd(), b"y", len)
FLOATS = (None, 3, "ab", [], {}, [None], ["a"], [[1, 2], [3]], [1, np.nan], [np.inf], np.ones((2, 2)), [1j])
SHOWN_BOXES = (3, "ab", {}, Odd(), [3], np.ones((2, 3)), np.ones((3, 4)), np.full((2, 4), np.nan), [[1, 2], [3]], 1j)
FIGURES = [
    entry(figures.show_maps, maps=only(lambda: [np.eye(3), np.ones((2, 2, 3))], None, 3, "ab", {}, Odd(), [3], ["ab"], [None],
          [np.eye(3) * 1j], [np.ones((2, 0))], [[[1, 2], [3]]], [np.ones((2, 2, 4))], np.ones(()), len),
          titles=only(lambda: ["one", "two"], *WORDS, ["a"]), kind=only("signed", 3, None, "rainbow", ["grey"], ["a", "b"], [3, 4],
          {}, Odd()), shared=flag(True), size=count(100), columns=count(3)),
    entry(figures.show_numbers, w=only(lambda: [[1, -1], [2, 0]], None, "ab", {}, Odd(), ["a"], np.ones((2, 3, 3)), np.ones((17, 2)),
          [[1, 2], [3]], [1j], [[]], len)),
    entry(figures.show_boxes, images=only(lambda: np.ones((2, 4, 5)), None, 3, "ab", {}, Odd(), [3], np.ones((2, 3, 4, 5)),
          np.ones((0, 4, 4)), np.full((2, 4, 5), np.nan), [[[1, 2], [3]]], 1j),
          true=only(lambda: np.ones((2, 4)), *SHOWN_BOXES, None), answered=only(lambda: np.ones((2, 4)), *SHOWN_BOXES),
          titles=only(lambda: ["one", "two"], *WORDS, ["a"]), size=count(100), columns=count(3)),
    entry(figures.show_chain, boxes=only(["y", "z"], *WORDS, ["y"], []), forward=only(["w"], *WORDS, ["w", "w"], []),
          backward=only(["dy"], *WORDS, ["a", "b"])),
    entry(figures.show_curves, x=only([0, 90], *FLOATS, [1, 1], [1], [1, 2, 3]), curves=only({"plain": [0.2, 0.9]}, None, 3, "ab",
          [[0.2, 0.9]], {}, {3: [0.2, 0.9]}, {"a": [1]}, {"a": "bc"}, {"a": [np.nan, 1]}, {"a": None}, Odd(),
          {c: [0, 1] for c in "abcdef"}), across=only("degrees", None, 3, [], Odd()), up=only("error", None, 3, [], Odd()),
          ticks=only([0, 90], 3, "ab", ["a"], [[1, 2], [3]], [np.nan], {}, Odd()), width=count(300), height=count(200)),
]  # fmt: skip

SET, NAME = only("digits8", None, 3, [], {}, Odd(), "mnist", b"digits8", np.array(["a", "b"])), choice("camera")
COURSE = [
    entry(data.load, name=SET, split=choice("test")),
    entry(data.compose, name=choice("boxes"), count=count(2), rng=generator(), split=choice("test")),
    entry(data.photo, name=NAME),
    entry(read_idx, raw=only(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]), None, 3, "text", [], b"", b"abc", bytes(100),
          bytes([0, 0, 8, 9, 255, 255, 255, 255]), bytes([0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255])),
          name=only("a file")),
    entry(lessons.find, exercise=choice("double")),
    entry(lessons.wrong_program, item=choice("rounded_up")),
    entry(lessons.inputs, exercise=choice("double"), case=count(0, smallest=0), seed=count(0, smallest=0)),
    entry(equivariance.equivariance_error, layer=function(lambda y: y**2), y=array(1, 1, 3, 3, wrong=(np.ones((1, 1, 3, 4)),))),
    entry(equivariance.pooled_bank, y=Y, w=array(2, 4, 3, 3), stride=pair(1), padding=pair(0, smallest=0)),
    entry(equivariance.apart, a=array(3, axes=False, wrong=(np.ones(2),)), b=array(3, axes=False, wrong=(np.ones(2),))),
    entry(invariance.draw_amounts, kind=choice("rotation"), count=count(3, smallest=0), rng=generator()),
    entry(invariance.move, images=array(2, 1, 4, 4, wrong=(np.ones((2, 2, 4, 4)), np.ones((2, 1, 4, 5)))), kind=choice("scale"),
          by=only(1.0, *FLOATS[:1], *FLOATS[2:], 0, -1, [1, 2, 3])),
    entry(invariance.clothes, split=choice("test"), count=count(3, smallest=0, optional=True)),
    entry(invariance.learn, name=choice("plain"), kind=choice("reflection"), seed=count(0, smallest=0), moved=flag(False),
          epochs=count(1), images=count(4, optional=True)),
    entry(invariance.error_rates, net=layer(lambda: models.bank_net(np.random.default_rng(0), None)),
          kind=choice("reflection"), count=count(3, optional=True)),
    entry(invariance.weights, net=layer(small_net)),
]  # fmt: skip


def window():
    return Window(3, stride=2, padding=1)


SIZES = [
    entry(Window, kernel_size=pair(3), stride=pair(2), padding=pair(1, smallest=0), dilation=pair(1)),
    Entry("cnnkit.shapes.window.Window.output_size", lambda size: window().output_size(size), {"size": pair((8, 8))}),
    Entry("cnnkit.shapes.window.Window.padded_size", lambda size: window().padded_size(size), {"size": pair((8, 8))}),
    Entry("cnnkit.shapes.window.Window.remainder", lambda size: window().remainder(size), {"size": pair((8, 8))}),
    Entry("cnnkit.shapes.window.Window.transposed_size", lambda size, output_padding: window().transposed_size(size, output_padding),
          {"size": pair((8, 8)), "output_padding": pair(1, smallest=0)}),
    Entry("cnnkit.shapes.window.Window.output_padding", lambda value: window().output_padding(value),
          {"value": pair(1, smallest=0)}),
    Entry("cnnkit.shapes.window.Window.taps", lambda i, j: window().taps(i, j), {"i": count(0, -(10**40)), "j": count(0, -(10**40))}),
    Entry("cnnkit.shapes.window.Window.readers", lambda r, c: window().readers(r, c), {"r": count(0, -(10**40)), "c": count(0, -(10**40))}),
]  # fmt: skip

# a new explorer gets its rows by itself
EXPLORERS = tuple(name for name in widgets.__all__ if name not in ("Predict", "Recap", "TrainingDashboard"))
NO_ARRAY = ("text", Odd(), {}, [[1, 2], [3]], ["a"], 1j, [1j], np.ones((2, 2, 2, 2, 2)), np.ones((0, 3)), np.datetime64("2024-01-01"))
TRAITS = {
    "Int": (None, "3", 2.5, [], {}, 1j, Odd(), (1, 2), -1, np.ones(2), True, np.nan),
    "Float": (None, "0.1", [], {}, 1j, Odd(), (1, 2), -100.0, np.ones(2), True, np.nan, np.inf, -np.inf),
    "Bool": (None, "yes", 2, 0.5, [], {}, Odd(), np.array([True, False])),
    "Enum": (None, 3, [], {}, Odd(), "nothing of that name", np.array(["a", "b"])),
    "Choice": (None, 3, [], {}, Odd(), "nothing of that name", b"worked", np.array(["a", "b"])),
    "Unicode": (None, 3, [], {}, Odd(), "nothing of that name", np.array(["a", "b"])),
    "Tuple": (None, 3, "ab", {}, Odd(), (), (1,), ("a", "b"), (None, 2), (1, 2, 3, 4), (np.nan, 1)),
    "List": (None, 3, "ab", {}, Odd(), ["a"], [3], [()], [("conv",)], [None], [("conv", "a", 1, 1)]),
    "Any": NO_ARRAY,
}  # fmt: skip


LEFT_OUT = Odd()


def explorer(name: str) -> Entry:
    """An explorer's constructor: what each of its settings must refuse follows from the kind of trait."""
    made = getattr(widgets, name)
    traits = {trait: each for trait, each in made.class_traits(picture=True).items() if not trait.startswith("_")}
    wrong = {
        trait: (3, "len", [], {}, Odd(), np.ones(2)) if each.metadata.get("exercise") else _wrong(each)
        for trait, each in traits.items()
    }
    return Entry(f"{made.__module__}.{made.__qualname__}", lambda **given: _made(made, given), {
        trait: only(LEFT_OUT, *values) for trait, values in wrong.items()})  # fmt: skip


def _wrong(trait) -> tuple:
    """What a trait of this kind refuses; a number is right where numbers are to be chosen from."""
    known = getattr(trait, "values", ())
    return tuple(value for value in TRAITS[type(trait).__name__] if type(value) is not int or value not in known)


def _made(explorer, given):
    return explorer(**{name: value for name, value in given.items() if value is not LEFT_OUT})


def _dashboard(**given):
    return widgets.TrainingDashboard(**{"net": small_net(), "images": np.ones((6, 1, 2, 2)), "labels": np.zeros(6, int), **given})


QUESTIONS = [
    entry(widgets.Predict, id=choice("02-unread")),
    entry(widgets.Recap, lesson=choice("02"), seed=count(0, smallest=0, optional=True)),
    Entry("cnnkit.widgets.dashboard.explorer.TrainingDashboard", _dashboard, {
        "net": layer(small_net), "images": RUN["images"], "labels": RUN["labels"], "validation": RUN["validation"],
        "names": only(("hat", "shoe"), 3, "hat", (1, 2), ()),
        "epochs": count(2, smallest=0), "batch_size": count(3), "learning_rate": only(0.1, *TRAITS["Float"]),
        "seed": count(0, smallest=0), "image": only(0, *TRAITS["Int"], 9), "layer": only(0, *TRAITS["Int"][1:]),
        "pace": choice("fast"), "divergence": function(cross_entropy), "optimiser": function(training.SGD)}),
]  # fmt: skip
