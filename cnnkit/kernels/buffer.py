"""The buffer that every convolution reads: maps inside a frame of zeros, one row after the other.

    buffer[channel, row, column, lane]        flat; `plane` numbers a channel, `pitch` columns a row

A filter cell (m, p, q) then is nothing but a distance: an output that starts reading at place s of the
buffer finds its partner at s + off[m, p, q].  A register holds neighbouring numbers of the buffer, and
what its lanes mean is chosen when the buffer is filled:

- `mix` = 1: the lanes are neighbouring columns of one example (few examples, wide maps);
- `mix` = lanes of a register: the lanes are that many examples, interleaved.  No map is too narrow,
  no stride too wide: every lane is at the same cell of its own map.

`pack` fills a buffer from maps, `unpack` takes interleaved results apart again.  Both turn square blocks.
"""

from numba import njit

from .simd import cell, lanes, load, store, turn, zeros

__all__ = ["clear", "compiled", "inlined", "interleave", "pack", "three", "unpack"]

compiled = njit(cache=True, nogil=True)
inlined = njit(nogil=True, forceinline=True)  # part of the kernels that call it: needs no file of its own


@inlined
def clear(work, start, count):
    """work[start : start + count] = 0; the last register overlaps the one before."""
    wide = lanes(work)
    if count < wide:
        for i in range(count):
            work[start + i] = 0
        return
    for i in range(0, count - wide, wide):
        store(work, start + i, zeros(work))
    store(work, start + count - wide, zeros(work))


@inlined
def clear_before(work, start, end):
    """work[start : end] = 0, whole registers at a time: what they reach behind the end is written next."""
    for i in range(start, end, lanes(work)):
        store(work, i, zeros(work))


@inlined
def copy(y, start, work, target, count):
    """work[target : ...] = y[start : start + count]; the last register overlaps the one before."""
    wide = lanes(y)
    if count < wide:
        for i in range(count):
            work[target + i] = y[start + i]
        return
    for i in range(0, count - wide, wide):
        store(work, target + i, load(y, start + i))
    store(work, target + count - wide, load(y, start + count - wide))


@inlined
def interleave(y, start, step, examples, work, target, count):
    """work[target + i, lane] = y[lane, start + i]; lanes without an example hold 0."""
    wide = lanes(y)
    if examples == wide and count < wide and start + (wide - 1) * step + wide <= len(y):
        # a narrow row: turn beyond its end; what follows is written later, and `room.py` leaves room behind the last
        turn(y, start, step, work, target, wide)
        return
    if examples == wide and count >= wide:
        for i in range(0, count - wide, wide):
            turn(y, start + i, step, work, target + i * wide, wide)
        i = count - wide
        turn(y, start + i, step, work, target + i * wide, wide)
        return
    for i in range(count):
        for lane in range(wide):
            work[target + i * wide + lane] = y[start + lane * step + i] if lane < examples else 0


@inlined
def pack(
    y, first, examples, step, channels, height, width, top, left, mix, rows, pitch, plane, work, base
):  # fmt: skip
    """Fill the buffer at work[base] with `rows` rows of maps.

    y[first] is the first cell of the first example and map, `step` the distance to the next example;
    cell (0, 0) of a map comes to (top, left) of the buffer, which may lie outside it.
    """
    size = height * width
    if left == 0 and pitch == width and top <= 0 and rows - top <= height:  # no frame: all rows are one long row
        first, top, rows, height, width, pitch = first - top * width, 0, 1, 1, rows * width, rows * width
    begin, end = max(0, -left), min(width, pitch - left)
    first_row, last_row = (max(0, top), min(rows, top + height)) if end > begin else (0, 0)
    for c in range(channels):
        start = base + c * plane
        written = start
        for row in range(first_row, last_row):
            source, target = first + c * size + (row - top) * width + begin, start + (row * pitch + begin + left) * mix
            if (end - begin) * mix >= lanes(work):
                clear_before(work, written, target)
            else:
                clear(work, written, target - written)
            if mix == 1:
                copy(y, source, work, target, end - begin)
            else:
                interleave(y, source, step, examples, work, target, end - begin)
            written = target + (end - begin) * mix
        clear(work, written, start + rows * pitch * mix - written)


@inlined
def unpack(work, base, count, examples, z, first, step):
    """z[lane, first + i] = work[base + i, lane] for every lane that holds an example."""
    wide = lanes(work)
    if examples == wide and count >= wide:
        for i in range(0, count - wide, wide):
            turn(work, base + i * wide, wide, z, first + i, step)
        i = count - wide
        turn(work, base + i * wide, wide, z, first + i, step)
        return
    for lane in range(examples):
        for i in range(count):
            z[first + lane * step + i] = work[base + i * wide + lane]


@inlined
def three(table, base, a, last):
    """Entries a, a + 1, a + 2 of a table; the last again where it ends (the same sum, stored again)."""
    b, c = min(a + 1, last), min(a + 2, last)
    return base + cell(table, min(a, last)), base + cell(table, b), base + cell(table, c)
