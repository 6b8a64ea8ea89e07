"""Draw calls, make them, and hold each against its rule; started by `runs` in a process of its own.

    python child.py SEED COUNT GUARDED

Every call is written before it is made, so that a process that dies leaves the call that killed it.  GUARDED 1 puts a
forbidden page beside every buffer and makes every call on a fresh thread.
"""

import contextlib
import json
import sys
import threading
import time
import traceback
import warnings

import numpy as np
from bad_values import unclear

import fuzz.values as values
from cnnkit import (  # noqa: F401 (calls are read with them)
    activations,
    boxes,
    conv,
    enlarging,
    filterbank,
    gradient_descent,
    linear,
    losses,
    models,
    normalization,
    pool,
    pose,
    reference,
    shortcut,
    soft_argmax,
    training,
    transposed,
)
from cnnkit.shapes import check_room
from fuzz import course, nets, updates
from fuzz.cells import CASES as CELLS
from fuzz.operations import CASES as OPERATIONS
from fuzz.oracle import CASES as ORACLE
from fuzz.values import A, G, K, Large, Refused, changed  # noqa: F401 (calls are read with them)

GIBIBYTES = 8
CASES = {**OPERATIONS, **CELLS, **nets.CASES, **course.CASES, **updates.CASES, **ORACLE}
SMALL = 3000  # products that plain loops can count in time
LONG = 20.0  # seconds that no small call takes, kernels compiled


def drawn(seed):
    """A call of a random function, with arguments that are right, or changed in one or two places."""
    rng = np.random.default_rng(seed)
    name = sorted(CASES)[rng.integers(len(CASES))]
    texts = {each: str(text) for each, text in CASES[name][0](rng).items()}
    for _ in range(rng.choice([0, 0, 1, 1, 1, 2])):
        places = sorted(set(texts) - (nets.FIXED if name == "nets.trained" else {"model", "exercise", "mean", "explorer", "setting"}))
        place = places[rng.integers(len(places))]
        other = str(changed(rng, texts[place], place))
        with contextlib.suppress(IndexError, TypeError, AttributeError):  # the first of no examples, an axis of a list: not this time
            eval(other)
            texts[place] = other
    return name, texts


def written(name, texts):
    """The call as it can be pasted."""
    return f"{name}({', '.join(f'{each}={text}' for each, text in texts.items())})"


def judged(name, texts) -> tuple[str, str]:
    """What came of a call, and what is wrong with that; empty if nothing is."""
    given = {each: eval(text) for each, text in texts.items()}
    _, rule = CASES[name]
    try:
        wanted = rule(**given)
    except Refused:
        wanted = None
    except Large:
        return "large, not made", ""
    try:
        made = eval(name)(**given)
    except MemoryError as error:
        return "memory", f"MemoryError: {error}"
    except Exception as error:
        if why := unclear(error):
            return "unclear", why
        return "refused", "" if wanted is None or getattr(wanted, "may_refuse", False) else f"refused, though it is right: {error}"
    if wanted is None:
        return "silent", f"nothing was said; a result {shapes(made)} came"
    return "made", unlike(made, wanted) or other_numbers(name, given, made)


def shapes(made):
    """What a result looks like."""
    parts = made if isinstance(made, tuple | list) else [made]
    return [getattr(each, "shape", type(each).__name__) for each in parts]


def unlike(made, wanted) -> str:
    """Where a result has another shape or precision than its rule says, or is not finite."""
    if callable(wanted):
        return wanted(made)
    parts = [np.asarray(each) for each in (made if isinstance(made, tuple | list) else [made])]
    if [each.shape for each in parts] != [shape for shape, _ in wanted]:
        return f"shapes {shapes(made)} came, {[shape for shape, _ in wanted]} is right"
    for each, (_, dtype) in zip(parts, wanted):
        if each.dtype != dtype:
            return f"{each.dtype} came, {dtype} is right"
        if not np.isfinite(each).all():
            return "numbers that are not finite came"
    return ""


def other_numbers(name, given, made) -> str:
    """Where a small result differs from plain loops over the same formula."""
    twin = getattr(reference, name.split(".")[1], None) if name in OPERATIONS else None
    if twin is None:
        return ""
    parts = [np.asarray(each) for each in (made if isinstance(made, tuple | list) else [made])]
    work = parts[0].size * max([np.size(each) for each in given.values() if isinstance(each, np.ndarray)], default=1)
    if work > SMALL or not parts[0].size:
        return ""
    pairs = ("input_size", "kernel_size", "stride", "padding", "dilation", "output_padding")
    sizes = {each: tuple(values.two(given[each], 0)) for each in pairs if given.get(each) is not None}
    theirs = twin(**given | sizes)
    for ours, each in zip(parts, theirs if isinstance(theirs, tuple | list) else [theirs]):
        rough = 1e-3 if ours.dtype == np.float32 else 1e-7
        if not np.allclose(ours, each, rtol=rough, atol=rough):
            return f"other numbers than plain loops: {float(np.max(np.abs(ours - each))):g} apart"
    return ""


def on_a_thread(name, texts):
    """The same on a thread that has worked on nothing before."""
    found = []
    thread = threading.Thread(target=lambda: found.append(judged(name, texts)))
    thread.start()
    thread.join()
    return found[0] if found else ("broken", "the thread ended with an error of the test itself")


def main(seed, count, guarded):
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTES << 30, GIBIBYTES << 30))
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", RuntimeWarning)  # of numbers that are not finite: those are looked for in the result
    if guarded:
        import guard_pages

        side = guard_pages.watch(threads=2)
        for module in (conv, transposed, pool.windows):  # the new maps are guarded ones, and no larger than others may be
            module.new_maps = lambda shape, dtype, new=module.new_maps: (check_room(shape), new(shape, dtype))[1]
        plain = (np.float32, np.float64, np.int64)  # what kernels are given
        values.wrapped[0] = lambda made: guard_pages.like(made, side[0]) if made.dtype in plain and made.size else made
    for place in range(seed, seed + count):
        name, texts = drawn(place)
        if guarded:
            side[0] = bool(place % 4 < 2)
        print("call", place, written(name, texts), flush=True)
        start = time.process_time()  # not the clock's: others use this machine too
        try:
            kind, wrong = (on_a_thread if guarded else judged)(name, texts)
        except Exception:
            kind, wrong = "broken", traceback.format_exc(limit=-3)
        if not wrong and time.process_time() - start > LONG:
            kind, wrong = "slow", f"{time.process_time() - start:.0f} seconds"
        print("came", json.dumps([kind, wrong]), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
