"""The gradient for the filters: the same sum, summed over places instead of filter cells.

    dw[n, k] = sum over places of dz[n, place] * buffer[place + off[k]]           k = (m, p, q)

Both y and dz lie interleaved in a buffer (`buffer.py`), so that a register holds one place of several
examples; lanes without an example hold 0 in both.  A tile takes four maps of dz and three filter cells:
twelve sums over some hundred places of a band, and only at its end are the lanes added up.

There may be thousands of such sums for one filter cell.  What dw loses of each, in its own precision, is
kept beside it and added at the end.
"""

from numba import njit, prange

from .buffer import clear, compiled, inlined, pack, three
from .plan import PLACES
from .simd import cell, fma, lanes, load, total, zeros

__all__ = ["correlate", "correlate_together"]


@inlined
def tile(work, dz, dz_plane, y, source, first, places, off, k, last, dw, to, lost, step, maps):
    """Add twelve sums over places first to `places` to dw: maps 0 to 3 from `dz` on, filter cells k, k + 1, k + 2."""
    wide = lanes(work)
    o0, o1, o2 = three(off, 0, k, last)
    a0 = a1 = a2 = b0 = b1 = b2 = c0 = c1 = c2 = d0 = d1 = d2 = zeros(work)
    for i in range(first, places):
        s, r = dz + i * wide, y + cell(source, i)
        x0, x1, x2 = load(work, r + o0), load(work, r + o1), load(work, r + o2)
        g = load(work, s)
        a0, a1, a2 = fma(g, x0, a0), fma(g, x1, a1), fma(g, x2, a2)
        g = load(work, s + dz_plane)
        b0, b1, b2 = fma(g, x0, b0), fma(g, x1, b1), fma(g, x2, b2)
        g = load(work, s + 2 * dz_plane)
        c0, c1, c2 = fma(g, x0, c0), fma(g, x1, c1), fma(g, x2, c2)
        g = load(work, s + 3 * dz_plane)
        d0, d1, d2 = fma(g, x0, d0), fma(g, x1, d1), fma(g, x2, d2)
    keep(dw, to, work, lost, last - k, a0, a1, a2)
    if maps > 1:
        keep(dw, to + step, work, lost + step, last - k, b0, b1, b2)
    if maps > 2:
        keep(dw, to + 2 * step, work, lost + 2 * step, last - k, c0, c1, c2)
    if maps > 3:
        keep(dw, to + 3 * step, work, lost + 3 * step, last - k, d0, d1, d2)


@inlined
def strip(work, dz, y, source, first, places, off, k, last, dw, to, lost):
    """One map and nine filter cells: for a map that is alone in its group (depth-wise)."""
    wide = lanes(work)
    o0, o1, o2 = three(off, 0, k, last)
    o3, o4, o5 = three(off, 0, k + 3, last)
    o6, o7, o8 = three(off, 0, k + 6, last)
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = s8 = zeros(work)
    for i in range(first, places):
        g, r = load(work, dz + i * wide), y + cell(source, i)
        s0, s1 = fma(g, load(work, r + o0), s0), fma(g, load(work, r + o1), s1)
        s2, s3 = fma(g, load(work, r + o2), s2), fma(g, load(work, r + o3), s3)
        s4, s5 = fma(g, load(work, r + o4), s4), fma(g, load(work, r + o5), s5)
        s6, s7 = fma(g, load(work, r + o6), s6), fma(g, load(work, r + o7), s7)
        s8 = fma(g, load(work, r + o8), s8)
    keep(dw, to, work, lost, last - k, s0, s1, s2)
    if last - k > 2:
        keep(dw, to + 3, work, lost + 3, last - k - 3, s3, s4, s5)
    if last - k > 5:
        keep(dw, to + 6, work, lost + 6, last - k - 6, s6, s7, s8)


@inlined
def keep(dw, to, work, lost, more, s0, s1, s2):
    """dw[to], dw[to + 1], ... += the lanes of three sums, of which the first and `more` are wanted."""
    add_up(dw, to, work, lost, total(s0))
    if more > 0:
        add_up(dw, to + 1, work, lost + 1, total(s1))
    if more > 1:
        add_up(dw, to + 2, work, lost + 2, total(s2))


@inlined
def add_up(dw, to, work, lost, number):
    """dw[to] += number, and work[lost] += what that leaves out; of infinite sums nothing is left out."""
    before = dw[to]
    after = before + number
    part = after - before
    rest = (before - (after - part)) + (number - part)
    dw[to] = after
    if rest == rest:
        work[lost] += rest


