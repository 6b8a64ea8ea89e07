"""A program that runs every kernel between pages that may not be touched; started by test_kernels_guard.py.

    python guard_pages.py DTYPE THREADS COUNT

Inputs, outputs, tables and work areas end right before a page that ends the process when it is read or written,
and in a second round begin right behind one.  A work area has not one number more than the kernel asked for.
What lies between areas of one work area no page can guard: all numbers are small integers, so that sums are
exact, and every result is held against a formula that shares no code with the kernels.  Each case runs on a
thread of its own, so that nothing is left over from a larger one.  Areas are not rounded up to lines of the
cache, which would hide a kernel that writes a little too far.  It prints each case before it runs it.
"""

import ctypes
import mmap
import sys
import threading
from itertools import product

import numpy as np

import cnnkit
from cnnkit.kernels import (
    correlate,
    filter_gradient,
    launch,
    max_pooling,
    mean_pooling,
    room,
    sharing,
)

PAGE = mmap.PAGESIZE
libc = ctypes.CDLL(None, use_errno=True)
ran = set()


def guarded(shape, dtype, behind=True):
    """An array with a forbidden page right behind it, or right before it, filled with rubbish."""
    dtype = np.dtype(dtype)
    count = int(np.prod(shape))
    pages = max(1, -(-count * dtype.itemsize // PAGE))
    memory = mmap.mmap(-1, (pages + 2) * PAGE)
    start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    for page in (start, start + (pages + 1) * PAGE):
        if libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(PAGE), 0):
            raise OSError(ctypes.get_errno(), "mprotect")
    offset = PAGE + (pages * PAGE - count * dtype.itemsize if behind else 0)
    array = np.frombuffer(memory, dtype, count, offset)
    array.fill(np.nan if dtype.kind == "f" else -1)
    return array.reshape(shape)


def like(array, behind):
    """The same numbers between forbidden pages."""
    copy = guarded(array.shape, array.dtype, behind)
    copy[...] = array
    return copy


def watch(threads):
    """Every array that the kernels get comes from `guarded`, and every kernel that runs is written down."""
    side = [True]

    def run(kernel, twin, count, *arguments, run=sharing.run):
        ran.add((kernel if count == 1 else twin).__name__)
        return run(kernel, twin, count, *arguments)

    def planned(make):
        def plan(*geometry):
            found = make(*geometry)
            return found and found._replace(table=like(found.table, side[0]))

        return plan

    room.LINE = 1
    sharing.run = run
    sharing.threads_for = lambda work, units: max(1, min(threads, units))
    launch.workspace = lambda count, dtype: guarded(count, dtype, side[0])
    launch.plan.plan_scan = planned(launch.plan.plan_scan)
    launch.plan.plan_filter_gradient = planned(launch.plan.plan_filter_gradient)
    for module in (cnnkit.conv, cnnkit.transposed, cnnkit.pool.windows):
        module.new_maps = lambda shape, dtype: guarded(shape, dtype, side[0])
    return side


# --- plain formulas ----------------------------------------------------------------------------------


def windows(y, kernel_size, stride, padding, dilation, frame=0):
    """View (T, M, H_out, W_out, Kh, Kw) of the framed maps, and those maps."""
    (ph, pw), extent = padding, [d * (k - 1) + 1 for d, k in zip(dilation, kernel_size)]
    framed = np.pad(y, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=frame)
    seen = np.lib.stride_tricks.sliding_window_view(framed, extent, (2, 3), writeable=True)
    return seen[:, :, :: stride[0], :: stride[1], :: dilation[0], :: dilation[1]], framed


def grouped(array, groups, axis):
    return array.reshape(*array.shape[:axis], groups, -1, *array.shape[axis + 1 :])


def convolved(y, w, bias, o, groups):
    seen = grouped(windows(y, w.shape[2:], **o)[0], groups, 1)
    z = np.einsum("tgmijpq,gnmpq->tgnij", seen, grouped(w, groups, 0))
    return z.reshape(len(y), len(w), *z.shape[3:]) + bias[:, None, None]


def sent_back(dz, w, y, o, groups):
    seen, framed = windows(np.zeros_like(y), w.shape[2:], **o)
    shares = np.einsum("tgnij,gnmpq->tgmijpq", grouped(dz, groups, 1), grouped(w, groups, 0))
    shares = shares.reshape(len(y), y.shape[1], *shares.shape[3:])
    for p, q in product(*map(range, w.shape[2:])):
        seen[..., p, q] += shares[..., p, q]
    (ph, pw), (height, width) = o["padding"], y.shape[2:]
    return framed[:, :, ph : ph + height, pw : pw + width]


def for_filters(dz, y, w, o, groups):
    seen = grouped(windows(y, w.shape[2:], **o)[0], groups, 1)
    return np.einsum("tgnij,tgmijpq->gnmpq", grouped(dz, groups, 1), seen).reshape(w.shape)


def strongest(y, kernel_size, o):
    seen = windows(y, kernel_size, **o, frame=-np.inf)[0]
    cells = np.arange(y[0, 0].size, dtype=float).reshape(1, 1, *y.shape[2:])
    numbers = windows(cells, kernel_size, **o)[0]
    flat = seen.reshape(*seen.shape[:4], -1)
    winner = flat.argmax(-1)[..., None]
    numbers = np.broadcast_to(numbers.reshape(1, 1, *flat.shape[2:]), flat.shape)
    return tuple(np.take_along_axis(a, winner, -1)[..., 0] for a in (flat, numbers))


def same(name, ours, theirs):
    if not np.array_equal(ours, theirs):
        raise AssertionError(f"{name}: {np.count_nonzero(ours != theirs)} of {ours.size} numbers are wrong")


# --- cases -------------------------------------------------------------------------------------------


def scan(new, T, size, channels, kernel_size, o, behind):
    """A convolution, its gradients, and what a transposed one makes of dz; sums are exact in every order."""
    groups, per_group, out_per_group = channels
    y, w = new(T, groups * per_group, *size), new(groups * out_per_group, per_group, *kernel_size)
    bias = new(len(w))
    z = convolved(y, w, bias, o, groups)
    dz, nothing = new(*z.shape), new(y.shape[1]) * 0
    back, slope = sent_back(dz, w, y, o, groups), for_filters(dz, y, w, o, groups)
    y, w, dz, bias, nothing = (like(array, behind) for array in (y, w, dz, bias, nothing))
    o = {**o, "groups": groups}
    same("conv2d", cnnkit.conv2d(y, w, bias, **o), z)
    same("conv2d_grad_input", cnnkit.conv2d_grad_input(dz, w, size, **o), back)
    same("conv2d_grad_weight", cnnkit.conv2d_grad_weight(dz, y, kernel_size, **o), slope)
    rest = cnnkit.shapes.Window(kernel_size, o["stride"], o["padding"], o["dilation"]).remainder(size)
    same("conv_transpose2d", cnnkit.conv_transpose2d(dz, w, nothing, **o, output_padding=rest), back)


def pool(new, T, size, maps, kernel_size, o, behind):
    """Both poolings and their gradients; the mean of a window of 2^a cells is exact, others nearly."""
    y = new(T, maps, *size)
    expected = strongest(y, kernel_size, o)
    du = new(*expected[0].shape)
    back = np.zeros_like(y).reshape(T * maps, -1)
    for t, row in enumerate(expected[1].reshape(T * maps, -1).astype(int)):
        np.add.at(back[t], row, du.reshape(T * maps, -1)[t])
    flat = {k: v for k, v in o.items() if k != "dilation"}
    seen = windows(y, kernel_size, **flat, dilation=(1, 1))[0]
    shares, framed = windows(np.zeros_like(y), kernel_size, **flat, dilation=(1, 1))
    dm = new(*seen.shape[:4])
    for p, q in product(*map(range, kernel_size)):
        shares[..., p, q] += dm / np.prod(kernel_size)
    (ph, pw), (height, width) = o["padding"], size
    y, du, dm = like(y, behind), like(du, behind), like(dm, behind)
    u, positions = cnnkit.max_pool2d(y, kernel_size, **o)
    same("max_pool2d", u, expected[0])
    same("positions", positions, expected[1])
    same("max_pool2d_grad", cnnkit.max_pool2d_grad(du, positions, size), back.reshape(y.shape))
    near = {"rtol": 1e-5, "atol": 1e-5}
    np.testing.assert_allclose(cnnkit.mean_pool2d(y, kernel_size, **flat), seen.mean((4, 5)), **near)
    ours = cnnkit.mean_pool2d_grad(dm, size, kernel_size, **flat)
    np.testing.assert_allclose(ours, framed[:, :, ph : ph + height, pw : pw + width], **near)


NARROW = ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (1, 3), (2, 3), (3, 3), (1, 7), (7, 1), (4, 4), (1, 8), (1, 9))


