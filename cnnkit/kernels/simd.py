"""A register of the processor as a Numba type: 8 float32 or 4 float64, one instruction each.

Numba's own loops reach about half of what the machine can multiply and add, and on short rows a tenth.
Here a kernel says which numbers sit in registers and the compiler has nothing left to guess:

    x = load(y, i)            x = y[i], y[i+1], ... as many as a register holds
    s = fma(fill(w, k), x, s) s += w[k] * x, all lanes at once
    store(z, j, s)            z[j], z[j+1], ... = s
    choose(x, b, x, b)        the larger one of x and b, lane by lane
    turn(y, i, a, z, j, b)    a square block: its rows y[i], y[i+a], ... become columns of z
    y = lent(y)               so that threads can slice one array without waiting for each other

Nothing here checks a bound.  With the JIT switched off (NUMBA_DISABLE_JIT=1) the NumPy twins at the end
of this file take over, and they raise IndexError; the tests run every kernel that way too.
"""

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, models, overload, register_model

__all__ = ["cell", "choose", "fill", "fma", "lanes", "lent", "load", "store", "total", "turn", "zeros"]

BYTES = 32  # of a register; machines with shorter ones use two (slower, same answers)


class Register(types.Type):
    """The Numba type of a register of numbers of one dtype."""

    def __init__(self, dtype):
        self.dtype = dtype
        super().__init__(name=f"Register({dtype})")


