"""One number, one text: how every number that a person reads is written."""

from __future__ import annotations

import numpy as np

__all__ = ["number"]


def number(value: float) -> str:
    """A number as a cell shows it: whole ones whole, others with two decimals, a true minus.

    Examples
    --------
    >>> number(-3.0), number(0.125)
    ('−3', '0.12')
    """
    if not np.isfinite(value):
        return "nan" if np.isnan(value) else ("∞" if value > 0 else "−∞")
    if abs(value - round(value)) < 1e-9 and abs(value) < 1e6:
        return str(round(value)).replace("-", "−")
    text = f"{value:.2f}" if 0.005 <= abs(value) < 1e5 else f"{value:.1e}"
    return text.replace("-", "−")
