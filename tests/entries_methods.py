"""Methods of public classes, and settings that change after they were made, with right arguments."""

import numpy as np
from bad_values import (
    Odd,
    array,
    count,
    flag,
    only,
    pair,
    rate,
)
from entries import Entry
from entries_course import EXPLORERS, window
from entries_nets import RATE, rng, small_net

from cnnkit import layers, training, widgets
from cnnkit.layers.layer import Layer

ONE = np.ones((6, 1, 2, 2)), np.zeros(6, int)


def trainer():
    return training.Trainer(small_net(), *ONE, epochs=1, batch_size=2, learning_rate=0.1, rng=rng())


def with_rate(value):
    made = trainer()
    made.learning_rate = value


def switched(make):
    def switch(training):
        made = make()
        made.training = training
    return Entry(f"{Layer.__module__}.Layer.training {make.__name__}", switch, {"training": flag(True)})  # fmt: skip


def Dropout():
    return layers.Dropout(0.5, rng=rng())


def BatchNorm():
    return layers.Sequential(layers.BatchNorm2d(3), layers.Residual(Dropout()))


def updated(make):
    rows = {"w": array(2, 3, axes=False, right=np.ones((2, 3)), wrong=(np.ones(()), np.ones((3, 2)))), "dw": array(2, 3),
            "learning_rate": rate(0.1), "memory": array(2, 3, right=np.zeros((2, 3)))}  # fmt: skip

    def update(w, dw, learning_rate, memory):
        made = make(small_net())
        made.steps = 1
        made.update(w, dw, learning_rate, *[memory] * len(made.kept))

    return Entry(f"cnnkit.training.optimisers.{make.__name__}.update", update, rows)


def asked(verb):
    def ask(**given):
        return getattr(widgets.Recap("02", seed=1), verb)(**{"answer": "3", **given} if verb == "answer" else given)

    return ask


PLACE = count(0, smallest=0)


def waited(**given):
    widgets.Race().wait(**given)


def started(paused):
    race = widgets.Race()
    race.start(paused=paused)
    race.close()
    race.wait()


def renamed(name):
    """A setting by the name of the version before."""
    holders = [getattr(widgets, each) for each in EXPLORERS if name in getattr(widgets, each).formerly]

    def change(value):
        made = holders[0]()
        setattr(made, name, made.trait_defaults().get(holders[0].formerly[name]) if value is None else value)

    wrong = (3, [], {}, Odd(), np.ones(2))
    return Entry(f"cnnkit.widgets.board.settings.renamed.<locals>.{name}", change, {"value": only(None, *wrong)})


FORMERLY = sorted({name for each in EXPLORERS for name in getattr(widgets, each).formerly})
METHODS = [
    switched(Dropout), switched(BatchNorm), updated(training.SGD), updated(training.Adam),
    Entry(f"{Layer.__module__}.Layer.forward", lambda y: layers.Relu().forward(y), {"y": array(2, 3, axes=False)}),
    Entry("cnnkit.training.trainer.Trainer.learning_rate", with_rate, {"value": RATE}),
    Entry("cnnkit.training.trainer.Trainer.snapshot", lambda image: trainer().snapshot(image), {
        "image": array(1, 2, 2, optional=True, axes=False, wrong=(np.ones(()), np.ones((1, 3, 3)), np.ones((0, 2, 2))))}),
    Entry("cnnkit.shapes.window.Window.readers (size)", lambda size: window().readers(1, 1, size), {"size": pair((8, 8), optional=True)}),
    Entry("cnnkit.widgets.board.live.Live.start", started, {"paused": flag(True)}),
    Entry("cnnkit.widgets.board.live.Live.wait", waited, {"seconds": rate(0.1, optional=True)}),
    Entry("cnnkit.widgets.questions.explorer.Questions.answer", asked("answer"), {"answer": only("3"), "place": PLACE}),
    Entry("cnnkit.widgets.questions.explorer.Questions.skip", asked("skip"), {"place": PLACE}),
    *map(renamed, FORMERLY),
]  # fmt: skip
