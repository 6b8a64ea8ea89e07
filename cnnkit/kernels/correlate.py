"""One loop for convolution, its gradient for the maps, and transposed convolution.

All three sum w * y over filter cells; they differ in the tables of `plan.py`.  For one output

    z[n, place] = bias[n] + sum over k of w[n, k] * buffer[place + off[k]]        k = (m, p, q)

The sum is done in tiles of four maps by three registers of places: twelve sums, three registers of y and
one weight are all that sixteen registers hold, and every number that is loaded is used three or four
times.  `tables.source` and `tables.target` say where each register of places is read and written.

A sum of thousands of products is done in blocks of BLOCK, which are added up: one product after the other
would lose the last digits of float32.
"""

from collections import namedtuple

from numba import njit, prange

from .buffer import compiled, inlined, pack, three, unpack
from .room import FILTERS, ONE
from .simd import cell, fill, fma, lent, load, store, zeros

__all__ = ["scan", "scan_together"]

BLOCK = 256  # products that are summed before the next block begins

Tables = namedtuple("Tables", "off weight phases source target begin end")


@inlined
def tables_of(plan, table):
    """The tables of a plan, which lie one after the other in one array."""
    phases = lent(table[plan.phases : plan.source].reshape(-1, 7))
    off, weight = table[plan.off : plan.weight], table[plan.weight : plan.phases]
    source, target = table[plan.source : plan.target], table[plan.target : plan.begin]
    return Tables(off, weight, phases, source, target, table[plan.begin : plan.end], table[plan.end :])


@inlined
def tile(work, off, k, end, at, w, bias, i, z, to, plane, maps):
    """Four maps at three registers of places; of the last tile only `maps` are wanted.

    a0 to d2 sum a block of products, A0 to D2 the bias and the blocks before.
    """
    at0, at1, at2 = at
    A0 = A1 = A2 = fill(w, bias)
    B0 = B1 = B2 = fill(w, bias + 1)
    C0 = C1 = C2 = fill(w, bias + 2)
    D0 = D1 = D2 = fill(w, bias + 3)
    zero, one = zeros(w), fill(w, ONE)
    while k < end:
        a0 = a1 = a2 = b0 = b1 = b2 = c0 = c1 = c2 = d0 = d1 = d2 = zero
        stop = min(k + BLOCK, end)
        while k < stop:
            o = cell(off, k)
            x0, x1, x2 = load(work, at0 + o), load(work, at1 + o), load(work, at2 + o)
            wk = fill(w, i)
            a0, a1, a2 = fma(wk, x0, a0), fma(wk, x1, a1), fma(wk, x2, a2)
            wk = fill(w, i + 1)
            b0, b1, b2 = fma(wk, x0, b0), fma(wk, x1, b1), fma(wk, x2, b2)
            wk = fill(w, i + 2)
            c0, c1, c2 = fma(wk, x0, c0), fma(wk, x1, c1), fma(wk, x2, c2)
            wk = fill(w, i + 3)
            d0, d1, d2 = fma(wk, x0, d0), fma(wk, x1, d1), fma(wk, x2, d2)
            k, i = k + 1, i + 4
        A0, A1, A2 = fma(one, a0, A0), fma(one, a1, A1), fma(one, a2, A2)
        B0, B1, B2 = fma(one, b0, B0), fma(one, b1, B1), fma(one, b2, B2)
        C0, C1, C2 = fma(one, c0, C0), fma(one, c1, C1), fma(one, c2, C2)
        D0, D1, D2 = fma(one, d0, D0), fma(one, d1, D1), fma(one, d2, D2)
    three_stores(z, to, 0, A0, A1, A2)
    if maps > 1:
        three_stores(z, to, plane, B0, B1, B2)
    if maps > 2:
        three_stores(z, to, 2 * plane, C0, C1, C2)
    if maps > 3:
        three_stores(z, to, 3 * plane, D0, D1, D2)


@inlined
def strip(work, off, k, end, at, w, bias, i, z, to):
    """One map at six registers of places: for a map that is alone in its group (depth-wise)."""
    at0, at1, at2, at3, at4, at5 = at
    S0 = S1 = S2 = S3 = S4 = S5 = fill(w, bias)
    zero, one = zeros(w), fill(w, ONE)
    while k < end:
        s0 = s1 = s2 = s3 = s4 = s5 = zero
        stop = min(k + BLOCK, end)
        while k < stop:
            o, wk = cell(off, k), fill(w, i)
            s0, s1 = fma(wk, load(work, at0 + o), s0), fma(wk, load(work, at1 + o), s1)
            s2, s3 = fma(wk, load(work, at2 + o), s2), fma(wk, load(work, at3 + o), s3)
            s4, s5 = fma(wk, load(work, at4 + o), s4), fma(wk, load(work, at5 + o), s5)
            k, i = k + 1, i + 1
        S0, S1, S2 = fma(one, s0, S0), fma(one, s1, S1), fma(one, s2, S2)
        S3, S4, S5 = fma(one, s3, S3), fma(one, s4, S4), fma(one, s5, S5)
    three_stores(z, to[:3], 0, S0, S1, S2)
    three_stores(z, to[3:], 0, S3, S4, S5)


