"""PoseTraining: the net with heat maps or the net with numbers, trained behind a button, and what it has learned."""

from __future__ import annotations

import numpy as np
from traitlets import Enum, Int

from cnnkit import data
from cnnkit.models import pose_nets
from cnnkit.pose import pck
from cnnkit.training import Trainer
from cnnkit.widgets.board.live import GOING, Live
from cnnkit.widgets.board.photo import Photos
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.pose_training import picture as pictures
from cnnkit.widgets.pose_training.view import Learned

__all__ = ["PoseTraining"]

KINDS = tuple(pose_nets.NETS)
THRESHOLD = 0.1
SCORED = 300  # figures never seen that are scored after every epoch
OFTEN = 10  # steps between two looks at the figure that is shown


class PoseTraining(Photos, Live):
    """Both nets that find joints, trained one after the other on drawn figures.

    Lecture 5.2.  Its loss, and on figures that it never sees PCK and what it finds.  It trains in a thread of its own;
    the page stays alive.  What is known of a net stays until it is trained again or all is reset.

    Parameters
    ----------
    net : {"heat maps", "numbers"}
        Which one is trained next.
    epochs : int
        How often each figure is seen.
    figures : int
        How many of the training figures are used, at most 6,000.
    seed : int
        Of the first weights, and of the order of the figures.
    figure : int
        Which of the figures never seen is shown, 0 to 299.
    after : Predict, optional
        The prediction that unlocks it.

    Examples
    --------
    >>> training = PoseTraining(net="numbers", epochs=1, figures=64)
    >>> training.start(); training.wait(120)
    >>> training.state, len(training.learned["numbers"].scores)
    ('ended', 1)
    """

    thread_name = "cnnkit pose"
    net = Enum(KINDS, "heat maps").tag(sync=True, picture=True)
    epochs = Int(pose_nets.EPOCHS, min=1).tag(picture=True)
    figures = Int(6000, min=1).tag(picture=True)
    seed = Int(0, min=0).tag(picture=True)
    figure = Int(0, min=0, max=SCORED - 1).tag(sync=True, picture=True)

    def __init__(self, **settings):
        self._trainer: Trainer | None = None
        self._unseen: tuple | None = None  # images and joints, once a run has drawn them
        self._before = 0.0  # seconds until the first step
        self.learned: dict[str, Learned] = {kind: Learned() for kind in KINDS}
        super().__init__(**settings)

    @property
    def state(self) -> str:
        """What it does: "ready", "running", "paused", "asleep", "stopping", "stopped" or "ended"."""
        state, trainer = super().state, self._trainer
        done = trainer is not None and trainer.step >= self.epochs * trainer.steps_per_epoch
        return "stopped" if state == "ended" and not done else state

    @property
    def seen(self) -> tuple | None:
        """The figure never seen that is shown, an image (64, 64) and joints (J, 2); None before any net has looked at it."""
        if all(learned.found is None for learned in self.learned.values()):
            return None
        images, joints = self._unseen
        return images[self.figure, 0], joints[self.figure]

    def begin(self):
        """A run of the chosen net from its first weights."""
        kind, self._trainer = self.net, None
        learned = self.learned[kind] = Learned()

        def work(run: Run) -> None:
            if not run.turn():
                return
            images, joints = data.load("pose")
            self._unseen = tuple(part[:SCORED] for part in data.load("pose", "test"))
            net = pose_nets.NETS[kind](np.random.default_rng(self.seed))
            chosen = slice(0, self.figures)
            trainer = pose_nets.trainer(
                net, (images[chosen], joints[chosen]), self.seed, epochs=self.epochs,
                on_epoch=lambda _: self._score(net, learned),
            )  # fmt: skip
            last = self.epochs * trainer.steps_per_epoch
            learned.losses, learned.steps_per_epoch = trainer.history.step_losses, trainer.steps_per_epoch

            def stepped(_) -> None:
                if trainer.step % OFTEN == 1:
                    self._look_at(net, learned)
                if trainer.step < last and not run.turn():
                    trainer.stop()

            trainer.on_step = stepped
            self._before, self._trainer = run.seconds, trainer
            trainer.run()

        return work

    def _score(self, net, learned: Learned) -> None:
        """All figures never seen, after an epoch."""
        images, joints = self._unseen
        learned.found = pose_nets.answers(net, images)
        learned.scores = [*learned.scores, pck(learned.found, joints, images.shape[2], THRESHOLD)]

    def _look_at(self, net, learned: Learned) -> None:
        """The figure that is shown, within an epoch; in the thread of the run, between two steps."""
        images, joints = self._unseen
        found = np.full(joints.shape, np.nan, np.float32) if learned.found is None else learned.found.copy()
        found[self.figure] = pose_nets.answers(net, images[self.figure : self.figure + 1])[0]
        learned.found = found

    def forget(self) -> None:
        """Take all away that was learned."""
        self._trainer = None
        self.learned = {kind: Learned() for kind in KINDS}

    def prepare(self, name: str) -> None:
        """Another net waits for its own start; a run that goes on is not changed, but another figure can be looked at."""
        if name == "figure":
            return
        if self.state in GOING:
            raise ValueError("A net is being trained; stop it before you change this")
        self._run = self._trainer = None

    def controls(self) -> list[Control]:
        """The buttons, which net is trained, and which figure is looked at."""
        kinds = tuple((kind, kind) for kind in KINDS)
        return [
            *self.buttons("start", "pause", "stop"),
            Control("tabs", "net", "net with", options=kinds, group="net"),
            Control("slider", "figure", "figure never seen", high=SCORED - 1, group="figure", hidden=self.seen is None),
        ]

    def compute(self) -> Picture:
        """Progress, curves, and a figure as both nets see it."""
        run, trainer = self._run, self._trainer
        image, joints = self.seen or (None, None)
        return pictures.training(
            pictures.PoseMoment(
                kind=self.net, state=self.state, step=trainer.step if trainer else 0, epochs=self.epochs, figures=self.figures,
                scored=SCORED, learned=dict(self.learned), threshold=THRESHOLD, figure=self.figure, image=image,
                joints=joints, seconds=run.seconds if run else 0.0, before=self._before, error=run.error if run else "",
            )
        )  # fmt: skip

    def static_figure(self):
        """The static twin: curves and figure of this moment."""
        return pictures.printed(self.picture)
