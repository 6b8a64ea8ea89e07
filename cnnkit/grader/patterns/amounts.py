"""One factor, one constant, a sign, decimals: what all cells have in common."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from cnnkit.grader.facts import terms
from cnnkit.grader.patterns.seen import ENOUGH, Seen, equal
from cnnkit.numbers import number

__all__ = ["as_fraction", "cut_off", "decimals", "factor", "nothing", "replaced", "rounded", "shift_of_all", "starts", "without_bias", "wrapped"]


def nothing(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """All cells are one and the same number."""
    if any(not one.fits for one in bad) or sum(one.right.size for one in bad) < 6 or len({float(v) for one in bad for v in one.right.ravel()[:4]}) < 3:
        return ""
    values = {float(v) for one in bad for v in np.unique(one.yours)}
    large = [one for one in bad if one.right.size > 3]
    if len(large) > 1 and len(values) > 1 and all(np.ptp(one.yours) == 0 and np.ptp(one.right) > 0 for one in large):
        return f"In each case all cells of your {name} are one and the same number."
    if len(values) == 1 and (len(bad) > 1 or bad[0].off.sum() >= ENOUGH):
        value = values.pop()
        if np.isnan(value):
            return ""
        always = all(one.fits and (one.yours == value).all() for one in every)
        if not always and all((one.yours > one.right).all() for one in bad) and _passed(every, value):  # a search that starts there says more
            return ""
        if all(one.right.size == 1 for one in bad):
            return f"Your {name} is {number(value)} {'in every case' if always else 'wherever it is wrong'}."
        more = ": nothing was written into it" if value == 0 and always else ""
        return f"Every cell of your {name} is {number(value)}{'' if always else ' where it is wrong'}{more}."
    return ""


def decimals(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Whole numbers where decimals are needed."""
    needed = [one for one in bad if (one.right != np.rint(one.right)).any()]
    near = all(one.fits and (np.abs(one.yours - one.right) < 1.001).all() for one in bad if not any(one is n for n in needed))
    if len(needed) > len(bad) / 2 and near and all(one.whole for one in bad):
        return (
            f"The decimals of {name} are cut off: your array holds whole numbers. np.zeros(shape) makes floats; "
            "dtype=int, or zeros_like of whole numbers, does not."
        )
    return ""


