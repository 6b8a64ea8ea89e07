"""Window and the reading of arguments: by hand, as properties, and what is said about bad ones."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import pairs

from cnnkit.shapes import (
    ShapeError,
    Window,
    as_arrays,
    as_pair,
    as_positions,
    check_groups,
    check_rank,
)


@st.composite
def windows(draw):
    return Window(draw(pairs(1, 4)), draw(pairs(1, 4)), draw(pairs(0, 3)), draw(pairs(1, 3)))


@given(windows(), pairs(1, 12))
def test_growing_undoes_scanning(window, size):
    if min(a - b for a, b in zip(window.padded_size(size), window.extent, strict=True)) < 0:
        with pytest.raises(ShapeError, match="window covers"):
            window.output_size(size)
        return

    small = window.output_size(size)

    assert window.transposed_size(small, window.remainder(size)) == size


@given(windows(), pairs(1, 6))
def test_taps_and_readers_tell_the_same_links(window, size):
    try:
        rows, columns = window.output_size(size)
    except ShapeError:
        return
    forward = {
        ((i, j), cell) for i in range(rows) for j in range(columns) for cell in window.taps(i, j)
    }

    for r in range(size[0]):
        for c in range(size[1]):
            assert window.readers(r, c, size) == sorted(o for o, cell in forward if cell == (r, c))


def test_sizes_by_hand():
    window = Window((3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 3))

    assert window.extent == (3, 4)
    assert window.output_size((8, 4)) == (4, 1)
    assert window.remainder((8, 4)) == (1, 0)
    assert Window(4, stride=2, padding=1).transposed_size((8, 8), 1) == (17, 17)


@pytest.mark.parametrize(
    "value", [np.int8(2), np.array(2), [2, 2], (2, np.uint64(2)), np.array([2, 2])], ids=repr
)
def test_whole_numbers_of_every_kind_are_read(value):
    assert as_pair(value, "stride") == (2, 2)
    assert all(type(n) is int for n in as_pair(value, "stride"))


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (2.0, TypeError, "stride must be a whole number or a pair of them, but 2.0 came"),
        (True, TypeError, "write for example stride=2"),
        ("2", TypeError, "'2' came"),
        (None, TypeError, "None came"),
        ([[1], [1, 2]], TypeError, "whole number"),
        ((1, 2, 3), ShapeError, "stride came as 3 numbers"),
        ((), ShapeError, "stride came as 0 numbers"),
        (0, ShapeError, "stride is 0 but it must be at least 1"),
        (-(10**5000), ShapeError, "stride is a int but it must be at least 1"),
        (2**31, ShapeError, "it must be at most 2147483647"),
    ],
    ids=lambda v: repr(v)[:20] if not isinstance(v, int) or abs(v) < 2**40 else "huge",
)
def test_what_is_no_size_is_said(value, error, words):
    with pytest.raises(error, match=words):
        as_pair(value, "stride")


@pytest.mark.parametrize(
    "value",
    [
        np.ones((2, 3), np.float32, order="F"),
        np.ones((4, 6), np.float32)[::2, ::-2],
        np.broadcast_to(np.float32(1), (2, 3)),
        np.ones((2, 3), ">f4"),
        np.frombuffer(b"\0" + np.ones(6, np.float32).tobytes(), np.float32, offset=1).reshape(2, 3),
        np.ones((2, 3), np.float32).view(np.recarray),
    ],
    ids=["columns first", "every other", "broadcast", "big-endian", "unaligned", "subclass"],
)
def test_arrays_become_one_kind_and_keep_their_values(value):
    (array,) = as_arrays(y=value)

    assert type(array) is np.ndarray
    assert array.dtype == np.dtype(np.float32)
    assert array.dtype.isnative
    assert array.flags.carray
    np.testing.assert_array_equal(array, np.ones((2, 3)))


def test_a_uniform_array_is_not_copied():
    y = np.ones((2, 3))

    assert as_arrays(y=y)[0] is y


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float64])
def test_everything_real_but_float32_becomes_float64(dtype):
    arrays = as_arrays(y=np.ones((2, 3), dtype), w=np.ones(3, np.float32))

    assert [a.dtype for a in arrays] == [np.float64, np.float64]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (np.ones(2, np.float16), TypeError),
        (np.ones(2, np.longdouble), TypeError),
        (np.ones(2, complex), TypeError),
        (np.array(["1"]), TypeError),
        (np.array([None]), TypeError),
        (np.array(["2026-01-01"], "datetime64[D]"), TypeError),
        (None, TypeError),
        ([[1, 2], [3]], ShapeError),
    ],
    ids=repr,
)
def test_what_is_not_real_numbers_is_refused(value, error):
    with pytest.raises(error, match="y"):
        as_arrays(y=value)


def test_an_object_that_fails_in_numpy_is_a_type_error():
    class Odd:
        def __array__(self, *_args, **_kwargs):
            raise RuntimeError("call detach() first")

    with pytest.raises(TypeError, match=r"y is a Odd that NumPy cannot read.*detach"):
        as_arrays(y=Odd())


def test_groups_must_divide_all_channels():
    assert check_groups(np.int64(2), 4, 6) == 2
    with pytest.raises(ShapeError, match="divide 4 and 6 channels"):
        check_groups(3, 4, 6)
    with pytest.raises(TypeError, match="groups must be"):
        check_groups(1.0, 4)


def test_only_the_axis_of_examples_may_be_empty():
    check_rank(np.ones((0, 2)), "y", "(T, M)")
    with pytest.raises(ShapeError, match="axis M"):
        check_rank(np.ones((2, 0)), "y", "(T, M)")


def test_a_shape_error_crosses_processes():
    error = ShapeError("this", "that", "change it")

    again = pickle.loads(pickle.dumps(error))

    assert str(again) == "this but that; change it"
    assert again.change == "change it"


MASKED = np.ma.masked_array([[1.0, 99.0]], [[False, True]])


@pytest.mark.parametrize("value", [MASKED, [MASKED, MASKED], (MASKED[0],), [[[np.ma.masked]]]], ids=type)
def test_masked_arrays_are_refused(value):
    with pytest.raises(TypeError, match=r"y is a masked array, .* y\.filled\(0\)"):
        as_arrays(y=value)
    with pytest.raises(TypeError, match="positions is a masked array"):
        as_positions(value)


@pytest.mark.parametrize("shape", [(), (3, 1), (1, 3)])
def test_one_axis_is_one_axis(shape):
    with pytest.raises(ShapeError, match=r"it needs 1 axis, \(N,\)"):
        check_rank(np.ones(shape), "bias", "(N,)")


def test_an_empty_bias_is_told_from_a_missing_axis():
    with pytest.raises(ShapeError, match="axis N of"):
        check_rank(np.ones(0), "bias", "(N,)")
    check_rank(np.ones(0), "d", "(T,)")
