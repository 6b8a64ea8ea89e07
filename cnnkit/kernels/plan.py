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

__all__ = ["convolution_axis", "gradient_axis", "plan_filter_gradient", "plan_scan"]

REGISTER = 32  # bytes
SERIAL = 2**19  # multiplications below which waking a second thread costs more than it brings
UNITS = 4  # at least so many pieces of larger work, for the threads to share
BAND = (
    72 * 1024
)  # numbers that a buffer and its results may take, where a band of rows can be so small
GRADIENT_BAND = 192 * 1024  # the same for the filter gradient, whose sums want many places
PLACES = 256  # of dz that a tile of the filter gradient sums over before it adds up its lanes
LARGEST = 2**22  # numbers; a scan that needs more skips most of its map, and is left to plain loops

Axis = namedtuple("Axis", "phases stride step frame reach")
Scan = namedtuple("Scan", "plan table units buffer needs")
FIELDS = """
examples groups channels maps height width target_height target_width mix top left stride step chunks
rows pitch plane band bands units results target_plane filters buffer needs group_step map_step
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


def plan_scan(
    axis, dtype, examples, groups, channels, maps, size, target_size, kernel_size, options
):
    """Plan and tables of one scan, or None if its buffer would be far larger than its maps.

    `axis` is one of the two functions above, `options` its stride, padding and dilation pairs.  The
    filters are read as w[map, channel] by a convolution and as w[channel, map] by its gradient.
    """
    stride, padding, dilation = options
    if _odd(stride, dilation, channels, maps, kernel_size):
        return None
    rows, columns = (
        axis(s, p, k, d) for s, p, k, d in zip(stride, padding, kernel_size, dilation, strict=True)
    )
    lanes = REGISTER // np.dtype(dtype).itemsize
    taps = kernel_size[0] * kernel_size[1]
    mix = _mix(
        lanes, examples, columns, target_size[1], maps, taps * channels * maps / (channels + maps)
    )
    work = examples * groups * channels * maps * taps * min(math.prod(size), math.prod(target_size))
    pitch = _reads(columns, target_size[1])
    pieces = UNITS if work >= SERIAL else 1
    band, plane, results = _band(
        rows, channels, maps, pitch, target_size, mix, -(-pieces // (-(-examples // mix) * groups))
    )
    taps = kernel_size[0] * kernel_size[1]
    bands = -(-target_size[0] // band)
    needs = channels * plane + results + lanes * lanes  # a narrow row is turned beyond its end
    if needs > LARGEST:
        return None
    table, tables, filters = _tables(
        axis,
        rows,
        columns,
        channels,
        maps,
        kernel_size,
        size[0],
        pitch,
        plane,
        band,
        target_size,
        mix,
        lanes,
    )
    buffer = -(-groups * filters // 16) * 16
    forward = axis is convolution_axis
    scan = _scan(
        table,
        examples=examples, groups=groups, channels=channels, maps=maps, height=size[0], width=size[1],
        target_height=target_size[0], target_width=target_size[1], mix=mix,
        top=rows.frame, left=columns.frame,
        stride=rows.stride, step=rows.step, chunks=1, rows=_reads(rows, band), pitch=pitch, plane=plane,
        band=band, bands=bands, units=-(-examples // mix) * groups * bands,
        results=channels * plane,
        target_plane=(target_size[0] if mix == 1 else band * mix) * target_size[1],
        filters=filters, buffer=buffer, needs=-(-needs // 16) * 16,
        group_step=maps * channels * taps,
        map_step=taps * (channels if forward else 1), **tables,
    )  # fmt: skip
    return scan


def plan_filter_gradient(
    dtype, examples, groups, channels, maps, size, target_size, kernel_size, options
):
    """Plan, places and offsets for the gradient for the filters, or None as in `plan_scan`."""
    stride, padding, dilation = options
    if _odd(stride, dilation, channels, maps, kernel_size):
        return None
    rows, columns = (
        convolution_axis(*four) for four in zip(stride, padding, kernel_size, dilation, strict=True)
    )
    lanes, (height, width) = REGISTER // np.dtype(dtype).itemsize, target_size
    padded = 1 if maps == 1 else -(-maps // 4) * 4
    pitch = _reads(columns, width)
    band, plane, _ = _band(
        rows,
        channels,
        padded,
        pitch,
        target_size,
        lanes,
        -(-height * width // PLACES),
        GRADIENT_BAND,
    )
    bands, all_chunks = -(-height // band), -(-examples // lanes)
    chunks = max(1, min(PLACES // (height * width), all_chunks // UNITS)) if bands == 1 else 1
    target_plane = (-(-(chunks * band * width + lanes) * lanes // 16) | 1) * 16
    needs = chunks * channels * plane + padded * target_plane
    if needs > LARGEST:
        return None
    c = np.arange(chunks)[:, None, None] * channels * plane
    i, j = np.arange(band)[:, None] * stride[0] * pitch, np.arange(width) * stride[1]
    p, q = np.indices(kernel_size)
    cells = (p * dilation[0] * pitch + q * dilation[1]).ravel() * lanes
    channel = np.arange(channels)[:, None] * plane
    source, off = (c + (i + j) * lanes).ravel(), (channel + cells).ravel()
    return _scan(
        np.concatenate([off, source]),
        examples=examples, groups=groups, channels=channels, maps=maps, height=size[0], width=size[1],
        target_height=height, target_width=width, mix=lanes,
        top=rows.frame, left=columns.frame, stride=rows.stride, step=1, chunks=chunks,
        rows=_reads(rows, band), pitch=pitch, plane=plane,
        band=band, bands=bands, units=-(-all_chunks // chunks) * groups * bands,
        results=chunks * channels * plane, target_plane=target_plane,
        filters=0, buffer=16, needs=-(-needs // 16) * 16,
        group_step=maps * len(off), map_step=len(off), off=0, source=len(off), target=len(off) + len(source),
    )  # fmt: skip


def _scan(table, **numbers):
    """The plan as a record of one row: Numba reads it far faster than it takes a tuple apart."""
    plan = np.zeros(1, PLAN)
    for name, number in numbers.items():
        plan[name] = number
    if numba.config.DISABLE_JIT:
        plan = plan.view(np.recarray)  # NumPy alone knows plan.maps by this name only
    return Scan(plan, table, *(numbers[name] for name in ("units", "buffer", "needs")))


def _odd(stride, dilation, channels, maps, kernel_size):
    """Whether the window skips so much, or has so many cells, that tables are the wrong way."""
    cells = max(channels, maps) * kernel_size[0] * kernel_size[1]
    return max(stride) > 16 or max(dilation) > 1024 or cells > 2**17


def _mix(lanes, examples, columns, width, maps, work):
    """1 where neighbouring columns fill the registers well, else as many examples as there are lanes.

    Columns cost about an eighth for registers that straddle two cache lines (more for a lone map, which
    loads most), and what the last register of a row does twice.  Interleaving costs about ten
    multiplications for every number turned.
    """
    if columns.stride > 1 or columns.step > 1 or width < lanes:
        return lanes
    by_columns = (0.88 if maps > 1 else 0.15) * width / (-(-width // lanes) * lanes)
    by_examples = examples / (-(-examples // lanes) * lanes) / (1 + 10 / work)
    return 1 if by_columns >= by_examples else lanes


def _reads(axis, outputs):
    """Cells of the buffer that so many outputs read, along one axis."""
    return (-(-outputs // axis.step) - 1) * axis.stride + axis.reach + 1


def _band(rows, channels, maps, pitch, target_size, mix, least, limit=BAND):
    """Rows of a band, numbers of a channel of its buffer, numbers of its interleaved results."""
    height, width = target_size

    def needs(band):
        # an odd number of cache lines, or all channels would compete for the same places of the cache
        plane = (-(-_reads(rows, band) * pitch * mix // 16) | 1) * 16
        return plane, (maps * band * width * mix if mix > 1 else 0)

    band = max(rows.step, -(-height // least))
    while band > rows.step and channels * needs(band)[0] + needs(band)[1] > limit:
        band -= rows.step if band < 16 * rows.step else band // 8
        band = -(-band // rows.step) * rows.step
    bands = -(-height // band)
    band = -(-height // bands)  # even out
    band = min(-(-band // rows.step) * rows.step, height)
    return (band, *needs(band))


def _tables(
    axis,
    rows,
    columns,
    channels,
    maps,
    kernel_size,
    height,
    pitch,
    plane,
    band,
    target_size,
    mix,
    lanes,
):
    taps = kernel_size[0] * kernel_size[1]
    channel_step = taps if axis is convolution_axis else maps * taps
    parts = []
    wide, at, first_k, first_place, first_row = (1 if maps == 1 else 4), 0, 0, 0, 0
    width = target_size[1]
    c = np.arange(channels)[:, None]
    for (a, row_taps), (b, column_taps) in product(rows.phases, columns.phases):
        row_taps = sorted(row_taps, key=lambda tap: tap[1])
        p, o = np.array(row_taps, np.int64).reshape(-1, 2).T[:, :, None, None]
        q, u = np.array(column_taps, np.int64).reshape(-1, 2).T
        off = c * plane + ((o + rows.frame) * pitch + u + columns.frame) * mix
        weight = c * channel_step + p * kernel_size[1] + q
        i, j = (
            np.arange(len(range(a, band, rows.step))),
            np.arange(len(range(b, width, columns.step))),
        )
        if mix == 1:
            j = np.minimum(np.arange(0, width, lanes), width - lanes)
        source = (i[:, None] * rows.stride * pitch + j * columns.stride) * mix
        target = ((a + i[:, None] * rows.step) * width + b + j * columns.step) * mix
        count = off.size
        phases = [[first_k, first_k + count, at, first_place, first_row, a, len(j)]]
        # a filter row that meets only the frame, above or below the map, is not multiplied
        starts = np.arange(len(range(a, target_size[0], rows.step)))[:, None] * rows.stride
        meets = starts + np.array([o for _, o in row_taps], np.int64)
        begin, end = (
            first_k + count // max(1, len(row_taps)) * used.sum(1)
            for used in (meets < 0, meets < height)
        )
        parts.append(
            (off.ravel(), weight.ravel(), phases, source.ravel(), target.ravel(), begin, end)
        )
        first_k, first_place, first_row = (
            first_k + count,
            first_place + source.size,
            first_row + len(begin),
        )
        at += wide * -(-maps // wide) * (1 + count)
    each = [np.concatenate(part).ravel() for part in zip(*parts, strict=True)]
    begins = np.cumsum([0] + [len(table) for table in each])
    return np.concatenate(each), dict(zip(PLAN.names[-len(each) :], begins.tolist())), at
