"""Reading numbers that a caller hands over: pairs, groups, and the one exception of this package."""

from __future__ import annotations

import operator

import numpy as np

__all__ = ["Pair", "ShapeError", "as_pair", "check_groups", "count_of", "shown", "whole_number"]

Pair = tuple[int, int]

# No size, step or frame is larger: products of two of them then fit the kernels' 64-bit integers.
LARGEST_NUMBER = 2**31 - 1


class ShapeError(ValueError):
    """Sizes that do not fit together: what came, what was needed, what to change.

    Examples
    --------
    >>> print(ShapeError("window covers (5, 5)", "the padded map is only (3, 3)", "use more padding"))
    window covers (5, 5) but the padded map is only (3, 3); use more padding
    """

    def __init__(self, came: str, needed: str, change: str):
        super().__init__(f"{came} but {needed}; {change}")
        self.came, self.needed, self.change = came, needed, change

    def __reduce__(self):  # an exception is pickled by its message unless told otherwise
        return ShapeError, (self.came, self.needed, self.change)


def as_pair(value: object, name: str, smallest: int = 1) -> Pair:
    """Read an int or a (rows, columns) pair as a pair of ints, each at least `smallest`.

    Raises
    ------
    TypeError
        If the value is not made of whole numbers.
    ShapeError
        If there are not one or two of them, or one is too small.

    Examples
    --------
    >>> as_pair(2, "stride"), as_pair((1, 3), "stride")
    ((2, 2), (1, 3))
    """
    if type(value) is int and smallest <= value <= LARGEST_NUMBER:  # nearly always
        return value, value
    if (
        type(value) is tuple
        and len(value) == 2
        and type(value[0]) is type(value[1]) is int
        and smallest <= min(value)
        and max(value) <= LARGEST_NUMBER
    ):
        return value
    many = isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim > 0)
    items = tuple(value) if many else (value,)
    if len(items) not in (1, 2):
        raise ShapeError(
            f"{name} came as {len(items)} numbers",
            "one or two are needed",
            f"give {name} as an int or a (rows, columns) pair",
        )
    numbers = tuple(whole_number(item, name) for item in items)
    pair = numbers if len(numbers) == 2 else numbers * 2
    if min(pair) < smallest:
        raise ShapeError(
            f"{name} is {shown(value)}",
            f"it must be at least {smallest}",
            f"give {name} a larger value",
        )
    if max(pair) > LARGEST_NUMBER:
        raise ShapeError(
            f"{name} is {shown(value)}",
            f"it must be at most {LARGEST_NUMBER}",
            f"give {name} a smaller value",
        )
    return pair


def whole_number(value: object, name: str, needed: str = "") -> int:
    """Read one whole number; a bool, a float or a text is a TypeError, which says what is `needed`.

    Examples
    --------
    >>> whole_number(np.int8(3), "groups")
    3
    """
    if type(value) is int:
        return value
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return operator.index(value)
    except TypeError:
        raise TypeError(
            f"{needed or f'{name} must be a whole number or a pair of them'}, but {shown(value)} came; "
            f"write for example {name}=2"
        ) from None


def count_of(value: object, name: str, smallest: int = 1) -> int:
    """Read how many there are of something: a whole number, at least `smallest`.

    Raises
    ------
    TypeError
        If it is no whole number.
    ShapeError
        If it is too small, or too large for any array.

    Examples
    --------
    >>> count_of(3, "epochs", 0)
    3
    """
    number = whole_number(value, name, f"{name} must be a whole number")
    if number < smallest:
        raise ShapeError(f"{name} is {shown(number)}", f"it must be at least {smallest}", f"give {name} a larger value")
    if number > LARGEST_NUMBER:
        raise ShapeError(f"{name} is {shown(number)}", f"it must be at most {LARGEST_NUMBER}", f"give {name} a smaller value")
    return number


def shown(value: object) -> str:
    """What came, short enough for a message, whatever its repr does.

    Examples
    --------
    >>> shown("a" * 100)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..."
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:
        return f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:37] + "..."


def check_groups(groups: object, *channels: int) -> int:
    """Read `groups`: a positive int that divides every one of the channel counts.

    Raises
    ------
    ShapeError, TypeError
        If it is not.

    Examples
    --------
    >>> check_groups(2, 4, 6)
    2
    """
    number = whole_number(groups, "groups")
    if number < 1 or any(count % number for count in channels):
        raise ShapeError(
            f"groups is {shown(number)}",
            f"it must be positive and divide {' and '.join(map(str, channels))} channels",
            "use groups=1, or channels that are multiples of groups",
        )
    return number