@inlined
def three_stores(z, to, further, s0, s1, s2):
    store(z, to[0] + further, s0)
    store(z, to[1] + further, s1)
    store(z, to[2] + further, s2)


@inlined
def tiles(plan, tables, phase, top, height, work, base, w, start, z, to, plane):
    """All tiles of one phase over the band of `height` rows that starts at row `top`."""
    first_k, end_k, at_w, first, first_row, row, per_row = tables.phases[phase]
    maps, off = plan.maps, tables.off
    last = first + max(0, (height - row + plan.step - 1) // plan.step) * per_row - 1
    first_row += top // plan.step
    start += at_w
    reach = 6 if maps == 1 else 3
    for a in range(first, last + 1, reach):
        k = cell(tables.begin, first_row + (min(a + reach - 1, last) - first) // per_row)
        end = cell(tables.end, first_row + (a - first) // per_row)
        at, there = three(tables.source, base, a, last), three(tables.target, to, a, last)
        i = start
        if maps == 1:
            at6 = at + three(tables.source, base, a + 3, last)
            there6 = there + three(tables.target, to, a + 3, last)
            strip(work, off, k, end, at6, w, i, i + 1 + k - first_k, z, there6)
            continue
        for n in range(0, maps, 4):
            tile(work, off, k, end, at, w, i, i + 4 * (1 + k - first_k), z, there, plane, maps - n)
            there = (there[0] + 4 * plane, there[1] + 4 * plane, there[2] + 4 * plane)
            i += 4 * (1 + end_k - first_k)


@compiled
def prepare(plans, table, w, bias, work):
    """Lay the filters out as the tiles read them: four maps side by side, their biases first.  Before all, 1.

    False if they hold a number that is not finite and the maps have a frame: inf * 0 is nan, and the frame is no
    cell of the formula.
    """
    plan, tables = plans[0], tables_of(plans[0], table)
    wide, i = 1 if plan.maps == 1 else 4, FILTERS
    work[ONE] = 1
    zero, sound = work.dtype.type(0), True
    for g in range(plan.groups):
        for phase in range(len(tables.phases)):
            first_k, end_k = tables.phases[phase, 0], tables.phases[phase, 1]
            for n in range(0, plan.maps, wide):
                for a in range(wide):
                    exists = n + a < plan.maps
                    work[i + a] = bias[g * plan.maps + n + a] if exists else 0
                    place = g * plan.group_step + (n + a) * plan.map_step
                    for k in range(first_k, end_k):
                        weight = cell(w, place + cell(tables.weight, k)) if exists else zero
                        work[i + a + (1 + k - first_k) * wide] = weight
                        sound &= weight - weight == 0
                i += wide * (1 + end_k - first_k)
    return sound or not plan.framed


@compiled
def units(plans, table, y, z, work, base, first, last):
    """Do the pieces of work first to last: a piece is a band of rows of a group of some examples."""
    y, z, work, table = lent(y), lent(z), lent(work), lent(table)
    plan, tables = plans[0], tables_of(plans[0], table)
    height, width, mix = plan.target_height, plan.target_width, plan.mix
    y_plane, z_plane = plan.height * plan.width, height * width
    y_step, z_step = plan.groups * plan.channels * y_plane, plan.groups * plan.maps * z_plane
    for unit in range(first, last):
        row = unit % plan.bands * plan.band
        g = unit // plan.bands % plan.groups
        t = unit // plan.bands // plan.groups * mix
        rows, examples = min(plan.band, height - row), min(mix, plan.examples - t)
        pack(
            y, t * y_step + g * plan.channels * y_plane, examples, y_step, plan.channels, plan.height, plan.width,
            plan.top - row // plan.step * plan.stride, plan.left, mix, plan.rows, plan.pitch, plan.plane, work, base,
        )  # fmt: skip
        to, start = t * z_step + g * plan.maps * z_plane + row * width, FILTERS + g * plan.filters
        for phase in range(len(tables.phases)):
            if mix == 1:
                tiles(plan, tables, phase, row, rows, work, base, work, start, z, to, z_plane)
            else:
                tiles(plan, tables, phase, row, rows, work, base, work, start, work, base + plan.results, plan.target_plane)
        if mix > 1:
            for n in range(plan.maps):
                results = base + plan.results + n * plan.target_plane
                unpack(work, results, rows * width, examples, z, to + n * z_plane, z_step)


@compiled
def scan(plans, table, y, w, bias, z, work):
    """z = bias + the sum over all filter cells, on this thread; False if that needs the formula (`prepare`)."""
    if not prepare(plans, table, w.reshape(-1), bias, work):
        return False
    units(plans, table, y.reshape(-1), z.reshape(-1), work, plans[0].shared, 0, plans[0].units)
    return True


@njit(cache=True, nogil=True, parallel=True)
def scan_together(plans, table, y, w, bias, z, work, threads):
    """The same on several threads, each with its share of the units and a buffer of its own."""
    sound = prepare(plans, table, w.reshape(-1), bias, work)
    y, z = y.reshape(-1), z.reshape(-1)
    count, shared, own = plans[0].units if sound else 0, plans[0].shared, plans[0].own
    for thread in prange(threads):
        first, last = count * thread // threads, count * (thread + 1) // threads
        units(plans, table, y, z, work, shared + thread * own, first, last)
    return sound
