"""Explorers that show work while it goes on: start, pause, step, stop, and the pages that look at it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cnnkit.shapes.settings import real_number, true_or_false
from cnnkit.widgets.board.assets import BOARD
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control
from cnnkit.widgets.board.run import Audience, Run, later

__all__ = ["GOING", "Live"]

GRACE = 2.0  # seconds in which a page that moved its cell may come back
GOING = ("running", "paused", "asleep", "stopping")


class Live(Explorer):
    """An explorer whose picture is work that goes on in a thread of its own.

    A subclass says what a run does (`begin`), what forgets it (`forget`), and draws it (`compute`).
    """

    thread_name = "cnnkit run"

    def __init__(self, **settings):
        self._run: Run | None = None
        self._audience, self._then = Audience(), None
        super().__init__(**settings)

    @classmethod
    def module_source(cls) -> str:
        """The JavaScript of this explorer, and what all live ones share."""
        return (BOARD / "live.js").read_text(encoding="utf-8") + "\n" + super().module_source()

    def begin(self) -> Callable[[Run], None]:
        """Make everything new for a run; what it does then, in its own thread."""
        raise NotImplementedError(f"{type(self).__name__} has to say what a run does")

    def forget(self) -> None:
        """Take away what the last run left."""

    @property
    def state(self) -> str:
        """What the run does: "ready", "running", "paused", "asleep", "stopping" or "ended"."""
        return self._run.state if self._run else "ready"

    def start(self, *, paused: bool = False) -> None:
        """Begin a run, or go on with one that waits; while one goes on, nothing happens."""
        paused = true_or_false(paused, "paused")
        with self._publishing:
            if self.state == "stopping":
                self._then = self.start  # two runs must not share their work: the end of the old one starts it
            elif self.state in ("paused", "asleep"):
                self.resume()
            elif self.state not in GOING:
                self._run = Run(self.begin(), self._looked_at, self.thread_name)
                self._audience.renew()
                self._run.start(paused=paused)
                self._show()

    def pause(self) -> None:
        """Wait after the present piece of work."""
        self._steer("pause", ("running", "asleep"))

    def resume(self) -> None:
        """Go on."""
        self._steer("resume", ("paused", "asleep"))

    def step(self) -> None:
        """Do one piece of work, then wait; before the first run, begin one.  A run that is over stays as it is."""
        with self._publishing:
            if self._run is None:
                self.start(paused=True)
            elif self._run.ended:
                self.message = "This run is over. Start again begins a new one."
            self._steer("step", ("running", "paused", "asleep"))

    def stop(self) -> None:
        """End the run after the present piece of work."""
        self._then = None
        self._steer("stop", ("running", "paused", "asleep"))

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the run has ended, or for so many seconds."""
        seconds = None if seconds is None else real_number(seconds, "seconds", threading.TIMEOUT_MAX)
        if self._run is not None:
            self._run.thread.join(seconds)

    def reset(self) -> None:
        """Stop the run, take its curves away, and bring back every setting as it was given at the start."""
        with self._publishing:
            if self.state in GOING:
                self.stop()
                self._then = self.reset
            else:
                self.forget()
                self._run = None
                super().reset()

    def close(self) -> None:
        """Stop the run and close the widget."""
        if self._run is not None:
            self._then = None
            self._run.stop()
        super().close()

    def _steer(self, verb: str, states: tuple[str, ...]) -> None:
        with self._publishing:
            if self.state in states:
                self._audience.renew()
                getattr(self._run, verb)()
                self._show()

    def _looked_at(self, run: Run) -> None:
        """Publish a moment, from the thread of the run."""
        if self.comm is None:
            return run.stop()  # closed
        with self._publishing:
            if run.state == "running" and self._audience.silent:
                run.pause(asleep=True)
            self._show()
            if run.ended and self._then is not None:
                then, self._then = self._then, None
                then()

    def _show(self) -> None:
        with self._publishing:
            if self.comm is None:
                return
            try:
                self._publish(self.compute())
            except Exception as reason:  # a picture that fails must not end the run that it shows
                self.message = f"This moment could not be drawn: {reason}."

    def press(self, name: str) -> None:
        """Answer a button."""
        if name == "pause" and self.state in ("paused", "asleep"):
            self.resume()
        elif name in ("start", "pause", "step", "stop"):
            getattr(self, name)()

    def watched(self, verb: str, page: str) -> None:
        """Work only while a page looks; stop soon after the last one closed."""
        super().watched(verb, page)
        if verb == "seen":
            self._audience.heard(page)
            if self.state == "asleep":
                self.resume()
        else:
            self._audience.left(page)
            later(GRACE, lambda: self._audience.gone and self.stop())

    def buttons(self, *verbs: str) -> list[Control]:
        """The buttons of the run, with the words that fit its state."""
        said = {}
        if self._run is not None and self._run.ended:
            said["start"] = "start again"
        if self.state in ("paused", "asleep"):
            said["pause"] = "resume"
        return [Control("button", verb, said.get(verb, verb), group="run") for verb in verbs]
