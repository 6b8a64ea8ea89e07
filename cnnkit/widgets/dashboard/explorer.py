"""TrainingDashboard: a network while it is trained, live, and steered by hand."""

from __future__ import annotations

import numpy as np
from traitlets import Float, Int, TraitError, validate

from cnnkit.training import Trainer
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.dashboard import picture as pictures
from cnnkit.widgets.dashboard.examples import digits
from cnnkit.widgets.dashboard.run import Audience, Run, later
from cnnkit.widgets.dashboard.view import TrainingView, training_view

__all__ = ["TrainingDashboard"]

# 1 to 10 in six steps of about the same factor: equal ways on the slider are equal factors of η
DECADE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
RATES = tuple(float(f"{m}e{e}") for e in range(-4, 1) for m in DECADE) + (10.0,)
SHOWN_IMAGES = 100
GRACE = 2.0  # seconds in which a page that moved its cell may come back


class TrainingDashboard(Explorer):
    """Loss, accuracy, filters, feature maps and gradients of a network while it is trained.

    Lecture 1.2.1.3: gradient descent on batches, w = w - eta * dLoss/dw.  It trains in a thread of its
    own; the page and every other widget stay alive.  Each start begins with the weights that the
    network had when the dashboard was made.

    Parameters
    ----------
    net : Layer, optional
        Changed in place; a small network for the digits of 8 × 8 if left out.
    images, labels : (n, channels, H, W) array, (n,) array of classes
        What it is trained on.
    validation : (images, labels), optional
        Looked at after each epoch, never trained on.
    epochs, batch_size : int
        How often each image is seen; how many images share one update.
    learning_rate : float
        The lecture's η; the slider changes it while the run goes on.
    seed : int
        Of the order of the images, and of the weights of the network for digits.
    image, layer : int
        Which image is followed through the network, and which of the outermost layers' maps are shown.
    after : Predict, optional
        The prediction that unlocks the dashboard.

    Raises
    ------
    ValueError
        If images or labels are missing.
    ShapeError
        If they do not come in pairs, or do not fit the network.

    Examples
    --------
    >>> dashboard = TrainingDashboard(epochs=1)
    >>> dashboard.start(); dashboard.wait(60)
    >>> dashboard.state, dashboard.view.step
    ('ended', 45)
    """


    learning_rate = Float(0.1, min=0.0).tag(sync=True, picture=True)
    image = Int(0, min=0).tag(sync=True, picture=True)
    layer = Int(0, min=0).tag(sync=True, picture=True)

    def __init__(
        self, net=None, images=None, labels=None, *, validation=None, epochs=8, batch_size=32,
        learning_rate=0.1, seed=0, after=None, image=0, layer=None,
    ):  # fmt: skip
        self._run: Run | None = None
        if net is None and images is None and labels is None:
            net, images, labels, own = digits(seed)
            validation = own if validation is None else validation
        if net is None or images is None or labels is None:
            raise ValueError("give a net with images and labels, or none of the three for digits")
        self._settings_of_run = {
            "net": net, "images": images, "labels": labels, "validation": validation,
            "epochs": epochs, "batch_size": batch_size,
        }  # fmt: skip
        self._seed, self._audience, self._again = seed, Audience(), False
        self._first_weights = {name: array.copy() for name, array in net.arrays().items()}
        self._followed = tuple(map(np.asarray, validation or (images, labels)))
        self._trainer = self._new_trainer(learning_rate)
        self._view: TrainingView | None = None
        self._followed_number = image
        self._before: tuple[TrainingView, float] | None = None
        if layer is None:
            with np.errstate(all="ignore"):
                layer = _first_maps(training_view(self._trainer, self._followed[0][0]))
        super().__init__(after=after, learning_rate=learning_rate, image=image, layer=layer)

    @validate("image")
    def _known_image(self, proposal):
        if proposal["value"] >= len(self._followed[0]):
            raise TraitError(f"there are {len(self._followed[0])} images, counted from 0")
        return proposal["value"]

    # --- the run ---

    @property
    def state(self) -> str:
        """What the run does: "ready", "running", "paused", "asleep", "stopping" or "ended"."""
        return self._run.state if self._run else "ready"

    @property
    def history(self):
        """The curves of the present run, all of their points."""
        return self._trainer.history

    @property
    def view(self) -> TrainingView:
        """The moment that is shown."""
        return self._view

    def start(self, *, paused: bool = False) -> None:
        """Begin a run from the first weights; while one goes on, nothing happens."""
        with self._publishing:
            if self.state == "stopping":
                self._again = True  # two runs must not share the weights: the end of the old one starts it
            elif self.state in ("ready", "ended"):
                if self._run is not None:
                    self._restart()
                self._run = Run(self._trainer, self._looked_at)
                self._audience.renew()
                self._look()
                self._run.start(paused=paused)
                self._show()

    def pause(self) -> None:
        """Wait after the present update."""
        self._steer("pause", ("running", "asleep"))

    def resume(self) -> None:
        """Go on."""
        self._steer("resume", ("paused", "asleep"))

    def step(self) -> None:
        """Do one update, then wait; without a run, begin one with its first step."""
        with self._publishing:
            if self.state in ("ready", "ended"):
                self.start(paused=True)
            self._steer("step", ("running", "paused", "asleep"))

    def stop(self) -> None:
        """End the run after the present update, with the best weights so far."""
        self._again = False
        self._steer("stop", ("running", "paused", "asleep"))

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the run has ended, or for so many seconds."""
        if self._run is not None:
            self._run.thread.join(seconds)

    def close(self) -> None:
        """Stop the run and close the widget."""
        if self._run is not None:
            self._again = False
            self._run.stop()
        super().close()

    def _steer(self, verb: str, states: tuple[str, ...]) -> None:
        with self._publishing:
            if self.state in states:
                self._audience.renew()
                getattr(self._run, verb)()
                self._show()

    def _new_trainer(self, learning_rate: float) -> Trainer:
        order = np.random.default_rng(self._seed)
        return Trainer(**self._settings_of_run, learning_rate=learning_rate, rng=order)

    def _restart(self) -> None:
        """Put the first weights back; the curves of the run before stay in the background."""
        self._before = (self._view, self._run.rates[0][1])
        for name, array in self._trainer.net.arrays().items():
            array[...] = self._first_weights[name]
        self._trainer = self._new_trainer(self.learning_rate)

    def _looked_at(self, run: Run) -> None:
        """Publish a moment, from the thread of the run."""
        if self.comm is None:
            return run.stop()  # closed
        with self._publishing:
            if run.state == "running" and self._audience.silent:
                run.pause(asleep=True)
            self._show()
            if run.ended and self._again:
                self._again = False
                self.start()

    # --- what the browser says ---

    def press(self, name: str) -> None:
        """Answer a button, or a page that comes, looks on, or leaves."""
        verb, _, page = name.partition(" ")
        if verb == "seen":
            self._audience.heard(page)
            if self.state == "asleep":
                self.resume()
        elif verb == "left":
            self._audience.left(page)
            later(GRACE, self._stop_if_gone)
        elif verb == "pause" and self.state in ("paused", "asleep"):
            self.resume()
        elif verb in ("start", "pause", "step", "stop"):
            getattr(self, verb)()

    def _stop_if_gone(self) -> None:
        if self._audience.gone:
            self.stop()

    # Two threads set traits here, the browser's and the run's.  ipywidgets collects changes in fields of
    # the widget, so only one of them may be at it at a time.

    def set_state(self, sync_data):
        """Take settings from the browser, one thread at a time."""
        with self._publishing:
            super().set_state(sync_data)

    def notify_change(self, change):
        """Tell the browser of a change, one thread at a time."""
        with self._publishing:
            super().notify_change(change)

    # --- the picture ---

    def controls(self) -> list[Control]:
        """The buttons of the run, its learning rate, and what is looked at."""
        going = self.state in ("running", "paused", "asleep", "stopping")
        most = min(len(self._followed[0]), SHOWN_IMAGES) - 1
        choices = self._view.choices
        return [
            Control("button", "start", "start" if self._run is None or going else "start again", group="run"),
            Control("button", "pause", "resume" if self.state in ("paused", "asleep") else "pause", group="run"),
            Control("button", "step", "step", group="run"),
            Control("button", "stop", "stop", group="run"),
            Control(
                "slider", "learning_rate", "learning rate η", group="rate",
                options=tuple((rate, f"{rate:g}") for rate in sorted({*RATES, self.learning_rate})),
            ),
            Control("slider", "image", "image", low=0, high=max(most, self.image), group="look"),
            Control("menu", "layer", "maps after", options=choices, group="look", hidden=not choices),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The present moment of the run."""
        if self._run is not None:
            self._run.steer(self.learning_rate)
        elif self._trainer.learning_rate != self.learning_rate:
            self._trainer.learning_rate = self.learning_rate
        images, labels = self._followed
        run, state = self._run, self.state
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
                rates=tuple(run.rates) if run else (),
                image=np.asarray(images[number]),
                number=number,
                label=int(labels[number]),
                validated=self._settings_of_run["validation"] is not None,
                before=self._before,
            )
        )

    def _look(self) -> None:
        self._view = training_view(self._trainer, self._followed[0][self.image], self.layer)
        self._followed_number = self.image

    def _show(self) -> None:
        with self._publishing:
            if self.comm is None:
                return
            try:
                self._publish(self.compute())
            except Exception as reason:  # a picture that fails must not end the run that it shows
                self.message = f"This moment could not be drawn: {reason}."

    def static_figure(self):
        """The static twin: curves, gradients, filters and maps of this moment."""
        return pictures.printed(self.picture)


def _first_maps(view: TrainingView) -> int:
    """The layer whose maps the view chose by itself."""
    chosen = view.maps.name if view.maps else ""
    return next((k for k, name in view.choices if name == chosen), 0)
