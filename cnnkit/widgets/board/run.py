"""A run in a thread of its own, piece by piece, and the pages that look at it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

__all__ = ["Audience", "Run", "later"]

INTERVAL = 0.1  # seconds between two pictures, however fast the work is
SHARE = 10  # looking may cost one part in so many of the time
SILENCE = 20.0  # seconds without a word from any page after which a run waits
PATIENCE = 600.0  # seconds that it waits for a page to come back; then it ends


class Run:
    """Work in a thread of its own, piece by piece, so that the page and all other widgets stay alive.

    Parameters
    ----------
    work : function of this run
        Calls `turn` before each piece, and ends when that says False.
    look : function of this run
        Called from that thread between two pieces, at most 10 times a second while it runs, once whenever
        it begins to rest, and once when it has ended.
    name : str
        Of the thread.

    Attributes
    ----------
    ended, error : bool, str
        Whether it is over; the exception that ended it, in words, if one did.
    seconds : float
        Time at work, without pauses.

    Examples
    --------
    >>> def work(run):
    ...     while done < 3 and run.turn():
    ...         globals().update(done=done + 1)
    >>> done, run = 0, Run(work, lambda run: None)
    >>> run.start(); run.thread.join(); run.state, done
    ('ended', 3)
    """

    def __init__(self, work: Callable[[Run], None], look: Callable[[Run], None], name: str = "cnnkit run"):
        self.work, self.look = work, look
        self.ended, self.stopping, self.asleep, self.resting, self.error = False, False, False, False, ""
        self.seconds = 0.0
        # a daemon: a kernel that shuts down does not wait for the last piece
        self.thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._may_go = threading.Condition()
        self._left = math.inf  # pieces that it may do before it rests
        self._pace = self._since = self._looked = self._due = 0.0

    @property
    def state(self) -> str:
        """What the run does: "running", "paused", "asleep" (nobody looks), "stopping" or "ended"."""
        if self.ended or self.stopping:
            return "ended" if self.ended else "stopping"
        if self._left == math.inf:
            return "running"
        return "asleep" if self.asleep else "paused"

    @property
    def at_hand(self) -> bool:
        """Whether this thread may look at the work now, without waiting for a piece to end."""
        return self.ended or self.resting or threading.current_thread() is self.thread

    def soon(self) -> None:
        """Ask for a picture after the present piece."""
        self._due = self._looked + INTERVAL

    def start(self, *, paused: bool = False) -> None:
        """Begin; paused, the run waits for its first single step."""
        self._left = 0 if paused else math.inf
        self._since = time.perf_counter()
        self.thread.start()

    def pause(self, *, asleep: bool = False) -> None:
        """Wait after the present piece; asleep, until a page shows the run again."""
        self._let(0, asleep)
        if asleep:
            later(PATIENCE, lambda: self.state == "asleep" and self.stop())

    def resume(self) -> None:
        """Go on."""
        self._let(math.inf)

    def step(self) -> None:
        """Do one more piece, then wait."""
        self._let(1 if self._left == math.inf else self._left + 1)

    def stop(self) -> None:
        """End after the present piece."""
        self.stopping = True
        self._let(self._left)

    def take(self, seconds: float) -> None:
        """Let each piece take so many seconds, from now on."""
        if seconds != self._pace:
            self._pace = seconds
            self._let(self._left, self.asleep)

    def _let(self, pieces: float, asleep: bool = False) -> None:
        with self._may_go:
            self._left, self.asleep = pieces, asleep
            self.resting = self.resting and self._must_rest()
            self._may_go.notify_all()

    def _must_rest(self) -> bool:
        return self._left <= 0 and not self.stopping

    # --- in the thread of the run ---

    def turn(self) -> bool:
        """Show the work, keep its pace, wait while paused; False if the run is to end."""
        self._count()
        if time.perf_counter() >= self._due and self._left > 0:
            self._look()
        with self._may_go:
            while (wait := self._since + self._pace - time.perf_counter()) > 0 and self._left == math.inf:
                if self.stopping:
                    break
                self._may_go.wait(wait)
        while True:
            with self._may_go:
                self._may_go.wait_for(lambda: not (self.resting and self._must_rest()))
                if not self._must_rest():
                    self._left -= 1
                    self.resting = False
                    self._since = time.perf_counter()
                    return not self.stopping
            # the picture of a single step must come, if a moment later; not under the lock: it may steer
            time.sleep(max(0.0, self._looked + INTERVAL - time.perf_counter()))
            self.resting = self._must_rest()
            self._look()

    def _work(self) -> None:
        try:
            self.work(self)
        except Exception as error:  # a layer of the learner's own may raise anything; the page says it
            self.error = f"{type(error).__name__}: {error}"
        finally:
            self._count()
            self.ended = True
            self.look(self)

    def _count(self) -> None:
        self.seconds += time.perf_counter() - self._since

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
