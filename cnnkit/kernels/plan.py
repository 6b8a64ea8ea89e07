"""What a scan will read and write, worked out once per geometry and kept.

Along one axis, a scan is a list of *phases*.  Outputs a, a + step, a + 2 step, ... of phase a read the
source at stride * i + o for every filter cell q of the phase.  A convolution has one phase and steps by
its stride in the source.  Its gradient with stride s has s phases that write every s-th cell and read
dz without gaps: no zeros are put between the cells of dz, and none are multiplied.
"""

import math
from collections import namedtuple
from itertools import product

import numba
import numpy as np

from .room import FILTERS, LINE, lay_out, packed
from .sharing import SERIAL
from .simd import BYTES

__all__ = ["Geometry", "convolution_axis", "gradient_axis", "plan_filter_gradient", "plan_scan"]

UNITS = 4  # at least so many pieces of larger work, for the threads to share
BAND = 192 * 1024  # numbers that a buffer and its results may take, where a band of rows can be so small
PLACES = 256  # of dz, at least, that a tile of the filter gradient sums over before it adds up its lanes
LARGEST = 2**22  # numbers; a scan that needs more skips most of its map, and is left to `plain.py`

# source and target of one scan: channels and maps are those of one group, sizes are (rows, columns) pairs
NAMES = "dtype examples groups channels maps size target_size kernel_size stride padding dilation"
Geometry = namedtuple("Geometry", NAMES)
Axis = namedtuple("Axis", "phases stride step frame reach")
Scan = namedtuple("Scan", "plan table units room")
FIELDS = """
examples groups channels maps height width target_height target_width mix top left framed stride step chunks
rows pitch plane band bands units results target_plane filters shared sums lost own group_step map_step
off weight phases source target begin end
"""  # the last line: where each table begins in the one that holds them all
PLAN = np.dtype([(name, np.int64) for name in FIELDS.split()])


def convolution_axis(stride, padding, taps, dilation):
    """Output i reads cell i * stride - padding + q * dilation through filter cell q."""
    return _axis([(0, [(q, q * dilation - padding) for q in range(taps)])], stride, 1)


def gradient_axis(stride, padding, taps, dilation):
    """Input r was read by output (r + padding - q * dilation) / stride, where that is a whole number."""
    phases = []
    for a in range(stride):
        reads = [(q, *divmod(a + padding - q * dilation, stride)) for q in range(taps)]
        phases.append((a, [(q, o) for q, o, left_over in reads if left_over == 0]))
    return _axis(phases, 1, stride)


def _axis(phases, stride, step):
    places = [o for _, taps in phases for _, o in taps]
    return Axis(phases, stride, step, -min(places), max(places) - min(places))


