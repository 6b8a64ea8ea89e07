"""The colours of every explorer, in one place: live pictures and static twins read the same tables."""

from __future__ import annotations

import functools

import numpy as np

__all__ = ["INK", "ROLES", "SIGNED_STOPS", "TINTS", "ink_on", "table", "tables"]

# Okabe and Ito's palette: apart for every kind of colour vision.  Each role has a shape too.
ROLES = {
    "here": "#D55E00",
    "reads": "#0072B2",
    "weight": "#009E73",
    "predicted": "#CC79A7",
}
INK = ("#000000", "#ffffff")

# Paul Tol's light scheme: nine grounds that stay apart for every kind of colour vision, under black
# figures.  For "these cells are the same thing", never for values.
TINTS = (
    "#77aadd", "#ee8866", "#eedd88", "#ffaabb", "#99ddff", "#44bb99", "#bbcc33", "#aaaa00", "#dddddd",
)  # fmt: skip

# Signed values: blue below 0, white at 0, orange above; lightness falls alike on both sides.
SIGNED_STOPS = ("#08306b", "#2a6fb0", "#8fbbdd", "#ffffff", "#f5b073", "#c9661a", "#7a3300")


@functools.cache
def table(kind: str) -> np.ndarray:
    """The 256 colours of a scale: "signed" (symmetric about 0), "magnitude" or "grey"; "tints" has 9.

    Examples
    --------
    >>> table("signed").shape, bool(table("signed")[[127, 128]].min() > 250)
    ((256, 3), True)
    """
    if kind == "signed":
        stops = _rgb(SIGNED_STOPS).astype(float)
        # 256 colours have no middle one: 127 and 128 are both white, the rest is spread evenly
        place = np.concatenate([np.linspace(0, 3, 128), np.linspace(3, 6, 128)])
        colours = [np.interp(place, range(len(stops)), stops[:, k]) for k in range(3)]
        return np.rint(np.stack(colours, axis=1)).astype(np.uint8)
    if kind == "tints":
        return _rgb(TINTS)
    if kind == "grey":
        return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    from matplotlib import colormaps

    return colormaps["cividis"](np.arange(256), bytes=True)[:, :3].copy()


def tables() -> bytes:
    """All scales as the browser gets them: signed, magnitude, grey (256 colours each), tints (9).

    Examples
    --------
    >>> len(tables()) // 3
    777
    """
    return b"".join(table(kind).tobytes() for kind in ("signed", "magnitude", "grey", "tints"))


def _rgb(names) -> np.ndarray:
    return np.array([[int(s[k : k + 2], 16) for k in (1, 3, 5)] for s in names], np.uint8)


def ink_on(colour) -> str:
    """Black or white, whichever stands out more from a colour; never below a contrast of 4.5.

    Examples
    --------
    >>> ink_on((255, 255, 255)), ink_on((8, 48, 107))
    ('#000000', '#ffffff')
    """
    share = np.asarray(colour, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))
    # (1 + .05) / (L + .05) and (L + .05) / (0 + .05) cross where L + .05 = sqrt(.0525)
    return INK[0] if luminance + 0.05 > 0.0525**0.5 else INK[1]