@inlined
def fill_buffers(plan, dz, y, work, base, row, rows, g, t, chunks):
    """Pack a band of y and of dz, of so many chunks of examples from example t on."""
    wide, width = plan.mix, plan.target_width
    y_plane, z_plane = plan.height * plan.width, plan.target_height * width
    y_step, z_step = plan.groups * plan.channels * y_plane, plan.groups * plan.maps * z_plane
    for chunk in range(chunks):
        first = t + chunk * wide
        here, top = min(wide, plan.examples - first), plan.top - row * plan.stride
        pack(
            y, first * y_step + g * plan.channels * y_plane, here, y_step, plan.channels, plan.height, plan.width,
            top, plan.left, wide, plan.rows, plan.pitch, plan.plane, work, base + chunk * plan.channels * plan.plane,
        )  # fmt: skip
        pack(
            dz, first * z_step + g * plan.maps * z_plane, here, z_step, plan.maps, plan.target_height, width,
            -row, 0, wide, rows, width, plan.target_plane, work, base + plan.results + chunk * rows * width * wide,
        )  # fmt: skip


@compiled
def units(plans, table, dz, y, work, base, dw, at, first, last):
    """Add to dw[at : ...] what the pieces of work first to last give."""
    plan, lost = plans[0], base + plans[0].lost
    clear(work, lost, plan.filters)
    off, source = table[: plan.source], table[plan.source : plan.target]
    gradients, cells = base + plan.results, len(off)
    for unit in range(first, last):
        row = unit % plan.bands * plan.band
        g = unit // plan.bands % plan.groups
        t = unit // plan.bands // plan.groups * plan.chunks * plan.mix
        rows = min(plan.band, plan.target_height - row)
        chunks = min(plan.chunks, (plan.examples - t + plan.mix - 1) // plan.mix)
        fill_buffers(plan, dz, y, work, base, row, rows, g, t, chunks)
        places, start, aside = chunks * rows * plan.target_width, at + g * plan.group_step, lost + g * plan.group_step
        pieces = max(1, places // PLACES)
        for piece in range(pieces):
            begin, end = places * piece // pieces, places * (piece + 1) // pieces
            if plan.maps == 1:
                for k in range(0, cells, 9):
                    strip(
                        work, gradients, base, source, begin, end, off, k, cells - 1, dw, start + k, aside + k
                    )  # fmt: skip
                continue
            for n in range(0, plan.maps, 4):
                for k in range(0, cells, 3):
                    at_dz, to = gradients + n * plan.target_plane, n * cells + k
                    tile(
                        work, at_dz, plan.target_plane, base, source, begin, end, off, k, cells - 1,
                        dw, start + to, aside + to, cells, plan.maps - n,
                    )  # fmt: skip
    for i in range(plan.filters):
        dw[at + i] += work[lost + i]


@inlined
def is_sound(plan, dw):
    """False if a sum is not finite and the maps have a frame, which then may have been what made it so: 0 * inf."""
    sound = True
    for i in range(len(dw)):
        sound &= dw[i] - dw[i] == 0
    return sound or plan.framed == 0


@compiled
def correlate(plans, table, dz, y, work, dw):
    """dw = the sum over all examples and places, on this thread; False if that needs the formula (`is_sound`)."""
    dz, y, dw = dz.reshape(-1), y.reshape(-1), dw.reshape(-1)
    clear(dw, 0, len(dw))
    units(plans, table, dz, y, work, plans[0].shared, dw, 0, 0, plans[0].units)
    return is_sound(plans[0], dw)


@njit(cache=True, nogil=True, parallel=True)
def correlate_together(plans, table, dz, y, work, dw, threads):
    """The same on several threads: each sums into filters of its own in `work`, added at the end."""
    dz, y, dw = dz.reshape(-1), y.reshape(-1), dw.reshape(-1)
    size = len(dw)
    count, shared, sums, own = plans[0].units, plans[0].shared, plans[0].sums, plans[0].own
    for thread in prange(threads):
        first, last = count * thread // threads, count * (thread + 1) // threads
        base = shared + thread * own
        clear(work, base + sums, size)
        units(plans, table, dz, y, work, base, work, base + sums, first, last)
    for i in range(size):
        dw[i] = work[shared + sums + i]
        for thread in range(1, threads):
            dw[i] += work[shared + thread * own + sums + i]
    return is_sound(plans[0], dw)
