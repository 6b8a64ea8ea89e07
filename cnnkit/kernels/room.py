"""How much room a kernel needs to scribble on: the one place that says so.

A work area is one array.  First come numbers that all threads read, then a part for each thread, cut into the
areas that the thread writes one after the other:

    | shared | areas of thread 0 | areas of thread 1 | ...

Kernels check no bound, so every area has room for whatever is written to it:

- maps that lie one behind the other take as many numbers as they have cells;
- maps that are interleaved are turned in square blocks of `mix` cells by `mix` lanes.  A row of fewer cells is
  turned beyond its end, by up to mix - 1 cells; the next row wipes them out, and behind the last one they
  need room (`packed`).

With guard pages behind every area of a single thread, and exact sums against plain formulas for the areas between
them, `tests/test_kernels_guard.py` sees a kernel that needs more.
"""

from collections import namedtuple

__all__ = ["FILTERS", "LINE", "ONE", "Room", "lay_out", "packed"]

LINE = 16  # numbers; a line of the cache, where every area begins
ONE, FILTERS = 0, 4  # what all threads read of a scan: the number 1, and where the filters begin


class Room(namedtuple("Room", "shared areas own")):
    """Numbers that all threads read, where the areas of a thread begin in its part, numbers of that part."""

    __slots__ = ()

    def for_threads(self, threads):
        """Numbers of the whole work area."""
        return self.shared + threads * self.own


def packed(numbers, mix):
    """Numbers of an area that `pack` or `interleave` fills with so many numbers in `mix` lanes."""
    return numbers + (mix - 1) * mix


def lay_out(shared, *areas):
    """The room for `shared` numbers that all threads read, and areas of so many numbers for each thread."""
    begins, own = [], 0
    for area in areas:
        begins.append(own)
        own += _lines(area)
    return Room(_lines(shared), tuple(begins), own)


def _lines(numbers):
    return -(-numbers // LINE) * LINE
