"""PoseTraining: the net with heat maps or the net with numbers, trained behind a button, with its progress."""

from __future__ import annotations

import numpy as np
from traitlets import Enum, Int

from cnnkit import data
from cnnkit.models import pose_nets
from cnnkit.pose import pck
from cnnkit.training import Trainer
from cnnkit.widgets.board.live import GOING, Live
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.pose_training import picture as pictures

__all__ = ["PoseTraining"]

KINDS = tuple(pose_nets.NETS)
THRESHOLD = 0.1
SCORED = 300  # figures never seen that are scored after every epoch


class PoseTraining(Live):
    """Both nets that find joints, trained one after the other on drawn figures; PCK on figures never seen after every epoch.

    Lecture 5.2.  It trains in a thread of its own; the page stays alive.  The curve of each net stays until it is trained
    again or all is reset.

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
    after : Predict, optional
        The prediction that unlocks it.

    Examples
    --------
    >>> training = PoseTraining(net="numbers", epochs=1, figures=64)
    >>> training.start(); training.wait(120)
    >>> training.state, len(training.scores["numbers"])
    ('ended', 1)
    """

    thread_name = "cnnkit pose"
    net = Enum(KINDS, "heat maps").tag(sync=True, picture=True)
    epochs = Int(pose_nets.EPOCHS, min=1).tag(picture=True)
    figures = Int(6000, min=1).tag(picture=True)
    seed = Int(0, min=0).tag(picture=True)

    def __init__(self, **settings):
        self._trainer: Trainer | None = None
        self.scores: dict[str, list[float]] = {kind: [] for kind in KINDS}
        super().__init__(**settings)

    @property
    def state(self) -> str:
        """What it does: "ready", "running", "paused", "asleep", "stopping", "stopped" or "ended"."""
        state, trainer = super().state, self._trainer
        done = trainer is not None and trainer.step >= self.epochs * trainer.steps_per_epoch
        return "stopped" if state == "ended" and not done else state

    @property
    def share(self) -> float:
        """How much of the present run is done, 0 to 1."""
        trainer = self._trainer
        return trainer.step / (self.epochs * trainer.steps_per_epoch) if trainer else 0.0

    def begin(self):
        """A run of the chosen net from its first weights."""
        kind, self._trainer = self.net, None
        self.scores[kind] = []

        def work(run: Run) -> None:
            if not run.turn():
                return
            images, joints = data.load("pose")
            unseen = tuple(part[:SCORED] for part in data.load("pose", "test"))
            net = pose_nets.NETS[kind](np.random.default_rng(self.seed))

            def scored(trainer: Trainer) -> None:
                found = pose_nets.answers(net, unseen[0])
                self.scores[kind] = [*self.scores[kind], pck(found, unseen[1], unseen[0].shape[2], THRESHOLD)]

            chosen = slice(0, self.figures)
            trainer = pose_nets.trainer(net, (images[chosen], joints[chosen]), self.seed, epochs=self.epochs, on_epoch=scored)
            last = self.epochs * trainer.steps_per_epoch
            trainer.on_step = lambda _: None if trainer.step >= last or run.turn() else trainer.stop()
            self._trainer = trainer
            trainer.run()

        return work

    def forget(self) -> None:
        """Take the curves away."""
        self._trainer = None
        self.scores = {kind: [] for kind in KINDS}

    def prepare(self, name: str) -> None:
        """Another net waits for its own start; a run that goes on is not changed."""
        if self.state in GOING:
            raise ValueError("A net is being trained; stop it before you change this")
        self._run = self._trainer = None

    def controls(self) -> list[Control]:
        """The buttons, and which net is trained."""
        kinds = tuple((kind, kind) for kind in KINDS)
        return [*self.buttons("start", "pause", "stop"), Control("tabs", "net", "net with", options=kinds, group="net")]

    def compute(self) -> Picture:
        """Progress and curves."""
        run, trainer = self._run, self._trainer
        return pictures.training(
            pictures.PoseMoment(
                kind=self.net, state=self.state, share=self.share, epochs=self.epochs, figures=self.figures, scored=SCORED,
                losses=tuple(trainer.history.losses) if trainer else (), scores=dict(self.scores), threshold=THRESHOLD,
                seconds=run.seconds if run else 0.0, error=run.error if run else "",
            )
        )  # fmt: skip

    def static_figure(self):
        """The static twin: the curves of this moment."""
        return pictures.printed(self.picture)