def plan_scan(axis, g):
    """Plan and tables of one scan, or None if its buffer would be far larger than its maps.

    `axis` is one of the two functions above, g the geometry.  The filters are read as w[map, channel] by a
    convolution and as w[channel, map] by its gradient.
    """
    if _odd(g):
        return None
    rows, columns = _axes(axis, g)
    height, width = g.target_size
    taps, mix, pitch = math.prod(g.kernel_size), _mix(columns, g), _reads(columns, width)
    work = g.examples * g.groups * g.channels * g.maps * taps
    work *= min(math.prod(g.size), math.prod(g.target_size))
    all_units = -(-g.examples // mix) * g.groups  # before they are cut into bands
    pieces = -(-(UNITS if work >= SERIAL else 1) // all_units)
    band, plane, results = _band(rows, g, g.maps, pitch, mix, pieces, BAND)
    if g.channels * plane + results > LARGEST:
        return None
    table, places, filters = _tables(axis, rows, columns, g, pitch, plane, band, mix)
    room = lay_out(FILTERS + g.groups * filters, packed(g.channels * plane, mix), results)
    bands = -(-height // band)
    return _scan(
        g, table, room, mix=mix, top=rows.frame, left=columns.frame, framed=_framed((rows, columns), g),
        stride=rows.stride, step=rows.step, chunks=1, rows=_reads(rows, band), pitch=pitch, plane=plane, band=band, bands=bands,
        units=all_units * bands, target_plane=band * width * mix, filters=filters,
        group_step=g.maps * g.channels * taps,
        map_step=taps * (g.channels if axis is convolution_axis else 1), **places,
    )  # fmt: skip


def plan_filter_gradient(g):
    """Plan, offsets and places for the gradient for the filters, or None as in `plan_scan`."""
    if _odd(g):
        return None
    rows, columns = _axes(convolution_axis, g)
    lanes, (height, width) = _lanes(g), g.target_size
    padded, pitch = 1 if g.maps == 1 else -(-g.maps // 4) * 4, _reads(columns, width)
    pieces = -(-height * width // PLACES)
    band, plane, _ = _band(rows, g, padded, pitch, lanes, pieces, BAND)
    bands, all_chunks = -(-height // band), -(-g.examples // lanes)
    chunks = max(1, min(PLACES // (height * width), all_chunks // UNITS)) if bands == 1 else 1
    target_plane = _odd_lines(packed(chunks * band * width * lanes, lanes))
    if chunks * g.channels * plane + padded * target_plane > LARGEST:
        return None
    # a thread has filters of its own, and as many numbers for what their sums lose
    filters = g.groups * g.maps * g.channels * math.prod(g.kernel_size)
    room = lay_out(0, packed(chunks * g.channels * plane, lanes), padded * target_plane, filters, filters)
    c, i = np.arange(chunks)[:, None, None] * g.channels * plane, np.arange(band)[:, None] * g.stride[0] * pitch
    source = (c + (i + np.arange(width) * g.stride[1]) * lanes).ravel()
    p, q = np.indices(g.kernel_size)
    cells = (p * g.dilation[0] * pitch + q * g.dilation[1]).ravel() * lanes
    off = (np.arange(g.channels)[:, None] * plane + cells).ravel()
    return _scan(
        g, np.concatenate([off, source]), room, mix=lanes, top=rows.frame, left=columns.frame,
        framed=_framed((rows, columns), g), stride=rows.stride, step=1, chunks=chunks, rows=_reads(rows, band), pitch=pitch, plane=plane, band=band, bands=bands,
        units=-(-all_chunks // chunks) * g.groups * bands, target_plane=target_plane, filters=filters,
        group_step=g.maps * len(off), map_step=len(off), off=0, source=len(off), target=len(off) + len(source),
    )  # fmt: skip


def _scan(g, table, room, **numbers):
    """The plan as a record of one row: Numba reads it far faster than it takes a tuple apart."""
    (height, width), (target_height, target_width) = g.size, g.target_size
    numbers |= {"examples": g.examples, "groups": g.groups, "channels": g.channels, "maps": g.maps}
    numbers |= {"height": height, "width": width, "target_height": target_height, "target_width": target_width}
    numbers |= {"shared": room.shared, "results": room.areas[1], "sums": room.areas[-2], "lost": room.areas[-1]}
    numbers["own"] = room.own
    plan = np.zeros(1, PLAN)
    for name, number in numbers.items():
        plan[name] = number
    if numba.config.DISABLE_JIT:
        plan = plan.view(np.recarray)  # NumPy alone knows plan.maps by this name only
    return Scan(plan, table, numbers["units"], room)


def _lanes(g):
    return BYTES // np.dtype(g.dtype).itemsize


def _axes(axis, g):
    steps = zip(g.stride, g.padding, g.kernel_size, g.dilation, strict=True)
    return [axis(*each) for each in steps]


def _odd(g):
    """Whether the window skips so much, or has so many cells, that tables are the wrong way."""
    cells = max(g.channels, g.maps) * math.prod(g.kernel_size)
    return not g.examples or max(g.stride) > 16 or max(g.dilation) > 1024 or cells > 2**17


def _mix(columns, g):
    """1 where neighbouring columns fill the registers well, else as many examples as there are lanes.

    Columns cost about an eighth for registers that straddle two cache lines (more for a lone map, which
    loads most), and what the last register of a row does twice.  Interleaving costs about ten
    multiplications for every number turned.
    """
    lanes, width = _lanes(g), g.target_size[1]
    if columns.stride > 1 or columns.step > 1 or width < lanes:
        return lanes
    work = math.prod(g.kernel_size) * g.channels * g.maps / (g.channels + g.maps)
    by_columns = (0.88 if g.maps > 1 else 0.15) * width / (-(-width // lanes) * lanes)
    by_examples = g.examples / (-(-g.examples // lanes) * lanes) / (1 + 10 / work)
    return 1 if by_columns >= by_examples else lanes


def _reads(axis, outputs):
    """Cells of the buffer that so many outputs read, along one axis."""
    return (-(-outputs // axis.step) - 1) * axis.stride + axis.reach + 1


def _framed(axes, g):
    """Whether outputs read zeros beside the map."""
    ends = zip(axes, g.size, g.target_size)
    return any(axis.frame > 0 or _reads(axis, outputs) - axis.frame > size for axis, size, outputs in ends)


def _odd_lines(numbers):
    """So many numbers in an odd number of cache lines: channels would compete for the same places of the cache."""
    return (-(-numbers // LINE) | 1) * LINE


def _band(rows, g, maps, pitch, mix, least, limit):
    """Rows of a band, numbers of a channel of its buffer, numbers of its interleaved results."""
    height, width = g.target_size

    def needs(band):
        plane = _odd_lines(_reads(rows, band) * pitch * mix)
        return plane, (maps * band * width * mix if mix > 1 else 0)

    band = max(rows.step, -(-height // least))
    while band > rows.step and g.channels * needs(band)[0] + needs(band)[1] > limit:
        band -= rows.step if band < 16 * rows.step else band // 8
        band = -(-band // rows.step) * rows.step
    band = -(-height // -(-height // band))  # even out
    band = min(-(-band // rows.step) * rows.step, height)
    return (band, *needs(band))


def _tables(axis, rows, columns, g, pitch, plane, band, mix):
    """All tables in one array, where each begins, and the numbers that the laid-out filters take."""
    taps, (height, width), lanes = math.prod(g.kernel_size), g.target_size, _lanes(g)
    channel_step = taps if axis is convolution_axis else g.maps * taps
    parts, wide, at, first_k, first_place, first_row = [], 1 if g.maps == 1 else 4, 0, 0, 0, 0
    c = np.arange(g.channels)[:, None]
    for (a, row_taps), (b, column_taps) in product(rows.phases, columns.phases):
        row_taps = sorted(row_taps, key=lambda tap: tap[1])
        p, o = np.array(row_taps, np.int64).reshape(-1, 2).T[:, :, None, None]
        q, u = np.array(column_taps, np.int64).reshape(-1, 2).T
        off = c * plane + ((o + rows.frame) * pitch + u + columns.frame) * mix
        weight = c * channel_step + p * g.kernel_size[1] + q
        i, j = np.arange(len(range(a, band, rows.step))), np.arange(len(range(b, width, columns.step)))
        if mix == 1:
            j = np.minimum(np.arange(0, width, lanes), width - lanes)
        source = (i[:, None] * rows.stride * pitch + j * columns.stride) * mix
        target = ((a + i[:, None] * rows.step) * width + b + j * columns.step) * mix
        phase = [[first_k, first_k + off.size, at, first_place, first_row, a, len(j)]]
        # a filter row that meets only the frame, above or below the map, is not multiplied
        starts = np.arange(len(range(a, height, rows.step))) * rows.stride
        places, each = np.array([o for _, o in row_taps], np.int64), off.size // max(1, len(row_taps))
        begin, end = (first_k + each * np.searchsorted(places, limit - starts) for limit in (0, g.size[0]))
        parts.append((off, weight, np.array(phase), source, target, begin, end))
        first_k, first_place, first_row = first_k + off.size, first_place + source.size, first_row + len(begin)
        at += wide * -(-g.maps // wide) * (1 + off.size)
    tables = [np.concatenate([part.ravel() for part in same]) for same in zip(*parts, strict=True)]
    begins = np.cumsum([0] + [len(table) for table in tables])
    return np.concatenate(tables), dict(zip(PLAN.names[-len(tables) :], begins.tolist())), at
