"""Two programs side by side: in turns, so that a busy moment of the machine strikes both alike."""

import statistics
import time

import numpy as np

__all__ = ["Measured", "agree", "compare"]

WARM = 0.004  # seconds that a program runs before it is timed, so that the other one's threads have gone to sleep
TIMED = 0.002  # seconds that are timed in a turn, at least one call


def agree(ours, theirs):
    """Whether two results are equal up to float32; a wrong program is not worth timing."""
    a, b = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-3, atol=1e-3 * (np.abs(b).max() + 1e-9))


class Measured:
    """Seconds of each call, a list per run."""

    def __init__(self, names):
        self.runs = {name: [] for name in names}

    def seconds(self, name):
        """The median of the runs' medians."""
        return statistics.median(self.runs[name])

    def ratio(self, other, name="ours"):
        """The median of the runs' ratios: the other's time by this one's."""
        pairs = zip(self.runs[other], self.runs[name], strict=True)
        return statistics.median(theirs / ours for theirs, ours in pairs)


def compare(programs, runs, seconds):
    """Time programs (name: function) in turns for so many seconds a run."""
    measured = Measured(programs)
    for _ in range(runs):
        turns = {name: [] for name in programs}
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(turns["ours"]) < 3:
            for name, call in programs.items():
                turns[name].append(_turn(call))
        for name, times in turns.items():
            measured.runs[name].append(statistics.median(times))
    return measured


def _turn(call):
    start = now = time.perf_counter()
    calls = 0
    while now - start < WARM or calls < 1:
        call()
        calls += 1
        now = time.perf_counter()
    count = max(1, round(TIMED * calls / (now - start)))
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count
