"""TrainingDashboard: a network while it is trained, live, and steered by hand."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

import numpy as np
from traitlets import Float, Int, TraitError, Unicode, validate

from cnnkit.layers.layer import as_layer
from cnnkit.losses import cross_entropy
from cnnkit.shapes import count_of
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import as_function
from cnnkit.training import SGD, Trainer
from cnnkit.training.examples import as_pairs, as_validation
from cnnkit.widgets.board.live import GOING, Live
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.dashboard import picture as pictures
from cnnkit.widgets.dashboard.examples import digits
from cnnkit.widgets.dashboard.view import TrainingView, training_view

__all__ = ["TrainingDashboard"]

# 1 to 10 in six steps of about the same factor: equal ways on the slider are equal factors of η
DECADE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
RATES = tuple(float(f"{m}e{e}") for e in range(-4, 1) for m in DECADE) + (10.0,)
SHOWN_IMAGES = 100
MOST_RATES = 24
PACES = {"slow": 30.0, "medium": 10.0, "fast": 0.0}  # seconds that a run takes at least
ALL: weakref.WeakSet = weakref.WeakSet()


class TrainingDashboard(Live):
    """Loss, accuracy, filters, feature maps and gradients of a network while it is trained.

    Lecture 1.2.1.3: gradient descent on batches, w = w - eta * dLoss/dw.  It trains in a thread of its
    own; the page and every other widget stay alive.  Each start begins with the weights that the
    network had when the dashboard was made.

    Parameters
    ----------
    net : Layer, optional
        Changed in place; a small network for the digits of 8 × 8 if left out.
    images, labels : (n, channels, H, W) array, (n,) array of classes
        What it is trained on; labels may be a pair, classes and an (n, k) array of other numbers, for a divergence
        that takes both.
    validation : (images, labels), optional
        Looked at after each epoch, never trained on.
    names : sequence of str, optional
        What the classes are called, class 0 first; they are shown by their numbers if left out.
    epochs, batch_size : int
        How often each image is seen; how many images share one update.
    learning_rate : float
        The lecture's η; the slider changes it while the run goes on.
    divergence : function of (z, labels)
    optimiser : function of the network
        Makes the rule of a run: `SGD`, `Adam`.
    seed : int
        Of the order of the images, and of the weights of the network for digits.
    image, layer : int
        Which image is followed through the network, and which of the outermost layers' maps are shown.
    pace : {"slow", "medium", "fast"}
        A run takes half a minute, ten seconds, or as little time as it can.
    after : Predict, optional
        The prediction that unlocks the dashboard.

    Raises
    ------
    ValueError
        If images or labels are missing, names are fewer than the classes, or another dashboard trains this network at the
        moment.
    ShapeError
        If they do not come in pairs, or do not fit the network.
    TypeError
        If names are no texts.

    Examples
    --------
    >>> dashboard = TrainingDashboard(epochs=1)
    >>> dashboard.start(); dashboard.wait(60)
    >>> dashboard.state, dashboard.view.step
    ('ended', 45)
    """


    thread_name = "cnnkit training"
    chosen = ("layer",)
    learning_rate = Float(0.1, min=0.0).tag(sync=True, picture=True)
    image = Int(0, min=0).tag(sync=True, picture=True)
    layer = Int(0, min=0).tag(sync=True, picture=True)
    pace = Unicode("fast").tag(sync=True, picture=True)

    def __init__(
        self, net=None, images=None, labels=None, *, validation=None, names=None, epochs=8, batch_size=32,
        learning_rate=0.1, divergence=cross_entropy, optimiser=SGD, seed=0, after=None, image=0, layer=None, pace="fast",
    ):  # fmt: skip
        seed, divergence, optimiser = count_of(seed, "seed", 0), as_function(divergence, "divergence"), as_function(optimiser, "optimiser")
        if net is None and images is None and labels is None:
            net, images, labels, own = digits(seed)
            validation = own if validation is None else validation
        if net is None or images is None or labels is None:
            raise ValueError("give a net with images and labels, or none of the three for digits")
        net, (images, labels), validation = as_layer(net, "net"), as_pairs(images, labels), as_validation(validation)
        self._names = _names_of(names, labels, *([validation[1]] if validation else []))
        self._settings_of_run = {
            "net": net, "images": images, "labels": labels, "validation": validation,
            "epochs": epochs, "batch_size": batch_size, "divergence": divergence,
        }  # fmt: skip
        self._seed, self._optimiser, self._run, self._rates = seed, optimiser, None, []
        self._refuse_if_taken()
        self._first_weights = {name: array.copy() for name, array in net.arrays().items()}
        self._followed = as_pairs(*(validation or (images, labels)))
        self._trainer = self._new_trainer(learning_rate)
        self._view: TrainingView | None = None
        self._followed_number = image
        self._before: tuple[TrainingView, str] | None = None
        if layer is None:
            with np.errstate(all="ignore"):
                layer = _first_maps(training_view(self._trainer, self._followed[0][0]))
        super().__init__(after=after, learning_rate=learning_rate, image=image, layer=layer, pace=pace)
        ALL.add(self)

    @validate("pace")
    def _known_pace(self, proposal):
        if proposal["value"] not in PACES:
            raise TraitError(f"the pace is {proposal['value']!r}; it must be {', '.join(PACES)}")
        return proposal["value"]

    @validate("image")
    def _known_image(self, proposal):
        if proposal["value"] >= len(self._followed[0]):
            raise TraitError(f"there are {len(self._followed[0])} images, counted from 0")
        return proposal["value"]

    # --- the run ---

    @property
    def history(self):
        """The curves of the present run, all of their points."""
        return self._trainer.history

    @property
    def view(self) -> TrainingView:
        """The moment that is shown."""
        return self._view

    @property
    def _steps(self) -> int:
        return self._trainer.epochs * self._trainer.steps_per_epoch

    def begin(self):
        """A run from the first weights; the curves of the run before stay in the background."""
        self._refuse_if_taken()
        if self._run is not None:
            self._before = (self._view, self._rates_said())
        self._put_back()
        self._rates = [(0, self.learning_rate)]
        self._look()
        return self._work

    def _work(self, run: Run) -> None:
        trainer, last = self._trainer, self._steps

        def turn(_):
            if trainer.step < last and not run.turn():
                trainer.stop()

        # the last step of an epoch is over when the epoch is counted
        trainer.on_step = lambda _: trainer.step % trainer.steps_per_epoch and turn(_)
        trainer.on_epoch = turn
        if not run.turn():
            trainer.stop()
        trainer.run()

    def forget(self) -> None:
        """The first weights, and no curves."""
        if self._run is not None:
            self._refuse_if_taken()
            self._put_back()
        self._before, self._rates, self._view = None, [], None

    def _put_back(self) -> None:
        for name, array in self._trainer.net.arrays().items():
            array[...] = self._first_weights[name]
        self._trainer = self._new_trainer(self.learning_rate)

    def _new_trainer(self, learning_rate: float) -> Trainer:
        order = np.random.default_rng(self._seed)
        optimiser = self._optimiser(self._settings_of_run["net"])  # a run begins without a memory
        return Trainer(**self._settings_of_run, optimiser=optimiser, learning_rate=learning_rate, rng=order)

    def _refuse_if_taken(self) -> None:
        """Two runs on one network would each compute with the other's maps."""
        own = set(map(id, self._settings_of_run["net"].walk()))
        for other in ALL:
            taken = other is not self and other.state in GOING
            if taken and own & set(map(id, other._settings_of_run["net"].walk())):
                raise ValueError(
                    "this network is in use: another dashboard trains it. Stop that run first, or give each "
                    "dashboard a network of its own"
                )

    def _steer_rate(self) -> None:
        """Use another learning rate from the next update on."""
        trainer, rate = self._trainer, self.learning_rate
        if rate == trainer.learning_rate:
            return
        trainer.learning_rate = rate
        if self.state not in GOING:
            return
        if self._rates[-1][0] == trainer.step:
            self._rates = self._rates[:-1]  # a slider passes many values on its way
        self._rates = [*self._rates[:1], *self._rates[1:][1 - MOST_RATES :], (trainer.step, rate)]

    def _rates_said(self) -> str:
        """What the learning rate was: "η 0.1", or "η 0.1 → 0.3" where it was changed midway."""
        all_ = [f"{rate:.3g}" for _, rate in self._rates]
        return "η " + " → ".join(all_ if len(all_) < 3 else [all_[0], "…", all_[-1]])

    # --- the picture ---

    def controls(self) -> list[Control]:
        """The buttons of the run, its learning rate, and what is looked at."""
        most = min(len(self._followed[0]), SHOWN_IMAGES) - 1
        choices = self._view.choices
        return [
            *self.buttons("start", "pause", "step", "stop"),
            Control("slider", "pace", "pace", group="rate", options=tuple((name, name) for name in PACES)),
            Control(
                "slider", "learning_rate", "learning rate η", group="rate",
                options=tuple((rate, f"{rate:g}") for rate in sorted({*RATES, self.learning_rate})),
            ),
            Control("slider", "image", "image", low=0, high=max(most, self.image), group="look"),
            Control("menu", "layer", "maps after", options=choices, group="look", hidden=not choices),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The present moment of the run."""
        run, state = self._run, self.state
        self._steer_rate()
        if run is not None:
            run.take(PACES[self.pace] / max(1, self._steps))
        images, labels = self._followed
        if self._view is None or run is None or run.at_hand:
            self._look()
        else:  # an update is under way, perhaps a long one: a hand must not wait for its end
            run.soon()
        number = self._followed_number
        return pictures.dashboard(
            pictures.Moment(
                view=self._view,
                state=state,
                words=pictures.words(self._view, state, self.history.ended, run.error if run else ""),
                seconds=run.seconds if run else 0.0,
                learning_rate=self.learning_rate,
                rates=tuple(self._rates),
                image=np.asarray(images[number]),
                number=number,
                label=int(_classes_of(labels)[number]),
                names=self._names,
                validated=self._settings_of_run["validation"] is not None,
                before=self._before,
            )
        )

    def _look(self) -> None:
        self._refuse_if_taken()
        self._view = training_view(self._trainer, self._followed[0][self.image], self.layer)
        self._followed_number = self.image

    def static_figure(self):
        """The static twin: curves, gradients, filters and maps of this moment."""
        return pictures.printed(self.picture)


def _classes_of(labels) -> np.ndarray:
    return labels[0] if isinstance(labels, tuple) else labels


def _names_of(names, *labels) -> tuple[str, ...] | None:
    if names is None:
        return None
    if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"names is {shown(names)}; it must be one text for each class")
    most = max(int(_classes_of(each).max(initial=0)) for each in labels)
    if len(names) <= most:
        raise ValueError(f"there are {len(names)} names, but classes up to {most}, counted from 0; every class needs one")
    return tuple(names)


def _first_maps(view: TrainingView) -> int:
    """The layer whose maps the view chose by itself."""
    chosen = view.maps.name if view.maps else ""
    return next((k for k, name in view.choices if name == chosen), 0)
