"""Random arguments as text that can be pasted, and what they are when they are read.

`A` is an array, `K` whole numbers, `G` a source of random numbers.  Rules read arguments with `array`, `two` and `whole`,
which share nothing with the package's own reading.
"""

import math

import numpy as np

LARGEST = 2**31 - 1
MOST, LARGE = 2**28, 2**22  # numbers of one result: at most, and as many as are made
wrapped = [lambda made: made]  # what every drawn array goes through: forbidden pages behind it, for example


class Large(Exception):
    """A call that is right, and would make more numbers than a test should."""


class Refused(Exception):
    """A rule says that the package must refuse these arguments."""


def A(seed, shape, dtype="float64"):
    """Normal numbers, or small whole ones."""
    rng = np.random.default_rng(seed)
    made = rng.normal(size=shape) if np.dtype(dtype).kind in "fc" else rng.integers(0, 3, shape)
    return wrapped[0](np.asarray(made.astype(dtype)))


def K(seed, shape, below):
    """Whole numbers from 0 to below."""
    return np.random.default_rng(seed).integers(0, below, shape)


def G(seed):
    """A generator."""
    return np.random.default_rng(seed)


# --- reading -----------------------------------------------------------------------------------------


def need(holds):
    """Refuse unless it holds."""
    if not holds:
        raise Refused


def whole(value, low=1, high=LARGEST):
    """One whole number."""
    need(isinstance(value, int | np.integer) and not isinstance(value, bool))
    need(low <= value <= high)
    return int(value)


def two(value, low=1):
    """One or two whole numbers."""
    if isinstance(value, np.ndarray):
        need(value.ndim == 1)
    items = list(value) if isinstance(value, tuple | list | np.ndarray) else [value]
    need(len(items) in (1, 2))
    items = [whole(each, low) for each in items]
    return (items * 2)[:2]


def array(value, rank=None):
    """Real numbers with so many axes, none of them empty but the first."""
    need(value is not None and not isinstance(value, np.ma.MaskedArray | str | bytes | dict | set))
    try:
        made = np.asarray(value)
    except (ValueError, TypeError):
        raise Refused from None
    need(made.dtype.kind in "fiub" and made.dtype.itemsize <= 8 and made.dtype != np.float16)
    if rank is not None:
        need(made.ndim == rank and all(made.shape[1:]))
        need(made.shape[0] or rank > 1)
    return made


def weights(value, rank):
    """The same, with no empty axis at all."""
    made = array(value, rank)
    need(made.size)
    return made


def number(value, most=math.inf, above=False):
    """A finite number from 0."""
    need(not isinstance(value, str | bytes | bool) or isinstance(value, bool))
    try:
        value = float(value)
    except (TypeError, ValueError):
        raise Refused from None
    need(0 <= value <= most and value < math.inf and not (above and value == 0))
    return value


def flag(value):
    """Yes or no."""
    need(isinstance(value, bool | np.bool_))
    return bool(value)


def precision(*values):
    """float32 where all are."""
    return np.dtype(np.float32 if all(np.asarray(each).dtype == np.float32 for each in values) else np.float64)


def room(*shape):
    """Refuse more numbers than anybody meant; what is right and large is not made here, for others use this machine too."""
    count = math.prod(max(1, int(n)) for n in shape)
    need(count <= MOST)
    if count > LARGE:
        raise Large
    return tuple(int(n) for n in shape)


# --- changing ----------------------------------------------------------------------------------------

SIZES = (
    "0", "-1", "2.5", "True", "None", "'3'", "(1, 2, 3)", "[2]", "np.int64(2)", "(2, 1)", "(1, 3)", "3", "5", "10**6", "2**31 - 1",
    "2**31", "2**40", "10**30", "np.array([1, 2])", "[]", "()", "(0, 1)", "(1, -1)", "float('nan')", "1j", "{}", "(2, '2')",
)  # fmt: skip
SETTINGS = ("-1", "0", "0.5", "1", "2", "None", "float('nan')", "float('inf')", "'0.1'", "[]", "[0.1, 0.2]", "1j", "{}", "np.float32(0.3)",
            "True", "1e-30", "1e30")  # fmt: skip
FLAGS = ("True", "False", "None", "1", "0", "'no'", "[]", "np.True_")
NAMES = ("'relu'", "'tanh'", "'sigmoid'", "'softmax'", "None", "3", "[]", "''", "{}", "b'relu'", "'RELU'")
NOTHING = ("None", "'text'", "{}", "[[1, 2], [3]]", "[None]", "3", "[]", "np.zeros(())", "len", "b'x'", "[['a']]", "[[1j]]")
DTYPES = ("float16", "complex64", "int8", "bool", "object", "uint64", "float32", "float64", "int64", "str", "longdouble")


def changed(rng, text, name):
    """Another text in an argument's place: wrong, or right in an unusual way."""
    if text.startswith(("A(", "K(")):
        return _other_array(rng, text)
    if name in FLAGGED:
        return rng.choice(FLAGS)
    if name in NAMED:
        return rng.choice(NAMES)
    if name in RATES:
        return rng.choice(SETTINGS)
    return rng.choice(SIZES)


RATES = {"eps", "sigma", "threshold", "weight", "learning_rate", "momentum", "weight_decay", "gain", "share", "length", "tolerance"}
FLAGGED = {"count_include_pad", "bias_wanted", "reads_bank", "shared", "switch"}
NAMED = {"name", "kind", "pooling", "split", "titles"}


def _other_array(rng, text):
    way = rng.integers(9)
    if way == 0:
        return rng.choice(NOTHING)
    if way == 1 and text.startswith("A("):
        seed, shape = text[2:-1].split(", (")[0], text.split("(", 2)[2].split(")")[0]
        return f"A({seed}, ({shape}), '{rng.choice(DTYPES)}')"
    if way == 2:
        return f"{text}[None]"
    if way == 3:
        return f"{text}[0]"
    if way == 4:
        return f"np.asfortranarray({text})"
    if way == 5:
        return f"{text}[..., ::-1]"
    if way == 6:
        return f"{text}.tolist()"
    if way == 7:
        return f"np.ma.masked_array({text})"
    start, rest = text.split("(", 1)
    seed, shape = rest.split("(")[0], rest.split("(")[1].split(")")[0]
    sizes = [int(n) for n in shape.split(",") if n.strip()]
    if not sizes:
        return "None"
    sizes[rng.integers(len(sizes))] += int(rng.choice([-1, 1, 1, 2, -100]))
    sizes = [max(0, n) for n in sizes]
    return f"{start}({seed}({', '.join(map(str, sizes))},){rest.split(')', 1)[1]}"
