"""A training run in a thread of its own, and the pages that look at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from cnnkit.training import Trainer

__all__ = ["Audience", "Run", "later"]

INTERVAL = 0.1  # seconds between two pictures, however fast the steps are
SHARE = 10  # looking may cost one part in so many of the time
SILENCE = 20.0  # seconds without a word from any page after which a run waits
PATIENCE = 600.0  # seconds that it waits for a page to come back; then it ends
MOST_RATES = 24


class Run:
    """A Trainer at work in its own thread, so that the page and all other widgets stay alive.

    Parameters
    ----------
    trainer : Trainer
    look : function of this run
        Called from that thread between two updates, at most 10 times a second while it runs, once whenever
        it begins to rest, and once when it has ended.

    Attributes
    ----------
    ended, error : bool, str
        Whether it is over; the exception that ended it, in words, if one did.
    seconds : float
        Time at work, without pauses.
    rates : list of (step, learning rate)
        When the learning rate was changed, and to what; the first entry is the start.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnkit.layers import Linear
    >>> rng = np.random.default_rng(0)
    >>> trainer = Trainer(
    ...     Linear(2, 2, rng=rng), np.eye(2, dtype=np.float32), np.array([0, 1]),
    ...     epochs=3, batch_size=2, learning_rate=1.0, rng=rng,
    ... )
    >>> run = Run(trainer, look=lambda run: None)
    >>> run.start(); run.thread.join(); run.state, trainer.step
    ('ended', 3)
    """

    def __init__(self, trainer: Trainer, look: Callable[[Run], None]):
        self.trainer, self.look = trainer, look
        self.ended, self.stopping, self.asleep, self.error = False, False, False, ""
        self.seconds = 0.0
        self.rates = [(0, trainer.learning_rate)]
        # a daemon: a kernel that shuts down does not wait for the last epoch
        self.thread = threading.Thread(target=self._work, name="cnnkit training", daemon=True)
        self._since = self._looked = self._due = 0.0
        trainer.on_step, trainer.on_rest = self._after_step, self._at_rest

    @property
    def state(self) -> str:
        """What the run does: "running", "paused", "asleep" (nobody looks), "stopping" or "ended"."""
        if self.ended:
            return "ended"
        if self.stopping:
            return "stopping"
        if self.trainer.paused:
            return "asleep" if self.asleep else "paused"
        return "running"

    @property
    def at_hand(self) -> bool:
        """Whether this thread may look at the network now, without waiting for an update to end."""
        return self.ended or self.trainer.resting or threading.current_thread() is self.thread

    def soon(self) -> None:
        """Ask for a picture after the present update."""
        self._due = self._looked + INTERVAL

    def start(self, *, paused: bool = False) -> None:
        """Begin; paused, the run waits for its first single step."""
        if paused:
            self.trainer.pause()
        self._since = time.perf_counter()
        self.thread.start()

    def pause(self, *, asleep: bool = False) -> None:
        """Wait after the present update; asleep, until a page shows the run again."""
        self.asleep = asleep
        self.trainer.pause()
        if asleep:
            later(PATIENCE, self._end_if_asleep)

    def resume(self) -> None:
        """Go on."""
        self._go()
        self.trainer.resume()

    def step(self) -> None:
        """Do one more update, then wait."""
        self._go()
        self.trainer.step_once()

    def stop(self) -> None:
        """End after the present update."""
        self.stopping = True
        self.trainer.stop()

    def steer(self, learning_rate: float) -> None:
        """Use another learning rate from the next update on."""
        if learning_rate == self.trainer.learning_rate:
            return
        self.trainer.learning_rate = learning_rate
        if self.rates[-1][0] == self.trainer.step:
            self.rates.pop()  # a slider passes many values on its way
        self.rates = [*self.rates, (self.trainer.step, learning_rate)][-MOST_RATES:]

    def _go(self) -> None:
        self.asleep = False
        self._since = time.perf_counter()

    def _end_if_asleep(self) -> None:
        if self.state == "asleep":
            self.stop()

    # --- in the thread of the run ---

    def _work(self) -> None:
        try:
            self.trainer.run()
        except Exception as error:  # a layer of the learner's own may raise anything; the page says it
            self.error = f"{type(error).__name__}: {error}"
        finally:
            self.ended = True
            self.look(self)

    def _after_step(self, trainer: Trainer) -> None:
        now = time.perf_counter()
        self.seconds += now - self._since
        self._since = now
        if now >= self._due and trainer.steps_asked > 0:
            self._look()

    def _at_rest(self, trainer: Trainer) -> None:
        """Show where it stands; the picture of a single step must come, if a moment later."""
        time.sleep(max(0.0, self._looked + INTERVAL - time.perf_counter()))
        self._look()

    def _look(self) -> None:
        self._looked = time.perf_counter()
        self.look(self)
        cost = time.perf_counter() - self._looked
        self._due = self._looked + max(INTERVAL, SHARE * cost)


def later(seconds: float, act: Callable[[], None]) -> None:
    """Do something in a while, without keeping a kernel alive for it."""
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()


class Audience:
    """The pages that show a widget: when they came, when they were last heard, whether they left.

    A notebook that is closed says goodbye; a browser that is closed falls silent.  Where no page was ever
    heard, as in a script, nobody is missed.

    Examples
    --------
    >>> audience = Audience()
    >>> audience.silent, audience.gone
    (False, False)
    >>> audience.heard("left half"); audience.left("left half"); audience.gone
    True
    """

    def __init__(self):
        self._pages: set[str] = set()
        self._last: float | None = None

    def heard(self, page: str) -> None:
        """A page is there."""
        self._pages.add(page)
        self._last = time.monotonic()

    def renew(self) -> None:
        """Begin to listen anew: a run that waited starts or goes on."""
        if self._last is not None:
            self._last = time.monotonic()

    def left(self, page: str) -> None:
        """A page said goodbye."""
        self._pages.discard(page)

    @property
    def gone(self) -> bool:
        """Whether there were pages and all of them said goodbye."""
        return self._last is not None and not self._pages

    @property
    def silent(self) -> bool:
        """Whether no page has said a word for 20 seconds."""
        return self._last is not None and time.monotonic() - self._last > SILENCE
