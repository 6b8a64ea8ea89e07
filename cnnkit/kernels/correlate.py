"""One loop for convolution, its gradient for the maps, and transposed convolution.

All three sum w * y over filter cells; they differ in the tables of `plan.py`.  For one output

    z[n, place] = bias[n] + sum over k of w[n, k] * buffer[place + off[k]]        k = (m, p, q)

The sum is done in tiles of four maps by three registers of places: twelve sums, three registers of y and
one weight are all that sixteen registers hold, and every number that is loaded is used three or four
times.  `tables.source` and `tables.target` say where each register of places is read and written.

A sum of thousands of products is done in blocks of BLOCK, which are added up: one product after the other
would lose the last digits of float32.  The first block goes to z, the next ones to an area of their own first,
since places of the last register of a row lie in the register before, too, and must not be added twice.
"""

from collections import namedtuple

from numba import njit, prange

from .buffer import clear, compiled, inlined, pack, three, unpack
from .plan import BLOCK
from .room import ZEROS
from .simd import cell, fill, fma, load, store

__all__ = ["scan", "scan_together"]

Tables = namedtuple("Tables", "off weight phases source target begin end")


@inlined
def tables_of(plan, table):
    """The tables of a plan, which lie one after the other in one array."""
    phases = table[plan.phases : plan.source].reshape(-1, 7)
    off, weight = table[plan.off : plan.weight], table[plan.weight : plan.phases]
    source, target = table[plan.source : plan.target], table[plan.target : plan.begin]
    return Tables(off, weight, phases, source, target, table[plan.begin : plan.end], table[plan.end :])


@inlined
def tile(work, off, k, end, at, w, bias, i, z, to, plane, maps):
    """Four maps at three registers of places; of the last tile only `maps` are wanted."""
    at0, at1, at2 = at
    a0 = a1 = a2 = fill(w, bias)
    b0 = b1 = b2 = fill(w, bias + 1)
    c0 = c1 = c2 = fill(w, bias + 2)
    d0 = d1 = d2 = fill(w, bias + 3)
    while k < end:
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
    three_stores(z, to, 0, a0, a1, a2)
    if maps > 1:
        three_stores(z, to, plane, b0, b1, b2)
    if maps > 2:
        three_stores(z, to, 2 * plane, c0, c1, c2)
    if maps > 3:
        three_stores(z, to, 3 * plane, d0, d1, d2)


@inlined
def strip(work, off, k, end, at, w, bias, i, z, to):
    """One map at six registers of places: for a map that is alone in its group (depth-wise)."""
    at0, at1, at2, at3, at4, at5 = at
    s0 = s1 = s2 = s3 = s4 = s5 = fill(w, bias)
    while k < end:
        o, wk = cell(off, k), fill(w, i)
        s0, s1 = fma(wk, load(work, at0 + o), s0), fma(wk, load(work, at1 + o), s1)
        s2, s3 = fma(wk, load(work, at2 + o), s2), fma(wk, load(work, at3 + o), s3)
        s4, s5 = fma(wk, load(work, at4 + o), s4), fma(wk, load(work, at5 + o), s5)
        k, i = k + 1, i + 1
    three_stores(z, to[:3], 0, s0, s1, s2)
    three_stores(z, to[3:], 0, s3, s4, s5)


@inlined
def three_stores(z, to, further, s0, s1, s2):
    store(z, to[0] + further, s0)
    store(z, to[1] + further, s1)
    store(z, to[2] + further, s2)


@inlined
def tiles(plan, tables, phase, block, top, height, work, base, w, start, z, to, plane):
    """All tiles of one phase and block of products over the band of `height` rows that starts at row `top`."""
    first_k, end_k, at_w, first, first_row, row, per_row = tables.phases[phase]
    maps, off, block_k = plan.maps, tables.off, first_k + block * BLOCK
    last = first + max(0, (height - row + plan.step - 1) // plan.step) * per_row - 1
    first_row += top // plan.step
    start += at_w
    reach = 6 if maps == 1 else 3
    for a in range(first, last + 1, reach):
        k = cell(tables.begin, first_row + (min(a + reach - 1, last) - first) // per_row)
        end = cell(tables.end, first_row + (a - first) // per_row)
        k, end = max(k, block_k), min(end, block_k + BLOCK)
        at, there = three(tables.source, base, a, last), three(tables.target, to, a, last)
        i = start
        if maps == 1:
            at6 = at + three(tables.source, base, a + 3, last)
            there6 = there + three(tables.target, to, a + 3, last)
            strip(work, off, k, end, at6, w, i if block == 0 else 0, i + 1 + k - first_k, z, there6)
            continue
        for n in range(0, maps, 4):
            first_w = i + 4 * (1 + k - first_k)
            tile(work, off, k, end, at, w, i if block == 0 else 0, first_w, z, there, plane, maps - n)
            there = (there[0] + 4 * plane, there[1] + 4 * plane, there[2] + 4 * plane)
            i += 4 * (1 + end_k - first_k)


@compiled
def prepare(plans, table, w, bias, work):
    """Lay the filters out as the tiles read them: four maps side by side, their biases first.  Before all, zeros.

    False if they hold a number that is not finite and the maps have a frame: inf * 0 is nan, and the frame is no
    cell of the formula.
    """
    plan, tables = plans[0], tables_of(plans[0], table)
    wide, i = 1 if plan.maps == 1 else 4, ZEROS
    clear(work, 0, ZEROS)
    sound = True
    for g in range(plan.groups):
        for phase in range(len(tables.phases)):
            first_k, end_k = tables.phases[phase, 0], tables.phases[phase, 1]
            for n in range(0, plan.maps, wide):
                for a in range(wide):
                    exists = n + a < plan.maps
                    work[i + a] = bias[g * plan.maps + n + a] if exists else 0
                    place = g * plan.group_step + (n + a) * plan.map_step
                    for k in range(first_k, end_k):
                        weight = w[place + tables.weight[k]] if exists else 0
                        work[i + a + (1 + k - first_k) * wide] = weight
                        sound &= weight - weight == 0
                i += wide * (1 + end_k - first_k)
    return sound or not plan.framed


@compiled
def units(plans, table, y, z, work, base, first, last):
    """Do the pieces of work first to last: a piece is a band of rows of a group of some examples."""
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
        to, start = t * z_step + g * plan.maps * z_plane + row * width, ZEROS + g * plan.filters
        results, block_sums = base + plan.results, base + plan.sums
        for block in range(plan.blocks):
            for phase in range(len(tables.phases)):
                if block == 0 and mix == 1:
                    tiles(plan, tables, phase, 0, row, rows, work, base, work, start, z, to, z_plane)
                else:
                    there = results if block == 0 else block_sums
                    tiles(plan, tables, phase, block, row, rows, work, base, work, start, work, there, plan.target_plane)
            if block > 0 and mix == 1:
                for n in range(plan.maps):
                    add_up(work, block_sums + n * plan.target_plane, rows * width, z, to + n * z_plane)
            elif block > 0:
                add_up(work, block_sums, plan.maps * plan.target_plane, work, results)
        if mix > 1:
            for n in range(plan.maps):
                results = base + plan.results + n * plan.target_plane
                unpack(work, results, rows * width, examples, z, to + n * z_plane, z_step)


@inlined
def add_up(work, start, count, z, to):
    """z[to : to + count] += work[start : start + count]."""
    more, sums = work[start : start + count], z[to : to + count]
    for i in range(count):
        sums[i] += more[i]


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