def scans(rng, count):
    """Narrow maps of every number of examples around a register's lanes first, then any small ones."""
    plain = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    for size, T in product(NARROW[:6], (64, 65, 8, 9, 4, 1)):
        yield T, size, (1, 1, 1), (1, 1), plain
    for i in range(count):
        kernel_size, stride, dilation = (tuple(rng.integers(1, top, 2).tolist()) for top in (4, 4, 3))
        size = NARROW[i % len(NARROW)] if i % 2 else tuple(rng.integers(1, 20, 2).tolist())
        extent = [d * (k - 1) + 1 for d, k in zip(dilation, kernel_size)]
        least = [max(0, -(-(e - n) // 2)) for e, n in zip(extent, size)]
        padding = tuple(int(p + rng.integers(2)) for p in least)
        T = int(rng.choice([1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 64, 130] if max(size) < 10 else [1, 3, 8, 9]))
        yield T, size, tuple(rng.integers(1, 6, 3).tolist()), kernel_size, {
            "stride": stride, "padding": padding, "dilation": dilation}  # fmt: skip
    for maps in (1, 3, 6):  # more products than one block sums
        for size, T in (((6, 7), 9), ((5, 13), 2)):
            yield T, size, (1, 40, maps), (3, 3), {**plain, "padding": (1, 1)}
            yield T, size, (1, maps, 40), (3, 3), {**plain, "padding": (1, 1), "stride": (1, 2)}
    for i in range(count // 20):  # enough work to be cut into bands of rows
        size, channels = tuple(rng.integers(40, 90, 2).tolist()), (1 + i % 2, 4, 5)
        yield int(rng.choice([1, 3, 9])), size, channels, (3, 3), {**plain, "stride": (1 + i % 3, 1)}


def pools(rng, count):
    plain = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    yield 64, (1, 1), 16, (1, 1), plain
    for size, maps in product(NARROW[:8], (1, 7, 8, 9, 16, 17, 63, 64)):
        yield 1, size, maps, (1, 1), plain
    for i in range(count):
        size = NARROW[i % len(NARROW)] if i % 2 else tuple(rng.integers(1, 20, 2).tolist())
        kernel_size, stride = (tuple(rng.integers(1, 5, 2).tolist()) for _ in range(2))
        kernel_size = tuple(min(k, n) for k, n in zip(kernel_size, size))
        padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel_size)
        spread = [1 if p else int(rng.integers(1, 1 + (n - 1) // max(1, k - 1) if k > 1 else 2))
                  for n, k, p in zip(size, kernel_size, padding)]  # fmt: skip
        yield int(rng.integers(1, 4)), size, int(rng.integers(1, 20)), kernel_size, {
            "stride": stride, "padding": padding, "dilation": tuple(spread) if max(padding) == 0 else (1, 1)}  # fmt: skip


def on_a_fresh_thread(work, *arguments):
    failed = []

    def run():
        try:
            work(*arguments)
        except BaseException as reason:
            failed.append(reason)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def main(dtype, threads, count):
    side, rng = watch(threads), np.random.default_rng(5)

    def new(*shape):
        return rng.integers(-2, 3, shape).astype(dtype)

    for work, drawn in ((pool, pools(rng, count)), (scan, scans(rng, count))):
        for case in drawn:
            for side[0] in (True, False):
                print(work.__name__, *case, "before a page" if side[0] else "behind a page", flush=True)
                on_a_fresh_thread(work, new, *case, side[0])
    modules = correlate, filter_gradient, max_pooling, mean_pooling
    kernels = {name for module in modules for name in module.__all__}
    missed = {name for name in kernels - ran if name.endswith("_together") == (threads > 1)}
    if missed:
        raise AssertionError(f"never ran: {sorted(missed)}")
    print("all kernels kept to their memory")


def overrun(behind):
    """Touch the number beside an array: the guards are there."""
    array = guarded(3, np.float32, behind)
    array[:] = 1
    place = array.ctypes.data + (array.nbytes if behind else -4)
    print("about to touch", flush=True)
    ctypes.c_float.from_address(place).value = 1.0
    print("nothing happened")


if __name__ == "__main__":
    if sys.argv[1] == "overrun":
        overrun(sys.argv[2] == "behind")
    else:
        main(np.dtype(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
