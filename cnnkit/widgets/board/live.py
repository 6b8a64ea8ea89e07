"""Explorers that show work while it goes on: its thread, its states, and the pages that look at it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from cnnkit.widgets.board.explorer import BOARD, Explorer
from cnnkit.widgets.board.picture import Control

__all__ = ["GOING", "Audience", "Live", "Run"]

INTERVAL = 0.1  # seconds between two pictures, however fast the work is
SHARE = 10  # looking may cost one part in so many of the time
SILENCE = 20.0  # seconds without a word from any page after which a run waits
PATIENCE = 600.0  # seconds that it waits for a page to come back; then it ends
GRACE = 2.0  # seconds in which a page that moved its cell may come back
GOING = ("running", "paused", "asleep", "stopping")


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

    @classmethod
    def style(cls) -> str:
        """The style of this explorer, and what all live ones share."""
        return super().style() + (BOARD / "live.css").read_text(encoding="utf-8")

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
        """Answer a button, or a page that comes, looks on, or leaves."""
        verb, _, page = name.partition(" ")
        if verb == "seen":
            self._audience.heard(page)
            self.send({"kind": "here"})  # the page then knows that this kernel lives
            if self.state == "asleep":
                self.resume()
        elif verb == "left":
            self._audience.left(page)
            later(GRACE, lambda: self._audience.gone and self.stop())
        elif verb == "pause" and self.state in ("paused", "asleep"):
            self.resume()
        elif verb in ("start", "pause", "step", "stop"):
            getattr(self, verb)()

    def buttons(self, *verbs: str) -> list[Control]:
        """The buttons of the run, with the words that fit its state."""
        said = {}
        if self._run is not None and self._run.ended:
            said["start"] = "start again"
        if self.state in ("paused", "asleep"):
            said["pause"] = "resume"
        return [Control("button", verb, said.get(verb, verb), group="run") for verb in verbs]

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
