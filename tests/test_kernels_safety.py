"""No argument, however odd, kills the interpreter, leaks a foreign exception or gives a wrong answer."""

import inspect
import math
import zlib

import numpy as np
import pytest

import cnnkit
from cnnkit import reference
from cnnkit.shapes import ShapeError

OPERATIONS = [
    "conv2d",
    "conv2d_grad_bias",
    "conv2d_grad_input",
    "conv2d_grad_weight",
    "conv_transpose2d",
    "conv_transpose2d_grad_input",
    "conv_transpose2d_grad_weight",
    "downsample2d",
    "downsample2d_grad",
    "max_pool2d",
    "max_pool2d_grad",
    "mean_pool2d",
    "mean_pool2d_grad",
    "upsample2d",
    "upsample2d_grad",
]

PLAIN_SIZES = [0, 1, 2, 3, 5, (1, 2), (3, 1), [2, 1], np.int32(2), np.array([1, 3]), np.array(2)]
ODD_SIZES = [
    *(-1, -(10**5000), 40, 1000, 2**31 - 1, 2**31, 2**62, 10**30, True, 1.0, math.nan, None, "3"),
    *((), (1,), (1, 2, 3), (1, "a"), ([1], [1, 2]), {}, {1}, object(), np.array([[1, 2]]), 2j),
    *((2**31 - 1, 1), (1, 10**30), np.array(2.0), np.array([True, True]), range(1, 3), b"2"),
]


ARRAYS = {"y", "w", "dz", "du", "bias", "positions"}


class Hostile:
    """An object that fails at whatever NumPy or a message tries."""

    def __array__(self, *_args, **_kwargs):
        raise RuntimeError("no array here")

    def __repr__(self):
        raise RuntimeError("no text here")


def in_some_layout(rng, array):
    """The same numbers in one of the layouts and dtypes that are welcome."""
    array = array.astype(rng.choice(["f4", "f8", "f8", "i8", ">f4"]))
    layout = rng.integers(6)
    if layout == 0:
        array = np.asfortranarray(array)
    if layout == 1:
        array = np.repeat(array, 2, axis=-1)[..., ::2]
    if layout == 2:
        array.setflags(write=False)
    return array.tolist() if layout == 3 else array


def odd_arrays(rng):
    array = rng.normal(size=rng.choice([0, 1, 2, 3], rng.integers(0, 6)))
    special = [
        *(None, "text", 3.0, 7, [], [[[[]]]], [[1, 2], [3]], object(), {}, 10**400, [10**400]),
        *(array, array.astype(np.float16), array.astype(complex), array.astype(object)),
        *(array.astype(str), array.astype(np.longdouble), array.astype("datetime64[s]"), Hostile()),
        np.zeros((1, 1, 2, 2), [("a", float)]),
        np.full((1, 1, 3, 3), np.nan),
        np.full((1, 1, 3, 3), np.inf),
        np.zeros((0, 1, 3, 3)),
        np.zeros((1, 0, 3, 3)),
        np.broadcast_to(1.0, (2, 1, 4, 4)),
        np.ma.masked_array(np.ones((1, 1, 3, 3))),
        np.full((1, 1, 2, 2), 2**62),
        np.full((1, 1, 2, 2), 2**64 - 1, np.uint64),
    ]
    return special[rng.integers(len(special))]


def fitting_call(rng, name):
    """Arguments of one operation that fit each other."""
    T, H, W, Kh, Kw, stride = rng.integers((1, 3, 3, 1, 1, 1), (3, 7, 7, 4, 4, 4)).tolist()
    groups, per_group, out_per_group = rng.integers(1, 3, 3).tolist()
    y = rng.integers(-3, 4, (T, groups * per_group, H, W))
    size = {"input_size": (H, W)}
    if name.startswith("conv"):
        options = {"stride": stride, "padding": int(rng.integers(2)), "groups": groups}
        leading = (groups * out_per_group, per_group)
        if name.startswith("conv_transpose2d"):
            leading, options["padding"] = (groups * per_group, out_per_group), 0
        w = rng.integers(-3, 4, (*leading, Kh, Kw))
        forward = cnnkit.conv_transpose2d if "transpose" in name else cnnkit.conv2d
        dz = rng.integers(-3, 4, forward(y, w, **options).shape)
        if name.endswith("bias"):
            return {"dz": dz}
        if name.endswith("grad_input"):
            return {"dz": dz, "w": w, **size, **options}
        if name.endswith("grad_weight"):
            return {"dz": dz, "y": y, "kernel_size": (Kh, Kw), **options}
        return {"y": y, "w": w, **options}
    if "sample" in name:
        du = rng.integers(-3, 4, getattr(cnnkit, name.removesuffix("_grad"))(y, stride).shape)
        given = {"du": du} if name.endswith("grad") else {"y": y}
        return {**given, **(size if name == "downsample2d_grad" else {}), "stride": stride}
    kernel = {"kernel_size": (Kh, Kw)}
    options = {"stride": stride, "padding": (Kh // 2, Kw // 2)}
    u, positions = cnnkit.max_pool2d(y, **kernel, **options)
    return {
        "max_pool2d": {"y": y, **kernel, **options},
        "mean_pool2d": {"y": y, **kernel, **options, "count_include_pad": False},
        "max_pool2d_grad": {"du": u, "positions": positions, **size},
        "mean_pool2d_grad": {"du": u, **size, **kernel, **options, "count_include_pad": True},
    }[name]


def random_call(rng, name):
    """A fitting call, in some layout, with none, one or two arguments replaced by something else."""
    call = fitting_call(rng, name)
    for argument in ARRAYS & set(call) - {"positions"}:
        call[argument] = in_some_layout(rng, call[argument])
    names = [*inspect.signature(getattr(cnnkit, name)).parameters]
    for argument in rng.choice(names, min(len(names), rng.integers(3)), replace=False):
        if argument in ARRAYS:
            call[str(argument)] = odd_arrays(rng)
        else:
            choices = (*PLAIN_SIZES, *ODD_SIZES)
            call[str(argument)] = choices[rng.integers(len(choices))]
    return call


def spelled_out(call):
    """The same call with sizes as the plain formulas want them: pairs of ints."""

    def plain(name, value):
        if name in ARRAYS or value is None:
            return value
        if name in {"groups", "count_include_pad"}:
            return bool(value) if name == "count_include_pad" else int(value)
        numbers = [int(n) for n in np.atleast_1d(value)]
        return tuple(numbers * 2 if len(numbers) == 1 else numbers)

    return {name: plain(name, value) for name, value in call.items()}


def cost(call):
    """Roughly how long the plain formulas need."""
    cells = [np.size(a) for a in call.values() if isinstance(a, np.ndarray | list)]
    sizes = [int(np.max(v)) for k, v in call.items() if k not in ARRAYS and v is not None]
    return math.prod(cells) * max([1, *sizes])


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_thousands_of_random_calls_end_in_a_sentence_or_the_right_answer(name):
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    function, formula = getattr(cnnkit, name), getattr(reference, name)
    refused = answered = 0
    for _ in range(1000):
        call = random_call(rng, name)
        try:
            result = function(**call)
        except (ShapeError, TypeError) as reason:
            assert str(reason)
            refused += 1
            continue
        answered += 1
        call = spelled_out(call)
        if cost(call) > 20_000 or 0 in np.shape(call.get("y", call.get("du", 1))):
            continue
        with np.errstate(invalid="ignore"):
            expected = formula(**call)
        for ours, theirs in zip(np.atleast_1d(result), np.atleast_1d(expected), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-4)

    assert refused > 100
    assert answered > 200
