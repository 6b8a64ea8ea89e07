"""Race: one small net trained with the right gradient and with wrong ones, side by side and live."""

from __future__ import annotations

import threading
import time

from traitlets import Bool, Int, TraitError, Unicode, validate

from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.race import picture as pictures
from cnnkit.widgets.race.view import ENTRIES, RATES
from cnnkit.widgets.race.view import Race as Run

__all__ = ["Race"]

INTERVAL = 0.1  # seconds between two pictures
MISTAKES = tuple(name for name in ENTRIES if name not in ("right", "frozen"))


class Race(Explorer):
    """Which wrong gradients learn all the same?  The right one and chosen mistakes, beside a frozen control.

    Every entry begins with the same weights and sees the same digits in the same order; in the control no
    gradient reaches the first convolution (dY = 0).  It runs in a thread of its own, so the page stays alive.

    Parameters
    ----------
    pool, turned, flipped, twice, first_map, mixed, slope, shared : bool
        Which mistakes take part: = for += in pooling; the filter turned in dY; dW flipped; 1/T twice; dY from
        one map only; the maps of dW mixed; f′ left out; the maximum treated as a mean.
    optimiser : {"SGD", "Adam"}
    epochs, seeds : int
        How long it goes on, and how many first weights are tried.
    after : Predict, optional
        The prediction that unlocks the race.

    Examples
    --------
    >>> race = Race(epochs=1, seeds=1)
    >>> race.start(); race.wait(60)
    >>> race.state, len(race.standings)
    ('ended', 6)
    """


    pool = Bool(True).tag(sync=True, picture=True)
    turned = Bool(True).tag(sync=True, picture=True)
    flipped = Bool(True).tag(sync=True, picture=True)
    twice = Bool(True).tag(sync=True, picture=True)
    first_map = Bool(False).tag(sync=True, picture=True)
    mixed = Bool(False).tag(sync=True, picture=True)
    slope = Bool(False).tag(sync=True, picture=True)
    shared = Bool(False).tag(sync=True, picture=True)
    optimiser = Unicode("SGD").tag(sync=True, picture=True)
    epochs = Int(8, min=1, max=40).tag(sync=True, picture=True)
    seeds = Int(3, min=1, max=10).tag(sync=True, picture=True)

    def __init__(self, **settings):
        self._thread: threading.Thread | None = None
        self._may_go = threading.Condition()
        self._paused = self._stopping = self._over = False
        self._seconds, self._error = 0.0, ""
        self._run: Run | None = None
        super().__init__(**settings)

    @validate("optimiser")
    def _known_optimiser(self, proposal):
        if proposal["value"] not in RATES:
            raise TraitError(f"the optimiser is {proposal['value']!r}; it must be SGD or Adam")
        return proposal["value"]

    # --- the run ---

    @property
    def state(self) -> str:
        """What it does: "ready", "running", "paused", "stopping", "stopped" or "ended"."""
        if self._thread is None:
            return "ready"
        if self._thread.is_alive() and not self._over:
            return "stopping" if self._stopping else "paused" if self._paused else "running"
        return "ended" if self._run.share == 1 else "stopped"

    @property
    def standings(self) -> list:
        """How all entries stand now."""
        return self._run.standings()

    def start(self) -> None:
        """Begin a race with the present settings; while one goes on, nothing happens."""
        with self._publishing:
            if self.state in ("running", "paused", "stopping"):
                return
            self._run = self._new_run()
            self._paused = self._stopping = self._over = False
            self._seconds, self._error = 0.0, ""
            # a daemon: a kernel that shuts down does not wait for the last epoch
            self._thread = threading.Thread(target=self._work, name="cnnkit race", daemon=True)
            self._thread.start()
            self._show()

    def pause(self) -> None:
        """Wait after the present epoch."""
        self._steer(paused=True)

    def resume(self) -> None:
        """Go on."""
        self._steer(paused=False)

    def stop(self) -> None:
        """End after the present epoch."""
        self._steer(stopping=True)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the race is over, or for so many seconds."""
        if self._thread is not None:
            self._thread.join(seconds)

    def close(self) -> None:
        """Stop the race and close the widget."""
        self._steer(stopping=True)
        super().close()

    def _steer(self, **wanted: bool) -> None:
        with self._publishing:
            if self.state not in ("running", "paused"):
                return
            with self._may_go:
                for name, value in wanted.items():
                    setattr(self, f"_{name}", value)
                self._may_go.notify_all()
            self._show()

    def _new_run(self) -> Run:
        chosen = [name for name in MISTAKES if getattr(self, name)]
        return Run(chosen, optimiser=self.optimiser, epochs=self.epochs, seeds=self.seeds)

    def _work(self) -> None:
        """The thread of the race."""
        shown = 0.0
        try:
            begun = time.perf_counter()
            for _ in self._run.run():
                self._seconds += time.perf_counter() - begun
                if time.perf_counter() - shown > INTERVAL:
                    self._show()
                    shown = time.perf_counter()
                with self._may_go:
                    self._may_go.wait_for(lambda: not self._paused or self._stopping)
                if self._stopping or self.comm is None:
                    break
                begun = time.perf_counter()
        except Exception as error:  # what happens in a thread would otherwise be seen by nobody
            self._error = f"{type(error).__name__}: {error}"
        finally:
            self._over = True
            self._show()

    # --- what the browser says ---

    def press(self, name: str) -> None:
        """Answer a button."""
        if name == "pause" and self.state == "paused":
            self.resume()
        elif name in ("start", "pause", "stop"):
            getattr(self, name)()

    def reset(self) -> None:
        """Bring back every setting as it was given at the start, and take the curves away."""
        if self.state in ("running", "paused", "stopping"):
            raise ValueError("a race is running; stop it first")
        super().reset()
        with self._publishing:
            self._thread, self._run = None, self._new_run()
            self._show()

    # Two threads set traits here; ipywidgets collects changes in fields of the widget, so one at a time.

    def set_state(self, sync_data):
        """Take settings from the browser, one thread at a time."""
        with self._publishing:
            super().set_state(sync_data)

    def notify_change(self, change):
        """Tell the browser of a change, one thread at a time."""
        with self._publishing:
            super().notify_change(change)

    # --- the picture ---

    def prepare(self, name: str) -> None:
        """Another setting makes another race; one that goes on is not changed."""
        if self.state in ("running", "paused", "stopping"):
            raise ValueError("A race is on; stop it before you change it")
        self._thread, self._run = None, self._new_run()

    def controls(self) -> list[Control]:
        """The buttons, the optimiser, and who takes part."""
        state = self.state
        again = state in ("ended", "stopped")
        return [
            Control("button", "start", "start again" if again else "start", group="run"),
            Control("button", "pause", "resume" if state == "paused" else "pause", group="run"),
            Control("button", "stop", "stop", group="run"),
            Control(
                "tabs", "optimiser", "optimiser", group="rule",
                options=tuple((name, f"{name}, η = {rate:g}") for name, rate in RATES.items()),
            ),
            *(Control("switch", name, ENTRIES[name].label, group="entries") for name in MISTAKES),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The race as it stands."""
        if self._run is None:
            self._run = self._new_run()
        return pictures.race(self._run, self.state, self._seconds, self._error)

    def _show(self) -> None:
        with self._publishing:
            if self.comm is None:
                return
            try:
                self._publish(self.compute())
            except Exception as reason:  # a picture that fails must not end the race that it shows
                self.message = f"This moment could not be drawn: {reason}."

    def static_figure(self):
        """The static twin: curves and table of this moment."""
        return pictures.printed(self.picture)
