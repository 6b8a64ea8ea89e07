"""One number, one text: how every number that a person reads is written.

How many there are has its thousands apart (`count`: 4,672), in prose too; a value in a cell, a list or a sum has not
(`number`: 4672), for commas part the numbers of a list.  A share is written "13%", without a blank.

Explorers write the same in the browser (`widgets/board/numbers.js`); one table of cases,
`tests/numbers.json`, holds both to it.
"""

from __future__ import annotations

import math
import sys

__all__ = ["article", "count", "exact", "factor", "number", "percent", "precise", "several", "tiny"]

NOTHING = 1e-12  # what rounding leaves of a 0
LARGEST = 1e6  # whole numbers up to here are written whole, others up to a tenth of it
NUDGE = 1 + 1e-12  # a half that rounding made a little too small is still rounded up


def number(value: float, digits: int = 2) -> str:
    """A number as all pictures and sentences show it.

    Whole ones whole; others with two decimals, and small ones with as many as show two digits; a power
    of ten beyond; a true minus sign.

    Examples
    --------
    >>> number(-3.0), number(0.125), number(-0.0), number(0.0042), number(2e-7), number(1e16)
    ('−3', '0.13', '0', '0.0042', '2e−7', '1e16')
    >>> number(math.nan), number(-math.inf), number(2 / 3, digits=4)
    ('nan', '−∞', '0.6667')
    """
    return "0" if abs(value) < NOTHING else tiny(value, digits)


def tiny(value: float, digits: int = 2) -> str:
    """The same for errors: "0" is written only for an exact 0.

    Examples
    --------
    >>> tiny(3.1e-16), tiny(0.0), tiny(0.2718, digits=3)
    ('3.1e−16', '0', '0.272')
    """
    value = float(value)
    if math.isnan(value):
        return "nan"
    if value == 0:
        return "0"
    text = "∞" if math.isinf(value) else _written(abs(value), digits)
    return ("−" if value < 0 else "") + text


def _written(size: float, digits: int) -> str:
    whole = math.floor(size + 0.5)
    if whole and size < LARGEST and abs(size - whole) < 1e-9 * size:
        return str(whole)
    if not 1e-4 <= size < LARGEST / 10:
        nudged = min(size * NUDGE, sys.float_info.max)
        digit, power = f"{nudged:.1e}".split("e")
        return f"{digit.removesuffix('.0')}e{int(power)}".replace("-", "−")
    most = max(digits, 3 if size < 0.1 else 0, 4 if size < 0.01 else 0, 5 if size < 0.001 else 0)
    text = f"{size * NUDGE:.{most}f}"
    while text[-1] == "0" and len(text) - text.index(".") - 1 > digits:
        text = text[:-1]
    return text


def exact(value: float, digits: int = 2) -> bool:
    """Whether `number` writes the value itself, or has rounded it: a sum of such numbers says ≈.

    Examples
    --------
    >>> exact(0.25), exact(1 / 3), exact(0.1 + 0.2)
    (True, False, True)
    """
    value = float(value)
    if not math.isfinite(value) or abs(value) < NOTHING:
        return True
    said = float(number(value, digits).replace("−", "-"))
    return abs(said - value) <= 1e-9 * abs(value)


def factor(value: float, digits: int = 2) -> str:
    """A number as a factor or term: negative ones in brackets.

    Examples
    --------
    >>> factor(-2), factor(2)
    ('(−2)', '2')
    """
    text = number(value, digits)
    return f"({text})" if text.startswith("−") else text


def precise(value: float) -> str:
    """A number with up to ten decimals, for what two cannot tell apart.

    Examples
    --------
    >>> precise(0.5), precise(-1 / 3), precise(1e-5), precise(100.25)
    ('0.5', '−0.3333333333', '0.00001', '100.25')
    """
    size = abs(value)
    if not 1e-9 <= size < LARGEST / 10:
        return number(value)
    decimals = 11 - len(str(int(size)))
    text = f"{size * NUDGE:.{decimals}f}".rstrip("0").rstrip(".")
    return ("−" if value < 0 else "") + text


def count(value: int) -> str:
    """How many there are, thousands apart.

    Examples
    --------
    >>> count(61706)
    '61,706'
    """
    return f"{int(value):,}".replace("-", "−")


def several(value: int, one: str) -> str:
    """How many of what there are: the word gets an s, but for one.

    Examples
    --------
    >>> several(1, "input map"), several(0, "pooling")
    ('1 input map', '0 poolings')
    """
    return f"{count(value)} {one}{'s' * (value != 1)}"


def article(value: int) -> str:
    """What stands before a number that is read aloud: "a" or "an".

    Examples
    --------
    >>> [f"{article(n)} {n} × {n} map" for n in (7, 8, 11, 12, 80)]
    ['a 7 × 7 map', 'an 8 × 8 map', 'an 11 × 11 map', 'a 12 × 12 map', 'an 80 × 80 map']
    """
    first = count(value).split(",")[0]
    return "an" if first.startswith("8") or first in ("11", "18") else "a"


def percent(share: float) -> str:
    """A share in whole percent; only an exact 0 and 1 are said to be none and all.

    Examples
    --------
    >>> percent(0.125), percent(0.002), percent(0.998), percent(1)
    ('13%', '<1%', '>99%', '100%')
    """
    share = float(share)
    if not math.isfinite(share):
        return number(share)
    if 0 < share < 0.005 or 0.995 <= share < 1:
        return "<1%" if share < 0.5 else ">99%"
    return number(math.floor(abs(share) * 100 * NUDGE + 0.5) * (-1 if share < 0 else 1)) + "%"