def rounded(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """The right numbers, rounded, and so wherever they have decimals."""
    for cut, words in ((np.trunc, "without its decimals"), (np.floor, "rounded down"), (np.ceil, "rounded up"), (np.rint, "rounded to whole numbers")):
        if all(one.fits and equal(one.yours, cut(one.right)) for one in every) and any(one.yours.any() for one in every):
            return f"Your {name} is the right one {words}."
    broken = [one for one in bad if one.fits and (one.right != np.rint(one.right)).any()]
    if broken and len(broken) == len(bad) and all((one.yours == np.rint(one.yours)).all() and (one.yours <= one.right + 1e-9).all() for one in bad) and any(one.yours.any() for one in bad):
        return f"Every cell of your {name} is a whole number, and none is larger than it should be: // rounds down, / does not."
    for places in range(1, 7):
        if all(one.fits and np.array_equal(one.yours, np.round(one.yours, places))
               and (np.abs(one.yours - one.right) <= 0.51 * 10.0**-places).all() for one in bad):  # fmt: skip
            return f"Your {name} is rounded to {places} decimals; leave all of them."
    if all(one.right.size == 1 and not float(one.yours.ravel()[0]).is_integer() and np.floor(one.yours) == one.right for one in bad) and all((one.right == np.rint(one.right)).all() for one in every):
        return f"Your {name} is not a whole number: / keeps decimals, // rounds down."
    return ""


def wrapped(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Numbers of bytes that have run over."""
    if not all(one.fits and one.facts.get("bytes") for one in bad):
        return ""
    if all(equal(one.yours, np.mod(one.right, 256)) for one in bad):
        return f"Your {name} has run over at 256: a byte, uint8, holds 0 to 255."
    return ""


def cut_off(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Negative numbers lost."""
    if all(one.fits and equal(one.yours, np.maximum(one.right, 0)) for one in bad):
        return f"Where {name} should be negative, yours is 0."
    if all(one.fits and equal(one.yours, np.abs(one.right)) for one in bad):
        return f"Your {name} has lost its minus signs."
    return ""


def starts(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Nothing below one fixed number, a search for the largest that starts there; or nothing above one."""
    if any(not one.fits for one in bad):
        return ""
    if any(not (one.yours[one.off] > one.right[one.off]).all() for one in bad):
        return _ends(name, bad) or _between(name, bad)
    found = {float(v) for one in bad for v in np.unique(one.yours[one.off])}
    if len(found) != 1:
        return ""
    start = found.pop()
    if start == np.inf:
        return f"Where {name} should be a finite number, yours is ∞: is it the logarithm of 0, or something divided by 0?"
    if _passed(every, start) and all(equal(one.yours, np.maximum(one.right, start)) for one in bad):
        if start == 0:
            return f"Where {name} should be negative, yours is 0."
        return f"Where {name} should be below {number(start)}, yours is {number(start)}: does a search for the largest start there?"
    return ""


def _passed(every: list[Seen], value: float) -> bool:
    """Whether some right number is larger: else it is the largest that can be, and no start of a search."""
    return any((one.right > value).any() for one in every)


def _ends(name: str, bad: list[Seen]) -> str:
    """Nothing above one fixed number."""
    found = {float(v) for one in bad for v in np.unique(one.yours[one.off])}
    if len(found) != 1 or sum(int(one.off.sum()) for one in bad) < 2:
        return ""
    end = found.pop()
    if np.isfinite(end) and all(equal(one.yours, np.minimum(one.right, end)) for one in bad):
        return f"Where {name} should be above {number(end)}, yours is {number(end)}."
    return ""


def _between(name: str, bad: list[Seen]) -> str:
    """Nothing below one fixed number and nothing above another."""
    low = {float(v) for one in bad for v in one.yours[one.off & (one.yours > one.right)]}
    high = {float(v) for one in bad for v in one.yours[one.off & (one.yours < one.right)]}
    if len(low) != 1 or len(high) != 1:
        return ""
    start, end = low.pop(), high.pop()
    if start < end and all(equal(one.yours, np.clip(one.right, start, end)) for one in bad):
        return f"Where {name} should be below {number(start)}, yours is {number(start)}, and where it should be above {number(end)}, yours is {number(end)}."
    return ""


def factor(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """The right one times a single factor."""
    found = [_ratio(one.yours, one.right) for one in bad]
    if None in found:
        return ""
    if all(abs(ratio + 1) < 1e-9 for ratio in found):
        return f"Your {name} has the opposite sign in every cell."
    cells = sum(one.right.size for one in bad)
    said = _by_term(every, lambda one, n: equal(one.yours, one.right / n), "divided by")
    said = said or _by_term(every, lambda one, n: equal(one.yours, one.right * n), "multiplied by")
    if said and (cells >= 4 or len(bad) > 2):
        return f"Your {name} is the right one {said}."
    if max(found) - min(found) < 1e-9 * abs(found[0]) and (cells >= 4 and len(bad) > 1):
        where = _where(bad, every) if bad[0].right.ndim else f" {_wherever(bad, every)}"
        return f"Your {name} is {_times(found[0])} the right one{where}."
    if all(one.right.size > 3 for one in bad):
        shown = ", ".join(dict.fromkeys(as_fraction(ratio) for ratio in found[:3]))
        return f"In each case your {name} is the right one times one factor ({shown}): is it divided or multiplied by a size?"
    return ""


def _sum_for_product(one: str, other: str) -> tuple[str, Callable, Callable]:
    return f"{one} + {other} in place of {one} · {other}", lambda f: f[one] + f[other], lambda f: f[one] * f[other]


def _stands_for(one: str, other: str) -> tuple[str, Callable, Callable]:
    return f"{one} in place of {other}", lambda f: f[one], lambda f: f[other]


# what stands there in place of what: the right number times the one and divided by the other, or the other way round
REPLACED = (
    *(_sum_for_product(*pair) for pair in (("M", "N"), ("Kh", "Kw"), ("H′", "W′"), ("H", "W"))),
    *(_stands_for(*pair[::way]) for pair in (("H′", "W′"), ("H", "W"), ("Kh", "Kw"), ("M", "N")) for way in (1, -1)),
    ("T − 1 in place of T", lambda f: f["T"] - 1, lambda f: f["T"]),
    *((f"{size} left out", lambda f: 1, lambda f, n=size: f[n]) for size in ("H′", "W′", "Kh", "Kw")),
    *((f"{size} counted twice", lambda f, n=size: f[n], lambda f: 1) for size in ("H′", "W′", "Kh", "Kw")),
)


def replaced(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """One size in place of another, a sum in place of a product, as a factor or below the line."""
    if any(not one.fits for one in bad) or (len(bad) < 3 and sum(one.right.size for one in bad) < ENOUGH):
        return ""
    where = "Your" if len(bad) == len(every) else "Wherever it is wrong, your"
    for words, came, needed in REPLACED:
        try:
            ratios = [(came(one.facts), needed(one.facts)) for one in bad]
        except (KeyError, TypeError):  # this exercise has no such size
            continue
        if any(a == b for a, b in ratios):
            continue
        if all(_scaled(one, a, b) for one, (a, b) in zip(bad, ratios, strict=True)):
            return f"{where} {name} is the right one with {words}."
        if "in place" in words and all(_scaled(one, b, a) for one, (a, b) in zip(bad, ratios, strict=True)):
            return f"{where} {name} is the right one, but divided by {words}."
    return ""


def _scaled(one: Seen, times: float, by: float) -> bool:
    """Whether it is the right one times one number and divided by another; divided by 0, it is no number."""
    return equal(one.yours, one.right * (times / by)) if by else not np.isfinite(one.yours).any()


def _where(bad, every) -> str:
    return " in every cell" + ("" if len(bad) == len(every) else " where it is wrong")


def _wherever(bad, every) -> str:
    return "in every case" if len(bad) == len(every) else "wherever it is wrong"


def _ratio(yours, right) -> float | None:
    """The factor between two arrays, if it is one."""
    if yours.shape != right.shape or not np.any(right):
        return None
    if right.size > 1 and np.ptp(right) < 1e-3 * np.abs(right).max():  # nearly all alike: any number is nearly a multiple
        return None
    cell = np.unravel_index(np.abs(right).argmax(), right.shape) if right.ndim else ()
    ratio = float(yours[cell] / right[cell])
    if not np.isfinite(ratio) or ratio in (0.0, 1.0) or not equal(yours, right * ratio):
        return None
    return ratio


def _by_term(every: list[Seen], holds, words: str) -> str:
    """A size that is the factor in every case, also in those where it happens to be 1."""
    for term in terms(every[0].facts):
        values = [terms(one.facts).get(term) for one in every]
        if None in values or 0 in values or all(n == 1 for n in values):
            continue
        if all(holds(one, n) for one, n in zip(every, values, strict=True)):
            return f"{words} {term}"
    return ""


def as_fraction(ratio: float) -> str:
    """A factor as people write it.

    Examples
    --------
    >>> as_fraction(0.5), as_fraction(-2.0)
    ('1/2', '−2')
    """
    near = Fraction(ratio).limit_denominator(100)
    if abs(float(near) - ratio) < 1e-6 * abs(ratio):
        return str(near).replace("-", "−")
    return f"{ratio:.4g}".replace("-", "−")


def _times(ratio: float) -> str:
    return f"{as_fraction(ratio)} times"


def shift_of_all(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """One constant added."""
    if any(not one.fits or not np.isfinite(one.yours).all() for one in bad):
        return ""
    gaps = [one.yours - one.right for one in bad]
    if any(gap.size and np.ptp(gap) > 1e-6 * max(1.0, np.abs(one.right).max()) for gap, one in zip(gaps, bad, strict=True)):
        return ""
    if sum(gap.size for gap in gaps) < 3:
        return ""
    for sign, words in ((1, "too large"), (-1, "too small")):
        for term in terms(every[0].facts):
            values = [terms(one.facts).get(term) for one in every]
            if None in values or not all(one.fits for one in every):
                continue
            if all(equal(one.yours, one.right + sign * n) for one, n in zip(every, values, strict=True)):
                return f"Your {name} is {words} by {term} in every case."
    found = [float(gap.ravel()[0]) for gap in gaps]
    if max(found) - min(found) < 1e-6:
        amount, words = number(abs(found[0])), "too large" if found[0] > 0 else "too small"
        return f"Your {name} is {words} by {amount} {_wherever(bad, every)}."
    if all(gap.size > 3 for gap in gaps):
        return f"In each case all cells of {name} are off by one and the same number."
    return ""


def without_bias(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Right but for the bias."""
    if any("bias" not in one.args or not one.fits for one in bad):
        return ""

    def bias(one):
        b = np.asarray(one.args["bias"], float)
        return b.reshape(-1, 1, 1) if b.ndim and one.right.ndim > 2 else b

    if all(equal(one.yours, one.right - bias(one)) for one in bad):
        return f"Your {name} is right without the bias."
    extra = [one.yours - one.right for one in bad]
    times = [_ratio(gap, np.broadcast_to(bias(one), gap.shape)) for gap, one in zip(extra, bad, strict=True)]
    if None not in times:
        return f"Your {name} is right but for the bias, which is not added exactly once."
    rest = [_ratio(one.yours - bias(one), one.right - bias(one)) for one in bad]
    if None not in rest:
        return f"Your {name} is right but for one factor before the bias: is the sum divided by something?"
    return ""
