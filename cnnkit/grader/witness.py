"""One cell written out: the sum that gives it, small enough to check by hand."""

from __future__ import annotations

from collections.abc import Iterable

from cnnkit.numbers import number

__all__ = ["TERMS", "written"]

TERMS = 9  # products that are written before the rest is summed up


def written(name: str, products: Iterable[tuple[float, float]], plus: tuple[str, float] | None = None) -> str:
    """ "z(0, 1) = 1·2 + 3·(−1) + bias 2 = 1", from pairs of factors.

    Examples
    --------
    >>> written("z(0, 1)", [(1, 2), (3, -1)], ("bias", 2))
    'z(0, 1) = 1·2 + 3·(−1) + bias 2 = 1'
    """
    products = [(float(a), float(b)) for a, b in products]
    shown = [f"{_factor(a)}·{_factor(b)}" for a, b in products[:TERMS]]
    if len(products) > TERMS:
        shown.append(f"… ({len(products) - TERMS} more products)")
    total = sum(a * b for a, b in products)
    if plus is not None:
        shown.append(f"{plus[0]} {number(plus[1])}")
        total += plus[1]
    return f"{name} = {' + '.join(shown) or '0'} = {number(total)}"


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)