def vector(context, dtype):
    """The LLVM type of a register."""
    return ir.VectorType(context.get_value_type(dtype), BYTES * 8 // dtype.bitwidth)


@register_model(Register)
class RegisterModel(models.PrimitiveModel):
    """Tells Numba that a Register is an LLVM vector."""

    def __init__(self, manager, kind):
        number = manager.lookup(kind.dtype).get_value_type()
        super().__init__(manager, kind, ir.VectorType(number, BYTES * 8 // kind.dtype.bitwidth))


def address(context, builder, kind, array, index):
    """Pointer to array[index], unchecked."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.gep(data, [index])


def read(context, builder, kind, array, index):
    """The register that starts at array[index]."""
    wide = vector(context, kind.dtype)
    pointer = builder.bitcast(address(context, builder, kind, array, index), wide.as_pointer())
    return builder.load(pointer, align=kind.dtype.bitwidth // 8)


def write(context, builder, kind, array, index, value):
    """Put a register at array[index]."""
    wide = vector(context, kind.dtype)
    pointer = builder.bitcast(address(context, builder, kind, array, index), wide.as_pointer())
    builder.store(value, pointer, align=kind.dtype.bitwidth // 8)


@intrinsic
def load(_, array, index):
    """The register that starts at array[index].

    Examples
    --------
    >>> load(y, 8)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        return read(context, builder, signature.args[0], *values)

    return Register(array.dtype)(array, types.intp), build


@intrinsic
def store(_, array, index, value):
    """Put a register at array[index].

    Examples
    --------
    >>> store(z, 8, value)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        write(context, builder, signature.args[0], *values)
        return context.get_dummy_value()

    return types.void(array, types.intp, value), build


@intrinsic
def lent(_, array):
    """The same array without the count of its owners, for as long as the caller keeps it.

    Numba counts every slice of an array up and down, in one place of memory for all threads that share it: two threads
    would wait for each other at every row.  Never lend what only the kernel itself keeps: it would be given back at once.

    Examples
    --------
    >>> lent(y)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        (lent,) = values
        for owner in (0, 1):  # the first two fields of an array: the count, and the Python object
            lent = builder.insert_value(lent, ir.Constant(lent.type.elements[owner], None), owner)
        return lent

    return array(array), build


@intrinsic
def cell(_, array, index):
    """One number, array[index], without the check for negative places.

    Examples
    --------
    >>> cell(table, 3)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        return builder.load(address(context, builder, signature.args[0], *values))

    return array.dtype(array, types.intp), build


@intrinsic
def fill(_, array, index):
    """A register with array[index] in every lane.

    Examples
    --------
    >>> fill(w, 3)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        number = builder.load(address(context, builder, signature.args[0], *values))
        wide = vector(context, signature.args[0].dtype)
        one = builder.insert_element(ir.Constant(wide, ir.Undefined), number, ir.IntType(32)(0))
        lanes = ir.Constant(ir.VectorType(ir.IntType(32), wide.count), [0] * wide.count)
        return builder.shuffle_vector(one, ir.Constant(wide, ir.Undefined), lanes)

    return Register(array.dtype)(array, types.intp), build


@intrinsic
def zeros(_, array):
    """A register with 0 in every lane.

    Examples
    --------
    >>> zeros(w)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        return ir.Constant(vector(context, signature.args[0].dtype), None)

    return Register(array.dtype)(array), build


@intrinsic
def fma(_, a, b, c):
    """a * b + c in one rounding, lane by lane.

    Examples
    --------
    >>> fma(a, b, c)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        wide = values[0].type
        name = f"llvm.fma.v{wide.count}f{signature.args[0].dtype.bitwidth}"
        kind = ir.FunctionType(wide, [wide] * 3)
        return builder.call(builder.module.declare_intrinsic(name, fnty=kind), values)

    return a(a, b, c), build


@intrinsic
def choose(_, x, best, a, b):
    """a in the lanes where x wins over best, b elsewhere; NaN wins over every number.

    Examples
    --------
    >>> choose(x, best, x, best)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        x, best, a, b = values
        larger = builder.fcmp_ordered(">", x, best)
        return builder.select(builder.or_(larger, builder.fcmp_unordered("uno", x, x)), a, b)

    return a(x, best, a, b), build


@intrinsic
def total(_, value):
    """The sum of all lanes.

    Examples
    --------
    >>> total(value)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        wide = values[0]
        while wide.type.count > 1:  # fold the upper half onto the lower
            half = wide.type.count // 2
            parts = [shuffle(builder, wide, wide, range(o, o + half)) for o in (0, half)]
            wide = builder.fadd(*parts)
        return builder.extract_element(wide, ir.IntType(32)(0))

    return value.dtype(value), build


def shuffle(builder, a, b, places):
    """The lanes `places` of a followed by b."""
    mask = ir.Constant(ir.VectorType(ir.IntType(32), len(places)), list(places))
    return builder.shuffle_vector(a, b, mask)


@intrinsic
def turn(_, source, first, step, target, start, stride):
    """Write a square block of `source` to `target`, rows as columns.

    Examples
    --------
    >>> turn(y, 0, 64, z, 0, 8)  # doctest: +SKIP
    """

    def build(context, builder, signature, values):
        source, first, step, target, start, stride = values
        kind = signature.args[0]
        count = BYTES * 8 // kind.dtype.bitwidth

        def at(start, stride, row):
            return builder.add(start, builder.mul(stride, ir.IntType(64)(row)))

        rows = [read(context, builder, kind, source, at(first, step, r)) for r in range(count)]
        half = count // 2
        while half:  # swap the off-diagonal blocks, then do the same inside each block
            for r in range(count):
                if not r & half:
                    low = [l + count * (l & half > 0) - (l & half) for l in range(count)]
                    high = [l + half if not l & half else l + count for l in range(count)]
                    a, b = rows[r], rows[r + half]
                    rows[r], rows[r + half] = shuffle(builder, a, b, low), shuffle(builder, a, b, high)
            half //= 2
        for r in range(count):
            write(context, builder, kind, target, at(start, stride, r), rows[r])
        return context.get_dummy_value()

    six = (source, types.intp, types.intp, target, types.intp, types.intp)
    return types.void(*six), build


def lanes(array):
    """How many numbers of this array one register holds.

    Examples
    --------
    >>> lanes(np.zeros(1, np.float32)), lanes(np.zeros(1, np.float64))
    (8, 4)
    """
    return BYTES // array.itemsize


@overload(lanes, inline="always")
def _lanes(array):
    count = BYTES * 8 // array.dtype.bitwidth
    return lambda array: count


if numba.config.DISABLE_JIT:

    def checked(array, index, count):
        if index < 0 or index + count > len(array):
            raise IndexError(f"{count} cells from {index} on, of {len(array)}")
        return array[index : index + count]

    def load(array, index):  # noqa: D103
        return checked(array, index, lanes(array)).copy()

    def store(array, index, value):  # noqa: D103
        checked(array, index, lanes(array))[:] = value

    def lent(array):  # noqa: D103
        return array

    def cell(array, index):  # noqa: D103
        return checked(array, index, 1)[0]

    def fill(array, index):  # noqa: D103
        return np.full(lanes(array), checked(array, index, 1)[0])

    def zeros(array):  # noqa: D103
        return np.zeros(lanes(array), array.dtype)

    def fma(a, b, c):  # noqa: D103
        return a * b + c

    def choose(x, best, a, b):  # noqa: D103
        return np.where((x > best) | (x != x), a, b)

    def total(value):  # noqa: D103
        return value.sum()

    def turn(source, first, step, target, start, stride):  # noqa: D103
        block = [load(source, first + r * step) for r in range(lanes(source))]
        for r, row in enumerate(np.array(block).T):
            store(target, start + r * stride, row)
